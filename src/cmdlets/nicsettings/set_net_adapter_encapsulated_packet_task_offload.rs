//! `Set-NetAdapterEncapsulatedPacketTaskOffload`.

use super::change::SettingNics;
use super::offloads;
use crate::types::NetAdapterEncapsulatedPacketTaskOffload;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes whether network adapters segment inside of VXLAN and NVGRE packets.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1 -NvgreEncapsulatedPacketTaskOffloadEnabled $false
/// PS> (Get-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1).NvgreEncapsulatedPacketTaskOffloadEnabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1 -NvgreEncapsulatedPacketTaskOffloadEnabled $false -WhatIf
/// What if: Performing the operation "Set-NetAdapterEncapsulatedPacketTaskOffload" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set tx-gre-segmentation of enp1s0f1
///     ethtool -K enp1s0f1 tx-gre-segmentation off
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterEncapsulatedPacketTaskOffload $_.Name -NvgreEncapsulatedPacketTaskOffloadEnabled $false }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterEncapsulatedPacketTaskOffload", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterEncapsulatedPacketTaskOffload)]
pub struct SetNetAdapterEncapsulatedPacketTaskOffload {
    /// Of NVGRE packets.
    nvgre_encapsulated_packet_task_offload_enabled: Option<bool>,
    /// Of VXLAN packets.
    vxlan_encapsulated_packet_task_offload_enabled: Option<bool>,
    #[param(
        name = "VxlanUDPPortNumber",
        no_effect = "the kernel tells the driver the port of each VXLAN device by itself."
    )]
    vxlan_udp_port_number: Option<u16>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for SetNetAdapterEncapsulatedPacketTaskOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let vxlan = self.vxlan_encapsulated_packet_task_offload_enabled;
        let nvgre = self.nvgre_encapsulated_packet_task_offload_enabled;
        let ask = |_: &NetAdapter, details: &NicDetails| {
            Ok(offloads::encapsulated(details, vxlan, nvgre))
        };
        self.nics.change(cx, &ask, offloads::encapsulation)
    }
}
