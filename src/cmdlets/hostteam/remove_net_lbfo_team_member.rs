//! `Remove-NetLbfoTeamMember`.

use super::change::{Run, carry_out, members};
use crate::complete;
use crate::types::{Instance, NetLbfoTeamMember};
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes network adapters out of a team of the host, and puts them back as they were found. The last one cannot go.
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Remove-NetLbfoTeamMember enp1s0f1 team0 -Confirm:$false
/// PS> (Get-NetLbfoTeam team0).Members
/// enp1s0f0
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Get-NetLbfoTeamMember enp1s0f1 | Remove-NetLbfoTeamMember -Confirm:$false
/// PS> (Get-NetLbfoTeam team0).Members
/// enp1s0f0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Remove-NetLbfoTeamMember enp1s0f1 team0 -WhatIf
/// What if: Performing the operation "Remove-NetLbfoTeamMember" on target "team0".
///   # Remember the team team0 (in iovsh's own records)
///   # Bring enp1s0f1 down
///     ip link set dev enp1s0f1 down
///   # Take enp1s0f1 out of team0
///     ip link set dev enp1s0f1 nomaster
///   # Put the link state of enp1s0f1 back
///     ip link set dev enp1s0f1 up
///   # Let go of enp1s0f1 (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetLbfoTeamMember", module = "NetLbfo", default_set = "ByTeamAndName", impact = High, output = NetLbfoTeamMember)]
pub struct RemoveNetLbfoTeamMember {
    /// Members. Wildcards are allowed.
    #[param(
        set = "ByTeamAndName",
        position = 0,
        mandatory,
        by_property_name,
        alias = "ifAlias",
        alias = "InterfaceAlias"
    )]
    name: Vec<String>,
    /// Teams. Wildcards are allowed.
    #[param(set = "ByTeamAndName", position = 1, mandatory, by_property_name, complete = complete::host_teams)]
    team: Vec<String>,
    /// Members that Get-NetLbfoTeamMember gave.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<Instance<NetLbfoTeamMember>>,
    /// Hands on the members as they were.
    pass_thru: bool,
    /// Linux only: also from a team that somebody else made, and although no other member works, without a question.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for RemoveNetLbfoTeamMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = members(cx, &self.input_object, Some(&self.name), Some(&self.team))?;
        let mut wanted = Vec::new();
        for member in found {
            let Ok(nic) = member.name.parse() else {
                continue;
            };
            let intent = Intent::ChangeTeam {
                team: member.team.clone(),
                act: host_team::Act::RemoveMember(nic),
                force: self.force,
            };
            wanted.push((intent, member));
        }
        let pass_thru = self.pass_thru;
        carry_out(cx, self.force, wanted, move |cx, gone| {
            let mut shown = gone.into_iter().filter(|_| pass_thru);
            shown.try_for_each(|member| cx.emit(member.into_value()))
        })
    }
}
