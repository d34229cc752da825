//! Interfaces and their addresses; what bridges and bonds share.

use std::sync::PoisonError;

use crate::HostError;
use crate::model::{InterfaceName, MacAddress};
use crate::plan::LinkChange;

use super::super::machine::LinuxMachine;
use super::super::netlink::NetlinkError;
use super::super::netlink::link::LinkRead;
use super::super::refusal::{self, errno};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &LinkChange) -> Result<(), HostError> {
    match change {
        LinkChange::Set { interface, up } => set_link(host, interface, *up),
        LinkChange::SetMtu { interface, mtu } => host
            .netlink
            .set_mtu(link(host, interface)?.index, *mtu)
            .map_err(refused(interface)),
        LinkChange::SetMac { interface, mac } => set_mac(host, interface, *mac),
        LinkChange::Rename { from, to } => host
            .netlink
            .rename(link(host, from)?.index, to)
            .map_err(refused(from)),
        LinkChange::CreateVlan { name, lower, vlan } => {
            let lower = link(host, lower)?;
            let made = host.netlink.create_vlan(name, lower.index, *vlan);
            made.map_err(refused(name))?;
            bring_up(host, name)
        }
        LinkChange::DeleteVlan { name } => delete(host, name, "vlan"),
        LinkChange::SetNote { interface, note } => host
            .netlink
            .set_note(link(host, interface)?.index, note.as_deref().unwrap_or(""))
            .map_err(refused(interface)),
        LinkChange::MoveIp { from, to } => move_ip(host, from, to),
    }
}

/// The interface of this name.
pub(super) fn link(host: &LinuxMachine, name: &InterfaceName) -> Result<LinkRead, HostError> {
    host.netlink.link(name).map_err(refused(name))
}

/// The kernel's refusal of a change of an interface.
pub(super) fn refused(name: &InterfaceName) -> impl Fn(NetlinkError) -> HostError {
    move |error| refusal::netlink(name.as_str(), &error)
}

fn set_link(host: &LinuxMachine, interface: &InterfaceName, up: bool) -> Result<(), HostError> {
    let index = link(host, interface)?.index;
    let netlink = &host.netlink;
    // A lock whose holder has died still guards a map that is whole.
    let lost = || host.lost.lock().unwrap_or_else(PoisonError::into_inner);
    if !up {
        let had = netlink
            .configuration_of(index)
            .map_err(refused(interface))?;
        netlink.set_up(index, false).map_err(refused(interface))?;
        // Taken down twice, it lost the first time.
        lost().entry(index).or_insert(had);
        return Ok(());
    }
    netlink.set_up(index, true).map_err(refused(interface))?;
    let had = lost().remove(&index);
    had.map_or(Ok(()), |had| {
        netlink.put_back(&had, index).map_err(refused(interface))
    })
}

fn set_mac(
    host: &LinuxMachine,
    interface: &InterfaceName,
    mac: MacAddress,
) -> Result<(), HostError> {
    let index = link(host, interface)?.index;
    let netlink = &host.netlink;
    // With another address the kernel forgets all neighbours of the interface. It finds those again that nobody named.
    let changed = netlink.named_neighbors(index).and_then(|named| {
        netlink.set_mac(index, mac)?;
        netlink.name_neighbors(index, &named)
    });
    changed.map_err(refused(interface))
}

fn move_ip(host: &LinuxMachine, from: &InterfaceName, to: &InterfaceName) -> Result<(), HostError> {
    let (source, target) = (link(host, from)?, link(host, to)?);
    host.netlink
        .move_ip(source.index, target.index)
        .map_err(refused(from))
}

/// Brings a new device up; half a device is none.
pub(super) fn bring_up(host: &LinuxMachine, name: &InterfaceName) -> Result<(), HostError> {
    let made = link(host, name)?;
    host.netlink.set_up(made.index, true).map_err(|error| {
        let _ = host.netlink.delete_link(made.index);
        refused(name)(error)
    })
}

/// Deletes a virtual device, which must be of the kind that is meant.
pub(super) fn delete(
    host: &LinuxMachine,
    name: &InterfaceName,
    kind: &str,
) -> Result<(), HostError> {
    let found = link(host, name)?;
    if found.kind.as_deref() != Some(kind) {
        let words = format!("it is not a {kind}");
        return Err(refusal::kernel(
            errno::NOT_SUPPORTED,
            name.as_str(),
            Some(&words),
        ));
    }
    host.netlink.delete_link(found.index).map_err(refused(name))
}

/// Makes an interface a port of a bridge, or a member of a bond.
pub(super) fn set_master(
    host: &LinuxMachine,
    master: &InterfaceName,
    port: &InterfaceName,
) -> Result<(), HostError> {
    let to = link(host, master)?;
    let from = link(host, port)?;
    match from.master {
        Some(master) if master == to.index => return Ok(()),
        Some(_) => {
            let words = Some("it is a port of another device");
            return Err(refusal::kernel(errno::BUSY, port.as_str(), words));
        }
        None => {}
    }
    host.netlink
        .set_master(from.index, Some(to.index))
        .map_err(refused(port))
}

/// Takes an interface out of the bridge or bond that is meant.
pub(super) fn clear_master(
    host: &LinuxMachine,
    master: &InterfaceName,
    port: &InterfaceName,
) -> Result<(), HostError> {
    let from = link(host, port)?;
    let to = link(host, master)?;
    if from.master != Some(to.index) {
        // It is no port of this bridge: as wished. That of another bridge is not ours to remove.
        return Ok(());
    }
    host.netlink
        .set_master(from.index, None)
        .map_err(refused(port))
}
