//! The keys of the editor: PSReadLine's functions as events of reedline.

use reedline::{
    EditCommand as C, EditMode as Mode, Emacs, KeyCode, KeyModifiers, Keybindings,
    ReedlineEvent as E, Vi, default_emacs_keybindings, default_vi_insert_keybindings,
    default_vi_normal_keybindings, default_vi_visual_keybindings,
};

use super::{HELP, HISTORY, KEY, MENU, menu};
use crate::editing::{Chord, EditMode, Editing, Key, SCRIPT, ViMode};

/// The edit mode with all its keys.
pub(super) fn mode(editing: &Editing) -> Box<dyn Mode> {
    match editing.mode {
        EditMode::Vi => {
            let mut insert = default_vi_insert_keybindings();
            let mut normal = default_vi_normal_keybindings();
            menu::bind_keys(&mut insert, MENU);
            // Escape leads to the commands.
            insert.remove_binding(KeyModifiers::NONE, KeyCode::Esc);
            bind(&mut insert, editing, ViMode::Insert);
            bind(&mut normal, editing, ViMode::Command);
            Box::new(Vi::new(insert, normal, default_vi_visual_keybindings()))
        }
        EditMode::Emacs | EditMode::Windows => {
            let mut keys = default_emacs_keybindings();
            menu::bind_keys(&mut keys, MENU);
            bind(&mut keys, editing, ViMode::Insert);
            Box::new(Emacs::new(keys))
        }
    }
}

fn bind(keys: &mut Keybindings, editing: &Editing, mode: ViMode) {
    for (chord, function) in editing.bound(mode) {
        let event = match function {
            SCRIPT => Some(script(mode, chord)),
            function => event(function),
        };
        if let (Some((modifiers, code)), Some(event)) = (key(chord), event) {
            keys.add_binding(modifiers, code, event);
        }
    }
    let taken = editing.keys.iter();
    for ((_, chord), _) in taken.filter(|((of, _), function)| *of == mode && function.is_none()) {
        if let Some((modifiers, code)) = key(*chord) {
            keys.remove_binding(modifiers, code);
        }
    }
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
fn key(chord: Chord) -> Option<(KeyModifiers, KeyCode)> {
    let mut modifiers = KeyModifiers::NONE;
    for (held, modifier) in [
        (chord.control, KeyModifiers::CONTROL),
        (chord.alt, KeyModifiers::ALT),
        (chord.shift, KeyModifiers::SHIFT),
    ] {
        if held {
            modifiers |= modifier;
        }
    }
    let code = match chord.key {
        Key::Letter(letter) if letter.is_uppercase() => {
            modifiers |= KeyModifiers::SHIFT;
            KeyCode::Char(letter)
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
            "Tab" if chord.shift => KeyCode::BackTab,
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
        "HistoryMenu" => E::Menu(HISTORY.to_owned()),
        "HistorySearchBackward" => menu::up(),
        "HistorySearchForward" => menu::down(),
        "NextHistory" => E::NextHistory,
        "PreviousHistory" => E::PreviousHistory,
        "ReverseSearchHistory" => E::SearchHistory,
        "Complete" | "MenuComplete" | "PossibleCompletions" | "TabCompleteNext" => {
            E::UntilFound(vec![E::Menu(MENU.to_owned()), E::MenuNext])
        }
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

    #[test]
    fn every_function_does_something_and_every_usual_key_can_be_pressed() {
        for function in FUNCTIONS {
            assert!(event(function.name).is_some(), "{}", function.name);
        }
        for row in DEFAULTS {
            assert!(
                key(Chord::parse(row.chord).unwrap()).is_some(),
                "{}",
                row.chord
            );
        }
    }

    #[test]
    fn what_the_user_binds_and_takes_away_is_so_in_the_mode_that_was_meant() {
        let mut editing = Editing::default();
        let press = |text: &str| Chord::parse(text).unwrap();
        editing
            .keys
            .insert((ViMode::Insert, press("Ctrl+t")), Some("AcceptLine"));
        editing.keys.insert((ViMode::Insert, press("Alt+c")), None);
        let mut keys = default_emacs_keybindings();
        bind(&mut keys, &editing, ViMode::Insert);
        let found = keys.find_binding(KeyModifiers::CONTROL, KeyCode::Char('t'));
        assert_eq!(found, Some(E::Enter));
        assert_eq!(
            keys.find_binding(KeyModifiers::ALT, KeyCode::Char('c')),
            None
        );
    }
}
