//! `Enable-NetAdapterUso`.

use super::change::{SettingNics, Wanted};
use super::offloads;
use crate::types::NetAdapterUso;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches segmentation of UDP by network adapters on. IPv4 and IPv6 have one switch.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterUso enp1s0f1
/// PS> (Get-NetAdapterUso enp1s0f1).IPv4Enabled
/// True
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Enable-NetAdapterUso enp1s0f1 -WhatIf
/// What if: Performing the operation "Enable-NetAdapterUso" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterUso $_.Name }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterUso", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterUso)]
pub struct EnableNetAdapterUso {
    /// For IPv4; IPv6 follows it.
    #[param(name = "IPv4")]
    ipv4: bool,
    /// For IPv6; IPv4 follows it.
    #[param(name = "IPv6")]
    ipv6: bool,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for EnableNetAdapterUso {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let one_only = self.ipv4 != self.ipv6;
        let ask = |_: &NetAdapter, details: &NicDetails| {
            let names = vec!["tx-udp-segmentation"];
            let wanted = Wanted::features(names, true);
            Ok(offloads::for_both(wanted, details, one_only))
        };
        self.nics.change(cx, &ask, offloads::uso)
    }
}
