//! The part of libvirt's remote protocol that iovsh speaks: one table.
//!
//! Numbers and layouts are those of `src/remote/remote_protocol.x` and `src/remote/qemu_protocol.x` in libvirt. Both only
//! ever grow: a number or a layout that was released is never changed, so a client and a daemon of different
//! versions understand each other, and a daemon that is too old for a call says so with an error.

use std::marker::PhantomData;
use std::time::Duration;

use super::xdr::{Opaque, Reader, Xdr, XdrError, XmlText, xdr_struct};

/// The program every ordinary call belongs to.
pub const REMOTE_PROGRAM: u32 = 0x2000_8086;
/// The program of calls that only the QEMU driver has.
pub const QEMU_PROGRAM: u32 = 0x2000_8087;
/// The program of keep-alive messages.
pub const KEEPALIVE_PROGRAM: u32 = 0x6b65_6570;
/// The version of all three programs.
pub const PROTOCOL_VERSION: u32 = 1;

/// How long a daemon may take to say what it knows. One that works answers in milliseconds.
pub const READ: Duration = Duration::from_secs(10);
/// How long it may take to do something: QEMU is started, a guest or a person is asked, or every QEMU binary of the host is run
/// once to learn its abilities, which takes a minute on a slow host.
pub const WORK: Duration = Duration::from_mins(5);
/// How long it may take to do something with all the memory or all the disks of a domain.
pub const LONG: Duration = Duration::from_hours(4);
/// How long it may take to say what it knows while it is still at work for this connection: a domain that is being started
/// or changed keeps the answers about all domains waiting, and a new guest takes a slow host's processors first.
pub const BUSY: Duration = Duration::from_mins(1);

/// How long a migration may take: nobody waits for its answer alone, its job is watched.
pub const MIGRATION: Duration = Duration::from_hours(24 * 7);

/// One procedure: its numbers, and the types of what goes in and what comes back.
#[derive(Debug)]
pub struct Procedure<Args, Reply> {
    /// The program it belongs to.
    pub program: u32,
    /// Its number in that program.
    pub number: u32,
    /// Its name, for messages.
    pub name: &'static str,
    /// How long its answer may take.
    pub within: Duration,
    types: PhantomData<fn(Args) -> Reply>,
}

xdr_struct! {
    /// A domain as every call names it. The daemon goes by the UUID.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DomainRef {
        /// The name.
        pub name: String,
        /// The UUID, big-endian.
        pub uuid: [u8; 16],
        /// The number of the running instance, -1 when it does not run.
        pub id: i32,
    }
}

xdr_struct! {
    /// A libvirt network as every call names it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct NetworkRef {
        /// The name.
        pub name: String,
        /// The UUID, big-endian.
        pub uuid: [u8; 16],
    }
}

xdr_struct! {
    /// A snapshot as every call names it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SnapshotRef {
        /// The name.
        pub name: String,
        /// The domain that it is of.
        pub domain: DomainRef,
    }
}

xdr_struct! {
    /// The daemon's error object.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ErrorReply {
        /// The error's number (`virErrorNumber`).
        pub code: i32,
        /// The part of libvirt it comes from (`virErrorDomain`).
        pub domain: i32,
        /// The text.
        pub message: Option<String>,
        /// 1 warning, 2 error.
        pub level: i32,
        /// The domain that it is about.
        pub dom: Option<DomainRef>,
        /// Detail, as the daemon likes.
        pub str1: Option<String>,
        /// Detail, as the daemon likes.
        pub str2: Option<String>,
        /// Detail, as the daemon likes.
        pub str3: Option<String>,
        /// Detail: an errno for system errors.
        pub int1: i32,
        /// Detail, as the daemon likes.
        pub int2: i32,
        /// The network that it is about.
        pub net: Option<NetworkRef>,
    }
}

xdr_struct! {
    /// Facts of the host's processors and memory.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct NodeInfoReply {
        /// CPU model, as signed bytes of four each.
        pub model: Model,
        /// Memory in KiB.
        pub memory: u64,
        /// Active CPUs.
        pub cpus: i32,
        /// MHz, 0 if unknown.
        pub mhz: i32,
        /// NUMA nodes.
        pub nodes: i32,
        /// Sockets per node.
        pub sockets: i32,
        /// Cores per socket.
        pub cores: i32,
        /// Threads per core.
        pub threads: i32,
    }
}

/// A 32-character field: `char model[32]`, which XDR sends as 32 integers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model(pub String);

impl Xdr for Model {
    fn put(&self, out: &mut Vec<u8>) {
        let mut bytes = self.0.bytes();
        for _ in 0..32 {
            u32::from(bytes.next().unwrap_or(0)).put(out);
        }
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        let mut text = String::new();
        let mut ended = false;
        for _ in 0..32 {
            let byte = u32::take(input)?.to_be_bytes()[3];
            ended |= byte == 0;
            if !ended {
                text.push(char::from(byte));
            }
        }
        Ok(Self(text))
    }
}

xdr_struct! {
    /// State and size of a domain.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DomainInfoReply {
        /// `virDomainState`.
        pub state: u32,
        /// KiB at most.
        pub max_memory: u64,
        /// KiB now.
        pub memory: u64,
        /// Virtual CPUs.
        pub vcpus: u32,
        /// CPU time in ns.
        pub cpu_time: u64,
    }
}

xdr_struct! {
    /// Counters of an interface of a domain, seen from the host; -1 where unknown.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct InterfaceStats {
        /// Bytes received by the guest.
        pub rx_bytes: i64,
        /// Packets received by the guest.
        pub rx_packets: i64,
        /// Receive errors.
        pub rx_errs: i64,
        /// Dropped on receive.
        pub rx_drop: i64,
        /// Bytes sent by the guest.
        pub tx_bytes: i64,
        /// Packets sent by the guest.
        pub tx_packets: i64,
        /// Send errors.
        pub tx_errs: i64,
        /// Dropped on send.
        pub tx_drop: i64,
    }
}

/// A value of a typed parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum TypedValue {
    /// 32 bits.
    Int(i32),
    /// 32 bits without sign.
    Uint(u32),
    /// 64 bits.
    Llong(i64),
    /// 64 bits without sign.
    Ullong(u64),
    /// A double.
    Double(f64),
    /// A truth value.
    Boolean(bool),
    /// Text.
    Text(String),
}

impl TypedValue {
    /// The value as a number without sign, if it is one.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Int(v) => u64::try_from(*v).ok(),
            Self::Uint(v) => Some(u64::from(*v)),
            Self::Llong(v) => u64::try_from(*v).ok(),
            Self::Ullong(v) => Some(*v),
            Self::Boolean(v) => Some(u64::from(*v)),
            Self::Double(_) | Self::Text(_) => None,
        }
    }

    /// The value as text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Xdr for TypedValue {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Int(v) => (1i32, *v).put(out),
            Self::Uint(v) => (2i32, *v).put(out),
            Self::Llong(v) => (3i32, *v).put(out),
            Self::Ullong(v) => (4i32, *v).put(out),
            Self::Double(v) => (5i32, *v).put(out),
            Self::Boolean(v) => (6i32, i32::from(*v)).put(out),
            Self::Text(v) => (7i32, v.clone()).put(out),
        }
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        Ok(match i32::take(input)? {
            1 => Self::Int(Xdr::take(input)?),
            2 => Self::Uint(Xdr::take(input)?),
            3 => Self::Llong(Xdr::take(input)?),
            4 => Self::Ullong(Xdr::take(input)?),
            5 => Self::Double(Xdr::take(input)?),
            6 => Self::Boolean(i32::take(input)? != 0),
            7 => Self::Text(Xdr::take(input)?),
            other => return Err(XdrError::BadUnion(other)),
        })
    }
}

/// Name and MAC address of an interface, and its addresses: kind, text and length of prefix of each.
pub type InterfaceAddresses = (String, Option<String>, Vec<(i32, String, u32)>);

/// A named value.
pub type TypedParam = (String, TypedValue);

/// Everything the daemon counts about one domain.
pub type DomainStatsReply = (DomainRef, Vec<TypedParam>);

macro_rules! procedures {
    ($($(#[$meta:meta])* $name:ident = $program:ident $number:literal $within:ident ($($arg:ty),*) -> $reply:ty;)*) => {
        $($(#[$meta])*
        pub const $name: Procedure<($($arg,)*), $reply> = Procedure {
            program: $program,
            number: $number,
            name: stringify!($name),
            within: $within,
            types: PhantomData,
        };)*

        /// Name, program and number of every procedure of the table.
        pub const ALL: &[(&str, u32, u32)] = &[$((stringify!($name), $program, $number)),*];
    };
}

procedures! {
    /// Which ways of authentication the daemon wants: 0 none, 1 SASL, 2 polkit.
    AUTH_LIST = REMOTE_PROGRAM 66 READ () -> (Vec<i32>,);
    /// Let polkit decide; answers 1 when it agreed.
    AUTH_POLKIT = REMOTE_PROGRAM 70 WORK () -> (i32,);
    /// Open a driver: URI, flags.
    CONNECT_OPEN = REMOTE_PROGRAM 1 READ (Option<String>, u32) -> ();
    /// Close it.
    CONNECT_CLOSE = REMOTE_PROGRAM 2 READ () -> ();
    /// The host's name.
    CONNECT_GET_HOSTNAME = REMOTE_PROGRAM 59 READ () -> (String,);
    /// The host's CPUs and memory.
    NODE_GET_INFO = REMOTE_PROGRAM 6 READ () -> NodeInfoReply;
    /// What the driver can do, as XML.
    CONNECT_GET_CAPABILITIES = REMOTE_PROGRAM 7 WORK () -> (String,);
    /// All domains: need results, flags (0: all; else those that a flag names, e.g. the transient ones).
    CONNECT_LIST_ALL_DOMAINS = REMOTE_PROGRAM 273 READ (i32, u32) -> (Vec<DomainRef>, u32);
    /// Counters of domains (empty: all): domains, groups of statistics, flags.
    CONNECT_GET_ALL_DOMAIN_STATS = REMOTE_PROGRAM 344 READ (Vec<DomainRef>, u32, u32) -> (Vec<DomainStatsReply>,);
    /// A domain by its name.
    DOMAIN_LOOKUP_BY_NAME = REMOTE_PROGRAM 23 READ (String) -> (DomainRef,);
    /// A domain by its UUID.
    DOMAIN_LOOKUP_BY_UUID = REMOTE_PROGRAM 24 READ ([u8; 16]) -> (DomainRef,);
    /// The XML of a domain: flags 1 secrets, 2 the inactive configuration.
    DOMAIN_GET_XML_DESC = REMOTE_PROGRAM 14 READ (DomainRef, u32) -> (XmlText,);
    /// State, reason.
    DOMAIN_GET_STATE = REMOTE_PROGRAM 212 READ (DomainRef, u32) -> (i32, i32);
    /// State and size.
    DOMAIN_GET_INFO = REMOTE_PROGRAM 16 READ (DomainRef) -> DomainInfoReply;
    /// Whether it has a configuration that outlives a stop.
    DOMAIN_IS_PERSISTENT = REMOTE_PROGRAM 151 READ (DomainRef) -> (i32,);
    /// Whether it starts with the host.
    DOMAIN_GET_AUTOSTART = REMOTE_PROGRAM 15 READ (DomainRef) -> (i32,);
    /// Let it start with the host, or not.
    DOMAIN_SET_AUTOSTART = REMOTE_PROGRAM 29 WORK (DomainRef, i32) -> ();
    /// Define or redefine: XML, flags.
    DOMAIN_DEFINE_XML_FLAGS = REMOTE_PROGRAM 350 WORK (String, u32) -> (DomainRef,);
    /// Forget: flags (see [`super::Undefine`]).
    DOMAIN_UNDEFINE_FLAGS = REMOTE_PROGRAM 231 WORK (DomainRef, u32) -> ();
    /// New name, flags.
    DOMAIN_RENAME = REMOTE_PROGRAM 358 WORK (DomainRef, Option<String>, u32) -> (i32,);
    /// Start: flags 1 paused.
    DOMAIN_CREATE_WITH_FLAGS = REMOTE_PROGRAM 196 WORK (DomainRef, u32) -> (DomainRef,);
    /// Ask the guest to shut down: flags 0 let the driver choose.
    DOMAIN_SHUTDOWN_FLAGS = REMOTE_PROGRAM 258 WORK (DomainRef, u32) -> ();
    /// Ask the guest to reboot.
    DOMAIN_REBOOT = REMOTE_PROGRAM 27 WORK (DomainRef, u32) -> ();
    /// Press the reset button.
    DOMAIN_RESET = REMOTE_PROGRAM 245 WORK (DomainRef, u32) -> ();
    /// Pull the plug: flags 1 only gracefully.
    DOMAIN_DESTROY_FLAGS = REMOTE_PROGRAM 234 WORK (DomainRef, u32) -> ();
    /// Stop its CPUs.
    DOMAIN_SUSPEND = REMOTE_PROGRAM 34 WORK (DomainRef) -> ();
    /// Let its CPUs go on.
    DOMAIN_RESUME = REMOTE_PROGRAM 28 WORK (DomainRef) -> ();
    /// Save to the managed place and stop.
    DOMAIN_MANAGED_SAVE = REMOTE_PROGRAM 182 WORK (DomainRef, u32) -> ();
    /// Whether there is such an image.
    DOMAIN_HAS_MANAGED_SAVE_IMAGE = REMOTE_PROGRAM 183 READ (DomainRef, u32) -> (i32,);
    /// Throw that image away.
    DOMAIN_MANAGED_SAVE_REMOVE = REMOTE_PROGRAM 184 WORK (DomainRef, u32) -> ();
    /// The XML that stands before saved memory: file, flags 1 secrets.
    DOMAIN_SAVE_IMAGE_GET_XML_DESC = REMOTE_PROGRAM 235 READ (String, u32) -> (XmlText,);
    /// Puts another one there, of the same guest: file, XML, flags.
    DOMAIN_SAVE_IMAGE_DEFINE_XML = REMOTE_PROGRAM 236 WORK (String, String, u32) -> ();
    /// Plug a device: XML, flags 1 live, 2 configuration.
    DOMAIN_ATTACH_DEVICE_FLAGS = REMOTE_PROGRAM 160 WORK (DomainRef, String, u32) -> ();
    /// Unplug a device: XML, flags as above. A running guest is only asked: the event says that it is gone.
    DOMAIN_DETACH_DEVICE_FLAGS = REMOTE_PROGRAM 161 WORK (DomainRef, String, u32) -> ();
    /// Unplug a device by its alias.
    DOMAIN_DETACH_DEVICE_ALIAS = REMOTE_PROGRAM 392 WORK (DomainRef, String, u32) -> ();
    /// Change a device: XML, flags as above.
    DOMAIN_UPDATE_DEVICE_FLAGS = REMOTE_PROGRAM 174 WORK (DomainRef, String, u32) -> ();
    /// Counters of one interface: its host name or MAC address.
    DOMAIN_INTERFACE_STATS = REMOTE_PROGRAM 65 READ (DomainRef, String) -> InterfaceStats;
    /// The addresses of its interfaces: source (0 DHCP leases, 1 the agent, 2 ARP), flags. Answers name, MAC address, and of each address its
    /// kind, text and length of prefix.
    DOMAIN_INTERFACE_ADDRESSES = REMOTE_PROGRAM 353 READ (DomainRef, u32, u32) -> (Vec<InterfaceAddresses>,);
    /// How many processors are plugged: number, flags as above, 4 for the most that there can be.
    DOMAIN_SET_VCPUS_FLAGS = REMOTE_PROGRAM 199 WORK (DomainRef, u32, u32) -> ();
    /// What the balloon leaves it: KiB, flags as above.
    DOMAIN_SET_MEMORY_FLAGS = REMOTE_PROGRAM 204 WORK (DomainRef, u64, u32) -> ();
    /// Its share of the processors: parameters, flags as above.
    DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS = REMOTE_PROGRAM 219 WORK (DomainRef, Vec<TypedParam>, u32) -> ();
    /// Kind (0 description, 1 title, 2 element), text, prefix, namespace, flags.
    DOMAIN_SET_METADATA = REMOTE_PROGRAM 264 WORK (DomainRef, i32, Option<String>, Option<String>, Option<String>, u32) -> ();
    /// Kind, namespace, flags.
    DOMAIN_GET_METADATA = REMOTE_PROGRAM 265 READ (DomainRef, i32, Option<String>, u32) -> (XmlText,);
    /// The rest of the peer-to-peer migration, which is all that the client sees of it: domain, URI of the other daemon, parameters, cookie,
    /// flags; answers a cookie.
    DOMAIN_MIGRATE_PERFORM3_PARAMS = REMOTE_PROGRAM 305 MIGRATION (DomainRef, Option<String>, Vec<TypedParam>, Opaque, u32) -> (Opaque,);
    /// What is known of the job of a domain: flags 1 one that has ended, 2 which stays known. Answers the kind of job and what it counts.
    DOMAIN_GET_JOB_STATS = REMOTE_PROGRAM 298 READ (DomainRef, u32) -> (i32, Vec<TypedParam>);
    /// Ends the job of a domain.
    DOMAIN_ABORT_JOB = REMOTE_PROGRAM 164 WORK (DomainRef) -> ();
    /// Whether guests of this processor run here: emulator, architecture, machine, kind of virtualization, processor, flags. Answers 0 no, 1 the same,
    /// 2 more than the same.
    CONNECT_COMPARE_HYPERVISOR_CPU = REMOTE_PROGRAM 393 WORK (Option<String>, Option<String>, Option<String>, Option<String>, String, u32) -> (i32,);
    /// Allocation, capacity and size of an image: domain, place or path, flags.
    DOMAIN_GET_BLOCK_INFO = REMOTE_PROGRAM 194 READ (DomainRef, String, u32) -> (u64, u64, u64);
    /// Gives a running domain's disk another size: domain, place, bytes, flags 1 the size is in bytes.
    DOMAIN_BLOCK_RESIZE = REMOTE_PROGRAM 251 WORK (DomainRef, String, u64, u32) -> ();
    /// Limits a disk: domain, place, parameters, flags as for devices.
    DOMAIN_SET_BLOCK_IO_TUNE = REMOTE_PROGRAM 252 WORK (DomainRef, String, Vec<TypedParam>, u32) -> ();
    /// Copies a running domain's disk: domain, place, destination as XML, parameters, flags 2 the file is there, 4 the copy is not
    /// remembered beyond the domain's run.
    DOMAIN_BLOCK_COPY = REMOTE_PROGRAM 345 WORK (DomainRef, String, String, Vec<TypedParam>, u32) -> ();
    /// What a disk is busy with: domain, place, flags. Answers whether there is a job, its kind, its limit, and how far it is of how much.
    DOMAIN_GET_BLOCK_JOB_INFO = REMOTE_PROGRAM 238 READ (DomainRef, String, u32) -> (i32, i32, u64, u64, u64);
    /// Ends that: domain, place, flags 2 the domain goes on with the copy.
    DOMAIN_BLOCK_JOB_ABORT = REMOTE_PROGRAM 237 WORK (DomainRef, String, u32) -> ();
    /// The daemon's version.
    CONNECT_GET_LIB_VERSION = REMOTE_PROGRAM 157 READ () -> (u64,);
    /// Make a snapshot, or describe one anew: XML, flags (see [`super::snapshots::create`]).
    DOMAIN_SNAPSHOT_CREATE_XML = REMOTE_PROGRAM 185 LONG (DomainRef, String, u32) -> (SnapshotRef,);
    /// The XML of a snapshot: flags 1 secrets.
    DOMAIN_SNAPSHOT_GET_XML_DESC = REMOTE_PROGRAM 186 READ (SnapshotRef, u32) -> (XmlText,);
    /// The snapshot that a domain builds on: flags. An error if there is none.
    DOMAIN_SNAPSHOT_CURRENT = REMOTE_PROGRAM 191 READ (DomainRef, u32) -> (SnapshotRef,);
    /// Put a domain back: flags 1 running, 2 paused.
    DOMAIN_REVERT_TO_SNAPSHOT = REMOTE_PROGRAM 192 LONG (SnapshotRef, u32) -> ();
    /// Forget a snapshot: flags 2 only its description.
    DOMAIN_SNAPSHOT_DELETE = REMOTE_PROGRAM 193 LONG (SnapshotRef, u32) -> ();
    /// Whether a domain builds on it: flags.
    DOMAIN_SNAPSHOT_IS_CURRENT = REMOTE_PROGRAM 271 READ (SnapshotRef, u32) -> (i32,);
    /// All snapshots of a domain: need results, flags.
    DOMAIN_LIST_ALL_SNAPSHOTS = REMOTE_PROGRAM 274 READ (DomainRef, i32, u32) -> (Vec<SnapshotRef>, u32);
    /// All networks: need results, flags (as for domains).
    CONNECT_LIST_ALL_NETWORKS = REMOTE_PROGRAM 283 READ (i32, u32) -> (Vec<NetworkRef>, u32);
    /// A network by its name.
    NETWORK_LOOKUP_BY_NAME = REMOTE_PROGRAM 46 READ (String) -> (NetworkRef,);
    /// Define a network.
    NETWORK_DEFINE_XML = REMOTE_PROGRAM 41 WORK (String) -> (NetworkRef,);
    /// The XML of a network.
    NETWORK_GET_XML_DESC = REMOTE_PROGRAM 43 READ (NetworkRef, u32) -> (XmlText,);
    /// Start it.
    NETWORK_CREATE = REMOTE_PROGRAM 39 WORK (NetworkRef) -> ();
    /// Stop it.
    NETWORK_DESTROY = REMOTE_PROGRAM 42 WORK (NetworkRef) -> ();
    /// Forget it.
    NETWORK_UNDEFINE = REMOTE_PROGRAM 49 WORK (NetworkRef) -> ();
    /// Start it with the host, or not.
    NETWORK_SET_AUTOSTART = REMOTE_PROGRAM 48 WORK (NetworkRef, i32) -> ();
    /// Whether it runs.
    NETWORK_IS_ACTIVE = REMOTE_PROGRAM 152 READ (NetworkRef) -> (i32,);
    /// Event to hear of, domain (none: all). Answers a callback number.
    CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY = REMOTE_PROGRAM 316 READ (i32, Option<DomainRef>) -> (i32,);
    /// Callback number.
    CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY = REMOTE_PROGRAM 317 READ (i32) -> ();
    /// A command for QEMU's monitor: JSON, flags. Answers JSON.
    QEMU_DOMAIN_MONITOR_COMMAND = QEMU_PROGRAM 1 WORK (DomainRef, String, u32) -> (String,);
    /// A command for the guest agent: JSON, seconds to wait (-2 for ever, -1 default), flags.
    QEMU_DOMAIN_AGENT_COMMAND = QEMU_PROGRAM 3 WORK (DomainRef, String, i32, u32) -> (Option<String>,);
}

/// Numbers of the messages that the daemon sends without being asked, in [`REMOTE_PROGRAM`].
pub mod event {
    /// Callback, domain, kind, detail.
    pub const LIFECYCLE: u32 = 318;
    /// Callback, domain.
    pub const REBOOT: u32 = 319;
    /// Callback, domain, alias.
    pub const DEVICE_REMOVED: u32 = 333;
    /// Callback, domain, alias.
    pub const DEVICE_ADDED: u32 = 354;
    /// Callback, domain, alias.
    pub const DEVICE_REMOVAL_FAILED: u32 = 367;
    /// Callback, domain, kind, namespace.
    pub const METADATA_CHANGE: u32 = 379;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_number_and_every_name_stands_once() {
        let numbers: HashSet<_> = ALL.iter().map(|(_, p, n)| (p, n)).collect();
        let names: HashSet<_> = ALL.iter().map(|(name, ..)| name).collect();
        assert_eq!(numbers.len(), ALL.len());
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn a_model_field_is_thirty_two_integers() {
        let mut out = Vec::new();
        Model("x86_64".into()).put(&mut out);
        assert_eq!(out.len(), 128);
        assert_eq!(
            Model::take(&mut Reader::new(&out)),
            Ok(Model("x86_64".into()))
        );
    }

    #[test]
    fn typed_values_keep_their_kind() {
        for value in [
            TypedValue::Int(-5),
            TypedValue::Uint(5),
            TypedValue::Llong(-1),
            TypedValue::Ullong(u64::MAX),
            TypedValue::Double(0.5),
            TypedValue::Boolean(true),
            TypedValue::Text("vnet0".into()),
        ] {
            let mut out = Vec::new();
            value.put(&mut out);
            assert_eq!(TypedValue::take(&mut Reader::new(&out)), Ok(value));
        }
        assert_eq!(
            TypedValue::take(&mut Reader::new(b"\0\0\0\x09")),
            Err(XdrError::BadUnion(9))
        );
    }
}
