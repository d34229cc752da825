//! `Mount-VMHostAssignableDevice`.

use super::output::emit;
use super::targets::named;
use crate::complete;
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::types::VmHostAssignableDevice;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives a PCI device back to the host, with the driver that it had.
///
/// # Examples
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Get-VMHostAssignableDevice | Mount-VMHostAssignableDevice -Passthru | Format-List PciAddress, DriverName
/// PciAddress : 0000:02:00.0
/// DriverName : nvme
/// ```
/// One device, by its place:
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Mount-VMHostAssignableDevice -LocationPath 0000:02:00.0
/// PS> @(Get-VMHostAssignableDevice).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Mount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -WhatIf
/// What if: Performing the operation "Mount-VMHostAssignableDevice" on target "0000:02:00.0".
///   # Unbind 0000:02:00.0 from vfio-pci
///     echo 0000:02:00.0 > /sys/bus/pci/drivers/vfio-pci/unbind && echo > /sys/bus/pci/devices/0000:02:00.0/driver_override
///   # Bind 0000:02:00.0 to nvme
///     echo nvme > /sys/bus/pci/devices/0000:02:00.0/driver_override && echo 0000:02:00.0 > /sys/bus/pci/drivers_probe
///   # Forget how 0000:02:00.0 was found (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Mount", noun = "VMHostAssignableDevice", module = "Hyper-V", impact = Medium, output = VmHostAssignableDevice)]
pub struct MountVmHostAssignableDevice {
    /// Devices that Get-VMHostAssignableDevice gave.
    #[param(
        position = 0,
        from_pipeline,
        alias = "VMHostAssignableDevice",
        not_null_or_empty
    )]
    host_assignable_device: Given<Vec<Arc<VmHostAssignableDevice>>>,
    /// The device, by its instance id.
    #[param(position = 2)]
    instance_path: Option<String>,
    /// The device, by its location path or its PCI address.
    #[param(position = 3, complete = complete::pci_devices)]
    location_path: Option<String>,
    /// Hands on the device.
    passthru: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for MountVmHostAssignableDevice {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let names: Vec<String> = match self.host_assignable_device.as_deref() {
            Some(devices) => devices
                .iter()
                .map(|device| device.pci_address.clone())
                .collect(),
            None => vec![named(
                self.instance_path.as_deref(),
                self.location_path.as_deref(),
            )?],
        };
        for name in names {
            let outcome = cx.change(
                &Scope::ASSIGN,
                &Intent::MountDevice {
                    device: name.to_string(),
                },
            )?;
            if outcome.is_done() && self.passthru {
                emit(cx, &name)?;
            }
        }
        Ok(())
    }
}
