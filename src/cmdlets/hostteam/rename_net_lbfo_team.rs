//! `Rename-NetLbfoTeam`.

use super::change::{Run, carry_out, emit_teams};
use crate::complete;
use crate::types::NetLbfoTeam;
use iovsh_backend::policy::{Intent, host_team};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gives a team of the host another name, and its interface with it. Interfaces for VLANs keep theirs.
///
/// A name that is none of a device (more than 15 bytes, blanks, a dash at its beginning) the team has beside that of its device, which stays
/// as it is; the kernel keeps it with the device (`ip link` shows it as its alias).
///
/// # Examples
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Rename-NetLbfoTeam team0 uplink -PassThru | ForEach-Object Name
/// uplink
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Rename-NetLbfoTeam team0 uplink -WhatIf
/// What if: Performing the operation "Rename-NetLbfoTeam" on target "team0".
///   # Name team0 uplink
///     ip link set dev team0 name uplink
///   # Remember the team uplink (in iovsh's own records)
/// ```
/// A name with blanks, which the device is only noted to have:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Rename-NetLbfoTeam team0 'Team of the rack' -WhatIf
/// What if: Performing the operation "Rename-NetLbfoTeam" on target "team0".
///   # Remember the team Team of the rack (in iovsh's own records)
///   # Note what team0 is called
///     ip link set dev team0 alias 'Team of the rack'
/// PS> Rename-NetLbfoTeam team0 'Team of the rack'
/// PS> (Get-NetLbfoTeam 'Team of the rack').Members -join ', '
/// enp1s0f0, enp1s0f1
/// ```
/// The interface has the new name too:
/// ```iovsh
/// PS> New-NetLbfoTeam team0 enp1s0f0, enp1s0f1 | Out-Null
/// PS> Rename-NetLbfoTeam team0 uplink
/// PS> (Get-NetLbfoTeam).TeamNics
/// uplink
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Rename", noun = "NetLbfoTeam", module = "NetLbfo", impact = Medium, output = NetLbfoTeam)]
pub struct RenameNetLbfoTeam {
    /// The team.
    #[param(position = 0, mandatory, complete = complete::host_teams)]
    name: String,
    /// The name that it is to have, 255 bytes at the most.
    #[param(position = 1, mandatory)]
    new_name: String,
    /// Hands on the team.
    pass_thru: bool,
    /// Linux only: also a team that somebody else made, and although the host needs it while an older kernel takes it down for the name.
    force: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for RenameNetLbfoTeam {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let intent = Intent::ChangeTeam {
            team: self.name.clone(),
            act: host_team::Act::Rename(self.new_name.clone()),
            force: self.force,
        };
        let pass_thru = self.pass_thru;
        let wanted = vec![(intent, self.new_name.clone())];
        carry_out(cx, false, wanted, move |cx, names| {
            if pass_thru {
                emit_teams(cx, &names)
            } else {
                Ok(())
            }
        })
    }
}
