//! What a host answers when it cannot do what was asked: a stable id, a reason, and a next step.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use iovsh_base::category::ErrorCategory as Category;

/// A refusal or failure of a host, its policy or its state file.
///
/// The id is stable and documented; the message is for people and may improve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostError(Box<Details>);

/// The parts of a [`HostError`]; reached through deref.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Stable id, for example `Iov.VfInUse`.
    pub id: Cow<'static, str>,
    /// PowerShell's category of the error.
    pub category: Category,
    /// One sentence in our own words, without the cause.
    pub message: String,
    /// The kernel's or libvirt's own words.
    pub cause: Option<Cause>,
    /// What the admin can do about it, as a full sentence.
    pub next_step: Option<String>,
    /// The name of what was being worked on (a NIC, VM, switch, file).
    pub target: Option<String>,
    /// Errors that followed from this one, for example undo steps that failed too.
    pub also: Vec<HostError>,
}

/// The words of whoever refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Who said it.
    pub source: CauseSource,
    /// The text as it was given.
    pub text: String,
    /// The kernel's error number, where there is one.
    pub errno: Option<i32>,
}

/// Who refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CauseSource {
    /// The Linux kernel (errno, extended ACK, a sysfs write).
    Kernel,
    /// The libvirt daemon.
    Libvirt,
    /// The file system under the state directory.
    File,
    /// The program that connects to another host, or that host.
    Ssh,
    /// A program of the cluster's engine.
    Pacemaker,
}

impl HostError {
    /// An error with its id, category and message; the rest is added by the builder methods.
    pub fn new(id: &'static str, category: Category, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            id: Cow::Borrowed(id),
            category,
            message: message.into(),
            cause: None,
            next_step: None,
            target: None,
            also: Vec::new(),
        }))
    }

    /// Adds the words of whoever refused.
    #[must_use]
    pub fn because(
        mut self,
        source: CauseSource,
        text: impl Into<String>,
        errno: Option<i32>,
    ) -> Self {
        self.0.cause = Some(Cause {
            source,
            text: text.into(),
            errno,
        });
        self
    }

    /// Adds an I/O error as the cause, with its errno.
    #[must_use]
    pub fn because_io(self, source: CauseSource, error: &std::io::Error) -> Self {
        self.because(source, error.to_string(), error.raw_os_error())
    }

    /// Adds what the admin can do about it.
    #[must_use]
    pub fn next_step(mut self, text: impl Into<String>) -> Self {
        self.0.next_step = Some(text.into());
        self
    }

    /// Adds the name of what was being worked on.
    #[must_use]
    pub fn target(mut self, name: impl Into<String>) -> Self {
        self.0.target = Some(name.into());
        self
    }

    /// The same error, said otherwise.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.0.message = message.into();
        self
    }

    /// Adds an error that followed from this one.
    #[must_use]
    pub fn and_also(mut self, error: HostError) -> Self {
        self.0.also.push(error);
        self
    }

    /// The kernel's error number, where the cause has one.
    #[must_use]
    pub fn errno(&self) -> Option<i32> {
        self.0.cause.as_ref().and_then(|cause| cause.errno)
    }
}

impl std::ops::Deref for HostError {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.0
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if let Some(cause) = &self.0.cause {
            let who = match cause.source {
                CauseSource::Kernel => "the kernel",
                CauseSource::Libvirt => "libvirt",
                CauseSource::File => "the file system",
                CauseSource::Ssh => "ssh",
                CauseSource::Pacemaker => "Pacemaker",
            };
            write!(f, " ({who} said: {})", cause.text)?;
        }
        for error in &self.0.also {
            write!(f, " Also: {error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for HostError {}

/// That a virtual machine could not be started, in Hyper-V's words, by what libvirt says of it.
pub(crate) fn not_started(name: &str, cause: Option<&Cause>) -> String {
    let words = cause.map(|cause| cause.text.as_str()).unwrap_or_default();
    match crate::advice::is_of_memory(words) {
        true => format!(
            "'{name}' failed to start. Not enough memory in the system to start the virtual machine {name}."
        ),
        false => format!("'{name}' failed to start."),
    }
}
