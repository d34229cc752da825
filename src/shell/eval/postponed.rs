//! `-AsJob`: the cmdlet runs in a job, once for each object that came down the pipeline.

use std::rc::Rc;

use super::context::Context;
use super::invocation::Invocation;
use crate::cmdlet::Instance;
use crate::error::{Flow, ShellError};
use crate::job::{Work, WorkPlace};
use crate::value::detached::Detached;
use crate::value::{Hashtable, Value};

/// The parameter that asks for it.
const AS_JOB: &str = "AsJob";

/// What a job of this kind runs: the cmdlet, with each set of arguments.
const SCRIPT: &str = "param($cmdlet, $calls) foreach ($call in $calls) { & $cmdlet @call }";

/// Stands in the place of a cmdlet that was called with `-AsJob`, and keeps what it was called with.
#[derive(Default)]
pub(super) struct Postponed {
    calls: Vec<Value>,
}

impl Postponed {
    /// Whether these arguments ask for a job.
    pub fn is_wanted(call: &Invocation) -> bool {
        let bound = call.bound_values.borrow();
        !call.spec().is_some_and(|spec| spec.own_jobs)
            && bound.iter().any(|(name, value)| {
                name.eq_ignore_ascii_case(AS_JOB) && crate::value::convert::to_bool(value)
            })
    }
}

impl Instance for Postponed {
    fn set(&mut self, _parameter: usize, _value: &Value) -> Result<(), ShellError> {
        Ok(())
    }

    fn reset(&mut self, _parameter: usize) {}

    fn begin(&mut self, _cx: &mut Context) -> Flow {
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        let call = Hashtable::default();
        cx.call.for_each_bound(|name, value| {
            if !["AsJob", "JobName"]
                .iter()
                .any(|own| name.eq_ignore_ascii_case(own))
            {
                call.set_text(name, value.clone());
            }
        });
        self.calls.push(Value::Hashtable(Rc::new(call)));
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let calls = Value::array(std::mem::take(&mut self.calls));
        let name = cx
            .bound("JobName")
            .filter(|name| !matches!(name, Value::Null));
        let cmdlet = cx.spec().name;
        let mut work = Work {
            command: cmdlet.to_owned(),
            name: name.map(|name| crate::value::convert::to_text(&name).to_string()),
            ..cx.session().work(SCRIPT)
        };
        let block = match cx.bound("ScriptBlock") {
            Some(Value::ScriptBlock(block)) => super::block_text(&block),
            _ => String::new(),
        };
        cx.with_interpreter(|interpreter| {
            work.using = interpreter.using_variables(&block, false);
            work.arguments = vec![
                Detached::Text(cmdlet.to_owned()),
                Detached::pack(&calls, interpreter),
            ];
        });
        work.place = cx.call.position.as_ref().map(|position| WorkPlace {
            text: position.source.text().to_owned(),
            file: position.source.name().map(ToString::to_string),
            span: position.span,
        });
        let job = cx.start_job(work)?;
        cx.emit(job)
    }
}
