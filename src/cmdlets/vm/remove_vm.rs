//! `Remove-VM`.

use super::output::objects;
use super::targets::{MACHINES, each};
use crate::complete;
use crate::host_access::{HostAccess, Outcome};
use crate::remote::Remote;
use crate::types::{VirtualMachine, uuid};
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::checkpoint_memory;
use iovsh_backend::{Scope, State};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// What finding the machines takes, with what they have besides disks.
const WITH_CHECKPOINTS: Scope = Scope {
    checkpoints: true,
    ..MACHINES
};

/// Removes virtual machines that are off or saved. Disk images stay; which, is said.
///
/// All else that a machine alone has goes with it: the variables of its firmware, what its TPM holds, saved memory, and its checkpoints, of which
/// the files stay that its disks go on in.
///
/// With -RemoveDisks (Linux only) the images of its hard disks go too, and the disc that New-VM made for a cloud image; the question names
/// them. An image that another machine has, or that one of its disks builds on, is not removed, and neither is the machine then. What the
/// disks build on stays.
///
/// # Examples
/// What would be done:
/// ```iovsh
/// PS> Remove-VM web1 -WhatIf
/// What if: Performing the operation "Remove-VM" on target "web1".
///   # Undefine 'web1'
///     virsh undefine --managed-save --snapshots-metadata --checkpoints-metadata --nvram --tpm web1
/// WARNING: The disks of 'web1' stay: /var/lib/libvirt/images/web1.qcow2. Remove-Item removes one.
/// ```
/// With its disks:
/// ```iovsh
/// PS> New-VM old1 -MemoryStartupBytes 1GB -NewVHDPath old1.qcow2 -NewVHDSizeBytes 8GB | Out-Null
/// PS> Remove-VM old1 -RemoveDisks -Force
/// PS> Test-VHD /var/lib/libvirt/images/old1.qcow2 -ErrorAction SilentlyContinue
/// False
/// ```
/// One that is off; its disks stay:
/// ```iovsh
/// PS> Remove-VM web1 -Force -WarningAction SilentlyContinue
/// PS> @(Get-VM web1 -ErrorAction SilentlyContinue).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VM", module = "Hyper-V", default_set = "Name", impact = High, output = VirtualMachine)]
pub struct RemoveVm {
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
    /// Linux only: removes the images of its disks too.
    remove_disks: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for RemoveVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        // One look serves to find the machines too.
        let state = cx.snapshot(&WITH_CHECKPOINTS)?;
        let machines = each(cx, &self.name, &self.vm)?;
        let before = if self.passthru {
            objects(cx, &machines)?
        } else {
            Vec::new()
        };
        let with_disks = self.remove_disks;
        let scope = with_files(&state, &machines, with_disks);
        let intents = machines.iter().map(|vm| match with_disks {
            true => Intent::RemoveVmWithDisks { vm: (*vm).into() },
            false => Intent::RemoveVm { vm: (*vm).into() },
        });
        let intents = intents.collect();
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let done = machines.into_iter().zip(outcomes);
            let done: Vec<Uuid> = done
                .filter_map(|(id, o)| o.is_done().then_some(id))
                .collect();
            let mut before = before.into_iter().filter(|vm| done.contains(&uuid(vm.id)));
            before.try_for_each(|vm| cx.emit(vm.into_value()))
        };
        cx.change_all(&scope, self.force, intents, Box::new(then))
    }
}

/// What removing these machines takes: a look at the memory of their checkpoints, and at their disks where those go too.
fn with_files(state: &State, machines: &[Uuid], with_disks: bool) -> Scope {
    let memory = machines.iter().flat_map(|id| checkpoint_memory(state, *id));
    let mut paths: Vec<String> = memory.map(str::to_owned).collect();
    if with_disks {
        let found = machines.iter().filter_map(|id| state.vm(*id));
        let drives = found.flat_map(|vm| &vm.facts.drives);
        paths.extend(drives.filter_map(|drive| drive.path.clone()));
    }
    Scope {
        checkpoints: true,
        ..Scope::with_images(paths).union(&Scope::REMOVE)
    }
}
