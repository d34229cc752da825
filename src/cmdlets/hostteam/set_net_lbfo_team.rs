//! `Set-NetLbfoTeam`.

use super::change::{Run, carry_out, emit_teams, teams};
use super::targets::SCOPE;
use crate::host_access::HostAccess;
use crate::types::{
    Instance, LacpTimers, LbAlgos, NetLbfoTeam, NetLbfoTeamMember, NetLbfoTeamNic, PersistIn,
    TeamingModes,
};
use crate::{complete, invalid};
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes how a team of the host shares its work.
///
/// The kernel changes the hash under members; for anything else the members leave the bond for a moment and the bond goes down, so that
/// its routes and IPv6 addresses are lost: with addresses on the team that is refused without -Force.
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 -TeamingMode Static -LoadBalancingAlgorithm MacAddresses | Out-Null
/// PS> Set-NetLbfoTeam team0 -LoadBalancingAlgorithm TransportPorts -WhatIf
/// What if: Performing the operation "Set-NetLbfoTeam" on target "team0".
///   # Remember the team team0 (in iovsh's own records)
///   # Change how team0 shares the work
///     ip link set dev team0 type bond mode balance-xor xmit_hash_policy layer3+4
/// PS> Set-NetLbfoTeam team0 -TeamingMode Lacp -LoadBalancingAlgorithm IPAddresses -PassThru | Format-List TeamingMode, LoadBalancingAlgorithm
/// TeamingMode            : Lacp
/// LoadBalancingAlgorithm : IPAddresses
/// ```
/// Through the pipeline, all teams:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Get-NetLbfoTeam | Set-NetLbfoTeam -TeamingMode Lacp -PassThru | ForEach-Object TeamingMode
/// Lacp
/// ```
/// Described in the files of systemd-networkd, which makes it again before iovsh does:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0 | Out-Null
/// PS> Set-NetLbfoTeam team0 -Persist Networkd -PassThru | ForEach-Object Name
/// team0
/// ```
/// An agreement with the switch once a second, so that a dead link is found sooner:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 -TeamingMode Lacp | Out-Null
/// PS> Set-NetLbfoTeam team0 -LacpTimer Fast -PassThru | ForEach-Object LacpTimer
/// Fast
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetLbfoTeam", module = "NetLbfo", default_set = "ByName", impact = Medium, output = NetLbfoTeam)]
pub struct SetNetLbfoTeam {
    /// Teams. Wildcards are allowed; all teams when left out.
    #[param(set = "ByName", position = 0, by_property_name, complete = complete::host_teams)]
    name: Given<Vec<String>>,
    /// A member, of Get-NetLbfoTeamMember: its team.
    #[param(set = "ByMemberOfTheTeam", from_pipeline)]
    member_of_the_team: Option<Instance<NetLbfoTeamMember>>,
    /// An interface, of Get-NetLbfoTeamNic: its team.
    #[param(set = "ByTeamNicForTheTeam", from_pipeline)]
    team_nic_for_the_team: Option<Instance<NetLbfoTeamNic>>,
    /// Teams that Get-NetLbfoTeam gave.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<Instance<NetLbfoTeam>>,
    /// What the switch on the wire has to do: nothing, group the ports, or speak LACP.
    #[param(alias = "tm")]
    teaming_mode: Option<TeamingModes>,
    /// By what a member is chosen for a frame.
    #[param(alias = "lba")]
    load_balancing_algorithm: Option<LbAlgos>,
    /// How often the partner is to speak, in the mode Lacp: Fast is every second, Slow every thirty.
    #[param(alias = "lt")]
    lacp_timer: Option<LacpTimers>,
    /// Linux only: IPv4 addresses of hosts beyond the switch on the wire, which the team asks by ARP whether the way through a member
    /// works; 16 at the most. One member carries everything then. @(): it looks at links again.
    arp_target: Given<Vec<String>>,
    /// Linux only: describe the team, its members and its interfaces in the files of this tool too; None: in none.
    persist: Option<PersistIn>,
    /// Hands on the teams that were changed.
    pass_thru: bool,
    /// Linux only: also a team that somebody else made, and although the host has addresses by it.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for SetNetLbfoTeam {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let of_member = self.member_of_the_team.iter().map(|m| m.0.team.clone());
        let of_nic = self.team_nic_for_the_team.iter().map(|n| n.0.team.clone());
        let own = self.input_object.iter().map(|t| t.0.name.clone());
        let objects: Vec<String> = own.chain(of_member).chain(of_nic).collect();
        let targets = self.arp_target.as_deref();
        let changes = host_team::Changes {
            arp_targets: targets.map(invalid::arp_targets).transpose()?,
            mode: self.teaming_mode.map(Into::into),
            algorithm: self.load_balancing_algorithm.map(Into::into),
            lacp_fast: self.lacp_timer.map(LacpTimers::is_fast),
            persist: self.persist.map(|persist| persist.tool().into()),
        };
        let found = teams(cx, &state, &objects, self.name.as_deref())?;
        let wanted = found.into_iter().map(|team| {
            let intent = Intent::ChangeTeam {
                team: team.clone(),
                act: host_team::Act::Set(changes.clone()),
                force: self.force,
            };
            (intent, team)
        });
        let pass_thru = self.pass_thru;
        carry_out(cx, false, wanted.collect(), move |cx, names| {
            if pass_thru {
                emit_teams(cx, &names)
            } else {
                Ok(())
            }
        })
    }
}
