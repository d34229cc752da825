//! Other settings of NICs as Microsoft's classes have them: power, queues for machines, RDMA, bindings.

use super::setting_data::{SettingData, instance_id};
use iovsh_derive::{PsEnum, PsObject};

use iovsh_backend::State;
use iovsh_backend::model::{NetAdapter, WakeBy};
use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;
use iovsh_shell::value::convert::to_text;

/// What `-InputObject` of the cmdlets of settings takes: an adapter, or settings of one.
#[derive(Clone, Debug)]
pub struct NicObject {
    /// The adapter's name.
    pub name: String,
    /// The component of a binding.
    pub component: Option<String>,
}

impl Argument for NicObject {
    const TYPE: ParameterType =
        ParameterType::Of("Microsoft.Management.Infrastructure.CimInstance");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        let wrong = || mismatch(value, "network adapter");
        let Value::Object(object) = value else {
            return Err(wrong());
        };
        let names = object.type_names();
        if !names.first().contains("MSFT_NetAdapter") {
            return Err(wrong());
        }
        let text = |name: &str| object.get(name).map(|value| to_text(&value).to_string());
        Ok(Self {
            name: text("Name").ok_or_else(wrong)?,
            component: text("ComponentID"),
        })
    }
}

/// Whether something is enabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetAdapterPowerManagement.Setting"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum Setting {
    Unsupported = 0,
    Disabled = 1,
    Enabled = 2,
}

impl Setting {
    /// Of something that may be there and may be on.
    pub fn of(on: Option<bool>) -> Self {
        match on {
            None => Self::Unsupported,
            Some(false) => Self::Disabled,
            Some(true) => Self::Enabled,
        }
    }
}

/// What wakes the machine by way of a network adapter, and what saves power.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterPowerManagementSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterPowerManagement {
    #[then("Description" = Value::Null, "ElementName" = Value::Null)]
    pub caption: Option<String>,
    #[property(name = "InstanceID")]
    pub instance_id: String,
    pub system_name: String,
    #[property(alias = "ifAlias")]
    pub name: String,
    #[property(alias = "ifDesc")]
    #[then("Source" = 2_u32)]
    pub interface_description: String,
    pub allow_computer_to_turn_off_device: Setting,
    #[property(name = "D0PacketCoalescing")]
    pub d0_packet_coalescing: Setting,
    pub device_sleep_on_disconnect: Setting,
    pub arp_offload: Setting,
    #[property(name = "NSOffload")]
    pub ns_offload: Setting,
    #[then("OffloadParameters" = Value::Null)]
    pub rsn_rekey_offload: Setting,
    pub selective_suspend: Setting,
    pub wake_on_magic_packet: Setting,
    pub wake_on_pattern: Setting,
    /// The other things that wake it, by the kernel's names.
    pub wake_patterns: Vec<String>,
    /// Linux only: Energy Efficient Ethernet.
    pub energy_efficient_ethernet: Setting,
}

impl NetAdapterPowerManagement {
    /// The object for an adapter; none for one whose driver has no such setting.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let settings = &state.nic(&link.name)?.settings;
        let wake = settings.wake.as_ref();
        if wake.is_none() && settings.energy_efficient.is_none() {
            return None;
        }
        let unsupported = Setting::Unsupported;
        let magic = wake.and_then(|wake| {
            let can = wake.supported.contains(&WakeBy::Magic);
            can.then(|| wake.on.contains(&WakeBy::Magic))
        });
        let patterns = wake.and_then(|wake| {
            let can = wake.supported.iter().any(|by| PATTERNS.contains(by));
            can.then(|| wake.on.iter().any(|by| PATTERNS.contains(by)))
        });
        let on = wake.into_iter().flat_map(|wake| &wake.on);
        let others = on.filter(|by| **by != WakeBy::Magic);
        Some(Self {
            caption: None,
            instance_id: instance_id(link),
            system_name: computer.to_owned(),
            name: link.name.to_string(),
            interface_description: link.description.clone(),
            allow_computer_to_turn_off_device: unsupported,
            d0_packet_coalescing: unsupported,
            device_sleep_on_disconnect: unsupported,
            arp_offload: unsupported,
            ns_offload: unsupported,
            rsn_rekey_offload: unsupported,
            selective_suspend: unsupported,
            wake_on_magic_packet: Setting::of(magic),
            wake_on_pattern: Setting::of(patterns),
            wake_patterns: others.map(|by| by.kernel_name().to_owned()).collect(),
            energy_efficient_ethernet: Setting::of(settings.energy_efficient),
        })
    }
}

/// What wakes a machine by what a frame looks like.
pub const PATTERNS: &[WakeBy] = &[
    WakeBy::Unicast,
    WakeBy::Multicast,
    WakeBy::Broadcast,
    WakeBy::Arp,
    WakeBy::Filter,
];

/// Queues for virtual machines, which there are none of.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterVmqSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterVmq {
    #[flatten]
    pub of: SettingData,
    #[then(
        "NumberOfReceiveQueues" = 0_u32,
        "TotalNumberOfMacAddresses" = Value::Null,
        "NumMacAddressesPerPort" = Value::Null,
        "NumVlansPerPort" = Value::Null,
        "VlanFilteringSupported" = Value::Null,
        "LookaheadSplitSupported" = Value::Null,
        "MinLookaheadSplitSize" = Value::Null,
        "MaxLookaheadSplitSize" = Value::Null,
        "AnyVlanSupported" = Value::Null,
        "DynamicProcessorAffinityChangeSupported" = Value::Null,
        "InterruptVectorCoalescingSupported" = Value::Null,
        "BaseProcessorGroup" = Value::Null,
        "BaseProcessorNumber" = Value::Null,
        "MaxProcessors" = Value::Null,
        "MaxProcessorNumber" = Value::Null,
        "NumaNode" = Value::Null
    )]
    pub enabled: bool,
}

impl NetAdapterVmq {
    /// The object for an adapter; none for one that is no hardware.
    pub fn new(_state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        link.pci?;
        Some(Self {
            of: SettingData::of(link, computer),
            enabled: false,
        })
    }
}

/// The RDMA device of a network adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterRdmaSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterRdma {
    #[flatten]
    pub of: SettingData,
    #[then(
        "MaxQueuePairCount" = Value::Null,
        "MaxCompletionQueueCount" = Value::Null,
        "MaxMemoryRegionCount" = Value::Null,
        "MaxProtectionDomainCount" = Value::Null,
        "MaxInboundReadLimit" = Value::Null,
        "MaxOutboundReadLimit" = Value::Null,
        "MaxMemoryWindowCount" = Value::Null,
        "MaxSharedReceiveQueueCount" = Value::Null,
        "RdmaMissingCounterInfo" = Value::Null,
        "RdmaAdapterInfo" = Value::Null
    )]
    pub enabled: bool,
    /// Linux only: its name (`mlx5_0`, `rocep1s0f0`).
    pub rdma_device: String,
    /// Linux only: its link is active.
    pub operational: bool,
}

impl NetAdapterRdma {
    /// The object for an adapter; none for one without an RDMA device.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let device = state.nic(&link.name)?.settings.rdma.clone()?;
        Some(Self {
            of: SettingData::of(link, computer),
            enabled: true,
            rdma_device: device.name,
            operational: device.active,
        })
    }
}

/// A protocol that is bound to a network adapter, or not.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterBindingSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterBinding {
    #[flatten]
    pub of: SettingData,
    pub enabled: bool,
    pub display_name: String,
    #[property(name = "ComponentID")]
    #[then(
        "BindName" = Value::Null,
        "ComponentClassName" = Value::Null,
        "ComponentClassGuid" = Value::Null,
        "Characteristics" = Value::Null
    )]
    pub component_id: String,
}

/// A protocol of Windows that has a counterpart: its component and its name for people.
pub const BINDINGS: &[(&str, &str)] = &[
    ("vms_pp", "Hyper-V Extensible Virtual Switch"),
    (
        "ms_implat",
        "Microsoft Network Adapter Multiplexor Protocol",
    ),
    ("ms_tcpip", "Internet Protocol Version 4 (TCP/IPv4)"),
    ("ms_tcpip6", "Internet Protocol Version 6 (TCP/IPv6)"),
];

impl NetAdapterBinding {
    /// What is bound to an adapter: the switch whose port it is, the team whose member it is, and the two protocols.
    pub fn all(state: &State, link: &NetAdapter, computer: &str) -> Vec<Self> {
        let master = link.master.as_ref();
        let on_bridge = master.is_some_and(|name| {
            let mut bridges = state.bridges.iter();
            bridges.any(|bridge| bridge.name == *name)
        });
        let on_team = master.is_some_and(|name| state.team(name).is_some());
        let ipv6 = state.nic(&link.name).and_then(|nic| nic.settings.ipv6);
        let each = BINDINGS.iter().map(|(component, display_name)| Self {
            of: SettingData {
                instance_id: format!("{}::{component}", instance_id(link)),
                ..SettingData::of(link, computer)
            },
            enabled: match *component {
                "vms_pp" => on_bridge,
                "ms_implat" => on_team,
                // A port of a bridge or a bond takes no part in IP of its own.
                "ms_tcpip" => master.is_none(),
                _ => master.is_none() && ipv6.unwrap_or_default(),
            },
            display_name: (*display_name).to_owned(),
            component_id: (*component).to_owned(),
        });
        each.collect()
    }
}
