//! `Remove-NetIPAddress`.

use super::addresses::{Addresses, change};
use super::parse;
use crate::types::NetIpAddress;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes IP addresses from interfaces of the host.
///
/// With the last address of a family the routes of that family through the interface go too, which a warning says.
///
/// # Examples
/// ```iovsh
/// PS> New-NetIPAddress 198.51.100.7 -InterfaceAlias enp1s0f0 -PrefixLength 24 -PolicyStore ActiveStore | Out-Null
/// PS> Remove-NetIPAddress 198.51.100.7 -Confirm:$false
/// PS> (Get-NetIPAddress -InterfaceAlias enp1s0f0 -AddressFamily IPv4).Count
/// 0
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> New-NetIPAddress 198.51.100.7 -InterfaceAlias enp1s0f0 -PrefixLength 24 -PolicyStore ActiveStore | Out-Null
/// PS> Get-NetIPAddress 198.51.100.* | Remove-NetIPAddress -Confirm:$false
/// PS> @(Get-NetIPAddress 198.51.100.*).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetIPAddress 198.51.100.7 -InterfaceAlias enp1s0f0 -PrefixLength 24 -PolicyStore ActiveStore | Out-Null
/// PS> Remove-NetIPAddress 198.51.100.7 -WhatIf
/// What if: Performing the operation "Remove-NetIPAddress" on target "198.51.100.7".
///   # Remove 198.51.100.7/24 from enp1s0f0
///     ip address del 198.51.100.7/24 dev enp1s0f0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetIPAddress", module = "NetTCPIP", default_set = "Query (cdxml)", impact = High, output = NetIpAddress)]
pub struct RemoveNetIpAddress {
    #[param(refused = "its route is removed apart: Remove-NetRoute -DestinationPrefix 0.0.0.0/0.")]
    default_gateway: Option<String>,
    /// Linux only: go on although the host is reached by it, without a question.
    force: bool,
    /// Only those with this length of prefix.
    #[param(range = 0..=128)]
    prefix_length: Option<u8>,
    #[flatten]
    addresses: Addresses,
}

impl Cmdlet for RemoveNetIpAddress {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let force = self.force;
        let mut found = self.addresses.found(cx)?;
        if let Some(length) = self.prefix_length {
            for known in &found {
                parse::with_prefix(known.cidr.address, Some(length))?;
            }
            found.retain(|known| known.cidr.prefix == length);
        }
        change(cx, &found, self.addresses.pass_thru, force, &|known| {
            Intent::RemoveIpAddress {
                interface: known.interface.clone(),
                address: known.cidr.address,
                force,
            }
        })
    }
}
