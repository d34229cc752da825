//! `Get-NetNeighbor`.

use super::neighbors::{Neighbors, SCOPE};
use super::query::{Common, IpInterface};
use crate::host_access::{HostAccess, computer_name};
use crate::types::{AddressFamily, NetNeighbor};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the neighbours of the host: who has which IP address on the links of its interfaces, by ARP and NDP.
///
/// They are those that `ip neigh` lists. `State` says what the kernel knows: `Permanent` was named by somebody, `Reachable` answered a moment
/// ago, `Stale` some time ago, `Unreachable` not at all; of one that has not answered `LinkLayerAddress` is empty. Addresses of groups, which the
/// kernel works out without a question, are not among them. Which ports of a bridge lead to which adapters is another table.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetNeighbor -InterfaceAlias eno1 -AddressFamily IPv4
/// ifIndex IPAddress  LinkLayerAddress  State     PolicyStore
/// ------- ---------  ----------------  -----     -----------
/// 2       192.0.2.1  3C-EC-EF-10-20-01 Reachable ActiveStore
/// 2       192.0.2.20 3C-EC-EF-10-20-14 Stale     ActiveStore
/// ```
/// Who has an address:
/// ```iovsh
/// PS> (Get-NetNeighbor 192.0.2.1).LinkLayerAddress
/// 3C-EC-EF-10-20-01
/// ```
/// Which addresses an adapter on the link has:
/// ```iovsh
/// PS> (Get-NetNeighbor -LinkLayerAddress 3c:ec:ef:10:20:14).IPAddress
/// 192.0.2.20
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetNeighbor", module = "NetTCPIP", default_set = "ByQuery", output = NetNeighbor)]
pub struct GetNetNeighbor {
    /// An interface of Get-NetIPInterface, or a network adapter of Get-NetAdapter.
    #[param(
        set = "AssociatedIPInterface",
        mandatory,
        from_pipeline,
        name = "AssociatedIPInterface"
    )]
    associated_ip_interface: Option<IpInterface>,
    /// Their IP addresses. Wildcards are allowed.
    #[param(
        set = "ByQuery",
        name = "IPAddress",
        position = 0,
        by_property_name,
        not_null
    )]
    ip_address: Given<Vec<String>>,
    #[flatten(set = "ByQuery")]
    neighbors: Neighbors,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetNeighbor {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let addresses = self.ip_address.as_deref();
        let of = self.associated_ip_interface.as_ref();
        for (known, object) in self.neighbors.found(cx, &state, &computer, addresses)? {
            let family = AddressFamily::of_address(known.address);
            if IpInterface::has(of, known.index, family) {
                cx.emit(object.into_value())?;
            }
        }
        Ok(())
    }
}
