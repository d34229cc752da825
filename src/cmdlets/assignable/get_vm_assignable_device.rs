//! `Get-VMAssignableDevice`.

use super::output::emit_assigned;
use crate::complete;
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmAssignedDevice};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the PCI devices that virtual machines have as a whole. Virtual functions are not among them: see Get-VMNetworkAdapter.
///
/// # Examples
/// ```iovsh
/// PS> Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force 3> $null
/// PS> Add-VMAssignableDevice -VMName web1 -LocationPath 0000:02:00.0
/// PS> Get-VMAssignableDevice web1 | Format-List VMName, Name, LocationPath
/// VMName       : web1
/// Name         : Example Corporation NVMe SSD Controller
/// LocationPath : PCIROOT(0)#PCI(0200)#PCI(0000)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMAssignableDevice", module = "Hyper-V", default_set = "VMName", output = VmAssignedDevice)]
pub struct GetVmAssignableDevice {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Only the device with this instance id.
    #[param(not_null_or_empty)]
    instance_path: Given<String>,
    /// Only the device at this location path or PCI address.
    #[param(not_null_or_empty, complete = complete::pci_devices)]
    location_path: Given<String>,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for GetVmAssignableDevice {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let only = self
            .location_path
            .as_deref()
            .or(self.instance_path.as_deref());
        emit_assigned(cx, &self.vm_name, &self.vm, only)
    }
}
