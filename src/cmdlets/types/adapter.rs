//! `Microsoft.HyperV.PowerShell.VMNetworkAdapter`, and the adapter that the host itself has on a switch.

use std::sync::Arc;

use iovsh_derive::PsObject;

use super::on_off;
use super::{
    AdapterOperationalStatus, IovInterruptModerationValue, NetAdapterSriovVf, OnOffState,
    PortMirroringMode, VmNetworkAdapterAclSetting, VmNetworkAdapterBandwidthSetting,
    VmNetworkAdapterExtendedAclSetting, VmNetworkAdapterIsolationSetting,
    VmNetworkAdapterVlanSetting, VmOperationalStatus, VrssChannelAffinityPolicy,
    VrssQueueSchedulingMode,
};
use iovsh_backend::model::{AdapterAlias, QueueSettings, Uuid};
use iovsh_backend::state::DesiredHostAdapter;
use iovsh_shell::argument::{Guid, Property, mismatch};
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

/// A virtual network adapter of a virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapter",
    base = "Microsoft.HyperV.PowerShell.VMNetworkAdapterBase",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmNetworkAdapter {
    /// Which virtual machine has it.
    #[property(skip)]
    pub vm: Uuid,
    /// libvirt's name for the device.
    #[property(skip)]
    pub alias: AdapterAlias,
    #[property(skip)]
    pub mac: iovsh_backend::model::MacAddress,
    #[property(skip)]
    pub reason: Option<VmOperationalStatus>,
    /// Queue pairs of the paravirtual path, and what was asked for.
    #[property(skip)]
    pub queues: u32,
    #[property(skip)]
    pub asked: QueueSettings,
    /// Firmware tells the guest a number for it.
    #[property(skip)]
    pub named: bool,
    #[property(skip)]
    pub storm_limit: u32,
    /// The MTU that the guest is told.
    #[property(skip)]
    pub mtu: Option<u32>,
    /// It is the adapter as it is to be at the target of a migration; what it is connected to is kept here.
    #[property(skip)]
    pub planned: Option<super::Reconnections>,
    pub cluster_monitored: bool,
    #[then("MediaType" = 0_u32)]
    pub mac_address: String,
    #[then(
        "InterruptModeration" = true,
        "AllowPacketDirect" = false,
        "NumaAwarePlacement" = true
    )]
    pub dynamic_mac_address_enabled: bool,
    pub is_legacy: bool,
    pub is_synthetic: bool,
    #[then("DeviceNaming" = this.naming())]
    pub ip_addresses: Vec<String>,
    pub iov_weight: u32,
    pub iov_queue_pairs_requested: u32,
    #[then(
        "PacketDirectNumProcs" = 0_u32,
        "PacketDirectModerationCount" = 0_u32,
        "PacketDirectModerationInterval" = 0_u32
    )]
    pub iov_interrupt_moderation: IovInterruptModerationValue,
    pub iov_queue_pairs_assigned: u32,
    pub iov_usage: i32,
    #[then(
        "MandatoryFeatureId" = Vec::<String>::new(),
        "MandatoryFeatureName" = Vec::<String>::new(),
        "PoolName" = ""
    )]
    pub virtual_function: Option<NetAdapterSriovVf>,
    pub connected: bool,
    pub switch_name: String,
    #[then("TestReplicaPoolName" = "", "TestReplicaSwitchName" = "")]
    pub adapter_id: String,
    pub status_description: Vec<String>,
    #[then("IsManagementOs" = false, "IsExternalAdapter" = false)]
    pub status: Vec<AdapterOperationalStatus>,
    pub id: String,
    pub switch_id: Option<Guid>,
    pub acl_list: Vec<VmNetworkAdapterAclSetting>,
    pub extended_acl_list: Vec<VmNetworkAdapterExtendedAclSetting>,
    #[then("RoutingDomainList" = Value::array(Vec::new()))]
    pub isolation_setting: VmNetworkAdapterIsolationSetting,
    pub vlan_setting: VmNetworkAdapterVlanSetting,
    #[then("CurrentIsolationMode" = this.isolation_setting.isolation_mode)]
    pub bandwidth_setting: Option<VmNetworkAdapterBandwidthSetting>,
    pub mac_address_spoofing: OnOffState,
    pub dhcp_guard: OnOffState,
    pub router_guard: OnOffState,
    #[then(
        "IeeePriorityTag" = OnOffState::Off,
        "VirtualSubnetId" = 0_u32,
        "DynamicIPAddressLimit" = 0_u32,
        "StormLimit" = this.storm_limit
    )]
    pub port_mirroring_mode: PortMirroringMode,
    #[then("FixSpeed10G" = OnOffState::Off)]
    pub allow_teaming: OnOffState,
    #[property(name = "VMQWeight")]
    #[then(
        "IPsecOffloadMaxSA" = 0_i64,
        "VrssEnabled" = this.spreads(),
        "VrssEnabledRequested" = this.asked.vrss.unwrap_or(this.spreads()),
        "VmmqEnabled" = this.spreads(),
        "VmmqEnabledRequested" = this.asked.vmmq.unwrap_or(this.spreads()),
        "VrssMaxQueuePairs" = this.queues,
        "VrssMaxQueuePairsRequested" = this.asked.most.or(this.asked.wanted()).unwrap_or(this.queues),
        "VrssMinQueuePairs" = 1_u32,
        "VrssMinQueuePairsRequested" = 1_u32,
        "VrssQueueSchedulingMode" = VrssQueueSchedulingMode::Dynamic,
        "VrssQueueSchedulingModeRequested" = VrssQueueSchedulingMode::Dynamic,
        "VrssExcludePrimaryProcessor" = false,
        "VrssExcludePrimaryProcessorRequested" = false,
        "VrssIndependentHostSpreading" = false,
        "VrssIndependentHostSpreadingRequested" = false,
        "VrssVmbusChannelAffinityPolicy" = VrssChannelAffinityPolicy::Weak,
        "VrssVmbusChannelAffinityPolicyRequested" = VrssChannelAffinityPolicy::Weak,
        "VmqUsage" = 0_i32,
        "IPsecOffloadSAUsage" = 0_u32
    )]
    pub vmq_weight: u32,
    #[then(
        "VMQueue" = Value::Null,
        "BandwidthPercentage" = 0_u32,
        "IsTemplate" = false
    )]
    pub vf_data_path_active: bool,
    pub name: String,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false, "IovReason" = this.reason, "IovReasonDescription" = this.reasons.clone(), "IovNextStep" = this.next_step.clone(), "Mtu" = this.mtu)]
    pub computer_name: String,
    /// Why it is not on a VF although it asked for one: a sentence each.
    #[property(skip)]
    pub reasons: Vec<String>,
    /// The command that leads on from there.
    #[property(skip)]
    pub next_step: Option<String>,
}

impl VmNetworkAdapter {
    /// It has more than one queue pair.
    fn spreads(&self) -> bool {
        self.queues > 1
    }

    fn naming(&self) -> OnOffState {
        if self.named {
            OnOffState::On
        } else {
            OnOffState::Off
        }
    }
}

/// The adapter that the host itself has on a switch (`-ManagementOS`). It never has a virtual function.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter",
    base = "Microsoft.HyperV.PowerShell.VMNetworkAdapterBase",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmInternalNetworkAdapter {
    /// What was asked for.
    #[property(skip)]
    pub own: Arc<DesiredHostAdapter>,
    #[property(name = "IsManagementOs")]
    pub is_management_os: bool,
    pub mac_address: String,
    pub device_id: String,
    pub adapter_id: String,
    pub name: String,
    pub switch_name: String,
    pub status_description: Vec<String>,
    #[then("IsExternalAdapter" = false)]
    pub status: Vec<AdapterOperationalStatus>,
    pub id: String,
    #[then(
        "AclList" = this.acl_list.clone(),
        "ExtendedAclList" = this.extended_acl_list.clone(),
        "IsolationSetting" = this.isolation_setting.clone(),
        "RoutingDomainList" = Value::array(Vec::new()),
        "VlanSetting" = this.vlan_setting.clone(),
        "BandwidthSetting" = this.bandwidth_setting.clone(),
        "CurrentIsolationMode" = this.isolation_setting.isolation_mode,
        "MacAddressSpoofing" = on_off(this.own.settings.mac_spoofing),
        "DhcpGuard" = on_off(this.own.settings.dhcp_guard),
        "RouterGuard" = on_off(this.own.settings.router_guard),
        "PortMirroringMode" = PortMirroringMode::from(this.own.settings.port_mirroring),
        "IeeePriorityTag" = OnOffState::Off,
        "VirtualSubnetId" = 0_u32,
        "DynamicIPAddressLimit" = 0_u32,
        "StormLimit" = this.own.settings.storm_limit,
        "AllowTeaming" = OnOffState::Off,
        "FixSpeed10G" = OnOffState::Off,
        "VMQWeight" = 0_u32,
        "IPsecOffloadMaxSA" = 0_i64,
        "VrssEnabled" = false,
        "VrssEnabledRequested" = false,
        "VmmqEnabled" = false,
        "VmmqEnabledRequested" = false,
        "VrssMaxQueuePairs" = 1_u32,
        "VrssMaxQueuePairsRequested" = 1_u32,
        "VrssMinQueuePairs" = 1_u32,
        "VrssMinQueuePairsRequested" = 1_u32,
        "VrssQueueSchedulingMode" = VrssQueueSchedulingMode::Dynamic,
        "VrssQueueSchedulingModeRequested" = VrssQueueSchedulingMode::Dynamic,
        "VrssExcludePrimaryProcessor" = false,
        "VrssExcludePrimaryProcessorRequested" = false,
        "VrssIndependentHostSpreading" = false,
        "VrssIndependentHostSpreadingRequested" = false,
        "VrssVmbusChannelAffinityPolicy" = VrssChannelAffinityPolicy::Weak,
        "VrssVmbusChannelAffinityPolicyRequested" = VrssChannelAffinityPolicy::Weak,
        "VmqUsage" = 0_i32,
        "IPsecOffloadSAUsage" = 0_u32,
        "VFDataPathActive" = false,
        "VMQueue" = Value::Null,
        "BandwidthPercentage" = 0_u32,
        "IsTemplate" = false,
        "VMId" = Value::Null,
        "VMName" = Value::Null,
        "VMSnapshotId" = Guid::default(),
        "VMSnapshotName" = "",
        "CimSession" = Value::Null
    )]
    pub switch_id: Option<Guid>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    #[property(skip)]
    pub ip_addresses: Vec<String>,
    #[property(skip)]
    pub acl_list: Vec<VmNetworkAdapterAclSetting>,
    #[property(skip)]
    pub extended_acl_list: Vec<VmNetworkAdapterExtendedAclSetting>,
    #[property(skip)]
    pub vlan_setting: VmNetworkAdapterVlanSetting,
    #[property(skip)]
    pub isolation_setting: VmNetworkAdapterIsolationSetting,
    #[property(skip)]
    pub bandwidth_setting: Option<VmNetworkAdapterBandwidthSetting>,
}

/// What a parameter of type `VMNetworkAdapterBase` takes: an adapter of a virtual machine, or of the host.
#[derive(Clone, Debug)]
pub enum AnyAdapter {
    /// Of a virtual machine.
    Vm(Arc<VmNetworkAdapter>),
    /// Of the host.
    Host(Arc<VmInternalNetworkAdapter>),
}

impl Property for AnyAdapter {
    const NET: &'static str = "Microsoft.HyperV.PowerShell.VMNetworkAdapterBase";
    fn to_value(&self) -> Value {
        match self {
            Self::Vm(adapter) => adapter.to_value(),
            Self::Host(adapter) => adapter.to_value(),
        }
    }
}

impl Argument for AnyAdapter {
    const TYPE: ParameterType =
        ParameterType::Of("Microsoft.HyperV.PowerShell.VMNetworkAdapterBase");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Arc::<VmNetworkAdapter>::from_value(value)
            .map(Self::Vm)
            .or_else(|_| Arc::<VmInternalNetworkAdapter>::from_value(value).map(Self::Host))
            .map_err(|_| mismatch(value, "network adapter"))
    }
}
