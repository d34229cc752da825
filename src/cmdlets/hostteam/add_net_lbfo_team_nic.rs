//! `Add-NetLbfoTeamNic`.

use super::change::{Run, carry_out, emit_nics};
use super::targets::{SCOPE, shown};
use crate::host_access::HostAccess;
use crate::types::NetLbfoTeamNic;
use crate::{complete, invalid};
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Adds an interface for a VLAN to a team of the host: a VLAN device on the bond.
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Add-NetLbfoTeamNic team0 42 | Format-Table Name, Team, VlanID, Primary
/// Name     Team  VlanID Primary
/// ----     ----  ------ -------
/// team0.42 team0     42   False
/// ```
/// With a name of its own:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Add-NetLbfoTeamNic team0 42 storage | ForEach-Object Name
/// storage
/// ```
/// As on Windows, where the team is called as there:
/// ```iovsh
/// PS> New-NetLbfoTeam 'Team 1' enp1s0f0, enp1s0f1 | Out-Null
/// PS> Add-NetLbfoTeamNic 'Team 1' 42 | Format-Table Name, Team, VlanID
/// Name             Team   VlanID
/// ----             ----   ------
/// Team 1 - VLAN 42 Team 1     42
/// ```
/// One for each of several VLANs:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> 10, 20 | ForEach-Object { Add-NetLbfoTeamNic team0 $_ } | ForEach-Object Name
/// team0.10
/// team0.20
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "NetLbfoTeamNic", module = "NetLbfo", impact = Medium, output = NetLbfoTeamNic)]
pub struct AddNetLbfoTeamNic {
    /// The team.
    #[param(position = 0, mandatory, complete = complete::host_teams)]
    team: String,
    /// The VLAN, 1 to 4094.
    #[param(name = "VlanID", position = 1, mandatory)]
    vlan_id: u32,
    /// The interface's name. One that is none of a device (more than 15 bytes, blanks) it has beside a short one.
    #[param(
        position = 2,
        alias = "ifAlias",
        alias = "InterfaceAlias",
        default = "the team's name, a dot, and the VLAN; of a team with a name that is none of a device: NAME - VLAN 42"
    )]
    name: Option<String>,
    /// Linux only: also to a team that somebody else made.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for AddNetLbfoTeamNic {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let id = i32::try_from(self.vlan_id).unwrap_or(i32::MAX);
        let vlan = invalid::vlan(id, "Give a number from 1 to 4094 with -VlanID.")?;
        let intent = Intent::ChangeTeam {
            team: self.team.clone(),
            act: host_team::Act::AddNic {
                vlan,
                name: self.name.clone(),
            },
            force: self.force,
        };
        let (team, id) = (self.team.clone(), self.vlan_id);
        carry_out(cx, false, vec![(intent, ())], move |cx, done| {
            let state = cx.snapshot(&SCOPE)?;
            let team = shown(&state, &team);
            let is_new =
                |nic: &NetLbfoTeamNic| nic.team.eq_ignore_ascii_case(&team) && nic.vlan == Some(id);
            if done.is_empty() {
                Ok(())
            } else {
                emit_nics(cx, is_new)
            }
        })
    }
}
