//! What completion sees of a host behind ssh: asked in the background, and what was seen a moment ago meanwhile. Whoever types never waits
//! for a host, and is never asked for a password by Tab.

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
const STALE: Duration = Duration::from_mins(1);

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
    seen: Vec<(Scope, Instant, State)>,
    /// Somebody looks.
    looks: bool,
}

impl Glimpses {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The host, if it was opened for a glimpse: whoever works with it need not open it again.
    pub fn host(&self) -> Option<Arc<dyn Host>> {
        self.lock().host.take()
    }

    /// What was seen counts no more.
    pub fn forget(&self) {
        self.lock().seen.clear();
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
        let known = |inner: &Inner, longest: Duration| {
            let mut seen = inner.seen.iter();
            let seen = seen.find(|(of, at, _)| of == scope && at.elapsed() < longest);
            seen.map(|(_, _, state)| state.clone())
        };
        if let Some(state) = known(&inner, FRESH) {
            return state;
        }
        if !inner.looks {
            let (looker, opener, scope) = (self.clone(), Arc::clone(opener), scope.clone());
            let host = host.or_else(|| inner.host.clone());
            let look = move || looker.look(host, &opener, scope);
            inner.looks = std::thread::Builder::new().spawn(look).is_ok();
        }
        let waited = self
            .0
            .looked
            .wait_timeout_while(inner, wait, |inner| inner.looks);
        let (inner, _) = waited.unwrap_or_else(PoisonError::into_inner);
        known(&inner, STALE).unwrap_or_default()
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
        inner.looks = false;
        if let (Ok(host), false) = (host, was_open) {
            inner.host = Some(host);
        }
        if let Some(state) = state {
            inner
                .seen
                .retain(|(of, at, _)| *of != scope && at.elapsed() < STALE);
            inner.seen.push((scope, Instant::now(), state));
        }
        self.0.looked.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
}
