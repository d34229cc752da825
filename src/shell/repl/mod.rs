//! The prompt: reedline around the parser, the completion engine and a session.

mod ahead;
mod complete;
mod declared;
mod highlight;
mod hint;
mod history;
mod keys;
mod line;
mod menu;
pub mod profile;
mod prompt;
mod search;
mod snapshot;
mod strokes;
mod topic;
mod turns;
mod validate;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossterm::cursor::SetCursorStyle;
use nu_ansi_term::Style;
use reedline::{
    CursorConfig, EditCommand, ExternalPrinter, PromptEditMode, PromptViMode, Reedline,
    ReedlineMenu, Signal,
};

use super::editing::{COLOURS, Chord, Editing, ViIndicator, ViMode};
use super::error::Flow;
use super::eval::hangup;
use super::syntax::parse;
use super::terminal;
use super::types::console_line::{ConsoleLine, Then};
use ahead::{Next, TypedAhead};
pub use complete::shown_candidate;
pub use history::remember;
use iovsh_base::signals;
pub use snapshot::{KnownVariable, Live, Snapshot, TypeFacts};

/// What the prompt needs of the program around it.
pub trait Runner {
    /// Runs a line. Everything that it writes has been written when this returns.
    fn run(&mut self, text: &str);
    /// Shows a page of help by a line that nobody has typed.
    fn help(&mut self, line: &str);
    /// What completion and colours may know now.
    fn snapshot(&mut self) -> Snapshot;
    /// The text of the prompt.
    fn prompt(&mut self) -> String;
    /// Whether the last line failed.
    fn failed(&self) -> bool;
    /// The exit code, once `exit` was called.
    fn exit_code(&self) -> Option<i32>;
    /// Reads a line without an editor, after a prompt; `None` at the end of the input.
    fn read_plain(&mut self, prompt: &str) -> Flow<Option<String>>;
    /// Whether the end of the input ends something inside of the prompt, which was left now: a session on another host.
    fn goes_back(&mut self) -> bool {
        false
    }
    /// Tells something about the prompt itself.
    fn complain(&mut self, text: &str);
    /// How lines are edited now.
    fn editing(&self) -> Editing {
        Editing::default()
    }
    /// Runs the script of a key; gives what it made of the line.
    fn key(&mut self, _mode: ViMode, _chord: Chord, line: ConsoleLine) -> ConsoleLine {
        line
    }
    /// Tells what has happened since it was asked last, in lines; from a thread of its own, while a line is edited. `None`: nobody looks.
    fn news(&mut self) -> Option<News> {
        None
    }
    /// Ends what is running, as Ctrl+C does.
    fn stopper(&self) -> Arc<AtomicBool>;
}

/// What has happened, in lines.
pub type News = Arc<dyn Fn() -> Vec<String> + Send + Sync>;

/// How the prompt looks and where it remembers.
pub struct Options {
    /// The history file; `None` keeps history in memory only.
    pub history: Option<PathBuf>,
    /// Whether colours are wanted.
    pub colours: bool,
    /// The terminal understands no escape sequences (`TERM=dumb`): lines are read as they come, without an editor.
    pub plain: bool,
}

/// What is said of keys that cannot be run later than they were pressed.
const NO_TEXT: &str = "A key that is no text was pressed while a line ran; its line and what was typed after it was dropped.";

/// Where the prompt is, for the one who watches the terminal.
#[derive(Default)]
struct Place {
    /// The editor waits for keys.
    reading: AtomicBool,
    /// Nobody is at the terminal any more.
    gone: AtomicBool,
}

/// The exit code when the terminal went away: 128 and the number of SIGHUP, as other shells have it.
const HUNG_UP: i32 = 129;

/// How long a line that is under way may take to stop when the prompt is to end.
const STOPS_WITHIN: Duration = Duration::from_secs(30);

/// Ends the prompt when its terminal goes away, be it without a SIGHUP or with one that is ignored (the editor would read on for
/// ever), and at SIGTERM. A line that is under way is stopped as by Ctrl+C, so that a change is undone and not torn, and the
/// terminal is left as it was found.
fn leave_with_the_terminal(place: &Arc<Place>, stop: Arc<AtomicBool>) {
    let place = Arc::clone(place);
    let mode = terminal::Mode::now();
    // In this order: a signal is known to wait before anybody is told of it.
    let deferred = signals::defer(signals::OF_A_PROMPT);
    let arrivals = signals::arrivals(signals::OF_A_PROMPT);
    let arrivals = arrivals.and_then(signals::Arrivals::into_stream).ok();
    terminal::when_gone(arrivals, move || {
        place.gone.store(true, Ordering::SeqCst);
        // Everything that was run is in the history file.
        let until = Instant::now() + STOPS_WITHIN;
        while !place.reading.load(Ordering::SeqCst) && Instant::now() < until {
            hangup::hang_up();
            // Again and again: a line that begins just now takes the flag back first.
            stop.store(true, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(20));
        }
        mode.put_back();
        // A signal that came ends the process here.
        drop(deferred);
        std::process::exit(HUNG_UP);
    });
}

/// Reads and runs lines until `exit`, Ctrl+D, or the end of the terminal; gives the exit code.
///
/// # Errors
/// The terminal cannot be read.
pub fn run(runner: &mut dyn Runner, options: &Options) -> std::io::Result<i32> {
    if options.plain {
        return Ok(run_plain(runner));
    }
    let snapshot = Arc::new(Mutex::new(runner.snapshot()));
    let (history, kept) = history::Recall::open(options.history.as_deref());
    if let Err(error) = kept {
        runner.complain(&format!(
            "The history of this session is not kept: {error}: {}.",
            options
                .history
                .as_deref()
                .unwrap_or(Path::new(""))
                .display()
        ));
    }
    let saves = history.saves();
    let reminder = terminal::Reminder::start();
    let mut editing = runner.editing();
    let searching = Arc::<AtomicBool>::default();
    let turns = Arc::<turns::Turns>::default();
    let surroundings = Surroundings {
        snapshot: &snapshot,
        searching: &searching,
        turns: &turns,
        options,
    };
    let mut editor = editor(&surroundings, &reminder).with_history(Box::new(history));
    editor = edited(editor, &surroundings, &editing);
    saves.store(editing.saves, Ordering::Relaxed);
    let mut ahead = TypedAhead::default();
    // A script of a key has said that the line is to be run.
    let mut accepts = false;
    // A line begins: no key has led away from one that stands there again.
    let mut begins = true;
    let place = Arc::<Place>::default();
    let stop = runner.stopper();
    leave_with_the_terminal(&place, Arc::clone(&stop));
    if let Some(news) = runner.news() {
        let printer = ExternalPrinter::default();
        tell_news(news, &place, printer.sender());
        editor = editor.with_external_printer(printer);
    }
    loop {
        if let Ok(mut known) = snapshot.lock() {
            *known = runner.snapshot();
        }
        let now = runner.editing();
        if now.changes != editing.changes {
            editor = edited(editor, &surroundings, &now);
            saves.store(now.saves, Ordering::Relaxed);
            editing = now;
        }
        let prompt = prompt::LinePrompt {
            text: runner.prompt(),
            failed: runner.failed(),
            continuation: editing.continuation.clone(),
            indicator: editing.indicator,
        };
        while ahead.take_waiting() {
            terminal::ends_lines_itself();
            runner.complain(NO_TEXT);
        }
        // A line begins with letters that are typed, also behind one that was run or dropped by a command of vi.
        if begins && editor.prompt_edit_mode() == PromptEditMode::Vi(PromptViMode::Normal) {
            editor = editor.with_edit_mode(keys::mode(
                &editing,
                Arc::clone(&searching),
                Arc::clone(&turns),
            ));
        }
        begins = true;
        let next = ahead.next();
        let (Next::Run(text) | Next::Edit(text)) = &next;
        if !text.is_empty() {
            editor.run_edit_commands(&[EditCommand::InsertString(text.clone())]);
        }
        let accepts_now = std::mem::take(&mut accepts) || matches!(next, Next::Run(_));
        editor = editor.with_immediately_accept(accepts_now);
        // What other shells ran meanwhile; without it the lines of this one are there all the same.
        let _ = editor.sync_history();
        place.reading.store(true, Ordering::SeqCst);
        terminal::takes_line_feeds_for_enter();
        reminder.watches();
        let read = editor.read_line(&prompt);
        reminder.rests();
        place.reading.store(false, Ordering::SeqCst);
        if place.gone.load(Ordering::SeqCst) {
            return Ok(HUNG_UP);
        }
        match read? {
            Signal::Success(line) => {
                terminal::prompt_holds_lines(!ahead.is_empty());
                if !line.trim().is_empty() {
                    terminal::is_edited();
                    runner.run(&line);
                }
                if let Some(code) = runner.exit_code() {
                    return Ok(code);
                }
                // Ctrl+C stops what is under way, and that is all that was pasted with it.
                if stop.load(Ordering::SeqCst) && terminal::drop_typed_ahead() {
                    runner.complain("What was typed ahead was dropped.");
                }
                // A question dropped them too.
                if !terminal::are_held_lines_wanted() {
                    ahead.clear();
                }
            }
            Signal::HostCommand(command) if command == HELP => {
                begins = false;
                let line = editor.current_buffer_contents().to_owned();
                let cursor = editor.current_insertion_point();
                // The page begins below the line, which stands there again afterwards.
                runner.complain("");
                terminal::is_edited();
                let known = runner.snapshot();
                runner.help(&topic::help_line(&line, cursor, &known));
            }
            Signal::HostCommand(command) => {
                begins = false;
                if let Some((mode, chord)) = keys::asked(&command) {
                    let line = ConsoleLine {
                        text: editor.current_buffer_contents().to_owned(),
                        cursor: editor.current_insertion_point(),
                        ..ConsoleLine::default()
                    };
                    terminal::is_edited();
                    accepts = puts(&mut editor, &line, runner.key(mode, chord, line.clone()));
                }
            }
            Signal::CtrlD if runner.goes_back() => {}
            Signal::CtrlD => return Ok(0),
            Signal::CtrlC => {
                // So that a line that was dropped does not look like one that ran and wrote nothing.
                runner.complain("^C");
                if ahead.take(turns.take_kept()) {
                    runner.complain(NO_TEXT);
                }
            }
            _ => {}
        }
    }
}

/// Puts what a script made of the line into the editor; whether it is to be run.
fn puts(editor: &mut Reedline, was: &ConsoleLine, is: ConsoleLine) -> bool {
    let text = match is.then {
        Then::Cancel => String::new(),
        _ => is.text,
    };
    let cursor = is.cursor.min(text.len());
    if text != was.text {
        editor.run_edit_commands(&[EditCommand::Clear, EditCommand::InsertString(text)]);
    }
    editor.run_edit_commands(&[EditCommand::MoveToPosition {
        position: cursor,
        select: false,
    }]);
    is.then == Then::Accept
}

/// The same without an editor. The terminal has a line edited, and its modes are left as they are.
fn run_plain(runner: &mut dyn Runner) -> i32 {
    let mut text = String::new();
    loop {
        let prompt = if text.is_empty() {
            runner.prompt()
        } else {
            ">> ".to_owned()
        };
        match runner.read_plain(&prompt) {
            Ok(Some(line)) => text.push_str(&line),
            // Ctrl+C drops what has been typed.
            Err(_) => {
                text.clear();
                continue;
            }
            Ok(None) if runner.goes_back() => continue,
            Ok(None) => return 0,
        }
        if parse(&text).incomplete {
            text.push('\n');
            continue;
        }
        let whole = std::mem::take(&mut text);
        if !whole.trim().is_empty() {
            runner.run(&whole);
        }
        if let Some(code) = runner.exit_code() {
            return code;
        }
    }
}

/// How often somebody looks for news.
const LOOKS_EVERY: Duration = Duration::from_secs(3);

/// Hands news to the editor, which shows them above the line, as long as the process lives.
fn tell_news(news: News, place: &Arc<Place>, sender: std::sync::mpsc::SyncSender<String>) {
    let place = Arc::clone(place);
    let teller = std::thread::Builder::new().name("news".to_owned());
    // Without a thread nothing is told.
    let _ = teller.spawn(move || {
        loop {
            if place.reading.load(Ordering::SeqCst) {
                for line in news() {
                    if sender.send(line).is_err() {
                        return;
                    }
                }
            }
            std::thread::sleep(LOOKS_EVERY);
        }
    });
}

/// What the parts of the editor look at.
struct Surroundings<'a> {
    snapshot: &'a Arc<Mutex<Snapshot>>,
    /// Whether the search among earlier lines is open.
    searching: &'a Arc<AtomicBool>,
    /// In which mode the editor is.
    turns: &'a Arc<turns::Turns>,
    options: &'a Options,
}

fn editor(around: &Surroundings<'_>, reminder: &Arc<terminal::Reminder>) -> Reedline {
    let why = Arc::default();
    let menu = menu::CandidateMenu::named(MENU, Arc::clone(&why));
    let history = search::HistorySearch::named(HISTORY, Arc::clone(around.searching));
    let turns = turns::TurnMenu::of(Arc::clone(around.turns));
    Reedline::create()
        .with_completer(Box::new(complete::AtCursor {
            snapshot: Arc::clone(around.snapshot),
            reminder: Arc::clone(reminder),
            why,
        }))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(menu)))
        .with_menu(ReedlineMenu::HistoryMenu(Box::new(history)))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(turns)))
        .with_quick_completions(true)
        .with_partial_completions(true)
        // A search goes on when its text has been deleted; the menu of candidates closes itself.
        .with_persistent_menus(true)
        .with_validator(Box::new(validate::OpenText))
        .with_ansi_colors(around.options.colours)
        .use_bracketed_paste(true)
}

/// The editor with the keys, colours and hints that are set.
fn edited(mut editor: Reedline, around: &Surroundings<'_>, editing: &Editing) -> Reedline {
    let options = around.options;
    editor = editor
        .with_edit_mode(keys::mode(
            editing,
            Arc::clone(around.searching),
            Arc::clone(around.turns),
        ))
        .with_highlighter(Box::new(highlight::TokenColours {
            snapshot: Arc::clone(around.snapshot),
            searching: Arc::clone(around.searching),
            colours: options.colours,
            own: editing.colours.clone(),
        }))
        .disable_hints();
    if options.colours && editing.hints {
        let usual = || COLOURS.iter().find(|(name, _)| *name == HINT);
        let own = editing.colours.get(HINT).copied();
        let style = own.or_else(|| usual().map(|(_, style)| style()));
        let hinter = reedline::DefaultHinter::default()
            .with_style(style.unwrap_or_else(Style::new))
            .with_min_chars(2);
        editor = editor.with_hinter(Box::new(hint::VisibleHint {
            hinter,
            searching: Arc::clone(around.searching),
        }));
    }
    editor.with_cursor_config(match editing.indicator {
        ViIndicator::Cursor => CursorConfig {
            vi_insert: Some(SetCursorStyle::BlinkingBar),
            vi_normal: Some(SetCursorStyle::SteadyBlock),
            ..CursorConfig::default()
        },
        ViIndicator::None | ViIndicator::Prompt => CursorConfig::default(),
    })
}

const MENU: &str = "completion";

/// The search among the lines that were run.
const HISTORY: &str = "history";

/// What the grey rest is called among the colours.
const HINT: &str = "InlinePrediction";

/// What a key with a script asks the prompt for; the key follows.
const KEY: &str = "key ";

/// What F1 asks the prompt for.
const HELP: &str = "help";
