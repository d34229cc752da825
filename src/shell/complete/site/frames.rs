//! The brackets that are open before the cursor, and what stands in each.

use super::owner::owner_of;
use super::{Item, Owner};
use crate::syntax::quote::unquote;
use crate::syntax::token::{Token, TokenFlags, TokenKind};

/// What is open at the cursor: a pipeline, inside the brackets around it.
#[derive(Default)]
pub(super) struct Frame {
    /// What stands before the last `|`.
    pub upstream: Vec<Owner>,
    /// The name of the current command.
    pub command: Option<String>,
    /// The words after it.
    pub items: Vec<Item>,
    /// Whether the current pipeline element began with `&` or a dot: a text behind it is the command.
    pub called: bool,
    /// Whether the current pipeline element began with something that is no command.
    pub expression: bool,
    /// Whether the last token was a comma, so that the next belongs to the same value.
    pub joined: bool,
    /// The elements of the last value.
    pub list: Vec<String>,
    /// Whether it is a table of keys and values.
    pub table: bool,
    /// Whether a value of the table is being written.
    pub assigned: bool,
    /// The bracket that it began with.
    pub opened: Option<TokenKind>,
    /// The attribute whose arguments it has: `[Parameter(`.
    pub attribute: Option<String>,
}

impl Frame {
    /// Begins a new statement.
    fn clear(&mut self) {
        *self = Self {
            table: self.table,
            opened: self.opened,
            attribute: self.attribute.take(),
            ..Self::default()
        };
    }

    /// Begins the next element of the pipeline.
    fn pipe(&mut self, expression: Option<Owner>) {
        let mut upstream = std::mem::take(&mut self.upstream);
        upstream.extend(self.command.take().map(Owner::Command).or(expression));
        *self = Self {
            upstream,
            table: self.table,
            assigned: self.assigned,
            opened: self.opened,
            attribute: self.attribute.take(),
            ..Self::default()
        };
    }

    fn value(&mut self, text: &str) {
        if self.command.is_none() {
            self.expression = true;
            if !std::mem::take(&mut self.joined) {
                self.list.clear();
            }
            self.list.push(text.to_owned());
            return;
        }
        if !std::mem::take(&mut self.joined) {
            self.items.push(Item::Value(text.to_owned()));
            self.list.clear();
        }
        self.list.push(text.to_owned());
    }
}

/// Whether a line that ends with this goes on in the next.
fn goes_on(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Pipe
            | TokenKind::AndAnd
            | TokenKind::OrOr
            | TokenKind::Comma
            | TokenKind::NewLine
    )
}

/// The attribute whose arguments a bracket behind `tokens` begins.
fn attribute(text: &str, tokens: &[&Token]) -> Option<String> {
    let [.., open, name] = tokens else {
        return None;
    };
    let is_name = open.kind == TokenKind::LBracket && open.span.end == name.span.start;
    is_name.then(|| name.span.text(text).to_owned())
}

/// The brackets that are open after `tokens`, outermost first, with the command inside each. `around` is what `$_` is outside of them.
pub(super) fn frames(text: &str, tokens: &[&Token], around: &[Owner]) -> Vec<Frame> {
    let mut stack = vec![Frame::default()];
    if !around.is_empty() {
        stack.insert(
            0,
            Frame {
                upstream: around.to_vec(),
                ..Frame::default()
            },
        );
    }
    let base = stack.len();
    for (at, token) in tokens.iter().enumerate() {
        use TokenKind as K;
        match token.kind {
            K::LCurly | K::LParen | K::AtParen | K::AtCurly | K::DollarParen => {
                stack.push(Frame {
                    table: token.kind == K::AtCurly,
                    opened: Some(token.kind),
                    attribute: (token.kind == K::LParen)
                        .then(|| attribute(text, &tokens[..at]))
                        .flatten(),
                    ..Frame::default()
                });
                continue;
            }
            K::RCurly | K::RParen if stack.len() > base => {
                stack.pop();
            }
            _ => {}
        }
        let Some((frame, outer)) = stack.split_last_mut() else {
            continue;
        };
        match token.kind {
            K::Equals if frame.table => {
                frame.clear();
                frame.assigned = true;
            }
            // A line that ends so goes on in the next.
            K::NewLine if at > 0 && goes_on(tokens[at - 1].kind) => {}
            K::Semi | K::NewLine | K::AndAnd | K::OrOr | K::Equals | K::In => frame.clear(),
            K::Pipe => {
                let expression = if frame.command.is_none() {
                    owner_of(text, &tokens[..at], false, outer).flatten()
                } else {
                    None
                };
                frame.pipe(expression);
            }
            K::Comma => frame.joined = true,
            K::Ampersand | K::Dot if frame.command.is_none() && !frame.expression => {
                frame.called = true;
            }
            K::Parameter if frame.command.is_some() => {
                let name = token
                    .span
                    .text(text)
                    .trim_start_matches('-')
                    .trim_end_matches(':');
                frame.items.push(Item::Parameter(name.to_owned()));
            }
            _ if frame.command.is_none()
                && !frame.expression
                && (token.flags.contains(TokenFlags::COMMAND_NAME)
                    || frame.called
                        && matches!(token.kind, K::StringLiteral | K::StringExpandable)) =>
            {
                let written = token.span.text(text);
                let name = unquote(written).map(|word| word.text);
                frame.command = Some(name.unwrap_or_else(|| written.to_owned()));
            }
            _ if token.flags.contains(TokenFlags::KEYWORD) && frame.command.is_none() => {}
            _ => frame.value(token.span.text(text)),
        }
    }
    stack
}
