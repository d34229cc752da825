//! `Set-VMNetworkAdapter`.

use crate::adapters::{self, Handed, change_each};
use crate::remote::Remote;
use crate::types::{
    AnyAdapter, IovInterruptModerationValue, OnOffState, PortMirroringMode, VirtualMachine,
    VmNetworkAdapter, VrssChannelAffinityPolicy, VrssQueueSchedulingMode,
};
use crate::{complete, invalid, unsupported};
use iovsh_backend::model::Bandwidth;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::adapter::{Changes, MacChoice};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Nullable};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
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
///   # Remember the settings of 'Network Adapter'
///     virsh metadata --config --key iovsh '--set=<vm>{"version":1,"generation":2,"notes":"","adapters":[["ua-10010001",{"name":"Network Adapter",
/// "id":"10010001-0000-4000-8000-100100010000","switch":null,"iov_weight":100,"iov_queue_pairs":1,
/// "interrupt_moderation":"Default","allow_teaming":false,"mac_spoofing":false,"dynamic_mac":true,
/// "vlan":null,"dhcp_guard":false,"router_guard":false,"port_mirroring":"None","maximum_bits":0,
/// "minimum_bits":0,"vmq_weight":100}]]}</vm>' web1 urn:iovsh:vm:1
/// ```
/// A virtual function for a VM, and what came of it:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1
/// PS> Get-VMNetworkAdapter web1 | Format-List IovWeight, IovUsage
/// IovWeight : 100
/// IovUsage  : 1
/// ```
/// For all VMs whose names begin with web, through the pipeline:
/// ```iovsh
/// PS> Get-VM web* | Set-VMNetworkAdapter -IovWeight 50
/// PS> Get-VM web* | Get-VMNetworkAdapter | ForEach-Object IovWeight
/// 50
/// 50
/// ```
/// Four queue pairs, and a part of the uplink that is sure:
/// ```iovsh
/// PS> Set-VMNetworkAdapter web1 -VrssMaxQueuePairs 4
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -MinimumBandwidthMode Weight | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -MinimumBandwidthWeight 30
/// PS> Get-VMNetworkAdapter web1 | ForEach-Object { $_.VrssMaxQueuePairs, $_.BandwidthSetting.MinimumBandwidthWeight }
/// 4
/// 30
/// ```
/// A fixed address, and protection from foreign DHCP servers (which keeps the adapter off a VF):
/// ```iovsh
/// PS> Set-VMNetworkAdapter web1 -StaticMacAddress 02:00:00:00:00:01 -DhcpGuard On -Passthru | Format-List MacAddress, DhcpGuard
/// MacAddress : 020000000001
/// DhcpGuard  : On
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapter, output = "Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter", output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterBase")]
pub struct SetVmNetworkAdapter {
    /// The host's own adapters, not those of virtual machines.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
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
    name: Given<String>,
    /// Takes an address from the host's pool.
    #[param(set = "VMName", set = "VMObject", set = "ResourceObject")]
    dynamic_mac_address: bool,
    #[param(not_null, no_effect = "virtio adapters are Ethernet.")]
    media_type: u32,
    #[param(
        not_null,
        no_effect = "virtual functions on the machine's NUMA node are always preferred."
    )]
    numa_aware_placement: Nullable<bool>,
    #[param(not_null, no_effect = "the guest's driver decides.")]
    interrupt_moderation: Nullable<bool>,
    /// The MAC address: 12 hexadecimal digits, also with hyphens or colons.
    #[param(
        set = "VMObject",
        set = "VMName",
        set = "ResourceObject",
        not_null_or_empty
    )]
    static_mac_address: Option<String>,
    /// Whether the guest may send with other MAC addresses than the adapter's; if not, such frames are dropped on both paths.
    #[param(not_null_or_empty)]
    mac_address_spoofing: Nullable<OnOffState>,
    /// Drops answers of DHCP servers from the guest. A virtual function cannot do that, so the adapter stays paravirtual.
    #[param(not_null)]
    dhcp_guard: Nullable<OnOffState>,
    /// Drops router advertisements from the guest. A virtual function cannot do that, so the adapter stays paravirtual.
    #[param(not_null)]
    router_guard: Nullable<OnOffState>,
    /// Mirrors the adapter's traffic. A virtual function cannot do that, so the adapter stays paravirtual.
    #[param(not_null)]
    port_mirroring: Nullable<PortMirroringMode>,
    /// Whether priority tags (IEEE 802.1p) that the guest puts on frames go on as they are, which they do unless this was Off; Off takes
    /// them off. A virtual function without a VLAN cannot do that, so with Off the adapter stays paravirtual.
    #[param(not_null)]
    ieee_priority_tag: Nullable<OnOffState>,
    #[param(range = 0..=100, not_null, no_effect = "it is kept and reported; virtio adapters have queue pairs instead of VMQ.")]
    vmq_weight: Nullable<u32>,
    /// 0 turns SR-IOV off. 1 to 100 asks for a virtual function; of those that wait for one, also of machines that one command starts, the higher weight is served first. Who has one keeps it, unless Set-VMHost -IovPreemptionEnabled $true.
    #[param(range = 0..=100, not_null)]
    iov_weight: Nullable<u32>,
    /// Queue pairs that the virtual function is to have. It is kept and reported; what decides instead with the driver of the switch's
    /// network adapter is said.
    #[param(range = 1..=4294967295_i64, not_null)]
    iov_queue_pairs_requested: Nullable<u32>,
    /// How interrupts of the virtual function are moderated.
    #[param(
        not_null,
        no_effect = "it is kept and reported; the guest's driver moderates its interrupts."
    )]
    iov_interrupt_moderation: Nullable<IovInterruptModerationValue>,
    #[param(not_null, no_effect = "virtio adapters do not offload IPsec.")]
    ipsec_offload_maximum_security_association: Nullable<u32>,
    /// The most that the adapter may send, in bits per second; 0 is no limit. It is kept as given; the kernel limits in whole
    /// Mbit/s, rounded up.
    #[param(range = 0..=9223372036854775807, not_null)]
    maximum_bandwidth: Nullable<i64>,
    /// What the adapter is sure to get of the switch's uplink when that is busy, in bits per second; 0 is none. The uplink is divided
    /// for the paravirtual path (tc's htb); a virtual function is given it where its driver can.
    #[param(range = 0..=9223372036854775807, not_null)]
    minimum_bandwidth_absolute: Nullable<i64>,
    /// The same as a part of the uplink: 1 to 100 beside the weights of the switch's other adapters, 0 is none. What they leave of 100 is
    /// of everything else. A virtual function is not held to it.
    #[param(range = 0..=100, not_null)]
    minimum_bandwidth_weight: Nullable<u32>,
    #[param(no_effect = "Linux bridges have no extensions.")]
    mandatory_feature_id: Vec<String>,
    #[param(not_null_or_empty, no_effect = unsupported::POOL)]
    resource_pool_name: Option<String>,
    #[param(no_effect = REPLICA)]
    test_replica_pool_name: Option<String>,
    #[param(no_effect = REPLICA)]
    test_replica_switch_name: Option<String>,
    #[param(
        not_null,
        no_effect = "network virtualization is not part of this host."
    )]
    virtual_subnet_id: Nullable<u32>,
    /// Whether the adapter may be a member of a team inside the guest.
    #[param(not_null_or_empty)]
    allow_teaming: Nullable<OnOffState>,
    #[param(not_null, no_effect = "the host is not part of a failover cluster.")]
    not_monitored_in_cluster: Nullable<bool>,
    /// Broadcast and multicast frames that the guest may send in a second; more are dropped, 0 is no limit. A virtual function cannot
    /// do that, so the adapter stays paravirtual. It needs Linux 5.12.
    #[param(not_null)]
    storm_limit: Nullable<u32>,
    #[param(not_null, no_effect = "a bridge does not count addresses of a port.")]
    dynamic_ip_address_limit: Nullable<u32>,
    /// Whether firmware tells the guest a number for the adapter, from its next start on: Linux calls the device eno1, eno2 and so on,
    /// wherever it is on the PCI bus. The adapter's name itself does not reach a guest on KVM.
    #[param(not_null)]
    device_naming: Nullable<OnOffState>,
    #[param(
        name = "FixSpeed10G",
        not_null,
        no_effect = "virtio adapters have no fixed speed."
    )]
    fix_speed10g: Nullable<OnOffState>,
    #[param(not_null, no_effect = unsupported::PACKET_DIRECT)]
    packet_direct_num_procs: Nullable<u32>,
    #[param(not_null, no_effect = unsupported::PACKET_DIRECT)]
    packet_direct_moderation_count: Nullable<u32>,
    #[param(not_null, no_effect = unsupported::PACKET_DIRECT)]
    packet_direct_moderation_interval: Nullable<u32>,
    /// Whether the guest may spread what it receives over its processors: with $false the adapter has one queue pair, from its next
    /// start on.
    #[param(not_null)]
    vrss_enabled: Nullable<bool>,
    /// Whether the host may spread the adapter over several queues: with $false it has one queue pair, from its next start on.
    #[param(not_null)]
    vmmq_enabled: Nullable<bool>,
    /// The most queue pairs of the paravirtual path, 1 to 256, from the next start on; 16 where only -VrssEnabled or -VmmqEnabled was
    /// given. A guest uses no more than it has processors.
    #[param(alias = "VmmqQueuePairs", not_null)]
    vrss_max_queue_pairs: Nullable<u32>,
    #[param(not_null, no_effect = unsupported::VRSS)]
    vrss_min_queue_pairs: Nullable<u32>,
    #[param(not_null, no_effect = unsupported::VRSS)]
    vrss_queue_scheduling_mode: Nullable<VrssQueueSchedulingMode>,
    #[param(not_null, no_effect = unsupported::VRSS)]
    vrss_exclude_primary_processor: Nullable<bool>,
    #[param(not_null, no_effect = unsupported::VRSS)]
    vrss_independent_host_spreading: Nullable<bool>,
    #[param(not_null, no_effect = unsupported::VRSS)]
    vrss_vmbus_channel_affinity_policy: Nullable<VrssChannelAffinityPolicy>,
    /// Linux only: the MTU that the guest is told, from its next start on; 0 leaves it to the guest. The network adapters of the switch
    /// need at least as much (Set-VMSwitch -Mtu).
    mtu: Nullable<u32>,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "ManagementOS", set = "VMName")]
    remote: Remote,
}

const REPLICA: &str = "there is no replication of virtual machines on this host.";

impl Cmdlet for SetVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.say_what_the_kernel_gets(cx)?;
        let edit = self.edit()?;
        let names: Vec<String> = self.vm_name.iter().cloned().collect();
        let machines: Vec<Arc<VirtualMachine>> = self.vm.iter().cloned().collect();
        let objects: Vec<AnyAdapter> = self.vm_network_adapter.iter().cloned().collect();
        let targets = if self.management_os {
            adapters::of_host(cx, self.name.as_deref(), None)?
        } else {
            adapters::chosen(cx, &names, &machines, &objects, self.name.as_deref())?
        };
        if let Some(mac) = edit.mac {
            let next_step = "Name the adapter with -Name, or hand it over: Get-VMNetworkAdapter web1 lists them.";
            invalid::one_has(mac, targets.len(), next_step)?;
        }
        change_each(
            cx,
            targets,
            &|target| Intent::SetAdapter {
                vm: target.vm,
                adapter: target.alias.clone(),
                changes: Box::new(edit.clone()),
            },
            Handed::after(self.passthru, adapters::adapter),
        )
    }
}

impl SetVmNetworkAdapter {
    /// Says what the kernel makes of rates.
    fn say_what_the_kernel_gets(&self, cx: &mut Context) -> Flow {
        for (parameter, bits) in [
            ("MaximumBandwidth", *self.maximum_bandwidth),
            ("MinimumBandwidthAbsolute", *self.minimum_bandwidth_absolute),
        ] {
            let asked = bits.map_or(Bandwidth::NONE, bandwidth);
            let kernel = asked.in_megabits();
            let given = Bandwidth::of_megabits(kernel);
            if given == asked || !cx.first_time(parameter) {
                continue;
            }
            let text = format!(
                "-{parameter} {} is {kernel} Mbit/s for the kernel, which takes whole Mbit/s.",
                asked.0
            );
            // 100MB is 104,857,600 and means what the kernel makes of it: no more than a twentieth beside what was asked.
            match given.0.abs_diff(asked.0) > asked.0 / 20 {
                true => cx.warning(text)?,
                false => cx.verbose(text)?,
            }
        }
        Ok(())
    }

    /// The parameters as an edit.
    fn edit(&self) -> Flow<Changes> {
        let dynamic = self.dynamic_mac_address.then_some(MacChoice::Dynamic);
        let text = self.static_mac_address.as_deref();
        let fixed = invalid::static_mac(text, self.dynamic_mac_address)?.map(MacChoice::Static);
        Ok(Changes {
            mac: fixed.or(dynamic),
            iov_weight: self.iov_weight.map(weight).transpose()?,
            iov_queue_pairs: *self.iov_queue_pairs_requested,
            interrupt_moderation: self.iov_interrupt_moderation.map(Into::into),
            allow_teaming: self.allow_teaming.map(is_on),
            mac_spoofing: self.mac_address_spoofing.map(is_on),
            dhcp_guard: self.dhcp_guard.map(is_on),
            router_guard: self.router_guard.map(is_on),
            port_mirroring: self.port_mirroring.map(Into::into),
            maximum_bandwidth: self.maximum_bandwidth.map(bandwidth),
            minimum_bandwidth: self.minimum_bandwidth_absolute.map(bandwidth),
            minimum_weight: self.minimum_bandwidth_weight.map(weight).transpose()?,
            vmq_weight: self.vmq_weight.map(weight).transpose()?,
            storm_limit: *self.storm_limit,
            priority_tags: self.ieee_priority_tag.map(is_on),
            vmmq: *self.vmmq_enabled,
            vrss: *self.vrss_enabled,
            most_queues: *self.vrss_max_queue_pairs,
            device_naming: self.device_naming.map(is_on),
            mtu: *self.mtu,
            ..Changes::default()
        })
    }
}

/// A weight, which the declaration of its parameter keeps from 0 to 100.
fn weight(number: u32) -> Result<u8, ShellError> {
    u8::try_from(number).map_err(|_| {
        invalid::parameter(
            format!("{number} is no weight."),
            "A weight is a number from 0 to 100.",
        )
    })
}

fn is_on(state: OnOffState) -> bool {
    state == OnOffState::On
}

/// What is asked for in bits per second.
fn bandwidth(bits: i64) -> Bandwidth {
    Bandwidth(u64::try_from(bits).unwrap_or(0))
}
