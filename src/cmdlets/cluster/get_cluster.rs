//! `Get-Cluster`.

use super::asked::{Asked, by_name};
use crate::complete;
use crate::host_access::services;
use crate::types::Cluster;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the cluster that a host belongs to.
///
/// On Linux that is one of Pacemaker. A host without a cluster says so. The hosts of sim:fleet are one.
///
/// # Examples
/// ```iovsh
/// PS> (Get-Cluster hv1).Name
/// fleet
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "Cluster", module = "FailoverClusters", output = Cluster)]
pub struct GetCluster {
    /// The cluster: its name, or the name of one of its nodes. Without it, that of the selected host.
    #[param(position = 0, not_null_or_empty, complete = complete::hosts)]
    name: Option<String>,
    #[param(refused = "clusters are not listed in a domain; name one of its nodes.")]
    domain: Option<String>,
}

impl Cmdlet for GetCluster {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let seen = match &self.name {
            Some(name) if !crate::services::is_here(name) => by_name(&*services(cx)?, name.trim())?,
            _ => Asked::default().look(cx)?,
        };
        cx.emit(Cluster::new(&seen.state, seen.place).into_value())
    }
}
