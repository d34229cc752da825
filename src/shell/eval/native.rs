//! Programs: arguments, pipes, exit codes.
//!
//! Objects from upstream become lines on the program's standard input, as the screen would show them; bytes stay bytes.
//! Its output comes back line by line as text. Programs that follow one another are joined by pipes of the system, through
//! which nothing but their own bytes goes. A program at the end of a pipeline at the prompt keeps the terminal.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, PipeReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::sync::mpsc::{
    Receiver, RecvTimeoutError, SyncSender, TryRecvError, TrySendError, sync_channel,
};
use std::thread::JoinHandle;
use std::time::Duration;

use super::hangup;
use super::interpreter::{Interpreter, runtime_error};
use super::invocation::Invocation;
use super::output::Record;
use super::session::Session;
use super::sink::Sink;
use crate::bind::Argument;
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::error_record::ErrorRecord;
use crate::format;
use crate::os_text;
use crate::value::{Value, convert};

/// A line that a program wrote.
enum Line {
    Output(String),
    Error(String),
}

/// How often a wait for a program looks at Ctrl+C.
const SLICE: Duration = Duration::from_millis(100);

/// A program and its arguments.
pub(super) struct Program {
    name: Rc<str>,
    path: Rc<str>,
    arguments: Vec<OsString>,
    /// Whether what it writes to standard error goes the way of its output: `2>&1`.
    errors_as_output: bool,
}

/// Where the output of the last program of a stage goes.
pub(super) enum Destination {
    /// It comes back as text.
    Pipeline,
    /// It keeps the terminal.
    Terminal,
    /// Into a file, byte for byte.
    File(std::fs::File),
}

/// Programs that are joined by pipes, as a stage of a pipeline: mostly one.
pub(super) struct NativeStage {
    pub call: Rc<Invocation>,
    programs: Vec<Program>,
    destination: Destination,
    children: Vec<Child>,
    writer: Option<JoinHandle<()>>,
    to_writer: Option<SyncSender<Vec<u8>>>,
    /// What turns objects into lines for the program.
    formatter: Option<format::Output>,
    lines: Option<Receiver<Line>>,
    code: i32,
    failed: bool,
}

impl Program {
    /// A program with its arguments as words.
    pub(super) fn new(
        inner: &mut Interpreter<'_>,
        name: &Rc<str>,
        path: &Rc<str>,
        arguments: &[Argument],
        errors_as_output: bool,
    ) -> Flow<Self> {
        let mut words: Vec<OsString> = Vec::with_capacity(arguments.len());
        for argument in arguments {
            match argument {
                Argument::Named { text, value, .. } => match value {
                    None => words.push(os_text::os_string_of(text.trim_end_matches(' '))),
                    Some(value) => {
                        let word = format!("{text}{}", convert::to_text(value));
                        words.push(os_text::os_string_of(&word));
                    }
                },
                Argument::Value { value, quoted, .. } => {
                    let text = convert::to_text_in(value, inner)?;
                    if value.is_null() {
                        continue;
                    }
                    if *quoted {
                        words.push(os_text::os_string_of(&text));
                    } else {
                        expand(inner.s, &text, &mut words);
                    }
                }
            }
        }
        Ok(Self {
            name: Rc::clone(name),
            path: Rc::clone(path),
            arguments: words,
            errors_as_output,
        })
    }

    fn command(&self, session: &Session) -> Command {
        let mut command = Command::new(&*os_text::path_of(&self.path));
        command
            .args(&self.arguments)
            .current_dir(session.locations.directory())
            .env_clear();
        for (name, value) in session.environment.iter() {
            command.env(os_text::os_string_of(name), os_text::os_string_of(value));
        }
        command
    }

    fn failure(&self, error: &std::io::Error) -> ShellError {
        runtime_error(
            "NativeCommandFailed",
            ErrorCategory::ResourceUnavailable,
            format!("Program '{}' failed to run: {error}.", self.name),
        )
        .exception("System.Management.Automation.ApplicationFailedException")
        .cause(error.to_string())
    }
}

impl NativeStage {
    pub(super) fn new(program: Program, call: Rc<Invocation>, destination: Destination) -> Self {
        NativeStage {
            call,
            programs: vec![program],
            destination,
            children: Vec::new(),
            writer: None,
            to_writer: None,
            formatter: None,
            lines: None,
            code: 0,
            failed: false,
        }
    }

    /// Puts a program behind those of this stage: it gets their output byte for byte.
    pub(super) fn join(&mut self, program: Program, destination: Destination) {
        self.programs.push(program);
        self.destination = destination;
    }

    pub(super) fn failed(&self) -> bool {
        self.failed
    }

    pub(super) fn begin(&mut self, session: &mut Session, _out: &mut dyn Sink) -> Flow {
        let (sender, receiver) = sync_channel::<Line>(256);
        let captured = !matches!(self.destination, Destination::Terminal);
        let mut input: Option<PipeReader> = None;
        let last = self.programs.len().saturating_sub(1);
        for (at, program) in self.programs.iter().enumerate() {
            let failed = |error: std::io::Error| program.failure(&error);
            let mut command = program.command(session);
            command.stdin(match input.take() {
                Some(reader) => reader.into(),
                None if self.call.expecting_input => Stdio::piped(),
                None if session.is_detached => Stdio::null(),
                None => Stdio::inherit(),
            });
            let mut output: Option<Stdio> = None;
            let mut errors: Option<Stdio> = captured.then(Stdio::piped);
            if at < last {
                let (reader, writer) = std::io::pipe().map_err(failed)?;
                input = Some(reader);
                if program.errors_as_output {
                    errors = Some(writer.try_clone().map_err(failed)?.into());
                }
                output = Some(writer.into());
            } else if let Destination::File(file) = &self.destination {
                if program.errors_as_output {
                    errors = Some(file.try_clone().map_err(failed)?.into());
                }
                output = Some(file.try_clone().map_err(failed)?.into());
            } else if captured {
                output = Some(Stdio::piped());
            }
            if let Some(output) = output {
                command.stdout(output);
            }
            if let Some(errors) = errors {
                command.stderr(errors);
            }
            session.programs_started += 1;
            let mut child = match command.spawn() {
                Ok(child) => child,
                Err(error) => {
                    let error = program.failure(&error);
                    self.dispose();
                    return Err(error.into());
                }
            };
            hangup::runs(&child);
            if let Some(stdin) = child.stdin.take() {
                let (sender, writer) = feed(stdin);
                self.to_writer = Some(sender);
                self.writer = Some(writer);
            }
            if let Some(stdout) = child.stdout.take() {
                let sender = sender.clone();
                std::thread::spawn(move || {
                    read_lines(stdout, |line| sender.send(Line::Output(line)).is_ok())
                });
            }
            if let Some(stderr) = child.stderr.take() {
                let sender = sender.clone();
                std::thread::spawn(move || {
                    read_lines(stderr, |line| sender.send(Line::Error(line)).is_ok())
                });
            }
            self.children.push(child);
        }
        self.lines = Some(receiver);
        Ok(())
    }

    pub(super) fn process(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        input: Option<Value>,
    ) -> Flow {
        if let Some(value) = input
            && self.to_writer.is_some()
        {
            match value.base() {
                Value::Byte(byte) => {
                    self.finish_rows(session, out)?;
                    self.send(session, out, vec![*byte])?;
                }
                Value::Str(text) => {
                    self.finish_rows(session, out)?;
                    self.send_line(session, out, text)?;
                }
                // What a program wrote to its standard error, and errors of cmdlets behind `2>&1`: one line says it.
                Value::Native(native) if native.as_any().is::<ErrorRecord>() => {
                    self.finish_rows(session, out)?;
                    self.send_line(session, out, &native.to_text())?;
                }
                _ => self.format(session, out, &value)?,
            }
            if self.to_writer.is_none() {
                // It has enough, or has ended: what is before it need not go on.
                return Err(Interrupt::StopUpstream(self.call.stage));
            }
        }
        self.drain(session, out)
    }

    /// Sends an object as the screen would show it.
    fn format(&mut self, session: &mut Session, out: &mut dyn Sink, value: &Value) -> Flow {
        let (views, limit) = (Rc::clone(&session.views), session.enumeration_limit());
        let width = out.output().width();
        let formatter = self
            .formatter
            .get_or_insert_with(|| format::Output::streaming(width, views, limit));
        formatter.push(value, &mut Interpreter::new(session, out))?;
        let lines = formatter.take_lines();
        lines
            .iter()
            .try_for_each(|line| self.send_line(session, out, line))
    }

    /// Sends what the formatter holds back.
    fn finish_rows(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        let Some(mut formatter) = self.formatter.take() else {
            return Ok(());
        };
        formatter.finish()?;
        formatter
            .take_lines()
            .iter()
            .try_for_each(|line| self.send_line(session, out, line))
    }

    fn send_line(&mut self, session: &mut Session, out: &mut dyn Sink, text: &str) -> Flow {
        let mut bytes = os_text::to_bytes(text).into_owned();
        bytes.push(b'\n');
        self.send(session, out, bytes)
    }

    /// Hands bytes to the program. While it does not take them, what it writes is handed on: it may wait for that.
    fn send(&mut self, session: &mut Session, out: &mut dyn Sink, mut bytes: Vec<u8>) -> Flow {
        while let Some(sender) = &self.to_writer {
            match sender.try_send(bytes) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Disconnected(_)) => {
                    self.to_writer = None;
                    return Ok(());
                }
                Err(TrySendError::Full(back)) => {
                    bytes = back;
                    self.wait_for_line(session, out, Duration::from_millis(5))?;
                }
            }
        }
        Ok(())
    }

    /// Hands on the lines that are there.
    fn drain(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        loop {
            let line = match &self.lines {
                None => return Ok(()),
                Some(lines) => match lines.try_recv() {
                    Ok(line) => line,
                    Err(TryRecvError::Empty | TryRecvError::Disconnected) => return Ok(()),
                },
            };
            self.hand_on(session, out, line)?;
        }
    }

    /// Waits for a line and hands it on; whether more can come.
    fn wait_for_line(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        time: Duration,
    ) -> Flow<bool> {
        let Some(lines) = &self.lines else {
            return Ok(false);
        };
        match lines.recv_timeout(time) {
            Ok(line) => self.hand_on(session, out, line)?,
            Err(RecvTimeoutError::Timeout) => {
                if session.is_cancelled() {
                    self.dispose();
                    return Err(Interrupt::Cancelled);
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                // A program that closed its output and reads on: its input is still to be waited for.
                std::thread::sleep(time.min(Duration::from_millis(5)));
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn hand_on(&self, session: &mut Session, out: &mut dyn Sink, line: Line) -> Flow {
        match line {
            Line::Output(text) => {
                session.programs_started += 1;
                out.write(session, Value::from(text))
            }
            Line::Error(text) => {
                let mut error =
                    ShellError::new("NativeCommandError", ErrorCategory::NotSpecified, text)
                        .exception("System.Management.Automation.RemoteException")
                        .command("");
                error.position = self.call.position.clone();
                let record = session.make_record(error);
                out.record(
                    session,
                    Record::Error {
                        record,
                        silent: false,
                    },
                )
            }
        }
    }

    pub(super) fn end(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        self.finish_rows(session, out)?;
        self.to_writer = None;
        // The channel ends when all outputs are closed; in between Ctrl+C is looked for.
        loop {
            match self.wait_for_line(session, out, SLICE) {
                Ok(true) => out.output().release(),
                Ok(false) => break,
                Err(interrupt) => return Err(interrupt),
            }
        }
        self.lines = None;
        if let Some(last) = self.children.last() {
            hangup::hand_on_interrupt(last, || session.is_cancelled());
        }
        for mut child in std::mem::take(&mut self.children) {
            use std::os::unix::process::ExitStatusExt;
            // The code of the last program is that of all: the others may have been ended by a reader that had enough.
            self.code = match child.wait() {
                Ok(status) => status
                    .code()
                    .unwrap_or_else(|| 128 + status.signal().unwrap_or(0)),
                Err(_) => -1,
            };
            hangup::ended(&child);
            self.failed = self.code != 0;
        }
        // Who has the program's input now, such as what it left running, may take the rest, or let it wait.
        while self
            .writer
            .as_ref()
            .is_some_and(|writer| !writer.is_finished())
        {
            if session.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        self.writer = None;
        session.set_global("LASTEXITCODE", Value::Int(self.code));
        Ok(())
    }

    /// Ends the programs if they still run.
    pub(super) fn dispose(&mut self) {
        self.to_writer = None;
        self.lines = None;
        for mut child in std::mem::take(&mut self.children) {
            // It may have ended by itself in the meantime.
            let _ = child.kill();
            let _ = child.wait();
            hangup::ended(&child);
        }
        // What a program started may still have its input, and not read it: the writer is left to itself.
        self.writer = None;
    }
}

/// A thread that writes what it is sent into the input of a program.
fn feed(mut stdin: std::process::ChildStdin) -> (SyncSender<Vec<u8>>, JoinHandle<()>) {
    let (sender, receiver) = sync_channel::<Vec<u8>>(256);
    let writer = std::thread::spawn(move || {
        for bytes in receiver {
            // A program that has enough closes its input; what is left is not for it.
            if stdin.write_all(&bytes).is_err() {
                break;
            }
        }
    });
    (sender, writer)
}

fn read_lines(source: impl Read, mut send: impl FnMut(String) -> bool) {
    let mut reader = BufReader::new(source);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match reader.read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(_) => {
                while bytes
                    .last()
                    .is_some_and(|last| *last == b'\n' || *last == b'\r')
                {
                    bytes.pop();
                }
                if !send(os_text::from_bytes(&bytes).into_owned()) {
                    return;
                }
            }
        }
    }
}

/// A bare word: `~` and wildcards stand for files, as in other shells.
fn expand(session: &Session, word: &str, words: &mut Vec<OsString>) {
    if let Some(rest) = word.strip_prefix('~')
        && (rest.is_empty() || rest.starts_with('/'))
    {
        let home = crate::location::home_directory();
        let mut word = home.into_os_string();
        word.push(os_text::os_string_of(rest));
        words.push(word);
        return;
    }
    if word.contains(['*', '?']) && !word.starts_with('-') {
        let (directory, pattern) = match word.rsplit_once('/') {
            Some((directory, pattern)) => (Some(directory), pattern),
            None => (None, word),
        };
        if !directory.is_some_and(|directory| directory.contains(['*', '?'])) {
            let at = session.locations.native(directory.unwrap_or("."));
            let wildcard = crate::wildcard::WildcardPattern::case_sensitive(pattern);
            let mut found: Vec<String> = std::fs::read_dir(at)
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| os_text::text_of(entry.file_name()))
                .filter(|name| !name.starts_with('.') || pattern.starts_with('.'))
                .filter(|name| wildcard.is_match(name))
                .collect();
            if !found.is_empty() {
                found.sort();
                for name in found {
                    match directory {
                        Some(directory) => {
                            words.push(os_text::os_string_of(&format!("{directory}/{name}")));
                        }
                        None => words.push(os_text::os_string_of(&name)),
                    }
                }
                return;
            }
        }
    }
    words.push(os_text::os_string_of(word));
}
