//! `Export-VM`.

use std::sync::Arc;

use crate::complete;
use crate::drive::MACHINES;
use crate::host_access::{HostAccess, Outcome};
use crate::remote::Remote;
use crate::types::{CaptureLiveState, VirtualMachine};
use crate::vhd::host_path;
use crate::vm::{each, emit};
use iovsh_backend::Scope;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::export::{Export, Live};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Exports virtual machines: a folder each, with the definition, the settings and copies of the disks.
///
/// Import-VM makes a machine of such a folder, on this host or on another. In it are `Virtual Machines` with libvirt's own text of the machine,
/// `Virtual Hard Disks` with its disks, each one whole whatever it builds on, and export.json, which says what they are. A machine that runs
/// stands still while its disks are copied, and its memory is not in the export; that of one that is saved is, and so are the variables of UEFI
/// firmware and what a TPM holds. Checkpoints and discs are not.
///
/// # Examples
/// ```iovsh
/// PS> Export-VM web1 /srv/vms/exports
/// PS> Remove-VM web1 -Force -WarningAction SilentlyContinue
/// PS> Import-VM /srv/vms/exports/web1 | ForEach-Object Name
/// web1
/// PS> (Get-VMHardDiskDrive web1).Path
/// /srv/vms/exports/web1/Virtual Hard Disks/web1.qcow2
/// ```
/// All that are off, each into a folder of its own:
/// ```iovsh
/// PS> Get-VM | Where-Object State -eq Off | Export-VM -Path /srv/vms/exports -Passthru | ForEach-Object Name
/// legacy1
/// web1
/// web2
/// ```
/// As a job, while other work goes on:
/// ```iovsh
/// PS> $job = Export-VM web1 /srv/vms/exports -AsJob
/// PS> ($job | Wait-Job).State
/// Completed
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Export", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct ExportVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// The folder in which the folder of the export is made. It is made too where it is missing.
    #[param(position = 1, mandatory)]
    path: String,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the object that was exported.
    passthru: bool,
    /// What becomes of a machine that runs. CaptureCrashConsistentState, as without it: its disks are exported as they are at one moment. With the
    /// others it is not exported: memory goes into an export only of a machine that is saved, and its guest is not asked.
    capture_live_state: Nullable<CaptureLiveState>,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for ExportVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.name, &self.vm)?;
        let folder = host_path(cx, &self.path)?;
        let live = match *self.capture_live_state {
            None | Some(CaptureLiveState::CaptureCrashConsistentState) => Live::CrashConsistent,
            Some(CaptureLiveState::CaptureSavedState) => Live::Memory,
            Some(CaptureLiveState::CaptureDataConsistentState) => Live::Quiesced,
        };
        let state = cx.snapshot(&MACHINES)?;
        let exports = machines.iter().map(|vm| Export {
            vm: *vm,
            folder: folder.clone(),
            live,
            checkpoint: None,
        });
        let exports: Vec<Export> = exports.collect();
        let scope = exports.iter().fold(Scope::REMOVE, |scope, export| {
            scope.union(&export.scope(&state))
        });
        let passthru = self.passthru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let done = machines.into_iter().zip(outcomes);
            let done = done.filter_map(|(id, o)| (passthru && o.is_done()).then_some(id));
            let done: Vec<Uuid> = done.collect();
            emit(cx, &done)
        };
        let intents = exports.into_iter().map(Intent::ExportVm);
        cx.change_all(&scope, false, intents.collect(), Box::new(then))
    }
}
