//! `Remove-VMSwitch`.

use super::targets::{SCOPE, chosen, name_of};
use crate::host_access::{HostAccess, Outcome};
use crate::remote::Remote;
use crate::types::VmSwitch;
use crate::{complete, unsupported};
use iovsh_backend::Scope;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Removes a virtual switch.
///
/// The network adapters that were connected to it stay where they are, connected to nothing. The host's adapter under the
/// switch is put back as it was found: its addresses, its state, its number of virtual functions.
///
/// # Examples
/// What would be done:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Remove-VMSwitch lan -WhatIf
/// What if: Performing the operation "Remove-VMSwitch" on target "lan".
///   # Undefine the libvirt network 'lan'
///     virsh net-destroy lan && virsh net-undefine lan
///   # Take enp1s0f0 out of vs-lan
///     ip link set dev enp1s0f0 nomaster
///   # Delete the bridge vs-lan
///     ip link delete dev vs-lan type bridge
///   # Forget the switch 'lan' (in iovsh's own records)
///   # Remove the VFs of enp1s0f0
///     echo 0 > /sys/bus/pci/devices/0000:01:00.0/sriov_numvfs
///   # Put the autoprobe setting of enp1s0f0 back
///     echo 1 > /sys/bus/pci/devices/0000:01:00.0/sriov_drivers_autoprobe
///   # Let go of enp1s0f0 (in iovsh's own records)
/// ```
/// One that has no adapters any more:
/// ```iovsh
/// PS> New-VMSwitch lan -SwitchType Private | Out-Null
/// PS> Remove-VMSwitch lan -Force
/// PS> @(Get-VMSwitch).Count
/// 0
/// ```
/// All private ones:
/// ```iovsh
/// PS> 'a', 'b' | ForEach-Object { New-VMSwitch $_ -SwitchType Private | Out-Null }
/// PS> Get-VMSwitch -SwitchType Private | Remove-VMSwitch -Force
/// PS> @(Get-VMSwitch).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMSwitch", module = "Hyper-V", default_set = "Name", impact = High)]
pub struct RemoveVmSwitch {
    /// Switches. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "SwitchName", complete = complete::switches)]
    name: Vec<String>,
    /// Switches that Get-VMSwitch gave.
    #[param(set = "SwitchObject", position = 0, mandatory, from_pipeline)]
    vm_switch: Vec<Arc<VmSwitch>>,
    #[param(position = 1, not_null_or_empty, refused = unsupported::POOL)]
    resource_pool_name: Vec<String>,
    /// Also when virtual machines are connected to it, without a question.
    force: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for RemoveVmSwitch {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let chosen = chosen(cx, &state, &self.name, &self.vm_switch)?;
        let intent = |id: &Uuid| Intent::RemoveSwitch {
            name: name_of(&state, *id),
        };
        let intents = chosen.iter().map(intent).collect();
        let then = Box::new(|_: &mut Context, _: &[Outcome]| Ok(()));
        cx.change_all(&Scope::IP, self.force, intents, then)
    }
}
