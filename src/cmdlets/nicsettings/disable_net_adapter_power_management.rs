//! `Disable-NetAdapterPowerManagement`.

use super::change::SettingNics;
use super::power;
use crate::types::NetAdapterPowerManagement;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets network adapters wake the machine no more (`ethtool -s NAME wol d`).
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterPowerManagement enp1s0f1 -WakeOnMagicPacket
/// PS> (Get-NetAdapterPowerManagement enp1s0f1).WakeOnMagicPacket
/// Disabled
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Disable-NetAdapterPowerManagement enp1s0f1 -WakeOnMagicPacket -WhatIf
/// What if: Performing the operation "Disable-NetAdapterPowerManagement" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set wake-on-LAN of enp1s0f1
///     ethtool -s enp1s0f1 wol d
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Disable-NetAdapterPowerManagement $_.Name -WakeOnMagicPacket }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterPowerManagement", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterPowerManagement)]
pub struct DisableNetAdapterPowerManagement {
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

impl Cmdlet for DisableNetAdapterPowerManagement {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let both = self.wake_on_magic_packet == self.wake_on_pattern;
        let magic = (both || self.wake_on_magic_packet).then_some(false);
        let pattern = (both || self.wake_on_pattern).then_some(false);
        self.nics.change(
            cx,
            &|_, details| power::ask(details, magic, pattern, None),
            power::show,
        )
    }
}
