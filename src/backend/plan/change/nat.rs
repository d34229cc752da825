//! Address translation.

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::{Entry, catalog};
use crate::model::{Nat, Scope, State};
use crate::plan::nft;
use crate::plan::shell_line::ShellLine;

/// The switch of the kernel.
pub(crate) const FORWARDING: &str = "/proc/sys/net/ipv4/ip_forward";

/// A change of what the host translates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NatChange {
    /// Translates these networks, and no others of iovsh's.
    #[serde(rename = "SetNat")]
    Set {
        /// The networks, sorted by name.
        nats: Vec<Nat>,
    },
    /// Lets the host hand packets on from one interface to another, or not.
    #[serde(rename = "SetForwarding")]
    SetForwarding {
        /// It does.
        on: bool,
    },
}

impl Facts for NatChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Set { .. } => "SetNat",
            Self::SetForwarding { .. } => "SetForwarding",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Set { .. } => Subject::Nat,
            Self::SetForwarding { .. } => Subject::Forwarding,
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            links: true,
            bridges: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        match self {
            Self::Set { nats } => state.nat.known().map(|now| now == nats),
            Self::SetForwarding { on } => state.nat.forwarding.map(|now| now == *on),
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Set { nats } => state.nat.nats.clone_from(nats),
            Self::SetForwarding { on } => state.nat.forwarding = Some(*on),
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::Set { .. } => Self::Set {
                nats: before.nat.known()?.to_vec(),
            },
            Self::SetForwarding { .. } => Self::SetForwarding {
                on: before.nat.forwarding?,
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        vec![match self {
            Self::Set { nats } => ShellLine::reading(["nft", "-f", "/dev/stdin"], nft::rules(nats)),
            Self::SetForwarding { on } => ShellLine::write_value(FORWARDING, u8::from(*on)),
        }]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        Vec::new()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::Set { .. } => Some(Entry {
                id: catalog::NAT_SET,
                ..Entry::default()
            }),
            Self::SetForwarding { .. } => None,
        }
    }
}
