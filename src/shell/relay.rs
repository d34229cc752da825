//! This terminal joined with another one, the console of a machine: what is typed goes there and what comes from there is shown, byte by byte,
//! until the escape key is pressed.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read, write};
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use iovsh_base::interrupt;

/// The key that ends it, as `virsh console` has it: Ctrl+].
pub const ESCAPE: u8 = 0x1d;
/// What the key is called.
pub const ESCAPE_NAME: &str = "Ctrl+]";

/// So much that was typed waits at most for a machine that does not read; what comes beyond is dropped, as a serial line does.
const MOST_WAITING: usize = 64 << 10;

/// Why it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The escape key was pressed.
    Escape,
    /// The other end is gone: the machine was stopped.
    Gone,
    /// This terminal is gone, or the process is to end.
    Left,
}

/// The terminal hands over every key as it is pressed, as long as this value lives.
struct Raw<'f> {
    terminal: BorrowedFd<'f>,
    before: Termios,
}

impl<'f> Raw<'f> {
    /// `None` where there is no terminal.
    fn new(terminal: BorrowedFd<'f>) -> Option<Self> {
        let before = tcgetattr(terminal).ok()?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(terminal, OptionalActions::Now, &raw).ok()?;
        Some(Self { terminal, before })
    }
}

impl Drop for Raw<'_> {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing.
        let _ = tcsetattr(self.terminal, OptionalActions::Now, &self.before);
    }
}

/// Joins the terminal of standard input and output with `far`, which does not block.
///
/// # Errors
/// The kernel's, where one of them can no longer be read or written.
pub fn join(far: impl AsFd) -> io::Result<End> {
    relay(stdin(), stdout(), far.as_fd())
}

fn relay(keys: BorrowedFd<'_>, screen: BorrowedFd<'_>, far: BorrowedFd<'_>) -> io::Result<End> {
    let _raw = Raw::new(keys);
    let slice = Timespec::try_from(interrupt::SLICE).ok();
    let mut waiting: Vec<u8> = Vec::new();
    let mut piece = [0_u8; 4096];
    loop {
        let wants = match waiting.is_empty() {
            true => PollFlags::IN,
            false => PollFlags::IN | PollFlags::OUT,
        };
        let mut places = [
            PollFd::from_borrowed_fd(keys, PollFlags::IN),
            PollFd::from_borrowed_fd(far, wants),
        ];
        match poll(&mut places, slice.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        // Ctrl+C is a key for the machine: what is noticed here is the end of the process.
        if interrupt::is_requested() {
            return Ok(End::Left);
        }
        let [typed, shown] = places.map(|place| place.revents());
        if shown.intersects(PollFlags::IN | PollFlags::HUP | PollFlags::ERR) {
            match read(far, &mut piece) {
                Ok(0) | Err(Errno::IO) => return Ok(End::Gone),
                Ok(count) => show(screen, piece.get(..count).unwrap_or_default())?,
                Err(Errno::AGAIN | Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        if typed.intersects(PollFlags::IN | PollFlags::HUP | PollFlags::ERR) {
            let count = match read(keys, &mut piece) {
                Ok(0) | Err(Errno::IO) => return Ok(End::Left),
                Ok(count) => count,
                Err(Errno::AGAIN | Errno::INTR) => 0,
                Err(error) => return Err(error.into()),
            };
            let keys = piece.get(..count).unwrap_or_default();
            let escape = keys.iter().position(|key| *key == ESCAPE);
            let before = keys.get(..escape.unwrap_or(count)).unwrap_or_default();
            let room = MOST_WAITING.saturating_sub(waiting.len());
            waiting.extend(before.iter().take(room));
            send(far, &mut waiting)?;
            if escape.is_some() {
                return Ok(End::Escape);
            }
        } else if shown.contains(PollFlags::OUT) {
            send(far, &mut waiting)?;
        }
    }
}

/// Sends what the other end takes now.
fn send(far: BorrowedFd<'_>, waiting: &mut Vec<u8>) -> io::Result<()> {
    while !waiting.is_empty() {
        match write(far, waiting) {
            Ok(count) => drop(waiting.drain(..count)),
            Err(Errno::INTR) => {}
            // One that is gone is noticed when it is read.
            Err(Errno::AGAIN | Errno::IO | Errno::PIPE) => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn show(screen: BorrowedFd<'_>, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match write(screen, bytes) {
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let slice = Timespec::try_from(interrupt::SLICE).ok();
                let mut places = [PollFd::from_borrowed_fd(screen, PollFlags::OUT)];
                let _ = poll(&mut places, slice.as_ref());
                interrupt::check()?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::os::unix::net::UnixStream;
    use std::thread;

    struct Ends {
        keys: UnixStream,
        screen: UnixStream,
        machine: UnixStream,
        relay: thread::JoinHandle<io::Result<End>>,
    }

    fn begin() -> Ends {
        let (keys, near_keys) = UnixStream::pair().unwrap();
        let (screen, near_screen) = UnixStream::pair().unwrap();
        let (machine, far) = UnixStream::pair().unwrap();
        far.set_nonblocking(true).unwrap();
        let relay =
            thread::spawn(move || relay(near_keys.as_fd(), near_screen.as_fd(), far.as_fd()));
        Ends {
            keys,
            screen,
            machine,
            relay,
        }
    }

    #[test]
    fn bytes_go_both_ways_until_the_escape_key() {
        let mut ends = begin();
        ends.machine.write_all(b"login: \x1b[1m\xff").unwrap();
        let mut seen = [0; 12];
        ends.screen.read_exact(&mut seen).unwrap();
        assert_eq!(&seen, b"login: \x1b[1m\xff");
        // Ctrl+C is for the machine; what stands behind the escape key is not.
        ends.keys.write_all(b"root\r\x03\x1dlost").unwrap();
        assert_eq!(ends.relay.join().unwrap().unwrap(), End::Escape);
        let mut got = Vec::new();
        ends.machine.read_to_end(&mut got).unwrap();
        assert_eq!(got, b"root\r\x03");
    }

    #[test]
    fn a_machine_that_stops_ends_it() {
        let ends = begin();
        drop(ends.machine);
        assert_eq!(ends.relay.join().unwrap().unwrap(), End::Gone);
        let ends = begin();
        drop(ends.keys);
        assert_eq!(ends.relay.join().unwrap().unwrap(), End::Left);
    }

    #[test]
    fn a_machine_that_does_not_read_keeps_nobody() {
        let mut ends = begin();
        let typed = vec![b'x'; 4 << 20];
        ends.keys.write_all(&typed).unwrap();
        ends.keys.write_all(&[ESCAPE]).unwrap();
        assert_eq!(ends.relay.join().unwrap().unwrap(), End::Escape);
    }
}
