//! `Disable-NetAdapterChecksumOffload`.

use super::change::SettingNics;
use super::offloads::{self, Checksums};
use crate::types::{Direction, NetAdapterChecksumOffload};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Switches checksum offload of network adapters off (`ethtool -K NAME rx off tx off`).
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterChecksumOffload enp1s0f1 -WarningAction SilentlyContinue
/// PS> (Get-NetAdapterChecksumOffload enp1s0f1).TcpIPv4Enabled
/// Disabled
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Disable-NetAdapterChecksumOffload enp1s0f1 -WhatIf
/// What if: Performing the operation "Disable-NetAdapterChecksumOffload" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set rx-checksum of enp1s0f1
///     ethtool -K enp1s0f1 rx-checksum off
///   # Set tx-checksum-ip-generic of enp1s0f1
///     ethtool -K enp1s0f1 tx-checksum-ip-generic off
/// WARNING: The kernel switches off what needs it on 'enp1s0f1' too: tx-tcp-segmentation, tx-tcp6-segmentation.
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Disable-NetAdapterChecksumOffload $_.Name -WarningAction SilentlyContinue }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterChecksumOffload", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterChecksumOffload)]
pub struct DisableNetAdapterChecksumOffload {
    /// That of the head of IPv4; without any of these all of them.
    #[param(name = "IpIPv4")]
    ip_ipv4: bool,
    /// That of TCP over IPv4.
    #[param(name = "TcpIPv4")]
    tcp_ipv4: bool,
    /// That of TCP over IPv6.
    #[param(name = "TcpIPv6")]
    tcp_ipv6: bool,
    /// That of UDP over IPv4.
    #[param(name = "UdpIPv4")]
    udp_ipv4: bool,
    /// That of UDP over IPv6.
    #[param(name = "UdpIPv6")]
    udp_ipv6: bool,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for DisableNetAdapterChecksumOffload {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let all =
            !(self.ip_ipv4 || self.tcp_ipv4 || self.tcp_ipv6 || self.udp_ipv4 || self.udp_ipv6);
        let of = |named: bool| (all || named).then_some(Direction::Disabled);
        let wanted = Checksums {
            ip_ipv4: of(self.ip_ipv4),
            tcp_ipv4: of(self.tcp_ipv4),
            tcp_ipv6: of(self.tcp_ipv6),
            udp_ipv4: of(self.udp_ipv4),
            udp_ipv6: of(self.udp_ipv6),
        };
        self.nics
            .change(cx, &|_, details| wanted.ask(details), offloads::checksum)
    }
}
