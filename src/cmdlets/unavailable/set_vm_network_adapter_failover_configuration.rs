//! `Set-VMNetworkAdapterFailoverConfiguration`.

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

/// Not supported: the IP settings of a machine on its replica.
///
/// It is there so that scripts get a clear answer: virtual machines are not replicated to another host.
#[derive(Cmdlet)]
#[cmdlet(unsupported, verb = "Set", noun = "VMNetworkAdapterFailoverConfiguration", module = "Hyper-V", default_set = "VMName", impact = Medium, output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterFailoverSetting")]
pub struct SetVmNetworkAdapterFailoverConfiguration {
    /// Virtual machines.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Option<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Option<Arc<VirtualMachine>>,
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(
        set = "ResourceObject",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    vm_network_adapter: Option<Arc<VmNetworkAdapter>>,
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", complete = complete::adapters)]
    vm_network_adapter_name: Option<String>,
    /// For the machine on its replica: an IPv4 address.
    #[param(name = "IPv4Address")]
    ipv4_address: Option<String>,
    /// For the machine on its replica: an IPv6 address.
    #[param(name = "IPv6Address")]
    ipv6_address: Option<String>,
    /// For the machine on its replica: the mask.
    #[param(name = "IPv4SubnetMask")]
    ipv4_subnet_mask: Option<String>,
    /// For the machine on its replica: the prefix length.
    #[param(name = "IPv6SubnetPrefixLength")]
    ipv6_subnet_prefix_length: Nullable<i32>,
    /// For the machine on its replica: a DNS server.
    #[param(name = "IPv4PreferredDNSServer")]
    ipv4_preferred_dns_server: Option<String>,
    /// For the machine on its replica: another DNS server.
    #[param(name = "IPv4AlternateDNSServer")]
    ipv4_alternate_dns_server: Option<String>,
    /// For the machine on its replica: a DNS server.
    #[param(name = "IPv6PreferredDNSServer")]
    ipv6_preferred_dns_server: Option<String>,
    /// For the machine on its replica: another DNS server.
    #[param(name = "IPv6AlternateDNSServer")]
    ipv6_alternate_dns_server: Option<String>,
    /// For the machine on its replica: the gateway.
    #[param(name = "IPv4DefaultGateway")]
    ipv4_default_gateway: Option<String>,
    /// For the machine on its replica: the gateway.
    #[param(name = "IPv6DefaultGateway")]
    ipv6_default_gateway: Option<String>,
    /// For the machine on its replica: no IPv4 settings.
    #[param(name = "ClearFailoverIPv4Settings", not_null)]
    clear_failover_ipv4_settings: bool,
    /// For the machine on its replica: no IPv6 settings.
    #[param(name = "ClearFailoverIPv6Settings", not_null)]
    clear_failover_ipv6_settings: bool,
    /// Hands on what was changed.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for SetVmNetworkAdapterFailoverConfiguration {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Set-VMNetworkAdapterFailoverConfiguration",
            "virtual machines are not replicated to another host.",
        )
    }
}
