//! Virtual machines as libvirt knows them.

use serde::{Deserialize, Serialize};

use crate::{Category, HostError};

use super::{
    Adapter, AdapterAlias, AdapterSettings, BootKind, CheckpointType, Drive, DynamicMemory,
    Hardware, Life, Metering, NicSpec, NumaNode, Services, Uuid,
};

/// Hyper-V's `VMState`, with its numbers; those that a libvirt domain can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[repr(u16)]
pub enum VmState {
    /// Runs.
    Running = 2,
    /// Does not run.
    #[default]
    Off = 3,
    /// Was told to shut down.
    Stopping = 4,
    /// Does not run, with its memory saved (managed save).
    Saved = 6,
    /// Holds still.
    Paused = 9,
}

impl VmState {
    /// The domain has a running QEMU process, so it has tap devices and may have VFs.
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(self, Self::Running | Self::Stopping | Self::Paused)
    }

    /// The domain's devices are those that it was started with, and a change of its definition does not reach them.
    #[must_use]
    pub fn has_devices(self) -> bool {
        self.is_active() || self == Self::Saved
    }
}

/// What iovsh keeps in a domain's `<metadata>`: one JSON text, written and read as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VmSettings {
    /// Layout version of this text.
    pub version: u32,
    /// Hyper-V generation, 1 or 2: a new machine of generation 1 has a BIOS and its drives on IDE. Both are q35 machines here.
    pub generation: u8,
    /// Notes of the admin.
    pub notes: String,
    /// When iovsh made it, in seconds since 1970; `None`: libvirt does not say when another tool did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<u64>,
    /// Which checkpoints are taken of it.
    #[serde(skip_serializing_if = "CheckpointType::is_default")]
    pub checkpoint_type: CheckpointType,
    /// The folder for what its checkpoints need; `None`: beside the disks, and libvirt's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkpoint_folder: Option<String>,
    /// The bounds of its memory, when the balloon is to move it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dynamic_memory: Option<DynamicMemory>,
    /// What happens to it when the host comes and goes.
    #[serde(skip_serializing_if = "Life::is_default")]
    pub life: Life,
    /// Services between its guest and the host.
    #[serde(skip_serializing_if = "Services::is_default")]
    pub services: Services,
    /// Since when its use is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metering: Option<Metering>,
    /// Settings of the adapters.
    pub adapters: Vec<(AdapterAlias, AdapterSettings)>,
}

impl Default for VmSettings {
    fn default() -> Self {
        Self {
            version: 1,
            generation: 2,
            notes: String::new(),
            created: None,
            checkpoint_type: CheckpointType::default(),
            checkpoint_folder: None,
            dynamic_memory: None,
            life: Life::default(),
            services: Services::default(),
            metering: None,
            adapters: Vec::new(),
        }
    }
}

impl VmSettings {
    /// The settings of one adapter.
    #[must_use]
    pub fn adapter(&self, alias: &AdapterAlias) -> Option<&AdapterSettings> {
        self.adapters
            .iter()
            .find(|(a, _)| a == alias)
            .map(|(_, settings)| settings)
    }

    /// Sets or adds the settings of one adapter.
    pub fn put(&mut self, alias: &AdapterAlias, settings: AdapterSettings) {
        match self.adapters.iter_mut().find(|(a, _)| a == alias) {
            Some((_, present)) => *present = settings,
            None => self.adapters.push((alias.clone(), settings)),
        }
    }

    /// Forgets one adapter.
    pub fn remove(&mut self, alias: &AdapterAlias) {
        self.adapters.retain(|(a, _)| a != alias);
    }
}

/// A kernel and initrd that the VM boots directly (Linux-only addition).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectBoot {
    /// Path of the kernel image on the host.
    pub kernel: String,
    /// Path of the initrd.
    pub initrd: Option<String>,
    /// Kernel command line.
    pub command_line: String,
}

/// A disk image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disk {
    /// Path on the host.
    pub path: String,
    /// Image format: `raw`, `qcow2`, `vhdx`.
    pub format: String,
    /// The guest may not write.
    #[serde(default)]
    pub read_only: bool,
}

impl Disk {
    /// An installation disc, as far as its name tells.
    #[must_use]
    pub fn is_disc(&self) -> bool {
        self.read_only && self.path.to_ascii_lowercase().ends_with(".iso")
    }
}

/// What a VM boots from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BootFrom {
    /// Its first hard disk.
    Disk,
    /// Its first disc drive.
    Disc,
    /// Its first network adapter.
    Network,
}

/// A VM to define. [`crate::Machine::apply`] turns it into domain XML with virtio devices, a q35 machine, spare
/// `pcie-root-port`s for hot plug, and a serial console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainSpec {
    /// Name.
    pub name: String,
    /// Id.
    pub id: Uuid,
    /// Memory in bytes.
    pub memory: u64,
    /// Virtual CPUs.
    pub vcpus: u32,
    /// Direct kernel boot.
    pub boot: Option<DirectBoot>,
    /// Disks, in order.
    pub disks: Vec<Disk>,
    /// What it tries to boot from, in order; empty: [`BootKind::USUAL`].
    #[serde(default)]
    pub boot_order: Vec<BootFrom>,
    /// A Unix socket (path on the host, the daemon makes it) behind a second serial port; `None` for none.
    #[serde(default)]
    pub serial_socket: Option<String>,
    /// Adapters, in order.
    pub adapters: Vec<NicSpec>,
    /// Root ports without a device, for adapters and VFs that come later.
    pub spare_root_ports: u32,
    /// Metadata.
    pub settings: VmSettings,
}

impl DomainSpec {
    /// The kinds of devices that it tries to boot from, in order; none where a kernel is booted directly.
    #[must_use]
    pub fn boot_kinds(&self) -> Vec<BootKind> {
        if self.boot.is_some() {
            return Vec::new();
        }
        if self.boot_order.is_empty() {
            return BootKind::USUAL.to_vec();
        }
        let kind = |from: &BootFrom| match from {
            BootFrom::Disk => BootKind::HardDisk,
            BootFrom::Disc => BootKind::Disc,
            BootFrom::Network => BootKind::Network,
        };
        self.boot_order.iter().map(kind).collect()
    }
}

/// What a domain is defined from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DomainDefinition {
    /// Our own description.
    Spec(Box<DomainSpec>),
    /// The text that [`Vm::definition`] gave, taken over byte for byte: puts back a domain that was undefined.
    Text(String),
}

/// What is shown of a VM. Plans read of it its drives with their controllers, and its agent, on which checkpoints depend. `None` is "cannot be told".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VmFacts {
    /// Processor use in percent of the host. One look cannot tell: the first one of a process gives `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_usage: Option<u32>,
    /// Memory that it has now, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<u64>,
    /// Memory that the guest needs, in bytes, where it reports that. Filled by [`super::Scope::guests`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_demand: Option<u64>,
    /// The machine type, for example `pc-q35-10.0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<String>,
    /// Its drives, in the definition's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drives: Vec<Drive>,
    /// The numbers of its SCSI controllers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scsi_controllers: Vec<u32>,
    /// The agent in the guest is connected; `None` for a VM without a channel for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<bool>,
    /// NUMA nodes that the guest sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numa_nodes: Option<u32>,
    /// What its guest says of itself. Filled by [`super::Scope::guests`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest: Option<super::GuestFacts>,
    /// What it has used since it was started. Filled by [`super::Scope::usage`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<super::Usage>,
    /// The terminal of the host that its first serial port leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal: Option<String>,
    /// The port at which its display can be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_port: Option<u16>,
    /// A cluster starts it where it is to run; `None`: this host's copy of what the cluster keeps cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clustered: Option<bool>,
    /// Processor sockets that the guest sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sockets: Option<u32>,
    /// Of a paused VM: its processors have run since its process began, which is when it was started here, came here or was restored.
    /// `None` where nobody counts that (QEMU before 7.1, libvirt before 8.9).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_run: Option<bool>,
    /// The file with the variables of its UEFI firmware, as its definition names it; `None` where that says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<String>,
}

impl VmFacts {
    /// The version at the end of the machine type: `10.0` of `pc-q35-10.0`; `None` of an alias such as `q35`.
    #[must_use]
    pub fn machine_version(&self) -> Option<&str> {
        let (_, version) = self.machine.as_deref()?.rsplit_once('-')?;
        version
            .starts_with(|first: char| first.is_ascii_digit())
            .then_some(version)
    }
}

/// A virtual machine. Filled by [`super::Scope::vms`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Vm {
    /// Name.
    pub name: String,
    /// Id.
    pub id: Uuid,
    /// State.
    #[serde(default)]
    pub state: VmState,
    /// It has a definition that outlives a stop.
    #[serde(default = "yes")]
    pub persistent: bool,
    /// Memory in bytes.
    pub memory: u64,
    /// Virtual CPUs.
    pub vcpus: u32,
    /// What it is made of besides disks and adapters.
    #[serde(default)]
    pub hardware: Hardware,
    /// What is only shown of it.
    #[serde(default)]
    pub facts: VmFacts,
    /// Seconds since it was started; 0 when off or unknown.
    #[serde(default)]
    pub uptime: u64,
    /// Started with the host.
    #[serde(default)]
    pub autostart: bool,
    /// The NUMA node that its memory is bound to, when it is bound to one.
    #[serde(default)]
    pub numa: Option<NumaNode>,
    /// Network adapters, in the definition's order.
    #[serde(default)]
    pub adapters: Vec<Adapter>,
    /// VFs and other PCI devices of this host that the running domain has without being paired with an adapter.
    #[serde(default)]
    pub other_devices: Vec<super::PciAddress>,
    /// PCI devices of this host that were given to it by its definition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assigned: Vec<super::AssignedDevice>,
    /// What iovsh keeps in the metadata; `None` for a domain that iovsh never touched.
    #[serde(default)]
    pub settings: Option<VmSettings>,
    /// Why its configuration cannot be read; nothing but its name, its id and, where libvirt says it, its state is known then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
    /// The inactive definition as text; filled only by [`super::VmDetail::Definitions`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
}

fn yes() -> bool {
    true
}

impl Vm {
    /// A machine of which no more is told than [`super::VmDetail::Named`] asks for.
    #[must_use]
    pub fn named(name: String, id: Uuid, state: VmState) -> Self {
        Self {
            name,
            id,
            state,
            persistent: true,
            ..Self::default()
        }
    }

    /// The order of VMs in a [`State`](super::State): by name without regard to case, as an admin reads a list.
    #[must_use]
    pub fn by_name(a: &Self, b: &Self) -> std::cmp::Ordering {
        let folded = |vm: &Self| vm.name.to_lowercase();
        folded(a).cmp(&folded(b)).then_with(|| a.name.cmp(&b.name))
    }

    /// The adapter with this alias.
    #[must_use]
    pub fn adapter(&self, alias: &AdapterAlias) -> Option<&Adapter> {
        self.adapters.iter().find(|a| &a.alias == alias)
    }

    /// Why nothing is done with it: not even its devices are known. `None` for a VM that could be read.
    #[must_use]
    pub fn refusal(&self) -> Option<HostError> {
        let why = self.unreadable.as_ref()?;
        let message = format!(
            "The virtual machine '{}' cannot be read: {why}. It is left alone.",
            self.name
        );
        Some(
            HostError::new("Vm.Unreadable", Category::InvalidData, message)
                .target(&*self.name)
                .next_step(
                    "See 'virsh dumpxml' of it, mend it with 'virsh edit', or let libvirt's access rules show it to this user.",
                ),
        )
    }

    /// The metadata, or what an untouched domain has.
    #[must_use]
    pub fn settings(&self) -> VmSettings {
        self.settings.clone().unwrap_or_default()
    }
}

/// Which VM is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum VmRef {
    /// The one with this id, whatever it is called by then.
    Id(Uuid),
    /// The one that has this name when the host's lock is held.
    Name(String),
}

impl From<Uuid> for VmRef {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<String> for VmRef {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<&str> for VmRef {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}
