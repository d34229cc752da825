//! What can go wrong, and the other ways in which a statement ends early.

use std::rc::Rc;

pub use iovsh_base::category::ErrorCategory;
use iovsh_base::interrupt::{self, Interrupted};

use super::error_record::ErrorRecord;
use super::syntax::span::{SourceText, Span};
use super::syntax::{self, ParseError};
use super::value::Value;

/// Where in which text an error happened.
#[derive(Clone, Debug)]
pub struct Position {
    /// The whole text, with its name.
    pub source: Rc<SourceText>,
    /// The place in it.
    pub span: Span,
}

/// An error: what PowerShell calls an error record, before it becomes a value.
#[derive(Clone, Debug)]
pub struct ShellError {
    /// The stable id. The command's name is appended (`NamedParameterNotFound,Get-VM`) when the record is made.
    pub id: Rc<str>,
    /// The program's own, finer id, where `id` is the word that Microsoft's cmdlets have for the situation. Scripts read it as
    /// `$_.Exception.Data['IovshErrorId']`.
    pub detail: Option<Rc<str>>,
    /// The category.
    pub category: ErrorCategory,
    /// The sentence for people.
    pub message: String,
    /// The .NET exception type that a `catch [T]` clause or `$_.Exception.GetType()` sees.
    pub exception: Rc<str>,
    /// The exception inside, for methods that throw (`$_.Exception.InnerException`).
    pub inner: Option<Box<ShellError>>,
    /// What the error is about.
    pub target: Value,
    /// What to do next.
    pub help: Option<String>,
    /// The words of the kernel or of libvirt, unchanged.
    pub cause: Option<String>,
    /// The host that it happened on, when that is not the one that the session is on.
    pub host: Option<Rc<str>>,
    /// Where. The interpreter fills it in when the one who raised the error did not.
    pub position: Option<Position>,
    /// The name of the command that raised it; the interpreter fills it in.
    pub command: Option<Rc<str>>,
    /// The command that the category line names, where the one who runs it is not the one who raised the error.
    pub activity: Option<Rc<str>>,
    /// What was thrown, when a script threw an object that is not text.
    pub thrown: Option<Value>,
    /// The exception itself, when a script made or caught one and threw it.
    pub exception_object: Option<Value>,
    /// Further properties of the exception: `CommandName`, `ErrorId`, `ParameterName` ...
    pub properties: Vec<(&'static str, Value)>,
    /// Whether it ends the script and not only the statement, whatever the preference says: `-ErrorAction Stop`.
    pub ends_script: bool,
    /// Whether `throw` raised it: it ends the script unless the preference is silent.
    pub is_throw: bool,
    /// The record that was made of it, once it was put into `$Error` or thrown again.
    pub record: Option<Rc<ErrorRecord>>,
}

impl ShellError {
    /// An error with an id, a category and a message.
    pub fn new(
        id: impl Into<Rc<str>>,
        category: ErrorCategory,
        message: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            detail: None,
            category,
            message: message.into(),
            exception: "System.Management.Automation.RuntimeException".into(),
            inner: None,
            target: Value::Null,
            help: None,
            cause: None,
            host: None,
            position: None,
            command: None,
            activity: None,
            thrown: None,
            exception_object: None,
            properties: Vec::new(),
            ends_script: false,
            is_throw: false,
            record: None,
        }
    }

    /// Adds a property of the exception.
    pub fn property(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.properties.push((name, value.into()));
        self
    }

    /// Puts an exception inside: what `$_.Exception.InnerException` shows and `catch [T]` also looks at.
    pub fn inner(mut self, inner: ShellError) -> Self {
        self.inner = Some(Box::new(inner));
        self
    }

    /// Says which command the id ends in; empty for none.
    pub fn command(mut self, command: impl Into<Rc<str>>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// Says which .NET exception it is.
    pub fn exception(mut self, name: impl Into<Rc<str>>) -> Self {
        self.exception = name.into();
        self
    }

    /// Says what it is about.
    pub fn target(mut self, target: impl Into<Value>) -> Self {
        self.target = target.into();
        self
    }

    /// Says what to do next.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Keeps the words of the kernel or of libvirt.
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Says where.
    pub fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }
}

impl std::fmt::Display for ShellError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ShellError {}

/// Why a statement did not run to its end.
#[derive(Clone, Debug)]
pub enum Interrupt {
    /// A terminating error.
    Error(Box<ShellError>),
    /// `break`, with its label.
    Break(Option<Rc<str>>),
    /// `continue`, with its label.
    Continue(Option<Rc<str>>),
    /// `return`. What it returned has been written already.
    Return,
    /// `exit N`.
    Exit(i32),
    /// A command downstream needs no more input (`Select-Object -First`). The number tells which pipeline stage stops.
    StopUpstream(u64),
    /// Ctrl+C.
    Cancelled,
    /// A command downstream has failed: everything upstream of it in that pipeline ends, and no `catch` sees it before
    /// the pipeline itself is left.
    StopPipeline(Box<StoppedPipeline>),
}

/// Why a pipeline was stopped from downstream.
#[derive(Clone, Debug)]
pub struct StoppedPipeline {
    /// Which pipeline.
    pub pipeline: u64,
    /// What the pipeline ends with.
    pub cause: Interrupt,
}

impl From<ShellError> for Interrupt {
    /// After Ctrl+C an error is nothing but the way in which the work noticed that it is to end.
    fn from(error: ShellError) -> Self {
        if interrupt::is_requested() {
            return Self::Cancelled;
        }
        Self::Error(Box::new(error))
    }
}

impl From<Interrupted> for Interrupt {
    fn from(Interrupted: Interrupted) -> Self {
        Self::Cancelled
    }
}

impl From<Interrupted> for ShellError {
    fn from(Interrupted: Interrupted) -> Self {
        Self::new(
            "PipelineStopped",
            ErrorCategory::OperationStopped,
            "The pipeline has been stopped.",
        )
        .exception("System.Management.Automation.PipelineStoppedException")
    }
}

/// The result of everything that can be interrupted.
pub type Flow<T = ()> = Result<T, Interrupt>;

/// The errors of a parse as one error: the first one's id, all messages.
pub fn parse_failure(errors: &[ParseError], source: &Rc<SourceText>) -> ShellError {
    let Some(first) = errors.first() else {
        let message = "The text cannot be parsed.";
        return ShellError::new("ParserError", ErrorCategory::ParserError, message).command("");
    };
    let mut message = first.message.to_string();
    for error in errors.iter().skip(1).take(9) {
        message.push('\n');
        message.push_str(&error.message);
    }
    let mut error = ShellError::new(first.id, ErrorCategory::ParserError, message)
        .exception("System.Management.Automation.ParseException")
        .at(Position {
            source: Rc::clone(source),
            span: first.span,
        });
    error.command = None;
    error.help = syntax::next_step(errors, source.text());
    error
}
