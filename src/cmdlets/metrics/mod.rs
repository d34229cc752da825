//! Counters of traffic.

mod counters;
mod get_counter;

pub use counters::VIEWS;
use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[get_counter::GetCounter::SPEC];
