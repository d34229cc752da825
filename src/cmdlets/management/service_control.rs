//! What `Start-`, `Stop-` and `Restart-Service` share.

use iovsh_derive::Parameters;

use super::service_info::{ServiceInfo, not_found, systemctl, unit_name};
use crate::inspect;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// The services that are meant, and what is done beside.
#[derive(Parameters)]
pub struct Services {
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

impl Services {
    /// Has systemd do something with each of them.
    pub fn control(&self, cx: &mut Context, verb: &str) -> Flow {
        let objects = self
            .input_object
            .iter()
            .map(|object| inspect::text(object).to_string());
        let mut names = self.name.clone();
        names.extend(self.display_name.iter().cloned().chain(objects));
        let action = cx.spec().name;
        let matches = |patterns: &[String], name: &str| {
            patterns
                .iter()
                .any(|pattern| WildcardPattern::new(pattern).is_match(name))
        };
        for name in &names {
            let found = match ServiceInfo::find(Some(name)) {
                Ok(found) => found,
                Err(error) => return cx.error(error),
            };
            if found.is_empty() && !has_wildcards(name) {
                cx.error(not_found(name))?;
            }
            for service in found {
                let left_out = !self.include.is_empty() && !matches(&self.include, &service.name);
                if left_out || matches(&self.exclude, &service.name) {
                    continue;
                }
                if !cx.should_process(&service.name, action)? {
                    continue;
                }
                let unit = unit_name(&service.name);
                let mut arguments = vec![verb, unit.as_str()];
                if self.no_wait {
                    arguments.push("--no-block");
                }
                if let Err(error) = systemctl(&arguments) {
                    cx.error(error.target(service.name.as_str()))?;
                    continue;
                }
                if self.pass_thru {
                    let now = ServiceInfo::find(Some(&service.name))?;
                    cx.emit_all(now.into_iter().map(Value::native))?;
                }
            }
        }
        Ok(())
    }
}
