//! What the cursor stands on, found from the tokens before it.

mod compared;
mod frames;
mod inside;
mod owner;
mod types;

use crate::syntax::parse;
use crate::syntax::quote::{Unquoted, unquote};
use crate::syntax::token::{Token, TokenFlags, TokenKind};
use compared::operand_site;
pub(super) use compared::{COMPARISONS, OPERATORS};
use frames::{Frame, frames};
use inside::{Inside, inside_of_text};
use owner::member_site;
use types::type_site;

/// What the cursor stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// The name of a command.
    Command,
    /// The name of a parameter.
    Parameter {
        /// The command, as typed.
        command: String,
        /// What stands before it in the same command.
        before: Vec<Item>,
    },
    /// An argument.
    Argument(Place),
    /// A variable; as an argument, it may also be `$true` or `$false`.
    Variable(Option<Place>),
    /// The name of a type, after a bracket.
    Type,
    /// What a member is compared with: `$_.State -eq `.
    Operand {
        /// Who has the member.
        owner: Owner,
        /// Its name.
        member: String,
    },
    /// A member after a dot or a double colon.
    Member {
        /// What stands before the dot.
        owner: Owner,
    },
    /// A key of a table (`@{`) that is an argument of this command; empty where it is none.
    Key(String),
    /// An operator behind a value.
    Operator,
    /// A variable that is spread over parameters: `@x`.
    Splat,
    /// An argument of an attribute: `[Parameter(`.
    Attribute(String),
    /// What a variable with this name, which the language knows, is set to: `$ErrorActionPreference = `.
    Preference(String),
    /// Something that nobody can complete.
    Nothing,
}

/// Where an argument stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The command, as typed.
    pub command: String,
    /// What stands before it in the same command.
    pub before: Vec<Item>,
    /// What stands before it in the same list: `a, b, `.
    pub listed: Vec<String>,
    /// What stands before it in the pipeline, the first at the left.
    pub upstream: Vec<Owner>,
    /// Whether it touches the parameter that it belongs to: `-Name:`.
    pub glued: bool,
}

/// A word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A parameter's name, without its dash.
    Parameter(String),
    /// A value, as it is written.
    Value(String),
}

/// What has members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A variable.
    Variable(String),
    /// What a command writes.
    Command(String),
    /// A type, for its static members.
    Type(String),
    /// A value of this type.
    Value(&'static str),
    /// What a member of another holds.
    Member(Box<Owner>, String),
    /// Whatever comes through a pipeline of these: the last one that is known to write something.
    Pipeline(Vec<Owner>),
}

/// The word that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// What it stands for: without quotes, escapes or a `$`.
    pub text: String,
    /// Where the text that will be replaced begins, in bytes.
    pub start: usize,
    /// The quote that it begins with; `start` is before it.
    pub quote: Option<char>,
}

/// What stands at the end of `text`, and the word that is being typed there.
pub fn site_at(text: &str) -> (Site, Word) {
    site_within(text, DEPTH, &[])
}

/// Whether a bracket is open at the end of `text`.
pub(super) fn is_enclosed(text: &str) -> bool {
    let parsed = parse(text);
    let tokens: Vec<&Token> = parsed.tokens.iter().collect();
    frames(text, &tokens, &[]).len() > 1
}

/// How deep strings in strings are looked into.
const DEPTH: usize = 8;

/// `around` is what `$_` is outside of the text.
fn site_within(text: &str, depth: usize, around: &[Owner]) -> (Site, Word) {
    let parsed = parse(text);
    let end = text.len();
    // What is written after a `#` is for people.
    let last = parsed.tokens.iter().rev();
    let mut last = last.skip_while(|token| token.kind == TokenKind::EndOfInput);
    let in_comment =
        |token: &Token| token.kind == TokenKind::Comment && token.span.end as usize == end;
    if last.next().is_some_and(in_comment) {
        let nothing = Word {
            start: end,
            ..Word::default()
        };
        return (Site::Nothing, nothing);
    }
    let tokens: Vec<&Token> = parsed
        .tokens
        .iter()
        .filter(|token| {
            !matches!(
                token.kind,
                TokenKind::Comment | TokenKind::LineContinuation | TokenKind::EndOfInput
            )
        })
        .collect();
    if depth > 0
        && let Some(inside) = inside_of_text(text, &tokens)
    {
        return match inside {
            Inside::Code(start) => {
                let tokens: Vec<&Token> = tokens
                    .into_iter()
                    .take_while(|token| (token.span.end as usize) < start)
                    .collect();
                let mut frames = frames(text, &tokens, around);
                frames.pop();
                let mut outer = frames.into_iter().rev();
                let around = outer.find(|frame| !frame.upstream.is_empty());
                let around = around.map(|frame| frame.upstream).unwrap_or_default();
                let (site, word) = site_within(&text[start..], depth - 1, &around);
                let start = word.start + start;
                (site, Word { start, ..word })
            }
            Inside::Variable(start) => (
                Site::Variable(None),
                Word {
                    text: text[start + 1..].to_owned(),
                    start,
                    quote: None,
                },
            ),
        };
    }
    let typed = tokens
        .last()
        .copied()
        .filter(|token| token.span.end as usize == end && is_word(token.kind));
    let before = if typed.is_some() {
        tokens.len().saturating_sub(1)
    } else {
        tokens.len()
    };
    let frames = frames(text, &tokens[..before], around);
    let (current, outer) = match frames.split_last() {
        Some(split) => split,
        None => {
            return (
                Site::Nothing,
                Word {
                    start: end,
                    ..Word::default()
                },
            );
        }
    };

    if let Some(site) = type_site(text, &tokens).or_else(|| member_site(text, &tokens, outer)) {
        return site;
    }
    let nothing = || Word {
        start: end,
        ..Word::default()
    };
    let word = match typed {
        None => nothing(),
        Some(token) => match word_of(text, token) {
            Some(word) => word,
            None => return (Site::Nothing, nothing()),
        },
    };
    let place = || Place {
        command: current.command.clone().unwrap_or_default(),
        before: if current.joined {
            without_last(&current.items)
        } else {
            current.items.clone()
        },
        listed: if current.joined {
            current.list.clone()
        } else {
            Vec::new()
        },
        upstream: current.upstream.clone(),
        glued: false,
    };
    let argument = || current.command.is_some().then(place);
    let site = match typed.map(|token| token.kind) {
        Some(TokenKind::Variable) => Site::Variable(argument()),
        Some(TokenKind::SplattedVariable) if current.command.is_some() => Site::Splat,
        Some(TokenKind::Parameter) if current.command.is_some() && word.text.ends_with(':') => {
            let mut place = place();
            let name = word.text.trim_start_matches('-').trim_end_matches(':');
            place.before.push(Item::Parameter(name.to_owned()));
            place.glued = true;
            return (Site::Argument(place), nothing());
        }
        Some(TokenKind::Parameter) if current.command.is_some() => parameter_site(current),
        _ if word.quote.is_none() && word.text == "$" => {
            return (
                Site::Variable(argument()),
                Word {
                    text: String::new(),
                    ..word
                },
            );
        }
        _ if current.table && !current.assigned => {
            let command = outer.last().and_then(|frame| frame.command.clone());
            Site::Key(command.unwrap_or_default())
        }
        _ if current.attribute.is_some() && !current.assigned => {
            Site::Attribute(current.attribute.clone().unwrap_or_default())
        }
        // An element of a list in brackets that is the argument of a command: `-Name @('a', 'b`.
        _ if word.quote.is_some() && is_element(current) => match outer.last() {
            Some(Frame {
                command: Some(command),
                items,
                upstream,
                ..
            }) => Site::Argument(Place {
                command: command.clone(),
                before: items.clone(),
                listed: current.list.clone(),
                upstream: upstream.clone(),
                glued: false,
            }),
            _ => Site::Nothing,
        },
        _ if current.expression
            && word.quote.is_none()
            && !current.joined
            && is_beginning_of_name(&word.text) =>
        {
            Site::Operator
        }
        // Behind a comma that begins a list a value stands, and no command.
        _ if current.expression || (current.joined && current.command.is_none()) => {
            operand_site(text, &tokens[..before], outer)
        }
        _ if current.command.is_none() && defines(text, &tokens[..before]) => Site::Nothing,
        _ if assigns_to_nothing(&tokens[..before]) => Site::Nothing,
        _ if current.command.is_none() => match preference(text, &tokens[..before]) {
            Some(name) => Site::Preference(name),
            // A text is no command, unless it is called.
            None if word.quote.is_some() && !current.called => Site::Nothing,
            None => Site::Command,
        },
        _ if word.quote.is_none() && is_beginning_of_name(&word.text) => parameter_site(current),
        _ => Site::Argument(place()),
    };
    (site, word)
}

/// Whether a value in brackets begins here.
fn is_element(frame: &Frame) -> bool {
    matches!(frame.opened, Some(TokenKind::AtParen | TokenKind::LParen))
        && frame.command.is_none()
        && frame.upstream.is_empty()
        && (!frame.expression || frame.joined)
}

/// Whether the name of something new comes next.
fn defines(text: &str, tokens: &[&Token]) -> bool {
    tokens.last().is_some_and(|token| {
        let words = ["function", "filter", "class", "enum"];
        let word = token.span.text(text);
        token.flags.contains(TokenFlags::KEYWORD)
            && words.iter().any(|known| known.eq_ignore_ascii_case(word))
    })
}

/// Whether the value comes next of an assignment that has no target: what is typed there is the rest of a strange name.
fn assigns_to_nothing(tokens: &[&Token]) -> bool {
    let [before @ .., last] = tokens else {
        return false;
    };
    let closes = |kind| {
        matches!(
            kind,
            TokenKind::RCurly | TokenKind::RParen | TokenKind::RBracket
        )
    };
    last.kind == TokenKind::Equals
        && before
            .last()
            .is_none_or(|token| !is_word(token.kind) && !closes(token.kind))
}

/// The variable that `$NamePreference = ` sets.
fn preference(text: &str, tokens: &[&Token]) -> Option<String> {
    let [.., variable, equals] = tokens else {
        return None;
    };
    let name = variable.span.text(text).trim_start_matches('$');
    let name = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
    let is_set = variable.kind == TokenKind::Variable && equals.kind == TokenKind::Equals;
    (is_set && name.ends_with("preference")).then_some(name)
}

/// The words without the value that the one being typed continues after a comma.
fn without_last(items: &[Item]) -> Vec<Item> {
    items[..items.len().saturating_sub(1)].to_vec()
}

fn parameter_site(frame: &Frame) -> Site {
    Site::Parameter {
        command: frame.command.clone().unwrap_or_default(),
        before: frame.items.clone(),
    }
}

/// A dash alone, or one before a name with wildcards: `-Na*`.
fn is_beginning_of_name(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|name| {
        let letters = name.trim_start_matches(|c: char| c.is_alphanumeric() || "*?_".contains(c));
        letters.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())
    })
}

fn is_word(kind: TokenKind) -> bool {
    !matches!(
        kind,
        TokenKind::Pipe
            | TokenKind::Semi
            | TokenKind::NewLine
            | TokenKind::Comma
            | TokenKind::LCurly
            | TokenKind::LParen
            | TokenKind::AtParen
            | TokenKind::AtCurly
            | TokenKind::DollarParen
            | TokenKind::RCurly
            | TokenKind::RParen
            | TokenKind::RBracket
            | TokenKind::Equals
            | TokenKind::AndAnd
            | TokenKind::OrOr
    )
}

/// The word that a token is. `None` when its text is not known before the line runs.
fn word_of(text: &str, token: &Token) -> Option<Word> {
    let raw = token.span.text(text);
    let start = token.span.start as usize;
    if token.kind == TokenKind::Variable
        && let Some(name) = raw.strip_prefix('$')
    {
        let name = name.strip_prefix('{').unwrap_or(name);
        return Some(Word {
            text: name.trim_end_matches('}').to_owned(),
            start,
            quote: None,
        });
    }
    let Unquoted { text, quote } = unquote(raw)?;
    Some(Word { text, start, quote })
}

#[cfg(test)]
mod tests;
