//! Which jobs a command means.

use std::rc::Rc;

use iovsh_derive::Parameters;

use iovsh_shell::argument::{Guid, mismatch};
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::job::{JOB_STATE, Job, JobValue};
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::WildcardPattern;

/// A parameter of type `Job`: the job, and which of its children is meant.
#[derive(Clone, Debug)]
pub struct JobArgument(pub Rc<Job>, pub Option<usize>);

impl Argument for JobArgument {
    const TYPE: ParameterType = ParameterType::Of("System.Management.Automation.Job");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        value
            .downcast::<JobValue>()
            .map(|job| Self(Rc::clone(&job.job), job.child))
            .ok_or_else(|| mismatch(value, "job"))
    }
}

/// A parameter of type `JobState`.
#[derive(Clone, Copy, Debug)]
pub struct StateArgument(pub i64);

impl Argument for StateArgument {
    const TYPE: ParameterType = ParameterType::Enum(&JOB_STATE);
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value.base() {
            Value::Enum(member) => Ok(Self(member.number)),
            other => Err(mismatch(other, JOB_STATE.name)),
        }
    }
}

/// Jobs that something is done with.
#[derive(Parameters)]
pub struct Jobs {
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
}

impl Jobs {
    /// The jobs that are meant, or that run one of these commands; what names none is an error that is written.
    pub fn find(&self, cx: &mut Context, command: &[String]) -> Flow<Vec<Rc<Job>>> {
        Selection {
            id: &self.id,
            name: &self.name,
            instance: &self.instance_id,
            state: self.state,
            command,
            job: &self.job,
        }
        .find(cx)
    }
}

/// What was given; of each kind at most one is.
#[derive(Debug, Default)]
pub struct Selection<'a> {
    /// `-Id`.
    pub id: &'a [i32],
    /// `-Name`, with wildcards.
    pub name: &'a [String],
    /// `-InstanceId`.
    pub instance: &'a [Guid],
    /// `-State`.
    pub state: Option<StateArgument>,
    /// `-Command`, with wildcards.
    pub command: &'a [String],
    /// `-Job`.
    pub job: &'a [JobArgument],
}

impl Selection<'_> {
    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
            && self.name.is_empty()
            && self.instance.is_empty()
            && self.state.is_none()
            && self.command.is_empty()
            && self.job.is_empty()
    }

    /// The jobs that are meant, each once; what names none is an error that is written.
    pub fn find(&self, cx: &mut Context) -> Flow<Vec<Rc<Job>>> {
        let all = cx.session().jobs.list.clone();
        let mut found: Vec<Rc<Job>> = Vec::new();
        let mut take = |job: &Rc<Job>| {
            if !found.iter().any(|known| Rc::ptr_eq(known, job)) {
                found.push(Rc::clone(job));
            }
        };
        let mut missing: Vec<ShellError> = Vec::new();
        for id in self.id {
            match all.iter().find(|job| job.has_id(*id)) {
                Some(job) => take(job),
                None => missing.push(not_found(
                    "JobWithSpecifiedSessionIdNotFound",
                    format!(
                        "The command cannot find a job with the job ID {id}. Verify the value of the Id parameter, and then try the command again."
                    ),
                    Value::Int(*id),
                )),
            }
        }
        for guid in self.instance {
            match all.iter().find(|job| job.instance == guid.0) {
                Some(job) => take(job),
                None => missing.push(not_found(
                    "JobWithSpecifiedInstanceIdNotFound",
                    "The command cannot find a job with this instance ID. Verify the value of the InstanceId parameter, and then try the command again.".to_owned(),
                    Value::Guid(Rc::new(guid.0)),
                )),
            }
        }
        for name in self.name {
            let pattern = WildcardPattern::new(name);
            let before = all.iter().filter(|job| pattern.is_match(&job.name));
            let mut any = false;
            for job in before {
                any = true;
                take(job);
            }
            if !any && !iovsh_shell::wildcard::has_wildcards(name) {
                missing.push(not_found(
                    "JobWithSpecifiedNameNotFound",
                    format!(
                        "The command cannot find the job because the job name {name} was not found. Verify the value of the Name parameter, and then try the command again."
                    ),
                    Value::str(name.as_str()),
                ));
            }
        }
        for command in self.command {
            let pattern = WildcardPattern::new(command.trim());
            all.iter()
                .filter(|job| pattern.is_match(job.command.trim()))
                .for_each(&mut take);
        }
        if let Some(StateArgument(state)) = self.state {
            all.iter()
                .filter(|job| job.state() as i64 == state)
                .for_each(&mut take);
        }
        for JobArgument(job, _) in self.job {
            take(job);
        }
        for error in missing {
            cx.error(error)?;
        }
        Ok(found)
    }
}

fn not_found(id: &'static str, message: String, target: Value) -> ShellError {
    ShellError::new(id, ErrorCategory::ObjectNotFound, message)
        .exception("System.ArgumentException")
        .target(target)
        .help("Get-Job lists the jobs of this session.")
}
