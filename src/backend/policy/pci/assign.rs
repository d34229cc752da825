//! Discrete device assignment: whole PCI devices for virtual machines.

use crate::model::{AssignedDevice, PciAddress, PciDevice, State, Uuid, VFIO_PCI, Vm, VmState};
use crate::plan::{DesiredChange, Device, DeviceChange, PciChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::losses::{self, Deed};
use crate::policy::word::pattern;
use crate::state::{DesiredEdit, DismountedDevice};
use crate::{Category, HostError};
use std::time::Duration;

/// Base classes of the PCI code list.
const STORAGE: u32 = 0x01;
const DISPLAY: u32 = 0x03;

/// Whether a device can be given to a virtual machine, in the order in which it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing stands against it.
    Assignable,
    /// It can be, but the host seems to need it, or it cannot be reset: -Force.
    WithForce(String),
    /// It cannot be.
    NotAssignable(String),
}

impl Verdict {
    /// One sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Assignable => "Nothing stands against it.",
            Self::WithForce(text) | Self::NotAssignable(text) => text,
        }
    }
}

/// What stands against giving a device away.
#[must_use]
pub fn verdict(state: &State, device: &PciDevice) -> Verdict {
    let no = |text: String| Verdict::NotAssignable(text);
    if device.iommu_group.is_none() {
        return no(
            "The host has no IOMMU group for it, so nothing would keep it off the host's memory."
                .to_owned(),
        );
    }
    if device.firmware_memory {
        return no(
            "The firmware keeps memory of its own mapped for it (RMRR), which a guest would reach."
                .to_owned(),
        );
    }
    if let Some(function) = state.function(device.address) {
        if function.num_vfs > 0 {
            return no(format!("It has {} virtual functions.", function.num_vfs));
        }
        if let Some(switch) = state.desired.switch_using(&function.identity) {
            return no(format!("The switch '{}' uses it.", switch.name));
        }
    }
    let link = state.links.iter().find(|l| l.pci == Some(device.address));
    if let Some(link) = link {
        if let Some(switch) = state.desired.switch_using(&link.identity) {
            return no(format!("The switch '{}' uses it.", switch.name));
        }
        if let Err(lost) = losses::host_stays_reachable(state, link, Deed::Down) {
            return no(format!("The host is reached over it: {}", lost.message));
        }
        // An address alone is the admin's to give up, whether it is on the interface or on something that stands on it.
        if let Err(lost) = losses::host_stays_reachable(state, link, Deed::Take) {
            return Verdict::WithForce(format!("The host uses it: {}", lost.message));
        }
        if link.master.is_some() || !link.addresses.is_empty() {
            return Verdict::WithForce(format!("The host uses its interface {}.", link.name));
        }
    }
    if let Some(peer) = device.group_blocker() {
        return Verdict::WithForce(format!(
            "It shares its IOMMU group with {} ({}): what one does reaches the other, and both have to be dismounted before a virtual machine can have one.",
            peer.address,
            peer.driver.as_deref().unwrap_or("no driver")
        ));
    }
    if device.resets == Some(false) {
        return Verdict::WithForce(
            "It cannot be reset by itself, so a second guest finds it as the first one left it."
                .to_owned(),
        );
    }
    match device.class >> 16 {
        STORAGE if device.driver.is_some() => Verdict::WithForce(
            "It is a storage controller; the host's disks may be behind it.".to_owned(),
        ),
        DISPLAY if device.driver.is_some() => Verdict::WithForce(
            "It is a display adapter; the host's console may be on it.".to_owned(),
        ),
        _ => Verdict::Assignable,
    }
}

/// The device that an admin means: by its PCI address, its location path, or its instance id.
///
/// # Errors
/// `Pci.NotFound`.
pub fn device_named<'s>(state: &'s State, name: &str) -> Result<&'s PciDevice, HostError> {
    let address: Option<PciAddress> = name.parse().ok();
    let found = state.pci.iter().find(|device| {
        address == Some(device.address)
            || device.location_path().eq_ignore_ascii_case(name)
            || device.instance_id(true).eq_ignore_ascii_case(name)
            || device.instance_id(false).eq_ignore_ascii_case(name)
    });
    found.ok_or_else(|| {
        HostError::new(
            "Pci.NotFound",
            Category::ObjectNotFound,
            format!("There is no PCI device '{name}'. Bridges and virtual functions do not count."),
        )
        .target(name)
        .next_step(
            "'Get-VMHostAssignableDevice -All' lists them; name one by address or location path.",
        )
    })
}

/// The VM that has a device in its definition or runs with it.
#[must_use]
pub fn holder(state: &State, address: PciAddress) -> Option<&Vm> {
    state.vms.iter().find(|vm| {
        vm.assigned.iter().any(|device| device.address == address)
            || vm.other_devices.contains(&address)
    })
}

fn refusal(id: &'static str, category: Category, device: &PciDevice, text: String) -> HostError {
    HostError::new(id, category, text).target(device.address.to_string())
}

/// Takes a device from the host: unbound from its driver and held by vfio-pci, until it is mounted again.
///
/// # Errors
/// `Pci.NotFound`, `Pci.NotAssignable`; `Pci.NeedsForce` without `force`.
pub(in crate::policy) fn dismount(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    force: bool,
) -> Result<Focus, HostError> {
    let device = device_named(state, name)?;
    plan.about(
        format!("Dismount {}", device.address),
        device.address.to_string(),
    );
    if state.desired.dismounted(&device.path).is_some() {
        plan.warn("Pci.AlreadyDismounted", "The device is already dismounted.");
        return Ok(Focus::default());
    }
    match verdict(state, device) {
        Verdict::NotAssignable(text) => {
            return Err(refusal(
                "Pci.NotAssignable",
                Category::InvalidOperation,
                device,
                text,
            )
            .next_step("Choose another device, or remove what stands against it."));
        }
        Verdict::WithForce(text) if !force => {
            return Err(
                refusal("Pci.NeedsForce", Category::InvalidOperation, device, text)
                    .next_step("If you mean it all the same, add -Force."),
            );
        }
        Verdict::WithForce(text) => plan.warn("Pci.Risk", text),
        Verdict::Assignable => {}
    }
    let address = device.address;
    let record = DismountedDevice {
        path: device.path.clone(),
        address,
        driver: device.driver.clone(),
    };
    plan.step(
        format!("Remember how {address} was found"),
        DesiredChange::Set {
            edit: DesiredEdit::PutDismounted(record),
        },
    );
    bind_vfio(plan, address, device.driver.clone());
    Ok(Focus::default())
}

/// Takes a device from its driver and gives it to vfio-pci.
fn bind_vfio(plan: &mut PlanBuilder, address: PciAddress, driver: Option<String>) {
    if let Some(driver) = driver.filter(|driver| driver != VFIO_PCI) {
        plan.step(
            format!("Unbind {address} from {driver}"),
            PciChange::Unbind { address, driver },
        );
    }
    plan.step(
        format!("Bind {address} to vfio-pci"),
        PciChange::Bind {
            address,
            driver: VFIO_PCI.to_owned(),
        },
    );
}

/// After a start of the host its drivers have the dismounted devices again: they are taken anew, before libvirt starts the VMs
/// that have them. One that is not there is a warning.
pub(in crate::policy) fn rebind_vfio(plan: &mut PlanBuilder) {
    for record in plan.state().desired.dismounted.clone() {
        let device = plan.state().pci.iter().find(|d| d.path == record.path);
        match device.map(|d| (d.address, d.driver.clone())) {
            Some((address, driver)) => plan.best_effort(|plan| bind_vfio(plan, address, driver)),
            None => plan.warn(
                "Pci.Missing",
                format!(
                    "The device that was dismounted at {} is not there.",
                    record.address
                ),
            ),
        }
    }
}

/// Gives a device back to the host, with the driver that it had.
///
/// # Errors
/// `Pci.NotFound`, `Pci.NotDismounted`, `Pci.InUse`.
pub(in crate::policy) fn mount(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
) -> Result<Focus, HostError> {
    let device = device_named(state, name)?;
    let Some(record) = state.desired.dismounted(&device.path).cloned() else {
        return Err(not_dismounted(device));
    };
    if let Some(vm) = holder(state, device.address) {
        return Err(in_use(device, vm));
    }
    let address = device.address;
    plan.about(format!("Mount {address}"), address.to_string());
    if let Some(driver) = device
        .driver
        .clone()
        .filter(|now| record.driver.as_ref() != Some(now))
    {
        plan.step(
            format!("Unbind {address} from {driver}"),
            PciChange::Unbind { address, driver },
        );
    }
    if let Some(driver) = record.driver.clone() {
        plan.step(
            format!("Bind {address} to {driver}"),
            PciChange::Bind { address, driver },
        );
    }
    plan.step(
        format!("Forget how {address} was found"),
        DesiredChange::Set {
            edit: DesiredEdit::RemoveDismounted(record.path),
        },
    );
    Ok(Focus::default())
}

fn not_dismounted(device: &PciDevice) -> HostError {
    refusal(
        "Pci.NotDismounted",
        Category::InvalidOperation,
        device,
        format!(
            "The host itself has {} ({}).",
            device.address, device.description
        ),
    )
    .next_step(format!(
        "Take it from the host first: Dismount-VMHostAssignableDevice -LocationPath '{}'.",
        device.location_path()
    ))
}

fn in_use(device: &PciDevice, vm: &Vm) -> HostError {
    refusal(
        "Pci.InUse",
        Category::ResourceBusy,
        device,
        format!("'{}' has {}.", vm.name, device.address),
    )
    .next_step(format!(
        "Take it from there first: Remove-VMAssignableDevice -VMName {} -LocationPath '{}'.",
        pattern(&vm.name),
        device.location_path()
    ))
}

/// Puts a dismounted device into the definition of a VM that is off.
///
/// # Errors
/// `Vm.NotFound`, `Vm.Running`, `Pci.NotFound`, `Pci.NotDismounted`, `Pci.InUse`, `Pci.GroupNotViable`.
pub(in crate::policy) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    name: &str,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    must_be_off(vm)?;
    let device = device_named(state, name)?;
    if state.desired.dismounted(&device.path).is_none() {
        return Err(not_dismounted(device));
    }
    if let Some(holder) = holder(state, device.address) {
        return Err(in_use(device, holder));
    }
    if let Some(peer) = device.group_blocker() {
        let text = format!(
            "{} of its IOMMU group is still with the host's driver {}.",
            peer.address,
            peer.driver.as_deref().unwrap_or_default()
        );
        return Err(
            refusal("Pci.GroupNotViable", Category::ResourceBusy, device, text).next_step(format!(
                "Dismount that one too: Dismount-VMHostAssignableDevice -LocationPath {}.",
                peer.address
            )),
        );
    }
    let Some(host_device) = AssignedDevice::at(device.address) else {
        return Err(not_dismounted(device));
    };
    plan.about(
        format!("Give {} to '{}'", device.address, vm.name),
        vm.name.clone(),
    );
    plan.step(
        format!("Put {} into '{}'", device.address, vm.name),
        DeviceChange::Attach {
            vm: vm.id,
            device: Device::Host(host_device),
            live: false,
        },
    );
    Ok(Focus::default())
}

/// Takes a device out of the definition of a VM that is off. It stays dismounted.
///
/// # Errors
/// `Vm.NotFound`, `Vm.Running`, `Pci.NotAssigned`.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    address: PciAddress,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    must_be_off(vm)?;
    let Some(device) = vm.assigned.iter().find(|device| device.address == address) else {
        return Err(HostError::new(
            "Pci.NotAssigned",
            Category::ObjectNotFound,
            format!("'{}' does not have {address}.", vm.name),
        )
        .target(address.to_string())
        .next_step(format!(
            "'Get-VMAssignableDevice {}' lists what it has.",
            pattern(&vm.name)
        )));
    };
    plan.about(
        format!("Take {address} from '{}'", vm.name),
        vm.name.clone(),
    );
    plan.step(
        format!("Take {address} out of '{}'", vm.name),
        DeviceChange::Detach {
            vm: vm.id,
            device: Device::Host(device.clone()),
            live: false,
            timeout: Duration::ZERO,
        },
    );
    Ok(Focus::default())
}

fn must_be_off(vm: &Vm) -> Result<(), HostError> {
    if vm.state == VmState::Off {
        return Ok(());
    }
    Err(HostError::new(
        "Vm.Running",
        Category::InvalidOperation,
        format!(
            "The devices of '{}' cannot be changed while it is {:?}.",
            vm.name, vm.state
        ),
    )
    .target(vm.name.clone())
    .next_step(format!(
        "Stop it first: Stop-VM -Name {}.",
        pattern(&vm.name)
    )))
}
