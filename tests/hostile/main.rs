//! Input that means no good: names, arguments and files that try to be more than data.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

mod arguments;
#[path = "../../fuzz/checks/mod.rs"]
mod checks;
mod completion;
mod pasted;
mod tab;
