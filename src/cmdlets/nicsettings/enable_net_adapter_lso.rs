//! `Enable-NetAdapterLso`.

use super::change::{SettingNics, Wanted};
use super::offloads;
use crate::types::NetAdapterLso;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches segmentation of TCP by network adapters on (`ethtool -K NAME tso on`).
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterLso enp1s0f1 -IPv6
/// PS> (Get-NetAdapterLso enp1s0f1).IPv6Enabled
/// True
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Enable-NetAdapterLso enp1s0f1 -IPv6 -WhatIf
/// What if: Performing the operation "Enable-NetAdapterLso" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterLso $_.Name -IPv6 }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterLso", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterLso)]
pub struct EnableNetAdapterLso {
    /// For IPv4 only; without -IPv4 and -IPv6 for both.
    #[param(name = "IPv4")]
    ipv4: bool,
    /// For IPv6 only.
    #[param(name = "IPv6")]
    ipv6: bool,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for EnableNetAdapterLso {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let both = self.ipv4 == self.ipv6;
        let four = (both || self.ipv4).then_some("tx-tcp-segmentation");
        let six = (both || self.ipv6).then_some("tx-tcp6-segmentation");
        let names: Vec<&str> = four.into_iter().chain(six).collect();
        let ask = |_: &NetAdapter, _: &NicDetails| Ok(Wanted::features(names.clone(), true));
        self.nics.change(cx, &ask, offloads::lso)
    }
}
