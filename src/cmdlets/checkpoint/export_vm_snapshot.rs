//! `Export-VMSnapshot`.

use super::output::emit;
use super::targets::{CHECKPOINTS, Target, machines, named};
use crate::complete;
use crate::host_access::{HostAccess, Outcome};
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmSnapshot};
use crate::vhd::host_path;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::export::{Export, Live};
use iovsh_backend::{Category, HostError, Scope, State};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;
use std::sync::Arc;

/// Exports checkpoints of virtual machines: a folder each, as Export-VM makes it, with the machine as it was.
///
/// Import-VM makes a machine of such a folder. The disks are whole copies of what they were at the checkpoint; the machine may run meanwhile. The
/// memory of a checkpoint is in the export, and the machine is saved where it is imported. Without memory the variables of the firmware and what the
/// TPM holds are those of now, which a warning says. A checkpoint inside the images (of `virsh snapshot-create`) is refused. The folder is called as the machine is, so each checkpoint of one machine wants a -Path of its own.
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
        if let Some(error) = one_folder(&state, &targets, &folder) {
            return cx.refuse(&error);
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

/// Two checkpoints of one machine would go to the folder that is called as the machine is: neither is written.
fn one_folder(state: &State, targets: &[Target], folder: &str) -> Option<HostError> {
    let mut ids = targets.iter().map(|target| target.vm);
    let vm = ids.find(|id| targets.iter().filter(|target| target.vm == *id).count() > 1)?;
    let vm = state.vm(vm)?;
    let labels: Vec<&str> = targets
        .iter()
        .filter(|target| target.vm == vm.id)
        .map(|target| target.label.as_str())
        .collect();
    let names: Vec<String> = state
        .checkpoints_of(vm.id)
        .filter(|checkpoint| labels.contains(&checkpoint.label.as_str()))
        .map(|checkpoint| format!("'{}'", checkpoint.name))
        .collect();
    let message = format!(
        "{} checkpoints of '{}' are meant: {}. Each would be exported to '{}/{}'.",
        labels.len(),
        vm.name,
        names.join(", "),
        folder.trim_end_matches('/'),
        vm.name
    );
    let error = HostError::new("Checkpoint.Ambiguous", Category::InvalidArgument, message);
    Some(error.target(vm.name.clone()).next_step(format!(
        "Choose one, by its time for example: Get-VMSnapshot {} | Sort-Object CreationTime | Select-Object -Last 1 | Export-VMSnapshot -Path {}",
        quote_argument(&vm.name),
        quote_argument(folder)
    )))
}
