//! A question of a job that waits for somebody who answers it.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::question::{Answer, Asked};

/// How often who waits looks whether the job is to stop.
const GLANCE: Duration = Duration::from_millis(50);

/// A question on its way to the thread that can ask it.
pub struct Pending {
    /// What is asked.
    pub asked: Asked,
    answer: Mutex<Option<Answer>>,
    changed: Condvar,
}

impl Pending {
    /// A question that is not answered yet.
    #[must_use]
    pub fn new(asked: Asked) -> Self {
        Self {
            asked,
            answer: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Answers it.
    pub fn answer(&self, answer: Answer) {
        let mut place = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        *place = Some(answer);
        self.changed.notify_all();
    }

    /// Waits for the answer; [`Answer::None`] once `stop` is set.
    pub fn wait(&self, stop: &AtomicBool) -> Answer {
        let mut place = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(answer) = place.take() {
                return answer;
            }
            if stop.load(Ordering::Relaxed) {
                return Answer::None;
            }
            place = match self.changed.wait_timeout(place, GLANCE) {
                Ok((place, _)) => place,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }
}

// What was answered may be a password.
impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pending").field(&self.asked).finish()
    }
}
