//! `Set-NetAdapterIPsecOffload`.

use super::change::{SettingNics, Wanted, feature};
use super::offloads;
use crate::types::NetAdapterIPsecOffload;
use iovsh_backend::model::{NetAdapter, NicDetails, NicSetting};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches IPsec offload of network adapters on or off (`ethtool -K NAME esp-hw-offload on` or `off`).
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterIPsecOffload enp1s0f1 -Enabled $false
/// PS> (Get-NetAdapterIPsecOffload enp1s0f1).Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterIPsecOffload enp1s0f1 -Enabled $false -WhatIf
/// What if: Performing the operation "Set-NetAdapterIPsecOffload" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterIPsecOffload $_.Name -Enabled $false }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterIPsecOffload", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterIPsecOffload)]
pub struct SetNetAdapterIPsecOffload {
    /// Whether it is on.
    enabled: Option<bool>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for SetNetAdapterIPsecOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let settings: Vec<NicSetting> = self
            .enabled
            .map(|on| feature("esp-hw-offload", on))
            .into_iter()
            .collect();
        let ask = |_: &NetAdapter, _: &NicDetails| {
            Ok(Wanted {
                settings: settings.clone(),
                warnings: Vec::new(),
            })
        };
        self.nics.change(cx, &ask, offloads::ipsec)
    }
}
