//! How values are read for formatting: by whoever runs script, or without script.

use std::rc::Rc;

use super::Access;
use crate::error::{Flow, Interrupt, ShellError};
use crate::types;
use crate::value::compare::{Case, compare_for_sort};
use crate::value::{Name, NoEngine, ScriptBlock, Value, convert, format_string, members};

/// Whether a dictionary has the key, or the value the property, that is asked for: without what every value has.
pub fn has(value: &Value, name: &str) -> bool {
    match value.base() {
        Value::Hashtable(table) => {
            table.get_text(name).is_some() || members::has_property(value, name)
        }
        _ => members::has_property(value, name),
    }
}

fn shown(value: &Value, format: &str, text: impl FnOnce() -> String) -> String {
    let result = if format.contains('{') {
        match format_string::composite(format, std::slice::from_ref(value), &mut NoEngine) {
            Ok(result) => result.ok(),
            Err(_) => None,
        }
    } else {
        format_string::to_string_with(value.base(), format).ok()
    };
    result.unwrap_or_else(text)
}

/// The type names of a value, the most special first.
pub fn names_of(value: &Value) -> Vec<Name> {
    types::type_names(value)
        .into_iter()
        .map(Name::Shared)
        .collect()
}

/// Whether two values are of one group: as they are compared where they are sorted, and `$null` like `$null` alone.
pub fn alike(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Null, _) | (_, Value::Null) => false,
        _ => compare_for_sort(left, right, Case::Ignore).is_eq(),
    }
}

/// Formatting outside of a session, for values that need no script: properties that run script are not read.
#[derive(Debug, Default)]
pub struct Plain;

impl Access for Plain {
    fn type_names(&mut self, value: &Value) -> Vec<Name> {
        names_of(value)
    }

    fn property(&mut self, value: &Value, name: &str) -> Result<Option<Value>, ShellError> {
        if !has(value, name) {
            return Ok(None);
        }
        match members::get_property(value, name, &mut NoEngine) {
            Ok(found) => Ok(found),
            Err(Interrupt::Error(error)) => Err(*error),
            Err(_) => Ok(None),
        }
    }

    fn property_names(&mut self, value: &Value) -> Vec<Name> {
        members::property_names(value)
    }

    fn evaluate(
        &mut self,
        _block: &Rc<ScriptBlock>,
        _item: &Value,
    ) -> Flow<Result<Value, ShellError>> {
        Ok(Ok(Value::Null))
    }

    fn text(&mut self, value: &Value) -> String {
        convert::to_display(value).to_string()
    }

    fn format(&mut self, value: &Value, format: &str) -> String {
        shown(value, format, || convert::to_display(value).to_string())
    }

    fn same(&mut self, left: &Value, right: &Value) -> bool {
        alike(left, right)
    }
}
