//! How much stack is left, so that deep recursion ends in an error and not in a crash.

use std::cell::Cell;
use std::thread::JoinHandle;

use crate::error::{ErrorCategory, ShellError};

/// How much stack the interpreter's thread has, in bytes. Only what is used is ever backed by memory.
pub const STACK_SIZE: usize = 256 << 20;

/// What is kept free for what runs without asking: formatting, conversion, the end of a pipeline.
const RESERVE: usize = 512 << 10;

/// What a thread has that nobody told us about: the smallest that Rust gives.
const UNKNOWN: usize = 2 << 20;

/// How deep calls may nest: deeper than scripts go that end, and so that endless recursion is noticed at once.
const MOST_CALLS: usize = 5_000;

thread_local! {
    static STACK: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

fn here() -> usize {
    let marker = 0_u8;
    std::ptr::from_ref(&marker).addr()
}

/// Runs `work` on a thread with a stack that is large enough for deep recursion, and waits for it.
///
/// # Errors
/// The thread could not be made.
pub fn with_large_stack<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<T> {
    spawn_with_large_stack("interpreter", work)?
        .join()
        .map_err(|_| std::io::Error::other("the interpreter's thread ended early"))
}

/// Starts `work` on such a thread, and does not wait.
///
/// # Errors
/// The thread could not be made.
pub fn spawn_with_large_stack<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<JoinHandle<T>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || {
            STACK.set((here(), STACK_SIZE));
            work()
        })
}

/// Knows where the stack of its thread ends.
pub struct StackGuard {
    lowest: usize,
}

impl StackGuard {
    /// A guard for the current thread.
    pub fn new() -> Self {
        let (top, size) = STACK.get();
        let (top, size) = if size == 0 {
            (here(), UNKNOWN)
        } else {
            (top, size)
        };
        StackGuard {
            lowest: top.saturating_sub(size.saturating_sub(RESERVE.max(size / 4))),
        }
    }

    /// An error when little is left.
    #[inline]
    pub fn check(&self) -> Result<(), ShellError> {
        if here() > self.lowest {
            return Ok(());
        }
        Err(overflow())
    }

    /// An error when calls nest too deeply, however much stack is left.
    ///
    /// # Errors
    /// `CallDepthOverflow`.
    #[inline]
    pub fn check_depth(&self, calls: usize) -> Result<(), ShellError> {
        if calls < MOST_CALLS {
            return Ok(());
        }
        Err(overflow())
    }
}

const OVERFLOW: &str = "CallDepthOverflow";

/// Whether an error says that calls nest too deeply. Nobody on the way up goes on with the next object: each would nest as deeply.
#[must_use]
pub fn is_overflow(error: &ShellError) -> bool {
    &*error.id == OVERFLOW
}

fn overflow() -> ShellError {
    let mut error = ShellError::new(
        OVERFLOW,
        ErrorCategory::InvalidOperation,
        "The script failed due to call depth overflow.",
    )
    .exception("System.Management.Automation.ScriptCallDepthException")
    .help("A function calls itself without end, or very deeply: look for the condition that should stop it.");
    // The callers would only call on.
    error.ends_script = true;
    // Where the stack happens to run out says nothing: it is no command's own error.
    error.command = Some("".into());
    error
}

impl Default for StackGuard {
    fn default() -> Self {
        Self::new()
    }
}
