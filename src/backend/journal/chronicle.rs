//! From a commit to what is written about it.

use std::time::Duration;

use super::catalog::{self as kinds};
use super::wording::{function_with, happened};
use super::{Entry, now, user};
use crate::backend::HostError;
use crate::backend::commit::{Recovery, Report};
use crate::backend::model::{FdbPlace, NicIdentity, PciAddress, State, Uuid, VmState};
use crate::backend::plan::{
    Change, DesiredChange, Device, DeviceChange, DomainChange, FdbChange, Plan, StopMode, VfChange,
};
use crate::backend::state::DesiredEdit;

/// What became of an act.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// It was carried out.
    Done(&'a Report),
    /// It was refused, or undone.
    Failed(&'a HostError),
}

/// An act: a plan, the host as it was before, and what became of it.
#[derive(Debug)]
pub struct Act<'a> {
    /// The plan; without one the act was refused before there was a plan.
    pub plan: Option<&'a Plan>,
    /// The positions of its steps that were carried out and stand.
    pub stands: &'a [usize],
    /// The host as it was before, for names.
    pub before: Option<&'a State>,
    /// What became of it.
    pub outcome: Outcome<'a>,
    /// How long it took.
    pub took: Duration,
}

impl Act<'_> {
    /// The entries about the act, in the order in which things happened. Their numbers are given when they are kept.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = match self.outcome {
            Outcome::Done(report) => {
                let mut entries: Vec<Entry> = report.recovered.iter().map(recovered).collect();
                entries.extend(self.steps());
                entries.extend(self.unmet());
                entries.extend(report.warnings.iter().map(|error| Entry {
                    id: kinds::WISH_DROPPED,
                    message: error.message.clone(),
                    reason: error.id.to_string(),
                    ..Entry::default()
                }));
                entries
            }
            Outcome::Failed(error) => vec![Entry {
                id: if self.plan.is_some() {
                    kinds::UNDONE
                } else {
                    kinds::REFUSED
                },
                message: error.message.clone(),
                reason: error.id.to_string(),
                ..Entry::default()
            }],
        };
        let (time, user, process) = (now(), user(), std::process::id());
        let took = u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX);
        for entry in &mut entries {
            entry.time = time;
            entry.user.clone_from(&user);
            entry.process = process;
            entry.took = took;
            if entry.reason.is_empty()
                && let Some(plan) = self.plan
            {
                entry.reason.clone_from(&plan.title);
            }
        }
        entries
    }

    /// An entry for each step that people care about, if it was carried out.
    fn steps(&self) -> Vec<Entry> {
        let steps = self.plan.map_or(&[][..], |plan| &plan.steps);
        self.stands
            .iter()
            .filter_map(|index| steps.get(*index))
            .filter_map(|step| {
                let mut entry = self.about(&step.change)?;
                entry.message = happened(&step.change, self.before)
                    .unwrap_or_else(|| format!("{}.", step.what));
                Some(entry)
            })
            .collect()
    }

    /// What the admin should know is an event of its own: an adapter that asked for a VF and has none.
    fn unmet(&self) -> Vec<Entry> {
        let warnings = self.plan.map_or(&[][..], |plan| &plan.warnings);
        warnings
            .iter()
            // Reasons of Hyper-V have no dot in their names, ids of errors have one.
            .filter(|warning| !warning.id.contains('.'))
            .map(|warning| Entry {
                id: kinds::VF_DELAYED,
                message: warning.message.clone(),
                reason: warning.id.clone(),
                ..Entry::default()
            })
            .collect()
    }

    fn about(&self, change: &Change) -> Option<Entry> {
        Some(match change {
            Change::Vf(VfChange::SetCount { pf, .. }) => Entry {
                id: kinds::VF_COUNT,
                nic: Some(self.nic(pf.to_string())),
                ..Entry::default()
            },
            Change::Desired(DesiredChange::Set { edit }) => match edit {
                DesiredEdit::PutClaim(claim) => Entry {
                    id: kinds::VF_ALLOCATED,
                    vf: Some(claim.address.to_string()),
                    nic: self.nic_of(&claim.pf),
                    adapter: self.adapter(claim.vm, claim.adapter.as_str()),
                    ..self.of_vm(claim.vm)
                },
                DesiredEdit::RemoveClaim { pf, index } => {
                    let claim = self.before?.desired.claim(pf, *index);
                    Entry {
                        id: kinds::VF_FREED,
                        vf: claim.map(|claim| claim.address.to_string()),
                        nic: self.nic_of(pf),
                        adapter: claim
                            .and_then(|claim| self.adapter(claim.vm, claim.adapter.as_str())),
                        ..claim.map_or_else(Entry::default, |claim| self.of_vm(claim.vm))
                    }
                }
                DesiredEdit::PutSwitch(_) => Entry {
                    id: kinds::SWITCH_SET,
                    ..Entry::default()
                },
                DesiredEdit::RemoveSwitch(_) => Entry {
                    id: kinds::SWITCH_REMOVED,
                    ..Entry::default()
                },
                DesiredEdit::PutDismounted(device) => Entry {
                    id: kinds::PCI_DEVICE,
                    nic: Some(device.address.to_string()),
                    ..Entry::default()
                },
                DesiredEdit::RemoveDismounted(_) => Entry {
                    id: kinds::PCI_DEVICE,
                    ..Entry::default()
                },
                _ => return None,
            },
            Change::Device(DeviceChange::Attach {
                vm,
                device: Device::Vf(vf),
                ..
            }) => Entry {
                id: kinds::VF_ASSIGNED,
                vf: Some(vf.address.to_string()),
                nic: self.nic_with(vf.address),
                adapter: self.adapter(*vm, vf.persistent.as_str()),
                ..self.of_vm(*vm)
            },
            Change::Device(DeviceChange::Detach {
                vm,
                device: Device::Vf(vf),
                ..
            }) => Entry {
                id: kinds::VF_UNASSIGNED,
                vf: Some(vf.address.to_string()),
                nic: self.nic_with(vf.address),
                adapter: self.adapter(*vm, vf.persistent.as_str()),
                ..self.of_vm(*vm)
            },
            Change::Device(
                DeviceChange::Attach {
                    vm,
                    device: Device::Host(device),
                    ..
                }
                | DeviceChange::Detach {
                    vm,
                    device: Device::Host(device),
                    ..
                },
            ) => Entry {
                id: kinds::VM_SETTINGS,
                nic: Some(device.address.to_string()),
                ..self.of_vm(*vm)
            },
            Change::Domain(DomainChange::Start { vm, .. }) => Entry {
                id: kinds::VM_STARTED,
                ..self.of_vm(*vm)
            },
            Change::Domain(DomainChange::Stop { vm, mode }) => Entry {
                id: match mode {
                    StopMode::TurnOff => kinds::VM_TURNED_OFF,
                    _ => kinds::VM_SHUT_DOWN,
                },
                ..self.of_vm(*vm)
            },
            // The end of a start, which was written down.
            Change::Domain(DomainChange::Resume { vm }) if !self.was_paused(*vm) => return None,
            Change::Domain(
                DomainChange::Pause { vm }
                | DomainChange::Resume { vm }
                | DomainChange::Save { vm }
                | DomainChange::DiscardSaved { vm },
            ) => Entry {
                id: kinds::VM_STATE,
                ..self.of_vm(*vm)
            },
            Change::Domain(DomainChange::Reset { vm }) => Entry {
                id: kinds::VM_RESET,
                ..self.of_vm(*vm)
            },
            Change::Domain(
                DomainChange::Define { id, name, .. } | DomainChange::Undefine { id, name },
            ) => Entry {
                id: kinds::VM_SETTINGS,
                vm: Some(id.to_string()),
                vm_name: Some(name.clone()),
                ..Entry::default()
            },
            Change::Domain(DomainChange::SetMetadata { vm, .. }) => Entry {
                id: kinds::VM_SETTINGS,
                ..self.of_vm(*vm)
            },
            Change::Fdb(FdbChange::Add { entry } | FdbChange::Remove { entry })
                if entry.place == FdbPlace::Bridge =>
            {
                return None;
            }
            Change::Fdb(FdbChange::Add { entry } | FdbChange::Remove { entry }) => Entry {
                id: kinds::FILTER,
                nic: Some(entry.device.to_string()),
                ..Entry::default()
            },
            _ => return None,
        })
    }

    fn was_paused(&self, id: Uuid) -> bool {
        self.before
            .and_then(|state| state.vms.iter().find(|vm| vm.id == id))
            .is_some_and(|vm| vm.state == VmState::Paused)
    }

    fn of_vm(&self, id: Uuid) -> Entry {
        let known = self
            .before
            .and_then(|state| state.vms.iter().find(|vm| vm.id == id));
        Entry {
            vm: Some(id.to_string()),
            vm_name: known.map(|vm| vm.name.clone()),
            ..Entry::default()
        }
    }

    /// The name of an adapter; its alias where nobody knows the name.
    fn adapter(&self, vm: Uuid, alias: &str) -> Option<String> {
        let vm = self
            .before
            .and_then(|state| state.vms.iter().find(|known| known.id == vm));
        let known = vm.and_then(|vm| {
            vm.adapters
                .iter()
                .find(|known| known.alias.as_str() == alias)
        });
        let name = known.map(|adapter| adapter.settings.name.clone());
        Some(
            name.filter(|name| !name.is_empty())
                .unwrap_or_else(|| alias.to_owned()),
        )
    }

    /// The name of the interface of the PF with this identity.
    fn nic_of(&self, pf: &NicIdentity) -> Option<String> {
        let functions = self.before.map_or(&[][..], |state| &state.functions);
        let function = functions.iter().find(|f| f.identity.matches(pf))?;
        Some(self.nic(function.address.to_string()))
    }

    /// The name of the interface of the PF that has a VF at this address.
    fn nic_with(&self, vf: PciAddress) -> Option<String> {
        let function = function_with(self.before?, vf)?;
        Some(self.nic(function.address.to_string()))
    }

    /// The name of a PF's interface; its address where it has none.
    fn nic(&self, address: String) -> String {
        self.before
            .and_then(|state| {
                state
                    .functions
                    .iter()
                    .find(|function| function.address.to_string() == address)
            })
            .and_then(|function| function.interface.as_ref())
            .map_or(address, ToString::to_string)
    }
}

fn recovered(recovery: &Recovery) -> Entry {
    Entry {
        id: kinds::RECOVERED,
        message: match recovery {
            Recovery::Finished { title } => {
                format!(
                    "'{title}' had been carried out; its process had ended before it could say so."
                )
            }
            Recovery::Undone { title } => {
                format!("'{title}' had not been finished, and was undone.")
            }
        },
        ..Entry::default()
    }
}
