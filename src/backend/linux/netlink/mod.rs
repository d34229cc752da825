//! The kernel's network configuration: links, VFs, bridges, forwarding entries, addresses and routes.
//!
//! The work is `rtnetlink`'s. Its connection lives in a current-thread runtime that is made when it is first needed, and every
//! call waits for its answer; so none may be made from inside another runtime. Extended acknowledgement is on: the kernel's
//! own words about a refusal reach the user.
//!
//! Changes are the library's requests. Lists are sent as its messages too, but read one by one (`Netlink::dump`): its own
//! lists hide that the kernel changed a list while it was written, and that it ended with a refusal.
//!
//! Two things go over a plain socket instead ([`raw`]): the list of a PF's VFs, which may be longer than the library's buffer
//! and than its own length field ([`vf`]), and devlink, which it does not speak ([`devlink`]).

pub mod bond;
pub mod dcb;
pub mod devlink;
pub mod ethtool;
mod ethtool_settings;
pub mod fdb;
pub mod filter;
mod filter_codec;
mod generic;
pub mod ip;
pub mod link;
pub mod monitor;
pub mod neighbor;
pub mod raw;
mod share;
pub mod vf;
pub mod vlan;

use std::fmt;
use std::future::Future;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use netlink_packet_core::{
    ErrorMessage, NLM_F_ACK, NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_REQUEST, NetlinkMessage,
    NetlinkPayload,
};
use netlink_packet_route::RouteNetlinkMessage;
use rtnetlink::Handle;
use rtnetlink::proto::sys::AsyncSocket;
use rtnetlink::sys::protocols::NETLINK_ROUTE;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::errno;
pub use monitor::{LinkMonitor, Moved};
use raw::Raw;

/// How often a dump that the kernel changed under us is asked for again.
const ATTEMPTS: usize = 5;
/// The kernel does the work before it answers, so an answer that is not here soon after was lost.
const PATIENCE: Duration = Duration::from_secs(30);

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
    fn new(what: &str, errno: i32) -> Self {
        Self {
            what: what.to_owned(),
            errno,
            text: None,
        }
    }

    fn io(what: &str, error: &io::Error) -> Self {
        Self {
            what: what.to_owned(),
            errno: error.raw_os_error().unwrap_or(0),
            text: error.raw_os_error().is_none().then(|| error.to_string()),
        }
    }

    /// `number` is as the kernel sends it: negative. `attributes` are those of its extended acknowledgement.
    fn refused(what: &str, number: i32, attributes: &[u8]) -> Self {
        const MESSAGE: u16 = 1;
        let text = raw::find(attributes, MESSAGE).map(raw::read_text);
        Self {
            what: what.to_owned(),
            errno: number.saturating_neg(),
            text: text.filter(|text| !text.is_empty()),
        }
    }

    fn message(what: &str, error: &ErrorMessage) -> Self {
        // The request is repeated before the kernel's words. It begins with its own length.
        let attributes = error.header.first_chunk().and_then(|length| {
            let length = u32::from_ne_bytes(*length) as usize;
            error.header.get(length.saturating_add(3) & !3..)
        });
        Self::refused(what, error.raw_code(), attributes.unwrap_or(&[]))
    }

    fn library(what: &str, error: &rtnetlink::Error) -> Self {
        match error {
            rtnetlink::Error::NetlinkError(error) => Self::message(what, error),
            rtnetlink::Error::RequestFailed => Self::new(what, errno::ABORTED),
            other => Self {
                what: what.to_owned(),
                errno: 0,
                text: Some(other.to_string()),
            },
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

/// A runtime for one connection.
fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
}

#[derive(Debug)]
struct Session {
    runtime: Runtime,
    handle: Handle,
    connection: JoinHandle<()>,
}

impl Session {
    fn open() -> io::Result<Self> {
        let runtime = runtime()?;
        let (mut connection, handle, _) = {
            let _inside = runtime.enter();
            rtnetlink::new_connection()?
        };
        let socket = connection.socket_mut().socket_mut();
        // For messages only; a kernel that lacks it (before 4.12) still does the work.
        let _ = socket.set_ext_ack(true);
        // Lets the kernel filter lists; one that lacks it (before 4.20) lists more, and what is too much is left out here.
        let _ = socket.set_netlink_get_strict_chk(true);
        connection.set_forward_done(true);
        Ok(Self {
            connection: runtime.spawn(connection),
            runtime,
            handle,
        })
    }
}

/// The kernel's end of rtnetlink.
#[derive(Debug)]
pub struct Netlink {
    session: Mutex<Option<Session>>,
    raw: Raw,
}

impl Default for Netlink {
    fn default() -> Self {
        Self::route()
    }
}

impl Netlink {
    /// rtnetlink. Nothing is opened yet.
    pub fn route() -> Self {
        Self {
            session: Mutex::new(None),
            raw: Raw::of(NETLINK_ROUTE),
        }
    }

    /// Does `work` with the library's handle and waits for it.
    fn run<T, F>(&self, what: &str, work: impl FnOnce(Handle) -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let mut guard = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let session =
            match &mut *guard {
                Some(session) => session,
                empty => empty.insert(Session::open().map_err(|error| {
                    NetlinkError::io("opening a connection to the kernel", &error)
                })?),
            };
        let work = work(session.handle.clone());
        let answer = session
            .runtime
            .block_on(async { timeout(PATIENCE, work).await });
        // The library takes a connection that broke for one that had nothing more to say.
        let broken = session.connection.is_finished();
        if broken || answer.is_err() {
            *guard = None;
        }
        match answer {
            Err(_) => Err(NetlinkError::new(what, errno::TIMED_OUT)),
            Ok(Ok(_)) if broken => Err(NetlinkError::new(what, errno::ABORTED)),
            Ok(answer) => answer,
        }
    }

    /// Carries out one of the library's requests. `what` says for what, in messages.
    fn change<F>(&self, what: &str, request: impl FnOnce(Handle) -> F) -> Result<()>
    where
        F: Future<Output = std::result::Result<(), rtnetlink::Error>>,
    {
        self.run(what, |handle| {
            let request = request(handle);
            async {
                request
                    .await
                    .map_err(|error| NetlinkError::library(what, &error))
            }
        })
    }

    /// Asks for one object.
    fn get(&self, what: &str, message: RouteNetlinkMessage) -> Result<Vec<RouteNetlinkMessage>> {
        // With an acknowledgement the end is seen even if the library cannot read the answer.
        let asked = self.run(what, |handle| ask(what, handle, message, NLM_F_ACK));
        asked.map(|(answers, _)| answers)
    }

    /// Asks for all objects of a kind; `pick` takes them out of their messages. A list that changed while it was made is
    /// asked for again.
    fn dump<T>(
        &self,
        what: &str,
        message: &RouteNetlinkMessage,
        pick: impl Fn(RouteNetlinkMessage) -> Option<T>,
    ) -> Result<Vec<T>> {
        let mut last = Vec::new();
        for _ in 0..ATTEMPTS {
            let message = message.clone();
            let (answers, interrupted) =
                self.run(what, |handle| ask(what, handle, message, NLM_F_DUMP))?;
            last = answers;
            if !interrupted {
                break;
            }
        }
        // A list that never holds still: the last one is as good as any.
        Ok(last.into_iter().filter_map(pick).collect())
    }
}

/// Sends one message and collects its answers; true if the kernel changed what it was listing.
async fn ask(
    what: &str,
    mut handle: Handle,
    message: RouteNetlinkMessage,
    flags: u16,
) -> Result<(Vec<RouteNetlinkMessage>, bool)> {
    let mut request = NetlinkMessage::from(message);
    request.header.flags = NLM_F_REQUEST | flags;
    let mut replies = handle
        .request(request)
        .map_err(|error| NetlinkError::library(what, &error))?;
    let mut answers = Vec::new();
    let mut interrupted = false;
    while let Some(reply) = replies.next().await {
        interrupted |= reply.header.flags & NLM_F_DUMP_INTR != 0;
        match reply.payload {
            NetlinkPayload::InnerMessage(answer) => answers.push(answer),
            NetlinkPayload::Error(error) => return Err(NetlinkError::message(what, &error)),
            NetlinkPayload::Done(done) if done.code < 0 => {
                return Err(NetlinkError::refused(what, done.code, &done.extended_ack));
            }
            NetlinkPayload::Overrun(_) => interrupted = true,
            _ => {}
        }
    }
    Ok((answers, interrupted))
}
