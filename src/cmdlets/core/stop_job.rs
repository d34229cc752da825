//! `Stop-Job`.

use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::job_selection::Jobs;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::job;

/// Stops background jobs, as Ctrl+C would. What they have written stays.
///
/// # Examples
/// ```iovsh
/// PS> Start-Job { while ($true) { Start-Sleep 1 } } | Stop-Job -PassThru | ForEach-Object State
/// Stopped
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Stop",
    noun = "Job",
    module = "Microsoft.PowerShell.Core",
    default_set = "SessionIdParameterSet",
    alias("spjb"),
    should_process,
    output = "System.Management.Automation.PSRemotingJob"
)]
pub struct StopJob {
    #[flatten]
    jobs: Jobs,
    /// Hands the jobs on.
    pass_thru: bool,
}

impl Cmdlet for StopJob {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = self.jobs.find(cx, &[])?;
        for job in found {
            if !job.state().is_finished()
                && cx.should_process(&format!("Job ID: {}", job.id), "Stop-Job")?
            {
                job.stop();
                cx.settle();
                while !job.state().is_finished() {
                    if cx.is_cancelled() {
                        return Err(Interrupt::Cancelled);
                    }
                    job.wait_for_end(Duration::from_millis(20));
                }
            }
            if self.pass_thru {
                cx.emit(job::value(&job))?;
            }
        }
        Ok(())
    }
}
