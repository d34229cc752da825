//! `Get-ClusterResource`.

use super::asked::Asked;
use super::targets;
use crate::types::ClusterResource;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Guid};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the resources of a cluster.
///
/// A virtual machine is one resource, which iovsh's agent runs. The others are those of Pacemaker, with the agent as their type.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Get-ClusterGroup job1 -Cluster hv1 | Get-ClusterResource | ForEach-Object { "$($_.Name): $($_.ResourceType)" }
/// Virtual Machine job1: Virtual Machine
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "ClusterResource", module = "FailoverClusters", output = ClusterResource)]
pub struct GetClusterResource {
    /// Resources. Wildcards are allowed.
    #[param(position = 0, not_null_or_empty)]
    name: Given<Vec<String>>,
    /// The id of a virtual machine.
    #[param(name = "VMId", by_property_name, not_null)]
    vm_id: Option<Guid>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for GetClusterResource {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let seen = self.asked.look(cx)?;
        let input = self.asked.input();
        let found = targets::resources(cx, &seen, self.name.as_deref(), self.vm_id, &input)?;
        for role in found {
            cx.emit(ClusterResource::new(&seen.state, role, seen.place).into_value())?;
        }
        Ok(())
    }
}
