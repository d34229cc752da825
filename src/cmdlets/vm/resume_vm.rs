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
/// All that are paused:
/// ```iovsh
/// PS> Get-VM web* | Start-VM; Get-VM web* | Suspend-VM
/// PS> Get-VM | Where-Object State -eq Paused | Resume-VM
/// PS> (Get-VM | Where-Object State -eq Running).Count
/// 2
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Start-VM web1
/// PS> Suspend-VM web1
/// PS> Resume-VM web1 -WhatIf
/// What if: Performing the operation "Resume-VM" on target "web1".
///   # Resume 'web1'
///     virsh resume web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Resume", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct ResumeVm {
    #[flatten]
    machines: Machines,
}

impl Cmdlet for ResumeVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.machines
            .change(cx, |vm| Intent::ResumeVm { vm: vm.into() })
    }
}
