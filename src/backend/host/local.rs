//! The host that is a machine of this process: the kernel and libvirt here, or a simulated machine.

use std::path::Path;
use std::sync::Arc;

use super::{Answer, Host, Preview, Trust, transact};
use crate::commit::{self, Decided, Options, Recovery, Silent};
use crate::model::{Scope, State};
use crate::policy::Intent;
use crate::state::{JournalRead, RepairSource};
use crate::{Events, HostError, Machine};

/// A machine with the commit engine around it.
#[derive(Clone)]
pub struct LocalHost(Arc<dyn Machine>);

impl LocalHost {
    /// A host around a machine.
    #[must_use]
    pub fn new(machine: Arc<dyn Machine>) -> Self {
        Self(machine)
    }
}

impl Host for LocalHost {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn snapshot(&self, scope: &Scope) -> Result<State, HostError> {
        self.0.snapshot(scope)
    }

    fn preview(&self, scope: &Scope, intent: &Intent) -> Result<Preview, HostError> {
        let state = self.0.snapshot(scope)?;
        // Before a question is asked whose answer would lead nowhere.
        if let Some(why) = state.distrust {
            return Err(why);
        }
        Ok(Preview {
            plan: intent.plan(&state),
            unread: state.unread,
        })
    }

    fn transact(
        &self,
        scope: &Scope,
        intents: &[Intent],
        options: &mut Options<'_>,
    ) -> Result<Answer, HostError> {
        transact(&*self.0, scope, intents, options)
    }

    fn recover(&self) -> Result<Option<Recovery>, HostError> {
        commit::recover(&*self.0, &mut Silent)
    }

    fn note_refusal(&self, error: &HostError) {
        commit::note_refusal(&*self.0, error);
    }

    fn events(&self, scope: &Scope) -> Result<Events, HostError> {
        self.0.watch(scope)
    }

    fn journal(&self) -> Result<JournalRead, HostError> {
        self.0.journal()
    }

    fn has_file(&self, path: &Path) -> Result<bool, HostError> {
        Ok(self.0.has_file(path))
    }

    fn trust(&self) -> Result<Trust, HostError> {
        let store = self.0.store();
        let loaded = store.load();
        // A host that cannot be observed can have its state repaired all the same: what the file says does not depend on it.
        let distrust = match loaded.distrust {
            None if loaded.fresh => {
                let state = self.0.snapshot(&Scope::PLAN).ok();
                state.and_then(|state| state.distrust)
            }
            distrust => distrust,
        };
        Ok(Trust {
            desired: loaded.desired,
            distrust,
            choices: store.assess(),
        })
    }

    fn decide(&self, source: RepairSource) -> Result<Decided, HostError> {
        commit::decide(&*self.0, source)
    }
}
