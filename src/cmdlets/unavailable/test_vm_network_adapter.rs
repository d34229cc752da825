//! `Test-VMNetworkAdapter`.

use super::refuse;
use crate::complete;
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmNetworkAdapter};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Not supported: test packets on behalf of a virtual machine.
///
/// It is there so that scripts get a clear answer: frames are not made on behalf of a virtual machine; send them from its guest.
#[derive(Cmdlet)]
#[cmdlet(unsupported, verb = "Test", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "VMName", impact = Medium, output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterConnectionTestResult")]
pub struct TestVmNetworkAdapter {
    /// Virtual machines.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Option<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Option<Arc<VirtualMachine>>,
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Option<Arc<VmNetworkAdapter>>,
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Option<String>,
    /// The machine sends.
    #[param(set = "VMName", set = "VMObject", set = "ResourceObject")]
    sender: bool,
    /// The machine receives.
    #[param(set = "VMName", set = "VMObject", set = "ResourceObject")]
    receiver: bool,
    /// From.
    #[param(name = "SenderIPAddress", mandatory)]
    sender_ip_address: Option<String>,
    /// To.
    #[param(name = "ReceiverIPAddress", mandatory)]
    receiver_ip_address: Option<String>,
    /// The next hop.
    next_hop_mac_address: Option<String>,
    /// The VLAN.
    isolation_id: Nullable<i32>,
    /// The packet's number.
    #[param(mandatory)]
    sequence_number: i32,
    /// Bytes.
    payload_size: Nullable<i32>,
    /// Hands on what was changed.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for TestVmNetworkAdapter {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Test-VMNetworkAdapter",
            "frames are not made on behalf of a virtual machine; send them from its guest.",
        )
    }
}
