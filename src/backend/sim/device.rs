//! Devices of the simulated machine's domains. A guest consents to give one back, or it stays.

use super::domain::{find, running, settings_of};
use super::pci::user_of;
use super::refusal::libvirt;
use super::world::World;
use crate::model::{
    Adapter, AdapterAlias, AssignedDevice, AttachedVf, InterfaceName, LinkKind, NetAdapter,
    NicSpec, PciAddress, Uuid, VfDevice, VfOwner, Vm, VmState,
};
use crate::plan::{Device, DeviceChange};
use crate::{Category, HostError};

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &DeviceChange) -> Result<(), HostError> {
    match change {
        DeviceChange::Attach { vm, device, live } => match device {
            Device::Nic(nic) => attach_nic(world, *vm, nic, *live),
            Device::Vf(vf) => attach_vf(world, *vm, vf),
            Device::Host(device) => attach_host(world, *vm, device),
        },
        DeviceChange::Detach {
            vm, device, live, ..
        } => detach(world, *vm, device, *live),
        DeviceChange::Update { vm, nic, live } => update(world, *vm, nic, *live),
        DeviceChange::Pair {
            vm,
            from,
            to,
            teaming,
        } => pair(world, *vm, from, to, *teaming),
    }
}

fn refuse(vm: &Vm, category: Category, text: impl Into<String>) -> Result<(), HostError> {
    Err(libvirt(category, &vm.name, text))
}

fn no_device(vm: &Vm, alias: &str) -> Result<(), HostError> {
    let text = format!("device not found: no device found with alias {alias}");
    refuse(vm, Category::ObjectNotFound, text)
}

fn attach_nic(world: &mut World, id: Uuid, nic: &NicSpec, live: bool) -> Result<(), HostError> {
    let vm = find(world, id)?;
    if vm.adapter(&nic.alias).is_some() {
        let text = format!("XML error: non unique alias detected: {}", nic.alias);
        return refuse(vm, Category::ResourceExists, text);
    }
    let active = vm.state.is_active();
    let missing = |bridge: &&InterfaceName| world.state.link(bridge).is_none();
    if let Some(bridge) = nic.bridge.as_ref().filter(|b| active && missing(b)) {
        let text = format!("Cannot get interface MTU on '{bridge}': No such device");
        return refuse(vm, Category::ObjectNotFound, text);
    }
    let mut adapter = Adapter::from_spec(nic, Default::default());
    adapter.settings = settings_of(vm, &adapter);
    if active {
        world.edit_definition(id, |defined| defined.push(adapter.clone()));
    }
    if active && !live {
        return Ok(());
    }
    let Some(vm) = world.vm_mut(id) else {
        return Ok(());
    };
    vm.adapters.push(adapter);
    let at = vm.adapters.len().saturating_sub(1);
    if active {
        world.plug_tap(id, at);
    }
    Ok(())
}

fn attach_host(world: &mut World, id: Uuid, device: &AssignedDevice) -> Result<(), HostError> {
    let vm = find(world, id)?;
    if vm.assigned.iter().any(|d| d.address == device.address) {
        let address = device.address;
        let text = format!("operation failed: target pci device {address} already exists");
        return refuse(vm, Category::ResourceExists, text);
    }
    if let Some(vm) = world.vm_mut(id) {
        vm.assigned.push(device.clone());
    }
    Ok(())
}

fn check_vf(world: &World, vm: &Vm, device: &VfDevice) -> Result<(), HostError> {
    let address = device.address;
    if !vm.state.is_active() {
        let text =
            "Requested operation is not valid: cannot do live update a device on inactive domain";
        return refuse(vm, Category::InvalidOperation, text);
    }
    let Some(vf) = world.state.vf(address) else {
        let text = format!("Device {address} not found: could not access it");
        return refuse(vm, Category::ObjectNotFound, text);
    };
    if let Some(other) = user_of(world, address) {
        let text = format!(
            "Requested operation is not valid: PCI device {address} is in use by driver QEMU, domain {}",
            other.name
        );
        return refuse(vm, Category::ResourceBusy, text);
    }
    if vf.driver.as_deref() != Some("vfio-pci") {
        let text = format!(
            "Requested operation is not valid: PCI device {address} is not bound to vfio-pci"
        );
        return refuse(vm, Category::InvalidOperation, text);
    }
    if let Some(peer) = vf.group_blocker() {
        let group = vf.iommu_group.unwrap_or(0);
        let text = format!(
            "internal error: unable to execute QEMU command 'device_add': vfio {address}: group {group} is not viable ({} is bound to a host driver)",
            peer.address
        );
        return refuse(vm, Category::ResourceBusy, text);
    }
    match vm.adapter(&device.persistent).filter(|a| a.teaming) {
        Some(adapter) if adapter.vf.is_none() => Ok(()),
        Some(_) => {
            let text = "internal error: device already has a failover primary";
            refuse(vm, Category::ResourceExists, text)
        }
        None => {
            let text = format!(
                "unsupported configuration: no teaming 'persistent' interface {}",
                device.persistent
            );
            refuse(vm, Category::InvalidOperation, text)
        }
    }
}

fn attach_vf(world: &mut World, id: Uuid, device: &VfDevice) -> Result<(), HostError> {
    let vm = find(world, id)?;
    check_vf(world, vm, device)?;
    let owner = VfOwner {
        vm: id,
        vm_name: vm.name.clone(),
        adapter: Some(device.persistent.clone()),
    };
    let drives = world.guests.get(&id).is_none_or(|g| g.vf_driver);
    if let Some(vm) = world.vm_mut(id) {
        let mut adapters = vm.adapters.iter_mut();
        if let Some(adapter) = adapters.find(|a| a.alias == device.persistent) {
            adapter.vf = Some(AttachedVf {
                address: device.address,
                alias: device.alias.clone(),
            });
        }
    }
    if let Some(vf) = world.vf_mut(device.address) {
        vf.owner = Some(owner);
        vf.driven = Some(drives);
    }
    Ok(())
}

fn check_detach(world: &World, vm: &Vm, device: &Device) -> Result<(), HostError> {
    let there = match device {
        Device::Nic(nic) => vm.adapter(&nic.alias).is_some(),
        Device::Host(device) => vm.assigned.iter().any(|d| d.address == device.address),
        Device::Vf(device) => {
            running(vm)?;
            let mut vfs = vm.adapters.iter().filter_map(|a| a.vf.as_ref());
            vfs.any(|vf| vf.address == device.address)
        }
    };
    if !there {
        return no_device(vm, device.alias().as_str());
    }
    // A guest whose processors stand still consents to nothing.
    let guest = world.guests.get(&vm.id);
    let keeps = guest.is_some_and(|g| !g.releases_devices) || vm.state == VmState::Paused;
    if vm.state.is_active() && keeps {
        let text = format!(
            "The guest of '{}' did not let the device go in time.",
            vm.name
        );
        let error = HostError::new("Vm.DetachTimeout", Category::OperationTimeout, text);
        return Err(error
            .target(vm.name.clone())
            .next_step("Look at the guest's log, or stop the VM."));
    }
    Ok(())
}

fn detach(world: &mut World, id: Uuid, device: &Device, live: bool) -> Result<(), HostError> {
    let vm = find(world, id)?;
    check_detach(world, vm, device)?;
    let active = vm.state.is_active();
    match device {
        Device::Nic(nic) => {
            if active {
                world.edit_definition(id, |defined| defined.retain(|a| a.alias != nic.alias));
            }
            if !active || live {
                unplug_nic(world, id, nic);
            }
        }
        Device::Host(device) => {
            if let Some(vm) = world.vm_mut(id) {
                vm.assigned.retain(|d| d.address != device.address);
            }
        }
        Device::Vf(device) => {
            let adapters = world.vm_mut(id).into_iter().flat_map(|v| &mut v.adapters);
            for adapter in adapters {
                adapter.vf.take_if(|vf| vf.address == device.address);
            }
            world.release_vf(device.address);
        }
    }
    Ok(())
}

fn unplug_nic(world: &mut World, id: Uuid, nic: &NicSpec) {
    let Some(vm) = world.vm_mut(id) else { return };
    let at = vm.adapters.iter().position(|a| a.alias == nic.alias);
    let gone = at.map(|at| vm.adapters.remove(at));
    if let Some(tap) = gone.and_then(|adapter| adapter.tap) {
        world.remove_interface(&tap);
    }
}

fn update(world: &mut World, id: Uuid, nic: &NicSpec, live: bool) -> Result<(), HostError> {
    let vm = find(world, id)?;
    if vm.adapter(&nic.alias).is_none() {
        return no_device(vm, nic.alias.as_str());
    }
    let active = vm.state.is_active();
    let define = |adapter: &mut Adapter| {
        *adapter = Adapter::from_spec(nic, adapter.settings.clone());
    };
    if active {
        world.edit_definition(id, |defined| {
            let mut defined = defined.iter_mut();
            defined.find(|a| a.alias == nic.alias).map(define);
        });
    }
    let adapters = world.vm_mut(id).into_iter().flat_map(|v| &mut v.adapters);
    for adapter in adapters.filter(|a| a.alias == nic.alias) {
        if !active {
            define(adapter);
        } else if live {
            adapter.link_up = nic.link_up;
        }
    }
    Ok(())
}

fn pair(
    world: &mut World,
    id: Uuid,
    from: &AdapterAlias,
    to: &AdapterAlias,
    teaming: bool,
) -> Result<(), HostError> {
    let vm = find(world, id)?;
    if vm.state.is_active() {
        let text = "Requested operation is not valid: domain is running";
        return refuse(vm, Category::InvalidOperation, text);
    }
    if from != to && vm.adapter(to).is_some() {
        let text = format!("XML error: non unique alias detected: {to}");
        return refuse(vm, Category::ResourceExists, text);
    }
    let Some(at) = vm.adapters.iter().position(|a| a.alias == *from) else {
        return no_device(vm, from.as_str());
    };
    let Some(vm) = world.vm_mut(id) else {
        return Ok(());
    };
    if let Some(adapter) = vm.adapters.get_mut(at) {
        adapter.alias.clone_from(to);
        adapter.teaming = teaming;
    }
    let settings = vm.adapters.get(at).map(|adapter| settings_of(vm, adapter));
    if let (Some(adapter), Some(settings)) = (vm.adapters.get_mut(at), settings) {
        adapter.settings = settings;
    }
    Ok(())
}

impl World {
    /// Gives an adapter of a running VM its tap device, in the bridge that the definition names.
    pub(super) fn plug_tap(&mut self, id: Uuid, position: usize) {
        let vm = self.state.vm(id);
        let Some(adapter) = vm.and_then(|v| v.adapters.get(position)) else {
            return;
        };
        // libvirt takes the first number that is free.
        let numbered = || {
            let names = (0_u32..).map(|number| format!("vnet{number}").parse::<InterfaceName>());
            let mut names = names.map_while(Result::ok);
            names.find(|name| self.state.link(name).is_none())
        };
        let Some(tap) = adapter.alias.tap().or_else(numbered) else {
            return;
        };
        let (bridge, mac) = (adapter.bridge.clone(), adapter.mac);
        let adapters = self.vm_mut(id).map(|v| &mut v.adapters);
        if let Some(adapter) = adapters.and_then(|all| all.get_mut(position)) {
            adapter.tap = Some(tap.clone());
        }
        self.add_interface(NetAdapter {
            name: tap.clone(),
            mac,
            kind: LinkKind::Tap,
            up: true,
            ..NetAdapter::default()
        });
        if let Some(bridge) = bridge {
            self.join_bridge(&bridge, &tap);
        }
    }

    /// A VF that no guest has any more.
    pub(super) fn release_vf(&mut self, address: PciAddress) {
        if let Some(vf) = self.vf_mut(address) {
            vf.owner = None;
            vf.driven = Some(false);
        }
    }
}
