//! Migrations that were cut off, put right as far as their other ends can be reached.
//!
//! The other end may be silent, and libvirt may still be at it: that is waited for on a thread of its own, so that what happens on
//! this host is followed meanwhile.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use iovsh_base::interrupt;

use super::Report;
use super::reminder::Reminder;
use super::supervise::Sign;
use crate::commit::{Observer, Progress};
use crate::host::LocalHost;
use crate::host::migrate::{Settled, Watch, settle_all};
use crate::model::{Sent, State, Uuid};
use crate::state::{Migration, Side};
use crate::{Host, HostError, Machine};

/// A migration is tried to be settled no more often than this.
const AGAIN: Duration = Duration::from_secs(30);

/// Opens another host by its address, without asking anybody for anything.
pub type Reach = dyn Fn(&str) -> Result<Arc<dyn Host>, HostError> + Send + Sync;

/// What the thread has to tell.
type Outcome = Result<Settled, HostError>;

/// Settles migrations.
pub(super) struct Settler {
    /// This host's own address.
    address: String,
    reach: Arc<Reach>,
    /// When it was last tried.
    tried: Option<Instant>,
    /// The thread that is at it, with what it is told meanwhile.
    work: Option<Receiver<Outcome>>,
    warned: Arc<Mutex<Vec<String>>>,
    reminders: HashMap<Uuid, Reminder>,
}

impl Settler {
    pub(super) fn new(address: &str, reach: Arc<Reach>) -> Self {
        Self {
            address: address.to_owned(),
            reach,
            tried: None,
            work: None,
            warned: Arc::default(),
            reminders: HashMap::new(),
        }
    }

    /// Tells what the thread has done, and begins anew where it is time to; gives when to look again.
    pub(super) fn look(
        &mut self,
        machine: &Arc<dyn Machine>,
        state: &State,
        (sign, stop): (&Arc<Sign>, Arc<AtomicBool>),
        tell: &mut dyn FnMut(Report),
    ) -> Option<Duration> {
        self.hear(machine.name(), tell);
        let known = &state.desired.migrations;
        self.reminders
            .retain(|id, _| known.iter().any(|migration| migration.id == *id));
        if self.work.is_some() {
            return Some(super::UNSETTLED);
        }
        if known.is_empty() {
            return None;
        }
        let waited = self.tried.map(|at| at.elapsed());
        if let Some(left) = waited.and_then(|waited| AGAIN.checked_sub(waited)) {
            return Some(left);
        }
        self.tried = Some(Instant::now());
        self.begin(machine, sign, stop, tell);
        Some(super::QUIET)
    }

    fn begin(
        &mut self,
        machine: &Arc<dyn Machine>,
        sign: &Arc<Sign>,
        stop: Arc<AtomicBool>,
        tell: &mut dyn FnMut(Report),
    ) {
        let (send, receive) = mpsc::channel();
        let here = LocalHost::new(Arc::clone(machine));
        let (address, reach) = (self.address.clone(), Arc::clone(&self.reach));
        let mut listener = Listener {
            sign: Arc::clone(sign),
            warned: Arc::clone(&self.warned),
        };
        let work = move || {
            let _watched = interrupt::watch(stop);
            let settled = settle_all(&here, &address, &*reach, &mut listener);
            listener.sign.settles(false);
            // The agent may have ended.
            let _ = send.send(settled);
        };
        let thread = std::thread::Builder::new().name("settler".to_owned());
        match thread.spawn(work) {
            Ok(_) => self.work = Some(receive),
            Err(error) => tell(Report::Failed(format!(
                "Migrations cannot be settled: there is no thread for it: {error}."
            ))),
        }
    }

    fn hear(&mut self, here: &str, tell: &mut dyn FnMut(Report)) {
        let Some(work) = &self.work else {
            return;
        };
        let settled = match work.try_recv() {
            Err(TryRecvError::Empty) => return,
            // It has ended without a word.
            Err(TryRecvError::Disconnected) => Ok(Vec::new()),
            Ok(settled) => settled,
        };
        self.work = None;
        if let Ok(mut warned) = self.warned.lock() {
            for text in warned.drain(..) {
                tell(Report::Warning(text));
            }
        }
        let settled = match settled {
            Ok(settled) => settled,
            Err(error) => return tell(Report::Failed(error.to_string())),
        };
        for (migration, outcome) in settled {
            match outcome {
                Ok(side) => tell(Report::Repaired(vec![sentence(&migration, side, here)])),
                Err(error) => {
                    let text = error.to_string();
                    let reminder = self.reminders.entry(migration.id).or_default();
                    if reminder.is_due(&text, Instant::now()) {
                        tell(Report::Warning(text));
                    }
                }
            }
        }
    }
}

/// What became of a migration, as seen from here.
fn sentence(migration: &Migration, side: Side, here: &str) -> String {
    let (name, other) = (&migration.name, &migration.other);
    let on = if side == migration.side { here } else { other };
    format!("Settle the migration of '{name}', which was cut off: it is on {on}")
}

/// Hears how a migration is settled.
struct Listener {
    sign: Arc<Sign>,
    warned: Arc<Mutex<Vec<String>>>,
}

impl Observer for Listener {
    fn on(&mut self, progress: &Progress<'_>) {
        if matches!(progress, Progress::Recorded | Progress::Undo { .. }) {
            self.sign.settles(true);
        }
    }
}

impl Watch for Listener {
    fn sent(&mut self, _: &Sent) {}

    fn warn(&mut self, host: &str, text: &str) {
        if let Ok(mut warned) = self.warned.lock() {
            warned.push(format!("{host}: {text}"));
        }
    }
}
