//! What a port lets through, and how those who send through a NIC share it.

use serde::{Deserialize, Serialize};

use super::snapshot::made_anew_with;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{DeviceShares, InterfaceName, PortFilter, PortFilters, Scope, Share, State};
use crate::plan::shell_line::ShellLine;
use crate::plan::tc;

/// A change of traffic control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FilterChange {
    /// Gives a port these filters in place of those that it has.
    #[serde(rename = "SetPortFilters")]
    Set {
        /// The port.
        port: InterfaceName,
        /// The filters, in their order; none takes all away.
        filters: Vec<PortFilter>,
    },
    /// Divides a NIC in this way in place of the one in which it is divided.
    #[serde(rename = "SetUplinkShares")]
    Share {
        /// The NIC.
        device: InterfaceName,
        /// The shares, in the order of their classes, that of all other packets ([`Share::REST`]) among them; none ends the division.
        shares: Vec<Share>,
    },
}

impl Facts for FilterChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Set { .. } => "SetPortFilters",
            Self::Share { .. } => "SetUplinkShares",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Set { port, .. } => Subject::Filters(port.clone()),
            Self::Share { device, .. } => Subject::Shares(device.clone()),
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
            Self::Set { port, filters } => {
                state.link(port)?;
                Some(state.filters_of(port) == filters.as_slice())
            }
            Self::Share { device, shares } => {
                state.link(device)?;
                Some(state.shares_of(device) == shares.as_slice())
            }
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Set { port, filters } => {
                state.filters.retain(|f| &f.device != port);
                if !filters.is_empty() {
                    state.filters.push(PortFilters {
                        device: port.clone(),
                        filters: filters.clone(),
                        bytes: Vec::new(),
                    });
                    state.filters.sort_by(|a, b| a.device.cmp(&b.device));
                }
            }
            Self::Share { device, shares } => {
                state.shares.retain(|one| one.device != *device);
                if !shares.is_empty() {
                    state.shares.push(DeviceShares {
                        device: device.clone(),
                        shares: shares.clone(),
                    });
                    state.shares.sort_by(|a, b| a.device.cmp(&b.device));
                }
            }
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::Set { port, .. } => Self::Set {
                port: port.clone(),
                filters: before.filters_of(port).to_vec(),
            },
            Self::Share { device, .. } => Self::Share {
                device: device.clone(),
                shares: before.shares_of(device).to_vec(),
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        match self {
            Self::Set { port, filters } => tc::lines(port, filters),
            Self::Share { device, shares } => tc::share_lines(device, shares),
        }
    }

    fn depends_on(&self, state: &State) -> Vec<Subject> {
        match self {
            Self::Set { port: device, .. } | Self::Share { device, .. } => {
                made_anew_with(state, device).into_iter().collect()
            }
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        match self {
            Self::Set { port: device, .. } | Self::Share { device, .. } => {
                Some(Lifetime::Interface(device.clone()))
            }
        }
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::Set { .. } | Self::Share { .. } => None,
        }
    }
}
