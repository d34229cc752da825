//! How lines are edited at the prompt, in PSReadLine's words: what profiles set, and the prompt reads before each line.

mod colours;
mod functions;

use std::cell::{Ref, RefCell, RefMut};
use std::collections::BTreeMap;
use std::rc::Rc;

pub use crate::chord::{Chord, Key, Stroke};
pub use colours::{COLOURS, parse as parse_colour};
pub use functions::{DEFAULTS, FUNCTIONS, Function, function};

use nu_ansi_term::Style;

use crate::value::ScriptBlock;

/// The keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EditMode {
    /// Those of Emacs and bash.
    #[default]
    Emacs,
    /// Those of vi.
    Vi,
    /// Those of Emacs, with the ones of PSReadLine's Windows mode that a terminal can send.
    Windows,
}

/// How vi mode shows whether keys are commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ViIndicator {
    /// It does not.
    None,
    /// A word before the line.
    #[default]
    Prompt,
    /// The shape of the cursor.
    Cursor,
}

/// In which of vi's modes a key is bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViMode {
    /// While text is typed. All other editors have only this.
    #[default]
    Insert,
    /// While keys are commands.
    Command,
}

/// What a key that runs a script is bound to, in place of the name of a function.
pub const SCRIPT: &str = "ScriptBlock";

/// A script that a key runs.
#[derive(Clone, Debug)]
pub struct KeyScript {
    /// The script. It gets the key and `$null`.
    pub block: Rc<ScriptBlock>,
    /// What it is called in the list of keys.
    pub brief: String,
    /// What it does.
    pub description: String,
}

/// What is set.
#[derive(Clone, Debug)]
pub struct Editing {
    /// The keys.
    pub mode: EditMode,
    /// Keys that the user has bound, to the name of a function; `None` takes a key away.
    pub keys: BTreeMap<(ViMode, Chord), Option<&'static str>>,
    /// The scripts of the keys that are bound to [`SCRIPT`].
    pub scripts: BTreeMap<(ViMode, Chord), KeyScript>,
    /// Whether the rest of an earlier line stands behind the cursor.
    pub hints: bool,
    /// Whether lines go into the history file.
    pub saves: bool,
    /// What stands before the lines after the first.
    pub continuation: String,
    /// How vi mode shows itself.
    pub indicator: ViIndicator,
    /// Colours of tokens, by their names in [`COLOURS`].
    pub colours: BTreeMap<&'static str, Style>,
    /// How often something was changed: the prompt makes its editor anew then.
    pub changes: u64,
}

impl Default for Editing {
    fn default() -> Self {
        Self {
            mode: EditMode::Emacs,
            keys: BTreeMap::new(),
            scripts: BTreeMap::new(),
            hints: true,
            saves: true,
            continuation: ">> ".to_owned(),
            indicator: ViIndicator::default(),
            colours: BTreeMap::new(),
            changes: 0,
        }
    }
}

impl Editing {
    /// Says what a chord does; `None` takes it away. A key that begins sequences does nothing of its own, and the other way round: what was said
    /// before of the one goes when something is said of the other.
    pub fn bind(&mut self, mode: ViMode, chord: Chord, function: Option<&'static str>) {
        let alone = Chord {
            second: None,
            ..chord
        };
        if function.is_some() {
            let rivals = |(of, other): &(ViMode, Chord)| {
                *of == mode
                    && other.first == chord.first
                    && other.second.is_some() != chord.second.is_some()
            };
            self.keys.retain(|key, _| !rivals(key));
            self.scripts.retain(|key, _| !rivals(key));
            if chord.second.is_some() {
                self.keys.insert((mode, alone), None);
            }
        }
        self.scripts.remove(&(mode, chord));
        self.keys.insert((mode, chord), function);
    }

    /// The keys that are bound in this mode, each to the name of a function: the usual ones, and those of the user instead.
    #[must_use]
    pub fn bound(&self, vi: ViMode) -> BTreeMap<Chord, &'static str> {
        let mut bound = BTreeMap::new();
        let usual = DEFAULTS.iter().filter(|row| row.is_in(self.mode, vi));
        for row in usual {
            if let Ok(chord) = Chord::parse(row.chord) {
                bound.insert(chord, row.function);
            }
        }
        for ((mode, chord), function) in &self.keys {
            match function {
                _ if *mode != vi => {}
                Some(function) => {
                    // A usual sequence that begins with it would never be seen.
                    bound.retain(|other, _| {
                        other.first != chord.first
                            || other.second.is_some() == chord.second.is_some()
                    });
                    bound.insert(*chord, function);
                }
                None => {
                    bound.remove(chord);
                }
            }
        }
        bound
    }
}

/// What is set in a session: cmdlets write it, the prompt reads it.
#[derive(Clone, Debug, Default)]
pub struct Shared(Rc<RefCell<Editing>>);

impl Shared {
    /// What is set.
    pub fn get(&self) -> Ref<'_, Editing> {
        self.0.borrow()
    }

    /// To set something.
    pub fn change(&self) -> RefMut<'_, Editing> {
        let mut editing = self.0.borrow_mut();
        editing.changes += 1;
        editing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_key_can_be_read_and_has_a_function_that_is_known() {
        for row in DEFAULTS {
            let chord = Chord::parse(row.chord).unwrap();
            assert_eq!(chord.to_string(), row.chord);
            assert!(function(row.function).is_some(), "{}", row.function);
        }
    }

    #[test]
    fn a_key_is_bound_alone_or_begins_sequences() {
        let mut editing = Editing::default();
        let chord = |text: &str| Chord::parse(text).unwrap();
        let bound = |editing: &Editing, text: &str| {
            let bound = editing.bound(ViMode::Insert);
            bound.get(&chord(text)).copied()
        };
        editing.bind(ViMode::Insert, chord("Ctrl+w,w"), Some("KillWord"));
        assert_eq!(bound(&editing, "Ctrl+w,w"), Some("KillWord"));
        assert_eq!(bound(&editing, "Ctrl+w"), None);
        editing.bind(ViMode::Insert, chord("Ctrl+w,x"), Some("Undo"));
        assert_eq!(bound(&editing, "Ctrl+w,w"), Some("KillWord"));
        editing.bind(ViMode::Insert, chord("Ctrl+w"), Some("UnixWordRubout"));
        assert_eq!(bound(&editing, "Ctrl+w,w"), None);
        assert_eq!(bound(&editing, "Ctrl+w,x"), None);
        assert_eq!(bound(&editing, "Ctrl+w"), Some("UnixWordRubout"));
        // The usual sequences too.
        editing.bind(ViMode::Insert, chord("Ctrl+x"), Some("Cut"));
        assert_eq!(bound(&editing, "Ctrl+x,Ctrl+u"), None);
    }

    #[test]
    fn keys_of_the_user_go_before_the_usual_ones() {
        let shared = Shared::default();
        let key = Chord::parse("Tab").unwrap();
        assert_eq!(shared.get().bound(ViMode::Insert)[&key], "MenuComplete");
        shared
            .change()
            .keys
            .insert((ViMode::Insert, key), Some("AcceptLine"));
        assert_eq!(shared.get().bound(ViMode::Insert)[&key], "AcceptLine");
        assert!(!shared.get().bound(ViMode::Command).contains_key(&key));
        shared.change().keys.insert((ViMode::Insert, key), None);
        assert!(!shared.get().bound(ViMode::Insert).contains_key(&key));
        assert_eq!(shared.get().changes, 2);
    }
}
