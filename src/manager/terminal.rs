//! The terminal while it is the manager's: full screen, raw, with the mouse; given back whatever happens.

use std::io::{self, Stdout, Write};
use std::panic;
use std::sync::Arc;
use std::thread;

use crossterm::cursor;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// What a panic is told with.
type Hook = Box<dyn Fn(&panic::PanicHookInfo<'_>) + Sync + Send + 'static>;

/// The terminal, taken. Given back when this goes away.
pub(crate) struct Taken {
    pub terminal: Terminal<CrosstermBackend<Stdout>>,
    hook: Arc<Hook>,
}

impl Taken {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Standard output is none, or it cannot be written.
    pub fn now() -> io::Result<Self> {
        enable_raw_mode()?;
        let taken = execute!(
            io::stdout(),
            EnterAlternateScreen,
            EnableMouseCapture,
            EnableBracketedPaste,
            cursor::Hide
        );
        let terminal = taken.and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout())));
        let terminal = match terminal {
            Ok(terminal) => terminal,
            Err(error) => {
                give_back();
                return Err(error);
            }
        };
        // A fault of the manager is told on the terminal as it was before.
        let hook: Arc<Hook> = Arc::new(panic::take_hook());
        let (before, own) = (Arc::clone(&hook), thread::current().id());
        panic::set_hook(Box::new(move |fault| {
            if thread::current().id() == own {
                give_back();
            }
            before(fault);
        }));
        Ok(Self { terminal, hook })
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        if !thread::panicking() {
            let hook = Arc::clone(&self.hook);
            panic::set_hook(Box::new(move |fault| hook(fault)));
        }
        give_back();
    }
}

/// Puts the terminal back as it was. What of it fails cannot be told to anybody.
fn give_back() {
    let mut out = io::stdout();
    let _ = execute!(
        out,
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}
