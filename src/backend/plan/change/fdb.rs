//! Addresses in a PF's filter, or pinned to a port of a bridge.

use serde::{Deserialize, Serialize};

use super::snapshot::made_anew_with;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::{Entry, catalog};
use crate::model::{FdbEntry, FdbPlace, InterfaceName, Scope, State};
use crate::plan::shell_line::{ShellLine, words};

/// A change of a forwarding entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FdbChange {
    /// Adds an address to a PF's filter, or pins it to a port of a bridge.
    #[serde(rename = "AddFdbEntry")]
    Add {
        /// The entry.
        entry: FdbEntry,
    },
    /// Removes it.
    #[serde(rename = "RemoveFdbEntry")]
    Remove {
        /// The entry.
        entry: FdbEntry,
    },
}

impl FdbChange {
    fn entry(&self) -> &FdbEntry {
        match self {
            Self::Add { entry } | Self::Remove { entry } => entry,
        }
    }
}

impl Facts for FdbChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Add { .. } => "AddFdbEntry",
            Self::Remove { .. } => "RemoveFdbEntry",
        }
    }

    fn subject(&self) -> Subject {
        let entry = self.entry();
        Subject::Fdb(entry.device.clone(), entry.mac, entry.place)
    }

    fn scope(&self) -> Scope {
        Scope {
            links: true,
            bridges: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        state.link(&self.entry().device)?;
        Some(match self {
            Self::Add { entry } => state.fdb.contains(entry),
            Self::Remove { entry } => !state.fdb.contains(entry),
        })
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Add { entry } => {
                state.fdb.push(entry.clone());
                state.fdb.sort();
                state.fdb.dedup();
            }
            Self::Remove { entry } => state.fdb.retain(|e| e != entry),
        }
    }

    fn inverse(&self, _before: &State) -> Option<Change> {
        let back = match self.clone() {
            Self::Add { entry } => Self::Remove { entry },
            Self::Remove { entry } => Self::Add { entry },
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        let entry = self.entry();
        let (verb, flags) = match (self, entry.place) {
            (Self::Add { .. }, FdbPlace::Filter) => ("add", "self permanent"),
            (Self::Add { .. }, FdbPlace::Bridge) => ("replace", "master static sticky"),
            (Self::Remove { .. }, FdbPlace::Filter) => ("del", "self"),
            (Self::Remove { .. }, FdbPlace::Bridge) => ("del", "master"),
        };
        let mut argv = words("bridge fdb");
        argv.extend([verb.to_owned(), entry.mac.to_string(), "dev".to_owned()]);
        argv.push(entry.device.to_string());
        argv.extend(words(flags));
        vec![ShellLine::run(argv)]
    }

    fn depends_on(&self, state: &State) -> Vec<Subject> {
        let device = &self.entry().device;
        match self.entry().place {
            // Drivers of VFs forget their filters when the interface goes down.
            FdbPlace::Filter => vec![Subject::Link(device.clone())],
            FdbPlace::Bridge => {
                let bridge = state.link(device).and_then(|l| l.master.clone());
                let mut subjects = vec![Subject::Master(device.clone())];
                subjects.extend(bridge.map(Subject::Bridge));
                subjects.extend(made_anew_with(state, device));
                subjects
            }
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        Some(Lifetime::Interface(self.entry().device.clone()))
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        let entry = self.entry();
        let done = match self {
            Self::Add { .. } => "added to",
            Self::Remove { .. } => "removed from",
        };
        match entry.place {
            FdbPlace::Filter => Some(Entry {
                id: catalog::FILTER,
                nic: Some(entry.device.to_string()),
                message: format!(
                    "The address {} was {done} the filter of {}.",
                    entry.mac, entry.device
                ),
                ..Entry::default()
            }),
            FdbPlace::Bridge => None,
        }
    }
}

/// A port that leaves its bridge takes the addresses with it that were pinned to it.
pub(super) fn unpin(state: &mut State, port: &InterfaceName) {
    state
        .fdb
        .retain(|e| e.place != FdbPlace::Bridge || &e.device != port);
}
