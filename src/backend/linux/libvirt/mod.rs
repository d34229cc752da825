//! Virtual machines, through libvirt's daemon.
//!
//! [`Hypervisor`] is the narrow door: what iovsh wants of a hypervisor, in words of domains and devices.
//! [`Client`] carries it out by libvirt's own remote protocol over the daemon's socket. The protocol is libvirt's internal one, but
//! client and daemon of different versions speak it by design, and linking the C library would cost every start of every
//! command more than everything else together.

mod bulk;
pub mod client;
pub mod domain_edit;
pub mod domain_read;
pub mod endpoint;
pub mod error;
pub mod events;
mod flight;
mod hardware;
pub mod hardware_edit;
mod hardware_read;
pub mod procedures;
pub mod snapshot_read;
pub mod snapshots;
pub mod wire;
pub mod xdr;

use std::time::Duration;

pub use client::Client;
pub use endpoint::{Connected, Endpoint};
pub use error::{LibvirtError, RemoteError};
pub use events::{DomainEvent, Lifecycle};
pub use procedures::{DomainRef, InterfaceStats, NetworkRef, SnapshotRef};

/// What comes of asking libvirt.
pub type Result<T> = std::result::Result<T, LibvirtError>;

/// The host's processors and memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeInfo {
    /// Processor architecture, e.g. `x86_64`.
    pub architecture: String,
    /// Memory in KiB.
    pub memory_kib: u64,
    /// Logical processors that are on.
    pub cpus: u32,
    /// NUMA nodes.
    pub numa_nodes: u32,
    /// Cores per socket.
    pub cores: u32,
    /// Threads per core.
    pub threads: u32,
    /// Sockets per NUMA node.
    pub sockets: u32,
}

/// What a domain is doing (`virDomainState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainState {
    /// Runs.
    Running,
    /// Waits for something.
    Blocked,
    /// Its CPUs are stopped.
    Paused,
    /// Is shutting down.
    ShuttingDown,
    /// Does not run.
    Off,
    /// Crashed and kept for a look.
    Crashed,
    /// The guest sleeps.
    Asleep,
    /// A state that came later than this list, or none.
    Unknown,
}

impl From<u32> for DomainState {
    fn from(number: u32) -> Self {
        match number {
            1 => Self::Running,
            2 => Self::Blocked,
            3 => Self::Paused,
            4 => Self::ShuttingDown,
            5 => Self::Off,
            6 => Self::Crashed,
            7 => Self::Asleep,
            _ => Self::Unknown,
        }
    }
}

impl DomainState {
    /// The domain has a process.
    pub fn is_active(self) -> bool {
        !matches!(self, Self::Off | Self::Unknown)
    }
}

/// What a domain is doing, as far as libvirt tells it of all domains at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainStatus {
    /// What it does.
    pub state: DomainState,
    /// CPU time used, in nanoseconds; none of a domain that does not run, or where the driver does not count it.
    pub cpu_time_ns: Option<u64>,
    /// It starts from a saved state (what Hyper-V calls Saved).
    pub saved: bool,
    /// It starts with the host.
    pub autostart: bool,
    /// It has a configuration that outlives a stop.
    pub persistent: bool,
}

/// What a domain is doing, and its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainInfo {
    /// What it is doing.
    pub status: DomainStatus,
    /// KiB at most.
    pub max_memory_kib: u64,
    /// KiB now.
    pub memory_kib: u64,
    /// Virtual CPUs.
    pub vcpus: u32,
}

/// A network and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkStatus {
    /// The network.
    pub network: NetworkRef,
    /// It runs.
    pub active: bool,
    /// It starts with the host.
    pub autostart: bool,
    /// Its XML.
    pub xml: String,
}

/// Which of the two configurations of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Configuration {
    /// That of the running domain; the persistent one when it does not run.
    Live,
    /// That of the next start.
    Persistent,
    /// That of the next start with its passwords: for defining it again.
    Complete,
}

/// Where a change of a domain goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Affect {
    /// The running domain only.
    Live,
    /// The next start only.
    Persistent,
    /// Both.
    Both,
}

impl Affect {
    /// libvirt's flags for it.
    pub fn flags(self) -> u32 {
        match self {
            Self::Live => 1,
            Self::Persistent => 2,
            Self::Both => 3,
        }
    }
}

/// What is thrown away along with a domain's configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undefine {
    /// A saved state.
    pub managed_save: bool,
    /// UEFI variables. If false they are kept where libvirt allows that.
    pub nvram: bool,
    /// What a TPM holds. If false it is as the definition says, and by itself goes with the domain.
    pub tpm: bool,
}

impl Undefine {
    /// The flags that every driver knows: saved states and snapshots.
    pub const EVERYWHERE: u32 = 3;
    /// Known from libvirt 8.9 on. An older one takes away what a TPM holds by itself.
    pub const TPM: u32 = 32;

    /// libvirt's flags for it. Snapshots' and checkpoints' descriptions go with the domain: they are nothing without it.
    pub fn flags(self) -> u32 {
        const MANAGED_SAVE: u32 = 1;
        const SNAPSHOTS_METADATA: u32 = 2;
        const NVRAM: u32 = 4;
        const KEEP_NVRAM: u32 = 8;
        const CHECKPOINTS_METADATA: u32 = 16;
        let mut flags = SNAPSHOTS_METADATA | CHECKPOINTS_METADATA;
        flags |= if self.managed_save { MANAGED_SAVE } else { 0 };
        flags |= if self.nvram { NVRAM } else { KEEP_NVRAM };
        flags |= if self.tpm { Self::TPM } else { 0 };
        flags
    }
}

/// What can be heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Domains are defined, start, stop, ...
    Lifecycle,
    /// Domains are reset.
    Reset,
    /// Devices leave running domains.
    DeviceRemoved,
    /// Devices come to running domains.
    DeviceAdded,
    /// Guests refuse to let devices go.
    DeviceRemovalFailed,
    /// Metadata is edited.
    Metadata,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Lifecycle,
        Self::Reset,
        Self::DeviceRemoved,
        Self::DeviceAdded,
        Self::DeviceRemovalFailed,
        Self::Metadata,
    ];

    /// libvirt's number of it (`virDomainEventID`).
    pub fn number(self) -> i32 {
        match self {
            Self::Lifecycle => 0,
            Self::Reset => 1,
            Self::DeviceRemoved => 15,
            Self::DeviceAdded => 19,
            Self::DeviceRemovalFailed => 22,
            Self::Metadata => 23,
        }
    }
}

/// What a domain is busy with (`virDomainGetJobStats`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Job {
    /// It has not ended.
    pub is_running: bool,
    /// What it is (`virDomainJobOperation`).
    pub operation: Option<u64>,
    /// Bytes in all.
    pub total: Option<u64>,
    /// Bytes that are left.
    pub left: Option<u64>,
    /// How often memory has been gone over.
    pub iteration: Option<u64>,
    /// How long the domain stands still, in milliseconds.
    pub downtime: Option<u64>,
}

/// How far the job of a disk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockJob {
    /// What was done, in the job's own measure.
    pub done: u64,
    /// What there is to do; 0 when that is not known yet.
    pub total: u64,
}

/// A hypervisor, as far as iovsh needs one.
///
/// Everything blocks until it is done or refused; only [`Hypervisor::unplug`] waits for the guest as well. Every error keeps the
/// hypervisor's own number and words.
pub trait Hypervisor {
    /// The host's name.
    fn hostname(&self) -> Result<String>;
    /// The host's processors and memory.
    fn node(&self) -> Result<NodeInfo>;
    /// What the hypervisor can do, as XML.
    fn capabilities(&self) -> Result<String>;

    /// All domains, running or not.
    fn domains(&self) -> Result<Vec<DomainRef>>;
    /// The domain of this name, if there is one.
    fn domain(&self, name: &str) -> Result<Option<DomainRef>>;
    /// The domain of this UUID, if there is one.
    fn domain_by_id(&self, uuid: &[u8; 16]) -> Result<Option<DomainRef>>;
    /// All domains and what they are doing, in one round trip, however many there are. Of one about which the daemon refuses to speak,
    /// its refusal.
    fn statuses(&self) -> Result<Vec<(DomainRef, Result<DomainStatus>)>>;
    /// State and size, one entry a domain in the same order; none for a domain that is gone meanwhile.
    fn infos(&self, domains: &[DomainRef]) -> Result<Vec<Result<Option<DomainInfo>>>>;
    /// State and size of one domain; none when it is gone.
    fn info(&self, domain: &DomainRef) -> Result<Option<DomainInfo>> {
        let mut infos = self.infos(std::slice::from_ref(domain))?;
        infos.pop().unwrap_or(Ok(None))
    }
    /// XML: `take` gets the place of each domain and its text, in the order in which they arrive; none for a domain that is gone
    /// meanwhile. None of them is kept.
    fn each_xml(
        &self,
        domains: &[DomainRef],
        which: Configuration,
        take: &mut dyn FnMut(usize, Result<Option<String>>),
    ) -> Result<()>;
    /// The XML of one domain; none when it is gone.
    fn xml(&self, domain: &DomainRef, which: Configuration) -> Result<Option<String>> {
        let mut answer = Ok(None);
        let one = std::slice::from_ref(domain);
        self.each_xml(one, which, &mut |_, text| answer = text)?;
        answer
    }

    /// Defines or redefines a domain.
    fn define(&self, xml: &str) -> Result<DomainRef>;
    /// Forgets a domain.
    fn undefine(&self, domain: &DomainRef, what: Undefine) -> Result<()>;
    /// Gives a domain another name.
    fn rename(&self, domain: &DomainRef, name: &str) -> Result<()>;
    /// Starts a domain with the host, or not.
    fn set_autostart(&self, domain: &DomainRef, on: bool) -> Result<()>;
    /// Starts a domain, with its CPUs stopped if `paused`.
    fn start(&self, domain: &DomainRef, paused: bool) -> Result<DomainRef>;
    /// Asks the guest to shut down. The domain runs on until the guest has done so.
    fn shutdown(&self, domain: &DomainRef) -> Result<()>;
    /// Asks the guest to restart.
    fn reboot(&self, domain: &DomainRef) -> Result<()>;
    /// Restarts it without asking.
    fn reset(&self, domain: &DomainRef) -> Result<()>;
    /// Tells QEMU's monitor something, as JSON, and gives its answer. The daemon notes in its log that somebody did.
    fn monitor(&self, domain: &DomainRef, command: &str) -> Result<String>;
    /// Turns it off without asking.
    fn destroy(&self, domain: &DomainRef) -> Result<()>;
    /// Stops its CPUs.
    fn suspend(&self, domain: &DomainRef) -> Result<()>;
    /// Lets its CPUs go on.
    fn resume(&self, domain: &DomainRef) -> Result<()>;
    /// Writes its memory to disk and stops it.
    fn save(&self, domain: &DomainRef) -> Result<()>;
    /// Throws a saved state away.
    fn forget_saved(&self, domain: &DomainRef) -> Result<()>;
    /// The XML of the domain whose memory is saved in this file, with its passwords.
    fn saved_xml(&self, file: &str) -> Result<String>;
    /// Changes that: it still has to be the same guest.
    fn set_saved_xml(&self, file: &str, xml: &str) -> Result<()>;

    /// The element of `namespace` in a domain's metadata.
    fn metadata(
        &self,
        domain: &DomainRef,
        namespace: &str,
        which: Configuration,
    ) -> Result<Option<String>>;
    /// Writes that element (none: removes it). `prefix` is the short name of the namespace.
    fn set_metadata(
        &self,
        domain: &DomainRef,
        prefix: &str,
        namespace: &str,
        element: Option<&str>,
        affect: Affect,
    ) -> Result<()>;

    /// Plugs a device.
    fn attach(&self, domain: &DomainRef, xml: &str, affect: Affect) -> Result<()>;
    /// Takes a device out of the persistent configuration, or asks a running guest for it. Comes back at once.
    fn detach(&self, domain: &DomainRef, xml: &str, affect: Affect) -> Result<()>;
    /// Asks a running guest for a device and waits until it is gone.
    ///
    /// # Errors
    /// [`LibvirtError::RemovalRefused`] if the guest says no, [`LibvirtError::TimedOut`] if it says nothing.
    fn unplug(&self, domain: &DomainRef, alias: &str, within: Duration) -> Result<()>;
    /// Changes a device.
    fn update(&self, domain: &DomainRef, xml: &str, affect: Affect) -> Result<()>;
    /// Counters of the interface with this host name or MAC address.
    fn interface_stats(&self, domain: &DomainRef, interface: &str) -> Result<InterfaceStats>;
    /// The memory that guests need, in KiB: what the balloon driver counts as in use, of all running domains that report it.
    fn memory_demands(&self) -> Result<Vec<([u8; 16], u64)>>;
    /// What the DHCP servers of libvirt's networks have lent to these domains, in the same order: MAC address and address of each lease.
    fn leases(&self, domains: &[DomainRef]) -> Result<Vec<Vec<(String, String)>>>;
    /// The same command for the guest agents of these domains, and their answers in the same order, all JSON. Each guest has that long; the
    /// answer of one that was not waited for any longer is empty.
    fn agents(
        &self,
        domains: &[DomainRef],
        command: &str,
        within: Duration,
    ) -> Result<Vec<Result<String>>> {
        let asked = domains.iter();
        let asked: Vec<_> = asked.map(|d| (d.clone(), command.to_owned())).collect();
        self.agent_commands(&asked, within)
    }
    /// The same with a command for each; a domain may be asked several things.
    fn agent_commands(
        &self,
        asked: &[(DomainRef, String)],
        within: Duration,
    ) -> Result<Vec<Result<String>>>;

    /// The XML of a running domain as another host can take it: with what its processor really is, and with passwords.
    fn migratable_xml(&self, domain: &DomainRef) -> Result<String>;
    /// Migrates a domain: returns when it has arrived, or has not. The daemons do it between themselves.
    fn migrate(
        &self,
        domain: &DomainRef,
        daemon: &str,
        parameters: Vec<procedures::TypedParam>,
        flags: u32,
    ) -> Result<()>;
    /// What a domain is busy with.
    fn job(&self, domain: &DomainRef) -> Result<Job>;
    /// Ends that.
    fn abort_job(&self, domain: &DomainRef) -> Result<()>;
    /// How long a domain stood still in its last migration, in milliseconds; asked once.
    fn last_downtime(&self, domain: &DomainRef) -> Result<Option<u64>>;
    /// Whether guests of this processor, as XML, run here.
    ///
    /// # Errors
    /// What is missing, when they do not.
    fn runs_processor(
        &self,
        emulator: Option<String>,
        architecture: Option<String>,
        machine: Option<String>,
        kind: Option<String>,
        cpu: &str,
    ) -> Result<bool>;
    /// The size of a disk as the guest sees it, in bytes, by its place.
    fn capacity(&self, domain: &DomainRef, target: &str) -> Result<u64>;
    /// Gives a running domain's disk another size, in bytes.
    fn resize_disk(&self, domain: &DomainRef, target: &str, size: u64) -> Result<()>;
    /// Limits a disk to so many requests a second; 0: no limit.
    fn set_total_iops(
        &self,
        domain: &DomainRef,
        target: &str,
        limit: u64,
        affect: Affect,
    ) -> Result<()>;
    /// Begins to copy a running domain's disk into an image that is there already, which the XML names.
    fn copy_disk(&self, domain: &DomainRef, target: &str, destination: &str) -> Result<()>;
    /// What a disk is busy with; none when it is not.
    fn block_job(&self, domain: &DomainRef, target: &str) -> Result<Option<BlockJob>>;
    /// Ends that. With `pivot` the domain goes on with the copy.
    fn end_block_job(&self, domain: &DomainRef, target: &str, pivot: bool) -> Result<()>;

    /// All networks.
    fn networks(&self) -> Result<Vec<NetworkRef>>;
    /// All networks with what is known of them, in two round trips, however many there are.
    fn network_statuses(&self) -> Result<Vec<NetworkStatus>>;
    /// The network of this name, if there is one.
    fn network(&self, name: &str) -> Result<Option<NetworkRef>>;
    /// Whether a network runs.
    fn network_active(&self, network: &NetworkRef) -> Result<bool>;
    /// Defines a network.
    fn define_network(&self, xml: &str) -> Result<NetworkRef>;
    /// Starts a network.
    fn start_network(&self, network: &NetworkRef) -> Result<()>;
    /// Starts a network with the host, or not.
    fn set_network_autostart(&self, network: &NetworkRef, on: bool) -> Result<()>;
    /// Stops a network.
    fn stop_network(&self, network: &NetworkRef) -> Result<()>;
    /// Forgets a network.
    fn undefine_network(&self, network: &NetworkRef) -> Result<()>;

    /// From now on keeps these events until they are taken.
    fn subscribe(&self, topics: &[Topic]) -> Result<()>;
    /// The next event; none if none comes within that time.
    fn next_event(&self, within: Duration) -> Result<Option<DomainEvent>>;
}
