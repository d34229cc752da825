//! `Disable-VMMigration`.

use super::allow::allow;
use crate::types::{CimSession, Credential, VmHost};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Forbids that virtual machines come to a host and leave it by migration.
///
/// What is under way goes on to its end.
///
/// # Examples
/// ```iovsh
/// PS> Disable-VMMigration -Passthru | Format-List VirtualMachineMigrationEnabled
/// VirtualMachineMigrationEnabled : False
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Disable-VMMigration -WhatIf
/// What if: Performing the operation "Disable-VMMigration" on target "sim".
///   # Nothing has to be done.
/// ```
/// On several hosts:
/// ```iovsh
/// PS> Disable-VMMigration -ComputerName hv1, hv2 -Passthru | ForEach-Object { "$($_.ComputerName): $($_.VirtualMachineMigrationEnabled)" }
/// HV1: False
/// HV2: False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "VMMigration", module = "Hyper-V", default_set = "ComputerName", impact = Medium, output = VmHost)]
pub struct DisableVmMigration {
    /// Sessions with other hosts, of New-CimSession.
    #[param(set = "CimSession", position = 0, mandatory)]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set = "ComputerName", position = 0, not_null_or_empty)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "ComputerName", position = 1, not_null_or_empty)]
    credential: Vec<Credential>,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for DisableVmMigration {
    fn process(&mut self, cx: &mut Context) -> Flow {
        allow(cx, false, self.passthru)
    }
}
