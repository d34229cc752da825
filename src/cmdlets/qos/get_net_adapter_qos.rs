//! `Get-NetAdapterQos`.

use super::types::NetAdapterQos;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::nicsettings::LOOK;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets data center bridging of network adapters: traffic classes, lossless priorities, and priorities of applications (`dcb`).
///
/// Adapters whose driver has none are left out; one that was named is an error. Enabled says whether the adapter keeps the rules of the host
/// (New-NetQosPolicy, New-NetQosTrafficClass, Enable-NetQosFlowControl); what it is set to is shown in any case.
///
/// # Examples
/// ```iovsh
/// PS> @(Get-NetAdapterQos).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterQos", module = "NetAdapter", default_set = "ByName", output = NetAdapterQos)]
pub struct GetNetAdapterQos {
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterQos {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterQos::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "data center bridging",
                    "Those that do are listed by Get-NetAdapterQos.",
                )?,
            }
        }
        Ok(())
    }
}
