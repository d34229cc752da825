//! What a port lets through.

use serde::{Deserialize, Serialize};

use super::snapshot::made_anew_with;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{InterfaceName, PortFilter, PortFilters, Scope, State};
use crate::plan::shell_line::ShellLine;
use crate::plan::tc;

/// A change of a port's filters.
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
}

impl Facts for FilterChange {
    fn name(&self) -> &'static str {
        let Self::Set { .. } = self;
        "SetPortFilters"
    }

    fn subject(&self) -> Subject {
        let Self::Set { port, .. } = self;
        Subject::Filters(port.clone())
    }

    fn scope(&self) -> Scope {
        let Self::Set { .. } = self;
        Scope {
            links: true,
            bridges: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let Self::Set { port, filters } = self;
        state.link(port)?;
        Some(state.filters_of(port) == filters.as_slice())
    }

    fn effect(&self, state: &mut State) {
        let Self::Set { port, filters } = self;
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

    fn inverse(&self, before: &State) -> Option<Change> {
        let Self::Set { port, .. } = self;
        let back = Self::Set {
            port: port.clone(),
            filters: before.filters_of(port).to_vec(),
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        let Self::Set { port, filters } = self;
        tc::lines(port, filters)
    }

    fn depends_on(&self, state: &State) -> Vec<Subject> {
        let Self::Set { port, .. } = self;
        made_anew_with(state, port).into_iter().collect()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        let Self::Set { port, .. } = self;
        Some(Lifetime::Interface(port.clone()))
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        let Self::Set { .. } = self;
        None
    }
}
