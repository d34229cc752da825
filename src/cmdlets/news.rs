//! What the prompt tells above the line that is typed: what others did to the host meanwhile, and which jobs have ended.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::place::Opener;
use iovsh_backend::Host;
use iovsh_backend::journal::{Entry, Level, kind_of};
use iovsh_shell::eval::Session;
use iovsh_shell::job::JobWatch;
use iovsh_shell::visible::visible_line;

/// At most so many lines at once: who was away for long reads the journal.
const MOST: usize = 5;

/// What has been told, and what is watched.
#[derive(Clone, Default)]
pub struct News(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    host: Option<Arc<dyn Host>>,
    /// The number of the last entry of the journal that is known; `None` before the first look.
    last: Option<u64>,
    jobs: Vec<JobWatch>,
    /// Jobs that had ended when they were first seen, or that were told of.
    ended: BTreeSet<i32>,
}

impl News {
    /// Watches the jobs of a session from now on.
    pub fn follow(&self, session: &Session) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.jobs = session.jobs.list.iter().map(|job| job.watch()).collect();
        let done: Vec<i32> = inner
            .jobs
            .iter()
            .filter(|job| job.state().is_finished())
            .map(|job| job.id)
            .collect();
        inner.ended.extend(done);
    }

    /// What has happened since the last look. `opener` opens the host at the first one.
    pub fn since(&self, opener: Option<&Opener>) -> Vec<String> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines = inner.of_jobs();
        if inner.host.is_none()
            && let Some(opener) = opener
        {
            inner.host = opener(false).ok();
        }
        let journal = inner.host.as_ref().and_then(|host| host.journal().ok());
        if let Some(journal) = journal {
            lines.extend(inner.of_journal(&journal.entries, std::process::id()));
        }
        lines
    }
}

impl Inner {
    fn of_jobs(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for job in &self.jobs {
            let state = job.state();
            if state.is_finished() && self.ended.insert(job.id) {
                let name = visible_line(&job.name);
                lines.push(format!(
                    "[{} {name}: {state:?}; Receive-Job {} shows what it wrote]",
                    job.id, job.id
                ));
            }
        }
        lines
    }

    /// Warnings and errors in the journal that another process wrote and that were not told of.
    fn of_journal(&mut self, entries: &[Entry], own: u32) -> Vec<String> {
        let newest = entries.iter().map(|entry| entry.record).max().unwrap_or(0);
        let Some(last) = self.last.replace(newest) else {
            return Vec::new();
        };
        let counts = |entry: &&Entry| {
            let level = kind_of(entry.id).map(|kind| kind.level);
            entry.record > last
                && entry.process != own
                && matches!(level, Some(Level::Warning | Level::Error))
        };
        let found: Vec<&Entry> = entries.iter().filter(counts).collect();
        let left = found.len().saturating_sub(MOST);
        let mut lines: Vec<String> = found
            .iter()
            .skip(left)
            .map(|entry| format!("[{} {}]", entry.id, visible_line(&entry.message)))
            .collect();
        if left > 0 {
            lines.insert(
                0,
                format!(
                    "[{left} more events: Get-WinEvent -MaxEvents {}]",
                    left + MOST
                ),
            );
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(record: u64, id: u32, process: u32) -> Entry {
        Entry {
            record,
            id,
            process,
            message: format!("event {record}"),
            ..Entry::default()
        }
    }

    #[test]
    fn what_others_did_is_told_once_and_not_what_was_there_before() {
        let mut inner = Inner::default();
        let mut journal = vec![entry(1, 12590, 7)];
        assert!(inner.of_journal(&journal, 1).is_empty());
        // One of this process, one that is no warning, one of another process.
        journal.extend([entry(2, 12590, 1), entry(3, 12588, 7), entry(4, 12614, 7)]);
        assert_eq!(inner.of_journal(&journal, 1), ["[12614 event 4]"]);
        assert!(inner.of_journal(&journal, 1).is_empty());
        journal.extend((5..15).map(|record| entry(record, 12590, 7)));
        let told = inner.of_journal(&journal, 1);
        assert_eq!(told.len(), MOST + 1);
        assert!(told[0].contains("5 more events"), "{told:?}");
    }
}
