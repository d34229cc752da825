//! The programs that run now. When the terminal goes away they hear of it, as those of a shell do that ends at once: the kernel
//! tells the shell alone, and this one stays until its line has ended.

use std::os::fd::OwnedFd;
use std::process::Child;
use std::sync::{Mutex, PoisonError};

use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

/// Each with its number. The descriptor stays with its process, even when the number is another's later.
static RUNNING: Mutex<Vec<(u32, OwnedFd)>> = Mutex::new(Vec::new());

/// A program was started.
pub(super) fn runs(child: &Child) {
    let descriptor = Pid::from_child(child);
    // Where there are no descriptors of processes, a program is not told.
    if let Ok(descriptor) = pidfd_open(descriptor, PidfdFlags::empty()) {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.push((child.id(), descriptor));
    }
}

/// It was waited for.
pub(super) fn ended(child: &Child) {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.retain(|(id, _)| *id != child.id());
}

/// Sends SIGHUP to all of them.
pub fn hang_up() {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    for (_, descriptor) in running.iter() {
        // One that has ended meanwhile needs nothing.
        let _ = pidfd_send_signal(descriptor, Signal::HUP);
    }
}
