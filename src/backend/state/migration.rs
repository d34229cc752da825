//! Virtual machines on their way between two hosts, and how a host takes part in that.

use serde::{Deserialize, Serialize};

use crate::model::{AdapterAlias, CheckpointCopy, MacAddress, NicIdentity, Uuid, VmState};

/// Which end of a migration a host is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// The virtual machine leaves it.
    Source,
    /// The virtual machine comes to it.
    Target,
}

/// A VF that nobody else gets while a migration is under way: at the target the one that an adapter is to have, at the source the
/// one that it had, so that a migration that fails costs nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReservedVf {
    /// The adapter.
    pub adapter: AdapterAlias,
    /// The PF.
    pub pf: NicIdentity,
    /// Index of the VF.
    pub index: u32,
}

/// A migration that is under way, or was cut off: each end keeps such a record until it is known where the virtual machine is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Migration {
    /// The same at both ends.
    pub id: Uuid,
    /// The virtual machine.
    pub vm: Uuid,
    /// Its name.
    pub name: String,
    /// Which end this host is.
    pub side: Side,
    /// The other host's own name, for people.
    pub other: String,
    /// How the other host is reached from this one, as `--host` takes it; empty where that is not known.
    #[serde(default)]
    pub address: String,
    /// The state that it had when the migration began, and goes on in.
    pub state: VmState,
    /// Whether it starts with its host.
    #[serde(default)]
    pub autostart: bool,
    /// VFs that are kept free for it here.
    #[serde(default)]
    pub reserved: Vec<ReservedVf>,
    /// The addresses of its adapters: what was made known of them to NICs is taken back when it has left.
    #[serde(default)]
    pub addresses: Vec<MacAddress>,
    /// Its checkpoints, of which libvirt knows nothing on the way: they are made known again where it is in the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<CheckpointCopy>,
    /// At the target: its adapters that reached the wire where it came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wired: Vec<AdapterAlias>,
    /// When it began, in seconds since 1970.
    #[serde(default)]
    pub began: u64,
}

/// How a virtual machine's memory travels; Hyper-V's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub enum MigrationPerformance {
    /// As it is.
    #[default]
    Tcpip = 0,
    /// Compressed by ssh, which costs processor time and saves the wire.
    Compression = 1,
    /// As it is: the memory of a virtual machine travels over one connection.
    Smb = 2,
}

/// How two hosts prove to each other who they are while memory travels. Hyper-V's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub enum MigrationAuthentication {
    /// By ssh, with the keys of root at the source: memory travels through it.
    #[default]
    CredSsp = 0,
    /// By themselves, with the certificates that QEMU has at both: memory travels under TLS, from QEMU to QEMU.
    Kerberos = 1,
}

impl MigrationAuthentication {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A network over which virtual machines come to this host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MigrationNetwork {
    /// Its addresses, as `ADDRESS/LENGTH`.
    pub subnet: String,
    /// Lower ones are used first; `None` comes last.
    #[serde(default)]
    pub priority: Option<u32>,
}

/// How a host takes part in migrations. The defaults are Hyper-V's, but for the performance: ssh compresses on one processor, which
/// is slower than a network of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MigrationSettings {
    /// Virtual machines may come to this host and leave it.
    pub enabled: bool,
    /// How many virtual machines may be on their way at once.
    pub maximum: u32,
    /// Every network will do; otherwise only those that are listed.
    pub any_network: bool,
    /// How memory travels.
    pub performance: MigrationPerformance,
    /// The networks, in the order in which they were added.
    pub networks: Vec<MigrationNetwork>,
    /// How it is proved who is who. Left out as long as it is the default, for hosts that do not know of it.
    #[serde(skip_serializing_if = "MigrationAuthentication::is_default")]
    pub authentication: MigrationAuthentication,
}

impl Default for MigrationSettings {
    fn default() -> Self {
        Self {
            enabled: false,
            maximum: 2,
            any_network: false,
            performance: MigrationPerformance::default(),
            networks: Vec::new(),
            authentication: MigrationAuthentication::default(),
        }
    }
}

impl MigrationSettings {
    /// Whether nobody has chosen anything.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
