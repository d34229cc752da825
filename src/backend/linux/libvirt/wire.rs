//! Frames on the daemon's socket: length, header, payload; calls with serials, replies in any order, events in between.
//!
//! A connection belongs to one thread at a time. While a call waits for its reply it keeps the replies of other calls and the
//! events that arrive, so nothing is lost and no reader thread is needed.

use std::collections::{BTreeMap, VecDeque};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use iovsh_base::interrupt;

use super::error::{LibvirtError, RemoteError};
use super::events::DomainEvent;
use super::procedures::{
    self as p, ErrorReply, KEEPALIVE_PROGRAM, PROTOCOL_VERSION, Procedure, REMOTE_PROGRAM,
};
use super::xdr::{Reader, Xdr, xdr_struct};

/// The longest message the protocol allows, with its length field.
const LONGEST: usize = 32 * 1024 * 1024 + 4;
/// Length field and header.
const HEAD: usize = 28;

/// The longest answer that is kept: twice the longest text of the protocol, and more than 16,384 domains need.
const LONGEST_ANSWER: usize = 8 * 1024 * 1024;
/// The longest event that is kept. Names are much shorter.
const LONGEST_EVENT: usize = 64 * 1024;
/// How many events wait for somebody to take them. More are forgotten, and that is said.
const MOST_EVENTS: usize = 1024;
/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

const TYPE_CALL: u32 = 0;
const TYPE_REPLY: u32 = 1;
const TYPE_EVENT: u32 = 2;
const STATUS_OK: u32 = 0;
const STATUS_ERROR: u32 = 1;

/// How long the daemon may take to accept the answer to its keep-alive message.
const PONG_WITHIN: Duration = Duration::from_secs(5);

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

/// A call that was sent and whose reply has not been taken.
#[derive(Debug)]
pub struct Ticket<Reply> {
    serial: u32,
    name: &'static str,
    reply: std::marker::PhantomData<fn() -> Reply>,
}

impl<Reply> Ticket<Reply> {
    /// The serial of the call.
    pub(super) fn serial(&self) -> u32 {
        self.serial
    }
}

/// A reply that arrived: the serial of its call, its length in bytes, and what it says.
pub(super) type Arrived<R> = (u32, usize, Result<R, LibvirtError>);

/// A socket to the daemon.
#[derive(Debug)]
pub struct Wire {
    stream: UnixStream,
    /// Bytes that arrived and are not a whole frame yet: a time-out in the middle of one loses nothing.
    arrived: Vec<u8>,
    /// How many of them are read already.
    taken: usize,
    /// Calls that are queued and not sent.
    outgoing: Vec<u8>,
    serial: u32,
    /// Program and procedure of the calls whose replies have not arrived, by serial. Nothing else counts as a reply.
    asked: BTreeMap<u32, (u32, u32)>,
    /// When the daemon last ended work that took more than a look.
    worked: Option<Instant>,
    replies: BTreeMap<u32, Frame>,
    events: VecDeque<DomainEvent>,
    /// Events were forgotten because nobody took them.
    lost: bool,
    /// A frame could not be read: the stream is out of step for good.
    broken: bool,
}

impl Wire {
    /// Speaks over `stream`.
    ///
    /// # Errors
    /// The socket cannot be made one that never blocks.
    pub fn new(stream: UnixStream) -> Result<Self, LibvirtError> {
        stream
            .set_nonblocking(true)
            .map_err(|source| LibvirtError::Io {
                what: "opening libvirt's socket".to_owned(),
                source,
            })?;
        Ok(Self {
            stream,
            arrived: Vec::new(),
            taken: 0,
            outgoing: Vec::new(),
            serial: 0,
            asked: BTreeMap::new(),
            worked: None,
            replies: BTreeMap::new(),
            events: VecDeque::new(),
            lost: false,
            broken: false,
        })
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
        let ticket = self.queue(procedure, args)?;
        self.flush(procedure.name, within)?;
        Ok(ticket)
    }

    /// Puts a call behind those that wait for [`Wire::flush`]. Calls that leave in one write cost the daemon and this process one
    /// wake-up instead of one each.
    ///
    /// # Errors
    /// The message is longer than the protocol allows, or the connection is broken.
    pub fn queue<A: Xdr, R: Xdr>(
        &mut self,
        procedure: &Procedure<A, R>,
        args: &A,
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
        self.put_frame(header, &payload)?;
        self.asked
            .insert(self.serial, (procedure.program, procedure.number));
        Ok(Ticket {
            serial: self.serial,
            name: procedure.name,
            reply: std::marker::PhantomData,
        })
    }

    /// How many bytes wait for [`Wire::flush`].
    pub(super) fn queued(&self) -> usize {
        self.outgoing.len()
    }

    /// Sends what is queued. `name` is the call that an error names.
    ///
    /// # Errors
    /// The socket does not take it within that time.
    pub fn flush(&mut self, name: &str, within: Duration) -> Result<(), LibvirtError> {
        let bytes = std::mem::take(&mut self.outgoing);
        // Half a frame may be out: whatever follows would be read as its rest.
        self.write(&bytes, name, within)
            .inspect_err(|_| self.broken = true)
    }

    /// Waits for the reply of a call that was sent. Events and foreign replies that arrive meanwhile make the wait no longer.
    ///
    /// # Errors
    /// The daemon's error object, [`LibvirtError::Silent`], [`LibvirtError::Interrupted`], or a broken connection.
    pub fn receive<R: Xdr>(
        &mut self,
        ticket: &Ticket<R>,
        within: Duration,
    ) -> Result<R, LibvirtError> {
        self.receive_until(ticket, Instant::now() + within, within)
    }

    /// The same for one of several calls that left together: they share `deadline`, which is `within` after they left.
    ///
    /// # Errors
    /// As [`Wire::receive`].
    pub(super) fn receive_until<R: Xdr>(
        &mut self,
        ticket: &Ticket<R>,
        deadline: Instant,
        within: Duration,
    ) -> Result<R, LibvirtError> {
        loop {
            if let Some(frame) = self.replies.remove(&ticket.serial) {
                return Self::open(ticket.name, &frame);
            }
            if !self.pump(deadline)? {
                return Err(LibvirtError::Silent {
                    what: ticket.name.to_owned(),
                    after: within,
                });
            }
        }
    }

    /// The next reply to one of the calls whose serials are the keys of `serials`, in the order in which replies arrive: the
    /// serial, the length of the answer in bytes, and what it says. `None` if none came until `deadline`.
    ///
    /// # Errors
    /// [`LibvirtError::Interrupted`], or a broken connection. What is wrong with one answer stands in its place.
    pub(super) fn next_of<R: Xdr, V>(
        &mut self,
        serials: &BTreeMap<u32, V>,
        name: &str,
        deadline: Instant,
    ) -> Result<Option<Arrived<R>>, LibvirtError> {
        loop {
            let mut known = self.replies.keys().copied();
            let arrived = known.find(|serial| serials.contains_key(serial));
            if let Some(serial) = arrived
                && let Some(frame) = self.replies.remove(&serial)
            {
                let length = frame.payload.len();
                return Ok(Some((serial, length, Self::open(name, &frame))));
            }
            if !self.pump(deadline)? {
                return Ok(None);
            }
        }
    }

    /// Sends a call and waits for its reply, as long as the procedure's declaration allows.
    ///
    /// # Errors
    /// As [`Wire::send`] and [`Wire::receive`].
    pub fn call<A: Xdr, R: Xdr>(
        &mut self,
        procedure: &Procedure<A, R>,
        args: &A,
    ) -> Result<R, LibvirtError> {
        self.call_within(procedure, args, self.allowed(procedure))
    }

    /// How long the answer to a procedure may take now: [`p::BUSY`] instead of [`p::READ`] for a minute after a call that
    /// made the daemon work.
    pub(super) fn allowed<A, R>(&self, procedure: &Procedure<A, R>) -> Duration {
        let busy = self.worked.is_some_and(|at| at.elapsed() < p::BUSY);
        if busy {
            procedure.within.max(p::BUSY)
        } else {
            procedure.within
        }
    }

    /// The same, with another limit.
    ///
    /// # Errors
    /// As [`Wire::send`] and [`Wire::receive`].
    pub fn call_within<A: Xdr, R: Xdr>(
        &mut self,
        procedure: &Procedure<A, R>,
        args: &A,
        within: Duration,
    ) -> Result<R, LibvirtError> {
        let ticket = self.send(procedure, args, within)?;
        let answer = self.receive(&ticket, within);
        if procedure.within >= p::WORK {
            self.worked = Some(Instant::now());
        }
        answer
    }

    /// The next event, in the order the daemon sent them; `None` if none came until `deadline`.
    ///
    /// # Errors
    /// [`LibvirtError::EventsLost`], once, when more came than were taken; [`LibvirtError::Interrupted`]; a broken connection.
    pub fn next_event(&mut self, deadline: Instant) -> Result<Option<DomainEvent>, LibvirtError> {
        loop {
            if std::mem::take(&mut self.lost) {
                return Err(LibvirtError::EventsLost);
            }
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
        self.cap_events();
    }

    /// Forgets all events when they are too many: whoever waits for them looks at everything instead.
    fn cap_events(&mut self) {
        if self.events.len() > MOST_EVENTS {
            self.events.clear();
            self.lost = true;
        }
    }

    fn open<R: Xdr>(name: &str, frame: &Frame) -> Result<R, LibvirtError> {
        if frame.payload.len() > LONGEST_ANSWER {
            return Err(LibvirtError::AnswerTooLong {
                what: name.to_owned(),
                most: LONGEST_ANSWER,
            });
        }
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

    fn put_frame(&mut self, header: Header, payload: &[u8]) -> Result<(), LibvirtError> {
        if self.broken {
            return Err(LibvirtError::Closed);
        }
        let length = HEAD + payload.len();
        let Some(field) = u32::try_from(length).ok().filter(|_| length <= LONGEST) else {
            return Err(LibvirtError::TooLong(length));
        };
        field.put(&mut self.outgoing);
        header.put(&mut self.outgoing);
        self.outgoing.extend_from_slice(payload);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8], name: &str, within: Duration) -> Result<(), LibvirtError> {
        let deadline = Instant::now() + within;
        let mut left = bytes;
        while !left.is_empty() {
            match self.stream.write(left) {
                Ok(count) => left = left.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    if !self.wait(PollFlags::OUT, deadline)? {
                        return Err(LibvirtError::Silent {
                            what: name.to_owned(),
                            after: within,
                        });
                    }
                }
                Err(source) => {
                    return Err(LibvirtError::Io {
                        what: "writing to libvirt's socket".to_owned(),
                        source,
                    });
                }
            }
        }
        Ok(())
    }

    /// Waits until the socket is ready. False at the deadline.
    fn wait(&self, ready: PollFlags, deadline: Instant) -> Result<bool, LibvirtError> {
        loop {
            interrupt::check()?;
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            let slice = Timespec::try_from(interrupt::slice_of(left)).ok();
            let mut sockets = [PollFd::new(&self.stream, ready)];
            match poll(&mut sockets, slice.as_ref()) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                Ok(_) => return Ok(true),
                Err(error) => {
                    return Err(LibvirtError::Io {
                        what: "waiting for libvirt's socket".to_owned(),
                        source: error.into(),
                    });
                }
            }
        }
    }

    /// Reads one frame and files it. False at the deadline, even when frames that nobody waits for arrive without end.
    fn pump(&mut self, deadline: Instant) -> Result<bool, LibvirtError> {
        interrupt::check()?;
        let Some(frame) = self.read_frame(deadline)? else {
            return Ok(false);
        };
        let header = frame.header;
        if let Some(asked) = self.asked.get(&header.serial).copied() {
            let fits = header.kind == TYPE_REPLY
                && header.version == PROTOCOL_VERSION
                && header.status <= STATUS_ERROR
                && (header.program, header.procedure) == asked;
            if fits {
                self.asked.remove(&header.serial);
                self.replies.insert(header.serial, frame);
                return Ok(true);
            }
            if header.kind != TYPE_EVENT && header.program != KEEPALIVE_PROGRAM {
                self.broken = true;
                return Err(LibvirtError::Foreign(header));
            }
        }
        match (header.program, header.kind) {
            (KEEPALIVE_PROGRAM, _) => self.answer_ping(header, deadline)?,
            (REMOTE_PROGRAM, TYPE_EVENT) if frame.payload.len() > LONGEST_EVENT => {
                self.lost = true;
            }
            (REMOTE_PROGRAM, TYPE_EVENT) => {
                match DomainEvent::read(header.procedure, &frame.payload) {
                    Ok(Some(event)) => {
                        self.events.push_back(event);
                        self.cap_events();
                    }
                    // An event that was not asked for by number cannot be waited for by anybody.
                    Ok(None) => {}
                    Err(source) => {
                        return Err(LibvirtError::Malformed {
                            what: format!("event {}", header.procedure),
                            source,
                        });
                    }
                }
            }
            // A reply that nobody asked for, or a program that is not libvirt's.
            _ => {}
        }
        Ok(Instant::now() < deadline)
    }

    fn answer_ping(&mut self, ping: Header, deadline: Instant) -> Result<(), LibvirtError> {
        const PING: u32 = 1;
        const PONG: u32 = 2;
        if ping.procedure != PING {
            return Ok(());
        }
        let header = Header {
            procedure: PONG,
            kind: TYPE_EVENT,
            ..ping
        };
        let left = deadline.saturating_duration_since(Instant::now());
        self.put_frame(header, &[])?;
        self.flush("a ping", left.min(PONG_WITHIN))
    }

    fn read_frame(&mut self, deadline: Instant) -> Result<Option<Frame>, LibvirtError> {
        if self.broken {
            return Err(LibvirtError::Closed);
        }
        loop {
            if let Some(frame) = self.whole_frame()? {
                return Ok(Some(frame));
            }
            let mut chunk = [0u8; CHUNK];
            match self.stream.read(&mut chunk) {
                Ok(0) => {
                    self.broken = true;
                    return Err(LibvirtError::Closed);
                }
                Ok(count) => {
                    self.arrived.drain(..std::mem::take(&mut self.taken));
                    self.arrived
                        .extend_from_slice(chunk.get(..count).unwrap_or(&[]));
                    // A frame that arrives in pieces does not move the deadline.
                    if Instant::now() >= deadline && !self.has_whole_frame() {
                        return Ok(None);
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    if !self.wait(PollFlags::IN, deadline)? {
                        return Ok(None);
                    }
                }
                Err(source) => {
                    self.broken = true;
                    return Err(LibvirtError::Io {
                        what: "reading from libvirt's socket".to_owned(),
                        source,
                    });
                }
            }
        }
    }

    fn unread(&self) -> &[u8] {
        self.arrived.get(self.taken..).unwrap_or_default()
    }

    /// The length that the next frame announces.
    fn announced(&self) -> Option<usize> {
        let field = self.unread().first_chunk::<4>()?;
        Some(u32::from_be_bytes(*field) as usize)
    }

    fn has_whole_frame(&self) -> bool {
        self.announced()
            .is_some_and(|length| self.unread().len() >= length)
    }

    fn whole_frame(&mut self) -> Result<Option<Frame>, LibvirtError> {
        let Some(length) = self.announced() else {
            return Ok(None);
        };
        if !(HEAD..=LONGEST).contains(&length) {
            self.broken = true;
            return Err(LibvirtError::BadLength(length));
        }
        let Some(bytes) = self.unread().get(..length) else {
            return Ok(None);
        };
        let mut input = Reader::new(bytes);
        let parsed = u32::take(&mut input).and_then(|_| Header::take(&mut input));
        let payload = bytes.get(HEAD..).unwrap_or_default();
        let frame = parsed.map(|header| Frame {
            header,
            payload: payload
                .get(..LONGEST_ANSWER + 1)
                .unwrap_or(payload)
                .to_vec(),
        });
        self.taken = self.taken.saturating_add(length);
        frame.map(Some).map_err(|source| {
            self.broken = true;
            LibvirtError::Malformed {
                what: "a message header".to_owned(),
                source,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::procedures::{self, DomainRef, NetworkRef, event};
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
        let mut wire = Wire::new(mine).unwrap();
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
        let mut wire = Wire::new(mine).unwrap();
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
    fn a_daemon_that_was_just_at_work_is_given_longer() {
        let (mine, mut daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine).unwrap();
        let list = &procedures::CONNECT_LIST_ALL_DOMAINS;
        assert_eq!(wire.allowed(list), procedures::READ);
        daemon
            .write_all(&frame(reply(59, 1, 0), &text("host-a")))
            .unwrap();
        wire.call(&procedures::CONNECT_GET_HOSTNAME, &()).unwrap();
        assert_eq!(wire.allowed(list), procedures::READ, "after a question");
        let create = &procedures::DOMAIN_CREATE_WITH_FLAGS;
        let mut payload = Vec::new();
        domain().put(&mut payload);
        daemon
            .write_all(&frame(reply(create.number, 2, 0), &payload))
            .unwrap();
        wire.call(create, &(domain(), 0)).unwrap();
        assert_eq!(wire.allowed(list), procedures::BUSY, "after a start");
        assert_eq!(wire.allowed(create), procedures::WORK);
    }

    #[test]
    fn the_error_object_is_kept_word_for_word() {
        let (mine, mut daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine).unwrap();
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
        let answer = wire.call(&procedures::DOMAIN_SUSPEND, &(domain(),));
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
            let mut wire = Wire::new(mine).unwrap();
            daemon.write_all(&length.to_be_bytes()).unwrap();
            daemon.write_all(&[0u8; 24]).unwrap();
            assert!(matches!(
                wire.call(&procedures::CONNECT_GET_HOSTNAME, &()),
                Err(LibvirtError::BadLength(_))
            ));
            assert!(matches!(
                wire.call(&procedures::CONNECT_GET_HOSTNAME, &()),
                Err(LibvirtError::Closed)
            ));
        }
    }

    #[test]
    fn a_daemon_that_goes_away_is_said_so() {
        let (mine, daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine).unwrap();
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
        let mut wire = Wire::new(mine).unwrap();
        let ticket = wire
            .send(&procedures::CONNECT_GET_HOSTNAME, &(), SOON)
            .unwrap();
        let bytes = frame(reply(59, 1, 0), &text("host-a"));
        let (head, tail) = bytes.split_at(10);
        daemon.write_all(head).unwrap();
        assert!(matches!(
            wire.receive(&ticket, Duration::from_millis(20)),
            Err(LibvirtError::Silent { .. })
        ));
        daemon.write_all(tail).unwrap();
        assert_eq!(wire.receive(&ticket, SOON).unwrap().0, "host-a");
    }

    #[test]
    fn pings_are_answered() {
        let (mine, mut daemon) = UnixStream::pair().unwrap();
        let mut wire = Wire::new(mine).unwrap();
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
            let mut wire = Wire::new(mine).unwrap();
            daemon.write_all(&bytes).unwrap();
            drop(daemon);
            let _ = wire.next_event(Instant::now() + SOON);
        }
    }
}
