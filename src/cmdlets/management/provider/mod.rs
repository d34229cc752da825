//! What stands behind a path: the file system, or one of the drives over the session itself.
//!
//! The trait is as small as the item cmdlets allow. What only files have (streams of content, attributes, links) is done
//! by the cmdlets on native paths.

mod alias;
mod environment;
mod file_properties;
mod file_system;
pub mod function;
mod own_file_info;
pub mod own_storage;
mod variable;

use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::eval::Session;
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::value::{MemberKind, PsObject, Value};

pub use file_properties::change_property;
pub use file_system::{FileSystemInfo, provider_path};

/// A name below a container.
#[derive(Clone, Debug)]
pub struct Child {
    /// The last part of its path.
    pub name: String,
    /// Whether it can have children itself.
    pub container: bool,
}

/// A kind of items.
pub trait Provider {
    /// Whether there is such an item.
    fn exists(&self, session: &mut Session, at: &Location) -> bool;

    /// Whether the item can have children.
    fn is_container(&self, session: &mut Session, at: &Location) -> bool;

    /// What is below a container: containers first, then the others, each sorted by name. Hidden ones only when asked
    /// for.
    ///
    /// # Errors
    /// It cannot be read.
    fn children(
        &self,
        session: &mut Session,
        at: &Location,
        hidden: bool,
    ) -> Result<Vec<Child>, ShellError>;

    /// The item as an object.
    ///
    /// # Errors
    /// It is not there.
    fn item(&self, session: &mut Session, at: &Location) -> Result<Value, ShellError>;

    /// What `Get-Content` gives of an item that is no file.
    ///
    /// # Errors
    /// It is not there, or has no content.
    fn content(&self, session: &mut Session, at: &Location) -> Result<Vec<Value>, ShellError>;

    /// Gives an item a value, and makes it when it is not there.
    ///
    /// # Errors
    /// It cannot be changed, or the value has the wrong type.
    fn set(&self, session: &mut Session, at: &Location, value: &Value) -> Result<(), ShellError>;

    /// Takes an item away.
    ///
    /// # Errors
    /// It is not there, or must not be removed.
    fn remove(&self, session: &mut Session, at: &Location, force: bool) -> Result<(), ShellError>;
}

/// The provider of a kind.
pub fn of(kind: ProviderKind) -> &'static dyn Provider {
    match kind {
        ProviderKind::FileSystem => &file_system::FileSystem,
        ProviderKind::Environment => &environment::Environment,
        ProviderKind::Variable => &variable::Variables,
        ProviderKind::Function => &function::Functions,
        ProviderKind::Alias => &alias::Aliases,
    }
}

/// A path that is not there.
pub fn path_not_found(text: &str) -> ShellError {
    let mut error = ShellError::new(
        "PathNotFound",
        ErrorCategory::ObjectNotFound,
        format!("Cannot find path '{text}' because it does not exist."),
    )
    .exception("System.Management.Automation.ItemNotFoundException")
    .target(text);
    error.help = crate::missing_file::beside(text);
    error
}

/// An operation that this kind of item does not have.
pub fn not_supported(at: &Location, operation: &str) -> ShellError {
    ShellError::new(
        "NotSupported",
        ErrorCategory::NotImplemented,
        format!(
            "Items of the provider {} cannot be {operation}: '{}'.",
            at.drive.provider.name(),
            at.text()
        ),
    )
    .exception("System.Management.Automation.PSNotSupportedException")
    .target(at.text())
}

/// What the operating system answered, as PowerShell reports it: `id` is the one for a failure of reading or writing; a
/// missing permission has its own, made from `id`'s command by the caller.
pub fn io_error(error: &std::io::Error, id: &str, denied: &str, text: &str) -> ShellError {
    use std::io::ErrorKind as K;
    let (id, category, exception) = match error.kind() {
        K::PermissionDenied => (
            denied,
            ErrorCategory::PermissionDenied,
            "System.UnauthorizedAccessException",
        ),
        K::NotFound => (
            id,
            ErrorCategory::ObjectNotFound,
            "System.IO.FileNotFoundException",
        ),
        K::AlreadyExists => (id, ErrorCategory::ResourceExists, "System.IO.IOException"),
        _ => (id, ErrorCategory::WriteError, "System.IO.IOException"),
    };
    let message = match error.kind() {
        K::PermissionDenied => format!("Access to the path '{text}' is denied."),
        K::NotFound => format!("Could not find a part of the path '{text}'."),
        K::AlreadyExists => format!("The file '{text}' already exists."),
        _ => format!("'{text}': {error}."),
    };
    ShellError::new(id, category, message)
        .exception(exception)
        .cause(error.to_string())
        .target(text)
}

/// The properties that every item of a provider carries.
pub fn add_path_notes(object: &PsObject, at: &Location) {
    let provider = format!("Microsoft.PowerShell.Core\\{}", at.drive.provider.name());
    let note = |text: String| MemberKind::Note(text.into());
    object.push("PSPath", note(format!("{provider}::{}", at.path)));
    object.push("PSDrive", note(at.drive.name.to_string()));
    object.push("PSProvider", note(provider));
    object.push("PSIsContainer", MemberKind::Note(Value::Bool(false)));
}
