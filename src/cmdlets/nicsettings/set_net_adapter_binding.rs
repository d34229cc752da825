//! `Set-NetAdapterBinding`.

use super::binding::BindingNics;
use crate::types::NetAdapterBinding;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Binds components to network adapters, or takes them off.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6 -Enabled $false
/// PS> (Get-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6).Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6 -Enabled $false -WhatIf
/// What if: Performing the operation "Set-NetAdapterBinding" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set IPv6 of enp1s0f1
///     echo 1 > /proc/sys/net/ipv6/conf/enp1s0f1/disable_ipv6
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterBinding $_.Name -ComponentID ms_tcpip6 -Enabled $false }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterBinding", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterBinding)]
pub struct SetNetAdapterBinding {
    /// Bound.
    enabled: Option<bool>,
    #[flatten]
    nics: BindingNics,
}

impl Cmdlet for SetNetAdapterBinding {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.enabled
            .map_or(Ok(()), |enabled| self.nics.bind(cx, enabled))
    }
}
