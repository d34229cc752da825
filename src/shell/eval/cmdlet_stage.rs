//! A cmdlet as a stage of a pipeline.

use std::rc::Rc;

use super::context::Context;
use super::interpreter::Interpreter;
use super::invocation::Invocation;
use super::rounds::{Round, Rounds};
use super::session::Session;
use super::sink::Sink;
use super::streams::{complete, write_error};
use crate::bind::{Binding, PipelineBound};
use crate::cmdlet::Instance;
use crate::error::{Flow, Interrupt};
use crate::value::Value;

pub(super) struct CmdletStage {
    instance: Box<dyn Instance>,
    binding: Binding,
    pub call: Rc<Invocation>,
    /// Whether some parameter is answered instead of obeyed.
    answers: bool,
    /// Whether it may run at several places; known when it runs first.
    goes_round: Option<bool>,
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
            goes_round: None,
        }
    }

    fn run(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        f: fn(&mut dyn Instance, &mut Context) -> Flow,
    ) -> Flow {
        self.run_with(session, out, f)
    }

    fn run_with(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        f: impl FnOnce(&mut dyn Instance, &mut Context) -> Flow,
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
    fn sign(&self, session: &mut Session, mut error: crate::error::ShellError) -> Interrupt {
        error.host = error.host.or_else(|| session.place_name.clone());
        if error.record.is_none() && error.command.is_none() {
            let record = complete(session, &self.call, error);
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
            let mut values = self.call.take_input();
            self.call.note_object(&input);
            for (parameter, _) in &values {
                self.instance.reset(*parameter);
            }
            self.binding.forget(&values);
            let bound = {
                let mut interpreter = Interpreter::new(session, out);
                self.binding
                    .bind_input(&mut interpreter, &*self.call, &input, &mut values)
            };
            match bound {
                Ok(PipelineBound::Values) => {
                    let mut set = Ok(());
                    for (parameter, value) in &values {
                        set = set.and_then(|()| self.instance.set(*parameter, value));
                    }
                    self.call.note_input(values, self.binding.set_name());
                    if let Err(error) = set {
                        return write_error(session, out, &self.call, error);
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
            self.run(session, out, |_, context| context.answer())?;
        }
        let goes_round = *self.goes_round.get_or_insert_with(|| {
            let spec = self.call.spec();
            let rounds = session.rounds.as_ref().zip(spec);
            rounds.is_some_and(|(rounds, spec)| rounds.concerns(spec))
        });
        match session.rounds.clone().filter(|_| goes_round) {
            Some(places) => self.process_at(&*places, session, out),
            None => self.run(session, out, |instance, context| instance.process(context)),
        }
    }

    /// Runs the command once at each of the places that it names.
    fn process_at(
        &mut self,
        places: &dyn Rounds,
        session: &mut Session,
        out: &mut dyn Sink,
    ) -> Flow {
        let mut rounds = None;
        self.run_with(session, out, |_, context| {
            rounds = places.rounds(context)?;
            Ok(())
        })?;
        let Some(rounds) = rounds else {
            return self.run(session, out, |instance, context| instance.process(context));
        };
        let several = rounds.len() > 1;
        for Round { place, values } in rounds {
            let flow = self.run_with(session, out, |instance, context| {
                if !places.enter(context, place)? {
                    return Ok(());
                }
                for (parameter, value) in &values {
                    instance.reset(*parameter);
                    instance.set(*parameter, value)?;
                }
                instance.process(context)
            });
            match flow {
                // What ends the command at one place does not keep it from the others.
                Err(Interrupt::Error(error)) if several && !error.ends_script => {
                    let written = write_error(session, out, &self.call, *error);
                    places.leave(session);
                    written?;
                }
                flow => {
                    places.leave(session);
                    flow?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn end(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        self.run(session, out, |instance, context| {
            instance.end(context)?;
            context.run_deferred()
        })
    }

    /// Does what was put off, after the pipeline has failed. Gives nothing where there is nothing.
    pub(super) fn finish(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        if self.call.deferred.borrow().is_none() {
            return Ok(());
        }
        self.run(session, out, |_, context| context.run_deferred())
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::super::output::{InformationRecord, Output, TextRecord};
    use super::*;
    use crate::cmdlet::{Cmdlet, Declared};
    use crate::error_record::ErrorRecord;

    /// Tells what was bound for each object.
    #[derive(iovsh_derive::Cmdlet)]
    #[cmdlet(verb = "Get", noun = "Sample", module = "Sample", default_set = "Text")]
    struct GetSample {
        /// A number.
        #[param(set = "Number", mandatory, from_pipeline)]
        number: Option<i64>,
        /// A text.
        #[param(set = "Text", mandatory, from_pipeline, by_property_name)]
        name: String,
        /// A size.
        #[param(by_property_name, value = 7)]
        size: i32,
    }

    impl Cmdlet for GetSample {
        fn process(&mut self, cx: &mut Context) -> Flow {
            let line = format!(
                "{}: {:?} {:?} {} {}",
                cx.parameter_set(),
                self.number,
                self.name,
                self.size,
                ["Number", "Name", "Size"]
                    .map(|name| match cx.is_bound(name) {
                        true => &name[..1],
                        false => "-",
                    })
                    .concat(),
            );
            cx.emit(line)
        }
    }

    #[derive(Default)]
    struct Lines(Vec<String>);

    impl Output for Lines {
        fn object(&mut self, _session: &mut Session, value: Value) -> Flow {
            let text = crate::value::convert::to_text(&value);
            self.0.push(text.to_string());
            Ok(())
        }
        fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
            self.0.push(record.full_id.to_string());
        }
        fn text(&mut self, _record: &TextRecord) {}
        fn information(&mut self, _record: &InformationRecord) {}
        fn host_line(&mut self, _text: &str) {}
    }

    fn lines(script: &str) -> Vec<String> {
        let mut session = Session::new(&[GetSample::SPEC], Rc::new(()));
        let mut lines = Lines::default();
        session.run_text(script, None, &mut lines);
        lines.0
    }

    /// Each object is bound for itself: neither its values nor its parameter set come from the one before, however the types change.
    #[test]
    fn what_an_object_gave_ends_with_it() {
        assert_eq!(
            lines(
                "[pscustomobject]@{ Name = 'a'; Size = 1 }, [pscustomobject]@{ Name = 'b' }, 5L, 'c', 6L, 7L, \
                 [pscustomobject]@{ Name = 'd'; Size = 2 } | Get-Sample"
            ),
            [
                "Text: None \"a\" 1 -NS",
                "Text: None \"b\" 7 -N-",
                "Number: Some(5) \"\" 7 N--",
                "Text: None \"c\" 7 -N-",
                "Number: Some(6) \"\" 7 N--",
                "Number: Some(7) \"\" 7 N--",
                "Text: None \"d\" 2 -NS",
            ]
        );
    }

    #[test]
    fn an_object_that_fits_nowhere_leaves_nothing_behind() {
        assert_eq!(
            lines(
                "[pscustomobject]@{ Name = 'a'; Size = 'x' }, 'b', 5L | Get-Sample -ErrorAction Continue"
            ),
            [
                "CannotConvertArgumentNoMessage,Get-Sample",
                "Text: None \"b\" 7 -N-",
                "Number: Some(5) \"\" 7 N--",
            ]
        );
        assert_eq!(
            lines("5L, 6L | Get-Sample -Size 3 -Number { $_ + 1 }"),
            ["Number: Some(6) \"\" 3 N-S", "Number: Some(7) \"\" 3 N-S"]
        );
    }
}
