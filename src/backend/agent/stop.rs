//! A request to stop, which wakes whoever sleeps.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::Heard;
use super::supervise::Said;

/// A request to stop. Made by one thread, it wakes the agent out of whatever it waits for.
#[derive(Debug, Default)]
pub struct Stop {
    requested: Arc<AtomicBool>,
    /// The agent's ear, while it listens for hints.
    ear: Mutex<Option<Sender<Heard>>>,
    /// Who watches over the agent's worker.
    watcher: Mutex<Option<Sender<Said>>>,
    /// Notified with the lock of `ear`.
    changed: Condvar,
}

impl Stop {
    /// Asks the agent to end. What it is carrying out is undone.
    pub fn request(&self) {
        self.requested.store(true, Ordering::SeqCst);
        let ear = self.ear.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ear) = &*ear {
            // Nobody at the other end: then nobody sleeps there.
            let _ = ear.send(Heard::Stop);
        }
        self.changed.notify_all();
        drop(ear);
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

    /// From now on a request is heard at this ear too.
    pub(super) fn wake(&self, ear: Sender<Heard>) {
        let mut place = self.ear.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_requested() {
            let _ = ear.send(Heard::Stop);
        }
        *place = Some(ear);
    }

    /// Sleeps, unless and until it is asked for.
    pub(super) fn sleep(&self, time: Duration) {
        let place = self.ear.lock().unwrap_or_else(PoisonError::into_inner);
        let asleep = |_: &mut Option<Sender<Heard>>| !self.is_requested();
        drop(self.changed.wait_timeout_while(place, time, asleep));
    }
}
