//! Filters of traffic control at a device's `clsact` hooks (`net/sched/cls_api.c`).
//!
//! Ours are told from those of others by the cookie of their first action. They stand in one of two banks of priorities: a new
//! list is written into the bank that is free and the old one is removed afterwards, so that no frame slips through in between.

use std::collections::{BTreeMap, BTreeSet};

use netlink_packet_core::{NLM_F_ACK, NLM_F_CREATE, NLM_F_EXCL};
use netlink_packet_route::RouteNetlinkMessage;
use netlink_packet_route::tc::{TcAttribute, TcHandle, TcHeader, TcMessage};

use crate::model::{Direction, InterfaceName, PortFilter, Share};

use super::super::errno;
use super::filter_codec::{self, Found};
use super::raw::{find, read_text};
use super::{Netlink, NetlinkError, Result};

/// Where the two banks begin; each is as long as the distance between them.
const BANKS: [u16; 2] = [0x3000, 0x4000];
const BANK: u16 = 0x1000;

/// Sizes of the fixed parts of messages (`struct tcmsg`) and the attribute with a qdisc's or filter's kind.
const HEADER: usize = 20;
const KIND: u16 = 1;

/// Queueing disciplines, by the index of their device.
#[derive(Debug, Default)]
pub struct Disciplines {
    /// The kinds of those at ingress hooks: `ingress` or `clsact`.
    pub ingress: BTreeMap<u32, String>,
    /// Devices that are divided into shares by us.
    pub divided: BTreeSet<u32>,
}

/// A filter of ours as it stands in the kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its priority: lower ones are looked at first.
    priority: u16,
    /// What it does. A copy to a device that is gone goes to a name that no device has.
    pub filter: PortFilter,
    /// Bytes that it has seen.
    pub bytes: u64,
}

fn parent(direction: Direction) -> TcHandle {
    TcHandle {
        major: u16::MAX,
        minor: match direction {
            Direction::FromGuest => TcHandle::MIN_INGRESS,
            Direction::ToGuest => TcHandle::MIN_EGRESS,
        },
    }
}

fn header(device: u32, parent: TcHandle, priority: u16, protocol: u16) -> TcHeader {
    TcHeader {
        index: device.cast_signed(),
        parent,
        info: u32::from(priority) << 16 | u32::from(protocol.to_be()),
        ..TcHeader::default()
    }
}

pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_ne_bytes(four.try_into().ok()?))
}

impl Netlink {
    /// The queueing disciplines that matter here, of all devices.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn disciplines(&self) -> Result<Disciplines> {
        let request = RouteNetlinkMessage::GetQueueDiscipline(TcMessage::default());
        let answers = self.raw.dump("listing queueing disciplines", request)?;
        let mut found = Disciplines::default();
        for body in &answers {
            let (Some(device), Some(handle), Some(parent)) =
                (number(body, 4), number(body, 8), number(body, 12))
            else {
                continue;
            };
            let Some(kind) = body.get(HEADER..).and_then(|body| find(body, KIND)) else {
                continue;
            };
            let kind = read_text(kind);
            if parent == u32::from(TcHandle::INGRESS) {
                found.ingress.insert(device, kind);
            } else if parent == u32::from(TcHandle::ROOT)
                && handle == u32::from(Share::MAJOR) << 16
                && kind == "htb"
            {
                found.divided.insert(device);
            }
        }
        Ok(found)
    }

    /// Our filters at a device's two hooks, in their order. `name` tells devices' names by their index.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn port_filters(
        &self,
        device: u32,
        name: &dyn Fn(u32) -> Option<InterfaceName>,
    ) -> Result<Vec<Standing>> {
        let mut all = Vec::new();
        for direction in [Direction::FromGuest, Direction::ToGuest] {
            let mut message = TcMessage::default();
            message.header = header(device, parent(direction), 0, 0);
            let request = RouteNetlinkMessage::GetTrafficFilter(message);
            let what = format!("listing filters of interface {device}");
            for body in self.raw.dump(&what, request)? {
                let info = number(&body, 16).unwrap_or(0);
                let (Ok(priority), Some(attributes)) =
                    (u16::try_from(info >> 16), body.get(HEADER..))
                else {
                    continue;
                };
                let protocol = u16::from_be((info & 0xffff) as u16);
                if let Some(Found {
                    frame,
                    action,
                    bytes,
                }) = filter_codec::read(attributes, protocol, name)
                {
                    all.push(Standing {
                        priority,
                        filter: PortFilter {
                            direction,
                            frame,
                            action,
                        },
                        bytes,
                    });
                }
            }
        }
        // One list for both hooks, as it was written.
        all.sort_by_key(|standing| standing.priority);
        Ok(all)
    }

    /// Gives a device these filters in place of those of ours that it has. When one of them is refused the device keeps the old ones.
    ///
    /// # Errors
    /// EOPNOTSUPP when another tool has an ingress qdisc there, EINVAL or ENOENT from a kernel that lacks `cls_flower`,
    /// `cls_matchall` or an action, E2BIG for more than 4,096 filters.
    pub fn set_port_filters(
        &self,
        device: u32,
        filters: &[PortFilter],
        index: &dyn Fn(&InterfaceName) -> Option<u32>,
    ) -> Result<()> {
        let what = format!("setting the filters of interface {device}");
        if filters.len() > usize::from(BANK) {
            return Err(NetlinkError::new(&what, errno::TOO_BIG));
        }
        let qdisc = self.disciplines()?.ingress.remove(&device);
        match qdisc.as_deref() {
            Some("clsact") => {}
            Some(_) if filters.is_empty() => return Ok(()),
            Some(_) => {
                let words = "another tool has a queueing discipline at its ingress, as libvirt's <bandwidth> makes one";
                return Err(NetlinkError {
                    text: Some(words.to_owned()),
                    ..NetlinkError::new(&what, errno::NOT_SUPPORTED)
                });
            }
            None if filters.is_empty() => return Ok(()),
            None => self.tell(
                &what,
                RouteNetlinkMessage::NewQueueDiscipline(clsact(device)),
                NLM_F_CREATE | NLM_F_EXCL,
            )?,
        }
        let standing = self.port_filters(device, &|_| None)?;
        let in_first = |one: &Standing| one.priority < BANKS[1];
        let (free, old_in_first) = match standing.first() {
            Some(one) if in_first(one) => (BANKS[1], true),
            _ => (BANKS[0], false),
        };
        let (old, stale): (Vec<_>, Vec<_>) = standing
            .into_iter()
            .partition(|one| in_first(one) == old_in_first);
        // Whoever was cut off while writing has left filters in both banks.
        for one in &stale {
            self.remove_filter(device, one.filter.direction, one.priority)?;
        }
        let mut written = Vec::new();
        for (at, filter) in (free..).zip(filters) {
            let added = filter_codec::write(filter, index)
                .ok_or_else(|| NetlinkError::new(&what, errno::NO_DEVICE))
                .and_then(|(protocol, attributes)| {
                    let mut message = TcMessage::default();
                    message.header = header(device, parent(filter.direction), at, protocol);
                    message.attributes = attributes;
                    self.tell(
                        &what,
                        RouteNetlinkMessage::NewTrafficFilter(message),
                        NLM_F_CREATE | NLM_F_EXCL,
                    )
                });
            if let Err(error) = added {
                for (direction, priority) in written {
                    let _ = self.remove_filter(device, direction, priority);
                }
                return Err(error);
            }
            written.push((filter.direction, at));
        }
        for one in &old {
            self.remove_filter(device, one.filter.direction, one.priority)?;
        }
        if filters.is_empty() && self.has_no_filters(device)? {
            self.tell(
                &what,
                RouteNetlinkMessage::DelQueueDiscipline(clsact(device)),
                0,
            )?;
        }
        Ok(())
    }

    fn remove_filter(&self, device: u32, direction: Direction, priority: u16) -> Result<()> {
        let what = format!("removing a filter of interface {device}");
        let mut message = TcMessage::default();
        message.header = header(device, parent(direction), priority, 0);
        self.tell(&what, RouteNetlinkMessage::DelTrafficFilter(message), 0)
    }

    /// Nobody's filter is there.
    fn has_no_filters(&self, device: u32) -> Result<bool> {
        for direction in [Direction::FromGuest, Direction::ToGuest] {
            let mut message = TcMessage::default();
            message.header = header(device, parent(direction), 0, 0);
            let request = RouteNetlinkMessage::GetTrafficFilter(message);
            if !self.raw.dump("listing filters", request)?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Sends a request that is answered with yes or no.
    pub(super) fn tell(&self, what: &str, message: RouteNetlinkMessage, flags: u16) -> Result<()> {
        self.run(what, |handle| {
            super::ask(what, handle, message, NLM_F_ACK | flags)
        })
        .map(|_| ())
    }
}

fn clsact(device: u32) -> TcMessage {
    let mut message = TcMessage::default();
    message.header = TcHeader {
        index: device.cast_signed(),
        handle: TcHandle {
            major: u16::MAX,
            minor: 0,
        },
        parent: TcHandle::CLSACT,
        ..TcHeader::default()
    };
    message
        .attributes
        .push(TcAttribute::Kind("clsact".to_owned()));
    message
}
