//! Help beside the pages of commands: the overview, the topics, the ids; and how text becomes lines on a terminal.

pub mod markdown;
pub mod overview;
pub mod pager;
pub mod reasons;
pub mod topics;
