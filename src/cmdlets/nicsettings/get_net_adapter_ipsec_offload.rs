//! `Get-NetAdapterIPsecOffload`.

use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterIPsecOffload;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets whether network adapters work out IPsec (`esp-hw-offload` of `ethtool -k`).
///
/// On Linux each IPsec state asks for it itself besides (`ip xfrm state add ... offload`).
///
/// # Examples
/// ```iovsh
/// PS> (Get-NetAdapterIPsecOffload enp1s0f0).Enabled
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterIPsecOffload", module = "NetAdapter", default_set = "ByName", output = NetAdapterIPsecOffload)]
pub struct GetNetAdapterIPsecOffload {
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterIPsecOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterIPsecOffload::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "IPsec offload",
                    "Those that do are listed by Get-NetAdapterIPsecOffload.",
                )?,
            }
        }
        Ok(())
    }
}
