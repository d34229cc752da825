//! `Enable-NetAdapterIPsecOffload`.

use super::change::{SettingNics, Wanted};
use super::offloads;
use crate::types::NetAdapterIPsecOffload;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches IPsec offload of network adapters on (`ethtool -K NAME esp-hw-offload on`).
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterIPsecOffload enp1s0f1 -ErrorAction SilentlyContinue
/// PS> (Get-NetAdapterIPsecOffload enp1s0f1).Enabled
/// False
/// ```
/// A driver that cannot is refused, before anything is done:
/// ```iovsh
/// PS> Enable-NetAdapterIPsecOffload enp1s0f1 -WhatIf
///   × Enable-NetAdapterIPsecOffload: The driver of 'enp1s0f1' has 'esp-hw-offload' off, and lets nobody change
///   │ it.
///    ╭─[line:1:31]
///  1 │ Enable-NetAdapterIPsecOffload enp1s0f1 -WhatIf
///    ·                               ────────
///    ╰────
///   help: 'ethtool -k enp1s0f1' lists it as fixed; another NIC or driver may have it.
///   id: NetAdapter.SettingFixed,Enable-NetAdapterIPsecOffload
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterIPsecOffload $_.Name -ErrorAction SilentlyContinue }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterIPsecOffload", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterIPsecOffload)]
pub struct EnableNetAdapterIPsecOffload {
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for EnableNetAdapterIPsecOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let ask = |_: &NetAdapter, _: &NicDetails| Ok(Wanted::features(["esp-hw-offload"], true));
        self.nics.change(cx, &ask, offloads::ipsec)
    }
}
