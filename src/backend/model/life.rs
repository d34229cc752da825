//! What iovsh keeps of a VM as a whole, beside the settings of its adapters and its checkpoints.

use serde::{Deserialize, Serialize};

/// Memory that the balloon moves between two bounds; the upper one is [`super::Vm::memory`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DynamicMemory {
    /// The least that it is left with, in bytes.
    pub minimum: u64,
    /// What it is to have beyond what it needs, in percent.
    pub buffer: u32,
    /// Its weight when memory is short, 0 to 100.
    pub priority: u32,
}

impl DynamicMemory {
    /// Hyper-V's own, for this least memory.
    #[must_use]
    pub fn from(minimum: u64) -> Self {
        Self {
            minimum,
            buffer: 20,
            priority: 50,
        }
    }
}

/// What is done with a running VM when its host goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopAction {
    /// The power is cut.
    TurnOff,
    /// Its memory is saved.
    Save,
    /// Its guest is asked to shut down.
    ShutDown,
}

/// When a VM is started by the service that knows delays and what ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LateStart {
    /// Each time that the host comes up.
    Always,
    /// Only if it ran when the host went down.
    IfRan,
}

/// What happens to a VM when its host comes and goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Life {
    /// What is done with it when the host goes down; `None`: what the host does with all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_action: Option<StopAction>,
    /// Seconds that it waits before it is started with the host.
    pub start_delay: u32,
    /// When the service that knows delays starts it with the host; `None`: libvirt does, or nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<LateStart>,
    /// It ran when the host went down.
    pub ran: bool,
}

impl Life {
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A service between a guest and its host, by the guest's agent. The numbers are those of Hyper-V's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Service {
    /// Files are copied into the guest.
    GuestFiles,
    /// Whether the guest answers.
    Heartbeat,
    /// The guest says what it is: names, versions, addresses.
    Facts,
    /// The guest is asked to shut down.
    Shutdown,
    /// The guest's clock is set when it goes on after a pause.
    Time,
    /// The guest brings its disks to rest for a checkpoint.
    Checkpoints,
}

impl Service {
    /// All of them, in Hyper-V's order.
    pub const ALL: [Self; 6] = [
        Self::GuestFiles,
        Self::Heartbeat,
        Self::Facts,
        Self::Shutdown,
        Self::Time,
        Self::Checkpoints,
    ];

    /// Hyper-V's name of it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::GuestFiles => "Guest Service Interface",
            Self::Heartbeat => "Heartbeat",
            Self::Facts => "Key-Value Pair Exchange",
            Self::Shutdown => "Shutdown",
            Self::Time => "Time Synchronization",
            Self::Checkpoints => "VSS",
        }
    }

    /// It is there without having been asked for. As in Hyper-V, all are but the copying of files.
    #[must_use]
    pub fn by_default(self) -> bool {
        self != Self::GuestFiles
    }
}

/// The services that are switched otherwise than by default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Services(Vec<Service>);

impl Services {
    /// Whether a service is on.
    #[must_use]
    pub fn has(&self, service: Service) -> bool {
        service.by_default() != self.0.contains(&service)
    }

    /// Switches a service on or off.
    pub fn switch(&mut self, service: Service, on: bool) {
        self.0.retain(|other| *other != service);
        if on != service.by_default() {
            self.0.push(service);
            self.0.sort();
        }
    }

    pub(super) fn is_default(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a VM had used at some time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Usage {
    /// Processor time, in nanoseconds.
    pub processor: u64,
    /// Bytes that its disks were read for. `None`, as the next three: the disks of a VM are not counted while it is busy with something
    /// (a backup, a migration).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<u64>,
    /// Bytes that were written to its disks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<u64>,
    /// Reads and writes of its disks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operations: Option<u64>,
    /// Nanoseconds that those took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waited: Option<u64>,
    /// Bytes that its guest got over the network, by all paths.
    pub received: u64,
    /// Bytes that its guest sent over the network, by all paths.
    pub sent: u64,
    /// What of it each disk was used for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disks: Vec<DiskUsage>,
}

/// What a disk of a VM had been used for at some time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DiskUsage {
    /// libvirt's name of it.
    pub target: String,
    /// Bytes that were read.
    pub read: u64,
    /// Bytes that were written.
    pub written: u64,
    /// Reads and writes.
    pub operations: u64,
    /// Nanoseconds that those took.
    pub waited: u64,
}

/// What came since a counter was at `then`: counters begin anew when the VM is started.
fn came(now: u64, then: u64) -> u64 {
    now.checked_sub(then).unwrap_or(now)
}

impl DiskUsage {
    fn since(&self, before: &[Self]) -> Self {
        let mut all = before.iter();
        let Some(before) = all.find(|disk| disk.target == self.target) else {
            return self.clone();
        };
        Self {
            target: self.target.clone(),
            read: came(self.read, before.read),
            written: came(self.written, before.written),
            operations: came(self.operations, before.operations),
            waited: came(self.waited, before.waited),
        }
    }
}

impl Usage {
    /// What a VM has used that does not run.
    #[must_use]
    pub fn nothing() -> Self {
        Self {
            read: Some(0),
            written: Some(0),
            operations: Some(0),
            waited: Some(0),
            ..Self::default()
        }
    }

    /// What came since `before`; the counters of a VM begin anew when it is started. Of disks that were not counted then it is not known.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        let known = |(now, then)| came(now, then);
        let disks = self.disks.iter().filter(|_| before.operations.is_some());
        Self {
            processor: came(self.processor, before.processor),
            read: self.read.zip(before.read).map(known),
            written: self.written.zip(before.written).map(known),
            operations: self.operations.zip(before.operations).map(known),
            waited: self.waited.zip(before.waited).map(known),
            received: came(self.received, before.received),
            sent: came(self.sent, before.sent),
            disks: disks.map(|disk| disk.since(&before.disks)).collect(),
        }
    }
}

/// Since when the use of a VM is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metering {
    /// Seconds since 1970.
    pub since: u64,
    /// What it had used then.
    pub before: Box<Usage>,
}
