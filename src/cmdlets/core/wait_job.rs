//! `Wait-Job`.

use std::rc::Rc;
use std::time::{Duration, Instant};

use iovsh_derive::Cmdlet;

use super::job_selection::Jobs;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::job::{self, Job};

/// Waits until background jobs have ended, and hands them on.
///
/// # Examples
/// ```iovsh
/// PS> Start-Job { 1 + 1 } | Wait-Job -Timeout 10 | ForEach-Object State
/// Completed
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Wait",
    noun = "Job",
    module = "Microsoft.PowerShell.Core",
    default_set = "SessionIdParameterSet",
    alias("wjb"),
    output = "System.Management.Automation.PSRemotingJob"
)]
pub struct WaitJob {
    #[flatten]
    jobs: Jobs,
    /// Until one of them has ended.
    any: bool,
    /// How many seconds at the most; -1 is without end.
    #[param(alias = "TimeoutSec", range = -1..=i32::MAX)]
    timeout: Option<i32>,
    /// Accepted; a job that waits for a person does not exist here.
    force: bool,
    #[state]
    waited_for: Vec<Rc<Job>>,
}

/// How long to wait between two looks at Ctrl+C.
const GLANCE: Duration = Duration::from_millis(20);

impl Cmdlet for WaitJob {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = self.jobs.find(cx, &[])?;
        for job in found {
            if !self.waited_for.iter().any(|known| Rc::ptr_eq(known, &job)) {
                self.waited_for.push(job);
            }
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let limit = self
            .timeout
            .and_then(|seconds| u64::try_from(seconds).ok())
            .map(Duration::from_secs);
        let began = Instant::now();
        cx.settle();
        loop {
            let ended = |job: &&Rc<Job>| job.state().is_finished();
            let count = self.waited_for.iter().filter(ended).count();
            if count == self.waited_for.len() || (self.any && count > 0) {
                break;
            }
            if limit.is_some_and(|limit| began.elapsed() >= limit) {
                break;
            }
            if cx.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            if let Some(job) = self.waited_for.iter().find(|job| !ended(job)) {
                job.wait_for_end(GLANCE);
            }
        }
        for job in std::mem::take(&mut self.waited_for) {
            if job.state().is_finished() {
                cx.emit(job::value(&job))?;
                if self.any {
                    break;
                }
            }
        }
        Ok(())
    }
}
