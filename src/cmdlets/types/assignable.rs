//! PCI devices as Hyper-V's discrete device assignment shows them.

use iovsh_derive::PsObject;

use super::guid;
use iovsh_backend::model::{PciAddress, PciDevice, State, Vm};
use iovsh_backend::policy::assign;
use iovsh_shell::argument::Guid;
use iovsh_shell::value::Value;

/// A device of the host.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMHostAssignableDevice",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmHostAssignableDevice {
    #[property(name = "InstanceID")]
    pub instance_id: String,
    #[then("CimSession" = Value::Null)]
    pub location_path: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: what it is.
    pub description: String,
    /// Linux only: where it is now.
    pub pci_address: String,
    /// Linux only: its driver.
    pub driver_name: Option<String>,
    /// Linux only: its IOMMU group.
    pub iommu_group: Option<u32>,
    /// Linux only: it was taken from the host.
    pub dismounted: bool,
    /// Linux only: the virtual machine that has it.
    pub vm_name: Option<String>,
    /// Linux only: it can be given to a virtual machine; what keeps it from that says `Verdict`.
    pub assignable: bool,
    /// Linux only: what stands against giving it to a virtual machine.
    pub verdict: String,
}

impl VmHostAssignableDevice {
    /// The object for a device.
    pub fn new(state: &State, device: &PciDevice, computer: &str) -> Self {
        let dismounted = state.desired.dismounted(&device.path).is_some();
        let verdict = assign::verdict(state, device);
        Self {
            instance_id: device.instance_id(dismounted),
            location_path: device.location_path(),
            computer_name: computer.to_owned(),
            description: device.description.clone(),
            pci_address: device.address.to_string(),
            driver_name: device.driver.clone(),
            iommu_group: device.iommu_group,
            dismounted,
            vm_name: assign::holder(state, device.address).map(|vm| vm.name.clone()),
            assignable: !matches!(verdict, assign::Verdict::NotAssignable(_)),
            verdict: verdict.text().to_owned(),
        }
    }
}

/// A device that a virtual machine has.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMAssignedDevice",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmAssignedDevice {
    #[property(name = "InstanceID")]
    pub instance_id: String,
    #[then("ResourcePoolName" = "Primordial", "VirtualFunction" = 0_u32)]
    pub location_path: String,
    pub name: String,
    pub id: String,
    pub vm_id: Guid,
    #[then(
        "VMSnapshotId" = Guid([0; 16]),
        "VMSnapshotName" = "",
        "CimSession" = Value::Null
    )]
    pub vm_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: where it is now.
    pub pci_address: String,
    #[property(skip)]
    pub address: PciAddress,
}

impl VmAssignedDevice {
    /// The object for a device of a machine; one that is not there any more is shown by its address.
    pub fn new(state: &State, vm: &Vm, address: PciAddress, computer: &str) -> Self {
        let device = state.pci.iter().find(|d| d.address == address);
        let text = |of: fn(&PciDevice) -> String| device.map_or_else(|| address.to_string(), of);
        Self {
            instance_id: text(|d| d.instance_id(true)),
            location_path: text(PciDevice::location_path),
            name: text(|d| d.description.clone()),
            id: format!("Microsoft:{}\\{address}", vm.id),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            computer_name: computer.to_owned(),
            pci_address: address.to_string(),
            address,
        }
    }
}
