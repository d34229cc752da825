//! Why a VF that exists is not allocated: one reason for each, and the words for all of a switch.

use std::collections::BTreeMap;

use crate::model::{
    PciAddress, PhysicalFunction, State, VFIO_PCI, VfRate, VirtualFunction, driver_traits,
};
use crate::policy::vf::record;

/// Why a VF is not allocated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::policy) enum Obstacle {
    /// A running VM has it.
    OfVm,
    /// It was allocated, and has not come back yet.
    Claimed,
    /// It waits for a VM that is on its way to this host.
    Reserved,
    /// The host uses it: the interface is up, has an address or is part of something.
    OfHost(String),
    /// It is bound to the driver that holds devices for VMs, which iovsh did not do.
    OnVfio,
    /// It is bound to another driver without an interface: a program of the host has it.
    OnDriver(String),
    /// It cannot be reset by itself.
    NoReset,
    /// A driver of the host has another device of its IOMMU group.
    Group {
        /// The other device.
        peer: PciAddress,
        /// Its driver.
        driver: String,
    },
    /// The NIC is in switchdev mode, and the VF's end on the host is not there.
    NoRepresentor,
    /// Somebody left settings on it that its driver cannot take off, by the names of parameters.
    Stuck(Vec<&'static str>),
    /// It has a rate that can be taken off only while the NIC has a link.
    RateWithoutLink,
}

/// What is in the way of a VF; `None`: it is free.
pub(in crate::policy) fn obstacle(
    state: &State,
    function: &PhysicalFunction,
    vf: &VirtualFunction,
) -> Option<Obstacle> {
    if vf.owner.is_some() {
        return Some(Obstacle::OfVm);
    }
    if state.desired.claim(&function.identity, vf.index).is_some() {
        return Some(Obstacle::Claimed);
    }
    if state.desired.is_reserved(&function.identity, vf.index) {
        return Some(Obstacle::Reserved);
    }
    if let Some(user) = used_by_host(state, vf) {
        return Some(user);
    }
    if vf.flr == Some(false) {
        return Some(Obstacle::NoReset);
    }
    if let Some(peer) = vf.group_blocker() {
        return Some(Obstacle::Group {
            peer: peer.address,
            driver: peer.driver.clone().unwrap_or_default(),
        });
    }
    if function.is_switchdev() && vf.representor.is_none() {
        return Some(Obstacle::NoRepresentor);
    }
    let stuck = record::stuck(function, vf);
    if !stuck.is_empty() {
        return Some(Obstacle::Stuck(stuck));
    }
    let rated = vf
        .admin
        .is_some_and(|admin| admin.rate != VfRate::default());
    (rated && rate_needs_link(state, function)).then_some(Obstacle::RateWithoutLink)
}

/// The PF has no link, and without one its driver sets no rate.
pub(in crate::policy) fn rate_needs_link(state: &State, function: &PhysicalFunction) -> bool {
    let traits = function.driver.as_deref().map(driver_traits);
    let link = function
        .interface
        .as_ref()
        .and_then(|name| state.link(name));
    traits.is_some_and(|traits| traits.rate_needs_link) && link.is_some_and(|link| !link.carrier)
}

/// Who of the host may be using a VF: a network driver whose interface is up, has an address or is part of something, or a driver
/// without interface that is not known to be ours. An idle network driver gives way, and comes back when the VF does.
pub(in crate::policy) fn used_by_host(state: &State, vf: &VirtualFunction) -> Option<Obstacle> {
    match (vf.driver.as_deref()?, &vf.interface) {
        (VFIO_PCI, None) => Some(Obstacle::OnVfio),
        (driver, None) => Some(Obstacle::OnDriver(driver.to_owned())),
        (_, Some(name)) => {
            let link = state.link(name);
            let busy = link.is_none_or(|l| {
                let carries = || {
                    state
                        .links
                        .iter()
                        .any(|upper| upper.lower.as_ref() == Some(name))
                };
                l.up || l.master.is_some() || !l.addresses.is_empty() || carries()
            });
            busy.then(|| Obstacle::OfHost(name.to_string()))
        }
    }
}

impl Obstacle {
    /// It would be no other with new VFs.
    pub(in crate::policy) fn outlives_the_vf(&self) -> bool {
        matches!(
            self,
            Self::NoReset | Self::Group { .. } | Self::NoRepresentor
        )
    }

    /// What so many VFs have in common, after their number.
    fn text(&self, count: usize) -> String {
        let (is, has, they) = if count == 1 {
            ("is", "has", "it")
        } else {
            ("are", "have", "they")
        };
        match self {
            Self::OfVm => format!("{is} in use by virtual machines"),
            Self::Claimed => format!("{is} allocated and not back yet"),
            Self::Reserved => format!("{is} reserved for virtual machines that come to this host"),
            Self::OfHost(interface) => {
                format!("{is} in use by the host itself ({interface})")
            }
            Self::OnVfio => format!(
                "{is} bound to vfio-pci by another tool, so that a program may have {}",
                if count == 1 { "it" } else { "them" }
            ),
            Self::OnDriver(driver) => format!("{is} bound to {driver}, for a program of the host"),
            Self::NoReset => format!(
                "{has} no reset of {}",
                if count == 1 { "its own" } else { "their own" }
            ),
            Self::Group { peer, driver } => format!(
                "{} an IOMMU group with {peer}, which {driver} has",
                if count == 1 { "shares" } else { "share" }
            ),
            Self::NoRepresentor => format!("{has} no representor on the host"),
            Self::Stuck(settings) => format!(
                "{has} settings that somebody left and the driver cannot take off ({})",
                settings.join(", ")
            ),
            Self::RateWithoutLink => {
                format!(
                    "{has} a rate that somebody left, which {they} can lose only while the network adapter has a link"
                )
            }
        }
    }
}

/// How many VFs have which obstacle, in words: `2 are in use by virtual machines, 1 has no reset of its own`.
pub(in crate::policy) fn counted(obstacles: &[Obstacle]) -> String {
    let mut counts: BTreeMap<&Obstacle, usize> = BTreeMap::new();
    for obstacle in obstacles {
        let count = counts.entry(obstacle).or_default();
        *count = count.saturating_add(1);
    }
    let mut clauses: Vec<String> = Vec::new();
    let mut left_out = 0_usize;
    for (obstacle, count) in counts {
        // A host may use hundreds, each by a name of its own.
        if clauses.len() < 6 {
            clauses.push(format!("{count} {}", obstacle.text(count)));
        } else {
            left_out = left_out.saturating_add(count);
        }
    }
    if left_out > 0 {
        clauses.push(format!("{left_out} for other reasons of this kind"));
    }
    clauses.join(", ")
}
