//! The objects of switches that cmdlets hand on.

use super::targets::SCOPE;
use crate::elsewhere;
use crate::host_access::{HostAccess, Then, computer_name};
use crate::types::VmSwitch;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// The object with reasons that name the host that the running command acts on, where that is another one.
pub fn told(cx: &mut Context, mut switch: VmSwitch) -> VmSwitch {
    for reason in &mut switch.iov_support_reasons {
        *reason = elsewhere::step(cx, reason);
    }
    switch
}

/// Emits a switch as it is now.
pub fn emit(cx: &mut Context, id: Uuid) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let computer = computer_name(cx)?;
    match policy::switches(&state)
        .iter()
        .find(|switch| switch.id == id)
    {
        Some(switch) => {
            let object = told(cx, VmSwitch::new(switch, &computer));
            cx.emit(object.into_value())
        }
        None => Ok(()),
    }
}

/// Emits the switches where the change was done, when that was asked for.
pub fn handed(passthru: bool, switches: Vec<Uuid>) -> Then {
    Box::new(move |cx, outcomes| {
        let done = switches.into_iter().zip(outcomes);
        let mut done = done.filter(|(_, outcome)| passthru && outcome.is_done());
        done.try_for_each(|(id, _)| emit(cx, id))
    })
}
