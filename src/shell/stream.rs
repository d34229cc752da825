//! What the streams beside the success stream carry, as values: lines of the warning, verbose and debug stream, and records of
//! the information stream.

use std::rc::Rc;

use super::host_message::HostMessage;
use super::types::rarities::IdentityValue;
use super::value::{Name, Native, Value};

/// Which stream a text record belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextStream {
    /// 3.
    Warning,
    /// 4.
    Verbose,
    /// 5.
    Debug,
}

/// A line of the warning, verbose or debug stream, as a value once it is redirected.
#[derive(Clone, Debug)]
pub struct TextRecord {
    /// Which stream.
    pub stream: TextStream,
    /// What it says.
    pub message: Rc<str>,
}

impl Native for TextRecord {
    fn type_names(&self) -> &'static [&'static str] {
        match self.stream {
            TextStream::Warning => &[
                "System.Management.Automation.WarningRecord",
                "System.Management.Automation.InformationalRecord",
                "System.Object",
            ],
            TextStream::Verbose => &[
                "System.Management.Automation.VerboseRecord",
                "System.Management.Automation.InformationalRecord",
                "System.Object",
            ],
            TextStream::Debug => &[
                "System.Management.Automation.DebugRecord",
                "System.Management.Automation.InformationalRecord",
                "System.Object",
            ],
        }
    }
    fn to_text(&self) -> String {
        self.message.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        if name.eq_ignore_ascii_case("Message") {
            return Some(Value::Str(Rc::clone(&self.message)));
        }
        (name.eq_ignore_ascii_case("InvocationInfo")
            || name.eq_ignore_ascii_case("PipelineIterationInfo"))
        .then_some(Value::Null)
    }
    fn property_names(&self) -> Vec<Name> {
        vec![
            "Message".into(),
            "InvocationInfo".into(),
            "PipelineIterationInfo".into(),
        ]
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// A record of the information stream: what `Write-Information` and `Write-Host` write.
#[derive(Clone, Debug)]
pub struct InformationRecord {
    /// What was written.
    pub data: Value,
    /// The text of it.
    pub text: Rc<str>,
    /// The tags; `PSHOST` when it was written for the screen.
    pub tags: Vec<Rc<str>>,
    /// The command or script that wrote it.
    pub source: Rc<str>,
}

impl InformationRecord {
    /// Whether it was written for the screen, whatever the preference says.
    pub fn is_for_host(&self) -> bool {
        self.tags
            .iter()
            .any(|tag| tag.eq_ignore_ascii_case("PSHOST"))
    }
}

impl InformationRecord {
    /// The message with its colours, when `Write-Host` wrote it.
    pub fn host_message(&self) -> Option<&HostMessage> {
        match &self.data {
            Value::Native(native) => native.as_any().downcast_ref(),
            _ => None,
        }
    }
}

impl Native for InformationRecord {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.InformationRecord",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        self.text.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "messagedata" => Some(self.data.clone()),
            "source" => Some(Value::Str(Rc::clone(&self.source))),
            "tags" => Some(Value::strings(self.tags.iter().cloned())),
            "user" => Some(Value::from(IdentityValue::user())),
            "processid" => Some(Value::UInt32(std::process::id())),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["MessageData", "Source", "Tags", "User", "ProcessId"]
            .map(Name::Static)
            .to_vec()
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
