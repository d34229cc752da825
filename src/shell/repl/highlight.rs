//! Colours while typing, by the kind of token.

use std::sync::{Arc, Mutex};

use nu_ansi_term::{Color, Style};
use reedline::{Highlighter, StyledText};

use super::snapshot::Snapshot;
use crate::syntax::parse;
use crate::syntax::token::{Token, TokenFlags, TokenKind};
use crate::visible::visible_in_editor;

/// Colours a line. A command that nobody knows is red before Enter is pressed. What was pasted into the line does not act on
/// the terminal while it is edited.
pub(super) struct TokenColours {
    pub snapshot: Arc<Mutex<Snapshot>>,
    /// Whether colours are wanted.
    pub colours: bool,
}

impl Highlighter for TokenColours {
    fn highlight(&self, line: &str, _cursor: usize) -> StyledText {
        let mut styled = StyledText::new();
        let shown = |from: usize, to: usize| {
            visible_in_editor(line.get(from..to).unwrap_or("")).into_owned()
        };
        if !self.colours {
            styled.push((Style::new(), shown(0, line.len())));
            return styled;
        }
        let parsed = parse(line);
        let mut written = 0;
        for token in &parsed.tokens {
            let (start, end) = (token.span.start as usize, token.span.end as usize);
            // Nested tokens (of an expandable string) may lie inside one that was written.
            if start < written || end > line.len() || start >= end {
                continue;
            }
            styled.push((Style::new(), shown(written, start)));
            styled.push((self.style(line, token), shown(start, end)));
            written = end;
        }
        styled.push((Style::new(), shown(written, line.len())));
        styled
    }
}

impl TokenColours {
    fn style(&self, line: &str, token: &Token) -> Style {
        use TokenKind as K;
        if token.flags.contains(TokenFlags::COMMAND_NAME) {
            let name = token.span.text(line);
            let known = self
                .snapshot
                .lock()
                .map(|snapshot| snapshot.knows_command(name))
                .unwrap_or(true);
            return if known {
                Color::Yellow.bold()
            } else {
                Color::Red.normal()
            };
        }
        if token.flags.contains(TokenFlags::KEYWORD) {
            return Color::Green.normal();
        }
        match token.kind {
            K::Variable | K::SplattedVariable => Color::LightGreen.normal(),
            K::Parameter => Color::DarkGray.normal(),
            K::StringLiteral
            | K::StringExpandable
            | K::HereStringLiteral
            | K::HereStringExpandable => Color::Cyan.normal(),
            K::Number => Color::LightMagenta.normal(),
            K::Comment => Color::Green.dimmed(),
            _ if token.flags.contains(TokenFlags::BINARY_OPERATOR) => Color::DarkGray.normal(),
            _ => Style::new(),
        }
    }
}
