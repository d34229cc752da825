//! Methods of `StringBuilder`.

use super::{Call, Method, method, out_of_range, void};
use crate::error::Flow;
use crate::types::StringBuilderValue;
use crate::types::string_builder::Units;
use crate::value::convert::{raise, to_text};
use crate::value::{Value, format_string, limits, utf16};

/// `[System.Text.StringBuilder]::new(...)`: a text, a part of it, the room for it.
pub(super) fn construct(call: &mut Call<'_>) -> Flow<Value> {
    let text = match call.arg(0).base() {
        Value::Str(_) | Value::Null => call.text(0)?,
        _ => {
            let capacity = call.index(0, "capacity")?;
            return Ok(Value::native(StringBuilderValue::new("", capacity)));
        }
    };
    let (text, capacity) = match call.count() {
        4 => {
            let (start, length) = (call.index(1, "startIndex")?, call.index(2, "length")?);
            let part = utf16::slice(&text, start, length).ok_or_else(|| out_of_range("length"))?;
            (part.to_owned(), call.index(3, "capacity")?)
        }
        2 => (text.to_string(), call.index(1, "capacity")?),
        _ => (text.to_string(), 0),
    };
    Ok(Value::native(StringBuilderValue::new(&text, capacity)))
}

/// Changes the text; `grows` is by how many bytes it gets longer at most.
fn change(call: &mut Call<'_>, grows: usize, f: impl FnOnce(&mut Units)) -> Flow<Value> {
    if let Some(builder) = call.this.downcast::<StringBuilderValue>() {
        let mut units = builder.units.borrow_mut();
        limits::text(units.len().saturating_add(grows))?;
        f(&mut units);
    }
    Ok(call.this.clone())
}

fn append(call: &mut Call<'_>, text: &str) -> Flow<Value> {
    change(call, text.len(), |units| units.insert(units.len(), text))
}

fn length(call: &Call<'_>) -> usize {
    let builder = call.this.downcast::<StringBuilderValue>();
    builder.map_or(0, |builder| builder.units.borrow().len())
}

/// An argument as the text that is put in: characters stand beside each other.
fn piece(call: &mut Call<'_>, at: usize) -> Flow<String> {
    if let Value::Array(array) = call.arg(at).base()
        && &*array.element == "System.Char"
    {
        return Ok(array
            .items
            .borrow()
            .iter()
            .map(|c| to_text(c).to_string())
            .collect());
    }
    Ok(call.text(at)?.to_string())
}

/// So many times the same text; too long a one is an error before it is made.
fn repeated(text: &str, times: usize) -> Flow<String> {
    limits::text(text.len().saturating_mul(times))?;
    Ok(text.repeat(times))
}

/// A place and a length, as two arguments from `at` on. They must lie in the text.
fn range(call: &mut Call<'_>, at: usize) -> Flow<(usize, usize)> {
    let (start, count) = (call.index(at, "startIndex")?, call.index(at + 1, "length")?);
    match start.checked_add(count) {
        Some(end) if end <= length(call) => Ok((start, count)),
        _ if start > length(call) => Err(out_of_range("startIndex").into()),
        _ => Err(out_of_range("length").into()),
    }
}

/// The text of a range.
fn part(call: &Call<'_>, (start, count): (usize, usize)) -> String {
    let builder = call.this.downcast::<StringBuilderValue>();
    builder.map_or_else(String::new, |builder| {
        builder.units.borrow().text(start, count)
    })
}

fn place(call: &mut Call<'_>, at: usize) -> Flow<usize> {
    let place = call.index(at, "index")?;
    match place <= length(call) {
        true => Ok(place),
        false => Err(out_of_range("index").into()),
    }
}

/// Methods of `StringBuilder`. They give the builder back, as in .NET.
pub const METHODS: &[Method] = &[
    method(
        "Append",
        1,
        3,
        "System.Text.StringBuilder Append(string value), System.Text.StringBuilder Append(char[] value), System.Text.StringBuilder Append(char value, int repeatCount), System.Text.StringBuilder Append(string value, int startIndex, int count)",
        |call| {
            let text = piece(call, 0)?;
            let text = match call.count() {
                3 => {
                    let (start, count) = (call.index(1, "startIndex")?, call.index(2, "count")?);
                    let part = utf16::slice(&text, start, count);
                    part.ok_or_else(|| out_of_range("startIndex"))?.to_owned()
                }
                2 => {
                    let times = call.index(1, "repeatCount")?;
                    repeated(&text, times)?
                }
                _ => text,
            };
            append(call, &text)
        },
    ),
    method(
        "AppendLine",
        0,
        1,
        "System.Text.StringBuilder AppendLine(string value)",
        |call| {
            let mut text = piece(call, 0)?;
            text.push('\n');
            append(call, &text)
        },
    ),
    method(
        "AppendFormat",
        2,
        usize::MAX,
        "System.Text.StringBuilder AppendFormat(string format, Params System.Object[] args)",
        |call| {
            let template = call.text(0)?;
            let arguments = call.args.get(1..).unwrap_or(&[]).to_vec();
            let text = format_string::composite(&template, &arguments, call.engine)?
                .map_err(|reason| raise("System.FormatException", reason))?;
            append(call, &text)
        },
    ),
    method(
        "AppendJoin",
        2,
        usize::MAX,
        "System.Text.StringBuilder AppendJoin(string separator, Params System.Object[] values)",
        |call| {
            let joined = super::text_static::joined(call)?;
            append(call, &joined)
        },
    ),
    method(
        "Insert",
        2,
        3,
        "System.Text.StringBuilder Insert(int index, string value), System.Text.StringBuilder Insert(int index, string value, int count)",
        |call| {
            let at = place(call, 0)?;
            let mut text = piece(call, 1)?;
            if call.count() == 3 {
                let times = call.index(2, "count")?;
                text = repeated(&text, times)?;
            }
            change(call, text.len(), |units| units.insert(at, &text))
        },
    ),
    method(
        "Remove",
        2,
        2,
        "System.Text.StringBuilder Remove(int startIndex, int length)",
        |call| {
            let (start, count) = range(call, 0)?;
            change(call, 0, |units| units.remove(start, count))
        },
    ),
    method(
        "Replace",
        2,
        4,
        "System.Text.StringBuilder Replace(string oldValue, string newValue), System.Text.StringBuilder Replace(string oldValue, string newValue, int startIndex, int count)",
        |call| {
            let (old, new) = (call.text(0)?, call.text(1)?);
            if old.is_empty() {
                return Err(raise(
                    "System.ArgumentException",
                    "The value cannot be an empty string. (Parameter 'oldValue')",
                )
                .into());
            }
            let (start, count) = match call.count() {
                4 => range(call, 2)?,
                _ => (0, length(call)),
            };
            let text = part(call, (start, count));
            let places = text.matches(&*old).count();
            if places == 0 {
                return Ok(call.this.clone());
            }
            let grows = places.saturating_mul(new.len().saturating_sub(old.len()));
            change(call, grows, |units| {
                units.remove(start, count);
                units.insert(start, &text.replace(&*old, &new));
            })
        },
    ),
    method("Clear", 0, 0, "System.Text.StringBuilder Clear()", |call| {
        change(call, 0, |units| *units = Units::default())
    }),
    method("Chars", 1, 1, "char Chars(int index) {get;set;}", character),
    method("get_Chars", 1, 1, "char get_Chars(int index)", character),
    void(
        "set_Chars",
        2,
        2,
        "void set_Chars(int index, char value)",
        |call| {
            let (at, value) = (call.arg(0).clone(), call.arg(1).clone());
            crate::value::members::set_index(call.this, &at, value, call.engine)?;
            Ok(Value::Null)
        },
    ),
    void(
        "CopyTo",
        4,
        4,
        "void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)",
        |call| {
            let (from, to) = (
                call.index(0, "sourceIndex")?,
                call.index(2, "destinationIndex")?,
            );
            let count = call.index(3, "count")?;
            if from.checked_add(count).is_none_or(|end| end > length(call)) {
                return Err(out_of_range("sourceIndex").into());
            }
            let target = call.arg(1).clone();
            for (at, c) in part(call, (from, count)).chars().enumerate() {
                let at = Value::Int(i32::try_from(to + at).unwrap_or(i32::MAX));
                crate::value::members::set_index(&target, &at, Value::Char(c), call.engine)?;
            }
            Ok(Value::Null)
        },
    ),
    method(
        "EnsureCapacity",
        1,
        1,
        "int EnsureCapacity(int capacity)",
        |call| {
            let wanted = call.index(0, "capacity")?;
            let room = call.this.downcast::<StringBuilderValue>().map(|builder| {
                let room = builder.room().max(wanted);
                builder.capacity.set(room);
                room
            });
            let room = room.and_then(|room| i32::try_from(room).ok());
            Ok(Value::Int(room.unwrap_or(i32::MAX)))
        },
    ),
    method(
        "Equals",
        1,
        1,
        "bool Equals(System.Text.StringBuilder sb)",
        |call| {
            let other = call.arg(0).downcast::<StringBuilderValue>();
            Ok(Value::Bool(other.is_some_and(|_| {
                to_text(call.this) == to_text(call.arg(0))
            })))
        },
    ),
    method(
        "ToString",
        0,
        2,
        "string ToString(), string ToString(int startIndex, int length)",
        |call| {
            let all = (0, length(call));
            let range = if call.count() == 2 {
                range(call, 0)?
            } else {
                all
            };
            Ok(Value::from(part(call, range)))
        },
    ),
];

/// The character at a place.
fn character(call: &mut Call<'_>) -> Flow<Value> {
    let at = call.index(0, "index")?;
    if at >= length(call) {
        return Err(raise(
            "System.IndexOutOfRangeException",
            "Index was outside the bounds of the array.",
        )
        .into());
    }
    let at = call.arg(0).clone();
    crate::value::members::get_index(call.this, &at, call.engine)
}
