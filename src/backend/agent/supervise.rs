//! The agent's worker looks at the host, repairs and waits on a thread of its own; here is who watches over that thread.
//!
//! A wait for libvirt, or a kernel that does not answer, must keep neither systemd's watchdog nor SIGTERM waiting. What the worker
//! says comes over a channel. When the agent is to end, a worker that is not in a commit is left behind.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Agent, Report};
use iovsh_base::interrupt;

/// A worker that gives no sign of life for so long hangs: longer than any wait for libvirt is.
const HANGS_AFTER: Duration = Duration::from_mins(10);

/// How long a worker that is to end may take, unless it is in a commit.
const LEAVES_AFTER: Duration = Duration::from_millis(500);

/// How often the worker is looked at while it is to end.
const PIECE: Duration = Duration::from_millis(50);

/// What the worker is about, for the one who watches over it.
#[derive(Debug)]
pub(super) struct Sign {
    /// The last sign of life; none while the worker waits for something to happen on the host.
    busy: Mutex<Option<Instant>>,
    /// The host is being changed: what is under way is undone before the agent ends.
    committing: AtomicBool,
    /// The same of a migration that is settled, which is the work of another thread.
    settling: AtomicBool,
}

/// What reaches the one who watches.
#[derive(Debug)]
pub(super) enum Said {
    /// Something to be told.
    Report(Report),
    /// The agent is to end.
    Stop,
    /// The worker has ended.
    Ended,
}

impl Default for Sign {
    fn default() -> Self {
        Self {
            busy: Mutex::new(Some(Instant::now())),
            committing: AtomicBool::new(false),
            settling: AtomicBool::new(false),
        }
    }
}

impl Sign {
    /// The worker is at work.
    pub(super) fn alive(&self) {
        self.set(Some(Instant::now()));
    }

    /// The worker waits, and may do so for ever.
    pub(super) fn idle(&self) {
        self.set(None);
    }

    fn set(&self, busy: Option<Instant>) {
        *self.busy.lock().unwrap_or_else(PoisonError::into_inner) = busy;
    }

    /// A commit has begun or is over.
    pub(super) fn commits(&self, now: bool) {
        self.committing.store(now, Ordering::SeqCst);
    }

    /// Both ends of a migration are being changed, or no longer.
    pub(super) fn settles(&self, now: bool) {
        self.settling.store(now, Ordering::SeqCst);
    }

    /// The host is being changed.
    fn changes(&self) -> bool {
        self.committing.load(Ordering::SeqCst) || self.settling.load(Ordering::SeqCst)
    }

    fn hangs(&self) -> bool {
        let busy = *self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.is_some_and(|since| since.elapsed() > HANGS_AFTER)
    }
}

impl Agent {
    /// Works until it is stopped. `tell` hears what happens; `alive` is called every `pulse`, when there is one (systemd's
    /// watchdog), as long as the agent does not hang.
    pub fn run(
        mut self,
        pulse: Option<Duration>,
        tell: &mut dyn FnMut(Report),
        alive: &mut dyn FnMut(),
    ) {
        let (stop, sign) = (Arc::clone(&self.stop), Arc::clone(&self.sign));
        let (said, heard) = mpsc::channel();
        stop.wake_watcher(said.clone());
        let work = move || {
            let _watched = interrupt::watch(self.stop.flag());
            self.work(&mut |report| {
                // Nobody listens any more when the agent has been left.
                let _ = said.send(Said::Report(report));
            });
            let _ = said.send(Said::Ended);
        };
        let worker = std::thread::Builder::new().name("agent".to_owned());
        if let Err(error) = worker.spawn(work) {
            return tell(Report::Failed(format!(
                "The agent cannot work: there is no thread for it: {error}."
            )));
        }
        let mut beat = Instant::now();
        let mut asked: Option<Instant> = None;
        loop {
            if stop.is_requested() {
                let since = *asked.get_or_insert_with(Instant::now);
                if !sign.changes() && since.elapsed() > LEAVES_AFTER {
                    return;
                }
            }
            let due = pulse.map(|pulse| pulse.saturating_sub(beat.elapsed()));
            let piece = stop.is_requested().then_some(PIECE);
            let next = match [due, piece].into_iter().flatten().min() {
                Some(wait) => heard.recv_timeout(wait),
                None => heard.recv().map_err(RecvTimeoutError::from),
            };
            if pulse.is_some_and(|pulse| beat.elapsed() >= pulse) && !sign.hangs() {
                alive();
                beat = Instant::now();
            }
            match next {
                Ok(Said::Report(report)) => tell(report),
                Ok(Said::Stop) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Said::Ended) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}
