//! The keys of the editor: PSReadLine's functions as events of reedline.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use reedline::{
    EditCommand as C, EditMode as Mode, Emacs, KeyCode, KeyModifiers, Keybindings,
    ReedlineEvent as E, Vi, default_emacs_keybindings, default_vi_insert_keybindings,
    default_vi_normal_keybindings, default_vi_visual_keybindings,
};

use super::strokes::{Maker, Pressed, Sequences, Strokes};
use super::turns::Turns;
use super::{HELP, HISTORY, KEY, MENU, menu};
use crate::editing::{Chord, EditMode, Editing, Key, SCRIPT, Stroke, ViMode};

/// The edit mode with all its keys; `searching` says whether the search among earlier lines is open, `turns` in which mode the editor is.
pub(super) fn mode(
    editing: &Editing,
    searching: Arc<AtomicBool>,
    turns: Arc<Turns>,
) -> Box<dyn Mode> {
    let mut sequences = Sequences::new();
    let make: Maker = match editing.mode {
        EditMode::Vi => {
            let mut insert = default_vi_insert_keybindings();
            let mut normal = default_vi_normal_keybindings();
            menu::bind_keys(&mut insert, MENU);
            // Escape leads to the commands.
            insert.remove_binding(KeyModifiers::NONE, KeyCode::Esc);
            bind(&mut insert, &mut sequences, editing, ViMode::Insert);
            bind(&mut normal, &mut sequences, editing, ViMode::Command);
            Box::new(move || {
                let visual = default_vi_visual_keybindings();
                Box::new(Vi::new(insert.clone(), normal.clone(), visual))
            })
        }
        EditMode::Emacs | EditMode::Windows => {
            let mut keys = default_emacs_keybindings();
            menu::bind_keys(&mut keys, MENU);
            bind(&mut keys, &mut sequences, editing, ViMode::Insert);
            Box::new(move || Box::new(Emacs::new(keys.clone())))
        }
    };
    Box::new(Strokes::new(make, sequences, searching, turns))
}

fn bind(keys: &mut Keybindings, sequences: &mut Sequences, editing: &Editing, mode: ViMode) {
    let taken = editing.keys.iter();
    for ((_, chord), _) in taken.filter(|((of, _), function)| *of == mode && function.is_none()) {
        if let (Some((modifiers, code)), None) = (key(chord.first), chord.second) {
            keys.remove_binding(modifiers, code);
        }
    }
    for (chord, function) in editing.bound(mode) {
        let event = match function {
            SCRIPT => Some(script(mode, chord)),
            function => event(function),
        };
        let (Some(first), Some(event)) = (key(chord.first), event) else {
            continue;
        };
        match chord.second {
            None => keys.add_binding(first.0, first.1, event),
            Some(second) => {
                if let Some(second) = key(second) {
                    sequences.insert((mode, first, second), event);
                }
            }
        }
    }
}

/// Whether this opens the search among earlier lines.
pub(super) fn opens_search(event: &E) -> bool {
    [menu::open(HISTORY), menu::open_or_previous(HISTORY)].contains(event)
}

/// What the prompt is asked for by a key that runs a script.
fn script(mode: ViMode, chord: Chord) -> E {
    let vi = match mode {
        ViMode::Insert => 'i',
        ViMode::Command => 'c',
    };
    E::ExecuteHostCommand(format!("{KEY}{vi}{chord}"))
}

/// The key that asks for its script by this command.
pub(super) fn asked(command: &str) -> Option<(ViMode, Chord)> {
    let rest = command.strip_prefix(KEY)?;
    let (mode, chord) = match rest.strip_prefix('c') {
        Some(chord) => (ViMode::Command, chord),
        None => (ViMode::Insert, rest.strip_prefix('i')?),
    };
    Some((mode, Chord::parse(chord).ok()?))
}

/// The key as the terminal reports it; `None` for one that no terminal sends.
fn key(stroke: Stroke) -> Option<Pressed> {
    let stroke = stroke.reported();
    let mut modifiers = KeyModifiers::NONE;
    for (held, modifier) in [
        (stroke.control, KeyModifiers::CONTROL),
        (stroke.alt, KeyModifiers::ALT),
        (stroke.shift, KeyModifiers::SHIFT),
    ] {
        if held {
            modifiers |= modifier;
        }
    }
    let code = match stroke.key {
        // The editor looks for small letters where something is held.
        Key::Letter(letter) if letter.is_uppercase() => {
            modifiers |= KeyModifiers::SHIFT;
            KeyCode::Char(letter.to_ascii_lowercase())
        }
        Key::Letter(letter) => KeyCode::Char(letter),
        Key::Function(number) => KeyCode::F(number),
        Key::Named(name) => match name {
            "Backspace" => KeyCode::Backspace,
            "Delete" => KeyCode::Delete,
            "DownArrow" => KeyCode::Down,
            "End" => KeyCode::End,
            "Enter" => KeyCode::Enter,
            "Escape" => KeyCode::Esc,
            "Home" => KeyCode::Home,
            "Insert" => KeyCode::Insert,
            "LeftArrow" => KeyCode::Left,
            "PageDown" => KeyCode::PageDown,
            "PageUp" => KeyCode::PageUp,
            "RightArrow" => KeyCode::Right,
            "Spacebar" => KeyCode::Char(' '),
            "Tab" if stroke.shift => KeyCode::BackTab,
            "Tab" => KeyCode::Tab,
            "UpArrow" => KeyCode::Up,
            _ => return None,
        },
    };
    Some((modifiers, code))
}

/// What a function does in the editor.
fn event(function: &str) -> Option<E> {
    let edit = |command| E::Edit(vec![command]);
    let select = true;
    Some(match function {
        "Abort" => menu::abort(),
        "AcceptLine" | "ValidateAndAcceptLine" => E::Enter,
        "AddLine" => edit(C::InsertNewline),
        "InsertLineAbove" => edit(C::InsertNewlineAbove),
        "InsertLineBelow" => edit(C::InsertNewlineBelow),
        "BackwardDeleteChar" => edit(C::Backspace),
        "BackwardDeleteInput" | "BackwardKillInput" => edit(C::CutFromStart),
        "BackwardDeleteLine" | "BackwardKillLine" => edit(C::CutFromLineStart),
        "BackwardDeleteWord" => edit(C::BackspaceWord),
        "BackwardKillWord" => edit(C::CutWordLeft),
        "UnixWordRubout" => edit(C::CutBigWordLeft),
        "CancelLine" | "CopyOrCancelLine" => E::CtrlC,
        "CapitalizeWord" => edit(C::CapitalizeChar),
        "UpcaseWord" => edit(C::UppercaseWord),
        "DowncaseWord" => edit(C::LowercaseWord),
        "DeleteChar" => edit(C::Delete),
        "DeleteCharOrExit" => E::CtrlD,
        "DeleteWord" => edit(C::DeleteWord),
        "KillWord" => edit(C::CutWordRight),
        "ShellKillWord" => edit(C::CutBigWordRight),
        "ForwardDeleteInput" => edit(C::CutToEnd),
        "KillLine" => edit(C::KillLine),
        "Yank" | "Paste" => edit(C::PasteCutBufferBefore),
        "Undo" => edit(C::Undo),
        "Redo" => edit(C::Redo),
        "RevertLine" => menu::revert(),
        "SwapCharacters" => edit(C::SwapGraphemes),
        "BackwardChar" => menu::left(),
        "ForwardChar" => menu::right(),
        "BackwardWord" => edit(C::MoveWordLeft { select: false }),
        "ForwardWord" => E::UntilFound(vec![
            E::HistoryHintWordComplete,
            edit(C::MoveWordRight { select: false }),
        ]),
        "NextWord" => edit(C::MoveWordRightStart { select: false }),
        "ShellBackwardWord" => edit(C::MoveBigWordLeft { select: false }),
        "ShellForwardWord" => edit(C::MoveBigWordRightEnd { select: false }),
        "BeginningOfLine" => menu::home(),
        "EndOfLine" => menu::end(),
        "NextLine" => edit(C::MoveLineDown { select: false }),
        "PreviousLine" => edit(C::MoveLineUp { select: false }),
        "HistoryMenu" | "ReverseSearchHistory" => menu::open(HISTORY),
        "ForwardSearchHistory" => menu::open_or_previous(HISTORY),
        "HistorySearchBackward" => menu::up(),
        "HistorySearchForward" => menu::down(),
        "NextHistory" => E::NextHistory,
        "PreviousHistory" => E::PreviousHistory,
        "Complete" | "MenuComplete" | "PossibleCompletions" | "TabCompleteNext" => menu::open(MENU),
        "TabCompletePrevious" => menu::previous(),
        "AcceptSuggestion" => E::HistoryHintComplete,
        "AcceptNextSuggestionWord" => E::HistoryHintWordComplete,
        "ClearScreen" => E::ClearScreen,
        "ShowCommandHelp" => E::ExecuteHostCommand(HELP.to_owned()),
        "ViCommandMode" => E::Esc,
        "Copy" => edit(C::CopySelection),
        "Cut" => E::Edit(vec![C::CopySelection, C::EraseSelection]),
        "SelectAll" => edit(C::SelectAll),
        "SelectBackwardChar" => edit(C::MoveLeft { select }),
        "SelectForwardChar" => edit(C::MoveRight { select }),
        "SelectBackwardWord" => edit(C::MoveWordLeft { select }),
        "SelectForwardWord" => edit(C::MoveWordRight { select }),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editing::{DEFAULTS, FUNCTIONS};
    use crossterm::event::{Event, KeyEvent};
    use reedline::ReedlineRawEvent;

    #[test]
    fn every_function_does_something_and_every_usual_key_can_be_pressed() {
        for function in FUNCTIONS {
            assert!(event(function.name).is_some(), "{}", function.name);
        }
        for row in DEFAULTS {
            let chord = Chord::parse(row.chord).unwrap();
            let strokes = [Some(chord.first), chord.second];
            for stroke in strokes.into_iter().flatten() {
                assert!(key(stroke).is_some(), "{}", row.chord);
            }
        }
    }

    fn stroke(text: &str) -> KeyEvent {
        let (modifiers, code) = key(Chord::parse(text).unwrap().first).unwrap();
        KeyEvent::new(code, modifiers)
    }

    /// What the keys do, one after the other.
    fn presses(editing: &Editing, searching: bool, keys: &[&str]) -> Vec<E> {
        let searching = Arc::new(AtomicBool::new(searching));
        let mut mode = mode(editing, searching, Arc::default());
        let events = keys.iter().map(|key| {
            let event = Event::Key(stroke(key));
            mode.parse_event(ReedlineRawEvent::try_from(event).unwrap())
        });
        events.collect()
    }

    fn typed(letters: &str) -> E {
        let letters = letters.chars();
        E::Edit(letters.map(C::InsertChar).collect())
    }

    #[test]
    fn what_the_user_binds_and_takes_away_is_so_in_the_mode_that_was_meant() {
        let mut editing = Editing::default();
        let chord = |text: &str| Chord::parse(text).unwrap();
        for (pressed, function) in [
            ("Ctrl+t", Some("AcceptLine")),
            ("X", Some("Undo")),
            ("Ctrl+_", Some("AcceptLine")),
            ("Alt+c", None),
        ] {
            editing.bind(ViMode::Insert, chord(pressed), function);
        }
        editing.bind(ViMode::Command, chord("Ctrl+y"), Some("AcceptLine"));
        assert_eq!(presses(&editing, false, &["Ctrl+t"]), [E::Enter]);
        assert_eq!(presses(&editing, false, &["X"]), [E::Edit(vec![C::Undo])]);
        assert_eq!(presses(&editing, false, &["Ctrl+7"]), [E::Enter]);
        assert_eq!(presses(&editing, false, &["Alt+c"]), [E::None]);
        assert_ne!(presses(&editing, false, &["Ctrl+y"]), [E::Enter]);
    }

    #[test]
    fn two_keys_in_a_row_do_what_is_bound_to_both() {
        let mut editing = Editing::default();
        let chord = |text: &str| Chord::parse(text).unwrap();
        editing.bind(ViMode::Insert, chord("Ctrl+x,Ctrl+e"), Some("AcceptLine"));
        editing.bind(ViMode::Insert, chord("j,k"), Some("CancelLine"));
        editing.bind(ViMode::Insert, chord("Escape,q"), Some("DeleteCharOrExit"));
        let done = |keys: &[&str]| presses(&editing, false, keys);
        assert_eq!(done(&["Ctrl+x", "Ctrl+e"]), [E::None, E::Enter]);
        // Nothing is done by half of it, and what comes behind is as usual.
        let vain = done(&["Ctrl+x", "a", "a", "Ctrl+x", "Ctrl+e"]);
        assert_eq!(vain, [E::None, E::None, typed("a"), E::None, E::Enter]);
        assert_eq!(done(&["j", "k"]), [E::None, E::CtrlC]);
        // Text stays text.
        let text = done(&["j", "a"]);
        assert_eq!(text, [E::None, E::Multiple(vec![typed("j"), typed("a")])]);
        let twice = done(&["j", "j", "k"]);
        let first = E::Multiple(vec![typed("j"), E::None]);
        assert_eq!(twice, [E::None, first, E::CtrlC]);
        // However the terminal sends it.
        assert_eq!(done(&["Escape", "q"]), [E::None, E::CtrlD]);
        assert_eq!(done(&["Alt+q"]), [E::CtrlD]);
        // What is looked for is text.
        assert_eq!(presses(&editing, true, &["j"]), [typed("j")]);
    }

    /// Keys that come together are all read before the first of them is done.
    #[test]
    fn a_mode_that_begins_behind_text_is_told_in_its_turn() {
        use reedline::{PromptEditMode, PromptViMode};
        let editing = Editing {
            mode: EditMode::Vi,
            ..Editing::default()
        };
        let mut mode = mode(&editing, Arc::default(), Arc::default());
        let press = |mode: &mut Box<dyn Mode>, key: &str| {
            let event = Event::Key(stroke(key));
            mode.parse_event(ReedlineRawEvent::try_from(event).unwrap())
        };
        let [insert, command] =
            [PromptViMode::Insert, PromptViMode::Normal].map(PromptEditMode::Vi);
        let changes = |event: &E| match event {
            E::Multiple(events) => matches!(events.first(), Some(E::Menu(_))),
            _ => false,
        };
        let together = ["a", "Escape", "0", "i", "b"].map(|key| press(&mut mode, key));
        assert_eq!((&together[0], &together[4]), (&typed("a"), &typed("b")));
        let told = together.each_ref().map(changes);
        assert_eq!(told, [false, true, false, true, false], "{together:?}");
        // The editor begins in the mode of the first.
        assert_eq!(mode.edit_mode(), insert);
        // What comes by itself is as the library has it.
        let escape = press(&mut mode, "Escape");
        assert!(!changes(&escape), "{escape:?}");
        assert_eq!(mode.edit_mode(), command);
    }

    #[test]
    fn what_is_read_with_ctrl_c_and_stands_behind_it_is_kept() {
        let turns = Arc::<Turns>::default();
        let mut mode = mode(&Editing::default(), Arc::default(), Arc::clone(&turns));
        let mut press = |key: &str| {
            let event = Event::Key(stroke(key));
            mode.parse_event(ReedlineRawEvent::try_from(event).unwrap())
        };
        let together = ["a", "Ctrl+c", "b", "Ctrl+c", "Enter"].map(&mut press);
        let none = || E::None;
        assert_eq!(together, [typed("a"), E::CtrlC, none(), none(), none()]);
        let kept: Vec<Event> = ["b", "Ctrl+c", "Enter"]
            .map(|key| Event::Key(stroke(key)))
            .into();
        assert_eq!(turns.take_kept(), kept);
        assert_eq!(turns.take_kept(), []);
        // What comes when the editor has dealt with them is its own.
        let _ = mode.edit_mode();
        let event = Event::Key(stroke("b"));
        assert_eq!(
            mode.parse_event(ReedlineRawEvent::try_from(event).unwrap()),
            typed("b")
        );
        assert_eq!(turns.take_kept(), []);
    }

    #[test]
    fn escape_leaves_a_search_in_vi_mode_too() {
        let editing = Editing {
            mode: EditMode::Vi,
            ..Editing::default()
        };
        assert_eq!(presses(&editing, true, &["Escape"]), [menu::abort()]);
        assert_ne!(presses(&editing, false, &["Escape"]), [menu::abort()]);
    }
}
