//! How cmdlets look into values: their text, properties and elements.

use std::rc::Rc;

use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::value::{Name, Value};

/// The value without members that were added to it.
pub fn base(value: &Value) -> &Value {
    let mut value = value;
    // Wrappers are not nested in practice; the bound keeps a loop of them from hanging.
    for _ in 0..16 {
        match value {
            Value::Object(object) => match &object.base {
                Some(inner) => value = inner,
                None => break,
            },
            _ => break,
        }
    }
    value
}

/// The text of a value as `"$x"` gives it.
pub fn text(value: &Value) -> Rc<str> {
    match base(value) {
        Value::Str(text) => text.clone(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Int(number) => number.to_string().into(),
        Value::Long(number) => number.to_string().into(),
        Value::Native(native) => native.to_text().into(),
        Value::Enum(member) => member.text().into(),
        _ => "".into(),
    }
}

/// The text of a value as `ToString()` gives it to a person.
pub fn display(value: &Value) -> Rc<str> {
    text(value)
}

/// The elements of a collection; `None` for everything else. Hashtables and strings are no collections here.
pub fn elements(value: &Value) -> Option<Vec<Value>> {
    match base(value) {
        Value::Array(array) => Some(array.items.borrow().clone()),
        Value::List(list) => Some(list.items.borrow().clone()),
        _ => None,
    }
}

/// The value of a property; `None` when there is none of that name.
pub fn property(_cx: &mut Context, value: &Value, name: &str) -> Flow<Option<Value>> {
    Ok(match value {
        Value::Object(object) => object.get(name),
        Value::Native(native) => native.property(name),
        Value::Hashtable(table) => table.get_text(name),
        _ => None,
    })
}

/// The names of the properties, in the order in which a list shows them.
pub fn property_names(_cx: &mut Context, value: &Value) -> Flow<Vec<Name>> {
    Ok(match value {
        Value::Object(object) => object
            .members()
            .into_iter()
            .map(|member| member.name)
            .collect(),
        Value::Native(native) => native.property_names(),
        _ => Vec::new(),
    })
}
