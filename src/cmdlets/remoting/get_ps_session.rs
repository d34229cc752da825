//! `Get-PSSession`.

use iovsh_derive::Cmdlet;

use super::chosen::Chosen;
use super::sessions::{FarSessionValue, Kind};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Lists the sessions that New-PSSession opened.
///
/// # Examples
/// ```iovsh
/// PS> New-PSSession hv2, hv3 | Out-Null
/// PS> Get-PSSession -ComputerName hv* | ForEach-Object { "$($_.ComputerName): $($_.State)" }
/// hv2: Opened
/// hv3: Opened
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSSession",
    module = "Microsoft.PowerShell.Core",
    default_set = "ComputerName",
    alias("gsn"),
    output = "System.Management.Automation.Runspaces.PSSession"
)]
pub struct GetPsSession {
    /// Their hosts. Wildcards are allowed.
    #[param(set = "ComputerName", position = 0, alias("Cn"))]
    computer_name: Vec<String>,
    #[flatten]
    chosen: Chosen,
}

impl Cmdlet for GetPsSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for session in self
            .chosen
            .find(cx, Kind::PowerShell, &self.computer_name)?
        {
            cx.emit(Value::native(FarSessionValue(session)))?;
        }
        Ok(())
    }
}
