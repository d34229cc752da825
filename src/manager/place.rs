//! A host that is shown: opened, looked at and followed on threads of its own, so that one that does not answer holds nothing up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use iovsh_backend::journal::Entry;
use iovsh_backend::model::{PciDetail, VfDetail, VmDetail};
use iovsh_backend::{Host, HostError, Scope, State};
use iovsh_base::interrupt;

use crate::listing::Listings;

/// How a host is opened.
pub type Opener = Arc<dyn Fn() -> Result<Arc<dyn Host>, HostError> + Send + Sync>;

/// A host to show.
#[derive(Clone)]
pub struct Place {
    /// What it is called in the list.
    pub name: String,
    /// The name by which cmdlets reach it; `None`: it is the host of the session.
    pub reached_as: Option<String>,
    /// How it is opened.
    pub opener: Opener,
}

/// What is looked at.
pub const SCOPE: Scope = Scope {
    host: true,
    links: true,
    functions: VfDetail::Admin,
    bridges: true,
    vms: VmDetail::Full,
    pci: PciDetail::None,
    checkpoints: true,
    ..Scope::NOTHING
};

/// What no event tells (processor use, memory, uptime) is looked at again after so long.
const AGAIN: Duration = Duration::from_secs(10);

/// Hints come in bursts: so long they are gathered.
const BURST: Duration = Duration::from_millis(60);

/// After a look a host is left alone for so many times what the look took, whatever it tells meanwhile: one on which much goes on is
/// not kept busy by being looked at.
const REST: u32 = 4;

/// It is never left alone for longer than this when it has something to tell.
const LONGEST_REST: Duration = Duration::from_secs(2);

/// A host that could not be reached is tried again after so long.
const TRIES_AGAIN: Duration = Duration::from_secs(15);

/// So long it may take until a host's thread heeds that somebody has come to its machines, or has left.
const HEEDS: Duration = Duration::from_millis(200);

/// The most events that are kept to be shown.
const EVENTS: usize = 500;

/// What was seen of a host.
pub struct Seen {
    /// When it was seen.
    pub at: Instant,
    /// The facts.
    pub state: State,
    /// What happened, newest first.
    pub entries: Vec<Entry>,
    /// Why it is not known what happened.
    pub(crate) no_journal: Option<String>,
    /// Why nothing tells when the host moves.
    pub(crate) no_events: Option<String>,
    /// Whether it was counted what machines have used and carried.
    pub(crate) counted: bool,
    /// The facts as lists.
    pub(crate) listings: Listings,
}

impl Seen {
    /// What is seen of a host now, with what only the guests can tell and what they have used and carried, or without: that is a question
    /// to each guest, and the counters of each VF and NIC.
    ///
    /// # Errors
    /// The host cannot be asked.
    pub fn of(host: &dyn Host, guests: bool) -> Result<Self, HostError> {
        let scope = Scope {
            guests,
            usage: guests,
            nics: guests,
            functions: match guests {
                true => VfDetail::Counters,
                false => SCOPE.functions,
            },
            ..SCOPE
        };
        let state = host.snapshot(&scope)?;
        let (mut entries, no_journal) = match host.newest_entries(EVENTS) {
            Ok(entries) => (entries, None),
            Err(error) => (Vec::new(), Some(sentence(&error))),
        };
        entries.reverse();
        let listings = Listings::of(&state, &entries);
        Ok(Self {
            at: Instant::now(),
            state,
            entries,
            no_journal,
            no_events: None,
            counted: guests,
            listings,
        })
    }
}

/// What a host's threads tell: which host, and what was seen or why nothing could be.
pub(crate) type Told = (usize, Result<Box<Seen>, String>);

/// What a host's threads are told.
#[derive(Clone, Default)]
pub(crate) struct Following {
    /// Nobody looks any more.
    pub stop: Arc<AtomicBool>,
    /// The machines of this host are on the screen: what their guests tell and what they carry is asked for, and otherwise not.
    pub closely: Arc<AtomicBool>,
}

/// Follows a host until it is told to stop or nobody listens any more.
pub(crate) fn follow<M: From<Told> + Send + 'static>(
    number: usize,
    place: &Place,
    to: &Sender<M>,
    following: &Following,
) {
    let (opener, to) = (Arc::clone(&place.opener), to.clone());
    let following = following.clone();
    let stop = Arc::clone(&following.stop);
    // Without a thread the host stays one that has not answered.
    let _ = std::thread::Builder::new()
        .name("manager-host".to_owned())
        .spawn(move || {
            let _watch = interrupt::watch(Arc::clone(&stop));
            while !stop.load(Ordering::SeqCst) {
                let result = opener().and_then(|host| look_on(number, &host, &to, &following));
                let Err(error) = result else { return };
                if to.send(M::from((number, Err(sentence(&error))))).is_err() {
                    return;
                }
                wait(TRIES_AGAIN, &stop);
            }
        });
}

/// Sleeps, unless it is over before.
fn wait(time: Duration, stop: &AtomicBool) {
    let mut left = time;
    while !stop.load(Ordering::SeqCst) && !left.is_zero() {
        let slice = left.min(interrupt::SLICE);
        std::thread::sleep(slice);
        left = left.saturating_sub(slice);
    }
}

/// How long hints are gathered after a look that took so long and ended so long ago.
fn gathers(took: Duration, ago: Duration) -> Duration {
    took.saturating_mul(REST)
        .saturating_sub(ago)
        .clamp(BURST, LONGEST_REST)
}

/// Looks at a host whenever something moves. `Ok`: nobody listens any more.
fn look_on<M: From<Told> + Send + 'static>(
    number: usize,
    host: &Arc<dyn Host>,
    to: &Sender<M>,
    following: &Following,
) -> Result<(), HostError> {
    let Following { stop, closely } = following;
    let hints = hints(host, stop);
    // The first look is a quick one: guests may take their time to answer.
    let mut guests = false;
    let mut silent = None;
    loop {
        let began = Instant::now();
        let mut seen = Seen::of(&**host, guests)?;
        let took = seen.at.saturating_duration_since(began);
        let looked = seen.at;
        seen.no_events.clone_from(&silent);
        if to.send(M::from((number, Ok(Box::new(seen))))).is_err() {
            return Ok(());
        }
        let mut left = AGAIN;
        // Somebody who has come to the machines does not wait for the next look.
        while !left.is_zero() && (guests || !closely.load(Ordering::SeqCst)) {
            let slice = left.min(HEEDS);
            match hints.recv_timeout(slice) {
                Ok(hint) => {
                    wait(gathers(took, looked.elapsed()), stop);
                    for hint in std::iter::once(hint).chain(hints.try_iter()) {
                        silent = hint.err();
                    }
                    break;
                }
                Err(RecvTimeoutError::Timeout) => {}
                // Without events the host is looked at again after a while.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(slice),
            }
            if stop.load(Ordering::SeqCst) {
                return Ok(());
            }
            left = left.saturating_sub(slice);
        }
        if stop.load(Ordering::SeqCst) {
            return Ok(());
        }
        guests = closely.load(Ordering::SeqCst);
    }
}

/// Tells whenever something on the host moves, or why it is not told.
fn hints(host: &Arc<dyn Host>, stop: &Arc<AtomicBool>) -> mpsc::Receiver<Result<(), String>> {
    let (to, hints) = mpsc::channel();
    let (host, stop) = (Arc::clone(host), Arc::clone(stop));
    let _ = std::thread::Builder::new()
        .name("manager-events".to_owned())
        .spawn(move || {
            let _watch = interrupt::watch(Arc::clone(&stop));
            let events = match host.events(&SCOPE) {
                Ok(events) => events,
                Err(error) => {
                    let _ = to.send(Err(sentence(&error)));
                    return;
                }
            };
            for event in events {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let told = event.map(|_| ()).map_err(|error| sentence(&error));
                let ends = told.is_err();
                if to.send(told).is_err() || ends {
                    return;
                }
            }
        });
    hints
}

/// An error with its next step.
pub(crate) fn sentence(error: &HostError) -> String {
    match &error.next_step {
        Some(step) => format!("{error} {step}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_is_slow_to_look_at_is_left_alone_longer() {
        let seconds = Duration::from_secs;
        // A quick one, and one that was left alone for long, are looked at as soon as the burst is over.
        assert_eq!(gathers(Duration::from_millis(5), Duration::ZERO), BURST);
        assert_eq!(gathers(seconds(1), seconds(60)), BURST);
        let slow = Duration::from_millis(300);
        assert_eq!(gathers(slow, Duration::ZERO), Duration::from_millis(1200));
        assert_eq!(gathers(slow, seconds(1)), Duration::from_millis(200));
        assert_eq!(gathers(seconds(100), Duration::ZERO), LONGEST_REST);
    }
}
