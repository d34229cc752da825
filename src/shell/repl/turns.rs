//! In which mode the editor is, while it deals with keys that came together, and what came with a Ctrl+C.
//!
//! The editor reads all keys that have come before it deals with the first of them, and deals with all of them in the mode in which the
//! last one leaves it. Text before Escape would so be put where the cursor of vi's command mode may stand: before its own last letter. A
//! mode that begins behind text is therefore told in its turn: by an event that opens a menu which is never shown.
//!
//! Ctrl+C ends the editor's reading, and the keys that were read with it would be forgotten: they are kept for the next line.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossterm::event::Event;
use reedline::{
    Completer, Editor, Menu, MenuEvent, MenuSettings, Painter, PromptEditMode, PromptViMode,
    ReedlineEvent, Suggestion,
};

/// The name of the menu.
const NAME: &str = "mode";

/// What keys lead to that the editor has read and not dealt with.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// The modes that they lead to; the first is the one in which the editor is. Empty: it is in the mode of the keys.
    modes: Mutex<VecDeque<PromptEditMode>>,
    /// Those behind a Ctrl+C.
    behind: Mutex<Vec<Event>>,
}

impl Turns {
    fn modes(&self) -> MutexGuard<'_, VecDeque<PromptEditMode>> {
        self.modes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a key that was read with a Ctrl+C and came behind it.
    pub(super) fn keep(&self, key: Event) {
        let mut behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        behind.push(key);
    }

    /// The keys that were read with a Ctrl+C and came behind it.
    pub(super) fn take_kept(&self) -> Vec<Event> {
        std::mem::take(&mut self.behind.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The mode in which the editor is; `None`: in that of the keys.
    pub(super) fn now(&self) -> Option<PromptEditMode> {
        self.modes().front().cloned()
    }

    /// Whether some mode waits for its turn.
    pub(super) fn are_waiting(&self) -> bool {
        !self.modes().is_empty()
    }

    /// Forgets what waits: the editor has dealt with all keys.
    pub(super) fn end(&self) {
        self.modes().clear();
    }

    /// A mode follows another one when the editor comes to this event.
    pub(super) fn then(&self, before: PromptEditMode, next: PromptEditMode) -> ReedlineEvent {
        let mut modes = self.modes();
        if modes.is_empty() {
            modes.push_back(before);
        }
        modes.push_back(next);
        ReedlineEvent::Menu(NAME.to_owned())
    }

    fn next(&self) -> Option<PromptEditMode> {
        let mut modes = self.modes();
        modes.pop_front();
        modes.front().cloned()
    }
}

/// The menu that is never shown.
pub(super) struct TurnMenu {
    settings: MenuSettings,
    turns: Arc<Turns>,
    begins: bool,
}

impl TurnMenu {
    pub(super) fn of(turns: Arc<Turns>) -> Self {
        Self {
            settings: MenuSettings::default().with_name(NAME),
            turns,
            begins: false,
        }
    }
}

impl Menu for TurnMenu {
    fn settings(&self) -> &MenuSettings {
        &self.settings
    }

    fn is_active(&self) -> bool {
        false
    }

    fn set_active(&mut self, _active: bool) {}

    fn clear_input(&mut self) {}

    fn menu_event(&mut self, event: MenuEvent) {
        self.begins |= matches!(event, MenuEvent::Activate(_));
    }

    fn can_quick_complete(&self) -> bool {
        false
    }

    /// The editor hands itself to a menu that was opened.
    fn can_partially_complete(
        &mut self,
        _values_updated: bool,
        editor: &mut Editor,
        _completer: &mut dyn Completer,
    ) -> bool {
        if std::mem::take(&mut self.begins)
            && let Some(mode) = self.turns.next()
        {
            match mode {
                // What is selected begins with the letter that the cursor is on.
                PromptEditMode::Vi(PromptViMode::Visual) => editor.set_edit_mode(mode),
                // The command that led there still moves the cursor.
                _ => editor.sync_edit_mode(mode),
            }
        }
        false
    }

    fn update_values(&mut self, _editor: &mut Editor, _completer: &mut dyn Completer) {}

    fn reset_position(&mut self) {}

    fn update_working_details(
        &mut self,
        _editor: &mut Editor,
        _completer: &mut dyn Completer,
        _painter: &Painter,
    ) {
    }

    fn replace_in_buffer(&self, _editor: &mut Editor) {}

    fn menu_required_lines(&self, _terminal_columns: u16) -> u16 {
        0
    }

    fn menu_string(&self, _available_lines: u16, _use_ansi_coloring: bool) -> String {
        String::new()
    }

    fn min_rows(&self) -> u16 {
        0
    }

    fn get_values(&self) -> &[Suggestion] {
        &[]
    }
}
