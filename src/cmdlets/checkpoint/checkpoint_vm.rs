//! `Checkpoint-VM`.

use super::output::emit;
use super::targets::Target;
use crate::complete;
use crate::host_access::{HostAccess, Outcome};
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmSnapshot};
use crate::vm::targets::{each, names_of};
use chrono::Local;
use iovsh_backend::Scope;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::checkpoint::NewCheckpoint;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Makes checkpoints of virtual machines, to which Restore-VMSnapshot puts them back.
///
/// What a checkpoint of a running machine holds is chosen by Set-VM -CheckpointType. A production checkpoint holds the disks, which the
/// agent in the guest brings to rest: a virtual function stays where it is. A standard one holds the memory too. What a virtual function
/// knows cannot be written, so it is taken back for that time, with the connection going on over the paravirtual path, and given
/// again afterwards, also when the checkpoint fails.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Set-VM web1 -CheckpointType Standard
/// PS> Checkpoint-VM web1 -SnapshotName 'before the update' -Passthru | Format-List VMName, Name, State, HasMemory
/// VMName    : web1
/// Name      : before the update
/// State     : Running
/// HasMemory : True
/// ```
/// Several machines at once, each checkpoint with a name:
/// ```iovsh
/// PS> Get-VM web* | Checkpoint-VM -SnapshotName 'before the update'
/// PS> Get-VMSnapshot -VMName web* | ForEach-Object { "$($_.VMName): $($_.Name)" }
/// web1: before the update
/// web2: before the update
/// ```
/// A way back around something risky:
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName safe
/// PS> try { throw 'the update failed' } catch { Restore-VMSnapshot -VMName web1 -Name safe -Confirm:$false }
/// PS> (Get-VM web1).ParentSnapshotName
/// safe
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Checkpoint", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VmSnapshot)]
pub struct CheckpointVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// The checkpoint's name: any characters that can be seen. Otherwise that of the machine, with the time.
    #[param(position = 1, alias = "CheckpointName")]
    snapshot_name: Option<String>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the checkpoint.
    passthru: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for CheckpointVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.name, &self.vm)?;
        let names = names_of(cx, &machines)?;
        let mut targets = Vec::with_capacity(machines.len());
        let mut intents = Vec::with_capacity(machines.len());
        for (vm, name) in machines.into_iter().zip(names) {
            let id = Uuid::random();
            let chosen = self.snapshot_name.clone();
            targets.push(Target {
                vm,
                label: id.to_string(),
            });
            intents.push(Intent::CreateCheckpoint {
                vm: vm.into(),
                checkpoint: NewCheckpoint {
                    id,
                    name: chosen.unwrap_or_else(|| default_name(&name)),
                },
            });
        }
        let passthru = self.passthru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let done = targets.into_iter().zip(outcomes);
            let done: Vec<Target> = done
                .filter_map(|(target, o)| (passthru && o.is_done()).then_some(target))
                .collect();
            emit(cx, &done)
        };
        cx.change_all(&Scope::CHECKPOINTS, false, intents, Box::new(then))
    }
}

/// Hyper-V's: the machine, and the time as the United States write it.
fn default_name(vm: &str) -> String {
    format!(
        "{vm} - ({})",
        Local::now().format("%-m/%-d/%Y - %-I:%M:%S %p")
    )
}
