//! What keys can do, by PSReadLine's names, and which key does what unless somebody says otherwise.

use super::{EditMode, ViMode};

/// Something that a key can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// PSReadLine's name; what it does not have is called after it.
    pub name: &'static str,
    /// PSReadLine's group.
    pub group: &'static str,
    /// What it does.
    pub description: &'static str,
}

macro_rules! functions {
    ($($group:literal { $($name:ident $description:literal;)* })*) => {
        /// All of them, by group.
        pub const FUNCTIONS: &[Function] = &[$($(Function {
            name: stringify!($name),
            group: $group,
            description: $description,
        }),*),*];
    };
}

functions! {
    "Basic" {
        Abort "Leaves a list or a search, with what was typed before it";
        AcceptLine "Runs the line, or goes on with it where something is open";
        AddLine "A line break";
        BackwardDeleteChar "Deletes the character before the cursor";
        BackwardDeleteInput "Deletes everything before the cursor";
        BackwardDeleteLine "Deletes the line up to the cursor";
        BackwardDeleteWord "Deletes the word before the cursor";
        BackwardKillInput "Cuts everything before the cursor";
        BackwardKillLine "Cuts the line up to the cursor";
        BackwardKillWord "Cuts the word before the cursor";
        CancelLine "Drops the line";
        CapitalizeWord "A capital letter at the cursor";
        CopyOrCancelLine "Drops the line";
        DeleteChar "Deletes the character at the cursor";
        DeleteCharOrExit "Deletes the character at the cursor; on an empty line leaves";
        DeleteWord "Deletes the word at the cursor";
        DowncaseWord "Small letters to the end of the word";
        ForwardDeleteInput "Deletes everything behind the cursor";
        InsertLineAbove "A new line above this one";
        InsertLineBelow "A new line below this one";
        KillLine "Cuts the line behind the cursor";
        KillWord "Cuts the word at the cursor";
        Redo "Takes back what Undo did";
        RevertLine "Drops everything that was typed";
        ShellKillWord "Cuts up to the next blank";
        SwapCharacters "Exchanges the two characters at the cursor";
        Undo "Takes the last change back";
        UnixWordRubout "Cuts back to the last blank";
        UpcaseWord "Capital letters to the end of the word";
        ValidateAndAcceptLine "Runs the line, or goes on with it where something is open";
        Yank "Puts in what was cut last";
    }
    "CursorMovement" {
        BackwardChar "One character back";
        BackwardWord "One word back";
        BeginningOfLine "To the beginning of the line";
        EndOfLine "To the end of the line; takes the grey rest";
        ForwardChar "One character on; takes the grey rest at the end";
        ForwardWord "One word on; takes a word of the grey rest at the end";
        NextLine "One line down in an entry of several";
        NextWord "To the beginning of the next word";
        PreviousLine "One line up in an entry of several";
        ShellBackwardWord "Back to the last blank";
        ShellForwardWord "On to the next blank";
    }
    "History" {
        ForwardSearchHistory "Searches the lines that were run; in the search the newer one";
        HistoryMenu "Searches the lines that were run";
        HistorySearchBackward "The older line that begins as this one does";
        HistorySearchForward "The newer line that begins as this one does";
        NextHistory "The newer line";
        PreviousHistory "The older line";
        ReverseSearchHistory "Searches the lines that were run; in the search the older one";
    }
    "Completion" {
        Complete "Completes, and lists what fits";
        MenuComplete "Completes, and lists what fits";
        PossibleCompletions "Completes, and lists what fits";
        TabCompleteNext "The next one of what fits";
        TabCompletePrevious "The one before of what fits";
    }
    "Prediction" {
        AcceptNextSuggestionWord "Takes a word of the grey rest";
        AcceptSuggestion "Takes the grey rest";
    }
    "Miscellaneous" {
        ClearScreen "Empties the screen; the line stays";
        ShowCommandHelp "The help of the command or parameter at the cursor";
        ViCommandMode "Keys are commands from now on (vi)";
    }
    "Selection" {
        Copy "Copies what is selected";
        Cut "Cuts what is selected";
        Paste "Puts in what was cut or copied last";
        SelectAll "Selects everything";
        SelectBackwardChar "Selects the character before the cursor";
        SelectBackwardWord "Selects the word before the cursor";
        SelectForwardChar "Selects the character at the cursor";
        SelectForwardWord "Selects the word at the cursor";
    }
}

/// The function of this name, in any case.
#[must_use]
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS
        .iter()
        .find(|known| known.name.eq_ignore_ascii_case(name))
}

/// A usual key.
#[derive(Clone, Copy, Debug)]
pub struct Usual {
    /// The key.
    pub chord: &'static str,
    /// The name of what it does.
    pub function: &'static str,
    modes: Modes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Modes {
    /// All, while text is typed.
    Typing,
    /// Typing, but not in vi, where the key is another.
    NotVi,
    /// Only in Windows mode.
    Windows,
    /// Only in Emacs mode.
    Emacs,
    /// Vi's both.
    Always,
}

impl Usual {
    /// Whether it holds there.
    #[must_use]
    pub fn is_in(&self, mode: EditMode, vi: ViMode) -> bool {
        let is_command = vi == ViMode::Command;
        match self.modes {
            Modes::Typing => !is_command,
            Modes::NotVi => mode != EditMode::Vi,
            Modes::Windows => mode == EditMode::Windows,
            Modes::Emacs => mode == EditMode::Emacs,
            Modes::Always => !is_command || mode == EditMode::Vi,
        }
    }
}

macro_rules! usual {
    ($($modes:ident { $($chord:literal $function:ident;)* })*) => {
        /// The usual keys, later ones instead of earlier ones. What stands in none of them is typed.
        pub const DEFAULTS: &[Usual] = &[$($(Usual {
            chord: $chord,
            function: stringify!($function),
            modes: Modes::$modes,
        }),*),*];
    };
}

usual! {
    Always {
        "F1" ShowCommandHelp;
        "F7" HistoryMenu;
        "Ctrl+l" ClearScreen;
        "Ctrl+r" ReverseSearchHistory;
        "Ctrl+s" ForwardSearchHistory;
        "Ctrl+c" CopyOrCancelLine;
        "Ctrl+d" DeleteCharOrExit;
        "Enter" AcceptLine;
        "UpArrow" HistorySearchBackward;
        "DownArrow" HistorySearchForward;
        "LeftArrow" BackwardChar;
        "RightArrow" ForwardChar;
        "Home" BeginningOfLine;
        "End" EndOfLine;
    }
    Typing {
        "Tab" MenuComplete;
        "Shift+Tab" TabCompletePrevious;
        "Ctrl+Spacebar" MenuComplete;
        "Ctrl+p" HistorySearchBackward;
        "Ctrl+n" HistorySearchForward;
        "F8" HistorySearchBackward;
        "Shift+F8" HistorySearchForward;
        "Alt+Enter" AddLine;
        "Backspace" BackwardDeleteChar;
        "Delete" DeleteChar;
        "Ctrl+LeftArrow" BackwardWord;
        "Ctrl+RightArrow" ForwardWord;
    }
    NotVi {
        "Escape" RevertLine;
        "Alt+LeftArrow" BackwardWord;
        "Alt+RightArrow" ForwardWord;
        "Alt+b" BackwardWord;
        "Alt+f" ForwardWord;
        "Ctrl+a" BeginningOfLine;
        "Ctrl+e" EndOfLine;
        "Ctrl+b" BackwardChar;
        "Ctrl+f" ForwardChar;
        "Ctrl+h" BackwardDeleteChar;
        "Ctrl+w" BackwardKillWord;
        "Alt+d" KillWord;
        "Ctrl+k" KillLine;
        "Ctrl+u" BackwardKillInput;
        "Ctrl+y" Yank;
        "Ctrl+t" SwapCharacters;
        "Alt+u" UpcaseWord;
        "Alt+l" DowncaseWord;
        "Alt+c" CapitalizeWord;
        "Ctrl+z" Undo;
        "Ctrl+7" Undo;
    }
    Emacs {
        "Ctrl+g" Abort;
        "Ctrl+x,Ctrl+u" Undo;
        "Ctrl+x,Ctrl+r" Redo;
    }
    Windows {
        "Ctrl+g" Abort;
        "Ctrl+a" SelectAll;
        "Ctrl+y" Redo;
        "Ctrl+x" Cut;
        "Ctrl+v" Paste;
        "Ctrl+Delete" KillWord;
        "Ctrl+Backspace" BackwardKillWord;
        "Shift+LeftArrow" SelectBackwardChar;
        "Shift+RightArrow" SelectForwardChar;
        "Ctrl+Shift+LeftArrow" SelectBackwardWord;
        "Ctrl+Shift+RightArrow" SelectForwardWord;
    }
}
