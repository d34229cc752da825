//! The name of a type that is being typed.

use super::{Site, Word};
use crate::syntax::chars::is_whitespace;
use crate::syntax::token::{Token, TokenKind};

/// The name of a type after its bracket, and after blanks there: `[System.IO.Pa`.
pub(super) fn type_site(text: &str, tokens: &[&Token]) -> Option<(Site, Word)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let name = text.trim_end_matches(is_part).len();
    let is_gap = |c: char| is_whitespace(c) || matches!(c, '\n' | '\r');
    let before = text[..name].trim_end_matches(is_gap);
    let start = before.strip_suffix('[')?.len();
    let bracket = tokens
        .iter()
        .rev()
        .find(|token| token.span.start as usize == start)?;
    let index = ends_a_value(&text[..start]);
    (bracket.kind == TokenKind::LBracket && !index).then(|| {
        (
            Site::Type,
            Word {
                text: text[name..].to_owned(),
                start: name,
                quote: None,
            },
        )
    })
}

/// Whether a value ends here: a bracket behind it begins an index; in a word of a command it is a wildcard.
fn ends_a_value(before: &str) -> bool {
    match before.chars().next_back() {
        // Behind an attribute or a type comes the next one: `[ValidateSet('a')][string]`.
        Some(']') => before
            .rfind('[')
            .is_some_and(|open| ends_a_value(&before[..open])),
        Some(c) => c.is_alphanumeric() || matches!(c, '_' | ')' | '}' | '"' | '\''),
        None => false,
    }
}
