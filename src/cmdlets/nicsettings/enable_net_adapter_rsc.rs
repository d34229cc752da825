//! `Enable-NetAdapterRsc`.

use super::change::{SettingNics, Wanted};
use super::offloads;
use crate::types::NetAdapterRsc;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches coalescing of what network adapters receive on. IPv4 and IPv6 have one switch.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterRsc enp1s0f1
/// PS> (Get-NetAdapterRsc enp1s0f1).IPv4Enabled
/// True
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Enable-NetAdapterRsc enp1s0f1 -WhatIf
/// What if: Performing the operation "Enable-NetAdapterRsc" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterRsc $_.Name }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterRsc", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterRsc)]
pub struct EnableNetAdapterRsc {
    /// For IPv4; IPv6 follows it.
    #[param(name = "IPv4")]
    ipv4: bool,
    /// For IPv6; IPv4 follows it.
    #[param(name = "IPv6")]
    ipv6: bool,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for EnableNetAdapterRsc {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let one_only = self.ipv4 != self.ipv6;
        let ask = |_: &NetAdapter, details: &NicDetails| {
            let names = offloads::coalescing(details);
            let wanted = Wanted::features(names, true);
            Ok(offloads::for_both(wanted, details, one_only))
        };
        self.nics.change(cx, &ask, offloads::rsc)
    }
}
