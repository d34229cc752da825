//! `$1`, `${name}`, `$&` and the rest in the text that replaces a match.

use super::Captures;

/// Fills in a replacement text for one match.
pub fn substitute(replacement: &str, text: &str, captures: &Captures) -> String {
    if !replacement.contains('$') {
        return replacement.to_owned();
    }
    let whole = captures
        .first()
        .and_then(|whole| whole.span)
        .unwrap_or((0, 0));
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    let mut out = String::with_capacity(replacement.len() + 16);
    let mut rest = replacement;
    while let Some(at) = rest.find('$') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let tail = rest.get(at + 1..).unwrap_or("");
        let used = match tail.chars().next() {
            Some('$') => {
                out.push('$');
                1
            }
            Some('&') => {
                out.push_str(part(whole.0, whole.1));
                1
            }
            Some('`') => {
                out.push_str(part(0, whole.0));
                1
            }
            Some('\'') => {
                out.push_str(part(whole.1, text.len()));
                1
            }
            Some('+') => {
                if let Some((from, to)) = captures.last().and_then(|group| group.span) {
                    out.push_str(part(from, to));
                }
                1
            }
            Some('_') => {
                out.push_str(text);
                1
            }
            Some('{') => named(tail, text, captures, &mut out),
            Some(c) if c.is_ascii_digit() => numbered(tail, text, captures, &mut out),
            _ => 0,
        };
        if used == 0 {
            out.push('$');
        }
        rest = tail.get(used..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// `{name}` or `{1}`; 0 when there is no such group, and the text stays.
fn named(tail: &str, text: &str, captures: &Captures, out: &mut String) -> usize {
    let Some(end) = tail.find('}') else { return 0 };
    let name = tail.get(1..end).unwrap_or("");
    let group = captures.iter().find(|group| {
        group.name.as_deref() == Some(name)
            || (group.name.is_none() && name.parse() == Ok(group.number))
            || name.parse() == Ok(group.number)
    });
    match group {
        Some(group) => {
            if let Some((from, to)) = group.span {
                out.push_str(text.get(from..to).unwrap_or(""));
            }
            end + 1
        }
        None => 0,
    }
}

/// The longest number that is a group's.
fn numbered(tail: &str, text: &str, captures: &Captures, out: &mut String) -> usize {
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    for length in (1..=digits.min(4)).rev() {
        let number = tail
            .get(..length)
            .and_then(|digits| digits.parse::<u32>().ok());
        if let Some(group) = captures.iter().find(|group| Some(group.number) == number) {
            if let Some((from, to)) = group.span {
                out.push_str(text.get(from..to).unwrap_or(""));
            }
            return length;
        }
    }
    0
}
