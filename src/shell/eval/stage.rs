//! Pipelines: objects are pushed from stage to stage, one at a time, without a list in between.
//!
//! The stages stand in a row; a running stage writes into a [`Downstream`] that borrows those after it, so handing an
//! object on is a call and allocates nothing.

use std::rc::Rc;
use std::sync::atomic::Ordering;

use super::cmdlet_stage::CmdletStage;
use super::invocation::Invocation;
use super::module::Module;
use super::native::NativeStage;
use super::output::{Output, Record};
use super::redirect::{Redirections, Target};
use super::scope::{Scope, Variable};
use super::script_stage::ScriptStage;
use super::session::Session;
use super::sink::Sink;
use crate::error::{Flow, Interrupt, StoppedPipeline};
use crate::syntax::symbol::Symbol;
use crate::value::{List, Value};

/// What runs in a stage.
pub(super) enum Running {
    /// A cmdlet.
    Cmdlet(Box<CmdletStage>),
    /// A function, filter, script or script block.
    Script(Box<ScriptStage>),
    /// A program.
    Native(Box<NativeStage>),
}

/// One command of a pipeline.
pub(super) struct Stage {
    pub running: Running,
    pub io: StageIo,
    begun: bool,
    /// Where the pipeline stands. A stage is run by the writes of the one before it, which may be in its own scope then.
    scope: Rc<Scope>,
    module: Option<Rc<Module>>,
}

/// `-OutVariable` and its like: a list, and where it goes.
pub(super) struct StreamVariable {
    pub list: Rc<List>,
}

/// What happens to what a stage writes before it goes on.
#[derive(Default)]
pub(super) struct StageIo {
    pub pipeline: u64,
    pub redirections: Option<Box<Redirections>>,
    pub out_variable: Option<StreamVariable>,
    pub error_variable: Option<StreamVariable>,
    pub warning_variable: Option<StreamVariable>,
    pub information_variable: Option<StreamVariable>,
    /// `-PipelineVariable`: the scope and name of the variable that holds the object that was written last.
    pub pipeline_variable: Option<(Rc<Scope>, Symbol, Rc<str>)>,
}

impl Stage {
    pub(super) fn new(session: &Session, running: Running, io: StageIo) -> Self {
        Stage {
            running,
            io,
            begun: false,
            scope: Rc::clone(&session.scope),
            module: session.module.clone(),
        }
    }

    pub(super) fn call(&self) -> &Rc<Invocation> {
        match &self.running {
            Running::Cmdlet(stage) => &stage.call,
            Running::Script(stage) => &stage.call,
            Running::Native(stage) => &stage.call,
        }
    }

    /// Runs something where the pipeline stands.
    #[inline]
    fn at_home(
        &mut self,
        session: &mut Session,
        f: impl FnOnce(&mut Self, &mut Session) -> Flow,
    ) -> Flow {
        if Rc::ptr_eq(&session.scope, &self.scope) {
            return f(self, session);
        }
        let scope = std::mem::replace(&mut session.scope, Rc::clone(&self.scope));
        let module = std::mem::replace(&mut session.module, self.module.clone());
        let flow = f(self, session);
        session.scope = scope;
        session.module = module;
        flow
    }

    fn begin(&mut self, session: &mut Session, rest: &mut [Stage], parent: &mut dyn Sink) -> Flow {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        self.at_home(session, |stage, session| {
            let out = &mut Downstream {
                io: &mut stage.io,
                rest,
                parent,
            };
            match &mut stage.running {
                Running::Cmdlet(running) => running.begin(session, out),
                Running::Script(running) => running.begin(session, out),
                Running::Native(running) => running.begin(session, out),
            }
        })
    }

    #[inline]
    fn process(
        &mut self,
        session: &mut Session,
        input: Option<Value>,
        rest: &mut [Stage],
        parent: &mut dyn Sink,
    ) -> Flow {
        if !self.begun {
            self.begin(session, rest, parent)?;
        }
        self.at_home(session, |stage, session| {
            let out = &mut Downstream {
                io: &mut stage.io,
                rest,
                parent,
            };
            match &mut stage.running {
                Running::Cmdlet(running) => running.process(session, out, input),
                Running::Script(running) => running.process(session, out, input),
                Running::Native(running) => running.process(session, out, input),
            }
        })
    }

    fn end(&mut self, session: &mut Session, rest: &mut [Stage], parent: &mut dyn Sink) -> Flow {
        self.at_home(session, |stage, session| {
            let out = &mut Downstream {
                io: &mut stage.io,
                rest,
                parent,
            };
            match &mut stage.running {
                Running::Cmdlet(running) => running.end(session, out),
                Running::Script(running) => running.end(session, out),
                Running::Native(running) => running.end(session, out),
            }
        })
    }

    fn has_clean(&self) -> bool {
        matches!(&self.running, Running::Script(stage) if stage.has_clean())
    }

    fn failed(&self) -> bool {
        match &self.running {
            Running::Native(stage) => stage.failed(),
            _ => self.call().failed.get(),
        }
    }
}

/// Where a running stage writes: into the stages after it, and at last into what is around the pipeline.
pub(super) struct Downstream<'a> {
    io: &'a mut StageIo,
    rest: &'a mut [Stage],
    parent: &'a mut dyn Sink,
}

impl<'a> Downstream<'a> {
    /// What stands around a lone expression with redirections.
    pub(super) fn around(io: &'a mut StageIo, parent: &'a mut dyn Sink) -> Self {
        Downstream {
            io,
            rest: &mut [],
            parent,
        }
    }

    /// Hands an object to the next stage.
    #[inline]
    fn forward(&mut self, session: &mut Session, value: Value) -> Flow {
        match self.rest.split_first_mut() {
            None => self.parent.write(session, value),
            Some((next, rest)) => next
                .process(session, Some(value), rest, self.parent)
                .map_err(|interrupt| stop(self.io.pipeline, interrupt)),
        }
    }

    /// Hands a record of another stream to what is around the pipeline.
    fn forward_record(&mut self, session: &mut Session, record: Record) -> Flow {
        self.parent.record(session, record)
    }
}

/// An error that comes from downstream is no business of what runs upstream.
fn stop(pipeline: u64, interrupt: Interrupt) -> Interrupt {
    match interrupt {
        Interrupt::Error(_) => Interrupt::StopPipeline(Box::new(StoppedPipeline {
            pipeline,
            cause: interrupt,
        })),
        other => other,
    }
}

impl Sink for Downstream<'_> {
    #[inline]
    fn write(&mut self, session: &mut Session, value: Value) -> Flow {
        if self.io.is_plain() {
            return self.forward(session, value);
        }
        if let Some(variable) = &self.io.out_variable {
            variable.list.items.borrow_mut().push(value.clone());
        }
        if let Some((scope, symbol, name)) = &self.io.pipeline_variable {
            scope.put(Variable::new(*symbol, Rc::clone(name), value.clone()));
        }
        if let Some(redirections) = &mut self.io.redirections
            && let Some(target) = redirections.output()
        {
            return target.write(session, value);
        }
        self.forward(session, value)
    }

    fn record(&mut self, session: &mut Session, record: Record) -> Flow {
        let (variable, value, silent) = match &record {
            Record::Error { record, silent } => (
                &self.io.error_variable,
                Value::Native(record.clone()),
                *silent,
            ),
            Record::Text { record, silent } => {
                let variable = if record.stream == super::output::TextStream::Warning {
                    &self.io.warning_variable
                } else {
                    &None
                };
                (variable, Value::Native(record.clone()), *silent)
            }
            Record::Information { record, silent } => (
                &self.io.information_variable,
                Value::Native(record.clone()),
                *silent,
            ),
            Record::Progress(_) => return self.forward_record(session, record),
        };
        if let Some(variable) = variable {
            variable.list.items.borrow_mut().push(value.clone());
        }
        let shown = !silent || matches!(record, Record::Information { .. });
        if shown
            && let Some(redirections) = &mut self.io.redirections
            && let Some(target) = redirections.target(&record)
        {
            return match target {
                Target::Output => self.write(session, value),
                Target::File(file) => file.write(session, value),
                Target::Nothing => Ok(()),
            };
        }
        self.forward_record(session, record)
    }

    fn output(&mut self) -> &mut dyn Output {
        self.parent.output()
    }
}

impl StageIo {
    #[inline]
    fn is_plain(&self) -> bool {
        self.redirections.is_none()
            && self.out_variable.is_none()
            && self.pipeline_variable.is_none()
    }
}

/// What feeds the first stage.
pub(super) enum Input<'a> {
    /// Nothing: the first stage runs once.
    None,
    /// These objects.
    Items(&'a mut dyn FnMut(&mut Session, &mut dyn Sink) -> Flow),
}

/// Feeds the first stage of a pipeline with what an expression writes.
struct Feeder<'a> {
    stages: &'a mut [Stage],
    parent: &'a mut dyn Sink,
    pipeline: u64,
}

impl Sink for Feeder<'_> {
    fn write(&mut self, session: &mut Session, value: Value) -> Flow {
        match self.stages.split_first_mut() {
            None => self.parent.write(session, value),
            Some((first, rest)) => first
                .process(session, Some(value), rest, self.parent)
                .map_err(|interrupt| stop(self.pipeline, interrupt)),
        }
    }
    fn record(&mut self, session: &mut Session, record: Record) -> Flow {
        self.parent.record(session, record)
    }
    fn output(&mut self) -> &mut dyn Output {
        self.parent.output()
    }
}

/// Runs a pipeline to its end. Scopes and streams are back as they were, however it ends.
pub(super) fn run(
    session: &mut Session,
    parent: &mut dyn Sink,
    pipeline: u64,
    stages: &mut [Stage],
    input: Input<'_>,
) -> Flow {
    let mut flow = run_stages(session, parent, pipeline, stages, input);
    // `Select-Object -First`: what is upstream of the stage that has enough is left; the rest ends as usual.
    let mut from = 0;
    while let Err(Interrupt::StopUpstream(stage)) = &flow {
        let Some(at) = stages
            .iter()
            .skip(from)
            .position(|candidate| candidate.call().stage == *stage)
            .map(|at| at + from)
        else {
            break;
        };
        from = at + 1;
        flow = end_from(session, parent, stages, at);
    }
    if flow.is_err() && !matches!(flow, Err(Interrupt::Cancelled)) {
        flow = finish_deferred(session, parent, stages).and(flow);
    }
    let cleaned = clean(session, parent, stages);
    let flow = flow.and(cleaned);
    for stage in stages.iter_mut() {
        if let Running::Script(script) = &mut stage.running {
            script.dispose();
        }
        if let Running::Native(native) = &mut stage.running {
            native.dispose();
        }
        if let Some(redirections) = &mut stage.io.redirections {
            redirections.close(session, parent);
        }
        if let Some((scope, symbol, _)) = &stage.io.pipeline_variable {
            scope.remove(*symbol);
        }
    }
    let flow = match flow {
        Err(Interrupt::StopPipeline(stopped)) if stopped.pipeline == pipeline => Err(stopped.cause),
        other => other,
    };
    session.success = flow.is_ok() && !stages.iter().any(Stage::failed);
    flow
}

fn run_stages(
    session: &mut Session,
    parent: &mut dyn Sink,
    pipeline: u64,
    stages: &mut [Stage],
    input: Input<'_>,
) -> Flow {
    for at in 0..stages.len() {
        let Some((stage, rest)) = stages.get_mut(at..).and_then(<[Stage]>::split_first_mut) else {
            break;
        };
        stage
            .begin(session, rest, parent)
            .map_err(|interrupt| stop(pipeline, interrupt))?;
    }
    match input {
        Input::None => {
            if let Some((first, rest)) = stages.split_first_mut() {
                first.process(session, None, rest, parent)?;
            }
        }
        Input::Items(produce) => {
            let mut feeder = Feeder {
                stages,
                parent,
                pipeline,
            };
            produce(session, &mut feeder)?;
        }
    }
    end_from(session, parent, stages, 0)
}

/// What commands have put off is done although the pipeline has failed: it came before the failure.
fn finish_deferred(session: &mut Session, parent: &mut dyn Sink, stages: &mut [Stage]) -> Flow {
    for_each(
        session,
        parent,
        stages,
        |running, session, out| match running {
            Running::Cmdlet(cmdlet) => cmdlet.finish(session, out),
            Running::Script(_) | Running::Native(_) => Ok(()),
        },
    )
}

/// Runs the `clean` blocks of the stages, however the pipeline ended; after Ctrl+C another one stops them.
fn clean(session: &mut Session, parent: &mut dyn Sink, stages: &mut [Stage]) -> Flow {
    if !stages.iter().any(Stage::has_clean) {
        return Ok(());
    }
    let cancelled = session.cancel.swap(false, Ordering::Relaxed);
    // No error leaves the block, so that no `try` around the pipeline has one stop it.
    let propagate = std::mem::replace(&mut session.propagate, false);
    let flow = for_each(
        session,
        parent,
        stages,
        |running, session, out| match running {
            Running::Script(script) if script.has_clean() => script.clean(session, out),
            Running::Script(_) | Running::Cmdlet(_) | Running::Native(_) => Ok(()),
        },
    );
    session.propagate = propagate;
    if cancelled {
        session.cancel.store(true, Ordering::Relaxed);
    }
    flow
}

/// Does something with every stage of a pipeline that has ended, also after one of them fails. The first failure is what counts.
fn for_each(
    session: &mut Session,
    parent: &mut dyn Sink,
    stages: &mut [Stage],
    act: fn(&mut Running, &mut Session, &mut dyn Sink) -> Flow,
) -> Flow {
    let mut flow = Ok(());
    for at in 0..stages.len() {
        let Some((stage, rest)) = stages.get_mut(at..).and_then(<[Stage]>::split_first_mut) else {
            break;
        };
        let done = stage.at_home(session, |stage, session| {
            let out = &mut Downstream {
                io: &mut stage.io,
                rest,
                parent,
            };
            act(&mut stage.running, session, out)
        });
        flow = flow.and(done);
    }
    flow
}

fn end_from(
    session: &mut Session,
    parent: &mut dyn Sink,
    stages: &mut [Stage],
    from: usize,
) -> Flow {
    for at in from..stages.len() {
        let Some((stage, rest)) = stages.get_mut(at..).and_then(<[Stage]>::split_first_mut) else {
            break;
        };
        stage.end(session, rest, parent)?;
    }
    Ok(())
}
