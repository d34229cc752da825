//! `New-NetLbfoTeam`.

use super::change::{Pattern, Run, carry_out, emit_teams};
use super::targets::SCOPE;
use crate::host_access::HostAccess;
use crate::types::{LacpTimers, LbAlgos, NetLbfoTeam, PersistIn, TeamingModes};
use crate::{complete, invalid, selection};
use iovsh_backend::model::{LinkKind, Uuid};
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;

/// Makes a team of the host from network adapters: a Linux bond, which has the team's name.
///
/// A device has 15 bytes and no blanks. A team with another name, `Team 1`, has it beside that of its device, `team-1`; every cmdlet finds the
/// team by both and shows the team's.
///
/// What the host has by the members, their addresses and routes, it has by the team then. A team of the host hides SR-IOV from a
/// switch above it: for virtual machines make the team in the switch, with New-VMSwitch -NetAdapterName and several adapters.
///
/// SwitchIndependent is `balance-tlb`, Static `balance-xor`, Lacp `802.3ad`; the algorithm is the bond's `xmit_hash_policy`, and
/// Dynamic moves flows with the load, in a team that is SwitchIndependent.
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 -TeamingMode Lacp -LacpTimer Fast | Format-List Name, Members, TeamingMode, LacpTimer, BondingMode
/// Name        : team0
/// Members     : {enp1s0f0, enp1s0f1}
/// TeamingMode : Lacp
/// LacpTimer   : Fast
/// BondingMode : 802.3ad
/// ```
/// What would be done, as lines for a shell:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0 -LoadBalancingAlgorithm TransportPorts -WhatIf
/// What if: Performing the operation "New-NetLbfoTeam" on target "team0".
///   # Remember how enp1s0f0 was found (in iovsh's own records)
///   # Remember the team team0 (in iovsh's own records)
///   # Create the team team0
///     ip link add name team0 up type bond mode balance-tlb tlb_dynamic_lb 0 xmit_hash_policy layer3+4 miimon 100 primary enp1s0f0 primary_reselect always
///   # Bring enp1s0f0 down
///     ip link set dev enp1s0f0 down
///   # Make enp1s0f0 a member of team0
///     ip link set dev enp1s0f0 master team0
/// ```
/// With a name as on Windows:
/// ```iovsh
/// PS> New-NetLbfoTeam -Name 'Team 1' -TeamMembers enp1s0f0, enp1s0f1 | Format-List Name, TeamNics, Status
/// Name     : Team 1
/// TeamNics : {Team 1}
/// Status   : Up
/// PS> (Get-NetAdapter 'Team 1').Name
/// Team 1
/// PS> (Get-NetAdapter team-1).Name
/// Team 1
/// ```
/// All network adapters that nothing uses:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 (Get-NetAdapter enp1s0f*).Name | Format-List Name, Members, Status
/// Name    : team0
/// Members : {enp1s0f0, enp1s0f1}
/// Status  : Up
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "NetLbfoTeam", module = "NetLbfo", impact = Medium, output = NetLbfoTeam)]
pub struct NewNetLbfoTeam {
    /// The team's name, 255 bytes at the most. Its interface is called so.
    #[param(position = 0, mandatory)]
    name: String,
    /// Network adapters. Wildcards are allowed.
    #[param(position = 1, mandatory, complete = complete::free_nics)]
    team_members: Vec<Pattern>,
    /// The name of the team's own interface. It is the bond, so that it always has the team's name.
    #[param(position = 2)]
    team_nic_name: Option<String>,
    /// What the switch on the wire has to do: nothing, group the ports, or speak LACP.
    #[param(position = 3, alias = "tm", default = "SwitchIndependent")]
    teaming_mode: Option<TeamingModes>,
    /// By what a member is chosen for a frame.
    #[param(position = 4, alias = "lba", default = "Dynamic")]
    load_balancing_algorithm: Option<LbAlgos>,
    /// How often the partner is to speak, in the mode Lacp: Fast is every second, Slow every thirty.
    #[param(position = 5, alias = "lt", default = "Slow")]
    lacp_timer: Option<LacpTimers>,
    /// Linux only: IPv4 addresses of hosts beyond the switch on the wire, which the team asks by ARP whether the way through a member
    /// works; 16 at the most. One member carries everything then.
    arp_target: Vec<String>,
    /// Linux only: describe the team, its members and its interfaces in the files of this tool too, which makes them at the start of the host.
    persist: Option<PersistIn>,
    /// Linux only: take adapters that the host itself depends on (default route, this ssh session) or that are part of something.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for NewNetLbfoTeam {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self
            .team_nic_name
            .as_ref()
            .is_some_and(|nic| *nic != self.name)
        {
            return Err(invalid::parameter(
                "The own interface of a team is the bond, which has the team's name.",
                "Leave out -TeamNicName, or give the team that name.",
            )
            .into());
        }
        let state = cx.snapshot(&SCOPE)?;
        let mut members = Vec::new();
        for Pattern(name) in &self.team_members {
            let mut found = selection::nics_to_take(cx, &state, std::slice::from_ref(name), false)?;
            if has_wildcards(name) {
                found.retain(|nic| nic.kind == LinkKind::Physical);
            } else if found.is_empty() {
                return Ok(());
            }
            members.extend(found.into_iter().map(|nic| nic.name.clone()));
        }
        let new = host_team::NewTeam {
            id: Uuid::random(),
            name: self.name.clone(),
            members,
            mode: self.teaming_mode.map_or_else(Default::default, Into::into),
            algorithm: self.load_balancing_algorithm.map(Into::into),
            lacp_fast: self.lacp_timer.map(LacpTimers::is_fast),
            arp_targets: invalid::arp_targets(&self.arp_target)?,
            persist: self.persist.and_then(PersistIn::tool),
            force: self.force,
        };
        let wanted = vec![(Intent::CreateTeam(new), self.name.clone())];
        carry_out(cx, false, wanted, |cx, names| emit_teams(cx, &names))
    }
}
