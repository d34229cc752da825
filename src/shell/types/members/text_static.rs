//! Static members of `[string]`.

use super::text::{compare, comparison_argument};
use super::{Call, StaticMember, constant, static_method};
use crate::error::Flow;
use crate::types::culture_among;
use crate::value::compare::same_text;
use crate::value::convert::{raise, to_text, to_text_in};
use crate::value::members::enumerate;
use crate::value::{Value, format_string};

/// Static members of `[string]`.
pub const STATICS: &[StaticMember] = &[
    constant("Empty", |_, _| Value::from("")),
    static_method(
        "IsNullOrEmpty",
        1,
        1,
        "bool IsNullOrEmpty(string value)",
        |call| Ok(Value::Bool(call.text(0)?.is_empty())),
    ),
    static_method(
        "IsNullOrWhiteSpace",
        1,
        1,
        "bool IsNullOrWhiteSpace(string value)",
        |call| Ok(Value::Bool(call.text(0)?.trim().is_empty())),
    ),
    static_method(
        "Join",
        1,
        usize::MAX,
        "string Join(string separator, Params string[] value)",
        |call| Ok(Value::from(joined(call)?)),
    ),
    static_method(
        "Concat",
        1,
        usize::MAX,
        "string Concat(Params System.Object[] args)",
        |call| {
            let mut out = String::new();
            for arg in call.args {
                match enumerate(arg) {
                    Some(items) => items.iter().for_each(|item| out.push_str(&to_text(item))),
                    None => out.push_str(&to_text(arg)),
                }
            }
            Ok(Value::from(out))
        },
    ),
    static_method(
        "Format",
        1,
        usize::MAX,
        "string Format(string format, Params System.Object[] args)",
        |call| {
            // A culture may come first.
            let skip = usize::from(matches!(call.arg(0).base(), Value::Native(_)));
            let template = call.text(skip)?;
            let rest = call.args.get(skip + 1..).unwrap_or(&[]);
            let arguments = match rest {
                [one] => enumerate(one).unwrap_or_else(|| rest.to_vec()),
                many => many.to_vec(),
            };
            let culture = culture_among(call.args.get(..skip).unwrap_or(&[]));
            let text = format_string::composite_in(&template, &arguments, culture, call.engine)?
                .map_err(|reason| raise("System.FormatException", reason))?;
            Ok(Value::from(text))
        },
    ),
    static_method(
        "Compare",
        2,
        4,
        "int Compare(string strA, string strB), int Compare(string strA, string strB, bool ignoreCase)",
        |call| {
            let case = comparison_argument(call, 2)?;
            let (a, b) = (call.text(0)?, call.text(1)?);
            Ok(compare(&a, &b, case))
        },
    ),
    static_method(
        "CompareOrdinal",
        2,
        2,
        "int CompareOrdinal(string strA, string strB)",
        |call| {
            let (a, b) = (call.text(0)?, call.text(1)?);
            Ok(Value::Int(a.cmp(&b) as i32))
        },
    ),
    static_method("Equals", 2, 3, "bool Equals(string a, string b)", |call| {
        let case = comparison_argument(call, 2)?;
        let (a, b) = (call.text(0)?, call.text(1)?);
        Ok(Value::Bool(same_text(&a, &b, case)))
    }),
    static_method("Copy", 1, 1, "string Copy(string str)", |call| {
        Ok(Value::Str(call.text(0)?))
    }),
    static_method("Intern", 1, 1, "string Intern(string str)", |call| {
        Ok(Value::Str(call.text(0)?))
    }),
];

/// The arguments after the first, joined by it.
pub fn joined(call: &mut Call<'_>) -> Flow<String> {
    let separator = call.text(0)?;
    let rest = call.args.get(1..).unwrap_or(&[]).to_vec();
    let items = match rest.as_slice() {
        [one] => enumerate(one).unwrap_or(rest),
        _ => rest,
    };
    let mut texts = Vec::with_capacity(items.len());
    for item in &items {
        texts.push(to_text_in(item, call.engine)?);
    }
    Ok(texts.join(&*separator))
}
