//! What completion sees of a host that may be silent, behind ssh or because libvirt does not answer: asked in the background, and what was
//! seen last meanwhile. A host that answers at once is shown as it is; one that did not is not waited for again before it has answered in
//! time. Whoever types is never asked for a password by Tab.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::place::Opener;
use iovsh_backend::{Host, Scope, State};
use iovsh_base::interrupt;

/// So long somebody who types can wait without noticing much.
pub const WAIT: Duration = Duration::from_millis(300);

/// So long what was seen is not looked at again.
const FRESH: Duration = Duration::from_secs(3);

/// So long it is better than nothing.
const STALE: Duration = Duration::from_mins(30);

/// So long a host is waited for in the background.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was seen of a host, and who looks.
#[derive(Clone, Default)]
pub struct Glimpses(Arc<Shared>);

#[derive(Default)]
struct Shared {
    inner: Mutex<Inner>,
    looked: Condvar,
}

#[derive(Default)]
struct Inner {
    /// The host that was opened for it.
    host: Option<Arc<dyn Host>>,
    seen: Vec<Glimpse>,
    /// Somebody looks, since then.
    looks: Option<Instant>,
    /// It has kept somebody waiting for longer than that is done, and has not answered in time since.
    slow: bool,
}

/// What was seen at one time.
struct Glimpse {
    scope: Scope,
    at: Instant,
    /// Nobody has changed the host from here since.
    counts: bool,
    state: State,
}

impl Inner {
    fn known(&self, scope: &Scope, is_good: impl Fn(&Glimpse) -> bool) -> Option<State> {
        let mut seen = self.seen.iter();
        let found = seen.find(|glimpse| glimpse.scope == *scope && is_good(glimpse));
        found.map(|glimpse| glimpse.state.clone())
    }
}

impl Glimpses {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The host, if it was opened for a glimpse: whoever works with it need not open it again.
    pub fn host(&self) -> Option<Arc<dyn Host>> {
        self.lock().host.take()
    }

    /// What was seen is no more than what was seen last.
    pub fn forget(&self) {
        for glimpse in &mut self.lock().seen {
            glimpse.counts = false;
        }
    }

    /// What is seen of the host within `wait`, or was seen before; nothing where that is not so. `host` is the host where it is open,
    /// and `opener` opens it where it is not.
    pub fn of(
        &self,
        scope: &Scope,
        host: Option<Arc<dyn Host>>,
        opener: &Opener,
        wait: Duration,
    ) -> State {
        let mut inner = self.lock();
        let fresh = |glimpse: &Glimpse| glimpse.counts && glimpse.at.elapsed() < FRESH;
        if let Some(state) = inner.known(scope, fresh) {
            return state;
        }
        if inner.looks.is_none() {
            let (looker, opener, scope) = (self.clone(), Arc::clone(opener), scope.clone());
            let host = host.or_else(|| inner.host.clone());
            let look = move || looker.look(host, &opener, scope);
            let spawned = std::thread::Builder::new().spawn(look);
            inner.looks = spawned.is_ok().then(Instant::now);
        }
        let wait = if inner.slow { Duration::ZERO } else { wait };
        let looked = &self.0.looked;
        let waited = looked.wait_timeout_while(inner, wait, |inner| inner.looks.is_some());
        let (mut inner, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        inner.slow |= waited.timed_out();
        let last = |glimpse: &Glimpse| glimpse.at.elapsed() < STALE;
        inner.known(scope, last).unwrap_or_default()
    }

    fn look(&self, host: Option<Arc<dyn Host>>, opener: &Opener, scope: Scope) {
        let _patience = interrupt::within(PATIENCE);
        let was_open = host.is_some();
        // Nobody can be asked while a line is typed.
        let host = match host {
            Some(host) => Ok(host),
            None => opener(false),
        };
        let state = host
            .as_ref()
            .ok()
            .and_then(|host| host.snapshot(&scope).ok());
        let mut inner = self.lock();
        let began = inner.looks.take();
        inner.slow = state.is_none() || began.is_some_and(|began| began.elapsed() > WAIT);
        if let (Ok(host), false) = (host, was_open) {
            inner.host = Some(host);
        }
        if let Some(state) = state {
            inner
                .seen
                .retain(|glimpse| glimpse.scope != scope && glimpse.at.elapsed() < STALE);
            inner.seen.push(Glimpse {
                scope,
                at: Instant::now(),
                counts: true,
                state,
            });
        }
        self.0.looked.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iovsh_backend::Machine as _;
    use iovsh_backend::host::LocalHost;
    use iovsh_backend::model::VmDetail;
    use iovsh_backend::sim::{SimMachine, fixture};
    use std::sync::mpsc::channel;

    #[test]
    fn a_host_that_is_slow_is_not_waited_for_and_is_known_later() {
        let (go, waits) = channel::<()>();
        let waits = Mutex::new(waits);
        let opener: Opener = Arc::new(move |asks| {
            assert!(!asks, "nobody can be asked");
            waits.lock().unwrap().recv().unwrap();
            let machine = SimMachine::in_memory(fixture("default").unwrap());
            Ok(Arc::new(LocalHost::new(Arc::new(machine))))
        });
        let scope = Scope {
            vms: VmDetail::Full,
            ..Scope::default()
        };
        let glimpses = Glimpses::default();
        assert!(glimpses.of(&scope, None, &opener, WAIT).vms.is_empty());
        go.send(()).unwrap();
        while glimpses.of(&scope, None, &opener, WAIT).vms.is_empty() {}
        assert!(
            glimpses.host().is_some(),
            "it is open for whoever comes next"
        );
        // What was seen is there without anybody being asked.
        assert!(!glimpses.of(&scope, None, &opener, WAIT).vms.is_empty());
    }

    /// A host whose first look is answered and no other: what was seen last stays there, however often somebody asks, and only the first
    /// of them waits.
    #[test]
    fn a_host_that_has_fallen_silent_is_shown_as_it_was_last() {
        let scope = Scope {
            vms: VmDetail::Full,
            ..Scope::default()
        };
        let machine = SimMachine::in_memory(fixture("default").unwrap());
        let glimpses = Glimpses::default();
        glimpses.lock().seen.push(Glimpse {
            scope: scope.clone(),
            at: Instant::now(),
            counts: true,
            state: machine.snapshot(&scope).unwrap(),
        });
        glimpses.forget();
        // Whoever opens it now is not answered.
        let (_never, answer) = channel::<()>();
        let answer = Mutex::new(answer);
        let opener: Opener = Arc::new(move |_| {
            let _ = answer.lock().unwrap().recv();
            Err(iovsh_backend::HostError::new(
                "Host.Unreachable",
                iovsh_backend::Category::ConnectionError,
                "It does not answer.",
            ))
        });
        for round in 0..20 {
            let state = glimpses.of(&scope, None, &opener, WAIT);
            assert!(!state.vms.is_empty(), "round {round}");
            assert!(glimpses.lock().slow, "nobody waits for it again");
        }
    }
}
