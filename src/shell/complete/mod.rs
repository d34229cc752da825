//! Completion: what could stand at the cursor.
//!
//! One engine serves the prompt, bash and zsh. `site` finds out from the tokens what the cursor stands on; this module
//! asks a [`Vocabulary`] for what could stand there.

mod argument;
mod bound;
pub mod fuzzy;
mod language;
pub mod paths;
mod site;
mod why;

use std::borrow::Cow;
use std::collections::HashSet;

use super::cmdlet::{Candidate, ParameterType};
use super::syntax::quote::{
    is_double_quote, is_invisible, is_single_quote, quote_argument, quote_command, quote_member,
    quote_variable, quote_within,
};
use super::wildcard::{self, WildcardPattern};
use bound::Bound;
pub use site::{Item, Site, Word, site_at};
pub use why::{NOTHING, why_nothing};

/// What the engine must know of a session. The language never names a cmdlet, so it asks.
pub trait Vocabulary {
    /// The commands whose names begin with `prefix`, without regard to case.
    fn commands(&self, prefix: &str) -> Vec<Candidate>;
    /// The command that `name` means, aliases resolved.
    fn command(&self, name: &str) -> Option<CommandShape>;
    /// The variables whose names begin with `prefix`.
    fn variables(&self, prefix: &str) -> Vec<Candidate>;
    /// The type and the members of what a variable holds, or of what a chain of members of it holds; of a collection those
    /// of its first element too. `None` when that is not known.
    fn variable_members(&self, name: &str, path: &[&str]) -> Option<(String, Vec<Candidate>)>;
    /// The type of what a property of objects of a type holds.
    fn type_of_member(&self, type_name: &str, member: &str) -> Option<&'static str>;
    /// The values that a property of objects of a type can have, where they are listed: members of an enumeration, `$true`
    /// and `$false`, words.
    fn values_of_member(&self, type_name: &str, member: &str) -> Vec<Candidate>;
    /// The types whose names begin with `prefix`.
    fn types(&self, prefix: &str) -> Vec<Candidate>;
    /// The properties of objects of a type, those first that a table shows.
    fn type_members(&self, type_name: &str) -> Vec<Candidate>;
    /// The static members of a type, named as in `[math]::`.
    fn static_members(&self, type_name: &str) -> Vec<Candidate>;
    /// The candidates of a parameter's own completer. `given` is what stands before it in the same command: names of parameters and
    /// the words behind them.
    fn live(&self, parameter: &ParameterShape, word: &str, given: &[Given]) -> Vec<Candidate>;
    /// Paths that begin with `word`. `given` is as in [`Vocabulary::live`]: it may name another host, whose paths they are.
    fn paths(&self, word: &str, given: &[Given]) -> Vec<Candidate>;
}

/// A parameter that has its value on the line already: its whole name, and the word, without quotes.
pub type Given = (String, String);

/// What completion needs of a command.
#[derive(Clone, Debug)]
pub struct CommandShape {
    /// Its name.
    pub name: String,
    /// Its parameters, the common ones last.
    pub parameters: Vec<ParameterShape>,
    /// The parameter set that is meant when nothing says another, as a bit; 0 where there is none.
    pub default_set: u32,
    /// The type names of what it writes.
    pub outputs: Vec<String>,
    /// Whether its arguments name properties of what comes down the pipeline (`Select-Object`, `Sort-Object` ...).
    pub takes_properties: bool,
}

/// What completion needs of a parameter.
#[derive(Clone, Debug)]
pub struct ParameterShape {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its type, for enumerations, switches and truth values.
    pub ty: ParameterType,
    /// Its allowed values, where they are listed.
    pub values: Vec<String>,
    /// Whether its values are patterns: a name with `*`, `?` or brackets in it is then written with backticks.
    pub wildcards: bool,
    /// The parameter sets that it belongs to, as bits; all bits for every set.
    pub sets: u32,
    /// The positions it can take, each with the sets where it has it.
    pub positions: Vec<(u32, u8)>,
    /// What it is.
    pub help: String,
    /// Its completer.
    pub completer: Option<super::cmdlet::Completer>,
    /// Whether it is one of the parameters that every command has.
    pub common: bool,
    /// Whether a function or a script declares it.
    pub of_script: bool,
}

impl CommandShape {
    /// The parameter that `name` means: the whole name, an alias, or a beginning that fits only one.
    pub fn parameter(&self, name: &str) -> Option<&ParameterShape> {
        let exact = |parameter: &&ParameterShape| {
            parameter.name.eq_ignore_ascii_case(name)
                || parameter
                    .aliases
                    .iter()
                    .any(|alias| alias.eq_ignore_ascii_case(name))
        };
        if let Some(found) = self.parameters.iter().find(exact) {
            return Some(found);
        }
        let mut fitting = self
            .parameters
            .iter()
            .filter(|parameter| starts_with(&parameter.name, name));
        match (fitting.next(), fitting.next()) {
            (Some(found), None) => Some(found),
            _ => None,
        }
    }
}

/// An answer: replace `start..end` of the line by one of the candidates.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    /// Where the replaced text begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it is an element of a list, or ends before a bracket that is open: what follows may touch it.
    pub inside: bool,
    /// What could stand there, already quoted where the language needs it.
    pub candidates: Vec<Candidate>,
}

/// What could stand at byte `cursor` of `line`.
pub fn complete(line: &str, cursor: usize, vocabulary: &dyn Vocabulary) -> Completion {
    let mut cursor = cursor.min(line.len());
    while !line.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let (site, word) = site_at(&line[..cursor]);
    // A word directly behind a closing bracket would be a part of that expression, `(Get-VM).Name`, or no word at all.
    let behind_bracket = word.start == cursor && line[..cursor].ends_with([')', ']', '}']);
    // Quotes behind a lone at sign would begin a here-string.
    let is_glued =
        behind_bracket || line[..word.start].ends_with('@') || ends_in_escape(&line[..word.start]);
    let mut candidates = match &site {
        _ if is_verbatim(&line[..word.start]) => Vec::new(),
        Site::Command | Site::Argument(_) | Site::Parameter { .. } if is_glued => Vec::new(),
        Site::Command => commands_or_paths(&line[..word.start], &word, vocabulary),
        Site::Parameter { command, before } => parameters(command, before, &word, vocabulary),
        Site::Argument(place) => argument::candidates(place, &word, vocabulary),
        Site::Variable(place) => {
            // Where a truth value is wanted, these two come first.
            let truths = place.iter().flat_map(|place| {
                let typed = Word {
                    text: format!("${}", word.text),
                    ..word.clone()
                };
                argument::truths(place, &typed, vocabulary)
            });
            let mut found: Vec<Candidate> = truths.collect();
            if found.is_empty() || !word.text.is_empty() {
                let variables = vocabulary.variables(&word.text).into_iter();
                found.extend(variables.map(|candidate| Candidate {
                    text: quote_variable(&candidate.text),
                    ..candidate
                }));
            }
            found
        }
        Site::Splat => {
            let found = vocabulary.variables(word.text.trim_start_matches('@'));
            let plain = |candidate: &Candidate| {
                candidate
                    .text
                    .chars()
                    .all(|c| c.is_alphanumeric() || c == '_')
            };
            let found = found.into_iter().filter(plain);
            found
                .map(|candidate| Candidate {
                    text: format!("@{}", candidate.text),
                    ..candidate
                })
                .collect()
        }
        Site::Operator => {
            let all = site::OPERATORS.iter().map(|(operator, meaning)| Candidate {
                text: (*operator).to_owned(),
                description: (*meaning).to_owned(),
            });
            filter(all.collect(), &word.text)
        }
        Site::Attribute(name) => filter(language::arguments_of(name), &word.text),
        Site::Preference(name) => {
            let values = filter(language::preferences(name), &word.text);
            if values.is_empty() && word.quote.is_none() {
                commands_or_paths(&line[..word.start], &word, vocabulary)
            } else {
                let quote = word.quote.unwrap_or('\'');
                let literal = |value: Candidate| match argument::is_truth(&value.text) {
                    true => value,
                    false => Candidate {
                        text: quote_within(&value.text, quote),
                        ..value
                    },
                };
                values.into_iter().map(literal).collect()
            }
        }
        Site::Type => vocabulary.types(&word.text),
        Site::Operand { owner, member } => {
            let quote = word.quote.unwrap_or('\'');
            let literal = |candidate: Candidate| match argument::is_truth(&candidate.text) {
                true => candidate,
                false => Candidate {
                    text: quote_within(&candidate.text, quote),
                    ..candidate
                },
            };
            let found = filter(argument::operands(owner, member, vocabulary), &word.text);
            let fits = |candidate: &Candidate| {
                word.quote.is_none() || !argument::is_truth(&candidate.text)
            };
            found.into_iter().filter(fits).map(literal).collect()
        }
        Site::Member { owner } => {
            let mut members = filter(argument::members_of(owner, vocabulary), &word.text);
            // Properties before methods.
            members.sort_by_cached_key(|member| {
                (member.text.ends_with('('), member.text.to_lowercase())
            });
            members.into_iter().map(member).collect()
        }
        Site::Key(command) => filter(argument::keys(command, vocabulary), &word.text),
        Site::Nothing => Vec::new(),
    };
    let mut seen = HashSet::new();
    candidates.retain(|candidate| seen.insert(candidate.text.to_lowercase()));
    for candidate in &mut candidates {
        // A description is only looked at.
        if candidate.description.chars().any(is_invisible) {
            candidate.description = candidate.description.replace(is_invisible, "\u{fffd}");
        }
    }
    // A candidate brings both its quotes: one that stands behind the cursor already is replaced with the word.
    let closing = line[cursor..].chars().next().filter(|c| {
        let same = |is: fn(char) -> bool| word.quote.is_some_and(is) && is(*c);
        same(is_single_quote) || same(is_double_quote)
    });
    let end = match closing {
        Some(quote) => cursor + quote.len_utf8(),
        None => cursor + rest_of_word(&site, &word, &line[word.start..], cursor - word.start),
    };
    Completion {
        start: word.start,
        end,
        inside: match &site {
            // What a command or the name of a parameter waits for comes behind a blank.
            Site::Command | Site::Parameter { .. } => false,
            Site::Argument(place) if !place.listed.is_empty() => true,
            _ => site::is_enclosed(&line[..word.start]),
        },
        candidates,
    }
}

/// Whether what comes next is escaped: quotes around it would be none.
fn ends_in_escape(text: &str) -> bool {
    text.chars().rev().take_while(|c| *c == '`').count() % 2 == 1
}

/// How many bytes behind the cursor, which stands in a word, belong to that word: a candidate replaces them too. `line` begins
/// with the word, and the cursor is at `cursor` of it.
fn rest_of_word(site: &Site, word: &Word, line: &str, cursor: usize) -> usize {
    // At the beginning of a word another one is put before it.
    if cursor == 0 || matches!(site, Site::Nothing) {
        return 0;
    }
    let rest = &line[cursor..];
    let is_part = |c: char| {
        c.is_alphanumeric()
            || c == '_'
            || match site {
                Site::Command | Site::Argument(_) => "-./\\:*?+@%~".contains(c),
                Site::Parameter { .. } => c == '-',
                Site::Type => c == '.',
                _ => false,
            }
    };
    let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    match word.quote {
        None => length,
        // Text goes on to its closing quote; one that has none has what was typed for its end.
        Some(quote) => {
            let same = |c: char| match is_single_quote(quote) {
                true => is_single_quote(c),
                false => is_double_quote(c),
            };
            let closing = rest.find(same).filter(|end| *end == length);
            closing.map_or(0, |end| {
                end + rest[end..].chars().next().map_or(0, char::len_utf8)
            })
        }
    }
}

/// Whether a text is within what goes to a program as it stands, behind `--%` up to the end of the line or a pipe: nothing is read there, and so
/// nothing quoted.
fn is_verbatim(before: &str) -> bool {
    let Some((command, rest)) = before.rsplit_once("--%") else {
        return false;
    };
    let is_word = |c: Option<char>| c.is_some_and(char::is_whitespace);
    is_word(command.chars().next_back())
        && is_word(rest.chars().next())
        && !rest.contains(['\n', '\r', '|'])
}

/// A member as it is typed: a method with its parenthesis, a property whose name may be anything.
fn member(candidate: Candidate) -> Candidate {
    let text = match candidate.text.strip_suffix('(') {
        Some(method) if matches!(quote_member(method), Cow::Borrowed(_)) => candidate.text,
        _ => quote_member(&candidate.text).into_owned(),
    };
    Candidate { text, ..candidate }
}

fn commands_or_paths(before: &str, word: &Word, vocabulary: &dyn Vocabulary) -> Vec<Candidate> {
    if language::wants_block(before) {
        return Vec::new();
    }
    let looks_like_path =
        word.text.contains('/') || word.text.starts_with('.') || word.text.starts_with('~');
    let found = if looks_like_path {
        vocabulary.paths(&word.text, &[])
    } else {
        vocabulary.commands(&word.text)
    };
    let called = is_called(before);
    let piped = before.trim_end().ends_with('|');
    let begins = !called && word.quote.is_none() && !piped;
    let keywords = match begins {
        true => language::keywords(&word.text),
        false => Vec::new(),
    };
    // An alias that is a keyword too would have to be called by `&`.
    let is_keyword = |candidate: &Candidate| {
        let mut keywords = keywords.iter();
        keywords.any(|keyword| keyword.text.eq_ignore_ascii_case(&candidate.text))
    };
    // Names that are only like the word are for one that begins nothing.
    let fitting = |c: &Candidate| keywords.is_empty() || fits(&c.text, &word.text);
    let found: Vec<Candidate> = found
        .into_iter()
        .filter(|c| fitting(c) && !is_keyword(c))
        .collect();
    let commands = found.into_iter().map(|candidate| Candidate {
        text: match word.quote {
            Some(quote) if called => quote_within(&candidate.text, quote),
            _ if called => quote_argument(&candidate.text).into_owned(),
            // Behind a pipe a keyword is the name of a command.
            None if piped && candidate.text.chars().all(char::is_alphabetic) => candidate.text,
            _ => match quote_command(&candidate.text) {
                // Two of these signs side by side would be another one.
                quoted if before.ends_with('&') && quoted.starts_with('&') => {
                    format!(" {quoted}")
                }
                quoted => quoted.into_owned(),
            },
        },
        ..candidate
    });
    let commands: Vec<Candidate> = commands.collect();
    keywords.into_iter().chain(commands).collect()
}

/// Whether what comes next is called whatever it looks like: `&` or the dot that runs a script here stands before it.
fn is_called(before: &str) -> bool {
    let before = before.trim_end();
    if let Some(rest) = before.strip_suffix('&') {
        return !rest.ends_with('&');
    }
    before.strip_suffix('.').is_some_and(|rest| {
        rest.chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || matches!(c, ';' | '|' | '{' | '(' | '='))
    })
}

fn parameters(
    command: &str,
    before: &[Item],
    word: &Word,
    vocabulary: &dyn Vocabulary,
) -> Vec<Candidate> {
    let Some(shape) = vocabulary.command(command) else {
        return Vec::new();
    };
    let bound = Bound::of(&shape, before);
    let typed = word.text.trim_start_matches('-');
    let candidate = |parameter: &ParameterShape| Candidate {
        text: format!("-{}", parameter.name),
        description: parameter.help.clone(),
    };
    let open = || {
        let parameters = shape.parameters.iter();
        let open = parameters.filter(|parameter| bound.is_open(parameter));
        // A function's parameter may be called anything; as an argument only a word is its name.
        open.filter(|parameter| matches!(quote_member(&parameter.name), Cow::Borrowed(_)))
    };
    let found: Vec<Candidate> = open()
        // The common parameters would hide the command's own when nothing has been typed yet.
        .filter(|parameter| !(parameter.common && typed.is_empty()))
        .filter(|parameter| fits(&parameter.name, typed))
        .map(candidate)
        .collect();
    if !found.is_empty() {
        return found;
    }
    let own = open().filter(|parameter| !parameter.common);
    fuzzy::nearest(own.map(candidate), typed)
}

/// Whether `text` begins with `prefix`, without regard to ASCII case.
pub fn starts_with(text: &str, prefix: &str) -> bool {
    text.as_bytes()
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// Whether `text` is what `typed` is the beginning of, without regard to case: as it stands, or by its wildcards.
pub fn fits(text: &str, typed: &str) -> bool {
    starts_with(text, typed)
        || (wildcard::has_wildcards(typed)
            && WildcardPattern::new(&format!("{typed}*")).is_match(text))
}

/// The candidates that `typed` fits.
fn filter(candidates: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    candidates
        .into_iter()
        .filter(|candidate| fits(&candidate.text, typed))
        .collect()
}
