//! Jobs: script that runs on a thread of its own while the session goes on.
//!
//! A job has a session of its own, made by a [`SessionFactory`], and shares nothing with the one that started it: what
//! it is given and what it gives back is copied ([`crate::value::detached`]). Nothing here knows the interpreter. What it writes is kept in the order in which it was
//! written, streams included, until `Receive-Job` takes it.

mod factory;
mod item;
mod pending;

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
use super::syntax::span::Span;
use super::value::detached::Detached;
use super::value::{EnumType, EnumValue, Name, Native, Value};
pub use factory::{Ending, Log, SessionFactory};
pub use item::{DetachedError, DetachedInformation, Item, Look};
pub use pending::Pending;

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
    /// What it waits for has not come yet.
    NotStarted = 0,
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
        !matches!(self, Self::NotStarted | Self::Running)
    }

    /// As scripts see it.
    pub fn value(self) -> Value {
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
    pub arguments: Vec<Detached>,
    /// `$input`.
    pub input: Option<Vec<Detached>>,
    /// `$_`.
    pub item: Option<Detached>,
    /// Whether it is a job of `ForEach-Object -Parallel`.
    pub is_task: bool,
    /// Variables of the caller that it reads with `$using:`.
    pub using: Vec<(String, Detached)>,
    /// Variables of the caller that it has as its own: those that a command behind `&` names.
    pub variables: Vec<(String, Detached)>,
    /// Where it starts.
    pub location: PathBuf,
    /// Its environment variables.
    pub environment: Environment,
    /// Where its errors are said to have happened, when `script` is nothing that anybody wrote.
    pub place: Option<WorkPlace>,
}

/// A place in a text, for another thread.
#[derive(Clone, Debug)]
pub struct WorkPlace {
    /// The whole text.
    pub text: String,
    /// The file that it is from.
    pub file: Option<String>,
    /// The place in it.
    pub span: Span,
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
            place: None,
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

#[derive(Debug, Default)]
struct Inner {
    /// What each child does, in their order; there is one at least.
    children: Vec<Part>,
    /// The flag that ends what its session runs.
    cancel: Option<Arc<AtomicBool>>,
}

/// What a child of a job does.
#[derive(Debug)]
struct Part {
    state: JobState,
    items: VecDeque<Item>,
    ended: Option<SystemTime>,
    /// The message of the error that ended it.
    reason: Option<String>,
}

impl Default for Part {
    fn default() -> Self {
        Self {
            state: JobState::Running,
            items: VecDeque::new(),
            ended: None,
            reason: None,
        }
    }
}

impl Inner {
    /// The children that are meant: one, or all.
    fn parts(&self, child: Option<usize>) -> impl Iterator<Item = &Part> {
        let parts = self.children.iter().enumerate();
        parts
            .filter(move |(number, _)| child.is_none_or(|child| child == *number))
            .map(|(_, part)| part)
    }

    /// What they do together: run as long as one runs, fail when one fails.
    fn state(&self, child: Option<usize>) -> JobState {
        let any = |state| self.parts(child).any(|part| part.state == state);
        let states = [
            JobState::Running,
            JobState::NotStarted,
            JobState::Failed,
            JobState::Stopped,
        ];
        states
            .into_iter()
            .find(|state| any(*state))
            .unwrap_or(JobState::Completed)
    }

    fn has_items(&self, child: Option<usize>) -> bool {
        self.parts(child).any(|part| !part.items.is_empty())
    }
}

impl Shared {
    /// A thread that panicked while it held the lock has left nothing half done: every change is one assignment.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, child: usize, item: Item) {
        if let Some(part) = self.lock().children.get_mut(child) {
            part.items.push_back(item);
        }
        self.changed.notify_all();
    }

    /// A child has ended, or all that have not yet.
    fn finish(&self, child: Option<usize>, ending: &Ending) {
        // What was told to stop has stopped, however it went.
        let state = match self.stop.load(Ordering::Relaxed) {
            true => JobState::Stopped,
            false => ending.state,
        };
        let now = SystemTime::now();
        for (number, part) in self.lock().children.iter_mut().enumerate() {
            if part.state.is_finished() || child.is_some_and(|child| child != number) {
                continue;
            }
            part.state = state;
            part.reason = (state == JobState::Failed)
                .then(|| ending.reason.clone())
                .flatten();
            part.ended = Some(now);
        }
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
    /// The children, which do the work: where, and who they are.
    children: Vec<(String, [u8; 16])>,
    /// When it began.
    pub began: SystemTime,
    /// Whether it is a job of `ForEach-Object -Parallel`.
    is_task: bool,
    /// Whether its children run at other hosts.
    is_remote: bool,
    /// Whether nothing runs for it: what comes is put into it.
    listens: bool,
    shared: Arc<Shared>,
}

/// A job, for another thread that waits for its end.
#[derive(Clone, Debug)]
pub struct JobWatch {
    /// Its number in the session.
    pub id: i32,
    /// Its name.
    pub name: String,
    shared: Arc<Shared>,
}

impl JobWatch {
    /// What the job is doing.
    pub fn state(&self) -> JobState {
        self.shared.lock().state(None)
    }
}

impl Job {
    /// What it is doing.
    pub fn state(&self) -> JobState {
        self.state_of(None)
    }

    /// The job, for another thread.
    pub fn watch(&self) -> JobWatch {
        JobWatch {
            id: self.id,
            name: self.name.clone(),
            shared: Arc::clone(&self.shared),
        }
    }

    /// What a child is doing; all together without one.
    fn state_of(&self, child: Option<usize>) -> JobState {
        self.shared.lock().state(child)
    }

    /// How many children do its work. They have the numbers behind its own.
    pub fn children(&self) -> usize {
        self.children.len()
    }

    /// Whether this is its number or that of a child.
    pub fn has_id(&self, id: i32) -> bool {
        let last = i32::try_from(self.children.len()).unwrap_or(i32::MAX);
        (self.id..=self.id.saturating_add(last)).contains(&id)
    }

    /// Whether `Receive-Job` would get something, now or later.
    pub fn has_more_data(&self) -> bool {
        self.has_more_data_of(None)
    }

    fn has_more_data_of(&self, child: Option<usize>) -> bool {
        let inner = self.shared.lock();
        !inner.state(child).is_finished() || inner.has_items(child)
    }

    /// What it has written since the last time, child after child; with `keep` it stays.
    pub fn receive(&self, keep: bool) -> Vec<Item> {
        self.receive_of(None, keep)
    }

    /// The same of one child; of all without one.
    pub fn receive_of(&self, child: Option<usize>, keep: bool) -> Vec<Item> {
        let mut inner = self.shared.lock();
        if keep {
            return inner
                .parts(child)
                .flat_map(|part| part.items.iter().cloned())
                .collect();
        }
        let mut taken = Vec::new();
        for (number, part) in inner.children.iter_mut().enumerate() {
            if child.is_none_or(|child| child == number) {
                taken.extend(part.items.drain(..));
            }
        }
        taken
    }

    /// Waits until something changes or the time is over.
    pub fn wait(&self, limit: Duration) {
        let inner = self.shared.lock();
        if inner.state(None).is_finished() || inner.has_items(None) {
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
                .wait_timeout_while(inner, limit, |inner| !inner.state(None).is_finished()),
        );
    }

    /// Puts something into a job that listens ([`Jobs::listen`]): it has begun then.
    pub fn put(&self, item: Item) {
        self.begin();
        self.shared.push(0, item);
    }

    /// What a job listens for has come.
    pub fn begin(&self) {
        for part in &mut self.shared.lock().children {
            if part.state == JobState::NotStarted {
                part.state = JobState::Running;
            }
        }
    }

    /// Tells it to stop, as Ctrl+C would. It stops at its next statement; one that listens stops at once.
    pub fn stop(&self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        if self.listens {
            let ending = Ending {
                state: JobState::Stopped,
                reason: None,
            };
            self.shared.finish(None, &ending);
        }
        if let Some(flag) = &self.shared.lock().cancel {
            flag.store(true, Ordering::Relaxed);
        }
    }

    /// When it had ended: the last of its children.
    fn ended(&self, child: Option<usize>) -> Option<SystemTime> {
        let inner = self.shared.lock();
        let ends = inner.parts(child).map(|part| part.ended);
        ends.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    fn reason(&self, child: Option<usize>) -> Option<String> {
        let inner = self.shared.lock();
        inner.parts(child).find_map(|part| part.reason.clone())
    }

    /// Where it runs, or where its children do.
    pub fn location(&self, child: Option<usize>) -> String {
        let children = self.children.iter().enumerate();
        let places: Vec<&str> = children
            .filter(|(number, _)| child.is_none_or(|child| child == *number))
            .map(|(_, (location, _))| location.as_str())
            .collect();
        places.join(",")
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
        // A job and the children that do its work have a number each.
        let id = self.last + 1;
        let job = launch(work, sessions, id)?;
        let children = i32::try_from(job.children.len()).unwrap_or(1);
        self.last = id.saturating_add(children);
        self.list.push(Rc::clone(&job));
        Ok(job)
    }

    /// A job without a thread, which [`Job::put`] fills: the actions of events.
    pub fn listen(&mut self, name: String, command: String) -> Rc<Job> {
        let id = self.last + 1;
        self.last = id;
        let shared = Arc::new(Shared::default());
        shared.lock().children.push(Part {
            state: JobState::NotStarted,
            ..Part::default()
        });
        let job = Rc::new(Job {
            id,
            name,
            command,
            instance: super::types::new_guid(),
            children: vec![(String::new(), super::types::new_guid())],
            began: SystemTime::now(),
            is_task: false,
            is_remote: false,
            listens: true,
            shared,
        });
        self.list.push(Rc::clone(&job));
        job
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
    let locations = sessions.locations();
    let shared = Arc::new(Shared::default());
    shared
        .lock()
        .children
        .resize_with(locations.len(), Part::default);
    let job = Rc::new(Job {
        id,
        name: work.name.clone().unwrap_or_else(|| format!("Job{id}")),
        command: work.command.clone(),
        instance: super::types::new_guid(),
        children: locations
            .into_iter()
            .map(|location| (location, super::types::new_guid()))
            .collect(),
        began: SystemTime::now(),
        is_task: work.is_task,
        is_remote: sessions.is_remote(),
        listens: false,
        shared: Arc::clone(&shared),
    });
    let life = move || {
        let log = Log(Arc::clone(&shared));
        let ending = super::fault::survive(|| sessions.run(work, &log)).unwrap_or(Ending {
            state: JobState::Failed,
            reason: None,
        });
        shared.finish(None, &ending);
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

/// The job that a value stands for.
pub fn job_of(value: &Value) -> Option<Rc<Job>> {
    value
        .downcast::<JobValue>()
        .map(|value| Rc::clone(&value.job))
}

/// The object that stands for a job.
pub fn value(job: &Rc<Job>) -> Value {
    Value::native(JobValue {
        job: Rc::clone(job),
        child: None,
    })
}

/// `System.Management.Automation.PSRemotingJob`, that of an event's action (`PSEventJob`), or the child of one.
#[derive(Clone, Debug)]
pub struct JobValue {
    /// The job.
    pub job: Rc<Job>,
    /// Which child this is, of those that do the work; `None`: the job itself.
    pub child: Option<usize>,
}

impl JobValue {
    /// The number: children have those behind the job's own.
    fn id(&self) -> i32 {
        let behind = self.child.map_or(0, |child| child.saturating_add(1));
        let behind = i32::try_from(behind).unwrap_or(i32::MAX);
        self.job.id.saturating_add(behind)
    }
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
            if self.child.is_some() {
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
        } else if self.child.is_some() {
            &[
                "System.Management.Automation.PSRemotingChildJob",
                "System.Management.Automation.Job",
                "System.Object",
            ]
        } else if self.job.listens {
            &[
                "System.Management.Automation.PSEventJob",
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
            "state" | "jobstateinfo" => job.state_of(self.child).value(),
            "hasmoredata" => Value::Bool(job.has_more_data_of(self.child)),
            "statusmessage" => Value::str(job.reason(self.child).unwrap_or_default()),
            "location" if job.is_task => Value::str("PowerShell"),
            "location" => Value::str(job.location(self.child)),
            "command" => Value::str(job.command.as_str()),
            "finished" => Value::Bool(job.state_of(self.child).is_finished()),
            "instanceid" => {
                let child = self.child.and_then(|child| job.children.get(child));
                Value::Guid(Rc::new(
                    child.map_or(job.instance, |(_, instance)| *instance),
                ))
            }
            "id" => Value::Int(self.id()),
            "name" if self.child.is_some() => Value::str(format!("Job{}", self.id())),
            "name" => Value::str(job.name.as_str()),
            "childjobs" if self.child.is_some() => Value::array(Vec::new()),
            "childjobs" => Value::array(
                (0..job.children.len())
                    .map(|child| {
                        Value::native(Self {
                            child: Some(child),
                            ..self.clone()
                        })
                    })
                    .collect(),
            ),
            "psbegintime" => time(Some(job.began)),
            "psendtime" => time(job.ended(self.child)),
            "psjobtypename" if self.child.is_some() || job.listens => Value::str(""),
            "psjobtypename" if job.is_task => Value::str("PSTaskJob"),
            "psjobtypename" if job.is_remote => Value::str("RemoteJob"),
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
            .is_some_and(|other| Rc::ptr_eq(&other.job, &self.job) && other.child == self.child)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn time(at: Option<SystemTime>) -> Value {
    at.map_or(Value::Null, |at| Moment(at).to_value())
}
