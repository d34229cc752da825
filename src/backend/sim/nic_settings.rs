//! Settings of the simulated machine's NICs: which there are, and what is refused.

use std::collections::{BTreeMap, BTreeSet};

use super::link::existing;
use super::refusal::{EINVAL, EOPNOTSUPP, kernel};
use super::world::World;
use crate::HostError;
use crate::model::{
    Dcb, Feature, LinkKind, LinkModes, NetAdapter, NicDetails, NicSetting, NicSettings, Pause,
    RdmaDevice, Rings, Speed, Wake, WakeBy,
};
use crate::plan::NicChange;

/// Offloads of a NIC: the kernel's name, whether it is on at first, and whether it can be changed.
const OFFLOADS: &[(&str, bool, bool)] = &[
    ("esp-hw-offload", false, false),
    ("rx-checksum", true, true),
    ("rx-gro", true, true),
    ("rx-gro-hw", false, false),
    ("rx-hashing", true, true),
    ("rx-lro", false, false),
    ("rx-vlan-hw-parse", true, true),
    ("tx-checksum-ip-generic", true, true),
    ("tx-checksum-ipv4", false, false),
    ("tx-checksum-ipv6", false, false),
    ("tx-generic-segmentation", true, true),
    ("tx-gre-segmentation", true, true),
    ("tx-scatter-gather", true, true),
    ("tx-tcp-segmentation", true, true),
    ("tx-tcp6-segmentation", true, true),
    ("tx-udp-segmentation", true, true),
    ("tx-udp_tnl-csum-segmentation", true, true),
    ("tx-udp_tnl-segmentation", true, true),
    ("tx-vlan-hw-insert", true, true),
];

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &NicChange) -> Result<(), HostError> {
    let NicChange::Set { interface, setting } = change;
    existing(&world.state, interface)?;
    let mut nics = world.nics();
    let found = nics.iter_mut().find(|nic| nic.interface == *interface);
    let refused = |errno| Err(kernel(errno, interface.as_str(), ""));
    let Some(nic) = found else {
        return refused(EOPNOTSUPP);
    };
    if let Err(errno) = take(nic, setting) {
        return refused(errno);
    }
    let nic = nic.clone();
    let kept = &mut world.state.nics;
    match kept.iter_mut().find(|known| known.interface == *interface) {
        Some(known) => *known = nic,
        None => kept.push(nic),
    }
    Ok(())
}

/// As the kernel and the drivers take it; the number of the refusal otherwise.
fn take(nic: &mut NicDetails, setting: &NicSetting) -> Result<(), i32> {
    let settings = &mut nic.settings;
    match setting {
        NicSetting::Feature { name, on } => {
            let known = settings.features.get_mut(name).ok_or(EOPNOTSUPP)?;
            if known.on != *on && !known.changeable {
                return Err(EOPNOTSUPP);
            }
            known.wanted = *on;
            fix_features(&mut settings.features);
        }
        NicSetting::ReceiveQueues(count) => {
            let queues = nic.queues.as_mut().ok_or(EOPNOTSUPP)?;
            if !(1..=queues.most).contains(count) {
                return Err(EINVAL);
            }
            queues.receive = *count;
            if let Some(spread) = &mut nic.spreading {
                for (at, entry) in (0u32..).zip(&mut spread.table) {
                    *entry = at % count;
                }
            }
        }
        NicSetting::Indirection(table) => {
            let queues = nic.queues.ok_or(EOPNOTSUPP)?;
            let spread = nic.spreading.as_mut().ok_or(EOPNOTSUPP)?;
            let fits = table.iter().all(|queue| *queue < queues.receive);
            if !fits || table.is_empty() || table.len() != spread.table.len() {
                return Err(EINVAL);
            }
            spread.table.clone_from(table);
        }
        NicSetting::ReceiveRing(count) => {
            let rings = settings.rings.as_mut().ok_or(EOPNOTSUPP)?;
            if *count > rings.most_receive {
                return Err(EINVAL);
            }
            rings.receive = *count;
        }
        NicSetting::TransmitRing(count) => {
            let rings = settings.rings.as_mut().ok_or(EOPNOTSUPP)?;
            if *count > rings.most_transmit {
                return Err(EINVAL);
            }
            rings.transmit = *count;
        }
        NicSetting::Pause(pause) => *settings.pause.as_mut().ok_or(EOPNOTSUPP)? = *pause,
        NicSetting::Speed(speed) => {
            let modes = settings.modes.as_mut().ok_or(EOPNOTSUPP)?;
            let fits = match speed {
                Speed::Negotiated(wanted) => {
                    !wanted.is_empty() && wanted.is_subset(&modes.supported)
                }
                // Gigabit over copper needs the negotiation (IEEE 802.3, 40.5.1).
                Speed::Fixed { mbps, .. } => *mbps < 1000,
            };
            if !fits {
                return Err(EINVAL);
            }
            modes.set = Some(speed.clone());
        }
        NicSetting::Wake(on) => {
            let wake = settings.wake.as_mut().ok_or(EOPNOTSUPP)?;
            if !on.is_subset(&wake.supported) {
                return Err(EINVAL);
            }
            wake.on.clone_from(on);
        }
        NicSetting::AdaptiveModeration(on) => {
            *settings.adaptive_moderation.as_mut().ok_or(EOPNOTSUPP)? = *on;
        }
        NicSetting::EnergyEfficient(on) => {
            *settings.energy_efficient.as_mut().ok_or(EOPNOTSUPP)? = *on;
        }
        NicSetting::Ipv6(on) => *settings.ipv6.as_mut().ok_or(EOPNOTSUPP)? = *on,
        NicSetting::Applications(wanted) => {
            let table = settings.applications.as_mut().ok_or(EOPNOTSUPP)?;
            if wanted.iter().any(|app| app.priority > 7) {
                return Err(EINVAL);
            }
            table.clone_from(wanted);
        }
        NicSetting::Dcb(dcb) => {
            let known = settings.dcb.as_mut().ok_or(EOPNOTSUPP)?;
            let shares: u32 = dcb.percent.iter().map(|p| u32::from(*p)).sum();
            let classes = dcb.class_of.iter().all(|class| *class < known.classes);
            if !classes || shares != 0 && shares != 100 {
                return Err(EINVAL);
            }
            *known = Dcb {
                classes: known.classes,
                ..*dcb
            };
        }
    }
    Ok(())
}

/// As `netdev_fix_features` of `net/core/dev.c`: segmentation needs scatter-gather, and that of TCP a checksum too.
fn fix_features(features: &mut BTreeMap<String, Feature>) {
    for feature in features.values_mut() {
        feature.on = feature.wanted;
    }
    let on = |features: &BTreeMap<String, Feature>, name: &str| {
        features.get(name).is_some_and(|feature| feature.on)
    };
    let drop = |features: &mut BTreeMap<String, Feature>, name: &str| {
        if let Some(feature) = features.get_mut(name) {
            feature.on = false;
        }
    };
    if !on(features, "tx-scatter-gather") {
        for name in [
            "tx-tcp-segmentation",
            "tx-tcp6-segmentation",
            "tx-generic-segmentation",
        ] {
            drop(features, name);
        }
    }
    if !on(features, "tx-checksum-ip-generic") && !on(features, "tx-checksum-ipv4") {
        drop(features, "tx-tcp-segmentation");
    }
    if !on(features, "tx-checksum-ip-generic") && !on(features, "tx-checksum-ipv6") {
        drop(features, "tx-tcp6-segmentation");
    }
    if !on(features, "rx-checksum") {
        drop(features, "rx-gro-hw");
    }
}

/// What the driver of a link tells before anybody changed it.
pub(super) fn settings(link: &NetAdapter) -> NicSettings {
    let ipv6 = Some(true);
    let driver = match link.kind {
        LinkKind::Physical | LinkKind::VirtualFunction => link.driver.as_deref(),
        LinkKind::Representor
        | LinkKind::Bridge
        | LinkKind::Bond
        | LinkKind::Vlan
        | LinkKind::Tap
        | LinkKind::Other => None,
    };
    let Some(driver) = driver else {
        return NicSettings {
            ipv6,
            ..NicSettings::default()
        };
    };
    let feature = |(name, on, changeable): &(&str, bool, bool)| {
        let feature = Feature {
            on: *on,
            wanted: *on,
            changeable: *changeable,
        };
        ((*name).to_owned(), feature)
    };
    let features = OFFLOADS.iter().map(feature).collect();
    if link.kind == LinkKind::VirtualFunction {
        return NicSettings {
            features,
            ipv6,
            ..NicSettings::default()
        };
    }
    let most = match driver {
        "igb" | "e1000e" | "ixgbe" => 4096,
        _ => 8160,
    };
    let copper = matches!(driver, "igb" | "e1000e" | "r8169");
    let is_fast = matches!(driver, "ixgbe" | "i40e" | "ice" | "mlx5_core" | "bnxt_en");
    let own = RdmaDevice {
        // As udev names them by their place, so that no two have one name.
        name: link.pci.map_or_else(
            || "mlx5_0".to_owned(),
            |pci| format!("rocep{}s{}f{}", pci.bus, pci.device, pci.function),
        ),
        active: link.up,
    };
    NicSettings {
        features,
        rings: Some(Rings {
            receive: 256,
            most_receive: most,
            transmit: 256,
            most_transmit: most,
        }),
        pause: Some(Pause {
            negotiated: copper,
            receive: true,
            transmit: true,
        }),
        modes: Some(modes(copper)),
        wake: copper.then(|| Wake {
            supported: BTreeSet::from([
                WakeBy::Unicast,
                WakeBy::Multicast,
                WakeBy::Broadcast,
                WakeBy::Magic,
            ]),
            on: BTreeSet::from([WakeBy::Magic]),
        }),
        adaptive_moderation: is_fast.then_some(true),
        energy_efficient: copper.then_some(true),
        ipv6,
        rdma: (driver == "mlx5_core").then_some(own),
        dcb: is_fast.then_some(Dcb {
            classes: 8,
            ..Dcb::default()
        }),
        applications: is_fast.then(BTreeSet::new),
    }
}

fn modes(copper: bool) -> LinkModes {
    let names: &[&str] = if copper {
        &[
            "10baseT/Half",
            "10baseT/Full",
            "100baseT/Half",
            "100baseT/Full",
            "1000baseT/Full",
        ]
    } else {
        &["1000baseX/Full", "10000baseSR/Full", "25000baseSR/Full"]
    };
    let supported: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    LinkModes {
        set: Some(Speed::Negotiated(supported.clone())),
        supported,
    }
}
