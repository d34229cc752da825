//! `Get-Variable`.

use iovsh_derive::Cmdlet;

use super::variables::{check_scope, matching, not_found, variable_object};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;

/// Lists variables, or gives their values.
///
/// # Examples
/// ```iovsh
/// PS> $vfs = 8; Get-Variable vfs -ValueOnly
/// 8
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Variable",
    module = "Microsoft.PowerShell.Utility",
    alias("gv")
)]
pub struct GetVariable {
    /// The names. Wildcards are allowed.
    #[param(position = 0, from_pipeline, by_property_name)]
    name: Vec<String>,
    /// Only the values.
    value_only: bool,
    /// Only variables with these names too.
    include: Vec<String>,
    /// Not those with these names.
    exclude: Vec<String>,
    /// Where: global, local, script, or a number of levels up.
    scope: Option<String>,
}

impl Cmdlet for GetVariable {
    fn process(&mut self, cx: &mut Context) -> Flow {
        check_scope(cx, self.scope.as_deref())?;
        let names = if self.name.is_empty() {
            vec!["*".to_owned()]
        } else {
            self.name.clone()
        };
        for name in &names {
            let found = matching(
                cx,
                name,
                self.scope.as_deref(),
                &self.exclude,
                &self.include,
            );
            if found.is_empty() && !has_wildcards(name) {
                cx.error(not_found(name))?;
            }
            for variable in found {
                if self.value_only {
                    cx.emit(variable.value)?;
                } else {
                    cx.emit(variable_object(&variable))?;
                }
            }
        }
        Ok(())
    }
}
