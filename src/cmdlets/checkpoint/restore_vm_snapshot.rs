//! `Restore-VMSnapshot`.

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

/// Puts a virtual machine back to a checkpoint: its disks, its settings, and its memory where the checkpoint holds that. What it is now is gone.
///
/// A machine that runs is turned off first. One that goes on with its memory gets a virtual function that is free now, which may be
/// another than it had then.
///
/// # Examples
/// ```iovsh
/// PS> Set-VM web1 -Notes 'as it was'
/// PS> Start-VM web1
/// PS> Checkpoint-VM web1 -SnapshotName first 3> $null
/// PS> Set-VM web1 -Notes 'spoilt'
/// PS> Restore-VMSnapshot -VMName web1 -Name first -Confirm:$false
/// PS> Get-VM web1 | Format-List State, Notes, ParentSnapshotName
/// State              : Running
/// Notes              : as it was
/// ParentSnapshotName : first
/// ```
/// Without being asked:
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName first
/// PS> Restore-VMSnapshot -VMName web1 -Name first -Confirm:$false -Passthru | ForEach-Object Name
/// first
/// ```
/// Through the pipeline, by a pattern:
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName monday
/// PS> Checkpoint-VM web1 -SnapshotName tuesday
/// PS> Get-VMSnapshot web1 -Name tue* | Restore-VMSnapshot -Confirm:$false
/// PS> (Get-VM web1).ParentSnapshotName
/// tuesday
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Restore", noun = "VMSnapshot", module = "Hyper-V", default_set = "SnapshotName", impact = High, alias("Restore-VMCheckpoint"), output = VmSnapshot)]
pub struct RestoreVmSnapshot {
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
    #[param(set = "VM", mandatory)]
    #[param(set = "SnapshotName", position = 0, mandatory, complete = complete::checkpoints)]
    name: Option<String>,
    /// The virtual machine.
    #[param(set = "SnapshotName", position = 1, mandatory, complete = complete::vms)]
    vm_name: Option<String>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the checkpoint.
    passthru: bool,
    #[flatten(set = "SnapshotName")]
    remote: Remote,
}

impl Cmdlet for RestoreVmSnapshot {
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
            let intent = Intent::RestoreCheckpoint {
                vm: target.vm,
                label: target.label.clone(),
            };
            let outcome = cx.change(&Scope::CHECKPOINTS, &intent)?;
            if self.passthru && outcome.is_done() {
                emit(cx, &[target])?;
            }
        }
        Ok(())
    }
}
