//! The end of an expandable text that is open: code, a variable, or text.

use crate::syntax::token::{Token, TokenKind};

/// What the end of an open text is.
pub(super) enum Inside {
    /// Code, from here on.
    Code(usize),
    /// A variable, whose `$` stands here.
    Variable(usize),
}

/// Whether the cursor stands in an expandable text, and there in `$( )` or in a variable.
pub(super) fn inside_of_text(text: &str, tokens: &[&Token]) -> Option<Inside> {
    let token = tokens.iter().rev().find(|token| {
        matches!(
            token.kind,
            TokenKind::StringExpandable | TokenKind::HereStringExpandable
        ) && token.span.end as usize == text.len()
    })?;
    let start = token.span.start as usize;
    let mut open: Vec<usize> = Vec::new();
    let mut before = ' ';
    let mut dollar = None;
    for (at, c) in text.get(start..)?.char_indices() {
        let escaped = before == '`';
        match c {
            '(' if before == '$' || !open.is_empty() => open.push(start + at + 1),
            ')' => {
                open.pop();
            }
            '$' if !escaped => dollar = Some(start + at),
            c if !(c.is_alphanumeric() || matches!(c, '_' | ':')) => dollar = None,
            _ => {}
        }
        before = if escaped && c == '`' { ' ' } else { c };
    }
    // The outermost bracket is where the code begins.
    match (open.first(), dollar) {
        (Some(code), _) => Some(Inside::Code(*code)),
        (None, Some(dollar)) => Some(Inside::Variable(dollar)),
        (None, None) => None,
    }
}
