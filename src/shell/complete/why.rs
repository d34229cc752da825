//! Why nothing could stand at the cursor: said where candidates would be.

use super::site::{Place, Site, Word, site_at};
use super::{CommandShape, Vocabulary, argument};
use crate::syntax::quote::quote_literal;

/// Where no reason is known.
pub const NOTHING: &str = "nothing fits";

/// Why [`complete`](super::complete) has no candidates for byte `cursor` of `line`: what was looked for, and what to type to see more.
pub fn why_nothing(line: &str, cursor: usize, vocabulary: &dyn Vocabulary) -> String {
    let before = line.get(..cursor).unwrap_or(line);
    let (site, word) = site_at(before);
    match &site {
        Site::Command if !word.text.is_empty() => format!(
            "no command begins with {}; Get-Command *WORD* searches inside names",
            quote_literal(&word.text)
        ),
        Site::Parameter { command, .. } => match vocabulary.command(command) {
            None => no_command(command),
            Some(shape) => format!(
                "{} has no parameter like {}; Get-Command {} -Syntax shows them",
                shape.name, word.text, shape.name
            ),
        },
        Site::Argument(place) => match vocabulary.command(&place.command) {
            None => no_command(&place.command),
            Some(shape) => of_argument(&shape, place, &word),
        },
        Site::Variable(_) => format!("no variable begins with ${}", word.text),
        Site::Type => format!("no type begins with [{}", word.text),
        _ => NOTHING.to_owned(),
    }
}

fn no_command(name: &str) -> String {
    format!("there is no command {}", quote_literal(name))
}

fn of_argument(shape: &CommandShape, place: &Place, word: &Word) -> String {
    let parameters = argument::parameters_at(shape, place);
    let Some(parameter) = parameters.first() else {
        return format!(
            "{} takes no argument here; Get-Command {} -Syntax shows its parameters",
            shape.name, shape.name
        );
    };
    let name = &parameter.name;
    if parameters
        .iter()
        .all(|one| one.completer.is_none() && one.values.is_empty())
    {
        if argument::wants_path(&parameters, &word.text) && !word.text.is_empty() {
            return format!(
                "no file or folder begins with {}",
                quote_literal(&word.text)
            );
        }
        return format!(
            "-{name} is not chosen from a list; Get-Help {} -Parameter {name} says what it takes",
            shape.name
        );
    }
    match (word.text.is_empty(), place.listed.is_empty()) {
        (false, _) => format!(
            "nothing for -{name} begins with {}; without it all are shown",
            quote_literal(&word.text)
        ),
        (true, true) => {
            format!("nothing to choose for -{name}: there is none, or none is free")
        }
        (true, false) => format!("nothing more to choose for -{name}: all stand in the list"),
    }
}
