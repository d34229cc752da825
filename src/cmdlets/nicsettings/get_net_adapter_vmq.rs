//! `Get-NetAdapterVmq`.

use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterVmq;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets queues for virtual machines: there are none on Linux.
///
/// What goes to a virtual machine comes by way of a virtual function, which has queues of its own, or by the bridge; Get-NetAdapterRss shows the queues of the adapter.
///
/// # Examples
/// ```iovsh
/// PS> (Get-NetAdapterVmq enp1s0f0).Enabled
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterVmq", module = "NetAdapter", default_set = "ByName", output = NetAdapterVmq)]
pub struct GetNetAdapterVmq {
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterVmq {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterVmq::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "queues for virtual machines",
                    "Those that do are listed by Get-NetAdapterVmq.",
                )?,
            }
        }
        Ok(())
    }
}
