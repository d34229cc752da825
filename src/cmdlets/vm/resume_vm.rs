//! `Resume-VM`.

use super::targets::Machines;
use crate::backend::policy::Intent;
use crate::cmdlets::types::VirtualMachine;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Lets paused virtual machines go on.
///
/// A saved machine is brought back by Start-VM.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Suspend-VM web1
/// PS> Resume-VM web1 -Passthru | Format-List Name, State
/// Name  : web1
/// State : Running
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Resume", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct ResumeVm {
    #[flatten]
    machines: Machines,
}

impl Cmdlet for ResumeVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.machines.change(cx, |name| Intent::ResumeVm { name })
    }
}
