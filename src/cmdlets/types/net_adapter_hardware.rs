//! `MSFT_NetAdapterHardwareInfoSettingData` and `MSFT_NetAdapterStatisticsSettingData`: the slot of a NIC, and its counters.

use super::setting_data::SettingData;
use iovsh_derive::PsObject;

use iovsh_backend::model::{Interrupts, LinkCounters, NetAdapter};
use iovsh_backend::{State, policy};
use iovsh_shell::value::Value;

/// The slot of a network adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterHardwareInfoSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterHardwareInfo {
    #[flatten]
    pub of: SettingData,
    pub no_interrupt: Option<bool>,
    pub line_based_interrupts: Option<bool>,
    pub msi_supported: Option<bool>,
    pub msi_enabled: Option<bool>,
    pub msi_x_supported: Option<bool>,
    pub msi_x_enabled: Option<bool>,
    pub num_msix_table_entries: Option<u32>,
    pub num_msi_messages: Option<u32>,
    pub numa_node: Option<u16>,
    pub location_information_string: String,
    #[property(alias = "Segment")]
    pub segment_number: u32,
    #[property(alias = "Bus")]
    pub bus_number: u32,
    #[property(alias = "Device")]
    pub device_number: u32,
    #[property(alias = "Function")]
    pub function_number: u32,
    #[property(alias = "Slot")]
    #[then("PciDeviceType" = Value::Null, "PciCurrentSpeedAndMode" = Value::Null, "PciXCurrentSpeedAndMode" = Value::Null)]
    pub slot_number: Option<u32>,
    pub pci_express_current_payload_size: Option<u32>,
    pub pci_express_max_payload_size: Option<u32>,
    pub pci_express_max_read_request_size: Option<u32>,
    pub pci_express_current_link_speed_encoded: Option<u32>,
    #[property(alias = "PcieLinkWidth")]
    pub pci_express_current_link_width: Option<u32>,
    pub pci_express_max_link_speed_encoded: Option<u32>,
    #[property(alias = "PcieMaxLinkWidth")]
    pub pci_express_max_link_width: Option<u32>,
    #[property(alias = "Version")]
    pub pci_express_version: Option<u32>,
    pub line_based_interrupt_supported: Option<bool>,
    pub msi_interrupt_supported: Option<bool>,
    pub msi_x_interrupt_supported: Option<bool>,
    #[then("MsixMessageAffinityArray" = Value::Null)]
    pub max_interrupt_messages: Option<u32>,
    pub dma64_bit_supported: Option<bool>,
    /// The number of the support for SR-IOV, as in Get-NetAdapterSriov; none for an adapter without the capability.
    #[then("S0WakeupSupported" = Value::Null)]
    pub sriov_support: Option<u32>,
    #[property(name = "PciDeviceLabelID")]
    pub pci_device_label_id: Option<u32>,
    pub pci_device_label_string: Option<String>,
    pub pcie_link_speed: Option<String>,
    pub pcie_max_link_speed: Option<String>,
    /// Linux only: Alternative Routing-ID Interpretation, more than eight functions on one device.
    pub ari: Option<bool>,
    /// Linux only: Access Control Services at every port from the adapter up to the root.
    pub acs: Option<bool>,
    /// Linux only: Address Translation Services.
    pub ats: Option<bool>,
    /// Linux only: the driver.
    pub driver_name: Option<String>,
}

/// `8.0 GT/s`, of a speed in MT/s.
fn speed(megatransfers: u32) -> String {
    format!(
        "{}.{} GT/s",
        megatransfers / 1000,
        megatransfers % 1000 / 100
    )
}

/// The code of a speed in the registers of PCI Express.
fn encoded(megatransfers: u32) -> Option<u32> {
    let speeds = [2_500, 5_000, 8_000, 16_000, 32_000, 64_000];
    (1..)
        .zip(speeds)
        .find(|(_, known)| *known == megatransfers)
        .map(|(code, _)| code)
}

impl NetAdapterHardwareInfo {
    /// The object for an adapter; none for one that is no PCI function.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let address = link.pci?;
        let slot = state.nic(&link.name)?.slot.clone()?;
        let function = state.function_of(&link.name);
        let supports = |kind: Option<Interrupts>| kind.map(|kind| kind.messages > 0);
        let messages = |kind: Option<Interrupts>| kind.map(|kind| kind.messages);
        let (msi, msix) = (slot.msi, slot.msix);
        let line = slot.line_interrupt;
        let any = |kind: Option<Interrupts>| kind.is_some_and(|kind| kind.messages > 0);
        Some(Self {
            of: SettingData::of(link, computer),
            no_interrupt: line.map(|line| !line && !any(msi) && !any(msix)),
            line_based_interrupts: line.map(|line| {
                let on = |kind: Option<Interrupts>| kind.is_some_and(|kind| kind.enabled);
                line && !on(msi) && !on(msix)
            }),
            msi_supported: supports(msi),
            msi_enabled: msi.map(|kind| kind.enabled),
            msi_x_supported: supports(msix),
            msi_x_enabled: msix.map(|kind| kind.enabled),
            num_msix_table_entries: messages(msix),
            num_msi_messages: messages(msi),
            numa_node: slot.numa.map(|node| node.0),
            location_information_string: format!(
                "PCI bus {}, device {}, function {}",
                address.bus, address.device, address.function
            ),
            segment_number: address.domain,
            bus_number: address.bus.into(),
            device_number: address.device.into(),
            function_number: address.function.into(),
            slot_number: slot.number,
            pci_express_current_payload_size: slot.payload,
            pci_express_max_payload_size: slot.max_payload,
            pci_express_max_read_request_size: slot.max_read_request,
            pci_express_current_link_speed_encoded: slot.speed.and_then(encoded),
            pci_express_current_link_width: slot.width.map(u32::from),
            pci_express_max_link_speed_encoded: slot.max_speed.and_then(encoded),
            pci_express_max_link_width: slot.max_width.map(u32::from),
            pci_express_version: slot.express_version.map(u32::from),
            line_based_interrupt_supported: line,
            msi_interrupt_supported: supports(msi),
            msi_x_interrupt_supported: supports(msix),
            max_interrupt_messages: messages(msix).max(messages(msi)),
            dma64_bit_supported: slot.dma_64_bit,
            sriov_support: function.map(|f| policy::adapter_support(state, f).code().into()),
            pci_device_label_id: slot.label_index,
            pci_device_label_string: slot.label,
            pcie_link_speed: slot.speed.map(speed),
            pcie_max_link_speed: slot.max_speed.map(speed),
            ari: slot.ari,
            acs: slot.acs,
            ats: slot.ats,
            driver_name: link.driver.clone(),
        })
    }
}

/// The counters of a network adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterStatisticsSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterStatistics {
    #[flatten]
    #[then("SupportedStatistics" = Value::Null)]
    pub of: SettingData,
    pub received_bytes: u64,
    pub received_unicast_packets: u64,
    #[then(
        "ReceivedBroadcastPackets" = Value::Null,
        "ReceivedUnicastBytes" = Value::Null,
        "ReceivedMulticastBytes" = Value::Null,
        "ReceivedBroadcastBytes" = Value::Null
    )]
    pub received_multicast_packets: u64,
    pub received_discarded_packets: u64,
    pub received_packet_errors: u64,
    #[then(
        "SentUnicastPackets" = Value::Null,
        "SentMulticastPackets" = Value::Null,
        "SentBroadcastPackets" = Value::Null,
        "SentUnicastBytes" = Value::Null,
        "SentMulticastBytes" = Value::Null,
        "SentBroadcastBytes" = Value::Null
    )]
    pub sent_bytes: u64,
    pub outbound_discarded_packets: u64,
    #[then("RdmaStatistics" = Value::Null, "RscStatistics" = Value::Null)]
    pub outbound_packet_errors: u64,
    /// Linux only: frames received, of any kind.
    pub received_packets: u64,
    /// Linux only: frames sent, of any kind.
    pub sent_packets: u64,
}

impl NetAdapterStatistics {
    /// The object for the counters of an adapter.
    pub fn new(link: &NetAdapter, counters: &LinkCounters, computer: &str) -> Self {
        Self {
            of: SettingData {
                instance_id: link.id().to_string(),
                ..SettingData::of(link, computer)
            },
            received_bytes: counters.rx_bytes,
            received_unicast_packets: counters.rx_packets.saturating_sub(counters.multicast),
            received_multicast_packets: counters.multicast,
            received_discarded_packets: counters.rx_dropped,
            received_packet_errors: counters.rx_errors,
            sent_bytes: counters.tx_bytes,
            outbound_discarded_packets: counters.tx_dropped,
            outbound_packet_errors: counters.tx_errors,
            received_packets: counters.rx_packets,
            sent_packets: counters.tx_packets,
        }
    }
}
