//! `$env:X`, `${function:f}`, `${variable:x}`, `${alias:a}`, `${C:\file}`: variables on drives.

use std::rc::Rc;

use super::function::Function;
use super::interpreter::{Interpreter, runtime_error};
use super::scope::{Alias, ItemOptions, Variable};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::syntax::symbol::Symbol;
use crate::value::{Name, Value, convert};
use crate::{file_read, file_write};

fn no_drive(drive: &str) -> ShellError {
    runtime_error(
        "DriveNotFound",
        ErrorCategory::ObjectNotFound,
        format!("Cannot find drive. A drive with the name '{drive}' does not exist."),
    )
    .exception("System.Management.Automation.DriveNotFoundException")
    .target(drive)
}

/// Reads `$drive:name`.
pub(super) fn read(inner: &mut Interpreter<'_>, drive: &str, name: &str) -> Flow<Value> {
    match drive.to_ascii_lowercase().as_str() {
        "env" => Ok(inner
            .s
            .environment
            .get(name)
            .map_or(Value::Null, Value::from)),
        "function" => Ok(match inner.s.find_function(name) {
            Some(function) => Value::ScriptBlock(Rc::clone(&function.block)),
            None => Value::Null,
        }),
        "alias" => Ok(match inner.s.find_alias(name) {
            Some(alias) => Value::Str(alias.definition.shared()),
            None => Value::Null,
        }),
        "variable" => Ok(inner.s.get_variable(name).unwrap_or_default()),
        other => {
            if inner.s.locations.drive(other).is_none() {
                // A drive that there is not gives `$null`, as a variable does.
                return Ok(Value::Null);
            }
            let path = inner.s.locations.native(&format!("{drive}:{name}"));
            Ok(match file_read::text(&path) {
                Ok(text) => {
                    let lines: Vec<Value> = text.lines().map(Value::from).collect();
                    super::sink::collapse(lines).unwrap_or_default()
                }
                Err(_) => Value::Null,
            })
        }
    }
}

/// Writes `$drive:name`.
pub(super) fn write(inner: &mut Interpreter<'_>, drive: &str, name: &str, value: Value) -> Flow {
    match drive.to_ascii_lowercase().as_str() {
        "env" => {
            if value.is_null() {
                inner.s.environment.remove(name);
            } else {
                let text = convert::to_text(&value);
                inner.s.environment.set(name, &text);
            }
            Ok(())
        }
        "function" => {
            let block = match value.base() {
                Value::Null => {
                    inner.s.remove_function(name);
                    return Ok(());
                }
                Value::ScriptBlock(block) => Rc::clone(block),
                other => {
                    use crate::value::Engine;
                    let text = convert::to_text(other);
                    inner.compile(&text)?
                }
            };
            let (scope, plain) = match name.split_once(':') {
                Some((prefix, plain)) => (
                    inner
                        .s
                        .scope_named(prefix)
                        .unwrap_or_else(|| Rc::clone(&inner.s.scope)),
                    plain,
                ),
                None => (Rc::clone(&inner.s.scope), name),
            };
            let function = Function::new(plain, block, false);
            scope.set_function(Symbol::of(plain), Rc::new(function));
            Ok(())
        }
        "alias" => {
            let definition = convert::to_text(&value);
            inner.s.set_alias(
                Alias {
                    name: Name::from(name.to_owned()),
                    definition: definition.into(),
                    options: ItemOptions::NONE,
                    description: "".into(),
                    module: None,
                },
                None,
            );
            Ok(())
        }
        "variable" => {
            let symbol = Symbol::of(name);
            let scope = Rc::clone(&inner.s.scope);
            if scope.find(symbol, usize::MAX).is_some() {
                inner.assign_guarded(&scope, symbol, name, value)
            } else {
                scope.put(Variable::new(symbol, name, value));
                Ok(())
            }
        }
        other => {
            if inner.s.locations.drive(other).is_none() {
                return Err(no_drive(drive).into());
            }
            let path = inner.s.locations.native(&format!("{drive}:{name}"));
            let text: Vec<String> = match super::enumerate(&value) {
                Some(items) => items
                    .iter()
                    .map(|item| convert::to_text(item).to_string())
                    .collect(),
                None => vec![convert::to_text(&value).to_string()],
            };
            file_write::write(&path, (text.join("\n") + "\n").as_bytes()).map_err(|error| {
                runtime_error(
                    "FileWriteFailure",
                    ErrorCategory::WriteError,
                    format!("Could not write to the file '{}'.", path.display()),
                )
                .exception("System.IO.IOException")
                .cause(error.to_string())
                .into()
            })
        }
    }
}
