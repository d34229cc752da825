//! What a change is called in the journal once it was carried out: names are those of the host as it was before, and of what came
//! about by the operation those that it has since.

use crate::journal::Entry;
use crate::model::{
    AdapterAlias, NicIdentity, PciAddress, PhysicalFunction, State, Uuid, VfDevice, VmState,
};
use crate::state::{AdapterRef, DesiredHostAdapter, DesiredSwitch};

/// The names of what a change is about; without a state there are ids and addresses only.
pub(crate) struct Names<'a> {
    /// The host as it was before the operation.
    pub before: Option<&'a State>,
    /// The host after it, if it was seen: what the operation made is known there alone.
    pub after: Option<&'a State>,
}

impl<'a> Names<'a> {
    /// What is known of a thing: as it was before, or since the operation made it.
    fn known<T>(&self, find: impl Fn(&'a State) -> Option<T>) -> Option<T> {
        self.before
            .and_then(&find)
            .or_else(|| self.after.and_then(&find))
    }

    /// An entry of this kind about a VM.
    pub(super) fn of_vm(&self, kind: u32, id: Uuid, message: String) -> Entry {
        let known = self.known(|state| state.vm(id));
        Entry {
            id: kind,
            vm: Some(id.to_string()),
            vm_name: known.map(|vm| vm.name.clone()),
            message,
            ..Entry::default()
        }
    }

    /// An entry of this kind about an adapter, if it is about one.
    pub(crate) fn of_adapter(&self, kind: u32, who: Option<&AdapterRef>, message: String) -> Entry {
        match who {
            Some(who) => Entry {
                adapter: Some(self.adapter(who.vm, &who.adapter)),
                ..self.of_vm(kind, who.vm, message)
            },
            None => Entry {
                id: kind,
                message,
                ..Entry::default()
            },
        }
    }

    /// The NICs under a switch; none of one that has no wire.
    pub(super) fn nics_under(&self, switch: &DesiredSwitch) -> Option<String> {
        let names = switch.uplinks.iter().filter_map(|identity| {
            self.known(|state| Some(state.link_of(identity)?.name.to_string()))
        });
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// The switch that an adapter of the host is on.
    pub(super) fn switch_of(&self, adapter: &DesiredHostAdapter) -> Option<String> {
        let id = adapter.settings.switch?;
        self.known(|state| Some(state.desired.switch(id)?.name.clone()))
    }

    /// The switch that an entry has to do with, where it says none itself: that of its adapter, or else that of its NIC.
    pub(crate) fn switch_about(&self, entry: &Entry) -> Option<String> {
        let of_adapter = self.known(|state| {
            let name = entry.adapter.as_ref()?;
            let id = entry.vm.as_ref()?;
            let vm = state.vms.iter().find(|vm| vm.id.to_string() == *id)?;
            let mut own = vm.adapters.iter();
            let adapter = own.find(|adapter| adapter.settings.name == *name)?;
            let switch = state.desired.switch_on(adapter.bridge.as_ref()?)?;
            Some(switch.name.clone())
        });
        of_adapter.or_else(|| {
            self.known(|state| {
                let name = entry.nic.as_ref()?;
                let mut links = state.links.iter();
                let nic = links.find(|link| link.name.as_str() == name)?;
                Some(state.desired.switch_using(&nic.identity)?.name.clone())
            })
        })
    }

    /// A VM, for a sentence.
    pub(super) fn vm(&self, id: Uuid) -> String {
        let known = self.known(|state| state.vm(id));
        known.map_or_else(|| id.to_string(), |vm| format!("'{}'", vm.name))
    }

    /// A checkpoint of a VM, for a sentence.
    pub(super) fn checkpoint(&self, vm: Uuid, label: &str) -> String {
        let known = self.known(|state| state.checkpoint(vm, label));
        known.map_or_else(|| label.to_owned(), |c| format!("'{}'", c.name))
    }

    /// Whether a VM was paused.
    pub(super) fn was_paused(&self, id: Uuid) -> bool {
        let known = self.known(|state| state.vm(id));
        known.is_some_and(|vm| vm.state == VmState::Paused)
    }

    /// The name of an adapter; its alias where nobody knows the name.
    pub(super) fn adapter(&self, vm: Uuid, alias: &AdapterAlias) -> String {
        let name = self.known(|state| Some(&state.vm(vm)?.adapter(alias)?.settings.name));
        let name = name.filter(|name| !name.is_empty());
        name.map_or_else(|| alias.to_string(), Clone::clone)
    }

    /// The interface of the PF at this address; the address where it has none.
    pub(super) fn nic(&self, pf: PciAddress) -> String {
        let function = self.known(|state| state.function(pf));
        function.map_or_else(|| pf.to_string(), interface)
    }

    /// The same for the PF that is this NIC.
    pub(super) fn nic_of(&self, pf: &NicIdentity) -> Option<String> {
        self.known(|state| {
            let mut functions = state.functions.iter();
            functions.find(|f| f.identity.matches(pf)).map(interface)
        })
    }

    /// The name of any NIC, or the one that it had when it was last seen.
    pub(super) fn interface_of(&self, nic: &NicIdentity) -> Option<String> {
        let there = self.known(|state| state.link_of(nic).map(|link| link.name.to_string()));
        there.or_else(|| {
            let record = self.before?.desired.nic(nic)?;
            Some(record.interface.to_string())
        })
    }

    /// The same for the PF that has a VF at this address.
    pub(super) fn nic_with(&self, vf: PciAddress) -> Option<String> {
        self.known(|state| state.function(state.vf(vf)?.pf).map(interface))
    }

    /// A VF, for the beginning of a sentence.
    pub(super) fn vf(&self, device: &VfDevice) -> String {
        let vf = self.known(|state| state.vf(device.address));
        vf.map_or_else(
            || format!("The VF {}", device.address),
            |vf| format!("VF {} of {}", vf.index, self.nic(vf.pf)),
        )
    }
}

fn interface(function: &PhysicalFunction) -> String {
    let name = function.interface.as_ref();
    name.map_or_else(|| function.address.to_string(), ToString::to_string)
}
