//! `Add-NetLbfoTeamMember`.

use super::change::{Pattern, Run, carry_out, emit_members};
use super::targets::SCOPE;
use crate::host_access::HostAccess;
use crate::types::{AdminModes, NetLbfoTeamMember};
use crate::{complete, selection};
use iovsh_backend::model::LinkKind;
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;

/// Puts network adapters into a team of the host.
///
/// One that joins goes down for a moment, so it must not have virtual functions in use. A bond has one MTU: the smallest that a member has.
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0 | Out-Null
/// PS> Add-NetLbfoTeamMember enp1s0f1 team0 -AdministrativeMode Standby | Format-Table Name, AdministrativeMode, OperationalMode
/// Name     AdministrativeMode OperationalMode
/// ----     ------------------ ---------------
/// enp1s0f1 Standby            Standby
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0 | Out-Null
/// PS> Add-NetLbfoTeamMember enp1s0f1 team0 -WhatIf
/// What if: Performing the operation "Add-NetLbfoTeamMember" on target "team0".
///   # Remember how enp1s0f1 was found (in iovsh's own records)
///   # Remember the team team0 (in iovsh's own records)
///   # Bring enp1s0f1 down
///     ip link set dev enp1s0f1 down
///   # Make enp1s0f1 a member of team0
///     ip link set dev enp1s0f1 master team0
/// ```
/// As an equal; the team has two members then:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0 | Out-Null
/// PS> Add-NetLbfoTeamMember enp1s0f1 team0 | Out-Null
/// PS> (Get-NetLbfoTeam team0).Members
/// enp1s0f0
/// enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "NetLbfoTeamMember", module = "NetLbfo", impact = Medium, output = NetLbfoTeamMember)]
pub struct AddNetLbfoTeamMember {
    /// The network adapter. Wildcards are allowed.
    #[param(position = 0, mandatory, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::free_nics)]
    name: Pattern,
    /// The team.
    #[param(position = 1, mandatory, complete = complete::host_teams)]
    team: String,
    /// Standby: it carries something only when no other can, which one member of a team that is SwitchIndependent may do.
    #[param(position = 2, alias = "am", default = "Active")]
    administrative_mode: Option<AdminModes>,
    /// Linux only: also into a team that somebody else made, and an adapter that the host depends on or that is part of something.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for AddNetLbfoTeamMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let Pattern(name) = &self.name;
        let mut found = selection::nics_to_take(cx, &state, std::slice::from_ref(name), false)?;
        if has_wildcards(name) {
            found.retain(|nic| nic.kind == LinkKind::Physical);
        }
        let wanted = found.into_iter().map(|nic| {
            let intent = Intent::ChangeTeam {
                team: self.team.clone(),
                act: host_team::Act::AddMember {
                    nic: nic.name.clone(),
                    standby: self.administrative_mode == Some(AdminModes::Standby),
                },
                force: self.force,
            };
            (intent, nic.name.to_string())
        });
        carry_out(cx, false, wanted.collect(), |cx, names| {
            emit_members(cx, &names)
        })
    }
}
