//! `Set-VMSwitchTeam`.

use super::members::{Change, Chosen, hand_on};
use super::targets::{SCOPE, chosen};
use crate::host_access::HostAccess;
use crate::types::{
    CimSession, Credential, VmSwitch, VmSwitchLoadBalancingAlgorithm, VmSwitchTeamingMode,
};
use crate::{complete, invalid};
use iovsh_backend::policy::members::MemberEdit;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Nullable};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes the team of a virtual switch.
///
/// -NetAdapterName names all members that the team is to have, in the order in which they carry the paravirtual traffic: what is
/// there and not named goes, what is named and not there comes. -TeamingMode and -LoadBalancingAlgorithm have one value each that
/// means something here: the team needs no help from the switch on the wire, and every port has its member.
///
/// A link that is up says nothing of what is behind the next switch. With -ArpTarget the team asks these hosts every second by ARP, and
/// a member by which no answer comes back counts as failed within three seconds. The host asks from its own address on the switch, so it
/// has to have one in their network. When no target answers by any member, the team has no link: name two that do not fail together.
///
/// # Examples
/// Another member is to carry the paravirtual traffic:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Set-VMSwitchTeam lan -NetAdapterName enp1s0f1, enp1s0f0
/// PS> (Get-VMSwitchTeam lan).ActiveNetAdapterName
/// enp1s0f1
/// ```
/// The way through a member is asked of the gateway, not read off its link:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 | Out-Null
/// PS> New-NetIPAddress 198.51.100.10 -PrefixLength 24 -InterfaceAlias vs-lan | Out-Null
/// PS> Set-VMSwitchTeam lan -ArpTarget 198.51.100.1, 198.51.100.2
/// PS> (Get-VMSwitchTeam lan).ArpTarget
/// 198.51.100.1
/// 198.51.100.2
/// PS> Set-VMSwitchTeam lan -ArpTarget @()
/// PS> @((Get-VMSwitchTeam lan).ArpTarget).Count
/// 0
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Get-VMSwitch lan | Set-VMSwitchTeam -NetAdapterName enp1s0f1 -WarningAction SilentlyContinue
/// PS> (Get-VMSwitchTeam lan).NetAdapterName
/// enp1s0f1
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Set-VMSwitchTeam lan -NetAdapterName enp1s0f1, enp1s0f0 -WhatIf
/// What if: Performing the operation "Set-VMSwitchTeam" on target "lan".
///   # Remember the members of the team of 'lan' (in iovsh's own records)
///   # Let enp1s0f1 carry the traffic of vt-lan
///     ip link set dev vt-lan type bond primary enp1s0f1
///   # Let enp1s0f1 accept frames for a0:36:9f:00:10:00
///     bridge fdb add a0:36:9f:00:10:00 dev enp1s0f1 self permanent
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMSwitchTeam", module = "Hyper-V", default_set = "SwitchName_NetAdapterName", impact = Medium, output = VmSwitch)]
pub struct SetVmSwitchTeam {
    /// Sessions with other hosts, of New-CimSession.
    #[param(not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(
        not_null_or_empty,
        set = "SwitchName_NetAdapterInterfaceDescription",
        set = "SwitchName_NetAdapterName",
        set = "SwitchObject_NetAdapterInterfaceDescription",
        set = "SwitchObject_NetAdapterName",
        by_property_name,
        alias = "PSComputerName",
        complete = complete::hosts
    )]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(not_null_or_empty)]
    credential: Vec<Credential>,
    /// Switches that Get-VMSwitch gave.
    #[param(
        set = "SwitchObject_NetAdapterName",
        set = "SwitchObject_NetAdapterInterfaceDescription",
        position = 0,
        mandatory,
        from_pipeline
    )]
    vm_switch: Vec<Arc<VmSwitch>>,
    /// Switches with a team. Wildcards are allowed.
    #[param(set = "SwitchName_NetAdapterName", set = "SwitchName_NetAdapterInterfaceDescription", position = 0, mandatory, alias = "SwitchName", complete = complete::switches)]
    name: Vec<String>,
    /// Interface names of the host's adapters.
    #[param(set = "SwitchObject_NetAdapterName", set = "SwitchName_NetAdapterName", alias = "InterfaceAlias", complete = complete::nics)]
    net_adapter_name: Given<Vec<String>>,
    /// Product names of the host's adapters.
    #[param(
        set = "SwitchName_NetAdapterInterfaceDescription",
        set = "SwitchObject_NetAdapterInterfaceDescription"
    )]
    net_adapter_interface_description: Given<Vec<String>>,
    /// How the team works with the switch on the wire: it needs none of its help.
    teaming_mode: Nullable<VmSwitchTeamingMode>,
    /// How the work is shared: by ports of virtual machines.
    load_balancing_algorithm: Nullable<VmSwitchLoadBalancingAlgorithm>,
    /// Linux only: IPv4 addresses of hosts beyond the switch on the wire, which the team asks by ARP whether the way through a member
    /// works; 16 at the most. @(): it looks at links again.
    arp_target: Given<Vec<String>>,
    /// Hands on the switches that were changed.
    passthru: bool,
    /// Linux only: take adapters that the host itself depends on (default route, this ssh session).
    force: bool,
}

impl Cmdlet for SetVmSwitchTeam {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if *self.load_balancing_algorithm == Some(VmSwitchLoadBalancingAlgorithm::Dynamic) {
            cx.warning(
                "'-LoadBalancingAlgorithm Dynamic' has no effect: each virtual function and each paravirtual port stays with its member, as with HyperVPort: nothing is spread by flow.",
            )?;
        }
        let nics = self.net_adapter_name.as_deref();
        let descriptions = self.net_adapter_interface_description.as_deref();
        let targets = self.arp_target.as_deref();
        let arp_targets = targets.map(invalid::arp_targets).transpose()?;
        let keeps = nics.is_none() && descriptions.is_none();
        if keeps && arp_targets.is_none() {
            let state = cx.snapshot(&SCOPE)?;
            let ids = chosen(cx, &state, &self.name, &self.vm_switch)?;
            return hand_on(cx, self.passthru, ids);
        }
        Change {
            chosen: Chosen {
                names: &self.name,
                objects: &self.vm_switch,
                nics: nics.unwrap_or_default(),
                descriptions: descriptions.unwrap_or_default(),
            },
            edit: if keeps {
                |_| MemberEdit::Keep
            } else {
                MemberEdit::Set
            },
            arp_targets,
            force: self.force,
            passthru: self.passthru,
        }
        .carry_out(cx)
    }
}
