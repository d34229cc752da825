//! `Get-ClusterNode`.

use super::asked::Asked;
use super::targets;
use crate::types::ClusterNode;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the nodes of a cluster.
///
/// One that is paused runs no roles (it was drained), or gets no new ones. `FreeVFs` is how many VFs it can give to virtual machines, as its
/// agent last said.
///
/// # Examples
/// ```iovsh
/// PS> Get-ClusterNode -Cluster hv1
/// Name ID State
/// ---- -- -----
/// hv1  1  Up
/// hv2  2  Up
/// hv3  3  Up
/// hv4  4  Up
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "ClusterNode", module = "FailoverClusters", output = ClusterNode)]
pub struct GetClusterNode {
    /// Nodes. Wildcards are allowed.
    #[param(position = 0, not_null_or_empty)]
    name: Given<Vec<String>>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for GetClusterNode {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let seen = self.asked.look(cx)?;
        let found = targets::nodes(cx, &seen, self.name.as_deref(), &self.asked.input())?;
        for node in found {
            cx.emit(ClusterNode::new(&seen.state, node, seen.place).into_value())?;
        }
        Ok(())
    }
}
