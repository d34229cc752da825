//! `Get-NetAdapterPowerManagement`.

use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterPowerManagement;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets what wakes the machine by way of network adapters, and what saves power.
///
/// `WakeOnMagicPacket` is the letter g of `ethtool -s NAME wol`, `WakeOnPattern` any of u, m, b, a and f. What only Windows has is `Unsupported`.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetAdapterPowerManagement enp1s0f0 | Format-List WakeOnMagicPacket, WakeOnPattern, EnergyEfficientEthernet
/// WakeOnMagicPacket       : Enabled
/// WakeOnPattern           : Disabled
/// EnergyEfficientEthernet : Enabled
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterPowerManagement", module = "NetAdapter", default_set = "ByName", output = NetAdapterPowerManagement)]
pub struct GetNetAdapterPowerManagement {
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterPowerManagement {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterPowerManagement::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "power management",
                    "Those that do are listed by Get-NetAdapterPowerManagement.",
                )?,
            }
        }
        Ok(())
    }
}
