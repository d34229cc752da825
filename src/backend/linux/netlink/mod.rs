//! The kernel's network configuration by rtnetlink: links, VFs, bridges, forwarding entries, addresses and routes.
//!
//! One blocking socket that is opened when it is first needed. The kernel answers a request before it takes the next, so there
//! is nothing to wait for concurrently and no runtime to pay for. Extended acknowledgement is on: the kernel's own words
//! about a refusal reach the user.

pub mod codec;
pub mod devlink;
pub mod fdb;
pub mod ip;
pub mod link;
pub mod monitor;
pub mod vf;
pub mod vlan;

use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};

use netlink_sys::protocols::NETLINK_ROUTE;
use netlink_sys::{Socket, SocketAddr};

use codec::{Message, Reply};
pub use monitor::{LinkMonitor, Moved};

const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;
const NLMSG_OVERRUN: u16 = 4;

/// The message is a request.
pub const REQUEST: u16 = 1;
/// An acknowledgement is wanted.
pub const ACK: u16 = 4;
/// Everything is wanted.
pub const DUMP: u16 = 0x300;
/// Fail if it exists.
pub const EXCLUSIVE: u16 = 0x200;
/// Make it if it does not.
pub const CREATE: u16 = 0x400;
const DUMP_INTERRUPTED: u16 = 0x10;
const CAPPED: u16 = 0x100;
const ACK_TLVS: u16 = 0x200;

/// EMSGSIZE.
const TOO_LONG: i32 = 90;
/// How often a dump that the kernel changed under us is asked for again.
const ATTEMPTS: usize = 5;

/// A refusal of the kernel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetlinkError {
    /// What was asked.
    pub what: String,
    /// The error number; 0 if the kernel gave none.
    pub errno: i32,
    /// The kernel's own words, where it had any.
    pub text: Option<String>,
}

impl NetlinkError {
    fn io(what: &str, error: &io::Error) -> Self {
        Self {
            what: what.to_owned(),
            errno: error.raw_os_error().unwrap_or(0),
            text: error.raw_os_error().is_none().then(|| error.to_string()),
        }
    }

    /// The kernel's words, or those for its number.
    pub fn words(&self) -> String {
        match &self.text {
            Some(text) => text.clone(),
            None => errno_text(self.errno),
        }
    }
}

/// What an error number means, as the C library says it.
pub fn errno_text(errno: i32) -> String {
    let text = io::Error::from_raw_os_error(errno).to_string();
    match text.rfind(" (os error") {
        Some(end) => text.get(..end).unwrap_or(&text).to_owned(),
        None => text,
    }
}

impl fmt::Display for NetlinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.words())
    }
}

impl std::error::Error for NetlinkError {}

/// What comes of asking the kernel.
pub type Result<T> = std::result::Result<T, NetlinkError>;

#[derive(Debug)]
struct Line {
    socket: Socket,
    sequence: u32,
}

impl Line {
    fn open(protocol: isize) -> io::Result<Self> {
        let mut socket = Socket::new(protocol)?;
        socket.bind_auto()?;
        socket.connect(&SocketAddr::new(0, 0))?;
        // Both are for messages only; a kernel that lacks them (before 4.12) still does the work.
        let _ = socket.set_ext_ack(true);
        let _ = socket.set_cap_ack(true);
        // The answer about one PF with many VFs is longer than the default buffer.
        let _ = socket.set_rx_buf_sz(1u32 << 20);
        Ok(Self {
            socket,
            sequence: 0,
        })
    }

    /// Sends one request and collects its answers; true if the kernel changed what it was listing.
    fn exchange(
        &mut self,
        what: &str,
        kind: u16,
        flags: u16,
        message: Message,
    ) -> Result<(Vec<Reply>, bool)> {
        self.sequence = self.sequence.wrapping_add(1);
        let Some(bytes) = message.finish(kind, flags, self.sequence) else {
            return Err(NetlinkError {
                what: what.to_owned(),
                errno: TOO_LONG,
                text: None,
            });
        };
        let io = |error: io::Error| NetlinkError::io(what, &error);
        self.socket.send(&bytes, 0).map_err(io)?;
        let mut replies = Vec::new();
        let mut interrupted = false;
        loop {
            let (datagram, sender) = self.socket.recv_from_full().map_err(io)?;
            if sender.port_number() != 0 {
                // Only the kernel is believed.
                continue;
            }
            for reply in codec::messages(&datagram) {
                if reply.sequence != self.sequence {
                    continue;
                }
                interrupted |= reply.flags & DUMP_INTERRUPTED != 0;
                match reply.kind {
                    NLMSG_ERROR | NLMSG_DONE => {
                        return match refusal(what, &reply) {
                            Some(error) => Err(error),
                            None => Ok((replies, interrupted)),
                        };
                    }
                    NLMSG_OVERRUN => interrupted = true,
                    _ => replies.push(reply),
                }
            }
        }
    }
}

/// What an NLMSG_ERROR or NLMSG_DONE says: a refusal, or an acknowledgement.
fn refusal(what: &str, reply: &Reply) -> Option<NetlinkError> {
    const EXTACK_MESSAGE: u16 = 1;
    let number = codec::read_u32(&reply.body).unwrap_or(0).cast_signed();
    if number >= 0 {
        return None;
    }
    let text = (reply.flags & ACK_TLVS != 0)
        .then(|| {
            // After an error the request's header is repeated, and the rest of the request unless it was capped.
            let skipped = match reply.kind {
                NLMSG_DONE => 4,
                _ if reply.flags & CAPPED != 0 => 4 + codec::HEADER,
                _ => {
                    let repeated = reply.body.get(4..).and_then(codec::read_u32)? as usize;
                    4usize.saturating_add(repeated.saturating_add(3) & !3)
                }
            };
            let attributes = reply.body.get(skipped..)?;
            codec::find(attributes, EXTACK_MESSAGE).map(codec::read_text)
        })
        .flatten()
        .filter(|text| !text.is_empty());
    Some(NetlinkError {
        what: what.to_owned(),
        errno: number.saturating_neg(),
        text,
    })
}

/// The kernel's end of a netlink protocol.
#[derive(Debug)]
pub struct Netlink {
    protocol: isize,
    line: Mutex<Option<Line>>,
}

impl Default for Netlink {
    fn default() -> Self {
        Self::route()
    }
}

impl Netlink {
    /// rtnetlink. Nothing is opened yet.
    pub fn route() -> Self {
        Self::of(NETLINK_ROUTE)
    }

    /// Another protocol. Nothing is opened yet.
    pub fn of(protocol: isize) -> Self {
        Self {
            protocol,
            line: Mutex::new(None),
        }
    }

    fn exchange(
        &self,
        what: &str,
        kind: u16,
        flags: u16,
        message: Message,
    ) -> Result<(Vec<Reply>, bool)> {
        let mut guard = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let line = match &mut *guard {
            Some(line) => line,
            empty => empty.insert(
                Line::open(self.protocol)
                    .map_err(|error| NetlinkError::io("opening a netlink socket", &error))?,
            ),
        };
        line.exchange(what, kind, flags, message)
    }

    /// Asks for a change. `what` says for what, in messages.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn change(&self, what: &str, kind: u16, flags: u16, message: Message) -> Result<()> {
        self.exchange(what, kind, REQUEST | ACK | flags, message)
            .map(|_| ())
    }

    /// Asks for one object.
    ///
    /// # Errors
    /// The kernel's refusal, e.g. ENODEV.
    pub fn get(&self, what: &str, kind: u16, message: Message) -> Result<Vec<Reply>> {
        Ok(self.exchange(what, kind, REQUEST | ACK, message)?.0)
    }

    /// Asks for all objects of a kind. A list that changed while it was made is asked for again.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn dump(&self, what: &str, kind: u16, message: &Message) -> Result<Vec<Reply>> {
        let mut last = Vec::new();
        for _ in 0..ATTEMPTS {
            let (replies, interrupted) =
                self.exchange(what, kind, REQUEST | DUMP, message.clone())?;
            if !interrupted {
                return Ok(replies);
            }
            last = replies;
        }
        // A list that never holds still: the last one is as good as any.
        Ok(last)
    }
}
