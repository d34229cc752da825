//! `Get-NetAdapterLso`.

use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterLso;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets how network adapters segment TCP (large send offload).
///
/// `tx-tcp-segmentation` and `tx-tcp6-segmentation` of `ethtool -k`. There is no version 1 on Linux.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetAdapterLso
/// Name     Version       V1IPv4Enabled IPv4Enabled IPv6Enabled
/// ----     -------       ------------- ----------- -----------
/// eno1     LSO Version 2 False         True        True
/// enp1s0f0 LSO Version 2 False         True        True
/// enp1s0f1 LSO Version 2 False         True        True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterLso", module = "NetAdapter", default_set = "ByName", output = NetAdapterLso)]
pub struct GetNetAdapterLso {
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterLso {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterLso::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "segmentation of TCP",
                    "Those that do are listed by Get-NetAdapterLso.",
                )?,
            }
        }
        Ok(())
    }
}
