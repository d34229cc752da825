//! What tells of things that happen, to `Register-ObjectEvent`: `System.Timers.Timer` and `System.IO.FileSystemWatcher`.
//!
//! Nothing runs by itself: who waits for events asks with [`TimerValue::due`] and [`FileWatcherValue::due`].

mod file_event;
mod files;
#[cfg(test)]
mod tests;
mod timer;

use std::cell::Cell;

use crate::error::ShellError;
use crate::value::convert::raise;

pub use file_event::FileEvent;
pub use files::FileWatcherValue;
pub use timer::TimerValue;

/// Whether a source was disposed of, and whether that was told.
#[derive(Debug, Default)]
struct Ending {
    disposed: Cell<bool>,
    told: Cell<bool>,
}

impl Ending {
    /// Whether it was disposed of since the last time that somebody asked.
    fn is_fresh(&self) -> bool {
        self.disposed.get() && !self.told.replace(self.disposed.get())
    }

    /// The error of using what was disposed of.
    fn check(&self, object: &str) -> Result<(), ShellError> {
        if self.disposed.get() {
            return Err(raise(
                "System.ObjectDisposedException",
                format!("Cannot access a disposed object.\nObject name: '{object}'."),
            ));
        }
        Ok(())
    }
}
