//! `Set-NetLbfoTeamMember`.

use super::change::{Run, carry_out, emit_members, members};
use crate::complete;
use crate::types::{AdminModes, Instance, NetLbfoTeam, NetLbfoTeamMember};
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::escape;

/// Says of members of a team of the host whether they carry traffic or wait in reserve.
///
/// One member of a team that is SwitchIndependent can wait. The bond is `active-backup` then, in which one member carries everything;
/// for that change the members leave it for a moment.
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Set-NetLbfoTeamMember enp1s0f0 -AdministrativeMode Standby
/// PS> Get-NetLbfoTeamMember | Format-Table Name, AdministrativeMode, OperationalMode
/// Name     AdministrativeMode OperationalMode
/// ----     ------------------ ---------------
/// enp1s0f0 Standby            Standby
/// enp1s0f1 Active             Active
/// ```
/// Back to work:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Set-NetLbfoTeamMember enp1s0f0 -AdministrativeMode Standby
/// PS> Set-NetLbfoTeamMember enp1s0f0 -AdministrativeMode Active -PassThru | ForEach-Object OperationalMode
/// Active
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Set-NetLbfoTeamMember enp1s0f0 -AdministrativeMode Standby -WhatIf
/// What if: Performing the operation "Set-NetLbfoTeamMember" on target "team0".
///   # Remember the team team0 (in iovsh's own records)
///   # Let any member carry the traffic of team0 first
///     ip link set dev team0 type bond primary ''
///   # Bring enp1s0f0 down
///     ip link set dev enp1s0f0 down
///   # Take enp1s0f0 out of team0
///     ip link set dev enp1s0f0 nomaster
///   # Bring enp1s0f1 down
///     ip link set dev enp1s0f1 down
///   # Take enp1s0f1 out of team0
///     ip link set dev enp1s0f1 nomaster
///   # Bring team0 down
///     ip link set dev team0 down
///   # Change how team0 shares the work
///     ip link set dev team0 type bond mode active-backup
///   # Bring team0 up
///     ip link set dev team0 up
///   # Make enp1s0f0 a member of team0
///     ip link set dev enp1s0f0 master team0
///   # Make enp1s0f1 a member of team0
///     ip link set dev enp1s0f1 master team0
///   # Let enp1s0f1 carry the traffic of team0 first
///     ip link set dev team0 type bond primary enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetLbfoTeamMember", module = "NetLbfo", default_set = "ByNameAndOrTeam", impact = Medium, output = NetLbfoTeamMember)]
pub struct SetNetLbfoTeamMember {
    /// Members. Wildcards are allowed.
    #[param(
        set = "ByNameAndOrTeam",
        position = 0,
        by_property_name,
        alias = "ifAlias",
        alias = "InterfaceAlias"
    )]
    name: Given<Vec<String>>,
    /// Teams. Wildcards are allowed.
    #[param(set = "ByNameAndOrTeam", position = 1, complete = complete::host_teams)]
    team: Given<Vec<String>>,
    /// A team, of Get-NetLbfoTeam: its members.
    #[param(set = "ByTeamOfTheMember", from_pipeline)]
    team_of_the_member: Option<Instance<NetLbfoTeam>>,
    /// Members that Get-NetLbfoTeamMember gave.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<Instance<NetLbfoTeamMember>>,
    /// Active, or Standby: it carries something only when no other can.
    #[param(alias = "am")]
    administrative_mode: Option<AdminModes>,
    /// Hands on the members.
    pass_thru: bool,
    /// Linux only: also in a team that somebody else made, and although the host has addresses by it.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for SetNetLbfoTeamMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let of_team = self.team_of_the_member.as_ref();
        let of_team = of_team.map(|team| vec![escape(&team.0.name)]);
        let teams = of_team.as_deref().or(self.team.as_deref());
        let found = members(cx, &self.input_object, self.name.as_deref(), teams)?;
        let Some(mode) = self.administrative_mode else {
            let names: Vec<String> = found.into_iter().map(|member| member.name).collect();
            return if self.pass_thru {
                emit_members(cx, &names)
            } else {
                Ok(())
            };
        };
        let mut wanted = Vec::new();
        for member in found {
            let Ok(nic) = member.name.parse() else {
                continue;
            };
            let intent = Intent::ChangeTeam {
                team: member.team,
                act: host_team::Act::SetMember {
                    nic,
                    standby: mode == AdminModes::Standby,
                },
                force: self.force,
            };
            wanted.push((intent, member.name));
        }
        let pass_thru = self.pass_thru;
        carry_out(cx, false, wanted, move |cx, names| {
            if pass_thru {
                emit_members(cx, &names)
            } else {
                Ok(())
            }
        })
    }
}
