//! What `Start-`, `Stop-` and `Restart-Service` share.

use super::service_info::{ServiceInfo, not_found, systemctl, unit_name};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::value::Value;
use crate::shell::wildcard::{WildcardPattern, has_wildcards};

/// Has systemd do something with each service that the names mean.
pub fn control(
    cx: &mut Context,
    verb: &str,
    names: &[String],
    (include, exclude): (&[String], &[String]),
    no_wait: bool,
    pass_thru: bool,
) -> Flow {
    let action = cx.spec().name;
    let matches = |patterns: &[String], name: &str| {
        patterns
            .iter()
            .any(|pattern| WildcardPattern::new(pattern).is_match(name))
    };
    for name in names {
        let found = match ServiceInfo::find(Some(name)) {
            Ok(found) => found,
            Err(error) => return cx.error(error),
        };
        if found.is_empty() && !has_wildcards(name) {
            cx.error(not_found(name))?;
        }
        for service in found {
            let left_out = !include.is_empty() && !matches(include, &service.name);
            if left_out || matches(exclude, &service.name) {
                continue;
            }
            if !cx.should_process(&service.name, action)? {
                continue;
            }
            let unit = unit_name(&service.name);
            let mut arguments = vec![verb, unit.as_str()];
            if no_wait {
                arguments.push("--no-block");
            }
            if let Err(error) = systemctl(&arguments) {
                cx.error(error.target(service.name.as_str()))?;
                continue;
            }
            if pass_thru {
                let now = ServiceInfo::find(Some(&service.name))?;
                cx.emit_all(now.into_iter().map(Value::native))?;
            }
        }
    }
    Ok(())
}
