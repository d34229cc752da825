//! `Start-Service`.

use iovsh_derive::Cmdlet;

use super::service_control::Services;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Starts services.
///
/// # Examples
/// Nothing is said of a service that is not there:
/// ```iovsh
/// PS> Start-Service no-such-service -ErrorAction SilentlyContinue
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Service",
    module = "Microsoft.PowerShell.Management",
    alias = "sasv",
    default_set = "InputObject",
    impact = Medium,
    output = "System.ServiceProcess.ServiceController"
)]
pub struct StartService {
    #[flatten]
    services: Services,
}

impl Cmdlet for StartService {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.services.control(cx, "start")
    }
}
