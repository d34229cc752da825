//! `Disable-NetAdapterSriov`.

use super::sriov_change::{Adapters, SriovChange};
use crate::types::NetAdapterSriov;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Forbids SR-IOV on a network adapter.
///
/// Adapters that are on a virtual function change to the paravirtual path first and keep their connections; a warning names
/// their machines, and so do the question of -Confirm and -WhatIf before anything is done. They come back with
/// Enable-NetAdapterSriov.
///
/// It takes virtual functions that are in use, as on Windows, where Set-NetAdapterSriov -NumVFs refuses: who disables SR-IOV asks
/// for just that, and who asks for another number of virtual functions may not know that all are taken and made again for it.
///
/// What the host itself uses is not taken: that is refused, and so is to interrupt the link over which the host is reached, unless
/// -Force is given.
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterSriov -Name enp1s0f0 -PassThru | Format-List Name, Enabled, NumVFs
/// Name    : enp1s0f0
/// Enabled : False
/// NumVFs  : 7
/// ```
/// Under a running machine, which goes on over the paravirtual path:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1
/// PS> Disable-NetAdapterSriov enp1s0f0 -Confirm:$false -WarningAction SilentlyContinue
/// PS> Get-VMNetworkAdapter web1 | Format-List IovUsage, IovReason
/// IovUsage  : 0
/// IovReason : IovNoAvailResources
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Disable-NetAdapterSriov enp1s0f0 -WhatIf
/// What if: Performing the operation "Disable-NetAdapterSriov" on target "enp1s0f0".
///   # Remember that SR-IOV is off on enp1s0f0 (in iovsh's own records)
///   # Remove the VFs of enp1s0f0
///     echo 0 > /sys/bus/pci/devices/0000:01:00.0/sriov_numvfs
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterSriov", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterSriov)]
pub struct DisableNetAdapterSriov {
    /// Linux only: go on although the host itself uses virtual functions of the adapter, or depends on it.
    force: bool,
    #[flatten]
    adapters: Adapters,
}

impl Cmdlet for DisableNetAdapterSriov {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.adapters
            .change(cx, &SriovChange::enabled(false, self.force))
    }
}
