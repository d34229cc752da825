//! `Get-VMHostAssignableDevice`.

use crate::backend::Scope;
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::remote::{self, CimSession, Credential};
use crate::cmdlets::types::VmHostAssignableDevice;
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

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
    /// Sessions to other hosts. Only the selected host can be managed so far.
    cim_session: Vec<CimSession>,
    /// The host. Only the selected one can be managed so far.
    computer_name: Vec<String>,
    /// Credentials for another host; the local host needs none.
    credential: Vec<Credential>,
    /// Linux only: also the devices that the host has.
    all: bool,
}

impl Cmdlet for GetVmHostAssignableDevice {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &self.computer_name, &self.cim_session)?;
        let state = cx.snapshot(&Scope::ASSIGN)?;
        let computer = computer_name(cx)?;
        for device in &state.pci {
            if self.all || state.desired.dismounted(&device.path).is_some() {
                cx.emit(VmHostAssignableDevice::new(&state, device, &computer).into_value())?;
            }
        }
        Ok(())
    }
}
