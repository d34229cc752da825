//! libvirt networks.

use crate::domain_xml;
use crate::model::{InterfaceName, Uuid};
use crate::plan::NetworkChange;
use crate::{Category, HostError};

use super::super::libvirt::{Hypervisor, NetworkRef};
use super::super::machine::LinuxMachine;
use super::domain::refused;

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &NetworkChange) -> Result<(), HostError> {
    match change {
        NetworkChange::Define { name, id, bridge } => define_network(host, name, *id, bridge),
        NetworkChange::Undefine { name, id } => undefine_network(host, name, *id),
    }
}

fn network(host: &LinuxMachine, id: Uuid, name: &str) -> Result<Option<NetworkRef>, HostError> {
    let networks = host.libvirt.networks().map_err(refused(name))?;
    Ok(networks.into_iter().find(|n| &n.uuid == id.as_bytes()))
}

fn define_network(
    host: &LinuxMachine,
    name: &str,
    id: Uuid,
    bridge: &InterfaceName,
) -> Result<(), HostError> {
    let libvirt = &host.libvirt;
    let was_there = network(host, id, name)?.is_some();
    let xml = domain_xml::bridge_network(name, id, bridge.as_str());
    let defined = libvirt.define_network(&xml).map_err(refused(name))?;
    let started = (|| {
        if !libvirt.network_active(&defined)? {
            libvirt.start_network(&defined)?;
        }
        libvirt.set_network_autostart(&defined, true)
    })();
    started.map_err(|error| {
        if !was_there {
            // The refusal is what is reported; a network that does not start is not left behind.
            let _ = libvirt.stop_network(&defined);
            let _ = libvirt.undefine_network(&defined);
        }
        refused(name)(error)
    })
}

fn undefine_network(host: &LinuxMachine, name: &str, id: Uuid) -> Result<(), HostError> {
    let Some(network) = network(host, id, name)? else {
        return Err(HostError::new(
            "Host.LibvirtRefused",
            Category::ObjectNotFound,
            format!("libvirt refused a change of {name}."),
        )
        .target(name)
        .because(
            crate::CauseSource::Libvirt,
            format!("Network not found: no network with matching uuid '{id}'"),
            None,
        )
        .advised());
    };
    let libvirt = &host.libvirt;
    if libvirt.network_active(&network).map_err(refused(name))? {
        libvirt.stop_network(&network).map_err(refused(name))?;
    }
    libvirt.undefine_network(&network).map_err(refused(name))
}
