//! `Receive-Job`.

use std::rc::Rc;
use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::job_selection::{JobArgument, Selection};
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::job::{self, Item, Job};
use iovsh_shell::wildcard::WildcardPattern;

/// Gives what background jobs have written: objects, errors and the other streams, in the order in which they were written.
///
/// # Examples
/// ```iovsh
/// PS> Start-Job { 'a'; Write-Warning 'careful'; 'b' } | Receive-Job -Wait -AutoRemoveJob -WarningAction SilentlyContinue
/// a
/// b
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Receive",
    noun = "Job",
    module = "Microsoft.PowerShell.Core",
    default_set = "Location",
    alias("rcjb")
)]
pub struct ReceiveJob {
    /// The jobs.
    #[param(
        set = "Location",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    job: Vec<JobArgument>,
    /// The numbers of the jobs.
    #[param(
        set = "SessionIdParameterSet",
        position = 0,
        mandatory,
        by_property_name
    )]
    id: Vec<i32>,
    /// Their names. Wildcards are allowed.
    #[param(set = "NameParameterSet", position = 0, mandatory, by_property_name)]
    name: Vec<String>,
    /// Their identities.
    #[param(
        set = "InstanceIdParameterSet",
        position = 0,
        mandatory,
        by_property_name
    )]
    instance_id: Vec<Guid>,
    /// Only what comes from these hosts. Wildcards are allowed.
    #[param(set = "Location", position = 1)]
    location: Vec<String>,
    /// Leaves what is received for the next time.
    keep: bool,
    /// Not from child jobs, which do the work: nothing comes then but errors of the job itself.
    no_recurse: bool,
    /// Until the jobs have ended.
    wait: bool,
    /// Takes the jobs away afterwards.
    auto_remove_job: bool,
    /// Accepted; the state of a job can be read from the job.
    write_events: bool,
    /// The jobs before what they have written.
    write_job_in_results: bool,
    /// Accepted; jobs do not wait for persons here.
    force: bool,
}

/// How long to wait between two looks at Ctrl+C.
const GLANCE: Duration = Duration::from_millis(20);

impl Cmdlet for ReceiveJob {
    fn begin(&mut self, _cx: &mut Context) -> Flow {
        if self.auto_remove_job && !self.wait {
            return Err(ShellError::new(
                "AutoRemoveCannotBeUsedWithoutWait",
                ErrorCategory::InvalidOperation,
                "The AutoRemoveJob parameter cannot be used without the Wait parameter.",
            )
            .exception("System.InvalidOperationException")
            .help("Add -Wait.")
            .into());
        }
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = Selection {
            id: &self.id,
            name: &self.name,
            instance: &self.instance_id,
            job: &self.job,
            ..Selection::default()
        }
        .find(cx)?;
        for job in &found {
            if self.write_job_in_results {
                cx.emit(job::value(job))?;
            }
            self.receive(cx, job)?;
            if self.auto_remove_job {
                cx.session()
                    .jobs
                    .list
                    .retain(|known| !Rc::ptr_eq(known, job));
            }
        }
        Ok(())
    }
}

impl ReceiveJob {
    /// The children that are meant: one that was given, those at the hosts that were named, or all.
    fn children(&self, job: &Rc<Job>) -> Vec<usize> {
        let given = self.job.iter().find(|given| Rc::ptr_eq(&given.0, job));
        if let Some(JobArgument(_, Some(child))) = given {
            return vec![*child];
        }
        let patterns: Vec<WildcardPattern> = self
            .location
            .iter()
            .map(|name| WildcardPattern::new(name))
            .collect();
        let is_meant = |child: &usize| {
            let location = job.location(Some(*child));
            patterns.is_empty() || patterns.iter().any(|pattern| pattern.is_match(&location))
        };
        (0..job.children()).filter(is_meant).collect()
    }

    fn receive(&self, cx: &mut Context, job: &Rc<Job>) -> Flow {
        if self.wait && self.keep {
            while !job.state().is_finished() {
                pause(cx, || job.wait_for_end(GLANCE))?;
            }
        }
        loop {
            // Whether it has ended is asked first: what it wrote before is there then.
            let ended = job.state().is_finished();
            if !self.no_recurse {
                for child in self.children(job) {
                    for item in job.receive_of(Some(child), self.keep) {
                        replay(cx, item)?;
                    }
                }
            }
            if ended || !self.wait {
                return Ok(());
            }
            pause(cx, || job.wait(GLANCE))?;
        }
    }
}

fn pause(cx: &mut Context, wait: impl FnOnce()) -> Flow {
    cx.settle();
    if cx.is_cancelled() {
        return Err(Interrupt::Cancelled);
    }
    wait();
    Ok(())
}

/// Writes again what a job has written.
pub(crate) fn replay(cx: &mut Context, item: Item) -> Flow {
    match item {
        Item::Object(detached) => {
            let value = cx.with_interpreter(|interpreter| detached.unpack(interpreter))?;
            cx.emit(value)
        }
        Item::Error(detached) => {
            let record = cx.with_interpreter(|interpreter| detached.unpack(interpreter))?;
            cx.error_again(&record)
        }
        Item::Text(stream, text) => cx.text_again(stream, text),
        Item::Information(detached) => {
            let (tags, was_shown) = (detached.tags.clone(), detached.is_shown);
            let data = cx.with_interpreter(|interpreter| detached.unpack(interpreter))?;
            let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
            cx.information_again(data, &tags, was_shown)
        }
        Item::Question(pending) => cx.answer_job(&pending),
    }
}
