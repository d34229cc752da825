//! `Dismount-VMHostAssignableDevice`.

use super::output::emit;
use super::targets::named;
use crate::complete;
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::types::VmHostAssignableDevice;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes a PCI device from the host, so that a virtual machine can have it.
///
/// What stands against it is told before anything is changed: a device that the firmware keeps memory for, that carries the host's
/// network, or that shares its IOMMU group. Mount-VMHostAssignableDevice gives it back, with the driver that it had.
///
/// # Examples
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force -WhatIf
/// What if: Performing the operation "Dismount-VMHostAssignableDevice" on target "0000:02:00.0".
///   # Remember how 0000:02:00.0 was found (in iovsh's own records)
///   # Unbind 0000:02:00.0 from nvme
///     echo 0000:02:00.0 > /sys/bus/pci/drivers/nvme/unbind && echo > /sys/bus/pci/devices/0000:02:00.0/driver_override
///   # Bind 0000:02:00.0 to vfio-pci
///     echo vfio-pci > /sys/bus/pci/devices/0000:02:00.0/driver_override && echo 0000:02:00.0 > /sys/bus/pci/drivers_probe
/// WARNING: It is a storage controller; the host's disks may be behind it.
/// ```
/// The device goes, and waits for a virtual machine:
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Get-VMHostAssignableDevice | Format-List PciAddress, DriverName
/// PciAddress : 0000:02:00.0
/// DriverName : vfio-pci
/// ```
/// One that shares its IOMMU group is refused, with the reason as an id that scripts compare:
/// ```iovsh
/// PS> try { Dismount-VMHostAssignableDevice -LocationPath 0000:04:00.0 -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
/// Pci.NotAssignable
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Dismount", noun = "VMHostAssignableDevice", module = "Hyper-V", impact = Medium, output = VmHostAssignableDevice)]
pub struct DismountVmHostAssignableDevice {
    /// The device, by its instance id.
    #[param(position = 2)]
    instance_path: Option<String>,
    /// The device, by its location path or its PCI address.
    #[param(position = 3, complete = complete::pci_devices)]
    location_path: Option<String>,
    /// Also a device that the host seems to need, that shares its IOMMU group, or that cannot be reset.
    #[param(position = 4)]
    force: bool,
    /// Hands on the device.
    passthru: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for DismountVmHostAssignableDevice {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let name = named(self.instance_path.as_deref(), self.location_path.as_deref())?;
        let outcome = cx.change(
            &Scope::ASSIGN,
            &Intent::DismountDevice {
                device: name.to_string(),
                force: self.force,
            },
        )?;
        if outcome.is_done() && self.passthru {
            emit(cx, &name)?;
        }
        Ok(())
    }
}
