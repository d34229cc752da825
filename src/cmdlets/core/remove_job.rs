//! `Remove-Job`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::job_selection::Jobs;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::job;

/// Forgets background jobs that have ended, with all that they have written.
///
/// # Examples
/// ```iovsh
/// PS> Start-Job { 1 } | Wait-Job | Remove-Job
/// PS> @(Get-Job).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Job",
    module = "Microsoft.PowerShell.Core",
    default_set = "SessionIdParameterSet",
    alias("rjb"),
    should_process
)]
pub struct RemoveJob {
    #[flatten]
    jobs: Jobs,
    /// What they run. Wildcards are allowed.
    #[param(set = "CommandParameterSet", by_property_name)]
    command: Vec<String>,
    /// Stops those that run.
    #[param(alias = "F")]
    force: bool,
}

impl Cmdlet for RemoveJob {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = self.jobs.find(cx, &self.command)?;
        for job in found {
            if !cx.should_process(&format!("Job ID: {}", job.id), "Remove-Job")? {
                continue;
            }
            if !job.state().is_finished() {
                if !self.force {
                    cx.error(
                        ShellError::new(
                            "JobObjectNotFinishedCannotBeRemoved",
                            ErrorCategory::InvalidOperation,
                            format!(
                                "The command cannot remove the job with the job ID {} because the job is not finished. To remove the job, first stop the job, or use the Force parameter.",
                                job.id
                            ),
                        )
                        .exception("System.ArgumentException")
                        .target(job::value(&job)),
                    )?;
                    continue;
                }
                job.stop();
            }
            cx.session()
                .jobs
                .list
                .retain(|known| !Rc::ptr_eq(known, &job));
        }
        Ok(())
    }
}
