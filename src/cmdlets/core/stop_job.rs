//! `Stop-Job`.

use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::job_selection::{JobArgument, Selection, StateArgument};
use crate::shell::argument::Guid;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::{Flow, Interrupt};
use crate::shell::eval::Context;
use crate::shell::job;

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
    /// The numbers of the jobs.
    #[param(
        set = "SessionIdParameterSet",
        position = 0,
        mandatory,
        by_property_name
    )]
    id: Vec<i32>,
    /// The jobs.
    #[param(
        set = "JobParameterSet",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    job: Vec<JobArgument>,
    /// Their names. Wildcards are allowed.
    #[param(set = "NameParameterSet", mandatory, by_property_name)]
    name: Vec<String>,
    /// Their identities.
    #[param(set = "InstanceIdParameterSet", mandatory, by_property_name)]
    instance_id: Vec<Guid>,
    /// What they are doing.
    #[param(set = "StateParameterSet", mandatory, by_property_name)]
    state: Option<StateArgument>,
    /// Hands the jobs on.
    pass_thru: bool,
}

impl Cmdlet for StopJob {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = Selection {
            id: &self.id,
            name: &self.name,
            instance: &self.instance_id,
            state: self.state,
            job: &self.job,
            ..Selection::default()
        }
        .find(cx)?;
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
