//! `Set-NetAdapterRdma`.

use super::rdma::RdmaNics;
use crate::types::NetAdapterRdma;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes sure that network adapters have an RDMA device, or that they have none.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterRdma enp1s0f0 -Enabled $false
/// PS> @(Get-NetAdapterRdma).Count
/// 0
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterRdma enp1s0f0 -Enabled $false -WhatIf
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterRdma $_.Name -Enabled $false }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterRdma", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterRdma)]
pub struct SetNetAdapterRdma {
    /// Whether there is to be an RDMA device.
    enabled: Option<bool>,
    #[flatten]
    nics: RdmaNics,
}

impl Cmdlet for SetNetAdapterRdma {
    fn process(&mut self, cx: &mut Context) -> Flow {
        match self.enabled {
            Some(enabled) => self.nics.want(cx, enabled),
            None => self.nics.check(),
        }
    }
}
