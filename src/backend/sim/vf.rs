//! VFs of the simulated machine: making and removing them, and what their PF's driver can set.

use super::pci::user_of;
use super::refusal::{EBUSY, EINVAL, ENODEV, ENOENT, ENOMEM, ENOTTY, EOPNOTSUPP, ERANGE, kernel};
use super::world::World;
use crate::HostError;
use crate::model::{
    EswitchMode, GroupPeer, InterfaceName, LinkKind, NetAdapter, PciAddress, PhysicalFunction,
    VfAdmin, VfAttributes, VfLinkState, VirtualFunction, driver_traits,
};
use crate::plan::VfChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &VfChange) -> Result<(), HostError> {
    match change {
        VfChange::SetCount { pf, count } => set_count(world, *pf, *count),
        VfChange::SetAutoprobe { pf, on } => {
            function_mut(world, *pf)?.autoprobe = *on;
            Ok(())
        }
        VfChange::Set {
            pf,
            index,
            attributes,
        } => knobs_of(attributes)
            .iter()
            .try_for_each(|single| set(world, *pf, *index, single)),
        VfChange::Reset { address } => reset(world, *address),
        VfChange::SetVectors { address, count } => set_vectors(world, *address, *count),
    }
}

/// Interrupt vectors are given to a VF that no driver has, by a driver that has the hook, out of what the PF has
/// (`sriov_vf_msix_count_store`, drivers/pci/iov.c). Nobody tells them again.
fn set_vectors(world: &World, address: PciAddress, count: u32) -> Result<(), HostError> {
    let target = address.to_string();
    let vf = world.state.vf(address).ok_or_else(|| absent(address))?;
    let Some(pool) = function(world, vf.pf)?.vector_pool else {
        return Err(kernel(EOPNOTSUPP, &target, ""));
    };
    if vf.driver.is_some() {
        return Err(kernel(EBUSY, &target, ""));
    }
    if count > pool {
        return Err(kernel(EINVAL, &target, ""));
    }
    Ok(())
}

fn absent(address: PciAddress) -> HostError {
    kernel(ENODEV, &address.to_string(), "")
}

fn function(world: &World, pf: PciAddress) -> Result<&PhysicalFunction, HostError> {
    world.state.function(pf).ok_or_else(|| absent(pf))
}

fn function_mut(world: &mut World, pf: PciAddress) -> Result<&mut PhysicalFunction, HostError> {
    let mut functions = world.state.functions.iter_mut();
    functions
        .find(|f| f.address == pf)
        .ok_or_else(|| absent(pf))
}

fn check_count(world: &World, pf: PciAddress, count: u32) -> Result<(), HostError> {
    let target = pf.to_string();
    let function = function(world, pf)?;
    let driver = function.driver.as_deref();
    if !driver.is_some_and(|d| driver_traits(d).sriov) {
        return Err(kernel(ENOENT, &target, ""));
    }
    if count > function.total_vfs {
        return Err(kernel(ERANGE, &target, ""));
    }
    if count == function.num_vfs {
        return Ok(());
    }
    if count > 0 && function.num_vfs > 0 {
        let words = "VFs already enabled. Disable before enabling others";
        return Err(kernel(EBUSY, &target, words));
    }
    if let Some(vm) = function.vfs.iter().find_map(|v| user_of(world, v.address)) {
        let words = format!("'{}' holds a virtual function", vm.name);
        return Err(kernel(EBUSY, &target, &words));
    }
    if count > 0 && (function.vf_bar_space == Some(false) || count > function.most_vfs()) {
        let words = "not enough MMIO resources for SR-IOV";
        return Err(kernel(ENOMEM, &target, words));
    }
    Ok(())
}

fn set_count(world: &mut World, pf: PciAddress, count: u32) -> Result<(), HostError> {
    check_count(world, pf, count)?;
    let function = function(world, pf)?;
    if function.num_vfs == count {
        return Ok(());
    }
    let of_pf = function.interface.as_ref();
    let up = of_pf.is_some_and(|name| world.state.link(name).is_some_and(|l| l.up));
    let traits = driver_traits(function.driver.as_deref().unwrap_or_default());
    if count > 0 && traits.needs_pf_up && !up {
        // bnxt_en says "if is down!" in the kernel log, and the write succeeds all the same.
        return Ok(());
    }
    let interfaces = function.vfs.iter().filter_map(|v| v.interface.clone());
    let representors = function.vfs.iter().filter_map(|v| v.representor.clone());
    let gone: Vec<InterfaceName> = interfaces.chain(representors).collect();
    for name in &gone {
        world.remove_interface(name);
    }
    let first_group = next_group(world);
    let has_iommu = !world.state.iommu.units.is_empty();
    let function = function_mut(world, pf)?;
    function.num_vfs = count;
    function.vfs = vfs(function, count, first_group, has_iommu);
    let switchdev = function.eswitch == EswitchMode::Switchdev;
    let probed = function.autoprobe && !traits.vf_driver.is_empty();
    let name = |mark: &str, index: u32| -> Option<InterfaceName> {
        let pf = interface_of(function)?;
        format!("{pf}{mark}{index}").parse().ok()
    };
    let made: Vec<(Option<InterfaceName>, Option<InterfaceName>)> = (0..count)
        .map(|index| {
            (
                name("r", index).filter(|_| switchdev),
                name("v", index).filter(|_| probed),
            )
        })
        .collect();
    let mut links = Vec::new();
    for (vf, (representor, interface)) in function.vfs.iter_mut().zip(made) {
        vf.driver = probed.then(|| traits.vf_driver.to_owned());
        links.extend(representor.clone().map(|name| NetAdapter {
            name,
            kind: LinkKind::Representor,
            driver: Some(traits.name.to_owned()),
            ..NetAdapter::default()
        }));
        vf.representor = representor;
        vf.interface = interface;
    }
    let of_vfs = function.vfs.iter().filter_map(|vf| {
        Some(interface(
            vf.interface.clone()?,
            vf.address,
            traits.vf_driver,
        ))
    });
    links.extend(of_vfs);
    for link in links {
        world.add_interface(link);
    }
    Ok(())
}

fn interface_of(function: &PhysicalFunction) -> Option<&InterfaceName> {
    function.interface.as_ref()
}

/// The interface of a VF that a network driver is bound to; it comes down.
pub(super) fn interface(name: InterfaceName, address: PciAddress, driver: &str) -> NetAdapter {
    NetAdapter {
        name,
        kind: LinkKind::VirtualFunction,
        pci: Some(address),
        driver: Some(driver.to_owned()),
        ..NetAdapter::default()
    }
}

/// New VFs, one routing id after the other: the bus number goes up where those of one bus are used up.
fn vfs(
    function: &PhysicalFunction,
    count: u32,
    first_group: u32,
    has_iommu: bool,
) -> Vec<VirtualFunction> {
    let (offset, stride) = (function.vf_offset, function.vf_stride);
    let knobs = function.knobs();
    let traits = driver_traits(function.driver.as_deref().unwrap_or_default());
    let place = |index: u32| {
        let ahead = u32::from(stride).checked_mul(index)?;
        let ahead = ahead.checked_add(u32::from(offset))?;
        function.address.offset_by(ahead).filter(|_| stride > 0)
    };
    let addresses: Vec<PciAddress> = (0..count).map_while(place).collect();
    let shared = has_iommu && function.isolated == Some(false);
    let mut peers = vec![GroupPeer {
        address: function.address,
        driver: function.driver.clone(),
    }];
    peers.extend(addresses.iter().map(|address| GroupPeer {
        address: *address,
        driver: None,
    }));
    let group = |index: u32| {
        if shared {
            function.iommu_group
        } else {
            has_iommu.then(|| first_group.saturating_add(index))
        }
    };
    let others = |address: PciAddress| {
        let others = peers.iter().filter(|p| shared && p.address != address);
        others.cloned().collect()
    };
    (0..)
        .zip(&addresses)
        .map(|(index, address)| VirtualFunction {
            pf: function.address,
            index,
            address: *address,
            driver: None,
            interface: None,
            representor: None,
            iommu_group: group(index),
            group_peers: others(*address),
            admin: Some(VfAdmin {
                spoof_check: knobs.spoof_check.then_some(traits.spoof_check_at_first),
                trust: knobs.trust.then_some(false),
                link_state: knobs.link_state.then_some(VfLinkState::Auto),
                ..VfAdmin::default()
            }),
            driven: Some(false),
            flr: Some(true),
            counters: None,
            owner: None,
        })
        .collect()
}

fn next_group(world: &World) -> u32 {
    let functions = &world.state.functions;
    let of_functions = functions.iter().filter_map(|f| f.iommu_group);
    let vfs = functions.iter().flat_map(|f| &f.vfs);
    let all = of_functions.chain(vfs.filter_map(|v| v.iommu_group));
    all.max().unwrap_or(15).saturating_add(1)
}

/// Splits a change of several knobs into the requests that the kernel gets, one knob each, in the order of their age.
fn knobs_of(all: &VfAttributes) -> Vec<VfAttributes> {
    let none = VfAttributes::default();
    [
        VfAttributes {
            mac: all.mac,
            ..none
        },
        VfAttributes {
            vlan: all.vlan,
            ..none
        },
        VfAttributes {
            rate: all.rate,
            ..none
        },
        VfAttributes {
            spoof_check: all.spoof_check,
            ..none
        },
        VfAttributes {
            link_state: all.link_state,
            ..none
        },
        VfAttributes {
            trust: all.trust,
            ..none
        },
    ]
    .into_iter()
    .filter(|single| !single.is_empty())
    .collect()
}

fn check_set(
    world: &World,
    pf: PciAddress,
    index: u32,
    wanted: &VfAttributes,
) -> Result<(), HostError> {
    let refuse = |errno: i32| Err(kernel(errno, &format!("{pf} vf {index}"), ""));
    let Some(function) = world.state.function(pf) else {
        return refuse(ENODEV);
    };
    let Some(interface) = &function.interface else {
        return refuse(ENODEV);
    };
    if index >= function.num_vfs {
        return refuse(EINVAL);
    }
    let knobs = function.knobs();
    let lacks = (wanted.mac.is_some() && !knobs.mac)
        || (wanted.vlan.is_some() && !knobs.vlan)
        || (wanted.rate.is_some() && !knobs.maximum_rate)
        || (wanted.spoof_check.is_some() && !knobs.spoof_check)
        || (wanted.trust.is_some() && !knobs.trust)
        || (wanted.link_state.is_some() && !knobs.link_state);
    if lacks {
        return refuse(EOPNOTSUPP);
    }
    let link = world.state.link(interface);
    let traits = driver_traits(function.driver.as_deref().unwrap_or_default());
    if wanted.rate.is_some() && traits.rate_needs_link && !link.is_some_and(|l| l.carrier) {
        return refuse(EINVAL);
    }
    let speed = link.and_then(|l| l.speed).unwrap_or(u32::MAX);
    let mac_is_bad =
        |mac: crate::model::MacAddress| mac.is_multicast() || (mac.is_zero() && !knobs.zero_mac);
    let rate_is_bad = |rate: crate::model::VfRate| {
        rate.maximum > speed
            || (rate.minimum > 0 && !knobs.minimum_rate)
            || (rate.maximum > 0 && rate.minimum > rate.maximum)
    };
    let bad = wanted.mac.is_some_and(mac_is_bad)
        || wanted.vlan.is_some_and(|v| v.qos > 7)
        || wanted.rate.is_some_and(rate_is_bad);
    if bad { refuse(EINVAL) } else { Ok(()) }
}

/// One request, of one knob.
fn set(
    world: &mut World,
    pf: PciAddress,
    index: u32,
    wanted: &VfAttributes,
) -> Result<(), HostError> {
    check_set(world, pf, index, wanted)?;
    let vfs = &mut function_mut(world, pf)?.vfs;
    let Some(vf) = vfs.iter_mut().find(|v| v.index == index) else {
        return Ok(());
    };
    let held = vf.admin.get_or_insert_default();
    if let Some(mac) = wanted.mac {
        held.mac = mac;
    }
    if let Some(vlan) = wanted.vlan {
        held.vlan = vlan;
    }
    if let Some(rate) = wanted.rate {
        held.rate = rate;
    }
    if wanted.spoof_check.is_some() {
        held.spoof_check = wanted.spoof_check;
    }
    if wanted.link_state.is_some() {
        held.link_state = wanted.link_state;
    }
    if wanted.trust.is_some() {
        held.trust = wanted.trust;
    }
    Ok(())
}

fn reset(world: &mut World, address: PciAddress) -> Result<(), HostError> {
    let vf = world.vf_mut(address).ok_or_else(|| absent(address))?;
    if vf.flr == Some(false) {
        return Err(kernel(ENOTTY, &address.to_string(), ""));
    }
    vf.driven = Some(false);
    Ok(())
}
