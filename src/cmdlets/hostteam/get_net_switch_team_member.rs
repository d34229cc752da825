//! `Get-NetSwitchTeamMember`.

use super::targets::{SCOPE, named, switch_teams};
use crate::host_access::HostAccess;
use crate::types::{CimSession, NetSwitchTeamMember};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the members of the teams of switches.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> (Get-NetSwitchTeamMember -Team lan).Name
/// enp1s0f0
/// enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetSwitchTeamMember", module = "NetSwitchTeam", output = NetSwitchTeamMember)]
pub struct GetNetSwitchTeamMember {
    /// The member's interface name. Wildcards are allowed.
    #[param(position = 0, by_property_name)]
    name: Given<Vec<String>>,
    /// The switch's name. Wildcards are allowed.
    #[param(position = 1)]
    team: Given<Vec<String>>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetSwitchTeamMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let teams = self.team.as_deref();
        let teams = named(
            cx,
            "switch team",
            switch_teams(&state),
            |s| vec![s.name.clone()],
            teams,
        )?;
        let member = |team: &str, name: &dyn ToString| NetSwitchTeamMember {
            name: name.to_string(),
            team: team.to_owned(),
        };
        let mut all = Vec::new();
        for switch in &teams {
            all.extend(switch.uplinks.iter().map(|nic| member(&switch.name, nic)));
        }
        for member in named(
            cx,
            "member",
            all,
            |m: &NetSwitchTeamMember| vec![m.name.clone()],
            self.name.as_deref(),
        )? {
            cx.emit(member.into_value())?;
        }
        Ok(())
    }
}
