//! The programs that run now. When the terminal goes away they hear of it, as those of a shell do that ends at once: the kernel
//! tells the shell alone, and this one stays until its line has ended. They also hear of a Ctrl+C that was pressed before they were there.

use std::os::fd::OwnedFd;
use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

/// Each with its number. The descriptor stays with its process, even when the number is another's later.
static RUNNING: Mutex<Vec<(u32, OwnedFd)>> = Mutex::new(Vec::new());

/// The terminal has gone: what stops a line then is no Ctrl+C.
static GONE: AtomicBool = AtomicBool::new(false);

/// A program was started.
pub(super) fn runs(child: &Child) {
    let descriptor = Pid::from_child(child);
    // Where there are no descriptors of processes, a program is not told.
    if let Ok(descriptor) = pidfd_open(descriptor, PidfdFlags::empty()) {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.push((child.id(), descriptor));
    }
}

/// How long the flag of a Ctrl+C is looked for that was pressed just before a program was started: another thread sets it.
const SHORTLY: Duration = Duration::from_millis(50);

/// Hands a Ctrl+C on to a program which was started just now and runs in the terminal. The terminal tells it of those that come from now on;
/// one that came before its start has reached the shell alone, which would wait for it for as long as it likes to run.
pub(super) fn hand_on_interrupt(child: &Child, is_pressed: impl Fn() -> bool) {
    let Ok(descriptor) = pidfd_open(Pid::from_child(child), PidfdFlags::empty()) else {
        return;
    };
    let mut places = [PollFd::new(&descriptor, PollFlags::IN)];
    // A program that ends meanwhile ends the wait.
    let _ = poll(&mut places, Timespec::try_from(SHORTLY).ok().as_ref());
    if is_pressed() && !GONE.load(Ordering::SeqCst) {
        let _ = pidfd_send_signal(&descriptor, Signal::INT);
    }
}

/// It was waited for.
pub(super) fn ended(child: &Child) {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.retain(|(id, _)| *id != child.id());
}

/// Sends SIGHUP to all of them. Lines are stopped after that, so that none takes it for a Ctrl+C.
pub fn hang_up() {
    GONE.store(true, Ordering::SeqCst);
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    for (_, descriptor) in running.iter() {
        // One that has ended meanwhile needs nothing.
        let _ = pidfd_send_signal(descriptor, Signal::HUP);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;

    #[test]
    fn a_program_hears_of_a_ctrl_c_that_was_pressed_before_its_start() {
        // Whoever runs the tests may ignore Ctrl+C, and programs that are started then do so too.
        let words = ["--default-signal=INT", "sleep", "100000"];
        let mut child = Command::new("env").args(words).spawn().unwrap();
        hand_on_interrupt(&child, || false);
        assert!(child.try_wait().unwrap().is_none());
        hand_on_interrupt(&child, || true);
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(Signal::INT.as_raw()));
    }
}
