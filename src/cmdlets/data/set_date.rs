use iovsh_derive::Cmdlet;

use crate::management::unsupported;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Sets the clock of the host: not from here, where it would be taken back by its time service.
///
/// # Examples
/// ```iovsh
/// PS> try { Set-Date '2024-03-05' } catch { 'not from here' }
/// not from here
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Date",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Date",
    impact = Medium,
    output = "System.DateTime"
)]
pub struct SetDate {
    /// The time.
    #[param(set = "Date", position = 0, mandatory, from_pipeline, by_property_name)]
    date: Value,
    /// How much the time is changed.
    #[param(set = "Adjust", position = 0, mandatory, by_property_name, allow_null)]
    adjust: Value,
    /// How the result is shown.
    display_hint: Option<String>,
}

impl Cmdlet for SetDate {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        Err(unsupported(
            "The clock of a Linux host is not set from here.",
            "Use timedatectl set-time, or let chronyd or systemd-timesyncd keep it.",
        )
        .into())
    }
}
