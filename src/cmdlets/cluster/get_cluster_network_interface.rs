//! `Get-ClusterNetworkInterface`.

use super::asked::{Asked, Input};
use super::targets;
use crate::types::ClusterNetworkInterface;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the addresses that the nodes of a cluster have in its networks.
///
/// One is `Up` when the node that is asked reaches the node by it; State is empty where Corosync does not tell.
///
/// # Examples
/// ```iovsh
/// PS> Get-ClusterNetworkInterface -Cluster hv1 -Node hv2 | Format-List Name, Address, State
/// Name    : hv2 - Link 0
/// Address : 198.51.100.2
/// State   : Up
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "ClusterNetworkInterface", module = "FailoverClusters", output = ClusterNetworkInterface)]
pub struct GetClusterNetworkInterface {
    /// Nodes. Wildcards are allowed.
    #[param(not_null_or_empty)]
    node: Given<Vec<String>>,
    /// Networks: Link 0. Wildcards are allowed.
    #[param(not_null_or_empty)]
    network: Given<Vec<String>>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for GetClusterNetworkInterface {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let seen = self.asked.look(cx)?;
        let input = match self.asked.input() {
            input @ Input::Node(_) => input,
            _ => Input::None,
        };
        let nodes = targets::nodes(cx, &seen, self.node.as_deref(), &input)?;
        let nodes: Vec<String> = nodes.into_iter().map(|node| node.name.clone()).collect();
        for network in targets::networks(cx, &seen, self.network.as_deref())? {
            for (node, address) in &network.addresses {
                if nodes.iter().any(|name| name.eq_ignore_ascii_case(node)) {
                    let found =
                        ClusterNetworkInterface::new(network, node, address, &seen.state.name);
                    cx.emit(found.into_value())?;
                }
            }
        }
        Ok(())
    }
}
