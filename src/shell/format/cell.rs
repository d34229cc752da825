//! What a table cell or a list line shows of a value.

use super::Access;
use super::cells::ELLIPSIS;
use crate::types::members::entry_text;
use crate::value::convert::to_text;
use crate::value::{Hashtable, Value};

/// The text of a value in a cell: collections in braces, at most `limit` elements of them; a negative limit means all.
pub fn text(value: &Value, limit: i32, access: &mut dyn Access) -> String {
    match value {
        Value::Null => String::new(),
        Value::Str(text) => text.to_string(),
        Value::Array(array) => {
            let items = array.items.borrow().clone();
            braces(&items, limit, access)
        }
        Value::List(list) => {
            let items = list.items.borrow().clone();
            braces(&items, limit, access)
        }
        Value::Hashtable(table) => entries(table, limit),
        Value::Native(native) => match native.items() {
            Some(items) => braces(&items, limit, access),
            None => access.text(value),
        },
        Value::Object(object) if object.base.is_some() => match &object.base {
            Some(base) if is_collection(base) => text(&base.clone(), limit, access),
            _ => access.text(value),
        },
        _ => access.text(value),
    }
}

/// Whether formatting takes the value apart.
pub fn is_collection(value: &Value) -> bool {
    match value {
        Value::Array(_) | Value::List(_) | Value::Hashtable(_) => true,
        Value::Object(object) => object.base.as_ref().is_some_and(is_collection),
        _ => false,
    }
}

fn braces(items: &[Value], limit: i32, access: &mut dyn Access) -> String {
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let texts = items.iter().take(shown).map(|item| match item {
        Value::Null => "$null".to_owned(),
        other => name_of(other).unwrap_or_else(|| access.text(other)),
    });
    join(texts, items.len() > shown)
}

/// The name of an object of a cmdlet: among others in braces it is enough, also where `ToString()` says more or only the type. Where the type
/// is all that is known, an object without a name goes by its id or key, as in PowerShell.
fn name_of(value: &Value) -> Option<String> {
    let Value::Object(object) = value else {
        return None;
    };
    object.payload.as_ref()?;
    let names: &[&str] = if object.text.is_some() {
        &["Name"]
    } else {
        &["Name", "Id", "Key"]
    };
    names
        .iter()
        .filter_map(|name| object.get(name))
        .find(|name| matches!(name, Value::Str(_) | Value::Guid(_)))
        .map(|name| to_text(&name).to_string())
}

fn entries(table: &Hashtable, limit: i32) -> String {
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let entries: Vec<(Value, Value)> = table
        .entries()
        .iter()
        .take(shown)
        .map(|(key, value)| (key.value().clone(), value.clone()))
        .collect();
    let more = table.entries().len() > shown;
    let texts = entries.iter().map(|(key, value)| entry_text(key, value));
    join(texts, more)
}

fn join(texts: impl Iterator<Item = String>, more: bool) -> String {
    let mut out = String::from("{");
    for (index, text) in texts.enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(&text);
    }
    if more {
        out.push(ELLIPSIS);
    }
    out.push('}');
    out
}
