//! The kernel's messages about links that come, go and change.

use futures_util::{Stream, StreamExt};
use netlink_packet_core::{NetlinkMessage, NetlinkPayload};
use netlink_packet_route::RouteNetlinkMessage;
use netlink_packet_route::link::LinkAttribute;
use rtnetlink::MulticastGroup;
use rtnetlink::sys::SocketAddr;
use tokio::runtime::Runtime;

use super::{NetlinkError, Result, errno};

type Messages =
    Box<dyn Stream<Item = (NetlinkMessage<RouteNetlinkMessage>, SocketAddr)> + Send + Unpin>;

/// Something about a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// This link came, went or changed.
    Link(String),
    /// Messages were lost: anything may have moved.
    Lost,
}

/// A connection that hears of links.
pub struct LinkMonitor {
    runtime: Runtime,
    messages: Messages,
}

impl LinkMonitor {
    /// Starts to listen.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn open() -> Result<Self> {
        let refused = |error| NetlinkError::io("listening to link messages", &error);
        let runtime = super::runtime().map_err(refused)?;
        let (connection, _, messages) = {
            let _inside = runtime.enter();
            rtnetlink::new_multicast_connection(&[MulticastGroup::Link]).map_err(refused)?
        };
        runtime.spawn(connection);
        Ok(Self {
            runtime,
            messages: Box::new(messages),
        })
    }

    /// Waits for the next message about a link.
    ///
    /// # Errors
    /// A broken connection.
    pub fn wait(&mut self) -> Result<Moved> {
        loop {
            let message = self.runtime.block_on(self.messages.next());
            let Some((message, _)) = message else {
                return Err(NetlinkError::new("reading link messages", errno::ABORTED));
            };
            let link = match message.payload {
                NetlinkPayload::Overrun(_) => return Ok(Moved::Lost),
                NetlinkPayload::InnerMessage(
                    RouteNetlinkMessage::NewLink(link) | RouteNetlinkMessage::DelLink(link),
                ) => link,
                _ => continue,
            };
            let name = link.attributes.into_iter().find_map(|attribute| {
                if let LinkAttribute::IfName(name) = attribute {
                    Some(name)
                } else {
                    None
                }
            });
            if let Some(name) = name {
                return Ok(Moved::Link(name));
            }
        }
    }
}
