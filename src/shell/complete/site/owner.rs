//! Who has the member that is being typed.

use super::frames::{Frame, frames};
use super::{Owner, Site, Word, word_of};
use crate::syntax::token::{Token, TokenFlags, TokenKind};

/// `target.`, `target.na` or `[type]::na`: who has the member.
pub(super) fn member_site(text: &str, tokens: &[&Token], outer: &[Frame]) -> Option<(Site, Word)> {
    let end = text.len();
    let last = tokens.last()?;
    // In an argument a dot behind a variable is a word of its own until a name follows.
    let is_operator = |token: &Token| {
        matches!(token.kind, TokenKind::Dot | TokenKind::ColonColon)
            || token.span.text(text) == "." && begins_where_a_value_ends(tokens, token)
    };
    if last.span.end as usize != end {
        return None;
    }
    let (operator, word) = if is_operator(last) {
        (
            tokens.len() - 1,
            Word {
                start: end,
                ..Word::default()
            },
        )
    } else {
        let before = tokens.len().checked_sub(2)?;
        if !is_operator(tokens[before]) || !last.flags.contains(TokenFlags::MEMBER_NAME) {
            return None;
        }
        (before, word_of(text, last)?)
    };
    let is_static = tokens[operator].kind == TokenKind::ColonColon;
    let owner = owner_of(text, tokens.get(..operator)?, is_static, outer)?;
    Some((
        owner.map_or(Site::Nothing, |owner| Site::Member { owner }),
        word,
    ))
}

/// Whether a token touches a variable or a bracket before it.
fn begins_where_a_value_ends(tokens: &[&Token], token: &Token) -> bool {
    tokens.iter().any(|before| {
        before.span.end == token.span.start
            && matches!(
                before.kind,
                TokenKind::Variable | TokenKind::RParen | TokenKind::RBracket
            )
    })
}

/// Who stands at the end of `tokens`. `None`: nobody, so the dot is no member operator; `Some(None)`: somebody whose
/// members are not known before the line runs.
pub(super) fn owner_of(
    text: &str,
    tokens: &[&Token],
    is_static: bool,
    outer: &[Frame],
) -> Option<Option<Owner>> {
    let target = tokens.last()?;
    Some(match target.kind {
        // `[math]::`
        TokenKind::RBracket if is_static => {
            let open = opening(tokens, &[TokenKind::LBracket], TokenKind::RBracket)?;
            let (from, to) = (tokens[open].span.end, target.span.start);
            let name = text.get(from as usize..to as usize)?;
            // What is no name of a type may be read otherwise as soon as something follows.
            let is_name = |c: char| c.is_alphanumeric() || "._+[], ".contains(c);
            name.chars()
                .all(is_name)
                .then(|| Owner::Type(name.trim().to_owned()))
        }
        // `$x[0].` has the members of an element of `$x`.
        TokenKind::RBracket => {
            let open = opening(tokens, &[TokenKind::LBracket], TokenKind::RBracket)?;
            return owner_of(text, tokens.get(..open)?, is_static, outer);
        }
        // `(Get-VM x).` has the members of what the last command writes.
        TokenKind::RParen => {
            let open = opening(
                tokens,
                &[
                    TokenKind::LParen,
                    TokenKind::AtParen,
                    TokenKind::DollarParen,
                ],
                TokenKind::RParen,
            )?;
            let inside = tokens.get(open..tokens.len() - 1)?;
            frames(text, inside, &[]).pop().and_then(|frame| {
                let mut elements = frame.upstream;
                elements.extend(frame.command.map(Owner::Command));
                match elements.is_empty() {
                    true => owner_of(text, inside, false, outer).flatten(),
                    false => Some(pipeline(&elements)),
                }
            })
        }
        TokenKind::StringLiteral | TokenKind::StringExpandable if !is_static => {
            Some(Owner::Value("System.String"))
        }
        TokenKind::Variable => {
            let name = target.span.text(text).trim_start_matches('$');
            match name {
                // Inside a script block `$_` is what the command before the block's own command writes.
                "_" | "PSItem" => outer
                    .iter()
                    .rev()
                    .find(|frame| !frame.upstream.is_empty())
                    .map(|frame| pipeline(&frame.upstream)),
                _ => given_in(text, tokens, name).or(Some(Owner::Variable(name.to_owned()))),
            }
        }
        // `$x.Name.` has the members of what `Name` holds.
        _ if target.flags.contains(TokenFlags::MEMBER_NAME) => {
            let (dot, left) = tokens.get(..tokens.len() - 1)?.split_last()?;
            if !matches!(dot.kind, TokenKind::Dot) {
                return Some(None);
            }
            owner_of(text, left, false, outer)?
                .map(|owner| Owner::Member(Box::new(owner), target.span.text(text).to_owned()))
        }
        _ => None,
    })
}

/// What a variable was given in the text itself: `$v = Get-VM; $v.` and `foreach ($v in Get-VM) { $v.`.
fn given_in(text: &str, tokens: &[&Token], name: &str) -> Option<Owner> {
    let begins = tokens.windows(2).rposition(|pair| {
        let variable = pair[0].span.text(text).trim_start_matches('$');
        pair[0].kind == TokenKind::Variable
            && variable.eq_ignore_ascii_case(name)
            && matches!(pair[1].kind, TokenKind::Equals | TokenKind::In)
    })?;
    let value = tokens.get(begins + 2..)?;
    let ends = value.iter().position(|token| {
        matches!(
            token.kind,
            TokenKind::Semi | TokenKind::NewLine | TokenKind::RParen | TokenKind::LCurly
        )
    })?;
    let frame = frames(text, value.get(..ends)?, &[]).pop()?;
    let mut elements = frame.upstream;
    elements.extend(frame.command.map(Owner::Command));
    (!elements.is_empty()).then(|| pipeline(&elements))
}

/// What comes out of a pipeline.
fn pipeline(elements: &[Owner]) -> Owner {
    match elements {
        [only] => only.clone(),
        several => Owner::Pipeline(several.to_vec()),
    }
}

/// Where the bracket opens that the last of `tokens` closes.
fn opening(tokens: &[&Token], open: &[TokenKind], close: TokenKind) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().rev() {
        if token.kind == close {
            depth += 1;
        } else if open.contains(&token.kind) {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}
