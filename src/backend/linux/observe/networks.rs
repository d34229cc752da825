//! Networks of libvirt.

use crate::model::{InterfaceName, LibvirtNetwork, Uuid};
use crate::{Category, HostError};

use super::super::libvirt::Hypervisor;
use super::super::libvirt::domain_read::NetworkRead;
use super::Look;
use super::vms::refused;

/// All networks, sorted by name. libvirt is asked once in a look.
pub(super) fn observe<'l>(look: &'l Look<'_>) -> Result<&'l [LibvirtNetwork], HostError> {
    if let Some(networks) = look.networks.get() {
        return Ok(networks);
    }
    let networks = read(look)?;
    Ok(look.networks.get_or_init(|| networks))
}

/// The bridge behind a network.
pub(super) fn bridge_of(look: &Look<'_>, name: &str) -> Result<Option<InterfaceName>, HostError> {
    let found = observe(look)?.iter().find(|network| network.name == name);
    Ok(found.and_then(|network| network.bridge.clone()))
}

/// All networks, sorted by name.
fn read(look: &Look<'_>) -> Result<Vec<LibvirtNetwork>, HostError> {
    let mut networks = Vec::new();
    for status in look.host.libvirt.network_statuses().map_err(refused)? {
        let network = status.network;
        let read = NetworkRead::parse(&status.xml);
        if let Err(error) = &read {
            look.unread.borrow_mut().push(
                HostError::new(
                    "Host.NetworkUnreadable",
                    Category::InvalidData,
                    format!(
                        "The libvirt network '{}' cannot be read: {error}.",
                        network.name
                    ),
                )
                .target(&*network.name)
                .next_step("See 'virsh net-dumpxml' of it, and mend it with 'virsh net-edit'."),
            );
        }
        let read = read.ok();
        networks.push(LibvirtNetwork {
            name: network.name,
            id: Uuid::from_bytes(network.uuid),
            bridge: read
                .as_ref()
                .and_then(|read| read.bridge.as_ref()?.parse().ok()),
            pool: read
                .iter()
                .flat_map(|read| &read.pool_pfs)
                .filter_map(|pf| pf.parse().ok())
                .collect(),
            active: status.active,
            autostart: status.autostart,
        });
    }
    networks.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(networks)
}
