//! `Get-VMHostAssignableDevice`.

use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::remote::Remote;
use crate::types::VmHostAssignableDevice;
use crate::unsupported;
use iovsh_backend::Scope;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the PCI devices that were taken from the host, so that virtual machines can have them.
///
/// With -All every PCI device of the host that is no bridge and no virtual function, and what stands against giving it away.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMHostAssignableDevice -All | Format-Table PciAddress, Description, Assignable
/// PciAddress   Description                               Assignable
/// ----------   -----------                               ----------
/// 0000:00:1f.6 Intel(R) Ethernet Connection I219-LM           False
/// 0000:01:00.0 Intel(R) I350 Gigabit Network Connection        True
/// 0000:01:00.1 Intel(R) I350 Gigabit Network Connection        True
/// 0000:02:00.0 Example Corporation NVMe SSD Controller         True
/// 0000:03:00.0 Example Corporation GPU                         True
/// 0000:03:00.1 Example Corporation GPU Audio Controller        True
/// 0000:04:00.0 Example Corporation Management Controller      False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMHostAssignableDevice", module = "Hyper-V", output = VmHostAssignableDevice)]
pub struct GetVmHostAssignableDevice {
    /// Only the device with this instance id.
    #[param(not_null_or_empty)]
    instance_path: Given<String>,
    /// Only the device at this location path or PCI address.
    #[param(not_null_or_empty, complete = complete::pci_devices)]
    location_path: Given<String>,
    #[param(not_null_or_empty, refused = unsupported::POOL)]
    resource_pool_name: Vec<String>,
    /// Linux only: also the devices that the host has.
    all: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for GetVmHostAssignableDevice {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&Scope::ASSIGN)?;
        let computer = computer_name(cx)?;
        for device in &state.pci {
            if !self.all && state.desired.dismounted(&device.path).is_none() {
                continue;
            }
            let object = VmHostAssignableDevice::new(&state, device, &computer);
            let place = [
                &object.location_path,
                &object.instance_id,
                &object.pci_address,
            ];
            let fits = |wanted: &Given<String>| {
                wanted
                    .as_deref()
                    .is_none_or(|wanted| place.iter().any(|name| name.eq_ignore_ascii_case(wanted)))
            };
            if fits(&self.instance_path) && fits(&self.location_path) {
                cx.emit(object.into_value())?;
            }
        }
        Ok(())
    }
}
