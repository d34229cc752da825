//! Whether a domain starts with the host.

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::{Entry, catalog};
use crate::model::{Scope, State, Uuid, VmDetail};
use crate::plan::shell_line::ShellLine;
use crate::plan::virsh::{virsh, vm_word};

/// A change of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AutostartChange {
    /// Lets a domain start with the host, or not. It needs a definition.
    #[serde(rename = "SetAutostart")]
    Set {
        /// The domain.
        vm: Uuid,
        /// It starts with the host.
        on: bool,
    },
}

impl Facts for AutostartChange {
    fn name(&self) -> &'static str {
        let Self::Set { .. } = self;
        "SetAutostart"
    }

    fn subject(&self) -> Subject {
        let Self::Set { vm, .. } = self;
        Subject::Autostart(*vm)
    }

    fn scope(&self) -> Scope {
        let Self::Set { .. } = self;
        Scope {
            vms: VmDetail::Full,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let Self::Set { vm, on } = self;
        state.vm(*vm).map(|vm| vm.autostart == *on)
    }

    fn effect(&self, state: &mut State) {
        let Self::Set { vm, on } = self;
        if let Some(vm) = state.vms.iter_mut().find(|v| v.id == *vm) {
            vm.autostart = *on;
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let Self::Set { vm, .. } = self;
        let on = before.vm(*vm)?.autostart;
        Some(Self::Set { vm: *vm, on }.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        let Self::Set { vm, on } = self;
        let option = if *on { "" } else { "--disable" };
        vec![virsh("autostart", option, &vm_word(state, *vm))]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        let Self::Set { vm, .. } = self;
        // A domain that was undefined, or defined anew, does not start with the host.
        vec![Subject::Domain(*vm)]
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, names: &Names<'_>) -> Option<Entry> {
        let Self::Set { vm, on } = self;
        let done = if *on { "starts" } else { "does not start" };
        let message = format!("{} {done} with the host.", names.vm(*vm));
        Some(names.of_vm(catalog::VM_SETTINGS, *vm, message))
    }
}
