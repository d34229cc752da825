//! What a pipeline, `foreach` and the operators take apart.

use std::rc::Rc;

use crate::types::members::{EnumeratorValue, TableView};
use crate::value::{Hashtable, Value};

/// The elements of a collection; `None` for everything that goes through a pipeline as one. Text, dictionaries and XML
/// nodes are not taken apart.
pub fn enumerate(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(array) => Some(array.items.borrow().clone()),
        Value::List(list) => Some(list.items.borrow().clone()),
        Value::Native(native) => native.items(),
        Value::Object(object) => object.base.as_ref().and_then(enumerate),
        _ => None,
    }
}

/// Whether [`enumerate`] would take the value apart.
pub fn is_enumerable(value: &Value) -> bool {
    match value {
        Value::Array(_) | Value::List(_) => true,
        Value::Native(native) => native.items().is_some(),
        Value::Object(object) => object.base.as_ref().is_some_and(is_enumerable),
        _ => false,
    }
}

/// The dictionary whose keys, values or entries these are, so that a loop can tell when it is changed.
pub fn table_behind(value: &Value) -> Option<Rc<Hashtable>> {
    if let Some(view) = value.downcast::<TableView>() {
        return Some(view.table().clone());
    }
    value.downcast::<EnumeratorValue>()?.table().cloned()
}

/// How many elements there are: 0 for `$null`, 1 for a scalar.
pub fn count(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Array(array) => array.items.borrow().len(),
        Value::List(list) => list.items.borrow().len(),
        Value::Hashtable(table) => table.len(),
        Value::Native(native) => native.items().map_or(1, |items| items.len()),
        Value::Object(object) => object.base.as_ref().map_or(1, count),
        _ => 1,
    }
}
