//! One connection: a child `ssh`, and the program that it runs at the far end.

use std::io::{self, BufReader, Read, Write};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use iovsh_base::interrupt;
use rustix::process::{Pid, Signal, kill_process};

use super::frame;
use super::protocol::{Hello, Reply, Request, ToFar, ToNear, VERSION};
use super::refusal;
use super::script::ScriptAnswer;
use crate::ssh::{SshAddress, no_ssh, program, without_ctrl_c};
use crate::{Category, HostError};

/// What runs at the far end: iovsh as root, without a question. The words are ours alone: nothing that a user wrote is in them.
const FAR_COMMAND: &str =
    r#"sh -c 'if test "$(id -u)" = 0; then exec iovsh serve; else exec sudo -n iovsh serve; fi'"#;

/// How long the far end may take to say hello; a password may have to be typed meanwhile.
const HELLO: Duration = Duration::from_mins(2);

/// So much of what ssh says is kept.
const MOST_SAID: u64 = 64 << 10;

/// How long a connection that has ended may take to say why.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// An open connection.
pub struct Connection {
    /// The ssh; `None`: the far end is in this process.
    child: Option<Child>,
    to: Box<dyn Write + Send>,
    from: Receiver<io::Result<ToNear>>,
    said: Arc<Mutex<Vec<u8>>>,
    listener: Option<JoinHandle<()>>,
    name: String,
    last: u64,
    /// The request that was sent before the far end had said hello, and its answer when that came while another was waited for.
    first: Option<(u64, Option<Result<Reply, HostError>>)>,
    /// What the far end said of itself.
    pub hello: Hello,
}

/// The ssh that connects, what it says, and who listens to that.
type Ssh = (Option<Child>, Arc<Mutex<Vec<u8>>>, Option<JoinHandle<()>>);

/// What comes while an answer is waited for.
pub enum Received {
    /// A message for the request.
    Message(ToNear),
    /// Nothing for now: time to look whether the request is to end.
    Nothing,
}

impl Connection {
    /// Connects. The user's own configuration of ssh decides how; ssh asks for passwords at the terminal itself, if `asks`. `first` is
    /// asked without waiting for the hello, which saves a way there and back: [`Connection::first_answer`].
    ///
    /// # Errors
    /// Those of [`refusal`]; `Host.OtherVersion`; `Host.Interrupted`.
    pub fn open(
        address: &SshAddress,
        asks: bool,
        first: Option<Request>,
    ) -> Result<Self, HostError> {
        let name = address.to_string();
        let mut ssh = without_ctrl_c(&program(&name)?);
        // A host that is gone without a word is noticed after three times this many seconds.
        ssh.args(["-T", "-o", "ServerAliveInterval=15"]);
        if !asks {
            ssh.args(["-o", "BatchMode=yes"]);
        }
        ssh.args(address.words());
        ssh.arg(std::env::var("IOVSH_REMOTE_COMMAND").unwrap_or_else(|_| FAR_COMMAND.to_owned()));
        ssh.stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = ssh.spawn().map_err(|error| no_ssh(&name, &error))?;
        let (Some(to), Some(from), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(no_ssh(&name, &io::Error::other("it has no pipes")));
        };
        let said = Arc::new(Mutex::new(Vec::new()));
        let listener = listen(errors, Arc::clone(&said));
        let to = Box::new(to);
        let ssh = (Some(child), said, Some(listener));
        Self::greet(name, ssh, to, from, first)
    }

    /// A connection with a far end that is there already. `first` is as in [`Connection::open`].
    ///
    /// # Errors
    /// It does not greet; `Host.OtherVersion`; `Host.Interrupted`.
    pub fn over(
        name: &str,
        from: impl Read + Send + 'static,
        to: impl Write + Send + 'static,
        first: Option<Request>,
    ) -> Result<Self, HostError> {
        let ssh = (None, Arc::default(), None);
        Self::greet(name.to_owned(), ssh, Box::new(to), from, first)
    }

    fn greet(
        name: String,
        (child, said, listener): Ssh,
        to: Box<dyn Write + Send>,
        from: impl Read + Send + 'static,
        first: Option<Request>,
    ) -> Result<Self, HostError> {
        let (send, hellos) = mpsc::sync_channel(1);
        let (messages, receive) = mpsc::sync_channel(64);
        std::thread::spawn(move || {
            let mut from = BufReader::new(from);
            let hello = frame::find_begin(&mut from).and_then(|()| frame::read::<Hello>(&mut from));
            let is_good = matches!(hello, Ok(Some(_)));
            if send.send(hello).is_err() || !is_good {
                return;
            }
            loop {
                let message = frame::read::<ToNear>(&mut from).transpose();
                let Some(message) = message else { return };
                let ends = message.is_err();
                if messages.send(message).is_err() || ends {
                    return;
                }
            }
        });
        let mut connection = Self {
            child,
            to,
            from: receive,
            said,
            listener,
            last: 0,
            first: None,
            hello: Hello {
                protocol: (0, 0),
                program: String::new(),
                host: name.clone(),
            },
            name,
        };
        if let Some(first) = first {
            // Where it cannot be sent there will be no hello either, and a reason for that.
            connection.first = connection.send(first).ok().map(|id| (id, None));
        }
        connection.hello = connection.greeted(&hellos)?;
        let theirs = connection.hello.protocol;
        if theirs.0 != VERSION.0 {
            let program = &connection.hello.program;
            return Err(refusal::other_version(
                &connection.name,
                theirs,
                VERSION,
                program,
            ));
        }
        Ok(connection)
    }

    /// What the far host is called here.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// It does not stop what it was told to stop.
    pub fn does_not_stop(&self) -> HostError {
        HostError::new(
            "Host.ConnectionLost",
            Category::ConnectionError,
            format!(
                "'{}' does not stop what it was told to stop; the connection is given up.",
                self.name
            ),
        )
        .target(self.name.clone())
        .next_step("See what became of it there.")
    }

    fn greeted(
        &mut self,
        hellos: &Receiver<io::Result<Option<Hello>>>,
    ) -> Result<Hello, HostError> {
        let deadline = Instant::now() + HELLO;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match hellos.recv_timeout(interrupt::slice_of(left)) {
                Ok(Ok(Some(hello))) => return Ok(hello),
                Ok(Ok(None) | Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                    let said = self.last_words();
                    return Err(refusal::refused(&self.name, &said));
                }
                Err(RecvTimeoutError::Timeout) if interrupt::is_requested() => {
                    return Err(interrupted(&self.name));
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                    return Err(refusal::refused(
                        &self.name,
                        "It timed out: iovsh did not answer there.",
                    ));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Asks; gives the request's number.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn ask(&mut self, request: Request) -> Result<u64, HostError> {
        match self.send(request) {
            Ok(id) => Ok(id),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(HostError::new(
                "Host.BadAnswer",
                Category::LimitsExceeded,
                format!("What is asked cannot be sent: {error}."),
            )
            .next_step("Send less at once.")),
            Err(error) => Err(self.lost("before anything was asked", Some(&error))),
        }
    }

    fn send(&mut self, request: Request) -> io::Result<u64> {
        self.last += 1;
        let ask = ToFar::Ask {
            id: self.last,
            request: Box::new(request),
        };
        frame::write(&mut self.to, &ask).map(|()| self.last)
    }

    /// The answer to what was asked first, once; `None`: nothing was.
    pub fn first_answer(&mut self) -> Option<Result<Reply, HostError>> {
        let (id, answer) = self.first.take()?;
        Some(match answer {
            Some(answer) => answer,
            None => self.wait_for(id),
        })
    }

    /// Asks that a request ends.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn cancel(&mut self, id: u64) -> Result<(), HostError> {
        let sent = frame::write(&mut self.to, &ToFar::Cancel(id));
        sent.map_err(|error| self.lost("while a request was to be ended", Some(&error)))
    }

    /// Answers a question of the script that a request runs.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn say(&mut self, id: u64, answer: ScriptAnswer) -> Result<(), HostError> {
        let sent = frame::write(&mut self.to, &ToFar::Say(id, answer));
        sent.map_err(|error| self.lost("while a question was answered", Some(&error)))
    }

    /// The next message for a request, if one comes soon.
    ///
    /// # Errors
    /// The connection is lost; `doing` says when.
    pub fn hear(&mut self, id: u64, doing: &str) -> Result<Received, HostError> {
        match self.from.recv_timeout(interrupt::SLICE) {
            Ok(Ok(message)) => {
                let (ToNear::Progress(of, _)
                | ToNear::Event(of, _)
                | ToNear::Item(of, _)
                | ToNear::Sent(of, _)
                | ToNear::Done(of, _)) = &message;
                if *of == id {
                    return Ok(Received::Message(message));
                }
                match (message, &mut self.first) {
                    (ToNear::Done(of, reply), Some((first, answer))) if of == *first => {
                        *answer = Some(reply);
                    }
                    // What is left of a request that nobody waits for any more.
                    _ => {}
                }
                Ok(Received::Nothing)
            }
            Ok(Err(error)) => Err(self.lost(doing, Some(&error))),
            Err(RecvTimeoutError::Disconnected) => Err(self.lost(doing, None)),
            Err(RecvTimeoutError::Timeout) => Ok(Received::Nothing),
        }
    }

    /// The answer to a request that cannot be ended half way: whoever does not want it any more loses the connection.
    ///
    /// # Errors
    /// The far end's; the connection is lost; `Host.Interrupted`.
    pub fn answer(&mut self, request: Request) -> Result<Reply, HostError> {
        let id = self.ask(request)?;
        self.wait_for(id)
    }

    fn wait_for(&mut self, id: u64) -> Result<Reply, HostError> {
        loop {
            match self.hear(id, "while an answer was waited for")? {
                Received::Message(ToNear::Done(_, reply)) => return reply,
                Received::Message(_) | Received::Nothing => {}
            }
            if interrupt::is_requested() {
                self.cancel(id)?;
                return Err(interrupted(&self.name));
            }
        }
    }

    fn lost(&mut self, doing: &str, why: Option<&io::Error>) -> HostError {
        let said = self.last_words();
        refusal::lost(&self.name, doing, why, &said)
    }

    /// What ssh said until it ended.
    fn last_words(&mut self) -> String {
        let deadline = Instant::now() + LAST_WORDS;
        let listens = |listener: &JoinHandle<()>| !listener.is_finished();
        while self.listener.as_ref().is_some_and(listens) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&said).into_owned()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let Some(child) = &mut self.child else {
            return;
        };
        // The far end notices, and undoes what is under way. An ssh that asks for a password puts the terminal back before it ends.
        let _ = kill_process(Pid::from_child(child), Signal::TERM);
        let deadline = Instant::now() + LAST_WORDS;
        while matches!(child.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(2));
        }
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn listen(errors: impl Read + Send + 'static, said: Arc<Mutex<Vec<u8>>>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut from = errors;
        let mut part = [0; 1024];
        while let Ok(count @ 1..) = from.read(&mut part) {
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            if (said.len() as u64) < MOST_SAID {
                said.extend_from_slice(part.get(..count).unwrap_or_default());
            }
        }
    })
}

/// Ctrl+C was pressed.
pub fn interrupted(name: &str) -> HostError {
    HostError::new(
        "Host.Interrupted",
        Category::OperationStopped,
        format!("The wait for '{name}' was stopped."),
    )
}
