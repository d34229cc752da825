//! `Get-NetAdapterHardwareInfo`.

use super::query::Query;
use crate::host_access::{HostAccess, computer_name};
use crate::types::NetAdapterHardwareInfo;
use iovsh_backend::Scope;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the slot of network adapters: place on the PCI bus, NUMA node, link, interrupts, and what SR-IOV needs of the slot.
///
/// What only root may read (interrupts, ARI, ACS, ATS) is empty for others. `Acs` tells whether every port from the adapter up to
/// the root keeps its functions apart; ports of some chipsets do that without saying so, and the kernel knows them: whether a virtual
/// function can be given to a machine is what `SriovSupport` says.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetAdapterHardwareInfo
/// Name     Segment Bus Device Function Slot NumaNode PcieLinkSpeed PcieLinkWidth Version
/// ----     ------- --- ------ -------- ---- -------- ------------- ------------- -------
/// eno1     0       0   31     6
/// enp1s0f0 0       1   0      0        1    0        5.0 GT/s      4             2
/// enp1s0f1 0       1   0      1        1    0        5.0 GT/s      4             2
/// ```
/// Which adapters run slower than they can:
/// ```iovsh
/// PS> (Get-NetAdapterHardwareInfo | Where-Object { $_.PcieLinkSpeed -ne $_.PcieMaxLinkSpeed }).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterHardwareInfo", module = "NetAdapter", default_set = "ByName", output = NetAdapterHardwareInfo)]
pub struct GetNetAdapterHardwareInfo {
    #[flatten]
    query: Query,
}

const SCOPE: Scope = Scope {
    nics: true,
    ..Scope::SRIOV
};

impl Cmdlet for GetNetAdapterHardwareInfo {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterHardwareInfo::new(&state, link, &computer) {
                Some(info) => cx.emit(info.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "place on the PCI bus",
                    "'Get-NetAdapterHardwareInfo' without a name lists those that have one.",
                )?,
            }
        }
        Ok(())
    }
}
