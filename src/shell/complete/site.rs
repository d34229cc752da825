//! What the cursor stands on, found from the tokens before it.

use crate::shell::syntax::parse;
use crate::shell::syntax::quote::{Unquoted, unquote};
use crate::shell::syntax::token::{Token, TokenFlags, TokenKind};

/// What the cursor stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// The name of a command.
    Command,
    /// The name of a parameter.
    Parameter {
        /// The command, as typed.
        command: String,
        /// The parameters that have been typed before.
        used: Vec<String>,
    },
    /// An argument.
    Argument(Place),
    /// A variable.
    Variable,
    /// A member after a dot or a double colon.
    Member {
        /// What stands before the dot.
        owner: Owner,
    },
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
    /// The command before it in the pipeline.
    pub upstream: Option<String>,
}

/// A word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A parameter's name, without its dash.
    Parameter(String),
    /// A value.
    Value,
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

/// What is open at the cursor: a pipeline, inside the brackets around it.
#[derive(Default)]
struct Frame {
    /// The name of the command before the last `|`.
    upstream: Option<String>,
    /// The name of the current command.
    command: Option<String>,
    /// The words after it.
    items: Vec<Item>,
    /// Whether the current pipeline element began with something that is no command.
    expression: bool,
    /// Whether the last token was a comma, so that the next belongs to the same value.
    joined: bool,
}

impl Frame {
    /// Begins a new statement.
    fn clear(&mut self) {
        *self = Self::default();
    }

    /// Begins the next element of the pipeline.
    fn pipe(&mut self) {
        let upstream = self.command.take().or_else(|| self.upstream.take());
        *self = Self {
            upstream,
            ..Self::default()
        };
    }

    fn value(&mut self) {
        if self.command.is_none() {
            self.expression = true;
        } else if !std::mem::take(&mut self.joined) {
            self.items.push(Item::Value);
        }
    }
}

/// What stands at the end of `text`, and the word that is being typed there.
pub fn site_at(text: &str) -> (Site, Word) {
    let parsed = parse(text);
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
    let end = text.len();
    let typed = tokens
        .last()
        .copied()
        .filter(|token| token.span.end as usize == end && is_word(token.kind));
    let before = if typed.is_some() {
        tokens.len().saturating_sub(1)
    } else {
        tokens.len()
    };
    let frames = frames(text, &tokens[..before]);
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

    if let Some(site) = member_site(text, &tokens, outer) {
        return site;
    }
    let nothing = Word {
        start: end,
        ..Word::default()
    };
    let word = match typed {
        None => nothing,
        Some(token) => match word_of(text, token) {
            Some(word) => word,
            None => return (Site::Nothing, nothing),
        },
    };
    let site = match typed.map(|token| token.kind) {
        Some(TokenKind::Variable) => Site::Variable,
        Some(TokenKind::Parameter) if current.command.is_some() => parameter_site(current),
        _ if word.quote.is_none() && word.text == "$" => {
            return (
                Site::Variable,
                Word {
                    text: String::new(),
                    ..word
                },
            );
        }
        _ if current.expression => Site::Nothing,
        _ if current.command.is_none() => Site::Command,
        _ if word.quote.is_none() && word.text == "-" => parameter_site(current),
        _ => Site::Argument(Place {
            command: current.command.clone().unwrap_or_default(),
            before: if current.joined {
                without_last(&current.items)
            } else {
                current.items.clone()
            },
            upstream: current.upstream.clone(),
        }),
    };
    (site, word)
}

/// The words without the value that the one being typed continues after a comma.
fn without_last(items: &[Item]) -> Vec<Item> {
    items[..items.len().saturating_sub(1)].to_vec()
}

fn parameter_site(frame: &Frame) -> Site {
    let used = frame
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Parameter(name) => Some(name.clone()),
            Item::Value => None,
        })
        .collect();
    Site::Parameter {
        command: frame.command.clone().unwrap_or_default(),
        used,
    }
}

/// The brackets that are open after `tokens`, outermost first, with the command inside each.
fn frames(text: &str, tokens: &[&Token]) -> Vec<Frame> {
    let mut stack = vec![Frame::default()];
    for token in tokens {
        use TokenKind as K;
        match token.kind {
            K::LCurly | K::LParen | K::AtParen | K::AtCurly | K::DollarParen => {
                stack.push(Frame::default());
                continue;
            }
            K::RCurly | K::RParen if stack.len() > 1 => {
                stack.pop();
            }
            _ => {}
        }
        let Some(frame) = stack.last_mut() else {
            continue;
        };
        match token.kind {
            K::Semi | K::NewLine | K::AndAnd | K::OrOr | K::Equals => frame.clear(),
            K::Pipe => frame.pipe(),
            K::Comma => frame.joined = true,
            K::Ampersand | K::Dot if frame.command.is_none() && !frame.expression => {}
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
                && token.flags.contains(TokenFlags::COMMAND_NAME) =>
            {
                frame.command = Some(unquoted(token.span.text(text)).to_owned());
            }
            _ if token.flags.contains(TokenFlags::KEYWORD) && frame.command.is_none() => {}
            _ => frame.value(),
        }
    }
    stack
}

/// `target.`, `target.na` or `[type]::na`: who has the member.
fn member_site(text: &str, tokens: &[&Token], outer: &[Frame]) -> Option<(Site, Word)> {
    let end = text.len();
    let is_operator = |token: &Token| matches!(token.kind, TokenKind::Dot | TokenKind::ColonColon);
    let last = tokens.last()?;
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

/// Who stands at the end of `tokens`. `None`: nobody, so the dot is no member operator; `Some(None)`: somebody whose
/// members are not known before the line runs.
fn owner_of(
    text: &str,
    tokens: &[&Token],
    is_static: bool,
    outer: &[Frame],
) -> Option<Option<Owner>> {
    let target = tokens.last()?;
    Some(match target.kind {
        // `[math]::`
        TokenKind::RBracket if is_static => {
            let open = opening(tokens, TokenKind::LBracket, TokenKind::RBracket)?;
            let (from, to) = (tokens[open].span.end, target.span.start);
            let name = text.get(from as usize..to as usize)?;
            Some(Owner::Type(name.trim().to_owned()))
        }
        // `$x[0].` has the members of an element of `$x`.
        TokenKind::RBracket => {
            let open = opening(tokens, TokenKind::LBracket, TokenKind::RBracket)?;
            return owner_of(text, tokens.get(..open)?, is_static, outer);
        }
        // `(Get-VM x).` has the members of what the last command writes.
        TokenKind::RParen => {
            let open = opening(tokens, TokenKind::LParen, TokenKind::RParen)?;
            let inside = tokens.get(open..tokens.len() - 1)?;
            frames(text, inside)
                .pop()
                .and_then(|frame| frame.command)
                .map(Owner::Command)
        }
        TokenKind::Variable => {
            let name = target.span.text(text).trim_start_matches('$');
            match name {
                // Inside a script block `$_` is what the command before the block's own command writes.
                "_" | "PSItem" => outer
                    .iter()
                    .rev()
                    .find_map(|frame| frame.upstream.clone())
                    .map(Owner::Command),
                _ => Some(Owner::Variable(name.to_owned())),
            }
        }
        _ => None,
    })
}

/// Where the bracket opens that the last of `tokens` closes.
fn opening(tokens: &[&Token], open: TokenKind, close: TokenKind) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().rev() {
        if token.kind == close {
            depth += 1;
        } else if token.kind == open {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
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

fn unquoted(text: &str) -> &str {
    text.trim_matches(|c| c == '"' || c == '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(command: &str, before: Vec<Item>, upstream: Option<&str>) -> Site {
        Site::Argument(Place {
            command: command.into(),
            before,
            upstream: upstream.map(Into::into),
        })
    }

    fn parameter(name: &str) -> Item {
        Item::Parameter(name.into())
    }

    #[test]
    fn an_empty_line_and_a_pipe_want_a_command() {
        assert_eq!(site_at("").0, Site::Command);
        assert_eq!(site_at("Get-V").0, Site::Command);
        assert_eq!(site_at("Get-VM | ").0, Site::Command);
        assert_eq!(site_at("$a = Get-").0, Site::Command);
        assert_eq!(site_at("if ($x) { Get-V").0, Site::Command);
    }

    #[test]
    fn a_dash_wants_a_parameter() {
        let (site, word) = site_at("Set-Thing -Name x -Io");
        assert_eq!(
            site,
            Site::Parameter {
                command: "Set-Thing".into(),
                used: vec!["Name".into()]
            }
        );
        assert_eq!((word.text.as_str(), word.start), ("-Io", 18));
        assert!(matches!(site_at("Set-Thing -").0, Site::Parameter { .. }));
    }

    #[test]
    fn a_value_belongs_to_the_parameter_before_it() {
        assert_eq!(
            site_at("Set-Thing -Name ").0,
            place("Set-Thing", vec![parameter("Name")], None)
        );
        assert_eq!(
            site_at("Set-Thing a b").0,
            place("Set-Thing", vec![Item::Value], None)
        );
        assert_eq!(
            site_at("Get-A | Set-Thing -Name we").0,
            place("Set-Thing", vec![parameter("Name")], Some("Get-A"))
        );
    }

    #[test]
    fn a_value_after_a_comma_is_still_the_same_argument() {
        assert_eq!(
            site_at("Set-Thing -Name a,").0,
            place("Set-Thing", vec![parameter("Name")], None)
        );
        assert_eq!(
            site_at("Set-Thing -Name a,b").0,
            place("Set-Thing", vec![parameter("Name")], None)
        );
    }

    #[test]
    fn an_open_string_is_a_word() {
        let (site, word) = site_at("Set-Thing -Name \"we");
        assert_eq!(site, place("Set-Thing", vec![parameter("Name")], None));
        assert_eq!((word.text.as_str(), word.quote), ("we", Some('"')));
    }

    #[test]
    fn members_of_the_pipeline_object_come_from_the_command_upstream() {
        let (site, word) = site_at("Get-A | Where-Object { $_.Na");
        assert_eq!(
            site,
            Site::Member {
                owner: Owner::Command("Get-A".into())
            }
        );
        assert_eq!(word.text, "Na");
        assert_eq!(
            site_at("Get-A | ? { $_.").0,
            Site::Member {
                owner: Owner::Command("Get-A".into())
            }
        );
        assert_eq!(
            site_at("$x.").0,
            Site::Member {
                owner: Owner::Variable("x".into())
            }
        );
    }

    #[test]
    fn what_stands_before_the_operator_has_the_member() {
        let owner = |text: &str| match site_at(text).0 {
            Site::Member { owner } => Some(owner),
            _ => None,
        };
        let variable = || Some(Owner::Variable("x".into()));
        assert_eq!(owner("$x[0]."), variable());
        assert_eq!(owner("$x[$i + 1].Na"), variable());
        assert_eq!(
            owner("(Get-A -Name b)."),
            Some(Owner::Command("Get-A".into()))
        );
        assert_eq!(
            owner("(Get-A | Where-Object { $_ }).Na"),
            Some(Owner::Command("Where-Object".into()))
        );
        assert_eq!(owner("[math]::"), Some(Owner::Type("math".into())));
        assert_eq!(
            owner("$a = [System.IO.Path]::Comb"),
            Some(Owner::Type("System.IO.Path".into()))
        );
        assert_eq!(owner("(1 + 2)."), None);
        assert_eq!(owner("'text'."), None);
    }

    #[test]
    fn a_dollar_wants_a_variable() {
        let (site, word) = site_at("Get-A $na");
        assert_eq!(site, Site::Variable);
        assert_eq!(word.text, "na");
    }
}
