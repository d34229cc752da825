//! `Enable-VMMigration`.

use super::allow::allow;
use crate::types::{CimSession, Credential, VmHost};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Allows that virtual machines come to a host and leave it by migration.
///
/// New hosts allow it to nobody, as Hyper-V's do. What a host does on top of that (how many at once, over which networks) is
/// Set-VMHost's and Add-VMMigrationNetwork's.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMHost -UseAnyNetworkForMigration $true
/// PS> Enable-VMMigration -Passthru | Format-List VirtualMachineMigrationEnabled
/// VirtualMachineMigrationEnabled : True
/// ```
/// On one network only:
/// ```iovsh
/// PS> Set-VMHost -UseAnyNetworkForMigration $false
/// PS> Add-VMMigrationNetwork 192.168.10.0/24
/// PS> Enable-VMMigration -Passthru | Format-List VirtualMachineMigrationEnabled, UseAnyNetworkForMigration
/// VirtualMachineMigrationEnabled : True
/// UseAnyNetworkForMigration      : False
/// ```
/// On several hosts:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2 -Passthru | ForEach-Object { "$($_.ComputerName): $($_.VirtualMachineMigrationEnabled)" }
/// HV1: True
/// HV2: True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "VMMigration", module = "Hyper-V", default_set = "ComputerName", impact = Medium, output = VmHost)]
pub struct EnableVmMigration {
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

impl Cmdlet for EnableVmMigration {
    fn process(&mut self, cx: &mut Context) -> Flow {
        allow(cx, true, self.passthru)
    }
}
