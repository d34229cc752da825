//! `iovsh Get-X --help`: whether the words of a command line ask for the help page of their cmdlet.

use crate::complete::CommandShape;
use crate::syntax::quote::quote_literal;

/// The words that ask, in lower case.
const ASKING: &[&str] = &["--help", "-help", "-?", "-h"];

/// Whether a word behind the cmdlet looks like a question for help: then [`help_line`] decides.
pub fn may_ask_for_help(words: &[String]) -> bool {
    asking(words).next().is_some()
}

/// The words that look like a question for help. A word behind `--` asks for nothing.
fn asking(words: &[String]) -> impl Iterator<Item = String> {
    let options = words.iter().skip(1).take_while(|word| *word != "--");
    options
        .map(|word| word.to_ascii_lowercase())
        .filter(|word| ASKING.contains(&&**word))
}

/// The line that shows the help page of the cmdlet: `--help` and `-?` always ask for it, `-help` and `-h` where no parameter
/// of the cmdlet begins like that.
pub fn help_line(words: &[String], shape: &CommandShape) -> Option<String> {
    let asked = asking(words).any(|word| match &*word {
        "-h" | "-help" => shape.parameter(word.trim_start_matches('-')).is_none(),
        _ => true,
    });
    asked.then(|| format!("Get-Help {}", quote_literal(&shape.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cmdlet::ParameterType;
    use crate::complete::ParameterShape;

    fn shape(parameter: &str) -> CommandShape {
        CommandShape {
            name: "Get-X".into(),
            parameters: vec![ParameterShape {
                name: parameter.into(),
                aliases: Vec::new(),
                ty: ParameterType::Switch,
                values: Vec::new(),
                wildcards: false,
                sets: u32::MAX,
                positions: Vec::new(),
                help: String::new(),
                completer: None,
                common: false,
                of_script: false,
            }],
            default_set: 0,
            outputs: Vec::new(),
            takes_properties: false,
        }
    }

    fn asks(words: &[&str], parameter: &str) -> bool {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        may_ask_for_help(&words) && help_line(&words, &shape(parameter)).is_some()
    }

    #[test]
    fn help_is_asked_for_behind_a_cmdlet() {
        for word in ["--help", "-?", "-h", "--HELP"] {
            assert!(asks(&["get-x", word], "Name"), "{word}");
            assert!(asks(&["get-x", "a", word], "Name"), "{word}");
            assert!(!asks(&["get-x", "--", word], "Name"), "{word}");
        }
        assert!(!asks(&["get-x", "-h"], "Hard"));
        assert!(asks(&["get-x", "--help"], "Hard"));
    }
}
