//! What the cmdlets of quality of service emit.

use crate::types::SettingData;
use iovsh_backend::State;
use iovsh_backend::model::{AppKind, AppPriority, Dcb, NetAdapter};
use iovsh_backend::state::{Qos, QosClass, QosMatch, QosPolicy};
use iovsh_derive::{PsEnum, PsObject};

/// How a traffic class gets its bandwidth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetQosTrafficClass.Algorithm"
)]
pub enum Algorithm {
    /// Before all others.
    Strict = 0,
    /// It is sure to get a share (802.1Qaz, enhanced transmission selection).
    #[psenum(name = "ETS")]
    Ets = 2,
}

/// A protocol of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetQosPolicy.Protocol")]
pub enum Protocol {
    /// None is named.
    None = 0,
    /// TCP.
    #[psenum(name = "TCP")]
    Tcp = 1,
    /// UDP.
    #[psenum(name = "UDP")]
    Udp = 2,
    /// Either.
    Both = 3,
}

/// Priorities of a bit mask.
pub fn priorities(mask: u8) -> Vec<u8> {
    (0..8).filter(|at| mask >> at & 1 == 1).collect()
}

/// The bit mask of priorities.
pub fn mask(priorities: &[u8]) -> u8 {
    let bits = priorities.iter().map(|at| 1_u8.checked_shl(u32::from(*at)));
    bits.fold(0, |all, bit| all | bit.unwrap_or(0))
}

/// Priorities as people write them: `0-2,4-7`.
fn ranges(mask: u8) -> String {
    let mut parts: Vec<(u8, u8)> = Vec::new();
    for at in priorities(mask) {
        match parts.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(at) => *last = at,
            _ => parts.push((at, at)),
        }
    }
    let parts = parts.into_iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    parts.collect::<Vec<_>>().join(",")
}

/// A policy.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetQosPolicySettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetQosPolicy {
    pub name: String,
    pub template: String,
    #[property(name = "NetDirectPort")]
    pub net_direct_port: Option<u16>,
    #[property(name = "IPProtocol")]
    pub ip_protocol: Protocol,
    #[property(name = "IPPort")]
    pub ip_port: Option<u16>,
    #[property(name = "PriorityValue")]
    pub priority_value: u8,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

impl NetQosPolicy {
    /// The object for a policy.
    pub fn new(policy: &QosPolicy, computer: &str) -> Self {
        let (template, protocol, port) = match policy.frames {
            QosMatch::Smb => ("SMB", Protocol::None, None),
            QosMatch::Nfs => ("NFS", Protocol::None, None),
            QosMatch::Iscsi => ("iSCSI", Protocol::None, None),
            QosMatch::Fcoe => ("FCoE", Protocol::None, None),
            QosMatch::Cluster => ("Cluster", Protocol::None, None),
            QosMatch::Default => ("Default", Protocol::None, None),
            QosMatch::NetDirect(_) => ("NetDirect", Protocol::None, None),
            QosMatch::Tcp(port) => ("None", Protocol::Tcp, Some(port)),
            QosMatch::Udp(port) => ("None", Protocol::Udp, Some(port)),
            QosMatch::Port(port) => ("None", Protocol::Both, Some(port)),
        };
        let direct = match policy.frames {
            QosMatch::NetDirect(port) => Some(port),
            _ => None,
        };
        Self {
            name: policy.name.clone(),
            template: template.to_owned(),
            net_direct_port: direct,
            ip_protocol: protocol,
            ip_port: port,
            priority_value: policy.priority,
            computer_name: computer.to_owned(),
        }
    }
}

/// A traffic class.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetQosTrafficClassSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetQosTrafficClass {
    pub name: String,
    pub algorithm: Algorithm,
    #[property(alias = "Bandwidth")]
    pub bandwidth_percentage: u8,
    pub priority: Vec<u8>,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

/// What the class is called that has what no other has.
pub const DEFAULT_CLASS: &str = "[Default]";

impl NetQosTrafficClass {
    /// The object for a class.
    pub fn new(class: &QosClass, computer: &str) -> Self {
        Self {
            name: class.name.clone(),
            algorithm: match class.percent {
                Some(_) => Algorithm::Ets,
                None => Algorithm::Strict,
            },
            bandwidth_percentage: class.percent.unwrap_or(0),
            priority: priorities(class.priorities),
            computer_name: computer.to_owned(),
        }
    }

    /// All classes, the default one first.
    pub fn all(qos: &Qos, computer: &str) -> Vec<Self> {
        let default = QosClass {
            name: DEFAULT_CLASS.to_owned(),
            priorities: qos.default_priorities(),
            percent: Some(qos.rest()),
        };
        let all = std::iter::once(&default).chain(&qos.classes);
        all.map(|class| Self::new(class, computer)).collect()
    }
}

/// Whether frames of a priority are lossless.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetQosFlowControlSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetQosFlowControl {
    pub name: String,
    pub priority: u8,
    pub enabled: bool,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

impl NetQosFlowControl {
    /// All eight.
    pub fn all(qos: &Qos, computer: &str) -> Vec<Self> {
        let each = (0..8_u8).map(|priority| Self {
            name: priority.to_string(),
            priority,
            enabled: qos.lossless >> priority & 1 == 1,
            computer_name: computer.to_owned(),
        });
        each.collect()
    }
}

/// Who says how the bandwidth is shared.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetQosDcbxSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetQosDcbxSetting {
    /// `$null` where nothing was asked for: then each adapter has what its driver began with.
    pub willing: Option<bool>,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

/// Data center bridging of a network adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterQosSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterQos {
    #[flatten]
    pub of: SettingData,
    /// It keeps the rules of the host.
    pub enabled: bool,
    /// What the hardware has.
    pub capabilities: String,
    pub operational_traffic_classes: String,
    pub operational_flow_control: String,
    pub operational_classifications: String,
    /// Linux only: the other end of the wire may change it.
    pub willing: bool,
}

impl NetAdapterQos {
    /// The object for an adapter; none for one without data center bridging.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Option<Self> {
        let settings = &state.nic(&link.name)?.settings;
        let dcb = settings.dcb?;
        let applications = settings.applications.iter().flatten();
        let mut keeps = state.desired.qos.nics.iter();
        Some(Self {
            of: SettingData::of(link, computer),
            enabled: keeps.any(|known| known.matches(&link.identity)),
            capabilities: format!("NumTCs(Max/ETS/PFC) : {0}/{0}/{0}", dcb.classes),
            operational_traffic_classes: classes(&dcb),
            operational_flow_control: match dcb.pfc {
                0 => "All Priorities Disabled".to_owned(),
                255 => "All Priorities Enabled".to_owned(),
                some => format!("Priority {} Enabled", ranges(some)),
            },
            operational_classifications: classifications(applications),
            willing: dcb.willing,
        })
    }
}

/// The classes as a table; those without a priority are left out.
fn classes(dcb: &Dcb) -> String {
    let mut text = format!(
        "{:<2} {:<6} {:<9} {}\n-- ---    --------- ----------",
        "TC", "TSA", "Bandwidth", "Priorities"
    );
    let rows = (0_u8..).zip(dcb.percent.iter().zip(dcb.shared));
    for (class, (percent, shared)) in rows {
        let own = (0_u8..8).zip(dcb.class_of).filter(|(_, of)| *of == class);
        let own: Vec<u8> = own.map(|(priority, _)| priority).collect();
        if own.is_empty() {
            continue;
        }
        let (algorithm, percent) = match shared {
            true => ("ETS", format!("{percent}%")),
            false => ("Strict", String::new()),
        };
        let line = format!(
            "\n{class:>2} {algorithm:<6} {percent:<9} {}",
            ranges(mask(&own))
        );
        text.push_str(&line);
    }
    text
}

fn classifications<'a>(applications: impl Iterator<Item = &'a AppPriority>) -> String {
    let mut text = format!(
        "{:<9} {:<9} {}\n--------  --------- --------",
        "Protocol", "Port/Type", "Priority"
    );
    for app in applications {
        let (protocol, number) = match (app.kind, app.number) {
            (AppKind::EtherType, 0) => ("Default", String::new()),
            (AppKind::EtherType, number) => ("Ethertype", format!("0x{number:04X}")),
            (AppKind::Stream, number) => ("TCP", number.to_string()),
            (AppKind::Datagram, number) => ("UDP", number.to_string()),
            (AppKind::Any, number) => ("TCP/UDP", number.to_string()),
        };
        let line = format!("\n{protocol:<9} {number:<9} {}", app.priority);
        text.push_str(&line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_are_written_as_ranges() {
        assert_eq!(ranges(0b1111_0111), "0-2,4-7");
        assert_eq!(ranges(0b1000), "3");
        assert_eq!(ranges(0), "");
        assert_eq!(mask(&priorities(0b1010_0101)), 0b1010_0101);
        assert_eq!(mask(&[9]), 0);
    }
}
