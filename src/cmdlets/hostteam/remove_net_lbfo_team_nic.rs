//! `Remove-NetLbfoTeamNic`.

use super::change::{Run, carry_out, nics};
use crate::types::{Instance, NetLbfoTeamNic};
use crate::{complete, invalid};
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Removes interfaces for VLANs from a team of the host. The team's own interface goes with the team.
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Add-NetLbfoTeamNic team0 42 | Out-Null
/// PS> Remove-NetLbfoTeamNic team0 42 -Confirm:$false
/// PS> (Get-NetLbfoTeam team0).TeamNics
/// team0
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Add-NetLbfoTeamNic team0 42 | Remove-NetLbfoTeamNic -Confirm:$false
/// PS> (Get-NetLbfoTeam team0).TeamNics
/// team0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Add-NetLbfoTeamNic team0 42 | Out-Null
/// PS> Remove-NetLbfoTeamNic team0 42 -WhatIf
/// What if: Performing the operation "Remove-NetLbfoTeamNic" on target "team0".
///   # Remember the team team0 (in iovsh's own records)
///   # Delete the interface team0.42 for VLAN 42
///     ip link delete dev team0.42 type vlan
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetLbfoTeamNic", module = "NetLbfo", default_set = "ByTeamAndVlanID", impact = High, output = NetLbfoTeamNic)]
pub struct RemoveNetLbfoTeamNic {
    /// Teams. Wildcards are allowed.
    #[param(set = "ByTeamAndVlanID", position = 0, mandatory, by_property_name, complete = complete::host_teams)]
    team: Vec<String>,
    /// VLANs.
    #[param(
        name = "VlanID",
        set = "ByTeamAndVlanID",
        position = 1,
        mandatory,
        by_property_name
    )]
    vlan_id: Vec<u32>,
    /// Interfaces that Get-NetLbfoTeamNic gave.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<Instance<NetLbfoTeamNic>>,
    /// Hands on the interfaces as they were.
    pass_thru: bool,
    /// Linux only: also of a team that somebody else made, and although the host has addresses by the interface, without a question.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for RemoveNetLbfoTeamNic {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let of_teams = nics(cx, &self.input_object, None, Some(&self.team))?;
        let by_object = !self.input_object.is_empty();
        let mut wanted = Vec::new();
        if by_object {
            for nic in of_teams {
                let Some(id) = nic.vlan else {
                    cx.error(invalid::parameter(
                        format!(
                            "'{}' is the own interface of the team, which goes with it.",
                            nic.name
                        ),
                        "Remove the team: Remove-NetLbfoTeam.",
                    ))?;
                    continue;
                };
                wanted.push((self.intent(nic.team.clone(), id)?, Some(nic)));
            }
        } else {
            let mut teams: Vec<String> = of_teams.iter().map(|nic| nic.team.clone()).collect();
            teams.dedup();
            for team in teams {
                for id in &self.vlan_id {
                    let mut all = of_teams.iter();
                    let before = all.find(|nic| nic.team == team && nic.vlan == Some(*id));
                    wanted.push((self.intent(team.clone(), *id)?, before.cloned()));
                }
            }
        }
        let pass_thru = self.pass_thru;
        carry_out(cx, self.force, wanted, move |cx, gone| {
            let mut shown = gone.into_iter().flatten().filter(|_| pass_thru);
            shown.try_for_each(|nic| cx.emit(nic.into_value()))
        })
    }
}

impl RemoveNetLbfoTeamNic {
    fn intent(&self, team: String, id: u32) -> Flow<Intent> {
        let id = i32::try_from(id).unwrap_or(i32::MAX);
        let vlan = invalid::vlan(id, "Give a number from 1 to 4094 with -VlanID.")?;
        Ok(Intent::ChangeTeam {
            team,
            act: host_team::Act::RemoveNic(vlan),
            force: self.force,
        })
    }
}
