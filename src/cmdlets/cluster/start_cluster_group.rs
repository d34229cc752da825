//! `Start-ClusterGroup`.

use super::asked::Asked;
use super::wanted;
use crate::types::ClusterGroup;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Starts a role of a cluster, on the node that suits it best. What failed of it before is forgiven.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Start-ClusterGroup job1 -Cluster hv1 | ForEach-Object State
/// Online
/// ```
/// All that are offline:
/// ```iovsh
/// PS> 1..2 | ForEach-Object { New-VM "job$_" -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null; Add-ClusterVirtualMachineRole "job$_" -Cluster hv1 | Out-Null }
/// PS> Get-ClusterGroup -Cluster hv1 | Where-Object State -eq Offline | ForEach-Object { Start-ClusterGroup $_.Name -Cluster hv1 } | ForEach-Object State
/// Online
/// Online
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Start-ClusterGroup job1 -Cluster hv1 -WhatIf
/// What if: Performing the operation "Start-ClusterGroup" on target "job1".
///   # Start 'job1'
///     crm_resource --resource job1 --meta --set-parameter target-role --parameter-value Started
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Start", noun = "ClusterGroup", module = "FailoverClusters", should_process, output = ClusterGroup)]
pub struct StartClusterGroup {
    /// The role.
    #[param(position = 0, not_null_or_empty)]
    name: Option<String>,
    #[param(no_effect = "no role is locked here.")]
    ignore_locked: bool,
    #[param(no_effect = "the cluster always chooses the best node.")]
    choose_best_node: bool,
    /// How many seconds are waited for it; 0 for not at all.
    wait: Option<i32>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for StartClusterGroup {
    fn process(&mut self, cx: &mut Context) -> Flow {
        wanted::set(cx, &self.asked, self.name.as_deref(), true, self.wait)
    }
}
