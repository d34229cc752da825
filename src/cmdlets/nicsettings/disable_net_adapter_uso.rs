//! `Disable-NetAdapterUso`.

use super::change::{SettingNics, Wanted};
use super::offloads;
use crate::types::NetAdapterUso;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches segmentation of UDP by network adapters off. IPv4 and IPv6 have one switch.
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterUso enp1s0f1
/// PS> (Get-NetAdapterUso enp1s0f1).IPv4Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Disable-NetAdapterUso enp1s0f1 -WhatIf
/// What if: Performing the operation "Disable-NetAdapterUso" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set tx-udp-segmentation of enp1s0f1
///     ethtool -K enp1s0f1 tx-udp-segmentation off
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Disable-NetAdapterUso $_.Name }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterUso", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterUso)]
pub struct DisableNetAdapterUso {
    /// For IPv4; IPv6 follows it.
    #[param(name = "IPv4")]
    ipv4: bool,
    /// For IPv6; IPv4 follows it.
    #[param(name = "IPv6")]
    ipv6: bool,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for DisableNetAdapterUso {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let one_only = self.ipv4 != self.ipv6;
        let ask = |_: &NetAdapter, details: &NicDetails| {
            let names = vec!["tx-udp-segmentation"];
            let wanted = Wanted::features(names, false);
            Ok(offloads::for_both(wanted, details, one_only))
        };
        self.nics.change(cx, &ask, offloads::uso)
    }
}
