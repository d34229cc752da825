//! `Get-NetAdapterEncapsulatedPacketTaskOffload`.

use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterEncapsulatedPacketTaskOffload;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets whether network adapters segment inside of VXLAN and NVGRE packets.
///
/// `tx-udp_tnl-segmentation` and `tx-gre-segmentation` of `ethtool -k`. The kernel tells a driver the port of each VXLAN device by itself.
///
/// # Examples
/// ```iovsh
/// PS> (Get-NetAdapterEncapsulatedPacketTaskOffload enp1s0f0).VxlanEncapsulatedPacketTaskOffloadEnabled
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterEncapsulatedPacketTaskOffload", module = "NetAdapter", default_set = "ByName", output = NetAdapterEncapsulatedPacketTaskOffload)]
pub struct GetNetAdapterEncapsulatedPacketTaskOffload {
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterEncapsulatedPacketTaskOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterEncapsulatedPacketTaskOffload::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "offload of encapsulated packets",
                    "Those that do are listed by Get-NetAdapterEncapsulatedPacketTaskOffload.",
                )?,
            }
        }
        Ok(())
    }
}
