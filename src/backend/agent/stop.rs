//! A request to stop, which wakes whoever sleeps.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::Heard;

/// A request to stop. Made by one thread, it wakes the agent out of whatever it waits for.
#[derive(Debug, Default)]
pub struct Stop {
    requested: AtomicBool,
    /// The agent's ear, while it listens for hints.
    ear: Mutex<Option<Sender<Heard>>>,
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
    }

    /// It was asked for.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        self.requested.load(Ordering::SeqCst)
    }

    /// The flag, for a commit that is to be called off.
    pub(super) fn flag(&self) -> &AtomicBool {
        &self.requested
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
