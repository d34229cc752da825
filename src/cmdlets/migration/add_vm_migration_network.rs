//! `Add-VMMigrationNetwork`.

use super::networks::emit;
use crate::complete;
use crate::host_access::{HostAccess, shell_error};
use crate::types::{CimSession, Credential, VmMigrationNetwork};
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::migration::settings::{Changes, NetworkChange, subnet};
use iovsh_backend::state::MigrationNetwork;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets virtual machines come to a host over a network.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMMigrationNetwork 192.168.10.0/24 -Passthru | Format-List Subnet, Priority
/// Subnet   : 192.168.10.0/24
/// Priority :
/// ```
/// The faster one first:
/// ```iovsh
/// PS> Add-VMMigrationNetwork 192.168.20.0/24 -Priority 2
/// PS> Add-VMMigrationNetwork 192.168.10.0/24 -Priority 1
/// PS> Get-VMMigrationNetwork | Sort-Object Priority | ForEach-Object Subnet
/// 192.168.10.0/24
/// 192.168.20.0/24
/// ```
/// Only over these networks:
/// ```iovsh
/// PS> Set-VMHost -UseAnyNetworkForMigration $false
/// PS> Add-VMMigrationNetwork 192.168.10.0/24
/// PS> (Get-VMMigrationNetwork).Subnet
/// 192.168.10.0/24
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMMigrationNetwork", module = "Hyper-V", impact = Medium, output = VmMigrationNetwork)]
pub struct AddVmMigrationNetwork {
    /// Sessions with other hosts, of New-CimSession.
    #[param(by_property_name, allow_null_property, not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// An address, or a network as ADDRESS/LENGTH.
    #[param(position = 0, mandatory, from_pipeline)]
    subnet: String,
    /// Networks of lower numbers are used first; those without one last.
    #[param(position = 1)]
    priority: Option<u32>,
    /// Hands on the object that was made.
    passthru: bool,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(complete = complete::hosts, not_null_or_empty)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(not_null_or_empty)]
    credential: Vec<Credential>,
}

impl Cmdlet for AddVmMigrationNetwork {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let subnet = match subnet(&self.subnet) {
            Ok(subnet) => subnet,
            Err(error) => return cx.error(shell_error(&error)),
        };
        let network = MigrationNetwork {
            subnet,
            priority: self.priority,
        };
        let changes = Changes {
            network: Some(NetworkChange::Add(network.clone())),
            ..Changes::default()
        };
        let done = cx.change(&Scope::HOST, &Intent::SetMigration(changes))?;
        if self.passthru && done.is_done() {
            emit(cx, &network)?;
        }
        Ok(())
    }
}
