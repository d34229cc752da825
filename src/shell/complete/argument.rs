//! Candidates for an argument.

use super::site::{Owner, Place, Word};
use super::{CommandShape, ParameterShape, Vocabulary, filter};
use crate::shell::cmdlet::{Candidate, ParameterType};
use crate::shell::syntax::quote::{quote_argument, quote_within};
use crate::shell::wildcard;

/// What could stand as the argument at `place`.
pub(super) fn candidates(
    place: &Place,
    word: &Word,
    vocabulary: &dyn Vocabulary,
) -> Vec<Candidate> {
    let Some(shape) = vocabulary.command(&place.command) else {
        return typed(vocabulary.paths(&word.text), word, false);
    };
    // Parameters of different sets can share a position: the first that knows an answer gives it.
    let parameters = parameters_at(&shape, place);
    let found = parameters
        .iter()
        .map(|parameter| values(parameter, word, vocabulary))
        .find(|found| !found.is_empty());
    if let Some(found) = found {
        return found;
    }
    if shape.takes_properties
        && let Some(upstream) = &place.upstream
    {
        let members = members_of(&Owner::Command(upstream.clone()), vocabulary);
        let members = filter(members, &word.text);
        if !members.is_empty() {
            return typed(members, word, false);
        }
    }
    if parameters.iter().all(|parameter| takes_text(parameter.ty)) {
        let wildcards = parameters.first().is_some_and(|first| first.wildcards);
        let known = if wildcards {
            wildcard::unescape(&word.text)
        } else {
            word.text.clone()
        };
        return typed(vocabulary.paths(&known), word, wildcards);
    }
    Vec::new()
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
        let known = if parameter.wildcards {
            wildcard::unescape(&word.text)
        } else {
            word.text.clone()
        };
        let names = filter(vocabulary.live(parameter, &known), &known);
        return typed(names, word, parameter.wildcards);
    }
    let plain = |text: &str| Candidate {
        text: text.to_owned(),
        description: String::new(),
    };
    let element = parameter.ty.element();
    if parameter.values.is_empty() && matches!(element, ParameterType::Named("bool")) {
        // These are no names but text of the language.
        let truths = vec![plain("$true"), plain("$false")];
        return match word.quote {
            Some(_) => Vec::new(),
            None => filter(truths, &word.text),
        };
    }
    let listed: Vec<Candidate> = if parameter.values.is_empty() {
        match element {
            ParameterType::Enum(ty) => ty.members.iter().map(|(name, _)| plain(name)).collect(),
            _ => Vec::new(),
        }
    } else {
        parameter.values.iter().map(|value| plain(value)).collect()
    };
    typed(filter(listed, &word.text), word, false)
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
