//! `Start-VM`.

use super::targets::Machines;
use crate::types::VirtualMachine;
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
}

impl Cmdlet for StartVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.machines.change(cx, |name| Intent::StartVm { name })
    }
}
