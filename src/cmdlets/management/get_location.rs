use iovsh_derive::Cmdlet;

use super::moving::{emit_current, stack_not_found};
use super::path_info::PathInfo;
use super::paths::drive_not_found;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::value::Value;

/// Tells where the session is.
///
/// # Examples
/// ```iovsh
/// PS> Set-Location /tmp
/// PS> (Get-Location).Path
/// /tmp
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Location",
    module = "Microsoft.PowerShell.Management",
    alias("gl", "pwd"),
    default_set = "Location",
    output = "System.Management.Automation.PathInfo"
)]
pub struct GetLocation {
    /// The location on drives of these providers.
    #[param(set = "Location", by_property_name, name = "PSProvider")]
    provider: Vec<String>,
    /// The location on these drives.
    #[param(set = "Location", by_property_name, name = "PSDrive")]
    drive: Vec<String>,
    /// The stack of locations.
    #[param(set = "Stack")]
    stack: bool,
    /// The stacks of these names.
    #[param(set = "Stack", by_property_name)]
    stack_name: Vec<String>,
}

impl Cmdlet for GetLocation {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.stack || !self.stack_name.is_empty() {
            let mut names: Vec<Option<&str>> = self
                .stack_name
                .iter()
                .map(|name| Some(name.as_str()))
                .collect();
            if names.is_empty() {
                names.push(None);
            }
            for name in names {
                match cx.session().locations.stack(name) {
                    Some(places) => {
                        cx.emit_all(places.into_iter().map(|at| Value::native(PathInfo(at))))?;
                    }
                    None => cx.error(stack_not_found(name.unwrap_or_default()))?,
                }
            }
            return Ok(());
        }
        if self.drive.is_empty() && self.provider.is_empty() {
            return emit_current(cx);
        }
        for name in &self.drive {
            let current = cx.session().locations.current().clone();
            let drive = cx.session().locations.drive(name).cloned();
            match drive {
                Some(drive) if drive == current.drive => {
                    cx.emit(Value::native(PathInfo(current)))?
                }
                Some(drive) => {
                    let path = String::new();
                    cx.emit(Value::native(PathInfo(Location { drive, path })))?;
                }
                None => cx.error(drive_not_found(name))?,
            }
        }
        for name in &self.provider {
            let kind = ProviderKind::by_name(name);
            let current = cx.session().locations.current().clone();
            let drive = cx
                .session()
                .locations
                .drives()
                .iter()
                .find(|drive| Some(drive.provider) == kind)
                .cloned();
            if let Some(drive) = drive {
                let at = if drive.provider == current.drive.provider {
                    current
                } else {
                    let path = String::new();
                    Location { drive, path }
                };
                cx.emit(Value::native(PathInfo(at)))?;
            }
        }
        Ok(())
    }
}
