//! Drivers of the simulated machine's PCI functions: an interface comes and goes with the driver.

use super::refusal::{EBUSY, EINVAL, ENODEV, kernel};
use super::vf;
use super::world::World;
use crate::HostError;
use crate::model::{GroupPeer, InterfaceName, LinkKind, NetAdapter, PciAddress, PciDevice, Vm};
use crate::plan::PciChange;

const VFIO: &str = "vfio-pci";

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &PciChange) -> Result<(), HostError> {
    match change {
        PciChange::Bind { address, driver } => bind(world, *address, driver),
        PciChange::Unbind { address, driver } => unbind(world, *address, driver),
        PciChange::AllowUnsafeInterrupts { on } => {
            world.state.iommu.unsafe_interrupts_allowed = *on;
            Ok(())
        }
    }
}

/// The device at an address.
pub(super) fn device(world: &World, address: PciAddress) -> Result<&PciDevice, HostError> {
    let device = world.state.pci.iter().find(|d| d.address == address);
    device.ok_or_else(|| kernel(ENODEV, &address.to_string(), ""))
}

/// The running VM that has this PCI device.
pub(super) fn user_of(world: &World, address: PciAddress) -> Option<&Vm> {
    let mut running = world.state.vms.iter().filter(|v| v.state.is_active());
    running.find(|vm| {
        let mut vfs = vm.adapters.iter().filter_map(|a| a.vf.as_ref());
        vfs.any(|v| v.address == address)
            || vm.assigned.iter().any(|d| d.address == address)
            || vm.other_devices.contains(&address)
    })
}

/// The driver and the IOMMU group of whatever is at an address.
fn bound(world: &World, address: PciAddress) -> Result<(Option<&str>, Option<u32>), HostError> {
    if let Some(vf) = world.state.vf(address) {
        return Ok((vf.driver.as_deref(), vf.iommu_group));
    }
    if let Some(function) = world.state.function(address) {
        return Ok((function.driver.as_deref(), function.iommu_group));
    }
    let device = device(world, address)?;
    Ok((device.driver.as_deref(), device.iommu_group))
}

fn bind(world: &mut World, address: PciAddress, driver: &str) -> Result<(), HostError> {
    let target = address.to_string();
    let (present, group) = bound(world, address)?;
    if present.is_some_and(|present| present != driver) {
        return Err(kernel(EBUSY, &target, ""));
    }
    if driver == VFIO && world.state.iommu.vfio_pci == Some(false) {
        return Err(kernel(ENODEV, &target, "no driver vfio-pci"));
    }
    if driver == VFIO && group.is_none() {
        return Err(kernel(EINVAL, &target, "vfio-pci needs an IOMMU group"));
    }
    if present.is_some() {
        return Ok(());
    }
    write_driver(world, address, Some(driver));
    if driver == VFIO {
        return Ok(());
    }
    return_interface(world, address, driver);
    if let Some(name) = name_of_vf(world, address) {
        if let Some(vf) = world.vf_mut(address) {
            vf.interface = Some(name.clone());
        }
        world.add_interface(vf::interface(name, address, driver));
    }
    Ok(())
}

/// How the kernel calls the interface of a VF: after its PF's.
fn name_of_vf(world: &World, address: PciAddress) -> Option<InterfaceName> {
    let vf = world.state.vf(address)?;
    let pf = world.state.function(vf.pf)?.interface.as_ref()?;
    format!("{pf}v{}", vf.index).parse().ok()
}

fn unbind(world: &mut World, address: PciAddress, driver: &str) -> Result<(), HostError> {
    let target = address.to_string();
    if bound(world, address)?.0 != Some(driver) {
        return Err(kernel(ENODEV, &target, ""));
    }
    if let Some(vm) = user_of(world, address) {
        let words = format!("'{}' holds the device", vm.name);
        return Err(kernel(EBUSY, &target, &words));
    }
    remove_interface(world, address);
    if let Some(name) = world.vf_mut(address).and_then(|vf| vf.interface.take()) {
        world.remove_interface(&name);
    }
    write_driver(world, address, None);
    Ok(())
}

/// Everybody who looks at the function sees its driver: the function itself, and those of its IOMMU group.
fn write_driver(world: &mut World, address: PciAddress, driver: Option<&str>) {
    let driver = driver.map(str::to_owned);
    let tell = |peers: &mut Vec<GroupPeer>| {
        for peer in peers.iter_mut().filter(|p| p.address == address) {
            peer.driver.clone_from(&driver);
        }
    };
    for function in &mut world.state.functions {
        if function.address == address {
            function.driver.clone_from(&driver);
        }
        for vf in &mut function.vfs {
            tell(&mut vf.group_peers);
            if vf.address == address {
                vf.driver.clone_from(&driver);
                vf.driven = Some(false);
            }
        }
    }
    for device in &mut world.state.pci {
        tell(&mut device.group_peers);
        if device.address == address {
            device.driver.clone_from(&driver);
        }
    }
}

/// A NIC's interface goes with its driver, out of whatever it was part of.
fn remove_interface(world: &mut World, address: PciAddress) {
    let of_nic = |l: &&NetAdapter| l.pci == Some(address) && l.kind == LinkKind::Physical;
    let Some(name) = world
        .state
        .links
        .iter()
        .find(of_nic)
        .map(|l| l.name.clone())
    else {
        return;
    };
    let Some(mut link) = world.remove_interface(&name) else {
        return;
    };
    for function in &mut world.state.functions {
        if function.address == address {
            function.interface = None;
        }
    }
    (link.up, link.carrier, link.master) = (false, false, None);
    link.addresses.clear();
    world.parted.push(link);
}

/// And comes back with a driver, down.
fn return_interface(world: &mut World, address: PciAddress, driver: &str) {
    let Some(at) = world.parted.iter().position(|l| l.pci == Some(address)) else {
        return;
    };
    let mut link = NetAdapter {
        driver: Some(driver.to_owned()),
        ..world.parted.remove(at)
    };
    // Somebody else may have its name by now; the kernel then gives the first that is free.
    let free = |name: &InterfaceName| world.state.link(name).is_none();
    let numbered = (0..1000_u32).filter_map(|number| format!("eth{number}").parse().ok());
    if !free(&link.name)
        && let Some(other) = numbered.into_iter().find(free)
    {
        link.name = other;
    }
    for function in &mut world.state.functions {
        if function.address == address {
            function.interface = Some(link.name.clone());
        }
    }
    world.state.links.push(link);
    world.state.links.sort_by_key(|l| l.index);
}
