//! Colours while typing, by the kind of token.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use nu_ansi_term::Style;
use reedline::{Highlighter, StyledText};

use super::snapshot::Snapshot;
use crate::editing::COLOURS;
use crate::syntax::parse;
use crate::syntax::span::Span;
use crate::syntax::token::{Token, TokenFlags, TokenKind};
use crate::visible::visible_in_editor;

/// Colours a line. A command that nobody knows is red before Enter is pressed. What was pasted into the line does not act on
/// the terminal while it is edited.
pub(super) struct TokenColours {
    pub snapshot: Arc<Mutex<Snapshot>>,
    /// Whether the line is what is looked for among earlier ones: then it is no command.
    pub searching: Arc<AtomicBool>,
    /// Whether colours are wanted.
    pub colours: bool,
    /// Colours that the user has set, by PSReadLine's names.
    pub own: BTreeMap<&'static str, Style>,
}

impl Highlighter for TokenColours {
    fn highlight(&self, line: &str, _cursor: usize) -> StyledText {
        let mut styled = StyledText::new();
        let shown = |from: usize, to: usize| {
            visible_in_editor(line.get(from..to).unwrap_or("")).into_owned()
        };
        if !self.colours || self.searching.load(Ordering::Relaxed) {
            styled.push((Style::new(), shown(0, line.len())));
            return styled;
        }
        let parsed = parse(line);
        // What more text can repair is no fault yet.
        let faults: Vec<_> = match parsed.incomplete {
            true => Vec::new(),
            false => parsed.errors.iter().map(|error| error.span).collect(),
        };
        let mut written = 0;
        for token in &parsed.tokens {
            let (start, end) = (token.span.start as usize, token.span.end as usize);
            // Nested tokens (of an expandable string) may lie inside one that was written.
            if start < written || end > line.len() || start >= end {
                continue;
            }
            styled.push((Style::new(), shown(written, start)));
            let mut style = self.style(line, token);
            // A fault may lie behind the last token.
            let is_fault = |fault: &Span| {
                (fault.start as usize) < end.max(start + 1)
                    && start < (fault.end as usize).max(fault.start as usize + 1)
                    || fault.start as usize >= line.len() && end == line.trim_end().len()
            };
            if faults.iter().any(is_fault) {
                style = style.underline();
            }
            styled.push((style, shown(start, end)));
            written = end;
        }
        styled.push((Style::new(), shown(written, line.len())));
        styled
    }
}

impl TokenColours {
    /// The style of what has this name in PSReadLine.
    fn of(&self, name: &str) -> Style {
        let usual = || COLOURS.iter().find(|(known, _)| *known == name);
        let own = self.own.get(name).copied();
        own.or_else(|| usual().map(|(_, style)| style()))
            .unwrap_or_default()
    }

    fn style(&self, line: &str, token: &Token) -> Style {
        use TokenKind as K;
        if token.flags.contains(TokenFlags::COMMAND_NAME) {
            let name = token.span.text(line);
            let known = self
                .snapshot
                .lock()
                .map(|snapshot| snapshot.knows_command(name))
                .unwrap_or(true);
            return self.of(if known { "Command" } else { "Error" });
        }
        if token.flags.contains(TokenFlags::KEYWORD) {
            return self.of("Keyword");
        }
        self.of(match token.kind {
            K::Variable | K::SplattedVariable => "Variable",
            K::Parameter => "Parameter",
            K::StringLiteral
            | K::StringExpandable
            | K::HereStringLiteral
            | K::HereStringExpandable => "String",
            K::Number => "Number",
            K::Comment => "Comment",
            _ if token.flags.contains(TokenFlags::BINARY_OPERATOR) => "Operator",
            _ => "Default",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repl::complete::tests::snapshot;

    fn underlined(line: &str) -> Vec<String> {
        let colours = TokenColours {
            snapshot: Arc::new(Mutex::new(snapshot())),
            searching: Arc::default(),
            colours: true,
            own: BTreeMap::new(),
        };
        let styled = colours.highlight(line, 0);
        let whole: String = styled
            .buffer
            .iter()
            .map(|(_, text)| text.as_str())
            .collect();
        assert_eq!(whole, line);
        let parts = styled.buffer.into_iter();
        parts
            .filter(|(style, _)| style.is_underline)
            .map(|(_, text)| text)
            .collect()
    }

    #[test]
    fn what_the_parser_refuses_is_underlined_and_what_is_not_finished_is_not() {
        for line in [
            "Get-VM web1",
            "if ($true) {",
            "\"text",
            "Get-VM | ",
            "$a = @(1,",
        ] {
            assert!(underlined(line).is_empty(), "{line}");
        }
        for (line, at) in [("Get-VM )", ")"), ("1 + ) 2", ")"), ("$a = }", "}")] {
            let found = underlined(line);
            assert!(found.iter().any(|text| text == at), "{line}: {found:?}");
        }
    }
}
