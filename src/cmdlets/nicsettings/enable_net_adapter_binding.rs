//! `Enable-NetAdapterBinding`.

use super::binding::BindingNics;
use crate::types::NetAdapterBinding;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Binds components to network adapters: IPv6 (`net.ipv6.conf.NAME.disable_ipv6` is 0).
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6
/// PS> (Get-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6).Enabled
/// True
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Enable-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6 -WhatIf
/// What if: Performing the operation "Enable-NetAdapterBinding" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterBinding $_.Name -ComponentID ms_tcpip6 }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterBinding", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterBinding)]
pub struct EnableNetAdapterBinding {
    #[flatten]
    nics: BindingNics,
}

impl Cmdlet for EnableNetAdapterBinding {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.nics.bind(cx, true)
    }
}
