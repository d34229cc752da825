use iovsh_derive::Cmdlet;

use super::drive_info::DriveInfo;
use super::paths::drive_not_found;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::location::ProviderKind;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// Lists the drives of the session.
///
/// # Examples
/// ```iovsh
/// PS> (Get-PSDrive Env).Provider
/// Microsoft.PowerShell.Core\Environment
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSDrive",
    module = "Microsoft.PowerShell.Management",
    alias = "gdr",
    default_set = "Name",
    output = "System.Management.Automation.PSDriveInfo"
)]
pub struct GetPsDrive {
    /// The drives. Wildcards are allowed.
    #[param(set = "Name", position = 0, by_property_name)]
    name: Vec<String>,
    /// The drives, by names that are taken as they are.
    #[param(set = "LiteralName", mandatory, by_property_name)]
    literal_name: Vec<String>,
    /// Accepted for scripts that name a scope; a session's drives are in one.
    #[param(by_property_name)]
    scope: Option<String>,
    /// Only drives of these providers.
    #[param(by_property_name, name = "PSProvider")]
    provider: Vec<String>,
}

impl Cmdlet for GetPsDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let drives = cx.session().locations.drives().to_vec();
        let current = cx.session().locations.current().clone();
        let kinds: Vec<_> = self
            .provider
            .iter()
            .filter_map(|name| ProviderKind::by_name(name))
            .collect();
        let literal = !self.literal_name.is_empty();
        let names = if literal {
            self.literal_name.clone()
        } else if self.name.is_empty() {
            vec!["*".to_owned()]
        } else {
            self.name.clone()
        };
        for name in names {
            let pattern = WildcardPattern::new(&name);
            let mut any = false;
            for drive in &drives {
                let named = if literal {
                    drive.name.eq_ignore_ascii_case(&name)
                } else {
                    pattern.is_match(&drive.name)
                };
                let of_kind = self.provider.is_empty() || kinds.contains(&drive.provider);
                if !named || !of_kind {
                    continue;
                }
                any = true;
                let here = *drive == current.drive;
                cx.emit(Value::native(DriveInfo {
                    drive: drive.clone(),
                    current: if here {
                        current.path.clone()
                    } else {
                        String::new()
                    },
                }))?;
            }
            if !any && (literal || !has_wildcards(&name)) {
                let mut error = drive_not_found(&name);
                error.id = "GetLocationNoMatchingDrive".into();
                cx.error(error)?;
            }
        }
        Ok(())
    }
}
