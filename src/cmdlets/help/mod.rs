//! Help beside the pages of commands: the overview, the topics, the ids, the tour; and how text becomes lines on a terminal.

pub mod markdown;
pub mod overview;
pub mod pager;
pub mod reasons;
pub mod topics;
pub mod tour;

mod start_tour;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[<start_tour::StartTour as Declared>::SPEC];
