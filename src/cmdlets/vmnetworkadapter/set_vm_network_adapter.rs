//! `Set-VMNetworkAdapter`.

use super::targets;
use crate::backend::Scope;
use crate::backend::model::{InterruptModeration, PortMirroring};
use crate::backend::policy::adapter::{self, Changes, MacChoice};
use crate::cmdlets::door::Hosts;
use crate::cmdlets::remote::{self, CimSession, Credential};
use crate::cmdlets::types::{
    AnyAdapter, IovInterruptModerationValue, OnOffState, PortMirroringMode, VirtualMachine,
    VmNetworkAdapter, VrssChannelAffinityPolicy, VrssQueueSchedulingMode,
};
use crate::cmdlets::{complete, unsupported};
use crate::shell::argument::Nullable;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;
use std::sync::Arc;

/// Changes the settings of virtual network adapters.
///
/// -IovWeight is how a virtual machine gets a virtual function: 0 is off, 1 to 100 asks for one. It works on a running
/// machine; the connection survives, because the paravirtual adapter with the same MAC address is always there.
///
/// # Examples
/// What would be done:
/// ```iovsh
/// PS> Set-VMNetworkAdapter -VMName web1 -IovWeight 100 -WhatIf
/// What if: Performing the operation "Set-VMNetworkAdapter" on target "web1: Network Adapter".
///   Remember the settings of 'Network Adapter'
///     virsh metadata --config --key iovsh '--set=<vm>{&quot;version&quot;:1,&quot;generation&quot;:2,&quot;notes&quot;:&quot;&quot;,&quot;adapters&quot;:[[&quot;ua-10010001&quot;,{&quot;name&quot;:&quot;Network Adapter&quot;,&quot;id&quot;:&quot;10010001-0000-4000-8000-100100010000&quot;,&quot;switch&quot;:null,&quot;iov_weight&quot;:100,&quot;iov_queue_pairs&quot;:1,&quot;interrupt_moderation&quot;:&quot;Default&quot;,&quot;allow_teaming&quot;:false,&quot;mac_spoofing&quot;:false,&quot;dynamic_mac&quot;:true,&quot;vlan&quot;:null,&quot;dhcp_guard&quot;:false,&quot;router_guard&quot;:false,&quot;port_mirroring&quot;:&quot;None&quot;,&quot;maximum_bandwidth&quot;:0,&quot;minimum_bandwidth&quot;:0,&quot;vmq_weight&quot;:100}]]}</vm>' web1 urn:iovsh:vm:1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapter)]
pub struct SetVmNetworkAdapter {
    /// The host's own adapters, not those of virtual machines.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// Sessions to other hosts. Only the selected host can be managed so far.
    #[param(set = "VMName", set = "ManagementOS")]
    cim_session: Vec<CimSession>,
    /// The host. Only the selected one can be managed so far.
    #[param(set = "VMName", set = "ManagementOS")]
    computer_name: Vec<String>,
    /// Credentials for another host; the local host needs none.
    #[param(set = "VMName", set = "ManagementOS")]
    credential: Vec<Credential>,
    /// The virtual machine. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Option<String>,
    /// An adapter that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Option<AnyAdapter>,
    /// A virtual machine that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Option<Arc<VirtualMachine>>,
    /// The adapter's name. Wildcards are allowed.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Option<String>,
    /// Takes an address from the host's pool.
    #[param(set = "VMName", set = "VMObject", set = "ResourceObject")]
    dynamic_mac_address: bool,
    /// Accepted, without effect on KVM.
    media_type: u32,
    /// Accepted; virtual functions on the machine's NUMA node are always preferred.
    numa_aware_placement: Nullable<bool>,
    /// Accepted, without effect on KVM.
    interrupt_moderation: Nullable<bool>,
    /// The MAC address: 12 hexadecimal digits, also with hyphens or colons.
    #[param(set = "VMObject", set = "VMName", set = "ResourceObject")]
    static_mac_address: Option<String>,
    /// Whether the guest may send with other MAC addresses than the adapter's; if not, such frames are dropped on both paths.
    mac_address_spoofing: Nullable<OnOffState>,
    /// Drops answers of DHCP servers from the guest. A virtual function cannot do that, so the adapter stays paravirtual.
    dhcp_guard: Nullable<OnOffState>,
    /// Drops router advertisements from the guest. A virtual function cannot do that, so the adapter stays paravirtual.
    router_guard: Nullable<OnOffState>,
    /// Mirrors the adapter's traffic. A virtual function cannot do that, so the adapter stays paravirtual.
    port_mirroring: Nullable<PortMirroringMode>,
    /// Accepted, without effect on KVM.
    ieee_priority_tag: Nullable<OnOffState>,
    /// Kept and reported, without effect on KVM.
    #[param(range = 0..=100)]
    vmq_weight: Nullable<u32>,
    /// Queue pairs that the virtual function is to have, where the adapter can give more than one.
    #[param(range = 1..=4294967295_i64)]
    iov_queue_pairs_requested: Nullable<u32>,
    /// How interrupts of the virtual function are moderated; kept and reported, the guest's driver decides.
    iov_interrupt_moderation: Nullable<IovInterruptModerationValue>,
    /// 0 turns SR-IOV off. 1 to 100 asks for a virtual function; when they are short, higher weights come first.
    #[param(range = 0..=100)]
    iov_weight: Nullable<u32>,
    /// Accepted, without effect on KVM.
    ipsec_offload_maximum_security_association: Nullable<u32>,
    /// The most that the adapter may send, in bits per second; 0 is no limit.
    #[param(range = 0..=9223372036854775807)]
    maximum_bandwidth: Nullable<i64>,
    /// What the adapter is sure to get, in bits per second; 0 is none.
    #[param(range = 0..=9223372036854775807)]
    minimum_bandwidth_absolute: Nullable<i64>,
    /// Accepted, without effect on KVM.
    minimum_bandwidth_weight: Nullable<u32>,
    /// Accepted, without effect on KVM.
    mandatory_feature_id: Vec<String>,
    /// Accepted; there are no resource pools.
    resource_pool_name: Option<String>,
    /// Accepted, without effect on KVM.
    test_replica_pool_name: Option<String>,
    /// Accepted, without effect on KVM.
    test_replica_switch_name: Option<String>,
    /// Accepted, without effect on KVM.
    virtual_subnet_id: Nullable<u32>,
    /// Whether the adapter may be a member of a team inside the guest.
    allow_teaming: Nullable<OnOffState>,
    /// Accepted, without effect on KVM.
    not_monitored_in_cluster: Nullable<bool>,
    /// Accepted, without effect on KVM.
    storm_limit: Nullable<u32>,
    /// Accepted, without effect on KVM.
    dynamic_ip_address_limit: Nullable<u32>,
    /// Accepted, without effect on KVM.
    device_naming: Nullable<OnOffState>,
    /// Accepted, without effect on KVM.
    #[param(name = "FixSpeed10G")]
    fix_speed10g: Nullable<OnOffState>,
    /// Accepted, without effect on KVM.
    packet_direct_num_procs: Nullable<u32>,
    /// Accepted, without effect on KVM.
    packet_direct_moderation_count: Nullable<u32>,
    /// Accepted, without effect on KVM.
    packet_direct_moderation_interval: Nullable<u32>,
    /// Accepted, without effect on KVM.
    vrss_enabled: Nullable<bool>,
    /// Accepted, without effect on KVM.
    vmmq_enabled: Nullable<bool>,
    /// Accepted, without effect on KVM.
    #[param(alias = "VmmqQueuePairs")]
    vrss_max_queue_pairs: Nullable<u32>,
    /// Accepted, without effect on KVM.
    vrss_min_queue_pairs: Nullable<u32>,
    /// Accepted, without effect on KVM.
    vrss_queue_scheduling_mode: Nullable<VrssQueueSchedulingMode>,
    /// Accepted, without effect on KVM.
    vrss_exclude_primary_processor: Nullable<bool>,
    /// Accepted, without effect on KVM.
    vrss_independent_host_spreading: Nullable<bool>,
    /// Accepted, without effect on KVM.
    vrss_vmbus_channel_affinity_policy: Nullable<VrssChannelAffinityPolicy>,
    /// Hands on the object that was changed.
    passthru: bool,
}

const NO_EFFECT: unsupported::Reasons = &[
    ("MediaType", "virtio adapters are Ethernet."),
    (
        "NumaAwarePlacement",
        "virtual functions on the machine's NUMA node are always preferred.",
    ),
    ("InterruptModeration", "the guest's driver decides."),
    (
        "IeeePriorityTag",
        "a bridge passes priority tags on as they are.",
    ),
    ("VmqWeight", unsupported::VMQ),
    (
        "IPsecOffloadMaximumSecurityAssociation",
        "virtio adapters do not offload IPsec.",
    ),
    (
        "MinimumBandwidthWeight",
        "bandwidth is given in bits per second: -MinimumBandwidthAbsolute.",
    ),
    ("MandatoryFeatureId", "Linux bridges have no extensions."),
    ("ResourcePoolName", unsupported::POOL),
    ("TestReplicaPoolName", REPLICA),
    ("TestReplicaSwitchName", REPLICA),
    (
        "VirtualSubnetId",
        "network virtualization is not part of this host.",
    ),
    (
        "NotMonitoredInCluster",
        "the host is not part of a failover cluster.",
    ),
    (
        "StormLimit",
        "a bridge has no limit for broadcasts of a port.",
    ),
    (
        "DynamicIPAddressLimit",
        "a bridge does not count addresses of a port.",
    ),
    (
        "DeviceNaming",
        "the guest names its devices by their place on the PCI bus.",
    ),
    ("FixSpeed10G", "virtio adapters have no fixed speed."),
    ("PacketDirectNumProcs", unsupported::PACKET_DIRECT),
    ("PacketDirectModerationCount", unsupported::PACKET_DIRECT),
    ("PacketDirectModerationInterval", unsupported::PACKET_DIRECT),
    ("VrssEnabled", unsupported::VRSS),
    ("VmmqEnabled", unsupported::VMQ),
    ("VrssMaxQueuePairs", unsupported::VRSS),
    ("VrssMinQueuePairs", unsupported::VRSS),
    ("VrssQueueSchedulingMode", unsupported::VRSS),
    ("VrssExcludePrimaryProcessor", unsupported::VRSS),
    ("VrssIndependentHostSpreading", unsupported::VRSS),
    ("VrssVmbusChannelAffinityPolicy", unsupported::VRSS),
];

const REPLICA: &str = "there is no replication of virtual machines on this host.";

impl Cmdlet for SetVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &self.computer_name, &self.cim_session)?;
        unsupported::refuse(cx, &[("ManagementOS", unsupported::HOST_ADAPTER)])?;
        unsupported::warn(cx, NO_EFFECT)?;
        let edit = self.edit()?;
        let names: Vec<String> = self.vm_name.iter().cloned().collect();
        let machines: Vec<Arc<VirtualMachine>> = self.vm.iter().cloned().collect();
        let objects: Vec<AnyAdapter> = self.vm_network_adapter.iter().cloned().collect();
        for target in targets::chosen(cx, &names, &machines, &objects, self.name.as_deref())? {
            let outcome = cx.change(&Scope::PLAN, &mut |state| {
                adapter::set(state, target.vm, &target.alias, &edit)
            })?;
            if outcome.is_done() && self.passthru {
                targets::emit(cx, &target)?;
            }
        }
        Ok(())
    }
}

impl SetVmNetworkAdapter {
    /// The parameters as an edit.
    fn edit(&self) -> Flow<Changes> {
        let mac = match &self.static_mac_address {
            Some(text) => Some(MacChoice::Static(targets::mac(text)?)),
            None if self.dynamic_mac_address => Some(MacChoice::Dynamic),
            None => None,
        };
        Ok(Changes {
            mac,
            iov_weight: self
                .iov_weight
                .map(|weight| u8::try_from(weight).unwrap_or(100)),
            iov_queue_pairs: *self.iov_queue_pairs_requested,
            interrupt_moderation: self.iov_interrupt_moderation.map(|wanted| match wanted {
                IovInterruptModerationValue::Default => InterruptModeration::Default,
                IovInterruptModerationValue::Adaptive => InterruptModeration::Adaptive,
                IovInterruptModerationValue::Off => InterruptModeration::Off,
                IovInterruptModerationValue::Low => InterruptModeration::Low,
                IovInterruptModerationValue::Medium => InterruptModeration::Medium,
                IovInterruptModerationValue::High => InterruptModeration::High,
            }),
            allow_teaming: self.allow_teaming.map(is_on),
            mac_spoofing: self.mac_address_spoofing.map(is_on),
            dhcp_guard: self.dhcp_guard.map(is_on),
            router_guard: self.router_guard.map(is_on),
            port_mirroring: self.port_mirroring.map(|wanted| match wanted {
                PortMirroringMode::None => PortMirroring::None,
                PortMirroringMode::Destination => PortMirroring::Destination,
                PortMirroringMode::Source => PortMirroring::Source,
            }),
            maximum_bandwidth: self.maximum_bandwidth.map(megabits),
            minimum_bandwidth: self.minimum_bandwidth_absolute.map(megabits),
            vmq_weight: self
                .vmq_weight
                .map(|weight| u8::try_from(weight).unwrap_or(100)),
            ..Changes::default()
        })
    }
}

fn is_on(state: OnOffState) -> bool {
    state == OnOffState::On
}

/// Bits per second as Mbit/s, rounded up so that a limit never becomes none.
fn megabits(bits: i64) -> u32 {
    let bits = u64::try_from(bits).unwrap_or(0);
    u32::try_from(bits.div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::megabits;

    #[test]
    fn a_limit_never_becomes_none() {
        assert_eq!(megabits(0), 0);
        assert_eq!(megabits(1), 1);
        assert_eq!(megabits(100_000_000), 100);
        assert_eq!(megabits(-1), 0);
        assert_eq!(megabits(i64::MAX), u32::MAX);
    }
}
