//! Whether the work of this thread is to end: Ctrl+C at the prompt, `Stop-Job`, SIGTERM of the agent.
//!
//! Whoever starts work names the flag that ends it ([`watch`]). Whoever works or waits for long asks, however deep it
//! stands: a wait for libvirt, a loop over the bytes of a file, the padding of a number. Neither has to be handed anything
//! for that, which is why this module stands beside the shell and the backend and knows neither of them.
//!
//! A commit that has begun to change the host must not be torn: it [`hold`]s interruptions back and looks at its own flag
//! between its steps.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

thread_local! {
    static FLAG: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
    static HELD: Cell<u32> = const { Cell::new(0) };
    static MAY_STOP: Cell<bool> = const { Cell::new(false) };
}

/// The longest wait between two looks at the flag.
pub const SLICE: Duration = Duration::from_millis(50);

/// The work was told to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Interrupted {}

impl From<Interrupted> for std::io::Error {
    /// Not of the kind `Interrupted`: readers try that again.
    fn from(interrupted: Interrupted) -> Self {
        Self::other(interrupted)
    }
}

impl From<Interrupted> for String {
    fn from(interrupted: Interrupted) -> Self {
        interrupted.to_string()
    }
}

/// Ends the watch on a flag, and goes on with the one before it.
#[derive(Debug)]
#[must_use = "the flag is watched as long as this value lives"]
pub struct Watch {
    flag: Option<Arc<AtomicBool>>,
    until: Option<Instant>,
}

/// From now on work on this thread ends when `flag` is set.
pub fn watch(flag: Arc<AtomicBool>) -> Watch {
    let before = FLAG.with_borrow_mut(|place| place.replace(flag));
    Watch {
        flag: before,
        until: UNTIL.get(),
    }
}

/// The flag that ends the work of this thread, for other threads that take part in it.
pub fn flag() -> Option<Arc<AtomicBool>> {
    FLAG.with_borrow(Clone::clone)
}

/// From now on work on this thread ends after `time` too: for answers that nobody wants late, such as those to Tab.
pub fn within(time: Duration) -> Watch {
    let watch = Watch {
        flag: FLAG.with_borrow(Clone::clone),
        until: UNTIL.get(),
    };
    UNTIL.set(Instant::now().checked_add(time));
    watch
}

impl Drop for Watch {
    fn drop(&mut self) {
        UNTIL.set(self.until);
        // The flag that goes is dropped after the place is free again.
        let ended = FLAG.with_borrow_mut(|place| std::mem::replace(place, self.flag.take()));
        drop(ended);
    }
}

/// Interruptions are held back as long as this value lives.
#[derive(Debug)]
#[must_use = "interruptions are held back as long as this value lives"]
pub struct Held(());

/// Holds interruptions of this thread back. The flag stays set: it is noticed afterwards.
pub fn hold() -> Held {
    HELD.set(HELD.get().saturating_add(1));
    Held(())
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.set(HELD.get().saturating_sub(1));
    }
}

/// A step may be given up half way as long as this value lives.
#[derive(Debug)]
#[must_use = "the step may be given up as long as this value lives"]
pub struct Stoppable(());

/// Until this value goes, a step of a commit may ask [`is_step_to_stop`], although interruptions are held back: a copy of a disk takes
/// hours, and nothing is torn when it is given up. What undoes steps does not call this: an undo is carried out whole.
pub fn stoppable() -> Stoppable {
    MAY_STOP.set(true);
    Stoppable(())
}

impl Drop for Stoppable {
    fn drop(&mut self) {
        MAY_STOP.set(false);
    }
}

/// Whether a step that can be given up half way is to give up now.
pub fn is_step_to_stop() -> bool {
    MAY_STOP.get() && is_flag_set()
}

fn is_flag_set() -> bool {
    FLAG.with_borrow(|flag| {
        flag.as_ref()
            .is_some_and(|flag| flag.load(Ordering::Relaxed))
    })
}

/// Whether the work of this thread is to end now.
pub fn is_requested() -> bool {
    if HELD.get() > 0 {
        return false;
    }
    is_flag_set() || UNTIL.get().is_some_and(|until| Instant::now() >= until)
}

/// An error when the work of this thread is to end now.
///
/// # Errors
/// [`Interrupted`].
pub fn check() -> Result<(), Interrupted> {
    if is_requested() {
        Err(Interrupted)
    } else {
        Ok(())
    }
}

/// How long a wait may last before it has to look again: `left`, or a slice of it when somebody may interrupt it.
pub fn slice_of(left: Duration) -> Duration {
    let watched = FLAG.with_borrow(Option::is_some) || UNTIL.get().is_some();
    if watched && HELD.get() == 0 {
        left.min(SLICE)
    } else {
        left
    }
}

/// Does what nothing can interrupt, such as a question to the resolver, on a thread of its own. When the work of this thread is to
/// end first, that one is left to itself.
///
/// # Errors
/// [`Interrupted`]; the kernel's when there is no thread for it.
pub fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
    let (sender, receiver) = sync_channel(1);
    std::thread::Builder::new()
        .name("apart".to_owned())
        .spawn(move || {
            // Nobody listens any more when the work was interrupted.
            let _ = sender.send(work());
        })?;
    loop {
        check()?;
        match receiver.recv_timeout(SLICE) {
            Ok(found) => return Ok(found),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(io::Error::other("its thread ended without an answer"));
            }
        }
    }
}

/// Looks at the flag at one of many steps: for loops whose step is cheap.
#[derive(Debug, Default)]
pub struct Pulse(u32);

impl Pulse {
    /// Steps between two looks.
    const STEPS: u32 = 1024;

    /// Counts a step; an error when the work is to end.
    ///
    /// # Errors
    /// [`Interrupted`].
    #[inline]
    pub fn beat(&mut self) -> Result<(), Interrupted> {
        self.0 = self.0.wrapping_add(1);
        if self.0.is_multiple_of(Self::STEPS) {
            check()
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_apart_is_left_when_the_work_is_to_end() {
        assert_eq!(apart(|| 7).unwrap(), 7);
        let flag = Arc::new(AtomicBool::new(false));
        let _watched = watch(Arc::clone(&flag));
        let (keep, never) = sync_channel::<()>(0);
        let ended = apart(move || {
            flag.store(true, Ordering::Relaxed);
            never.recv()
        });
        assert!(ended.unwrap_err().get_ref().unwrap().is::<Interrupted>());
        drop(keep);
    }

    #[test]
    fn a_flag_counts_while_it_is_watched_and_not_held_back() {
        let flag = Arc::new(AtomicBool::new(true));
        assert!(!is_requested());
        let watched = watch(Arc::clone(&flag));
        assert_eq!(check(), Err(Interrupted));
        {
            let _held = hold();
            assert_eq!(check(), Ok(()));
            let _inner = hold();
        }
        assert!(is_requested());
        let other = watch(Arc::default());
        assert!(!is_requested(), "the inner work hangs on its own flag");
        drop(other);
        assert!(is_requested());
        drop(watched);
        assert!(!is_requested());
    }

    #[test]
    fn a_step_that_may_stop_sees_what_is_held_back() {
        let _watched = watch(Arc::new(AtomicBool::new(true)));
        let _held = hold();
        assert!(!is_step_to_stop(), "an undo is carried out whole");
        let step = stoppable();
        assert!(is_step_to_stop() && !is_requested());
        drop(step);
        assert!(!is_step_to_stop());
    }

    #[test]
    fn a_time_that_is_over_counts_as_well() {
        let outer = within(Duration::from_hours(1));
        assert!(!is_requested());
        let inner = within(Duration::ZERO);
        assert!(is_requested());
        drop(inner);
        assert!(!is_requested());
        drop(outer);
    }

    #[test]
    fn a_pulse_notices_within_its_steps() {
        let _watched = watch(Arc::new(AtomicBool::new(true)));
        let mut pulse = Pulse::default();
        let noticed = (0..Pulse::STEPS).find(|_| pulse.beat().is_err());
        assert_eq!(noticed, Some(Pulse::STEPS - 1));
    }

    #[test]
    fn a_wait_that_nobody_can_interrupt_is_not_cut() {
        let long = Duration::from_secs(9);
        assert_eq!(slice_of(long), long);
        let _watched = watch(Arc::default());
        assert_eq!(slice_of(long), SLICE);
        let _held = hold();
        assert_eq!(slice_of(long), long);
    }
}
