//! `Get-VMNetworkAdapterRdma`.

use super::refuse;
use crate::adapters::OneAdapter;
use crate::complete;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Not supported: RDMA of an adapter.
///
/// It is there so that scripts get a clear answer: RDMA of a virtual adapter is what a virtual function gives the guest by itself: ask for one with -IovWeight.
#[derive(Cmdlet)]
#[cmdlet(
    unsupported,
    verb = "Get",
    noun = "VMNetworkAdapterRdma",
    module = "Hyper-V",
    default_set = "VMName",
    output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterRdmaSetting"
)]
pub struct GetVmNetworkAdapterRdma {
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Option<String>,
    /// The switch of the host's own adapter.
    #[param(set = "ManagementOS", complete = complete::switches, not_null_or_empty)]
    switch_name: Option<String>,
    #[flatten]
    adapters: OneAdapter,
}

impl Cmdlet for GetVmNetworkAdapterRdma {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Get-VMNetworkAdapterRdma",
            "RDMA of a virtual adapter is what a virtual function gives the guest by itself: ask for one with -IovWeight.",
        )
    }
}
