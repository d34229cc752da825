//! Programs: arguments, pipes, exit codes.
//!
//! Objects from upstream become lines on the program's standard input; its output comes back line by line as text. A
//! program at the end of a pipeline at the prompt keeps the terminal.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread::JoinHandle;

use super::interpreter::{Interpreter, runtime_error};
use super::invocation::Invocation;
use super::output::Record;
use super::session::Session;
use super::sink::Sink;
use crate::shell::bind::Argument;
use crate::shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::shell::value::{Value, convert};

/// A line that a program wrote.
enum Line {
    Output(String),
    Error(String),
}

/// A program as a stage of a pipeline.
pub(super) struct NativeStage {
    pub call: Rc<Invocation>,
    path: Rc<str>,
    arguments: Vec<OsString>,
    /// Whether its output comes back as text; else it keeps the terminal.
    captured: bool,
    child: Option<Child>,
    writer: Option<JoinHandle<()>>,
    to_writer: Option<std::sync::mpsc::SyncSender<Vec<u8>>>,
    lines: Option<Receiver<Line>>,
    code: i32,
}

impl NativeStage {
    pub(super) fn new(
        inner: &mut Interpreter<'_>,
        path: Rc<str>,
        arguments: &[Argument],
        call: Rc<Invocation>,
        captured: bool,
        _errors: bool,
    ) -> Flow<Self> {
        let mut words: Vec<OsString> = Vec::with_capacity(arguments.len());
        for argument in arguments {
            match argument {
                Argument::Named { text, value, .. } => match value {
                    None => words.push(text.trim_end_matches(' ').to_owned().into()),
                    Some(value) => {
                        words.push(format!("{text}{}", convert::to_text(value)).into());
                    }
                },
                Argument::Value { value, quoted, .. } => {
                    let text = convert::to_text_in(value, inner)?;
                    if value.is_null() {
                        continue;
                    }
                    if *quoted {
                        words.push((*text).into());
                    } else {
                        expand(inner.s, &text, &mut words);
                    }
                }
            }
        }
        Ok(NativeStage {
            call,
            path,
            arguments: words,
            captured,
            child: None,
            writer: None,
            to_writer: None,
            lines: None,
            code: 0,
        })
    }

    pub(super) fn failed(&self) -> bool {
        self.code != 0
    }

    pub(super) fn begin(&mut self, session: &mut Session, _out: &mut dyn Sink) -> Flow {
        let mut command = Command::new(&*self.path);
        command
            .args(&self.arguments)
            .current_dir(session.locations.directory())
            .env_clear()
            .envs(session.environment.iter());
        command.stdin(if self.call.expecting_input {
            Stdio::piped()
        } else {
            Stdio::inherit()
        });
        if self.captured {
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
        }
        let mut child = command.spawn().map_err(|error| {
            runtime_error(
                "NativeCommandFailed",
                ErrorCategory::ResourceUnavailable,
                format!("Program '{}' failed to run: {error}.", self.call.name),
            )
            .exception("System.Management.Automation.ApplicationFailedException")
            .cause(error.to_string())
        })?;
        if let Some(mut stdin) = child.stdin.take() {
            let (sender, receiver) = sync_channel::<Vec<u8>>(256);
            self.to_writer = Some(sender);
            self.writer = Some(std::thread::spawn(move || {
                for bytes in receiver {
                    // A program that has enough closes its input; what is left is not for it.
                    if stdin.write_all(&bytes).is_err() {
                        break;
                    }
                }
            }));
        }
        let (sender, receiver) = sync_channel::<Line>(256);
        if let Some(stdout) = child.stdout.take() {
            let sender = sender.clone();
            std::thread::spawn(move || {
                read_lines(stdout, |line| sender.send(Line::Output(line)).is_ok())
            });
        }
        if let Some(stderr) = child.stderr.take() {
            std::thread::spawn(move || {
                read_lines(stderr, |line| sender.send(Line::Error(line)).is_ok())
            });
        }
        self.lines = Some(receiver);
        self.child = Some(child);
        Ok(())
    }

    pub(super) fn process(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        input: Option<Value>,
    ) -> Flow {
        if let Some(value) = input
            && let Some(sender) = &self.to_writer
        {
            let mut text = convert::to_text(&value).to_string();
            text.push('\n');
            if sender.send(text.into_bytes()).is_err() {
                self.to_writer = None;
            }
        }
        self.drain(session, out)
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

    fn hand_on(&self, session: &mut Session, out: &mut dyn Sink, line: Line) -> Flow {
        match line {
            Line::Output(text) => out.write(session, Value::from(text)),
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
        self.to_writer = None;
        // The channel ends when both outputs are closed; in between Ctrl+C is looked for.
        while let Some(lines) = &self.lines {
            match lines.recv_timeout(std::time::Duration::from_millis(100)) {
                Ok(line) => self.hand_on(session, out, line)?,
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                    out.output().settle();
                    if session.is_cancelled() {
                        self.dispose();
                        return Err(Interrupt::Cancelled);
                    }
                }
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        self.lines = None;
        if let Some(mut child) = self.child.take() {
            match child.wait() {
                Ok(status) => {
                    use std::os::unix::process::ExitStatusExt;
                    self.code = status
                        .code()
                        .unwrap_or_else(|| 128 + status.signal().unwrap_or(0));
                }
                Err(_) => self.code = -1,
            }
        }
        if let Some(writer) = self.writer.take() {
            // The writer has ended: its channel is closed.
            let _ = writer.join();
        }
        session.set_global("LASTEXITCODE", Value::Int(self.code));
        Ok(())
    }

    /// Ends the program if it still runs.
    pub(super) fn dispose(&mut self) {
        self.to_writer = None;
        self.lines = None;
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself in the meantime.
            let _ = child.kill();
            let _ = child.wait();
        }
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
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
                if !send(String::from_utf8_lossy(&bytes).into_owned()) {
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
        let home = crate::shell::location::home_directory();
        words.push(format!("{}{rest}", home.display()).into());
        return;
    }
    if word.contains(['*', '?']) && !word.starts_with('-') {
        let (directory, pattern) = match word.rsplit_once('/') {
            Some((directory, pattern)) => (Some(directory), pattern),
            None => (None, word),
        };
        if !directory.is_some_and(|directory| directory.contains(['*', '?'])) {
            let at = session.locations.native(directory.unwrap_or("."));
            let wildcard = crate::shell::wildcard::WildcardPattern::case_sensitive(pattern);
            let mut found: Vec<String> = std::fs::read_dir(at)
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .filter(|name| !name.starts_with('.') || pattern.starts_with('.'))
                .filter(|name| wildcard.is_match(name))
                .collect();
            if !found.is_empty() {
                found.sort();
                for name in found {
                    match directory {
                        Some(directory) => words.push(format!("{directory}/{name}").into()),
                        None => words.push(name.into()),
                    }
                }
                return;
            }
        }
    }
    words.push(word.into());
}
