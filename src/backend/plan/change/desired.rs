//! The desired state: what iovsh writes down for itself.

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Subject};
use crate::backend::model::{Scope, State, VmDetail};
use crate::backend::plan::shell_line::ShellLine;
use crate::backend::state::DesiredEdit;

/// A change of the desired state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DesiredChange {
    /// Edits it. Carried out by [`crate::backend::commit`] on the host's store, never by the host.
    #[serde(rename = "SetDesired")]
    Set {
        /// The edit.
        edit: DesiredEdit,
    },
}

impl Facts for DesiredChange {
    fn name(&self) -> &'static str {
        let Self::Set { .. } = self;
        "SetDesired"
    }

    fn subject(&self) -> Subject {
        let Self::Set { edit } = self;
        match edit {
            DesiredEdit::PutSwitch(switch) => Subject::DesiredSwitch(switch.id),
            DesiredEdit::RemoveSwitch(id) => Subject::DesiredSwitch(*id),
            DesiredEdit::PutNic(nic) => Subject::DesiredNic(nic.identity.permanent_mac),
            DesiredEdit::RemoveNic(identity) => Subject::DesiredNic(identity.permanent_mac),
            DesiredEdit::PutClaim(claim) => Subject::Claim(claim.pf.permanent_mac, claim.index),
            DesiredEdit::RemoveClaim { pf, index } => Subject::Claim(pf.permanent_mac, *index),
            DesiredEdit::PutDismounted(device) => Subject::Dismounted(device.path.clone()),
            DesiredEdit::RemoveDismounted(path) => Subject::Dismounted(path.clone()),
            DesiredEdit::SetMacPool(_) => Subject::MacPool,
            DesiredEdit::SetPreemption(_) => Subject::Preemption,
        }
    }

    fn scope(&self) -> Scope {
        let Self::Set { edit } = self;
        match edit {
            // Whether a VM still has the VF that is forgotten.
            DesiredEdit::RemoveClaim { .. } => Scope {
                vms: VmDetail::Full,
                ..Scope::NOTHING
            },
            DesiredEdit::PutSwitch(_)
            | DesiredEdit::RemoveSwitch(_)
            | DesiredEdit::PutNic(_)
            | DesiredEdit::RemoveNic(_)
            | DesiredEdit::PutClaim(_)
            | DesiredEdit::PutDismounted(_)
            | DesiredEdit::RemoveDismounted(_)
            | DesiredEdit::SetMacPool(_)
            | DesiredEdit::SetPreemption(_) => Scope::NOTHING,
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let Self::Set { edit } = self;
        Some(state.desired.holds(edit))
    }

    fn effect(&self, state: &mut State) {
        let Self::Set { edit } = self;
        state.desired.edit(edit);
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let Self::Set { edit } = self;
        let edit = before.desired.clone().edit(edit)?;
        Some(Self::Set { edit }.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        Vec::new()
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        Vec::new()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    /// A VF that its VM has is not forgotten.
    fn is_safe_in(&self, state: &State) -> bool {
        let Self::Set {
            edit: DesiredEdit::RemoveClaim { pf, index },
        } = self
        else {
            return true;
        };
        let Some(claim) = state.desired.claim(pf, *index) else {
            return true;
        };
        let adapters = state.vm(claim.vm).map_or(&[][..], |vm| &vm.adapters);
        let mut vfs = adapters.iter().filter_map(|a| a.vf.as_ref());
        !vfs.any(|vf| vf.address == claim.address)
    }

    /// What an edit of iovsh's own records says, for messages.
    fn wanted(&self, _state: &State) -> String {
        let Self::Set { edit } = self;
        match edit {
            DesiredEdit::PutSwitch(switch) => format!("remember the switch '{}'", switch.name),
            DesiredEdit::RemoveSwitch(_) => "forget the switch".to_owned(),
            DesiredEdit::PutNic(nic) => format!("remember how {} was found", nic.interface),
            DesiredEdit::RemoveNic(identity) => {
                format!("forget the NIC {}", identity.permanent_mac)
            }
            DesiredEdit::PutClaim(claim) => format!(
                "remember that VF {} ({}) is handed out",
                claim.index, claim.address
            ),
            DesiredEdit::RemoveClaim { index, .. } => format!("remember that VF {index} is free"),
            DesiredEdit::PutDismounted(device) => {
                format!("remember that {} was taken from the host", device.address)
            }
            DesiredEdit::RemoveDismounted(_) => "remember that the host has the device".to_owned(),
            DesiredEdit::SetMacPool(_) => "remember the pool of MAC addresses".to_owned(),
            DesiredEdit::SetPreemption(true) => {
                "remember that heavier adapters may take VFs".to_owned()
            }
            DesiredEdit::SetPreemption(false) => "remember that VFs stay where they are".to_owned(),
        }
    }
}
