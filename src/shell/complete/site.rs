//! What the cursor stands on, found from the tokens before it.

use crate::syntax::parse;
use crate::syntax::quote::{Unquoted, unquote};
use crate::syntax::token::{Token, TokenFlags, TokenKind};

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

/// What is open at the cursor: a pipeline, inside the brackets around it.
#[derive(Default)]
struct Frame {
    /// What stands before the last `|`.
    upstream: Vec<Owner>,
    /// The name of the current command.
    command: Option<String>,
    /// The words after it.
    items: Vec<Item>,
    /// Whether the current pipeline element began with `&` or a dot: a text behind it is the command.
    called: bool,
    /// Whether the current pipeline element began with something that is no command.
    expression: bool,
    /// Whether the last token was a comma, so that the next belongs to the same value.
    joined: bool,
    /// The elements of the last value.
    list: Vec<String>,
    /// Whether it is a table of keys and values.
    table: bool,
    /// Whether a value of the table is being written.
    assigned: bool,
}

impl Frame {
    /// Begins a new statement.
    fn clear(&mut self) {
        *self = Self {
            table: self.table,
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
            ..Self::default()
        };
    }

    fn value(&mut self, text: &str) {
        if self.command.is_none() {
            self.expression = true;
            return;
        }
        if !std::mem::take(&mut self.joined) {
            self.items.push(Item::Value(text.to_owned()));
            self.list.clear();
        }
        self.list.push(text.to_owned());
    }
}

/// What stands at the end of `text`, and the word that is being typed there.
pub fn site_at(text: &str) -> (Site, Word) {
    site_within(text, DEPTH)
}

/// Whether a bracket is open at the end of `text`.
pub(super) fn is_enclosed(text: &str) -> bool {
    let parsed = parse(text);
    let tokens: Vec<&Token> = parsed.tokens.iter().collect();
    frames(text, &tokens).len() > 1
}

/// How deep strings in strings are looked into.
const DEPTH: usize = 8;

fn site_within(text: &str, depth: usize) -> (Site, Word) {
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
                let (site, word) = site_within(&text[start..], depth - 1);
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

    if let Some(site) = type_site(text, &tokens).or_else(|| member_site(text, &tokens, outer)) {
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
    };
    let argument = || current.command.is_some().then(place);
    let site = match typed.map(|token| token.kind) {
        Some(TokenKind::Variable) => Site::Variable(argument()),
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
        _ if current.expression => operand_site(text, &tokens[..before], outer),
        _ if current.command.is_none() => Site::Command,
        _ if word.quote.is_none() && is_beginning_of_name(&word.text) => parameter_site(current),
        _ => Site::Argument(place()),
    };
    (site, word)
}

/// What the end of an open text is.
enum Inside {
    /// Code, from here on.
    Code(usize),
    /// A variable, whose `$` stands here.
    Variable(usize),
}

/// Whether the cursor stands in an expandable text, and there in `$( )` or in a variable.
fn inside_of_text(text: &str, tokens: &[&Token]) -> Option<Inside> {
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

/// The name of a type after its bracket: `[System.IO.Pa`.
fn type_site(text: &str, tokens: &[&Token]) -> Option<(Site, Word)> {
    let start = text
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_')))
        .filter(|at| text[*at..].starts_with('['))?;
    let bracket = tokens
        .iter()
        .rev()
        .find(|token| token.span.start as usize == start)?;
    // After a value the bracket begins an index; in a word of a command it is a wildcard.
    let index = text[..start]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ')' | ']' | '}' | '"' | '\''));
    (bracket.kind == TokenKind::LBracket && !index).then(|| {
        (
            Site::Type,
            Word {
                text: text[start + 1..].to_owned(),
                start: start + 1,
                quote: None,
            },
        )
    })
}

/// The operators whose right side can be a value of the property on their left.
pub(super) const COMPARISONS: &[&str] = &[
    "eq",
    "ne",
    "like",
    "notlike",
    "in",
    "notin",
    "ceq",
    "cne",
    "clike",
    "cnotlike",
    "ieq",
    "ine",
    "contains",
    "notcontains",
    "match",
    "notmatch",
];

/// The right side of a comparison with a member, else nothing that can be completed.
fn operand_site(text: &str, before: &[&Token], outer: &[Frame]) -> Site {
    let owner = || {
        let (operator, left) = before.split_last()?;
        let name = operator
            .span
            .text(text)
            .strip_prefix('-')?
            .to_ascii_lowercase();
        let (member, left) = left.split_last()?;
        let (dot, left) = left.split_last()?;
        if !COMPARISONS.contains(&&*name)
            || !member.flags.contains(TokenFlags::MEMBER_NAME)
            || dot.kind != TokenKind::Dot
        {
            return None;
        }
        let owner = owner_of(text, left, false, outer)??;
        Some(Site::Operand {
            owner,
            member: member.span.text(text).to_owned(),
        })
    };
    owner().unwrap_or(Site::Nothing)
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

/// The brackets that are open after `tokens`, outermost first, with the command inside each.
fn frames(text: &str, tokens: &[&Token]) -> Vec<Frame> {
    let mut stack = vec![Frame::default()];
    for (at, token) in tokens.iter().enumerate() {
        use TokenKind as K;
        match token.kind {
            K::LCurly | K::LParen | K::AtParen | K::AtCurly | K::DollarParen => {
                stack.push(Frame {
                    table: token.kind == K::AtCurly,
                    ..Frame::default()
                });
                continue;
            }
            K::RCurly | K::RParen if stack.len() > 1 => {
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
            // What is no name of a type may be read otherwise as soon as something follows.
            let is_name = |c: char| c.is_alphanumeric() || "._+[], ".contains(c);
            name.chars()
                .all(is_name)
                .then(|| Owner::Type(name.trim().to_owned()))
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
            frames(text, inside).pop().and_then(|frame| {
                let mut elements = frame.upstream;
                elements.extend(frame.command.map(Owner::Command));
                match elements.is_empty() {
                    true => owner_of(text, inside, false, outer).flatten(),
                    false => Some(pipeline(&elements)),
                }
            })
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
    let frame = frames(text, value.get(..ends)?).pop()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn place(command: &str, before: Vec<Item>, upstream: Option<&str>) -> Site {
        Site::Argument(Place {
            command: command.into(),
            before,
            listed: Vec::new(),
            upstream: upstream
                .map(|name| Owner::Command(name.into()))
                .into_iter()
                .collect(),
        })
    }

    fn parameter(name: &str) -> Item {
        Item::Parameter(name.into())
    }

    #[test]
    fn a_variable_has_the_members_of_what_it_was_given_on_the_same_line() {
        let owner = |text: &str| match site_at(text).0 {
            Site::Member { owner } => Some(owner),
            _ => None,
        };
        let command = |name: &str| Some(Owner::Command(name.to_owned()));
        assert_eq!(owner("$v = Get-A x; $v."), command("Get-A"));
        assert_eq!(owner("$V = Get-A\n$v.Na"), command("Get-A"));
        assert_eq!(owner("foreach ($x in Get-A) { $x."), command("Get-A"));
        assert_eq!(owner("$v = 1; $v."), Some(Owner::Variable("v".to_owned())));
        assert_eq!(
            owner("$w = Get-A; $v."),
            Some(Owner::Variable("v".to_owned()))
        );
        assert_eq!(
            owner("$v = Get-A | Get-B; $v."),
            Some(Owner::Pipeline(vec![
                Owner::Command("Get-A".to_owned()),
                Owner::Command("Get-B".to_owned())
            ]))
        );
    }

    #[test]
    fn a_table_wants_a_key_and_then_a_value() {
        for text in [
            "Get-A | Select-B @{",
            "Get-A | Select-B @{Na",
            "Select-B x, @{ Name = 1; Ex",
        ] {
            assert_eq!(site_at(text).0, Site::Key("Select-B".to_owned()), "{text}");
        }
        assert_eq!(site_at("$a = @{ x").0, Site::Key(String::new()));
        assert_eq!(site_at("Select-B @{ Name = ").0, Site::Command);
        assert_eq!(site_at("Select-B @{ Expression = { Get-").0, Site::Command);
        assert_eq!(site_at("Select-B @{ a = 1 } | ").0, Site::Command);
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
                before: vec![parameter("Name"), Item::Value("x".into())]
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
            place("Set-Thing", vec![Item::Value("a".into())], None)
        );
        assert_eq!(
            site_at("Get-A | Set-Thing -Name we").0,
            place("Set-Thing", vec![parameter("Name")], Some("Get-A"))
        );
    }

    #[test]
    fn a_value_after_a_comma_is_still_the_same_argument() {
        for (text, wanted) in [
            ("Set-Thing -Name a,", &["a"][..]),
            ("Set-Thing -Name a,b", &["a"]),
            ("Set-Thing -Name a, b, ", &["a", "b"]),
            ("Set-Thing x -Name ", &[]),
        ] {
            let Site::Argument(Place { before, listed, .. }) = site_at(text).0 else {
                unreachable!()
            };
            assert_eq!(before.last(), Some(&parameter("Name")), "{text}");
            assert_eq!(listed, wanted, "{text}");
        }
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
            Some(Owner::Pipeline(vec![
                Owner::Command("Get-A".into()),
                Owner::Command("Where-Object".into())
            ]))
        );
        let of = |owner: Option<Owner>, member: &str| {
            owner.map(|owner| Owner::Member(Box::new(owner), member.into()))
        };
        assert_eq!(owner("$x.Name.Tr"), of(variable(), "Name"));
        assert_eq!(owner("$x.Parts[0].Na"), of(variable(), "Parts"));
        assert_eq!(owner("Write-B $x.Parts.Na"), of(variable(), "Parts"));
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
        assert!(matches!(site, Site::Variable(Some(_))));
        assert_eq!(word.text, "na");
        assert_eq!(site_at("$na").0, Site::Variable(None));
    }

    #[test]
    fn code_in_a_text_and_after_in_is_code() {
        for text in [
            "\"$(Get-V",
            "Write-B \"a $b $(Get-V",
            "foreach ($v in Get-V",
            "\"$($x | Get-V",
        ] {
            let (site, word) = site_at(text);
            assert_eq!(site, Site::Command, "{text}");
            assert_eq!(
                (word.text.as_str(), word.start),
                ("Get-V", text.len() - 5),
                "{text}"
            );
        }
        let (site, word) = site_at("\"a $env:PA");
        assert_eq!((site, word.text.as_str()), (Site::Variable(None), "env:PA"));
        // What stands in single quotes is text: the word is the whole of it. Behind a closed bracket nothing is a command.
        assert_eq!(site_at("'$(Get-V").1.start, 0);
        assert!(!matches!(site_at("\"$(Get-V)").0, Site::Command));
    }

    #[test]
    fn a_bracket_wants_a_type_but_not_after_a_value() {
        for text in ["[System.IO.Pa", "$a = [System.IO.Pa", "if ([System.IO.Pa"] {
            let (site, word) = site_at(text);
            assert_eq!(
                (site, word.text.as_str()),
                (Site::Type, "System.IO.Pa"),
                "{text}"
            );
        }
        assert_ne!(site_at("$x[a").0, Site::Type);
        assert_ne!(site_at("'[a").0, Site::Type);
    }

    #[test]
    fn what_comes_down_the_pipeline_may_be_an_expression() {
        let Site::Argument(place) = site_at("$vm.Parts | select ").0 else {
            unreachable!()
        };
        let variable = Owner::Variable("vm".into());
        assert_eq!(
            place.upstream,
            [Owner::Member(Box::new(variable), "Parts".into())]
        );
    }

    #[test]
    fn a_comparison_wants_a_value_of_the_member() {
        for text in ["Get-A | ? { $_.State -eq ", "Get-A | ? { $_.State -eq 'R"] {
            assert_eq!(
                site_at(text).0,
                Site::Operand {
                    owner: Owner::Command("Get-A".into()),
                    member: "State".into()
                },
                "{text}"
            );
        }
    }
}
