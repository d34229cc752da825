//! `Remove-VMAssignableDevice`.

use super::targets::{is_named, machines};
use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::remote::Remote;
use crate::types::{VmAssignedDevice, uuid};
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Takes PCI devices from a virtual machine that is off: one, or all when none is named.
///
/// They stay dismounted; Mount-VMHostAssignableDevice gives them back to the host.
///
/// # Examples
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Add-VMAssignableDevice -VMName web1 -LocationPath 0000:02:00.0
/// PS> Get-VMAssignableDevice web1 | Remove-VMAssignableDevice -Passthru | Format-List VMName, PciAddress
/// VMName     : web1
/// PciAddress : 0000:02:00.0
/// PS> Get-VMAssignableDevice web1
/// ```
/// By name and place:
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Add-VMAssignableDevice web1 -LocationPath 0000:02:00.0
/// PS> Remove-VMAssignableDevice web1 -LocationPath 0000:02:00.0
/// PS> @(Get-VMAssignableDevice web1).Count
/// 0
/// ```
/// Back to the host's own driver, in one line:
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Add-VMAssignableDevice web1 -LocationPath 0000:02:00.0
/// PS> Remove-VMAssignableDevice web1; Get-VMHostAssignableDevice | Mount-VMHostAssignableDevice -Passthru | ForEach-Object DriverName
/// nvme
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMAssignableDevice", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmAssignedDevice)]
pub struct RemoveVmAssignableDevice {
    /// Devices that Get-VMAssignableDevice gave.
    #[param(set = "Object", position = 0, mandatory, from_pipeline)]
    vm_assignable_device: Vec<Arc<VmAssignedDevice>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    /// The device, by its instance id.
    #[param(set = "VMName", not_null_or_empty)]
    instance_path: Given<String>,
    /// The device, by its location path or its PCI address.
    #[param(set = "VMName", complete = complete::pci_devices, not_null_or_empty)]
    location_path: Given<String>,
    /// Hands on the device.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for RemoveVmAssignableDevice {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut devices: Vec<VmAssignedDevice> = self
            .vm_assignable_device
            .iter()
            .map(|device| device.as_ref().clone())
            .collect();
        if devices.is_empty() {
            let state = cx.snapshot(&Scope::ASSIGN)?;
            let computer = computer_name(cx)?;
            let name = self
                .location_path
                .as_deref()
                .or(self.instance_path.as_deref());
            for vm in machines(cx, &state, &self.vm_name, &[])? {
                let its = vm.assigned.iter();
                devices.extend(
                    its.map(|d| VmAssignedDevice::new(&state, vm, d.address, &computer))
                        .filter(|device| name.is_none_or(|name| is_named(device, name))),
                );
            }
        }
        for device in devices {
            let outcome = cx.change(
                &Scope::ASSIGN,
                &Intent::UnassignDevice {
                    vm: uuid(device.vm_id),
                    address: device.address,
                },
            )?;
            if outcome.is_done() && self.passthru {
                cx.emit(device.into_value())?;
            }
        }
        Ok(())
    }
}
