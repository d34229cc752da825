//! Signals of the process: Ctrl+C sets a flag, and what must not be left half done keeps other signals waiting.
//!
//! A commit keeps Ctrl+Z waiting: a stopped process would hold the host's lock. A question for a secret keeps everything
//! waiting that would end the process with a terminal that shows nothing of what is typed. Handlers are installed when
//! they are first needed, and do what the signal does without them unless somebody keeps it waiting.

use std::io::Read as _;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::{SigId, flag, low_level};

/// What keeps a commit together.
pub const OF_A_COMMIT: &[i32] = &[SIGTSTP];

/// What would end a prompt with its terminal as the editor needs it, and a change half done.
pub const OF_A_PROMPT: &[i32] = &[SIGTERM, SIGHUP];

/// What would leave a terminal without echo.
pub const OF_A_SECRET: &[i32] = &[SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGINT];

/// A signal that can be kept waiting.
struct Kept {
    signal: i32,
    /// How many keep it waiting.
    holders: usize,
    /// Whether it does at once what it does without a handler.
    free: Arc<AtomicBool>,
    /// It came while it was kept waiting.
    came: Arc<AtomicBool>,
}

#[derive(Default)]
struct Table {
    kept: Vec<Kept>,
    interrupt: Option<Interrupt>,
}

/// What Ctrl+C does.
struct Interrupt {
    flag: Arc<AtomicBool>,
    /// What is registered for it.
    actions: Vec<SigId>,
    /// Whether the second one ends the program, when nothing is asked.
    ends: bool,
}

impl Interrupt {
    /// Registers what Ctrl+C does from now on, in place of what it did. The flag comes last: only a second Ctrl+C finds it set.
    fn register(&mut self, ends: bool) {
        let flag = || Arc::clone(&self.flag);
        let ending = ends.then(|| flag::register_conditional_shutdown(SIGINT, CANCELLED, flag()));
        let setting = flag::register(SIGINT, flag());
        // Without a handler Ctrl+C ends the program at once, which a commit survives too.
        let new = ending.into_iter().chain([setting]).flatten().collect();
        for old in std::mem::replace(&mut self.actions, new) {
            low_level::unregister(old);
        }
    }
}

static TABLE: Mutex<Table> = Mutex::new(Table {
    kept: Vec::new(),
    interrupt: None,
});

fn table() -> MutexGuard<'static, Table> {
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on a file that grows over the limit of the process (`ulimit -f`) is an error of the write (EFBIG), which can be told and
/// undone, and does not end the program. Programs that it starts are ended, as ever.
pub fn file_limit_is_an_error() {
    // Without a handler the kernel ends the program: nothing worse than before.
    let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// From now on Ctrl+C sets `flag`. When `second_ends`, one that comes before the first was noticed ends the program; a prompt
/// never ends so (Ctrl+\ does).
pub fn interrupt_sets(flag: Arc<AtomicBool>, second_ends: bool) {
    let mut interrupt = Interrupt {
        flag,
        actions: Vec::new(),
        ends: second_ends,
    };
    interrupt.register(second_ends);
    table().interrupt = Some(interrupt);
}

/// Ended by Ctrl+C: 128 and the number of SIGINT, as bash has it.
const CANCELLED: i32 = 130;

/// Signals are kept waiting as long as this value lives. What came meanwhile does afterwards what it does.
#[derive(Debug)]
#[must_use = "signals are kept waiting as long as this value lives"]
pub struct Deferred {
    signals: &'static [i32],
}

/// Keeps signals waiting. One that the process ignores stays ignored.
pub fn defer(signals: &'static [i32]) -> Deferred {
    let mut table = table();
    for signal in signals {
        if *signal == SIGINT {
            if let Some(interrupt) = table.interrupt.as_mut().filter(|i| i.ends) {
                interrupt.register(false);
            }
            continue;
        }
        if !table.kept.iter().any(|k| k.signal == *signal) {
            match install(*signal) {
                Some(kept) => table.kept.push(kept),
                None => continue,
            }
        }
        if let Some(kept) = table.kept.iter_mut().find(|k| k.signal == *signal) {
            if kept.holders == 0 {
                kept.came.store(false, Ordering::SeqCst);
                kept.free.store(false, Ordering::SeqCst);
            }
            kept.holders = kept.holders.saturating_add(1);
        }
    }
    Deferred { signals }
}

fn install(signal: i32) -> Option<Kept> {
    if is_ignored(signal) {
        return None;
    }
    let (free, came) = (Arc::new(AtomicBool::new(true)), Arc::default());
    flag::register(signal, Arc::clone(&came)).ok()?;
    flag::register_conditional_default(signal, Arc::clone(&free)).ok()?;
    Some(Kept {
        signal,
        holders: 0,
        free,
        came,
    })
}

/// Whether the process ignores a signal, as one that `nohup` started ignores SIGHUP.
///
/// Source: `man 5 proc_pid_status`: `SigIgn`, a mask in hexadecimal.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|text| u64::from_str_radix(text.trim(), 16).ok());
    let bit = u32::try_from(signal - 1)
        .ok()
        .and_then(|bit| 1u64.checked_shl(bit));
    matches!((mask, bit), (Some(mask), Some(bit)) if mask & bit != 0)
}

/// Tells of signals as long as this value lives.
#[derive(Debug)]
pub struct Arrivals {
    stream: UnixStream,
    handlers: Vec<SigId>,
}

impl Arrivals {
    /// Whether one has come since this was asked last. Nobody waits.
    pub fn any(&mut self) -> bool {
        self.stream.read(&mut [0; 16]).is_ok_and(|count| count > 0)
    }

    /// Something to wait at, which can be read when one has come, from now on for as long as the process lives.
    ///
    /// # Errors
    /// It cannot be made one that is waited at.
    pub fn into_stream(mut self) -> std::io::Result<UnixStream> {
        self.handlers.clear();
        self.stream.set_nonblocking(false)?;
        self.stream.try_clone()
    }
}

impl Drop for Arrivals {
    fn drop(&mut self) {
        for handler in self.handlers.drain(..) {
            low_level::unregister(handler);
        }
    }
}

/// Tells when one of these signals has come. Those that the process ignores stay ignored.
///
/// # Errors
/// There is no socket, or no handler.
pub fn arrivals(signals: &[i32]) -> std::io::Result<Arrivals> {
    let (stream, writer) = UnixStream::pair()?;
    stream.set_nonblocking(true)?;
    let mut arrivals = Arrivals {
        stream,
        handlers: Vec::new(),
    };
    for signal in signals.iter().filter(|signal| !is_ignored(**signal)) {
        let handler = low_level::pipe::register(*signal, writer.try_clone()?)?;
        arrivals.handlers.push(handler);
    }
    Ok(arrivals)
}

impl Deferred {
    /// Whether a signal came that waits.
    pub fn has_pending(&self) -> bool {
        let table = table();
        let mine = |k: &&Kept| self.signals.contains(&k.signal);
        let mut mine = table.kept.iter().filter(mine);
        mine.any(|k| k.came.load(Ordering::SeqCst))
    }
}

impl Drop for Deferred {
    fn drop(&mut self) {
        let mut due = Vec::new();
        {
            let mut table = table();
            for kept in &mut table.kept {
                if !self.signals.contains(&kept.signal) {
                    continue;
                }
                kept.holders = kept.holders.saturating_sub(1);
                if kept.holders == 0 {
                    kept.free.store(true, Ordering::SeqCst);
                    if kept.came.swap(false, Ordering::SeqCst) {
                        due.push(kept.signal);
                    }
                }
            }
            if self.signals.contains(&SIGINT)
                && let Some(interrupt) = &mut table.interrupt
                && interrupt.ends
            {
                interrupt.register(true);
            }
        }
        for signal in due {
            // A signal that cannot be made to act is one that has acted already.
            let _ = low_level::emulate_default_handler(signal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use signal_hook::consts::SIGUSR2;

    #[test]
    fn a_signal_is_told_once_to_whoever_listens() {
        let mut one = arrivals(&[SIGUSR2]).unwrap();
        let mut other = arrivals(&[SIGUSR2]).unwrap();
        assert!(!one.any());
        low_level::raise(SIGUSR2).unwrap();
        assert!(one.any() && !one.any());
        // Who has gone is told nothing, and keeps the others from nothing.
        drop(one);
        low_level::raise(SIGUSR2).unwrap();
        assert!(other.any());
    }
}
