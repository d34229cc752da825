//! `Save-VM`.

use super::targets::Machines;
use crate::types::VirtualMachine;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Saves the memory of virtual machines and stops them.
///
/// What a virtual function knows cannot be saved, so it is taken back first, with the connection going on over the paravirtual
/// path. Start-VM brings the machine back, where it asks for a virtual function anew.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Save-VM web1 -Passthru | Format-List Name, State
/// Name  : web1
/// State : Saved
/// PS> Start-VM web1 -Passthru | Format-List Name, State
/// Name  : web1
/// State : Running
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Save", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct SaveVm {
    #[flatten]
    machines: Machines,
}

impl Cmdlet for SaveVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.machines.change(cx, |name| Intent::SaveVm { name })
    }
}
