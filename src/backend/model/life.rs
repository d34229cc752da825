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
    /// Bytes that its disks were read for.
    pub read: u64,
    /// Bytes that were written to its disks.
    pub written: u64,
    /// Reads and writes of its disks.
    pub operations: u64,
    /// Nanoseconds that those took.
    pub waited: u64,
    /// Bytes that its guest got over the network, by all paths.
    pub received: u64,
    /// Bytes that its guest sent over the network, by all paths.
    pub sent: u64,
}

impl Usage {
    /// What came since `before`; the counters of a VM begin anew when it is started.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        let came = |now: u64, then: u64| now.checked_sub(then).unwrap_or(now);
        Self {
            processor: came(self.processor, before.processor),
            read: came(self.read, before.read),
            written: came(self.written, before.written),
            operations: came(self.operations, before.operations),
            waited: came(self.waited, before.waited),
            received: came(self.received, before.received),
            sent: came(self.sent, before.sent),
        }
    }
}

/// Since when the use of a VM is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metering {
    /// Seconds since 1970.
    pub since: u64,
    /// What it had used then.
    pub before: Usage,
}
