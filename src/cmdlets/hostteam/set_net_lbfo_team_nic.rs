//! `Set-NetLbfoTeamNic`.

use super::change::{Run, carry_out, emit_nics, nics};
use super::targets::SCOPE;
use crate::host_access::HostAccess;
use crate::types::{Instance, NetLbfoTeam, NetLbfoTeamNic};
use crate::{complete, invalid};
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::escape;

/// Changes the VLAN of an interface of a team of the host.
///
/// Linux makes the interface anew for that, so one by which the host has addresses is left alone without -Force. The team's own interface
/// is the bond, which takes what has no VLAN, and no other can be the default.
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Add-NetLbfoTeamNic team0 42 storage | Out-Null
/// PS> Set-NetLbfoTeamNic storage -VlanID 43 -PassThru | Format-Table Name, VlanID
/// Name    VlanID
/// ----    ------
/// storage     43
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Add-NetLbfoTeamNic team0 42 storage | Set-NetLbfoTeamNic -VlanID 43 -PassThru | ForEach-Object VlanID
/// 43
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Add-NetLbfoTeamNic team0 42 storage | Out-Null
/// PS> Set-NetLbfoTeamNic storage -VlanID 43 -WhatIf
/// What if: Performing the operation "Set-NetLbfoTeamNic" on target "storage".
///   # Remember the team team0 (in iovsh's own records)
///   # Delete the interface storage for VLAN 42
///     ip link delete dev storage type vlan
///   # Create the interface storage for VLAN 43
///     ip link add link team0 name storage up type vlan id 43
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetLbfoTeamNic", module = "NetLbfo", default_set = "ByNameOrTeam", impact = Medium, output = NetLbfoTeamNic)]
pub struct SetNetLbfoTeamNic {
    /// Interfaces. Wildcards are allowed.
    #[param(
        set = "ByNameOrTeam",
        position = 0,
        by_property_name,
        alias = "ifAlias",
        alias = "InterfaceAlias"
    )]
    name: Given<Vec<String>>,
    /// Teams. Wildcards are allowed.
    #[param(set = "ByNameOrTeam", position = 1, complete = complete::host_teams)]
    team: Given<Vec<String>>,
    /// A team, of Get-NetLbfoTeam: its interfaces.
    #[param(set = "ByTeamOfTheTeamNic", from_pipeline)]
    team_of_the_team_nic: Option<Instance<NetLbfoTeam>>,
    /// Interfaces that Get-NetLbfoTeamNic gave.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<Instance<NetLbfoTeamNic>>,
    /// The VLAN, 1 to 4094.
    #[param(name = "VlanID")]
    vlan_id: Option<u32>,
    /// The interface takes what has no VLAN: only the team's own does that here.
    default: bool,
    /// Hands on the interfaces.
    pass_thru: bool,
    /// Linux only: also of a team that somebody else made, and although the host has addresses by the interface.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for SetNetLbfoTeamNic {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let vlan = match self.vlan_id {
            Some(_) if self.default => {
                return Err(invalid::parameter(
                    "-Default is for what has no VLAN, and -VlanID for a VLAN.",
                    "Leave one of the two out.",
                )
                .into());
            }
            None => None,
            Some(id) => {
                let id = i32::try_from(id).unwrap_or(i32::MAX);
                Some(invalid::vlan(
                    id,
                    "Give a number from 1 to 4094 with -VlanID.",
                )?)
            }
        };
        let of_team = self.team_of_the_team_nic.as_ref();
        let of_team = of_team.map(|team| vec![escape(&team.0.name)]);
        let teams = of_team.as_deref().or(self.team.as_deref());
        let found = nics(cx, &self.input_object, self.name.as_deref(), teams)?;
        let state = cx.snapshot(&SCOPE)?;
        let mut wanted = Vec::new();
        let mut names = Vec::new();
        for nic in found {
            let mut links = state.links.iter();
            let Some(device) = links.find(|link| link.shown() == nic.name) else {
                continue;
            };
            let device = device.name.clone();
            let intent = Intent::ChangeTeam {
                team: nic.team,
                act: host_team::Act::SetNic { nic: device, vlan },
                force: self.force,
            };
            names.push(nic.name.clone());
            wanted.push((intent, nic.name));
        }
        if vlan.is_none() && !self.default {
            // Nothing is to be changed.
            let all = |nic: &NetLbfoTeamNic| names.contains(&nic.name);
            return if self.pass_thru {
                emit_nics(cx, all)
            } else {
                Ok(())
            };
        }
        let pass_thru = self.pass_thru;
        carry_out(cx, false, wanted, move |cx, names| {
            let changed = |nic: &NetLbfoTeamNic| names.contains(&nic.name);
            if pass_thru {
                emit_nics(cx, changed)
            } else {
                Ok(())
            }
        })
    }
}
