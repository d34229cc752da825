//! Tab: the completion engine behind reedline's menu.

use std::sync::{Arc, Mutex};

use reedline::{Completer, CompletionResult, CompletionStatus, Span, Suggestion};

use super::line::Line;
use super::snapshot::Snapshot;
use crate::complete::{complete, why_nothing};
use crate::terminal::{self, Reminder};
use crate::visible::visible_line;

/// Answers Tab from a copy of what the session knows.
pub(super) struct AtCursor {
    pub snapshot: Arc<Mutex<Snapshot>>,
    pub reminder: Arc<Reminder>,
    /// Where it is said why there is no candidate, for the menu to show.
    pub why: Arc<Mutex<String>>,
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
        let here = Line {
            text: line.to_owned(),
            cursor: pos,
        };
        // Tab indents there.
        if here.is_indented() {
            return CompletionResult::fresh(Vec::new());
        }
        let Ok(snapshot) = self.snapshot.lock() else {
            return CompletionResult::fresh(Vec::new());
        };
        let answer = complete(line, pos, &*snapshot);
        if answer.candidates.is_empty()
            && let Ok(mut why) = self.why.lock()
        {
            *why = visible_line(&why_nothing(line, pos, &*snapshot)).into_owned();
        }
        let span = Span {
            start: answer.start.min(answer.end),
            end: answer.end,
        };
        let ends_word = |c: char| c.is_whitespace() || ")]},;|".contains(c);
        let no_blank = answer.inside
            || line
                .get(answer.end..)
                .is_some_and(|rest| rest.starts_with(ends_word));
        let suggestions: Vec<Suggestion> = answer
            .candidates
            .into_iter()
            .map(|candidate| {
                let (shown, beside) = shown_candidate(&candidate.text, &candidate.description);
                Suggestion {
                    append_whitespace: !no_blank
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::cmdlet::{Candidate, CmdletSpec};
    use std::collections::HashMap;

    /// Knows a variable, and nothing else.
    pub fn snapshot() -> Snapshot {
        const NONE: &[&CmdletSpec] = &[];
        fn live(
            _completer: crate::cmdlet::Completer,
            _word: &str,
            _given: &[crate::complete::Given],
        ) -> Vec<Candidate> {
            Vec::new()
        }
        Snapshot {
            cmdlets: NONE,
            functions: Vec::new(),
            aliases: HashMap::new(),
            variables: vec![super::super::KnownVariable {
                name: "colour".to_owned(),
                type_name: String::new(),
            }],
            live,
            path_completer: None,
            environment: Vec::new(),
            types: super::super::TypeFacts {
                members: |_| Vec::new(),
                type_of_member: |_, _| None,
                words_of_member: |_, _| &[],
                usual_values: |_| &[],
            },
        }
    }

    #[test]
    fn a_blank_comes_where_the_next_word_begins_and_nowhere_else() {
        let mut completer = AtCursor {
            snapshot: Arc::new(Mutex::new(snapshot())),
            reminder: Reminder::start(),
            why: Arc::default(),
        };
        for (line, at, wanted) in [
            ("$col", 4, true),
            ("Say $col", 8, true),
            ("Say $col 1", 8, false),
            ("Say ($col)", 9, false),
            ("Say ($col", 9, false),
            ("Say @($a, $col", 14, false),
            ("Say { $col", 10, false),
            ("Say $col, 1", 8, false),
            ("Say $col; Say", 8, false),
            ("Say $col| Say", 8, false),
        ] {
            let found = completer.complete(line, at);
            let first = found.suggestions().first().cloned();
            assert_eq!(
                first.map(|found| (found.value, found.append_whitespace)),
                Some(("$colour".to_owned(), wanted)),
                "{line}"
            );
        }
    }
}
