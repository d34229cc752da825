//! What the kernel and libvirt refuse, with their numbers and words.

use super::world::World;
use crate::backend::model::{
    DomainDefinition, FdbPlace, FilterAction, InterfaceName, PciAddress, PciDevice, State,
    VfAttributes, VirtualFunction, Vm, VmState, driver_traits,
};
use crate::backend::plan::{
    BondChange, BridgeChange, Change, DesiredChange, Device, DeviceChange, DomainChange, FdbChange,
    FileChange, FilterChange, LinkChange, NetworkChange, PciChange, StopMode, VfChange,
};
use crate::backend::{Category, CauseSource, HostError};

const EPERM: i32 = 1;
const ENOENT: i32 = 2;
const ENOMEM: i32 = 12;
const EBUSY: i32 = 16;
const EEXIST: i32 = 17;
const ENODEV: i32 = 19;
const EINVAL: i32 = 22;
const ENOTTY: i32 = 25;
const ERANGE: i32 = 34;
const ELOOP: i32 = 40;
const EOPNOTSUPP: i32 = 95;

/// Refuses a change that the kernel or libvirt would refuse in this state of the world.
pub(super) fn check(world: &World, change: &Change) -> Result<(), HostError> {
    match change {
        Change::Vf(VfChange::SetCount { pf, count }) => vf_count(world, *pf, *count),
        Change::Vf(VfChange::SetAutoprobe { pf, .. }) => world
            .state
            .function(*pf)
            .map(|_| ())
            .ok_or_else(|| kernel(ENODEV, &pf.to_string(), "")),
        Change::Vf(VfChange::Set {
            pf,
            index,
            attributes,
        }) => set_vf(world, *pf, *index, attributes),
        Change::Vf(VfChange::Reset { address }) => {
            let vf = vf(world, *address)?;
            if vf.flr == Some(false) {
                Err(kernel(ENOTTY, &address.to_string(), ""))
            } else {
                Ok(())
            }
        }
        Change::Pci(PciChange::Bind { address, driver }) => bind(world, *address, driver),
        Change::Pci(PciChange::Unbind { address, driver }) => unbind(world, *address, driver),
        Change::Link(LinkChange::Set { .. })
        | Change::Bridge(
            BridgeChange::Create { .. }
            | BridgeChange::Delete { .. }
            | BridgeChange::AddPort { .. }
            | BridgeChange::RemovePort { .. },
        )
        | Change::Bond(
            BondChange::Create { .. }
            | BondChange::Delete { .. }
            | BondChange::AddMember { .. }
            | BondChange::RemoveMember { .. },
        )
        | Change::Bridge(
            BridgeChange::SetVlanFiltering { .. } | BridgeChange::SetPortVlans { .. },
        )
        | Change::Filter(FilterChange::Set { .. })
        | Change::Fdb(FdbChange::Add { .. } | FdbChange::Remove { .. })
        | Change::Link(LinkChange::MoveIp { .. }) => link(world, change),
        Change::Desired(DesiredChange::Set { .. }) | Change::File(FileChange::Set { .. }) => Ok(()),
        _ => domain(world, change),
    }
}

/// The refusal that a test or a fixture asked for.
pub(super) fn injected(change: &Change, errno: i32) -> HostError {
    kernel(errno, change.name(), "injected fault")
}

/// The kernel's refusal: errno and its text, and what it said beyond that.
fn kernel(errno: i32, target: &str, extended: &str) -> HostError {
    let (category, text) = match errno {
        1 => (Category::PermissionDenied, "Operation not permitted"),
        ENOENT => (Category::ObjectNotFound, "No such file or directory"),
        5 => (Category::DeviceError, "Input/output error"),
        11 => (Category::ResourceBusy, "Resource temporarily unavailable"),
        ENOMEM => (Category::ResourceUnavailable, "Cannot allocate memory"),
        13 => (Category::PermissionDenied, "Permission denied"),
        EBUSY => (Category::ResourceBusy, "Device or resource busy"),
        EEXIST => (Category::ResourceExists, "File exists"),
        ENODEV => (Category::ObjectNotFound, "No such device"),
        EINVAL => (Category::InvalidArgument, "Invalid argument"),
        ENOTTY => (Category::InvalidOperation, "Inappropriate ioctl for device"),
        28 => (Category::ResourceUnavailable, "No space left on device"),
        ERANGE => (Category::LimitsExceeded, "Numerical result out of range"),
        ELOOP => (
            Category::InvalidOperation,
            "Too many levels of symbolic links",
        ),
        EOPNOTSUPP => (Category::InvalidOperation, "Operation not supported"),
        110 => (Category::OperationTimeout, "Connection timed out"),
        _ => (Category::DeviceError, "Unknown error"),
    };
    let text = if extended.is_empty() {
        text.to_owned()
    } else {
        format!("{text}: {extended}")
    };
    HostError::new(
        "Host.KernelRefused",
        category,
        format!("The kernel refused a change of {target}."),
    )
    .target(target)
    .because(CauseSource::Kernel, text, Some(errno))
    .advised()
}

fn libvirt(category: Category, target: &str, text: impl Into<String>) -> HostError {
    HostError::new(
        "Host.LibvirtRefused",
        category,
        format!("libvirt refused a change of {target}."),
    )
    .target(target)
    .because(CauseSource::Libvirt, text, None)
    .advised()
}

fn vf(world: &World, address: PciAddress) -> Result<&VirtualFunction, HostError> {
    world
        .state
        .vf(address)
        .ok_or_else(|| kernel(ENODEV, &address.to_string(), ""))
}

fn pci(world: &World, address: PciAddress) -> Result<&PciDevice, HostError> {
    let device = world.state.pci.iter().find(|d| d.address == address);
    device.ok_or_else(|| kernel(ENODEV, &address.to_string(), ""))
}

/// The running VM that has this PCI device.
fn user_of(world: &World, address: PciAddress) -> Option<&Vm> {
    world
        .state
        .vms
        .iter()
        .filter(|v| v.state.is_active())
        .find(|vm| {
            let paired = vm
                .adapters
                .iter()
                .filter_map(|a| a.vf.as_ref())
                .any(|v| v.address == address);
            let given = vm.assigned.iter().any(|d| d.address == address);
            paired || given || vm.other_devices.contains(&address)
        })
}

fn vf_count(world: &World, pf: PciAddress, count: u32) -> Result<(), HostError> {
    let target = pf.to_string();
    let function = world
        .state
        .function(pf)
        .ok_or_else(|| kernel(ENODEV, &target, ""))?;
    let can = function
        .driver
        .as_deref()
        .is_some_and(|d| driver_traits(d).sriov);
    if !can {
        return Err(kernel(ENOENT, &target, ""));
    }
    if count > function.total_vfs {
        return Err(kernel(ERANGE, &target, ""));
    }
    if count == function.num_vfs {
        return Ok(());
    }
    if count > 0 && function.num_vfs > 0 {
        return Err(kernel(
            EBUSY,
            &target,
            "VFs already enabled. Disable before enabling others",
        ));
    }
    if let Some(vm) = function.vfs.iter().find_map(|v| user_of(world, v.address)) {
        return Err(kernel(
            EBUSY,
            &target,
            &format!("'{}' holds a virtual function", vm.name),
        ));
    }
    if count > 0 && (function.vf_bar_space == Some(false) || function.bus_numbers == Some(false)) {
        return Err(kernel(
            ENOMEM,
            &target,
            "not enough MMIO resources for SR-IOV",
        ));
    }
    Ok(())
}

fn set_vf(
    world: &World,
    pf: PciAddress,
    index: u32,
    wanted: &VfAttributes,
) -> Result<(), HostError> {
    let target = format!("{pf} vf {index}");
    let function = world
        .state
        .function(pf)
        .ok_or_else(|| kernel(ENODEV, &target, ""))?;
    let Some(interface) = &function.interface else {
        return Err(kernel(ENODEV, &target, ""));
    };
    if index >= function.num_vfs {
        return Err(kernel(EINVAL, &target, ""));
    }
    let knobs = function.knobs();
    let lacks = (wanted.mac.is_some() && !knobs.mac)
        || (wanted.vlan.is_some() && !knobs.vlan)
        || (wanted.rate.is_some() && !knobs.maximum_rate)
        || (wanted.spoof_check.is_some() && !knobs.spoof_check)
        || (wanted.trust.is_some() && !knobs.trust)
        || (wanted.link_state.is_some() && !knobs.link_state);
    if lacks {
        return Err(kernel(EOPNOTSUPP, &target, ""));
    }
    let has_link = world.state.link(interface).is_some_and(|l| l.carrier);
    let traits = driver_traits(function.driver.as_deref().unwrap_or_default());
    if wanted.rate.is_some() && traits.rate_needs_link && !has_link {
        return Err(kernel(EINVAL, &target, ""));
    }
    let speed = world
        .state
        .link(interface)
        .and_then(|l| l.speed)
        .unwrap_or(u32::MAX);
    let bad = wanted
        .mac
        .is_some_and(|m| m.is_multicast() || (m.is_zero() && !knobs.zero_mac))
        || wanted.vlan.is_some_and(|v| v.qos > 7)
        || wanted.rate.is_some_and(|r| {
            r.maximum > speed
                || (r.minimum > 0 && !knobs.minimum_rate)
                || (r.maximum > 0 && r.minimum > r.maximum)
        });
    if bad {
        Err(kernel(EINVAL, &target, ""))
    } else {
        Ok(())
    }
}

fn bind(world: &World, address: PciAddress, driver: &str) -> Result<(), HostError> {
    let target = address.to_string();
    let (bound, group) = match world.state.vf(address) {
        Some(vf) => (vf.driver.as_deref(), vf.iommu_group),
        None => match world.state.function(address) {
            Some(function) => (function.driver.as_deref(), function.iommu_group),
            None => {
                let device = pci(world, address)?;
                (device.driver.as_deref(), device.iommu_group)
            }
        },
    };
    if bound.is_some_and(|b| b != driver) {
        return Err(kernel(EBUSY, &target, ""));
    }
    if driver == "vfio-pci" && world.state.iommu.vfio_pci == Some(false) {
        return Err(kernel(ENODEV, &target, "no driver vfio-pci"));
    }
    if driver == "vfio-pci" && group.is_none() {
        return Err(kernel(EINVAL, &target, "vfio-pci needs an IOMMU group"));
    }
    Ok(())
}

fn unbind(world: &World, address: PciAddress, driver: &str) -> Result<(), HostError> {
    let target = address.to_string();
    let bound = match world.state.vf(address) {
        Some(vf) => vf.driver.as_deref(),
        None => match world.state.function(address) {
            Some(function) => function.driver.as_deref(),
            None => pci(world, address)?.driver.as_deref(),
        },
    };
    if bound != Some(driver) {
        return Err(kernel(ENODEV, &target, ""));
    }
    match user_of(world, address) {
        Some(vm) => Err(kernel(
            EBUSY,
            &target,
            &format!("'{}' holds the device", vm.name),
        )),
        None => Ok(()),
    }
}

/// As `drivers/net/bonding/bond_main.c` refuses.
fn bond(state: &State, change: &Change) -> Result<(), HostError> {
    let exists = |name: &InterfaceName| {
        state
            .link(name)
            .ok_or_else(|| kernel(ENODEV, name.as_str(), ""))
    };
    let team = |name: &InterfaceName| {
        exists(name)?;
        let found = state.team(name);
        found.ok_or_else(|| kernel(EOPNOTSUPP, name.as_str(), ""))
    };
    match change {
        Change::Bond(BondChange::Create { name, primary }) => {
            exists(primary)?;
            match state.link(name) {
                Some(_) => Err(kernel(EEXIST, name.as_str(), "")),
                None => Ok(()),
            }
        }
        Change::Bond(BondChange::Delete { name }) => team(name).map(|_| ()),
        Change::Bond(BondChange::AddMember { bond, member }) => {
            team(bond)?;
            let found = exists(member)?;
            match &found.master {
                Some(master) if master == bond => Ok(()),
                Some(_) => Err(kernel(EBUSY, member.as_str(), "")),
                None if found.up => Err(kernel(
                    EPERM,
                    member.as_str(),
                    "Device can not be enslaved while up",
                )),
                None => Ok(()),
            }
        }
        Change::Bond(BondChange::RemoveMember { member, .. }) => exists(member).map(|_| ()),
        _ => Ok(()),
    }
}

fn link(world: &World, change: &Change) -> Result<(), HostError> {
    let state = &world.state;
    let exists = |name: &crate::backend::model::InterfaceName| {
        state
            .link(name)
            .ok_or_else(|| kernel(ENODEV, name.as_str(), ""))
    };
    match change {
        Change::Link(LinkChange::Set { interface, .. }) => exists(interface).map(|_| ()),
        Change::Bridge(BridgeChange::Create { name, mac, .. }) => {
            if state.link(name).is_some() {
                return Err(kernel(EEXIST, name.as_str(), ""));
            }
            if mac.is_usable() {
                Ok(())
            } else {
                Err(kernel(99, name.as_str(), ""))
            }
        }
        Change::Bridge(BridgeChange::Delete { name }) => {
            exists(name)?;
            state
                .bridge(name)
                .map(|_| ())
                .ok_or_else(|| kernel(EOPNOTSUPP, name.as_str(), ""))
        }
        Change::Bridge(BridgeChange::AddPort { bridge, port }) => {
            exists(bridge)?;
            let found = exists(port)?;
            if state.bridge(port).is_some() {
                return Err(kernel(
                    ELOOP,
                    port.as_str(),
                    "Can not enslave a bridge to a bridge",
                ));
            }
            if state.bridge(bridge).is_none() {
                return Err(kernel(EOPNOTSUPP, bridge.as_str(), ""));
            }
            match &found.master {
                Some(master) if master != bridge => Err(kernel(EBUSY, port.as_str(), "")),
                _ => Ok(()),
            }
        }
        Change::Bridge(BridgeChange::RemovePort { port, .. }) => exists(port).map(|_| ()),
        Change::Bond(
            BondChange::Create { .. }
            | BondChange::Delete { .. }
            | BondChange::AddMember { .. }
            | BondChange::RemoveMember { .. },
        ) => bond(state, change),
        Change::Bridge(BridgeChange::SetVlanFiltering { bridge, .. }) => {
            exists(bridge)?;
            state
                .bridge(bridge)
                .map(|_| ())
                .ok_or_else(|| kernel(EOPNOTSUPP, bridge.as_str(), ""))
        }
        Change::Bridge(BridgeChange::SetPortVlans { port, .. }) => {
            let found = exists(port)?;
            if found.master.is_some() {
                Ok(())
            } else {
                Err(kernel(EOPNOTSUPP, port.as_str(), ""))
            }
        }
        Change::Filter(FilterChange::Set { port, filters }) => {
            exists(port)?;
            let copies = filters.iter().filter_map(|f| match &f.action {
                FilterAction::Copy(to) => Some(to),
                _ => None,
            });
            // `act_mirred` wants a device that is there.
            copies.into_iter().try_for_each(|to| exists(to).map(|_| ()))
        }
        Change::Fdb(FdbChange::Add { entry }) => {
            let device = exists(&entry.device)?;
            let there = state.fdb.contains(entry);
            match entry.place {
                FdbPlace::Filter if there => Err(kernel(EEXIST, entry.device.as_str(), "")),
                FdbPlace::Bridge if device.master.is_none() => {
                    Err(kernel(EOPNOTSUPP, entry.device.as_str(), ""))
                }
                _ => Ok(()),
            }
        }
        Change::Fdb(FdbChange::Remove { entry }) => {
            exists(&entry.device)?;
            if state.fdb.contains(entry) {
                Ok(())
            } else {
                Err(kernel(ENOENT, entry.device.as_str(), ""))
            }
        }
        Change::Link(LinkChange::MoveIp { from, to }) => exists(from).and(exists(to)).map(|_| ()),
        _ => Ok(()),
    }
}

fn domain(world: &World, change: &Change) -> Result<(), HostError> {
    let state = &world.state;
    let find = |id: &crate::backend::model::Uuid| {
        state.vm(*id).ok_or_else(|| {
            libvirt(
                Category::ObjectNotFound,
                &id.to_string(),
                format!("Domain not found: no domain with matching uuid '{id}'"),
            )
        })
    };
    match change {
        Change::Network(NetworkChange::Define {
            name,
            id,
            bridge: _,
        }) => {
            match state
                .networks
                .iter()
                .find(|n| &n.name == name && n.id != *id)
            {
                Some(other) => Err(libvirt(
                    Category::ResourceExists,
                    name,
                    format!(
                        "operation failed: network '{name}' already exists with uuid {}",
                        other.id
                    ),
                )),
                None => Ok(()),
            }
        }
        Change::Network(NetworkChange::Undefine { name, id }) => {
            let there = state.networks.iter().any(|n| n.id == *id);
            let text = || format!("Network not found: no network with matching uuid '{id}'");
            if there {
                Ok(())
            } else {
                Err(libvirt(Category::ObjectNotFound, name, text()))
            }
        }
        Change::Domain(DomainChange::Define {
            name,
            id,
            definition,
        }) => {
            if let Some(other) = state.vms.iter().find(|v| &v.name == name && v.id != *id) {
                let text = format!(
                    "operation failed: domain '{name}' already exists with uuid {}",
                    other.id
                );
                return Err(libvirt(Category::ResourceExists, name, text));
            }
            match definition {
                DomainDefinition::Text(text) if serde_json::from_str::<Vm>(text).is_err() => {
                    Err(libvirt(
                        Category::InvalidData,
                        name,
                        "XML error: the definition cannot be parsed",
                    ))
                }
                _ => Ok(()),
            }
        }
        Change::Domain(DomainChange::Undefine { id, .. }) => find(id).map(|_| ()),
        Change::Domain(DomainChange::Start { vm, .. }) => start(world, find(vm)?),
        Change::Domain(DomainChange::Stop { vm, mode }) => {
            let vm = find(vm)?;
            if !vm.state.is_active() {
                return Err(not_running(vm));
            }
            let deaf = world.guests.get(&vm.id).is_some_and(|g| !g.shuts_down);
            if deaf && matches!(mode, StopMode::Shutdown { .. }) {
                return Err(HostError::new(
                    "Vm.StopTimeout",
                    Category::OperationTimeout,
                    format!("The guest of '{}' did not shut down in time.", vm.name),
                )
                .target(vm.name.clone())
                .next_step(
                    "Shut it down inside the guest, or turn it off with Stop-VM -TurnOff.",
                ));
            }
            Ok(())
        }
        Change::Domain(DomainChange::Pause { vm } | DomainChange::Reset { vm }) => {
            let vm = find(vm)?;
            if vm.state.is_active() {
                Ok(())
            } else {
                Err(not_running(vm))
            }
        }
        Change::Domain(DomainChange::Resume { vm }) => {
            let vm = find(vm)?;
            if vm.state == VmState::Paused {
                return Ok(());
            }
            let text = "Requested operation is not valid: domain is already running";
            match vm.state.is_active() {
                true => Err(libvirt(Category::InvalidOperation, &vm.name, text)),
                false => Err(not_running(vm)),
            }
        }
        Change::Domain(DomainChange::Save { vm }) => save(find(vm)?),
        Change::Domain(DomainChange::DiscardSaved { vm }) => {
            let vm = find(vm)?;
            match vm.state {
                VmState::Saved => Ok(()),
                _ => Err(libvirt(
                    Category::InvalidOperation,
                    &vm.name,
                    "Requested operation is not valid: the domain has no managed save image",
                )),
            }
        }
        Change::Domain(DomainChange::SetMetadata { vm, .. }) => find(vm).map(|_| ()),
        Change::Device(DeviceChange::Attach { vm, device, .. }) => attach(world, find(vm)?, device),
        Change::Device(DeviceChange::Detach { vm, device, .. }) => detach(world, find(vm)?, device),
        Change::Device(DeviceChange::Update { vm, nic, .. }) => {
            let vm = find(vm)?;
            vm.adapter(&nic.alias)
                .map(|_| ())
                .ok_or_else(|| no_device(vm, nic.alias.as_str()))
        }
        _ => Ok(()),
    }
}

fn save(vm: &Vm) -> Result<(), HostError> {
    if !vm.state.is_active() {
        return Err(not_running(vm));
    }
    let refuse = |text: &str| Err(libvirt(Category::InvalidOperation, &vm.name, text));
    if !vm.persistent {
        return refuse(
            "Requested operation is not valid: cannot do managed save for transient domain",
        );
    }
    if !vm.assigned.is_empty()
        || !vm.other_devices.is_empty()
        || vm.adapters.iter().any(|a| a.vf.is_some())
    {
        return refuse("Requested operation is not valid: cannot migrate a domain with a hostdev");
    }
    Ok(())
}

fn not_running(vm: &Vm) -> HostError {
    libvirt(
        Category::InvalidOperation,
        &vm.name,
        "Requested operation is not valid: domain is not running",
    )
}

fn no_device(vm: &Vm, alias: &str) -> HostError {
    libvirt(
        Category::ObjectNotFound,
        &vm.name,
        format!("device not found: no device found with alias {alias}"),
    )
}

/// The most virtual processors that libvirt gives a machine without an emulated IOMMU.
const MOST_PROCESSORS: u32 = 255;

fn start(world: &World, vm: &Vm) -> Result<(), HostError> {
    if vm.state.is_active() {
        let text = "Requested operation is not valid: domain is already running";
        return Err(libvirt(Category::InvalidOperation, &vm.name, text));
    }
    if !world.state.host.kvm {
        let text = "unsupported configuration: Emulator does not support virt type 'kvm'";
        return Err(libvirt(Category::NotEnabled, &vm.name, text));
    }
    if vm.vcpus > MOST_PROCESSORS {
        // Verified against src/qemu/qemu_validate.c: without an emulated IOMMU in extended interrupt mode.
        let text = "unsupported configuration: more than 255 vCPUs require extended interrupt mode enabled on the iommu device";
        return Err(libvirt(Category::NotEnabled, &vm.name, text));
    }
    let running = world
        .state
        .vms
        .iter()
        .filter(|v| v.state.is_active())
        .map(|v| v.memory)
        .sum::<u64>();
    if running.saturating_add(vm.memory) > world.state.host.memory {
        let text = "internal error: QEMU unexpectedly closed the monitor: cannot set up guest memory 'pc.ram': Cannot allocate memory";
        return Err(libvirt(Category::ResourceUnavailable, &vm.name, text));
    }
    for device in &vm.assigned {
        host_device_is_ready(world, vm, device.address)?;
    }
    let missing = vm
        .adapters
        .iter()
        .filter_map(|a| a.bridge.as_ref())
        .find(|b| world.state.link(b).is_none());
    match missing {
        Some(bridge) => {
            let text = format!("Cannot get interface MTU on '{bridge}': No such device");
            Err(libvirt(Category::ObjectNotFound, &vm.name, text))
        }
        None => Ok(()),
    }
}

/// What libvirt and VFIO want of a device that stands in a definition when the VM starts.
fn host_device_is_ready(world: &World, vm: &Vm, address: PciAddress) -> Result<(), HostError> {
    let found = world.state.pci.iter().find(|d| d.address == address);
    let Some(device) = found else {
        let text = format!(
            "Device {address} not found: could not access /sys/bus/pci/devices/{address}/config: No such file or directory"
        );
        return Err(libvirt(Category::ObjectNotFound, &vm.name, text));
    };
    if let Some(other) = user_of(world, address) {
        let text = format!(
            "Requested operation is not valid: PCI device {address} is in use by driver QEMU, domain {}",
            other.name
        );
        return Err(libvirt(Category::ResourceBusy, &vm.name, text));
    }
    if device.driver.as_deref() != Some("vfio-pci") {
        let text =
            format!("Unmanaged PCI device {address} must be manually detached from the host");
        return Err(libvirt(Category::InvalidOperation, &vm.name, text));
    }
    if device.group_blocker().is_some() {
        let group = device.iommu_group.unwrap_or(0);
        let text = format!(
            "internal error: qemu unexpectedly closed the monitor: vfio {address}: group {group} is not viable"
        );
        return Err(libvirt(Category::ResourceBusy, &vm.name, text));
    }
    Ok(())
}

fn attach(world: &World, vm: &Vm, device: &Device) -> Result<(), HostError> {
    match device {
        Device::Nic(nic) => {
            if vm.adapter(&nic.alias).is_some() {
                let text = format!("XML error: non unique alias detected: {}", nic.alias);
                return Err(libvirt(Category::ResourceExists, &vm.name, text));
            }
            match nic
                .bridge
                .as_ref()
                .filter(|b| vm.state.is_active() && world.state.link(b).is_none())
            {
                Some(bridge) => {
                    let text = format!("Cannot get interface MTU on '{bridge}': No such device");
                    Err(libvirt(Category::ObjectNotFound, &vm.name, text))
                }
                None => Ok(()),
            }
        }
        Device::Host(device) => {
            if vm.assigned.iter().any(|d| d.address == device.address) {
                let text = format!(
                    "operation failed: target pci device {} already exists",
                    device.address
                );
                return Err(libvirt(Category::ResourceExists, &vm.name, text));
            }
            Ok(())
        }
        Device::Vf(device) => {
            if !vm.state.is_active() {
                let text = "Requested operation is not valid: cannot do live update a device on inactive domain";
                return Err(libvirt(Category::InvalidOperation, &vm.name, text));
            }
            let address = device.address;
            let Some(vf) = world.state.vf(address) else {
                return Err(libvirt(
                    Category::ObjectNotFound,
                    &vm.name,
                    format!("Device {address} not found: could not access it"),
                ));
            };
            if let Some(other) = user_of(world, address) {
                let text = format!(
                    "Requested operation is not valid: PCI device {address} is in use by driver QEMU, domain {}",
                    other.name
                );
                return Err(libvirt(Category::ResourceBusy, &vm.name, text));
            }
            if vf.driver.as_deref() != Some("vfio-pci") {
                let text = format!(
                    "Requested operation is not valid: PCI device {address} is not bound to vfio-pci"
                );
                return Err(libvirt(Category::InvalidOperation, &vm.name, text));
            }
            if let Some(peer) = vf.group_blocker() {
                let group = vf.iommu_group.unwrap_or(0);
                let text = format!(
                    "internal error: unable to execute QEMU command 'device_add': vfio {address}: group {group} is not viable ({} is bound to a host driver)",
                    peer.address
                );
                return Err(libvirt(Category::ResourceBusy, &vm.name, text));
            }
            match vm.adapter(&device.persistent) {
                Some(adapter) if adapter.teaming && adapter.vf.is_none() => Ok(()),
                Some(adapter) if adapter.teaming => Err(libvirt(
                    Category::ResourceExists,
                    &vm.name,
                    "internal error: device already has a failover primary",
                )),
                _ => {
                    let text = format!(
                        "unsupported configuration: no teaming 'persistent' interface {}",
                        device.persistent
                    );
                    Err(libvirt(Category::InvalidOperation, &vm.name, text))
                }
            }
        }
    }
}

fn detach(world: &World, vm: &Vm, device: &Device) -> Result<(), HostError> {
    let there = match device {
        Device::Nic(nic) => vm.adapter(&nic.alias).is_some(),
        Device::Host(device) => vm.assigned.iter().any(|d| d.address == device.address),
        Device::Vf(vf) => {
            if !vm.state.is_active() {
                return Err(not_running(vm));
            }
            vm.adapters
                .iter()
                .filter_map(|a| a.vf.as_ref())
                .any(|v| v.address == vf.address)
        }
    };
    if !there {
        return Err(no_device(vm, device.alias().as_str()));
    }
    let holds = vm.state == VmState::Paused
        || vm.state.is_active()
            && world
                .guests
                .get(&vm.id)
                .is_some_and(|g| !g.releases_devices);
    if holds {
        return Err(HostError::new(
            "Vm.DetachTimeout",
            Category::OperationTimeout,
            format!(
                "The guest of '{}' did not let the device go in time.",
                vm.name
            ),
        )
        .target(vm.name.clone())
        .next_step("Look at the guest's log, or stop the VM."));
    }
    Ok(())
}
