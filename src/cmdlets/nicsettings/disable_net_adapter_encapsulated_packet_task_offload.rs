//! `Disable-NetAdapterEncapsulatedPacketTaskOffload`.

use super::change::SettingNics;
use super::offloads;
use crate::types::{EncapsulationType, NetAdapterEncapsulatedPacketTaskOffload};
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches segmentation inside of VXLAN and NVGRE packets off.
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1 -EncapsulationType VXLAN
/// PS> (Get-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1).VxlanEncapsulatedPacketTaskOffloadEnabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Disable-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1 -EncapsulationType VXLAN -WhatIf
/// What if: Performing the operation "Disable-NetAdapterEncapsulatedPacketTaskOffload" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set tx-udp_tnl-segmentation of enp1s0f1
///     ethtool -K enp1s0f1 tx-udp_tnl-segmentation off
///   # Set tx-udp_tnl-csum-segmentation of enp1s0f1
///     ethtool -K enp1s0f1 tx-udp_tnl-csum-segmentation off
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Disable-NetAdapterEncapsulatedPacketTaskOffload $_.Name -EncapsulationType VXLAN }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterEncapsulatedPacketTaskOffload", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterEncapsulatedPacketTaskOffload)]
pub struct DisableNetAdapterEncapsulatedPacketTaskOffload {
    /// Of packets that are wrapped in this way only.
    encapsulation_type: Option<EncapsulationType>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for DisableNetAdapterEncapsulatedPacketTaskOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let kind = self.encapsulation_type;
        let vxlan = (kind != Some(EncapsulationType::Nvgre)).then_some(false);
        let nvgre = (kind != Some(EncapsulationType::Vxlan)).then_some(false);
        let ask = |_: &NetAdapter, details: &NicDetails| {
            Ok(offloads::encapsulated(details, vxlan, nvgre))
        };
        self.nics.change(cx, &ask, offloads::encapsulation)
    }
}
