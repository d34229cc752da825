//! How cmdlets look into values: their text, properties and elements.

use std::rc::Rc;

use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Name, Value, convert, format_string, members};

/// The text of a value as `"$x"` gives it.
pub fn text(value: &Value) -> Rc<str> {
    convert::to_text(value)
}

/// The text of a value as `ToString()` gives it to a person.
pub fn display(value: &Value) -> Rc<str> {
    format_string::to_string(value)
}

/// The elements of a collection; `None` for everything else. Hashtables and strings are no collections here.
pub fn elements(value: &Value) -> Option<Vec<Value>> {
    members::enumerate(value)
}

/// The value of a property, computed by script when it is one of those; `None` when there is none of that name.
pub fn property(cx: &mut Context, value: &Value, name: &str) -> Flow<Option<Value>> {
    members::get_property(value, name, &mut cx.interpreter())
}

/// The names of the properties, in the order in which a list shows them.
pub fn property_names(value: &Value) -> Vec<Name> {
    members::property_names(value)
}
