//! The object of the host that cmdlets hand on.

use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::Reader;
use crate::cmdlets::types::VmHost;
use crate::shell::cmdlet::Emit;
use crate::shell::error::Flow;
use crate::shell::eval::Context;

/// Emits the host as it is now.
pub fn emit(cx: &mut Context) -> Flow {
    let state = cx.snapshot(&VmHost::SCOPE)?;
    let adapters = Reader::new(&state, computer_name(cx)?).host_adapters();
    cx.emit(VmHost::new(&state, adapters).into_value())
}
