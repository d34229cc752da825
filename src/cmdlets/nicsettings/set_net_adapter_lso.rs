//! `Set-NetAdapterLso`.

use super::change::{SettingNics, Wanted, feature};
use super::offloads;
use crate::types::NetAdapterLso;
use iovsh_backend::model::{NetAdapter, NicDetails, NicSetting};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes how network adapters segment TCP (`ethtool -K NAME tso on` or `off`).
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterLso enp1s0f1 -IPv4Enabled $false
/// PS> Get-NetAdapterLso enp1s0f1 | Format-List IPv4Enabled, IPv6Enabled
/// IPv4Enabled : False
/// IPv6Enabled : True
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterLso enp1s0f1 -IPv4Enabled $false -WhatIf
/// What if: Performing the operation "Set-NetAdapterLso" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set tx-tcp-segmentation of enp1s0f1
///     ethtool -K enp1s0f1 tx-tcp-segmentation off
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterLso $_.Name -IPv4Enabled $false }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterLso", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterLso)]
pub struct SetNetAdapterLso {
    /// For IPv4.
    #[param(name = "IPv4Enabled")]
    ipv4_enabled: Option<bool>,
    /// For IPv6.
    #[param(name = "IPv6Enabled")]
    ipv6_enabled: Option<bool>,
    #[param(
        name = "V1IPv4Enabled",
        no_effect = "there is one kind of segmentation on Linux, that of version 2."
    )]
    v1_ipv4_enabled: Option<bool>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for SetNetAdapterLso {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let four = self
            .ipv4_enabled
            .map(|on| feature("tx-tcp-segmentation", on));
        let six = self
            .ipv6_enabled
            .map(|on| feature("tx-tcp6-segmentation", on));
        let settings: Vec<NicSetting> = four.into_iter().chain(six).collect();
        let ask = |_: &NetAdapter, _: &NicDetails| {
            Ok(Wanted {
                settings: settings.clone(),
                warnings: Vec::new(),
            })
        };
        self.nics.change(cx, &ask, offloads::lso)
    }
}
