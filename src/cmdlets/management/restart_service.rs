//! `Restart-Service`.

use iovsh_derive::Cmdlet;

use super::service_control::Services;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Restarts services.
///
/// # Examples
/// Nothing is said of a service that is not there:
/// ```iovsh
/// PS> Restart-Service no-such-service -ErrorAction SilentlyContinue
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Restart",
    noun = "Service",
    module = "Microsoft.PowerShell.Management",
    default_set = "InputObject",
    impact = Medium,
    output = "System.ServiceProcess.ServiceController"
)]
pub struct RestartService {
    #[flatten]
    services: Services,
}

impl Cmdlet for RestartService {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.services.control(cx, "restart")
    }
}
