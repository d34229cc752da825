//! `Start-VM`.

use super::clustered::not_of_a_cluster;
use super::forget::forget_migrations;
use super::targets::Machines;
use crate::types::VirtualMachine;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Starts virtual machines, and lets paused and saved ones go on.
///
/// An adapter with an `IovWeight` gets a virtual function when there is one. When there is none the machine starts all the
/// same, on the paravirtual path, and says why: a virtual function is a wish and never a condition.
///
/// One whose migration was cut off is not started while the other host cannot be asked: that host may run it. A role of a cluster is
/// started by the cluster: Start-ClusterGroup.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1 -Passthru | Format-List Name, State
/// Name  : web1
/// State : Running
/// ```
/// All that are off:
/// ```iovsh
/// PS> Get-VM | Where-Object State -eq Off | Start-VM
/// PS> (Get-VM | Where-Object State -eq Running).Count
/// 3
/// ```
/// With a virtual function; the events say which one it got:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1
/// PS> Get-NetAdapterSriovVf | Where-Object VmFriendlyName -eq web1 | ForEach-Object FunctionID
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Start", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct StartVm {
    #[flatten]
    machines: Machines,
    /// Linux only. Forgets a migration that was cut off, at this host alone, and starts the virtual machine here, past a cluster too. Only
    /// for when the other host is gone: two hosts that run the same virtual machine destroy its disks.
    force: bool,
}

impl Cmdlet for StartVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.force {
            let kept = forget_migrations(cx, &|state, migration| {
                self.machines.mean(migration.vm, &migration.name)
                    || state
                        .vm(migration.vm)
                        .is_some_and(|vm| self.machines.mean(vm.id, &vm.name))
            })?;
            if !kept.is_empty() {
                return Ok(());
            }
        }
        let force = self.force;
        let among = |cx: &mut Context, machines| match force {
            true => Ok(machines),
            false => not_of_a_cluster(cx, machines),
        };
        let intent = |vm: Uuid| Intent::StartVm { vm: vm.into() };
        self.machines.change_those(cx, among, intent)
    }
}
