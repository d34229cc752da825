use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Restarts a host: not from here, where the virtual machines on it would go down unasked.
///
/// # Examples
/// ```iovsh
/// PS> try { Restart-Computer -Force } catch { 'not from here' }
/// not from here
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Restart",
    noun = "Computer",
    module = "Microsoft.PowerShell.Management",
    impact = Medium
)]
pub struct RestartComputer {
    /// The hosts.
    #[param(
        position = 0,
        from_pipeline,
        by_property_name,
        alias("CN", "Server", "IPAddress", "__SERVER")
    )]
    computer_name: Vec<String>,
    /// As whom.
    #[param(position = 1)]
    credential: Option<Value>,
    /// Even with users on it.
    #[param(alias = "f")]
    force: bool,
    /// Waits until it is back.
    wait: bool,
    /// What it waits for.
    #[param(name = "For")]
    wait_for: Option<String>,
    /// How many seconds it waits.
    #[param(alias = "TimeoutSec")]
    timeout: Option<i32>,
    /// How many seconds between two looks.
    delay: Option<i16>,
    /// How the host is reached.
    protocol: Option<String>,
    /// How the host is reached.
    wsman_authentication: Option<String>,
}

impl Cmdlet for RestartComputer {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        let host = self.computer_name.first().map_or("HOST", String::as_str);
        Err(super::unsupported(
            "A host is not turned off or restarted from here.",
            &format!("Move or stop its virtual machines, then run: ssh {host} systemctl reboot"),
        )
        .into())
    }
}
