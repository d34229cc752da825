//! A virtual machine as a folder.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{
    Adapter, Drive, ExportLayout, ExportedDisk, ExportedVm, State, Uuid, Vm, VmFacts, VmState,
};
use crate::plan::{DomainChange, PlanBuilder, StoredChange};
use crate::policy::export::disk::{Copied, image_of};
use crate::policy::export::folders;
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::migration::switch_names;
use crate::policy::storage::look;
use crate::policy::word::word;
use crate::{Category, HostError, Scope, VmDetail};

/// What becomes of a virtual machine that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Live {
    /// Its disks are exported as they are at one moment, as after a power cut.
    #[default]
    CrashConsistent,
    /// It is not exported: its memory is wanted.
    Memory,
    /// It is not exported: its guest is to write down what it has not written yet.
    Quiesced,
}

/// A virtual machine to export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The virtual machine.
    pub vm: Uuid,
    /// The folder in which the folder of the export is made.
    pub folder: String,
    /// What becomes of one that runs.
    pub live: Live,
}

impl Export {
    /// What exporting it takes.
    #[must_use]
    pub fn scope(&self, state: &State) -> Scope {
        let Some(vm) = state.vm(self.vm) else {
            return Scope::REMOVE;
        };
        let layout = layout(vm, &self.folder);
        let files = disks(vm).into_iter().map(|(_, file)| layout.disk(&file));
        let others = [
            layout.definition(vm.id),
            layout.manifest(),
            layout.snapshots(),
        ];
        let all: Vec<String> = files
            .chain(others)
            .flat_map(|path| folders::ways(&path))
            .collect();
        Scope {
            vms: VmDetail::Definitions,
            checkpoints: true,
            stored: Some(all.clone()),
            ..Scope::with_images(all)
        }
    }
}

/// The folder of an export: it is called as the machine is.
fn layout(vm: &Vm, folder: &str) -> ExportLayout {
    let name = match vm.name.as_str() {
        "." | ".." => vm.id.to_string(),
        name => name.replace(['/', '\0', '\n', '\r'], "_"),
    };
    ExportLayout {
        folder: format!("{}/{name}", folder.trim_end_matches('/')),
    }
}

/// The disks of a machine, each with the name that its image gets.
fn disks(vm: &Vm) -> Vec<(&Drive, String)> {
    let mut taken = BTreeSet::new();
    let mut all = Vec::new();
    for drive in vm.facts.drives.iter().filter(|drive| drive.is_disk()) {
        let Some(path) = &drive.path else { continue };
        let own = path.rsplit('/').next().unwrap_or_default();
        let own = match own {
            "" | "." | ".." => drive.target.clone(),
            own => own.replace(crate::model::is_hidden, "_"),
        };
        let name = if taken.insert(own.clone()) {
            own
        } else {
            let other = format!("{}-{own}", drive.target);
            taken.insert(other.clone());
            other
        };
        all.push((drive, name));
    }
    all
}

/// Exports a virtual machine: its definition, its settings and copies of its disks, in a new folder.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState`, `Export.Exists`, `Export.NotAFolder`, `Export.LiveState`, `Export.HasDevices`, `Export.DiskNotFile`,
/// `Export.NoDefinition`; those of images.
pub(in crate::policy) fn export(
    state: &State,
    plan: &mut PlanBuilder,
    wanted: &Export,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, wanted.vm)?;
    if let Some(error) = vm.refusal() {
        return Err(error);
    }
    let layout = layout(vm, &wanted.folder);
    plan.about(
        format!("Export '{}' to '{}'", vm.name, layout.folder),
        vm.name.clone(),
    );
    let definition = can_leave(vm)?;
    let runs = vm.state.is_active();
    if runs {
        may_be_copied_live(vm, wanted.live)?;
    }
    is_new(state, &layout)?;
    folders::make(state, plan, &layout.folder)?;
    for folder in [layout.machines(), layout.disks(), layout.snapshots()] {
        folders::make(state, plan, &folder)?;
    }
    let stops = vm.state == VmState::Running && vm.facts.drives.iter().any(Drive::is_disk);
    let mut copies = Vec::new();
    for (drive, file) in disks(vm) {
        let copy = copy_of(state, vm, drive, &layout.disk(&file), runs)?;
        copy.has_room(plan)?;
        copies.push((drive, file, copy));
    }
    if stops {
        plan.warn(
            "Export.StandsStill",
            format!(
                "'{}' runs: it stands still while its disks are copied, and its memory is not in the export.",
                vm.name
            ),
        );
        plan.step(
            format!("Stop the processors of '{}'", vm.name),
            DomainChange::Pause { vm: vm.id },
        );
    }
    let mut exported = Vec::new();
    for (drive, file, copy) in copies {
        exported.push(ExportedDisk {
            target: drive.target.clone(),
            file,
            format: copy.format,
        });
        copy.step(plan, runs);
    }
    if stops {
        plan.step(
            format!("Let '{}' go on", vm.name),
            DomainChange::Resume { vm: vm.id },
        );
    }
    what_stays(state, plan, vm);
    plan.step(
        format!("Write down what '{}' is", vm.name),
        StoredChange::Write {
            path: layout.definition(vm.id),
            text: definition.to_owned(),
        },
    );
    let manifest = ExportedVm::new(at_rest(vm), switch_names(state, vm), exported);
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| {
        HostError::new(
            "Export.NoDefinition",
            Category::InvalidData,
            format!("What '{}' is cannot be written down: {error}.", vm.name),
        )
        .target(vm.name.clone())
        .next_step("Report this: what a machine is can always be written down.")
    })?;
    // Last: a folder without it is no export.
    plan.step(
        "Write down what is in the export",
        StoredChange::Write {
            path: layout.manifest(),
            text: text + "\n",
        },
    );
    Ok(Focus::on_records())
}

/// Refuses what cannot be described without its host. Gives the machine's definition.
fn can_leave(vm: &Vm) -> Result<&str, HostError> {
    if vm.state == VmState::Saved {
        return Err(guard::invalid_state(vm, "export").next_step(format!(
            "Its saved memory goes into no export: start it (Start-VM {0}), or throw that away: Remove-VMSavedState {0}",
            word(&vm.name)
        )));
    }
    if let Some(device) = vm.assigned.first() {
        let error = HostError::new(
            "Export.HasDevices",
            Category::InvalidOperation,
            format!(
                "'{}' has the device {} of its host, which no other host has.",
                vm.name, device.address
            ),
        );
        return Err(error.target(vm.name.clone()).next_step(format!(
            "Take it out first: Remove-VMAssignableDevice -VMName {}",
            word(&vm.name)
        )));
    }
    vm.definition
        .as_deref()
        .filter(|_| vm.persistent)
        .ok_or_else(|| {
            let error = HostError::new(
                "Export.NoDefinition",
                Category::InvalidOperation,
                format!("'{}' has no definition that outlives a stop.", vm.name),
            );
            error.target(vm.name.clone()).next_step(format!(
                "Give it one: virsh dumpxml {0} > vm.xml && virsh define vm.xml",
                crate::plan::quote(&vm.name)
            ))
        })
}

fn may_be_copied_live(vm: &Vm, live: Live) -> Result<(), HostError> {
    let (what, step) = match live {
        Live::CrashConsistent => return Ok(()),
        Live::Memory => (
            "its memory goes into no export",
            format!(
                "Stop it first (Stop-VM {}), or export its disks as they are: -CaptureLiveState CaptureCrashConsistentState",
                word(&vm.name)
            ),
        ),
        Live::Quiesced => (
            "its guest is not asked to write down what it has not written yet",
            format!(
                "Export a checkpoint for which it was: Checkpoint-VM {0}; or its disks as they are: -CaptureLiveState CaptureCrashConsistentState",
                word(&vm.name)
            ),
        ),
    };
    let error = HostError::new(
        "Export.LiveState",
        Category::NotEnabled,
        format!("'{}' runs, and {what}.", vm.name),
    );
    Err(error.target(vm.name.clone()).next_step(step))
}

fn is_new(state: &State, layout: &ExportLayout) -> Result<(), HostError> {
    let there = state.stored.get(&layout.folder);
    if there.is_none_or(|found| *found == crate::model::Stored::Nothing) {
        return Ok(());
    }
    let error = HostError::new(
        "Export.Exists",
        Category::ResourceExists,
        format!(
            "There is something at '{}' already, which is not written over.",
            layout.folder
        ),
    );
    Err(error.target(layout.folder.clone()).next_step(format!(
        "Choose another folder, or remove what is there: Remove-Item -Recurse {}",
        word(&layout.folder)
    )))
}

fn copy_of(
    state: &State,
    vm: &Vm,
    drive: &Drive,
    to: &str,
    runs: bool,
) -> Result<Copied, HostError> {
    let from = drive.path.clone().unwrap_or_default();
    let not_a_file = || {
        let error = HostError::new(
            "Export.DiskNotFile",
            Category::InvalidOperation,
            format!(
                "The disk '{from}' of '{}' is not a file, which could be copied.",
                vm.name
            ),
        );
        error.target(from.clone()).next_step(format!(
            "Take it out first (Get-VMHardDiskDrive {0} | Where-Object Path -eq {1} | Remove-VMHardDiskDrive), and copy what is on it by itself.",
            word(&vm.name),
            word(&from)
        ))
    };
    if !from.starts_with('/') {
        return Err(not_a_file());
    }
    // What its definition says counts: a guest may have written any header into a raw disk.
    let declared = state.declared_format(&from);
    let found = match declared {
        Some(format) => image_of(state, &from, format)?,
        None => look::image(state, &from)?,
    };
    if found.device {
        return Err(not_a_file());
    }
    if !runs {
        look::is_at_rest(state, &from)?;
    }
    let format = declared.unwrap_or(found.format);
    Copied::of(state, &from, to, format)
}

/// Says what of it is not in the export.
fn what_stays(state: &State, plan: &mut PlanBuilder, vm: &Vm) {
    let checkpoints = state.checkpoints_of(vm.id).count();
    if checkpoints > 0 {
        plan.warn(
            "Export.WithoutCheckpoints",
            format!(
                "The export has '{}' as it is now, without its {checkpoints} checkpoints.",
                vm.name
            ),
        );
    }
    let discs = vm.facts.drives.iter().filter(|drive| drive.optical);
    let discs: Vec<&str> = discs.filter_map(|drive| drive.path.as_deref()).collect();
    if !discs.is_empty() {
        plan.warn(
            "Export.WithoutDiscs",
            format!(
                "Discs are not copied; the drive is empty in the export: {}.",
                discs.join(", ")
            ),
        );
    }
    if vm.hardware.tpm.is_some() {
        plan.warn(
            "Export.WithoutTpm",
            format!("What the TPM of '{}' holds is not in the export.", vm.name),
        );
    }
    if vm.hardware.firmware.uefi {
        plan.warn(
            "Export.WithoutVariables",
            format!(
                "The variables of the firmware of '{}' are not in the export: it begins with those of the template.",
                vm.name
            ),
        );
    }
}

/// The machine as it is when it does not run, without what only this host knows.
fn at_rest(vm: &Vm) -> Vm {
    let adapters = vm.adapters.iter().map(|adapter| Adapter {
        tap: None,
        vf: None,
        ip_addresses: Vec::new(),
        ..adapter.clone()
    });
    Vm {
        state: VmState::Off,
        adapters: adapters.collect(),
        other_devices: Vec::new(),
        uptime: 0,
        definition: None,
        facts: VmFacts {
            drives: vm.facts.drives.clone(),
            scsi_controllers: vm.facts.scsi_controllers.clone(),
            machine: vm.facts.machine.clone(),
            ..VmFacts::default()
        },
        ..vm.clone()
    }
}
