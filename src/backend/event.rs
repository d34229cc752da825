//! What a host tells of itself while it is watched.

use serde::{Deserialize, Serialize};

use crate::HostError;
use crate::model::Uuid;

/// What [`Machine::watch`](crate::Machine::watch) yields: one hint after another until the host goes away.
pub type Events = Box<dyn Iterator<Item = Result<Event, HostError>> + Send>;

/// Something on the host moved. Events are hints: whoever gets one observes again and never trusts the event alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A network device appeared, went away, or changed its state.
    Link {
        /// The device's name at the time of the event.
        name: String,
    },
    /// A domain was defined, started, stopped, changed or removed.
    Vm {
        /// The domain's name at the time of the event.
        name: String,
    },
    /// A guest did something to its machine by itself, or seems to have: a command that asked it to looks the same.
    Guest {
        /// The domain.
        vm: Uuid,
        /// Its name at the time of the event.
        name: String,
        /// What it did.
        deed: GuestDeed,
    },
    /// A device of a domain was plugged or unplugged.
    Device {
        /// The domain's name.
        vm: String,
        /// The device's alias, for example `ua-5f0c91d2`.
        alias: String,
    },
    /// A PCI device appeared, went away, or changed its driver.
    Pci {
        /// The device's address as text.
        address: String,
    },
    /// Events were lost: everything is to be observed again.
    Overrun,
}

/// What a guest does to its machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GuestDeed {
    /// It shut it down.
    ShutDown,
    /// It reset it. QEMU tells a reset after a triple fault in the same way.
    Reset,
    /// Its kernel gave up, and said so by the machine's panic device.
    Crashed,
}
