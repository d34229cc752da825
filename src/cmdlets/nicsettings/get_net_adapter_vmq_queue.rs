//! `Get-NetAdapterVmqQueue`.

use super::change::LOOK;
use super::vmq;
use crate::host_access::HostAccess;
use crate::netadapter::Query;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the queues for virtual machines of network adapters: there are none on Linux, and nothing is emitted.
///
/// # Examples
/// ```iovsh
/// PS> @(Get-NetAdapterVmqQueue).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "NetAdapterVmqQueue",
    module = "NetAdapter",
    default_set = "ByName",
    output = "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterVmqQueueSettingData"
)]
pub struct GetNetAdapterVmqQueue {
    #[param(no_effect = "there are no queues to choose from.")]
    id: Vec<u32>,
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterVmqQueue {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        for link in self.query.links(cx, &state)? {
            cx.verbose(format!("'{}': {}", link.name, vmq::NONE))?;
        }
        Ok(())
    }
}
