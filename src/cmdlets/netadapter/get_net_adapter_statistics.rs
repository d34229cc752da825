//! `Get-NetAdapterStatistics`.

use super::query::Query;
use crate::host_access::{HostAccess, computer_name};
use crate::types::NetAdapterStatistics;
use iovsh_backend::Scope;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets how much network adapters have sent and received, and what was lost.
///
/// The counters are the kernel's, since the interface was made. It counts frames for groups of receivers apart only where they come in:
/// what is sent to one receiver and what is broadcast cannot be told from each other and stays empty; `SentPackets` and
/// `ReceivedPackets` (Linux only) count all. What goes over a virtual function passes the host by: Get-NetAdapterSriovVf shows it,
/// and of the adapter itself most drivers count only what the host sends and receives.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetAdapterStatistics
/// Name     ReceivedBytes ReceivedUnicastPackets SentBytes SentPackets
/// ----     ------------- ---------------------- --------- -----------
/// eno1     0             0                      0         0
/// enp1s0f0 0             0                      0         0
/// enp1s0f1 0             0                      0         0
/// ```
/// Adapters that have lost frames:
/// ```iovsh
/// PS> Get-NetAdapterStatistics | Where-Object { $_.ReceivedDiscardedPackets + $_.OutboundDiscardedPackets -gt 0 }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterStatistics", module = "NetAdapter", default_set = "ByName", output = NetAdapterStatistics)]
pub struct GetNetAdapterStatistics {
    #[flatten]
    query: Query,
}

const SCOPE: Scope = Scope {
    nics: true,
    ..Scope::LINKS
};

impl Cmdlet for GetNetAdapterStatistics {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            let counters = state.nic(&link.name).and_then(|nic| nic.counters);
            match counters {
                Some(counters) => {
                    cx.emit(NetAdapterStatistics::new(link, &counters, &computer).into_value())?;
                }
                None => self.query.lacks(
                    cx,
                    link,
                    "counters",
                    "Look whether it is still there: Get-NetAdapter -IncludeHidden.",
                )?,
            }
        }
        Ok(())
    }
}
