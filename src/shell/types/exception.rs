//! Exceptions as values: `[System.Exception]::new('x')`, `$_.Exception`.

use std::any::Any;
use std::cell::OnceCell;
use std::rc::Rc;

use super::TypeRef;
use crate::error::ShellError;
use crate::value::{Hashtable, Name, Native, Value};

/// An exception: its type, what it says, and the one inside.
#[derive(Clone, Debug)]
pub struct ExceptionValue {
    /// The full name of its type.
    pub type_name: Rc<str>,
    /// What it says.
    pub message: Rc<str>,
    /// The exception inside.
    pub inner: Option<Value>,
    /// Other properties that its type has, such as `CommandName` or `ParameterName`.
    pub properties: Vec<(Name, Value)>,
    data: Rc<Hashtable>,
    /// Where it was thrown, once it was.
    trace: Rc<OnceCell<Rc<str>>>,
}

impl ExceptionValue {
    /// An exception of the type `type_name` with a message.
    pub fn new(type_name: &str, message: impl Into<Rc<str>>) -> Self {
        Self {
            type_name: type_name.into(),
            message: message.into(),
            inner: None,
            properties: Vec::new(),
            data: Rc::default(),
            trace: Rc::default(),
        }
    }

    /// The exception of an error, with those inside.
    pub fn of(error: &ShellError) -> Self {
        let mut made = Self::new(&error.exception, error.message.as_str());
        made.inner = error
            .inner
            .as_ref()
            .map(|inner| Value::native(Self::of(inner)));
        made
    }

    /// Adds an entry to its `Data`.
    pub fn with_data(self, key: &str, value: impl Into<Value>) -> Self {
        self.data.set_text(key, value.into());
        self
    }

    /// Puts an exception inside.
    pub fn with_inner(mut self, inner: Value) -> Self {
        if !inner.is_null() {
            self.inner = Some(inner);
        }
        self
    }

    /// Says where it was thrown: lines as `at f, FILE: line 1`. What was thrown again keeps its first place.
    pub fn set_trace(&self, stack: &str) {
        self.trace.get_or_init(|| {
            let lines: Vec<String> = stack.lines().map(|line| format!("   {line}")).collect();
            lines.join("\n").into()
        });
    }

    fn is_of_an_argument(&self) -> bool {
        matches!(
            &*self.type_name,
            "System.ArgumentException"
                | "System.ArgumentNullException"
                | "System.ArgumentOutOfRangeException"
                | "System.Management.Automation.PSArgumentException"
                | "System.Management.Automation.PSArgumentNullException"
                | "System.Management.Automation.PSArgumentOutOfRangeException"
        )
    }

    fn has_own(&self, name: &str) -> bool {
        let mut names = self.properties.iter().map(|(name, _)| name);
        names.any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The parameter that the message names at its end, as .NET writes it.
    fn parameter(&self) -> Value {
        self.message
            .strip_suffix("')")
            .and_then(|text| text.rsplit_once("(Parameter '"))
            .map_or(Value::Null, |(_, name)| Value::from(name))
    }

    /// The error that throwing this exception raises, with those inside.
    pub fn to_error(&self) -> ShellError {
        let mut error = ShellError::new(
            self.type_name.clone(),
            crate::error::ErrorCategory::OperationStopped,
            self.message.to_string(),
        )
        .exception(self.type_name.clone());
        error.inner = self
            .inner
            .as_ref()
            .and_then(|inner| inner.downcast::<Self>())
            .map(|inner| Box::new(inner.to_error()));
        error
    }
}

/// What stands between the first quotes of a message.
fn quoted(message: &str) -> Option<&str> {
    message.split('\'').nth(1)
}

/// `HResult`, as .NET has it for the type: of one without a number of its own that of the nearest base that has one.
fn number(type_name: &str) -> i32 {
    let bases = super::exception_types::bases(type_name);
    let known = own_number(type_name).or_else(|| bases.iter().find_map(|base| own_number(base)));
    known.unwrap_or(0x8013_1500).cast_signed()
}

fn own_number(type_name: &str) -> Option<u32> {
    Some(match type_name.rsplit('.').next().unwrap_or(type_name) {
        "ArgumentException" | "PSArgumentException" => 0x8007_0057,
        "ArgumentNullException" | "NullReferenceException" | "PSArgumentNullException" => {
            0x8000_4003
        }
        "ArgumentOutOfRangeException" | "PSArgumentOutOfRangeException" => 0x8013_1502,
        "TimeoutException" => 0x8013_1505,
        "IndexOutOfRangeException" => 0x8013_1508,
        "InvalidOperationException" | "PSInvalidOperationException" => 0x8013_1509,
        "NotSupportedException" | "PSNotSupportedException" => 0x8013_1515,
        "OverflowException" => 0x8013_1516,
        "FormatException" => 0x8013_1537,
        "KeyNotFoundException" => 0x8013_1577,
        "IOException" => 0x8013_1620,
        "FileNotFoundException" => 0x8007_0002,
        "DirectoryNotFoundException" => 0x8007_0003,
        "UnauthorizedAccessException" => 0x8007_0005,
        "DivideByZeroException" => 0x8002_0012,
        "NotImplementedException" | "PSNotImplementedException" => 0x8000_4001,
        "InvalidCastException" => 0x8000_4002,
        "ArithmeticException" => 0x8007_0216,
        "PlatformNotSupportedException" => 0x8013_1539,
        "ObjectDisposedException" => 0x8013_1622,
        "OperationCanceledException" => 0x8013_153B,
        "MissingMethodException" => 0x8013_1513,
        "RankException" => 0x8013_1517,
        "EndOfStreamException" => 0x8007_0026,
        "PathTooLongException" => 0x8007_00CE,
        "SecurityException" => 0x8013_150A,
        "OutOfMemoryException" => 0x8007_000E,
        "XmlException" => 0x8013_1940,
        "Win32Exception" => 0x8000_4005,
        "SystemException" => 0x8013_1501,
        _ => return None,
    })
}

impl Native for ExceptionValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Exception", "System.Object"]
    }
    fn type_ref(&self) -> Option<TypeRef> {
        Some(
            super::exception_types::by_name(&self.type_name).map_or_else(
                || TypeRef::Emitted(self.type_name.clone()),
                TypeRef::Exception,
            ),
        )
    }
    /// One line for each exception of the chain, then as many ends: in time that grows with the length of the text alone.
    fn to_text(&self) -> String {
        let mut text = format!("{}: {}", self.type_name, self.message);
        let mut ends = 0;
        let mut next = self.inner.as_ref();
        while let Some(inner) = next {
            text.push_str("\n ---> ");
            ends += 1;
            let Some(exception) = inner.downcast::<Self>() else {
                text.push_str(&crate::value::convert::to_text(inner));
                break;
            };
            text.push_str(&exception.type_name);
            text.push_str(": ");
            text.push_str(&exception.message);
            next = exception.inner.as_ref();
        }
        text.push_str(&"\n   --- End of inner exception stack trace ---".repeat(ends));
        text
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "message" => Value::Str(self.message.clone()),
            "innerexception" => self.inner.clone().unwrap_or_default(),
            "data" => Value::Hashtable(self.data.clone()),
            "hresult" => Value::Int(number(&self.type_name)),
            "paramname" if self.is_of_an_argument() => self.parameter(),
            "filename"
                if self.type_name.ends_with("FileNotFoundException") && !self.has_own(name) =>
            {
                quoted(&self.message).map_or(Value::Null, Value::from)
            }
            "stacktrace" => (self.trace.get()).map_or(Value::Null, |text| Value::Str(text.clone())),
            // What throws is always the engine.
            "source" if self.trace.get().is_some() => Value::from("System.Management.Automation"),
            "source" | "helplink" | "targetsite" => Value::Null,
            _ => {
                return self
                    .properties
                    .iter()
                    .find(|(known, _)| known.eq_ignore_ascii_case(name))
                    .map(|(_, value)| value.clone());
            }
        })
    }
    fn property_names(&self) -> Vec<Name> {
        let mut names: Vec<Name> = self
            .properties
            .iter()
            .map(|(name, _)| name.clone())
            .collect();
        if self.is_of_an_argument() {
            names.push(Name::Static("ParamName"));
        } else if self.type_name.ends_with("FileNotFoundException") && !self.has_own("FileName") {
            names.push(Name::Static("FileName"));
        }
        names.extend(
            [
                "TargetSite",
                "Message",
                "Data",
                "InnerException",
                "HelpLink",
                "Source",
                "HResult",
                "StackTrace",
            ]
            .map(Name::Static),
        );
        names
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
