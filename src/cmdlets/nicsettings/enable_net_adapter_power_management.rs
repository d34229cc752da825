//! `Enable-NetAdapterPowerManagement`.

use super::change::SettingNics;
use super::power;
use crate::types::NetAdapterPowerManagement;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets network adapters wake the machine (`ethtool -s NAME wol g`).
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterPowerManagement enp1s0f1 -WakeOnMagicPacket
/// PS> (Get-NetAdapterPowerManagement enp1s0f1).WakeOnMagicPacket
/// Enabled
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Enable-NetAdapterPowerManagement enp1s0f1 -WakeOnMagicPacket -WhatIf
/// What if: Performing the operation "Enable-NetAdapterPowerManagement" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterPowerManagement $_.Name -WakeOnMagicPacket }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterPowerManagement", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterPowerManagement)]
pub struct EnableNetAdapterPowerManagement {
    #[param(no_effect = "no driver of Linux lets the host set it.")]
    arp_offload: bool,
    #[param(
        name = "D0PacketCoalescing",
        no_effect = "no driver of Linux lets the host set it."
    )]
    d0_packet_coalescing: bool,
    #[param(no_effect = "no driver of Linux lets the host set it.")]
    device_sleep_on_disconnect: bool,
    #[param(
        name = "NSOffload",
        no_effect = "no driver of Linux lets the host set it."
    )]
    ns_offload: bool,
    #[param(no_effect = "no driver of Linux lets the host set it.")]
    rsn_rekey_offload: bool,
    #[param(no_effect = "no driver of Linux lets the host set it.")]
    selective_suspend: bool,
    /// Waking by a magic packet; without -WakeOnMagicPacket and -WakeOnPattern both.
    wake_on_magic_packet: bool,
    /// Waking by a frame that looks like one for this host.
    wake_on_pattern: bool,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for EnableNetAdapterPowerManagement {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let both = self.wake_on_magic_packet == self.wake_on_pattern;
        let magic = (both || self.wake_on_magic_packet).then_some(true);
        let pattern = (both || self.wake_on_pattern).then_some(true);
        self.nics.change(
            cx,
            &|_, details| power::ask(details, magic, pattern, None),
            power::show,
        )
    }
}
