//! F1: what help is wanted of the word that the cursor stands in.

use crate::complete::{Item, Site, site_at};
use crate::syntax::quote::quote_literal;

/// The line that shows the help: of a command, or of one of its parameters; where neither is known, where to begin.
pub(super) fn help_line(line: &str, cursor: usize) -> String {
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
            name => of_parameter(&command, name),
        },
        Site::Argument(place) | Site::Variable(Some(place)) => match place.before.last() {
            // The value of a parameter that was named.
            Some(Item::Parameter(name)) => of_parameter(&place.command, name),
            _ => page(&place.command),
        },
        _ => "help".to_owned(),
    }
}

fn of_parameter(command: &str, parameter: &str) -> String {
    format!(
        "help {} -Parameter {}",
        quote_literal(command),
        quote_literal(parameter)
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
            assert_eq!(help_line(&line.replace('¦', ""), cursor), help, "{line}");
        }
    }
}
