//! `Get-Job`.

use iovsh_derive::Cmdlet;

use super::job_selection::{Selection, StateArgument};
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::job;
use iovsh_shell::value::Native;

/// Lists the background jobs of this session.
///
/// # Examples
/// ```iovsh
/// PS> $job = Start-Job -Name sum { 1 + 1 } | Wait-Job
/// PS> Get-Job | ForEach-Object { "$($_.Name): $($_.State)" }
/// sum: Completed
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Job",
    module = "Microsoft.PowerShell.Core",
    default_set = "SessionIdParameterSet",
    alias("gjb"),
    output = "System.Management.Automation.PSRemotingJob"
)]
pub struct GetJob {
    /// The numbers of the jobs.
    #[param(set = "SessionIdParameterSet", position = 0, by_property_name)]
    id: Vec<i32>,
    /// Their names. Wildcards are allowed.
    #[param(set = "NameParameterSet", mandatory, by_property_name)]
    name: Vec<String>,
    /// Their identities.
    #[param(set = "InstanceIdParameterSet", mandatory, by_property_name)]
    instance_id: Vec<Guid>,
    /// What they are doing.
    #[param(set = "StateParameterSet", mandatory, by_property_name)]
    state: Option<StateArgument>,
    /// What they run. Wildcards are allowed.
    #[param(set = "CommandParameterSet", mandatory, by_property_name)]
    command: Vec<String>,
    /// Also the child jobs, which do the work.
    include_child_job: bool,
    /// Only those that have something to receive, or with -HasMoreData:$false only those that have not.
    has_more_data: bool,
    /// How many of the newest.
    #[param(range = 0..=i32::MAX)]
    newest: Option<i32>,
}

impl Cmdlet for GetJob {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let selection = Selection {
            id: &self.id,
            name: &self.name,
            instance: &self.instance_id,
            state: self.state,
            command: &self.command,
            ..Selection::default()
        };
        let mut found = if selection.is_empty() {
            cx.session().jobs.list.clone()
        } else {
            selection.find(cx)?
        };
        if cx.is_bound("HasMoreData") {
            found.retain(|job| job.has_more_data() == self.has_more_data);
        }
        if let Some(newest) = self.newest {
            let newest = usize::try_from(newest).unwrap_or_default();
            found.drain(..found.len().saturating_sub(newest));
        }
        for job in &found {
            let value = job::value(job);
            let children = value
                .downcast::<job::JobValue>()
                .and_then(|job| job.property("ChildJobs"));
            cx.emit(value)?;
            if self.include_child_job
                && let Some(children) = children
            {
                cx.emit_enumerated(&children)?;
            }
        }
        Ok(())
    }
}
