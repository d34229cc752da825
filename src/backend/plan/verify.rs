//! Whether a change has come true: success is what is observed afterwards, never a return code.

use super::{Change, Device};
use crate::backend::model::{PciAddress, PciDetail, Scope, State, VfDetail, VmDetail, VmState};
use crate::backend::state::DesiredEdit;

/// Whether the state is as the change wants it. `None`: it cannot be told, because the fact was not observed, what it is
/// about is not there, or the change leaves nothing to see (a reset).
#[must_use]
pub fn holds(change: &Change, state: &State) -> Option<bool> {
    match change {
        Change::SetVfCount { pf, count } => state.function(*pf).map(|f| f.num_vfs == *count),
        Change::SetAutoprobe { pf, on } => state.function(*pf).map(|f| f.autoprobe == *on),
        Change::SetVf {
            pf,
            index,
            attributes,
        } => {
            let vf = state
                .function(*pf)?
                .vfs
                .iter()
                .find(|v| v.index == *index)?;
            attributes.hold_in(vf.admin.as_ref()?)
        }
        Change::ResetVf { .. } => None,
        Change::BindDriver { address, driver } => {
            Some(driver_at(state, *address)? == Some(driver.as_str()))
        }
        Change::UnbindDriver { address, driver } => {
            Some(driver_at(state, *address)? != Some(driver.as_str()))
        }
        Change::SetLink { interface, up } => state.link(interface).map(|l| l.up == *up),
        Change::CreateBridge { name, .. } => Some(state.bridge(name).is_some()),
        Change::DeleteBridge { name } => Some(state.bridge(name).is_none()),
        Change::AddBridgePort { bridge, port } => Some(state.bridge(bridge)?.ports.contains(port)),
        Change::RemoveBridgePort { bridge, port } => {
            Some(!state.bridge(bridge)?.ports.contains(port))
        }
        Change::CreateBond { name, .. } => Some(state.team(name).is_some()),
        Change::DeleteBond { name } => Some(state.team(name).is_none()),
        Change::AddBondMember { bond, member } => Some(state.team(bond)?.members.contains(member)),
        Change::RemoveBondMember { bond, member } => {
            Some(!state.team(bond)?.members.contains(member))
        }
        Change::SetVlanFiltering { bridge, on } => {
            Some(state.bridge(bridge)?.vlan_filtering == *on)
        }
        Change::SetPortVlans { port, vlans } => {
            let bridge = state.bridges.iter().find(|b| b.ports.contains(port))?;
            (bridge.vlan_filtering).then(|| bridge.vlans_of(port) == *vlans)
        }
        Change::SetPortFilters { port, filters } => {
            state.link(port)?;
            Some(state.filters_of(port) == filters.as_slice())
        }
        Change::AddFdbEntry { entry } => {
            state.link(&entry.device)?;
            Some(state.fdb.contains(entry))
        }
        Change::RemoveFdbEntry { entry } => {
            state.link(&entry.device)?;
            Some(!state.fdb.contains(entry))
        }
        Change::SetFile { path, text } => Some(state.files.get(path) == text.as_ref()),
        Change::MoveIpConfiguration { from, .. } => {
            state.link(from).map(|l| l.addresses.is_empty())
        }
        Change::DefineNetwork { id, name, bridge } => {
            let network = state.networks.iter().find(|n| n.id == *id);
            Some(
                network.is_some_and(|n| {
                    &n.name == name && n.bridge.as_ref() == Some(bridge) && n.active
                }),
            )
        }
        Change::UndefineNetwork { id, .. } => Some(!state.networks.iter().any(|n| n.id == *id)),
        Change::DefineDomain { id, .. } => Some(state.vm(*id).is_some()),
        Change::UndefineDomain { id, .. } => Some(state.vm(*id).is_none()),
        Change::StartDomain { vm, .. } => state.vm(*vm).map(|v| v.state.is_active()),
        Change::StopDomain { vm, .. } => state.vm(*vm).map(|v| !v.state.is_active()),
        Change::PauseDomain { vm } => state.vm(*vm).map(|v| v.state == VmState::Paused),
        Change::ResumeDomain { vm } => state
            .vm(*vm)
            .map(|v| v.state.is_active() && v.state != VmState::Paused),
        Change::SaveDomain { vm } => state.vm(*vm).map(|v| v.state == VmState::Saved),
        Change::DiscardSavedState { vm } => state.vm(*vm).map(|v| v.state != VmState::Saved),
        Change::ResetDomain { .. } => None,
        Change::SetDomainMetadata { vm, settings } => {
            state.vm(*vm).map(|v| &v.settings == settings)
        }
        Change::AttachDevice { vm, device, .. } => has_device(state, *vm, device),
        Change::DetachDevice { vm, device, .. } => has_device(state, *vm, device).map(|has| !has),
        Change::UpdateDevice { vm, nic, live } => {
            let vm = state.vm(*vm)?;
            let adapter = vm.adapter(&nic.alias)?;
            if vm.state.is_active() {
                // The running domain shows only the link state; what stands in its definition cannot be told.
                return (*live && adapter.link_up != nic.link_up).then_some(false);
            }
            Some(
                adapter.link_up == nic.link_up
                    && adapter.bridge == nic.bridge
                    && adapter.mac == nic.mac
                    && adapter.teaming == nic.teaming,
            )
        }
        Change::SetDesired { edit } => Some(state.desired.holds(edit)),
    }
}

/// `Some` with what was wanted when the change has not come true.
#[must_use]
pub fn mismatch(change: &Change, state: &State) -> Option<String> {
    (holds(change, state) == Some(false)).then(|| match change {
        Change::SetDesired { edit } => super::equivalent::record_words(edit),
        change => super::shell_line::summary(&super::equivalent(change, state)),
    })
}

fn has_device(state: &State, vm: crate::backend::model::Uuid, device: &Device) -> Option<bool> {
    let vm = state.vm(vm)?;
    Some(match device {
        Device::Nic(nic) => vm.adapter(&nic.alias).is_some(),
        Device::Vf(vf) => {
            let paired = vm
                .adapters
                .iter()
                .filter_map(|a| a.vf.as_ref())
                .any(|v| v.address == vf.address);
            paired || vm.other_devices.contains(&vf.address)
        }
        Device::Host(device) => vm.assigned.iter().any(|d| d.address == device.address),
    })
}

/// The driver of a function: `None` when the function is not known, `Some(None)` when it has no driver.
fn driver_at(state: &State, address: PciAddress) -> Option<Option<&str>> {
    if let Some(vf) = state.vf(address) {
        return Some(vf.driver.as_deref());
    }
    if let Some(function) = state.function(address) {
        return Some(function.driver.as_deref());
    }
    let device = state.pci.iter().find(|d| d.address == address);
    device.map(|d| d.driver.as_deref())
}

/// What a change is about. Of several changes with one key only the last has to be seen in the end.
#[must_use]
pub fn key(change: &Change) -> String {
    match change {
        Change::SetVfCount { pf, .. } => format!("numvfs {pf}"),
        Change::SetAutoprobe { pf, .. } => format!("autoprobe {pf}"),
        // Whichever knobs: what a VF held before its owner changed is not what the next one finds.
        Change::SetVf { pf, index, .. } => format!("vf {pf} {index}"),
        Change::ResetVf { address } => format!("reset {address}"),
        Change::BindDriver { address, .. } | Change::UnbindDriver { address, .. } => {
            format!("driver {address}")
        }
        Change::SetLink { interface, .. } => format!("link {interface}"),
        Change::CreateBridge { name, .. } | Change::DeleteBridge { name } => {
            format!("bridge {name}")
        }
        // A port has one master, whatever bridge or bond it is asked to join or leave.
        Change::AddBridgePort { port, .. }
        | Change::RemoveBridgePort { port, .. }
        | Change::AddBondMember { member: port, .. }
        | Change::RemoveBondMember { member: port, .. } => format!("port {port}"),
        Change::CreateBond { name, .. } | Change::DeleteBond { name } => format!("bond {name}"),
        Change::SetVlanFiltering { bridge, .. } => format!("filtering {bridge}"),
        Change::SetPortVlans { port, .. } => format!("vlans {port}"),
        Change::SetPortFilters { port, .. } => format!("filters {port}"),
        Change::AddFdbEntry { entry } | Change::RemoveFdbEntry { entry } => {
            format!("fdb {} {} {:?}", entry.device, entry.mac, entry.place)
        }
        Change::MoveIpConfiguration { from, to } => {
            if from < to {
                format!("ip {from} {to}")
            } else {
                format!("ip {to} {from}")
            }
        }
        Change::DefineNetwork { id, .. } | Change::UndefineNetwork { id, .. } => {
            format!("network {id}")
        }
        Change::DefineDomain { id, .. } | Change::UndefineDomain { id, .. } => {
            format!("domain {id}")
        }
        // A VM that is started with its processors stopped is one thing with their going on.
        Change::StartDomain { vm, .. }
        | Change::StopDomain { vm, .. }
        | Change::SaveDomain { vm }
        | Change::PauseDomain { vm }
        | Change::ResumeDomain { vm } => format!("running {vm}"),
        Change::DiscardSavedState { vm } => format!("saved {vm}"),
        Change::ResetDomain { vm } => format!("reset {vm}"),
        Change::SetDomainMetadata { vm, .. } => format!("metadata {vm}"),
        Change::AttachDevice { vm, device, .. } | Change::DetachDevice { vm, device, .. } => {
            format!("device {vm} {}", device.alias())
        }
        Change::UpdateDevice { vm, nic, .. } => format!("nic {vm} {}", nic.alias),
        Change::SetFile { path, .. } => format!("file {path}"),
        Change::SetDesired { edit } => desired_key(edit),
    }
}

fn desired_key(edit: &crate::backend::state::DesiredEdit) -> String {
    use crate::backend::state::DesiredEdit as Edit;
    match edit {
        Edit::PutSwitch(switch) => format!("desired switch {}", switch.id),
        Edit::RemoveSwitch(id) => format!("desired switch {id}"),
        Edit::PutNic(nic) => format!("desired nic {}", nic.identity.permanent_mac),
        Edit::RemoveNic(identity) => format!("desired nic {}", identity.permanent_mac),
        Edit::PutClaim(claim) => {
            format!("desired claim {} {}", claim.pf.permanent_mac, claim.index)
        }
        Edit::RemoveClaim { pf, index } => format!("desired claim {} {index}", pf.permanent_mac),
        Edit::PutDismounted(device) => format!("desired dismounted {}", device.path),
        Edit::RemoveDismounted(path) => format!("desired dismounted {path}"),
        Edit::SetMacPool(_) => "desired pool".to_owned(),
        Edit::SetPreemption(_) => "desired preemption".to_owned(),
    }
}

/// What has to be observed to see whether the change has come true.
#[must_use]
pub fn scope_of(change: &Change) -> Scope {
    let nothing = Scope::default();
    match change {
        Change::SetVfCount { .. } | Change::SetAutoprobe { .. } => Scope {
            functions: VfDetail::Inventory,
            ..nothing
        },
        Change::BindDriver { .. } | Change::UnbindDriver { .. } => Scope {
            functions: VfDetail::Inventory,
            pci: PciDetail::Bare,
            ..nothing
        },
        Change::SetVf { .. } => Scope {
            functions: VfDetail::Admin,
            ..nothing
        },
        // Whether a VM still has the VF that is forgotten.
        Change::SetDesired {
            edit: DesiredEdit::RemoveClaim { .. },
        } => Scope {
            vms: VmDetail::Full,
            ..nothing
        },
        Change::ResetVf { .. } | Change::SetDesired { .. } => nothing,
        Change::SetFile { .. } => Scope {
            files: true,
            ..nothing
        },
        Change::SetLink { .. } | Change::MoveIpConfiguration { .. } => Scope {
            links: true,
            ..nothing
        },
        Change::CreateBridge { .. }
        | Change::DeleteBridge { .. }
        | Change::AddBridgePort { .. }
        | Change::RemoveBridgePort { .. }
        | Change::CreateBond { .. }
        | Change::DeleteBond { .. }
        | Change::AddBondMember { .. }
        | Change::RemoveBondMember { .. }
        | Change::SetVlanFiltering { .. }
        | Change::SetPortVlans { .. }
        | Change::SetPortFilters { .. }
        | Change::AddFdbEntry { .. }
        | Change::RemoveFdbEntry { .. } => Scope {
            links: true,
            bridges: true,
            ..nothing
        },
        Change::DefineNetwork { .. } | Change::UndefineNetwork { .. } => Scope {
            networks: true,
            ..nothing
        },
        Change::DefineDomain { .. }
        | Change::UndefineDomain { .. }
        | Change::StartDomain { .. }
        | Change::StopDomain { .. }
        | Change::PauseDomain { .. }
        | Change::ResumeDomain { .. }
        | Change::SaveDomain { .. }
        | Change::DiscardSavedState { .. }
        | Change::ResetDomain { .. }
        | Change::SetDomainMetadata { .. }
        | Change::AttachDevice { .. }
        | Change::DetachDevice { .. }
        | Change::UpdateDevice { .. } => Scope {
            vms: VmDetail::Full,
            ..nothing
        },
    }
}
