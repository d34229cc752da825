//! The agent: keeps a host as it was asked for, whatever else happens on it.
//!
//! It follows the host's hints and never trusts one: each only makes it observe again and carry out what
//! [`policy::reconcile_after`] finds to do, under the same lock as everybody else. It has no state of its own but a memory of
//! repairs that do not hold ([`repair_backoff`]); whoever kills it loses nothing.

mod announcer;
mod capacity;
mod deeds;
mod early;
mod leavers;
pub mod notify;
mod reminder;
pub mod repair_backoff;
mod settler;
mod stop;
mod supervise;
mod teammates;
mod unreached;

pub use settler::Reach;
pub use stop::Stop;

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use announcer::Announcer;
use capacity::Capacity;
use deeds::Deeds;
use early::EarlyMachine;
use leavers::Leavers;
use reminder::Reminder;
use repair_backoff::RepairBackoff;
use settler::Settler;
use supervise::Sign;
use teammates::Teammates;
use unreached::Unreached;

use super::commit::{self, NoObserver, Options, Progress, recover, transact};
use super::model::{InterfaceName, PciAddress, PciDetail, Scope, State};
use super::policy::Intent;
use super::state::Lock;
use super::{Category, Event, Events, HostError, Machine, Plan, host, policy};

/// Hints come in bursts (a VM that starts makes a dozen): the agent waits until it has been quiet for so long.
const QUIET: Duration = Duration::from_millis(200);

/// A burst that does not end is cut here.
const LONGEST_BURST: Duration = Duration::from_secs(2);

/// While a guest is about to take its VF, or to leave it, nothing tells so: the agent looks again after this.
const UNSETTLED: Duration = Duration::from_secs(1);

/// While VMs have VFs, the agent looks whether their guests still use them: the kernel has no event for that.
const WITH_VFS: Duration = Duration::from_secs(30);

/// While the desired state is damaged or gone, the agent looks whether an admin has decided: nothing tells so.
const UNTRUSTED: Duration = Duration::from_secs(5);

/// The id of a record that the agent may not undo.
const WAITS: &str = "Commit.RecoveryWaits";

/// The first and the longest wait after the host could not be read or watched.
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));

/// What the agent tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// The first look at the host is over; from here on the host is followed.
    Ready,
    /// A repair was carried out: what was done, a sentence each.
    Repaired(Vec<String>),
    /// A repair, or a part of it, failed. It is tried again.
    Failed(String),
    /// A repair did not hold three times in a row. It rests until something else is to be done, or for ten minutes.
    GaveUp(String),
    /// Something that was asked for cannot be had now.
    Warning(String),
    /// The host cannot be read or watched; it is tried again after this time.
    Unreachable {
        /// Why.
        why: String,
        /// When it is tried again.
        again_in: Duration,
    },
}

/// The agent of a host.
pub struct Agent {
    host: Arc<dyn Machine>,
    stop: Arc<Stop>,
    sign: Arc<Sign>,
    /// What it looks at.
    scope: Scope,
    repair_backoff: RepairBackoff,
    warned: Vec<String>,
    /// Says why nothing is repaired.
    distrust: Reminder,
    /// Says that somebody else has the host's lock, and who.
    locked_out: Reminder,
    /// VFs that no guest drives yet, and since when that was seen.
    undriven: HashMap<PciAddress, Instant>,
    /// What was said about a host that cannot be reached.
    unreached: Unreached,
    /// What is heard of the links of such a host.
    links: Option<EventStream>,
    /// Settles migrations that were cut off.
    settler: Option<Settler>,
    /// Sees when another member of a team carries its frames.
    announcer: Announcer,
    /// Says that an agent is here.
    presence: Option<Lock>,
    /// Sees machines leave by another tool.
    leavers: Leavers,
    /// Tells the cluster how many VFs are free.
    capacity: Capacity,
    /// What guests did by themselves, and what befell members of teams.
    deeds: Deeds,
    /// How members of teams were when they were last seen.
    teammates: Teammates,
    /// The record of a command that was cut off, and that the agent may not undo.
    waits: Option<Vec<u8>>,
}

/// What one look at the host led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    /// Something was changed, so the host is worth another look.
    changed: bool,
    /// When to look again although nothing was heard; `None`: not at all.
    again: Option<Duration>,
}

impl Agent {
    /// An agent that works until `stop` is requested.
    #[must_use]
    pub fn new(host: Arc<dyn Machine>, stop: &Arc<Stop>) -> Self {
        host.store().confine();
        Self {
            host,
            stop: Arc::clone(stop),
            sign: Arc::default(),
            scope: Scope::REPAIR,
            repair_backoff: RepairBackoff::default(),
            warned: Vec::new(),
            distrust: Reminder::default(),
            locked_out: Reminder::default(),
            undriven: HashMap::new(),
            unreached: Unreached::default(),
            links: None,
            settler: None,
            announcer: Announcer::default(),
            presence: None,
            leavers: Leavers::default(),
            capacity: Capacity::default(),
            deeds: Deeds::default(),
            teammates: Teammates::default(),
            waits: None,
        }
    }

    /// It settles migrations that were cut off, too: `address` is this host's own as `--host` takes it, and `reach` opens another
    /// host by its address.
    #[must_use]
    pub fn settling(mut self, address: &str, reach: Arc<Reach>) -> Self {
        self.settler = Some(Settler::new(address, reach));
        self
    }

    /// Follows the host until it is stopped; on the worker's thread.
    fn work(&mut self, tell: &mut dyn FnMut(Report)) {
        let mut wait = BACK_OFF.0;
        let mut ready = false;
        let mut hints = None;
        while !self.stopped() {
            self.sign.alive();
            // Listening begins before the first look, so that nothing falls between the two. It goes on while the host cannot be
            // read.
            let outcome = match hints.take() {
                Some(hints) => Ok(hints),
                None => self.host.watch(&Scope::PLAN).map(listen),
            };
            let outcome = outcome.and_then(|heard: EventStream| {
                let began = Instant::now();
                let outcome = self.follow(&heard, &mut ready, tell);
                if began.elapsed() > BACK_OFF.1 {
                    wait = BACK_OFF.0;
                }
                hints = Some(heard).filter(|heard| !heard.ended.get());
                outcome
            });
            let Err(error) = outcome else { continue };
            if self.stopped() {
                return;
            }
            self.unreached.say(&error, wait, tell);
            self.without_libvirt(wait, tell);
            wait = wait.saturating_mul(2).min(BACK_OFF.1);
        }
    }

    fn stopped(&self) -> bool {
        self.stop.is_requested()
    }

    /// Looks, waits for a hint, and looks again, until the source of hints ends.
    fn follow(
        &mut self,
        hints: &EventStream,
        ready: &mut bool,
        tell: &mut dyn FnMut(Report),
    ) -> Result<(), HostError> {
        let mut look = self.look(tell)?;
        self.unreached.forget();
        if !std::mem::replace(ready, true) {
            tell(Report::Ready);
        }
        let mut looked = Instant::now();
        loop {
            if self.stopped() {
                return Ok(());
            }
            // A repair is followed by its own echo: the hint that comes of it leads to a look that finds nothing.
            let again = if look.changed {
                Some(QUIET)
            } else {
                look.again
            };
            let due = again.map(|after| after.saturating_sub(looked.elapsed()));
            self.sign.idle();
            let heard = hints.next(&self.stop, due);
            self.sign.alive();
            match heard? {
                Some(Signal::Stop) => return Ok(()),
                Some(Signal::Hint(hint)) => {
                    self.hear(&hint);
                    self.gather(hints)?;
                }
                None => {}
            }
            look = self.look(tell)?;
            if self.deeds.write(&*self.host) {
                look.again = Some(look.again.map_or(UNSETTLED, |again| again.min(UNSETTLED)));
            }
            looked = Instant::now();
        }
    }

    /// Takes the rest of a burst of hints.
    fn gather(&mut self, hints: &EventStream) -> Result<(), HostError> {
        let began = Instant::now();
        while began.elapsed() < LONGEST_BURST && !self.stopped() {
            match hints.next(&self.stop, Some(QUIET))? {
                Some(Signal::Hint(hint)) => self.hear(&hint),
                Some(Signal::Stop) | None => break,
            }
        }
        Ok(())
    }

    /// What a hint tells that no look at the host shows.
    fn hear(&mut self, hint: &Result<Event, HostError>) {
        if let Ok(event) = hint {
            self.deeds.hear(event);
        }
    }

    /// Finishes or undoes what a command that was cut off has left. What the agent may not undo waits for a command of root: it is tried
    /// and told once.
    fn recover(&mut self, tell: &mut dyn FnMut(Report)) -> Result<(), HostError> {
        let record = self.host.store().read_intent().ok().flatten();
        if record.is_some() && record == self.waits {
            return Ok(());
        }
        self.waits = None;
        let recovered = recover(&*self.host, &mut observer(&self.sign));
        self.sign.commits(false);
        let Err(error) = recovered else {
            return Ok(());
        };
        if self.stopped() || error.id.starts_with("Host.Libvirt") {
            return Err(error);
        }
        if error.id == WAITS {
            self.waits = record;
        }
        tell(Report::Failed(with_next_step(&error)));
        Ok(())
    }

    /// Observes, and carries out what there is to do.
    ///
    /// # Errors
    /// The host cannot be read. A repair that fails is no error: it is told, and remembered.
    fn look(&mut self, tell: &mut dyn FnMut(Report)) -> Result<Look, HostError> {
        self.sign.alive();
        self.recover(tell)?;
        if self.presence.is_none() {
            // Without it ports are not spread over the members of a team, and all else is as ever.
            self.presence = self.host.store().hold_agent().ok().flatten();
        }
        // Without the lock first: a host on which nothing is to be done is not held up.
        let mut state = self.host.snapshot(&self.scope)?;
        let pci = if state.desired.dismounted.is_empty() {
            PciDetail::None
        } else {
            PciDetail::Bare
        };
        if pci != self.scope.pci {
            self.scope.pci = pci;
            state = self.host.snapshot(&self.scope)?;
        }
        if let Some(why) = &state.distrust {
            return Ok(self.wait_for_trust(why, tell));
        }
        self.distrust.forget();
        self.capacity.tell(&*self.host, &state, tell);
        self.deeds.see(self.teammates.look(&state));
        for team in self.announcer.look(&state) {
            self.announce(team, tell);
        }
        let settles = match &mut self.settler {
            Some(settler) => settler.look(&self.host, &state, (&self.sign, self.stop.flag()), tell),
            None => None,
        };
        let left = self.leavers.look(&state);
        let plan = policy::reconcile_after(&state, &left);
        self.warn(&plan, &state, tell);
        let rest = self.repair_backoff.without_hopeless(&plan);
        if rest.is_empty() {
            self.repair_backoff.forget_all_but(&plan);
            let again = if plan.is_empty() {
                self.next_look(&state)
            } else {
                Some(repair_backoff::REST)
            };
            let again = [again, settles].into_iter().flatten().min();
            return Ok(Look {
                changed: false,
                again,
            });
        }
        let repair_backoff = &self.repair_backoff;
        let mut planner = |state: &State| {
            let plan = policy::reconcile_after(state, &left);
            Ok(repair_backoff.without_hopeless(&plan))
        };
        let (sign, flag) = (Arc::clone(&self.sign), self.stop.flag());
        let mut observer = observer(&sign);
        let mut options = Options::new(&mut observer).cancelled_by(&flag);
        // A record that waits is not written over: the same is found to be repaired after a power cut.
        options.recorded = self.waits.is_none();
        let result = transact(&*self.host, &self.scope, &mut planner, &mut options);
        sign.commits(false);
        match result {
            Ok((done, report)) => {
                self.locked_out.forget();
                for warning in &report.warnings {
                    tell(Report::Failed(warning.to_string()));
                }
                if !report.applied.is_empty() {
                    let said = carried_out(&done, &report.applied);
                    tell(Report::Repaired(said));
                }
                self.remember(&done, tell);
            }
            Err(_) if self.stopped() => {}
            // Somebody else is at work: what they leave is looked at when they are done. Who holds the lock for longer than a
            // commit takes is named.
            Err(error) if error.id == "Commit.Locked" => {
                if self.locked_out.is_due(&error.message, Instant::now()) {
                    tell(Report::Warning(format!(
                        "{error} Nothing is repaired as long as the lock is held."
                    )));
                }
                return Ok(Look {
                    changed: true,
                    again: None,
                });
            }
            Err(error) => {
                tell(Report::Failed(error.to_string()));
                self.remember(&rest, tell);
            }
        }
        Ok(Look {
            changed: true,
            again: None,
        })
    }

    /// Tells the wire where the addresses behind a team are now. It is not worth a second try: the next frame of a guest tells the same.
    fn announce(&self, team: InterfaceName, tell: &mut dyn FnMut(Report)) {
        let said = once(&*self.host, &Scope::PLAN, Intent::Announce { team });
        match said {
            Ok(said) => said.into_iter().for_each(tell),
            Err(error) => tell(Report::Failed(with_next_step(&error))),
        }
    }

    /// The desired state is damaged or gone: nothing is touched until an admin has decided, and the host is followed all the same.
    fn wait_for_trust(&mut self, why: &HostError, tell: &mut dyn FnMut(Report)) -> Look {
        let text = with_next_step(why);
        if self.distrust.is_due(&text, Instant::now()) {
            tell(Report::Warning(text));
        }
        Look {
            changed: false,
            again: Some(UNTRUSTED),
        }
    }

    fn remember(&mut self, plan: &Plan, tell: &mut dyn FnMut(Report)) {
        for hopeless in self.repair_backoff.tried(plan, Instant::now()) {
            tell(Report::GaveUp(hopeless));
        }
    }

    /// When a host on which nothing is to be done is worth another look although nothing is heard.
    fn next_look(&mut self, state: &State) -> Option<Duration> {
        let running = state.vms.iter().filter(|v| v.state.is_active());
        let attached = running
            .flat_map(|v| &v.adapters)
            .filter_map(|a| state.vf(a.vf.as_ref()?.address));
        let (mut any, mut undriven) = (false, HashMap::new());
        for vf in attached {
            any = true;
            if vf.driven == Some(false) {
                let since = self.undriven.get(&vf.address).copied();
                undriven.insert(vf.address, since.unwrap_or_else(Instant::now));
            }
        }
        self.undriven = undriven;
        let settles = self.undriven.values().any(|s| s.elapsed() < SETTLING);
        any.then_some(if settles { UNSETTLED } else { WITH_VFS })
    }

    /// Says a warning once, until it has gone away and comes back.
    fn warn(&mut self, plan: &Plan, state: &State, tell: &mut dyn FnMut(Report)) {
        let planned = plan.warnings.iter().map(|w| &w.message);
        let unread = state.unread.iter().map(|error| &error.message);
        let now: Vec<String> = planned.chain(unread).cloned().collect();
        for message in now.iter().filter(|m| !self.warned.contains(m)) {
            tell(Report::Warning(message.clone()));
        }
        self.warned = now;
    }
}

/// Who sees a repair: a long one is no hang, as every step of it is a sign of life.
fn observer(sign: &Sign) -> impl FnMut(&Progress<'_>) {
    |progress| {
        sign.alive();
        if matches!(progress, Progress::Recorded | Progress::Undo { .. }) {
            sign.commits(true);
        }
    }
}

/// How long a guest may take to load its VF driver before it counts as one that has none.
const SETTLING: Duration = Duration::from_mins(2);

fn deaf() -> HostError {
    HostError::new(
        "Agent.HintsEnded",
        Category::ConnectionError,
        "The host's events ended.",
    )
    .next_step("The agent opens them again by itself; see the journal of libvirtd if this goes on.")
}

/// What the agent hears.
#[derive(Debug)]
enum Signal {
    /// Something moved, or no more is heard of what moves.
    Hint(Result<Event, HostError>),
    /// It is to end.
    Stop,
}

/// Hints, read by a thread of their own, so that waiting for them can end.
struct EventStream {
    events: Receiver<Signal>,
    /// Where a request to stop is heard.
    sender: Sender<Signal>,
    /// No more is heard: they are to be opened again.
    ended: Cell<bool>,
    /// Gone when nobody listens any more.
    _listener: Arc<()>,
}

impl EventStream {
    /// The next one; none within that time.
    ///
    /// # Errors
    /// They have ended.
    fn next(&self, stop: &Stop, within: Option<Duration>) -> Result<Option<Signal>, HostError> {
        stop.wake(self.sender.clone());
        let heard = match within {
            Some(within) => self.events.recv_timeout(within),
            None => self.events.recv().map_err(RecvTimeoutError::from),
        };
        match heard {
            Ok(Signal::Hint(Err(error))) => {
                self.ended.set(true);
                Err(error)
            }
            Ok(heard) => Ok(Some(heard)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => {
                self.ended.set(true);
                Err(deaf())
            }
        }
    }
}

fn listen(events: Events) -> EventStream {
    let (send, receive): (Sender<Signal>, _) = mpsc::channel();
    let sender = send.clone();
    let listener = Arc::new(());
    let listens: Weak<()> = Arc::downgrade(&listener);
    std::thread::spawn(move || {
        for event in events {
            let ends = event.is_err();
            if listens.strong_count() == 0 || send.send(Signal::Hint(event)).is_err() || ends {
                return;
            }
        }
        // Nobody may listen any more.
        let _ = send.send(Signal::Hint(Err(deaf())));
    });
    EventStream {
        events: receive,
        sender,
        ended: Cell::new(false),
        _listener: listener,
    }
}

/// An error, and what an admin does about it.
fn with_next_step(error: &HostError) -> String {
    match &error.next_step {
        Some(step) => format!("{error} {step}"),
        None => error.to_string(),
    }
}

/// What the steps of a plan that stand have done.
fn carried_out(plan: &Plan, stands: &[usize]) -> Vec<String> {
    let steps = stands.iter().filter_map(|index| plan.steps.get(*index));
    steps.map(|step| step.what.clone()).collect()
}

/// Restores after a start of the host, once: [`Intent::Restore`].
///
/// # Errors
/// The host cannot be read, or its lock cannot be had. What could not be restored comes back as texts; the rest is.
pub fn restore(host: &dyn Machine) -> Result<Vec<Report>, HostError> {
    once(&EarlyMachine(host), &Scope::BOOT, Intent::Restore)
}

/// Takes all VFs back from running VMs, once, before the host goes down: [`Intent::TakeBack`].
///
/// # Errors
/// The host cannot be read, or its lock cannot be had. What could not be taken back comes back as texts.
pub fn take_back(host: &dyn Machine) -> Result<Vec<Report>, HostError> {
    once(host, &Scope::PLAN, Intent::TakeBack)
}

/// Does what is asked for, through the door that every command goes through. The record of a command that was cut off, and that cannot be
/// undone now, is said and stays; there is no record of this plan then, which would be the same after a power cut.
fn once(host: &dyn Machine, scope: &Scope, intent: Intent) -> Result<Vec<Report>, HostError> {
    host.store().confine();
    let mut said = Vec::new();
    let mut observer = NoObserver;
    let mut options = Options::new(&mut observer);
    if let Err(error) = recover(host, &mut NoObserver) {
        said.push(Report::Failed(with_next_step(&error)));
        options = options.unrecorded();
    }
    let answer = host::transact(host, scope, &[intent], &mut options)?;
    answer.outcomes.into_values().collect::<Result<(), _>>()?;
    said.extend(
        answer
            .done
            .iter()
            .flat_map(|(plan, report)| told(plan, report)),
    );
    Ok(said)
}

/// What there is to say of a plan that was carried out.
fn told(plan: &Plan, report: &commit::Report) -> Vec<Report> {
    let mut said = Vec::new();
    let warnings = plan.warnings.iter();
    said.extend(warnings.map(|w| Report::Warning(w.message.clone())));
    let failed = report.warnings.iter();
    said.extend(failed.map(|w| Report::Failed(w.to_string())));
    if !report.applied.is_empty() {
        said.push(Report::Repaired(carried_out(plan, &report.applied)));
    }
    said
}
