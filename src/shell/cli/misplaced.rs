//! Options of iovsh itself that stand behind a script or a text, where they would be its arguments. The work would be done on
//! another host than the one that is named, so they are refused.

use clap::error::ErrorKind;

/// The options, and whether a value follows.
const OPTIONS: [(&str, bool); 6] = [
    ("--host", true),
    ("--json", false),
    ("--output", true),
    ("--non-interactive", false),
    ("--no-profile", false),
    ("--working-directory", true),
];

/// Refuses the first option of iovsh among the words of a script. `what` is what it stands behind, and `written` how that was
/// written. A word behind `--` is the script's, whatever it is.
///
/// # Errors
/// A usage error that says where the option belongs.
pub(super) fn refuse(words: &[String], what: &str, written: &str) -> Result<(), clap::Error> {
    for (index, word) in words.iter().enumerate() {
        if word == "--" {
            break;
        }
        let name = word.split_once('=').map_or(word.as_str(), |(name, _)| name);
        let Some((option, takes_value)) = OPTIONS.iter().find(|(option, _)| *option == name) else {
            continue;
        };
        let value = match words.get(index + 1) {
            Some(value) if *takes_value && name == word => format!(" {value}"),
            _ => String::new(),
        };
        let message = format!(
            "'{word}' stands behind {what}: nothing was run. Write {option} before it: iovsh {word}{value} {written}\n\n  \
             A word that is meant for {what} stands behind '--': iovsh {written} -- {word}{value}"
        );
        return Err(super::command().error(ErrorKind::ArgumentConflict, message));
    }
    Ok(())
}
