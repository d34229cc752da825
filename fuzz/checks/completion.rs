//! Completion at the prompt: whatever is typed and whatever things are called, what is inserted is one word that stands for a name
//! which was offered.

use iovsh::shell::cmdlet::{Candidate, ParameterType};
use iovsh::shell::complete::{CommandShape, Completion, ParameterShape, Vocabulary, complete};
use iovsh::shell::syntax::quote::{is_invisible, unquote};
use iovsh::shell::syntax::token::TokenKind;
use iovsh::shell::syntax::{ParseError, parse};
use iovsh::shell::wildcard;

/// The line up to the first zero, then the names of everything there is, parted by zeros.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split('\0').map(str::to_owned);
    let line = parts.next().unwrap_or_default();
    let names: Vec<String> = parts.filter(|name| !name.is_empty()).collect();
    holds(&line, &names);
}

/// Completes at the end of the line, and looks at what the line would be then.
pub fn holds(line: &str, names: &[String]) {
    let Completion {
        start,
        end,
        candidates,
        ..
    } = complete(line, line.len(), &Names(names));
    assert!(start <= end && end <= line.len());
    // Operators, attributes and values that the language has of its own: they are offered where nothing has a name.
    let own = complete(line, line.len(), &Names(&[])).candidates;
    let before = &line[..start];
    for candidate in candidates {
        assert!(
            !candidate.description.chars().any(is_invisible),
            "{candidate:?}"
        );
        let text = candidate.text.as_str();
        assert!(!text.chars().any(is_invisible), "{text:?} in {line:?}");
        let completed = format!("{before}{text}");
        let parsed = parse(&completed).tokens;
        let is_within_a_word = parsed
            .iter()
            .any(|token| (token.span.start as usize) < start && token.span.end as usize > start);
        let tokens: Vec<String> = parsed
            .iter()
            .filter(|token| token.span.end as usize > start)
            // A word may begin before what is inserted: `if=/dev/zero`.
            .map(|token| {
                let from = start.max(token.span.start as usize);
                completed
                    .get(from..token.span.end as usize)
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect();
        // What is nested deeper than anything is read.
        if line.matches(['(', '[', '{']).count() > DEEP {
            continue;
        }
        let word = match tokens.as_slice() {
            [ampersand, word] if ampersand == "&" => word,
            [method, parenthesis] if parenthesis == "(" => method,
            // In an expression within a string, which is one token as a whole once both are closed: until then a quote of the word seems
            // to end it. A blank keeps an `&` from one before it.
            _ if is_within_a_word && before.contains("$(") => {
                let text = text.trim_start_matches(' ');
                text.strip_prefix("& ").unwrap_or(text)
            }
            // Behind a mistake reading may end at the `&` of a command that is called by its quoted name.
            [word] if word != "&" => word,
            // Behind a mistake that no further text repairs, or in one, words are read in pieces: as in a type that is not closed, or
            // where a value must stand and a `/` was typed.
            _ if [before, line].iter().any(|text| is_broken(text)) => {
                let text = text.trim_start_matches(' ');
                text.strip_prefix("& ").unwrap_or(text)
            }
            // A variable is whole by itself; around it a type is not closed.
            _ if is_variable(text) => continue,
            _ => panic!("{line:?} becomes {completed:?}, which ends in {tokens:?}"),
        };
        // A variable, by itself or anywhere in a string.
        let in_string = word.starts_with('"') && line[start..].contains('$');
        if in_string || word.starts_with('$') {
            continue;
        }
        // A variable that is splatted.
        if let Some(variable) = word.strip_prefix('@')
            && names.iter().any(|name| name == variable)
        {
            continue;
        }
        if own.iter().any(|own| own.text == candidate.text) {
            continue;
        }
        let is_method = matches!(tokens.as_slice(), [_, parenthesis] if parenthesis == "(");
        let read = unquote(word).map(|word| word.text);
        let is_name = read.is_some_and(|read| {
            let known = |text: &str| {
                names.iter().any(|name| {
                    let method = is_method && name.strip_suffix('(') == Some(text);
                    method || name == text || text.strip_prefix('-') == Some(name)
                })
            };
            known(&read) || known(&wildcard::unescape(&read)) || OWN.contains(&read.as_str())
        });
        assert!(is_name, "{line:?}: {word:?} is no name of {names:?}");
    }
}

/// Whether a text has a mistake that no further text repairs. Some are said to be repaired by more and are not: an attribute needs what it is put
/// before (`[ValidateSet('a')]$x = 1`), but nothing ever follows behind a list of types (`[m,ma/((((( (`); and a type that is not closed
/// where something else stands already (`[u [m[[u, ,$n`).
fn is_broken(text: &str) -> bool {
    const UNREPAIRED: [&str; 3] = [
        "UnexpectedAttribute",
        "EndSquareBracketExpectedAtEndOfAttribute",
        "EndSquareBracketExpectedAtEndOfType",
    ];
    let broken = |error: &ParseError| !error.incomplete || UNREPAIRED.contains(&error.id);
    parse(text).errors.iter().any(broken)
}

fn is_variable(text: &str) -> bool {
    matches!(parse(text).tokens.as_slice(), [one] if one.kind == TokenKind::Variable)
}

/// The parser reads so many brackets within each other, and a few more.
const DEEP: usize = 40;

/// Names that the vocabulary has of its own.
const OWN: &[&str] = &["Get-Thing", "-Name", "-Text", "-Flag", "-Other", "method"];

/// A session in which everything has these names: commands, variables, members, files, and the things behind a parameter.
struct Names<'a>(&'a [String]);

impl Names<'_> {
    fn beginning(&self, prefix: &str) -> Vec<Candidate> {
        let fits = |name: &&String| name.starts_with(prefix);
        let found = self.0.iter().filter(fits);
        found
            .map(|name| Candidate {
                text: name.clone(),
                description: name.clone(),
            })
            .collect()
    }
}

fn parameter(name: &str, ty: ParameterType, position: u8) -> ParameterShape {
    ParameterShape {
        name: name.to_owned(),
        aliases: Vec::new(),
        ty,
        values: Vec::new(),
        wildcards: name == "Name",
        sets: u32::MAX,
        positions: vec![(u32::MAX, position)],
        help: String::new(),
        completer: (name == "Name").then_some(|_, _| Vec::new()),
        common: false,
        of_script: false,
    }
}

impl Vocabulary for Names<'_> {
    fn commands(&self, prefix: &str) -> Vec<Candidate> {
        self.beginning(prefix)
    }
    fn command(&self, name: &str) -> Option<CommandShape> {
        let mut parameters = vec![
            parameter("Name", ParameterType::Named("string"), 0),
            parameter("Text", ParameterType::Named("string"), 1),
            parameter("Flag", ParameterType::Named("bool"), 2),
            parameter("Other", ParameterType::Object, 3),
        ];
        parameters.extend(
            self.0
                .iter()
                .map(|name| parameter(name, ParameterType::Object, 9)),
        );
        (name == "Get-Thing").then(|| CommandShape {
            default_set: 0,
            name: name.to_owned(),
            parameters,
            outputs: vec!["Thing".to_owned()],
            takes_properties: true,
        })
    }
    fn variables(&self, prefix: &str) -> Vec<Candidate> {
        self.beginning(prefix)
    }
    fn variable_members(&self, _name: &str, _path: &[&str]) -> Option<(String, Vec<Candidate>)> {
        let mut members = self.beginning("");
        members.push(Candidate {
            text: "method(".to_owned(),
            description: String::new(),
        });
        Some(("Thing".to_owned(), members))
    }
    fn type_of_member(&self, _type_name: &str, _member: &str) -> Option<&'static str> {
        Some("Thing")
    }
    fn values_of_member(&self, _type_name: &str, _member: &str) -> Vec<Candidate> {
        self.beginning("")
    }
    fn types(&self, _prefix: &str) -> Vec<Candidate> {
        Vec::new()
    }
    fn type_members(&self, _name: &str) -> Vec<Candidate> {
        self.beginning("")
    }
    fn static_members(&self, _name: &str) -> Vec<Candidate> {
        self.beginning("")
    }
    fn live(
        &self,
        _parameter: &ParameterShape,
        word: &str,
        _given: &[iovsh::shell::complete::Given],
    ) -> Vec<Candidate> {
        self.beginning(word)
    }
    fn paths(&self, word: &str, _given: &[iovsh::shell::complete::Given]) -> Vec<Candidate> {
        self.beginning(word)
    }
}
