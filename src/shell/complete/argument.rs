//! Candidates for an argument.

use super::site::{Owner, Place, Word};
use super::{CommandShape, ParameterShape, Vocabulary, filter};
use crate::shell::cmdlet::{Candidate, ParameterType};

/// What could stand as the argument at `place`.
pub(super) fn candidates(
    place: &Place,
    word: &Word,
    vocabulary: &dyn Vocabulary,
) -> Vec<Candidate> {
    let Some(shape) = vocabulary.command(&place.command) else {
        return vocabulary.paths(&word.text);
    };
    // Parameters of different sets can share a position: the first that knows an answer gives it.
    let parameters = parameters_at(&shape, place);
    let mut found = parameters
        .iter()
        .map(|parameter| values(parameter, word, vocabulary))
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    if found.is_empty()
        && shape.takes_properties
        && let Some(upstream) = &place.upstream
    {
        let members = members_of(&Owner::Command(upstream.clone()), vocabulary);
        found = filter(members, &word.text);
    }
    if found.is_empty()
        && parameters
            .iter()
            .map(|parameter| parameter.ty)
            .all(takes_text)
    {
        return vocabulary.paths(&word.text);
    }
    found
        .into_iter()
        .map(|candidate| Candidate {
            text: quoted(&candidate.text, word.quote),
            ..candidate
        })
        .collect()
}

/// The parameters that an argument at `place` can go to: one that was named, or those of its position.
fn parameters_at<'a>(shape: &'a CommandShape, place: &Place) -> Vec<&'a ParameterShape> {
    // A parameter right before the word takes it, unless that is a switch.
    let mut position = 0_usize;
    let mut taken: Vec<&str> = Vec::new();
    let mut waiting: Option<&ParameterShape> = None;
    for item in &place.before {
        match item {
            super::site::Item::Parameter(name) => {
                let found = shape.parameter(name);
                if let Some(parameter) = found {
                    taken.push(&parameter.name);
                }
                waiting = found.filter(|parameter| !matches!(parameter.ty, ParameterType::Switch));
            }
            super::site::Item::Value => {
                if waiting.take().is_none() {
                    position += 1;
                }
            }
        }
    }
    if let Some(named) = waiting {
        return vec![named];
    }
    let mut positional: Vec<(u8, &ParameterShape)> = shape
        .parameters
        .iter()
        .filter(|parameter| !taken.contains(&parameter.name.as_str()))
        .filter_map(|parameter| Some((*parameter.positions.iter().min()?, parameter)))
        .collect();
    positional.sort_by_key(|(place, _)| *place);
    positional
        .chunk_by(|(left, _), (right, _)| left == right)
        .nth(position)
        .unwrap_or_default()
        .iter()
        .map(|(_, parameter)| *parameter)
        .collect()
}

/// What the parameter itself knows: its completer, its enumeration, its allowed values, `$true` and `$false`.
fn values(parameter: &ParameterShape, word: &Word, vocabulary: &dyn Vocabulary) -> Vec<Candidate> {
    if parameter.completer.is_some() {
        return filter(vocabulary.live(parameter, &word.text), &word.text);
    }
    let plain = |text: &str| Candidate {
        text: text.to_owned(),
        description: String::new(),
    };
    let listed: Vec<Candidate> = if parameter.values.is_empty() {
        match parameter.ty.element() {
            ParameterType::Enum(ty) => ty.members.iter().map(|(name, _)| plain(name)).collect(),
            ParameterType::Named("bool") => vec![plain("$true"), plain("$false")],
            _ => Vec::new(),
        }
    } else {
        parameter.values.iter().map(|value| plain(value)).collect()
    };
    filter(listed, &word.text)
}

fn takes_text(ty: ParameterType) -> bool {
    matches!(
        ty.element(),
        ParameterType::Named("string") | ParameterType::Object
    )
}

/// The members that `owner` has.
pub(super) fn members_of(owner: &Owner, vocabulary: &dyn Vocabulary) -> Vec<Candidate> {
    match owner {
        Owner::Variable(name) => vocabulary.variable_members(name),
        Owner::Type(name) => vocabulary.static_members(name),
        Owner::Command(name) => vocabulary
            .command(name)
            .map(|shape| {
                shape
                    .outputs
                    .iter()
                    .flat_map(|output| vocabulary.type_members(output))
                    .collect()
            })
            .unwrap_or_default(),
    }
}

/// The text as it must be typed: in quotes when it would be read as something else.
fn quoted(text: &str, quote: Option<char>) -> String {
    let plain = !text.is_empty()
        && text.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '\\' | '*' | '+' | '=')
        });
    match quote {
        Some('"') => format!(
            "\"{}\"",
            text.replace('`', "``")
                .replace('"', "`\"")
                .replace('$', "`$")
        ),
        None if plain || text.starts_with('$') => text.to_owned(),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}
