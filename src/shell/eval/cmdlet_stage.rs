//! A cmdlet as a stage of a pipeline.

use std::rc::Rc;

use super::context::Context;
use super::context::write_error;
use super::interpreter::Interpreter;
use super::invocation::Invocation;
use super::session::Session;
use super::sink::Sink;
use crate::shell::bind::{Binding, PipelineBound};
use crate::shell::cmdlet::Instance;
use crate::shell::error::{Flow, Interrupt};
use crate::shell::value::Value;

pub(super) struct CmdletStage {
    instance: Box<dyn Instance>,
    binding: Binding,
    pub call: Rc<Invocation>,
    /// Whether some parameter is answered instead of obeyed.
    answers: bool,
}

impl CmdletStage {
    pub(super) fn new(instance: Box<dyn Instance>, binding: Binding, call: Rc<Invocation>) -> Self {
        let answers = call.spec().is_some_and(|spec| {
            let mut parameters = spec.parameters.iter();
            parameters.any(|parameter| parameter.answer.is_some())
        });
        CmdletStage {
            instance,
            binding,
            call,
            answers,
        }
    }

    fn run(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        f: fn(&mut dyn Instance, &mut Context) -> Flow,
    ) -> Flow {
        if session.is_cancelled() {
            return Err(Interrupt::Cancelled);
        }
        let call = &self.call;
        let mut context = Context {
            session: &mut *session,
            out,
            call,
        };
        let flow = f(self.instance.as_mut(), &mut context);
        match flow {
            Ok(()) => Ok(()),
            Err(Interrupt::Error(error)) => Err(self.sign(session, *error)),
            Err(other) => Err(other),
        }
    }

    /// Puts the cmdlet's name to an error that it ended with.
    fn sign(&self, session: &mut Session, mut error: crate::shell::error::ShellError) -> Interrupt {
        if error.record.is_none() && error.command.is_none() {
            let record = super::context::complete(session, &self.call, error);
            let mut signed = record.error.clone();
            signed.record = Some(record);
            return signed.into();
        }
        if error.position.is_none() {
            error.position = self.call.position.clone();
        }
        error.into()
    }

    pub(super) fn begin(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        for (parameter, value) in self.binding.take_values() {
            if let Err(error) = self.instance.set(parameter, &value) {
                return Err(self.sign(session, error));
            }
        }
        self.run(session, out, |instance, context| instance.begin(context))
    }

    pub(super) fn process(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        input: Option<Value>,
    ) -> Flow {
        if let Some(input) = input {
            let (instance, call) = (&mut self.instance, &self.call);
            self.binding.take_reset(|parameter, meta| {
                instance.reset(parameter);
                call.unset_bound(&meta.name);
            });
            let bound = {
                let mut interpreter = Interpreter::new(session, out);
                self.binding
                    .bind_input(&mut interpreter, &*self.call, &input)
            };
            match bound {
                Ok(PipelineBound::Values) => {
                    self.call.note_input(&self.binding);
                    for (parameter, value) in self.binding.from_input() {
                        if let Err(error) = self.instance.set(*parameter, value) {
                            return write_error(session, out, &self.call, error);
                        }
                    }
                }
                Ok(PipelineBound::Nothing(error)) => {
                    return write_error(session, out, &self.call, *error);
                }
                Err(Interrupt::Error(error)) if !error.ends_script => {
                    return write_error(session, out, &self.call, *error);
                }
                Err(other) => return Err(other),
            }
        }
        if self.answers {
            return self.run(session, out, |instance, context| {
                context.answer()?;
                instance.process(context)
            });
        }
        self.run(session, out, |instance, context| instance.process(context))
    }

    pub(super) fn end(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        self.run(session, out, |instance, context| instance.end(context))
    }
}
