//! `Set-NetAdapterChecksumOffload`.

use super::change::SettingNics;
use super::offloads::{self, Checksums};
use crate::types::{Direction, NetAdapterChecksumOffload};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes which checksums network adapters work out.
///
/// TCP and UDP have one switch, and what is received has one for all: values that contradict each other are refused.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterChecksumOffload enp1s0f1 -TcpIPv4Enabled TxEnabled -UdpIPv4Enabled TxEnabled -WarningAction SilentlyContinue
/// PS> (Get-NetAdapterChecksumOffload enp1s0f1).UdpIPv4Enabled
/// TxEnabled
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterChecksumOffload enp1s0f1 -TcpIPv4Enabled TxEnabled -UdpIPv4Enabled TxEnabled -WhatIf
/// What if: Performing the operation "Set-NetAdapterChecksumOffload" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set rx-checksum of enp1s0f1
///     ethtool -K enp1s0f1 rx-checksum off
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterChecksumOffload $_.Name -TcpIPv4Enabled TxEnabled -UdpIPv4Enabled TxEnabled -WarningAction SilentlyContinue }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterChecksumOffload", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterChecksumOffload)]
pub struct SetNetAdapterChecksumOffload {
    /// That of the head of IPv4.
    #[param(name = "IpIPv4Enabled")]
    ip_ipv4_enabled: Option<Direction>,
    /// That of TCP over IPv4.
    #[param(name = "TcpIPv4Enabled")]
    tcp_ipv4_enabled: Option<Direction>,
    /// That of TCP over IPv6.
    #[param(name = "TcpIPv6Enabled")]
    tcp_ipv6_enabled: Option<Direction>,
    /// That of UDP over IPv4.
    #[param(name = "UdpIPv4Enabled")]
    udp_ipv4_enabled: Option<Direction>,
    /// That of UDP over IPv6.
    #[param(name = "UdpIPv6Enabled")]
    udp_ipv6_enabled: Option<Direction>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for SetNetAdapterChecksumOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let wanted = Checksums {
            ip_ipv4: self.ip_ipv4_enabled,
            tcp_ipv4: self.tcp_ipv4_enabled,
            tcp_ipv6: self.tcp_ipv6_enabled,
            udp_ipv4: self.udp_ipv4_enabled,
            udp_ipv6: self.udp_ipv6_enabled,
        };
        self.nics
            .change(cx, &|_, details| wanted.ask(details), offloads::checksum)
    }
}
