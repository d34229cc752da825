//! `Suspend-VM`.

use super::targets::Machines;
use crate::backend::policy::Intent;
use crate::cmdlets::types::VirtualMachine;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Pauses virtual machines.
///
/// The virtual processors stop; memory, adapters and virtual functions stay. Resume-VM and Start-VM let the machine go on.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Suspend-VM web1 -Passthru | Format-List Name, State
/// Name  : web1
/// State : Paused
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Suspend", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct SuspendVm {
    #[flatten]
    machines: Machines,
}

impl Cmdlet for SuspendVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.machines.change(cx, |name| Intent::PauseVm { name })
    }
}
