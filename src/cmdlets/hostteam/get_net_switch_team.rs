//! `Get-NetSwitchTeam`.

use super::targets::{SCOPE, named, switch_teams};
use crate::host_access::HostAccess;
use crate::types::{CimSession, Instance, NetSwitchTeam, NetSwitchTeamMember};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the teams of switches. Get-VMSwitchTeam shows more of them.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> (Get-NetSwitchTeam lan).Members
/// enp1s0f0
/// enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetSwitchTeam", module = "NetSwitchTeam", default_set = "ByName", output = NetSwitchTeam)]
pub struct GetNetSwitchTeam {
    /// The switch's name. Wildcards are allowed.
    #[param(set = "ByName", position = 0, by_property_name)]
    name: Given<Vec<String>>,
    /// A member, of Get-NetSwitchTeamMember: its team.
    #[param(set = "ByMember", from_pipeline)]
    member: Option<Instance<NetSwitchTeamMember>>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetSwitchTeam {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let of_object = self.member.as_ref().map(|m| vec![m.0.team.clone()]);
        let names = of_object.as_deref().or(self.name.as_deref());
        for switch in named(
            cx,
            "switch team",
            switch_teams(&state),
            |s| vec![s.name.clone()],
            names,
        )? {
            let team = NetSwitchTeam {
                members: switch.uplinks.iter().map(ToString::to_string).collect(),
                name: switch.name,
            };
            cx.emit(team.into_value())?;
        }
        Ok(())
    }
}
