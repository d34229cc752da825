//! The lines that were run at the prompt of a session.

use std::collections::VecDeque;
use std::rc::Rc;
use std::time::SystemTime;

use super::output::Output;
use super::session::{Outcome, Session};
use crate::value::EnumType;

/// `System.Management.Automation.Runspaces.PipelineState`.
pub static PIPELINE_STATE: EnumType = EnumType {
    name: "System.Management.Automation.Runspaces.PipelineState",
    members: &[
        ("NotStarted", 0),
        ("Running", 1),
        ("Stopping", 2),
        ("Stopped", 3),
        ("Completed", 4),
        ("Failed", 5),
        ("Disconnected", 6),
    ],
    flags: false,
};

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryState {
    /// Ctrl+C ended it.
    Stopped = 3,
    /// It ran to its end.
    Completed = 4,
    /// An error ended it.
    Failed = 5,
}

/// A line that was run.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    /// Its number, from 1. Numbers are not given twice.
    pub id: u64,
    /// The line.
    pub line: Rc<str>,
    /// When it began.
    pub began: SystemTime,
    /// When it ended.
    pub ended: SystemTime,
    /// How it ended.
    pub state: HistoryState,
}

/// The lines of a session, oldest first.
#[derive(Debug, Default)]
pub struct History {
    entries: VecDeque<HistoryEntry>,
    last: u64,
    /// What `Invoke-History` ran instead of the line that was typed.
    invoked: Option<Rc<str>>,
}

/// How many lines are kept: PowerShell's `$MaximumHistoryCount`.
const MOST: usize = 4096;

impl History {
    /// The lines, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &HistoryEntry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// Forgets the lines that `gone` chooses.
    pub fn forget(&mut self, gone: impl Fn(&HistoryEntry) -> bool) {
        self.entries.retain(|entry| !gone(entry));
    }

    /// Notes that a line of the history runs in place of the one that was typed: it is what is kept.
    pub fn invoke(&mut self, line: &Rc<str>) {
        self.invoked = Some(Rc::clone(line));
    }

    fn add(&mut self, line: &str, began: SystemTime, state: HistoryState) {
        self.last += 1;
        if self.entries.len() >= MOST {
            self.entries.pop_front();
        }
        self.entries.push_back(HistoryEntry {
            id: self.last,
            line: self.invoked.take().unwrap_or_else(|| line.into()),
            began,
            ended: SystemTime::now(),
            state,
        });
    }
}

impl Session {
    /// Runs a line of the prompt, as [`Session::run_text`] does, and keeps it for `Get-History` when it has run.
    pub fn run_line(&mut self, line: &str, output: &mut dyn Output) -> Outcome {
        let began = SystemTime::now();
        let outcome = self.run_text(line, None, output);
        let state = match outcome {
            Outcome::Cancelled => HistoryState::Stopped,
            Outcome::Failed => HistoryState::Failed,
            Outcome::Done | Outcome::Exit(_) => HistoryState::Completed,
        };
        self.history.add(line.trim_end(), began, state);
        outcome
    }
}
