//! `Remove-NetLbfoTeam`.

use super::change::{Run, carry_out, teams};
use super::targets::{SCOPE, host_teams};
use crate::complete;
use crate::host_access::HostAccess;
use crate::types::{Instance, NetLbfoTeam};
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Removes a team of the host with its interfaces for VLANs, and puts its members back as they were found.
///
/// What the host has by the team, its addresses and routes, it has by the first member then.
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Remove-NetLbfoTeam team0 -Confirm:$false
/// PS> @(Get-NetLbfoTeam).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Remove-NetLbfoTeam team0 -WhatIf
/// What if: Performing the operation "Remove-NetLbfoTeam" on target "team0".
///   # Bring enp1s0f0 down
///     ip link set dev enp1s0f0 down
///   # Take enp1s0f0 out of team0
///     ip link set dev enp1s0f0 nomaster
///   # Bring enp1s0f1 down
///     ip link set dev enp1s0f1 down
///   # Take enp1s0f1 out of team0
///     ip link set dev enp1s0f1 nomaster
///   # Delete the team team0
///     ip link delete dev team0 type bond
///   # Forget the team team0 (in iovsh's own records)
///   # Put the link state of enp1s0f0 back
///     ip link set dev enp1s0f0 up
///   # Let go of enp1s0f0 (in iovsh's own records)
///   # Put the link state of enp1s0f1 back
///     ip link set dev enp1s0f1 up
///   # Let go of enp1s0f1 (in iovsh's own records)
/// ```
/// All of them:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Get-NetLbfoTeam | Remove-NetLbfoTeam -Confirm:$false
/// PS> @(Get-NetLbfoTeam).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetLbfoTeam", module = "NetLbfo", default_set = "ByName", impact = High, output = NetLbfoTeam)]
pub struct RemoveNetLbfoTeam {
    /// Teams. Wildcards are allowed.
    #[param(set = "ByName", position = 0, mandatory, by_property_name, complete = complete::host_teams)]
    name: Vec<String>,
    /// Teams that Get-NetLbfoTeam gave.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<Instance<NetLbfoTeam>>,
    /// Hands on the teams as they were.
    pass_thru: bool,
    /// Linux only: also a team that somebody else made, and although the host needs it, without a question.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for RemoveNetLbfoTeam {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let objects: Vec<String> = self.input_object.iter().map(|t| t.0.name.clone()).collect();
        let found = teams(cx, &state, &objects, Some(&self.name))?;
        let wanted = found.into_iter().map(|team| {
            let mut all = host_teams(&state).into_iter();
            let before = all.find(|t| t.name.as_str() == team);
            let before = before.map(|t| NetLbfoTeam::new(t, &state));
            let intent = Intent::ChangeTeam {
                team,
                act: host_team::Act::Remove,
                force: self.force,
            };
            (intent, before)
        });
        let pass_thru = self.pass_thru;
        carry_out(cx, self.force, wanted.collect(), move |cx, gone| {
            let shown = gone.into_iter().flatten().filter(|_| pass_thru);
            shown
                .into_iter()
                .try_for_each(|team| cx.emit(team.into_value()))
        })
    }
}
