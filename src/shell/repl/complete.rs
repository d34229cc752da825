//! Tab: the completion engine behind reedline's menu.

use std::sync::{Arc, Mutex};

use reedline::{Completer, CompletionResult, CompletionStatus, Span, Suggestion};

use super::snapshot::Snapshot;
use crate::complete::complete;
use crate::terminal::{self, Reminder};
use crate::visible::visible_line;

/// Answers Tab from a copy of what the session knows.
pub(super) struct AtCursor {
    pub snapshot: Arc<Mutex<Snapshot>>,
    pub reminder: Arc<Reminder>,
}

impl Completer for AtCursor {
    /// Nothing is ever under way. The editor asks each time before it waits for keys, so here is where it learns of those that
    /// it has left in the terminal.
    fn poll_completion(&mut self) -> CompletionStatus {
        self.reminder.rests();
        terminal::tell_of_waiting_input();
        CompletionStatus::Idle
    }

    fn complete(&mut self, line: &str, pos: usize) -> CompletionResult {
        let Ok(snapshot) = self.snapshot.lock() else {
            return CompletionResult::fresh(Vec::new());
        };
        let answer = complete(line, pos, &*snapshot);
        let span = Span {
            start: answer.start.min(answer.end),
            end: answer.end,
        };
        let blank_follows = line
            .get(answer.end..)
            .is_some_and(|rest| rest.starts_with(char::is_whitespace));
        let suggestions: Vec<Suggestion> = answer
            .candidates
            .into_iter()
            .map(|candidate| {
                let (shown, beside) = shown_candidate(&candidate.text, &candidate.description);
                Suggestion {
                    append_whitespace: !blank_follows
                        && !candidate
                            .text
                            .trim_end_matches(['\'', '"'])
                            .ends_with(['/', '(']),
                    description: Some(beside).filter(|text| !text.is_empty()),
                    display_override: (shown != candidate.text).then_some(shown),
                    value: candidate.text,
                    span,
                    ..Suggestion::default()
                }
            })
            .collect();
        CompletionResult::fresh(suggestions)
    }
}

/// A candidate and what is said beside it, as the menu shows them: each on one line, in which nothing acts.
pub fn shown_candidate(text: &str, description: &str) -> (String, String) {
    (
        visible_line(text).into_owned(),
        visible_line(description).into_owned(),
    )
}
