//! `Disable-NetAdapterBinding`.

use super::binding::BindingNics;
use crate::types::NetAdapterBinding;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes components off network adapters: IPv6 (`net.ipv6.conf.NAME.disable_ipv6` is 1).
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6
/// PS> (Get-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6).Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Disable-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6 -WhatIf
/// What if: Performing the operation "Disable-NetAdapterBinding" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set IPv6 of enp1s0f1
///     echo 1 > /proc/sys/net/ipv6/conf/enp1s0f1/disable_ipv6
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Disable-NetAdapterBinding $_.Name -ComponentID ms_tcpip6 }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterBinding", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterBinding)]
pub struct DisableNetAdapterBinding {
    #[flatten]
    nics: BindingNics,
}

impl Cmdlet for DisableNetAdapterBinding {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.nics.bind(cx, false)
    }
}
