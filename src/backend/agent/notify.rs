//! Telling systemd how the agent is: `READY=1`, `WATCHDOG=1`, `STOPPING=1`, `STATUS=...`.
//!
//! Source: `man 3 sd_notify`: datagrams to the socket that `NOTIFY_SOCKET` names, a path or an abstract name after `@`.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

/// The service manager, if there is one.
#[derive(Debug)]
pub struct Notifier {
    socket: Option<(UnixDatagram, SocketAddr)>,
}

impl Notifier {
    /// The manager that `NOTIFY_SOCKET` names.
    #[must_use]
    pub fn from_environment() -> Self {
        Self::to(std::env::var("NOTIFY_SOCKET").ok().as_deref())
    }

    /// The manager behind a socket's name; nobody hears anything when there is none.
    #[must_use]
    pub fn to(name: Option<&str>) -> Self {
        let address = name.and_then(|name| match name.strip_prefix('@') {
            Some(name) => SocketAddr::from_abstract_name(name).ok(),
            None => SocketAddr::from_pathname(name).ok(),
        });
        // A manager that does not read must not stop the agent: what it has no place for is dropped.
        let socket = address.and_then(|address| {
            let socket = UnixDatagram::unbound().ok()?;
            socket.set_nonblocking(true).ok()?;
            Some((socket, address))
        });
        Self { socket }
    }

    /// Sends a message. A manager that does not listen is no reason to stop working.
    pub fn say(&self, message: &str) {
        if let Some((socket, address)) = &self.socket {
            let _ = socket.send_to_addr(message.as_bytes(), address);
        }
    }
}

/// How often the watchdog wants to hear of the agent: half of what systemd allows.
///
/// Source: `man 3 sd_watchdog_enabled`: `WATCHDOG_USEC`, meant for the process `WATCHDOG_PID`.
#[must_use]
pub fn pulse() -> Option<Duration> {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let other = number("WATCHDOG_PID").is_some_and(|pid| pid != u64::from(std::process::id()));
    let allowed = number("WATCHDOG_USEC").filter(|_| !other)?;
    Some(Duration::from_micros(allowed / 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_arrives() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let manager = UnixDatagram::bind(&path).unwrap();
        Notifier::to(path.to_str()).say("READY=1");
        let mut buffer = [0; 32];
        let read = manager.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..read], b"READY=1");
    }

    #[test]
    fn a_manager_that_does_not_read_stops_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let _manager = UnixDatagram::bind(&path).unwrap();
        let notifier = Notifier::to(path.to_str());
        // Far more than the queue of a socket holds.
        for _ in 0..5_000 {
            notifier.say("WATCHDOG=1");
        }
    }

    #[test]
    fn nobody_has_to_listen() {
        Notifier::to(None).say("READY=1");
        Notifier::to(Some("/nonexistent/notify")).say("READY=1");
    }
}
