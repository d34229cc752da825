//! A virtual machine goes from one host to another: what spans both.
//!
//! Each end is changed by ordinary transactions, and keeps a record for as long as the other end may not know yet where the virtual
//! machine is. The order is what makes it safe: the target stands still until the source is known not to run, and forgets the
//! migration only after the source has. Whoever finds a record that nobody is at can [`settle`] it from what both ends show.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use iovsh_base::interrupt;

use super::{Comparison, Host};
use crate::commit::{Observer, Options};
use crate::model::{Incompatibility, MigratingVm, Presence, Scope, Sending, Sent, Uuid};
use crate::policy::migration::{Arrival, Departure, Ending, Verdict, ids, verdict};
use crate::policy::{Intent, migration, pattern, word};
use crate::state::{Migration, Side};
use crate::{Category, HostError, Plan, plan};

/// So long the daemons of both ends may take to end by themselves what nobody drives any more.
const DAEMONS_END_WITHIN: Duration = Duration::from_secs(60);

/// The two ends.
#[derive(Clone, Copy)]
pub struct Ends<'h> {
    /// The host that the virtual machine is on.
    pub source: &'h dyn Host,
    /// The host that it goes to.
    pub target: &'h dyn Host,
    /// The target as `--host` takes it at the source.
    pub to: &'h str,
    /// The source as `--host` takes it at the target; empty where that is not known.
    pub from: &'h str,
}

/// Who is told how a migration goes.
pub trait Watch: Observer {
    /// Told how far it is.
    fn sent(&mut self, sent: &Sent);
    /// Told what did not come as wished, though the migration goes on.
    fn warn(&mut self, host: &str, text: &str);
}

/// What became of a migration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migrated {
    /// How long the virtual machine stood still, in milliseconds, where that is known.
    pub blackout: Option<u64>,
}

/// What is known before a migration: the virtual machine, and what the target says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The virtual machine.
    pub guest: MigratingVm,
    /// What the target says.
    pub answer: Comparison,
}

impl Compared {
    /// What is against the migration.
    pub fn against(&self) -> impl Iterator<Item = &Incompatibility> {
        let all = self.answer.incompatibilities.iter();
        all.filter(|reason| reason.id < ids::NOTES)
    }
}

impl Compared {
    /// Those of these sources of copies that are no disk of the virtual machine.
    pub fn unknown_sources<'a>(
        &'a self,
        files: &'a [(String, String)],
    ) -> impl Iterator<Item = &'a str> {
        let is_its = |path: &str| self.guest.disks.iter().any(|disk| disk.path == path);
        files
            .iter()
            .map(|(source, _)| source.as_str())
            .filter(move |source| !is_its(source))
    }
}

/// Compares a virtual machine with the host that it is to go to. Nothing is changed. `edit` says what is to be otherwise at the target.
///
/// # Errors
/// One of the hosts cannot be asked; there is no such virtual machine.
pub fn compare(
    ends: Ends<'_>,
    vm: Uuid,
    edit: &dyn Fn(&mut MigratingVm),
) -> Result<Compared, HostError> {
    let mut guest = ends.source.describe(vm)?;
    edit(&mut guest);
    let mut answer = ends.target.compare(&guest)?;
    let mut first = Vec::new();
    // Two hosts may be called alike; only one of them has the virtual machine.
    let mut found = answer.incompatibilities.iter();
    let has_it = found.any(|reason| reason.id == ids::NAME_IN_USE);
    if has_it && ends.source.name() == ends.target.name() {
        first.push(Incompatibility {
            id: ids::SAME_HOST,
            message: format!("'{}' is on {} already.", guest.vm.name, answer.host),
            adapter: None,
            next_step: Some("Name another host: -DestinationHost NAME.".to_owned()),
        });
    }
    answer.incompatibilities.splice(0..0, first);
    Ok(Compared { guest, answer })
}

/// What would be done, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// At the target before.
    pub at_target: Plan,
    /// At the source before.
    pub at_source: Plan,
    /// Between the two, in order: what is done, and the line that does the same.
    pub sending: Vec<(String, String)>,
}

/// What would be done.
///
/// # Errors
/// Those of the ends' plans, and what the target has against the virtual machine.
pub fn preview(ends: Ends<'_>, compared: &Compared, scope: &Scope) -> Result<Preview, HostError> {
    let Compared { guest, answer } = compared;
    if let Some(error) = migration::refusals(&guest.vm.name, &answer.host, compared.against()) {
        return Err(error);
    }
    let id = Uuid::random();
    let (arrival, departure) = intents(ends, compared, id);
    let at_target = scope.union(&folders(guest));
    Ok(Preview {
        at_target: ends.target.preview(&at_target, &arrival)?.plan?,
        at_source: ends.source.preview(scope, &departure)?.plan?,
        sending: plan::sending(guest, &answer.host, id, answer.certificate.as_deref()),
    })
}

/// What the target has to look at so that it can make the folders for the copies.
fn folders(guest: &MigratingVm) -> Scope {
    Scope {
        stored: Some(migration::looks_at(guest)),
        ..Scope::NOTHING
    }
}

/// What is asked of the two ends first.
fn intents(ends: Ends<'_>, compared: &Compared, id: Uuid) -> (Intent, Intent) {
    let Compared { guest, answer } = compared;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let began = now.map_or(0, |now| now.as_secs());
    let arrival = Intent::PrepareArrival(Box::new(Arrival {
        id,
        vm: guest.clone(),
        address: ends.from.to_owned(),
        began,
    }));
    let departure = Intent::PrepareDeparture(Departure {
        id,
        vm: guest.vm.id,
        other: answer.host.clone(),
        address: ends.to.to_owned(),
        checkpoints: guest.checkpoints.clone(),
        began,
    });
    (arrival, departure)
}

/// Moves a virtual machine.
///
/// # Errors
/// `Migration.Incompatible`, `Migration.Disabled`, `Migration.LimitReached`, `Migration.Cancelled`, `Migration.Failed`: it is where it
/// was. `Migration.Unsettled`: it is not known where it is; nobody starts it meanwhile.
pub fn migrate(
    ends: Ends<'_>,
    compared: &Compared,
    watch: &mut dyn Watch,
    cancel: &AtomicBool,
) -> Result<Migrated, HostError> {
    let Compared { guest, answer } = compared;
    if let Some(refusal) = migration::refusals(&guest.vm.name, &answer.host, compared.against()) {
        note_at_both(ends, &refusal);
        return Err(refusal);
    }
    let id = Uuid::random();
    let (arrival, departure) = intents(ends, compared, id);
    let at_target = Scope::MIGRATE.union(&folders(guest));
    if let Err(error) = transact_in(ends.target, &at_target, arrival, watch, cancel) {
        // It may have been written down, and then it could not be made ready for.
        let ending = Intent::EndMigration(Ending {
            id,
            stays: false,
            forgets: true,
            lost: false,
            blackout: None,
        });
        let undone = patiently(Instant::now(), || {
            transact(ends.target, ending.clone(), watch, &AtomicBool::new(false))
        });
        // The target has written it down, the source has heard nothing of it.
        ends.source.note_refusal(&error);
        return Err(match undone {
            Ok(()) => error,
            Err(other) => error.and_also(other),
        });
    }
    // From here on Ctrl+C is seen by way of `cancel`, and ends nothing half way.
    let _held = interrupt::hold();
    let sent = transact(ends.source, departure, watch, cancel).and_then(|()| {
        if cancel.load(Ordering::Relaxed) {
            return Err(cancelled(&guest.vm.name));
        }
        let sending = Sending {
            id,
            vm: guest.vm.id,
            name: guest.vm.name.clone(),
            to: ends.to.to_owned(),
            connections: answer.connections.clone(),
            disks: guest.disks.clone(),
            files: guest.files.clone(),
            performance: answer.settings.performance,
            reached_at: answer.reached_at,
            certificate: answer.certificate.clone(),
            daemon: answer.daemon.clone(),
        };
        ends.source
            .send(&sending, &mut |sent| watch.sent(sent), cancel)
    });
    let blackout = sent.as_ref().ok().and_then(|sent| sent.downtime);
    let settled = settle(ends, id, guest.vm.id, &guest.vm.name, blackout, watch);
    if settled.is_err() {
        // Nobody is at it any more: the next command of this process may settle it as well as another's.
        ends.source.let_go(&[id]);
        ends.target.let_go(&[id]);
    }
    match (sent, settled) {
        (_, Ok(Side::Target)) => Ok(Migrated { blackout }),
        (Ok(_), Ok(Side::Source)) => Err(failed(&guest.vm.name, &answer.host)),
        (Err(error), Ok(Side::Source)) => Err(because(error, guest, answer, cancel)),
        (Ok(_), Err(unsettled)) => Err(unsettled),
        (Err(error), Err(unsettled)) => Err(unsettled.and_also(error)),
    }
}

/// Writes about a migration that did not begin: whoever asks one of the ends why nothing came or went finds it there.
fn note_at_both(ends: Ends<'_>, refusal: &HostError) {
    ends.source.note_refusal(refusal);
    ends.target.note_refusal(refusal);
}

/// Ends a migration at both ends, wherever the virtual machine is; gives the side on which it is. One that the source never heard of
/// did not begin: the target forgets it, wherever the virtual machine has gone since.
///
/// # Errors
/// `Migration.Unsettled`: one end cannot be asked or changed, or the daemons are at it for too long. `Migration.RunsTwice`,
/// `Migration.Lost`: what both ends show is not what a migration leaves. What is lost is forgotten at both ends: there is nothing
/// left that the records could protect.
pub fn settle(
    ends: Ends<'_>,
    id: Uuid,
    vm: Uuid,
    name: &str,
    blackout: Option<u64>,
    watch: &mut dyn Watch,
) -> Result<Side, HostError> {
    let from = Instant::now();
    let side = loop {
        // The source first: asking it is what makes a simulated daemon go on, and what has left it can be seen at the target.
        let source = patiently(from, || ends.source.presence(vm));
        let source = source.map_err(|error| unsettled(name, ends.source.name(), error))?;
        let target = patiently(from, || ends.target.presence(vm));
        let target = target.map_err(|error| unsettled(name, ends.target.name(), error))?;
        match verdict(source, target) {
            Verdict::Source => break Some(Side::Source),
            Verdict::Target => break Some(Side::Target),
            Verdict::Wait if from.elapsed() < DAEMONS_END_WITHIN && !interrupt::is_requested() => {
                std::thread::sleep(Duration::from_millis(200));
            }
            Verdict::Wait => return Err(under_way(name, source, target)),
            Verdict::Both => return Err(runs_twice(name, ends)),
            Verdict::Neither if knows(ends.source, id, name)? => break None,
            Verdict::Neither => break Some(Side::Source),
        }
    };
    // Nothing ends this half way: where it fails, the records stay and it is tried again.
    let goes_on = AtomicBool::new(false);
    let mut end = |host: &dyn Host, stays: bool, forgets: bool| {
        let ending = Intent::EndMigration(Ending {
            id,
            stays,
            forgets,
            lost: side.is_none(),
            blackout,
        });
        patiently(from, || transact(host, ending.clone(), watch, &goes_on))
            .map_err(|error| unsettled(name, host.name(), error))
    };
    match side {
        Some(Side::Source) => {
            end(ends.target, false, true)?;
            end(ends.source, true, true)?;
        }
        Some(Side::Target) => {
            // It goes on before anything else; what it left behind is forgotten before the target forgets that it came.
            end(ends.target, true, false)?;
            end(ends.source, false, true)?;
            end(ends.target, true, true)?;
        }
        None => {
            end(ends.target, false, true)?;
            end(ends.source, false, true)?;
        }
    }
    side.ok_or_else(|| lost(name, ends))
}

/// What a host answers once its libvirt does: a daemon that was killed, or that is busy with what it has received, answers again within
/// the time that daemons have.
fn patiently<T>(
    from: Instant,
    mut ask: impl FnMut() -> Result<T, HostError>,
) -> Result<T, HostError> {
    loop {
        let answer = ask();
        let passes = answer.as_ref().is_err_and(|error| {
            matches!(
                &*error.id,
                "Host.LibvirtSilent" | "Host.LibvirtUnavailable" | "Host.BadAnswer"
            )
        });
        if !passes || from.elapsed() >= DAEMONS_END_WITHIN || interrupt::is_requested() {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Whether a host has a record of a migration.
fn knows(host: &dyn Host, id: Uuid, name: &str) -> Result<bool, HostError> {
    let state = host
        .snapshot(&Scope::NOTHING)
        .map_err(|error| unsettled(name, host.name(), error))?;
    Ok(state.desired.migrations.iter().any(|m| m.id == id))
}

/// Opens a host by its address.
pub type Reach<'r> = dyn Fn(&str) -> Result<Arc<dyn Host>, HostError> + 'r;

/// What became of migrations: the side on which each virtual machine is.
pub type Settled = Vec<(Migration, Result<Side, HostError>)>;

/// The migrations of a host that nobody is at are settled, as far as their other ends can be reached: `reach` opens a host by its
/// address. Gives what became of each.
///
/// # Errors
/// The host cannot be asked.
pub fn settle_all(
    here: &dyn Host,
    own_address: &str,
    reach: &Reach<'_>,
    watch: &mut dyn Watch,
) -> Result<Settled, HostError> {
    let mut settled = Vec::new();
    for migration in here.adopt()? {
        let outcome = reach(&migration.address)
            .map_err(|error| unsettled(&migration.name, &migration.other, error))
            .and_then(|other| {
                let ends = match migration.side {
                    Side::Source => Ends {
                        source: here,
                        target: &*other,
                        to: &migration.address,
                        from: own_address,
                    },
                    Side::Target => Ends {
                        source: &*other,
                        target: here,
                        to: own_address,
                        from: &migration.address,
                    },
                };
                settle(
                    ends,
                    migration.id,
                    migration.vm,
                    &migration.name,
                    None,
                    watch,
                )
            });
        here.let_go(&[migration.id]);
        settled.push((migration, outcome));
    }
    Ok(settled)
}

/// One intent, which must succeed; what it says besides is told.
fn transact(
    host: &dyn Host,
    intent: Intent,
    watch: &mut dyn Watch,
    cancel: &AtomicBool,
) -> Result<(), HostError> {
    transact_in(host, &Scope::MIGRATE, intent, watch, cancel)
}

fn transact_in(
    host: &dyn Host,
    scope: &Scope,
    intent: Intent,
    watch: &mut dyn Watch,
    cancel: &AtomicBool,
) -> Result<(), HostError> {
    let mut answer = {
        let mut observer = |progress: &crate::commit::Progress<'_>| watch.on(progress);
        let mut options = Options::new(&mut observer).cancelled_by(cancel);
        host.transact(scope, &[intent], &mut options)?
    };
    for (plan, report) in &answer.done {
        for warning in &plan.warnings {
            watch.warn(host.name(), &warning.message);
        }
        for warning in &report.warnings {
            watch.warn(host.name(), &warning.to_string());
        }
    }
    answer.outcomes.remove(&0).unwrap_or(Ok(()))
}

fn cancelled(name: &str) -> HostError {
    HostError::new(
        "Migration.Cancelled",
        Category::OperationStopped,
        format!("The migration of '{name}' was stopped; it runs on where it was."),
    )
    .target(name)
    .next_step("Begin it again with Move-VM when it suits.")
}

/// Why a migration failed, after which everything is as before.
fn because(
    error: HostError,
    guest: &MigratingVm,
    answer: &Comparison,
    cancel: &AtomicBool,
) -> HostError {
    let name = &guest.vm.name;
    if cancel.load(Ordering::Relaxed) {
        return cancelled(name);
    }
    // A refusal that says itself what it is about.
    if error.id.starts_with("Migration.") || error.id.starts_with("Vm.") {
        return error;
    }
    let failed = failed(name, &answer.host);
    match &error.cause {
        Some(cause) => failed.because(cause.source, cause.text.clone(), cause.errno),
        None => failed.and_also(error),
    }
}

fn failed(name: &str, target: &str) -> HostError {
    HostError::new(
        "Migration.Failed",
        Category::InvalidResult,
        format!("'{name}' did not get to {target}; it is where it was."),
    )
    .target(name)
    .next_step(format!(
        "See what is against it: Compare-VM {} -DestinationHost {}",
        pattern(name),
        word(target)
    ))
}

fn unsettled(name: &str, host: &str, error: HostError) -> HostError {
    HostError::new(
        "Migration.Unsettled",
        Category::ResourceUnavailable,
        format!("It is not known whether '{name}' has migrated: {host} cannot be asked or changed."),
    )
    .target(name)
    .next_step(format!(
        "It is settled by the next command that reaches both hosts, for example: Get-VM {} -ComputerName {}",
        pattern(name),
        word(host)
    ))
    .and_also(error)
}

fn under_way(name: &str, source: Presence, target: Presence) -> HostError {
    HostError::new(
        "Migration.Unsettled",
        Category::ResourceBusy,
        format!("libvirt is still moving '{name}': it is {source:?} at the source and {target:?} at the target."),
    )
    .target(name)
    .next_step("Wait, and look again with Get-VM; 'virsh domjobinfo' at the source says how far it is.")
}

fn runs_twice(name: &str, ends: Ends<'_>) -> HostError {
    HostError::new(
        "Migration.RunsTwice",
        Category::InvalidResult,
        format!(
            "'{name}' runs on {} and on {} at once.",
            ends.source.name(),
            ends.target.name()
        ),
    )
    .target(name)
    .next_step("Stop the one that nobody uses with 'virsh destroy' on its host; then run the command again.")
}

fn lost(name: &str, ends: Ends<'_>) -> HostError {
    HostError::new(
        "Migration.Lost",
        Category::ObjectNotFound,
        format!(
            "'{name}' is neither on {} nor on {}: somebody else has removed or moved it. Its migration is forgotten.",
            ends.source.name(),
            ends.target.name()
        ),
    )
    .target(name)
    .next_step("Look for it on other hosts with Get-VM; if it is nowhere, define it again with 'virsh define'. Its disks were not touched.")
}
