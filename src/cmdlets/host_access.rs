//! The one door through which cmdlets read and change a host.
//!
//! Reading is [`HostAccess::snapshot`]; changing is [`HostAccess::change`], which asks `ShouldProcess`, shows a plan's steps under
//! `-WhatIf` and `-Verbose`, has it carried out under the host's lock, and turns what went wrong into shell errors.

use crate::{elsewhere, looks};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::batch::Batch;
use super::migration::settle_what_was_cut_off;
use super::place::note_change;
use super::services::Services;
use iovsh_backend::commit::{Options, Progress as CommitProgress, Recovery};
use iovsh_backend::error::CauseSource;
use iovsh_backend::host::Answer;
use iovsh_backend::policy::Intent;
use iovsh_backend::{Host, HostError, Plan, Scope, State};
use iovsh_base::interrupt;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::{Action, Context, Progress};

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

/// What a cmdlet does when its intents have been carried out: it gets what became of each.
pub type Then = Box<dyn FnOnce(&mut Context, &[Outcome]) -> Flow>;

/// What cmdlets can do with the selected host.
pub trait HostAccess {
    /// The selected host.
    fn host(&mut self) -> Flow<Arc<dyn Host>>;

    /// The facts that `scope` asks for, with desired state and owners of VFs. A failure ends the cmdlet. A cmdlet that changes the
    /// host looks once for all pipeline objects that come together.
    fn snapshot(&mut self, scope: &Scope) -> Flow<Arc<State>>;

    /// The same, with the failure handed to the caller.
    fn try_snapshot(&mut self, scope: &Scope) -> Flow<Result<Arc<State>, HostError>>;

    /// Carries intents out, a target each, in one transaction; `then` gets what became of each. A failure is written as a
    /// non-terminating error, and the others get their turn.
    ///
    /// Whatever was seen so far is looked at anew, by a command that waits for something to come.
    fn look_anew(&mut self) -> Flow;

    /// Of a command that gets pipeline input the intents of all objects are one transaction, which is carried out when the input
    /// ends. Where `-WhatIf`, `-Confirm` or `-Verbose` is in force each is shown, asked about and carried out by itself, without a
    /// question when `force` is set (as long as `-Confirm` does not want one).
    fn change_all(&mut self, scope: &Scope, force: bool, intents: Vec<Intent>, then: Then) -> Flow;

    /// Shows and asks what there is to show and to ask about an intent, and carries it out in a transaction of its own, at once.
    ///
    /// A failure is written as a non-terminating error: the next pipeline object gets its turn.
    fn change(&mut self, scope: &Scope, intent: &Intent) -> Flow<Outcome> {
        self.change_forced(scope, false, intent)
    }

    /// The same, without a question when `force` is set (`-Force`), as long as `-Confirm` does not want one.
    fn change_forced(&mut self, scope: &Scope, force: bool, intent: &Intent) -> Flow<Outcome>;

    /// The same, with the failure handed to the caller instead of written.
    fn try_change(
        &mut self,
        scope: &Scope,
        force: bool,
        intent: &Intent,
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
            CauseSource::Ssh => "ssh",
            CauseSource::Pacemaker => "Pacemaker",
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

/// Says what became of a change that an earlier process left unfinished, the first time that a host is used. `false`: the host was
/// lost over it.
pub fn recover_once(cx: &mut Context, services: &Services) -> Flow<bool> {
    match services.here().recovered() {
        Ok(Some(recovered)) => cx.warning(recovery(&recovered))?,
        Ok(None) => {}
        Err(error) => {
            cx.refuse(&error)?;
            return Ok(error.id != "Host.ConnectionLost");
        }
    }
    Ok(true)
}

/// Refuses a cmdlet that is about to change a host which this user may only look at, before anything is looked at or asked. What would
/// be done (`-WhatIf`) everybody may see.
fn refuse_who_only_looks(cx: &Context, host: &dyn Host) -> Flow {
    let changes = looks::is_to_change(cx.spec(), |parameter| cx.is_bound(parameter));
    if changes && !cx.is_what_if() {
        host.may_change().map_err(|error| shell_error(&error))?;
    }
    Ok(())
}

/// The hosts of the session.
pub fn services(cx: &Context) -> Result<Rc<Services>, ShellError> {
    Services::from_any(&cx.services()).ok_or_else(|| {
        ShellError::new(
            "Host.NotSelected",
            ErrorCategory::InvalidOperation,
            "This session was started without a host.",
        )
        .help("Start iovsh with '--host sim' or '--host local'.")
    })
}

impl HostAccess for Context<'_> {
    fn host(&mut self) -> Flow<Arc<dyn Host>> {
        let services = services(self)?;
        let host = services.host().map_err(|error| shell_error(&error))?;
        refuse_who_only_looks(self, &*host)?;
        recover_once(self, &services)?;
        Ok(host)
    }

    fn try_snapshot(&mut self, scope: &Scope) -> Flow<Result<Arc<State>, HostError>> {
        let services = services(self)?;
        let by = (self.stage(), self.programs_started());
        let place = services.here();
        if let Some(seen) = place.seen(by, scope) {
            return Ok(Ok(seen));
        }
        let host = self.host()?;
        let mut state = match services.snapshot(by.0, scope) {
            Ok(state) => Arc::new(state),
            Err(error) => return Ok(Err(error)),
        };
        if settle_what_was_cut_off(self, &services, &*host, &state)? {
            state = match services.snapshot(by.0, scope) {
                Ok(state) => Arc::new(state),
                Err(error) => return Ok(Err(error)),
            };
        }
        warn_of(self, state.distrust.iter().chain(&state.unread))?;
        place.has_seen(by, scope, &state);
        Ok(Ok(state))
    }

    fn snapshot(&mut self, scope: &Scope) -> Flow<Arc<State>> {
        let state = self.try_snapshot(scope)?;
        Ok(state.map_err(|error| shell_error(&error))?)
    }

    fn look_anew(&mut self) -> Flow {
        services(self)?.here().forget_seen();
        Ok(())
    }

    fn change_all(&mut self, scope: &Scope, force: bool, intents: Vec<Intent>, then: Then) -> Flow {
        let asks = !force || self.is_what_if() || self.is_bound("Confirm");
        if asks && self.is_process_shown() {
            let mut outcomes = Vec::new();
            for intent in intents {
                let outcome = self.change_forced(scope, force, &intent)?;
                outcomes.push(outcome);
            }
            return then(self, &outcomes);
        }
        if asks && !self.should_process("", self.spec().name)? {
            return then(self, &vec![Outcome::Declined; intents.len()]);
        }
        let waits = self.expects_input();
        let mut is_due = !waits;
        let place = services(self)?.here_number();
        self.defer(|batch: &mut Batch| {
            is_due |= batch.add(place, scope, intents, then) > LONGEST_WAIT;
        });
        if is_due { self.run_deferred() } else { Ok(()) }
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

    fn change_forced(&mut self, scope: &Scope, force: bool, intent: &Intent) -> Flow<Outcome> {
        match self.try_change(scope, force, intent)? {
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
        intent: &Intent,
    ) -> Flow<Result<Outcome, HostError>> {
        self.go_on()?;
        let asks = !force || self.is_what_if() || self.is_bound("Confirm");
        if asks {
            let host = self.host()?;
            if let Err(no) = asked(self, &*host, scope, intent)? {
                return Ok(no);
            }
        }
        let mut answer = carry_out(self, scope, std::slice::from_ref(intent))?;
        Ok(match answer.remove(&0) {
            Some(Err(error)) => Err(error),
            Some(Ok(())) => Ok(Outcome::Done),
            None => Ok(Outcome::Declined),
        })
    }
}

/// So long the first object waits for others, when they come slowly.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Asks `ShouldProcess`, on a plan of its own where somebody sees what it says. `Err` has the end of a change that is not to
/// be made.
fn asked(
    cx: &mut Context,
    host: &dyn Host,
    scope: &Scope,
    intent: &Intent,
) -> Flow<Result<(), Result<Outcome, HostError>>> {
    if !cx.is_process_shown() {
        let goes_on = cx.should_process("", cx.spec().name)?;
        return Ok(if goes_on {
            Ok(())
        } else {
            Err(Ok(Outcome::Declined))
        });
    }
    let preview = match host.preview(scope, intent) {
        Ok(preview) => preview,
        Err(error) => return Ok(Err(Err(error))),
    };
    warn_of(cx, preview.unread.iter())?;
    let preview = match preview.plan {
        Ok(plan) => plan,
        Err(error) => {
            if !cx.is_what_if() && !cx.is_cancelled() {
                host.note_refusal(&error);
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
            let told = match &error.next_step {
                Some(step) => format!("{error} {}", elsewhere::step(cx, step)),
                None => error.to_string(),
            };
            cx.warning(told)?;
        }
    }
    Ok(())
}

/// Carries intents out under the host's lock, and tells what happens. Gives what became of each that was reached.
pub(super) fn carry_out(cx: &mut Context, scope: &Scope, intents: &[Intent]) -> Flow<Outcomes> {
    let host = cx.host()?;
    services(cx)?.here().forget_seen();
    let stops = cx.error_action() == Action::Stop;
    let cancel = AtomicBool::new(false);
    let mut told = Told::default();
    let answer = {
        let mut observer = |progress: &CommitProgress<'_>| told.tell(cx, progress, &cancel);
        let mut options = Options::new(&mut observer)
            .cancelled_by(&cancel)
            .stopping_at_first_failure(stops);
        host.transact(scope, intents, &mut options)
    };
    told.end(cx)?;
    has_ended(cx, scope, answer)
}

/// What is told of changes while they are made, and the reason to stop them, if there was one.
#[derive(Default)]
pub(super) struct Told {
    stopped: Option<Interrupt>,
}

impl Told {
    /// Passes on what happens. Where the command is to end, what was done so far is undone, and the reason to stop travels on.
    pub fn tell(&mut self, cx: &mut Context, progress: &CommitProgress<'_>, cancel: &AtomicBool) {
        if cx.is_cancelled() {
            cancel.store(true, Ordering::Relaxed);
        }
        if let Err(interrupt) = tell(cx, cx.spec().name, progress) {
            cancel.store(true, Ordering::Relaxed);
            self.stopped.get_or_insert(interrupt);
        }
    }

    /// Nothing more is told.
    pub fn end(self, cx: &mut Context) -> Flow {
        cx.progress(Progress {
            activity: cx.spec().name.to_owned(),
            completed: true,
            ..Progress::default()
        })?;
        match self.stopped {
            Some(interrupt) => Err(interrupt),
            None => Ok(()),
        }
    }
}

/// What became of each intent that was reached.
pub(super) type Outcomes = BTreeMap<u32, Result<(), HostError>>;

/// Says what there is to say of a transaction that is over on the host where the command is.
pub(super) fn has_ended(
    cx: &mut Context,
    scope: &Scope,
    answer: Result<Answer, HostError>,
) -> Flow<Outcomes> {
    note_change();
    let answer = match answer {
        Ok(answer) => answer,
        // Nothing was reached: one error says so.
        Err(error) => return Ok(BTreeMap::from([(0, Err(error))])),
    };
    tell_of(cx, &answer)?;
    if let Some(after) = answer.after {
        let by = (cx.stage(), cx.programs_started());
        services(cx)?.here().has_seen(by, scope, &Arc::new(after));
    }
    Ok(answer.outcomes)
}

/// What there is to say of a change beside what became of each target.
fn tell_of(cx: &mut Context, answer: &Answer) -> Flow {
    warn_of(cx, answer.unread.iter())?;
    for (plan, report) in &answer.done {
        if let Some(recovered) = &report.recovered {
            cx.warning(recovery(recovered))?;
        }
        for warning in &plan.warnings {
            cx.warning(warning.message.clone())?;
        }
        for warning in &report.warnings {
            cx.warning(warning.to_string())?;
        }
        if plan.is_empty() && !plan.title.is_empty() {
            cx.verbose(format!("{}: nothing has to be done.", plan.title))?;
        }
    }
    match &answer.repair {
        Some(error) => cx.warning(error.to_string()),
        None => Ok(()),
    }
}

/// The steps of a plan as `-WhatIf` shows them: what is done, as a comment, and the line that would do the same. So the whole may be pasted
/// into a shell.
pub fn show(cx: &mut Context, plan: &Plan) -> Flow {
    for step in &plan.steps {
        show_step(cx, &step.sentence(), &step.equivalent)?;
    }
    if plan.steps.is_empty() {
        cx.host_line("  # Nothing has to be done.")?;
    }
    // That it is so already was just said.
    let told = plan.warnings.iter().filter(|w| w.id != "Vm.AlreadyInState");
    for warning in told {
        cx.warning(warning.message.clone())?;
    }
    Ok(())
}

/// One step as `-WhatIf` shows it. Of a line with a here-document the first alone is moved in: its end has to stand at the margin.
pub fn show_step(cx: &mut Context, sentence: &str, line: &str) -> Flow {
    cx.host_line(&format!("  # {}", sentence.replace('\n', " ")))?;
    match line {
        "" => Ok(()),
        line => cx.host_line(&format!("    {line}")),
    }
}

/// Passes on what happens during a commit.
pub fn tell(cx: &mut Context, activity: &str, progress: &CommitProgress<'_>) -> Flow {
    match progress {
        CommitProgress::Waiting { holder } => {
            cx.warning(format!("Waiting for the host's lock, which {holder} has."))
        }
        CommitProgress::StepBegun {
            index,
            total,
            step,
            target,
        } => {
            cx.verbose(match step.equivalent.as_str() {
                "" => step.sentence(),
                line => format!("{}: {line}", step.what),
            })?;
            let percent = index.saturating_mul(100) / (*total).max(1);
            cx.progress(Progress {
                activity: activity.to_owned(),
                status: (*target).to_owned(),
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
            format!("An earlier change was interrupted: it was undone first ({title}).")
        }
    }
}

/// The host's name as `ComputerName` shows it.
pub fn computer_name(cx: &mut Context) -> Flow<String> {
    let place = services(cx)?.here();
    place
        .computer_name()
        .map_err(|error| shell_error(&error).into())
}
