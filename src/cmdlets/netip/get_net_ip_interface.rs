//! `Get-NetIPInterface`.

use super::get_net_ip_address::SCOPE;
use super::query::{Common, Interfaces};
use crate::host_access::{HostAccess, computer_name};
use crate::types::{AddressFamily, ConnectionState, DhcpState, NetIpInterface};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the interfaces of the host, as IPv4 and IPv6 see them.
///
/// Linux has a metric for each route and none for an interface: `InterfaceMetric` is empty.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetIPInterface -InterfaceAlias eno1 -AddressFamily IPv4 | Format-List InterfaceAlias, NlMtu, Dhcp, ConnectionState
/// InterfaceAlias  : eno1
/// NlMtu           : 1500
/// Dhcp            : Disabled
/// ConnectionState : Connected
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetIPInterface", module = "NetTCPIP", default_set = "ByQuery", output = NetIpInterface)]
pub struct GetNetIpInterface {
    /// Whether they have a link.
    #[param(not_null)]
    connection_state: Given<Vec<ConnectionState>>,
    /// Whether they have an address of a lease.
    #[param(not_null)]
    dhcp: Given<Vec<DhcpState>>,
    /// MTUs, in bytes.
    #[param(alias = "NlMtu", not_null)]
    nl_mtu_bytes: Given<Vec<u32>>,
    #[flatten]
    interfaces: Interfaces,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetIpInterface {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        self.interfaces.check(cx, &state)?;
        for link in state.links.iter().filter(|link| !link.is_hidden()) {
            for family in [AddressFamily::V6, AddressFamily::V4] {
                if !self.interfaces.mean(&state, &link.name, link.index, family) {
                    continue;
                }
                let found = NetIpInterface::new(&state, link, family, &computer);
                if self.wants(&found) {
                    cx.emit(found.into_value())?;
                }
            }
        }
        Ok(())
    }
}

impl GetNetIpInterface {
    fn wants(&self, found: &NetIpInterface) -> bool {
        let states = self.connection_state.as_ref();
        let leases = self.dhcp.as_ref();
        let sizes = self.nl_mtu_bytes.as_ref();
        states.is_none_or(|wanted| wanted.contains(&found.connection_state))
            && leases.is_none_or(|wanted| wanted.contains(&found.dhcp))
            && sizes.is_none_or(|wanted| wanted.contains(&found.nl_mtu))
    }
}
