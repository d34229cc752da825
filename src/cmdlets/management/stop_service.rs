//! `Stop-Service`.

use iovsh_derive::Cmdlet;

use super::service_control::Services;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Stops services.
///
/// # Examples
/// Nothing is said of a service that is not there:
/// ```iovsh
/// PS> Stop-Service no-such-service -ErrorAction SilentlyContinue
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Stop",
    noun = "Service",
    module = "Microsoft.PowerShell.Management",
    alias = "spsv",
    default_set = "InputObject",
    impact = Medium,
    output = "System.ServiceProcess.ServiceController"
)]
pub struct StopService {
    #[flatten]
    services: Services,
}

impl Cmdlet for StopService {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.services.control(cx, "stop")
    }
}
