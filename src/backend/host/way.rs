//! The way to a host that is in this process: a connection as to any other host, on which goes wrong what the simulated host's file says.

use std::io::{self, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::Duration;

use super::remote::protocol::VERSION;
use super::remote::{Ends, RemoteHost, timed_out};
use super::serve::serve_as;
use super::{Host, LocalHost};
use crate::sim::{SimMachine, WayFault};
use crate::{Category, CauseSource, HostError, Machine as _};

/// Both ends of a connection.
pub struct Way {
    /// Those of the one who asks.
    pub near: Ends,
    /// Those of the one who answers.
    pub far: Ends,
    /// The version of the protocol that the far end says to speak.
    pub protocol: (u32, u32),
}

impl Way {
    /// A way on which nothing goes wrong. `name` is the host's.
    ///
    /// # Errors
    /// `Host.ConnectionLost`: the kernel has no sockets left.
    pub fn straight(name: &str) -> Result<Self, HostError> {
        Self::with(name, &WayFault::default())
    }

    /// The way to a simulated host.
    ///
    /// # Errors
    /// `Host.Timeout`: it is down. `Host.ConnectionLost`: the kernel has no sockets left. Those of reading its state.
    pub fn to(machine: &SimMachine) -> Result<Self, HostError> {
        let fault = machine.next_way_fault()?.unwrap_or_default();
        match fault.is_down {
            true => Err(timed_out(machine.name())),
            false => Self::with(machine.name(), &fault),
        }
    }

    fn with(name: &str, fault: &WayFault) -> Result<Self, HostError> {
        let failed = |error: io::Error| {
            HostError::new(
                "Host.ConnectionLost",
                Category::ConnectionError,
                format!("There is no way to '{name}'."),
            )
            .target(name)
            .next_step("See how many files are open: ulimit -n")
            .because_io(CauseSource::Kernel, &error)
        };
        let (near, far) = UnixStream::pair().map_err(failed)?;
        let near_reads = near.try_clone().map_err(failed)?;
        let far_reads = far.try_clone().map_err(failed)?;
        let faulty = Faulty {
            to: far,
            waits: Vec::new(),
            left: fault.cut_after,
            delay: Duration::from_millis(fault.delay_ms),
        };
        Ok(Self {
            near: (Box::new(near_reads), Box::new(near)),
            far: (Box::new(far_reads), Box::new(faulty)),
            protocol: fault.protocol.unwrap_or(VERSION),
        })
    }
}

/// A simulated host as somebody sees it who comes over a connection. `address` is what `--host` takes to mean it.
///
/// # Errors
/// Those of [`Way::to`] and of [`RemoteHost::through`].
pub fn rehearsed(machine: SimMachine, address: &str) -> Result<Arc<dyn Host>, HostError> {
    let name = machine.name().to_owned();
    let host = RemoteHost::through(&name, address, move || {
        let way = Way::to(&machine)?;
        let host = LocalHost::new(Arc::new(machine.clone()));
        let serve = move || {
            let (from, to) = way.far;
            // Ends when the near end goes away.
            let _ = serve_as(
                way.protocol,
                &host,
                env!("CARGO_PKG_VERSION"),
                None,
                from,
                to,
            );
        };
        std::thread::Builder::new()
            .name("far end".to_owned())
            .spawn(serve)
            .map_err(|error| {
                HostError::new(
                    "Host.ConnectionLost",
                    Category::ConnectionError,
                    "There is no thread for another host.",
                )
                .next_step("Ask fewer hosts at once: -ThrottleLimit")
                .because_io(CauseSource::Kernel, &error)
            })?;
        Ok(way.near)
    })?;
    Ok(Arc::new(host))
}

/// What a far end writes to: slow, and cut behind so many messages.
struct Faulty {
    to: UnixStream,
    waits: Vec<u8>,
    left: Option<u32>,
    delay: Duration,
}

impl Write for Faulty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waits.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Each message ends with a flush, and so does the mark before the first one.
    fn flush(&mut self) -> io::Result<()> {
        let is_mark = !self.waits.starts_with(&[0]) && self.waits.ends_with(&[0]);
        if !is_mark {
            std::thread::sleep(self.delay);
            match self.left {
                Some(0) => {
                    // Both directions, as when the cable is pulled out.
                    let _ = self.to.shutdown(Shutdown::Both);
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
                Some(left) => self.left = Some(left - 1),
                None => {}
            }
        }
        let waits = std::mem::take(&mut self.waits);
        self.to.write_all(&waits)?;
        self.to.flush()
    }
}
