//! `Get-NetAdapterRss`.

use super::query::Query;
use crate::host_access::{HostAccess, computer_name};
use crate::types::NetAdapterRss;
use iovsh_backend::Scope;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets how network adapters spread over their queues what they receive.
///
/// `Enabled` says that more than one receive queue is in use. The queues and the indirection table are ethtool's (`ethtool -l`, `ethtool
/// -x`); the table is empty where the driver, or a kernel before 6.3, does not tell it. Which processor serves a queue the kernel and
/// irqbalance decide: profiles and processors of Windows are empty.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetAdapterRss
/// Name     InterfaceDescription                     Enabled NumberOfReceiveQueues MaxNumberOfReceiveQueues
/// ----     --------------------                     ------- --------------------- ------------------------
/// eno1     Intel(R) Ethernet Connection I219-LM     True    2                     2
/// enp1s0f0 Intel(R) I350 Gigabit Network Connection True    8                     8
/// enp1s0f1 Intel(R) I350 Gigabit Network Connection True    8                     8
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterRss", module = "NetAdapter", default_set = "ByName", output = NetAdapterRss)]
pub struct GetNetAdapterRss {
    #[flatten]
    query: Query,
}

const SCOPE: Scope = Scope {
    nics: true,
    ..Scope::LINKS
};

impl Cmdlet for GetNetAdapterRss {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterRss::new(&state, link, &computer) {
                Some(found) => cx.emit(found.into_value())?,
                None => self.query.lacks(
                    cx,
                    link,
                    "queues that its driver tells",
                    "Those that do are listed by Get-NetAdapterRss.",
                )?,
            }
        }
        Ok(())
    }
}
