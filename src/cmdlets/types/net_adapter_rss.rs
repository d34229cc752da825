//! `MSFT_NetAdapterRssSettingData`: how a NIC spreads over processors what it receives.

use super::setting_data::SettingData;
use iovsh_derive::{PsEnum, PsObject};

use iovsh_backend::State;
use iovsh_backend::model::NetAdapter;
use iovsh_shell::value::Value;

/// Which processors receive, as Windows chooses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetAdapterRss.Profile")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum Profile {
    Closest = 1,
    ClosestStatic = 2,
    #[psenum(name = "NUMA")]
    Numa = 3,
    #[psenum(name = "NUMAStatic")]
    NumaStatic = 4,
    Conservative = 5,
}

/// How a network adapter spreads what it receives.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterRssSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterRss {
    #[flatten]
    pub of: SettingData,
    /// More than one queue is in use.
    pub enabled: bool,
    pub msi_supported: Option<bool>,
    pub msi_x_supported: Option<bool>,
    #[then(
        "ClassificationAtIsrSupported" = Value::Null,
        "ClassificationAtDpcSupported" = Value::Null,
        "TcpIPv4HashSupported" = Value::Null,
        "TcpIPv6HashSupported" = Value::Null,
        "TcpIPv6ExtensionHashSupported" = Value::Null,
        "ToeplitzHashFunctionSupported" = Value::Null,
        "RssOnPortsSupported" = Value::Null
    )]
    pub msi_x_enabled: Option<bool>,
    pub number_of_interrupt_messages: Option<u32>,
    #[then(
        "IPv4HashEnabled" = Value::Null,
        "TcpIPv4HashEnabled" = Value::Null,
        "IPv6HashEnabled" = Value::Null,
        "IPv6ExtensionHashEnabled" = Value::Null,
        "TcpIPv6HashEnabled" = Value::Null,
        "TcpIPv6ExtensionHashEnabled" = Value::Null
    )]
    pub number_of_receive_queues: u32,
    pub toeplitz_hash_function_enabled: Option<bool>,
    pub indirection_table_entry_count: Option<u16>,
    pub hash_key_size: Option<u16>,
    /// The queue of each entry.
    #[then(
        "Profile" = Value::Null,
        "BaseProcessorGroup" = Value::Null,
        "BaseProcessorNumber" = Value::Null,
        "MaxProcessorGroup" = Value::Null,
        "MaxProcessorNumber" = Value::Null,
        "MaxProcessors" = Value::Null
    )]
    pub indirection_table: Option<Vec<u32>>,
    #[then("RssProcessorArraySize" = Value::Null, "RssProcessorArray" = Value::Null)]
    pub numa_node: Option<u16>,
    /// Linux only: the most receive queues that the adapter can have.
    pub max_number_of_receive_queues: u32,
}

impl NetAdapterRss {
    /// The object for an adapter; none for one whose driver does not tell its queues.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let details = state.nic(&link.name)?;
        let queues = details.queues?;
        let slot = details.slot.as_ref();
        let msix = slot.and_then(|slot| slot.msix);
        let spread = details.spreading.as_ref();
        let entries = spread.map(|spread| spread.table.len());
        Some(Self {
            of: SettingData::of(link, computer),
            enabled: queues.receive > 1,
            msi_supported: slot.and_then(|slot| slot.msi).map(|msi| msi.messages > 0),
            msi_x_supported: msix.map(|msix| msix.messages > 0),
            msi_x_enabled: msix.map(|msix| msix.enabled),
            number_of_interrupt_messages: msix.map(|msix| msix.messages),
            number_of_receive_queues: queues.receive,
            toeplitz_hash_function_enabled: spread.and_then(|spread| spread.toeplitz),
            indirection_table_entry_count: entries
                .map(|entries| u16::try_from(entries).unwrap_or(u16::MAX)),
            hash_key_size: spread.map(|spread| spread.key_bytes),
            indirection_table: spread.map(|spread| spread.table.clone()),
            numa_node: slot.and_then(|slot| slot.numa).map(|node| node.0),
            max_number_of_receive_queues: queues.most,
        })
    }
}
