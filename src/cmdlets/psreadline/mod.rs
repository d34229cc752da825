//! `PSReadLine`: what profiles say of the keys and colours of the prompt.

mod get_ps_read_line_key_handler;
mod get_ps_read_line_option;
mod remove_ps_read_line_key_handler;
mod set_ps_read_line_key_handler;
mod set_ps_read_line_option;

use std::rc::Rc;

use iovsh_derive::PsEnum;
use iovsh_shell::cmdlet::{Candidate, CmdletSpec, Declared};
use iovsh_shell::editing::{Chord, EditMode, Editing, FUNCTIONS, Shared, ViIndicator, ViMode};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, Output, Session};
use iovsh_shell::types::console_line::{self, ConsoleLine};
use iovsh_shell::types::keys::console_key_info;
use iovsh_shell::value::Value;

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <get_ps_read_line_key_handler::GetPsReadLineKeyHandler as Declared>::SPEC,
    <get_ps_read_line_option::GetPsReadLineOption as Declared>::SPEC,
    <remove_ps_read_line_key_handler::RemovePsReadLineKeyHandler as Declared>::SPEC,
    <set_ps_read_line_key_handler::SetPsReadLineKeyHandler as Declared>::SPEC,
    <set_ps_read_line_option::SetPsReadLineOption as Declared>::SPEC,
];

/// Where a session keeps how its lines are edited.
const KEPT: &str = "line editing";

/// How the lines of a session are edited.
pub fn editing(session: &mut Session) -> Shared {
    let kept = session
        .kept
        .entry(KEPT)
        .or_insert_with(|| Rc::new(Shared::default()));
    Rc::clone(kept)
        .downcast::<Shared>()
        .map_or_else(|_| Shared::default(), |shared| (*shared).clone())
}

/// How the lines of a session are edited now.
pub fn editing_of(session: &Session) -> Editing {
    let kept = session.kept.get(KEPT).cloned();
    let shared = kept.and_then(|kept| kept.downcast::<Shared>().ok());
    shared.map_or_else(Editing::default, |shared| shared.get().clone())
}

/// Runs the script of a key; gives what it made of the line. What the script writes is shown above the line.
pub fn run_key(
    session: &mut Session,
    (mode, chord): (ViMode, Chord),
    line: ConsoleLine,
    output: &mut dyn Output,
) -> ConsoleLine {
    let script = editing_of(session).scripts.get(&(mode, chord)).cloned();
    let Some(script) = script else { return line };
    console_line::begin(line.clone());
    session.run_block_aside(
        &script.block,
        &[console_key_info(chord.last()), Value::Null],
        output,
    );
    console_line::end().unwrap_or(line)
}

/// The keys of the prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.EditMode", mirrors = EditMode)]
pub enum EditModeName {
    /// As in PSReadLine on Windows.
    Windows = 0,
    /// As in Emacs and bash.
    Emacs = 1,
    /// As in vi.
    Vi = 2,
}

/// In which of vi's modes a key is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.ViMode", mirrors = ViMode)]
pub enum ViModeName {
    /// While text is typed.
    Insert = 0,
    /// While keys are commands.
    Command = 1,
}

/// How vi mode shows whether keys are commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.ViModeStyle", mirrors = ViIndicator)]
pub enum ViModeStyle {
    /// It does not.
    None = 0,
    /// By a word before the line.
    Prompt = 1,
    /// By the shape of the cursor.
    Cursor = 2,
}

/// Which lines are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.HistorySaveStyle")]
pub enum HistorySaveStyle {
    /// Each when it is run.
    SaveIncrementally = 0,
    /// All at the end of the session.
    SaveAtExit = 1,
    /// None.
    SaveNothing = 2,
}

/// Where the grey rest of a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.PredictionSource")]
pub enum PredictionSource {
    /// There is none.
    None = 1,
    /// From the lines that were run.
    History = 2,
    /// From plugins.
    Plugin = 3,
    /// From both.
    HistoryAndPlugin = 4,
}

/// Names of what keys can do.
fn function_names(_services: &dyn std::any::Any, word: &str) -> Vec<Candidate> {
    let fits = |name: &str| {
        let start = name.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    FUNCTIONS
        .iter()
        .filter(|function| fits(function.name))
        .map(|function| Candidate {
            text: function.name.to_owned(),
            description: function.description.to_owned(),
        })
        .collect()
}

/// The keys that texts name; each that is none is an error of its own.
fn chords(cx: &mut Context, texts: &[String]) -> Flow<Vec<Chord>> {
    let mut chords = Vec::new();
    for text in texts {
        match Chord::parse(text) {
            Ok(chord) => chords.push(chord),
            Err(words) => {
                let error = ShellError::new("InvalidKey", ErrorCategory::InvalidArgument, words)
                    .exception("System.ArgumentException")
                    .target(text.as_str())
                    .help("Keys are written like this: Ctrl+r, Alt+d, Shift+Tab, F1, UpArrow, and Ctrl+x,Ctrl+e for two in a row.");
                cx.error(error)?;
            }
        }
    }
    Ok(chords)
}

/// Says of keys that most terminals cannot tell from others, that pressing them may do something else.
fn warn_of_twins(cx: &mut Context, chord: Chord) -> Flow {
    for stroke in [Some(chord.first), chord.second].into_iter().flatten() {
        if let Some(sent) = stroke.sent_as() {
            cx.warning(format!(
                "Most terminals send the same for {stroke} as for {sent}: there it does what {sent} does. Bind a key that is sent as itself: a letter with Ctrl or Alt, or a function key."
            ))?;
        }
    }
    Ok(())
}
