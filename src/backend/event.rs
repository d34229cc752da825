//! What a host tells of itself while it is watched.

use serde::{Deserialize, Serialize};

use crate::HostError;

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
