//! Lines and keys that a person types at a question, outside of the prompt's editor.
//!
//! For a line the terminal is in its ordinary mode: it edits the line itself and hands it over when Enter is pressed. Waiting
//! ends at once when Ctrl+C is pressed, whatever has been typed, and when the terminal goes away.

use std::cell::Cell;
use std::io::stdin;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crossterm::event::{Event, KeyEventKind};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr,
};

use super::chord::Stroke;
use super::error::{Flow, Interrupt};
use iovsh_base::{interrupt, signals};

/// The longest line that a terminal hands over, and more.
const CHUNK: usize = 4096;

/// Whether the prompt's editor has read from the terminal: it may hold keys that have come since.
static EDITED: AtomicBool = AtomicBool::new(false);

/// Whether the prompt has taken lines from the terminal that it has not run yet.
static PROMPT_HOLDS_LINES: AtomicBool = AtomicBool::new(false);

/// The prompt says whether it has lines that were typed ahead and are to run later.
pub fn prompt_holds_lines(holds: bool) {
    PROMPT_HOLDS_LINES.store(holds, Ordering::Relaxed);
}

/// Whether the lines that the prompt holds are still to run: not after [`drop_typed_ahead`].
pub fn are_held_lines_wanted() -> bool {
    PROMPT_HOLDS_LINES.load(Ordering::Relaxed)
}

/// From now on the editor may hold keys.
pub fn is_edited() {
    EDITED.store(true, Ordering::Relaxed);
}

/// Drops what was typed or pasted ahead while a line of the prompt ran; tells whether there was any. It was meant for another
/// moment: as the answer to a question it would do what nobody has read, and after Ctrl+C what nobody wants any more. It is the
/// same wherever it has got to: in the terminal, in the editor, or among the lines that the prompt holds.
pub fn drop_typed_ahead() -> bool {
    // From a terminal that is gone keys would seem to come for ever.
    if !EDITED.load(Ordering::Relaxed) || is_gone() {
        return false;
    }
    let waited = has_waiting_input() | PROMPT_HOLDS_LINES.swap(false, Ordering::Relaxed);
    waited | drop_waiting_keys()
}

/// Drops the keys that nobody has read; tells whether the editor, or who reads keys, held any.
fn drop_waiting_keys() -> bool {
    /// More keys than a terminal holds.
    const MOST: usize = 10_000;
    let _ = tcflush(stdin(), QueueSelector::IFlush);
    let mut dropped = false;
    for _ in 0..MOST {
        match crossterm::event::poll(Duration::ZERO) {
            Ok(true) => {
                dropped |= matches!(
                    crossterm::event::read(),
                    Ok(Event::Key(_) | Event::Paste(_))
                )
            }
            _ => break,
        }
    }
    dropped
}

/// Takes the keys that wait in the terminal, behind those that the editor holds, and sets the terminal to hand over keys as they
/// are typed, which the editor does next anyway. Keys that the editor holds are left to it when nothing waits behind them and
/// `behind` is false: they come first all the same.
pub fn take_typed_ahead(behind: bool) -> Vec<Event> {
    let mut taken = Vec::new();
    // From a terminal that is gone keys would seem to come for ever.
    if is_gone() || crossterm::terminal::enable_raw_mode().is_err() {
        return taken;
    }
    if !behind && !has_waiting_input() {
        return taken;
    }
    loop {
        tell_of_waiting_input();
        while let Ok(true) = crossterm::event::poll(Duration::ZERO) {
            match crossterm::event::read() {
                Ok(event) => taken.push(event),
                Err(_) => return taken,
            }
        }
        if !has_waiting_input() {
            return taken;
        }
    }
}

fn has_waiting_input() -> bool {
    rustix::io::ioctl_fionread(stdin()).is_ok_and(|count| count > 0)
}

/// Takes LF for Enter while keys are handed over as they are typed, as the terminal does in its ordinary mode: programs that type lines
/// end them so, and the editor would run the first and forget the others.
pub fn takes_line_feeds_for_enter() {
    if let Ok(mut mode) = tcgetattr(stdin())
        && !mode.local_modes.contains(LocalModes::ICANON)
    {
        mode.input_modes.insert(InputModes::INLCR);
        // A terminal that is gone needs nothing.
        let _ = tcsetattr(stdin(), OptionalActions::Now, &mode);
    }
}

/// Sets the terminal as a line that runs finds it, for text that is written before the editor is there.
pub fn ends_lines_itself() {
    // A terminal that is gone needs nothing.
    let _ = crossterm::terminal::disable_raw_mode();
}

/// Tells the editor of input that it has left in the terminal. It is told of input only when that comes, and takes 1,024 bytes of
/// it each time: the rest of a burst would be seen with the next key. Setting the terminal's mode to what it is makes the kernel
/// tell it again.
pub fn tell_of_waiting_input() {
    if has_waiting_input()
        && let Ok(mode) = tcgetattr(stdin())
    {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &mode);
    }
}

/// Tells the editor of waiting input while it asks the terminal where the cursor is: the answer comes behind all that was typed
/// ahead, and the editor waits for it in vain when it does not read that. What is answered too late would stand among the text.
pub struct Reminder {
    /// Whether the editor is asking.
    asking: Mutex<bool>,
    changed: Condvar,
}

impl Reminder {
    /// How often it looks.
    const EVERY: Duration = Duration::from_millis(5);

    /// Begins, on a thread of its own, which lasts as long as somebody holds the reminder.
    #[must_use]
    pub fn start() -> Arc<Self> {
        let reminder = Arc::new(Self {
            asking: Mutex::new(false),
            changed: Condvar::new(),
        });
        let watched = Arc::downgrade(&reminder);
        let watcher = std::thread::Builder::new().name("typed-ahead".to_owned());
        // Without a thread what is typed ahead is seen later.
        let _ = watcher.spawn(move || {
            while let Some(reminder) = watched.upgrade() {
                reminder.look();
                drop(reminder);
                std::thread::sleep(Self::EVERY);
            }
        });
        reminder
    }

    /// The editor begins to ask.
    pub fn watches(&self) {
        self.set(true);
    }

    /// The editor has its answer. From here on nobody but the caller's thread touches the terminal's mode.
    pub fn rests(&self) {
        self.set(false);
    }

    fn set(&self, asks: bool) {
        let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        *asking = asks;
        self.changed.notify_all();
    }

    /// Waits until the editor asks, and tells it once.
    fn look(&self) {
        let asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let asking = self
            .changed
            .wait_timeout_while(asking, Duration::from_secs(1), |asks| !*asks);
        // The lock is held meanwhile: the mode that is set is the one that was read.
        if let Ok((asking, _)) = asking
            && *asking
        {
            tell_of_waiting_input();
        }
    }
}

/// Whether nobody is at the other end of the terminal any more.
fn is_gone() -> bool {
    let input = stdin();
    let mut places = [PollFd::new(&input, PollFlags::empty())];
    match poll(&mut places, Some(&Timespec::default())) {
        Ok(_) => places
            .iter()
            .any(|place| place.revents().intersects(PollFlags::HUP | PollFlags::ERR)),
        Err(_) => true,
    }
}

/// Reads a line without its end; `None` when the input ends or the terminal is gone. A secret is not shown.
///
/// # Errors
/// `Cancelled` when Ctrl+C is pressed.
pub fn read_line(secret: bool) -> Flow<Option<String>> {
    let mut line = Vec::new();
    let mut hidden = secret.then(|| Setting::to(unseen, OptionalActions::Flush));
    loop {
        if interrupt::is_requested() {
            return Err(Interrupt::Cancelled);
        }
        if let Some(hidden) = &mut hidden {
            hidden.let_signals_act();
        }
        if !is_ready()? {
            continue;
        }
        let mut chunk = [0; CHUNK];
        match rustix::io::read(stdin(), &mut chunk) {
            Ok(0) if line.is_empty() => return Ok(None),
            Ok(0) => break,
            Ok(count) => line.extend_from_slice(chunk.get(..count).unwrap_or_default()),
            Err(Errno::INTR | Errno::AGAIN) => continue,
            // What a terminal that is gone answers.
            Err(_) => return Ok(None),
        }
        if line.ends_with(b"\n") {
            break;
        }
    }
    drop(hidden);
    let text = String::from_utf8_lossy(&line);
    Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
}

/// Waits for a piece of input, for a short while.
fn is_ready() -> Flow<bool> {
    let slice = Timespec::try_from(interrupt::SLICE).ok();
    let input = stdin();
    let mut places = [PollFd::new(&input, PollFlags::IN)];
    match poll(&mut places, slice.as_ref()) {
        Ok(count) => Ok(count > 0),
        Err(Errno::INTR) => Ok(false),
        Err(_) => Err(Interrupt::Cancelled),
    }
}

/// Waits for a key, which is not shown; `None` when the input ends or the terminal is gone. Keys that were typed before count.
///
/// # Errors
/// `Cancelled` when Ctrl+C is pressed.
pub fn read_key() -> Flow<Option<Stroke>> {
    let mut by_key = Setting::to(key_by_key, OptionalActions::Now);
    loop {
        if interrupt::is_requested() {
            return Err(Interrupt::Cancelled);
        }
        by_key.let_signals_act();
        if is_gone() {
            return Ok(None);
        }
        match crossterm::event::poll(interrupt::SLICE) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(_) => return Ok(None),
        }
        match crossterm::event::read() {
            Ok(Event::Key(key)) if key.kind != KeyEventKind::Release => {
                if let Some(stroke) = Stroke::of(key) {
                    return Ok(Some(stroke));
                }
            }
            Ok(_) => {}
            Err(_) => return Ok(None),
        }
    }
}

thread_local! {
    static HAS_SCREEN: Cell<bool> = const { Cell::new(false) };
}

/// What runs on this thread has the screen and the keyboard; jobs on other threads leave them alone.
pub fn has_screen() {
    HAS_SCREEN.set(true);
}

/// Whether a key was typed that nobody has read, as far as this thread may read keys.
pub fn is_key_waiting() -> bool {
    if !HAS_SCREEN.get() || is_gone() {
        return false;
    }
    let by_key = Setting::to(key_by_key, OptionalActions::Now);
    by_key.changed.is_some() && matches!(crossterm::event::poll(Duration::ZERO), Ok(true))
}

/// Forgets the keys that were typed and that nobody has read.
pub fn forget_keys() {
    if !is_gone() {
        drop_waiting_keys();
    }
}

/// What is typed is not shown; the line break is: the cursor is to leave the question's line.
fn unseen(mode: &mut Termios) {
    mode.local_modes.remove(LocalModes::ECHO);
    mode.local_modes.insert(LocalModes::ECHONL);
}

/// Keys are handed over as they are typed, and not shown. Ctrl+C goes on to be a signal.
fn key_by_key(mode: &mut Termios) {
    mode.local_modes
        .remove(LocalModes::ECHO | LocalModes::ICANON);
}

/// The terminal is set otherwise as long as this value lives. Whatever ends the process does so after it is as it was.
struct Setting {
    change: fn(&mut Termios),
    when: OptionalActions,
    // Fields are dropped in this order.
    changed: Option<Changed>,
    deferred: Option<signals::Deferred>,
}

impl Setting {
    fn to(change: fn(&mut Termios), when: OptionalActions) -> Self {
        let deferred = Some(signals::defer(signals::OF_A_SECRET));
        Self {
            change,
            when,
            changed: Changed::by(change, when),
            deferred,
        }
    }

    /// A signal that has come acts when it waits no longer: the process ends here, or stops and goes on here later.
    fn let_signals_act(&mut self) {
        let has_come = signals::Deferred::has_pending;
        if self.deferred.as_ref().is_some_and(has_come) {
            drop(self.changed.take());
            drop(self.deferred.take());
            *self = Self::to(self.change, self.when);
        }
    }
}

/// A terminal that is set as it was when this value goes.
struct Changed {
    before: Termios,
}

impl Changed {
    /// `None` when standard input is no terminal.
    fn by(change: fn(&mut Termios), when: OptionalActions) -> Option<Self> {
        let before = tcgetattr(stdin()).ok()?;
        let mut mode = before.clone();
        change(&mut mode);
        tcsetattr(stdin(), when, &mode).ok()?;
        Some(Self { before })
    }
}

impl Drop for Changed {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing.
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.before);
    }
}

/// How the terminal of standard input is set, to be put back later.
pub struct Mode(Option<Termios>);

impl Mode {
    /// As it is now.
    #[must_use]
    pub fn now() -> Self {
        Self(tcgetattr(stdin()).ok())
    }

    /// Sets the terminal as it was.
    pub fn put_back(&self) {
        if let Some(mode) = &self.0 {
            // A terminal that is gone needs nothing.
            let _ = tcsetattr(stdin(), OptionalActions::Now, mode);
        }
    }
}

/// Calls `gone`, on a thread of its own, when the terminal of standard input goes away or a signal comes through `signals`. Not at the
/// end of its input: only when nobody is at its other end any more.
pub fn when_gone(signals: Option<UnixStream>, gone: impl FnOnce() + Send + 'static) {
    let watcher = std::thread::Builder::new().name("terminal".to_owned());
    // Without a thread the editor notices what it notices.
    let _ = watcher.spawn(move || {
        let input = stdin();
        loop {
            // Nothing is asked of the terminal: hang-ups and errors are told always.
            let mut places = vec![PollFd::new(&input, PollFlags::empty())];
            places.extend(signals.iter().map(|s| PollFd::new(s, PollFlags::IN)));
            match poll(&mut places, None) {
                Err(Errno::INTR) => {}
                Ok(_) if places.iter().all(|p| p.revents().is_empty()) => {}
                Ok(_) => return gone(),
                Err(_) => return,
            }
        }
    });
}
