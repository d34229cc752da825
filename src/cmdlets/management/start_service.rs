use iovsh_derive::Cmdlet;

use super::service_control::control;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::value::Value;

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
    /// Names. Wildcards are allowed.
    #[param(
        set = "Default",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "ServiceName"
    )]
    name: Vec<String>,
    /// Descriptions. Wildcards are allowed.
    #[param(set = "DisplayName", mandatory)]
    display_name: Vec<String>,
    /// Services.
    #[param(set = "InputObject", position = 0, mandatory, from_pipeline)]
    input_object: Vec<Value>,
    /// Also those that others depend on: systemd does so by itself.
    force: bool,
    /// Does not wait until it is done.
    no_wait: bool,
    /// Hands on the services.
    pass_thru: bool,
    /// Only services whose names match one of these patterns.
    include: Vec<String>,
    /// No services whose names match one of these patterns.
    exclude: Vec<String>,
}

impl Cmdlet for StartService {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut names = self.name.clone();
        names.extend(self.display_name.iter().cloned());
        for object in &self.input_object {
            names.push(crate::cmdlets::inspect::text(object).to_string());
        }
        control(
            cx,
            "start",
            &names,
            (&self.include, &self.exclude),
            self.no_wait,
            self.pass_thru,
        )
    }
}
