//! The near end of scripts: sends them to hosts, to several at once, and hands on what they write, in the order of the hosts.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::far::FarScripts;
use super::look;
use crate::Services;
use crate::data::clixml;
use crate::services::together;
use iovsh_backend::host::remote::script::{
    Listener, ScriptAnswer, ScriptConnection, ScriptEnding, ScriptError, ScriptItem,
    ScriptQuestion, ScriptStream, ScriptWork,
};
use iovsh_backend::host::{self, HostAddress, LocalHost};
use iovsh_backend::{Host, HostError, Machine};
use iovsh_shell::eval::TextStream;
use iovsh_shell::job::{DetachedError, Ending, Item, JobState, Log, Pending, SessionFactory, Work};
use iovsh_shell::question::{Answer, Asked, Prompt, Question};
use iovsh_shell::stack::spawn_with_large_stack;
use iovsh_shell::value::detached::Detached;
use iovsh_shell::value::{MemberKind, NoEngine, PsObject, Value};

/// So much of what one host writes waits until those before it have ended.
const AHEAD: usize = 1024;

/// A connection that a session of the user keeps open.
pub type Kept = Arc<Mutex<Option<ScriptConnection>>>;

/// Where a script runs.
#[derive(Clone)]
pub struct Target {
    /// What the user calls the host: `PSComputerName`.
    pub name: String,
    /// Where it is.
    pub address: HostAddress,
    /// The connection of a session; `None`: one that is opened for the script.
    pub kept: Option<Kept>,
}

impl Target {
    fn is_same_session(&self, other: &Self) -> bool {
        match (&self.kept, &other.kept) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// What a host's script does that somebody hears of.
enum Told {
    Item(ScriptItem),
    Question(Arc<Pending>),
}

/// Where what a host writes is put until it is its turn.
enum Queue {
    Bounded(SyncSender<Told>),
    Free(Sender<Told>),
}

impl Queue {
    fn write(&self, item: Told) {
        // Who reads them has ended when they are not taken.
        let _ = match self {
            Self::Bounded(send) => send.send(item),
            Self::Free(send) => send.send(item),
        };
    }
}

/// Puts what a host's script writes and asks into its queue.
struct Hearing<'a> {
    queue: &'a Queue,
    /// What the user calls the host.
    name: &'a str,
    stop: &'a AtomicBool,
}

impl Listener for Hearing<'_> {
    fn tell(&mut self, item: ScriptItem) -> bool {
        self.queue.write(Told::Item(item));
        true
    }

    fn ask(&mut self, question: ScriptQuestion) -> ScriptAnswer {
        // Who is asked sees which host it is that asks.
        let asked = match question {
            ScriptQuestion::Line { text, secret } => Asked::Line(Prompt {
                text: format!("[{}]: {text}", self.name),
                secret,
            }),
            ScriptQuestion::Choice {
                caption,
                message,
                choices,
                default,
            } => Asked::Choice(Question {
                caption: format!("[{}]: {caption}", self.name),
                message,
                choices,
                default,
            }),
        };
        let pending = Arc::new(Pending::new(asked));
        self.queue.write(Told::Question(Arc::clone(&pending)));
        match pending.wait(self.stop) {
            Answer::Line(line) => ScriptAnswer::Line(line),
            Answer::Choice(choice) => ScriptAnswer::Choice(choice),
            Answer::None => ScriptAnswer::None,
        }
    }
}

/// Opens a connection for scripts.
///
/// # Errors
/// The host cannot be reached; `Host.NoScripts`: on this machine scripts need no connection.
pub fn connect(address: &HostAddress, asks: bool) -> Result<ScriptConnection, HostError> {
    match address {
        HostAddress::Ssh(address) => ScriptConnection::open(address, asks),
        HostAddress::Local | HostAddress::Simulated(_) => {
            let (machine, way) = address.way()?;
            let name = machine.name().to_owned();
            let (from, to) = way.far;
            let address = address.clone();
            let serve = move || {
                let opened = address.clone();
                let opener = Arc::new(move |_| opened.machine().map(host_of));
                let services = Services::from_address(address, opener);
                let mut scripts = FarScripts::new(services);
                let host = LocalHost::new(machine);
                let version = env!("CARGO_PKG_VERSION");
                // Ends when the near end goes away.
                let _ = host::serve_as(way.protocol, &host, version, Some(&mut scripts), from, to);
            };
            spawn_with_large_stack("far end", serve).map_err(|error| {
                HostError::new(
                    "Host.ConnectionLost",
                    iovsh_backend::Category::ConnectionError,
                    format!("There is no thread for '{name}'."),
                )
                .next_step("Ask fewer hosts at once: -ThrottleLimit")
                .because_io(iovsh_backend::CauseSource::Kernel, &error)
            })?;
            ScriptConnection::over(&name, way.near.0, way.near.1)
        }
    }
}

/// The host that is a machine of this process.
fn host_of(machine: Arc<dyn Machine>) -> Arc<dyn Host> {
    Arc::new(LocalHost::new(machine))
}

/// Runs a script at hosts.
pub struct AtHosts {
    /// What runs.
    pub work: ScriptWork,
    /// Where.
    pub targets: Vec<Target>,
    /// How many at once.
    pub throttle: usize,
}

impl SessionFactory for AtHosts {
    fn run(&self, _: Work, log: &Log) -> Ending {
        let stop = Arc::new(AtomicBool::new(false));
        log.ends_by(&stop);
        // The scripts of one session run one after the other.
        let mut groups: Vec<Vec<(usize, &Target, Queue)>> = Vec::new();
        let mut receivers = Vec::new();
        for (child, target) in self.targets.iter().enumerate() {
            let same = |group: &&mut Vec<(usize, &Target, Queue)>| {
                group
                    .first()
                    .is_some_and(|(_, first, _)| first.is_same_session(target))
            };
            match groups.iter_mut().find(same) {
                // Its session must not wait for those between: nothing else would run in it.
                Some(group) => {
                    let (send, receive) = channel();
                    group.push((child, target, Queue::Free(send)));
                    receivers.push((target, receive));
                }
                None => {
                    let (send, receive) = sync_channel(AHEAD);
                    groups.push(vec![(child, target, Queue::Bounded(send))]);
                    receivers.push((target, receive));
                }
            }
        }
        let endings: Mutex<Vec<Option<Ending>>> = Mutex::new(Vec::new());
        endings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .resize_with(self.targets.len(), || None);
        std::thread::scope(|scope| {
            let (stop, endings) = (&stop, &endings);
            // Two that ask at the terminal at once cannot be told apart.
            let asks = self.targets.len() == 1;
            scope.spawn(move || {
                together(self.throttle, groups, |group| {
                    for (child, target, writer) in group {
                        let ending = ended(self.run_at(target, asks, stop, &writer));
                        let mut endings = endings.lock().unwrap_or_else(PoisonError::into_inner);
                        if let Some(place) = endings.get_mut(child) {
                            *place = Some(ending);
                        }
                        // Dropped behind that: who has read the last item finds the ending.
                        drop(endings);
                        drop(writer);
                    }
                })
            });
            hand_on(receivers, log, endings);
        });
        Ending {
            state: JobState::Completed,
            reason: None,
        }
    }

    fn locations(&self) -> Vec<String> {
        self.targets
            .iter()
            .map(|target| target.name.clone())
            .collect()
    }

    fn is_remote(&self) -> bool {
        true
    }
}

/// How a child of a job ends with its script.
fn ended(script: ScriptEnding) -> Ending {
    let (state, reason) = match script {
        ScriptEnding::Completed => (JobState::Completed, None),
        ScriptEnding::Failed(reason) => (JobState::Failed, reason),
        ScriptEnding::Stopped => (JobState::Stopped, None),
    };
    Ending { state, reason }
}

impl AtHosts {
    fn run_at(
        &self,
        target: &Target,
        asks: bool,
        stop: &AtomicBool,
        writer: &Queue,
    ) -> ScriptEnding {
        let mut hearing = Hearing {
            queue: writer,
            name: &target.name,
            stop,
        };
        let done = match &target.kept {
            None => connect(&target.address, asks)
                .and_then(|mut connection| connection.run(self.work.clone(), stop, &mut hearing)),
            Some(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let result = match &mut *kept {
                    Some(connection) => connection.run(self.work.clone(), stop, &mut hearing),
                    None => Err(closed(&target.name)),
                };
                if result
                    .as_ref()
                    .is_err_and(|e| e.id == "Host.ConnectionLost")
                {
                    *kept = None;
                }
                result
            }
        };
        match done {
            Ok(ending) => ending,
            Err(_) if stop.load(Ordering::Relaxed) => ScriptEnding::Stopped,
            Err(error) => {
                let message = error.message.clone();
                hearing.tell(ScriptItem::Error(Box::new(script_error(&error))));
                ScriptEnding::Failed(Some(message))
            }
        }
    }
}

/// A session whose connection is gone.
pub(super) fn closed(name: &str) -> HostError {
    HostError::new(
        "Host.ConnectionLost",
        iovsh_backend::Category::ConnectionError,
        format!("The session with '{name}' is closed."),
    )
    .target(name)
    .next_step(format!("Open another one: New-PSSession {name}"))
}

/// An error of the connection, as the error of a script.
fn script_error(error: &HostError) -> ScriptError {
    let shell = crate::host_access::shell_error(error);
    ScriptError {
        full_id: format!(
            "{},Microsoft.PowerShell.Commands.InvokeCommandCommand",
            error.id
        ),
        help: shell.help,
        cause: shell.cause,
        command: Some("Invoke-Command".to_owned()),
        activity: "Invoke-Command".to_owned(),
        ..ScriptError::of(error)
    }
}

/// Hands on what hosts write, those of the first until it has ended, then those of the next.
fn hand_on(
    receivers: Vec<(&Target, Receiver<Told>)>,
    log: &Log,
    endings: &Mutex<Vec<Option<Ending>>>,
) {
    for (child, (target, receiver)) in receivers.into_iter().enumerate() {
        for item in receiver {
            let item = match item {
                Told::Item(item) => unpacked(item, &target.name),
                Told::Question(pending) => Item::Question(pending),
            };
            log.write_of(child, item);
        }
        let mut endings = endings.lock().unwrap_or_else(PoisonError::into_inner);
        let ending = endings.get_mut(child).and_then(Option::take);
        // One that ended without a word has failed.
        let ending = ending.unwrap_or(Ending {
            state: JobState::Failed,
            reason: None,
        });
        log.ended(child, &ending);
    }
}

fn unpacked(item: ScriptItem, computer: &str) -> Item {
    match item {
        ScriptItem::Object(text) => match clixml::read(&text) {
            Ok(values) => {
                let value = values.into_iter().next().unwrap_or_default();
                let value = with_computer(value, computer);
                Item::Object(Detached::pack(&value, &mut NoEngine))
            }
            Err(error) => {
                let error = HostError::new(
                    "Host.BadAnswer",
                    error.category,
                    format!("An object from there cannot be read: {}", error.message),
                )
                .next_step("Install the same version of iovsh on both ends.");
                Item::Error(Box::new(detached(ScriptError::of(&error), computer)))
            }
        },
        ScriptItem::Error(error) => Item::Error(Box::new(detached(*error, computer))),
        ScriptItem::Text(stream, text) => {
            let stream = match stream {
                ScriptStream::Warning => TextStream::Warning,
                ScriptStream::Verbose => TextStream::Verbose,
                ScriptStream::Debug => TextStream::Debug,
            };
            Item::Text(stream, text)
        }
        ScriptItem::Information(text, tags) => Item::Information(look::unpacked(text, tags)),
        // Asked where it came.
        ScriptItem::Question(_) => Item::Text(TextStream::Debug, String::new()),
    }
}

fn detached(error: ScriptError, computer: &str) -> DetachedError {
    let target = error.target.and_then(|text| clixml::read(&text).ok());
    let target = target.and_then(|values| values.into_iter().next());
    DetachedError {
        id: error.id,
        full_id: error.full_id,
        detail: error.detail,
        category: error.category,
        message: error.message,
        exception: error.exception,
        target: Detached::pack(&target.unwrap_or_default(), &mut NoEngine),
        help: error.help,
        cause: error.cause,
        host: Some(computer.to_owned()),
        command: error.command,
        activity: error.activity,
        place: None,
        stack: error.stack,
    }
}

/// The value with the name of the host that it comes from, as PowerShell notes it.
fn with_computer(value: Value, computer: &str) -> Value {
    let object = match value {
        Value::Null => return Value::Null,
        Value::Object(object) => object.as_ref().clone(),
        base => {
            let mut object = PsObject::default();
            object.base = Some(base);
            object
        }
    };
    object.set("PSComputerName", MemberKind::Note(computer.into()));
    Value::object(object)
}
