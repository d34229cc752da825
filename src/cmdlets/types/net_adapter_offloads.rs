//! Offloads of NICs as Microsoft's classes have them: segmentation, checksums, coalescing, encapsulated packets, IPsec.

use super::setting_data::SettingData;
use iovsh_derive::{PsEnum, PsObject};

use iovsh_backend::State;
use iovsh_backend::model::{NetAdapter, NicSettings};
use iovsh_shell::value::Value;

/// In which direction checksums are offloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetAdapterChecksumOffload.Direction"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum Direction {
    Disabled = 0,
    TxEnabled = 1,
    RxEnabled = 2,
    RxTxEnabled = 3,
}

impl Direction {
    /// Of what is sent and of what is received.
    pub fn of(transmit: bool, receive: bool) -> Self {
        match (transmit, receive) {
            (false, false) => Self::Disabled,
            (true, false) => Self::TxEnabled,
            (false, true) => Self::RxEnabled,
            (true, true) => Self::RxTxEnabled,
        }
    }

    /// Whether what is sent is meant.
    pub fn sends(self) -> bool {
        matches!(self, Self::TxEnabled | Self::RxTxEnabled)
    }

    /// Whether what is received is meant.
    pub fn receives(self) -> bool {
        matches!(self, Self::RxEnabled | Self::RxTxEnabled)
    }
}

/// How packets are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetAdapterEncapsulatedPacketTaskOffload.EncapsulationType"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum EncapsulationType {
    #[psenum(name = "NVGRE")]
    Nvgre = 1,
    #[psenum(name = "VXLAN")]
    Vxlan = 2,
}

/// The settings of an adapter that has any of these features.
fn with<'s>(state: &'s State, link: &NetAdapter, any: &[&str]) -> Option<&'s NicSettings> {
    let settings = &state.nic(&link.name)?.settings;
    let has = any.iter().any(|name| settings.features.contains_key(*name));
    has.then_some(settings)
}

/// Segmentation of TCP by a network adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterLsoSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterLso {
    #[flatten]
    pub of: SettingData,
    #[property(name = "V1IPv4Enabled")]
    pub v1_ipv4_enabled: bool,
    #[property(name = "IPv4Enabled")]
    pub ipv4_enabled: bool,
    #[property(name = "IPv6Enabled")]
    #[then(
        "MaximumLsoVersionSupported" = 2_u32,
        "LargeSendOffloadV1HardwareCapabilities" = Value::Null,
        "LargeSendOffloadV2HardwareCapabilities" = Value::Null
    )]
    pub ipv6_enabled: bool,
}

impl NetAdapterLso {
    /// The object for an adapter; none for one whose driver has no such setting.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let settings = with(
            state,
            link,
            &["tx-tcp-segmentation", "tx-tcp6-segmentation"],
        )?;
        Some(Self {
            of: SettingData::of(link, computer),
            v1_ipv4_enabled: false,
            ipv4_enabled: settings.is_on("tx-tcp-segmentation"),
            ipv6_enabled: settings.is_on("tx-tcp6-segmentation"),
        })
    }
}

/// Checksums that a network adapter works out.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterChecksumOffloadSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterChecksumOffload {
    #[flatten]
    pub of: SettingData,
    #[property(name = "IpIPv4Enabled")]
    pub ip_ipv4_enabled: Direction,
    #[property(name = "TcpIPv4Enabled")]
    pub tcp_ipv4_enabled: Direction,
    #[property(name = "TcpIPv6Enabled")]
    pub tcp_ipv6_enabled: Direction,
    #[property(name = "UdpIPv4Enabled")]
    pub udp_ipv4_enabled: Direction,
    #[property(name = "UdpIPv6Enabled")]
    #[then("ChecksumOffloadHardwareCapabilities" = Value::Null)]
    pub udp_ipv6_enabled: Direction,
}

impl NetAdapterChecksumOffload {
    /// The object for an adapter; none for one whose driver has no such setting.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let settings = with(
            state,
            link,
            &[
                "rx-checksum",
                "tx-checksum-ip-generic",
                "tx-checksum-ipv4",
                "tx-checksum-ipv6",
            ],
        )?;
        let receive = settings.is_on("rx-checksum");
        let any = settings.is_on("tx-checksum-ip-generic");
        let four = Direction::of(any || settings.is_on("tx-checksum-ipv4"), receive);
        let six = Direction::of(any || settings.is_on("tx-checksum-ipv6"), receive);
        Some(Self {
            of: SettingData::of(link, computer),
            // The kernel works out the checksum of an IPv4 head itself.
            ip_ipv4_enabled: Direction::of(false, receive),
            tcp_ipv4_enabled: four,
            tcp_ipv6_enabled: six,
            udp_ipv4_enabled: four,
            udp_ipv6_enabled: six,
        })
    }
}

/// Coalescing of what a network adapter receives.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterRscSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterRsc {
    #[flatten]
    pub of: SettingData,
    #[property(name = "IPv4Enabled")]
    pub ipv4_enabled: bool,
    #[property(name = "IPv6Enabled")]
    #[then("RscHardwareCapabilities" = Value::Null)]
    pub ipv6_enabled: bool,
    #[property(name = "IPv4OperationalState")]
    pub ipv4_operational_state: bool,
    #[property(name = "IPv6OperationalState")]
    #[then("IPv4FailureReason" = Value::Null, "IPv6FailureReason" = Value::Null)]
    pub ipv6_operational_state: bool,
    /// Linux only: the hardware coalesces (`rx-gro-hw` or `rx-lro`), and not the kernel alone (`rx-gro`).
    pub by_hardware: bool,
}

impl NetAdapterRsc {
    /// The object for an adapter; none for one whose driver has no such setting.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let settings = with(state, link, &["rx-gro", "rx-gro-hw", "rx-lro"])?;
        let by_hardware = settings.is_on("rx-gro-hw") || settings.is_on("rx-lro");
        let on = by_hardware || settings.is_on("rx-gro");
        Some(Self {
            of: SettingData::of(link, computer),
            ipv4_enabled: on,
            ipv6_enabled: on,
            ipv4_operational_state: on && link.up,
            ipv6_operational_state: on && link.up,
            by_hardware,
        })
    }
}

/// Segmentation of UDP by a network adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterUsoSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterUso {
    #[flatten]
    pub of: SettingData,
    #[property(name = "IPv4Enabled")]
    pub ipv4_enabled: bool,
    #[property(name = "IPv6Enabled")]
    pub ipv6_enabled: bool,
}

impl NetAdapterUso {
    /// The object for an adapter; none for one whose driver has no such setting.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let settings = with(state, link, &["tx-udp-segmentation"])?;
        let on = settings.is_on("tx-udp-segmentation");
        Some(Self {
            of: SettingData::of(link, computer),
            ipv4_enabled: on,
            ipv6_enabled: on,
        })
    }
}

/// What a network adapter works out inside of encapsulated packets.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterEncapsulatedPacketTaskOffloadSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterEncapsulatedPacketTaskOffload {
    #[flatten]
    pub of: SettingData,
    #[then("EncapsulatedPacketTaskOffloadHardwareCapabilities" = Value::Null)]
    pub encapsulated_packet_task_offload_enabled: bool,
    pub nvgre_encapsulated_packet_task_offload_enabled: bool,
    pub vxlan_encapsulated_packet_task_offload_enabled: bool,
    #[property(name = "VxlanUDPPortNumber")]
    pub vxlan_udp_port_number: Option<u16>,
}

impl NetAdapterEncapsulatedPacketTaskOffload {
    /// The object for an adapter; none for one whose driver has no such setting.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let settings = with(
            state,
            link,
            &["tx-udp_tnl-segmentation", "tx-gre-segmentation"],
        )?;
        let vxlan = settings.is_on("tx-udp_tnl-segmentation");
        let nvgre = settings.is_on("tx-gre-segmentation");
        Some(Self {
            of: SettingData::of(link, computer),
            encapsulated_packet_task_offload_enabled: vxlan || nvgre,
            nvgre_encapsulated_packet_task_offload_enabled: nvgre,
            vxlan_encapsulated_packet_task_offload_enabled: vxlan,
            // The kernel tells the driver the port of each VXLAN device.
            vxlan_udp_port_number: None,
        })
    }
}

/// IPsec that a network adapter works out.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterIPsecOffloadV2SettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterIPsecOffload {
    #[flatten]
    pub of: SettingData,
    pub enabled: bool,
}

impl NetAdapterIPsecOffload {
    /// The object for an adapter; none for one whose driver has no such setting.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let settings = with(state, link, &["esp-hw-offload"])?;
        Some(Self {
            of: SettingData::of(link, computer),
            enabled: settings.is_on("esp-hw-offload"),
        })
    }
}
