//! Who makes the sessions of jobs, and what a job's thread has to do with the job.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Item, JobState, Shared, Work};

/// Makes the sessions of jobs and runs their work in them.
pub trait SessionFactory: Send + Sync {
    /// Runs the work in a session that is made for it, on the thread of the job. What it writes goes to the log, as it is
    /// written; before it begins the log is told which flag ends it.
    fn run(&self, work: Work, log: &Log) -> Ending;

    /// Where the children of a job run, one at each.
    fn locations(&self) -> Vec<String> {
        vec!["localhost".to_owned()]
    }

    /// Whether that is at other hosts.
    fn is_remote(&self) -> bool {
        false
    }
}

/// How a job ended.
#[derive(Debug)]
pub struct Ending {
    /// Completed, failed or stopped.
    pub state: JobState,
    /// The message of the error that ended it, when it failed.
    pub reason: Option<String>,
}

/// What a job's thread sees of the job.
pub struct Log(pub(super) Arc<Shared>);

impl Log {
    /// Keeps something that the job wrote until somebody takes it.
    pub fn write(&self, item: Item) {
        self.write_of(0, item);
    }

    /// The same of one of several children.
    pub fn write_of(&self, child: usize, item: Item) {
        self.0.push(child, item);
    }

    /// A child has ended before the job does.
    pub fn ended(&self, child: usize, ending: &Ending) {
        self.0.finish(Some(child), ending);
    }

    /// From now on this flag ends what the job runs. It is set when the job was told to stop already.
    pub fn ends_by(&self, flag: &Arc<AtomicBool>) {
        self.0.lock().cancel = Some(Arc::clone(flag));
        if self.0.stop.load(Ordering::Relaxed) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    /// Whether the job was told to stop.
    pub fn is_stopped(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }
}
