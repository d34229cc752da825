//! A virtual machine as a folder.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{
    Adapter, Checkpoint, CheckpointContent, Drive, ExportLayout, ExportedDisk, ExportedFile,
    ExportedVm, InsideGuest, KeptFile, State, Uuid, Vm, VmFacts, VmState,
};
use crate::plan::virsh::virsh_vm_step;
use crate::plan::{DomainChange, PlanBuilder, StoredChange};
use crate::policy::export::disk::{Copied, image_of};
use crate::policy::export::kept::KeptCopy;
use crate::policy::export::{folders, kept};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::migration::switch_names;
use crate::policy::storage::look;
use crate::policy::word::{counted, pattern, word};
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
    /// It is exported as it was at this checkpoint, by libvirt's name of it.
    #[serde(default)]
    pub checkpoint: Option<String>,
}

impl Export {
    /// The virtual machine as it is exported: as it is, or as it was at a checkpoint.
    fn machine<'s>(&self, state: &'s State) -> Option<&'s Vm> {
        match &self.checkpoint {
            None => state.vm(self.vm),
            Some(label) => Some(&*state.checkpoint(self.vm, label)?.machine),
        }
    }

    /// What exporting it takes.
    #[must_use]
    pub fn scope(&self, state: &State) -> Scope {
        let Some(vm) = self.machine(state) else {
            return Scope {
                checkpoints: true,
                ..Scope::REMOVE
            };
        };
        let layout = layout(vm, &self.folder);
        let files = disks(vm).into_iter().map(|(_, file)| layout.disk(&file));
        let others = [
            layout.definition(vm.id),
            layout.manifest(),
            layout.snapshots(),
            // Made for a machine without a disk too.
            layout.disks(),
        ];
        let checkpoint = self.checkpoint.as_ref();
        let checkpoint = checkpoint.and_then(|label| state.checkpoint(self.vm, label));
        let own = kept::places(vm, checkpoint).map(|(what, place)| {
            let name = kept::name_of(vm, what, &place);
            [place, layout.kept(&name)]
        });
        let all: Vec<String> = files
            .chain(others)
            .chain(own.flatten().filter(|path| path.starts_with('/')))
            .flat_map(|path| folders::ways(&path))
            .collect();
        Scope {
            vms: VmDetail::Definitions,
            checkpoints: true,
            checkpoint_definitions: self.checkpoint.is_some(),
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

/// Exports a virtual machine, as it is or as it was at a checkpoint: its definition, its settings and copies of its disks, in a new folder.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState`, `Export.Exists`, `Export.NotAFolder`, `Export.LiveState`, `Export.HasDevices`, `Export.DiskNotFile`,
/// `Export.NoDefinition`, `Export.MemoryMissing`; `Checkpoint.NotFound`, `Checkpoint.Internal`; those of images.
pub(in crate::policy) fn export(
    state: &State,
    plan: &mut PlanBuilder,
    wanted: &Export,
) -> Result<Focus, HostError> {
    let now = guard::vm_by_id(state, wanted.vm)?;
    if let Some(error) = now.refusal() {
        return Err(error);
    }
    let checkpoint = match &wanted.checkpoint {
        Some(label) => Some(checkpoint_of(state, now, label)?),
        None => None,
    };
    let vm = checkpoint.map_or(now, |checkpoint| &checkpoint.machine);
    let layout = layout(vm, &wanted.folder);
    plan.about(
        match checkpoint {
            Some(checkpoint) => format!(
                "Export '{}' as it was at '{}' to '{}'",
                vm.name, checkpoint.name, layout.folder
            ),
            None => format!("Export '{}' to '{}'", vm.name, layout.folder),
        },
        vm.name.clone(),
    );
    let definition = can_leave(vm)?;
    // What a checkpoint holds nobody writes to; who runs on it has it open.
    let runs = now.state.is_active();
    if runs && checkpoint.is_none() {
        may_be_copied_live(vm, wanted.live)?;
    }
    is_new(state, &layout)?;
    folders::make(state, plan, &layout.folder)?;
    for folder in [layout.machines(), layout.disks(), layout.snapshots()] {
        folders::make(state, plan, &folder)?;
    }
    let mut copies = Vec::new();
    for (drive, file) in disks(vm) {
        let at_rest = vm.state == VmState::Off && checkpoint.is_none();
        let copy = copy_of(state, vm, drive, &layout.disk(&file), at_rest)?;
        copy.has_room(plan)?;
        copies.push((drive, file, copy));
    }
    let files = kept::leaving(state, plan, vm, checkpoint, &layout)?;
    for (_, copy) in &files {
        copy.has_room(plan)?;
    }
    let has_memory = files.iter().any(|(file, _)| file.what == KeptFile::Memory);
    let stops = checkpoint.is_none()
        && now.state == VmState::Running
        && (!copies.is_empty() || !files.is_empty());
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
        copy.step(plan, runs || checkpoint.is_some());
    }
    // With its memory the guest writes both anew where it goes on; without, they are to be those of one moment.
    let stops_for_files =
        checkpoint.is_some() && now.state == VmState::Running && !has_memory && !files.is_empty();
    if stops_for_files {
        plan.step(
            format!("Stop the processors of '{}' for a moment", vm.name),
            DomainChange::Pause { vm: vm.id },
        );
    }
    for (_, copy) in &files {
        copy.step(plan);
    }
    if stops || stops_for_files {
        plan.step(
            format!("Resume '{}'", vm.name),
            DomainChange::Resume { vm: vm.id },
        );
    }
    match checkpoint {
        None => without_checkpoints(state, plan, vm),
        Some(checkpoint) => as_it_is_now(plan, checkpoint, &files),
    }
    what_stays(plan, vm, definition);
    plan.step(
        format!("Write down what '{}' is", vm.name),
        StoredChange::Write {
            path: layout.definition(vm.id),
            text: definition.to_owned(),
        },
    );
    let files = files.into_iter().map(|(file, _)| file).collect();
    let manifest = ExportedVm::new(at_rest(vm), switch_names(state, vm), exported, files);
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
                "Give it one: {} > vm.xml && virsh define vm.xml",
                virsh_vm_step("dumpxml", "", vm, &[])
            ))
        })
}

fn may_be_copied_live(vm: &Vm, live: Live) -> Result<(), HostError> {
    let (what, step) = match live {
        Live::CrashConsistent => return Ok(()),
        Live::Memory => (
            "its memory goes into an export only of a machine that is saved",
            format!(
                "Save it first (Save-VM {}), or export its disks as they are: -CaptureLiveState CaptureCrashConsistentState",
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
    at_rest: bool,
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
    if at_rest {
        look::is_at_rest(state, &from)?;
    }
    let format = declared.unwrap_or(found.format);
    Copied::of(state, &from, to, format)
}

/// The checkpoint that is exported. Its disks are files of their own; what is inside an image cannot be taken out of it while that is in use.
fn checkpoint_of<'s>(state: &'s State, vm: &Vm, label: &str) -> Result<&'s Checkpoint, HostError> {
    let Some(checkpoint) = state.checkpoint(vm.id, label) else {
        let message = format!("'{}' has no checkpoint '{label}' any more.", vm.name);
        let error = HostError::new("Checkpoint.NotFound", Category::ObjectNotFound, message);
        return Err(error.target(label).next_step(format!(
            "See what there is: Get-VMSnapshot {}",
            pattern(&vm.name)
        )));
    };
    if !checkpoint.external {
        let message = format!(
            "The checkpoint '{}' of '{}' is inside its images, and not in files of its own.",
            checkpoint.name, vm.name
        );
        let error = HostError::new("Checkpoint.Internal", Category::NotEnabled, message);
        return Err(error.target(checkpoint.name.clone()).next_step(format!(
            "Take it out by hand while the machine is off: qemu-img convert -l {} -O qcow2 DISK COPY",
            crate::plan::quote(label)
        )));
    }
    Ok(checkpoint)
}

/// Says that its checkpoints are not in the export.
fn without_checkpoints(state: &State, plan: &mut PlanBuilder, vm: &Vm) {
    let checkpoints = state.checkpoints_of(vm.id).count();
    if checkpoints > 0 {
        plan.warn(
            "Export.WithoutCheckpoints",
            format!(
                "The export has '{}' as it is now, without its {}. Export-VMSnapshot exports one.",
                vm.name,
                counted(checkpoints, "checkpoint")
            ),
        );
    }
}

/// Says what else of it is not in the export.
fn what_stays(plan: &mut PlanBuilder, vm: &Vm, definition: &str) {
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
    if definition.contains("<encryption") {
        plan.warn(
            "Export.WithoutSecret",
            format!(
                "Something of '{}' is encrypted, and libvirt's secret for it is not in the export: take it along by hand, by virsh secret-get-value and secret-set-value.",
                vm.name
            ),
        );
    }
}

/// Says what is in the export of a checkpoint as it is now: without memory, in which it would be, a checkpoint has disks alone.
fn as_it_is_now(
    plan: &mut PlanBuilder,
    checkpoint: &Checkpoint,
    files: &[(ExportedFile, KeptCopy)],
) {
    let has = |what| files.iter().any(|(file, _)| file.what == what);
    if has(KeptFile::Memory) {
        return;
    }
    let (vm, name) = (&checkpoint.machine.name, &checkpoint.name);
    if checkpoint.content == CheckpointContent::Memory && checkpoint.memory_file.is_none() {
        plan.warn(
            "Export.WithoutMemory",
            format!(
                "The memory of '{vm}' at '{name}' is in no file of its own, and not in the export: it begins as after a power cut."
            ),
        );
    }
    let now = [KeptFile::Variables, KeptFile::Tpm].into_iter();
    let now: Vec<&str> = now.filter(|what| has(*what)).map(KeptFile::words).collect();
    if !now.is_empty() {
        plan.warn(
            "Export.AsNow",
            format!(
                "The export has {} as now: the checkpoint '{name}' of '{vm}' has none, and Restore-VMSnapshot leaves them too.",
                now.join(" and ")
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
        address_source: None,
        inside: InsideGuest::default(),
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
