//! `Stop-ClusterGroup`.

use super::asked::Asked;
use super::wanted;
use crate::types::ClusterGroup;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Stops a role of a cluster. A guest is asked to shut down, and turned off when it takes too long.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Stop-ClusterGroup job1 -Cluster hv1 | ForEach-Object State
/// Offline
/// PS> Get-VM job1 -ComputerName hv1 | ForEach-Object State
/// Off
/// ```
/// All that are online:
/// ```iovsh
/// PS> 1..2 | ForEach-Object { New-VM "job$_" -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null; Add-ClusterVirtualMachineRole "job$_" -Cluster hv1 | Out-Null; Start-ClusterGroup "job$_" -Cluster hv1 | Out-Null }
/// PS> Get-ClusterGroup -Cluster hv1 | Where-Object State -eq Online | ForEach-Object { Stop-ClusterGroup $_.Name -Cluster hv1 } | ForEach-Object State
/// Offline
/// Offline
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Stop-ClusterGroup job1 -Cluster hv1 -WhatIf
/// What if: Performing the operation "Stop-ClusterGroup" on target "job1".
///   # Stop 'job1'
///     crm_resource --resource job1 --meta --set-parameter target-role --parameter-value Stopped
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Stop", noun = "ClusterGroup", module = "FailoverClusters", should_process, output = ClusterGroup)]
pub struct StopClusterGroup {
    /// The role.
    #[param(position = 0, not_null_or_empty)]
    name: Option<String>,
    #[param(no_effect = "no role is locked here.")]
    ignore_locked: bool,
    /// How many seconds are waited for it; 0 for not at all.
    wait: Option<i32>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for StopClusterGroup {
    fn process(&mut self, cx: &mut Context) -> Flow {
        wanted::set(cx, &self.asked, self.name.as_deref(), false, self.wait)
    }
}
