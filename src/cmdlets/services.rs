//! The hosts that a session works on.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use iovsh_backend::host::{HostAddress, LocalHost};
use iovsh_backend::sim::{SimMachine, fixture};
use iovsh_backend::{Host, HostError, Machine, Scope, State};

/// How a host is opened: the first time that a cmdlet needs it.
pub type Opener = Arc<dyn Fn() -> Result<Arc<dyn Host>, HostError> + Send + Sync>;

/// A look at the host that a command which changes it may use again, for the other objects that it gets.
struct Seen {
    /// Whose look: the command's place in its pipeline, and how many programs the session had started.
    by: (u64, u64),
    scope: Scope,
    state: Arc<State>,
    at: Instant,
}

/// So long a look counts as one that was just taken.
const FRESH: Duration = Duration::from_millis(500);

/// What `main` puts into the session for the cmdlets: the selected host.
pub struct Services {
    opener: Opener,
    host: RefCell<Option<Arc<dyn Host>>>,
    /// Whether a cmdlet has used the host already.
    used: Cell<bool>,
    /// What was warned of in the pipeline with this number.
    warned: RefCell<(u64, Vec<String>)>,
    seen: RefCell<Vec<Seen>>,
    /// Where the host is, when it was chosen by name.
    address: Option<HostAddress>,
}

impl Services {
    /// Services whose host is opened by `opener`, when it is first needed.
    pub fn new(opener: Opener) -> Self {
        Self {
            opener,
            host: RefCell::new(None),
            used: Cell::new(false),
            warned: RefCell::default(),
            seen: RefCell::default(),
            address: None,
        }
    }

    /// Services for the host that `--host` names. It is opened when it is first needed.
    ///
    /// # Errors
    /// `Host.Unknown`: the name is none that [`HostAddress`] knows.
    pub fn for_host(name: &str) -> Result<Self, HostError> {
        let address = HostAddress::parse(name)?;
        let opened = address.clone();
        Ok(Self {
            address: Some(address),
            ..Self::new(Arc::new(move || opened.open()))
        })
    }

    /// Puts a simulated host back to its fixture; `false` when the host is not a simulated one that keeps its state.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn reset(&self) -> Result<bool, HostError> {
        let Some(address) = &self.address else {
            return Ok(false);
        };
        let was_reset = address.reset()?;
        if was_reset {
            *self.host.borrow_mut() = None;
        }
        Ok(was_reset)
    }

    /// Services for a simulated host in memory: a fresh one that keeps nothing.
    ///
    /// # Errors
    /// `Sim.NoSuchFixture`, `Sim.BadFixture`.
    pub fn in_memory(spec: &str) -> Result<Self, HostError> {
        Ok(Self::of(Arc::new(SimMachine::in_memory(fixture(spec)?))))
    }

    /// Services for a machine that is already there.
    pub fn of(machine: Arc<dyn Machine>) -> Self {
        let host: Arc<dyn Host> = Arc::new(LocalHost::new(machine));
        let given = host.clone();
        Self {
            opener: Arc::new(move || Ok(given.clone())),
            host: RefCell::new(Some(host)),
            used: Cell::new(false),
            warned: RefCell::default(),
            seen: RefCell::default(),
            address: None,
        }
    }

    /// Makes services for the same host on other threads. Each opens it for itself, when it first needs it.
    pub fn twin(&self) -> impl Fn() -> Self + Send + Sync + use<> {
        let opener = Arc::clone(&self.opener);
        let address = self.address.clone();
        move || Self {
            address: address.clone(),
            ..Self::new(Arc::clone(&opener))
        }
    }

    /// The host.
    ///
    /// # Errors
    /// It cannot be opened (an unknown fixture, a corrupt state file, no permission).
    pub fn host(&self) -> Result<Arc<dyn Host>, HostError> {
        if let Some(host) = &*self.host.borrow() {
            return Ok(host.clone());
        }
        let host = (self.opener)()?;
        *self.host.borrow_mut() = Some(host.clone());
        Ok(host)
    }

    /// True the first time that it is asked: what a process that died left behind is looked for once.
    pub fn is_first_use(&self) -> bool {
        !self.used.replace(true)
    }

    /// What this command saw of the host a moment ago, if it was enough.
    pub fn seen(&self, by: (u64, u64), scope: &Scope) -> Option<Arc<State>> {
        let seen = self.seen.borrow();
        let seen = seen
            .iter()
            .find(|seen| seen.by == by && seen.at.elapsed() < FRESH && seen.scope.covers(scope))?;
        Some(Arc::clone(&seen.state))
    }

    /// Keeps what a command has just seen of the host.
    pub fn has_seen(&self, by: (u64, u64), scope: &Scope, state: &Arc<State>) {
        let mut all = self.seen.borrow_mut();
        all.retain(|seen| seen.by == by && seen.at.elapsed() < FRESH && !scope.covers(&seen.scope));
        all.push(Seen {
            by,
            scope: scope.clone(),
            state: Arc::clone(state),
            at: Instant::now(),
        });
    }

    /// Forgets it: somebody changes the host.
    pub fn forget_seen(&self) {
        self.seen.borrow_mut().clear();
    }

    /// True the first time that this is to be warned of in this pipeline.
    pub fn is_news(&self, pipeline: u64, text: &str) -> bool {
        let mut warned = self.warned.borrow_mut();
        if warned.0 != pipeline {
            *warned = (pipeline, Vec::new());
        }
        let news = !warned.1.iter().any(|said| said == text);
        if news {
            warned.1.push(text.to_owned());
        }
        news
    }

    /// The services of a session, from what [`iovsh_shell::eval::Context::services`] gives.
    pub fn from_any(services: &Rc<dyn Any>) -> Option<Rc<Self>> {
        services.clone().downcast::<Self>().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Services;

    #[test]
    fn a_host_is_chosen_by_name_and_opened_late() {
        assert!(Services::for_host("local").is_ok());
        assert!(Services::for_host("sim:there-is-no-such-fixture").is_ok());
        let error = Services::for_host("moon")
            .err()
            .map(|error| error.id.clone());
        assert_eq!(error.as_deref(), Some("Host.Unknown"));
        let services = Services::in_memory("no-iommu").unwrap();
        assert_eq!(
            services.host().unwrap().name(),
            services.host().unwrap().name()
        );
    }
}
