//! Candidates for an argument.

use super::bound::Bound;
use super::site::{COMPARISONS, Item, Owner, Place, Word};
use super::{CommandShape, Given, ParameterShape, Vocabulary, filter};
use crate::cmdlet::{Candidate, ParameterType};
use crate::syntax::quote::{quote_argument, quote_within};
use crate::wildcard;

/// What could stand as the argument at `place`: nothing twice in one list.
pub(super) fn candidates(
    place: &Place,
    word: &Word,
    vocabulary: &dyn Vocabulary,
) -> Vec<Candidate> {
    let mut found = all_candidates(place, word, vocabulary);
    if !place.listed.is_empty() {
        let listed = |text: &str| {
            let listed = place.listed.iter();
            let mut same = listed.filter(|listed| bare(listed).eq_ignore_ascii_case(bare(text)));
            same.next().is_some()
        };
        found.retain(|candidate| !listed(&candidate.text));
    }
    found
}

/// A word without its quotes.
fn bare(text: &str) -> &str {
    text.trim_matches(['\'', '"'])
}

fn all_candidates(place: &Place, word: &Word, vocabulary: &dyn Vocabulary) -> Vec<Candidate> {
    let Some(shape) = vocabulary.command(&place.command) else {
        return typed(vocabulary.paths(&word.text, &[]), word, false);
    };
    if let Some(names) = parameters_of_topic(&shape, place, vocabulary) {
        return typed(filter(names, &word.text), word, false);
    }
    // Parameters of different sets can share a position: the first that knows an answer gives it.
    let parameters = parameters_at(&shape, place);
    let glued_to = place.before.last().filter(|_| place.glued);
    if let Some(Item::Parameter(name)) = glued_to
        && shape.parameter(name).is_some_and(is_switch)
    {
        return filter(truth_values(), &word.text);
    }
    if let Some(names) = of_the_session(&shape, &parameters, place, word, vocabulary) {
        return names;
    }
    let found = parameters
        .iter()
        .map(|parameter| values(parameter, word, &given(&shape, place), vocabulary))
        .find(|found| !found.is_empty());
    if let Some(found) = found {
        return found;
    }
    if shape.takes_properties && !place.upstream.is_empty() {
        let upstream = Owner::Pipeline(place.upstream.clone());
        // `? State -eq ` wants a value of the property, all else the name of one.
        if let Some(member) = compared(&shape, place) {
            let values = filter(operands(&upstream, member, vocabulary), &word.text);
            let (truths, words): (Vec<Candidate>, Vec<Candidate>) =
                values.into_iter().partition(|value| is_truth(&value.text));
            let truths = truths.into_iter().filter(|_| word.quote.is_none());
            return typed(words, word, false)
                .into_iter()
                .chain(truths)
                .collect();
        }
        let members = members_of(&upstream, vocabulary)
            .into_iter()
            .filter(is_property);
        let members = filter(members.collect(), &word.text);
        if !members.is_empty() {
            return typed(members, word, false);
        }
    }
    // Where names of what is on the host are wanted and there are none, a file is not meant either.
    if parameters
        .iter()
        .any(|parameter| parameter.completer.is_some())
    {
        return Vec::new();
    }
    if parameters.is_empty() || wants_path(&parameters, &word.text) {
        let wildcards = parameters.first().is_some_and(|first| first.wildcards);
        let known = if wildcards {
            wildcard::unescape(&word.text)
        } else {
            word.text.clone()
        };
        return typed(
            vocabulary.paths(&known, &given(&shape, place)),
            word,
            wildcards,
        );
    }
    Vec::new()
}

/// Whether files and folders are offered for what was typed.
pub(super) fn wants_path(parameters: &[&ParameterShape], typed: &str) -> bool {
    let is_file = |parameter: &&ParameterShape| takes_text(parameter.ty) && names_a_file(parameter);
    looks_like_path(typed) || parameters.iter().any(is_file)
}

/// Whether a word can be nothing else than a path.
fn looks_like_path(word: &str) -> bool {
    word.contains('/') || word.starts_with(['.', '~'])
}

/// Whether a parameter wants a file or a folder, by its name; one of a function or a script may want anything.
fn names_a_file(parameter: &ParameterShape) -> bool {
    const WORDS: [&str; 7] = [
        "path",
        "file",
        "folder",
        "directory",
        "destination",
        "location",
        "root",
    ];
    let name = parameter.name.to_ascii_lowercase();
    parameter.of_script || WORDS.iter().any(|word| name.ends_with(word))
}

fn is_switch(parameter: &ParameterShape) -> bool {
    matches!(parameter.ty, ParameterType::Switch)
}

/// What the session itself knows for a parameter: names of variables, of types, of the members of what comes down the pipeline.
fn of_the_session(
    shape: &CommandShape,
    parameters: &[&ParameterShape],
    place: &Place,
    word: &Word,
    vocabulary: &dyn Vocabulary,
) -> Option<Vec<Candidate>> {
    let wants = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
    if wants("MemberName") && !place.upstream.is_empty() && word.quote.is_none() {
        let owner = Owner::Pipeline(place.upstream.clone());
        let members = members_of(&owner, vocabulary).into_iter();
        let plain = members.map(|member| Candidate {
            text: member.text.trim_end_matches('(').to_owned(),
            ..member
        });
        let found = filter(plain.collect(), &word.text);
        return (!found.is_empty()).then(|| typed(found, word, false));
    }
    if wants("TypeName") {
        return Some(typed(vocabulary.types(&word.text), word, false));
    }
    if shape.name.ends_with("-Variable") && wants("Name") {
        return Some(typed(vocabulary.variables(&word.text), word, false));
    }
    None
}

/// Names as they are to be typed: their wildcards escaped where a pattern is expected, and quoted.
fn typed(names: Vec<Candidate>, word: &Word, wildcards: bool) -> Vec<Candidate> {
    let quoted = |name: &str| match word.quote {
        Some(quote) => quote_within(name, quote),
        None => quote_argument(name).into_owned(),
    };
    names
        .into_iter()
        .map(|candidate| Candidate {
            text: if wildcards {
                quoted(&wildcard::quote(&candidate.text))
            } else {
                quoted(&candidate.text)
            },
            ..candidate
        })
        .collect()
}

/// The parameters before the word that have values which are written as they are.
fn given(shape: &CommandShape, place: &Place) -> Vec<Given> {
    let pairs = place.before.windows(2);
    pairs
        .filter_map(|pair| match pair {
            [Item::Parameter(name), Item::Value(text)]
                if !text.starts_with(['$', '(', '@', '{']) =>
            {
                let parameter = shape.parameter(name)?;
                (!matches!(parameter.ty, ParameterType::Switch))
                    .then(|| (parameter.name.clone(), bare(text).to_owned()))
            }
            _ => None,
        })
        .collect()
}

/// The parameters that an argument at `place` can go to: one that was named, or those of its position.
pub(super) fn parameters_at<'a>(shape: &'a CommandShape, place: &Place) -> Vec<&'a ParameterShape> {
    let bound = Bound::of(shape, &place.before);
    match bound.waiting {
        Some(named) => vec![named],
        None => bound.positional(),
    }
}

/// The parameters of the command that help is asked for: `Get-Help Get-VM -Parameter `.
fn parameters_of_topic(
    shape: &CommandShape,
    place: &Place,
    vocabulary: &dyn Vocabulary,
) -> Option<Vec<Candidate>> {
    let wants = |parameter: &&ParameterShape| parameter.name == "Parameter";
    if shape.name != "Get-Help" || parameters_at(shape, place).iter().all(|p| !wants(p)) {
        return None;
    }
    let named = place.before.iter().find_map(|item| match item {
        Item::Value(text) => vocabulary.command(text.trim_matches(['\'', '"'])),
        Item::Parameter(_) => None,
    })?;
    let own = named.parameters.into_iter().filter(|known| !known.common);
    let candidate = |known: ParameterShape| Candidate {
        text: known.name,
        description: known.help,
    };
    Some(own.map(candidate).collect())
}

/// The names of encodings of text, the usual one first.
const ENCODINGS: &[&str] = &[
    "utf8",
    "utf8BOM",
    "utf8NoBOM",
    "ascii",
    "unicode",
    "bigendianunicode",
    "utf32",
    "oem",
];

fn truth_values() -> Vec<Candidate> {
    let plain = |text: &str| Candidate {
        text: text.to_owned(),
        description: String::new(),
    };
    vec![plain("$true"), plain("$false")]
}

/// What the parameter itself knows: its completer, its enumeration, its allowed values, `$true` and `$false`.
fn values(
    parameter: &ParameterShape,
    word: &Word,
    given: &[Given],
    vocabulary: &dyn Vocabulary,
) -> Vec<Candidate> {
    if parameter.completer.is_some() {
        let known = if parameter.wildcards {
            wildcard::unescape(&word.text)
        } else {
            word.text.clone()
        };
        let names = filter(vocabulary.live(parameter, &known, given), &known);
        return typed(names, word, parameter.wildcards);
    }
    let plain = |text: &str| Candidate {
        text: text.to_owned(),
        description: String::new(),
    };
    let element = parameter.ty.element();
    if parameter.values.is_empty() && matches!(element, ParameterType::Named("bool")) {
        // These are no names but text of the language.
        return match word.quote {
            Some(_) => Vec::new(),
            None => filter(truth_values(), &word.text),
        };
    }
    let listed: Vec<Candidate> = if parameter.values.is_empty() {
        match element {
            ParameterType::Enum(ty) => ty.members.iter().map(|(name, _)| plain(name)).collect(),
            _ if parameter.name == "Encoding" => ENCODINGS.iter().map(|name| plain(name)).collect(),
            _ => Vec::new(),
        }
    } else {
        parameter.values.iter().map(|value| plain(value)).collect()
    };
    let listed = filter(listed, &word.text);
    // Numbers are written as they are where numbers are wanted.
    let numbers = !takes_text(parameter.ty)
        && word.quote.is_none()
        && listed.iter().all(|value| value.text.parse::<i64>().is_ok());
    if numbers {
        listed
    } else {
        typed(listed, word, false)
    }
}

/// `$true` and `$false`, as far as they begin as the word does, where a truth value is wanted.
pub(super) fn truths(place: &Place, word: &Word, vocabulary: &dyn Vocabulary) -> Vec<Candidate> {
    let Some(shape) = vocabulary.command(&place.command) else {
        return Vec::new();
    };
    let is_truth = |parameter: &&ParameterShape| {
        parameter.completer.is_none()
            && matches!(parameter.ty.element(), ParameterType::Named("bool"))
    };
    let parameters = parameters_at(&shape, place);
    let found = parameters.into_iter().find(is_truth);
    found.map_or_else(Vec::new, |parameter| {
        values(parameter, word, &[], vocabulary)
    })
}

/// The keys of a table that stands for a property: `Select-Object @{ Name = 'MB'; Expression = { ... } }`.
pub(super) fn keys(command: &str, vocabulary: &dyn Vocabulary) -> Vec<Candidate> {
    let shape = vocabulary.command(command);
    let keys: &[&str] = match shape.as_ref().map(|shape| shape.name.as_str()) {
        Some("Get-WinEvent") => &[
            "LogName",
            "ProviderName",
            "ID",
            "Level",
            "UserID",
            "StartTime",
            "EndTime",
        ],
        Some("Select-Object") => &["Name", "Expression"],
        Some("Sort-Object") => &["Expression", "Descending", "Ascending"],
        Some("Group-Object" | "Compare-Object" | "Measure-Object") => &["Expression"],
        Some("Format-Table") => &[
            "Name",
            "Expression",
            "Label",
            "FormatString",
            "Width",
            "Alignment",
        ],
        Some("Format-List" | "Format-Wide" | "Format-Custom") => {
            &["Name", "Expression", "Label", "FormatString"]
        }
        _ => &[],
    };
    let key = |key: &&str| Candidate {
        text: (*key).to_owned(),
        description: String::new(),
    };
    keys.iter().map(key).collect()
}

fn takes_text(ty: ParameterType) -> bool {
    matches!(
        ty.element(),
        ParameterType::Named("string") | ParameterType::Object
    )
}

/// The property that the word is compared with: `? State -eq `.
fn compared<'a>(shape: &CommandShape, place: &'a Place) -> Option<&'a str> {
    let (Item::Parameter(operator), before) = place.before.split_last()? else {
        return None;
    };
    let operator = &shape.parameter(operator)?.name;
    let is_comparison = COMPARISONS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(operator));
    before.iter().rev().find_map(|item| match item {
        Item::Value(text) if is_comparison => Some(text.trim_matches(['\'', '"'])),
        _ => None,
    })
}

/// Whether a value is text of the language and no word to be quoted.
pub(super) fn is_truth(text: &str) -> bool {
    matches!(text, "$true" | "$false")
}

fn is_property(candidate: &Candidate) -> bool {
    !candidate.text.ends_with('(')
}

/// What an owner is known to be.
#[derive(Default)]
struct Known {
    types: Vec<String>,
    members: Vec<Candidate>,
}

fn known(owner: &Owner, vocabulary: &dyn Vocabulary) -> Known {
    match owner {
        Owner::Variable(_) => variable(owner, vocabulary).unwrap_or_default(),
        Owner::Value(name) => of_types(vec![(*name).to_owned()], vocabulary),
        Owner::Type(name) => Known {
            types: Vec::new(),
            members: vocabulary.static_members(name),
        },
        Owner::Command(name) => vocabulary
            .command(name)
            .map(|shape| of_types(shape.outputs, vocabulary))
            .unwrap_or_default(),
        Owner::Member(inner, member) => variable(owner, vocabulary).unwrap_or_else(|| {
            let types = known(inner, vocabulary).types;
            let types = types
                .iter()
                .filter_map(|ty| vocabulary.type_of_member(ty, member))
                .map(str::to_owned);
            of_types(types.collect(), vocabulary)
        }),
        // Commands that only pass on what they get write nothing of their own.
        Owner::Pipeline(elements) => elements
            .iter()
            .rev()
            .map(|element| known(element, vocabulary))
            .find(|known| !known.members.is_empty())
            .unwrap_or_default(),
    }
}

fn of_types(types: Vec<String>, vocabulary: &dyn Vocabulary) -> Known {
    let members = types
        .iter()
        .flat_map(|ty| vocabulary.type_members(ty))
        .collect();
    Known { types, members }
}

/// A variable or a chain of members of one: what it holds now is known.
fn variable(owner: &Owner, vocabulary: &dyn Vocabulary) -> Option<Known> {
    let mut path: Vec<&str> = Vec::new();
    let mut at = owner;
    let name = loop {
        match at {
            Owner::Member(inner, member) => {
                path.push(member);
                at = inner;
            }
            Owner::Variable(name) => break name,
            _ => return None,
        }
    };
    path.reverse();
    let (ty, members) = vocabulary.variable_members(name, &path)?;
    Some(Known {
        types: vec![ty],
        members,
    })
}

/// The members that `owner` has.
pub(super) fn members_of(owner: &Owner, vocabulary: &dyn Vocabulary) -> Vec<Candidate> {
    known(owner, vocabulary).members
}

/// The values that a member of `owner` can have, as far as its type lists them.
pub(super) fn operands(owner: &Owner, member: &str, vocabulary: &dyn Vocabulary) -> Vec<Candidate> {
    let elements = match owner {
        Owner::Pipeline(elements) => elements.as_slice(),
        one => std::slice::from_ref(one),
    };
    elements
        .iter()
        .rev()
        .flat_map(|element| known(element, vocabulary).types)
        .map(|ty| vocabulary.values_of_member(&ty, member))
        .find(|values| !values.is_empty())
        .unwrap_or_default()
}
