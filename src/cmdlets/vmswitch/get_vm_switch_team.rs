//! `Get-VMSwitchTeam`.

use super::targets::{SCOPE, chosen};
use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::remote::Remote;
use crate::types::{VmSwitch, VmSwitchTeam};
use iovsh_backend::policy;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the teams of virtual switches.
///
/// A switch has one when it was made with several network adapters, or with -EnableEmbeddedTeaming $true. Virtual functions of
/// all members are allocated, each port of a virtual machine to one member (`HyperVPort`); the paravirtual traffic of all
/// goes through the member that `ActiveNetAdapterName` shows.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Get-VMSwitchTeam lan | Format-List Name, TeamingMode, LoadBalancingAlgorithm, *NetAdapterName
/// Name                   : lan
/// TeamingMode            : SwitchIndependent
/// LoadBalancingAlgorithm : HyperVPort
/// NetAdapterName         : {enp1s0f0, enp1s0f1}
/// ActiveNetAdapterName   : enp1s0f0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMSwitchTeam", module = "Hyper-V", default_set = "Name", output = VmSwitchTeam)]
pub struct GetVmSwitchTeam {
    /// The switch's name. Wildcards are allowed.
    #[param(set = "Name", position = 0, alias = "SwitchName", complete = complete::switches)]
    name: Given<String>,
    /// Switches that Get-VMSwitch gave.
    #[param(set = "SwitchObject", position = 0, from_pipeline)]
    vm_switch: Given<Vec<Arc<VmSwitch>>>,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for GetVmSwitchTeam {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let all = policy::switches(&state);
        let ids = match (self.vm_switch.as_deref(), self.name.as_ref()) {
            (Some([]), _) => Vec::new(),
            (Some(objects), _) => chosen(cx, &state, &[], objects)?,
            (None, Some(name)) => chosen(cx, &state, std::slice::from_ref(name), &[])?,
            (None, None) => all.iter().map(|switch| switch.id).collect(),
        };
        for id in ids {
            let switch = all.iter().find(|switch| switch.id == id);
            let Some(switch) = switch.filter(|switch| switch.has_own_team()) else {
                continue;
            };
            let bond = switch.team.as_ref().and_then(|team| state.team(team));
            cx.emit(VmSwitchTeam::new(switch, bond, &computer).into_value())?;
        }
        Ok(())
    }
}
