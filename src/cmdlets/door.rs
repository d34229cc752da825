//! The one door through which cmdlets read and change a host.
//!
//! Reading is [`Hosts::snapshot`]; changing is [`Hosts::change`], which asks `ShouldProcess`, shows a plan's steps under
//! `-WhatIf` and `-Verbose`, has it carried out under the host's lock, and turns what went wrong into shell errors.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::remote;
use super::services::Services;
use iovsh_backend::commit::{
    Options, Progress as CommitProgress, Recovery, note_refusal, recover, transact,
};
use iovsh_backend::error::CauseSource;
use iovsh_backend::{Host, HostError, Plan, Scope, State, policy};
use iovsh_base::interrupt;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::{Context, Progress};

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried out, or there was nothing to do.
    Done,
    /// `-WhatIf` was in force, or the user said no.
    Declined,
    /// It failed; the error has been written.
    Failed,
}

impl Outcome {
    /// Whether the host is now as it was asked for.
    pub fn is_done(self) -> bool {
        self == Self::Done
    }
}

/// Makes the plan from the state that it is given. It is called once under the lock, and once before that where somebody is asked
/// or told.
pub type Planner<'a> = &'a mut dyn FnMut(&State) -> Result<Plan, HostError>;

/// What cmdlets can do with the selected host.
pub trait Hosts {
    /// The selected host.
    fn host(&mut self) -> Flow<Arc<dyn Host>>;

    /// The facts that `scope` asks for, with desired state and owners of VFs. A failure ends the cmdlet.
    fn snapshot(&mut self, scope: &Scope) -> Flow<State>;

    /// Plans a change on the state as it is now, asks whether to go on, and carries the plan out. Where there is something to
    /// ask or to tell, the plan is made twice: once for that, and once under the host's lock, so that nobody can come in between.
    ///
    /// A failure is written as a non-terminating error: the next pipeline object gets its turn.
    fn change(&mut self, scope: &Scope, planner: Planner) -> Flow<Outcome> {
        self.change_forced(scope, false, planner)
    }

    /// The same, without a question when `force` is set (`-Force`), as long as `-Confirm` does not want one.
    fn change_forced(&mut self, scope: &Scope, force: bool, planner: Planner) -> Flow<Outcome>;

    /// The same, with the failure handed to the caller instead of written.
    fn try_change(
        &mut self,
        scope: &Scope,
        force: bool,
        planner: Planner,
    ) -> Flow<Result<Outcome, HostError>>;

    /// Writes a host's refusal as a non-terminating error.
    fn refuse(&mut self, error: &HostError) -> Flow;
}

/// The error of the shell for an error of a host.
pub fn shell_error(error: &HostError) -> ShellError {
    let mut shell = ShellError::new(error.id.to_string(), error.category, error.message.clone())
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException");
    if let Some(target) = &error.target {
        shell = shell.target(target.as_str());
    }
    if let Some(step) = &error.next_step {
        shell = shell.help(step.clone());
    }
    let mut words = Vec::new();
    if let Some(cause) = &error.cause {
        let who = match cause.source {
            CauseSource::Kernel => "kernel",
            CauseSource::Libvirt => "libvirt",
            CauseSource::File => "file system",
        };
        words.push(match cause.errno {
            Some(number) => format!("{who}: {} (errno {number})", cause.text),
            None => format!("{who}: {}", cause.text),
        });
    }
    words.extend(error.also.iter().map(|also| format!("also: {also}")));
    if !words.is_empty() {
        shell = shell.cause(words.join("; "));
    }
    shell
}

impl Hosts for Context<'_> {
    fn host(&mut self) -> Flow<Arc<dyn Host>> {
        let services = self.services();
        let services = Services::from_any(&services).ok_or_else(|| {
            ShellError::new(
                "Host.NotSelected",
                ErrorCategory::InvalidOperation,
                "This session was started without a host.",
            )
            .help("Start iovsh with '--host sim' or '--host local'.")
        })?;
        let host = services.host().map_err(|error| shell_error(&error))?;
        remote::check(self, host.name())?;
        if services.is_first_use() {
            match recover(&*host, &mut |_: &CommitProgress<'_>| {}) {
                Ok(Some(recovered)) => self.warning(recovery(&recovered))?,
                Ok(None) => {}
                Err(error) => self.refuse(&error)?,
            }
        }
        Ok(host)
    }

    fn snapshot(&mut self, scope: &Scope) -> Flow<State> {
        let state = self
            .host()?
            .snapshot(scope)
            .map_err(|error| shell_error(&error))?;
        warn_of(self, state.distrust.iter().chain(&state.unread))?;
        Ok(state)
    }

    fn refuse(&mut self, error: &HostError) -> Flow {
        if error.id == "Host.Interrupted" {
            self.go_on()?;
        }
        let written = {
            // What was cut off by Ctrl+C is said once. Then the pipeline ends: nothing is said of what it did not reach.
            let _held = interrupt::hold();
            self.error(shell_error(error))
        };
        written.and_then(|()| self.go_on())
    }

    fn change_forced(&mut self, scope: &Scope, force: bool, planner: Planner) -> Flow<Outcome> {
        match self.try_change(scope, force, planner)? {
            Ok(outcome) => Ok(outcome),
            Err(error) => {
                self.refuse(&error)?;
                Ok(Outcome::Failed)
            }
        }
    }

    fn try_change(
        &mut self,
        scope: &Scope,
        force: bool,
        planner: Planner,
    ) -> Flow<Result<Outcome, HostError>> {
        self.go_on()?;
        let host = self.host()?;
        let ask = !force || self.is_what_if() || self.is_bound("Confirm");
        if ask && let Err(no) = asked(self, &*host, scope, planner)? {
            return Ok(no);
        }
        let (plan, after) = match carry_out(self, &*host, scope, planner)? {
            Ok(done) => done,
            Err(error) => return Ok(Err(error)),
        };
        // What the change made possible: a VF that became free goes to the next adapter that waits for one.
        let settled = after.is_some_and(|after| {
            scope.covers(&Scope::PLAN) && policy::reconcile(&after).is_empty()
        });
        if !plan.is_empty() && !settled && !self.is_cancelled() {
            let repair = &mut |state: &State| Ok(policy::reconcile(state));
            if let Err(error) = carry_out(self, &*host, &Scope::PLAN, repair)? {
                self.warning(error.to_string())?;
            }
        }
        Ok(Ok(Outcome::Done))
    }
}

/// Asks `ShouldProcess`, on a plan of its own where somebody sees what it says. `Err` has the end of a change that is not to
/// be made.
fn asked(
    cx: &mut Context,
    host: &dyn Host,
    scope: &Scope,
    planner: Planner,
) -> Flow<Result<(), Result<Outcome, HostError>>> {
    if !cx.is_process_shown() {
        let goes_on = cx.should_process("", cx.spec().name)?;
        return Ok(if goes_on {
            Ok(())
        } else {
            Err(Ok(Outcome::Declined))
        });
    }
    let state = match host.snapshot(scope) {
        Ok(state) => state,
        Err(error) => return Ok(Err(Err(error))),
    };
    // Before a question is asked whose answer would lead nowhere.
    if let Some(why) = state.distrust {
        return Ok(Err(Err(why)));
    }
    warn_of(cx, state.distrust.iter().chain(&state.unread))?;
    let preview = match planner(&state) {
        Ok(plan) => plan,
        Err(error) => {
            if !cx.is_what_if() && !cx.is_cancelled() {
                note_refusal(host, &error);
            }
            return Ok(Err(Err(error)));
        }
    };
    if cx.should_process(&preview.target, cx.spec().name)? {
        return Ok(Ok(()));
    }
    if cx.is_what_if() {
        show(cx, &preview)?;
    }
    Ok(Err(Ok(Outcome::Declined)))
}

/// Says what could not be read, and why the desired state is not what was asked for. Once a statement, however often the cmdlets
/// of its pipeline look.
fn warn_of<'e>(cx: &mut Context, errors: impl Iterator<Item = &'e HostError>) -> Flow {
    let Some(services) = Services::from_any(&cx.services()) else {
        return Ok(());
    };
    for error in errors {
        if services.is_news(cx.pipeline_number(), &error.message) {
            cx.warning(match &error.next_step {
                Some(step) => format!("{error} {step}"),
                None => error.to_string(),
            })?;
        }
    }
    Ok(())
}

/// Plans and commits under the host's lock, and tells what happens. Gives the plan, and what the host was seen to be after it.
fn carry_out(
    cx: &mut Context,
    host: &dyn Host,
    scope: &Scope,
    planner: Planner,
) -> Flow<Result<(Plan, Option<State>), HostError>> {
    let mut stopped: Option<Interrupt> = None;
    let cancel = AtomicBool::new(false);
    let activity = cx.spec().name;
    let target = RefCell::new(String::new());
    let mut unread = Vec::new();
    let mut planner = |state: &State| {
        unread.clone_from(&state.unread);
        let plan = planner(state)?;
        target.borrow_mut().clone_from(&plan.target);
        Ok(plan)
    };
    let answer = {
        let mut observer = |progress: &CommitProgress<'_>| {
            if cx.is_cancelled() {
                cancel.store(true, Ordering::Relaxed);
            }
            if let Err(interrupt) = tell(cx, activity, &target.borrow(), progress) {
                // What was done so far is undone, and the reason to stop travels on.
                cancel.store(true, Ordering::Relaxed);
                stopped.get_or_insert(interrupt);
            }
        };
        let mut options = Options::new(&mut observer).cancelled_by(&cancel);
        transact(host, scope, &mut planner, &mut options)
    };
    cx.progress(Progress {
        activity: activity.to_owned(),
        completed: true,
        ..Progress::default()
    })?;
    if let Some(interrupt) = stopped {
        return Err(interrupt);
    }
    warn_of(cx, unread.iter())?;
    let (plan, report) = match answer {
        Ok(done) => done,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(recovered) = &report.recovered {
        cx.warning(recovery(recovered))?;
    }
    for warning in &plan.warnings {
        cx.warning(warning.message.clone())?;
    }
    for warning in &report.warnings {
        cx.warning(warning.to_string())?;
    }
    if plan.is_empty() {
        cx.verbose(format!("{}: nothing has to be done.", plan.title))?;
    }
    Ok(Ok((plan, report.after)))
}

/// The steps of a plan as `-WhatIf` shows them: what is done, and the line that would do the same.
fn show(cx: &mut Context, plan: &Plan) -> Flow {
    for step in &plan.steps {
        cx.host_line(&format!("  {}", step.sentence()))?;
        if !step.equivalent.is_empty() {
            cx.host_line(&format!("    {}", step.equivalent))?;
        }
    }
    if plan.steps.is_empty() {
        cx.host_line("  Nothing has to be done.")?;
    }
    // That it is so already was just said.
    let told = plan.warnings.iter().filter(|w| w.id != "Vm.AlreadyInState");
    for warning in told {
        cx.warning(warning.message.clone())?;
    }
    Ok(())
}

/// Passes on what happens during a commit.
fn tell(cx: &mut Context, activity: &str, target: &str, progress: &CommitProgress<'_>) -> Flow {
    match progress {
        CommitProgress::Waiting { holder } => {
            cx.warning(format!("Waiting for the host's lock, which {holder} has."))
        }
        CommitProgress::StepBegun { index, total, step } => {
            cx.verbose(match step.equivalent.as_str() {
                "" => step.sentence(),
                line => format!("{}: {line}", step.what),
            })?;
            let percent = index.saturating_mul(100) / (*total).max(1);
            cx.progress(Progress {
                activity: activity.to_owned(),
                status: target.to_owned(),
                operation: step.what.clone(),
                percent: u8::try_from(percent).ok(),
                ..Progress::default()
            })
        }
        CommitProgress::StepFailed { step, error, .. } => {
            cx.verbose(format!("{} failed: {error}", step.what))
        }
        CommitProgress::Undo { step, .. } => cx.verbose(format!("Undoing: {}", step.what)),
        _ => Ok(()),
    }
}

/// What became of a change that an earlier command left unfinished.
fn recovery(recovered: &Recovery) -> String {
    match recovered {
        Recovery::Finished { title } => {
            format!("An earlier change was interrupted after its last step: '{title}' stands.")
        }
        Recovery::Undone { title, .. } => {
            format!("An earlier change was interrupted: '{title}' was undone first.")
        }
    }
}

/// The host's name as `ComputerName` shows it.
pub fn computer_name(cx: &mut Context) -> Flow<String> {
    Ok(cx.host()?.name().to_uppercase())
}
