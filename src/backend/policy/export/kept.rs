//! What a machine has besides disks, on its way into an export and out of it: the variables of its firmware, what its TPM holds, its saved
//! memory.

use crate::domain_xml::kept::{VARIABLES, place, saved_memory};
use crate::model::{
    Checkpoint, ExportLayout, ExportedFile, ExportedVm, FileOwner, KeptFile, State, Stored, Vm,
    VmState,
};
use crate::plan::{ImageChange, PlanBuilder};
use crate::policy::export::disk::lacking;
use crate::policy::export::folders;
use crate::policy::export::wanted::Import;
use crate::policy::storage::look;
use crate::policy::word::{pattern, word};
use crate::{Category, HostError};

/// All of them.
const KINDS: [KeptFile; 3] = [KeptFile::Variables, KeptFile::Tpm, KeptFile::Memory];

/// So many names are tried for the variables of a firmware: those of a machine that was removed stay where they were.
const NAMES: u32 = 9;

/// A file that is copied, as it is.
pub(super) struct KeptCopy {
    pub what: KeptFile,
    pub from: String,
    pub to: String,
    pub size: u64,
    owner: FileOwner,
}

impl KeptCopy {
    /// Refuses it where something is, or where there is no room for it and for what was counted before.
    pub fn has_room(&self, plan: &mut PlanBuilder) -> Result<(), HostError> {
        look::free_place(plan, &self.to, self.size, self.size)
    }

    /// The step that makes it.
    pub fn step(&self, plan: &mut PlanBuilder) {
        plan.step(
            format!("Copy {} to '{}'", self.what.words(), self.to),
            ImageChange::CopyFile {
                from: self.from.clone(),
                to: self.to.clone(),
                size: self.size,
                owner: self.owner,
            },
        );
    }
}

/// Where the files of a machine are that is exported. Those of one as it was at a checkpoint are its own, but for its memory.
pub(super) fn places<'a>(
    vm: &'a Vm,
    checkpoint: Option<&'a Checkpoint>,
) -> impl Iterator<Item = (KeptFile, String)> + 'a {
    let each = KINDS.into_iter();
    each.filter_map(move |what| {
        let place = match (what, checkpoint) {
            (KeptFile::Memory, Some(checkpoint)) => checkpoint.memory_file.clone(),
            (KeptFile::Memory | KeptFile::Variables | KeptFile::Tpm, _) => place(vm, what),
        };
        Some((what, place?))
    })
}

/// How a file is called in an export: as the definition beside it, with the end that it has on its host where that says its format.
pub(super) fn name_of(vm: &Vm, what: KeptFile, place: &str) -> String {
    match what {
        KeptFile::Variables => format!("{}_VARS.{}", vm.id, end_of(place)),
        KeptFile::Tpm => format!("{}.tpm", vm.id),
        KeptFile::Memory => format!("{}.save", vm.id),
    }
}

/// The end of a name that says the format of variables.
fn end_of(place: &str) -> &'static str {
    if place.ends_with(".qcow2") {
        "qcow2"
    } else {
        "fd"
    }
}

/// What is exported of a machine besides its disks. What it has not yet, as it was never started, is made where it is started first.
///
/// # Errors
/// `Export.MemoryMissing`: what it is saved with is not where libvirt has it.
pub(super) fn leaving(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &Vm,
    checkpoint: Option<&Checkpoint>,
    layout: &ExportLayout,
) -> Result<Vec<(ExportedFile, KeptCopy)>, HostError> {
    let mut all = Vec::new();
    for (what, from) in places(vm, checkpoint) {
        let why = match state.stored.get(&from) {
            Some(Stored::File | Stored::Text(_)) => match length(state, &from) {
                Some(size) => {
                    let file = name_of(vm, what, &from);
                    let copy = KeptCopy {
                        what,
                        to: layout.kept(&file),
                        from,
                        size,
                        owner: FileOwner::Root,
                    };
                    all.push((ExportedFile { what, file, size }, copy));
                    continue;
                }
                None => "it cannot be read".to_owned(),
            },
            Some(Stored::Nothing) | None if what != KeptFile::Memory && !from.is_empty() => {
                continue;
            }
            Some(Stored::Nothing) | None => "it is no file".to_owned(),
            Some(Stored::Folder) => "it is a folder".to_owned(),
            Some(Stored::Link { .. }) => "it is a symbolic link, which is not followed".to_owned(),
            Some(Stored::Unreadable(why)) => why.clone(),
        };
        if what == KeptFile::Memory && checkpoint.is_none() {
            let error = HostError::new(
                "Export.MemoryMissing",
                Category::ObjectNotFound,
                format!(
                    "'{}' is saved, and its memory is not exported: '{from}': {why}.",
                    vm.name
                ),
            );
            return Err(error.target(from).next_step(format!(
                "Start it (Start-VM {0}), or throw that away: Remove-VMSavedState {0}",
                pattern(&vm.name)
            )));
        }
        let (id, then) = match what {
            KeptFile::Tpm => ("Export.WithoutTpm", "it is empty where it is imported"),
            KeptFile::Variables => (
                "Export.WithoutVariables",
                "it begins with those of the template",
            ),
            KeptFile::Memory => ("Export.WithoutMemory", "it begins as after a power cut"),
        };
        let words = what.words();
        plan.warn(
            id,
            format!(
                "The export of '{}' has not {words}: {why}; {then}.",
                vm.name
            ),
        );
    }
    Ok(all)
}

/// How long a file is that was looked at.
fn length(state: &State, path: &str) -> Option<u64> {
    Some(state.images.get(path)?.image.as_ref()?.length)
}

/// Where the files of an export may come to be on this host, each with the folders on the way.
pub(super) fn destinations(import: &Import, export: &ExportedVm) -> Vec<String> {
    let vm = arriving(import, export);
    let files = export.files.iter();
    files
        .flat_map(|file| candidates(&vm, file))
        .flat_map(|path| folders::ways(&path))
        .collect()
}

/// The machine as far as its files are called after it.
fn arriving(import: &Import, export: &ExportedVm) -> Vm {
    let mut vm = Vm {
        id: import.id.unwrap_or(export.vm.id),
        state: VmState::Saved,
        ..export.vm.clone()
    };
    if let Some(name) = &import.name {
        vm.name.clone_from(name);
    }
    vm
}

/// The places for a file on this host, the best one first.
fn candidates(vm: &Vm, file: &ExportedFile) -> Vec<String> {
    match file.what {
        KeptFile::Variables => {
            let end = end_of(&file.file);
            let numbered = |number| match number {
                1 => format!("{VARIABLES}/{}_VARS.{end}", vm.name),
                more => format!("{VARIABLES}/{}-{more}_VARS.{end}", vm.name),
            };
            (1..=NAMES).map(numbered).collect()
        }
        KeptFile::Tpm => place(vm, KeptFile::Tpm).into_iter().collect(),
        KeptFile::Memory => vec![saved_memory(&vm.name)],
    }
}

/// What keeps a guest from going on with memory that was saved: libvirt takes that of the same id and name alone, and with the same addresses
/// (`virDomainDefCheckABIStability`).
pub(super) fn is_another(vm: &Vm, export: &ExportedVm) -> Option<&'static str> {
    if vm.id != export.vm.id {
        return Some("its id is another one");
    }
    if vm.name != export.vm.name {
        return Some("its name is another one");
    }
    let mut pairs = vm.adapters.iter().zip(&export.vm.adapters);
    pairs
        .any(|(new, old)| new.mac != old.mac)
        .then_some("an adapter of it has another address")
}

/// A file of an export, or why it cannot be taken over. `Ok(None)` where it is not there: then it is said in `notes`.
pub(super) fn coming(
    state: &State,
    import: &Import,
    export: &ExportedVm,
    file: &ExportedFile,
    notes: &mut Vec<String>,
) -> Result<Option<KeptCopy>, (String, Option<String>)> {
    let layout = ExportLayout::of(&import.path);
    let from = layout.kept(&file.file);
    let words = file.what.words();
    for place in [&layout.machines(), &from] {
        if let Some(Stored::Link { .. }) = state.stored.get(place) {
            return Err((
                format!("'{place}' is a symbolic link, which is not followed."),
                Some(format!("See where it leads: ls -l {}", word(place))),
            ));
        }
    }
    let size = match state.stored.get(&from) {
        None | Some(Stored::Nothing) => {
            let then = match file.what {
                KeptFile::Variables => "it begins with those of the template",
                KeptFile::Tpm => "its TPM is empty",
                KeptFile::Memory => "it begins as after a power cut",
            };
            notes.push(format!(
                "The export has not {words}: '{from}' is not there; {then}."
            ));
            return Ok(None);
        }
        Some(Stored::Unreadable(why)) => return Err((format!("'{from}': {why}."), None)),
        Some(_) => length(state, &from),
    };
    match size {
        Some(size) if size == file.size && size > 0 => {}
        Some(size) => {
            return Err((
                format!(
                    "'{from}' is damaged: it has {size} bytes, and the export says {}.",
                    file.size
                ),
                Some(format!(
                    "Import it without {words}: remove that file first."
                )),
            ));
        }
        None => return Err((format!("'{from}' cannot be read."), None)),
    }
    // QEMU takes the variables for an image, whose header may name any file of the host.
    let image = state.images.get(&from).and_then(|at| at.image.as_ref());
    if file.what == KeptFile::Variables
        && let Some(why) = image.and_then(lacking)
    {
        return Err((
            format!("'{from}' {why}."),
            Some(format!(
                "Import it without {words}: remove that file first."
            )),
        ));
    }
    let vm = arriving(import, export);
    if place(&vm, file.what).is_none() {
        notes.push(format!(
            "The export has {words}, and the machine is none that has it."
        ));
        return Ok(None);
    }
    let all = candidates(&vm, file);
    let is_free = |path: &&String| {
        let there = state.stored.get(path.as_str());
        matches!(there, None | Some(Stored::Nothing))
    };
    let Some(to) = all.iter().find(is_free) else {
        let taken = all.first().cloned().unwrap_or_default();
        return Err((
            format!("There is something at '{taken}' already, which is not written over."),
            Some(format!(
                "See whose it is, and remove it: Remove-Item {}; or import under another name: -NewName NAME",
                word(&taken)
            )),
        ));
    };
    Ok(Some(KeptCopy {
        what: file.what,
        from,
        to: to.clone(),
        size: file.size,
        owner: file.what.owner(),
    }))
}
