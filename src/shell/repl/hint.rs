//! The rest of an earlier line, shown dim behind the cursor.

use reedline::{DefaultHinter, Hinter, History};

use crate::visible::visible_but_colours;

/// reedline's hint, in which nothing of an old line acts on the terminal.
pub(super) struct VisibleHint(pub DefaultHinter);

impl Hinter for VisibleHint {
    fn handle(
        &mut self,
        line: &str,
        pos: usize,
        history: &dyn History,
        use_ansi_coloring: bool,
        cwd: &str,
    ) -> String {
        let hint = self.0.handle(line, pos, history, use_ansi_coloring, cwd);
        visible_but_colours(&hint).into_owned()
    }

    fn complete_hint(&self) -> String {
        self.0.complete_hint()
    }

    fn next_hint_token(&self) -> String {
        self.0.next_hint_token()
    }
}
