//! `Export-VMSnapshot`.

use super::output::emit;
use super::targets::{CHECKPOINTS, Target, machines, named};
use crate::complete;
use crate::host_access::{HostAccess, Outcome};
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmSnapshot};
use crate::vhd::host_path;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::export::{Export, Live};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Exports checkpoints of virtual machines: a folder each, as Export-VM makes it, with the machine as it was.
///
/// Import-VM makes a machine of such a folder. The disks are whole copies of what they were at the checkpoint; the machine may run meanwhile. Memory
/// is not in an export: a machine out of a checkpoint with memory begins as after a power cut, which a warning says. A checkpoint inside the images
/// (of `virsh snapshot-create`) is refused. The folder is called as the machine is, so each checkpoint of one machine wants a -Path of its own.
///
/// # Examples
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName clean
/// PS> Set-VM web1 -Notes 'spoilt'
/// PS> Export-VMSnapshot clean -VMName web1 -Path /srv/vms/clean
/// PS> Import-VM /srv/vms/clean/web1 -Copy -GenerateNewId -NewName web9 -VhdDestinationPath /srv/vms/web9 | ForEach-Object Name
/// web9
/// PS> (Get-VM web9).Notes
/// ```
/// By the pipeline:
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName clean
/// PS> Get-VMSnapshot web1 -Name clean | Export-VMSnapshot -Path /srv/vms/clean
/// PS> (Compare-VM -Path /srv/vms/clean/web1 -Copy -GenerateNewId).Incompatibilities.Count
/// 2
/// ```
/// The newest of all:
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName monday
/// PS> Get-VMSnapshot web1 | Sort-Object CreationTime | Select-Object -Last 1 | Export-VMSnapshot -Path /srv/vms/monday
/// PS> (Import-VM /srv/vms/monday/web1 -Copy -GenerateNewId -NewName web8 -VhdDestinationPath /srv/vms/web8).Name
/// web8
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Export", noun = "VMSnapshot", module = "Hyper-V", default_set = "SnapshotName", impact = Medium, alias("Export-VMCheckpoint"), output = VmSnapshot)]
pub struct ExportVmSnapshot {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Checkpoints that Get-VMSnapshot gave.
    #[param(
        set = "SnapshotObject",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Vec<Arc<VmSnapshot>>,
    /// The checkpoints' names. Wildcards are allowed.
    #[param(set = "SnapshotName", position = 0, mandatory, from_pipeline)]
    #[param(set = "VMObject", mandatory)]
    name: Vec<String>,
    /// The folder in which the folder of the export is made. It is made too where it is missing.
    #[param(position = 1, mandatory)]
    path: String,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "SnapshotName", mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the checkpoints that were exported.
    passthru: bool,
    #[flatten(set = "SnapshotName")]
    remote: Remote,
}

impl Cmdlet for ExportVmSnapshot {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let folder = host_path(cx, &self.path)?;
        let state = cx.snapshot(&CHECKPOINTS)?;
        let mut targets: Vec<Target> = self.vm_snapshot.iter().map(|o| Target::behind(o)).collect();
        if targets.is_empty() {
            let owners = machines(cx, &state, &self.vm_name, &self.vm)?;
            for name in &self.name {
                let found = named(cx, &state, &owners, Some(name))?;
                targets.extend(found.into_iter().map(Target::of));
            }
        }
        let exports = targets.iter().map(|target| Export {
            vm: target.vm,
            folder: folder.clone(),
            live: Live::CrashConsistent,
            checkpoint: Some(target.label.clone()),
        });
        let exports: Vec<Export> = exports.collect();
        let scope = exports.iter().fold(Scope::REMOVE, |scope, export| {
            scope.union(&export.scope(&state))
        });
        let passthru = self.passthru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let done = targets.into_iter().zip(outcomes);
            let done = done.filter_map(|(target, o)| (passthru && o.is_done()).then_some(target));
            let done: Vec<Target> = done.collect();
            emit(cx, &done)
        };
        let intents = exports.into_iter().map(Intent::ExportVm);
        cx.change_all(&scope, false, intents.collect(), Box::new(then))
    }
}
