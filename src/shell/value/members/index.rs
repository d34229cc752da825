//! `$x[index]` and `$x[index] = value`.

use std::rc::Rc;

use super::access::set_key;
use super::enumerate;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::type_ref::OBJECT_COLLECTION;
use crate::types::{resolve, type_of};
use crate::value::compare::{Case, equals};
use crate::value::convert::{self, raise};
use crate::value::{Array, Engine, Hashtable, Value, utf16};

fn null_array() -> ShellError {
    ShellError::new(
        "NullArray",
        ErrorCategory::InvalidOperation,
        "Cannot index into a null array.",
    )
}

fn null_index() -> ShellError {
    ShellError::new(
        "NullArrayIndex",
        ErrorCategory::InvalidOperation,
        "Index operation failed; the array index evaluated to null.",
    )
}

fn outside() -> ShellError {
    raise(
        "System.IndexOutOfRangeException",
        "Index was outside the bounds of the array.",
    )
}

/// The place of an index in `length` elements; negative ones count from the end. `None`: outside.
fn place(index: i32, length: usize) -> Option<usize> {
    let at = if index < 0 {
        length.checked_sub(index.unsigned_abs() as usize)?
    } else {
        index as usize
    };
    (at < length).then_some(at)
}

/// Reads an element, several elements (when the index is a collection), or an entry of a dictionary.
///
/// # Errors
/// `NullArray`, `NullArrayIndex`, and in strict mode 3 `System.IndexOutOfRangeException` or `CannotIndex`.
pub fn get_index(value: &Value, index: &Value, engine: &mut dyn Engine) -> Flow<Value> {
    Ok(get_index_output(value, index, engine)?.unwrap_or_default())
}

/// Like [`get_index`]; `None` when nothing at all goes down the pipeline: `$scalar[1]`.
///
/// # Errors
/// Those of [`get_index`].
pub fn get_index_output(
    value: &Value,
    index: &Value,
    engine: &mut dyn Engine,
) -> Flow<Option<Value>> {
    let base = value.base();
    let scalar_value = !index.is_null()
        && match base {
            Value::Null
            | Value::Array(_)
            | Value::List(_)
            | Value::Str(_)
            | Value::Hashtable(_) => false,
            Value::Native(native) => {
                native.items().is_none()
                    && native.index(index).is_none()
                    && enumerate(index).is_none()
            }
            _ => true,
        };
    if scalar_value {
        return scalar(value, index, engine);
    }
    element(value, index, engine).map(Some)
}

fn element(value: &Value, index: &Value, engine: &mut dyn Engine) -> Flow<Value> {
    if let (Value::Array(array), Value::Int(n)) = (value, index)
        && array.lengths.is_empty()
    {
        let items = array.items.borrow();
        if let Some(found) = place(*n, items.len()).and_then(|at| items.get(at)) {
            return Ok(found.clone());
        }
    }
    let base = value.base();
    if base.is_null() {
        return Err(null_array().into());
    }
    if index.is_null() {
        return Err(null_index().into());
    }
    match base {
        Value::Array(array) if !array.lengths.is_empty() => Ok(grid_place(array, index)?
            .and_then(|at| array.items.borrow().get(at).cloned())
            .unwrap_or_default()),
        Value::Array(array) => {
            let length = array.items.borrow().len();
            elements(index, length, engine, &|at| {
                array.items.borrow().get(at).cloned()
            })
        }
        Value::List(list) => {
            let length = list.items.borrow().len();
            elements(index, length, engine, &|at| {
                list.items.borrow().get(at).cloned()
            })
        }
        Value::Str(text) => elements(index, utf16::len(text), engine, &|at| {
            utf16::char_at(text, at).map(Value::Char)
        }),
        Value::Hashtable(table) => entry(table, index),
        Value::Native(native) => {
            if let Some(keys) = enumerate(index) {
                let mut found = Vec::new();
                for key in keys {
                    found.push(get_index(base, &key, engine)?);
                }
                return Ok(Value::array(found));
            }
            if let Some(found) = native.index(index) {
                return Ok(found);
            }
            match native.items() {
                Some(items) => elements(index, items.len(), engine, &|at| items.get(at).cloned()),
                None => Ok(scalar(value, index, engine)?.unwrap_or_default()),
            }
        }
        _ => Ok(scalar(value, index, engine)?.unwrap_or_default()),
    }
}

/// A scalar is its own element 0.
fn scalar(value: &Value, index: &Value, engine: &mut dyn Engine) -> Flow<Option<Value>> {
    if equals(&Value::Int(0), index, Case::Ignore) || equals(&Value::Int(-1), index, Case::Ignore) {
        return Ok(Some(value.clone()));
    }
    if engine.strict_mode() >= 3 {
        return Err(ShellError::new(
            "CannotIndex",
            ErrorCategory::InvalidOperation,
            format!(
                "Unable to index into an object of type \"{}\".",
                type_of(value).full_name()
            ),
        )
        .into());
    }
    Ok(None)
}

fn elements(
    index: &Value,
    length: usize,
    engine: &mut dyn Engine,
    get: &dyn Fn(usize) -> Option<Value>,
) -> Flow<Value> {
    let strict = engine.strict_mode() >= 3;
    if let Some(indexes) = enumerate(index) {
        let mut found = Vec::with_capacity(indexes.len());
        for index in &indexes {
            match place(convert::to_int(index)?, length).and_then(get) {
                Some(item) => found.push(item),
                None if strict => return Err(outside().into()),
                None => {}
            }
        }
        return Ok(Value::array(found));
    }
    match place(convert::to_int(index)?, length).and_then(get) {
        Some(item) => Ok(item),
        None if strict => Err(outside().into()),
        None => Ok(Value::Null),
    }
}

fn entry(table: &Rc<Hashtable>, index: &Value) -> Flow<Value> {
    if let Some(keys) = enumerate(index)
        && !table.contains_key(index)
    {
        let mut found = Vec::with_capacity(keys.len());
        for key in &keys {
            found.push(entry(table, key)?);
        }
        return Ok(Value::array(found));
    }
    if let Some(found) = table.get(index) {
        return Ok(found);
    }
    if table.ordered
        && let Some(at) = position(index)
    {
        let entries = table.entries();
        return Ok(place(at, entries.len())
            .and_then(|at| entries.get_index(at))
            .map(|(_, value)| value.clone())
            .unwrap_or_default());
    }
    if let Some(pair) = &table.generic {
        // Keys of another type are converted first.
        let key = convert::cast(index, &pair.0)?;
        if let Some(found) = table.get(&key) {
            return Ok(found);
        }
    }
    Ok(Value::Null)
}

fn position(index: &Value) -> Option<i32> {
    match index.base() {
        Value::Int(n) => Some(*n),
        Value::Long(n) => i32::try_from(*n).ok(),
        Value::Byte(n) => Some(i32::from(*n)),
        Value::Int16(n) => Some(i32::from(*n)),
        _ => None,
    }
}

/// The place of an element of an array of several dimensions.
fn grid_place(array: &Array, index: &Value) -> Result<Option<usize>, ShellError> {
    let indexes = enumerate(index).unwrap_or_else(|| vec![index.clone()]);
    if indexes.len() != array.lengths.len() {
        return Err(ShellError::new(
            "NeedMultidimensionalIndex",
            ErrorCategory::InvalidOperation,
            format!(
                "Array assignment to [{}] failed: the array has {} dimensions.",
                convert::to_text_with(index, ","),
                array.lengths.len()
            ),
        ));
    }
    let mut at = 0usize;
    for (index, length) in indexes.iter().zip(array.lengths.iter()) {
        match place(convert::to_int(index)?, *length) {
            Some(here) => at = at.saturating_mul(*length).saturating_add(here),
            None => return Ok(None),
        }
    }
    Ok(Some(at))
}

/// Sets an element or an entry of a dictionary.
///
/// # Errors
/// `NullArray`, `System.IndexOutOfRangeException`, `CannotIndex`, and conversion errors of typed arrays.
pub fn set_index(
    value: &Value,
    index: &Value,
    new: Value,
    engine: &mut dyn Engine,
) -> Result<(), ShellError> {
    let base = value.base();
    match base {
        Value::Null => Err(null_array()),
        Value::Array(array) => {
            let at = if array.lengths.is_empty() {
                place(convert::to_int(index)?, array.items.borrow().len())
            } else {
                grid_place(array, index)?
            };
            let new = as_element(&array.element, new)?;
            let mut items = array.items.borrow_mut();
            match at.and_then(|at| items.get_mut(at)) {
                Some(slot) => {
                    *slot = new;
                    Ok(())
                }
                None => Err(outside()),
            }
        }
        Value::List(list) => {
            let new = match &list.element {
                Some(element) => as_element(element, new)?,
                None => new,
            };
            let mut items = list.items.borrow_mut();
            let at = place(convert::to_int(index)?, items.len());
            match at.and_then(|at| items.get_mut(at)) {
                Some(slot) => {
                    *slot = new;
                    Ok(())
                }
                None => Err(raise(
                    "System.ArgumentOutOfRangeException",
                    "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
                )),
            }
        }
        Value::Hashtable(table) => {
            if index.is_null() {
                return Err(null_index());
            }
            if table.ordered
                && !table.contains_key(index)
                && let Some(at) = position(index)
            {
                let at = place(at, table.len());
                return match at.is_some_and(|at| table.set_at(at, new)) {
                    true => Ok(()),
                    false => Err(raise(
                        "System.ArgumentOutOfRangeException",
                        "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
                    )),
                };
            }
            set_key(table, index, new)
        }
        Value::Native(native) if !index.is_null() => native
            .set_index(index, &new, engine)
            .unwrap_or_else(|| Err(cannot_index(value.base()))),
        other => Err(cannot_index(other)),
    }
}

fn cannot_index(value: &Value) -> ShellError {
    ShellError::new(
        "CannotIndex",
        ErrorCategory::InvalidOperation,
        format!(
            "Unable to assign to an index into an object of type \"{}\".",
            type_of(value).full_name()
        ),
    )
}

/// A value in the element type of an array or list.
pub(super) fn as_element(element: &str, value: Value) -> Result<Value, ShellError> {
    match (element, &value) {
        ("System.Object", _)
        | ("System.String", Value::Str(_))
        | ("System.Int32", Value::Int(_))
        | ("System.Management.Automation.PSObject" | OBJECT_COLLECTION, _) => Ok(value),
        _ => match resolve(element) {
            Some(ty) => convert::cast(&value, &ty),
            None => Ok(value),
        },
    }
}
