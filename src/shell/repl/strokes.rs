//! Keys on their way to the editor: two in a row that mean something together, Escape while a search is open, vi's commands right
//! behind text, and what is typed right behind Ctrl+C.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{Event, KeyEvent};
use reedline::{
    EditMode, KeyCode, KeyModifiers, PromptEditMode, PromptViMode, ReedlineEvent, ReedlineRawEvent,
};

use super::turns::Turns;
use super::{keys, menu};
use crate::editing::ViMode;

/// A key as the terminal reports it; a letter with something held is a small one.
pub(super) type Pressed = (KeyModifiers, KeyCode);

/// What two keys in a row do, in each of vi's modes.
pub(super) type Sequences = HashMap<(ViMode, Pressed, Pressed), ReedlineEvent>;

/// Makes what knows what a key does by itself, as it is when a line begins.
pub(super) type Maker = Box<dyn Fn() -> Box<dyn EditMode> + Send>;

/// The keys of the editor, with sequences before them.
pub(super) struct Strokes {
    make: Maker,
    /// What a key does by itself.
    keys: Box<dyn EditMode>,
    sequences: Sequences,
    /// The key that may begin a sequence.
    begun: Option<KeyEvent>,
    /// Whether the search among earlier lines is open.
    searching: Arc<AtomicBool>,
    /// Modes that keys lead to which the editor has not dealt with.
    turns: Arc<Turns>,
    /// Whether one of those keys was pressed where text is typed.
    typed: bool,
    /// Whether one of those keys drops the line, and ends the editor's reading.
    drops: bool,
    /// Whether the editor has asked for the mode, and so begun to deal with the keys.
    asked: Cell<bool>,
}

impl Strokes {
    pub(super) fn new(
        make: Maker,
        sequences: Sequences,
        searching: Arc<AtomicBool>,
        turns: Arc<Turns>,
    ) -> Self {
        Self {
            keys: make(),
            make,
            sequences,
            begun: None,
            searching,
            turns,
            typed: false,
            drops: false,
            asked: Cell::default(),
        }
    }

    /// Tells a mode that begins behind text which the editor has not dealt with in its turn.
    fn in_turn(&mut self, act: impl FnOnce(&mut Self) -> ReedlineEvent) -> ReedlineEvent {
        let before = self.keys.edit_mode();
        let event = act(self);
        let now = self.keys.edit_mode();
        let is_late = self.typed || self.turns.are_waiting();
        let of_text = before == PromptEditMode::Vi(PromptViMode::Insert);
        self.typed |= of_text && event != ReedlineEvent::None;
        if before == now || !is_late {
            return event;
        }
        ReedlineEvent::Multiple(vec![self.turns.then(before, now), event])
    }

    fn vi_mode(&self) -> ViMode {
        match self.keys.edit_mode() {
            PromptEditMode::Vi(PromptViMode::Normal | PromptViMode::Visual) => ViMode::Command,
            _ => ViMode::Insert,
        }
    }

    fn alone(&mut self, event: Event) -> ReedlineEvent {
        match ReedlineRawEvent::try_from(event) {
            Ok(event) => {
                let event = self.keys.parse_event(event);
                self.done(event)
            }
            Err(()) => ReedlineEvent::None,
        }
    }

    /// What a key does, when it does it: what is looked for is typed, also where keys were commands of vi.
    fn done(&mut self, event: ReedlineEvent) -> ReedlineEvent {
        if keys::opens_search(&event) && self.vi_mode() == ViMode::Command {
            self.keys = (self.make)();
        }
        event
    }

    fn key(&mut self, key: KeyEvent) -> ReedlineEvent {
        let mode = self.vi_mode();
        let pressed = pressed(key);
        if let Some(first) = self.begun.take() {
            let both = (mode, self::pressed(first), pressed);
            if let Some(event) = self.sequences.get(&both).cloned() {
                return self.done(event);
            }
            // Letters that go on otherwise are text; any other key that began something in vain does nothing, nor does the one behind it.
            return match is_text(first) {
                true => {
                    let before = self.alone(Event::Key(first));
                    ReedlineEvent::Multiple(vec![before, self.key(key)])
                }
                false => ReedlineEvent::None,
            };
        }
        if self.searching.load(Ordering::Relaxed) {
            // In vi mode it would leave the search's text behind.
            return match pressed {
                (KeyModifiers::NONE, KeyCode::Esc) => menu::abort(),
                _ => self.alone(Event::Key(key)),
            };
        }
        let begins = |first: Pressed| {
            let mut sequences = self.sequences.keys();
            sequences.any(|(of, begun, _)| *of == mode && *begun == first)
        };
        if begins(pressed) {
            self.begun = Some(key);
            return ReedlineEvent::None;
        }
        // Terminals send Alt as Escape before the key.
        let escape = (KeyModifiers::NONE, KeyCode::Esc);
        if pressed.0.contains(KeyModifiers::ALT) {
            let behind = (pressed.0 - KeyModifiers::ALT, pressed.1);
            if let Some(event) = self.sequences.get(&(mode, escape, behind)).cloned() {
                return self.done(event);
            }
        }
        self.alone(Event::Key(key))
    }
}

/// The key, however the terminal spells it.
pub(super) fn pressed(key: KeyEvent) -> Pressed {
    let code = match key.code {
        KeyCode::Char(letter) if key.modifiers != KeyModifiers::NONE => {
            KeyCode::Char(letter.to_ascii_lowercase())
        }
        code => code,
    };
    (key.modifiers, code)
}

/// Whether the editor drops the line at this, and what it has read behind it.
fn drops_line(event: &ReedlineEvent) -> bool {
    match event {
        ReedlineEvent::CtrlC => true,
        ReedlineEvent::Multiple(events) => events.iter().any(drops_line),
        _ => false,
    }
}

/// Whether a key writes a letter or sign.
fn is_text(key: KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char(_)) && (key.modifiers - KeyModifiers::SHIFT).is_empty()
}

impl EditMode for Strokes {
    fn parse_event(&mut self, event: ReedlineRawEvent) -> ReedlineEvent {
        if self.asked.take() {
            self.turns.end();
            self.typed = false;
            self.drops = false;
        }
        let event = event.into();
        if self.drops && matches!(event, Event::Key(_) | Event::Paste(_)) {
            self.turns.keep(event);
            return ReedlineEvent::None;
        }
        let event = self.in_turn(|strokes| match event {
            Event::Key(key) => strokes.key(key),
            event => strokes.alone(event),
        });
        self.drops |= drops_line(&event);
        event
    }

    fn edit_mode(&self) -> PromptEditMode {
        self.asked.set(true);
        self.turns.now().unwrap_or_else(|| self.keys.edit_mode())
    }
}
