//! `Set-NetIPAddress`.

use super::addresses::{Addresses, change};
use super::parse;
use crate::invalid;
use crate::types::NetIpAddress;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::ip::AddressChanges;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Ticks;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes IP addresses of the host: their prefixes and lifetimes.
///
/// An address goes and comes back for it, with the routes through its interface that would go with it.
///
/// # Examples
/// ```iovsh
/// PS> New-NetIPAddress 198.51.100.7 -InterfaceAlias enp1s0f0 -PrefixLength 32 -PolicyStore ActiveStore | Set-NetIPAddress -PrefixLength 24 -PassThru -WarningAction SilentlyContinue | Format-Table IPAddress, PrefixLength
/// IPAddress    PrefixLength
/// ---------    ------------
/// 198.51.100.7           24
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetIPAddress 198.51.100.7 -InterfaceAlias enp1s0f0 -PrefixLength 32 -PolicyStore ActiveStore | Out-Null
/// PS> Set-NetIPAddress 198.51.100.7 -PrefixLength 24 -WhatIf
/// What if: Performing the operation "Set-NetIPAddress" on target "198.51.100.7".
///   # Remove 198.51.100.7/32 from enp1s0f0
///     ip address del 198.51.100.7/32 dev enp1s0f0
///   # Add 198.51.100.7/24 to enp1s0f0
///     ip address add 198.51.100.7/24 dev enp1s0f0
/// WARNING: The change of 198.51.100.7 lasts until the host starts again; write it into the files of the tool that brings the network up to keep it.
/// ```
/// An address that goes away by itself:
/// ```iovsh
/// PS> New-NetIPAddress 198.51.100.7 -InterfaceAlias enp1s0f0 -PrefixLength 24 -PolicyStore ActiveStore | Out-Null
/// PS> Set-NetIPAddress 198.51.100.7 -ValidLifetime 01:00:00 -PreferredLifetime 00:30:00
/// WARNING: The change of 198.51.100.7 lasts until the host starts again; write it into the files of the tool that brings the network up to keep it.
/// PS> (Get-NetIPAddress 198.51.100.7).IPAddress
/// 198.51.100.7
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetIPAddress", module = "NetTCPIP", default_set = "Query (cdxml)", impact = Medium, output = NetIpAddress)]
pub struct SetNetIpAddress {
    /// Linux only: go on although the host is reached by it.
    force: bool,
    /// How long the address is taken for new connections.
    preferred_lifetime: Option<Ticks>,
    /// Bits of the network's prefix.
    #[param(range = 0..=128)]
    prefix_length: Option<u8>,
    /// The host itself begins no connections with it.
    skip_as_source: Option<bool>,
    /// How long the address is valid.
    valid_lifetime: Option<Ticks>,
    #[flatten]
    addresses: Addresses,
}

impl Cmdlet for SetNetIpAddress {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let valid = self.valid_lifetime.map(parse::seconds).transpose()?;
        let preferred = self.preferred_lifetime.map(parse::seconds).transpose()?;
        let changes = AddressChanges {
            prefix: self.prefix_length,
            valid,
            preferred: match self.skip_as_source {
                Some(true) => Some(Some(0)),
                Some(false) => preferred.or(Some(None)),
                None => preferred,
            },
        };
        if changes == AddressChanges::default() {
            return Err(invalid::parameter(
                "Nothing is to be changed.",
                "Give -PrefixLength, -SkipAsSource, -ValidLifetime or -PreferredLifetime.",
            )
            .into());
        }
        let force = self.force;
        let found = self.addresses.found(cx)?;
        for known in &found {
            parse::with_prefix(known.cidr.address, changes.prefix)?;
        }
        change(cx, &found, self.addresses.pass_thru, force, &|known| {
            Intent::SetIpAddress {
                interface: known.interface.clone(),
                address: known.cidr.address,
                changes,
                force,
            }
        })
    }
}
