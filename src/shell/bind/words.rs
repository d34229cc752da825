//! The words of a bash command line as arguments of a command.
//!
//! Bash has taken the quotes away already: a word is a value as it stands. Nothing here makes text of the language and nothing
//! is parsed, with one exception that is asked for by the parameter's type: a word in braces for a script block.
//!
//! Where no parameter is left that a word could be for, it goes to the list before it: `Start-VM web1 web2`.
//!
//! What a word means depends on the parameter that it goes to:
//! - a list: `a,b` is two values; a comma that belongs to a value has a backtick before it;
//! - a truth value: `true`, `$true`, `yes`, `on`, `1` and their opposites;
//! - something that may be nothing: `$null`;
//! - a script block: `{ ... }`;
//! - everything else: text.

use std::rc::Rc;

use super::Argument;
use super::meta::{CommandMeta, Kind, ParameterMeta};
use crate::error::parse_failure;
use crate::error::{Flow, ShellError};
use crate::syntax;
use crate::types::{Known, TypeRef};
use crate::value::{ScriptBlock, Value};

/// A word of the command line.
enum Word<'a> {
    /// `-Name`, `-Name:value`, `--kebab-name`, `--kebab-name=value`.
    Parameter {
        /// As it was typed.
        text: &'a str,
        /// Without dashes.
        name: String,
        /// What is glued to it.
        value: Option<&'a str>,
    },
    /// Anything else.
    Value(&'a str),
}

impl<'a> Word<'a> {
    /// A name is a dash, a letter, and then letters, digits and dashes: whatever else begins with a dash is a value.
    fn of(text: &'a str) -> Self {
        let (rest, separator) = match text.strip_prefix("--") {
            Some(rest) => (rest, '='),
            None => match text.strip_prefix('-') {
                Some(rest) => (rest, ':'),
                None => return Word::Value(text),
            },
        };
        let (name, value) = match rest.split_once(separator) {
            Some((name, value)) => (name, Some(value)),
            None => (rest, None),
        };
        let is_name = name == "?"
            || name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_name {
            return Word::Value(text);
        }
        Word::Parameter {
            text,
            // `--vm-name` is `-VMName`: the dashes inside a word only part it for the eye.
            name: name.replace('-', ""),
            value,
        }
    }
}

/// The arguments that `words` are for a command with this declaration.
///
/// # Errors
/// A script block that does not parse.
pub fn word_arguments(meta: &CommandMeta, words: &[String]) -> Flow<Vec<Argument>> {
    let mut read: Vec<Word<'_>> = Vec::with_capacity(words.len());
    let mut names_end = false;
    for word in words {
        if !names_end && word == "--" {
            names_end = true;
        } else if names_end {
            read.push(Word::Value(word));
        } else {
            read.push(Word::of(word));
        }
    }
    let named: Vec<Option<usize>> = read
        .iter()
        .map(|word| match word {
            Word::Parameter { name, .. } => meta.parameter_named(name),
            Word::Value(_) => None,
        })
        .collect();
    let positions = Positions::of(meta, named.iter().flatten());
    let mut position = 0;
    // The last value that is one of a list: where it stands, and the type of the list.
    let mut list: Option<(usize, &Kind)> = None;
    // The parameter before this word, when the word is its value.
    let mut waiting: Option<&ParameterMeta> = None;
    let mut arguments = Vec::with_capacity(read.len());
    for (word, at) in read.iter().zip(&named) {
        let parameter = at.and_then(|at| meta.parameters.get(at)).map(Rc::as_ref);
        match word {
            Word::Parameter {
                text,
                name,
                value: glued,
            } => {
                let value = glued
                    .map(|glued| value_of(parameter.map(|known| &known.kind), glued))
                    .transpose()?;
                list = None;
                waiting = parameter
                    .filter(|known| glued.is_none() && !matches!(known.kind, Kind::Switch));
                arguments.push(Argument::Named {
                    name: name.as_str().into(),
                    colon: value.is_some(),
                    value,
                    span: None,
                    splatted: false,
                    text: (*text).into(),
                });
            }
            Word::Value(text) => {
                let kind = match waiting.take() {
                    Some(parameter) => Some(&parameter.kind),
                    None => {
                        if let Some((at, kind)) = list
                            && !positions.has_room(position)
                            && let Some(Argument::Value { value, .. }) = arguments.get_mut(at)
                        {
                            *value = joined(value, value_of(Some(kind), text)?);
                            continue;
                        }
                        position += 1;
                        positions.kind(position - 1)
                    }
                };
                list = kind
                    .filter(|kind| kind.is_collection())
                    .map(|kind| (arguments.len(), kind));
                arguments.push(Argument::Value {
                    value: value_of(kind, text)?,
                    span: None,
                    quoted: true,
                });
            }
        }
    }
    Ok(arguments)
}

/// The values of a list and those of another word.
fn joined(before: &Value, more: Value) -> Value {
    let items = |value: &Value| match value {
        Value::Array(array) => array.items.borrow().clone(),
        one => vec![one.clone()],
    };
    let mut all = items(before);
    all.extend(items(&more));
    Value::array(all)
}

/// Which parameter a word without a name goes to, as far as its type is concerned.
struct Positions<'a> {
    /// For each position that is still free, in order: the type.
    kinds: Vec<&'a Kind>,
    /// How many of them, from the first, a set has that the named parameters leave possible.
    open: usize,
    /// The type of what takes the rest.
    rest: Option<&'a Kind>,
}

impl<'a> Positions<'a> {
    fn of<'n>(meta: &'a CommandMeta, named: impl Iterator<Item = &'n usize>) -> Self {
        let named: Vec<usize> = named.copied().collect();
        let parameters = || meta.parameters.iter().enumerate();
        // The sets that the named parameters leave possible.
        let valid = named
            .iter()
            .filter_map(|at| meta.parameters.get(*at))
            .fold(u32::MAX, |valid, parameter| valid & parameter.mask);
        // How little a parameter is one that a word is for: not in a possible set, not in the default set, no text.
        let rank = |parameter: &ParameterMeta, mask: u32| {
            (
                mask & valid == 0,
                !takes_text(&parameter.kind),
                mask & meta.default_set == 0,
            )
        };
        let mut free: Vec<(i32, (bool, bool, bool), &Kind)> = Vec::new();
        for (_, parameter) in parameters().filter(|(at, _)| !named.contains(at)) {
            for set in &parameter.sets {
                if let Some(position) = set.position {
                    free.push((position, rank(parameter, set.mask), &parameter.kind));
                }
            }
        }
        free.sort_by_key(|(position, rank, _)| (*position, *rank));
        free.dedup_by_key(|(position, _, _)| *position);
        let open = free.iter().take_while(|(_, (out, ..), _)| !out).count();
        let rest = parameters()
            .find(|(_, parameter)| parameter.sets.iter().any(|set| set.remaining))
            .map(|(_, parameter)| &parameter.kind);
        Positions {
            open,
            kinds: free.into_iter().map(|(_, _, kind)| kind).collect(),
            rest,
        }
    }

    /// Whether a word can have this position.
    fn has_room(&self, position: usize) -> bool {
        position < self.open || self.rest.is_some()
    }

    fn kind(&self, position: usize) -> Option<&'a Kind> {
        self.kinds.get(position).copied().or(self.rest)
    }
}

/// Whether text can become this: objects of cmdlets cannot be written.
fn takes_text(kind: &Kind) -> bool {
    match kind {
        Kind::Of(_) => false,
        Kind::Array(inner) | Kind::Nullable(inner) => takes_text(inner),
        Kind::Any | Kind::Opaque(_) | Kind::Switch | Kind::Type(_) => true,
    }
}

/// A word as a value of this type. The binder converts it further.
fn value_of(kind: Option<&Kind>, word: &str) -> Flow<Value> {
    let Some(kind) = kind else {
        return Ok(Value::from(word));
    };
    match kind {
        Kind::Nullable(_) if word.eq_ignore_ascii_case("$null") => Ok(Value::Null),
        Kind::Nullable(inner) => value_of(Some(inner), word),
        Kind::Switch | Kind::Type(TypeRef::Known(Known::Bool)) => Ok(truth(word)),
        Kind::Type(TypeRef::Known(Known::ScriptBlock)) => block(word),
        _ if kind.is_collection() => {
            let element = kind.element();
            if matches!(element, Kind::Type(TypeRef::Known(Known::ScriptBlock))) {
                return block(word);
            }
            let items = items(word);
            match items.as_slice() {
                [only] => value_of(Some(&element), only),
                _ => Ok(Value::array(
                    items
                        .iter()
                        .map(|item| value_of(Some(&element), item))
                        .collect::<Flow<_>>()?,
                )),
            }
        }
        _ => Ok(Value::from(word)),
    }
}

fn truth(word: &str) -> Value {
    match word.to_ascii_lowercase().as_str() {
        "true" | "$true" | "1" | "yes" | "on" => Value::Bool(true),
        "false" | "$false" | "0" | "no" | "off" => Value::Bool(false),
        _ => Value::from(word),
    }
}

/// The values between commas. A backtick takes a comma's meaning away; before anything else it belongs to the value.
fn items(word: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ',' {
            items.push(String::new());
            continue;
        }
        let Some(item) = items.last_mut() else { break };
        match (c, chars.peek()) {
            ('`', Some(',')) => {
                item.push(',');
                chars.next();
            }
            ('`', Some(&next)) => {
                item.push('`');
                item.push(next);
                chars.next();
            }
            _ => item.push(c),
        }
    }
    items
}

/// `{ ... }` for a parameter that takes a script block; any other word is text, which such a parameter refuses.
fn block(word: &str) -> Flow<Value> {
    let inside = word
        .trim()
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let Some(inside) = inside else {
        return Ok(Value::from(word));
    };
    let parsed = syntax::parse_script(inside, None);
    if !parsed.errors.is_empty() {
        let error: ShellError = parse_failure(&parsed.errors, &parsed.ast.source);
        return Err(error.into());
    }
    Ok(Value::ScriptBlock(Rc::new(ScriptBlock {
        ast: parsed.ast,
        scope: None,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bind::declared_meta;
    use crate::declaration::{Impact, ParameterSpec, ParameterType, SetMembership};

    const TEXTS: ParameterType = ParameterType::Array(&ParameterType::Named("string"));

    const fn parameter(
        name: &'static str,
        ty: ParameterType,
        position: Option<u8>,
    ) -> ParameterSpec {
        ParameterSpec {
            name,
            aliases: &[],
            help: "",
            ty,
            sets: &[],
            everywhere: SetMembership {
                set: "",
                mandatory: false,
                position,
                from_pipeline: false,
                by_property_name: false,
            },
            validate: &[],
            complete: None,
            remaining: false,
            hidden: false,
            dynamic: false,
            default: "",
            answer: None,
        }
    }

    fn declaration() -> CommandMeta {
        let parameters = [
            parameter("VMName", TEXTS, Some(0)),
            parameter("Notes", ParameterType::Named("string"), Some(1)),
            parameter(
                "Enable",
                ParameterType::Nullable(&ParameterType::Named("bool")),
                None,
            ),
            parameter("Force", ParameterType::Switch, None),
            parameter("Filter", ParameterType::Named("scriptblock"), None),
            parameter("Any", ParameterType::Object, None),
        ];
        declared_meta(&parameters, "", false, Impact::None)
    }

    /// The arguments, a line each: `Name=value` or `=value`, texts in brackets.
    fn read(words: &[&str]) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let shown = |value: &Value| match value {
            Value::Array(array) => {
                let items = array.items.borrow();
                let items: Vec<String> = items.iter().map(|v| format!("{v:?}")).collect();
                items.join(" ")
            }
            other => format!("{other:?}"),
        };
        word_arguments(&declaration(), &words)
            .expect("readable words")
            .iter()
            .map(|argument| match argument {
                Argument::Named { name, value, .. } => {
                    format!("{name}={}", value.as_ref().map(shown).unwrap_or_default())
                }
                Argument::Value { value, quoted, .. } => {
                    assert!(quoted, "nothing looks at a value again");
                    format!("={}", shown(value))
                }
            })
            .collect()
    }

    fn text(text: &str) -> String {
        format!("{:?}", Value::from(text))
    }

    #[test]
    fn words_are_values_as_they_stand() {
        assert_eq!(
            read(&["a,b", "-Notes", "it's $5, ok"]),
            [
                format!("={} {}", text("a"), text("b")),
                "Notes=".into(),
                format!("={}", text("it's $5, ok")),
            ]
        );
        for word in [
            "$(1)",
            "@(1)",
            "{1}",
            "$null",
            "x;y",
            "-a;b",
            "-a$(1)",
            "-5",
            "-",
            "--%",
            "\u{2013}Name",
        ] {
            assert_eq!(
                read(&["-Any", word]),
                ["Any=".into(), format!("={}", text(word))],
                "{word}"
            );
            assert_eq!(
                read(&[&format!("-Any:{word}")]),
                [format!("Any={}", text(word))],
                "{word}"
            );
        }
    }

    #[test]
    fn a_position_is_what_names_have_left() {
        let commas = format!("={}", text("a,b"));
        assert_eq!(read(&["-VMName", "x", "a,b"])[2], commas);
        assert_eq!(read(&["x", "a,b"])[1], commas);
    }

    #[test]
    fn a_comma_can_belong_to_a_value() {
        assert_eq!(
            read(&["a`,b,c`d,e``,f"]),
            [format!(
                "={} {} {} {}",
                text("a,b"),
                text("c`d"),
                text("e``"),
                text("f")
            )]
        );
    }

    #[test]
    fn words_for_which_there_is_no_parameter_go_on_with_the_list_before_them() {
        let both = format!("={} {}", text("a"), text("b"));
        // Notes has the second position, unless its name was written.
        assert_eq!(
            read(&["-Notes", "n", "a", "b"])[2..],
            *std::slice::from_ref(&both)
        );
        assert_eq!(
            read(&["a", "b"]),
            [format!("={}", text("a")), format!("={}", text("b"))]
        );
        let four = format!("={} {} {} {}", text("a"), text("b"), text("c"), text("d"));
        assert_eq!(read(&["-Notes:n", "a,b", "c", "d"])[1..], [four]);
        assert_eq!(
            read(&["-Notes:n", "-VMName", "a", "b"])[1..],
            ["VMName=".to_owned(), both]
        );
        // What stands behind a name that is none of a list has nothing to go on with.
        assert_eq!(read(&["-Notes:n", "a", "-Force", "b"]).len(), 4);
    }

    #[test]
    fn truth_can_be_said_in_bash() {
        let truth = |value: bool| format!("{:?}", Value::Bool(value));
        assert_eq!(
            read(&["-Enable", "true", "-Force"]),
            [
                "Enable=".into(),
                format!("={}", truth(true)),
                "Force=".into()
            ]
        );
        assert_eq!(
            read(&["-Enable:$false"]),
            [format!("Enable={}", truth(false))]
        );
        assert_eq!(
            read(&["-Enable:$null"]),
            [format!("Enable={:?}", Value::Null)]
        );
        assert_eq!(read(&["-Force:off"]), [format!("Force={}", truth(false))]);
    }

    #[test]
    fn long_options_are_parameters() {
        assert_eq!(
            read(&["--vm-name=web 1", "--force"]),
            [format!("vmname={}", text("web 1")), "force=".into()]
        );
    }

    #[test]
    fn nothing_after_two_dashes_is_a_parameter() {
        assert_eq!(
            read(&["--", "-Notes", "--"]),
            [format!("={}", text("-Notes")), format!("={}", text("--"))]
        );
    }

    #[test]
    fn a_block_is_for_a_parameter_that_takes_one() {
        let block = |words: &[&str]| read(words).iter().any(|line| line.contains("ScriptBlock"));
        assert!(block(&["-Filter:{ $_.a, 1 }"]));
        assert!(!block(&["-Filter:$_.a"]));
        assert!(!block(&["-Notes:{ $_.a }"]));
        let broken = word_arguments(&declaration(), &["-Filter:{ } ; { }".to_owned()]);
        assert!(broken.is_err(), "one block, not the end of one and more");
    }
}
