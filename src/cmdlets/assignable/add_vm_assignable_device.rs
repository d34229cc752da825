//! `Add-VMAssignableDevice`.

use super::output::emit_assigned;
use super::targets::{machines, named};
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmAssignedDevice};
use crate::{complete, unsupported};
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives a PCI device that was taken from the host to a virtual machine that is off.
///
/// The other endpoints of its IOMMU group must have been dismounted too. The machine has the device from its next start on, and is tied
/// to this host while it has it.
///
/// # Examples
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Add-VMAssignableDevice -VMName web1 -LocationPath 'PCIROOT(0)#PCI(0200)#PCI(0000)' -Passthru | Format-List VMName, PciAddress
/// VMName     : web1
/// PciAddress : 0000:02:00.0
/// ```
/// All that the host has given up, to one machine:
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Get-VMHostAssignableDevice | ForEach-Object { Add-VMAssignableDevice web1 -LocationPath $_.LocationPath }
/// PS> (Get-VMAssignableDevice web1).PciAddress
/// 0000:02:00.0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Add-VMAssignableDevice web1 -LocationPath 0000:02:00.0 -WhatIf
/// What if: Performing the operation "Add-VMAssignableDevice" on target "web1".
///   # Put 0000:02:00.0 into 'web1'
///     virsh attach-device --config web1 /dev/stdin <<'EOF'
/// <hostdev mode='subsystem' type='pci' managed='no'>
///   <driver name='vfio'/>
///   <source>
///     <address type='pci' domain='0x0000' bus='0x02' slot='0x00' function='0x0'/>
///   </source>
///   <alias name='ua-dda-0000-02-00-0'/>
/// </hostdev>
/// EOF
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMAssignableDevice", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmAssignedDevice)]
pub struct AddVmAssignableDevice {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// The device, by its instance id.
    #[param(not_null_or_empty)]
    instance_path: Option<String>,
    /// The device, by its location path or its PCI address.
    #[param(complete = complete::pci_devices, not_null_or_empty)]
    location_path: Option<String>,
    /// A virtual function of the device; not supported: that is what -IovWeight is for.
    #[param(refused = "virtual functions are allocated by Set-VMNetworkAdapter -IovWeight.")]
    virtual_function: Nullable<u16>,
    #[param(not_null, no_effect = unsupported::POOL)]
    resource_pool_name: Option<String>,
    /// Hands on the device.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for AddVmAssignableDevice {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let name = named(self.instance_path.as_deref(), self.location_path.as_deref())?;
        let state = cx.snapshot(&Scope::ASSIGN)?;
        for vm in machines(cx, &state, &self.vm_name, &self.vm)? {
            let outcome = cx.change(
                &Scope::ASSIGN,
                &Intent::AssignDevice {
                    vm: vm.id,
                    device: name.to_string(),
                },
            )?;
            if outcome.is_done() && self.passthru {
                emit_assigned(cx, std::slice::from_ref(&vm.name), &[], Some(&name))?;
            }
        }
        Ok(())
    }
}
