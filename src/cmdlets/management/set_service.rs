use iovsh_derive::Cmdlet;

use super::service_info::{ServiceInfo, not_found, systemctl, unit_name};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Says when a service is started, and starts or stops it.
///
/// # Examples
/// Nothing is said of a service that is not there:
/// ```iovsh
/// PS> Set-Service no-such-service -StartupType Manual -ErrorAction SilentlyContinue
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Service",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    impact = Medium,
    output = "System.ServiceProcess.ServiceController"
)]
pub struct SetService {
    /// The service.
    #[param(
        set = "Name",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias("ServiceName", "SN")
    )]
    name: Option<String>,
    /// The service.
    #[param(set = "InputObject", position = 0, mandatory, from_pipeline)]
    input_object: Option<Value>,
    /// When it is started: with the host, when it is asked for, or never.
    #[param(
        alias("StartMode", "SM", "ST", "StartType"),
        validate_set("Automatic", "AutomaticDelayedStart", "Manual", "Disabled")
    )]
    startup_type: Option<String>,
    /// Whether it runs.
    #[param(validate_set("Running", "Stopped", "Paused"))]
    status: Option<String>,
    /// Accepted: the description is the unit's.
    description: Option<String>,
    /// Accepted: the description is the unit's.
    display_name: Option<String>,
    /// Accepted for -Status Stopped.
    force: bool,
    /// Hands on the service.
    pass_thru: bool,
}

impl Cmdlet for SetService {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let name = match (&self.name, &self.input_object) {
            (Some(name), _) => name.clone(),
            (None, Some(object)) => crate::inspect::text(object).to_string(),
            (None, None) => return Ok(()),
        };
        match ServiceInfo::find(Some(&name)) {
            Ok(found) if found.is_empty() => return cx.error(not_found(&name)),
            Ok(_) => {}
            Err(error) => return cx.error(error),
        }
        if !cx.should_process(&name, "Set-Service")? {
            return Ok(());
        }
        let unit = unit_name(&name);
        let start: &[&str] = match self.startup_type.as_deref() {
            Some(kind) if kind.to_lowercase().starts_with("automatic") => &["unmask", "enable"],
            Some(kind) if kind.eq_ignore_ascii_case("Manual") => &["unmask", "disable"],
            Some(_) => &["mask"],
            None => &[],
        };
        let state: &[&str] = match self.status.as_deref() {
            Some(state) if state.eq_ignore_ascii_case("Running") => &["start"],
            Some(state) if state.eq_ignore_ascii_case("Stopped") => &["stop"],
            Some(_) => {
                return Err(super::unsupported(
                    "A service of systemd cannot pause.",
                    "Stop it with Stop-Service.",
                )
                .into());
            }
            None => &[],
        };
        for verb in start.iter().chain(state) {
            if let Err(error) = systemctl(&[verb, &unit]) {
                return cx.error(error.target(name));
            }
        }
        if self.pass_thru {
            let now = ServiceInfo::find(Some(&name))?;
            cx.emit_all(now.into_iter().map(Value::native))?;
        }
        Ok(())
    }
}
