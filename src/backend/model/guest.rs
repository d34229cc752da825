//! What is asked of the agent in a guest, and what a guest says of itself.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What a guest's agent is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuestQuestion {
    /// Runs a program, as the agent's user, and waits for its end.
    Run {
        /// The program.
        program: String,
        /// Its arguments.
        arguments: Vec<String>,
        /// How long it may take.
        limit: Duration,
    },
    /// Writes a file, or behind what was written of it before.
    Write {
        /// The path in the guest.
        path: String,
        /// The bytes, in base64.
        data: String,
        /// Behind what is there.
        append: bool,
        /// Folders that are missing are made.
        folders: bool,
        /// A file that is there is replaced.
        replace: bool,
    },
}

impl GuestQuestion {
    /// Whether it goes on with what was asked before: a further piece of a file.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        matches!(self, Self::Write { append: true, .. })
    }
}

/// What a guest's agent answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuestAnswer {
    /// The program has ended.
    Ran {
        /// Its exit code; `None` when a signal ended it.
        exit: Option<i32>,
        /// What it wrote.
        output: String,
        /// What it wrote of errors.
        errors: String,
    },
    /// It is written.
    Written,
}

/// What a guest says of itself. Filled by [`super::Scope::guests`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GuestFacts {
    /// The name of its system, as a person reads it.
    pub system: Option<String>,
    /// The version of its kernel.
    pub kernel: Option<String>,
}
