//! What a PF holds for its VFs: reading all of one PF, setting one knob a request.
//!
//! Setting is the library's. Reading is not, for three reasons:
//! - The kernel puts all VFs of a PF into one attribute whose length field has 16 bits. Beyond about 220 VFs (with statistics;
//!   about 400 without) that length wraps, and the library believes it. The VFs themselves follow one another all the same,
//!   each with its number, so they are walked to the end of the message as long as the numbers count up.
//! - An answer of that length does not fit the library's buffer of 64 KiB: it is dropped, and the PF seems to have no VFs.
//! - A switch that the driver does not report is "off" to the library.
//!
//! What one attribute of one VF means is again read by the library.

use std::collections::BTreeMap;

use netlink_packet_core::{NlaBuffer, Parseable};
use netlink_packet_route::RouteNetlinkMessage;
use netlink_packet_route::link::{
    LinkAttribute, LinkExtentMask, LinkMessage, LinkVfInfo, VfInfo, VfInfoLinkState, VfInfoMac,
    VfInfoRate, VfInfoSpoofCheck, VfInfoTrust, VfLinkState as LinkState, VfStats,
    VfVlan as VlanEntry, VfVlanInfo, VlanProtocol as Tag,
};
use rtnetlink::LinkUnspec;

use crate::model::{
    MacAddress, VfAdmin, VfAttributes, VfCounters, VfLinkState, VfRate, VfVlan, VlanId,
    VlanProtocol,
};

use super::raw::attributes;
use super::{Netlink, Result};

/// Bytes of a link message before its attributes.
const LINK_HEADER: usize = 16;
/// All VFs, in a link's attributes.
const VF_LIST: u16 = 22;
/// One VF in the list.
const INFO: u16 = 1;
const SPOOF_CHECK: u16 = 4;
const TRUST: u16 = 9;
/// What drivers that do not report a switch leave in its place.
const NOT_REPORTED: u32 = u32::MAX;

/// A VF, as its PF knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VfRead {
    /// The knobs.
    pub admin: VfAdmin,
    /// The counters; none if they were not asked for or the driver has none.
    pub counters: Option<VfCounters>,
}

/// The second number of a `{ vf, value }` attribute, where it is reported.
fn switch(attribute: &[u8]) -> Option<bool> {
    let value = attribute.get(4..)?.first_chunk()?;
    Some(u32::from_ne_bytes(*value))
        .filter(|value| *value != NOT_REPORTED)
        .map(|value| value != 0)
}

fn vlan_of(id: u32, qos: u32) -> VfVlan {
    VfVlan {
        id: u16::try_from(id)
            .ok()
            .and_then(|id| VlanId::try_from(id).ok()),
        qos: u8::try_from(qos & 7).unwrap_or(0),
        protocol: VlanProtocol::default(),
    }
}

/// The tag of a VLAN; that of none says nothing.
fn tag_of(vlan: &VfVlanInfo) -> VlanProtocol {
    match vlan.protocol {
        Tag::Ieee8021Ad if vlan.vlan_id > 0 => VlanProtocol::Service,
        _ => VlanProtocol::Customer,
    }
}

fn counters_of(counts: &[VfStats]) -> VfCounters {
    let mut counters = VfCounters::default();
    for count in counts {
        match count {
            VfStats::RxBytes(count) => counters.rx_bytes = *count,
            VfStats::RxPackets(count) => counters.rx_packets = *count,
            VfStats::TxBytes(count) => counters.tx_bytes = *count,
            VfStats::TxPackets(count) => counters.tx_packets = *count,
            _ => {}
        }
    }
    counters
}

fn read(info: &[u8]) -> Option<(u32, VfRead)> {
    let mut number = None;
    let mut admin = VfAdmin::default();
    let mut counters = None;
    for attribute in attributes(info) {
        match attribute.kind() {
            SPOOF_CHECK => admin.spoof_check = switch(attribute.value()),
            TRUST => admin.trust = switch(attribute.value()),
            _ => {}
        }
        match VfInfo::parse(&attribute) {
            Ok(VfInfo::Mac(of)) => {
                number = Some(of.vf_id);
                admin.mac = of.mac.first_chunk().copied().map(MacAddress)?;
            }
            // Older kernels give the number and the priority alone; newer ones both, in this order.
            Ok(VfInfo::Vlan(of)) => admin.vlan = vlan_of(of.vlan_id, of.qos),
            Ok(VfInfo::VlanList(of)) => {
                if let Some(VlanEntry::Info(of)) = of.first() {
                    admin.vlan = VfVlan {
                        protocol: tag_of(of),
                        ..vlan_of(of.vlan_id, of.qos)
                    };
                }
            }
            Ok(VfInfo::TxRate(of)) => admin.rate.maximum = of.rate,
            Ok(VfInfo::Rate(of)) => {
                admin.rate = VfRate {
                    minimum: of.min_tx_rate,
                    maximum: of.max_tx_rate,
                };
            }
            Ok(VfInfo::LinkState(of)) => {
                admin.link_state = match of.state {
                    LinkState::Auto => Some(VfLinkState::Auto),
                    LinkState::Enable => Some(VfLinkState::Enable),
                    LinkState::Disable => Some(VfLinkState::Disable),
                    _ => None,
                };
            }
            Ok(VfInfo::Stats(of)) => counters = Some(counters_of(&of)),
            _ => {}
        }
    }
    Some((number?, VfRead { admin, counters }))
}

/// What follows the head of the list of VFs, to the end of the message.
fn list_in(link: &[u8]) -> Option<&[u8]> {
    let mut left = link;
    loop {
        let head = NlaBuffer::new(left.get(..4)?);
        if head.kind() == VF_LIST {
            return left.get(4..);
        }
        let length = usize::from(head.length()).max(4);
        left = left.get(length.saturating_add(3) & !3..)?;
    }
}

/// The VFs in the attributes of a link message, by their number.
fn list(link: &[u8]) -> BTreeMap<u32, VfRead> {
    attributes(list_in(link).unwrap_or(&[]))
        .take_while(|attribute| attribute.kind() == INFO)
        .map_while(|attribute| read(attribute.value()))
        .zip(0u32..)
        .take_while(|((number, _), next)| number == next)
        .map(|(vf, _)| vf)
        .collect()
}

/// One request for each knob that is to be set.
fn knobs(index: u32, wanted: &VfAttributes) -> Vec<(&'static str, VfInfo)> {
    let mut knobs = Vec::new();
    if let Some(mac) = wanted.mac {
        knobs.push(("MAC address", VfInfo::Mac(VfInfoMac::new(index, &mac.0))));
    }
    if let Some(vlan) = wanted.vlan {
        let id = vlan.id.map_or(0, |id| u32::from(id.get()));
        let qos = u32::from(vlan.qos);
        let protocol = match vlan.protocol {
            VlanProtocol::Customer => Tag::Ieee8021Q,
            VlanProtocol::Service => Tag::Ieee8021Ad,
        };
        let entry = VfVlanInfo::new(index, id, qos, protocol);
        knobs.push(("VLAN", VfInfo::VlanList(vec![VlanEntry::Info(entry)])));
    }
    if let Some(on) = wanted.spoof_check {
        let check = VfInfoSpoofCheck::new(index, on);
        knobs.push(("spoof checking", VfInfo::SpoofCheck(check)));
    }
    if let Some(on) = wanted.trust {
        knobs.push(("trust", VfInfo::Trust(VfInfoTrust::new(index, on))));
    }
    if let Some(rate) = wanted.rate {
        let rate = VfInfoRate::new(index, rate.minimum, rate.maximum);
        knobs.push(("rate", VfInfo::Rate(rate)));
    }
    if let Some(state) = wanted.link_state {
        let state = match state {
            VfLinkState::Auto => LinkState::Auto,
            VfLinkState::Enable => LinkState::Enable,
            VfLinkState::Disable => LinkState::Disable,
        };
        let state = VfInfoLinkState::new(index, state);
        knobs.push(("link state", VfInfo::LinkState(state)));
    }
    knobs
}

impl Netlink {
    /// What the PF with this interface index holds for its VFs, by their number. A VF that is missing could not be read.
    ///
    /// # Errors
    /// The kernel's refusal; EMSGSIZE from kernels that cannot answer for many VFs.
    pub fn vfs(&self, pf: u32, counters: bool) -> Result<BTreeMap<u32, VfRead>> {
        let mut wanted = vec![LinkExtentMask::Vf];
        if !counters {
            wanted.push(LinkExtentMask::SkipStats);
        }
        let mut message = LinkMessage::default();
        message.header.index = pf;
        message.attributes.push(LinkAttribute::ExtMask(wanted));
        let what = format!("reading the VFs of interface {pf}");
        let answers = self.raw.get(&what, RouteNetlinkMessage::GetLink(message))?;
        Ok(answers
            .iter()
            .map(|body| list(body.get(LINK_HEADER..).unwrap_or(&[])))
            .max_by_key(BTreeMap::len)
            .unwrap_or_default())
    }

    /// Sets what is set in `wanted` on one VF: one request a knob, so that a refusal names it. What was set before a refusal
    /// stays set; the kernel would not undo it within one request either.
    ///
    /// # Errors
    /// The kernel's refusal of one knob.
    pub fn set_vf(&self, pf: u32, index: u32, wanted: &VfAttributes) -> Result<()> {
        for (name, knob) in knobs(index, wanted) {
            let knob = LinkAttribute::VfInfoList(vec![LinkVfInfo(vec![knob])]);
            let change = LinkUnspec::new_with_index(pf).append_extra_attribute(knob);
            self.change_link(&format!("setting the {name} of VF {index}"), change)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlink_packet_core::{DefaultNla, Emitable};
    use netlink_packet_route::link::VfInfoVlan;
    use proptest::prelude::*;

    fn wanted(index: u32) -> VfAttributes {
        VfAttributes {
            mac: Some(MacAddress([2, 0, 0, 0, (index >> 8) as u8, index as u8])),
            vlan: Some(VfVlan {
                id: VlanId::try_from(100).ok(),
                qos: 3,
                protocol: VlanProtocol::default(),
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

    fn bytes(emitted: &impl Emitable) -> Vec<u8> {
        let mut bytes = vec![0; emitted.buffer_len()];
        emitted.emit(&mut bytes);
        bytes
    }

    /// The kernel's answer for `count` VFs, with a list length that wraps as the kernel's does.
    fn answer(count: u32) -> Vec<u8> {
        let mut list = Vec::new();
        for index in 0..count {
            let infos = knobs(index, &wanted(index))
                .into_iter()
                .map(|(_, info)| match info {
                    VfInfo::VlanList(_) => VfInfo::Vlan(VfInfoVlan::new(index, 100, 3)),
                    info => info,
                });
            list.extend(bytes(&LinkVfInfo(infos.collect())));
        }
        let mut all = bytes(&LinkAttribute::IfName("eth0".to_owned()));
        all.extend(((list.len() + 4) as u16).to_ne_bytes());
        all.extend((VF_LIST | 0x8000).to_ne_bytes());
        all.extend(list);
        all.extend(bytes(&DefaultNla::new(43, vec![0; 4])));
        all
    }

    #[test]
    fn a_list_is_read_whole_even_where_its_length_wraps() {
        for count in [0, 1, 7, 63, 256, 1000] {
            let vfs = list(&answer(count));
            assert_eq!(vfs.len(), count as usize);
            for (index, vf) in vfs {
                assert_eq!(
                    wanted(index).are_satisfied_by(&vf.admin),
                    Some(true),
                    "{index} {vf:?}"
                );
            }
        }
    }

    #[test]
    fn a_length_that_wraps_to_nothing_hides_no_vf() {
        let mut answer = answer(7);
        let name = bytes(&LinkAttribute::IfName("eth0".to_owned())).len();
        answer[name..name + 2].fill(0);
        assert_eq!(list(&answer).len(), 7);
    }

    #[test]
    fn a_knob_that_is_not_reported_is_not_off() {
        let silent = [0u32, NOT_REPORTED].map(u32::to_ne_bytes);
        let info = [
            DefaultNla::new(1, vec![0; 36]),
            DefaultNla::new(SPOOF_CHECK, silent.as_flattened().to_vec()),
            DefaultNla::new(TRUST, silent.as_flattened().to_vec()),
        ];
        let (_, vf) = read(&bytes(&info.as_slice())).unwrap();
        assert_eq!((vf.admin.spoof_check, vf.admin.trust), (None, None));
    }

    #[test]
    fn one_knob_a_request_and_none_for_what_is_not_wished() {
        assert!(knobs(0, &VfAttributes::default()).is_empty());
        let names: Vec<&str> = knobs(3, &wanted(3)).iter().map(|(name, _)| *name).collect();
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
