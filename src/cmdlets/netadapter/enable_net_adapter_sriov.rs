//! `Enable-NetAdapterSriov`.

use super::sriov_change::{Adapters, SriovChange};
use crate::types::NetAdapterSriov;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets SR-IOV be used on a network adapter.
///
/// Adapters of running virtual machines that ask for a virtual function get one as soon as the switch has some.
///
/// Making virtual functions interrupts the link: on a network adapter over which the host itself is reached that is refused unless
/// -Force is given.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterSriov -Name enp1s0f0 -PassThru | Format-List Name, Enabled, NumVFs
/// Name    : enp1s0f0
/// Enabled : True
/// NumVFs  : 7
/// ```
/// Off and on again under a running machine, which goes over the paravirtual path meanwhile:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1
/// PS> Disable-NetAdapterSriov enp1s0f0 -Force -Confirm:$false -WarningAction SilentlyContinue
/// PS> Enable-NetAdapterSriov enp1s0f0
/// PS> (Get-VMNetworkAdapter web1).IovUsage
/// 1
/// ```
/// All that can:
/// ```iovsh
/// PS> Get-NetAdapterSriov | Where-Object SriovSupport -eq Supported | Enable-NetAdapterSriov -PassThru | ForEach-Object Name
/// enp1s0f0
/// enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterSriov", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterSriov)]
pub struct EnableNetAdapterSriov {
    /// Linux only: go on although the host itself uses virtual functions of the adapter, or depends on it.
    force: bool,
    #[flatten]
    adapters: Adapters,
}

impl Cmdlet for EnableNetAdapterSriov {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.adapters
            .change(cx, &SriovChange::enabled(true, self.force))
    }
}
