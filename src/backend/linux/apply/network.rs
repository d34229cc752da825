//! Interfaces, bridges, filters and addresses.

use crate::backend::HostError;
use crate::backend::model::{FdbEntry, FdbPlace, InterfaceName, MacAddress, PortFilter, PortVlans};

use super::super::host::LinuxHost;
use super::super::netlink::NetlinkError;
use super::super::netlink::link::LinkRead;
use super::super::refusal::{self, errno};

fn link(host: &LinuxHost, name: &InterfaceName) -> Result<LinkRead, HostError> {
    host.netlink.link(name).map_err(refused(name))
}

fn refused(name: &InterfaceName) -> impl Fn(NetlinkError) -> HostError {
    move |error| refusal::netlink(name.as_str(), &error)
}

pub(super) fn set_link(
    host: &LinuxHost,
    interface: &InterfaceName,
    up: bool,
) -> Result<(), HostError> {
    let link = link(host, interface)?;
    host.netlink
        .set_up(link.index, up)
        .map_err(refused(interface))
}

pub(super) fn create_bridge(
    host: &LinuxHost,
    name: &InterfaceName,
    mac: MacAddress,
    vlan_filtering: bool,
) -> Result<(), HostError> {
    host.netlink
        .create_bridge(name, mac, vlan_filtering)
        .map_err(refused(name))?;
    bring_up(host, name)
}

pub(super) fn set_vlan_filtering(
    host: &LinuxHost,
    bridge: &InterfaceName,
    on: bool,
) -> Result<(), HostError> {
    host.netlink
        .set_vlan_filtering(bridge, on)
        .map_err(refused(bridge))
}

pub(super) fn create_bond(
    host: &LinuxHost,
    name: &InterfaceName,
    primary: &InterfaceName,
) -> Result<(), HostError> {
    let primary = link(host, primary)?;
    host.netlink
        .create_bond(name, primary.index)
        .map_err(refused(name))?;
    bring_up(host, name)
}

/// Brings a new device up; half a device is none.
fn bring_up(host: &LinuxHost, name: &InterfaceName) -> Result<(), HostError> {
    let made = link(host, name)?;
    host.netlink.set_up(made.index, true).map_err(|error| {
        let _ = host.netlink.delete_link(made.index);
        refused(name)(error)
    })
}

/// Deletes a virtual device, which must be of the kind that is meant.
pub(super) fn delete(host: &LinuxHost, name: &InterfaceName, kind: &str) -> Result<(), HostError> {
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

pub(super) fn add_port(
    host: &LinuxHost,
    bridge: &InterfaceName,
    port: &InterfaceName,
) -> Result<(), HostError> {
    let to = link(host, bridge)?;
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

pub(super) fn remove_port(
    host: &LinuxHost,
    bridge: &InterfaceName,
    port: &InterfaceName,
) -> Result<(), HostError> {
    let from = link(host, port)?;
    let to = link(host, bridge)?;
    if from.master != Some(to.index) {
        // It is no port of this bridge: as wished. That of another bridge is not ours to remove.
        return Ok(());
    }
    host.netlink
        .set_master(from.index, None)
        .map_err(refused(port))
}

pub(super) fn set_port_vlans(
    host: &LinuxHost,
    port: &InterfaceName,
    vlans: &PortVlans,
) -> Result<(), HostError> {
    let found = link(host, port)?;
    if found.master.is_none() {
        let words = Some("it is not a port of a bridge");
        return Err(refusal::kernel(errno::NOT_SUPPORTED, port.as_str(), words));
    }
    host.netlink
        .set_port_vlans(found.index, vlans)
        .map_err(refused(port))
}

pub(super) fn set_port_filters(
    host: &LinuxHost,
    port: &InterfaceName,
    filters: &[PortFilter],
) -> Result<(), HostError> {
    let found = link(host, port)?;
    let index = |name: &InterfaceName| host.netlink.link(name).ok().map(|link| link.index);
    host.netlink
        .set_port_filters(found.index, filters, &index)
        .map_err(refused(port))
}

pub(super) fn add_fdb(host: &LinuxHost, entry: &FdbEntry) -> Result<(), HostError> {
    let found = link(host, &entry.device)?;
    let added = match entry.place {
        FdbPlace::Filter => host.netlink.add_fdb(found.index, entry.mac),
        FdbPlace::Bridge => host.netlink.pin(found.index, entry.mac),
    };
    added.map_err(refused(&entry.device))
}

pub(super) fn remove_fdb(host: &LinuxHost, entry: &FdbEntry) -> Result<(), HostError> {
    let found = link(host, &entry.device)?;
    let removed = match entry.place {
        FdbPlace::Filter => host.netlink.remove_fdb(found.index, entry.mac),
        FdbPlace::Bridge => host.netlink.unpin(found.index, entry.mac),
    };
    removed.map_err(refused(&entry.device))
}

pub(super) fn move_ip(
    host: &LinuxHost,
    from: &InterfaceName,
    to: &InterfaceName,
) -> Result<(), HostError> {
    let (source, target) = (link(host, from)?, link(host, to)?);
    host.netlink
        .move_ip(source.index, target.index)
        .map_err(refused(from))
}
