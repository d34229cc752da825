//! `Get-ClusterNetwork`.

use super::asked::Asked;
use super::targets;
use crate::types::ClusterNetwork;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the networks over which the nodes of a cluster see each other: Corosync's links.
///
/// One is `Up` when the node that is asked reaches all nodes that take part by it, `Partitioned` when it reaches some, `Down` when it reaches
/// none; State is empty where Corosync does not tell. The migration networks of the hosts are shown by Get-VMMigrationNetwork.
///
/// # Examples
/// ```iovsh
/// PS> Get-ClusterNetwork -Cluster hv1
/// Name   State Role
/// ----   ----- ----
/// Link 0 Up    Cluster
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "ClusterNetwork", module = "FailoverClusters", output = ClusterNetwork)]
pub struct GetClusterNetwork {
    /// Networks: Link 0. Wildcards are allowed.
    #[param(position = 0, not_null_or_empty)]
    name: Given<Vec<String>>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for GetClusterNetwork {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let seen = self.asked.look(cx)?;
        for network in targets::networks(cx, &seen, self.name.as_deref())? {
            cx.emit(ClusterNetwork::new(&seen.state, network).into_value())?;
        }
        Ok(())
    }
}
