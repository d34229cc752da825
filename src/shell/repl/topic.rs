//! F1: what help is wanted of the word that the cursor stands in.

use crate::complete::{Item, Site, Vocabulary, site_at};
use crate::syntax::quote::quote_literal;
use crate::wildcard;

/// The line that shows the help: of a command, or of one of its parameters; where neither is known, where to begin.
pub(super) fn help_line(line: &str, cursor: usize, known: &dyn Vocabulary) -> String {
    let end = line
        .get(cursor..)
        .and_then(|rest| rest.find(|c: char| !(c.is_alphanumeric() || c == '-')))
        .map_or(line.len(), |length| cursor + length);
    let (site, word) = site_at(line.get(..end).unwrap_or(line));
    let page = |command: &str| format!("help {}", quote_literal(command));
    match site {
        Site::Command if !word.text.is_empty() => page(&word.text),
        Site::Parameter { command, .. } => match word.text.trim_start_matches('-') {
            "" => page(&command),
            name => of_parameter(&command, name, known),
        },
        Site::Argument(place) | Site::Variable(Some(place)) => match place.before.last() {
            // The value of a parameter that was named.
            Some(Item::Parameter(name)) => of_parameter(&place.command, name, known),
            _ => page(&place.command),
        },
        _ => "help".to_owned(),
    }
}

/// The help of a parameter, which may be written short as it may be in a line; of all that begin so where that is not one.
fn of_parameter(command: &str, parameter: &str, known: &dyn Vocabulary) -> String {
    let shape = known.command(command);
    let whole = shape
        .as_ref()
        .map(|shape| match shape.parameter(parameter) {
            Some(found) => found.name.clone(),
            None => format!("{}*", wildcard::quote(parameter)),
        });
    format!(
        "help {} -Parameter {}",
        quote_literal(command),
        quote_literal(whole.as_deref().unwrap_or(parameter))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_at_the_cursor_is_what_help_is_wanted_of() {
        for (line, help) in [
            ("Get-V¦M web1", "help 'Get-VM'"),
            ("Get-VM ¦", "help 'Get-VM'"),
            (
                "Get-VM web1 | Stop-VM -Fo¦rce",
                "help 'Stop-VM' -Parameter 'Force'",
            ),
            ("Stop-VM -Name w¦eb1", "help 'Stop-VM' -Parameter 'Name'"),
            ("Stop-VM -¦", "help 'Stop-VM'"),
            ("¦", "help"),
            ("1 + ¦", "help"),
            ("'it''s¦", "help"),
            ("& 'a''b' x¦", "help 'a''b'"),
        ] {
            let cursor = line.find('¦').unwrap();
            let known = crate::repl::complete::tests::snapshot();
            let line = line.replace('¦', "");
            assert_eq!(help_line(&line, cursor, &known), help, "{line}");
        }
    }
}
