//! How adapters and bridge ports take part in VLANs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::VlanId;
use super::address::{ParseError, as_text};

/// The VLAN of untagged frames on a bridge that filters by VLAN (`vlan_default_pvid`), and on most physical switches.
const NATIVE: u16 = 1;

/// A set of VLANs, as ranges: `1-100,200`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VlanSet(Vec<(VlanId, VlanId)>);

impl VlanSet {
    /// The first and last VLAN of each range, in order; no two touch.
    #[must_use]
    pub fn ranges(&self) -> &[(VlanId, VlanId)] {
        &self.0
    }

    /// True when no VLAN is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every VLAN of the set, in order.
    pub fn iter(&self) -> impl Iterator<Item = VlanId> + '_ {
        self.0
            .iter()
            .flat_map(|(first, last)| first.get()..=last.get())
            .filter_map(|id| VlanId::try_from(id).ok())
    }

    /// True when the VLAN is in it.
    #[must_use]
    pub fn contains(&self, id: VlanId) -> bool {
        self.0
            .iter()
            .any(|(first, last)| *first <= id && id <= *last)
    }
}

impl FromIterator<VlanId> for VlanSet {
    fn from_iter<I: IntoIterator<Item = VlanId>>(ids: I) -> Self {
        let mut ids: Vec<VlanId> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut ranges: Vec<(VlanId, VlanId)> = Vec::new();
        for id in ids {
            match ranges.last_mut() {
                Some((_, last)) if last.get() + 1 == id.get() => *last = id,
                _ => ranges.push((id, id)),
            }
        }
        Self(ranges)
    }
}

impl fmt::Display for VlanSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.0.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            if first == last {
                write!(f, "{comma}{first}")?;
            } else {
                write!(f, "{comma}{first}-{last}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for VlanSet {
    type Err = ParseError;

    /// Numbers and ranges of numbers with commas between them, blanks allowed: Hyper-V's `AllowedVlanIdList`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wrong = || ParseError::new("VLAN ids and ranges of them, such as 1-100,200", text);
        let id = |text: &str| {
            let number: u16 = text.trim().parse().map_err(|_| wrong())?;
            VlanId::try_from(number).map_err(|_| wrong())
        };
        let mut ids = Vec::new();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (id(first)?, id(last)?);
            if first > last {
                return Err(wrong());
            }
            ids.extend((first.get()..=last.get()).filter_map(|id| VlanId::try_from(id).ok()));
        }
        Ok(ids.into_iter().collect())
    }
}

as_text!(VlanSet);

/// The VLANs that an adapter's guest is to be in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AdapterVlan {
    /// The guest sends and gets untagged frames, and they are untagged on the wire.
    #[default]
    Untagged,
    /// The guest sends and gets untagged frames, and they have this tag on the wire.
    Access(VlanId),
    /// The guest tags its frames itself.
    Trunk {
        /// The VLAN of its untagged frames; `None`: they are untagged on the wire.
        native: Option<VlanId>,
        /// The tags that it may use.
        allowed: VlanSet,
    },
}

impl AdapterVlan {
    /// What a port of a VLAN-filtering bridge has to be in for an adapter with this setting.
    #[must_use]
    pub fn port(&self) -> PortVlans {
        match self {
            Self::Untagged => PortVlans::default(),
            Self::Access(id) => PortVlans {
                untagged: real(*id),
                tagged: VlanSet::default(),
            },
            Self::Trunk { native, allowed } => {
                let untagged = native.and_then(real);
                let inner = untagged.map_or(NATIVE, VlanId::get);
                PortVlans {
                    untagged,
                    tagged: allowed.iter().filter(|id| id.get() != inner).collect(),
                }
            }
        }
    }

    /// The tag that the wire's frames have, as far as a VF can be told to use it.
    #[must_use]
    pub fn on_vf(&self) -> Option<VlanId> {
        match self {
            Self::Access(id) => real(*id),
            Self::Untagged | Self::Trunk { .. } => None,
        }
    }

    /// All VLANs that a switch's NIC has to let through with a tag for it.
    #[must_use]
    pub fn on_wire(&self) -> Vec<VlanId> {
        let port = self.port();
        port.untagged
            .into_iter()
            .chain(port.tagged.iter())
            .filter(|id| id.get() != NATIVE)
            .collect()
    }
}

/// VLAN 1 is the one of untagged frames, so it is never asked for by number.
fn real(id: VlanId) -> Option<VlanId> {
    (id.get() != NATIVE).then_some(id)
}

/// The VLANs that a port of a bridge is in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct PortVlans {
    /// Where untagged frames that come in belong, and whose frames go out untagged; `None` is the bridge's own (1).
    pub untagged: Option<VlanId>,
    /// VLANs whose frames come and go with a tag.
    #[serde(default, skip_serializing_if = "VlanSet::is_empty")]
    pub tagged: VlanSet,
}

#[cfg(test)]
mod tests {
    use super::{AdapterVlan, PortVlans, VlanId, VlanSet};
    use proptest::prelude::*;

    fn id(number: u16) -> VlanId {
        VlanId::try_from(number).unwrap()
    }

    #[test]
    fn lists_are_read_as_hyper_v_writes_them() {
        let set: VlanSet = "200, 1-3,3-5".parse().unwrap();
        assert_eq!(set.to_string(), "1-5,200");
        assert_eq!(set.iter().count(), 6);
        assert!(set.contains(id(5)) && !set.contains(id(6)));
        assert!("".parse::<VlanSet>().unwrap().is_empty());
        for wrong in ["0-3", "5-4", "4095", "a", "1-", "1-2-3"] {
            assert!(wrong.parse::<VlanSet>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn vlan_1_is_the_untagged_one() {
        assert_eq!(AdapterVlan::Access(id(1)).port(), PortVlans::default());
        assert_eq!(AdapterVlan::Access(id(1)).on_vf(), None);
        assert_eq!(AdapterVlan::Access(id(42)).port().untagged, Some(id(42)));
        let trunk = AdapterVlan::Trunk {
            native: None,
            allowed: "1-3".parse().unwrap(),
        };
        assert_eq!(trunk.port().tagged.to_string(), "2-3");
        assert_eq!(trunk.on_wire(), [id(2), id(3)]);
        let trunk = AdapterVlan::Trunk {
            native: Some(id(2)),
            allowed: "1-3".parse().unwrap(),
        };
        assert_eq!(trunk.port().tagged.to_string(), "1,3");
        assert_eq!(trunk.on_wire(), [id(2), id(3)]);
    }

    #[test]
    fn settings_are_kept_as_text() {
        for (setting, text) in [
            (AdapterVlan::Untagged, "null"),
            (AdapterVlan::Access(id(42)), "42"),
            (
                AdapterVlan::Trunk {
                    native: Some(id(7)),
                    allowed: "10-12".parse().unwrap(),
                },
                r#"{"native":7,"allowed":"10-12"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&setting).unwrap(), text);
            assert_eq!(serde_json::from_str::<AdapterVlan>(text).unwrap(), setting);
        }
    }

    proptest! {
        #[test]
        fn a_set_survives_its_text(ids in proptest::collection::vec(1_u16..=4094, 0..40)) {
            let set: VlanSet = ids.iter().map(|n| id(*n)).collect();
            let back: VlanSet = set.to_string().parse().unwrap();
            prop_assert_eq!(&back, &set);
            for n in ids {
                prop_assert!(set.contains(id(n)));
            }
            prop_assert!(set.ranges().windows(2).all(|w| w[0].1.get() + 1 < w[1].0.get()));
        }
    }
}
