//! `New-Variable`.

use iovsh_derive::Cmdlet;

use super::variables::{Change, Options, check_scope, refused, variable_object, write};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::{Context, ItemOptions};
use iovsh_shell::syntax::symbol::Symbol;
use iovsh_shell::value::Value;

/// Makes a new variable.
///
/// # Examples
/// ```iovsh
/// PS> New-Variable limit 64 -Option Constant; $limit
/// 64
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Variable",
    module = "Microsoft.PowerShell.Utility",
    alias("nv"),
    impact = Low
)]
pub struct NewVariable {
    /// The name.
    #[param(position = 0, mandatory, by_property_name)]
    name: String,
    /// The value.
    #[param(position = 1, from_pipeline, by_property_name)]
    value: Value,
    /// What the variable is for.
    description: Option<String>,
    /// ReadOnly, Constant, Private or AllScope.
    option: Option<Options>,
    /// Private or public.
    visibility: Value,
    /// Also when there is one of that name.
    force: bool,
    /// Hands the variable on.
    #[param(name = "PassThru")]
    pass_thru: bool,
    /// Where: global, local, script, or a number of levels up.
    scope: Option<String>,
}

impl Cmdlet for NewVariable {
    fn process(&mut self, cx: &mut Context) -> Flow {
        check_scope(cx, self.scope.as_deref())?;
        let scope = self.scope.as_deref().unwrap_or("local");
        let old = cx
            .session()
            .scope_named(scope)
            .and_then(|scope| scope.get(Symbol::of(&self.name)));
        if let Some(old) = old {
            if !self.force {
                return cx.error(
                    ShellError::new(
                        "VariableAlreadyExists",
                        ErrorCategory::ResourceExists,
                        format!("A variable with name '{}' already exists.", self.name),
                    )
                    .exception("System.Management.Automation.SessionStateException")
                    .target(self.name.as_str()),
                );
            }
            if old.options().has(ItemOptions::CONSTANT) {
                return cx.error(refused("VariableNotWritable", &self.name, "it is constant"));
            }
            cx.session().remove_variable(&self.name, Some(scope));
        }
        let target = format!(
            "Name: {} Value: {}",
            self.name,
            iovsh_shell::value::convert::to_text(&self.value)
        );
        if !cx.should_process(&target, "New variable")? {
            return Ok(());
        }
        let change = Change {
            value: Some(self.value.clone()),
            options: self.option.map(|option| option.0),
            description: self.description.as_deref().map(Into::into),
            force: true,
        };
        match write(cx, &self.name, Some(scope), &change) {
            Ok(variable) if self.pass_thru => cx.emit(variable_object(&variable)),
            Ok(_) => Ok(()),
            Err(Interrupt::Error(error)) => cx.error(*error),
            Err(other) => Err(other),
        }
    }
}
