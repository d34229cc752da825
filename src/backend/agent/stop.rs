//! A request to stop, which wakes whoever sleeps.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::Signal;
use super::supervise::Said;

/// A request to stop. Made by one thread, it wakes the agent out of whatever it waits for.
#[derive(Debug, Default)]
pub struct Stop {
    requested: Arc<AtomicBool>,
    /// Where a request goes while the agent listens for hints.
    sender: Mutex<Option<Sender<Signal>>>,
    /// Who watches over the agent's worker.
    watcher: Mutex<Option<Sender<Said>>>,
    /// Notified with the lock of `sender`.
    changed: Condvar,
}

impl Stop {
    /// Asks the agent to end. What it is carrying out is undone.
    pub fn request(&self) {
        self.requested.store(true, Ordering::SeqCst);
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = &*sender {
            // Nobody at the other end: then nobody sleeps there.
            let _ = sender.send(Signal::Stop);
        }
        self.changed.notify_all();
        drop(sender);
        let watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(watcher) = &*watcher {
            let _ = watcher.send(Said::Stop);
        }
    }

    /// It was asked for.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        self.requested.load(Ordering::SeqCst)
    }

    /// The flag, for waits that it cuts short and a commit that is to be called off.
    pub(super) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.requested)
    }

    /// From now on a request is told to the one who watches too.
    pub(super) fn wake_watcher(&self, watcher: Sender<Said>) {
        let mut place = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_requested() {
            let _ = watcher.send(Said::Stop);
        }
        *place = Some(watcher);
    }

    /// From now on a request is sent there too.
    pub(super) fn wake(&self, sender: Sender<Signal>) {
        let mut place = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_requested() {
            let _ = sender.send(Signal::Stop);
        }
        *place = Some(sender);
    }

    /// Sleeps, unless and until it is asked for.
    pub(super) fn sleep(&self, time: Duration) {
        let place = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        let asleep = |_: &mut Option<Sender<Signal>>| !self.is_requested();
        drop(self.changed.wait_timeout_while(place, time, asleep));
    }
}
