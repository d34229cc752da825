//! Settings of a NIC's driver by the keywords that scripts know (Microsoft's "Standardized INF Keywords"): what they are now, and
//! what sets them.

use std::collections::BTreeSet;

use iovsh_backend::model::{NicDetails, NicSetting, Pause, Speed, WakeBy};

/// A setting that has a keyword.
#[derive(Debug)]
pub struct DriverKeyword {
    /// As the registry of Windows has it.
    pub keyword: &'static str,
    /// As people read it.
    pub display_name: &'static str,
    /// What it is.
    what: What,
}

/// What a keyword is about.
#[derive(Debug)]
enum What {
    /// Features that are on or off together.
    Switch(&'static [&'static str]),
    /// Checksums of what is sent, by one of these features, and of what is received.
    Checksum(&'static [&'static str]),
    /// Priority and VLAN tags that the hardware takes off and puts on.
    Tags,
    /// More than one receive queue.
    Rss,
    /// How many receive queues.
    Queues,
    /// Descriptors to receive with.
    ReceiveRing,
    /// Descriptors to send with.
    TransmitRing,
    /// Pause frames.
    FlowControl,
    /// Speed and duplex.
    SpeedDuplex,
    /// Adaptive interrupt moderation.
    Moderation,
    /// Energy Efficient Ethernet.
    Efficient,
    /// Waking by these.
    Wake(&'static [WakeBy]),
}

const fn keyword(keyword: &'static str, display_name: &'static str, what: What) -> DriverKeyword {
    DriverKeyword {
        keyword,
        display_name,
        what,
    }
}

const SENT_IPV4: &[&str] = &["tx-checksum-ip-generic", "tx-checksum-ipv4"];
const SENT_IPV6: &[&str] = &["tx-checksum-ip-generic", "tx-checksum-ipv6"];
const COALESCE: &[&str] = &["rx-gro"];

/// All of them, in the order of their names for people.
pub static TABLE: &[DriverKeyword] = &[
    keyword(
        "*EncapsulatedPacketTaskOffloadNvgre",
        "Encapsulated Packet Task Offload NVGRE",
        What::Switch(&["tx-gre-segmentation"]),
    ),
    keyword(
        "*EncapsulatedPacketTaskOffloadVxlan",
        "Encapsulated Packet Task Offload VXLAN",
        What::Switch(&["tx-udp_tnl-segmentation"]),
    ),
    keyword("*EEE", "Energy Efficient Ethernet", What::Efficient),
    keyword("*FlowControl", "Flow Control", What::FlowControl),
    keyword(
        "*InterruptModeration",
        "Interrupt Moderation",
        What::Moderation,
    ),
    keyword(
        "*LsoV2IPv4",
        "Large Send Offload V2 (IPv4)",
        What::Switch(&["tx-tcp-segmentation"]),
    ),
    keyword(
        "*LsoV2IPv6",
        "Large Send Offload V2 (IPv6)",
        What::Switch(&["tx-tcp6-segmentation"]),
    ),
    keyword(
        "*NumRssQueues",
        "Maximum Number of RSS Queues",
        What::Queues,
    ),
    keyword("*PriorityVLANTag", "Packet Priority & VLAN", What::Tags),
    keyword("*ReceiveBuffers", "Receive Buffers", What::ReceiveRing),
    keyword("*RSS", "Receive Side Scaling", What::Rss),
    keyword(
        "*RscIPv4",
        "Recv Segment Coalescing (IPv4)",
        What::Switch(COALESCE),
    ),
    keyword(
        "*RscIPv6",
        "Recv Segment Coalescing (IPv6)",
        What::Switch(COALESCE),
    ),
    keyword("*SpeedDuplex", "Speed & Duplex", What::SpeedDuplex),
    keyword(
        "*TCPChecksumOffloadIPv4",
        "TCP Checksum Offload (IPv4)",
        What::Checksum(SENT_IPV4),
    ),
    keyword(
        "*TCPChecksumOffloadIPv6",
        "TCP Checksum Offload (IPv6)",
        What::Checksum(SENT_IPV6),
    ),
    keyword("*TransmitBuffers", "Transmit Buffers", What::TransmitRing),
    keyword(
        "*UDPChecksumOffloadIPv4",
        "UDP Checksum Offload (IPv4)",
        What::Checksum(SENT_IPV4),
    ),
    keyword(
        "*UDPChecksumOffloadIPv6",
        "UDP Checksum Offload (IPv6)",
        What::Checksum(SENT_IPV6),
    ),
    keyword(
        "*UsoIPv4",
        "UDP Segmentation Offload (IPv4)",
        What::Switch(&["tx-udp-segmentation"]),
    ),
    keyword(
        "*UsoIPv6",
        "UDP Segmentation Offload (IPv6)",
        What::Switch(&["tx-udp-segmentation"]),
    ),
    keyword(
        "*WakeOnMagicPacket",
        "Wake on Magic Packet",
        What::Wake(&[WakeBy::Magic]),
    ),
    keyword(
        "*WakeOnPattern",
        "Wake on Pattern Match",
        What::Wake(&[
            WakeBy::Unicast,
            WakeBy::Multicast,
            WakeBy::Broadcast,
            WakeBy::Arp,
            WakeBy::Filter,
        ]),
    ),
];

/// What a setting can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choices {
    /// One of these: as it is written, and as it is shown.
    Of(Vec<(String, String)>),
    /// A number up to this one.
    UpTo(u32),
}

const ON_OFF: &[(&str, &str)] = &[("0", "Disabled"), ("1", "Enabled")];
const DIRECTIONS: &[(&str, &str)] = &[
    ("0", "Disabled"),
    ("1", "Tx Enabled"),
    ("2", "Rx Enabled"),
    ("3", "Rx & Tx Enabled"),
];
const TAGS: &[(&str, &str)] = &[
    ("0", "Packet Priority & VLAN Disabled"),
    ("3", "Packet Priority & VLAN Enabled"),
];
const TAG_FEATURES: &[&str] = &["rx-vlan-hw-parse", "tx-vlan-hw-insert"];
const FLOW: &[(&str, &str)] = &[
    ("0", "Disabled"),
    ("1", "Tx Enabled"),
    ("2", "Rx Enabled"),
    ("3", "Rx & Tx Enabled"),
    ("4", "Auto Negotiation"),
];
/// The values of `*SpeedDuplex`, with speed in Mbit/s and whether both ends send at the same time.
const SPEEDS: &[(&str, &str, u32, bool)] = &[
    ("1", "10 Mbps Half Duplex", 10, false),
    ("2", "10 Mbps Full Duplex", 10, true),
    ("3", "100 Mbps Half Duplex", 100, false),
    ("4", "100 Mbps Full Duplex", 100, true),
    ("5", "1.0 Gbps Half Duplex", 1_000, false),
    ("6", "1.0 Gbps Full Duplex", 1_000, true),
    ("7", "10 Gbps Full Duplex", 10_000, true),
    ("8", "20 Gbps Full Duplex", 20_000, true),
    ("9", "40 Gbps Full Duplex", 40_000, true),
    ("10", "100 Gbps Full Duplex", 100_000, true),
    ("25", "25 Gbps Full Duplex", 25_000, true),
    ("50", "50 Gbps Full Duplex", 50_000, true),
];
const NEGOTIATED: (&str, &str) = ("0", "Auto Negotiation");

fn choices(known: &[(&str, &str)]) -> Choices {
    let each = known.iter();
    Choices::Of(
        each.map(|(value, shown)| ((*value).to_owned(), (*shown).to_owned()))
            .collect(),
    )
}

/// Speed in Mbit/s and duplex of a mode of the kernel (`1000baseT/Full`).
fn speed_of(mode: &str) -> Option<(u32, bool)> {
    let (digits, rest) = mode.split_once("base")?;
    Some((digits.parse().ok()?, rest.ends_with("/Full")))
}

/// The modes of a speed.
fn modes_of(all: &BTreeSet<String>, mbps: u32, full: bool) -> BTreeSet<String> {
    let fits = |mode: &&String| speed_of(mode) == Some((mbps, full));
    all.iter().filter(fits).cloned().collect()
}

impl DriverKeyword {
    /// What it can be; none of a NIC whose driver does not have it.
    pub fn choices(&self, details: &NicDetails) -> Option<Choices> {
        let settings = &details.settings;
        let has = |names: &[&str]| {
            names
                .iter()
                .any(|name| settings.features.contains_key(*name))
        };
        Some(match &self.what {
            What::Switch(names) => {
                has(names).then_some(())?;
                choices(ON_OFF)
            }
            What::Checksum(names) => {
                (has(names) || has(&["rx-checksum"])).then_some(())?;
                choices(DIRECTIONS)
            }
            What::Tags => {
                has(TAG_FEATURES).then_some(())?;
                choices(TAGS)
            }
            What::Rss => {
                details.queues.filter(|queues| queues.most > 1)?;
                choices(ON_OFF)
            }
            What::Queues => Choices::UpTo(details.queues.filter(|q| q.most > 1)?.most),
            What::ReceiveRing => Choices::UpTo(settings.rings?.most_receive),
            What::TransmitRing => Choices::UpTo(settings.rings?.most_transmit),
            What::FlowControl => {
                settings.pause?;
                choices(FLOW)
            }
            What::SpeedDuplex => {
                let supported = &settings.modes.as_ref()?.supported;
                let fits = |(_, _, mbps, full): &&(&str, &str, u32, bool)| {
                    !modes_of(supported, *mbps, *full).is_empty()
                };
                let speeds = SPEEDS.iter().filter(fits);
                let speeds = speeds.map(|(value, shown, _, _)| (*value, *shown));
                let all: Vec<_> = [NEGOTIATED].into_iter().chain(speeds).collect();
                choices(&all)
            }
            What::Moderation => {
                settings.adaptive_moderation?;
                choices(ON_OFF)
            }
            What::Efficient => {
                settings.energy_efficient?;
                choices(ON_OFF)
            }
            What::Wake(by) => {
                let wake = settings.wake.as_ref()?;
                by.iter().find(|by| wake.supported.contains(by))?;
                choices(ON_OFF)
            }
        })
    }

    /// What it is now, as it is written; none where that cannot be told.
    pub fn now(&self, details: &NicDetails) -> Option<String> {
        let settings = &details.settings;
        let bit = |on: bool| u8::from(on).to_string();
        let any = |names: &[&str]| names.iter().any(|name| settings.is_on(name));
        Some(match &self.what {
            What::Switch(names) => bit(any(names)),
            What::Checksum(names) => {
                let receives = u8::from(settings.is_on("rx-checksum"));
                (u8::from(any(names)) + 2 * receives).to_string()
            }
            What::Tags => (3 * u8::from(any(TAG_FEATURES))).to_string(),
            What::Rss => bit(details.queues?.receive > 1),
            What::Queues => details.queues?.receive.to_string(),
            What::ReceiveRing => settings.rings?.receive.to_string(),
            What::TransmitRing => settings.rings?.transmit.to_string(),
            What::FlowControl => {
                let pause = settings.pause?;
                if pause.negotiated {
                    "4".to_owned()
                } else {
                    (u8::from(pause.transmit) + 2 * u8::from(pause.receive)).to_string()
                }
            }
            What::SpeedDuplex => {
                let modes = settings.modes.as_ref()?;
                let known = |wanted: (u32, bool)| {
                    let mut known = SPEEDS.iter();
                    known.find(|(_, _, mbps, full)| (*mbps, *full) == wanted)
                };
                match modes.set.as_ref()? {
                    Speed::Fixed { mbps, full } => known((*mbps, *full))?.0.to_owned(),
                    Speed::Negotiated(set) => {
                        let speeds: BTreeSet<_> = set.iter().filter_map(|m| speed_of(m)).collect();
                        let mut all = speeds.into_iter();
                        match (all.next(), all.next()) {
                            (Some(only), None) if *set != modes.supported => {
                                known(only)?.0.to_owned()
                            }
                            _ => NEGOTIATED.0.to_owned(),
                        }
                    }
                }
            }
            What::Moderation => bit(settings.adaptive_moderation?),
            What::Efficient => bit(settings.energy_efficient?),
            What::Wake(by) => {
                let on = &settings.wake.as_ref()?.on;
                bit(by.iter().any(|by| on.contains(by)))
            }
        })
    }

    /// The settings that make it a value, as it is written; none where it has no such value.
    pub fn settings(&self, details: &NicDetails, value: &str) -> Option<Vec<NicSetting>> {
        let settings = &details.settings;
        let feature = |name: &str, on: bool| NicSetting::Feature {
            name: name.to_owned(),
            on,
        };
        let switch = || match value {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        };
        let directions = || match value {
            "0" => Some((false, false)),
            "1" => Some((true, false)),
            "2" => Some((false, true)),
            "3" => Some((true, true)),
            _ => None,
        };
        Some(match &self.what {
            What::Switch(names) => {
                let on = switch()?;
                names.iter().map(|name| feature(name, on)).collect()
            }
            What::Checksum(names) => {
                let (sends, receives) = directions()?;
                let own = names.iter().find(|name| settings.is_changeable(name));
                let own = own.or(names.first())?;
                vec![feature(own, sends), feature("rx-checksum", receives)]
            }
            What::Tags => {
                let on = match value {
                    "0" => false,
                    "3" => true,
                    _ => return None,
                };
                let has = |name: &&&str| settings.features.contains_key(**name);
                let names = TAG_FEATURES.iter().filter(has);
                names.map(|name| feature(name, on)).collect()
            }
            What::Rss => {
                let queues = details.queues?;
                let count = match (switch()?, queues.receive > 1) {
                    (false, _) => 1,
                    (true, true) => queues.receive,
                    (true, false) => queues.most,
                };
                vec![NicSetting::ReceiveQueues(count)]
            }
            What::Queues => vec![NicSetting::ReceiveQueues(value.parse().ok()?)],
            What::ReceiveRing => vec![NicSetting::ReceiveRing(value.parse().ok()?)],
            What::TransmitRing => vec![NicSetting::TransmitRing(value.parse().ok()?)],
            What::FlowControl => {
                let negotiated = value == "4";
                let (transmit, receive) = if negotiated {
                    (true, true)
                } else {
                    directions()?
                };
                vec![NicSetting::Pause(Pause {
                    negotiated,
                    receive,
                    transmit,
                })]
            }
            What::SpeedDuplex => {
                let supported = &settings.modes.as_ref()?.supported;
                if value == NEGOTIATED.0 {
                    return Some(vec![NicSetting::Speed(Speed::Negotiated(
                        supported.clone(),
                    ))]);
                }
                let mut known = SPEEDS.iter();
                let (_, _, mbps, full) = known.find(|known| known.0 == value)?;
                let modes = modes_of(supported, *mbps, *full);
                (!modes.is_empty()).then_some(())?;
                // Offering one speed alone keeps the negotiation, which gigabit over copper needs.
                vec![NicSetting::Speed(Speed::Negotiated(modes))]
            }
            What::Moderation => vec![NicSetting::AdaptiveModeration(switch()?)],
            What::Efficient => vec![NicSetting::EnergyEfficient(switch()?)],
            What::Wake(by) => {
                let wake = settings.wake.as_ref()?;
                let can = by.iter().filter(|by| wake.supported.contains(by));
                let mut on = wake.on.clone();
                if switch()? {
                    on.extend(can);
                } else {
                    on.retain(|known| !by.contains(known));
                }
                vec![NicSetting::Wake(on)]
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_each_keyword_is_there_once() {
        let names: Vec<_> = TABLE
            .iter()
            .map(|known| known.display_name.to_lowercase())
            .collect();
        assert!(names.is_sorted(), "{names:?}");
        let keywords: BTreeSet<_> = TABLE.iter().map(|known| known.keyword).collect();
        assert_eq!(keywords.len(), TABLE.len());
    }

    #[test]
    fn speeds_are_read_from_the_kernels_modes() {
        assert_eq!(speed_of("1000baseT/Full"), Some((1000, true)));
        assert_eq!(speed_of("10baseT/Half"), Some((10, false)));
        assert_eq!(speed_of("25000baseSR/Full"), Some((25_000, true)));
        assert_eq!(speed_of("Autoneg"), None);
    }
}
