//! What the daemon tells without being asked.

use super::procedures::{DomainRef, event};
use super::xdr::{Reader, Xdr, XdrError};

/// A change of a domain's state, as the daemon counts them (`virDomainEventType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// Configuration added or changed.
    Defined,
    /// Configuration removed.
    Undefined,
    /// Started, restored, migrated in, woken.
    Started,
    /// Its CPUs stopped.
    Suspended,
    /// Its CPUs run again.
    Resumed,
    /// Gone, for whatever reason.
    Stopped,
    /// The guest has finished, the process has not.
    Shutdown,
    /// The guest sleeps.
    PmSuspended,
    /// The guest crashed.
    Crashed,
    /// A kind that came later than this list.
    Other(i32),
}

impl From<i32> for Lifecycle {
    fn from(kind: i32) -> Self {
        match kind {
            0 => Self::Defined,
            1 => Self::Undefined,
            2 => Self::Started,
            3 => Self::Suspended,
            4 => Self::Resumed,
            5 => Self::Stopped,
            6 => Self::Shutdown,
            7 => Self::PmSuspended,
            8 => Self::Crashed,
            other => Self::Other(other),
        }
    }
}

/// Something the daemon told without being asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainEvent {
    /// A domain changed its state.
    Lifecycle {
        /// Which.
        domain: DomainRef,
        /// How.
        change: Lifecycle,
        /// The daemon's detail number for that change.
        detail: i32,
    },
    /// A domain was reset: by the guest, or by whoever pressed the button.
    Reset {
        /// Which.
        domain: DomainRef,
    },
    /// A device is gone from a running domain.
    DeviceRemoved {
        /// Which domain.
        domain: DomainRef,
        /// The device's alias.
        alias: String,
    },
    /// A device came to a running domain.
    DeviceAdded {
        /// Which domain.
        domain: DomainRef,
        /// The device's alias.
        alias: String,
    },
    /// The guest refused to let a device go.
    DeviceRemovalFailed {
        /// Which domain.
        domain: DomainRef,
        /// The device's alias.
        alias: String,
    },
    /// Somebody changed a domain's metadata.
    MetadataChanged {
        /// Which domain.
        domain: DomainRef,
        /// The namespace that changed.
        namespace: Option<String>,
    },
}

impl DomainEvent {
    /// The domain it is about.
    pub fn domain(&self) -> &DomainRef {
        match self {
            Self::Lifecycle { domain, .. }
            | Self::Reset { domain }
            | Self::DeviceRemoved { domain, .. }
            | Self::DeviceAdded { domain, .. }
            | Self::DeviceRemovalFailed { domain, .. }
            | Self::MetadataChanged { domain, .. } => domain,
        }
    }

    /// Reads what a message of this procedure says; `None` when nobody asks for such events.
    ///
    /// # Errors
    /// The message is not laid out as libvirt lays it out.
    pub(super) fn read(procedure: u32, payload: &[u8]) -> Result<Option<Self>, XdrError> {
        let mut input = Reader::new(payload);
        let (_callback, domain): (i32, DomainRef) = Xdr::take(&mut input)?;
        Ok(Some(match procedure {
            event::LIFECYCLE => {
                let (kind, detail): (i32, i32) = Xdr::take(&mut input)?;
                Self::Lifecycle {
                    domain,
                    change: Lifecycle::from(kind),
                    detail,
                }
            }
            event::REBOOT => Self::Reset { domain },
            event::DEVICE_REMOVED => Self::DeviceRemoved {
                domain,
                alias: Xdr::take(&mut input)?,
            },
            event::DEVICE_ADDED => Self::DeviceAdded {
                domain,
                alias: Xdr::take(&mut input)?,
            },
            event::DEVICE_REMOVAL_FAILED => Self::DeviceRemovalFailed {
                domain,
                alias: Xdr::take(&mut input)?,
            },
            event::METADATA_CHANGE => {
                let (_kind, namespace): (i32, Option<String>) = Xdr::take(&mut input)?;
                Self::MetadataChanged { domain, namespace }
            }
            _ => return Ok(None),
        }))
    }
}
