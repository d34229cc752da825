//! Checkpoints of virtual machines: what Hyper-V calls a `VMSnapshot` and libvirt a domain snapshot.

use serde::{Deserialize, Serialize};

use super::{Adapter, InsideGuest, Uuid, Vm, VmState};

/// Which checkpoints `Checkpoint-VM` takes of a VM; Hyper-V's `CheckpointType`, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[repr(u16)]
pub enum CheckpointType {
    /// None are taken.
    Disabled = 2,
    /// Of the disks, which the agent in the guest brings to rest; with memory where there is no agent.
    #[default]
    Production = 3,
    /// Of the disks, which the agent in the guest brings to rest, or none.
    ProductionOnly = 4,
    /// Of disks and memory.
    Standard = 5,
}

impl CheckpointType {
    /// Whether a VM has the type that Hyper-V gives a new one: it is not written down then.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What a checkpoint holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CheckpointContent {
    /// The disks of a VM that was off.
    Disks,
    /// The disks of a running VM, at rest or as they were at that moment.
    RunningDisks,
    /// Disks and memory.
    Memory,
}

/// A checkpoint of a VM. Filled by [`super::Scope::checkpoints`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The VM.
    pub vm: Uuid,
    /// libvirt's name of it: an id where iovsh made it, as libvirt takes no name with `/` in it.
    pub label: String,
    /// Id, as Hyper-V shows it.
    pub id: Uuid,
    /// The name that people gave it.
    pub name: String,
    /// When it was made, in seconds since 1970; 0 when it is not known.
    #[serde(default)]
    pub created: u64,
    /// The label of the checkpoint that it builds on.
    #[serde(default)]
    pub parent: Option<String>,
    /// The VM as it is now builds on it.
    #[serde(default)]
    pub current: bool,
    /// What it holds.
    pub content: CheckpointContent,
    /// The disks go on in files of their own (libvirt's external snapshots); otherwise it is inside the images.
    #[serde(default)]
    pub external: bool,
    /// The file that holds the memory, where it is one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_file: Option<String>,
    /// Why this host cannot put the VM back to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stuck: Option<String>,
    /// The VM as it was: off, or, with memory, running or paused.
    pub machine: Box<Vm>,
}

/// What is known of a checkpoint, whole: enough to make it known again where its images are seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointCopy {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// libvirt's own text of it.
    pub text: String,
}

impl Checkpoint {
    /// The id and the name of a checkpoint that libvirt calls `label` and describes so. iovsh's own are called by an id and described by
    /// their name.
    #[must_use]
    pub fn identity(vm: Uuid, label: &str, description: Option<&str>) -> (Uuid, String) {
        match (label.parse(), description.filter(|text| !text.is_empty())) {
            (Ok(id), Some(name)) => (id, name.to_owned()),
            (Ok(id), None) => (id, label.to_owned()),
            (Err(_), _) => (Uuid::of_text(&format!("{vm} {label}")), label.to_owned()),
        }
    }

    /// iovsh, or whoever called it by an id, made it: its name is only a description, which can be changed.
    #[must_use]
    pub fn has_free_name(&self) -> bool {
        self.label.parse::<Uuid>().is_ok()
    }

    /// The order of checkpoints in a [`State`](super::State): those of a VM together, as they were made.
    #[must_use]
    pub fn by_age(a: &Self, b: &Self) -> std::cmp::Ordering {
        let key = |c: &Self| (c.vm, c.created);
        key(a).cmp(&key(b)).then_with(|| a.label.cmp(&b.label))
    }

    /// The VM as a checkpoint of this kind keeps it: without what only a running one has.
    #[must_use]
    pub fn machine_of(vm: &Vm, content: CheckpointContent) -> Box<Vm> {
        let adapter = |adapter: &Adapter| Adapter {
            tap: None,
            vf: None,
            ip_addresses: Vec::new(),
            address_source: None,
            inside: InsideGuest::default(),
            ..adapter.clone()
        };
        Box::new(Vm {
            state: match content {
                CheckpointContent::Memory => vm.state,
                CheckpointContent::Disks | CheckpointContent::RunningDisks => VmState::Off,
            },
            adapters: vm.adapters.iter().map(adapter).collect(),
            other_devices: Vec::new(),
            uptime: 0,
            unreadable: None,
            definition: None,
            ..vm.clone()
        })
    }
}
