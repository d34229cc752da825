//! `Get-NetLbfoTeamMember`.

use super::targets::{SCOPE, host_teams, named, names_of_team};
use crate::host_access::HostAccess;
use crate::types::{CimSession, Instance, NetLbfoTeam, NetLbfoTeamMember, team_members};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::escape;

/// Gets the members of the teams of the host, and how the kernel finds them: `FailureReason` says why one carries nothing.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetLbfoTeamMember | Where-Object FailureReason -ne NoFailure
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetLbfoTeamMember", module = "NetLbfo", default_set = "ByNameAndOrTeam", output = NetLbfoTeamMember)]
pub struct GetNetLbfoTeamMember {
    /// The member's interface name. Wildcards are allowed.
    #[param(
        set = "ByNameAndOrTeam",
        position = 0,
        by_property_name,
        alias = "ifAlias",
        alias = "InterfaceAlias"
    )]
    name: Given<Vec<String>>,
    /// The team's name. Wildcards are allowed.
    #[param(set = "ByNameAndOrTeam", position = 1)]
    team: Given<Vec<String>>,
    /// A team, of Get-NetLbfoTeam: its members.
    #[param(set = "ByTeamOfTheMember", from_pipeline)]
    team_of_the_member: Option<Instance<NetLbfoTeam>>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetLbfoTeamMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let of_object = self
            .team_of_the_member
            .as_ref()
            .map(|t| vec![escape(&t.0.name)]);
        let teams = of_object.as_deref().or(self.team.as_deref());
        let teams = named(
            cx,
            "team",
            host_teams(&state),
            |team| names_of_team(team, &state),
            teams,
        )?;
        let all = teams
            .iter()
            .flat_map(|team| team_members(team, &state))
            .collect();
        for member in named(
            cx,
            "team member",
            all,
            |member: &NetLbfoTeamMember| vec![member.name.clone()],
            self.name.as_deref(),
        )? {
            cx.emit(member.into_value())?;
        }
        Ok(())
    }
}
