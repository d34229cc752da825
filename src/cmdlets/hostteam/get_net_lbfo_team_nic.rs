//! `Get-NetLbfoTeamNic`.

use super::targets::{SCOPE, host_teams, named, names_of_nic, names_of_team};
use crate::host_access::HostAccess;
use crate::types::{CimSession, Instance, NetLbfoTeam, NetLbfoTeamNic, team_nics};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::escape;

/// Gets the interfaces of the teams of the host: each team's own one (the bond), and the VLAN interfaces on it.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetLbfoTeamNic | Where-Object VlanID -eq 42
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetLbfoTeamNic", module = "NetLbfo", default_set = "ByNameOrTeam", output = NetLbfoTeamNic)]
pub struct GetNetLbfoTeamNic {
    /// The interface's name. Wildcards are allowed. `Team1 - VLAN 42`, as Windows calls it, is found too.
    #[param(
        set = "ByNameOrTeam",
        position = 0,
        by_property_name,
        alias = "ifAlias",
        alias = "InterfaceAlias"
    )]
    name: Given<Vec<String>>,
    /// The team's name. Wildcards are allowed.
    #[param(set = "ByNameOrTeam", position = 1)]
    team: Given<Vec<String>>,
    /// A team, of Get-NetLbfoTeam: its interfaces.
    #[param(set = "ByTeamOfTheTeamNic", from_pipeline)]
    team_of_the_team_nic: Option<Instance<NetLbfoTeam>>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetLbfoTeamNic {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let of_object = self
            .team_of_the_team_nic
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
            .flat_map(|team| team_nics(team, &state))
            .collect();
        for nic in named(
            cx,
            "team interface",
            all,
            |nic: &NetLbfoTeamNic| names_of_nic(nic, &state),
            self.name.as_deref(),
        )? {
            cx.emit(nic.into_value())?;
        }
        Ok(())
    }
}
