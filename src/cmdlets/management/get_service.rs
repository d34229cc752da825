use iovsh_derive::Cmdlet;

use super::service_info::{ServiceInfo, not_found};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// Gets the services of the host, which are systemd's.
///
/// # Examples
/// Nothing is said of a service that is not there:
/// ```iovsh
/// PS> Get-Service no-such-service -ErrorAction SilentlyContinue
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Service",
    module = "Microsoft.PowerShell.Management",
    alias = "gsv",
    default_set = "Default",
    output = "System.ServiceProcess.ServiceController"
)]
pub struct GetService {
    /// Names. Wildcards are allowed.
    #[param(
        set = "Default",
        position = 0,
        from_pipeline,
        by_property_name,
        alias = "ServiceName"
    )]
    name: Vec<String>,
    /// Descriptions. Wildcards are allowed.
    #[param(set = "DisplayName", mandatory)]
    display_name: Vec<String>,
    /// Services, to look at them again.
    #[param(set = "InputObject", from_pipeline)]
    input_object: Vec<Value>,
    /// Only services whose names match one of these patterns.
    include: Vec<String>,
    /// No services whose names match one of these patterns.
    exclude: Vec<String>,
    /// Only this host's services can be seen.
    #[param(alias = "Cn")]
    computer_name: Vec<String>,
    /// Accepted: what depends on a service is not listed.
    #[param(alias = "DS")]
    dependent_services: bool,
    /// Accepted: what a service depends on is not listed.
    #[param(alias("SDO", "ServicesDependedOn"))]
    required_services: bool,
}

impl Cmdlet for GetService {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Services")?;
        let mut names: Vec<String> = self.name.clone();
        names.extend(self.display_name.iter().cloned());
        for object in &self.input_object {
            names.push(crate::inspect::text(object).to_string());
        }
        let wanted = |patterns: &[String], name: &str| {
            patterns
                .iter()
                .any(|pattern| WildcardPattern::new(pattern).is_match(name))
        };
        let mut found = Vec::new();
        if names.is_empty() {
            match ServiceInfo::find(None) {
                Ok(all) => found = all,
                Err(error) => return cx.error(error),
            }
        }
        for name in &names {
            let some = match ServiceInfo::find(Some(name)) {
                Ok(some) => some,
                Err(error) => return cx.error(error),
            };
            if some.is_empty() && !has_wildcards(name) {
                cx.error(not_found(name))?;
            }
            found.extend(some);
        }
        for service in found {
            let left_out = !self.include.is_empty() && !wanted(&self.include, &service.name);
            if !left_out && !wanted(&self.exclude, &service.name) {
                cx.emit(Value::native(service))?;
            }
        }
        Ok(())
    }
}
