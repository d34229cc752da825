//! The prompt: reedline around the parser, the completion engine and a session.

mod complete;
mod highlight;
mod prompt;
mod snapshot;
mod validate;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use nu_ansi_term::Color;
use reedline::{
    EditCommand, Emacs, FileBackedHistory, IdeMenu, KeyCode, KeyModifiers, MenuBuilder, Reedline,
    ReedlineEvent, ReedlineMenu, Signal, default_emacs_keybindings,
};

pub use snapshot::{KnownFunction, KnownVariable, Live, Members, Snapshot};

/// What the prompt needs of the program around it.
pub trait Runner {
    /// Runs a line. Everything that it writes has been written when this returns.
    fn run(&mut self, text: &str);
    /// What completion and colours may know now.
    fn snapshot(&mut self) -> Snapshot;
    /// The text of the prompt.
    fn prompt(&mut self) -> String;
    /// Whether the last line failed.
    fn failed(&self) -> bool;
    /// The exit code, once `exit` was called.
    fn exit_code(&self) -> Option<i32>;
}

/// How the prompt looks and where it remembers.
pub struct Options {
    /// The history file; `None` keeps history in memory only.
    pub history: Option<PathBuf>,
    /// Whether colours are wanted.
    pub colours: bool,
}

/// How many lines of history are kept.
const HISTORY: usize = 10_000;

/// Reads and runs lines until `exit` or Ctrl+D; gives the exit code.
///
/// # Errors
/// The terminal cannot be read.
pub fn run(runner: &mut dyn Runner, options: &Options) -> std::io::Result<i32> {
    let snapshot = Arc::new(Mutex::new(runner.snapshot()));
    let mut editor = editor(&snapshot, options);
    loop {
        if let Ok(mut known) = snapshot.lock() {
            *known = runner.snapshot();
        }
        let prompt = prompt::LinePrompt {
            text: runner.prompt(),
            failed: runner.failed(),
        };
        match editor.read_line(&prompt)? {
            Signal::Success(line) => {
                if !line.trim().is_empty() {
                    runner.run(&line);
                }
                if let Some(code) = runner.exit_code() {
                    return Ok(code);
                }
            }
            Signal::CtrlD => return Ok(0),
            _ => {}
        }
    }
}

fn editor(snapshot: &Arc<Mutex<Snapshot>>, options: &Options) -> Reedline {
    let mut keys = default_emacs_keybindings();
    keys.add_binding(
        KeyModifiers::NONE,
        KeyCode::Tab,
        ReedlineEvent::UntilFound(vec![
            ReedlineEvent::Menu(MENU.to_owned()),
            ReedlineEvent::MenuNext,
        ]),
    );
    keys.add_binding(
        KeyModifiers::SHIFT,
        KeyCode::BackTab,
        ReedlineEvent::MenuPrevious,
    );
    keys.add_binding(
        KeyModifiers::ALT,
        KeyCode::Enter,
        ReedlineEvent::Edit(vec![EditCommand::InsertNewline]),
    );
    let menu = IdeMenu::default()
        .with_name(MENU)
        .with_default_border()
        .with_marker("")
        .with_max_completion_height(12)
        .with_max_description_width(60);
    let mut editor = Reedline::create()
        .with_edit_mode(Box::new(Emacs::new(keys)))
        .with_completer(Box::new(complete::AtCursor {
            snapshot: Arc::clone(snapshot),
        }))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(menu)))
        .with_quick_completions(true)
        .with_partial_completions(true)
        .with_validator(Box::new(validate::OpenText))
        .with_ansi_colors(options.colours)
        .use_bracketed_paste(true);
    if options.colours {
        editor = editor
            .with_highlighter(Box::new(highlight::TokenColours {
                snapshot: Arc::clone(snapshot),
            }))
            .with_hinter(Box::new(
                reedline::DefaultHinter::default()
                    .with_style(Color::DarkGray.normal())
                    .with_min_chars(2),
            ));
    }
    match options.history.as_deref().and_then(history) {
        Some(history) => editor.with_history(Box::new(history)),
        None => editor,
    }
}

const MENU: &str = "completion";

/// The history file, with its folder made. A history that cannot be kept is no reason to have no prompt.
fn history(path: &Path) -> Option<FileBackedHistory> {
    std::fs::create_dir_all(path.parent()?).ok()?;
    FileBackedHistory::with_file(HISTORY, path.to_owned()).ok()
}
