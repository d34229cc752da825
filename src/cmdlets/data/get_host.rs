use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the object that stands for the program around the session: its name and version.
///
/// # Examples
/// ```iovsh
/// PS> (Get-Host).Name -eq $Host.Name
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Host",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.Internal.Host.InternalHost"
)]
pub struct GetHost {}

impl Cmdlet for GetHost {
    fn process(&mut self, cx: &mut Context) -> Flow {
        match cx.session_ref().get_variable("Host") {
            Some(host) => cx.emit(host),
            None => Ok(()),
        }
    }
}
