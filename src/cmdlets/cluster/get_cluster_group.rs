//! `Get-ClusterGroup`.

use super::asked::Asked;
use super::targets;
use crate::types::ClusterGroup;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Guid};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the roles of a cluster: its virtual machines, and what else it runs.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Get-ClusterGroup -Cluster hv1
/// Name OwnerNode State
/// ---- --------- -----
/// job1           Offline
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "ClusterGroup", module = "FailoverClusters", output = ClusterGroup)]
pub struct GetClusterGroup {
    /// Roles. Wildcards are allowed.
    #[param(position = 0, not_null_or_empty)]
    name: Given<Vec<String>>,
    /// The id of a virtual machine.
    #[param(name = "VMId", by_property_name, not_null)]
    vm_id: Option<Guid>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for GetClusterGroup {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let seen = self.asked.look(cx)?;
        let input = self.asked.input();
        let found = targets::chosen(cx, &seen, self.name.as_deref(), self.vm_id, &input)?;
        for group in found {
            if let Some(group) = ClusterGroup::new(&seen.state, &group, seen.place) {
                cx.emit(group.into_value())?;
            }
        }
        Ok(())
    }
}
