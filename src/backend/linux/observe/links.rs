//! Network interfaces of the host.

use std::net::IpAddr;

use crate::model::{LinkKind, NetAdapter, NicIdentity, PciAddress};
use crate::{Category, HostError};

use super::super::netlink::link::LinkRead;
use super::super::sysfs::{link_name_at, number_at};
use super::super::{pci_ids, refusal};
use super::{Look, other_tools, storage};

/// All interfaces but the loopback device, in order of index.
pub(super) fn observe(look: &Look<'_>) -> Result<Vec<NetAdapter>, HostError> {
    let netlink = &look.host.netlink;
    let unread = |error| refusal::unread(&error);
    let addresses = netlink.addresses().map_err(unread)?;
    let default_routes = netlink.default_route_links().map_err(unread)?;
    let session = session_address();
    let names = look.names()?;
    let tools = other_tools::by_index(&look.host.sysfs);
    let servers = storage::servers(&look.host.sysfs);
    let links = look.links()?;
    look.unread.borrow_mut().extend(nameless(look));
    let products: Vec<(u16, u16)> = links
        .iter()
        .filter_map(|link| product(look, pci_of(look, link)?))
        .collect();
    let products = pci_ids::names(&look.host.sysfs, &products);
    Ok(links
        .iter()
        .map(|link| {
            let pci = pci_of(look, link);
            let own = || addresses.iter().filter(|a| a.index == link.index);
            let driver = driver(look, link);
            let driver_version = driver.as_ref().and_then(|_| driver_version(look, link));
            let named = pci
                .and_then(|pci| product(look, pci))
                .and_then(|ids| products.get(&ids).cloned());
            NetAdapter {
                name: link.name.clone(),
                index: link.index,
                mac: link.mac,
                identity: identity(look, link),
                kind: kind(look, link, pci),
                description: named
                    .or_else(|| driver.clone())
                    .or_else(|| link.kind.clone())
                    .unwrap_or_default(),
                driver,
                pci,
                up: link.up,
                carrier: link.carrier,
                speed: speed(look, link),
                mtu: link.mtu,
                vlan: link.vlan.and_then(|id| {
                    let lower = names.get(&link.lower?)?;
                    Some(((*lower).clone(), id))
                }),
                master: link
                    .master
                    .and_then(|index| names.get(&index))
                    .map(|name| (*name).clone()),
                lower: link
                    .lower
                    .and_then(|index| names.get(&index))
                    .map(|name| (*name).clone()),
                peer: link
                    .peer
                    .and_then(|index| names.get(&index))
                    .map(|name| (*name).clone()),
                note: link.note.clone(),
                alias: None,
                of_switch: false,
                addresses: own()
                    .filter(|address| address.global)
                    .map(|address| format!("{}/{}", address.address, address.prefix))
                    .collect(),
                default_route: default_routes.contains(&link.index),
                session: session.is_some_and(|ip| own().any(|address| address.address == ip)),
                storage: own().any(|own| {
                    let is_in = |server: &IpAddr| storage::is_in(*server, own.address, own.prefix);
                    servers.iter().any(is_in)
                }),
                managed_by: tools
                    .get(&link.index)
                    .into_iter()
                    .flatten()
                    .copied()
                    .chain(
                        pci.into_iter()
                            .flat_map(|pci| other_tools::of_function(&look.host.sysfs, pci)),
                    )
                    .map(str::to_owned)
                    .collect(),
                full_duplex: full_duplex(look, link),
                driver_version,
                promiscuous: link.promiscuity.map(|count| count > 0),
            }
        })
        .collect())
}

/// Interfaces whose names are no text: netlink's messages about them cannot be read, and nobody could type them.
fn nameless(look: &Look<'_>) -> Vec<HostError> {
    let names = std::fs::read_dir(look.host.sysfs.path("/sys/class/net"));
    let names = names
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name());
    names
        .filter(|name| name.to_str().is_none())
        .map(|name| {
            let shown = name.as_encoded_bytes().escape_ascii();
            HostError::new(
                "NetAdapter.NameUnreadable",
                Category::InvalidData,
                format!("The network adapter '{shown}' is not listed: its name is no UTF-8 text."),
            )
            .next_step("Give it another name with 'ip link set dev ... name ...'.")
        })
        .collect()
}

/// What a NIC is recognised by later.
pub(super) fn identity(look: &Look<'_>, link: &LinkRead) -> NicIdentity {
    let sysfs = &look.host.sysfs;
    NicIdentity {
        pci_path: pci_of(look, link)
            .and_then(|pci| sysfs.pci_function(pci).path_from_root())
            .unwrap_or_default(),
        permanent_mac: link.permanent_mac.unwrap_or(link.mac),
        port_name: link.port_name.clone(),
    }
}

/// The PCI function behind an interface.
pub(super) fn pci_of(look: &Look<'_>, link: &LinkRead) -> Option<PciAddress> {
    if link.kind.is_some() {
        return None;
    }
    // A virtio NIC's parent is its virtio device, whose parent is the PCI function.
    link.pci.or_else(|| {
        let device = look
            .host
            .sysfs
            .path(&format!("/sys/class/net/{}/device", link.name));
        let real = std::fs::canonicalize(device).ok()?;
        let is_pci = |path: &std::path::Path| path.file_name()?.to_str()?.parse().ok();
        is_pci(&real).or_else(|| is_pci(real.parent()?))
    })
}

fn product(look: &Look<'_>, pci: PciAddress) -> Option<(u16, u16)> {
    let function = look.host.sysfs.pci_function(pci);
    Some((function.vendor()?, function.device()?))
}

fn driver(look: &Look<'_>, link: &LinkRead) -> Option<String> {
    let path = format!("/sys/class/net/{}/device/driver", link.name);
    link_name_at(&look.host.sysfs.path(&path))
}

/// The version that a driver's module has; a driver without one has the version of the kernel that it is part of.
fn driver_version(look: &Look<'_>, link: &LinkRead) -> Option<String> {
    let sysfs = &look.host.sysfs;
    let own = format!("/sys/class/net/{}/device/driver/module/version", link.name);
    sysfs
        .text(&own)
        .or_else(|| sysfs.text("/proc/sys/kernel/osrelease"))
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

fn full_duplex(look: &Look<'_>, link: &LinkRead) -> Option<bool> {
    if link.kind.is_some() || !link.carrier {
        return None;
    }
    let text = look
        .host
        .sysfs
        .text(&format!("/sys/class/net/{}/duplex", link.name))?;
    match text.trim() {
        "full" => Some(true),
        "half" => Some(false),
        _ => None,
    }
}

fn kind(look: &Look<'_>, link: &LinkRead, pci: Option<PciAddress>) -> LinkKind {
    match link.kind.as_deref() {
        Some("bridge") => LinkKind::Bridge,
        Some("bond") => LinkKind::Bond,
        Some("vlan") => LinkKind::Vlan,
        Some("tun") => LinkKind::Tap,
        Some(_) => LinkKind::Other,
        None if link.port_name.as_deref().is_some_and(|p| p.contains("pf")) => {
            LinkKind::Representor
        }
        None => {
            let sysfs = &look.host.sysfs;
            let is_vf =
                pci.is_some_and(|pci| sysfs.pci_function(pci).physical_function().is_some());
            let hardware = sysfs.exists(&format!("/sys/class/net/{}/device", link.name));
            match (is_vf, pci.is_some() || hardware) {
                (true, _) => LinkKind::VirtualFunction,
                (false, true) => LinkKind::Physical,
                (false, false) => LinkKind::Other,
            }
        }
    }
}

fn speed(look: &Look<'_>, link: &LinkRead) -> Option<u32> {
    if !link.carrier {
        return None;
    }
    // The file says -1 where the driver does not know, which is no number here.
    let path = format!("/sys/class/net/{}/speed", link.name);
    let speed = number_at(&look.host.sysfs.path(&path))?;
    u32::try_from(speed).ok().filter(|speed| *speed != u32::MAX)
}

/// The address at which the caller's ssh session came in.
fn session_address() -> Option<IpAddr> {
    let connection = std::env::var("SSH_CONNECTION").ok()?;
    let server = connection.split_whitespace().nth(2)?;
    let plain = server.split('%').next().unwrap_or(server);
    plain.parse().ok()
}
