//! What a running cmdlet sees of the shell.

use std::any::Any;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::confirm::{self, Change};
use super::interpreter::Interpreter;
use super::invocation::{Action, Invocation};
use super::output::{Output, Progress, Prompt, Record, TextStream};
use super::preference;
use super::session::Session;
use super::sink::{Collector, Sink};
use super::streams::{write_error, write_information, write_text};
use crate::cmdlet::{CmdletSpec, Impact};
use crate::error::{Flow, Interrupt, Position, ShellError};
use crate::error_record::ErrorRecord;
use crate::syntax::symbol::Symbol;
use crate::value::{MemberKind, ScriptBlock, Value, convert};

/// What a running cmdlet sees of the shell: the pipeline it writes to, the streams, and how it was called.
pub struct Context<'a> {
    pub(super) session: &'a mut Session,
    pub(super) out: &'a mut dyn Sink,
    pub(super) call: &'a Rc<Invocation>,
}

/// A function or script that is running.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What was called.
    pub command: Rc<str>,
    /// The name of the function.
    pub function: Rc<str>,
    /// The file that it stands in.
    pub script: Option<Rc<str>>,
    /// The line that it is at; 0 when that is not known.
    pub line: u32,
}

impl Frame {
    fn of(name: &str, place: Option<&Position>) -> Self {
        Self {
            command: name.into(),
            function: name.into(),
            script: place.and_then(|place| place.source.name().cloned()),
            line: place.map_or(0, |place| place.source.position(place.span.start).line),
        }
    }
}

impl Context<'_> {
    /// Hands an object to the next command. `Err` when that one needs no more, or Ctrl+C was pressed; pass it on with `?`.
    pub fn emit(&mut self, value: impl Into<Value>) -> Flow {
        self.go_on()?;
        let value = value.into();
        self.note_host(&value);
        self.out.write(self.session, value)
    }

    /// Notes on an object of CIM which host it came from, where several are asked or another one. At home nothing is said of it.
    fn note_host(&self, value: &Value) {
        const HOST: &str = "PSComputerName";
        let Value::Object(object) = value else {
            return;
        };
        match &self.session.place_name {
            Some(place) if object.has("SystemName") && !object.has(HOST) => {
                object.push(HOST, MemberKind::Note(Value::Str(Rc::clone(place))));
            }
            None if self.makes_objects() && object.is_emitted() && object.has(HOST) => {
                object.set(HOST, MemberKind::Property(Value::Null));
            }
            _ => {}
        }
    }

    /// Whether the running cmdlet tells of a host: those of the language hand on what they were given, wherever it came from.
    fn makes_objects(&self) -> bool {
        let spec = self.call.spec();
        spec.is_some_and(|spec| !spec.module.starts_with("Microsoft.PowerShell."))
    }

    /// Hands each element of a collection to the next command.
    pub fn emit_all(&mut self, values: impl IntoIterator<Item = Value>) -> Flow {
        for value in values {
            self.emit(value)?;
        }
        Ok(())
    }

    /// Hands a value to the next command, element by element when it is a collection.
    pub fn emit_enumerated(&mut self, value: &Value) -> Flow {
        match super::enumerate(value) {
            Some(items) => self.emit_all(items),
            None => self.emit(value.clone()),
        }
    }

    /// Ends all commands upstream: this one needs no more input. Return it as `Err`.
    pub fn stop_upstream(&self) -> Interrupt {
        Interrupt::StopUpstream(self.call.stage)
    }

    /// Writes a non-terminating error. `Err` when `-ErrorAction Stop` makes it terminating, and when Ctrl+C was pressed: the error
    /// is then nothing but the way in which the work noticed that.
    pub fn error(&mut self, error: ShellError) -> Flow {
        iovsh_base::interrupt::check()?;
        write_error(self.session, self.out, self.call, error)
    }

    /// Writes an error record that exists already, as it is.
    pub fn error_again(&mut self, record: &Rc<ErrorRecord>) -> Flow {
        let mut error = record.error.clone();
        error.record = Some(Rc::clone(record));
        self.error(error)
    }

    /// Writes a warning. `Err` when `-WarningAction Stop`.
    pub fn warning(&mut self, text: impl Into<String>) -> Flow {
        let action = preference::warning(self.session, self.call);
        self.text(TextStream::Warning, text.into(), action)
    }

    /// Writes to the verbose stream; nothing is formatted when nobody listens, so ask [`Context::is_verbose`] first for costly text.
    pub fn verbose(&mut self, text: impl Into<String>) -> Flow {
        let action = preference::verbose(self.session, self.call);
        self.text(TextStream::Verbose, text.into(), action)
    }

    /// Whether verbose text is shown.
    pub fn is_verbose(&self) -> bool {
        preference::verbose(self.session, self.call) != Action::SilentlyContinue
    }

    /// Writes to the debug stream.
    pub fn debug(&mut self, text: impl Into<String>) -> Flow {
        let action = preference::debug(self.session, self.call);
        self.text(TextStream::Debug, text.into(), action)
    }

    /// Writes again what was written and shown elsewhere, in a job or at another host: verbose and debug text is shown here too,
    /// whatever the preferences say, as it was asked for there.
    pub fn text_again(&mut self, stream: TextStream, text: impl Into<String>) -> Flow {
        let action = match stream {
            TextStream::Warning => return self.warning(text),
            TextStream::Verbose => preference::verbose(self.session, self.call),
            TextStream::Debug => preference::debug(self.session, self.call),
        };
        let action = match action {
            Action::SilentlyContinue | Action::Ignore => Action::Continue,
            other => other,
        };
        self.text(stream, text.into(), action)
    }

    fn text(&mut self, stream: TextStream, message: String, action: Action) -> Flow {
        write_text(self.session, self.out, self.call, stream, message, action)
    }

    /// Writes to the information stream (`Write-Information`, `Write-Host`).
    pub fn information(&mut self, data: Value, tags: &[&str]) -> Flow {
        write_information(self.session, self.out, self.call, data, tags, false)
    }

    /// The same for what was written elsewhere, in a job or at another host, where it was shown.
    pub fn information_again(&mut self, data: Value, tags: &[&str], was_shown: bool) -> Flow {
        write_information(self.session, self.out, self.call, data, tags, was_shown)
    }

    /// Reports progress.
    pub fn progress(&mut self, progress: Progress) -> Flow {
        let wanted = self.session.value_of(Symbol::PROGRESS);
        match preference::action_of(&wanted).unwrap_or(Action::Continue) {
            Action::SilentlyContinue | Action::Ignore => Ok(()),
            _ => self.out.record(self.session, Record::Progress(progress)),
        }
    }

    /// Whether to go on with a change: says `What if:` under `-WhatIf`, asks under `-Confirm` or when the impact is high.
    pub fn should_process(&mut self, target: &str, action: &str) -> Flow<bool> {
        let target = match &self.session.place_name {
            Some(place) => format!("{place}: {target}"),
            None => target.to_owned(),
        };
        self.should_process_described(&confirm::performing(action, &target))
    }

    /// Whether [`Context::should_process`] says or asks anything: `-WhatIf`, a question, or verbose words. Where it does not, its
    /// target need not be worked out.
    pub fn is_process_shown(&self) -> bool {
        self.call.answer_to_all.get().is_none()
            && (preference::what_if(self.session, self.call)
                || preference::must_confirm(self.session, self.call)
                || preference::verbose(self.session, self.call) != Action::SilentlyContinue)
    }

    /// Like [`Context::should_process`], with one's own sentence for `What if:` and the question.
    pub fn should_process_described(&mut self, description: &str) -> Flow<bool> {
        let change = Change::described(description);
        confirm::should_process(self.session, self.out, self.call, &change)
    }

    /// Asks a second question that only `-Force` answers beforehand.
    pub fn should_continue(&mut self, query: &str, caption: &str) -> Flow<bool> {
        confirm::should_continue(self.out, query, caption, None)
    }

    /// Whether `-WhatIf` is in force.
    pub fn is_what_if(&self) -> bool {
        preference::what_if(self.session, self.call)
    }

    /// Writes a line straight to the host, past redirection: the `What if:` lines of a plan.
    pub fn host_line(&mut self, text: &str) -> Flow {
        self.out.output().host_line(text);
        Ok(())
    }

    /// Writes text of the user straight to the host, past redirection, with the line breaks that it has.
    pub fn host_data(&mut self, text: &str) -> Flow {
        self.out.output().host_data(text);
        Ok(())
    }

    /// The door itself: the screen's width, questions, lines to be read.
    pub fn output(&mut self) -> &mut dyn Output {
        self.out.output()
    }

    /// An interpreter that writes where this cmdlet writes.
    pub fn with_interpreter<T>(&mut self, work: impl FnOnce(&mut Interpreter<'_>) -> T) -> T {
        work(&mut Interpreter::new(self.session, self.out))
    }

    /// Lets the screen show what it holds back, before a wait that a person would notice.
    pub fn settle(&mut self) {
        self.out.output().settle();
    }

    /// Lets the screen show what it has held back for long enough, in a loop that waits.
    pub fn release(&mut self) {
        self.out.output().release();
    }

    /// Waits, and lets the screen show meanwhile what it holds back. Ends early, with an error, when Ctrl+C is pressed.
    pub fn pause(&mut self, wait: Duration) -> Flow {
        /// The longest nap between two looks at Ctrl+C.
        const NAP: Duration = Duration::from_millis(50);
        /// The same where events may come.
        const WATCHFUL_NAP: Duration = Duration::from_millis(5);
        let begun = Instant::now();
        while let Some(left) = wait.checked_sub(begun.elapsed()) {
            if left.is_zero() {
                break;
            }
            self.release();
            let watches = self.session.idle.is_some();
            std::thread::sleep(left.min(if watches { WATCHFUL_NAP } else { NAP }));
            if self.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            if watches {
                self.interpreter().idle()?;
            }
        }
        Ok(())
    }

    /// Reads a line from the user; `None` at the end of the input.
    pub fn read_line(&mut self, prompt: &Prompt) -> Flow<Option<String>> {
        self.out.output().read_line(prompt)
    }

    /// Has a question of a job answered.
    ///
    /// # Errors
    /// It was called off, or nobody can be asked.
    pub fn answer_job(&mut self, pending: &crate::job::Pending) -> Flow {
        super::output::answer(self.out.output(), pending)
    }

    /// Whether the command has written an error so far.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.call.failed.get()
    }

    /// Whether the parameter was given, by name, position or pipeline.
    pub fn is_bound(&self, parameter: &str) -> bool {
        self.call.bound_value(parameter).is_some()
    }

    /// The value that was bound to a parameter.
    pub fn bound(&self, parameter: &str) -> Option<Value> {
        self.call.bound_value(parameter)
    }

    /// The parameter set that was chosen.
    pub fn parameter_set(&self) -> Rc<str> {
        Rc::clone(&self.call.parameter_set.borrow())
    }

    /// The number of the pipeline that the cmdlet runs in: another one for every run of a statement.
    pub fn pipeline_number(&self) -> u64 {
        self.call.number
    }

    /// The declaration of the running cmdlet.
    pub fn spec(&self) -> &'static CmdletSpec {
        self.call.spec().unwrap_or(&NOBODY)
    }

    /// Whether what this cmdlet writes goes straight to the screen: it is the last of its pipeline, and nothing collects it.
    pub fn is_at_screen(&self) -> bool {
        self.call.to_screen
    }

    /// The name under which the cmdlet was called, which may be an alias.
    pub fn invocation_name(&self) -> &str {
        &self.call.name
    }

    /// The functions and scripts that are running, the innermost first.
    pub fn call_stack(&self) -> Vec<Frame> {
        let calls = &self.session.calls;
        let mut frames = Vec::new();
        let mut place: Option<Position> = self.call.position.clone();
        for call in calls.iter().rev() {
            if call.spec().is_some() {
                continue;
            }
            let name = call.command.name();
            let name: Rc<str> = if name.is_empty() {
                "<ScriptBlock>".into()
            } else {
                name
            };
            frames.push(Frame::of(&name, place.as_ref()));
            place = call.position.clone();
        }
        frames.push(Frame::of("<ScriptBlock>", place.as_ref()));
        frames
    }

    /// The name of the function or script that called this cmdlet; empty at the prompt.
    pub fn caller(&self) -> Rc<str> {
        self.session
            .calls
            .iter()
            .rev()
            .find(|call| call.spec().is_none())
            .map_or_else(|| "".into(), |call| call.id_suffix())
    }

    /// Writes a non-terminating error in the name of the function that called this cmdlet: `Write-Error`. `change` sees
    /// the record before anybody else does.
    pub fn error_of_caller(
        &mut self,
        mut error: ShellError,
        change: impl FnOnce(&mut ErrorRecord),
    ) -> Flow {
        let caller = self
            .session
            .calls
            .iter()
            .rev()
            .find(|call| call.spec().is_none())
            .cloned();
        error.command = Some(self.caller());
        if error.position.is_none() {
            error.position.clone_from(&self.call.position);
        }
        if let Some(place) = &self.session.errors_at {
            error.position = Some(place.clone());
        }
        let mut record = ErrorRecord::new(error.clone(), self.call.command.name());
        let site = caller.unwrap_or_else(|| Rc::clone(self.call)).site();
        record.site = Some(Rc::new(site));
        record.stack = self.session.stack_trace(record.error.position.as_ref());
        change(&mut record);
        error.record = Some(Rc::new(record));
        self.error(error)
    }

    /// Whether the command gets pipeline input.
    pub fn expects_input(&self) -> bool {
        self.call.expecting_input
    }

    /// The pipeline object that is processed, as it came; nothing without one.
    pub fn pipeline_object(&self) -> Value {
        self.call.input_object.borrow().clone()
    }

    /// The place of this command in its pipeline (from 1), and how many commands that has.
    pub fn pipeline_position(&self) -> (i32, i32) {
        (self.call.pipeline.1, self.call.pipeline.0)
    }

    /// Ends the command when Ctrl+C was pressed. Long work that emits nothing calls it between steps.
    pub fn go_on(&self) -> Flow {
        if self.session.is_cancelled() {
            return Err(Interrupt::Cancelled);
        }
        Ok(())
    }

    /// Whether Ctrl+C was pressed. Long work asks between steps.
    pub fn is_cancelled(&self) -> bool {
        self.session.is_cancelled()
    }

    /// Runs a script block with `$_` set to `item` and gives back what it wrote.
    pub fn invoke(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: Option<Value>,
        args: &[Value],
    ) -> Flow<Vec<Value>> {
        let mut collector = Collector::new(self.out);
        Interpreter::new(self.session, &mut collector).run_block_here(block, item, args)?;
        Ok(collector.items)
    }

    /// Like [`Context::invoke`], but what the block writes goes on to the next command at once.
    pub fn invoke_through(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: Option<Value>,
        args: &[Value],
    ) -> Flow {
        Interpreter::new(self.session, self.out).run_block_here(block, item, args)
    }

    /// Like [`Context::invoke`], for a block that answers yes or no.
    pub fn invoke_test(&mut self, block: &Rc<ScriptBlock>, item: Option<Value>) -> Flow<bool> {
        let value = self.invoke_value(block, item, &[])?;
        Ok(convert::to_bool(&value))
    }

    /// Like [`Context::invoke`], with the result as one value: `$null`, the only one, or an array.
    pub fn invoke_value(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: Option<Value>,
        args: &[Value],
    ) -> Flow<Value> {
        Interpreter::new(self.session, self.out).block_value(block, item, args)
    }

    /// Runs a script block in a scope of its own, with arguments and pipeline input, as `&` does.
    pub fn call_block(
        &mut self,
        block: &Rc<ScriptBlock>,
        args: &[Value],
        input: Option<Vec<Value>>,
        new_scope: bool,
    ) -> Flow {
        Interpreter::new(self.session, self.out).call_block(block, args, input, new_scope)
    }

    /// Parses and runs a text in the current scope; what it writes goes on to the next command.
    pub fn run_script(&mut self, text: &str) -> Flow {
        Interpreter::new(self.session, self.out).run_string(text)
    }

    /// Runs a text as a script and gives back what it wrote.
    pub fn evaluate(&mut self, text: &str) -> Flow<Vec<Value>> {
        let mut collector = Collector::new(self.out);
        Interpreter::new(self.session, &mut collector).run_string(text)?;
        Ok(collector.items)
    }

    /// The interpreter with this command's streams, for operators and members of values that may run script.
    pub fn interpreter(&mut self) -> Interpreter<'_> {
        Interpreter::new(self.session, self.out)
    }

    /// The session, for cmdlets that read or change it (variables, aliases, functions, history).
    pub fn session(&mut self) -> &mut Session {
        self.session
    }

    /// The session, to look at only.
    pub fn session_ref(&self) -> &Session {
        self.session
    }

    /// The services that `main` put into the session: for iovsh, the hosts. The language never looks inside.
    pub fn services(&self) -> Rc<dyn Any> {
        self.session.services()
    }

    /// `-ErrorAction` or `$ErrorActionPreference`, for cmdlets that run other commands.
    pub fn error_action(&self) -> Action {
        preference::error(self.session, self.call)
    }
}

/// Stands in where there is no cmdlet, which no cmdlet can see.
static NOBODY: CmdletSpec = CmdletSpec {
    name: "",
    module: "",
    class: "",
    aliases: &[],
    synopsis: "",
    description: "",
    examples: &[],
    parameters: &[],
    default_set: "",
    fallback_set: "",
    should_process: false,
    supported: true,
    own_jobs: false,
    impact: Impact::None,
    outputs: &[],
    new: || Box::new(Nobody),
};

struct Nobody;

impl crate::cmdlet::Instance for Nobody {
    fn set(&mut self, _: usize, _: &Value) -> Result<(), ShellError> {
        Ok(())
    }
    fn reset(&mut self, _: usize) {}
    fn begin(&mut self, _: &mut Context) -> Flow {
        Ok(())
    }
    fn process(&mut self, _: &mut Context) -> Flow {
        Ok(())
    }
    fn end(&mut self, _: &mut Context) -> Flow {
        Ok(())
    }
}

impl Interpreter<'_> {
    /// Writes a warning for a call that has not begun yet.
    pub(crate) fn warn(&mut self, call: &Rc<Invocation>, message: String) -> Flow {
        let action = preference::warning(self.s, call);
        write_text(self.s, self.out, call, TextStream::Warning, message, action)
    }
}
