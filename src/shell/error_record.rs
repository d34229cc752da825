//! An error as scripts see it: `ErrorRecord` with its `Exception`, `CategoryInfo` and `InvocationInfo`.

use crate::os_text;
use std::any::Any;
use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use super::error::{ErrorCategory, Position, ShellError};
use super::types::enums::ERROR_CATEGORY;
use super::types::{ExceptionValue, Known, TypeRef, exception_types};
use super::value::convert::to_text;
use super::value::{EnumValue, List, MemberKind, Name, Native, PsObject, TypeNames, Value};

/// The category of that name or number.
pub fn category_of(value: &Value) -> Option<ErrorCategory> {
    let number = match value {
        Value::Str(text) => ERROR_CATEGORY.number(text)?,
        Value::Enum(member) => member.number,
        Value::Int(number) => i64::from(*number),
        _ => return None,
    };
    ErrorCategory::from_number(number)
}

/// How the failing command was called, as far as an error keeps it.
#[derive(Clone, Debug, Default)]
pub struct CallSite {
    /// The command as it was called.
    pub invocation_name: Rc<str>,
    /// The command's own value (`MyCommand`).
    pub command: Value,
    /// The values that were bound.
    pub bound: Value,
    /// How many commands the pipeline has, and which one this is (from 1).
    pub pipeline: (i32, i32),
    /// Whether it gets pipeline input.
    pub expecting_input: bool,
    /// Where the call stands.
    pub position: Option<Position>,
}

/// `System.Management.Automation.ErrorRecord`.
#[derive(Debug)]
pub struct ErrorRecord {
    /// What happened.
    pub error: ShellError,
    /// The id with the command: `VariableNotFound,Microsoft.PowerShell.Commands.GetVariableCommand`.
    pub full_id: Rc<str>,
    /// What the category line names as the activity: the command's name.
    pub activity: Rc<str>,
    /// The command that failed.
    pub site: Option<Rc<CallSite>>,
    /// `at f, <No file>: line 1`, one line for each call.
    pub stack: Rc<str>,
    /// `$_.ErrorDetails`: the message that `Write-Error -Message` or a cmdlet put over that of the exception.
    pub details: OnceCell<Value>,
    /// What `Write-Error -CategoryReason` and its kin put in place of the words of the error itself.
    pub words: CategoryWords,
    thrown: Cell<bool>,
    exception: OnceCell<Value>,
}

/// Words for the category line that a script chose; empty for those of the error.
#[derive(Clone, Debug, Default)]
pub struct CategoryWords {
    /// Why.
    pub reason: Rc<str>,
    /// What it is about.
    pub target_name: Rc<str>,
    /// The type of that.
    pub target_type: Rc<str>,
}

impl ErrorRecord {
    /// A record of an error. The id ends in the command that the error names, if it names one.
    pub fn new(error: ShellError, activity: impl Into<Rc<str>>) -> Self {
        let full_id = match &error.command {
            Some(command) if !command.is_empty() => format!("{},{command}", error.id).into(),
            _ => Rc::clone(&error.id),
        };
        let mut activity = activity.into();
        if let (true, Some(known)) = (activity.is_empty(), &error.activity) {
            activity = Rc::clone(known);
        }
        ErrorRecord {
            error,
            full_id,
            activity,
            site: None,
            stack: "".into(),
            details: OnceCell::new(),
            words: CategoryWords::default(),
            thrown: Cell::new(false),
            exception: OnceCell::new(),
        }
    }

    /// The exception.
    pub fn exception(&self) -> Value {
        let exception = self.exception.get_or_init(|| exception_value(&self.error));
        if self.thrown.get()
            && let Some(exception) = exception.downcast::<ExceptionValue>()
        {
            exception.set_trace(&self.stack);
        }
        exception.clone()
    }

    /// Says that it ended what ran: its exception was thrown, and knows where.
    pub fn set_thrown(&self) {
        self.thrown.set(true);
        // What a script has in its hands already.
        if self.error.exception_object.is_some() {
            let _ = self.exception();
        }
    }

    /// The last part of the exception's type name.
    pub fn reason(&self) -> &str {
        if !self.words.reason.is_empty() {
            return &self.words.reason;
        }
        let name: &str = &self.error.exception;
        name.rsplit('.').next().unwrap_or(name)
    }

    /// Text and type of the target, as the category line shows them.
    fn target_words(&self) -> (String, String) {
        let (mut name, mut kind) = match &self.error.target {
            Value::Null => (String::new(), String::new()),
            target => {
                let (text, kind) = describe(target);
                (shorten(&text, 40), shorten(&kind, 40))
            }
        };
        if !self.words.target_name.is_empty() {
            name = self.words.target_name.to_string();
        }
        if !self.words.target_type.is_empty() {
            kind = self.words.target_type.to_string();
        }
        (name, kind)
    }

    /// The message that was put over that of the exception, if there is one.
    pub fn details_message(&self) -> Option<String> {
        self.details.get().and_then(details_message)
    }

    /// What stands before the message where the record itself is shown: `Exception` of what `throw` raised, else the
    /// command, the category or the last part of the exception's name.
    pub fn heading(&self) -> Rc<str> {
        let error = &self.error;
        let runtime = "System.Management.Automation.RuntimeException";
        if error.is_throw && exception_types::is_a(&error.exception, runtime) {
            return "Exception".into();
        }
        if let Some(activity) = error.activity.as_ref().filter(|name| !name.is_empty()) {
            return Rc::clone(activity);
        }
        if !self.activity.is_empty() {
            // `Write-Error` speaks for the function that called it; a file is no command.
            let command = self
                .site
                .as_ref()
                .and_then(|site| name_of_command(&site.command));
            return command.unwrap_or_else(|| Rc::clone(&self.activity));
        }
        if &*error.id == "CommandNotFoundException"
            && let Value::Str(name) = &error.target
        {
            return Rc::clone(name);
        }
        match error.category {
            ErrorCategory::NotSpecified => self.reason().into(),
            category => category.name().into(),
        }
    }

    /// `Category: (target:Type) [Activity], Reason`.
    pub fn category_line(&self) -> String {
        let (name, kind) = self.target_words();
        format!(
            "{}: ({name}:{kind}) [{}], {}",
            self.error.category.name(),
            self.activity,
            self.reason()
        )
    }

    /// `At FILE:LINE char:COLUMN` with the line and the place under it.
    pub fn position_message(&self) -> String {
        self.error
            .position
            .as_ref()
            .map_or_else(String::new, position_message)
    }
}

/// The name of a cmdlet or function.
fn name_of_command(command: &Value) -> Option<Rc<str>> {
    let Value::Native(native) = command.base() else {
        return None;
    };
    let kind = to_text(&native.property("CommandType")?);
    matches!(&*kind, "Cmdlet" | "Function" | "Filter")
        .then(|| native.property("Name").map(|name| to_text(&name)))
        .flatten()
}

fn shorten(text: &str, limit: usize) -> String {
    let count = text.chars().count();
    if count <= limit {
        return text.to_owned();
    }
    let keep = limit.saturating_sub(3);
    let head: String = text.chars().take(keep / 2).collect();
    let tail: String = text
        .chars()
        .skip(count.saturating_sub(keep - keep / 2))
        .collect();
    format!("{head}...{tail}")
}

/// `At FILE:LINE char:COLUMN`, the line, and the place under it.
pub fn position_message(position: &Position) -> String {
    let start = position.source.position(position.span.start);
    let end = position.source.position(position.span.end);
    let file = position.source.name().map_or("line", |name| name);
    let line = position.source.line(start.line);
    let width = if end.line == start.line {
        end.column.saturating_sub(start.column).max(1)
    } else {
        let length = u32::try_from(line.encode_utf16().count()).unwrap_or(u32::MAX);
        (length + 1).saturating_sub(start.column).max(1)
    };
    format!(
        "At {file}:{} char:{}\n+ {line}\n+ {}{}",
        start.line,
        start.column,
        " ".repeat(start.column.saturating_sub(1).min(4096) as usize),
        "~".repeat(width.min(4096) as usize)
    )
}

/// The exception object of an error, with those inside.
pub fn exception_value(error: &ShellError) -> Value {
    if let Some(exception) = &error.exception_object {
        return exception.clone();
    }
    let message = if error.message.is_empty() && error.is_throw {
        String::new()
    } else {
        error.message.clone()
    };
    let mut made = super::types::ExceptionValue::new(&error.exception, message.as_str());
    if let Some(detail) = &error.detail {
        made = made.with_data("IovshErrorId", Value::Str(Rc::clone(detail)));
    }
    if let Some(inner) = &error.inner {
        made.inner = Some(exception_value(inner));
    }
    made.properties = error
        .properties
        .iter()
        .map(|(name, value)| (Name::Static(name), value.clone()))
        .collect();
    let names_item = exception_types::is_a(
        &error.exception,
        "System.Management.Automation.SessionStateException",
    );
    if let (true, Value::Str(_)) = (names_item, &error.target) {
        made.properties
            .push((Name::Static("ItemName"), error.target.clone()));
    }
    if error.exception.ends_with("RuntimeException")
        || error.exception.contains("ParameterBinding")
        || error.exception.contains("CommandNotFound")
    {
        let mut plain = error.clone();
        plain.record = None;
        plain.exception_object = Some(Value::Null);
        made.properties.push((
            Name::Static("ErrorRecord"),
            Value::Native(Rc::new(ErrorRecord::new(plain, ""))),
        ));
    }
    Value::Native(Rc::new(made))
}

/// The error inside an `ErrorRecord` value.
pub fn error_of_value(value: &Value) -> Option<ShellError> {
    let Value::Native(native) = value.base() else {
        return None;
    };
    let record = native.as_any().downcast_ref::<ErrorRecord>()?;
    let mut error = record.error.clone();
    if error.record.is_none() {
        error.record = record_of_value(value);
    }
    Some(error)
}

/// The shared record behind an `ErrorRecord` value, as a copy that keeps its exception.
pub fn record_of_value(value: &Value) -> Option<Rc<ErrorRecord>> {
    let Value::Native(native) = value.base() else {
        return None;
    };
    let any: Rc<dyn std::any::Any> = native.clone();
    any.downcast::<ErrorRecord>().ok()
}

/// The message of an `ErrorDetails` value.
pub fn details_message(details: &Value) -> Option<String> {
    match details {
        Value::Str(text) => Some(text.to_string()),
        Value::Object(object) => object
            .get("Message")
            .map(|message| super::value::convert::to_text(&message).to_string()),
        Value::Native(native) => native
            .property("Message")
            .map(|message| super::value::convert::to_text(&message).to_string()),
        _ => None,
    }
}

/// Text and type name of a value, as an error's category line shows its target.
pub fn describe(value: &Value) -> (String, String) {
    let text = super::value::convert::to_text(value).to_string();
    // A custom object has no type of .NET behind it: what is told is what PowerShell holds it in.
    let kind = match super::types::type_of(value) {
        TypeRef::Known(Known::PsCustomObject) => TypeRef::Known(Known::PsObject),
        other => other,
    };
    (text, kind.name().to_string())
}

impl Native for ErrorRecord {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Management.Automation.ErrorRecord", "System.Object"]
    }

    fn to_text(&self) -> String {
        if let Some(details) = self.details.get()
            && let Some(message) = details_message(details)
        {
            return message;
        }
        if self.error.message.is_empty() {
            return self.error.exception.to_string();
        }
        self.error.message.clone()
    }

    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "exception" => self.exception(),
            "targetobject" => self.error.target.clone(),
            "categoryinfo" => Value::Native(Rc::new(CategoryInfo {
                category: self.error.category,
                activity: Rc::clone(&self.activity),
                reason: self.reason().into(),
                target: self.target_words(),
                line: self.category_line(),
            })),
            "fullyqualifiederrorid" => Value::Str(Rc::clone(&self.full_id)),
            "errordetails" => self.details.get().cloned().unwrap_or_default(),
            "invocationinfo" => Value::Native(Rc::new(InvocationInfo {
                site: self.site.clone().unwrap_or_default(),
                position: self.error.position.clone(),
                command: None,
            })),
            "scriptstacktrace" => Value::Str(Rc::clone(&self.stack)),
            "pipelineiterationinfo" => Value::array(Vec::new()),
            // What a remote error of .NET says besides; nothing here has such words.
            "psmessagedetails" => Value::Null,
            "origininfo" => origin(self.error.host.as_deref()?),
            _ => return None,
        })
    }

    fn property_names(&self) -> Vec<Name> {
        let origin = self.error.host.as_ref().map(|_| "OriginInfo");
        [
            "PSMessageDetails",
            "Exception",
            "TargetObject",
            "CategoryInfo",
            "FullyQualifiedErrorId",
            "ErrorDetails",
            "InvocationInfo",
            "ScriptStackTrace",
            "PipelineIterationInfo",
        ]
        .into_iter()
        .chain(origin)
        .map(Name::Static)
        .collect()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Which host an error comes from.
fn origin(host: &str) -> Value {
    let mut object = PsObject::default();
    object.set_type_names(TypeNames::Own(Rc::new(vec![
        "System.Management.Automation.Remoting.OriginInfo".into(),
        "System.Object".into(),
    ])));
    object.text = Some(host.into());
    object.push("PSComputerName", MemberKind::Property(host.into()));
    Value::object(object)
}

/// `System.Management.Automation.ErrorCategoryInfo`.
#[derive(Debug)]
pub struct CategoryInfo {
    category: ErrorCategory,
    activity: Rc<str>,
    reason: Rc<str>,
    target: (String, String),
    line: String,
}

impl Native for CategoryInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.ErrorCategoryInfo",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        self.line.clone()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "category" => Value::Enum(Rc::new(EnumValue {
                ty: &ERROR_CATEGORY,
                number: self.category as i64,
            })),
            "activity" => Value::Str(Rc::clone(&self.activity)),
            "reason" => Value::Str(Rc::clone(&self.reason)),
            "targetname" => Value::str(self.target.0.as_str()),
            "targettype" => Value::str(self.target.1.as_str()),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        ["Category", "Activity", "Reason", "TargetName", "TargetType"]
            .into_iter()
            .map(Name::Static)
            .collect()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        // With a culture or without: the words are the same in all of them.
        (name.eq_ignore_ascii_case("GetMessage") && args.len() < 2)
            .then(|| Ok(Some(Value::from(self.line.as_str()))))
    }
    fn methods(&self) -> &'static [&'static str] {
        &["GetMessage"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Management.Automation.InvocationInfo`: how a command was called, and where.
#[derive(Debug)]
pub struct InvocationInfo {
    /// The call.
    pub site: Rc<CallSite>,
    /// The place: of the call, or of the error.
    pub position: Option<Position>,
    /// The script file that this call runs, for `$MyInvocation` of a script.
    pub command: Option<Rc<str>>,
}

impl InvocationInfo {
    fn script(&self) -> Rc<str> {
        self.position
            .as_ref()
            .and_then(|position| position.source.name().cloned())
            .unwrap_or_else(|| "".into())
    }
}

impl Native for InvocationInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.InvocationInfo",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.InvocationInfo".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let start = self
            .position
            .as_ref()
            .map(|position| position.source.position(position.span.start));
        Some(match name.to_ascii_lowercase().as_str() {
            "mycommand" => self.site.command.clone(),
            "boundparameters" => self.site.bound.clone(),
            "unboundarguments" => Value::List(Rc::new(List::untyped(Vec::new()))),
            "scriptlinenumber" => Value::Int(start.map_or(0, |at| at.line.try_into().unwrap_or(0))),
            "offsetinline" => Value::Int(start.map_or(0, |at| at.column.try_into().unwrap_or(0))),
            "historyid" => Value::Long(1),
            "scriptname" => Value::Str(self.script()),
            "line" => match (&self.position, start) {
                (Some(position), Some(at)) => Value::str(position.source.line(at.line)),
                _ => Value::from(""),
            },
            "statement" => match &self.position {
                Some(position) => Value::str(position.source.slice(position.span)),
                None => Value::from(""),
            },
            "positionmessage" => Value::from(
                self.position
                    .as_ref()
                    .map_or_else(String::new, position_message),
            ),
            "psscriptroot" => Value::str(
                std::path::Path::new(&*self.script())
                    .parent()
                    .map(os_text::text_of)
                    .unwrap_or_default(),
            ),
            "pscommandpath" => Value::Str(self.script()),
            "invocationname" => Value::Str(Rc::clone(&self.site.invocation_name)),
            "pipelinelength" => Value::Int(self.site.pipeline.0),
            "pipelineposition" => Value::Int(self.site.pipeline.1),
            "expectinginput" => Value::Bool(self.site.expecting_input),
            "commandorigin" => Value::from("Internal"),
            "displayscriptposition" => Value::Null,
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "MyCommand",
            "BoundParameters",
            "UnboundArguments",
            "ScriptLineNumber",
            "OffsetInLine",
            "HistoryId",
            "ScriptName",
            "Line",
            "PositionMessage",
            "PSScriptRoot",
            "PSCommandPath",
            "InvocationName",
            "PipelineLength",
            "PipelinePosition",
            "ExpectingInput",
            "CommandOrigin",
            "DisplayScriptPosition",
        ]
        .into_iter()
        .map(Name::Static)
        .collect()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
