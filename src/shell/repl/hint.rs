//! The rest of an earlier line, shown dim behind the cursor.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use reedline::{DefaultHinter, Hinter, History};

use crate::visible::visible_but_colours;

/// reedline's hint, in which nothing of an old line acts on the terminal.
pub(super) struct VisibleHint {
    pub hinter: DefaultHinter,
    /// Whether the line is what is looked for among earlier ones: the list says more then.
    pub searching: Arc<AtomicBool>,
}

impl Hinter for VisibleHint {
    fn handle(
        &mut self,
        line: &str,
        pos: usize,
        history: &dyn History,
        use_ansi_coloring: bool,
        cwd: &str,
    ) -> String {
        // It is asked for all the same: it must know that the line is another.
        let hint = self
            .hinter
            .handle(line, pos, history, use_ansi_coloring, cwd);
        if self.searching.load(Ordering::Relaxed) {
            return String::new();
        }
        visible_but_colours(&hint).into_owned()
    }

    fn complete_hint(&self) -> String {
        self.hinter.complete_hint()
    }

    fn next_hint_token(&self) -> String {
        self.hinter.next_hint_token()
    }
}
