//! What the simulated hardware shows of itself, whatever a fixture or somebody who edited the state wrote: a driver holds no setting
//! that it does not have, and a VLAN interface is on top of something.

use crate::model::{
    InterfaceName, LinkKind, NetAdapter, PhysicalFunction, VFIO_PCI, VfRate, VfVlan, driver_traits,
};

/// What the PFs' drivers cannot hold for a VF is not there.
pub(super) fn settle_functions(functions: &mut [PhysicalFunction]) {
    for function in functions {
        // Where the PF has no driver, or the one that hands it to a VM, what its own driver held is there again with that driver.
        let own = |driver: &&str| *driver != VFIO_PCI;
        let Some(driver) = function.driver.as_deref().filter(own) else {
            continue;
        };
        let knobs = driver_traits(driver).knobs;
        for admin in function.vfs.iter_mut().filter_map(|vf| vf.admin.as_mut()) {
            if !knobs.vlan {
                admin.vlan = VfVlan::default();
            }
            if !knobs.maximum_rate && !knobs.minimum_rate {
                admin.rate = VfRate::default();
            }
            admin.spoof_check = admin.spoof_check.filter(|_| knobs.spoof_check);
            admin.trust = admin.trust.filter(|_| knobs.trust);
            admin.link_state = admin.link_state.filter(|_| knobs.link_state);
        }
    }
}

/// VLAN interfaces and their like stand on the device that their name begins with, or that has their address.
pub(super) fn settle_links(links: &mut [NetAdapter]) {
    let found: Vec<(usize, InterfaceName)> = links
        .iter()
        .enumerate()
        .filter(|(_, link)| link.lower.is_none())
        .filter(|(_, link)| matches!(link.kind, LinkKind::Vlan | LinkKind::Other))
        .filter_map(|(at, link)| Some((at, lower_of(links, link)?)))
        .collect();
    for (at, lower) in found {
        if let Some(link) = links.get_mut(at) {
            link.lower = Some(lower);
        }
    }
}

fn lower_of(links: &[NetAdapter], upper: &NetAdapter) -> Option<InterfaceName> {
    let name = upper.name.as_str();
    let begin = name.rsplit_once(['.', '@']).map(|(begin, _)| begin);
    let named = links
        .iter()
        .find(|link| begin.is_some_and(|begin| link.name.as_str() == begin));
    let alike = || {
        links.iter().find(|link| {
            link.name != upper.name
                && upper.kind == LinkKind::Vlan
                && link.mac == upper.mac
                && link.kind != LinkKind::Vlan
                && link.master.is_none()
        })
    };
    named.or_else(alike).map(|link| link.name.clone())
}
