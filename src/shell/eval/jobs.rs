//! Jobs, as the interpreter has them: what they are given, and the sessions that they run in.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::context::Context;
use super::interpreter::Interpreter;
use super::output::{InformationRecord, Output, TextRecord};
use super::scope::Variable;
use super::session::{Outcome, Session};
use super::sink::Door;
use crate::error::{Flow, Position, parse_failure};
use crate::error_record::ErrorRecord;
use crate::job::{
    self, DetachedError, DetachedInformation, Ending, Item, JobState, Log, SessionFactory, Work,
};
use crate::location::Locations;
use crate::syntax;
use crate::syntax::span::SourceText;
use crate::syntax::symbol::Symbol;
use crate::value::Value;
use crate::value::detached::Detached;
use iovsh_base::interrupt;

/// Sessions for jobs, each made anew by this function.
pub fn job_sessions(make: impl Fn() -> Session + Send + Sync + 'static) -> Arc<dyn SessionFactory> {
    Arc::new(Sessions(make))
}

struct Sessions<F>(F);

impl<F: Fn() -> Session + Send + Sync> SessionFactory for Sessions<F> {
    fn run(&self, mut work: Work, log: &Log) -> Ending {
        let mut session = (self.0)();
        session.environment = std::mem::take(&mut work.environment);
        session.locations = Locations::starting_at(&work.location);
        session.is_detached = true;
        log.ends_by(&session.cancel_flag());
        let mut keeper = Keeper::new(log);
        let mut outcome = match &work.initialization {
            Some(text) => session.run_text(text, None, &mut keeper),
            None => Outcome::Done,
        };
        if outcome == Outcome::Done {
            outcome = session.run_job(work, log, &mut keeper);
        }
        let state = match outcome {
            Outcome::Cancelled => JobState::Stopped,
            Outcome::Failed => JobState::Failed,
            Outcome::Done | Outcome::Exit(_) => JobState::Completed,
        };
        Ending {
            state,
            reason: keeper.last_error,
        }
    }
}

impl Session {
    /// The work of a job: a script that begins where this session is now.
    pub fn work(&self, script: impl Into<String>) -> Work {
        Work::new(
            script.into(),
            self.locations.directory().to_owned(),
            self.environment.clone(),
        )
    }

    /// What `$using:` reads from now on.
    fn set_using(&mut self, variables: Vec<(String, Value)>) {
        self.using = Rc::default();
        for (name, value) in variables {
            self.using
                .put(Variable::new(Symbol::of(&name), name, value));
        }
    }

    /// Runs the script block of a job in this session, which was made for it, unless the job was told to stop already.
    fn run_job(&mut self, work: Work, log: &Log, output: &mut dyn Output) -> Outcome {
        self.cancel.store(log.is_stopped(), Ordering::Relaxed);
        let _watched = interrupt::watch(self.cancel_flag());
        let flow = {
            let mut door = Door(output);
            Interpreter::new(self, &mut door).run_job(work)
        };
        self.finish_run(flow, output)
    }
}

impl Context<'_> {
    /// Starts a job, and gives the object that stands for it.
    ///
    /// # Errors
    /// As [`job::Jobs::start`].
    pub fn start_job(&mut self, work: Work) -> Flow<Value> {
        Ok(self.session.start_job(work)?)
    }

    /// Starts a job that runs in sessions of its own kind.
    ///
    /// # Errors
    /// As [`job::Jobs::start`].
    pub fn start_job_in(&mut self, work: Work, sessions: &Arc<dyn SessionFactory>) -> Flow<Value> {
        let job = self.session.jobs.start(work, Some(sessions))?;
        Ok(job::value(&job))
    }
}

impl Session {
    pub(super) fn start_job(&mut self, work: Work) -> Result<Value, crate::error::ShellError> {
        let job = self.jobs.start(work, self.job_sessions.as_ref())?;
        Ok(job::value(&job))
    }
}

/// The scope of variables outside of a job.
const USING: &str = "using:";

impl Interpreter<'_> {
    /// The variables that a script reads with `$using:`, as they are now; with `all` every variable that it names. Names are
    /// looked for in the text, strings included: one too many does no harm.
    pub fn using_variables(&mut self, script: &str, all: bool) -> Vec<(String, Detached)> {
        let mut found: Vec<(String, Detached)> = Vec::new();
        for part in script.split(['$', '@']).skip(1) {
            let part = part.strip_prefix('{').unwrap_or(part);
            let outside = part
                .get(..USING.len())
                .filter(|scope| scope.eq_ignore_ascii_case(USING))
                .map(|_| &part[USING.len()..]);
            let Some(name) = outside.or(all.then_some(part)) else {
                continue;
            };
            let end = name
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(name.len());
            let name = &name[..end];
            if found
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                continue;
            }
            if let Some(value) = self.value_of(name) {
                let value = Detached::pack(&value, self);
                found.push((name.to_owned(), value));
            }
        }
        found
    }

    /// Runs the script block of a job.
    fn run_job(&mut self, work: Work) -> Flow {
        let parsed = syntax::parse_script(&work.script, work.file.as_deref());
        if !parsed.errors.is_empty() {
            return Err(parse_failure(&parsed.errors, &parsed.ast.source).into());
        }
        self.s.errors_at = work.place.map(|place| Position {
            source: Rc::new(SourceText::new(
                place.text.into(),
                place.file.map(Into::into),
            )),
            span: place.span,
        });
        let block = super::function::block_of(parsed.ast, None, None);
        for (name, value) in work.variables {
            let value = value.unpack(self)?;
            self.s.set_global(&name, value);
        }
        let mut using = Vec::new();
        for (name, value) in work.using {
            using.push((name, value.unpack(self)?));
        }
        self.s.set_using(using);
        let mut unpack = |items: Vec<Detached>| -> Flow<Vec<Value>> {
            items.into_iter().map(|item| item.unpack(self)).collect()
        };
        let arguments = unpack(work.arguments)?;
        let input = work.input.map(unpack).transpose()?;
        let item = work.item.map(|item| item.unpack(self)).transpose()?;
        self.call_block_with(&block, &arguments, input, true, item, None)
    }
}

/// A script that another computer sent.
pub struct FarScript {
    /// Its text.
    pub script: String,
    /// The file that it came from.
    pub file: Option<String>,
    /// Values for its parameters.
    pub arguments: Vec<Value>,
    /// `$input`.
    pub input: Option<Vec<Value>>,
    /// Values of `$using:` variables.
    pub using: Vec<(String, Value)>,
    /// It runs in the session's own scope, where what it sets stays.
    pub stays: bool,
}

impl Session {
    /// Runs a script that another computer sent. It stops soon after `ends` is set.
    pub fn run_far(
        &mut self,
        far: FarScript,
        ends: &Arc<AtomicBool>,
        output: &mut dyn Output,
    ) -> Outcome {
        self.cancel = Arc::clone(ends);
        self.is_detached = true;
        let _watched = interrupt::watch(Arc::clone(ends));
        let parsed = syntax::parse_script(&far.script, far.file.as_deref());
        let flow = if parsed.errors.is_empty() {
            let block = super::function::block_of(parsed.ast, None, None);
            self.set_using(far.using);
            let mut door = Door(output);
            let new_scope = !far.stays;
            Interpreter::new(self, &mut door).call_block_with(
                &block,
                &far.arguments,
                far.input,
                new_scope,
                None,
                None,
            )
        } else {
            Err(parse_failure(&parsed.errors, &parsed.ast.source).into())
        };
        self.finish_run(flow, output)
    }

    /// Ends a line that ran elsewhere as every other one: what is held back is shown.
    pub fn finish_line(&mut self, flow: Flow, output: &mut dyn Output) -> Outcome {
        self.success = flow.is_ok();
        self.finish_run(flow, output)
    }

    /// Does something that reads values as formatting does; what their script properties write nobody sees.
    pub fn with_access<T>(&mut self, work: impl FnOnce(&mut dyn crate::format::Access) -> T) -> T {
        with_interpreter(self, |interpreter| work(interpreter))
    }

    /// Does something with an engine whose own output nobody sees: reads script properties, for example.
    pub fn with_engine<T>(&mut self, work: impl FnOnce(&mut dyn crate::value::Engine) -> T) -> T {
        with_interpreter(self, |interpreter| work(interpreter))
    }
}

/// The output of a job's session.
struct Keeper<'a> {
    log: &'a Log,
    /// The message of the last error.
    last_error: Option<String>,
}

impl<'a> Keeper<'a> {
    fn new(log: &'a Log) -> Self {
        Self {
            log,
            last_error: None,
        }
    }
}

/// Runs `work` with an interpreter whose own output nobody sees: for script properties that are read.
fn with_interpreter<T>(session: &mut Session, work: impl FnOnce(&mut Interpreter<'_>) -> T) -> T {
    let mut nowhere = Nowhere;
    let mut door = Door(&mut nowhere);
    work(&mut Interpreter::new(session, &mut door))
}

impl Output for Keeper<'_> {
    fn object(&mut self, session: &mut Session, value: Value) -> Flow {
        let detached = with_interpreter(session, |interpreter| Detached::pack(&value, interpreter));
        self.log.write(Item::Object(detached));
        Ok(())
    }

    fn error(&mut self, session: &mut Session, record: &Rc<ErrorRecord>) {
        self.last_error = Some(record.error.message.clone());
        let detached = with_interpreter(session, |interpreter| {
            DetachedError::pack(record, interpreter)
        });
        self.log.write(Item::Error(Box::new(detached)));
    }

    fn text(&mut self, record: &TextRecord) {
        self.log
            .write(Item::Text(record.stream, record.message.to_string()));
    }

    fn information(&mut self, record: &InformationRecord) {
        let detached = DetachedInformation::pack(record, true);
        self.log.write(Item::Information(detached));
    }

    fn quiet_information(&mut self, record: &InformationRecord) {
        let detached = DetachedInformation::pack(record, false);
        self.log.write(Item::Information(detached));
    }

    fn host_line(&mut self, text: &str) {
        self.log
            .write(Item::Information(DetachedInformation::line(text)));
    }
}

struct Nowhere;

impl Output for Nowhere {
    fn object(&mut self, _session: &mut Session, _value: Value) -> Flow {
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, _record: &Rc<ErrorRecord>) {}
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}
