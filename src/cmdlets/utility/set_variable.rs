//! `Set-Variable`.

use iovsh_derive::Cmdlet;

use super::variables::{Change, Options, check_scope, matching, variable_object, write};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::has_wildcards;

/// Sets variables, and makes them when they are not there.
///
/// # Examples
/// ```iovsh
/// PS> Set-Variable vfs 8; $vfs
/// 8
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Variable",
    module = "Microsoft.PowerShell.Utility",
    alias("sv", "set"),
    impact = Low
)]
pub struct SetVariable {
    /// The names. Wildcards are allowed.
    #[param(position = 0, mandatory, by_property_name)]
    name: Vec<String>,
    /// The value.
    #[param(position = 1, from_pipeline, by_property_name)]
    value: Value,
    /// Only variables with these names too.
    include: Vec<String>,
    /// Not those with these names.
    exclude: Vec<String>,
    /// What the variable is for.
    description: Option<String>,
    /// ReadOnly, Constant, Private or AllScope.
    option: Option<Options>,
    /// Also variables that are read-only.
    force: bool,
    /// Private or public.
    visibility: Value,
    /// Hands the variables on.
    #[param(name = "PassThru")]
    pass_thru: bool,
    /// Where: global, local, script, or a number of levels up.
    scope: Option<String>,
    #[state]
    values: Vec<Value>,
}

impl Cmdlet for SetVariable {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if cx.is_bound("Value") {
            self.values.push(self.value.clone());
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let mut values = std::mem::take(&mut self.values);
        let value = match values.len() {
            0 => cx.is_bound("Value").then_some(Value::Null),
            1 => values.pop(),
            _ => Some(Value::array(values)),
        };
        let change = Change {
            value: value.or_else(|| self.option.is_none().then_some(Value::Null)),
            options: self.option.map(|option| option.0),
            description: self.description.as_deref().map(Into::into),
            force: self.force,
        };
        let scope = self.scope.as_deref();
        check_scope(cx, scope)?;
        for name in &self.name {
            let names: Vec<String> = if has_wildcards(name) {
                matching(cx, name, scope, &self.exclude, &self.include)
                    .iter()
                    .map(|variable| variable.name.to_string())
                    .collect()
            } else {
                vec![name.clone()]
            };
            for name in names {
                if !cx.should_process(
                    &format!("Name: {name} Value: {}", shown(&change)),
                    "Set variable",
                )? {
                    continue;
                }
                match write(cx, &name, scope, &change) {
                    Ok(variable) if self.pass_thru => cx.emit(variable_object(&variable))?,
                    Ok(_) => {}
                    Err(Interrupt::Error(error)) => cx.error(*error)?,
                    Err(other) => return Err(other),
                }
            }
        }
        Ok(())
    }
}

fn shown(change: &Change) -> String {
    change.value.as_ref().map_or_else(String::new, |value| {
        iovsh_shell::value::convert::to_text(value).to_string()
    })
}
