//! The settings of a NIC's driver by ethtool's netlink family (`Documentation/networking/ethtool-netlink.rst`).

use std::collections::{BTreeMap, BTreeSet};

use netlink_packet_core::DefaultNla;

use crate::model::{
    Feature, InterfaceName, LinkModes, NicSettings, Pause, Rings, Speed, Wake, WakeBy,
};

use super::Result;
use super::ethtool::{
    CHANNELS_GET, COMBINED_COUNT, COMBINED_MAX, Ethtool, RX_COUNT, RX_MAX as CHANNELS_RX_MAX,
};
use super::generic::{byte, long, nest, text, value};
use super::raw::{attributes, find, read_text};

const LINKMODES_GET: u8 = 4;
const LINKMODES_SET: u8 = 5;
const WOL_GET: u8 = 9;
const WOL_SET: u8 = 10;
const FEATURES_GET: u8 = 11;
const FEATURES_SET: u8 = 12;
const RINGS_GET: u8 = 15;
const RINGS_SET: u8 = 16;
const CHANNELS_SET: u8 = 18;
const COALESCE_GET: u8 = 19;
const COALESCE_SET: u8 = 20;
const PAUSE_GET: u8 = 21;
const PAUSE_SET: u8 = 22;
const EEE_GET: u8 = 23;
const EEE_SET: u8 = 24;

const FEATURES_HW: u16 = 2;
const FEATURES_WANTED: u16 = 3;
const FEATURES_ACTIVE: u16 = 4;
const FEATURES_NOCHANGE: u16 = 5;

const BITSET_NOMASK: u16 = 1;
const BITSET_BITS: u16 = 3;
const BITSET_BIT: u16 = 1;
const BIT_NAME: u16 = 2;
const BIT_VALUE: u16 = 3;

const RINGS_RX_MAX: u16 = 2;
const RINGS_TX_MAX: u16 = 5;
const RINGS_RX: u16 = 6;
const RINGS_TX: u16 = 9;

const PAUSE_AUTONEG: u16 = 2;
const PAUSE_RX: u16 = 3;
const PAUSE_TX: u16 = 4;

const MODES_AUTONEG: u16 = 2;
const MODES_OURS: u16 = 3;
const MODES_SPEED: u16 = 5;
const MODES_DUPLEX: u16 = 6;
const SPEED_UNKNOWN: u32 = u32::MAX;
const DUPLEX_FULL: u8 = 1;
const DUPLEX_HALF: u8 = 0;

const WOL_MODES: u16 = 2;

const COALESCE_ADAPTIVE_RX: u16 = 11;

const EEE_ENABLED: u16 = 5;

/// The bits of a set that are named in a message, and whether each is set. The kernel names all bits of the mask, and without a mask
/// only those that are set.
fn bits(answers: &[Vec<u8>], kind: u16) -> Option<BTreeMap<String, bool>> {
    let set = value(answers, kind)?;
    let named = find(set, BITSET_BITS).unwrap_or_default();
    let each = attributes(named).filter(|bit| bit.kind() == BITSET_BIT);
    let all_set = find(set, BITSET_NOMASK).is_some();
    let each = each.filter_map(|bit| {
        let bit = bit.value();
        let name = read_text(find(bit, BIT_NAME)?);
        Some((name, all_set || find(bit, BIT_VALUE).is_some()))
    });
    Some(each.collect())
}

/// The names of the bits that are set.
fn set_bits(answers: &[Vec<u8>], kind: u16) -> BTreeSet<String> {
    let all = bits(answers, kind).unwrap_or_default();
    let set = all.into_iter().filter(|(_, is_set)| *is_set);
    set.map(|(name, _)| name).collect()
}

/// A set in which only the bits that are named are changed.
fn bitset(kind: u16, bits: impl IntoIterator<Item = (String, bool)>) -> DefaultNla {
    let each = bits.into_iter().map(|(name, is_set)| {
        let mut inner = vec![text(BIT_NAME, &name)];
        if is_set {
            inner.push(DefaultNla::new(BIT_VALUE, Vec::new()));
        }
        nest(BITSET_BIT, &inner)
    });
    let each: Vec<DefaultNla> = each.collect();
    nest(kind, &[nest(BITSET_BITS, &each)])
}

fn number(kind: u16, value: u32) -> DefaultNla {
    DefaultNla::new(kind, value.to_ne_bytes().to_vec())
}

fn flag(kind: u16, on: bool) -> DefaultNla {
    DefaultNla::new(kind, vec![u8::from(on)])
}

/// Whether a link mode is a speed, and not a port or a way to pause.
fn is_speed(mode: &str) -> bool {
    mode.contains("base")
}

impl Ethtool {
    /// The settings of a NIC. What its driver does not tell is left out.
    pub fn settings(&self, name: &InterfaceName) -> NicSettings {
        NicSettings {
            features: self.features(name).unwrap_or_default(),
            rings: self.rings(name),
            pause: self.pause(name),
            modes: self.modes(name),
            wake: self.wake(name),
            adaptive_moderation: self
                .look(COALESCE_GET, name)
                .and_then(|answers| byte(&answers, COALESCE_ADAPTIVE_RX))
                .map(|on| on != 0),
            energy_efficient: self
                .look(EEE_GET, name)
                .and_then(|answers| byte(&answers, EEE_ENABLED))
                .map(|on| on != 0),
            ..NicSettings::default()
        }
    }

    fn look(&self, command: u8, name: &InterfaceName) -> Option<Vec<Vec<u8>>> {
        self.ask("the settings", command, name).ok()
    }

    fn features(&self, name: &InterfaceName) -> Option<BTreeMap<String, Feature>> {
        let answers = self.look(FEATURES_GET, name)?;
        let hardware = bits(&answers, FEATURES_HW)?;
        let wanted = set_bits(&answers, FEATURES_WANTED);
        let active = set_bits(&answers, FEATURES_ACTIVE);
        let fixed = set_bits(&answers, FEATURES_NOCHANGE);
        let each = hardware.into_iter().map(|(name, can)| {
            let feature = Feature {
                on: active.contains(&name),
                wanted: wanted.contains(&name),
                changeable: can && !fixed.contains(&name),
            };
            (name, feature)
        });
        Some(each.collect())
    }

    fn rings(&self, name: &InterfaceName) -> Option<Rings> {
        let answers = self.look(RINGS_GET, name)?;
        let count = |kind| long(&answers, kind).unwrap_or_default();
        let rings = Rings {
            receive: count(RINGS_RX),
            most_receive: count(RINGS_RX_MAX),
            transmit: count(RINGS_TX),
            most_transmit: count(RINGS_TX_MAX),
        };
        (rings.most_receive > 0).then_some(rings)
    }

    fn pause(&self, name: &InterfaceName) -> Option<Pause> {
        let answers = self.look(PAUSE_GET, name)?;
        let on = |kind| byte(&answers, kind).map(|on| on != 0);
        Some(Pause {
            negotiated: on(PAUSE_AUTONEG)?,
            receive: on(PAUSE_RX)?,
            transmit: on(PAUSE_TX)?,
        })
    }

    fn modes(&self, name: &InterfaceName) -> Option<LinkModes> {
        let answers = self.look(LINKMODES_GET, name)?;
        let all = bits(&answers, MODES_OURS)?;
        let speeds = all.into_iter().filter(|(mode, _)| is_speed(mode));
        let speeds: BTreeMap<String, bool> = speeds.collect();
        let supported: BTreeSet<String> = speeds.keys().cloned().collect();
        let negotiated = byte(&answers, MODES_AUTONEG)? != 0;
        let set = if negotiated {
            let set = speeds.into_iter().filter(|(_, is_set)| *is_set);
            Some(Speed::Negotiated(set.map(|(mode, _)| mode).collect()))
        } else {
            let mbps =
                long(&answers, MODES_SPEED).filter(|mbps| ![0, SPEED_UNKNOWN].contains(mbps));
            let full = match byte(&answers, MODES_DUPLEX) {
                Some(DUPLEX_FULL) => Some(true),
                Some(DUPLEX_HALF) => Some(false),
                _ => None,
            };
            mbps.zip(full)
                .map(|(mbps, full)| Speed::Fixed { mbps, full })
        };
        (!supported.is_empty()).then_some(LinkModes { supported, set })
    }

    fn wake(&self, name: &InterfaceName) -> Option<Wake> {
        let answers = self.look(WOL_GET, name)?;
        let modes = bits(&answers, WOL_MODES)?;
        let known = |by: &WakeBy| modes.contains_key(by.kernel_name());
        let is_on = |by: &WakeBy| modes.get(by.kernel_name()) == Some(&true);
        Some(Wake {
            supported: WakeBy::ALL.into_iter().filter(known).collect(),
            on: WakeBy::ALL.into_iter().filter(is_on).collect(),
        })
    }

    /// Switches a feature on or off.
    ///
    /// # Errors
    /// The kernel's refusal. A driver that does not take the value answers nothing: it is read back.
    pub fn set_feature(&self, name: &InterfaceName, feature: &str, on: bool) -> Result<()> {
        let wanted = bitset(FEATURES_WANTED, [(feature.to_owned(), on)]);
        self.tell(feature, FEATURES_SET, name, vec![wanted])
    }

    /// Sets how many receive queues there are: those that only receive, or those that do both where the driver has such.
    ///
    /// # Errors
    /// The kernel's refusal: EINVAL beyond the most that there can be.
    pub fn set_queues(&self, name: &InterfaceName, count: u32) -> Result<()> {
        let answers = self.ask("the queues", CHANNELS_GET, name)?;
        let most = |kind| long(&answers, kind).unwrap_or_default();
        // A NIC may have some of each: those that only receive stay, as long as the others can make up the number.
        let mut changes = Vec::new();
        if most(COMBINED_MAX) > 0 {
            let receiving = most(RX_COUNT);
            let (combined, receiving) = match count.checked_sub(receiving) {
                Some(combined) if combined > 0 => (combined, receiving),
                _ => (count, 0),
            };
            changes.push(number(COMBINED_COUNT, combined));
            if most(CHANNELS_RX_MAX) > 0 {
                changes.push(number(RX_COUNT, receiving));
            }
        } else {
            changes.push(number(RX_COUNT, count));
        }
        self.tell("the number of queues", CHANNELS_SET, name, changes)
    }

    /// Sets the descriptors to receive or to send with; `None` leaves a ring alone.
    ///
    /// # Errors
    /// The kernel's refusal: EINVAL beyond the most that there can be.
    pub fn set_rings(
        &self,
        name: &InterfaceName,
        receive: Option<u32>,
        transmit: Option<u32>,
    ) -> Result<()> {
        let receive = receive.map(|count| number(RINGS_RX, count));
        let transmit = transmit.map(|count| number(RINGS_TX, count));
        let changes = receive.into_iter().chain(transmit).collect();
        self.tell("the rings", RINGS_SET, name, changes)
    }

    /// Sets which pause frames there are.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_pause(&self, name: &InterfaceName, pause: Pause) -> Result<()> {
        let changes = vec![
            flag(PAUSE_AUTONEG, pause.negotiated),
            flag(PAUSE_RX, pause.receive),
            flag(PAUSE_TX, pause.transmit),
        ];
        self.tell("flow control", PAUSE_SET, name, changes)
    }

    /// Sets the speed: those of the modes that are not among the ones given are no longer offered.
    ///
    /// # Errors
    /// The kernel's refusal: EINVAL for what the hardware cannot do.
    pub fn set_speed(&self, name: &InterfaceName, speed: &Speed) -> Result<()> {
        let changes = match speed {
            Speed::Negotiated(wanted) => {
                let supported = self.modes(name).map(|modes| modes.supported);
                let supported = supported.unwrap_or_default();
                let bits = supported.into_iter().map(|mode| {
                    let is_wanted = wanted.contains(&mode);
                    (mode, is_wanted)
                });
                vec![flag(MODES_AUTONEG, true), bitset(MODES_OURS, bits)]
            }
            Speed::Fixed { mbps, full } => vec![
                flag(MODES_AUTONEG, false),
                number(MODES_SPEED, *mbps),
                flag(MODES_DUPLEX, *full),
            ],
        };
        self.tell("the speed", LINKMODES_SET, name, changes)
    }

    /// Sets what wakes the machine.
    ///
    /// # Errors
    /// The kernel's refusal: EINVAL for what the hardware cannot wake by.
    pub fn set_wake(&self, name: &InterfaceName, on: &BTreeSet<WakeBy>) -> Result<()> {
        let supported = self.wake(name).map(|wake| wake.supported);
        let mut all = supported.unwrap_or_default();
        all.extend(on);
        let bits = all
            .into_iter()
            .map(|by| (by.kernel_name().to_owned(), on.contains(&by)));
        self.tell("wake-on-LAN", WOL_SET, name, vec![bitset(WOL_MODES, bits)])
    }

    /// Switches adaptive interrupt moderation of what is received on or off.
    ///
    /// # Errors
    /// The kernel's refusal: EOPNOTSUPP from a driver without it.
    pub fn set_adaptive_moderation(&self, name: &InterfaceName, on: bool) -> Result<()> {
        let changes = vec![flag(COALESCE_ADAPTIVE_RX, on)];
        self.tell("interrupt moderation", COALESCE_SET, name, changes)
    }

    /// Switches Energy Efficient Ethernet on or off.
    ///
    /// # Errors
    /// The kernel's refusal: EOPNOTSUPP from a driver without it.
    pub fn set_energy_efficient(&self, name: &InterfaceName, on: bool) -> Result<()> {
        let changes = vec![flag(EEE_ENABLED, on)];
        self.tell("Energy Efficient Ethernet", EEE_SET, name, changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlink_packet_core::Emitable as _;

    /// As the kernel lays a message out: four bytes of a head, then the attributes.
    fn message(attributes: &[DefaultNla]) -> Vec<Vec<u8>> {
        let mut body = vec![0; 4 + attributes.buffer_len()];
        attributes.emit(&mut body[4..]);
        vec![body]
    }

    #[test]
    fn a_set_of_bits_is_read_as_it_is_written() {
        let bits_in = [("tx-tcp-segmentation", true), ("rx-gro", false)];
        let named = bits_in.map(|(name, on)| (name.to_owned(), on));
        let answers = message(&[bitset(FEATURES_HW, named)]);
        let read = bits(&answers, FEATURES_HW).unwrap();
        assert_eq!(
            read,
            BTreeMap::from(bits_in.map(|(n, on)| (n.to_owned(), on)))
        );
        assert_eq!(
            set_bits(&answers, FEATURES_HW),
            BTreeSet::from(["tx-tcp-segmentation".to_owned()])
        );
        assert_eq!(bits(&answers, FEATURES_ACTIVE), None);
    }

    #[test]
    fn ports_and_pauses_are_no_speeds() {
        let speeds = [
            "10baseT/Half",
            "1000baseT/Full",
            "25000baseSR/Full",
            "10000baseKX4/Full",
        ];
        assert!(speeds.iter().all(|mode| is_speed(mode)));
        let others = [
            "Autoneg",
            "TP",
            "FIBRE",
            "Pause",
            "Asym_Pause",
            "MII",
            "FEC_NONE",
        ];
        assert!(!others.iter().any(|mode| is_speed(mode)));
    }
}
