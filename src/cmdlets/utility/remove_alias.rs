//! `Remove-Alias`.

use iovsh_derive::Cmdlet;

use super::aliases::not_found;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, ItemOptions};

/// Takes aliases away.
///
/// # Examples
/// ```iovsh
/// PS> Set-Alias say Write-Output; Remove-Alias say; Get-Alias sa[y]
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Alias",
    module = "Microsoft.PowerShell.Utility"
)]
pub struct RemoveAlias {
    /// The names.
    #[param(position = 0, mandatory, from_pipeline, by_property_name)]
    name: Vec<String>,
    /// Where: global, local, script, or a number of levels up.
    scope: Option<String>,
    /// Also an alias that is read-only.
    force: bool,
}

impl Cmdlet for RemoveAlias {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for name in self.name.clone() {
            match cx.session().find_alias(&name) {
                None => cx.error(not_found(&name))?,
                Some(alias)
                    if alias.options.has(ItemOptions::CONSTANT)
                        || (alias.options.has(ItemOptions::READ_ONLY) && !self.force) =>
                {
                    cx.error(
                        ShellError::new(
                            "AliasNotRemovable",
                            ErrorCategory::WriteError,
                            format!("The alias {name} cannot be removed because it is read-only or constant."),
                        )
                        .exception("System.Management.Automation.SessionStateUnauthorizedAccessException")
                        .target(name.as_str()),
                    )?;
                }
                Some(_) => {
                    cx.session().remove_alias(&name);
                }
            }
        }
        Ok(())
    }
}
