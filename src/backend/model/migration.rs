//! A virtual machine that is to go to another host, as its own host describes it.

use serde::{Deserialize, Serialize};

use super::{AdapterAlias, CheckpointCopy, Uuid, Vm};

/// Whether two hosts see the same image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub enum DiskReach {
    /// Only its own host sees it: it has to be copied.
    #[default]
    Local,
    /// A network file system, a block device or a network disk: other hosts may see it.
    Shared,
}

/// A disk of a virtual machine that is to migrate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct MigratingDisk {
    /// The image or the block device at the source.
    pub path: String,
    /// Where it is at the target; the same where both hosts see it.
    pub destination: String,
    /// libvirt's name of its place, for example `vda`.
    pub target: String,
    /// Size that the guest sees, in bytes, where it is known.
    #[serde(default)]
    pub size: Option<u64>,
    /// Bytes that it takes at its host, and a copy of it at another one, where they are known.
    #[serde(default)]
    pub allocated: Option<u64>,
    /// Who sees it.
    #[serde(default)]
    pub reach: DiskReach,
    /// The guest may not write to it.
    #[serde(default)]
    pub read_only: bool,
    /// Image format: `raw`, `qcow2`.
    #[serde(default)]
    pub format: String,
    /// What it holds is not all in it: it builds on another image.
    #[serde(default)]
    pub builds_on_another: bool,
    /// It is copied while the virtual machine migrates.
    #[serde(default)]
    pub copied: bool,
}

/// What a file is that goes along with a virtual machine that does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Along {
    /// Its saved memory.
    Memory,
    /// The variables of its firmware.
    Variables,
}

/// A file that goes along with a virtual machine that does not run, besides its disks. It has the same place at both hosts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigratingFile {
    /// What it is.
    pub what: Along,
    /// Where it is.
    pub path: String,
    /// How long it is, in bytes.
    pub size: u64,
}

impl MigratingFile {
    /// Where it is at the target until all of it is there: beside its place.
    #[must_use]
    pub fn arriving(&self, migration: Uuid) -> String {
        format!("{}.{migration}", self.path)
    }
}

/// A virtual machine that is to go to another host: all that the target has to know to say whether it can have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigratingVm {
    /// The virtual machine.
    pub vm: Vm,
    /// Names of the switches that its adapters are connected to.
    #[serde(default)]
    pub switches: Vec<(AdapterAlias, String)>,
    /// Its adapters whose switches have a link to the wire.
    #[serde(default)]
    pub wired: Vec<AdapterAlias>,
    /// The name of its host.
    pub host: String,
    /// Its processor as the guest sees it, in libvirt's XML, where libvirt says it.
    #[serde(default)]
    pub processor: Option<String>,
    /// The processor of its host, for guests that see that one.
    #[serde(default)]
    pub host_processor: Option<String>,
    /// The guest sees the host's own processor.
    #[serde(default)]
    pub passes_processor: bool,
    /// Its disks.
    #[serde(default)]
    pub disks: Vec<MigratingDisk>,
    /// What else goes along while it does not run.
    #[serde(default)]
    pub files: Vec<MigratingFile>,
    /// Its checkpoints, which go with it: parents before what builds on them.
    #[serde(default)]
    pub checkpoints: Vec<CheckpointCopy>,
    /// The files that QEMU at its host lacks to send memory under TLS.
    #[serde(default)]
    pub lacks: Vec<String>,
    /// What keeps it where it is, in words: a block job, a device.
    #[serde(default)]
    pub blockers: Vec<String>,
}

/// Why a virtual machine cannot run on a host as it is, or what is to be known about that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incompatibility {
    /// Its number: Hyper-V's where it is known, else iovsh's own.
    pub id: u32,
    /// What is wrong.
    pub message: String,
    /// The adapter that it is about; `None`: the virtual machine as a whole.
    #[serde(default)]
    pub adapter: Option<AdapterAlias>,
    /// What to do about it.
    #[serde(default)]
    pub next_step: Option<String>,
}

/// Where a virtual machine is, as one end of a migration sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    /// It is not there.
    Absent,
    /// It is defined and does not run.
    Off,
    /// Its memory is saved.
    Saved,
    /// It runs.
    Running,
    /// It stands still, and nobody moves it.
    Paused,
    /// It is leaving: a migration of libvirt's is under way.
    Leaving,
    /// It is coming: a migration of libvirt's is under way.
    Coming,
}

/// How an adapter is to be connected at the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The adapter.
    pub adapter: AdapterAlias,
    /// The switch there and its bridge; `None`: it is on none.
    pub switch: Option<(Uuid, super::InterfaceName)>,
    /// A bridge that is no switch: the one of the same name that it is on at the source.
    #[serde(default)]
    pub plain: Option<super::InterfaceName>,
}

impl Connection {
    /// The bridge there; `None`: it is unconnected.
    #[must_use]
    pub fn bridge(&self) -> Option<&super::InterfaceName> {
        let of_switch = self.switch.as_ref().map(|(_, bridge)| bridge);
        of_switch.or(self.plain.as_ref())
    }
}

/// A virtual machine on its way: all that its own host has to know to send it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// The migration.
    pub id: Uuid,
    /// The virtual machine.
    pub vm: Uuid,
    /// Its name.
    pub name: String,
    /// The target, as `--host` takes it at the source.
    pub to: String,
    /// How its adapters are connected there.
    pub connections: Vec<Connection>,
    /// Its disks.
    pub disks: Vec<MigratingDisk>,
    /// What else goes along.
    #[serde(default)]
    pub files: Vec<MigratingFile>,
    /// How memory travels.
    pub performance: crate::state::MigrationPerformance,
    /// Address of the target in the network that was chosen for migrations; `None`: where ssh finds it.
    #[serde(default)]
    pub reached_at: Option<std::net::IpAddr>,
    /// The name that the target's certificate says, where memory travels under TLS instead of by ssh.
    #[serde(default)]
    pub certificate: Option<String>,
    /// The socket of libvirt's daemon at the target; empty where there is none.
    #[serde(default)]
    pub daemon: String,
}

/// How far a migration is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Sent {
    /// Percent of what has to be sent.
    pub percent: u8,
    /// What is being done.
    pub status: String,
    /// How long the virtual machine stood still, in milliseconds; known at the end.
    pub downtime: Option<u64>,
}
