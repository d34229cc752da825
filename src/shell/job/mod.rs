//! Jobs: script that runs on a thread of its own while the session goes on.
//!
//! A job has a session of its own, made by a [`SessionFactory`], and shares nothing with the one that started it: what
//! it is given and what it gives back is copied ([`parcel`]). Nothing here knows the interpreter. What it writes is kept in the order in which it was
//! written, streams included, until `Receive-Job` takes it.

mod factory;
mod item;
pub mod parcel;

use std::any::Any;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::argument::{Moment, Property};
use super::environment::Environment;
use super::error::{ErrorCategory, ShellError};
use super::stack::spawn_with_large_stack;
use super::value::{EnumType, EnumValue, Name, Native, Value};
pub use factory::{Ending, Log, SessionFactory};
pub use item::{ErrorParcel, Item};
use parcel::Parcel;

/// `System.Management.Automation.JobState`.
pub static JOB_STATE: EnumType = EnumType {
    name: "System.Management.Automation.JobState",
    members: &[
        ("NotStarted", 0),
        ("Running", 1),
        ("Completed", 2),
        ("Failed", 3),
        ("Stopped", 4),
        ("Blocked", 5),
        ("Suspended", 6),
        ("Disconnected", 7),
        ("Suspending", 8),
        ("Stopping", 9),
        ("AtBreakpoint", 10),
    ],
    flags: false,
};

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It runs.
    Running = 1,
    /// It ran to its end.
    Completed = 2,
    /// An error ended it.
    Failed = 3,
    /// It was told to stop, and did.
    Stopped = 4,
}

impl JobState {
    /// Whether nothing more will come.
    pub fn is_finished(self) -> bool {
        self != Self::Running
    }

    fn value(self) -> Value {
        Value::Enum(Rc::new(EnumValue {
            ty: &JOB_STATE,
            number: self as i64,
        }))
    }
}

/// What is to be run.
#[derive(Debug)]
pub struct Work {
    /// The name of the job; `JobN` without one.
    pub name: Option<String>,
    /// What `Command` shows.
    pub command: String,
    /// The text of the script block.
    pub script: String,
    /// The file that it came from.
    pub file: Option<String>,
    /// What runs before it.
    pub initialization: Option<String>,
    /// Values for its parameters.
    pub arguments: Vec<Parcel>,
    /// `$input`.
    pub input: Option<Vec<Parcel>>,
    /// `$_`.
    pub item: Option<Parcel>,
    /// Whether it is a job of `ForEach-Object -Parallel`.
    pub is_task: bool,
    /// Variables of the caller that it reads with `$using:`.
    pub using: Vec<(String, Parcel)>,
    /// Variables of the caller that it has as its own: those that a command behind `&` names.
    pub variables: Vec<(String, Parcel)>,
    /// Where it starts.
    pub location: PathBuf,
    /// Its environment variables.
    pub environment: Environment,
}

impl Work {
    /// A script that begins at a location, with these environment variables.
    pub fn new(script: String, location: PathBuf, environment: Environment) -> Self {
        Self {
            name: None,
            command: script.clone(),
            script,
            file: None,
            initialization: None,
            arguments: Vec::new(),
            input: None,
            item: None,
            is_task: false,
            using: Vec::new(),
            variables: Vec::new(),
            location,
            environment,
        }
    }
}

/// What both threads see of a job.
#[derive(Debug, Default)]
struct Shared {
    inner: Mutex<Inner>,
    changed: Condvar,
    /// Set to stop it before its own session has a flag for that.
    stop: AtomicBool,
}

#[derive(Debug)]
struct Inner {
    state: JobState,
    items: VecDeque<Item>,
    ended: Option<SystemTime>,
    /// The flag that ends what its session runs.
    cancel: Option<Arc<AtomicBool>>,
    /// The message of the error that ended it.
    reason: Option<String>,
}

impl Default for Inner {
    fn default() -> Self {
        Self {
            state: JobState::Running,
            items: VecDeque::new(),
            ended: None,
            cancel: None,
            reason: None,
        }
    }
}

impl Shared {
    /// A thread that panicked while it held the lock has left nothing half done: every change is one assignment.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, item: Item) {
        self.lock().items.push_back(item);
        self.changed.notify_all();
    }

    fn finish(&self, ending: Ending) {
        let mut inner = self.lock();
        // What was told to stop has stopped, however it went.
        inner.state = match self.stop.load(Ordering::Relaxed) {
            true => JobState::Stopped,
            false => ending.state,
        };
        inner.reason = ending.reason.filter(|_| inner.state == JobState::Failed);
        inner.ended = Some(SystemTime::now());
        drop(inner);
        self.changed.notify_all();
    }
}

/// A job, as the session that started it knows it.
#[derive(Debug)]
pub struct Job {
    /// Its number in the session.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// What it runs.
    pub command: String,
    /// Its identity.
    pub instance: [u8; 16],
    /// The identity of the child job that does the work.
    child_instance: [u8; 16],
    /// When it began.
    pub began: SystemTime,
    /// Whether it is a job of `ForEach-Object -Parallel`.
    is_task: bool,
    shared: Arc<Shared>,
}

impl Job {
    /// What it is doing.
    pub fn state(&self) -> JobState {
        self.shared.lock().state
    }

    /// Whether `Receive-Job` would get something, now or later.
    pub fn has_more_data(&self) -> bool {
        let inner = self.shared.lock();
        !inner.state.is_finished() || !inner.items.is_empty()
    }

    /// What it has written since the last time; with `keep` it stays.
    pub fn receive(&self, keep: bool) -> Vec<Item> {
        let mut inner = self.shared.lock();
        if keep {
            inner.items.iter().cloned().collect()
        } else {
            inner.items.drain(..).collect()
        }
    }

    /// Waits until something changes or the time is over.
    pub fn wait(&self, limit: Duration) {
        let inner = self.shared.lock();
        if inner.state.is_finished() || !inner.items.is_empty() {
            return;
        }
        drop(self.shared.changed.wait_timeout(inner, limit));
    }

    /// Waits until it has ended or the time is over.
    pub fn wait_for_end(&self, limit: Duration) {
        let inner = self.shared.lock();
        drop(
            self.shared
                .changed
                .wait_timeout_while(inner, limit, |inner| !inner.state.is_finished()),
        );
    }

    /// Tells it to stop, as Ctrl+C would. It stops at its next statement.
    pub fn stop(&self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        if let Some(flag) = &self.shared.lock().cancel {
            flag.store(true, Ordering::Relaxed);
        }
    }

    fn ended(&self) -> Option<SystemTime> {
        self.shared.lock().ended
    }

    fn reason(&self) -> Option<String> {
        self.shared.lock().reason.clone()
    }
}

/// The jobs of a session.
#[derive(Debug, Default)]
pub struct Jobs {
    /// The jobs, oldest first.
    pub list: Vec<Rc<Job>>,
    /// The number that was given last.
    last: i32,
}

impl Jobs {
    /// Starts a job.
    ///
    /// # Errors
    /// `NotSupported`: this session cannot make another one. `JobNotStarted`: there is no thread for it.
    pub fn start(
        &mut self,
        work: Work,
        sessions: Option<&Arc<dyn SessionFactory>>,
    ) -> Result<Rc<Job>, ShellError> {
        // A job and the child that does its work have a number each.
        let id = self.last + 1;
        let job = launch(work, sessions, id)?;
        self.last += 2;
        self.list.push(Rc::clone(&job));
        Ok(job)
    }

    /// Starts a job that is in no list: who starts it takes what it writes, and sees to its end.
    ///
    /// # Errors
    /// As [`Jobs::start`].
    pub fn start_aside(
        work: Work,
        sessions: Option<&Arc<dyn SessionFactory>>,
    ) -> Result<Rc<Job>, ShellError> {
        launch(work, sessions, 0)
    }
}

/// Starts the thread of a job.
fn launch(
    work: Work,
    sessions: Option<&Arc<dyn SessionFactory>>,
    id: i32,
) -> Result<Rc<Job>, ShellError> {
    let Some(sessions) = sessions.cloned() else {
        return Err(ShellError::new(
            "NotSupported",
            ErrorCategory::NotInstalled,
            "There are no jobs in this session.",
        )
        .exception("System.NotSupportedException"));
    };
    let shared = Arc::new(Shared::default());
    let job = Rc::new(Job {
        id,
        name: work.name.clone().unwrap_or_else(|| format!("Job{id}")),
        command: work.command.clone(),
        instance: super::types::new_guid(),
        child_instance: super::types::new_guid(),
        began: SystemTime::now(),
        is_task: work.is_task,
        shared: Arc::clone(&shared),
    });
    let life = move || {
        let log = Log(Arc::clone(&shared));
        let ending = super::fault::survive(|| sessions.run(work, &log)).unwrap_or(Ending {
            state: JobState::Failed,
            reason: None,
        });
        shared.finish(ending);
    };
    spawn_with_large_stack(&format!("job {id}"), life).map_err(|error| {
        ShellError::new(
            "JobNotStarted",
            ErrorCategory::ResourceUnavailable,
            "There is no thread for another job.",
        )
        .cause(error.to_string())
    })?;
    Ok(job)
}

/// The object that stands for a job.
pub fn value(job: &Rc<Job>) -> Value {
    Value::native(JobValue {
        job: Rc::clone(job),
        is_child: false,
    })
}

/// `System.Management.Automation.PSRemotingJob`, or the child of one.
#[derive(Clone, Debug)]
pub struct JobValue {
    /// The job.
    pub job: Rc<Job>,
    /// Whether this is the child, which does the work.
    pub is_child: bool,
}

const PROPERTIES: &[&str] = &[
    "State",
    "HasMoreData",
    "StatusMessage",
    "Location",
    "Command",
    "JobStateInfo",
    "Finished",
    "InstanceId",
    "Id",
    "Name",
    "ChildJobs",
    "PSBeginTime",
    "PSEndTime",
    "PSJobTypeName",
];

impl Native for JobValue {
    fn type_names(&self) -> &'static [&'static str] {
        if self.job.is_task {
            if self.is_child {
                &[
                    "System.Management.Automation.PSTasks.PSTaskChildJob",
                    "System.Management.Automation.Job",
                    "System.Object",
                ]
            } else {
                &[
                    "System.Management.Automation.PSTasks.PSTaskJob",
                    "System.Management.Automation.Job",
                    "System.Object",
                ]
            }
        } else if self.is_child {
            &[
                "System.Management.Automation.PSRemotingChildJob",
                "System.Management.Automation.Job",
                "System.Object",
            ]
        } else {
            &[
                "System.Management.Automation.PSRemotingJob",
                "System.Management.Automation.Job",
                "System.Object",
            ]
        }
    }

    fn to_text(&self) -> String {
        self.type_names()
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned()
    }

    fn property(&self, name: &str) -> Option<Value> {
        let job = &self.job;
        Some(match name.to_ascii_lowercase().as_str() {
            "state" | "jobstateinfo" => job.state().value(),
            "hasmoredata" => Value::Bool(job.has_more_data()),
            "statusmessage" => Value::str(job.reason().unwrap_or_default()),
            "location" if job.is_task => Value::str("PowerShell"),
            "location" => Value::str("localhost"),
            "command" => Value::str(job.command.as_str()),
            "finished" => Value::Bool(job.state().is_finished()),
            "instanceid" => Value::Guid(Rc::new(if self.is_child {
                job.child_instance
            } else {
                job.instance
            })),
            "id" => Value::Int(job.id + i32::from(self.is_child)),
            "name" if self.is_child => Value::str(format!("Job{}", job.id + 1)),
            "name" => Value::str(job.name.as_str()),
            "childjobs" if self.is_child => Value::array(Vec::new()),
            "childjobs" => Value::array(vec![Value::native(Self {
                is_child: true,
                ..self.clone()
            })]),
            "psbegintime" => time(Some(job.began)),
            "psendtime" => time(job.ended()),
            "psjobtypename" if self.is_child => Value::str(""),
            "psjobtypename" if job.is_task => Value::str("PSTaskJob"),
            "psjobtypename" => Value::str("BackgroundJob"),
            _ => return None,
        })
    }

    fn property_names(&self) -> Vec<Name> {
        PROPERTIES.iter().map(|name| Name::Static(name)).collect()
    }

    fn equals(&self, other: &Value) -> bool {
        other
            .downcast::<Self>()
            .is_some_and(|other| Rc::ptr_eq(&other.job, &self.job))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn time(at: Option<SystemTime>) -> Value {
    at.map_or(Value::Null, |at| Moment(at).to_value())
}
