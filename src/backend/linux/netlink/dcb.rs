//! Data center bridging by rtnetlink (`include/uapi/linux/dcbnl.h`): priority flow control and the shares of traffic classes, as IEEE
//! 802.1Qbb and 802.1Qaz have them.

use std::collections::BTreeSet;

use netlink_packet_core::{DefaultNla, Emitable, NetlinkSerializable};
use rtnetlink::sys::protocols::NETLINK_ROUTE;

use crate::model::{AppKind, AppPriority, Dcb, InterfaceName};

use super::generic::{nest, text};
use super::raw::{Raw, attributes, find};
use super::{NetlinkError, Result, errno};

const RTM_GETDCB: u16 = 78;
const RTM_SETDCB: u16 = 79;
const IEEE_SET: u8 = 20;
const IEEE_GET: u8 = 21;
const IEEE_DEL: u8 = 27;
const ATTR_IFNAME: u16 = 1;
const ATTR_IEEE: u16 = 13;
const IEEE_ETS: u16 = 1;
const IEEE_PFC: u16 = 2;
const IEEE_APP_TABLE: u16 = 3;
/// An entry of the table, `struct dcb_app`: a selector, a priority, a number.
const IEEE_APP: u16 = 1;
/// `IEEE_8021QAZ_APP_SEL_*`.
const KINDS: [(u8, AppKind); 4] = [
    (1, AppKind::EtherType),
    (2, AppKind::Stream),
    (3, AppKind::Datagram),
    (4, AppKind::Any),
];
/// Bytes of the fixed part: family, command, nothing.
const FIXED: usize = 4;

/// Bytes of `struct ieee_ets`: three flags, and seven arrays of eight.
const ETS_BYTES: usize = 59;
const ETS_WILLING: usize = 0;
const ETS_CLASSES: usize = 1;
const ETS_SHARES: usize = 3;
const ETS_ALGORITHMS: usize = 19;
const ETS_CLASS_OF: usize = 27;
/// Bytes of `struct ieee_pfc`: three flags, a delay, and two arrays of eight counters.
const PFC_BYTES: usize = 136;
const PFC_ENABLED: usize = 1;
/// Enhanced transmission selection (`IEEE_8021QAZ_TSA_ETS`); 0 is strict priority.
const ALGORITHM_ETS: u8 = 2;

/// What the kernel tells of a port: two structures, each at its full length, and the table of applications.
struct Port {
    ets: Vec<u8>,
    pfc: Vec<u8>,
    applications: Vec<u8>,
}

/// A request of this part of rtnetlink.
#[derive(Debug)]
struct Request {
    kind: u16,
    command: u8,
    attributes: Vec<DefaultNla>,
}

impl NetlinkSerializable for Request {
    fn message_type(&self) -> u16 {
        self.kind
    }

    fn buffer_len(&self) -> usize {
        FIXED.saturating_add(self.attributes.as_slice().buffer_len())
    }

    fn serialize(&self, buffer: &mut [u8]) {
        if let Some((fixed, attributes)) = buffer.split_first_chunk_mut::<FIXED>() {
            *fixed = [0, self.command, 0, 0];
            self.attributes.as_slice().emit(attributes);
        }
    }
}

/// This part's end of rtnetlink.
#[derive(Debug)]
pub struct Dcbnl {
    raw: Raw,
}

impl Default for Dcbnl {
    fn default() -> Self {
        Self {
            raw: Raw::of(NETLINK_ROUTE),
        }
    }
}

impl Dcbnl {
    /// What is set of a port, and the priorities of applications that it is told; none of those that are told by a code point.
    ///
    /// # Errors
    /// The kernel's refusal: EOPNOTSUPP from a driver without data center bridging.
    pub fn read(&self, name: &InterfaceName) -> Result<(Dcb, BTreeSet<AppPriority>)> {
        let what = format!("reading data center bridging of {name}");
        let port = self.look(&what, name)?;
        let told = parse_applications(&port.applications);
        Ok((parse(&port.ets, &port.pfc), told))
    }

    /// Tells a port these priorities of applications, and no others.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn write_applications(
        &self,
        name: &InterfaceName,
        wanted: &BTreeSet<AppPriority>,
    ) -> Result<()> {
        let (_, now) = self.read(name)?;
        // One that is removed first leaves no moment with two priorities for the same frames.
        self.edit_applications(name, IEEE_DEL, now.difference(wanted))?;
        self.edit_applications(name, IEEE_SET, wanted.difference(&now))
    }

    fn edit_applications<'a>(
        &self,
        name: &InterfaceName,
        command: u8,
        entries: impl Iterator<Item = &'a AppPriority>,
    ) -> Result<()> {
        let entries = entries.map(|app| DefaultNla::new(IEEE_APP, entry(*app).to_vec()));
        let entries: Vec<DefaultNla> = entries.collect();
        if entries.is_empty() {
            return Ok(());
        }
        let what = format!("setting priorities of applications of {name}");
        let table = [nest(IEEE_APP_TABLE, &entries)];
        let request = Request {
            kind: RTM_SETDCB,
            command,
            attributes: vec![text(ATTR_IFNAME, name.as_str()), nest(ATTR_IEEE, &table)],
        };
        self.set(&what, request)
    }

    /// Sends a request that changes something. What the driver says of it stands in the answer (`dcbnl_ieee_set` in net/dcb/dcbnl.c): a byte, the
    /// negative errno.
    fn set(&self, what: &str, request: Request) -> Result<()> {
        let answers = self.raw.get(what, request)?;
        let said = answers.iter().find_map(|body| {
            let said = find(body.get(FIXED..)?, ATTR_IEEE)?;
            said.first().copied()
        });
        match said {
            None | Some(0) => Ok(()),
            Some(said) => Err(NetlinkError::new(what, i32::from(said.wrapping_neg()))),
        }
    }

    /// Sets it.
    ///
    /// # Errors
    /// The kernel's refusal: EINVAL for shares that are not 100 percent together, or more classes than there are.
    pub fn write(&self, name: &InterfaceName, dcb: &Dcb) -> Result<()> {
        let what = format!("setting data center bridging of {name}");
        let Port {
            mut ets, mut pfc, ..
        } = self.look(&what, name)?;
        if let Some(willing) = ets.get_mut(ETS_WILLING) {
            *willing = u8::from(dcb.willing);
        }
        put(&mut ets, ETS_SHARES, dcb.percent);
        put(
            &mut ets,
            ETS_ALGORITHMS,
            dcb.shared
                .map(|shared| if shared { ALGORITHM_ETS } else { 0 }),
        );
        put(&mut ets, ETS_CLASS_OF, dcb.class_of);
        if let Some(enabled) = pfc.get_mut(PFC_ENABLED) {
            *enabled = dcb.pfc;
        }
        let inner = [
            DefaultNla::new(IEEE_ETS, ets),
            DefaultNla::new(IEEE_PFC, pfc),
        ];
        let request = Request {
            kind: RTM_SETDCB,
            command: IEEE_SET,
            attributes: vec![text(ATTR_IFNAME, name.as_str()), nest(ATTR_IEEE, &inner)],
        };
        self.set(&what, request)
    }

    fn look(&self, what: &str, name: &InterfaceName) -> Result<Port> {
        let answers = self.raw.get(what, ask(name))?;
        let ieee = answers
            .iter()
            .find_map(|body| find(body.get(FIXED..)?, ATTR_IEEE));
        let part = |kind, bytes: usize| {
            let mut part = find(ieee?, kind)?.to_vec();
            part.resize(bytes, 0);
            Some(part)
        };
        let table = ieee.and_then(|ieee| find(ieee, IEEE_APP_TABLE));
        let port = part(IEEE_ETS, ETS_BYTES)
            .zip(part(IEEE_PFC, PFC_BYTES))
            .map(|(ets, pfc)| Port {
                ets,
                pfc,
                applications: table.unwrap_or_default().to_vec(),
            });
        port.ok_or_else(|| NetlinkError::new(what, errno::NOT_SUPPORTED))
    }
}

fn ask(name: &InterfaceName) -> Request {
    Request {
        kind: RTM_GETDCB,
        command: IEEE_GET,
        attributes: vec![text(ATTR_IFNAME, name.as_str())],
    }
}

fn entry(app: AppPriority) -> [u8; 4] {
    let selector = KINDS.iter().find(|(_, kind)| *kind == app.kind);
    let [low, high] = app.number.to_ne_bytes();
    [
        selector.map_or(0, |(number, _)| *number),
        app.priority,
        low,
        high,
    ]
}

fn parse_applications(table: &[u8]) -> BTreeSet<AppPriority> {
    let each = attributes(table).filter(|nla| nla.kind() == IEEE_APP);
    each.filter_map(|nla| {
        let [selector, priority, low, high] = *nla.value().first_chunk::<4>()?;
        let (_, kind) = *KINDS.iter().find(|(number, _)| *number == selector)?;
        Some(AppPriority {
            kind,
            number: u16::from_ne_bytes([low, high]),
            priority,
        })
    })
    .collect()
}

fn parse(ets: &[u8], pfc: &[u8]) -> Dcb {
    let eight = |at: usize| -> [u8; 8] {
        let found = ets.get(at..).and_then(|rest| rest.first_chunk());
        found.copied().unwrap_or_default()
    };
    Dcb {
        pfc: pfc.get(PFC_ENABLED).copied().unwrap_or_default(),
        class_of: eight(ETS_CLASS_OF),
        percent: eight(ETS_SHARES),
        shared: eight(ETS_ALGORITHMS).map(|algorithm| algorithm == ALGORITHM_ETS),
        classes: ets.get(ETS_CLASSES).copied().unwrap_or_default(),
        willing: ets.get(ETS_WILLING).is_some_and(|byte| *byte != 0),
    }
}

fn put(bytes: &mut [u8], at: usize, values: [u8; 8]) {
    if let Some(place) = bytes.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
        *place = values;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_priorities_are_at_the_places_that_the_kernel_has_them_at() {
        let mut ets = vec![0; ETS_BYTES];
        // willing, ets_cap, cbs, tc_tx_bw[8], tc_rx_bw[8], tc_tsa[8], prio_tc[8], then what is recommended.
        ets[1] = 8;
        ets[3] = 50;
        ets[4] = 50;
        ets[19] = 2;
        ets[20] = 2;
        ets[27 + 3] = 1;
        let mut pfc = vec![0; PFC_BYTES];
        pfc[1] = 0b1000;
        let dcb = parse(&ets, &pfc);
        assert_eq!((dcb.pfc, dcb.classes), (8, 8));
        assert_eq!(dcb.percent, [50, 50, 0, 0, 0, 0, 0, 0]);
        assert_eq!(dcb.class_of, [0, 0, 0, 1, 0, 0, 0, 0]);
        assert_eq!(
            dcb.shared,
            [true, true, false, false, false, false, false, false]
        );
        assert_eq!(parse(&[], &[]), Dcb::default());
    }

    #[test]
    fn the_table_of_applications_is_written_as_it_is_read() {
        let apps: BTreeSet<AppPriority> = [
            (AppKind::Stream, 445, 3),
            (AppKind::Datagram, 4791, 3),
            (AppKind::EtherType, 0, 1),
        ]
        .map(|(kind, number, priority)| AppPriority {
            kind,
            number,
            priority,
        })
        .into();
        let [one, ..] = apps.iter().map(|app| entry(*app)).collect::<Vec<_>>()[..] else {
            panic!("three entries");
        };
        // include/uapi/linux/dcbnl.h, struct dcb_app: selector, priority, protocol.
        assert_eq!(one, [1, 1, 0, 0]);
        let entries = apps
            .iter()
            .map(|app| DefaultNla::new(IEEE_APP, entry(*app).to_vec()));
        let entries: Vec<DefaultNla> = entries.collect();
        let mut bytes = vec![0; entries.as_slice().buffer_len()];
        entries.as_slice().emit(&mut bytes);
        assert_eq!(parse_applications(&bytes), apps);
        // A selector that is not known here, and an entry that is cut.
        assert_eq!(
            parse_applications(&[8, 0, 1, 0, 5, 3, 10, 0, 6, 0, 1, 0, 1, 0]),
            BTreeSet::new()
        );
    }
}
