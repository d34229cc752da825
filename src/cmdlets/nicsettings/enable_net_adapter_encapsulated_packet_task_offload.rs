//! `Enable-NetAdapterEncapsulatedPacketTaskOffload`.

use super::change::SettingNics;
use super::offloads;
use crate::types::{EncapsulationType, NetAdapterEncapsulatedPacketTaskOffload};
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches segmentation inside of VXLAN and NVGRE packets on.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1 -EncapsulationType VXLAN
/// PS> (Get-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1).VxlanEncapsulatedPacketTaskOffloadEnabled
/// True
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Enable-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1 -EncapsulationType VXLAN -WhatIf
/// What if: Performing the operation "Enable-NetAdapterEncapsulatedPacketTaskOffload" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterEncapsulatedPacketTaskOffload $_.Name -EncapsulationType VXLAN }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterEncapsulatedPacketTaskOffload", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterEncapsulatedPacketTaskOffload)]
pub struct EnableNetAdapterEncapsulatedPacketTaskOffload {
    /// Of packets that are wrapped in this way only.
    encapsulation_type: Option<EncapsulationType>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for EnableNetAdapterEncapsulatedPacketTaskOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let kind = self.encapsulation_type;
        let vxlan = (kind != Some(EncapsulationType::Nvgre)).then_some(true);
        let nvgre = (kind != Some(EncapsulationType::Vxlan)).then_some(true);
        let ask = |_: &NetAdapter, details: &NicDetails| {
            Ok(offloads::encapsulated(details, vxlan, nvgre))
        };
        self.nics.change(cx, &ask, offloads::encapsulation)
    }
}
