//! `Suspend-VM`.

use super::targets::Machines;
use crate::types::VirtualMachine;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

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
/// All that run:
/// ```iovsh
/// PS> Get-VM web* | Start-VM
/// PS> Get-VM | Where-Object State -eq Running | Suspend-VM
/// PS> (Get-VM | Where-Object State -eq Paused).Name
/// web1
/// web2
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Start-VM web1
/// PS> Suspend-VM web1 -WhatIf
/// What if: Performing the operation "Suspend-VM" on target "web1".
///   # Stop the processors of 'web1'
///     virsh suspend web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Suspend", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct SuspendVm {
    #[flatten]
    machines: Machines,
}

impl Cmdlet for SuspendVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.machines
            .change(cx, |vm| Intent::PauseVm { vm: vm.into() })
    }
}
