//! What a PF holds for its VFs: reading all of one PF, setting one knob a request.
//!
//! The kernel puts all VFs of a PF into one attribute whose length field has 16 bits. Beyond about 220 VFs (with statistics; about
//! 400 without) that length wraps. The VFs themselves follow one another all the same, each with its number, so they are
//! walked to the end of the message as long as the numbers count up, whatever the length says.

use std::collections::BTreeMap;

use crate::backend::model::{
    MacAddress, VfAdmin, VfAttributes, VfCounters, VfLinkState, VfRate, VfVlan, VlanId,
};

use super::codec::{Message, attributes, find, read_u32, read_u64, split_attribute};
use super::link::{GET, SET, attribute, attributes_of, extent, fixed};
use super::{Netlink, Result};

/// One VF in the list.
const INFO: u16 = 1;
const MAC: u16 = 1;
const VLAN: u16 = 2;
const TX_RATE: u16 = 3;
const SPOOF_CHECK: u16 = 4;
const LINK_STATE: u16 = 5;
const RATE: u16 = 6;
const STATS: u16 = 8;
const TRUST: u16 = 9;
const VLAN_LIST: u16 = 12;
const VLAN_INFO: u16 = 1;
const ETHERTYPE_8021Q: u16 = 0x8100;
/// What drivers that do not report a switch leave in its place.
const NOT_REPORTED: u32 = u32::MAX;

const RX_PACKETS: u16 = 0;
const TX_PACKETS: u16 = 1;
const RX_BYTES: u16 = 2;
const TX_BYTES: u16 = 3;

/// A VF, as its PF knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VfRead {
    /// The knobs.
    pub admin: VfAdmin,
    /// The counters; none if they were not asked for or the driver has none.
    pub counters: Option<VfCounters>,
}

/// The second number of a `{ vf, value }` attribute.
fn value(attribute: &[u8]) -> Option<u32> {
    attribute.get(4..).and_then(read_u32)
}

fn switch(attribute: &[u8]) -> Option<bool> {
    value(attribute)
        .filter(|value| *value != NOT_REPORTED)
        .map(|value| value != 0)
}

fn vlan_of(id: u32, qos: u32) -> VfVlan {
    VfVlan {
        id: u16::try_from(id)
            .ok()
            .and_then(|id| VlanId::try_from(id).ok()),
        qos: u8::try_from(qos & 7).unwrap_or(0),
    }
}

fn read(info: &[u8]) -> Option<(u32, VfRead)> {
    let mac = find(info, MAC)?;
    let index = read_u32(mac)?;
    let mut admin = VfAdmin {
        mac: mac
            .get(4..10)
            .and_then(|bytes| <[u8; 6]>::try_from(bytes).ok())
            .map(MacAddress)
            .unwrap_or_default(),
        ..VfAdmin::default()
    };
    let mut counters = None;
    for (kind, bytes) in attributes(info) {
        let third = || bytes.get(8..).and_then(read_u32).unwrap_or(0);
        match kind {
            VLAN => admin.vlan = vlan_of(value(bytes).unwrap_or(0), third()),
            TX_RATE => admin.rate.maximum = value(bytes).unwrap_or(0),
            RATE => {
                admin.rate = VfRate {
                    minimum: value(bytes).unwrap_or(0),
                    maximum: third(),
                };
            }
            SPOOF_CHECK => admin.spoof_check = switch(bytes),
            TRUST => admin.trust = switch(bytes),
            LINK_STATE => {
                admin.link_state = match value(bytes) {
                    Some(0) => Some(VfLinkState::Auto),
                    Some(1) => Some(VfLinkState::Enable),
                    Some(2) => Some(VfLinkState::Disable),
                    _ => None,
                };
            }
            STATS => {
                let count = |kind| find(bytes, kind).and_then(read_u64).unwrap_or(0);
                counters = Some(VfCounters {
                    rx_bytes: count(RX_BYTES),
                    rx_packets: count(RX_PACKETS),
                    tx_bytes: count(TX_BYTES),
                    tx_packets: count(TX_PACKETS),
                });
            }
            _ => {}
        }
    }
    Some((index, VfRead { admin, counters }))
}

/// The VFs in the attributes of a link message, by their number.
fn list(all: &[u8]) -> BTreeMap<u32, VfRead> {
    let mut vfs = BTreeMap::new();
    let mut left = all;
    while let Some(((kind, _), rest)) = split_attribute(left) {
        if kind == attribute::VF_LIST {
            let mut inside = left.get(4..).unwrap_or(&[]);
            let mut next = 0u32;
            while let Some(((INFO, info), after)) = split_attribute(inside) {
                let Some((index, vf)) = read(info) else { break };
                if index != next {
                    break;
                }
                vfs.insert(index, vf);
                next = next.saturating_add(1);
                inside = after;
            }
            break;
        }
        left = rest;
    }
    vfs
}

/// One request for each knob that is to be set.
fn knobs(index: u32, wish: &VfAttributes) -> Vec<(&'static str, u16, Vec<u8>)> {
    let pair = |value: u32| {
        [index.to_ne_bytes(), value.to_ne_bytes()]
            .as_flattened()
            .to_vec()
    };
    let mut knobs = Vec::new();
    if let Some(mac) = wish.mac {
        let mut bytes = [0u8; 36];
        for (place, byte) in bytes.iter_mut().zip(index.to_ne_bytes()) {
            *place = byte;
        }
        for (place, byte) in bytes.iter_mut().skip(4).zip(mac.0) {
            *place = byte;
        }
        knobs.push(("MAC address", MAC, bytes.to_vec()));
    }
    if let Some(vlan) = wish.vlan {
        let id = vlan.id.map_or(0, |id| u32::from(id.get()));
        let fields = [index, id, u32::from(vlan.qos)].map(u32::to_ne_bytes);
        let mut info = fields.as_flattened().to_vec();
        info.extend_from_slice(&ETHERTYPE_8021Q.to_be_bytes());
        info.extend_from_slice(&[0; 2]);
        knobs.push(("VLAN", VLAN_LIST, info));
    }
    if let Some(on) = wish.spoof_check {
        knobs.push(("spoof checking", SPOOF_CHECK, pair(u32::from(on))));
    }
    if let Some(on) = wish.trust {
        knobs.push(("trust", TRUST, pair(u32::from(on))));
    }
    if let Some(rate) = wish.rate {
        let fields = [index, rate.minimum, rate.maximum].map(u32::to_ne_bytes);
        knobs.push(("rate", RATE, fields.as_flattened().to_vec()));
    }
    if let Some(state) = wish.link_state {
        let number = match state {
            VfLinkState::Auto => 0,
            VfLinkState::Enable => 1,
            VfLinkState::Disable => 2,
        };
        knobs.push(("link state", LINK_STATE, pair(number)));
    }
    knobs
}

fn add_knob(message: Message, kind: u16, bytes: &[u8]) -> Message {
    if kind == VLAN_LIST {
        // VLANs are a list in the list, of one entry.
        message.nest(VLAN_LIST, |message| message.bytes(VLAN_INFO, bytes))
    } else {
        message.bytes(kind, bytes)
    }
}

impl Netlink {
    /// What the PF with this interface index holds for its VFs, by their number. A VF that is missing could not be read.
    ///
    /// # Errors
    /// The kernel's refusal; EMSGSIZE from kernels that cannot answer for many VFs.
    pub fn vfs(&self, pf: u32, counters: bool) -> Result<BTreeMap<u32, VfRead>> {
        let mask = if counters {
            extent::VFS
        } else {
            extent::VFS | extent::NO_STATISTICS
        };
        let message = Message::new(&fixed(0, pf, 0, 0)).u32(attribute::EXTENT, mask);
        let replies = self.get(&format!("reading the VFs of interface {pf}"), GET, message)?;
        Ok(replies
            .iter()
            .map(|reply| list(attributes_of(reply)))
            .max_by_key(BTreeMap::len)
            .unwrap_or_default())
    }

    /// Sets what is set in `wish` on one VF: one request a knob, so that a refusal names it. What was set before a refusal
    /// is put back from `before`.
    ///
    /// # Errors
    /// The kernel's refusal of one knob.
    pub fn set_vf(
        &self,
        pf: u32,
        index: u32,
        wish: &VfAttributes,
        before: Option<&VfAdmin>,
    ) -> Result<()> {
        let requests = knobs(index, wish);
        for (position, (name, kind, bytes)) in requests.iter().enumerate() {
            let what = format!("setting the {name} of VF {index}");
            let Err(error) = self.set_knob(&what, pf, *kind, bytes) else {
                continue;
            };
            if let Some(before) = before {
                let originals = knobs(index, &wish.originals_in(before));
                let done = requests.get(..position).unwrap_or(&[]);
                for (_, kind, bytes) in originals
                    .iter()
                    .filter(|(name, ..)| done.iter().any(|(set, ..)| set == name))
                {
                    // The refusal is what is reported; the caller observes again anyway.
                    let _ = self.set_knob("putting a VF back", pf, *kind, bytes);
                }
            }
            return Err(error);
        }
        Ok(())
    }

    fn set_knob(&self, what: &str, pf: u32, kind: u16, bytes: &[u8]) -> Result<()> {
        let message = Message::new(&fixed(0, pf, 0, 0)).nest(attribute::VF_LIST, |message| {
            message.nest(INFO, |message| add_knob(message, kind, bytes))
        });
        self.change(what, SET, 0, message)
    }

    /// Sets knobs of many VFs with few messages. The kernel goes VF by VF and stops at the first refusal without
    /// undoing: for putting back a known state, and for VFs that nobody uses yet.
    ///
    /// # Errors
    /// The first refusal; it does not say which VF.
    pub fn set_many_vfs(&self, pf: u32, wishes: &[(u32, VfAttributes)]) -> Result<()> {
        // At most 128 bytes a VF, and the list may have 65,535.
        for batch in wishes.chunks(256) {
            let message = Message::new(&fixed(0, pf, 0, 0)).nest(attribute::VF_LIST, |message| {
                batch.iter().fold(message, |message, (index, wish)| {
                    message.nest(INFO, |message| {
                        knobs(*index, wish)
                            .iter()
                            .fold(message, |m, (_, kind, bytes)| add_knob(m, *kind, bytes))
                    })
                })
            });
            self.change(&format!("setting {} VFs", batch.len()), SET, 0, message)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::codec::messages;
    use super::*;
    use proptest::prelude::*;

    fn wish(index: u32) -> VfAttributes {
        VfAttributes {
            mac: Some(MacAddress([2, 0, 0, 0, (index >> 8) as u8, index as u8])),
            vlan: Some(VfVlan {
                id: VlanId::try_from(100).ok(),
                qos: 3,
            }),
            spoof_check: Some(true),
            trust: Some(false),
            rate: Some(VfRate {
                minimum: 0,
                maximum: 5000,
            }),
            link_state: Some(VfLinkState::Enable),
        }
    }

    /// The kernel's answer for `count` VFs, with a list length that wraps as the kernel's does.
    fn answer(count: u32) -> Vec<u8> {
        let mut list = Vec::new();
        for index in 0..count {
            let mut info = Message::new(&[]);
            for (_, kind, bytes) in knobs(index, &wish(index)) {
                info = if kind == VLAN_LIST {
                    info.bytes(VLAN, &bytes[..12])
                } else {
                    add_knob(info, kind, &bytes)
                };
            }
            let info = info.finish(0, 0, 0).unwrap()[16..].to_vec();
            list.extend_from_slice(&(u16::try_from(info.len()).unwrap() + 4).to_ne_bytes());
            list.extend_from_slice(&(INFO | 0x8000).to_ne_bytes());
            list.extend_from_slice(&info);
        }
        let mut all = Message::new(&[])
            .text(attribute::NAME, "eth0")
            .finish(0, 0, 0)
            .unwrap()[16..]
            .to_vec();
        all.extend_from_slice(&((list.len() + 4) as u16).to_ne_bytes());
        all.extend_from_slice(&(attribute::VF_LIST | 0x8000).to_ne_bytes());
        all.extend_from_slice(&list);
        all.extend_from_slice(&8u16.to_ne_bytes());
        all.extend_from_slice(&43u16.to_ne_bytes());
        all.extend_from_slice(&[0; 4]);
        all
    }

    #[test]
    fn a_list_is_read_whole_even_where_its_length_wraps() {
        for count in [0, 1, 7, 63, 256, 1000] {
            let vfs = list(&answer(count));
            assert_eq!(vfs.len(), count as usize);
            for (index, vf) in vfs {
                assert_eq!(wish(index).hold_in(&vf.admin), Some(true), "{index} {vf:?}");
            }
        }
    }

    #[test]
    fn a_knob_that_is_not_reported_is_not_off() {
        let mac = [0u8; 36];
        let silent = [0u32, NOT_REPORTED].map(u32::to_ne_bytes);
        let info = Message::new(&[])
            .bytes(MAC, &mac)
            .bytes(SPOOF_CHECK, silent.as_flattened())
            .bytes(TRUST, silent.as_flattened())
            .finish(0, 0, 0)
            .unwrap();
        let (_, vf) = read(&info[16..]).unwrap();
        assert_eq!((vf.admin.spoof_check, vf.admin.trust), (None, None));
    }

    #[test]
    fn one_knob_a_request_and_none_for_what_is_not_wished() {
        assert!(knobs(0, &VfAttributes::default()).is_empty());
        let names: Vec<&str> = knobs(3, &wish(3)).iter().map(|(name, ..)| *name).collect();
        assert_eq!(
            names,
            [
                "MAC address",
                "VLAN",
                "spoof checking",
                "trust",
                "rate",
                "link state"
            ]
        );
    }

    #[test]
    fn many_vfs_fit_one_message() {
        let message = Message::new(&fixed(0, 1, 0, 0)).nest(attribute::VF_LIST, |message| {
            (0..256).fold(message, |message, index| {
                message.nest(INFO, |message| {
                    knobs(index, &wish(index))
                        .iter()
                        .fold(message, |m, (_, kind, bytes)| add_knob(m, *kind, bytes))
                })
            })
        });
        let bytes = message.finish(SET, 0, 1).unwrap();
        assert_eq!(messages(&bytes).len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_list_without_a_panic(bytes in any::<Vec<u8>>(), cut in 0usize..900) {
            let _ = list(&bytes);
            let mut answer = answer(7);
            answer.truncate(cut);
            prop_assert!(list(&answer).len() <= 7);
        }
    }
}
