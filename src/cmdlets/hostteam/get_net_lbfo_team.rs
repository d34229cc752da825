//! `Get-NetLbfoTeam`.

use super::targets::{SCOPE, host_teams, named, names_of_team};
use crate::host_access::HostAccess;
use crate::types::{CimSession, Instance, NetLbfoTeam, NetLbfoTeamMember, NetLbfoTeamNic};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::escape;

/// Gets the teams of the host: Linux bonds, whoever made them. The team of a switch is shown by Get-VMSwitchTeam.
///
/// A team of the host hides SR-IOV from a switch above it; New-VMSwitch -NetAdapterName with several adapters makes a team
/// that keeps it. `LoadBalancingAlgorithm` is empty where one member carries everything.
///
/// # Examples
/// ```iovsh
/// PS> @(Get-NetLbfoTeam).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetLbfoTeam", module = "NetLbfo", default_set = "ByName", output = NetLbfoTeam)]
pub struct GetNetLbfoTeam {
    /// The team's name. Wildcards are allowed.
    #[param(set = "ByName", position = 0, by_property_name)]
    name: Given<Vec<String>>,
    /// A member, of Get-NetLbfoTeamMember: its team.
    #[param(set = "ByMemberOfTheTeam", from_pipeline)]
    member_of_the_team: Option<Instance<NetLbfoTeamMember>>,
    /// An interface, of Get-NetLbfoTeamNic: its team.
    #[param(set = "ByTeamNicForTheTeam", from_pipeline)]
    team_nic_for_the_team: Option<Instance<NetLbfoTeamNic>>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetLbfoTeam {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let of_member = self.member_of_the_team.as_ref().map(|m| m.0.team.clone());
        let of_nic = self
            .team_nic_for_the_team
            .as_ref()
            .map(|n| n.0.team.clone());
        let of_object = of_member.or(of_nic).map(|team| vec![escape(&team)]);
        let names = of_object.as_deref().or(self.name.as_deref());
        for team in named(
            cx,
            "team",
            host_teams(&state),
            |team| names_of_team(team, &state),
            names,
        )? {
            cx.emit(NetLbfoTeam::new(team, &state).into_value())?;
        }
        Ok(())
    }
}
