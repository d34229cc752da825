//! Methods of strings.

use std::cmp::Ordering;
use std::rc::Rc;

use iovsh_base::interrupt::{Interrupted, Pulse};

use super::common::COMPARE_TO;
use super::{Call, Method, Property, method, out_of_range, property};
use crate::error::Flow;
use crate::types::enums::{STRING_COMPARISON, STRING_SPLIT_OPTIONS};
use crate::types::{Known, TypeRef};
use crate::value::compare::{Case, collate, same_text};
use crate::value::convert::{raise, to_text};
use crate::value::members::enumerate;
use crate::value::{Value, limits, utf16};

/// Properties of strings.
pub const PROPERTIES: &[Property] = &[property("Length", "int Length {get;}", |value| {
    Value::Int(i32::try_from(utf16::len(&to_text(value))).unwrap_or(i32::MAX))
})];

/// Methods of strings.
pub const METHODS: &[Method] = &[
    method(
        "Split",
        0,
        usize::MAX,
        "string[] Split(char separator, System.StringSplitOptions options), string[] Split(string separator, int count)",
        split,
    ),
    method(
        "Trim",
        0,
        usize::MAX,
        "string Trim(), string Trim(char trimChar)",
        |call| trim(call, true, true),
    ),
    method(
        "TrimStart",
        0,
        usize::MAX,
        "string TrimStart(), string TrimStart(char trimChar)",
        |call| trim(call, true, false),
    ),
    method(
        "TrimEnd",
        0,
        usize::MAX,
        "string TrimEnd(), string TrimEnd(char trimChar)",
        |call| trim(call, false, true),
    ),
    method("ToUpper", 0, 1, "string ToUpper()", upper),
    method("ToUpperInvariant", 0, 0, "string ToUpperInvariant()", upper),
    method("ToLower", 0, 1, "string ToLower()", lower),
    method("ToLowerInvariant", 0, 0, "string ToLowerInvariant()", lower),
    method(
        "Substring",
        1,
        2,
        "string Substring(int startIndex), string Substring(int startIndex, int length)",
        substring,
    ),
    method(
        "Replace",
        2,
        4,
        "string Replace(string oldValue, string newValue)",
        replace,
    ),
    method(
        "Contains",
        1,
        2,
        "bool Contains(string value), bool Contains(string value, System.StringComparison comparisonType)",
        contains,
    ),
    method(
        "StartsWith",
        1,
        3,
        "bool StartsWith(string value), bool StartsWith(string value, System.StringComparison comparisonType)",
        starts_with,
    ),
    method(
        "EndsWith",
        1,
        3,
        "bool EndsWith(string value), bool EndsWith(string value, System.StringComparison comparisonType)",
        ends_with,
    ),
    method(
        "IndexOf",
        1,
        4,
        "int IndexOf(string value), int IndexOf(string value, int startIndex)",
        index_of,
    ),
    method(
        "LastIndexOf",
        1,
        4,
        "int LastIndexOf(string value)",
        last_index_of,
    ),
    method(
        "IndexOfAny",
        1,
        3,
        "int IndexOfAny(char[] anyOf)",
        index_of_any,
    ),
    method(
        "LastIndexOfAny",
        1,
        1,
        "int LastIndexOfAny(char[] anyOf)",
        last_index_of_any,
    ),
    method(
        "PadLeft",
        1,
        2,
        "string PadLeft(int totalWidth), string PadLeft(int totalWidth, char paddingChar)",
        |call| pad(call, true),
    ),
    method(
        "PadRight",
        1,
        2,
        "string PadRight(int totalWidth), string PadRight(int totalWidth, char paddingChar)",
        |call| pad(call, false),
    ),
    method(
        "Insert",
        2,
        2,
        "string Insert(int startIndex, string value)",
        insert,
    ),
    method(
        "Remove",
        1,
        2,
        "string Remove(int startIndex), string Remove(int startIndex, int count)",
        remove,
    ),
    method("ToCharArray", 0, 2, "char[] ToCharArray()", to_char_array),
    method("Chars", 1, 1, "char Chars(int index) {get;}", chars),
    method("get_Chars", 1, 1, "char get_Chars(int index)", chars),
    method(
        "Equals",
        1,
        2,
        "bool Equals(string value), bool Equals(string value, System.StringComparison comparisonType)",
        equals,
    ),
    COMPARE_TO,
    method(
        "GetEnumerator",
        0,
        0,
        "System.CharEnumerator GetEnumerator()",
        to_enumerator,
    ),
    method("Clone", 0, 0, "System.Object Clone()", |call| {
        Ok(call.this.clone())
    }),
    method("ToString", 0, 1, "string ToString()", |call| {
        Ok(Value::Str(call.this_text()))
    }),
    method("GetTypeCode", 0, 0, "System.TypeCode GetTypeCode()", |_| {
        Ok(crate::types::enums::value(
            &crate::types::enums::TYPE_CODE,
            18,
        ))
    }),
    method("Normalize", 0, 1, "string Normalize()", |call| {
        Ok(Value::Str(call.this_text()))
    }),
    method("IsNormalized", 0, 1, "bool IsNormalized()", |_| {
        Ok(Value::Bool(true))
    }),
    method(
        "ToBoolean",
        0,
        1,
        "bool ToBoolean(System.IFormatProvider provider)",
        |call| super::conversion::boolean(call.this),
    ),
];

/// Which comparison the arguments from `at` on ask for. Without any, case counts.
fn comparison(call: &mut Call<'_>, at: usize) -> Flow<Case> {
    match call.args.get(at) {
        None => Ok(Case::Respect),
        Some(Value::Bool(ignore)) => Ok(if *ignore { Case::Ignore } else { Case::Respect }),
        Some(_) => {
            let number = call.enumeration(at, "comparisonType", &STRING_COMPARISON)?;
            Ok(if number % 2 == 1 {
                Case::Ignore
            } else {
                Case::Respect
            })
        }
    }
}

/// Characters out of arguments: single characters, texts, arrays of either.
fn char_set(args: &[Value]) -> Vec<char> {
    let mut set = Vec::new();
    for arg in args {
        match enumerate(arg) {
            Some(items) => set.extend(
                items
                    .iter()
                    .flat_map(|item| to_text(item).chars().collect::<Vec<_>>()),
            ),
            None => set.extend(to_text(arg).chars()),
        }
    }
    set
}

/// The separators of `Split`.
enum Separators {
    White,
    Any(Vec<String>),
}

fn split(call: &mut Call<'_>) -> Flow<Value> {
    let text = call.this_text();
    let mut limit = usize::MAX;
    let mut options = 0;
    // `Split(',', ';')` gives several characters; `Split(',', 2)` and `Split(',', 'RemoveEmptyEntries')` do not.
    let many_chars = call.count() > 1
        && call.args.iter().all(|arg| {
            matches!(arg, Value::Char(_))
                || arg.as_str().is_some_and(|text| text.chars().count() == 1)
        })
        && call
            .arg(1)
            .as_str()
            .is_none_or(|text| text.parse::<i32>().is_err());
    if !many_chars {
        for at in 1..call.count() {
            let arg = call.arg(at).clone();
            match arg.base() {
                Value::Int(_) | Value::Long(_) => limit = call.index(at, "count")?,
                Value::Enum(member) => options = member.number,
                Value::Str(text) if text.parse::<i32>().is_ok() && at == 1 => {
                    limit = call.index(at, "count")?;
                }
                _ => options = call.enumeration(at, "options", &STRING_SPLIT_OPTIONS)?,
            }
        }
    }
    let separators = match call.args.first() {
        None | Some(Value::Null) => Separators::White,
        _ if many_chars => Separators::Any(
            char_set(call.args)
                .iter()
                .map(ToString::to_string)
                .collect(),
        ),
        Some(first) => match enumerate(first) {
            Some(items) => Separators::Any(
                items
                    .iter()
                    .map(|item| to_text(item).to_string())
                    .filter(|separator| !separator.is_empty())
                    .collect(),
            ),
            None => match &*to_text(first) {
                "" => Separators::Any(Vec::new()),
                text => Separators::Any(vec![text.to_owned()]),
            },
        },
    };
    if limit == 0 {
        return Ok(Value::strings(Vec::<Rc<str>>::new()));
    }
    Ok(Value::strings(split_text(
        &text,
        &separators,
        limit,
        options,
    )?))
}

/// Finds the separators of a text from its start to its end.
struct Finder<'a> {
    text: &'a str,
    separators: &'a Separators,
    /// Where each of several separators stands next; one that does not come again is not looked for again.
    next: Vec<Option<usize>>,
}

impl<'a> Finder<'a> {
    fn new(text: &'a str, separators: &'a Separators) -> Self {
        let next = match separators {
            Separators::White => Vec::new(),
            Separators::Any(all) => all.iter().map(|one| text.find(one.as_str())).collect(),
        };
        Self {
            text,
            separators,
            next,
        }
    }

    /// The first separator that begins at `from` or behind it, and its length: the longest of several at one place.
    fn find(&mut self, from: usize) -> Option<(usize, usize)> {
        let rest = self.text.get(from..).unwrap_or("");
        match self.separators {
            Separators::White => rest
                .char_indices()
                .find(|(_, c)| c.is_whitespace())
                .map(|(at, c)| (from + at, c.len_utf8())),
            Separators::Any(all) => all
                .iter()
                .zip(&mut self.next)
                .filter_map(|(separator, next)| {
                    if next.is_some_and(|at| at < from) {
                        *next = rest.find(separator.as_str()).map(|at| from + at);
                    }
                    next.map(|at| (at, separator.len()))
                })
                .min_by_key(|(at, length)| (*at, usize::MAX - length)),
        }
    }
}

fn split_text(
    text: &str,
    separators: &Separators,
    limit: usize,
    options: i64,
) -> Result<Vec<String>, Interrupted> {
    let remove_empty = options & 1 != 0;
    let trim = options & 2 != 0;
    let mut separators = Finder::new(text, separators);
    let mut parts: Vec<String> = Vec::new();
    let mut from = 0;
    let shape = |part: &str| -> Option<String> {
        let part = if trim { part.trim() } else { part };
        (!(remove_empty && part.is_empty())).then(|| part.to_owned())
    };
    let mut pulse = Pulse::default();
    while parts.len() + 1 < limit {
        pulse.beat()?;
        let Some((at, length)) = separators.find(from) else {
            break;
        };
        parts.extend(shape(text.get(from..at).unwrap_or("")));
        from = at + length;
    }
    if remove_empty && parts.len() + 1 == limit {
        // The last part keeps its separators, but not those before it.
        while let Some((_, length)) = separators.find(from).filter(|(at, _)| *at == from) {
            pulse.beat()?;
            from += length;
        }
    }
    parts.extend(shape(text.get(from..).unwrap_or("")));
    Ok(parts)
}

fn trim(call: &mut Call<'_>, start: bool, end: bool) -> Flow<Value> {
    let text = call.this_text();
    let set = char_set(call.args);
    let cut = |c: char| {
        if set.is_empty() {
            c.is_whitespace()
        } else {
            set.contains(&c)
        }
    };
    let mut trimmed: &str = &text;
    if start {
        trimmed = trimmed.trim_start_matches(cut);
    }
    if end {
        trimmed = trimmed.trim_end_matches(cut);
    }
    if trimmed.len() == text.len() {
        return Ok(Value::Str(text));
    }
    Ok(Value::from(trimmed))
}

fn upper(call: &mut Call<'_>) -> Flow<Value> {
    let text = call.this_text();
    // .NET keeps the length: a character whose upper form is longer stays.
    let upper: String = text
        .chars()
        .map(|c| {
            let mut forms = c.to_uppercase();
            match (forms.next(), forms.next()) {
                (Some(only), None) => only,
                _ => c,
            }
        })
        .collect();
    Ok(Value::from(upper))
}

fn lower(call: &mut Call<'_>) -> Flow<Value> {
    let lower: String = call
        .this_text()
        .chars()
        .map(|c| {
            let mut forms = c.to_lowercase();
            match (forms.next(), forms.next()) {
                (Some(only), None) => only,
                _ => c,
            }
        })
        .collect();
    Ok(Value::from(lower))
}

fn substring(call: &mut Call<'_>) -> Flow<Value> {
    let text = call.this_text();
    let length = utf16::len(&text);
    let start = call.int(0, "startIndex")?;
    let Ok(start) = usize::try_from(start) else {
        return Err(raise(
            "System.ArgumentOutOfRangeException",
            format!("startIndex ('{start}') must be a non-negative value. (Parameter 'startIndex')\nActual value was {start}."),
        )
        .into());
    };
    if start > length {
        return Err(raise(
            "System.ArgumentOutOfRangeException",
            "startIndex cannot be larger than length of string. (Parameter 'startIndex')",
        )
        .into());
    }
    let count = if call.count() > 1 {
        let count = call.int(1, "length")?;
        usize::try_from(count).map_err(|_| {
            raise(
                "System.ArgumentOutOfRangeException",
                format!("length ('{count}') must be a non-negative value. (Parameter 'length')\nActual value was {count}."),
            )
        })?
    } else {
        length - start
    };
    if start.checked_add(count).is_none_or(|end| end > length) {
        return Err(raise(
            "System.ArgumentOutOfRangeException",
            "Index and length must refer to a location within the string. (Parameter 'length')",
        )
        .into());
    }
    Ok(Value::from(utf16::slice(&text, start, count).unwrap_or("")))
}

fn replace(call: &mut Call<'_>) -> Flow<Value> {
    let text = call.this_text();
    let old = call.text(0)?;
    let new = call.text(1)?;
    if old.is_empty() {
        return Err(raise(
            "System.ArgumentException",
            "The value cannot be an empty string. (Parameter 'oldValue')",
        )
        .into());
    }
    match comparison(call, 2)? {
        Case::Respect => {
            let places = text.matches(&*old).count();
            if places == 0 {
                return Ok(Value::Str(text));
            }
            let grows = places.saturating_mul(new.len().saturating_sub(old.len()));
            limits::text(text.len().saturating_add(grows))?;
            Ok(Value::from(text.replace(&*old, &new)))
        }
        Case::Ignore => {
            let mut out = String::new();
            let mut rest: &str = &text;
            while let Some((at, length)) = find_ignoring_case(rest, &old) {
                out.push_str(rest.get(..at).unwrap_or(""));
                out.push_str(&new);
                limits::text(out.len())?;
                rest = rest.get(at + length..).unwrap_or("");
            }
            out.push_str(rest);
            Ok(Value::from(out))
        }
    }
}

/// Where `wanted` stands in `text`, ignoring case: byte offset and length.
fn find_ignoring_case(text: &str, wanted: &str) -> Option<(usize, usize)> {
    let wanted_chars = wanted.chars().count();
    text.char_indices().find_map(|(at, _)| {
        let rest = text.get(at..)?;
        let end = rest
            .char_indices()
            .nth(wanted_chars)
            .map_or(rest.len(), |(end, _)| end);
        let part = rest.get(..end)?;
        same_text(part, wanted, Case::Ignore).then_some((at, end))
    })
}

fn find(text: &str, wanted: &str, case: Case) -> Option<usize> {
    match case {
        Case::Respect => text.find(wanted),
        Case::Ignore if wanted.is_empty() => Some(0),
        Case::Ignore => find_ignoring_case(text, wanted).map(|(at, _)| at),
    }
}

fn contains(call: &mut Call<'_>) -> Flow<Value> {
    let wanted = call.text(0)?;
    let case = comparison(call, 1)?;
    Ok(Value::Bool(
        find(&call.this_text(), &wanted, case).is_some(),
    ))
}

fn starts_with(call: &mut Call<'_>) -> Flow<Value> {
    let wanted = call.text(0)?;
    let case = comparison(call, 1)?;
    let text = call.this_text();
    Ok(Value::Bool(match case {
        Case::Respect => text.starts_with(&*wanted),
        Case::Ignore => text
            .char_indices()
            .nth(wanted.chars().count())
            .map_or(Some(&*text), |(end, _)| text.get(..end))
            .is_some_and(|head| same_text(head, &wanted, case)),
    }))
}

fn ends_with(call: &mut Call<'_>) -> Flow<Value> {
    let wanted = call.text(0)?;
    let case = comparison(call, 1)?;
    let text = call.this_text();
    Ok(Value::Bool(match case {
        Case::Respect => text.ends_with(&*wanted),
        Case::Ignore => {
            let skip = text.chars().count().checked_sub(wanted.chars().count());
            skip.is_some_and(|skip| {
                let tail: String = text.chars().skip(skip).collect();
                same_text(&tail, &wanted, case)
            })
        }
    }))
}

/// Splits the arguments after the first into start, count and comparison.
fn search_range(call: &mut Call<'_>) -> Flow<(Option<usize>, Option<usize>, Case)> {
    let mut numbers = Vec::new();
    let mut case = Case::Respect;
    for at in 1..call.count() {
        match call.arg(at).base() {
            Value::Int(_) | Value::Long(_) => numbers.push(call.index(at, "startIndex")?),
            _ => case = comparison(call, at)?,
        }
    }
    Ok((numbers.first().copied(), numbers.get(1).copied(), case))
}

fn found(position: Option<usize>) -> Value {
    Value::Int(position.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1))
}

fn index_of(call: &mut Call<'_>) -> Flow<Value> {
    let wanted = call.text(0)?;
    let text = call.this_text();
    let (start, count, case) = search_range(call)?;
    let start = start.unwrap_or(0);
    let length = utf16::len(&text);
    if start > length {
        return Err(out_of_range("startIndex").into());
    }
    let count = count.unwrap_or(length - start);
    let Some(part) = utf16::slice(&text, start, count) else {
        return Err(out_of_range("count").into());
    };
    Ok(found(
        find(part, &wanted, case).map(|at| start + utf16::position(part, at)),
    ))
}

fn last_index_of(call: &mut Call<'_>) -> Flow<Value> {
    let wanted = call.text(0)?;
    let text = call.this_text();
    let (start, _, case) = search_range(call)?;
    let end = start.map_or(utf16::len(&text), |start| start + 1);
    let part = utf16::slice(&text, 0, end.min(utf16::len(&text))).unwrap_or(&text);
    let at = match case {
        Case::Respect => part.rfind(&*wanted),
        Case::Ignore => {
            let mut last = None;
            let mut from = 0;
            while let Some((at, _)) = part
                .get(from..)
                .and_then(|rest| find_ignoring_case(rest, &wanted))
            {
                last = Some(from + at);
                from += at
                    + part
                        .get(from + at..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(1, char::len_utf8);
            }
            last
        }
    };
    Ok(found(at.map(|at| utf16::position(&text, at))))
}

fn index_of_any(call: &mut Call<'_>) -> Flow<Value> {
    let set = char_set(call.args.get(..1).unwrap_or(&[]));
    let text = call.this_text();
    let start = if call.count() > 1 {
        call.index(1, "startIndex")?
    } else {
        0
    };
    let from = utf16::byte_offset(&text, start).ok_or_else(|| out_of_range("startIndex"))?;
    let at = text
        .get(from..)
        .and_then(|rest| rest.find(|c| set.contains(&c)))
        .map(|at| utf16::position(&text, from + at));
    Ok(found(at))
}

fn last_index_of_any(call: &mut Call<'_>) -> Flow<Value> {
    let set = char_set(call.args);
    let text = call.this_text();
    Ok(found(
        text.rfind(|c| set.contains(&c))
            .map(|at| utf16::position(&text, at)),
    ))
}

fn pad(call: &mut Call<'_>, left: bool) -> Flow<Value> {
    let text = call.this_text();
    let width = call.index(0, "totalWidth")?;
    let fill = match call.cast(1, "paddingChar", &TypeRef::Known(Known::Char)) {
        Ok(Value::Char(c)) if call.count() > 1 => c,
        Err(error) if call.count() > 1 => return Err(error),
        _ => ' ',
    };
    let missing = width.saturating_sub(utf16::len(&text));
    if missing == 0 {
        return Ok(Value::Str(text));
    }
    limits::text(
        missing
            .saturating_mul(fill.len_utf8())
            .saturating_add(text.len()),
    )?;
    let padding: String = std::iter::repeat_n(fill, missing).collect();
    Ok(Value::from(if left {
        padding + &text
    } else {
        text.to_string() + &padding
    }))
}

fn insert(call: &mut Call<'_>) -> Flow<Value> {
    let at = call.index(0, "startIndex")?;
    let new = call.text(1)?;
    let text = call.this_text();
    let at = utf16::byte_offset(&text, at).ok_or_else(|| out_of_range("startIndex"))?;
    limits::text(text.len().saturating_add(new.len()))?;
    let mut out = text.to_string();
    out.insert_str(at, &new);
    Ok(Value::from(out))
}

fn remove(call: &mut Call<'_>) -> Flow<Value> {
    let text = call.this_text();
    let start = call.index(0, "startIndex")?;
    let length = utf16::len(&text);
    if start > length {
        return Err(out_of_range("startIndex").into());
    }
    let count = if call.count() > 1 {
        call.index(1, "count")?
    } else {
        length - start
    };
    let from = utf16::byte_offset(&text, start).ok_or_else(|| out_of_range("startIndex"))?;
    let to = start
        .checked_add(count)
        .and_then(|end| utf16::byte_offset(&text, end))
        .ok_or_else(|| {
            raise(
                "System.ArgumentOutOfRangeException",
                "Index and count must refer to a location within the string. (Parameter 'count')",
            )
        })?;
    let mut out = text.get(..from).unwrap_or("").to_owned();
    out.push_str(text.get(to..).unwrap_or(""));
    Ok(Value::from(out))
}

fn to_char_array(call: &mut Call<'_>) -> Flow<Value> {
    let text = call.this_text();
    let part = if call.count() == 2 {
        let start = call.index(0, "startIndex")?;
        let length = call.index(1, "length")?;
        utf16::slice(&text, start, length)
            .ok_or_else(|| out_of_range("startIndex"))?
            .to_owned()
    } else {
        text.to_string()
    };
    Ok(Value::typed_array(
        "System.Char",
        part.chars().map(Value::Char).collect(),
    ))
}

fn to_enumerator(call: &mut Call<'_>) -> Flow<Value> {
    let items = call.this_text().chars().map(Value::Char).collect();
    Ok(Value::native(super::collections::EnumeratorValue::new(
        "System.CharEnumerator",
        items,
    )))
}

fn chars(call: &mut Call<'_>) -> Flow<Value> {
    let at = call.index(0, "index")?;
    utf16::char_at(&call.this_text(), at)
        .map(Value::Char)
        .ok_or_else(|| {
            raise(
                "System.IndexOutOfRangeException",
                "Index was outside the bounds of the array.",
            )
            .into()
        })
}

fn equals(call: &mut Call<'_>) -> Flow<Value> {
    let other = call.arg(0).clone();
    if call.count() == 1 {
        return Ok(Value::Bool(
            matches!(other.base(), Value::Str(text) if **text == *call.this_text()),
        ));
    }
    let case = comparison(call, 1)?;
    Ok(Value::Bool(same_text(
        &call.this_text(),
        &to_text(&other),
        case,
    )))
}

/// `[string]::Compare`: -1, 0 or 1.
pub fn compare(a: &str, b: &str, case: Case) -> Value {
    Value::Int(match collate(a, b, case) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    })
}

/// The comparison that a static method's arguments ask for.
pub fn comparison_argument(call: &mut Call<'_>, at: usize) -> Flow<Case> {
    comparison(call, at)
}
