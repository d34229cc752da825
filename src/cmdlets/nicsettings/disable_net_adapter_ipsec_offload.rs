//! `Disable-NetAdapterIPsecOffload`.

use super::change::{SettingNics, Wanted};
use super::offloads;
use crate::types::NetAdapterIPsecOffload;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches IPsec offload of network adapters off (`ethtool -K NAME esp-hw-offload off`).
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterIPsecOffload enp1s0f1
/// PS> (Get-NetAdapterIPsecOffload enp1s0f1).Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Disable-NetAdapterIPsecOffload enp1s0f1 -WhatIf
/// What if: Performing the operation "Disable-NetAdapterIPsecOffload" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Disable-NetAdapterIPsecOffload $_.Name }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterIPsecOffload", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterIPsecOffload)]
pub struct DisableNetAdapterIPsecOffload {
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for DisableNetAdapterIPsecOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let ask = |_: &NetAdapter, _: &NicDetails| Ok(Wanted::features(["esp-hw-offload"], false));
        self.nics.change(cx, &ask, offloads::ipsec)
    }
}
