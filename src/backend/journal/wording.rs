//! What has happened, in a sentence: a step of a plan says what is to be done, an entry what was done.

use crate::backend::model::{NicIdentity, PciAddress, PhysicalFunction, State, Uuid, VfDevice};
use crate::backend::plan::{
    Change, DesiredChange, Device, DeviceChange, DomainChange, FdbChange, StopMode, VfChange,
};
use crate::backend::state::DesiredEdit;

/// The sentence for a change; `None` where it has no wording of its own. `before` is the host as it was.
pub(super) fn happened(change: &Change, before: Option<&State>) -> Option<String> {
    let names = Names(before);
    let vm = |id: &Uuid| names.vm(*id);
    Some(match change {
        Change::Vf(VfChange::SetCount { pf, count: 0 }) => {
            format!("The virtual functions of {} were removed.", names.nic(*pf))
        }
        Change::Vf(VfChange::SetCount { pf, count }) => {
            format!("{count} virtual functions were made on {}.", names.nic(*pf))
        }
        Change::Desired(DesiredChange::Set { edit }) => return desired(edit, &names),
        Change::Device(DeviceChange::Attach { vm: id, device, .. }) => match device {
            Device::Vf(vf) => format!("{} was attached to {}.", names.vf(vf), vm(id)),
            Device::Host(device) => {
                format!("The device {} was given to {}.", device.address, vm(id))
            }
            Device::Nic(_) => return None,
        },
        Change::Device(DeviceChange::Detach { vm: id, device, .. }) => match device {
            Device::Vf(vf) => format!("{} was taken from {}.", names.vf(vf), vm(id)),
            Device::Host(device) => {
                format!("The device {} was taken from {}.", device.address, vm(id))
            }
            Device::Nic(_) => return None,
        },
        Change::Domain(DomainChange::Start { vm: id, .. }) => format!("{} was started.", vm(id)),
        Change::Domain(DomainChange::Stop { vm: id, mode }) => match mode {
            StopMode::TurnOff => format!("{} was turned off.", vm(id)),
            StopMode::Shutdown { .. } => format!("{} was shut down.", vm(id)),
        },
        Change::Domain(DomainChange::Pause { vm: id }) => format!("{} was paused.", vm(id)),
        Change::Domain(DomainChange::Resume { vm: id }) => format!("{} was resumed.", vm(id)),
        Change::Domain(DomainChange::Save { vm: id }) => format!("{} was saved.", vm(id)),
        Change::Domain(DomainChange::DiscardSaved { vm: id }) => {
            format!("The saved state of {} was thrown away.", vm(id))
        }
        Change::Domain(DomainChange::Reset { vm: id }) => format!("{} was reset.", vm(id)),
        Change::Domain(DomainChange::Define { name, .. }) => format!("'{name}' was defined."),
        Change::Domain(DomainChange::Undefine { name, .. }) => format!("'{name}' was removed."),
        Change::Domain(DomainChange::SetMetadata { vm: id, .. }) => {
            format!("The settings of {} were changed.", vm(id))
        }
        Change::Fdb(FdbChange::Add { entry }) => format!(
            "The address {} was added to the filter of {}.",
            entry.mac, entry.device
        ),
        Change::Fdb(FdbChange::Remove { entry }) => format!(
            "The address {} was removed from the filter of {}.",
            entry.mac, entry.device
        ),
        _ => return None,
    })
}

fn desired(edit: &DesiredEdit, names: &Names<'_>) -> Option<String> {
    Some(match edit {
        DesiredEdit::PutClaim(claim) => format!(
            "VF {} of {} was allocated to {}.",
            claim.index,
            names.nic_of(&claim.pf)?,
            names.vm(claim.vm)
        ),
        DesiredEdit::RemoveClaim { pf, index } => {
            format!("VF {index} of {} was freed.", names.nic_of(pf)?)
        }
        DesiredEdit::PutSwitch(switch) => {
            let known = names.0.and_then(|state| state.desired.switch(switch.id));
            match known {
                Some(known) if known.name != switch.name => format!(
                    "The switch '{}' was renamed to '{}'.",
                    known.name, switch.name
                ),
                Some(_) => format!("The switch '{}' was changed.", switch.name),
                None => format!("The switch '{}' was made.", switch.name),
            }
        }
        DesiredEdit::RemoveSwitch(id) => {
            let known = names.0.and_then(|state| state.desired.switch(*id))?;
            format!("The switch '{}' was removed.", known.name)
        }
        DesiredEdit::PutDismounted(device) => {
            format!("The device {} was taken from the host.", device.address)
        }
        _ => return None,
    })
}

/// The PF that has a VF at this address.
pub(super) fn function_with(state: &State, vf: PciAddress) -> Option<&PhysicalFunction> {
    state.vf(vf).and_then(|vf| state.function(vf.pf))
}

struct Names<'a>(Option<&'a State>);

impl Names<'_> {
    fn vm(&self, id: Uuid) -> String {
        let known = self.0.and_then(|state| state.vm(id));
        known.map_or_else(|| id.to_string(), |vm| format!("'{}'", vm.name))
    }

    fn nic(&self, pf: PciAddress) -> String {
        let function = self.0.and_then(|state| state.function(pf));
        named(function).unwrap_or_else(|| pf.to_string())
    }

    fn nic_of(&self, pf: &NicIdentity) -> Option<String> {
        let functions = self.0.map_or(&[][..], |state| &state.functions);
        let function = functions.iter().find(|f| f.identity.matches(pf))?;
        Some(named(Some(function)).unwrap_or_else(|| function.address.to_string()))
    }

    fn vf(&self, device: &VfDevice) -> String {
        let place = self.0.and_then(|state| {
            let vf = state.vf(device.address)?;
            let nic = named(state.function(vf.pf)).unwrap_or_else(|| vf.pf.to_string());
            Some(format!("VF {} of {nic}", vf.index))
        });
        place.unwrap_or_else(|| format!("The VF {}", device.address))
    }
}

fn named(function: Option<&PhysicalFunction>) -> Option<String> {
    Some(function?.interface.as_ref()?.to_string())
}
