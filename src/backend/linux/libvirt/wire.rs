//! Frames on the daemon's socket: length, header, payload; calls with serials, replies in any order, events in between.
//!
//! A connection belongs to one thread at a time. While a call waits for its reply it keeps the replies of other calls and the
//! events that arrive, so nothing is lost and no reader thread is needed.

use std::collections::{BTreeMap, VecDeque};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use super::error::{LibvirtError, RemoteError};
use super::procedures::{
    DomainRef, ErrorReply, KEEPALIVE_PROGRAM, PROTOCOL_VERSION, Procedure, REMOTE_PROGRAM, event,
};
use super::xdr::{Reader, Xdr, XdrError, xdr_struct};

/// The longest message the protocol allows, with its length field.
const LONGEST: usize = 32 * 1024 * 1024 + 4;
/// Length field and header.
const HEAD: usize = 28;

const TYPE_CALL: u32 = 0;
const TYPE_REPLY: u32 = 1;
const TYPE_EVENT: u32 = 2;
const STATUS_OK: u32 = 0;

xdr_struct! {
    /// What stands before every payload.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Header {
        /// Which set of procedures.
        pub program: u32,
        /// Its version.
        pub version: u32,
        /// Which procedure.
        pub procedure: u32,
        /// 0 call, 1 reply, 2 event.
        pub kind: u32,
        /// Chosen by the caller, repeated in the reply.
        pub serial: u32,
        /// 0 good, 1 an error object follows.
        pub status: u32,
    }
}

/// A whole message.
#[derive(Clone, Debug)]
struct Frame {
    header: Header,
    payload: Vec<u8>,
}

/// A change of a domain's state, as the daemon counts them (`virDomainEventType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// Configuration added or changed.
    Defined,
    /// Configuration removed.
    Undefined,
    /// Started, restored, migrated in, woken.
    Started,
    /// Its CPUs stopped.
    Suspended,
    /// Its CPUs run again.
    Resumed,
    /// Gone, for whatever reason.
    Stopped,
    /// The guest has finished, the process has not.
    Shutdown,
    /// The guest sleeps.
    PmSuspended,
    /// The guest crashed.
    Crashed,
    /// A kind that came later than this list.
    Other(i32),
}

impl From<i32> for Lifecycle {
    fn from(kind: i32) -> Self {
        match kind {
            0 => Self::Defined,
            1 => Self::Undefined,
            2 => Self::Started,
            3 => Self::Suspended,
            4 => Self::Resumed,
            5 => Self::Stopped,
            6 => Self::Shutdown,
            7 => Self::PmSuspended,
            8 => Self::Crashed,
            other => Self::Other(other),
        }
    }
}

/// Something the daemon told without being asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainEvent {
    /// A domain changed its state.
    Lifecycle {
        /// Which.
        domain: DomainRef,
        /// How.
        change: Lifecycle,
        /// The daemon's detail number for that change.
        detail: i32,
    },
    /// A device is gone from a running domain.
    DeviceRemoved {
        /// Which domain.
        domain: DomainRef,
        /// The device's alias.
        alias: String,
    },
    /// A device came to a running domain.
    DeviceAdded {
        /// Which domain.
        domain: DomainRef,
        /// The device's alias.
        alias: String,
    },
    /// The guest refused to let a device go.
    DeviceRemovalFailed {
        /// Which domain.
        domain: DomainRef,
        /// The device's alias.
        alias: String,
    },
    /// Somebody changed a domain's metadata.
    MetadataChanged {
        /// Which domain.
        domain: DomainRef,
        /// The namespace that changed.
        namespace: Option<String>,
    },
}

impl DomainEvent {
    /// The domain it is about.
    pub fn domain(&self) -> &DomainRef {
        match self {
            Self::Lifecycle { domain, .. }
            | Self::DeviceRemoved { domain, .. }
            | Self::DeviceAdded { domain, .. }
            | Self::DeviceRemovalFailed { domain, .. }
            | Self::MetadataChanged { domain, .. } => domain,
        }
    }

    fn read(procedure: u32, payload: &[u8]) -> Result<Option<Self>, XdrError> {
        let mut input = Reader::new(payload);
        let (_callback, domain): (i32, DomainRef) = Xdr::take(&mut input)?;
        Ok(Some(match procedure {
            event::LIFECYCLE => {
                let (kind, detail): (i32, i32) = Xdr::take(&mut input)?;
                Self::Lifecycle {
                    domain,
                    change: Lifecycle::from(kind),
                    detail,
                }
            }
            event::DEVICE_REMOVED => Self::DeviceRemoved {
                domain,
                alias: Xdr::take(&mut input)?,
            },
            event::DEVICE_ADDED => Self::DeviceAdded {
                domain,
                alias: Xdr::take(&mut input)?,
            },
            event::DEVICE_REMOVAL_FAILED => Self::DeviceRemovalFailed {
                domain,
                alias: Xdr::take(&mut input)?,
            },
            event::METADATA_CHANGE => {
                let (_kind, namespace): (i32, Option<String>) = Xdr::take(&mut input)?;
                Self::MetadataChanged { domain, namespace }
            }
            _ => return Ok(None),
        }))
    }
}

/// A call that was sent and whose reply has not been taken.
#[derive(Debug)]
pub struct Ticket<Reply> {
    serial: u32,
    name: &'static str,
    reply: std::marker::PhantomData<fn() -> Reply>,
}

/// A socket to the daemon.
#[derive(Debug)]
pub struct Wire {
    stream: UnixStream,
    /// Bytes that arrived and are not a whole frame yet: a time-out in the middle of one loses nothing.
    arrived: Vec<u8>,
    serial: u32,
    replies: BTreeMap<u32, Frame>,
    events: VecDeque<DomainEvent>,
    /// A frame could not be read: the stream is out of step for good.
    broken: bool,
}

impl Wire {
    /// Speaks over `stream`.
    pub fn new(stream: UnixStream) -> Self {
        Self {
            stream,
            arrived: Vec::new(),
            serial: 0,
            replies: BTreeMap::new(),
            events: VecDeque::new(),
            broken: false,
        }
    }

    /// Sends a call without waiting for its reply.
    ///
    /// # Errors
    /// If the socket does not take it, or the message is longer than the protocol allows.
    pub fn send<A: Xdr, R: Xdr>(
        &mut self,
        procedure: &Procedure<A, R>,
        args: &A,
        within: Duration,
    ) -> Result<Ticket<R>, LibvirtError> {
        self.serial = self.serial.wrapping_add(1);
        let header = Header {
            program: procedure.program,
            version: PROTOCOL_VERSION,
            procedure: procedure.number,
            kind: TYPE_CALL,
            serial: self.serial,
            status: STATUS_OK,
        };
        let mut payload = Vec::new();
        args.put(&mut payload);
        self.write_frame(header, &payload, within)?;
        Ok(Ticket {
            serial: self.serial,
            name: procedure.name,
            reply: std::marker::PhantomData,
        })
    }

    /// Waits for the reply of a call that was sent.
    ///
    /// # Errors
    /// The daemon's error object, a time-out, or a broken connection.
    pub fn receive<R: Xdr>(
        &mut self,
        ticket: &Ticket<R>,
        within: Duration,
    ) -> Result<R, LibvirtError> {
        let deadline = Instant::now() + within;
        loop {
            if let Some(frame) = self.replies.remove(&ticket.serial) {
                return Self::open(ticket.name, &frame);
            }
            if !self.pump(deadline)? {
                return Err(LibvirtError::TimedOut {
                    what: ticket.name.to_owned(),
                    after: within,
                });
            }
        }
    }

    /// Sends a call and waits for its reply.
    ///
    /// # Errors
    /// As [`Wire::send`] and [`Wire::receive`].
    pub fn call<A: Xdr, R: Xdr>(
        &mut self,
        procedure: &Procedure<A, R>,
        args: &A,
        within: Duration,
    ) -> Result<R, LibvirtError> {
        let ticket = self.send(procedure, args, within)?;
        self.receive(&ticket, within)
    }

    /// The next event, in the order the daemon sent them; `None` if none came until `deadline`.
    ///
    /// # Errors
    /// A broken connection.
    pub fn next_event(&mut self, deadline: Instant) -> Result<Option<DomainEvent>, LibvirtError> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Some(event));
            }
            if !self.pump(deadline)? {
                return Ok(None);
            }
        }
    }

    /// Takes the events that are not wanted now back into the queue, before those that came later.
    pub fn put_back(&mut self, events: Vec<DomainEvent>) {
        for event in events.into_iter().rev() {
            self.events.push_front(event);
        }
    }

    fn open<R: Xdr>(name: &str, frame: &Frame) -> Result<R, LibvirtError> {
        let mut input = Reader::new(&frame.payload);
        let malformed = |source| LibvirtError::Malformed {
            what: name.to_owned(),
            source,
        };
        if frame.header.status == STATUS_OK {
            // A newer daemon may append nothing to a reply that was released, so leftovers are an error here too.
            let reply = R::take(&mut input).map_err(malformed)?;
            input.finish().map_err(malformed)?;
            return Ok(reply);
        }
        let error = ErrorReply::take(&mut input).map_err(malformed)?;
        Err(LibvirtError::Refused(RemoteError::from_reply(name, error)))
    }

    fn write_frame(
        &mut self,
        header: Header,
        payload: &[u8],
        within: Duration,
    ) -> Result<(), LibvirtError> {
        if self.broken {
            return Err(LibvirtError::Closed);
        }
        let length = HEAD + payload.len();
        let Some(field) = u32::try_from(length).ok().filter(|_| length <= LONGEST) else {
            return Err(LibvirtError::TooLong(length));
        };
        let mut bytes = Vec::with_capacity(length);
        field.put(&mut bytes);
        header.put(&mut bytes);
        bytes.extend_from_slice(payload);
        self.stream
            .set_write_timeout(Some(within.max(Duration::from_millis(1))))
            .and_then(|()| self.stream.write_all(&bytes))
            .map_err(|source| {
                // Half a frame may be out: whatever follows would be read as its rest.
                self.broken = true;
                LibvirtError::Io {
                    what: "writing to libvirt's socket".to_owned(),
                    source,
                }
            })
    }

    /// Reads one frame and files it. False at the deadline.
    fn pump(&mut self, deadline: Instant) -> Result<bool, LibvirtError> {
        let Some(frame) = self.read_frame(deadline)? else {
            return Ok(false);
        };
        match (frame.header.program, frame.header.kind) {
            (KEEPALIVE_PROGRAM, _) => self.answer_ping(&frame)?,
            (_, TYPE_REPLY) => {
                self.replies.insert(frame.header.serial, frame);
            }
            (REMOTE_PROGRAM, TYPE_EVENT) => {
                match DomainEvent::read(frame.header.procedure, &frame.payload) {
                    Ok(Some(event)) => self.events.push_back(event),
                    // An event that was not asked for by number cannot be waited for by anybody.
                    Ok(None) => {}
                    Err(source) => {
                        return Err(LibvirtError::Malformed {
                            what: format!("event {}", frame.header.procedure),
                            source,
                        });
                    }
                }
            }
            _ => {}
        }
        Ok(true)
    }

    fn answer_ping(&mut self, frame: &Frame) -> Result<(), LibvirtError> {
        const PING: u32 = 1;
        const PONG: u32 = 2;
        if frame.header.procedure != PING {
            return Ok(());
        }
        let header = Header {
            procedure: PONG,
            kind: TYPE_EVENT,
            ..frame.header
        };
        self.write_frame(header, &[], Duration::from_secs(5))
    }

    fn read_frame(&mut self, deadline: Instant) -> Result<Option<Frame>, LibvirtError> {
        if self.broken {
            return Err(LibvirtError::Closed);
        }
        loop {
            if let Some(frame) = self.whole_frame()? {
                return Ok(Some(frame));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            let io = |source| LibvirtError::Io {
                what: "reading from libvirt's socket".to_owned(),
                source,
            };
            self.stream.set_read_timeout(Some(left)).map_err(io)?;
            let mut chunk = [0u8; 16 * 1024];
            match self.stream.read(&mut chunk) {
                Ok(0) => {
                    self.broken = true;
                    return Err(LibvirtError::Closed);
                }
                Ok(count) => self
                    .arrived
                    .extend_from_slice(chunk.get(..count).unwrap_or(&[])),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    return Ok(None);
                }
                Err(error) => {
                    self.broken = true;
                    return Err(io(error));
                }
            }
        }
    }

    fn whole_frame(&mut self) -> Result<Option<Frame>, LibvirtError> {
        let Some(field) = self.arrived.first_chunk::<4>() else {
            return Ok(None);
        };
        let length = u32::from_be_bytes(*field) as usize;
        if !(HEAD..=LONGEST).contains(&length) {
            self.broken = true;
            return Err(LibvirtError::BadLength(length));
        }
        if self.arrived.len() < length {
            return Ok(None);
        }
        let rest = self.arrived.split_off(length);
        let bytes = std::mem::replace(&mut self.arrived, rest);
        let mut input = Reader::new(&bytes);
        let parsed = u32::take(&mut input).and_then(|_| Header::take(&mut input));
        match parsed {
            Ok(header) => Ok(Some(Frame {
                header,
                payload: bytes.get(HEAD..).unwrap_or(&[]).to_vec(),
            })),
            Err(source) => {
                self.broken = true;
                Err(LibvirtError::Malformed {
                    what: "a message header".to_owned(),
                    source,
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::procedures::{self, NetworkRef};
    use super::*;
    use std::thread;

    const SOON: Duration = Duration::from_secs(20);

    fn frame(header: Header, payload: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        u32::try_from(HEAD + payload.len()).unwrap().put(&mut bytes);
        header.put(&mut bytes);
        bytes.extend_from_slice(payload);
        bytes
    }

    fn reply(procedure: u32, serial: u32, status: u32) -> Header {
        Header {
            program: REMOTE_PROGRAM,
            version: 1,
            procedure,
            kind: TYPE_REPLY,
            serial,
            status,
        }
    }

    fn text(value: &str) -> Vec<u8> {
        let mut out = Vec::new();
        value.to_owned().put(&mut out);
        out
    }

    fn domain() -> DomainRef {
        DomainRef {
            name: "web1".into(),
            uuid: [7; 16],
            id: 3,
        }
    }

    fn removed(alias: &str) -> Vec<u8> {
        let mut payload = Vec::new();
        (1i32, domain(), alias.to_owned()).put(&mut payload);
        let header = Header {
            kind: TYPE_EVENT,
            serial: 0,
            ..reply(event::DEVICE_REMOVED, 0, 0)
        };
        frame(header, &payload)
    }

    #[test]
    fn a_call_is_length_header_and_arguments() {
        let (mine, mut daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine);
        wire.send(
            &procedures::CONNECT_OPEN,
            &(Some("test:///default".into()), 0),
            SOON,
        )
        .unwrap();
        let mut bytes = [0u8; 28 + 4 + 4 + 16 + 4];
        daemon.read_exact(&mut bytes).unwrap();
        assert_eq!(
            bytes.as_slice(),
            b"\0\0\0\x38\x20\0\x80\x86\0\0\0\x01\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0\0\
              \0\0\0\x01\0\0\0\x0ftest:///default\0\0\0\0\0"
                .as_slice()
        );
    }

    #[test]
    fn replies_out_of_order_and_events_in_between_reach_who_waits_for_them() {
        let (mine, mut daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine);
        let first = wire
            .send(&procedures::CONNECT_GET_HOSTNAME, &(), SOON)
            .unwrap();
        let second = wire
            .send(&procedures::CONNECT_GET_CAPABILITIES, &(), SOON)
            .unwrap();
        let mut bytes = frame(reply(7, 2, 0), &text("<capabilities/>"));
        bytes.extend(removed("ua-vf1"));
        bytes.extend(frame(reply(59, 1, 0), &text("host-a")));
        // One byte at a time: frames never arrive as they were written.
        let writer = thread::spawn(move || {
            for byte in bytes {
                daemon.write_all(&[byte]).unwrap();
            }
            daemon
        });
        assert_eq!(wire.receive(&first, SOON).unwrap(), ("host-a".to_owned(),));
        assert_eq!(
            wire.receive(&second, SOON).unwrap(),
            ("<capabilities/>".to_owned(),)
        );
        assert_eq!(
            wire.next_event(Instant::now() + SOON).unwrap(),
            Some(DomainEvent::DeviceRemoved {
                domain: domain(),
                alias: "ua-vf1".into()
            })
        );
        drop(writer.join().unwrap());
    }

    #[test]
    fn the_error_object_is_kept_word_for_word() {
        let (mine, mut daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine);
        let error = ErrorReply {
            code: 55,
            domain: 20,
            message: Some("Requested operation is not valid: domain is not running".into()),
            level: 2,
            dom: Some(domain()),
            str1: Some("%s".into()),
            str2: None,
            str3: None,
            int1: -1,
            int2: -1,
            net: Some(NetworkRef {
                name: "lan".into(),
                uuid: [1; 16],
            }),
        };
        let mut payload = Vec::new();
        error.put(&mut payload);
        daemon.write_all(&frame(reply(34, 1, 1), &payload)).unwrap();
        let answer = wire.call(&procedures::DOMAIN_SUSPEND, &(domain(),), SOON);
        let Err(LibvirtError::Refused(refused)) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!((refused.code, refused.domain), (55, 20));
        assert_eq!(
            refused.message,
            "Requested operation is not valid: domain is not running"
        );
        assert_eq!(refused.call, "DOMAIN_SUSPEND");
    }

    #[test]
    fn a_length_out_of_bounds_ends_the_connection() {
        for length in [27u32, 0, 64 * 1024 * 1024] {
            let (mine, mut daemon) = UnixStream::pair().unwrap();
            let mut wire = Wire::new(mine);
            daemon.write_all(&length.to_be_bytes()).unwrap();
            daemon.write_all(&[0u8; 24]).unwrap();
            assert!(matches!(
                wire.call(&procedures::CONNECT_GET_HOSTNAME, &(), SOON),
                Err(LibvirtError::BadLength(_))
            ));
            assert!(matches!(
                wire.call(&procedures::CONNECT_GET_HOSTNAME, &(), SOON),
                Err(LibvirtError::Closed)
            ));
        }
    }

    #[test]
    fn a_daemon_that_goes_away_is_said_so() {
        let (mine, daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine);
        let ticket = wire
            .send(&procedures::CONNECT_GET_HOSTNAME, &(), SOON)
            .unwrap();
        drop(daemon);
        assert!(matches!(
            wire.receive(&ticket, SOON),
            Err(LibvirtError::Closed | LibvirtError::Io { .. })
        ));
    }

    #[test]
    fn a_time_out_in_the_middle_of_a_frame_loses_nothing() {
        let (mine, mut daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine);
        let ticket = wire
            .send(&procedures::CONNECT_GET_HOSTNAME, &(), SOON)
            .unwrap();
        let bytes = frame(reply(59, 1, 0), &text("host-a"));
        let (head, tail) = bytes.split_at(10);
        daemon.write_all(head).unwrap();
        assert!(matches!(
            wire.receive(&ticket, Duration::from_millis(20)),
            Err(LibvirtError::TimedOut { .. })
        ));
        daemon.write_all(tail).unwrap();
        assert_eq!(wire.receive(&ticket, SOON).unwrap().0, "host-a");
    }

    #[test]
    fn pings_are_answered() {
        let (mine, mut daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine);
        let ping = Header {
            program: KEEPALIVE_PROGRAM,
            version: 1,
            procedure: 1,
            kind: TYPE_EVENT,
            serial: 0,
            status: 0,
        };
        daemon.write_all(&frame(ping, &[])).unwrap();
        assert_eq!(
            wire.next_event(Instant::now() + Duration::from_millis(50))
                .unwrap(),
            None
        );
        let mut answer = [0u8; HEAD];
        daemon.read_exact(&mut answer).unwrap();
        let mut input = Reader::new(&answer);
        u32::take(&mut input).unwrap();
        let header = Header::take(&mut input).unwrap();
        assert_eq!((header.program, header.procedure), (KEEPALIVE_PROGRAM, 2));
    }

    proptest::proptest! {
        #[test]
        fn a_stream_of_any_bytes_never_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            let (mine, mut daemon) = UnixStream::pair().unwrap();
            let mut wire = Wire::new(mine);
            daemon.write_all(&bytes).unwrap();
            drop(daemon);
            let _ = wire.next_event(Instant::now() + SOON);
        }
    }
}
