//! `Set-NetAdapterRsc`.

use super::change::{SettingNics, Wanted};
use super::offloads;
use crate::types::NetAdapterRsc;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches coalescing of what network adapters receive on or off. IPv4 and IPv6 have one switch: values that differ are refused.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterRsc enp1s0f1 -IPv4Enabled $false -IPv6Enabled $false
/// PS> (Get-NetAdapterRsc enp1s0f1).IPv6Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterRsc enp1s0f1 -IPv4Enabled $false -IPv6Enabled $false -WhatIf
/// What if: Performing the operation "Set-NetAdapterRsc" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set rx-gro of enp1s0f1
///     ethtool -K enp1s0f1 rx-gro off
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterRsc $_.Name -IPv4Enabled $false -IPv6Enabled $false }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterRsc", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterRsc)]
pub struct SetNetAdapterRsc {
    /// For IPv4.
    #[param(name = "IPv4Enabled")]
    ipv4_enabled: Option<bool>,
    /// For IPv6.
    #[param(name = "IPv6Enabled")]
    ipv6_enabled: Option<bool>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for SetNetAdapterRsc {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let on = offloads::one_of(self.ipv4_enabled, self.ipv6_enabled)?;
        let one_only = self.ipv4_enabled.is_some() != self.ipv6_enabled.is_some();
        let ask = |_: &NetAdapter, details: &NicDetails| {
            let names = offloads::coalescing(details);
            let wanted = Wanted::features(names, on);
            Ok(offloads::for_both(wanted, details, one_only))
        };
        self.nics.change(cx, &ask, offloads::rsc)
    }
}
