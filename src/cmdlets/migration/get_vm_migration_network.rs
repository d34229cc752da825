//! `Get-VMMigrationNetwork`.

use super::networks::{emit, fits, meant, networks};
use crate::complete;
use crate::types::{CimSession, Credential, VmMigrationNetwork};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the networks over which virtual machines come to a host.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMMigrationNetwork 192.168.10.0/24 -Priority 1
/// PS> Get-VMMigrationNetwork | Format-List Subnet, Priority
/// Subnet   : 192.168.10.0/24
/// Priority : 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMMigrationNetwork", module = "Hyper-V", output = VmMigrationNetwork)]
pub struct GetVmMigrationNetwork {
    /// Sessions with other hosts, of New-CimSession.
    #[param(by_property_name, allow_null_property, not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(from_pipeline, complete = complete::hosts, not_null_or_empty)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(not_null_or_empty)]
    credential: Vec<Credential>,
    /// The networks' addresses. Wildcards are allowed.
    #[param(position = 0)]
    subnet: Vec<String>,
    /// Their priorities.
    priority: Vec<u32>,
}

impl Cmdlet for GetVmMigrationNetwork {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for text in &self.subnet {
            meant(cx, text)?;
        }
        let wanted = |priority: Option<u32>| {
            self.priority.is_empty() || priority.is_some_and(|p| self.priority.contains(&p))
        };
        for network in networks(cx)? {
            let named = self.subnet.is_empty() || self.subnet.iter().any(|s| fits(s, &network));
            if named && wanted(network.priority) {
                emit(cx, &network)?;
            }
        }
        Ok(())
    }
}
