//! What a session has subscribed to, and what has happened.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::Session;
use iovsh_shell::eval::{Interpreter, Module};
use iovsh_shell::job::{DetachedError, Item, Job, JobState};
use iovsh_shell::types::watchers::{FileWatcherValue, TimerValue};
use iovsh_shell::value::detached::Detached;
use iovsh_shell::value::{MemberKind, PsObject, ScriptBlock, Value, convert};

/// Where it is kept in a session.
const KEY: &str = "events";

/// How often what is subscribed to is looked at.
const GLANCE: Duration = Duration::from_millis(2);

/// How many events wait for somebody to take them; those that come then are not kept.
const MOST_WAITING: usize = 10_000;

/// Something that a script wants to be told of.
pub struct Subscriber {
    /// Its number.
    pub id: i32,
    /// What tells; `$null` for what `New-Event` and the shell itself tell.
    pub source: Value,
    /// Which event of it.
    pub event_name: String,
    /// The name of the subscription.
    pub source_identifier: String,
    /// What runs.
    pub action: Option<Rc<ScriptBlock>>,
    /// The job that has what the action writes.
    pub job: Option<Rc<Job>>,
    /// Where the action runs, each time.
    module: Option<Rc<Module>>,
    /// What the events carry.
    pub message: Value,
    /// Whether it is left out of lists.
    pub is_support: bool,
    /// How many more times it is told; `None` for always.
    pub left: Cell<Option<i32>>,
    /// What was seen of the source last, so that a change is told once.
    seen: Cell<Option<JobState>>,
}

impl Subscriber {
    /// A subscription as it is made.
    pub fn new(source: Value, event_name: String, source_identifier: String) -> Self {
        let subscriber = Self {
            id: 0,
            source,
            event_name,
            source_identifier,
            action: None,
            job: None,
            module: None,
            message: Value::Null,
            is_support: false,
            left: Cell::new(None),
            seen: Cell::new(None),
        };
        subscriber.seen.set(subscriber.job_state());
        subscriber
    }

    fn job_state(&self) -> Option<JobState> {
        iovsh_shell::job::job_of(&self.source).map(|job| job.state())
    }

    /// `PSEventSubscriber`.
    pub fn to_value(&self) -> Value {
        let made = PsObject::of(&[
            "System.Management.Automation.PSEventSubscriber",
            "System.Object",
        ]);
        for (name, value) in [
            ("SubscriptionId", Value::Int(self.id)),
            ("SourceObject", self.source.clone()),
            ("EventName", Value::from(self.event_name.as_str())),
            (
                "SourceIdentifier",
                Value::from(self.source_identifier.as_str()),
            ),
            (
                "Action",
                self.job
                    .as_ref()
                    .map_or(Value::Null, iovsh_shell::job::value),
            ),
            ("HandlerDelegate", Value::Null),
            ("SupportEvent", Value::Bool(self.is_support)),
            ("ForwardEvent", Value::Bool(false)),
        ] {
            made.push(name, MemberKind::Property(value));
        }
        Value::object(made)
    }
}

/// The events of a session.
#[derive(Default)]
pub struct Events {
    /// The subscriptions, oldest first.
    pub subscribers: RefCell<Vec<Rc<Subscriber>>>,
    /// What happened and nobody took.
    pub queue: RefCell<Vec<(i32, String, Value)>>,
    last_subscriber: Cell<i32>,
    last_event: Cell<i32>,
    looked: Cell<Option<Instant>>,
    /// Whether it was said that no more events are kept.
    said_full: Cell<bool>,
}

/// The events of a session.
pub fn of(session: &mut Session) -> Rc<Events> {
    if let Some(known) = session.kept.get(KEY)
        && let Ok(known) = Rc::clone(known).downcast::<Events>()
    {
        return known;
    }
    let made = Rc::new(Events::default());
    session
        .kept
        .insert(KEY, Rc::clone(&made) as Rc<dyn std::any::Any>);
    made
}

impl Events {
    /// Adds a subscription.
    ///
    /// # Errors
    /// `SUBSCRIBER_EXISTS`: the name is taken.
    pub fn add(
        &self,
        interpreter: &mut Interpreter<'_>,
        mut new: Subscriber,
    ) -> Result<Rc<Subscriber>, ShellError> {
        let taken = self.subscribers.borrow().iter().any(|known| {
            known
                .source_identifier
                .eq_ignore_ascii_case(&new.source_identifier)
        });
        let engine = new
            .source_identifier
            .to_ascii_lowercase()
            .starts_with("powershell.");
        if taken && !engine {
            return Err(ShellError::new(
                "SUBSCRIBER_EXISTS",
                ErrorCategory::InvalidArgument,
                format!(
                    "Cannot subscribe to the specified event. A subscriber with the source identifier '{}' already exists.",
                    new.source_identifier
                ),
            )
            .exception("System.ArgumentException")
            .target(new.source_identifier)
            .help("Unregister-Event -SourceIdentifier NAME takes it away."));
        }
        let id = self.last_subscriber.get() + 1;
        self.last_subscriber.set(id);
        new.id = id;
        if new.action.is_some() {
            new.module = Some(interpreter.action_module(&format!("__EventAction_{id}")));
            let command = new
                .action
                .as_ref()
                .map(|block| iovsh_shell::eval::block_text(block));
            new.job = Some(
                interpreter
                    .session()
                    .jobs
                    .listen(new.source_identifier.clone(), command.unwrap_or_default()),
            );
        }
        let new = Rc::new(new);
        self.subscribers.borrow_mut().push(Rc::clone(&new));
        interpreter.session().idle = Some(look);
        Ok(new)
    }

    /// Takes a subscription away; its job ends.
    pub fn remove(&self, id: i32) {
        let mut subscribers = self.subscribers.borrow_mut();
        subscribers.retain(|known| {
            if known.id == id
                && let Some(job) = &known.job
            {
                job.stop();
            }
            known.id != id
        });
    }

    /// Makes an event and hands it to whoever waits for it; who only asks finds it in the queue.
    ///
    /// # Errors
    /// Ctrl+C, or what ends the script.
    pub fn raise(
        &self,
        interpreter: &mut Interpreter<'_>,
        happened: Happened,
        listeners: &[Rc<Subscriber>],
    ) -> Flow<Value> {
        let mut given = None;
        for listener in listeners {
            // The action of another one may have taken this one away.
            if !self.has(listener.id) {
                continue;
            }
            let id = self.next_event();
            let event = happened.to_value(id, &listener.source_identifier, &listener.message);
            match &listener.action {
                Some(action) => act(interpreter, listener, action, &happened, &event)?,
                None => self.keep(interpreter, &listener.source_identifier, id, &event)?,
            }
            if let Some(left) = listener.left.get() {
                listener.left.set(Some(left - 1));
                if left <= 1 {
                    self.remove(listener.id);
                }
            }
            given = Some(event);
        }
        let event = match given {
            Some(event) => event,
            None => {
                let id = self.next_event();
                let event = happened.to_value(id, &happened.identifier, &Value::Null);
                self.keep(interpreter, &happened.identifier, id, &event)?;
                event
            }
        };
        Ok(event)
    }

    /// Has an event wait for whoever asks, where there is room. Where there is none that is said once, for who asks later must look
    /// for himself what became of the things.
    fn keep(
        &self,
        interpreter: &mut Interpreter<'_>,
        identifier: &str,
        id: i32,
        event: &Value,
    ) -> Flow {
        let mut queue = self.queue.borrow_mut();
        if queue.len() < MOST_WAITING {
            queue.push((id, identifier.to_owned(), event.clone()));
            self.said_full.set(false);
            return Ok(());
        }
        drop(queue);
        if self.said_full.replace(true) {
            return Ok(());
        }
        interpreter.warning(&format!(
            "{MOST_WAITING} events wait, and those that come now are not kept ('{identifier}' is the first). Take them (Get-Event | Remove-Event) and look at what they are about, or subscribe with an -Action."
        ))
    }

    fn next_event(&self) -> i32 {
        let id = self.last_event.get() + 1;
        self.last_event.set(id);
        id
    }

    fn has(&self, id: i32) -> bool {
        self.subscribers.borrow().iter().any(|known| known.id == id)
    }

    /// The subscriptions to what `New-Event` or the shell tells under a name.
    pub fn listening_to(&self, identifier: &str) -> Vec<Rc<Subscriber>> {
        self.subscribers
            .borrow()
            .iter()
            .filter(|known| {
                known.source.is_null() && known.source_identifier.eq_ignore_ascii_case(identifier)
            })
            .cloned()
            .collect()
    }
}

/// What has happened.
#[derive(Default)]
pub struct Happened {
    /// The name under which it is told.
    pub identifier: String,
    /// Who tells.
    pub sender: Value,
    /// What it is told with.
    pub arguments: Vec<Value>,
    /// What the event carries, where the subscription says nothing.
    pub message: Value,
}

impl Happened {
    /// `PSEventArgs`.
    fn to_value(&self, id: i32, identifier: &str, message: &Value) -> Value {
        let made = PsObject::of(&[
            "System.Management.Automation.PSEventArgs",
            "System.EventArgs",
            "System.Object",
        ]);
        let message = if message.is_null() {
            &self.message
        } else {
            message
        };
        for (name, value) in [
            ("ComputerName", Value::Null),
            ("RunspaceId", Value::Guid(Rc::new([0; 16]))),
            ("EventIdentifier", Value::Int(id)),
            ("Sender", self.sender.clone()),
            (
                "SourceEventArgs",
                self.arguments.get(1).cloned().unwrap_or_default(),
            ),
            ("SourceArgs", Value::array(self.arguments.clone())),
            ("SourceIdentifier", Value::from(identifier)),
            ("TimeGenerated", now()),
            ("MessageData", message.clone()),
        ] {
            made.push(name, MemberKind::Property(value));
        }
        Value::object(made)
    }
}

fn now() -> Value {
    let here = chrono::Local::now().naive_local();
    Value::from(convert::date_value(
        here,
        iovsh_shell::value::DateTimeKind::Local,
    ))
}

/// Runs the action of a subscription. What it writes is its job's.
fn act(
    interpreter: &mut Interpreter<'_>,
    listener: &Subscriber,
    action: &Rc<ScriptBlock>,
    happened: &Happened,
    event: &Value,
) -> Flow {
    let Some(module) = &listener.module else {
        return Ok(());
    };
    let variables = [
        ("Event", event.clone()),
        ("EventSubscriber", listener.to_value()),
        ("Sender", happened.sender.clone()),
        (
            "EventArgs",
            happened.arguments.get(1).cloned().unwrap_or_default(),
        ),
        ("this", happened.sender.clone()),
    ];
    if let Some(job) = &listener.job {
        job.begin();
    }
    let flow = interpreter.run_action(module, action, &variables, &happened.arguments);
    match flow {
        Ok(written) => {
            if let Some(job) = &listener.job {
                for value in written {
                    job.put(Item::Object(Detached::pack(&value, interpreter)));
                }
            }
            Ok(())
        }
        Err(Interrupt::Error(error)) => {
            let record = interpreter.session().record_error(*error);
            if let Some(job) = &listener.job {
                job.put(Item::Error(Box::new(DetachedError::pack(
                    &record,
                    interpreter,
                ))));
            }
            Ok(())
        }
        Err(other @ (Interrupt::Cancelled | Interrupt::Exit(_))) => Err(other),
        // A loop or a pipeline around the script is none of the action's.
        Err(_) => Ok(()),
    }
}

/// Looks at everything that is subscribed to; whether anything is.
///
/// # Errors
/// Ctrl+C, or what ends the script.
pub fn look(interpreter: &mut Interpreter<'_>) -> Flow<bool> {
    let events = of(interpreter.session());
    if events.looked.get().is_some_and(|at| at.elapsed() < GLANCE) {
        return Ok(true);
    }
    events.looked.set(Some(Instant::now()));
    let subscribers = events.subscribers.borrow().clone();
    let mut asked: Vec<Value> = Vec::new();
    for subscriber in &subscribers {
        let source = subscriber.source.base();
        if source.is_null() || asked.iter().any(|known| same(known, source)) {
            continue;
        }
        asked.push(source.clone());
        let news = told(subscriber, source);
        for other in &subscribers {
            if same(other.source.base(), source) {
                other.seen.set(subscriber.seen.get());
            }
        }
        for (name, arguments) in news {
            let listeners: Vec<Rc<Subscriber>> = subscribers
                .iter()
                .filter(|other| {
                    same(other.source.base(), source) && other.event_name.eq_ignore_ascii_case(name)
                })
                .cloned()
                .collect();
            if listeners.is_empty() {
                continue;
            }
            let happened = Happened {
                identifier: String::new(),
                sender: source.clone(),
                arguments: vec![source.clone(), arguments],
                message: Value::Null,
            };
            events.raise(interpreter, happened, &listeners)?;
        }
    }
    let goes_on = !events.subscribers.borrow().is_empty();
    Ok(goes_on)
}

/// Whether both are one object.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Native(a), Value::Native(b)) => {
            if let (Some(a), Some(b)) = (
                iovsh_shell::job::job_of(&Value::Native(Rc::clone(a))),
                iovsh_shell::job::job_of(&Value::Native(Rc::clone(b))),
            ) {
                return Rc::ptr_eq(&a, &b);
            }
            std::ptr::addr_eq(Rc::as_ptr(a), Rc::as_ptr(b))
        }
        _ => false,
    }
}

fn is_process(source: &Value) -> bool {
    match source {
        Value::Native(native) => native.type_names().contains(&"System.Diagnostics.Process"),
        _ => false,
    }
}

/// The events of an object that scripts can subscribe to.
pub fn events_of(source: &Value) -> &'static [&'static str] {
    let source = source.base();
    if source.downcast::<TimerValue>().is_some() {
        &["Elapsed", "Disposed"]
    } else if source.downcast::<FileWatcherValue>().is_some() {
        &[
            "Changed", "Created", "Deleted", "Renamed", "Error", "Disposed",
        ]
    } else if is_process(source) {
        &["Exited"]
    } else if iovsh_shell::job::job_of(source).is_some() {
        &["StateChanged"]
    } else {
        &[]
    }
}

/// `EventArgs` that say nothing.
fn no_arguments() -> Value {
    Value::object(PsObject::of(&["System.EventArgs", "System.Object"]))
}

/// What a source has to tell, with what.
fn told(subscriber: &Subscriber, source: &Value) -> Vec<(&'static str, Value)> {
    if let Some(timer) = source.downcast::<TimerValue>() {
        if timer.is_freshly_disposed() {
            return vec![("Disposed", no_arguments())];
        }
        let told = (0..timer.due()).map(|_| {
            let arguments = PsObject::of(&[
                "System.Timers.ElapsedEventArgs",
                "System.EventArgs",
                "System.Object",
            ]);
            arguments.push("SignalTime", MemberKind::Property(now()));
            ("Elapsed", Value::object(arguments))
        });
        return told.collect();
    }
    if let Some(watcher) = source.downcast::<FileWatcherValue>() {
        if watcher.is_freshly_disposed() {
            return vec![("Disposed", no_arguments())];
        }
        return watcher
            .due()
            .into_iter()
            .map(|event| (event.kind, event.to_value()))
            .collect();
    }
    let state = match (iovsh_shell::job::job_of(source), source) {
        (Some(job), _) => Some(job.state()),
        (None, Value::Native(native)) => {
            let ended = native
                .property("HasExited")
                .is_some_and(|ended| convert::to_bool(&ended));
            ended.then_some(JobState::Completed)
        }
        _ => None,
    };
    let before = subscriber.seen.replace(state);
    if state.is_none() || state == before {
        return Vec::new();
    }
    let name = match iovsh_shell::job::job_of(source) {
        Some(_) => "StateChanged",
        None => "Exited",
    };
    let arguments = PsObject::of(&["System.EventArgs", "System.Object"]);
    if name == "StateChanged" {
        let info = |state: Option<JobState>| {
            let made =
                PsObject::of(&["System.Management.Automation.JobStateInfo", "System.Object"]);
            let state = state.map_or(Value::Null, JobState::value);
            made.push("State", MemberKind::Property(state));
            Value::object(made)
        };
        arguments.push("JobStateInfo", MemberKind::Property(info(state)));
        arguments.push("PreviousJobStateInfo", MemberKind::Property(info(before)));
    }
    vec![(name, Value::object(arguments))]
}
