//! The shares of a NIC: `htb` at its root (`net/sched/sch_htb.c`), one class for each under one that is never full.
//!
//! `htb` serves a class below its rate before one above it, whatever the link's speed is: the NIC itself holds back. So no rate of
//! the link has to be known, and it may change. What is left is divided in turns of `quantum` bytes. `hfsc` divides by time and would
//! need no turns, but smaller kernels lack it.
//!
//! A queueing discipline is ours by its handle.

use netlink_packet_core::{DefaultNla, Emitable, NLM_F_CREATE, NLM_F_EXCL};
use netlink_packet_route::RouteNetlinkMessage;
use netlink_packet_route::tc::{TcAttribute, TcHandle, TcHeader, TcMessage};

use crate::model::Share;

use super::super::errno;
use super::filter::number;
use super::raw::find;
use super::{Netlink, NetlinkError, Result};

/// `TCA_OPTIONS`, `TCA_HTB_PARMS`, `TCA_HTB_INIT`, `TCA_HTB_RATE64`, `TCA_HTB_CEIL64` (`linux/pkt_sched.h`).
const OPTIONS: u16 = 2;
const PARAMETERS: u16 = 1;
const INIT: u16 = 2;
const RATE64: u16 = 6;
const CEIL64: u16 = 7;

/// The size of `struct tcmsg`.
const HEADER: usize = 20;
/// Bytes per second of one Mbit/s.
const MEGABIT: u64 = 125_000;
/// The rate that no class reaches: 1 Tbit/s.
const UNLIMITED: u64 = 1_000_000 * MEGABIT;
/// The kernel's clock of traffic control ticks every 64 ns.
const TICK: u64 = 64;

fn handle(minor: u16) -> TcHandle {
    TcHandle {
        major: Share::MAJOR,
        minor,
    }
}

fn message(device: u32, handle: TcHandle, parent: TcHandle, options: Option<Vec<u8>>) -> TcMessage {
    let mut message = TcMessage::default();
    message.header = TcHeader {
        index: device.cast_signed(),
        handle,
        parent,
        ..TcHeader::default()
    };
    if let Some(options) = options {
        message.attributes = vec![
            TcAttribute::Kind("htb".to_owned()),
            TcAttribute::Other(DefaultNla::new(OPTIONS, options)),
        ];
    }
    message
}

/// An attribute as bytes.
fn attribute(kind: u16, value: Vec<u8>) -> Vec<u8> {
    let attribute = DefaultNla::new(kind, value);
    let mut bytes = vec![0; attribute.buffer_len()];
    attribute.emit(&mut bytes);
    bytes
}

/// `struct tc_htb_glob`: version 3, a divisor that is not used where classes have a quantum, and where packets without a class go.
fn discipline() -> Vec<u8> {
    let fields = [3, 10, u32::from(Share::REST), 0, 0];
    attribute(
        INIT,
        fields.into_iter().flat_map(u32::to_ne_bytes).collect(),
    )
}

/// `struct tc_ratespec`: Ethernet, no overhead, alignment or least size.
fn rate_spec(rate: u64) -> Vec<u8> {
    let mut bytes = vec![0, 1, 0, 0, 0, 0, 0, 0];
    bytes.extend(u32::try_from(rate).unwrap_or(u32::MAX).to_ne_bytes());
    bytes
}

/// A class with a rate that it is sure to get, in bytes per second, and turns of `quantum` bytes.
fn class(rate: u64, quantum: u32) -> Vec<u8> {
    /// What passes in one go above the rate, at the least: two segments that the NIC is to cut.
    const LEAST_BURST: u64 = 128 << 10;
    /// A millisecond at the rate that nobody reaches.
    const CEIL_BURST: u32 = 15_625;
    let burst = (rate / 100).max(LEAST_BURST);
    let ticks = burst.saturating_mul(1_000_000_000) / rate.max(1) / TICK;
    let mut value = rate_spec(rate);
    value.extend(rate_spec(UNLIMITED));
    value.extend(u32::try_from(ticks).unwrap_or(u32::MAX).to_ne_bytes());
    value.extend(CEIL_BURST.to_ne_bytes());
    value.extend(quantum.to_ne_bytes());
    value.extend([0; 8]); // level, priority
    let mut bytes = attribute(PARAMETERS, value);
    if rate > u64::from(u32::MAX) {
        bytes.extend(attribute(RATE64, rate.to_ne_bytes().to_vec()));
    }
    bytes.extend(attribute(CEIL64, UNLIMITED.to_ne_bytes().to_vec()));
    bytes
}

/// A share of ours from the answer about a class.
fn read(answer: &[u8]) -> Option<Share> {
    let id = number(answer, 8)?;
    let (major, minor) = (id >> 16, u16::try_from(id & 0xffff).ok()?);
    if major != u32::from(Share::MAJOR) || minor == Share::ROOT {
        return None;
    }
    let options = find(answer.get(HEADER..)?, OPTIONS)?;
    let parameters = find(options, PARAMETERS)?;
    let wide = find(options, RATE64).and_then(|v| Some(u64::from_ne_bytes(v.try_into().ok()?)));
    let rate = match wide {
        Some(rate) => rate,
        None => u64::from(number(parameters, 8)?),
    };
    Some(Share {
        class: minor,
        minimum: u32::try_from(rate / MEGABIT).ok()?,
        quantum: number(parameters, 32)?,
    })
}

impl Netlink {
    /// The shares of a NIC, in the order of their classes. Asked only of NICs whose root is ours.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn shares(&self, device: u32) -> Result<Vec<Share>> {
        let everything = TcHandle::default();
        let request = message(device, everything, everything, None);
        let what = format!("listing classes of interface {device}");
        let answers = self
            .raw
            .dump(&what, RouteNetlinkMessage::GetTrafficClass(request))?;
        let mut shares: Vec<Share> = answers.iter().filter_map(|answer| read(answer)).collect();
        shares.sort_by_key(|share| share.class);
        Ok(shares)
    }

    /// Divides a NIC. What was refused leaves no division where there was none.
    ///
    /// # Errors
    /// EEXIST where another tool has a queueing discipline at the root; ENOENT from a kernel without `htb`.
    pub fn set_shares(&self, device: u32, shares: &[Share]) -> Result<()> {
        let what = format!("dividing interface {device}");
        let ours = self.disciplines()?.divided.contains(&device);
        if shares.is_empty() {
            return if ours {
                self.undivide(&what, device)
            } else {
                Ok(())
            };
        }
        if !ours {
            let new = message(device, handle(0), TcHandle::ROOT, Some(discipline()));
            let made = self.tell(
                &what,
                RouteNetlinkMessage::NewQueueDiscipline(new),
                NLM_F_CREATE | NLM_F_EXCL,
            );
            made.map_err(|error| {
                let words = "another tool has a queueing discipline at its root (tc qdisc show)";
                match error.errno {
                    errno::EXISTS => NetlinkError {
                        text: Some(words.to_owned()),
                        ..error
                    },
                    _ => error,
                }
            })?;
        }
        let written = self.write_shares(&what, device, shares);
        if written.is_err() && !ours {
            // The refusal is what is reported.
            let _ = self.undivide(&what, device);
        }
        written
    }

    fn write_shares(&self, what: &str, device: u32, shares: &[Share]) -> Result<()> {
        let put = |minor, parent, options| {
            let new = message(device, handle(minor), handle(parent), Some(options));
            let new = RouteNetlinkMessage::NewTrafficClass(new);
            self.tell(what, new, NLM_F_CREATE)
        };
        put(Share::ROOT, 0, class(UNLIMITED, Share::SMALLEST_TURN))?;
        for share in shares {
            let rate = u64::from(share.minimum).saturating_mul(MEGABIT);
            put(share.class, Share::ROOT, class(rate, share.quantum))?;
        }
        for old in self.shares(device)? {
            if !shares.iter().any(|share| share.class == old.class) {
                let gone = message(device, handle(old.class), handle(Share::ROOT), None);
                self.tell(what, RouteNetlinkMessage::DelTrafficClass(gone), 0)?;
            }
        }
        Ok(())
    }

    fn undivide(&self, what: &str, device: u32) -> Result<()> {
        let gone = message(device, handle(0), TcHandle::ROOT, None);
        self.tell(what, RouteNetlinkMessage::DelQueueDiscipline(gone), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(class_id in 2u16.., minimum in 1u32..1_000_000, quantum in 1u32..) {
            let share = Share { class: class_id, minimum, quantum };
            let rate = u64::from(minimum) * MEGABIT;
            let written = message(7, handle(class_id), handle(Share::ROOT), Some(class(rate, quantum)));
            let mut bytes = vec![0; written.buffer_len()];
            written.emit(&mut bytes);
            prop_assert_eq!(read(&bytes), Some(share));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = read(&bytes);
        }
    }

    #[test]
    fn the_class_above_and_those_of_others_are_no_shares() {
        let bytes = |handle| {
            let written = message(7, handle, TcHandle::ROOT, Some(class(MEGABIT, 1)));
            let mut bytes = vec![0; written.buffer_len()];
            written.emit(&mut bytes);
            bytes
        };
        assert_eq!(read(&bytes(handle(Share::ROOT))), None);
        assert_eq!(read(&bytes(TcHandle { major: 1, minor: 5 })), None);
    }
}
