//! The kernel's messages about links that come, go and change.

use netlink_sys::protocols::NETLINK_ROUTE;
use netlink_sys::{Socket, SocketAddr};

use super::codec::{find, messages, read_text};
use super::link::{self, attribute, attributes_of};
use super::{NetlinkError, Result};

/// RTNLGRP_LINK.
const GROUP_LINK: u32 = 1;
/// ENOBUFS: messages were lost.
const LOST: i32 = 105;

/// Something about a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// This link came, went or changed.
    Link(String),
    /// Messages were lost: anything may have moved.
    Lost,
}

/// A socket that hears of links.
#[derive(Debug)]
pub struct LinkMonitor {
    socket: Socket,
}

impl LinkMonitor {
    /// Starts to listen.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn open() -> Result<Self> {
        let refused = |error| NetlinkError::io("listening to link messages", &error);
        let mut socket = Socket::new(NETLINK_ROUTE).map_err(refused)?;
        socket.bind(&SocketAddr::new(0, 0)).map_err(refused)?;
        socket.add_membership(GROUP_LINK).map_err(refused)?;
        Ok(Self { socket })
    }

    /// Waits for the next message or messages.
    ///
    /// # Errors
    /// A broken socket.
    pub fn next(&self) -> Result<Vec<Moved>> {
        match self.socket.recv_from_full() {
            Ok((datagram, _)) => Ok(messages(&datagram)
                .iter()
                .filter(|message| matches!(message.kind, link::NEW | link::DELETE))
                .filter_map(|message| find(attributes_of(message), attribute::NAME))
                .map(|name| Moved::Link(read_text(name)))
                .collect()),
            Err(error) if error.raw_os_error() == Some(LOST) => Ok(vec![Moved::Lost]),
            Err(error) => Err(NetlinkError::io("reading link messages", &error)),
        }
    }
}
