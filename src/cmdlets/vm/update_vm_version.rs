//! `Update-VMVersion`.

use super::output::emit;
use super::targets::{change_as_wanted, each};
use crate::complete;
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::types::VirtualMachine;
use iovsh_backend::Scope;
use iovsh_backend::model::{MachineType, Uuid, VmDetail};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives virtual machines the newest machine type of their family that the host's QEMU has.
///
/// A machine type (`pc-q35-9.2`) says how QEMU's devices look to the guest, so that this stays the same over migrations and updates of QEMU; it is
/// what `Version` shows. A newer one cannot be taken back by this cmdlet, and a host with an older QEMU does not run it. The machine must be
/// off; its checkpoints stay what they were. What is the newest already is left alone, with a warning.
///
/// # Examples
/// The machines that could have a newer one, and which:
/// ```iovsh
/// PS> Get-VM | Where-Object { [version]$_.Version -lt (Get-VMHostSupportedVersion -Default).Version } | Update-VMVersion -Force
/// PS> (Get-VM).Version | Select-Object -Unique
/// 10.0
/// ```
/// One machine, that has the newest already:
/// ```iovsh
/// PS> Update-VMVersion web1 -Force -Passthru | ForEach-Object Name
/// WARNING: The virtual machine 'web1' has the newest machine type of its family already: pc-q35-10.0.
/// web1
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Update-VMVersion web2 -WhatIf
/// WARNING: The virtual machine 'web2' has the newest machine type of its family already: pc-q35-10.0.
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Update", noun = "VMVersion", module = "Hyper-V", default_set = "Name", impact = High, output = VirtualMachine)]
pub struct UpdateVmVersion {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Without a question.
    force: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

/// What is looked at.
const SCOPE: Scope = Scope {
    vms: VmDetail::Full,
    machine_types: true,
    ..Scope::NOTHING
};

impl Cmdlet for UpdateVmVersion {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let ids = each(cx, &self.name, &self.vm)?;
        let state = cx.snapshot(&SCOPE)?;
        let mut wanted: Vec<(Uuid, Changes)> = Vec::new();
        let mut newest: Vec<Uuid> = Vec::new();
        for vm in ids.iter().filter_map(|id| state.vm(*id)) {
            let machine = vm.facts.machine.as_deref().unwrap_or_default();
            let Some(newer) = MachineType::newer(&state.machine_types, machine) else {
                cx.warning(format!(
                    "The virtual machine '{}' has the newest machine type of its family already: {machine}.",
                    vm.name
                ))?;
                newest.push(vm.id);
                continue;
            };
            let mut changes = Changes::default();
            changes.hardware.machine = Some(newer.to_owned());
            wanted.push((vm.id, changes));
        }
        let passthru = self.passthru;
        if passthru {
            emit(cx, &newest)?;
        }
        let set = |vm: Uuid, changes| Intent::SetVm {
            vm: vm.into(),
            changes: Box::new(changes),
        };
        change_as_wanted(
            cx,
            wanted,
            self.force,
            set,
            move |cx, done| match passthru {
                true => emit(cx, done),
                false => Ok(()),
            },
        )
    }
}
