//! `Remove-VMMigrationNetwork`.

use super::networks::{emit, meant};
use crate::complete;
use crate::host_access::HostAccess;
use crate::types::{CimSession, Credential, VmMigrationNetwork};
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::migration::settings::{Changes, NetworkChange};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets no virtual machines come to a host over a network any more.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMMigrationNetwork 192.168.10.0/24
/// PS> Remove-VMMigrationNetwork 192.168.10.0/24
/// PS> (Get-VMMigrationNetwork).Count
/// 0
/// ```
/// Several, by a pattern:
/// ```iovsh
/// PS> Add-VMMigrationNetwork 192.168.10.0/24
/// PS> Add-VMMigrationNetwork 192.168.20.0/24
/// PS> Remove-VMMigrationNetwork 192.168.*
/// PS> @(Get-VMMigrationNetwork).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Add-VMMigrationNetwork 192.168.10.0/24
/// PS> Remove-VMMigrationNetwork 192.168.10.0/24 -WhatIf
/// What if: Performing the operation "Remove-VMMigrationNetwork" on target "sim".
///   # Remember how the host takes part in migrations (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMMigrationNetwork", module = "Hyper-V", impact = Medium, output = VmMigrationNetwork)]
pub struct RemoveVmMigrationNetwork {
    /// Sessions with other hosts, of New-CimSession.
    #[param(by_property_name, allow_null_property, not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// The network's addresses. Wildcards are allowed.
    #[param(position = 0, mandatory, from_pipeline, by_property_name)]
    subnet: String,
    /// Hands on the object that was removed.
    passthru: bool,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(complete = complete::hosts, not_null_or_empty)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(not_null_or_empty)]
    credential: Vec<Credential>,
}

impl Cmdlet for RemoveVmMigrationNetwork {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for network in meant(cx, &self.subnet)? {
            let changes = Changes {
                network: Some(NetworkChange::Remove(network.subnet.clone())),
                ..Changes::default()
            };
            let done = cx.change(&Scope::HOST, &Intent::SetMigration(changes))?;
            if self.passthru && done.is_done() {
                emit(cx, &network)?;
            }
        }
        Ok(())
    }
}
