//! `Remove-Variable`.

use iovsh_derive::Cmdlet;

use super::variables::{check_scope, matching, not_found, refused};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Context, ItemOptions};
use iovsh_shell::wildcard::has_wildcards;

/// Takes variables away.
///
/// # Examples
/// ```iovsh
/// PS> $a = 1; Remove-Variable a; $null -eq $a
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Variable",
    module = "Microsoft.PowerShell.Utility",
    alias("rv"),
    impact = Low
)]
pub struct RemoveVariable {
    /// The names. Wildcards are allowed.
    #[param(position = 0, mandatory, from_pipeline, by_property_name)]
    name: Vec<String>,
    /// Only variables with these names too.
    include: Vec<String>,
    /// Not those with these names.
    exclude: Vec<String>,
    /// Also variables that are read-only.
    force: bool,
    /// Where: global, local, script, or a number of levels up.
    scope: Option<String>,
}

impl Cmdlet for RemoveVariable {
    fn process(&mut self, cx: &mut Context) -> Flow {
        check_scope(cx, self.scope.as_deref())?;
        for name in self.name.clone() {
            let scope = self.scope.as_deref();
            let found = matching(cx, &name, scope, &self.exclude, &self.include);
            if found.is_empty() && !has_wildcards(&name) {
                cx.error(not_found(&name))?;
            }
            for variable in found {
                let options = variable.options();
                if options.has(ItemOptions::CONSTANT)
                    || (options.has(ItemOptions::READ_ONLY) && !self.force)
                {
                    cx.error(refused(
                        "VariableNotRemovable",
                        &variable.name,
                        "it is read-only or constant",
                    ))?;
                    continue;
                }
                if !cx.should_process(&format!("Name: {}", variable.name), "Remove variable")? {
                    continue;
                }
                cx.session().remove_variable(&variable.name, scope);
            }
        }
        Ok(())
    }
}
