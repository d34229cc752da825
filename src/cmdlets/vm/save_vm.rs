//! `Save-VM`.

use super::targets::Machines;
use crate::types::VirtualMachine;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Saves the memory of virtual machines and stops them.
///
/// What a virtual function knows cannot be saved, so it is taken back first, with the connection going on over the paravirtual
/// path. Start-VM brings the machine back, where it asks for a virtual function anew.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Save-VM web1 -Passthru | Format-List Name, State
/// Name  : web1
/// State : Saved
/// PS> Start-VM web1 -Passthru | Format-List Name, State
/// Name  : web1
/// State : Running
/// ```
/// All that run, before the host goes down:
/// ```iovsh
/// PS> Get-VM web* | Start-VM
/// PS> Get-VM | Where-Object State -eq Running | Save-VM
/// PS> (Get-VM | Where-Object State -eq Saved).Name
/// web1
/// web2
/// ```
/// What it would do to one on a virtual function, without doing it:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1
/// PS> Save-VM web1 -WhatIf
/// What if: Performing the operation "Save-VM" on target "web1".
///   # Let enp1s0f0 accept frames for 00:15:5d:10:00:00
///     bridge fdb add 00:15:5d:10:00:00 dev enp1s0f0 self permanent
///   # Take VF 0 of enp1s0f0 from 'web1'
///     virsh detach-device-alias --live web1 ua-10010001-vf
///   # Reset VF 0 of enp1s0f0
///     echo 1 > /sys/bus/pci/devices/0000:01:10.0/reset
///   # Put the settings of VF 0 of enp1s0f0 back
///     ip link set dev enp1s0f0 vf 0 mac 00:00:00:00:00:00
///   # Unbind VF 0 of enp1s0f0 from vfio-pci
///     echo 0000:01:10.0 > /sys/bus/pci/drivers/vfio-pci/unbind && echo > /sys/bus/pci/devices/0000:01:10.0/driver_override
///   # Note that VF 0 of enp1s0f0 is free (in iovsh's own records)
///   # Save the memory of 'web1' and stop it
///     virsh managedsave web1
///   # Forget 00:15:5d:10:00:00 on enp1s0f0
///     bridge fdb del 00:15:5d:10:00:00 dev enp1s0f0 self
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Save", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct SaveVm {
    #[flatten]
    machines: Machines,
}

impl Cmdlet for SaveVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.machines
            .change(cx, |vm| Intent::SaveVm { vm: vm.into() })
    }
}
