//! `Get-NetAdapterRdma`.

use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterRdma;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the RDMA devices of network adapters (`rdma link show`).
///
/// Adapters without one are left out. A virtual function gives a guest RDMA by itself.
///
/// # Examples
/// ```iovsh
/// PS> @(Get-NetAdapterRdma).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterRdma", module = "NetAdapter", default_set = "ByName", output = NetAdapterRdma)]
pub struct GetNetAdapterRdma {
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterRdma {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterRdma::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "RDMA device",
                    "Those that do are listed by Get-NetAdapterRdma.",
                )?,
            }
        }
        Ok(())
    }
}
