//! A plain netlink socket, and attributes as bytes: for answers that the typed library cannot carry.
//!
//! The library reads into a buffer of 64 KiB and drops what is longer; here a datagram is as long as it is. Messages are put
//! together and taken apart by `netlink-packet-core` all the same.

use std::convert::Infallible;
use std::io;
use std::sync::{Mutex, PoisonError};

use netlink_packet_core::{
    NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST, NetlinkBuffer, NetlinkDeserializable, NetlinkHeader,
    NetlinkMessage, NetlinkPayload, NetlinkSerializable, NlaBuffer, NlasIterator,
};
use rtnetlink::sys::{Socket, SocketAddr};

use super::{NetlinkError, Result};

/// The body of a message, unread.
#[derive(Debug)]
struct Body(Vec<u8>);

impl NetlinkDeserializable for Body {
    type Error = Infallible;

    fn deserialize(_: &NetlinkHeader, payload: &[u8]) -> std::result::Result<Self, Infallible> {
        Ok(Self(payload.to_vec()))
    }
}

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
        let _ = socket.set_ext_ack(true);
        // The answer about one PF with many VFs is longer than the default buffer.
        let _ = socket.set_rx_buf_sz(1u32 << 20);
        Ok(Self {
            socket,
            sequence: 0,
        })
    }

    fn send<M: NetlinkSerializable>(&mut self, message: M, flags: u16) -> io::Result<()> {
        self.sequence = self.sequence.wrapping_add(1);
        let mut header = NetlinkHeader::default();
        header.flags = NLM_F_REQUEST | flags;
        header.sequence_number = self.sequence;
        let mut request = NetlinkMessage::new(header, NetlinkPayload::InnerMessage(message));
        request.finalize();
        let mut bytes = vec![0; request.buffer_len()];
        request.serialize(&mut bytes);
        self.socket.send(&bytes, 0).map(|_| ())
    }

    fn answers(&self, what: &str) -> Result<Vec<Vec<u8>>> {
        let mut answers = Vec::new();
        loop {
            let (datagram, sender) = self
                .socket
                .recv_from_full()
                .map_err(|error| NetlinkError::io(what, &error))?;
            if sender.port_number() != 0 {
                // Only the kernel is believed.
                continue;
            }
            for reply in messages(&datagram) {
                if reply.header.sequence_number != self.sequence {
                    continue;
                }
                match reply.payload {
                    NetlinkPayload::InnerMessage(Body(body)) => answers.push(body),
                    NetlinkPayload::Error(error) if error.code.is_some() => {
                        return Err(NetlinkError::message(what, &error));
                    }
                    NetlinkPayload::Error(_) | NetlinkPayload::Done(_) => return Ok(answers),
                    _ => {}
                }
            }
        }
    }
}

/// The messages in one datagram.
fn messages(datagram: &[u8]) -> impl Iterator<Item = NetlinkMessage<Body>> {
    let mut left = datagram;
    std::iter::from_fn(move || {
        let length = NetlinkBuffer::new_checked(left).ok()?.length() as usize;
        let message = NetlinkMessage::deserialize(left.get(..length)?).ok();
        left = left.get(length.saturating_add(3) & !3..).unwrap_or(&[]);
        message
    })
}

/// A socket that is opened when it is first needed.
#[derive(Debug)]
pub struct Raw {
    protocol: isize,
    line: Mutex<Option<Line>>,
}

impl Raw {
    /// Of this netlink protocol. Nothing is opened yet.
    pub fn of(protocol: isize) -> Self {
        Self {
            protocol,
            line: Mutex::new(None),
        }
    }

    /// Asks for one object: the bodies of the kernel's answers.
    ///
    /// # Errors
    /// The kernel's refusal, e.g. ENODEV.
    pub fn get<M: NetlinkSerializable>(&self, what: &str, message: M) -> Result<Vec<Vec<u8>>> {
        self.ask(what, message, NLM_F_ACK)
    }

    /// Asks for all objects of a kind: the bodies of the kernel's answers.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn dump<M: NetlinkSerializable>(&self, what: &str, message: M) -> Result<Vec<Vec<u8>>> {
        self.ask(what, message, NLM_F_DUMP)
    }

    fn ask<M: NetlinkSerializable>(
        &self,
        what: &str,
        message: M,
        flags: u16,
    ) -> Result<Vec<Vec<u8>>> {
        let io = |error: io::Error| NetlinkError::io(what, &error);
        let mut guard = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let line = match &mut *guard {
            Some(line) => line,
            empty => empty.insert(Line::open(self.protocol).map_err(io)?),
        };
        line.send(message, flags).map_err(io)?;
        line.answers(what)
    }
}

/// The attributes in these bytes. What is malformed ends the walk: the kernel writes no such thing, so nothing is lost.
pub fn attributes(bytes: &[u8]) -> impl Iterator<Item = NlaBuffer<&[u8]>> {
    NlasIterator::new(bytes).map_while(std::result::Result::ok)
}

/// The value of the first attribute with this number.
pub fn find(bytes: &[u8], kind: u16) -> Option<&[u8]> {
    let attribute = attributes(bytes).find(|attribute| attribute.kind() == kind)?;
    let length = usize::from(attribute.length());
    attribute.into_inner().get(4..length)
}

/// Text up to its zero.
pub fn read_text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or(&[])).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_walked_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = messages(&bytes).count();
            let _ = attributes(&bytes).map(|a| attributes(a.value()).count()).sum::<usize>();
            let _ = (find(&bytes, 0), find(&bytes, 1));
        }
    }
}
