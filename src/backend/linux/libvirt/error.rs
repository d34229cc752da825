//! What can go wrong between iovsh and libvirt's daemon.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use iovsh_base::interrupt::Interrupted;

use super::procedures::ErrorReply;
use super::wire::Header;
use super::xdr::XdrError;

/// The numbers of `virErrorNumber` that iovsh tells apart.
pub mod code {
    /// The connection is one through which nothing can be changed, or asked that only those may know who change.
    pub const OPERATION_DENIED: i32 = 29;
    /// Whoever was to authenticate said no.
    pub const AUTH_CANCELLED: i32 = 79;
    /// Nobody is there who could authenticate.
    pub const AUTH_UNAVAILABLE: i32 = 94;
    /// An invalid argument.
    pub const INVALID_ARG: i32 = 8;
    /// The driver does not have this call.
    pub const NO_SUPPORT: i32 = 3;
    /// An internal error.
    pub const INTERNAL_ERROR: i32 = 1;
    /// The operation failed.
    pub const OPERATION_FAILED: i32 = 9;
    /// Broken XML.
    pub const XML_ERROR: i32 = 27;
    /// XML that is well-formed and says something impossible.
    pub const XML_DETAIL: i32 = 35;
    /// A system call failed; `int1` is its errno.
    pub const SYSTEM_ERROR: i32 = 38;
    /// There is no such domain.
    pub const NO_DOMAIN: i32 = 42;
    /// There is no such network.
    pub const NO_NETWORK: i32 = 43;
    /// There is no such snapshot.
    pub const NO_SNAPSHOT: i32 = 72;
    /// Authentication failed.
    pub const AUTH_FAILED: i32 = 45;
    /// The object is in the wrong state for this.
    pub const OPERATION_INVALID: i32 = 55;
    /// This configuration cannot be had here.
    pub const CONFIG_UNSUPPORTED: i32 = 67;
    /// Something did not answer in time, e.g. a lock held by another job.
    pub const OPERATION_TIMEOUT: i32 = 68;
    /// There is no such metadata.
    pub const NO_DOMAIN_METADATA: i32 = 80;
    /// A disk is being copied, and the copy is not equal yet.
    pub const BLOCK_COPY_ACTIVE: i32 = 83;
    /// This cannot be done.
    pub const OPERATION_UNSUPPORTED: i32 = 84;
    /// The guest agent does not answer.
    pub const AGENT_UNRESPONSIVE: i32 = 86;
    /// The resource is in use.
    pub const RESOURCE_BUSY: i32 = 87;
    /// Access was denied.
    pub const ACCESS_DENIED: i32 = 88;
    /// There is no such device.
    pub const DEVICE_MISSING: i32 = 99;
}

/// The daemon's own words about a call that it refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteError {
    /// Which call.
    pub call: String,
    /// `virErrorNumber`, see [`code`].
    pub code: i32,
    /// `virErrorDomain`.
    pub domain: i32,
    /// The text, word for word.
    pub message: String,
    /// The errno, where the error came from a system call.
    pub errno: Option<i32>,
}

impl RemoteError {
    /// The daemon's error object, as it arrived.
    pub fn from_reply(call: &str, reply: ErrorReply) -> Self {
        Self {
            call: call.to_owned(),
            code: reply.code,
            domain: reply.domain,
            message: reply.message.unwrap_or_else(|| "no message".to_owned()),
            errno: (reply.code == code::SYSTEM_ERROR && reply.int1 > 0).then_some(reply.int1),
        }
    }
}

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Why something asked of libvirt did not happen.
#[derive(Debug)]
pub enum LibvirtError {
    /// No daemon listens.
    NoDaemon {
        /// The sockets that were tried, in order.
        tried: Vec<PathBuf>,
    },
    /// The socket is there and this user may not use it.
    NotPermitted {
        /// The socket.
        socket: PathBuf,
    },
    /// The daemon wants a way of authentication that iovsh does not have.
    Authentication {
        /// The ways it offers.
        offered: Vec<i32>,
    },
    /// The daemon refused.
    Refused(RemoteError),
    /// The daemon did not answer a call in time.
    Silent {
        /// Which call.
        what: String,
        /// How long was waited.
        after: Duration,
    },
    /// Ctrl+C, or an agent that is to end.
    Interrupted,
    /// The daemon answered with the header of another call, or of another protocol.
    Foreign(Header),
    /// More events came than were taken; all of them were forgotten.
    EventsLost,
    /// The answer is longer than libvirt's own limits allow.
    AnswerTooLong {
        /// The answer to what.
        what: String,
        /// The most bytes that are taken.
        most: usize,
    },
    /// What was asked of a guest did not happen in time.
    TimedOut {
        /// What was waited for.
        what: String,
        /// How long.
        after: Duration,
    },
    /// The guest refused to give a device back.
    RemovalRefused {
        /// The device's alias.
        alias: String,
    },
    /// The connection was closed.
    Closed,
    /// The socket failed.
    Io {
        /// What was being done.
        what: String,
        /// The error.
        source: io::Error,
    },
    /// The daemon sent something that is not its protocol.
    Malformed {
        /// What was being read.
        what: String,
        /// Why it could not be.
        source: XdrError,
    },
    /// The daemon announced a message of an impossible length.
    BadLength(usize),
    /// A call is longer than the protocol allows.
    TooLong(usize),
    /// XML from the daemon could not be read.
    Xml {
        /// What it describes.
        what: String,
        /// Why.
        reason: String,
    },
}

impl LibvirtError {
    /// The daemon's error number, if the daemon answered.
    pub fn code(&self) -> Option<i32> {
        match self {
            Self::Refused(error) => Some(error.code),
            _ => None,
        }
    }

    /// Whether the daemon does not let this user change anything.
    pub fn is_about_rights(&self) -> bool {
        let refusals = [
            code::ACCESS_DENIED,
            code::AUTH_FAILED,
            code::AUTH_CANCELLED,
            code::AUTH_UNAVAILABLE,
        ];
        match self {
            Self::Authentication { .. } => true,
            other => other.code().is_some_and(|code| refusals.contains(&code)),
        }
    }
}

impl From<Interrupted> for LibvirtError {
    fn from(Interrupted: Interrupted) -> Self {
        Self::Interrupted
    }
}

impl fmt::Display for LibvirtError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDaemon { tried } => {
                f.write_str("no libvirt daemon answers; tried")?;
                for (n, path) in tried.iter().enumerate() {
                    write!(f, "{} {}", if n == 0 { "" } else { "," }, path.display())?;
                }
                Ok(())
            }
            Self::NotPermitted { socket } => {
                write!(f, "no permission for libvirt's socket {}", socket.display())
            }
            Self::Authentication { offered } => write!(
                f,
                "libvirt wants a way of authentication that is not supported (it offers {offered:?})"
            ),
            Self::Refused(error) => write!(f, "libvirt: {error}"),
            Self::Silent { what, after } => {
                write!(
                    f,
                    "libvirt did not answer {what} within {} s",
                    after.as_secs()
                )
            }
            Self::TimedOut { what, after } => {
                write!(f, "{what} did not happen within {} s", after.as_secs())
            }
            Self::Interrupted => f.write_str("the wait for libvirt was stopped"),
            Self::Foreign(header) => write!(
                f,
                "libvirt answered call {} with a message of program {:#x}, version {}, procedure {}, type {}, status {}",
                header.serial,
                header.program,
                header.version,
                header.procedure,
                header.kind,
                header.status
            ),
            Self::EventsLost => f.write_str("libvirt sent more events than can be kept"),
            Self::AnswerTooLong { what, most } => {
                write!(f, "libvirt's answer to {what} is longer than {most} bytes")
            }
            Self::RemovalRefused { alias } => {
                write!(f, "the guest refused to release device {alias}")
            }
            Self::Closed => f.write_str("libvirt closed the connection"),
            Self::Io { what, source } => write!(f, "{what}: {source}"),
            Self::Malformed { what, source } => write!(f, "libvirt's answer to {what}: {source}"),
            Self::BadLength(length) => {
                write!(f, "libvirt announced a message of {length} bytes")
            }
            Self::TooLong(length) => {
                write!(f, "a call of {length} bytes is longer than libvirt takes")
            }
            Self::Xml { what, reason } => write!(f, "libvirt's XML of {what}: {reason}"),
        }
    }
}

impl std::error::Error for LibvirtError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Malformed { source, .. } => Some(source),
            _ => None,
        }
    }
}
