//! `Disable-NetAdapterRdma`.

use super::rdma::RdmaNics;
use crate::types::NetAdapterRdma;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes sure that network adapters have no RDMA device.
///
/// Taking a device away means loading the driver anew; the error of an adapter that has one says how.
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterRdma enp1s0f0
/// PS> @(Get-NetAdapterRdma).Count
/// 0
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Disable-NetAdapterRdma enp1s0f0 -WhatIf
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Disable-NetAdapterRdma $_.Name }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterRdma", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterRdma)]
pub struct DisableNetAdapterRdma {
    #[flatten]
    nics: RdmaNics,
}

impl Cmdlet for DisableNetAdapterRdma {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.nics.want(cx, false)
    }
}
