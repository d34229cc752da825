//! `Clear-Variable`.

use iovsh_derive::Cmdlet;

use super::variables::{Change, check_scope, matching, not_found, refused, variable_object, write};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Context, ItemOptions};
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::has_wildcards;

/// Sets variables to $null.
///
/// # Examples
/// ```iovsh
/// PS> $a = 1; Clear-Variable a; $null -eq $a
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "Variable",
    module = "Microsoft.PowerShell.Utility",
    alias("clv"),
    impact = Low
)]
pub struct ClearVariable {
    /// The names. Wildcards are allowed.
    #[param(position = 0, mandatory, from_pipeline, by_property_name)]
    name: Vec<String>,
    /// Only variables with these names too.
    include: Vec<String>,
    /// Not those with these names.
    exclude: Vec<String>,
    /// Also variables that are read-only.
    force: bool,
    /// Hands the variables on.
    #[param(name = "PassThru")]
    pass_thru: bool,
    /// Where: global, local, script, or a number of levels up.
    scope: Option<String>,
}

impl Cmdlet for ClearVariable {
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
                        "VariableNotWritable",
                        &variable.name,
                        "it is read-only or constant",
                    ))?;
                    continue;
                }
                if !cx.should_process(&format!("Name: {}", variable.name), "Clear variable")? {
                    continue;
                }
                let change = Change {
                    value: Some(Value::Null),
                    force: self.force,
                    ..Change::default()
                };
                let cleared = write(cx, &variable.name, scope, &change)?;
                if self.pass_thru {
                    cx.emit(variable_object(&cleared))?;
                }
            }
        }
        Ok(())
    }
}
