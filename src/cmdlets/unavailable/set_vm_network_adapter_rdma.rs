//! `Set-VMNetworkAdapterRdma`.

use super::refuse;
use crate::adapters::OneAdapter;
use crate::complete;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Not supported: RDMA of an adapter.
///
/// It is there so that scripts get a clear answer: RDMA of a virtual adapter is what a virtual function gives the guest by itself: ask for one with -IovWeight.
#[derive(Cmdlet)]
#[cmdlet(unsupported, verb = "Set", noun = "VMNetworkAdapterRdma", module = "Hyper-V", default_set = "VMName", impact = Medium, output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterRdmaSetting")]
pub struct SetVmNetworkAdapterRdma {
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Option<String>,
    /// 0 is off.
    #[param(not_null)]
    rdma_weight: Nullable<u32>,
    #[flatten]
    adapters: OneAdapter,
}

impl Cmdlet for SetVmNetworkAdapterRdma {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Set-VMNetworkAdapterRdma",
            "RDMA of a virtual adapter is what a virtual function gives the guest by itself: ask for one with -IovWeight.",
        )
    }
}
