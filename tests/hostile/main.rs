//! What an attacker or a bad day must not do: hostile names, arguments and files, nothing where something is meant, a daemon that hangs or lies, a terminal that goes
//! away.
//!
//! A module for each topic. [`fake_libvirt`] is the daemon that they talk to instead of libvirt's own, [`terminal`] the person at
//! the prompt.

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
mod bytes;
#[path = "../../fuzz/checks/mod.rs"]
mod checks;
mod completion;
mod domains;
mod escapes;
mod fake_libvirt;
mod libvirt_calls;
mod libvirt_snapshots;
mod libvirt_waits;
mod limits;
mod longline;
mod metrics;
mod next_steps;
mod null_arguments;
#[path = "../paper/mod.rs"]
mod paper;
mod parameters;
mod pasted;
mod program;
#[path = "../truth/session.rs"]
mod session;
mod state;
mod tab;
mod terminal;
mod typing;
mod waits;
mod wrong_kinds;
