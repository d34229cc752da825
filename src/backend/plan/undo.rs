//! What puts back what a change does.

use std::time::Duration;

use super::{Change, Device, StopMode};
use crate::backend::model::{
    DomainDefinition, MacAddress, PciAddress, State, VmState, driver_traits,
};

/// How long an undo waits for a guest to let a device go.
const DETACH_TIMEOUT: Duration = Duration::from_secs(30);

/// The change that leads back from where `change` leads to; `None` when there is no way back, or nothing to undo.
#[must_use]
pub fn undo_of(change: &Change, before: &State) -> Option<Change> {
    Some(match change {
        Change::SetVfCount { pf, .. } => Change::SetVfCount {
            pf: *pf,
            count: before.function(*pf)?.num_vfs,
        },
        Change::SetAutoprobe { pf, .. } => Change::SetAutoprobe {
            pf: *pf,
            on: before.function(*pf)?.autoprobe,
        },
        Change::SetVf {
            pf,
            index,
            attributes,
        } => {
            let function = before.function(*pf)?;
            let admin = function.vfs.iter().find(|v| v.index == *index)?.admin?;
            let mut originals = attributes.originals_in(&admin);
            originals.mac = originals
                .mac
                .map(|mac| restorable_mac(function.driver.as_deref(), *pf, *index, mac));
            if originals.is_empty() {
                return None;
            }
            Change::SetVf {
                pf: *pf,
                index: *index,
                attributes: originals,
            }
        }
        Change::ResetVf { .. } => return None,
        Change::BindDriver { address, driver } => Change::UnbindDriver {
            address: *address,
            driver: driver.clone(),
        },
        Change::UnbindDriver { address, driver } => Change::BindDriver {
            address: *address,
            driver: driver.clone(),
        },
        Change::SetLink { interface, .. } => Change::SetLink {
            interface: interface.clone(),
            up: before.link(interface)?.up,
        },
        Change::CreateBridge { name, .. } => Change::DeleteBridge { name: name.clone() },
        Change::DeleteBridge { name } => {
            let bridge = before.bridge(name)?;
            Change::CreateBridge {
                name: name.clone(),
                mac: bridge.mac,
                vlan_filtering: bridge.vlan_filtering,
            }
        }
        Change::AddBridgePort { bridge, port } => Change::RemoveBridgePort {
            bridge: bridge.clone(),
            port: port.clone(),
        },
        Change::RemoveBridgePort { bridge, port } => Change::AddBridgePort {
            bridge: bridge.clone(),
            port: port.clone(),
        },
        Change::CreateBond { name, .. } => Change::DeleteBond { name: name.clone() },
        Change::DeleteBond { name } => Change::CreateBond {
            name: name.clone(),
            primary: before.team(name)?.primary.clone()?,
        },
        Change::AddBondMember { bond, member } => Change::RemoveBondMember {
            bond: bond.clone(),
            member: member.clone(),
        },
        Change::RemoveBondMember { bond, member } => Change::AddBondMember {
            bond: bond.clone(),
            member: member.clone(),
        },
        Change::SetVlanFiltering { bridge, .. } => Change::SetVlanFiltering {
            bridge: bridge.clone(),
            on: before.bridge(bridge)?.vlan_filtering,
        },
        Change::SetPortVlans { port, .. } => {
            let bridge = before.bridges.iter().find(|b| b.ports.contains(port))?;
            Change::SetPortVlans {
                port: port.clone(),
                vlans: bridge.vlans_of(port),
            }
        }
        Change::SetFile { path, .. } => Change::SetFile {
            path: path.clone(),
            text: before.files.get(path).cloned(),
        },
        Change::SetPortFilters { port, .. } => Change::SetPortFilters {
            port: port.clone(),
            filters: before.filters_of(port).to_vec(),
        },
        Change::AddFdbEntry { entry } => Change::RemoveFdbEntry {
            entry: entry.clone(),
        },
        Change::RemoveFdbEntry { entry } => Change::AddFdbEntry {
            entry: entry.clone(),
        },
        Change::MoveIpConfiguration { from, to } => Change::MoveIpConfiguration {
            from: to.clone(),
            to: from.clone(),
        },
        Change::DefineNetwork { name, id, .. } => Change::UndefineNetwork {
            name: name.clone(),
            id: *id,
        },
        Change::UndefineNetwork { name, id } => {
            let network = before.networks.iter().find(|n| n.id == *id)?;
            Change::DefineNetwork {
                name: name.clone(),
                id: *id,
                bridge: network.bridge.clone()?,
            }
        }
        Change::DefineDomain { name, id, .. } => Change::UndefineDomain {
            name: name.clone(),
            id: *id,
        },
        Change::UndefineDomain { name, id } => {
            let text = before.vm(*id)?.definition.clone()?;
            Change::DefineDomain {
                name: name.clone(),
                id: *id,
                definition: DomainDefinition::Text(text),
            }
        }
        Change::StartDomain { vm, .. } => Change::StopDomain {
            vm: *vm,
            mode: StopMode::TurnOff,
        },
        Change::StopDomain { vm, .. } | Change::SaveDomain { vm } => Change::StartDomain {
            vm: *vm,
            paused: before.vm(*vm).is_some_and(|v| v.state == VmState::Paused),
        },
        Change::PauseDomain { vm } => Change::ResumeDomain { vm: *vm },
        Change::ResumeDomain { vm } => Change::PauseDomain { vm: *vm },
        Change::DiscardSavedState { .. } | Change::ResetDomain { .. } => return None,
        Change::SetDomainMetadata { vm, .. } => Change::SetDomainMetadata {
            vm: *vm,
            settings: before.vm(*vm)?.settings.clone(),
        },
        Change::AttachDevice { vm, device, live } => Change::DetachDevice {
            vm: *vm,
            device: device.clone(),
            live: *live,
            timeout: DETACH_TIMEOUT,
        },
        Change::DetachDevice {
            vm, device, live, ..
        } => {
            let device = match device {
                // The adapter as it stood, not as the caller described it.
                Device::Nic(nic) => Device::Nic(before.vm(*vm)?.adapter(&nic.alias)?.spec()),
                Device::Vf(_) | Device::Host(_) => device.clone(),
            };
            Change::AttachDevice {
                vm: *vm,
                device,
                live: *live,
            }
        }
        Change::UpdateDevice { vm, nic, live } => {
            let adapter = before.vm(*vm)?.adapter(&nic.alias)?;
            Change::UpdateDevice {
                vm: *vm,
                nic: adapter.spec(),
                live: *live,
            }
        }
        Change::SetDesired { edit } => Change::SetDesired {
            edit: before.desired.clone().edit(edit)?,
        },
    })
}

/// The MAC that a VF can be given back: `original`, unless that is zero and the driver refuses zero. Then it is an
/// address made of the VF's place, because one address for all parked VFs would be a duplicate on the wire.
#[must_use]
pub(crate) fn restorable_mac(
    driver: Option<&str>,
    pf: PciAddress,
    index: u32,
    original: MacAddress,
) -> MacAddress {
    if !original.is_zero() || driver_traits(driver.unwrap_or_default()).knobs.zero_mac {
        return original;
    }
    let [high, low] = pf.routing_id().to_be_bytes();
    let [_, _, index_high, index_low] = index.to_be_bytes();
    MacAddress([
        0x02,
        (pf.domain & 0xff) as u8,
        high,
        low,
        index_high,
        index_low,
    ])
}
