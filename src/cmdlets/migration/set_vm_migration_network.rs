//! `Set-VMMigrationNetwork`.

use super::networks::{emit, meant};
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

/// Changes a network over which virtual machines come to a host.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMMigrationNetwork 192.168.10.0/24
/// PS> Set-VMMigrationNetwork 192.168.10.* -NewPriority 5 -Passthru | Format-List Subnet, Priority
/// Subnet   : 192.168.10.0/24
/// Priority : 5
/// ```
/// Another subnet, where the network was numbered anew:
/// ```iovsh
/// PS> Add-VMMigrationNetwork 192.168.10.0/24
/// PS> Set-VMMigrationNetwork 192.168.10.0/24 -NewSubnet 192.168.11.0/24
/// PS> (Get-VMMigrationNetwork).Subnet
/// 192.168.11.0/24
/// ```
/// On several hosts:
/// ```iovsh
/// PS> Add-VMMigrationNetwork 192.168.10.0/24 -ComputerName hv1, hv2
/// PS> Set-VMMigrationNetwork 192.168.10.0/24 -NewPriority 3 -ComputerName hv1, hv2 -Passthru | ForEach-Object Priority
/// 3
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMMigrationNetwork", module = "Hyper-V", default_set = "ComputerName", impact = Medium, output = VmMigrationNetwork)]
pub struct SetVmMigrationNetwork {
    /// Sessions with other hosts, of New-CimSession.
    #[param(
        set = "CimSession",
        by_property_name,
        allow_null_property,
        not_null_or_empty
    )]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set = "ComputerName", complete = complete::hosts, not_null_or_empty)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "ComputerName", not_null_or_empty)]
    credential: Vec<Credential>,
    /// The network's addresses. Wildcards are allowed.
    #[param(position = 0, mandatory, from_pipeline, by_property_name)]
    subnet: String,
    /// The addresses that it is to have.
    #[param(position = 1)]
    new_subnet: Option<String>,
    /// The priority that it is to have.
    new_priority: Option<u32>,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for SetVmMigrationNetwork {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let new = match self.new_subnet.as_deref().map(subnet).transpose() {
            Ok(new) => new,
            Err(error) => return cx.error(shell_error(&error)),
        };
        for network in meant(cx, &self.subnet)? {
            let to = MigrationNetwork {
                subnet: new.clone().unwrap_or_else(|| network.subnet.clone()),
                priority: self.new_priority.or(network.priority),
            };
            let changes = Changes {
                network: Some(NetworkChange::Set {
                    subnet: network.subnet,
                    to: to.clone(),
                }),
                ..Changes::default()
            };
            let done = cx.change(&Scope::HOST, &Intent::SetMigration(changes))?;
            if self.passthru && done.is_done() {
                emit(cx, &to)?;
            }
        }
        Ok(())
    }
}
