//! `Get-NetAdapterUso`.

use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterUso;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets how network adapters segment UDP (`tx-udp-segmentation` of `ethtool -k`). IPv4 and IPv6 have one switch.
///
/// # Examples
/// ```iovsh
/// PS> (Get-NetAdapterUso enp1s0f0).IPv4Enabled
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterUso", module = "NetAdapter", default_set = "ByName", output = NetAdapterUso)]
pub struct GetNetAdapterUso {
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterUso {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterUso::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "segmentation of UDP",
                    "Those that do are listed by Get-NetAdapterUso.",
                )?,
            }
        }
        Ok(())
    }
}
