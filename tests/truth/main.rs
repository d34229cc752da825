//! What iovsh says is so: the README, the reasons, the advice, and the values of properties. On the simulated host.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a test says what it expects, and fails where it is not so"
)]

mod advice;
mod constants;
mod libvirt;
#[path = "../paper/mod.rs"]
mod paper;
mod readme;
mod session;
mod wishes;
