//! `Set-NetAdapterPowerManagement`.

use super::change::SettingNics;
use super::power;
use crate::types::{NetAdapterPowerManagement, PowerSetting};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes what wakes the machine by way of network adapters, and what saves power.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterPowerManagement enp1s0f1 -EnergyEfficientEthernet Disabled
/// PS> (Get-NetAdapterPowerManagement enp1s0f1).EnergyEfficientEthernet
/// Disabled
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterPowerManagement enp1s0f1 -EnergyEfficientEthernet Disabled -WhatIf
/// What if: Performing the operation "Set-NetAdapterPowerManagement" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set Energy Efficient Ethernet of enp1s0f1
///     ethtool --set-eee enp1s0f1 eee off
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterPowerManagement $_.Name -EnergyEfficientEthernet Disabled }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterPowerManagement", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterPowerManagement)]
pub struct SetNetAdapterPowerManagement {
    #[param(no_effect = "no driver of Linux lets the host set it.")]
    arp_offload: Option<PowerSetting>,
    #[param(
        name = "D0PacketCoalescing",
        no_effect = "no driver of Linux lets the host set it."
    )]
    d0_packet_coalescing: Option<PowerSetting>,
    #[param(no_effect = "no driver of Linux lets the host set it.")]
    device_sleep_on_disconnect: Option<PowerSetting>,
    #[param(
        name = "NSOffload",
        no_effect = "no driver of Linux lets the host set it."
    )]
    ns_offload: Option<PowerSetting>,
    #[param(no_effect = "no driver of Linux lets the host set it.")]
    rsn_rekey_offload: Option<PowerSetting>,
    #[param(no_effect = "no driver of Linux lets the host set it.")]
    selective_suspend: Option<PowerSetting>,
    /// Waking by a magic packet.
    #[param(validate_set("Enabled", "Disabled"))]
    wake_on_magic_packet: Option<PowerSetting>,
    /// Waking by a frame that looks like one for this host.
    #[param(validate_set("Enabled", "Disabled"))]
    wake_on_pattern: Option<PowerSetting>,
    /// Linux only: Energy Efficient Ethernet.
    #[param(validate_set("Enabled", "Disabled"))]
    energy_efficient_ethernet: Option<PowerSetting>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for SetNetAdapterPowerManagement {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let [magic, pattern, efficient] = [
            self.wake_on_magic_packet,
            self.wake_on_pattern,
            self.energy_efficient_ethernet,
        ]
        .map(|wanted| wanted.map(|wanted| wanted == PowerSetting::Enabled));
        self.nics.change(
            cx,
            &|_, details| power::ask(details, magic, pattern, efficient),
            power::show,
        )
    }
}
