//! What a character may be part of. Non-ASCII dashes, quotes and spaces count as their ASCII kin, as in PowerShell.

/// A space inside a line: blanks, tabs, form feeds and Unicode separators, but no line ending.
pub(crate) fn is_whitespace(c: char) -> bool {
    match c {
        ' ' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{a0}' => true,
        _ if c.is_ascii() => false,
        '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => true,
        _ => false,
    }
}

/// Hyphen, en dash, em dash or horizontal bar.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2013}' | '\u{2014}' | '\u{2015}')
}

/// A straight or typographic single quote.
#[must_use]
pub fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}')
}

/// A straight or typographic double quote.
#[must_use]
pub fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

/// May begin an identifier or label.
pub(super) fn is_identifier_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || (!c.is_ascii() && c.is_alphabetic())
}

/// May follow in an identifier or label.
pub(super) fn is_identifier_follow(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (!c.is_ascii() && c.is_alphanumeric())
}

/// May begin a variable's name after the dollar sign.
pub(super) fn is_variable_start(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '$' | '?' | '^' | ':')
        || (!c.is_ascii() && c.is_alphanumeric())
}

/// Ends a word in command mode. The end of the text, here `'\0'`, does so too.
pub(super) fn ends_word(c: char) -> bool {
    match c {
        '\0' | '\n' | '\r' | '&' | '(' | ')' | ',' | ';' | '{' | '|' | '}' => true,
        _ => is_whitespace(c),
    }
}

/// Ends a number in expression mode because an operator begins here.
pub(super) fn ends_number(c: char, ternary: bool) -> bool {
    match c {
        '!' | '#' | '%' | '*' | '+' | '-' | '.' | '/' | '<' | '=' | '>' | ']' => true,
        '?' | ':' => ternary,
        _ => !c.is_ascii() && is_dash(c),
    }
}
