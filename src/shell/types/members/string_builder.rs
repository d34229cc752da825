//! Methods of `StringBuilder`.

use super::{Call, Method, method, out_of_range};
use crate::error::Flow;
use crate::types::rarities::StringBuilderValue;
use crate::value::convert::raise;
use crate::value::{Value, format_string, limits, utf16};

/// Changes the text; `grows` is by how many bytes it gets longer at most.
fn change(call: &mut Call<'_>, grows: usize, f: impl FnOnce(&mut String)) -> Flow<Value> {
    if let Some(builder) = call.this.downcast::<StringBuilderValue>() {
        let mut all = builder.text.borrow_mut();
        limits::text(all.len().saturating_add(grows))?;
        f(&mut all);
    }
    Ok(call.this.clone())
}

/// Methods of `StringBuilder`. They give the builder back, as in .NET.
pub const METHODS: &[Method] = &[
    method(
        "Append",
        1,
        3,
        "System.Text.StringBuilder Append(string value)",
        |call| {
            let text = call.text(0)?;
            let times = match call.count() {
                2 => call.index(1, "repeatCount")?,
                _ => 1,
            };
            change(call, text.len().saturating_mul(times), |all| {
                for _ in 0..times {
                    all.push_str(&text);
                }
            })
        },
    ),
    method(
        "AppendLine",
        0,
        1,
        "System.Text.StringBuilder AppendLine(string value)",
        |call| {
            let text = call.text(0)?;
            change(call, text.len() + 1, |all| {
                all.push_str(&text);
                all.push('\n');
            })
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
            change(call, text.len(), |all| all.push_str(&text))
        },
    ),
    method(
        "AppendJoin",
        2,
        usize::MAX,
        "System.Text.StringBuilder AppendJoin(string separator, Params System.Object[] values)",
        |call| {
            let joined = super::text_static::joined(call)?;
            change(call, joined.len(), |all| all.push_str(&joined))
        },
    ),
    method(
        "Insert",
        2,
        2,
        "System.Text.StringBuilder Insert(int index, string value)",
        |call| {
            let at = call.index(0, "index")?;
            let text = call.text(1)?;
            let offset =
                utf16::byte_offset(&call.this_text(), at).ok_or_else(|| out_of_range("index"))?;
            change(call, text.len(), |all| all.insert_str(offset, &text))
        },
    ),
    method(
        "Remove",
        2,
        2,
        "System.Text.StringBuilder Remove(int startIndex, int length)",
        |call| {
            let at = call.index(0, "startIndex")?;
            let length = call.index(1, "length")?;
            let text = call.this_text();
            let from = utf16::byte_offset(&text, at).ok_or_else(|| out_of_range("startIndex"))?;
            let to = at
                .checked_add(length)
                .and_then(|end| utf16::byte_offset(&text, end))
                .ok_or_else(|| out_of_range("length"))?;
            change(call, 0, |all| {
                all.replace_range(from..to, "");
            })
        },
    ),
    method(
        "Replace",
        2,
        4,
        "System.Text.StringBuilder Replace(string oldValue, string newValue)",
        |call| {
            let old = call.text(0)?;
            let new = call.text(1)?;
            if old.is_empty() {
                return Err(raise(
                    "System.ArgumentException",
                    "The value cannot be an empty string. (Parameter 'oldValue')",
                )
                .into());
            }
            let grows = call
                .this_text()
                .matches(&*old)
                .count()
                .saturating_mul(new.len().saturating_sub(old.len()));
            change(call, grows, |all| *all = all.replace(&*old, &new))
        },
    ),
    method("Clear", 0, 0, "System.Text.StringBuilder Clear()", |call| {
        change(call, 0, String::clear)
    }),
    method("ToString", 0, 2, "string ToString()", |call| {
        let text = call.this_text();
        if call.count() == 2 {
            let start = call.index(0, "startIndex")?;
            let length = call.index(1, "length")?;
            return utf16::slice(&text, start, length)
                .map(Value::from)
                .ok_or_else(|| out_of_range("startIndex").into());
        }
        Ok(Value::Str(text))
    }),
];
