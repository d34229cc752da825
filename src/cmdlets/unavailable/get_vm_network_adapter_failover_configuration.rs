//! `Get-VMNetworkAdapterFailoverConfiguration`.

use super::refuse;
use crate::complete;
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmNetworkAdapter};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Not supported: the IP settings of a machine on its replica.
///
/// It is there so that scripts get a clear answer: virtual machines are not replicated to another host.
#[derive(Cmdlet)]
#[cmdlet(
    unsupported,
    verb = "Get",
    noun = "VMNetworkAdapterFailoverConfiguration",
    module = "Hyper-V",
    default_set = "VMName",
    output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterFailoverSetting"
)]
pub struct GetVmNetworkAdapterFailoverConfiguration {
    /// Virtual machines.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Vec<Arc<VmNetworkAdapter>>,
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", complete = complete::adapters)]
    vm_network_adapter_name: Option<String>,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for GetVmNetworkAdapterFailoverConfiguration {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Get-VMNetworkAdapterFailoverConfiguration",
            "virtual machines are not replicated to another host.",
        )
    }
}
