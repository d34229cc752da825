//! What a watcher of files tells.

use std::any::Any;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use crate::os_text;
use crate::types::ExceptionValue;
use crate::types::enums::{self, WATCHER_CHANGE_TYPES};
use crate::value::{MemberKind, Name, Native, PsObject, Value};

/// Something that happened to a file: which event of the watcher it is, and what it is told with.
#[derive(Clone, Debug)]
pub struct FileEvent {
    /// `Created`, `Changed`, `Deleted`, `Renamed`; `Error` where some are not told.
    pub kind: &'static str,
    /// The name below the folder that is watched.
    pub name: String,
    /// The name that it had.
    pub old_name: Option<String>,
    folder: PathBuf,
    failure: Option<Failure>,
}

/// Why some events are not told: type and message of the exception that says so.
#[derive(Clone, Debug)]
struct Failure(&'static str, String);

impl FileEvent {
    /// More happened in a folder than there is room for.
    pub(super) fn lost(folder: &Path) -> Self {
        let message = format!(
            "Too many changes at once in directory:{}.",
            os_text::text_of(folder)
        );
        let failure = Failure("System.IO.InternalBufferOverflowException", message);
        Self::error(folder, failure)
    }

    /// What happens in a folder from now on is not told.
    pub(super) fn unwatched(top: &Path, folder: &Path, error: Errno) -> Self {
        let kind = match error {
            Errno::ACCESS => "System.UnauthorizedAccessException",
            _ => "System.IO.IOException",
        };
        let message = cannot_watch(&os_text::text_of(folder), error);
        Self::error(top, Failure(kind, message))
    }

    fn error(folder: &Path, failure: Failure) -> Self {
        Self {
            kind: "Error",
            name: String::new(),
            old_name: None,
            folder: folder.to_owned(),
            failure: Some(failure),
        }
    }

    /// Its number among `WatcherChangeTypes`; 0 for an error.
    pub(super) fn number(&self) -> i64 {
        WATCHER_CHANGE_TYPES
            .members
            .iter()
            .find(|(name, _)| *name == self.kind)
            .map_or(0, |(_, number)| *number)
    }

    /// `FileSystemEventArgs`, `RenamedEventArgs` or `ErrorEventArgs`.
    pub fn to_value(&self) -> Value {
        if let Some(failure) = &self.failure {
            return Value::native(ErrorArguments(failure.clone()));
        }
        let made = PsObject::of(if self.old_name.is_some() {
            &[
                "System.IO.RenamedEventArgs",
                "System.IO.FileSystemEventArgs",
                "System.EventArgs",
                "System.Object",
            ]
        } else {
            &[
                "System.IO.FileSystemEventArgs",
                "System.EventArgs",
                "System.Object",
            ]
        });
        let full = |name: &str| Value::from(os_text::text_of(self.folder.join(name)));
        if let Some(old) = &self.old_name {
            made.push("OldFullPath", MemberKind::Property(full(old)));
            made.push("OldName", MemberKind::Property(Value::from(old.as_str())));
        }
        made.push(
            "ChangeType",
            MemberKind::Property(enums::value(&WATCHER_CHANGE_TYPES, self.number())),
        );
        made.push("FullPath", MemberKind::Property(full(&self.name)));
        made.push(
            "Name",
            MemberKind::Property(Value::from(self.name.as_str())),
        );
        Value::object(made)
    }
}

/// Why a folder cannot be watched, and which limit of the kernel stands in the way.
pub(super) fn cannot_watch(folder: &str, error: Errno) -> String {
    let limit = match error {
        Errno::NOSPC => "max_user_watches",
        Errno::MFILE => "max_user_instances",
        _ => return format!("'{folder}' cannot be watched: {error}"),
    };
    format!("'{folder}' cannot be watched: {error}. 'sysctl fs.inotify.{limit}' shows the limit.")
}

/// `System.IO.ErrorEventArgs`.
#[derive(Debug)]
struct ErrorArguments(Failure);

impl Native for ErrorArguments {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.IO.ErrorEventArgs",
            "System.EventArgs",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.IO.ErrorEventArgs".to_owned()
    }
    fn property(&self, _: &str) -> Option<Value> {
        None
    }
    fn property_names(&self) -> Vec<Name> {
        Vec::new()
    }
    fn call(
        &self,
        name: &str,
        args: &[Value],
    ) -> Option<Result<Option<Value>, crate::error::ShellError>> {
        if !name.eq_ignore_ascii_case("GetException") || !args.is_empty() {
            return None;
        }
        let Failure(kind, message) = &self.0;
        let exception = ExceptionValue::new(kind, message.clone());
        Some(Ok(Some(Value::native(exception))))
    }
    fn methods(&self) -> &'static [&'static str] {
        &["GetException"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What a watcher has to tell of one look.
pub(super) struct Told {
    pub top: PathBuf,
    pub found: Vec<FileEvent>,
    /// What was created since a name was last given up: what is created twice was seen in two ways.
    created: HashSet<String>,
}

impl Told {
    pub fn new(top: PathBuf) -> Self {
        Self {
            top,
            found: Vec::new(),
            created: HashSet::new(),
        }
    }

    pub fn name_of(&self, path: &Path) -> String {
        os_text::text_of(path.strip_prefix(&self.top).unwrap_or(path))
    }

    /// Adds an event. A change right behind the same change is one.
    pub fn push(&mut self, kind: &'static str, name: String, old_name: Option<String>) {
        let is_known = match kind {
            "Changed" => self
                .found
                .last()
                .is_some_and(|last| last.kind == kind && last.name == name),
            "Created" => !self.created.insert(name.clone()),
            _ => {
                self.created.clear();
                false
            }
        };
        if !is_known {
            self.found.push(FileEvent {
                kind,
                name,
                old_name,
                folder: self.top.clone(),
                failure: None,
            });
        }
    }
}
