//! Text as a literal of the language, and back. Whoever makes text of the language out of data (a name, a file, a value)
//! does it here and nowhere else: this is where all the characters that the lexer takes for quotes are known.

pub use crate::visible::is_hidden as is_invisible;
use std::borrow::Cow;

use super::chars::{ends_word, is_identifier_follow, is_identifier_start, is_variable_start};
pub use super::chars::{is_double_quote, is_single_quote};
use super::words::keyword;

/// A literal of the language that is exactly this text: in single quotes, every character that could end them doubled.
#[must_use]
pub fn quote_literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for c in text.chars() {
        if is_single_quote(c) {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
    out
}

/// A literal of the language that is exactly this text, in double quotes: what cannot be seen (control characters, and
/// characters that move or hide text) is written as an escape.
#[must_use]
pub fn quote_expandable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if c == '`' || c == '$' || is_double_quote(c) {
            out.push('`');
            out.push(c);
        } else if is_invisible(c) {
            out.push_str(&format!("`u{{{:x}}}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out.push('"');
    out
}

/// The text as a person would type it for an argument: as it is where that is safe, else in quotes. Nothing in it is
/// invisible.
#[must_use]
pub fn quote_argument(text: &str) -> Cow<'_, str> {
    if is_bare(text) {
        Cow::Borrowed(text)
    } else if text.chars().any(is_invisible) {
        Cow::Owned(quote_expandable(text))
    } else {
        Cow::Owned(quote_literal(text))
    }
}

/// The same for an argument whose quotes are open already: `quote` is the one that was typed. The result has its own.
#[must_use]
pub fn quote_within(text: &str, quote: char) -> String {
    if is_double_quote(quote) || text.chars().any(is_invisible) {
        quote_expandable(text)
    } else {
        quote_literal(text)
    }
}

/// A variable of this name, with braces where the name needs them.
#[must_use]
pub fn quote_variable(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let special = matches!(name, "$" | "?" | "^");
    let unscoped = name.split_once(':').map_or(name, |(_, rest)| rest);
    let scope = name.split_once(':').map_or("a", |(scope, _)| scope);
    let is_plain = |part: &str| !part.is_empty() && part.chars().all(plain);
    if special || (is_plain(scope) && is_plain(unscoped)) {
        return format!("${name}");
    }
    let mut out = String::from("${");
    for c in name.chars() {
        if matches!(c, '{' | '}' | '`') {
            out.push('`');
            out.push(c);
        } else if is_invisible(c) {
            out.push_str(&format!("`u{{{:x}}}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out.push('}');
    out
}

/// A member's name as it is typed after a dot.
#[must_use]
pub fn quote_member(name: &str) -> Cow<'_, str> {
    let mut chars = name.chars();
    let plain = chars.next().is_some_and(is_identifier_start) && chars.all(is_identifier_follow);
    if plain && !name.chars().any(is_invisible) {
        Cow::Borrowed(name)
    } else {
        quote_always(name)
    }
}

/// A command of this name: its name, or, where that would be read as something else, a call of its quoted name.
#[must_use]
pub fn quote_command(name: &str) -> Cow<'_, str> {
    let is_path = ["/", "./", "../", "~/"]
        .iter()
        .any(|start| name.starts_with(start));
    let is_word = name.starts_with(is_identifier_start) && keyword(name).is_none();
    if (is_word || is_path) && is_bare(name) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("& {}", quote_always(name)))
    }
}

fn quote_always(text: &str) -> Cow<'_, str> {
    Cow::Owned(if text.chars().any(is_invisible) {
        quote_expandable(text)
    } else {
        quote_literal(text)
    })
}

/// Whether the text is one argument as it stands, and that text: a word of letters, and of marks that mean nothing.
/// Words that begin with a digit are left out, some of them are numbers.
fn is_bare(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars
        .next()
        .is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '/' | '~' | '.'));
    first
        && !text
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_numeric()))
        && chars.all(|c| {
            c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '\\' | '+' | '=' | '~')
        })
        && !text.chars().any(is_invisible)
}

/// A word as it was typed, perhaps not to its end, and the text that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unquoted {
    /// The text.
    pub text: String,
    /// The quote with which it begins.
    pub quote: Option<char>,
}

/// Reads a word as the lexer would: quotes are taken away (the last may be missing), what is escaped is itself. `None` for a
/// word whose text is not known before it is run: it has a variable or an expression in it.
#[must_use]
pub fn unquote(word: &str) -> Option<Unquoted> {
    read(word, false)
}

/// What a word or a string says: without its quotes and escapes. What is worked out when it is run stands as it is written.
#[must_use]
pub fn content(word: &str) -> String {
    read(word, true).map_or_else(|| word.to_owned(), |found| found.text)
}

fn read(word: &str, keep_expressions: bool) -> Option<Unquoted> {
    let mut found = Unquoted {
        text: String::with_capacity(word.len()),
        quote: word
            .chars()
            .next()
            .filter(|c| is_single_quote(*c) || is_double_quote(*c)),
    };
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        if is_single_quote(c) {
            while let Some(inner) = chars.next() {
                if is_single_quote(inner) {
                    match chars.next_if(|next| is_single_quote(*next)) {
                        Some(doubled) => found.text.push(doubled),
                        None => break,
                    }
                } else {
                    found.text.push(inner);
                }
            }
        } else if is_double_quote(c) {
            while let Some(inner) = chars.next() {
                if is_double_quote(inner) {
                    match chars.next_if(|next| is_double_quote(*next)) {
                        Some(doubled) => found.text.push(doubled),
                        None => break,
                    }
                } else if inner == '`' {
                    found.text.push(escaped(&mut chars)?);
                } else if !keep_expressions && expands(inner, chars.peek()) {
                    return None;
                } else {
                    found.text.push(inner);
                }
            }
        } else if c == '`' {
            found.text.push(escaped(&mut chars)?);
        } else if !keep_expressions && (expands(c, chars.peek()) || ends_word(c)) {
            return None;
        } else {
            found.text.push(c);
        }
    }
    Some(found)
}

fn expands(c: char, next: Option<&char>) -> bool {
    c == '$' && next.is_some_and(|next| matches!(next, '(' | '{') || is_variable_start(*next))
}

/// The character behind a backtick.
fn escaped(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<char> {
    Some(match chars.next()? {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'e' => '\u{1b}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        'u' => {
            chars.next_if_eq(&'{')?;
            let mut digits = String::new();
            while let Some(digit) = chars.next_if(char::is_ascii_hexdigit) {
                digits.push(digit);
            }
            chars.next_if_eq(&'}')?;
            char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use proptest::prelude::*;

    use super::super::ast::{
        CommandElement, Expression, ExpressionKind, PipelineElement, ScriptBlockAst, StatementKind,
    };
    use super::super::parse;
    use super::*;

    /// Text made of what could end a literal, and of anything else.
    fn hostile() -> impl Strategy<Value = String> {
        let nasty = prop::sample::select(vec![
            '\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}', '"', '\u{201c}', '\u{201d}',
            '\u{201e}', '`', '$', '(', ')', '{', '}', '@', '#', ';', '|', '&', ',', '\n', '\r',
            '\0', '\t', '\u{1b}', '\u{85}', '\u{2028}', '\u{202e}', '-', '\u{2013}', ' ', '[', ']',
            '*', '?', '<', '>', '%', '!', '=', '~', '.', '/', ':', '\\', 'a', '0', 'é',
        ]);
        let any = prop::collection::vec(prop_oneof![4 => nasty, 1 => any::<char>()], 0..12)
            .prop_map(|chars| chars.into_iter().collect::<String>());
        let words = prop::sample::select(vec![
            "if", "While", "function", "param", "exit", "in", "data", "enum", "1e3", "0x10", "1kb",
            ".5", ".", "..", "-Name", "--%", "true", "$null",
        ]);
        prop_oneof![9 => any, 1 => words.prop_map(str::to_owned)]
    }

    /// The only expression of a text that is one statement.
    fn only(text: &str) -> Rc<ScriptBlockAst> {
        let parsed = parse(text);
        assert!(parsed.errors.is_empty(), "{text:?}: {:?}", parsed.errors);
        let end = parsed.ast.end.as_ref().expect("an end block");
        assert_eq!(end.statements.len(), 1, "{text:?}");
        Rc::clone(&parsed.ast)
    }

    fn with_pipeline<R>(ast: &ScriptBlockAst, read: impl FnOnce(&PipelineElement) -> R) -> R {
        let statement = &ast.end.as_ref().expect("an end").statements[0];
        let StatementKind::Pipeline(pipeline) = &statement.kind else {
            panic!("not a pipeline: {statement:?}");
        };
        assert_eq!(pipeline.elements.len(), 1);
        read(&pipeline.elements[0])
    }

    fn constant(expression: &Expression) -> String {
        match &expression.kind {
            ExpressionKind::StringConstant(text) => text.value.to_string(),
            other => panic!("not a constant: {other:?}"),
        }
    }

    fn alone(text: &str) -> String {
        with_pipeline(&only(text), |element| match element {
            PipelineElement::Expression(expression) => constant(&expression.expression),
            PipelineElement::Command(_) => panic!("a command: {text:?}"),
        })
    }

    fn argument(text: &str) -> String {
        let line = format!("Get-Thing -Name {text}");
        with_pipeline(&only(&line), |element| match element {
            PipelineElement::Command(command) => match command.elements.as_slice() {
                [
                    _,
                    CommandElement::Parameter(_),
                    CommandElement::Argument(value),
                ] => constant(value),
                other => panic!("{line:?}: {other:?}"),
            },
            PipelineElement::Expression(_) => panic!("an expression: {line:?}"),
        })
    }

    fn command(text: &str) -> String {
        with_pipeline(&only(text), |element| match element {
            PipelineElement::Command(command) => match command.elements.as_slice() {
                [CommandElement::Argument(name)] => constant(name),
                other => panic!("{text:?}: {other:?}"),
            },
            PipelineElement::Expression(_) => panic!("an expression: {text:?}"),
        })
    }

    proptest! {
        #[test]
        fn a_literal_is_the_text_and_nothing_else(text in hostile()) {
            prop_assert_eq!(alone(&quote_literal(&text)), text.clone());
            prop_assert_eq!(alone(&quote_expandable(&text)), text.clone());
            prop_assert_eq!(argument(&quote_literal(&text)), text);
        }

        #[test]
        fn an_argument_is_the_text_and_can_be_seen(text in hostile()) {
            let quoted = quote_argument(&text);
            prop_assert_eq!(argument(&quoted), text.clone());
            prop_assert!(!quoted.chars().any(is_invisible));
            for quote in ['\'', '\u{2019}', '"', '\u{201e}'] {
                let within = quote_within(&text, quote);
                prop_assert_eq!(argument(&within), text.clone());
                prop_assert!(!within.chars().any(is_invisible));
            }
        }

        #[test]
        fn a_word_is_read_back(text in hostile()) {
            for quoted in [quote_literal(&text), quote_expandable(&text), quote_argument(&text).into_owned()] {
                prop_assert_eq!(unquote(&quoted).map(|word| word.text), Some(text.clone()));
            }
        }

        #[test]
        fn a_variable_a_member_and_a_command_are_their_names(text in hostile()) {
            prop_assume!(!text.is_empty());
            let member = format!("$x.{}", quote_member(&text));
            let named = with_pipeline(&only(&member), |element| match element {
                PipelineElement::Expression(expression) => match &expression.expression.kind {
                    ExpressionKind::Member(member) => constant(&member.member),
                    other => panic!("{member:?}: {other:?}"),
                },
                PipelineElement::Command(_) => panic!("a command"),
            });
            prop_assert_eq!(named, text.clone());
            prop_assert_eq!(command(&quote_command(&text)), text.clone());
            // A colon parts a scope from the name, and one at the end names nothing.
            let variable = quote_variable(&text.replace(':', ""));
            prop_assume!(variable != "${}");
            let read = with_pipeline(&only(&variable), |element| match element {
                PipelineElement::Expression(expression) => {
                    matches!(expression.expression.kind, ExpressionKind::Variable(_))
                }
                PipelineElement::Command(_) => false,
            });
            prop_assert!(read, "{}", variable);
        }
    }

    #[test]
    fn what_needs_no_quotes_gets_none() {
        for text in ["web1", "enp1s0f0", "./a/b.ps1", "~/x", "C:\\x", "v:colon"] {
            assert_eq!(quote_argument(text), text);
        }
        assert_eq!(quote_argument("it's"), "'it''s'");
        assert_eq!(quote_argument("a\u{1b}[2J$x"), "\"a`u{1b}[2J`$x\"");
        for (name, quoted) in [
            ("Get-VM", "Get-VM"),
            ("./a.ps1", "./a.ps1"),
            ("./a b", "& './a b'"),
            (".", "& '.'"),
            ("if", "& 'if'"),
            ("Function", "& 'Function'"),
        ] {
            assert_eq!(quote_command(name), quoted);
        }
        assert_eq!(quote_variable("env:PATH"), "$env:PATH");
        assert_eq!(quote_variable("a;b"), "${a;b}");
    }

    #[test]
    fn a_word_that_is_computed_has_no_text_yet() {
        for word in ["$x", "a$(1)", "\"a$x\"", "\"${x}"] {
            assert_eq!(unquote(word), None, "{word}");
        }
        let open = unquote("\u{2018}it\u{2019}\u{2019}s").expect("a word");
        assert_eq!(
            (open.text.as_str(), open.quote),
            ("it\u{2019}s", Some('\u{2018}'))
        );
        assert_eq!(unquote("a`[b").expect("a word").text, "a[b");
        assert_eq!(unquote("costs $ 5").map(|word| word.text), None);
    }
}
