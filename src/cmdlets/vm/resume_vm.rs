//! `Resume-VM`.

use super::targets::Machines;
use crate::types::VirtualMachine;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

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
