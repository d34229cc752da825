//! `Rename-VMSnapshot`.

use super::output::emit;
use super::targets::{CHECKPOINTS, Target, machine_of_one, one};
use crate::complete;
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmSnapshot};
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives a checkpoint another name.
///
/// One that another tool made keeps its name, which is libvirt's own.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Checkpoint-VM web1 -SnapshotName first 3> $null
/// PS> Rename-VMSnapshot -VMName web1 -Name first -NewName 'before 1/2: "the" update' -Passthru | ForEach-Object Name
/// before 1/2: "the" update
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName first
/// PS> Get-VMSnapshot web1 | Rename-VMSnapshot -NewName 'as delivered'
/// PS> (Get-VMSnapshot web1).Name
/// as delivered
/// ```
/// Of a machine that is at hand as an object:
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName first
/// PS> Rename-VMSnapshot -VM (Get-VM web1) -Name first -NewName 'as delivered' -Passthru | ForEach-Object Name
/// as delivered
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Rename", noun = "VMSnapshot", module = "Hyper-V", default_set = "SnapshotName", impact = Medium, alias("Rename-VMCheckpoint"), output = VmSnapshot)]
pub struct RenameVmSnapshot {
    /// A checkpoint that Get-VMSnapshot gave.
    #[param(
        set = "SnapshotObject",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Option<Arc<VmSnapshot>>,
    /// A virtual machine that Get-VM gave.
    #[param(set = "VM", position = 0, mandatory, from_pipeline)]
    vm: Option<Arc<VirtualMachine>>,
    /// The checkpoint's name.
    #[param(set = "SnapshotName", position = 0, mandatory, complete = complete::checkpoints)]
    #[param(set = "VM", mandatory)]
    name: Option<String>,
    /// The virtual machine.
    #[param(set = "SnapshotName", position = 1, mandatory, complete = complete::vms)]
    vm_name: Option<String>,
    /// The name that it is to have: any characters that can be seen.
    #[param(position = 2, mandatory)]
    new_name: String,
    /// Hands on the checkpoint.
    passthru: bool,
    #[flatten(set = "SnapshotName")]
    remote: Remote,
}

impl Cmdlet for RenameVmSnapshot {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut targets: Vec<Target> = self.vm_snapshot.iter().map(|o| Target::behind(o)).collect();
        if targets.is_empty() {
            let state = cx.snapshot(&CHECKPOINTS)?;
            let (machine, name) = (self.vm_name.as_deref(), self.name.as_deref());
            for vm in machine_of_one(cx, &state, machine, name, self.vm.as_ref())? {
                let name = self.name.as_deref().unwrap_or_default();
                targets.extend(one(cx, &state, vm, name)?);
            }
        }
        for target in targets {
            let intent = Intent::RenameCheckpoint {
                vm: target.vm,
                label: target.label.clone(),
                new_name: self.new_name.clone(),
            };
            let outcome = cx.change(&Scope::CHECKPOINTS, &intent)?;
            if self.passthru && outcome.is_done() {
                emit(cx, &[target])?;
            }
        }
        Ok(())
    }
}
