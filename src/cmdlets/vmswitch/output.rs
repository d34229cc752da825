//! The objects of switches that cmdlets hand on.

use super::targets::SCOPE;
use crate::backend::model::Uuid;
use crate::backend::policy;
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::types::VmSwitch;
use crate::shell::cmdlet::Emit;
use crate::shell::error::Flow;
use crate::shell::eval::Context;

/// Emits a switch as it is now.
pub fn emit(cx: &mut Context, id: Uuid) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let computer = computer_name(cx)?;
    match policy::switches(&state)
        .iter()
        .find(|switch| switch.id == id)
    {
        Some(switch) => cx.emit(VmSwitch::new(switch, &computer).into_value()),
        None => Ok(()),
    }
}
