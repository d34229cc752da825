//! `--metrics`: figures of the host for Prometheus, on standard output, in a file of node_exporter's textfile folder, or for whoever asks at
//! a door of this machine.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender, SyncSender};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use iovsh::backend::{HostError, Machine, metrics};
use iovsh::shell::printer::Printer;

/// So long whoever asks may take to ask, and to take the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// So often in a row nobody can be let in before that is given up, and so long it waits in between.
const FAILURES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);
/// So many may be asking, or taking their answer, at once.
const MOST: usize = 64;
/// Bytes of the longest request that is read.
const LONGEST: usize = 8 * 1024;

/// Writes the figures `to` a place: `-` is standard output, `unix:PATH` and a loopback address with its port are doors, anything else is a
/// file.
pub fn write(machine: &dyn Machine, to: &str, printer: &mut Printer) -> i32 {
    if let Some(path) = to.strip_prefix("unix:") {
        return ended(printer, to, serve_socket(machine, Path::new(path)));
    }
    if let Ok(address) = to.parse::<SocketAddr>() {
        if !address.ip().is_loopback() {
            printer.error_line(&format!(
                "{address} is no address of this machine alone, and what is read there needs no password. Use 127.0.0.1:{} and let a server with passwords stand before it.",
                address.port()
            ));
            return 2;
        }
        let served = TcpListener::bind(address)
            .and_then(|listener| serve(machine, move || Ok(listener.accept()?.0)));
        return ended(printer, to, served);
    }
    let text = match figures(machine) {
        Ok(text) => text,
        Err(error) => {
            printer.error_line(&error.to_string());
            return 1;
        }
    };
    if to == "-" {
        // Whoever looks at a terminal sees signs in place of what acts on it. A program that reads gets each name as it is: a sign would be
        // no escape of Prometheus, and end its reading.
        match printer.out_columns() {
            Some(_) => printer.text(&text),
            None => printer.data(&text),
        }
        printer.flush();
        return 0;
    }
    ended(printer, to, replace(Path::new(to), &text))
}

fn ended(printer: &mut Printer, to: &str, done: io::Result<()>) -> i32 {
    match done {
        Ok(()) => 0,
        Err(error) => {
            printer.error_line(&format!("The figures cannot be written to {to}: {error}"));
            1
        }
    }
}

fn figures(machine: &dyn Machine) -> Result<String, HostError> {
    let state = machine.snapshot(&metrics::SCOPE)?;
    let journal = machine.journal()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    });
    Ok(metrics::text(&state, &journal.entries, now))
}

/// Replaces a file, so that a reader has the old figures or the new ones.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "it names no file"))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o644)
        .open(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn serve_socket(machine: &dyn Machine, path: &Path) -> io::Result<()> {
    // A socket that nobody listens at was left behind.
    let is_socket = fs::symlink_metadata(path).is_ok_and(|known| known.file_type().is_socket());
    let nobody = is_socket && UnixStream::connect(path).is_err();
    if nobody {
        fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    serve(machine, move || Ok(listener.accept()?.0))
}

/// A connection with somebody who may take their time.
trait Connection: Read + Write {
    /// The next read or write takes no longer than this.
    fn hurry(&self, time: Duration) -> io::Result<()>;
}

impl Connection for TcpStream {
    fn hurry(&self, time: Duration) -> io::Result<()> {
        self.set_read_timeout(Some(time))?;
        self.set_write_timeout(Some(time))
    }
}

impl Connection for UnixStream {
    fn hurry(&self, time: Duration) -> io::Result<()> {
        self.set_read_timeout(Some(time))?;
        self.set_write_timeout(Some(time))
    }
}

/// A connection up to a moment: who sends or takes a byte now and then would keep all others waiting.
struct Until<'c, C> {
    connection: &'c mut C,
    end: Instant,
}

impl<'c, C: Connection> Until<'c, C> {
    fn soon(connection: &'c mut C) -> Self {
        let end = Instant::now() + PATIENCE;
        Self { connection, end }
    }

    fn hurry(&self) -> io::Result<()> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        self.connection.hurry(left)
    }
}

impl<C: Connection> Read for Until<'_, C> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.hurry()?;
        self.connection.read(bytes)
    }
}

impl<C: Connection> Write for Until<'_, C> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hurry()?;
        self.connection.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.connection.flush()
    }
}

/// What an answer begins with, and the rest of it.
type Answer = (&'static str, String);

/// What is handed from the door to who makes the figures.
enum Call {
    /// Somebody asks, and waits for the answer here.
    Asked(SyncSender<Answer>),
    /// The door is broken.
    Closed(io::Error),
}

/// Answers whoever asks. The figures are made here, one after the other; who asks, or takes the answer, may take their time without
/// keeping others waiting.
fn serve<C: Connection + Send + 'static>(
    machine: &dyn Machine,
    next: impl FnMut() -> io::Result<C> + Send + 'static,
) -> io::Result<()> {
    let (calls, called) = mpsc::channel();
    thread::Builder::new()
        .name("door".to_owned())
        .spawn(move || let_in(next, &calls))?;
    for call in called {
        match call {
            Call::Asked(answer) => {
                let made = match figures(machine) {
                    Ok(text) => ("200 OK", text),
                    Err(error) => ("503 Service Unavailable", format!("{error}\n")),
                };
                // Who has gone meanwhile needs none.
                let _ = answer.send(made);
            }
            Call::Closed(error) => return Err(error),
        }
    }
    Ok(())
}

/// Lets people in, each on a thread of their own, until the door is broken.
fn let_in<C: Connection + Send + 'static>(
    mut next: impl FnMut() -> io::Result<C>,
    calls: &Sender<Call>,
) {
    let mut failed = 0_u32;
    let inside = Arc::new(());
    loop {
        match next() {
            Ok(mut connection) => {
                failed = 0;
                // Who comes while too many are inside is sent away, and so is who cannot have a thread.
                if Arc::strong_count(&inside) > MOST {
                    continue;
                }
                let (calls, place) = (calls.clone(), Arc::clone(&inside));
                let visitor = thread::Builder::new().name("visitor".to_owned());
                let _ = visitor.spawn(move || {
                    // Who goes away in the middle has no answer, and nothing else follows from it.
                    let _ = answer(&calls, &mut connection);
                    drop(place);
                });
            }
            // One who has gone before it was their turn is told of as an error too (`man 2 accept`).
            Err(_) if failed < FAILURES => {
                failed = failed.saturating_add(1);
                thread::sleep(PAUSE);
            }
            Err(error) => {
                // Without anybody who makes figures the process is at its end.
                let _ = calls.send(Call::Closed(error));
                return;
            }
        }
    }
}

/// Answers one request of HTTP and ends the connection.
fn answer(calls: &Sender<Call>, connection: &mut impl Connection) -> io::Result<()> {
    let mut request = Vec::new();
    let mut part = [0; 1024];
    let mut asking = Until::soon(connection);
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = asking.read(&mut part)?;
        if read == 0 || request.len() > LONGEST {
            return Ok(());
        }
        request.extend_from_slice(part.get(..read).unwrap_or_default());
    }
    let line = request
        .split(|byte| *byte == b'\r')
        .next()
        .unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let mut words = line.split(' ');
    let (status, body) = match (words.next(), words.next()) {
        (Some("GET"), Some("/metrics" | "/")) => {
            let (answer, answered) = mpsc::sync_channel(1);
            if calls.send(Call::Asked(answer)).is_err() {
                return Ok(());
            }
            match answered.recv() {
                Ok(answer) => answer,
                Err(_) => return Ok(()),
            }
        }
        (Some("GET"), _) => ("404 Not Found", "There is /metrics.\n".to_owned()),
        _ => ("405 Method Not Allowed", "GET is answered.\n".to_owned()),
    };
    let mut told = Until::soon(connection);
    write!(
        told,
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    told.flush()
}
