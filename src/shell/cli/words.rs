//! The words of a bash command line as a line of the language.
//!
//! Bash has already taken quotes away, so a word is a value as it stands: nothing in it is expanded. Only what a word
//! cannot say in bash is read: `a,b` for a list, `true` for a truth value, `{ ... }` for a script block.

use crate::shell::cmdlet::ParameterType;
use crate::shell::complete::{CommandShape, ParameterShape};

/// The line that runs the cmdlet `words[0]` with the words after it. `shape` is what is known of the cmdlet.
pub fn line_of(words: &[String], shape: Option<&CommandShape>) -> String {
    let mut line = String::new();
    let mut waiting: Option<&ParameterShape> = None;
    let mut literal = false;
    let mut position = 0_u8;
    for (index, word) in words.iter().enumerate() {
        if index == 0 {
            line.push_str(word);
            continue;
        }
        if !literal && word == "--" {
            literal = true;
            continue;
        }
        line.push(' ');
        if let Some((name, value)) = (!literal).then(|| parameter(word, shape)).flatten() {
            let known = shape.and_then(|shape| shape.parameter(&name));
            line.push('-');
            line.push_str(&name);
            match value {
                Some(value) => {
                    line.push(':');
                    line.push_str(&argument(&value, known.map(|known| known.ty)));
                }
                None => waiting = known.filter(|known| !matches!(known.ty, ParameterType::Switch)),
            }
            continue;
        }
        let target = waiting.take().or_else(|| {
            let found = shape.and_then(|shape| {
                shape
                    .parameters
                    .iter()
                    .find(|parameter| parameter.positions.contains(&position))
            });
            position = position.saturating_add(1);
            found
        });
        line.push_str(&argument(word, target.map(|target| target.ty)));
    }
    line
}

/// `-Name`, `-Name:value`, `--vm-name`, `--vm-name=value`: the parameter's name and the value that is glued to it.
fn parameter(word: &str, shape: Option<&CommandShape>) -> Option<(String, Option<String>)> {
    let (name, separator) = match word.strip_prefix("--") {
        Some(name) => (name, '='),
        None => (word.strip_prefix('-')?, ':'),
    };
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '?') {
        return None;
    }
    let (name, value) = match name.split_once(separator) {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (name, None),
    };
    // `--vm-name` is `-VMName`: the dashes inside a word only separate it for the eye.
    let joined = name.replace('-', "");
    let name = shape
        .and_then(|shape| {
            shape
                .parameters
                .iter()
                .find(|parameter| parameter.name.eq_ignore_ascii_case(&joined))
        })
        .map_or(joined, |parameter| parameter.name.clone());
    Some((name, value))
}

/// A word as an argument of a parameter of type `ty`.
fn argument(word: &str, ty: Option<ParameterType>) -> String {
    match ty {
        Some(ParameterType::Array(inner)) => {
            let items: Vec<String> = word
                .split(',')
                .map(|item| argument(item, Some(*inner)))
                .collect();
            items.join(",")
        }
        Some(ParameterType::Nullable(inner)) => argument(word, Some(*inner)),
        Some(ParameterType::Switch | ParameterType::Named("bool")) => {
            match word.to_ascii_lowercase().as_str() {
                "true" | "$true" | "1" | "yes" | "on" => "$true".to_owned(),
                "false" | "$false" | "0" | "no" | "off" => "$false".to_owned(),
                _ => quoted(word),
            }
        }
        Some(ParameterType::Named("scriptblock" | "hashtable")) if word.starts_with(['{', '@']) => {
            word.to_owned()
        }
        Some(ParameterType::Object) if word.starts_with(['{', '@', '$']) => word.to_owned(),
        _ if word.eq_ignore_ascii_case("$null") => "$null".to_owned(),
        _ => quoted(word),
    }
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> CommandShape {
        let parameter = |name: &str, ty, positions: &[u8]| ParameterShape {
            name: name.into(),
            aliases: Vec::new(),
            ty,
            values: Vec::new(),
            positions: positions.to_vec(),
            help: String::new(),
            completer: None,
            common: false,
        };
        const TEXTS: ParameterType = ParameterType::Array(&ParameterType::Named("string"));
        CommandShape {
            name: "Set-X".into(),
            parameters: vec![
                parameter("VMName", TEXTS, &[0]),
                parameter(
                    "Enable",
                    ParameterType::Nullable(&ParameterType::Named("bool")),
                    &[],
                ),
                parameter("Notes", ParameterType::Named("string"), &[]),
                parameter("Force", ParameterType::Switch, &[]),
            ],
            outputs: Vec::new(),
            takes_properties: false,
        }
    }

    fn line(words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        line_of(&words, Some(&shape()))
    }

    #[test]
    fn words_are_values_as_they_stand() {
        assert_eq!(
            line(&["Set-X", "a,b", "-Notes", "it's $5, ok"]),
            "Set-X 'a','b' -Notes 'it''s $5, ok'"
        );
    }

    #[test]
    fn truth_can_be_said_in_bash() {
        assert_eq!(
            line(&["Set-X", "-Enable", "true", "-Force"]),
            "Set-X -Enable $true -Force"
        );
        assert_eq!(line(&["Set-X", "-Enable:$false"]), "Set-X -Enable:$false");
    }

    #[test]
    fn long_options_are_parameters() {
        assert_eq!(
            line(&["Set-X", "--vm-name=web 1", "--force"]),
            "Set-X -VMName:'web 1' -Force"
        );
    }

    #[test]
    fn nothing_after_two_dashes_is_a_parameter() {
        assert_eq!(line(&["Set-X", "--", "-Notes"]), "Set-X '-Notes'");
    }

    #[test]
    fn a_negative_number_is_a_value() {
        assert_eq!(line(&["Set-X", "-Notes", "-5"]), "Set-X -Notes '-5'");
    }
}
