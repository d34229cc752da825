//! `Enable-NetAdapterRdma`.

use super::rdma::RdmaNics;
use crate::types::NetAdapterRdma;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes sure that network adapters have an RDMA device.
///
/// On Linux an adapter has one as soon as the driver for it is loaded; where it has none a warning says what is missing, and a script goes on.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterRdma enp1s0f0 -WarningAction SilentlyContinue
/// PS> @(Get-NetAdapterRdma).Count
/// 0
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Enable-NetAdapterRdma enp1s0f0 -WhatIf
/// WARNING: 'enp1s0f0' stays without RDMA: adapters of the driver igb have none. Whatever uses it goes by TCP.
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterRdma $_.Name -WarningAction SilentlyContinue }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterRdma", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterRdma)]
pub struct EnableNetAdapterRdma {
    #[flatten]
    nics: RdmaNics,
}

impl Cmdlet for EnableNetAdapterRdma {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.nics.want(cx, true)
    }
}
