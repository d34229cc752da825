//! `Get-NetAdapterChecksumOffload`.

use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterChecksumOffload;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets which checksums network adapters work out.
///
/// What is sent: `tx-checksum-ip-generic`, or `tx-checksum-ipv4` and `tx-checksum-ipv6`, whichever the driver has; TCP and UDP have no switch of their own.
/// What is received: `rx-checksum`, one for all. The kernel works out the checksum of an IPv4 head itself.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetAdapterChecksumOffload enp1s0f0
/// Name     IpIPv4Enabled TcpIPv4Enabled TcpIPv6Enabled UdpIPv4Enabled UdpIPv6Enabled
/// ----     ------------- -------------- -------------- -------------- --------------
/// enp1s0f0 RxEnabled     RxTxEnabled    RxTxEnabled    RxTxEnabled    RxTxEnabled
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterChecksumOffload", module = "NetAdapter", default_set = "ByName", output = NetAdapterChecksumOffload)]
pub struct GetNetAdapterChecksumOffload {
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterChecksumOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterChecksumOffload::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "checksum offload",
                    "Those that do are listed by Get-NetAdapterChecksumOffload.",
                )?,
            }
        }
        Ok(())
    }
}
