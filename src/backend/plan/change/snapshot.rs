//! Snapshots of domains, which are checkpoints of VMs.

use serde::{Deserialize, Serialize};

use super::device::plug_tap;
use super::domain::stop;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::domain_xml::{SplitDisk, memory_file, snapshot_document};
use crate::journal::{Entry, catalog};
use crate::model::{
    Checkpoint, CheckpointContent, CheckpointCopy, InterfaceName, Scope, State, Uuid, Vm, VmDetail,
    VmState,
};
use crate::plan::shell_line::{ShellLine, words};
use crate::plan::virsh::{INPUT, virsh_words, vm_word};

/// What a snapshot is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SnapshotContent {
    /// Disks and memory of a running or paused domain. It must have no VF: its state cannot be written.
    Memory,
    /// The disks of a domain. The agent in the guest of a running one brings its file systems to rest; a VF stays where it is.
    Disks,
}

/// A snapshot that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSnapshot {
    /// libvirt's name of it: an id.
    pub label: Uuid,
    /// The name for people.
    pub name: String,
    /// What it holds.
    pub content: SnapshotContent,
    /// The disks go on in files of their own; otherwise it goes into the images, which must be `qcow2`. One domain has either kind.
    pub external: bool,
    /// The folder on the host for those files and for the memory; `None`: beside the disks, and libvirt's own for saved memory.
    pub folder: Option<String>,
}

/// A change of a domain's snapshots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SnapshotChange {
    /// Makes a snapshot. The domain goes on as it was, and builds on it.
    #[serde(rename = "CreateSnapshot")]
    Create {
        /// The domain.
        vm: Uuid,
        /// The snapshot.
        snapshot: NewSnapshot,
    },
    /// Puts a domain back to a snapshot; what it is now, running or saved, is gone, and its VFs are free. With memory it has a process again
    /// afterwards, whose virtual CPUs are stopped.
    #[serde(rename = "RevertSnapshot")]
    Revert {
        /// The domain.
        vm: Uuid,
        /// libvirt's name of the snapshot.
        label: String,
    },
    /// Forgets a snapshot: what builds on it builds on its parent from then on.
    #[serde(rename = "DeleteSnapshot")]
    Delete {
        /// The domain.
        vm: Uuid,
        /// libvirt's name of the snapshot.
        label: String,
    },
    /// Gives a snapshot another name for people.
    #[serde(rename = "RenameSnapshot")]
    Rename {
        /// The domain.
        vm: Uuid,
        /// libvirt's name of the snapshot, which stays.
        label: String,
        /// The name for people.
        name: String,
    },
    /// libvirt forgets what it knows of a snapshot; what it holds stays where it is. libvirt sends no domain elsewhere of whose snapshots it
    /// knows.
    #[serde(rename = "ForgetSnapshot")]
    Forget {
        /// The snapshot.
        copy: Box<CheckpointCopy>,
    },
    /// libvirt is told of a snapshot that is there already.
    #[serde(rename = "DescribeSnapshot")]
    Describe {
        /// The snapshot.
        copy: Box<CheckpointCopy>,
    },
}

impl Facts for SnapshotChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Create { .. } => "CreateSnapshot",
            Self::Revert { .. } => "RevertSnapshot",
            Self::Delete { .. } => "DeleteSnapshot",
            Self::Rename { .. } => "RenameSnapshot",
            Self::Forget { .. } => "ForgetSnapshot",
            Self::Describe { .. } => "DescribeSnapshot",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Create { vm, snapshot } => Subject::Snapshot(*vm, snapshot.label.to_string()),
            Self::Delete { vm, label } | Self::Rename { vm, label, .. } => {
                Subject::Snapshot(*vm, label.clone())
            }
            Self::Forget { copy } | Self::Describe { copy } => {
                Subject::Snapshot(copy.checkpoint.vm, copy.checkpoint.label.clone())
            }
            Self::Revert { vm, .. } => Subject::PutBack(*vm),
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            vms: VmDetail::Full,
            checkpoints: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        match self {
            Self::Create { vm, snapshot } => {
                Some(state.checkpoint(*vm, &snapshot.label.to_string()).is_some())
            }
            // A domain that builds on it is not for that reason as it was.
            Self::Revert { .. } => None,
            Self::Delete { vm, label } => Some(state.checkpoint(*vm, label).is_none()),
            Self::Rename { vm, label, name } => {
                state.checkpoint(*vm, label).map(|c| c.name == *name)
            }
            Self::Forget { copy } => Some(known(state, copy).is_none()),
            Self::Describe { copy } => Some(known(state, copy).is_some()),
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Create { vm, snapshot } => create(state, *vm, snapshot),
            Self::Revert { vm, label } => revert(state, *vm, label),
            Self::Delete { vm, label } => delete(state, *vm, label),
            Self::Rename { vm, label, name } => {
                let mut all = state.checkpoints.iter_mut();
                if let Some(found) = all.find(|c| c.vm == *vm && c.label == *label) {
                    found.name.clone_from(name);
                }
            }
            Self::Forget { copy } => delete(state, copy.checkpoint.vm, &copy.checkpoint.label),
            Self::Describe { copy } => describe(state, &copy.checkpoint),
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::Create { vm, snapshot } => Self::Delete {
                vm: *vm,
                label: snapshot.label.to_string(),
            },
            // What was there before is gone.
            Self::Revert { .. } | Self::Delete { .. } => return None,
            Self::Rename { vm, label, .. } => Self::Rename {
                vm: *vm,
                label: label.clone(),
                name: before.checkpoint(*vm, label)?.name.clone(),
            },
            Self::Forget { copy } => Self::Describe { copy: copy.clone() },
            Self::Describe { copy } => Self::Forget { copy: copy.clone() },
        };
        Some(back.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        let line = |verb: &str, options: &str, vm: &Uuid, rest: &[&str]| {
            ShellLine::run(virsh_words(
                verb,
                words(options),
                &vm_word(state, *vm),
                rest,
            ))
        };
        vec![match self {
            Self::Create { vm, snapshot } => {
                let options = options_of(state, *vm, snapshot);
                let name = vm_word(state, *vm);
                let argv = virsh_words("snapshot-create", words(options), &name, &[INPUT]);
                ShellLine::reading(argv, snapshot_document(snapshot, &split_disks(state, *vm)))
            }
            Self::Revert { vm, label } => line("snapshot-revert", "--paused", vm, &[label]),
            Self::Delete { vm, label } => line("snapshot-delete", "", vm, &[label]),
            // An editor is opened on the text; the description is the name.
            Self::Rename { vm, label, .. } => line("snapshot-edit", "", vm, &[label]),
            Self::Forget { copy } => {
                let found = &copy.checkpoint;
                line("snapshot-delete", "--metadata", &found.vm, &[&found.label])
            }
            Self::Describe { copy } => {
                let options = match copy.checkpoint.current {
                    true => "--redefine --current",
                    false => "--redefine",
                };
                let name = vm_word(state, copy.checkpoint.vm);
                let argv = virsh_words("snapshot-create", words(options), &name, &[INPUT]);
                ShellLine::reading(argv, copy.text.clone())
            }
        }]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        match self {
            // A domain without a definition is gone when it stops, with all that was known of it.
            Self::Create { vm, .. } | Self::Rename { vm, .. } => {
                vec![Subject::Domain(*vm), Subject::Power(*vm)]
            }
            Self::Describe { copy } => vec![
                Subject::Domain(copy.checkpoint.vm),
                Subject::Power(copy.checkpoint.vm),
            ],
            Self::Revert { .. } | Self::Delete { .. } | Self::Forget { .. } => Vec::new(),
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, names: &Names<'_>) -> Option<Entry> {
        let (kind, vm, message) = match self {
            // Nothing happens to the VM.
            Self::Forget { .. } | Self::Describe { .. } => return None,
            Self::Create { vm, snapshot } => (
                catalog::CHECKPOINT_MADE,
                *vm,
                format!(
                    "The checkpoint '{}' of {} was made.",
                    snapshot.name,
                    names.vm(*vm)
                ),
            ),
            Self::Revert { vm, label } => (
                catalog::CHECKPOINT_APPLIED,
                *vm,
                format!(
                    "{} was put back to the checkpoint {}.",
                    names.vm(*vm),
                    names.checkpoint(*vm, label)
                ),
            ),
            Self::Delete { vm, label } => (
                catalog::CHECKPOINT_REMOVED,
                *vm,
                format!(
                    "The checkpoint {} of {} was removed.",
                    names.checkpoint(*vm, label),
                    names.vm(*vm)
                ),
            ),
            Self::Rename { vm, label, name } => (
                catalog::VM_SETTINGS,
                *vm,
                format!(
                    "The checkpoint {} of {} is called '{name}' now.",
                    names.checkpoint(*vm, label),
                    names.vm(*vm)
                ),
            ),
        };
        Some(names.of_vm(kind, vm, message))
    }
}

/// The disks that go on elsewhere, as far as it is known which can be written.
fn split_disks(state: &State, vm: Uuid) -> Vec<SplitDisk> {
    let drives = state.vm(vm).map_or(&[][..], |vm| &vm.facts.drives);
    let disks = drives.iter().filter(|drive| !drive.optical);
    let split = |path: &String, target: &str| SplitDisk {
        target: target.to_owned(),
        is_file: !path.starts_with("/dev/"),
    };
    disks
        .filter_map(|drive| Some(split(drive.path.as_ref()?, &drive.target)))
        .collect()
}

/// The options of `virsh snapshot-create` for a snapshot of this domain, as it is now.
fn options_of(state: &State, vm: Uuid, snapshot: &NewSnapshot) -> &'static str {
    let active = state.vm(vm).is_some_and(|vm| vm.state.is_active());
    match (snapshot.content, active) {
        (SnapshotContent::Memory, _) if snapshot.external => "--live",
        (SnapshotContent::Memory, _) => "",
        (SnapshotContent::Disks, true) => "--disk-only --quiesce --atomic",
        (SnapshotContent::Disks, false) if snapshot.external => "--disk-only --atomic",
        (SnapshotContent::Disks, false) => "",
    }
}

fn create(state: &mut State, id: Uuid, snapshot: &NewSnapshot) {
    let Some(vm) = state.vm(id) else { return };
    let content = match snapshot.content {
        SnapshotContent::Memory => CheckpointContent::Memory,
        SnapshotContent::Disks if vm.state.is_active() => CheckpointContent::RunningDisks,
        SnapshotContent::Disks => CheckpointContent::Disks,
    };
    let machine = Checkpoint::machine_of(vm, content);
    let mut parent = None;
    for checkpoint in state.checkpoints.iter_mut().filter(|c| c.vm == id) {
        if std::mem::take(&mut checkpoint.current) {
            parent = Some(checkpoint.label.clone());
        }
    }
    state.checkpoints.push(Checkpoint {
        vm: id,
        label: snapshot.label.to_string(),
        id: snapshot.label,
        name: snapshot.name.clone(),
        created: 0,
        parent,
        current: true,
        content,
        external: snapshot.external,
        memory_file: memory_file(snapshot),
        stuck: None,
        machine,
    });
    state.checkpoints.sort_by(Checkpoint::by_age);
}

fn revert(state: &mut State, id: Uuid, label: &str) {
    let Some(found) = state.checkpoint(id, label) else {
        return;
    };
    let (machine, content) = (found.machine.clone(), found.content);
    for checkpoint in state.checkpoints.iter_mut().filter(|c| c.vm == id) {
        checkpoint.current = checkpoint.label == label;
    }
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    let persistent = std::mem::replace(&mut vm.persistent, true);
    if vm.state.is_active() {
        stop(state, id);
    }
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    let wakes = content == CheckpointContent::Memory;
    *vm = Vm {
        name: vm.name.clone(),
        state: if wakes { VmState::Paused } else { VmState::Off },
        persistent,
        autostart: vm.autostart,
        ..*machine
    };
    let adapters = vm.adapters.len();
    for position in (0..adapters).filter(|_| wakes) {
        plug_tap(state, id, position);
    }
}

/// The snapshot as a host knows it.
fn known<'s>(state: &'s State, copy: &CheckpointCopy) -> Option<&'s Checkpoint> {
    state.checkpoint(copy.checkpoint.vm, &copy.checkpoint.label)
}

/// The VM builds on one snapshot at most.
fn describe(state: &mut State, checkpoint: &Checkpoint) {
    if state.vm(checkpoint.vm).is_none() {
        return;
    }
    let of_vm = |c: &&mut Checkpoint| c.vm == checkpoint.vm;
    for other in state.checkpoints.iter_mut().filter(of_vm) {
        other.current &= !checkpoint.current;
    }
    state.checkpoints.push(checkpoint.clone());
    state.checkpoints.sort_by(Checkpoint::by_age);
}

fn delete(state: &mut State, id: Uuid, label: &str) {
    let all = &mut state.checkpoints;
    let Some(at) = all.iter().position(|c| c.vm == id && c.label == label) else {
        return;
    };
    let gone = all.remove(at);
    for checkpoint in all.iter_mut().filter(|c| c.vm == id) {
        if checkpoint.parent.as_deref() == Some(label) {
            checkpoint.parent.clone_from(&gone.parent);
        }
        checkpoint.current |= gone.current && gone.parent.as_ref() == Some(&checkpoint.label);
    }
}

/// The tap of a domain is another one once the domain was put back, and has nothing of what the old one had.
pub(super) fn made_anew_with(state: &State, port: &InterfaceName) -> Option<Subject> {
    let has = |vm: &&Vm| vm.adapters.iter().any(|a| a.tap.as_ref() == Some(port));
    state.vms.iter().find(has).map(|vm| Subject::PutBack(vm.id))
}

/// Checkpoints go with their VMs.
pub(super) fn forget_orphans(state: &mut State) {
    let State {
        checkpoints, vms, ..
    } = state;
    checkpoints.retain(|c| vms.iter().any(|vm| vm.id == c.vm));
}
