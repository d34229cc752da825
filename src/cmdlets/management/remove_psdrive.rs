use iovsh_derive::Cmdlet;

use super::paths::drive_not_found;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Takes a drive away; what is on it stays.
///
/// # Examples
/// ```iovsh
/// PS> New-PSDrive -Name Images -PSProvider FileSystem -Root /tmp | Out-Null
/// PS> Remove-PSDrive Images
/// PS> Test-Path Images:
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "PSDrive",
    module = "Microsoft.PowerShell.Management",
    alias = "rdr",
    default_set = "Name",
    impact = Medium
)]
pub struct RemovePsDrive {
    /// The drives.
    #[param(set = "Name", position = 0, mandatory, by_property_name)]
    name: Vec<String>,
    /// The drives, by names that are taken as they are.
    #[param(set = "LiteralName", mandatory, by_property_name)]
    literal_name: Vec<String>,
    /// Accepted for scripts that name providers.
    #[param(by_property_name, name = "PSProvider")]
    provider: Vec<String>,
    /// Accepted for scripts that name a scope; a session's drives are in one.
    #[param(by_property_name)]
    scope: Option<String>,
    /// Also the drive that the session is on: not possible.
    force: bool,
}

impl Cmdlet for RemovePsDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let names = if self.literal_name.is_empty() {
            self.name.clone()
        } else {
            self.literal_name.clone()
        };
        for name in names {
            if cx.session().locations.drive(&name).is_none() {
                cx.error(drive_not_found(&name))?;
                continue;
            }
            if !cx.should_process(&format!("Name: {name}"), "Remove Drive")? {
                continue;
            }
            if !cx.session().locations.remove_drive(&name) {
                cx.error(
                    ShellError::new(
                        "DriveRemovalPreventedByProvider",
                        ErrorCategory::InvalidOperation,
                        format!("Cannot remove the drive '{name}' because it is in use."),
                    )
                    .exception("System.Management.Automation.PSInvalidOperationException")
                    .target(name.as_str())
                    .help("The session's location is on it: go elsewhere with Set-Location first."),
                )?;
            }
        }
        Ok(())
    }
}
