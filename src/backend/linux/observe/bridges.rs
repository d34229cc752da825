//! Bridges, bonds, and addresses in the filters of PFs.

use std::collections::HashMap;

use crate::HostError;
use crate::model::{
    Bridge, DeviceShares, FdbEntry, FdbPlace, InterfaceName, PortFilters, PortVlans, Team,
    TeamMember,
};

use super::super::netlink::link::LinkRead;
use super::super::netlink::vlan::PortVlan;
use super::super::refusal;
use super::{Look, links};

/// All bridges and all bonds, sorted by name.
pub(super) fn observe(look: &Look<'_>) -> Result<(Vec<Bridge>, Vec<Team>), HostError> {
    let all = look.links()?;
    let port_vlans = if all.iter().any(|link| link.vlan_filtering) {
        let read = look.host.netlink.port_vlans();
        Some(read.map_err(|error| refusal::unread(&error))?)
    } else {
        None
    };
    let mut bridges = Vec::new();
    let mut teams = Vec::new();
    for link in all {
        let mut members: Vec<&LinkRead> = all
            .iter()
            .filter(|member| member.master == Some(link.index))
            .collect();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        let names = || members.iter().map(|member| member.name.clone()).collect();
        match link.kind.as_deref() {
            Some("bridge") => bridges.push(Bridge {
                name: link.name.clone(),
                mac: link.mac,
                up: link.up,
                vlan_filtering: link.vlan_filtering,
                ports: names(),
                port_vlans: match &port_vlans {
                    Some(all) if link.vlan_filtering => vlans_of(all, link, &members),
                    _ => Vec::new(),
                },
            }),
            Some("bond") => teams.push(Team {
                name: link.name.clone(),
                members: names(),
                mode: link
                    .bond
                    .mode
                    .clone()
                    .unwrap_or_else(|| "unknown".to_owned()),
                hash: link.bond.hash.clone(),
                dynamic: link.bond.dynamic,
                lacp_fast: link.bond.lacp_fast,
                own_addresses: link.bond.own_addresses,
                arp_targets: match link.bond.arp_interval {
                    0 => Vec::new(),
                    _ => link.bond.arp_targets.clone(),
                },
                monitor: link.bond.monitor(),
                primary: member_of(&members, link.bond.primary),
                active: member_of(&members, link.bond.active),
                carrier: link.carrier,
                states: members.iter().filter_map(|m| state_of(m)).collect(),
            }),
            _ => {}
        }
    }
    bridges.sort_by(|a, b| a.name.cmp(&b.name));
    teams.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((bridges, teams))
}

fn state_of(member: &LinkRead) -> Option<TeamMember> {
    let read = member.member.as_ref()?;
    Some(TeamMember {
        name: member.name.clone(),
        works: read.works,
        active: read.active,
        aggregator: read.aggregator,
        partner: read.partner,
    })
}

fn member_of(members: &[&LinkRead], index: Option<u32>) -> Option<InterfaceName> {
    let found = members.iter().find(|member| Some(member.index) == index)?;
    Some(found.name.clone())
}

/// The VLANs of a bridge's ports, and of itself as the host's own port, sorted by name.
fn vlans_of(
    all: &HashMap<u32, PortVlan>,
    bridge: &LinkRead,
    ports: &[&LinkRead],
) -> Vec<(InterfaceName, PortVlans)> {
    let of = |port: &LinkRead| Some((port.name.clone(), all.get(&port.index)?.vlans()));
    let both = ports.iter().copied().chain([bridge]);
    let mut vlans: Vec<_> = both
        .filter_map(of)
        .filter(|(_, vlans)| *vlans != PortVlans::default())
        .collect();
    vlans.sort();
    vlans
}

/// Ports with filters of ours, and NICs that we have divided, sorted by name.
pub(super) fn traffic_control(
    look: &Look<'_>,
) -> Result<(Vec<PortFilters>, Vec<DeviceShares>), HostError> {
    let netlink = &look.host.netlink;
    let unread = |error| refusal::unread(&error);
    let names = look.names()?;
    let name = |index| names.get(&index).map(|name| (*name).clone());
    let mut ports = Vec::new();
    // One question tells which devices have any at all; most have none.
    let disciplines = netlink.disciplines().map_err(unread)?;
    for (index, _) in disciplines
        .ingress
        .into_iter()
        .filter(|(_, kind)| kind == "clsact")
    {
        let Some(device) = name(index) else { continue };
        let standing = netlink.port_filters(index, &name).map_err(unread)?;
        if !standing.is_empty() {
            ports.push(PortFilters {
                device,
                bytes: standing.iter().map(|one| one.bytes).collect(),
                filters: standing.into_iter().map(|one| one.filter).collect(),
            });
        }
    }
    ports.sort_by(|a, b| a.device.cmp(&b.device));
    let mut divided = Vec::new();
    for index in disciplines.divided {
        let Some(device) = name(index) else { continue };
        let shares = netlink.shares(index).map_err(unread)?;
        divided.push(DeviceShares { device, shares });
    }
    divided.sort_by(|a, b| a.device.cmp(&b.device));
    Ok((ports, divided))
}

/// Addresses that were added to the filters of PFs or pinned to ports of bridges, sorted.
pub(super) fn forwarding(look: &Look<'_>) -> Result<Vec<FdbEntry>, HostError> {
    let sysfs = &look.host.sysfs;
    let mut entries = Vec::new();
    for link in look.links()? {
        let is_pf = links::pci_of(look, link)
            .is_some_and(|pci| sysfs.pci_function(pci).total_vfs().is_some());
        if !is_pf {
            continue;
        }
        let filter = look
            .host
            .netlink
            .fdb(link.index)
            .map_err(|error| refusal::unread(&error))?;
        entries.extend(
            filter
                .into_iter()
                .filter(|mac| *mac != link.mac)
                .map(|mac| FdbEntry {
                    device: link.name.clone(),
                    mac,
                    place: FdbPlace::Filter,
                }),
        );
    }
    let names = look.names()?;
    let pinned = look.host.netlink.pinned();
    for (port, mac) in pinned.map_err(|error| refusal::unread(&error))? {
        if let Some(name) = names.get(&port) {
            entries.push(FdbEntry {
                device: (*name).clone(),
                mac,
                place: FdbPlace::Bridge,
            });
        }
    }
    entries.sort();
    Ok(entries)
}
