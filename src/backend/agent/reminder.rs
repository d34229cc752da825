//! Something that goes on and is said now and then: at once, and again after ever longer waits.

use std::time::{Duration, Instant};

/// The first and the longest wait until the same is said again.
const WAITS: (Duration, Duration) = (Duration::from_mins(1), Duration::from_hours(1));

/// What was said last.
#[derive(Debug, Default)]
pub(super) struct Reminder {
    said: Option<(String, Instant, Duration)>,
}

impl Reminder {
    /// Whether it is time to say this. Another text is said at once.
    pub(super) fn is_due(&mut self, text: &str, now: Instant) -> bool {
        let wait = match &self.said {
            Some((said, at, wait)) if said == text => {
                if now.saturating_duration_since(*at) < *wait {
                    return false;
                }
                wait.saturating_mul(2).min(WAITS.1)
            }
            _ => WAITS.0,
        };
        self.said = Some((text.to_owned(), now, wait));
        true
    }

    /// It is over: the next time it is said at once.
    pub(super) fn forget(&mut self) {
        self.said = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_at_once_and_then_ever_less_often() {
        let start = Instant::now();
        let mut reminder = Reminder::default();
        let minutes: Vec<u64> = (0..=300)
            .filter(|minute| reminder.is_due("damaged", start + Duration::from_mins(*minute)))
            .collect();
        assert_eq!(minutes, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
        let later = start + Duration::from_mins(301);
        assert!(reminder.is_due("gone", later), "something else");
        assert!(!reminder.is_due("gone", later));
        reminder.forget();
        assert!(reminder.is_due("gone", later));
    }
}
