//! From .NET's syntax of regular expressions to that of fancy-regex.

use std::rc::Rc;

use super::{EXPLICIT_CAPTURE, IGNORE_CASE, IGNORE_PATTERN_WHITESPACE, MULTILINE, SINGLELINE};

/// A group of the pattern.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// As .NET counts.
    pub number: u32,
    /// As the matcher counts: by position.
    pub index: usize,
    pub name: Option<Rc<str>>,
}

/// The translated pattern.
pub(super) struct Translated {
    pub source: String,
    /// A second form, in which `$` matches before a final line feed; only when the pattern has a `$` that needs it.
    pub before_newline: Option<String>,
    pub groups: Vec<Group>,
}

struct Found {
    /// Name or explicit number of each capturing group, in order of its position.
    names: Vec<Option<String>>,
}

/// Finds the capturing groups, so that `\1` and the numbering can be worked out.
fn find_groups(text: &str, explicit: bool) -> Found {
    let bytes = text.as_bytes();
    let mut names = Vec::new();
    let mut at = 0;
    let mut in_class = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'[' if !in_class => {
                in_class = true;
                // A `]` that comes first is a member.
                if bytes.get(at + 1) == Some(&b'^') {
                    at += 1;
                }
                if bytes.get(at + 1) == Some(&b']') {
                    at += 1;
                }
            }
            b']' => in_class = false,
            b'(' if !in_class => {
                if bytes.get(at + 1) == Some(&b'?') {
                    let quote = match bytes.get(at + 2) {
                        Some(b'<') => Some(b'>'),
                        Some(b'\'') => Some(b'\''),
                        _ => None,
                    };
                    let lookbehind = matches!(bytes.get(at + 3), Some(b'=' | b'!'));
                    if let Some(quote) = quote.filter(|_| !lookbehind) {
                        let name: String = text
                            .get(at + 3..)
                            .unwrap_or("")
                            .chars()
                            .take_while(|c| *c != char::from(quote))
                            .collect();
                        names.push(Some(name));
                    }
                } else if !explicit {
                    names.push(None);
                }
            }
            _ => {}
        }
        at += 1;
    }
    Found { names }
}

/// Numbers the groups as .NET does: unnamed ones from 1 by position, then named ones.
fn number_groups(found: &Found) -> Vec<Group> {
    let mut groups = vec![Group {
        number: 0,
        index: 0,
        name: None,
    }];
    let mut next = 1;
    for (position, name) in found.names.iter().enumerate() {
        if name.is_none() {
            groups.push(Group {
                number: next,
                index: position + 1,
                name: None,
            });
            next += 1;
        }
    }
    for (position, name) in found.names.iter().enumerate() {
        let Some(name) = name else { continue };
        match name.parse::<u32>() {
            Ok(number) => groups.push(Group {
                number,
                index: position + 1,
                name: None,
            }),
            Err(_) => {
                groups.push(Group {
                    number: next,
                    index: position + 1,
                    name: Some(name.as_str().into()),
                });
                next += 1;
            }
        }
    }
    groups.sort_by_key(|group| group.number);
    groups
}

pub(super) fn translate(text: &str, options: i64) -> Result<Translated, String> {
    let explicit = options & EXPLICIT_CAPTURE != 0;
    let found = find_groups(text, explicit);
    let groups = number_groups(&found);
    let mut flags = String::new();
    for (bit, flag) in [
        (IGNORE_CASE, 'i'),
        (MULTILINE, 'm'),
        (SINGLELINE, 's'),
        (IGNORE_PATTERN_WHITESPACE, 'x'),
    ] {
        if options & bit != 0 {
            flags.push(flag);
        }
    }
    let prefix = if flags.is_empty() {
        String::new()
    } else {
        format!("(?{flags})")
    };
    let multiline = options & MULTILINE != 0 || text.contains("(?m") || text.contains("(?im");
    let mut dollar = false;
    let plain = rewrite(text, &groups, explicit, false, &mut dollar)?;
    let before_newline = if dollar && !multiline {
        Some(prefix.clone() + &rewrite(text, &groups, explicit, true, &mut dollar)?)
    } else {
        None
    };
    Ok(Translated {
        source: prefix + &plain,
        before_newline,
        groups,
    })
}

/// A place in a pattern as .NET counts it: in units of UTF-16.
fn units(chars: &[char], at: usize) -> usize {
    let before = chars.iter().take(at);
    before.map(|c| c.len_utf16()).sum()
}

fn rewrite(
    text: &str,
    groups: &[Group],
    explicit: bool,
    newline: bool,
    dollar: &mut bool,
) -> Result<String, String> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    let get = |at: usize| chars.get(at).copied();
    while let Some(c) = get(at) {
        match c {
            '\\' => {
                let next = get(at + 1).ok_or_else(|| {
                    format!(
                        "at offset {}. Illegal \\ at end of pattern.",
                        units(&chars, at + 1)
                    )
                })?;
                if matches!(next, 'p' | 'P') {
                    at += property(&chars, at, &mut out)?;
                    continue;
                }
                at += escape(&chars, at, next, groups, &mut out);
                continue;
            }
            '[' => {
                at = class(&chars, at, &mut out)?;
                continue;
            }
            '$' => {
                *dollar = true;
                out.push_str(if newline { "(?=\\n?\\z)" } else { "$" });
            }
            '(' if get(at + 1) == Some('?') => match (get(at + 2), get(at + 3)) {
                // A comment is left out.
                (Some('#'), _) => {
                    while get(at).is_some_and(|c| c != ')') {
                        at += 1;
                    }
                }
                (Some('<'), Some('=' | '!')) => {
                    out.push_str("(?<");
                    at += 2;
                }
                (Some(quote @ ('<' | '\'')), _) => {
                    let end = if quote == '<' { '>' } else { '\'' };
                    let mut name = String::new();
                    at += 3;
                    while let Some(c) = get(at).filter(|c| *c != end) {
                        name.push(c);
                        at += 1;
                    }
                    if name.contains('-') {
                        return Err(format!(
                            "at offset {}. Groups that balance each other are not known here.",
                            units(&chars, at)
                        ));
                    }
                    if name.starts_with(|c: char| c.is_ascii_digit()) {
                        out.push('(');
                    } else {
                        out.push_str("(?<");
                        out.push_str(&name);
                        out.push('>');
                    }
                }
                _ => out.push('('),
            },
            '(' if explicit => out.push_str("(?:"),
            '{' if !is_quantifier(&chars, at) => out.push_str("\\{"),
            '}' if !closes_quantifier(&chars, at) => out.push_str("\\}"),
            other => out.push(other),
        }
        at += 1;
    }
    Ok(out)
}

/// Whether `{` at this place starts `{n}`, `{n,}` or `{n,m}`.
fn is_quantifier(chars: &[char], at: usize) -> bool {
    let mut digits = 0;
    let mut commas = 0;
    for c in chars.iter().skip(at + 1) {
        match c {
            '0'..='9' => digits += 1,
            ',' if digits > 0 && commas == 0 => commas += 1,
            '}' => return digits > 0,
            _ => return false,
        }
    }
    false
}

fn closes_quantifier(chars: &[char], at: usize) -> bool {
    let mut back = at;
    while back > 0 {
        back -= 1;
        match chars.get(back) {
            Some('0'..='9' | ',') => {}
            Some('{') => return is_quantifier(chars, back),
            _ => return false,
        }
    }
    false
}

/// .NET's names of blocks of Unicode that scripts use, with their first and last characters.
const BLOCKS: &[(&str, &str)] = &[
    ("IsBasicLatin", "\\x00-\\x7F"),
    ("IsLatin-1Supplement", "\\x{80}-\\x{FF}"),
    ("IsLatinExtended-A", "\\x{100}-\\x{17F}"),
    ("IsLatinExtended-B", "\\x{180}-\\x{24F}"),
    ("IsGreek", "\\x{370}-\\x{3FF}"),
    ("IsGreekandCoptic", "\\x{370}-\\x{3FF}"),
    ("IsCyrillic", "\\x{400}-\\x{4FF}"),
    ("IsHebrew", "\\x{590}-\\x{5FF}"),
    ("IsArabic", "\\x{600}-\\x{6FF}"),
    ("IsThai", "\\x{E00}-\\x{E7F}"),
    ("IsGeneralPunctuation", "\\x{2000}-\\x{206F}"),
    ("IsCurrencySymbols", "\\x{20A0}-\\x{20CF}"),
    ("IsArrows", "\\x{2190}-\\x{21FF}"),
    ("IsMathematicalOperators", "\\x{2200}-\\x{22FF}"),
    ("IsBoxDrawing", "\\x{2500}-\\x{257F}"),
    ("IsHiragana", "\\x{3040}-\\x{309F}"),
    ("IsKatakana", "\\x{30A0}-\\x{30FF}"),
    ("IsCJKUnifiedIdeographs", "\\x{4E00}-\\x{9FFF}"),
    ("IsHangulSyllables", "\\x{AC00}-\\x{D7AF}"),
];

/// Writes `\p{Name}` or `\P{Name}` at a place; gives how many characters it took.
fn property(chars: &[char], at: usize, out: &mut String) -> Result<usize, String> {
    let letter = chars.get(at + 1).copied().unwrap_or('p');
    let incomplete = || {
        format!(
            "at offset {}. Incomplete \\p{{X}} character escape.",
            units(chars, at + 2)
        )
    };
    if chars.get(at + 2) != Some(&'{') {
        return Err(incomplete());
    }
    let name: String = chars
        .iter()
        .skip(at + 3)
        .take_while(|c| **c != '}')
        .collect();
    let taken = 4 + name.chars().count();
    if chars.get(at + taken - 1) != Some(&'}') {
        return Err(incomplete());
    }
    match BLOCKS.iter().find(|(block, _)| *block == name) {
        Some((_, range)) => {
            let not = if letter == 'P' { "^" } else { "" };
            out.push_str(&format!("[{not}{range}]"));
        }
        None if name.len() <= 2 => out.push_str(&format!("\\{letter}{{{name}}}")),
        None => {
            return Err(format!(
                "at offset {}. Unknown property '{name}'.",
                units(chars, at + taken)
            ));
        }
    }
    Ok(taken)
}

/// Writes an escape outside of a class; gives how many characters it took.
fn escape(chars: &[char], at: usize, next: char, groups: &[Group], out: &mut String) -> usize {
    match next {
        'Z' => out.push_str("(?=\\n?\\z)"),
        'e' => out.push_str("\\x1B"),
        'a' => out.push_str("\\x07"),
        'c' => {
            let letter = chars.get(at + 2).copied().unwrap_or('@');
            let code = u32::from(letter.to_ascii_uppercase()) & 0x1F;
            out.push_str(&format!("\\x{{{code:X}}}"));
            return 3;
        }
        'u' => {
            let digits: String = chars.iter().skip(at + 2).take(4).collect();
            out.push_str(&format!("\\x{{{digits}}}"));
            return 6;
        }
        '1'..='9' => {
            let number = u32::from(next) - u32::from('0');
            let index = groups
                .iter()
                .find(|group| group.number == number)
                .map_or(number as usize, |group| group.index);
            out.push_str(&format!("\\{index}"));
            // A digit that follows is not part of the number.
            if chars.get(at + 2).is_some_and(char::is_ascii_digit) {
                out.push_str("(?:)");
            }
        }
        'k' => {
            // \k<name> and \k'name'
            let open = chars.get(at + 2).copied().unwrap_or('<');
            let close = if open == '<' { '>' } else { open };
            let name: String = chars
                .iter()
                .skip(at + 3)
                .take_while(|c| **c != close)
                .collect();
            out.push_str(&format!("\\k<{name}>"));
            return 4 + name.chars().count();
        }
        '<' | '>' | '\'' | '"' | '`' | '=' | '!' | ':' | ';' | ',' | '@' | '%' | '_' | '/' => {
            if matches!(
                next,
                '"' | '`' | '\'' | '=' | '!' | ':' | ';' | ',' | '@' | '%' | '_' | '<' | '>' | '/'
            ) {
                out.push(next);
            }
        }
        'G' => out.push_str("\\G"),
        other => {
            out.push('\\');
            out.push(other);
        }
    }
    2
}

/// Writes a character class; gives the place after it.
fn class(chars: &[char], start: usize, out: &mut String) -> Result<usize, String> {
    let get = |at: usize| chars.get(at).copied();
    let mut at = start + 1;
    out.push('[');
    if get(at) == Some('^') {
        out.push('^');
        at += 1;
    }
    let mut first = true;
    loop {
        let c = get(at).ok_or_else(|| {
            let end = units(chars, chars.len());
            format!("at offset {end}. Unterminated [] set.")
        })?;
        match c {
            ']' if !first => {
                out.push(']');
                return Ok(at + 1);
            }
            // Subtraction: [a-z-[aeiou]].
            '-' if get(at + 1) == Some('[') && !first => {
                out.push_str("--");
                at = class(chars, at + 1, out)?;
                continue;
            }
            '\\' => {
                let next = get(at + 1)
                    .ok_or_else(|| format!("at offset {at}. Illegal \\ at end of pattern."))?;
                match next {
                    'b' => out.push_str("\\x08"),
                    'e' => out.push_str("\\x1B"),
                    'a' => out.push_str("\\x07"),
                    'u' => {
                        let digits: String = chars.iter().skip(at + 2).take(4).collect();
                        out.push_str(&format!("\\x{{{digits}}}"));
                        at += 4;
                    }
                    'p' | 'P' => {
                        at += property(chars, at, out)?;
                        first = false;
                        continue;
                    }
                    'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'x' | 'n' | 'r' | 't' | 'f' | 'v' => {
                        out.push('\\');
                        out.push(next);
                    }
                    '0' => out.push_str("\\x00"),
                    other if other.is_alphanumeric() => out.push(other),
                    other => {
                        out.push('\\');
                        out.push(other);
                    }
                }
                at += 2;
                first = false;
                continue;
            }
            '[' | '&' | '~' => {
                out.push('\\');
                out.push(c);
            }
            ']' => out.push_str("\\]"),
            other => out.push(other),
        }
        first = false;
        at += 1;
    }
}
