//! Scripts that run at a far host: what is sent there, and what comes back. Values travel as CLIXML, the text in which PowerShell
//! itself sends objects to another computer; nothing here looks into it.

use std::fmt;
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::connection::{Connection, Received};
use super::files::{FileReply, FileWork};
use super::protocol::{Reply, Request, ToNear};
use crate::ssh::SshAddress;
use crate::{Category, HostError};

/// The second number of the protocol's version from which on scripts are understood.
const SINCE: u32 = 1;

/// The same of files.
const FILES_SINCE: u32 = 2;

/// How long a script at the far end may take to stop. Then the connection is given up, and the far end stops it when it notices.
const STOPS_WITHIN: Duration = Duration::from_secs(5);

/// A script that is to run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScriptWork {
    /// Its text.
    pub script: String,
    /// The file that it came from, for error messages.
    pub file: Option<String>,
    /// Values for its parameters: a CLIXML document.
    pub arguments: Option<String>,
    /// `$input`: a CLIXML document.
    pub input: Option<String>,
    /// Variables of the near end that it reads with `$using:`: a CLIXML document for each.
    pub using: Vec<(String, String)>,
    /// It runs in the scope of the connection's session, where what it sets stays.
    pub stays: bool,
    /// Somebody watches what it writes: it is a line of a prompt.
    #[serde(default)]
    pub watched: bool,
    /// Somebody answers what it asks (since 1.4).
    #[serde(default)]
    pub asks: bool,
    /// The columns of the near end's screen (since 1.4).
    #[serde(default)]
    pub width: Option<u16>,
}

/// What a script writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptItem {
    /// An object: a CLIXML document.
    Object(String),
    /// An error.
    Error(Box<ScriptError>),
    /// A line of a stream.
    Text(ScriptStream, String),
    /// A record of the information stream and its tags.
    Information(String, Vec<String>),
    /// A question; the script waits for the answer (since 1.4).
    Question(ScriptQuestion),
}

/// What a script asks the person at the near end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptQuestion {
    /// A line.
    Line {
        /// What stands before the cursor.
        text: String,
        /// What is typed is not shown.
        secret: bool,
    },
    /// One of several choices.
    Choice {
        /// The heading.
        caption: String,
        /// What is asked.
        message: String,
        /// The choices, each with its help.
        choices: Vec<(String, String)>,
        /// The number of the one that Enter takes.
        default: usize,
    },
}

/// What the person answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptAnswer {
    /// A line; `None` at the end of the input.
    Line(Option<String>),
    /// The number of a choice.
    Choice(usize),
    /// The question was called off.
    None,
}

// It may be a password.
impl fmt::Debug for ScriptAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScriptAnswer")
    }
}

/// A stream of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the streams have these names")]
pub enum ScriptStream {
    Warning,
    Verbose,
    Debug,
}

/// An error record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as in the error record of the shell")]
pub struct ScriptError {
    pub id: String,
    pub full_id: String,
    /// The finer id beside Hyper-V's. A far end of an older version does not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    pub category: Category,
    pub message: String,
    pub exception: String,
    /// A CLIXML document.
    pub target: Option<String>,
    pub help: Option<String>,
    pub cause: Option<String>,
    pub command: Option<String>,
    pub activity: String,
    pub stack: String,
}

impl ScriptError {
    /// An error of the host or of the connection.
    #[must_use]
    pub fn of(error: &HostError) -> Self {
        Self {
            id: error.id.to_string(),
            full_id: error.id.to_string(),
            detail: None,
            category: error.category,
            message: error.message.clone(),
            exception: "System.Management.Automation.Remoting.PSRemotingTransportException"
                .to_owned(),
            target: None,
            help: error.next_step.clone(),
            cause: error.cause.as_ref().map(|cause| cause.text.clone()),
            command: None,
            activity: String::new(),
            stack: String::new(),
        }
    }
}

/// How a script ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptEnding {
    /// It ran to its end.
    Completed,
    /// An error ended it, with this message.
    Failed(Option<String>),
    /// It was told to stop.
    Stopped,
}

/// Who runs scripts at the far end.
pub trait Scripts {
    /// Runs one. What it writes is told at once. It stops soon after `ends` is set.
    fn run(
        &mut self,
        work: ScriptWork,
        ends: &Arc<AtomicBool>,
        near: &mut dyn Listener,
    ) -> ScriptEnding;
}

/// Who hears what a script writes, and answers what it asks.
pub trait Listener {
    /// Tells something that was written; `false`: nobody listens any more.
    fn tell(&mut self, item: ScriptItem) -> bool;

    /// Asks, and waits for the answer.
    fn ask(&mut self, question: ScriptQuestion) -> ScriptAnswer;
}

/// A connection over which scripts run, one after the other, in one session at the far end.
pub struct ScriptConnection(Connection);

impl ScriptConnection {
    /// Connects by ssh. `asks`: ssh may ask for a password or about an unknown key at the terminal.
    ///
    /// # Errors
    /// It cannot be reached, lets nobody in, has no iovsh or another version of it: each an id of its own.
    pub fn open(address: &SshAddress, asks: bool) -> Result<Self, HostError> {
        Self::of(Connection::open(address, asks, None)?)
    }

    /// Speaks with a far end that is there already.
    ///
    /// # Errors
    /// It is no far end, or of another version.
    pub fn over(
        name: &str,
        from: impl Read + Send + 'static,
        to: impl Write + Send + 'static,
    ) -> Result<Self, HostError> {
        Self::of(Connection::over(name, from, to, None)?)
    }

    fn of(connection: Connection) -> Result<Self, HostError> {
        let connection = Self(connection);
        connection.needs(SINCE)?;
        Ok(connection)
    }

    /// Whether the far end is new enough.
    fn needs(&self, since: u32) -> Result<(), HostError> {
        let (version, program) = (self.0.hello.protocol, &self.0.hello.program);
        if version.1 >= since {
            return Ok(());
        }
        let ours = super::protocol::VERSION;
        Err(super::refusal::other_version(
            self.0.name(),
            version,
            ours,
            program,
        ))
    }

    /// Has something done to a file there.
    ///
    /// # Errors
    /// Those of [`super::files::Files::carry_out`]; the connection is lost; the far end is of an older version.
    pub fn file(&mut self, work: FileWork) -> Result<FileReply, HostError> {
        self.needs(FILES_SINCE)?;
        match self.0.answer(Request::File(work))? {
            Reply::File(reply) => Ok(reply),
            _ => Err(super::refusal::bad_answer(self.0.name())),
        }
    }

    /// The far host's own name.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.0.hello.host
    }

    /// Runs a script until it ends or `stop` is set. What it writes and asks is handed to `listener` as it comes.
    ///
    /// # Errors
    /// The connection is lost; what the script had done by then stands.
    pub fn run(
        &mut self,
        work: ScriptWork,
        stop: &AtomicBool,
        listener: &mut dyn Listener,
    ) -> Result<ScriptEnding, HostError> {
        let id = self.0.ask(Request::Script(Box::new(work)))?;
        let mut stopped: Option<Instant> = None;
        loop {
            match self.0.hear(id, "while a script ran there")? {
                Received::Message(ToNear::Item(_, item)) => match *item {
                    ScriptItem::Question(question) => {
                        let answer = listener.ask(question);
                        self.0.say(id, answer)?;
                    }
                    item => {
                        listener.tell(item);
                    }
                },
                Received::Message(ToNear::Done(_, reply)) => match reply? {
                    Reply::Script(ending) => return Ok(ending),
                    _ => return Err(super::refusal::bad_answer(self.0.name())),
                },
                Received::Message(_) | Received::Nothing => {}
            }
            let ends = stop.load(Ordering::Relaxed);
            match stopped {
                None if ends => {
                    self.0.cancel(id)?;
                    stopped = Some(Instant::now());
                }
                Some(at) if at.elapsed() > STOPS_WITHIN => {
                    return Err(self.0.does_not_stop());
                }
                _ => {}
            }
        }
    }
}
