//! `Get-CimSession`.

use iovsh_derive::Cmdlet;

use super::chosen::Chosen;
use super::sessions::{FarSessionValue, Kind};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Lists the sessions that New-CimSession made.
///
/// # Examples
/// ```iovsh
/// PS> New-CimSession hv2 -Name lab | Out-Null
/// PS> Get-CimSession -Name lab | ForEach-Object ComputerName
/// hv2
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "CimSession",
    module = "CimCmdlets",
    default_set = "ComputerNameSet",
    alias("gcms"),
    output = "Microsoft.Management.Infrastructure.CimSession"
)]
pub struct GetCimSession {
    /// Their hosts. Wildcards are allowed.
    #[param(
        set = "ComputerNameSet",
        position = 0,
        by_property_name,
        alias("CN", "ServerName")
    )]
    computer_name: Vec<String>,
    #[flatten]
    chosen: Chosen,
}

impl Cmdlet for GetCimSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for session in self.chosen.find(cx, Kind::Cim, &self.computer_name)? {
            cx.emit(Value::native(FarSessionValue(session)))?;
        }
        Ok(())
    }
}
