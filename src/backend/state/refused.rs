//! Why adapters got no VF when one was to be attached: the last refusal of the kernel, of libvirt or of a driver.

use serde::{Deserialize, Serialize};

use crate::HostError;
use crate::model::{AdapterAlias, Uuid};

/// An adapter of a virtual machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdapterRef {
    /// The virtual machine.
    pub vm: Uuid,
    /// The adapter.
    pub adapter: AdapterAlias,
}

/// The last refusal that an adapter met; it stays until a VF is attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The adapter.
    pub who: AdapterRef,
    /// The id of the error.
    pub id: String,
    /// What was said, in sentences.
    pub text: String,
}

impl Refused {
    /// The refusal of this adapter by this error.
    #[must_use]
    pub fn of(who: AdapterRef, error: &HostError) -> Self {
        Self {
            who,
            id: error.id.to_string(),
            text: error.to_string(),
        }
    }
}
