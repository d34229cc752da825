//! Members of regular expressions and matches.

use std::rc::Rc;

use super::{Call, Method, StaticMember, method, static_method};
use crate::error::Flow;
use crate::types::enums::REGEX_OPTIONS;
use crate::types::regex::{
    MatchCollectionValue, MatchValue, Pattern, RegexValue, compile, match_value,
};
use crate::types::regex_escape;
use crate::value::compare::replace_text;
use crate::value::{Value, utf16};

fn pattern(call: &Call<'_>) -> Option<Rc<Pattern>> {
    Some(call.this.downcast::<RegexValue>()?.pattern.clone())
}

fn own(call: &mut Call<'_>) -> Flow<Rc<Pattern>> {
    match pattern(call) {
        Some(pattern) => Ok(pattern),
        None => Ok(compile("", 0)?),
    }
}

fn first(pattern: &Rc<Pattern>, text: &Rc<str>, start: usize) -> Flow<Value> {
    let found = pattern.captures_at(text, start)?;
    Ok(match_value(pattern, text, found))
}

fn every(pattern: &Rc<Pattern>, text: &Rc<str>) -> Flow<Value> {
    Ok(Value::native(MatchCollectionValue {
        items: pattern
            .all_captures(text, usize::MAX)?
            .into_iter()
            .map(|captures| match_value(pattern, text, Some(captures)))
            .collect(),
    }))
}

/// The byte offset of a start argument.
fn start(call: &mut Call<'_>, text: &str, at: usize) -> Flow<usize> {
    if call.count() <= at {
        return Ok(0);
    }
    let position = call.index(at, "startat")?;
    utf16::byte_offset(text, position).ok_or_else(|| super::out_of_range("startat").into())
}

/// Methods of `Regex`.
pub const METHODS: &[Method] = &[
    method("IsMatch", 1, 2, "bool IsMatch(string input)", |call| {
        let pattern = own(call)?;
        let text = call.text(0)?;
        let start = start(call, &text, 1)?;
        Ok(Value::Bool(pattern.captures_at(&text, start)?.is_some()))
    }),
    method(
        "Match",
        1,
        3,
        "System.Text.RegularExpressions.Match Match(string input)",
        |call| {
            let pattern = own(call)?;
            let text = call.text(0)?;
            let start = start(call, &text, 1)?;
            first(&pattern, &text, start)
        },
    ),
    method(
        "Matches",
        1,
        2,
        "System.Text.RegularExpressions.MatchCollection Matches(string input)",
        |call| {
            let pattern = own(call)?;
            let text = call.text(0)?;
            every(&pattern, &text)
        },
    ),
    method(
        "Replace",
        2,
        4,
        "string Replace(string input, string replacement)",
        |call| {
            let pattern = own(call)?;
            let text = call.text(0)?;
            let limit = if call.count() > 2 {
                call.int(2, "count")?
            } else {
                -1
            };
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            let replacement = call.arg(1).clone();
            Ok(Value::Str(replace_text(
                &pattern,
                &text,
                &replacement,
                limit,
                call.engine,
            )?))
        },
    ),
    method("Split", 1, 3, "string[] Split(string input)", |call| {
        let pattern = own(call)?;
        let text = call.text(0)?;
        let limit = if call.count() > 1 {
            call.index(1, "count")?
        } else {
            0
        };
        Ok(Value::strings(pattern.split(&text, limit)?))
    }),
    method("GetGroupNames", 0, 0, "string[] GetGroupNames()", |call| {
        let pattern = own(call)?;
        Ok(Value::strings(pattern.group_names().into_iter().map(
            |(number, name)| name.unwrap_or_else(|| number.to_string().into()),
        )))
    }),
    method(
        "GroupNumberFromName",
        1,
        1,
        "int GroupNumberFromName(string name)",
        |call| {
            let name = call.text(0)?;
            let mut groups = own(call)?.group_names().into_iter();
            let found = groups.find(|(number, known)| match known {
                Some(known) => **known == *name,
                None => number.to_string() == *name,
            });
            Ok(Value::Int(found.map_or(-1, |(number, _)| {
                i32::try_from(number).unwrap_or(i32::MAX)
            })))
        },
    ),
    method(
        "GroupNameFromNumber",
        1,
        1,
        "string GroupNameFromNumber(int i)",
        |call| {
            let wanted = call.index(0, "i")?;
            let mut groups = own(call)?.group_names().into_iter();
            let found = groups.find(|(number, _)| usize::try_from(*number) == Ok(wanted));
            Ok(found.map_or_else(
                || Value::from(""),
                |(number, name)| Value::Str(name.unwrap_or_else(|| number.to_string().into())),
            ))
        },
    ),
    method("GetGroupNumbers", 0, 0, "int[] GetGroupNumbers()", |call| {
        let pattern = own(call)?;
        let numbers = pattern
            .group_names()
            .iter()
            .map(|(number, _)| Value::Int(i32::try_from(*number).unwrap_or(i32::MAX)))
            .collect();
        Ok(Value::typed_array("System.Int32", numbers))
    }),
];

/// Methods of `Match`.
pub const MATCH_METHODS: &[Method] = &[
    method(
        "NextMatch",
        0,
        0,
        "System.Text.RegularExpressions.Match NextMatch()",
        |call| {
            let Some(found) = call.this.downcast::<MatchValue>() else {
                return Ok(Value::Null);
            };
            let next = found.span().map(|(from, to)| {
                // After an empty match, one character further.
                let at = if to > from {
                    to
                } else {
                    to + found
                        .text
                        .get(to..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(1, char::len_utf8)
                };
                found.pattern.captures_at(&found.text, at)
            });
            let next = next.transpose()?.flatten();
            Ok(match_value(&found.pattern, &found.text, next))
        },
    ),
    method(
        "Result",
        1,
        1,
        "string Result(string replacement)",
        |call| {
            let replacement = call.text(0)?;
            let Some(found) = call.this.downcast::<MatchValue>() else {
                return Ok(Value::Null);
            };
            Ok(match &found.captures {
                Some(captures) => Value::from(crate::types::regex::substitute(
                    &replacement,
                    &found.text,
                    captures,
                )),
                None => Value::Null,
            })
        },
    ),
];

/// The pattern that a static method's arguments name: text, pattern, ..., options last.
fn named(call: &mut Call<'_>, at: usize) -> Flow<Rc<Pattern>> {
    let options = if call.count() > at {
        call.enumeration(at, "options", &REGEX_OPTIONS)?
    } else {
        0
    };
    if let Some(regex) = call.arg(1).downcast::<RegexValue>() {
        return Ok(regex.pattern.clone());
    }
    let text = call.text(1)?;
    Ok(compile(&text, options)?)
}

/// Static members of `[regex]`.
pub const STATICS: &[StaticMember] = &[
    static_method(
        "IsMatch",
        2,
        4,
        "bool IsMatch(string input, string pattern)",
        |call| {
            let pattern = named(call, 2)?;
            let text = call.text(0)?;
            Ok(Value::Bool(pattern.is_match(&text)?))
        },
    ),
    static_method(
        "Match",
        2,
        4,
        "System.Text.RegularExpressions.Match Match(string input, string pattern)",
        |call| {
            let pattern = named(call, 2)?;
            let text = call.text(0)?;
            first(&pattern, &text, 0)
        },
    ),
    static_method(
        "Matches",
        2,
        4,
        "System.Text.RegularExpressions.MatchCollection Matches(string input, string pattern)",
        |call| {
            let pattern = named(call, 2)?;
            let text = call.text(0)?;
            every(&pattern, &text)
        },
    ),
    static_method(
        "Replace",
        3,
        5,
        "string Replace(string input, string pattern, string replacement)",
        |call| {
            let pattern = named(call, 3)?;
            let text = call.text(0)?;
            let replacement = call.arg(2).clone();
            Ok(Value::Str(replace_text(
                &pattern,
                &text,
                &replacement,
                usize::MAX,
                call.engine,
            )?))
        },
    ),
    static_method(
        "Split",
        2,
        4,
        "string[] Split(string input, string pattern)",
        |call| {
            let pattern = named(call, 2)?;
            let text = call.text(0)?;
            Ok(Value::strings(pattern.split(&text, 0)?))
        },
    ),
    static_method("Escape", 1, 1, "string Escape(string str)", |call| {
        let text = call.text(0)?;
        Ok(Value::from(regex_escape(&text)))
    }),
    static_method("Unescape", 1, 1, "string Unescape(string str)", |call| {
        let text = call.text(0)?;
        Ok(Value::from(unescape(&text)))
    }),
];

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('f') => out.push('\u{c}'),
            Some('v') => out.push('\u{b}'),
            Some('a') => out.push('\u{7}'),
            Some('e') => out.push('\u{1b}'),
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}
