//! `Microsoft.HyperV.PowerShell.VMNetworkAdapter`, and the adapter that the host itself has on a switch.

use std::sync::Arc;

use iovsh_derive::PsObject;

use super::{
    AdapterOperationalStatus, GuestPath, IovInterruptModerationValue, IpAddressSource,
    NetAdapterSriovVf, OnOffState, PortMirroringMode, VmNetworkAdapterAclSetting,
    VmNetworkAdapterBandwidthSetting, VmNetworkAdapterExtendedAclSetting,
    VmNetworkAdapterIsolationSetting, VmNetworkAdapterVlanSetting, VmOperationalStatus,
    VrssChannelAffinityPolicy, VrssQueueSchedulingMode, guid, on_off,
};
use iovsh_backend::State;
use iovsh_backend::model::{
    Adapter, AdapterAlias, InsideGuest, IovReason, QueueSettings, Switch, Uuid, Vm,
};
use iovsh_backend::policy::{self, AdapterStatus};
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
    text = super::named_with_id,
    follows
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
    /// Priority tags of the guest go on: also where nobody said so.
    #[property(skip)]
    pub priority_tag: OnOffState,
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
    pub iov_queue_pairs_assigned: Option<u32>,
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
        "IeeePriorityTag" = this.priority_tag,
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
    pub vf_data_path_active: Option<bool>,
    pub name: String,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false, "IovReason" = this.reason, "IovReasonDescription" = this.reasons.clone(), "IovNextStep" = this.next_step.clone(), "Mtu" = this.mtu, "IPAddressSource" = this.ip_address_source, "GuestDefaultRoute" = this.inside.default_route, "GuestDefaultRoutePath" = this.guest_path, "GuestVFDriver" = this.inside.vf_driver.clone())]
    pub computer_name: String,
    /// Who told the addresses.
    #[property(skip)]
    pub ip_address_source: Option<IpAddressSource>,
    /// What the guest says of it.
    #[property(skip)]
    pub inside: InsideGuest,
    /// The path that a default route of the guest takes, where it goes by this adapter.
    #[property(skip)]
    pub guest_path: Option<GuestPath>,
    /// Why it is not on a VF although it asked for one: a sentence each.
    #[property(skip)]
    pub reasons: Vec<String>,
    /// The command that leads on from there.
    #[property(skip)]
    pub next_step: Option<String>,
}

/// The path of the guest's default route, where that goes by this adapter and the guest says how.
fn guest_path(adapter: &Adapter) -> Option<GuestPath> {
    let inside = &adapter.inside;
    inside.default_route.filter(|goes| *goes)?;
    Some(match (inside.on_vf?, adapter.virtio) {
        (true, _) => GuestPath::VirtualFunction,
        (false, true) => GuestPath::Paravirtual,
        (false, false) => GuestPath::Emulated,
    })
}

/// What an adapter is seen in.
pub struct View<'a> {
    /// The host, with what [`crate::reader::SCOPE`] asks for.
    pub state: &'a State,
    /// Its switches.
    pub switches: &'a [Switch],
    /// Its name.
    pub computer: &'a str,
}

impl View<'_> {
    /// The VF of an adapter, as Get-NetAdapterSriovVf shows it.
    fn virtual_function(&self, adapter: &Adapter) -> Option<NetAdapterSriovVf> {
        let vf = self.state.vf(adapter.vf.as_ref()?.address)?;
        let pf = self.state.function(vf.pf)?;
        let link = pf.interface.as_ref().and_then(|name| self.state.link(name));
        let description = link.map_or("", |link| link.description.as_str());
        Some(NetAdapterSriovVf::new(
            pf,
            vf,
            description,
            self.computer,
            None,
        ))
    }
}

impl VmNetworkAdapter {
    /// An adapter as it is.
    pub fn new(view: &View<'_>, vm: &Vm, adapter: &Adapter) -> Self {
        let settings = &adapter.settings;
        let status = policy::adapter_status(view.state, vm, adapter);
        let switch = adapter
            .bridge
            .as_ref()
            .and_then(|bridge| view.switches.iter().find(|switch| &switch.bridge == bridge));
        let active = vm.state.is_active();
        let (word, sentences) = condition(&status, active);
        let usage = status.iov_usage;
        let claim = view.state.desired.claim_of(vm.id, &adapter.alias);
        let id = super::part_id(vm.id, settings.id);
        let mut object = Self {
            vm: vm.id,
            alias: adapter.alias.clone(),
            mac: adapter.mac,
            planned: None,
            queues: adapter.queues,
            asked: settings.queues,
            named: adapter.spec().naming_index.is_some(),
            storm_limit: settings.storm_limit,
            priority_tag: on_off(settings.priority_tags != Some(false)),
            mtu: adapter.spec().mtu,
            reason: status.reason.map(code),
            reasons: status.reason.iter().map(|_| status.sentence()).collect(),
            next_step: status.next_step.clone(),
            cluster_monitored: false,
            mac_address: adapter.mac.plain(),
            dynamic_mac_address_enabled: settings.dynamic_mac,
            is_legacy: !adapter.virtio,
            is_synthetic: adapter.virtio,
            ip_addresses: adapter.ip_addresses.clone(),
            ip_address_source: adapter.address_source.map(Into::into),
            guest_path: guest_path(adapter),
            inside: adapter.inside.clone(),
            iov_weight: u32::from(settings.iov_weight),
            iov_queue_pairs_requested: settings.iov_queue_pairs,
            iov_interrupt_moderation: settings.interrupt_moderation.into(),
            // How many the guest's driver uses of a VF nobody on the host can tell, unless it was given just these.
            iov_queue_pairs_assigned: match usage {
                0 => Some(0),
                _ => claim.and_then(|claim| claim.queue_pairs),
            },
            iov_usage: i32::try_from(usage).unwrap_or(i32::MAX),
            virtual_function: view.virtual_function(adapter),
            connected: adapter.bridge.is_some() && adapter.link_up,
            switch_name: switch.map_or_else(String::new, |switch| switch.name.clone()),
            adapter_id: settings.id.to_string().to_uppercase(),
            status_description: sentences,
            status: word,
            id,
            switch_id: switch.map(|switch| guid(switch.id)),
            acl_list: settings
                .acls
                .iter()
                .map(|acl| {
                    let bytes = policy::metered(view.state, adapter, acl);
                    VmNetworkAdapterAclSetting::new(acl, bytes, None, view.computer)
                })
                .collect(),
            extended_acl_list: settings
                .extended_acls
                .iter()
                .map(|acl| VmNetworkAdapterExtendedAclSetting::new(acl, None, view.computer))
                .collect(),
            isolation_setting: VmNetworkAdapterIsolationSetting::new(settings, None, view.computer),
            vlan_setting: VmNetworkAdapterVlanSetting::new(settings, None, view.computer),
            bandwidth_setting: VmNetworkAdapterBandwidthSetting::new(settings),
            mac_address_spoofing: on_off(settings.mac_spoofing),
            dhcp_guard: on_off(settings.dhcp_guard),
            router_guard: on_off(settings.router_guard),
            port_mirroring_mode: settings.port_mirroring.into(),
            allow_teaming: on_off(settings.allow_teaming),
            vmq_weight: u32::from(settings.vmq_weight),
            vf_data_path_active: (!status.vf_data_path_unseen)
                .then_some(status.vf_data_path_active),
            name: settings.name.clone(),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: Guid::default(),
            vm_snapshot_name: String::new(),
            computer_name: view.computer.to_owned(),
        };
        // The setting leads back to its adapter, which then stands there without a way further back.
        let parent = AnyAdapter::Vm(Arc::new(object.clone()));
        object.vlan_setting.parent_adapter = Some(parent);
        object
    }

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
        "IeeePriorityTag" = on_off(this.own.settings.priority_tags != Some(false)),
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

impl VmInternalNetworkAdapter {
    /// An adapter as it was asked for, and as it is.
    pub fn new(view: &View<'_>, own: DesiredHostAdapter) -> Self {
        let link = view.state.link(&own.device);
        let mac = link.map(|link| link.mac).or(own.mac);
        let switch = own.settings.switch;
        let switch = switch.and_then(|id| view.switches.iter().find(|s| s.id == id));
        let works = link.is_some() && switch.is_some_and(|switch| switch.present);
        let settings = &own.settings;
        let id = settings.id;
        Self {
            is_management_os: true,
            mac_address: mac.map(|mac| mac.plain()).unwrap_or_default(),
            device_id: own.device.to_string(),
            adapter_id: id.to_string().to_uppercase(),
            name: settings.name.clone(),
            switch_name: switch.map_or_else(String::new, |switch| switch.name.clone()),
            status_description: vec![if works { "OK" } else { "Lost Communication" }.to_owned()],
            status: vec![if works {
                AdapterOperationalStatus::Ok
            } else {
                AdapterOperationalStatus::Stopped
            }],
            id: format!("Microsoft:{id}").to_uppercase(),
            switch_id: switch.map(|switch| guid(switch.id)),
            computer_name: view.computer.to_owned(),
            ip_addresses: link.map_or_else(Vec::new, |link| link.addresses.clone()),
            acl_list: settings
                .acls
                .iter()
                .map(|acl| {
                    let bytes = policy::metered_on_host(view.state, &own, acl);
                    VmNetworkAdapterAclSetting::new(acl, bytes, None, view.computer)
                })
                .collect(),
            extended_acl_list: settings
                .extended_acls
                .iter()
                .map(|acl| VmNetworkAdapterExtendedAclSetting::new(acl, None, view.computer))
                .collect(),
            vlan_setting: VmNetworkAdapterVlanSetting::new(settings, None, view.computer),
            isolation_setting: VmNetworkAdapterIsolationSetting::new(settings, None, view.computer),
            bandwidth_setting: VmNetworkAdapterBandwidthSetting::new(settings),
            own: Arc::new(own),
        }
    }
}

/// `Status` and `StatusDescription` of an adapter. An adapter of a machine that is off has none, as in Hyper-V.
fn condition(status: &AdapterStatus, active: bool) -> (Vec<AdapterOperationalStatus>, Vec<String>) {
    if !active {
        return (Vec::new(), Vec::new());
    }
    let word = if status.is_degraded() {
        AdapterOperationalStatus::Degraded
    } else if status.without_link.is_some() {
        AdapterOperationalStatus::LostCommunication
    } else {
        AdapterOperationalStatus::Ok
    };
    let text = match status.next_step {
        Some(_) => format!("{}: {}", status.description(), status.sentence()),
        None => status.description().to_owned(),
    };
    (vec![word], vec![text])
}

/// Hyper-V's code for a reason.
fn code(reason: IovReason) -> VmOperationalStatus {
    match reason {
        IovReason::NoIommu => VmOperationalStatus::NoIommu,
        IovReason::NoIovSupportInNic => VmOperationalStatus::NoIovSupportInNic,
        IovReason::SwitchNotInIovMode => VmOperationalStatus::SwitchNotInIovMode,
        IovReason::IovBlockedByPolicy => VmOperationalStatus::IovBlockedByPolicy,
        IovReason::IovNoAvailResources => VmOperationalStatus::IovNoAvailResources,
        IovReason::IovGuestDriversNeeded => VmOperationalStatus::IovGuestDriversNeeded,
    }
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
