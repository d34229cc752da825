//! What has happened on a host.

mod get_win_event;
mod record;
mod selection;
mod xml;
mod xml_filter;
mod xpath;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};
pub use record::VIEWS;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[get_win_event::GetWinEvent::SPEC];
