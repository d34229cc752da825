//! One host of a session: how it is opened, and what was seen of it a moment ago.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::glimpse::Glimpses;

use iovsh_backend::commit::Recovery;
use iovsh_backend::host::HostAddress;
use iovsh_backend::{Host, HostError, Scope, State};

/// How a host is opened: the first time that a cmdlet needs it. It is told whether ssh may ask something at the terminal.
pub type Opener = Arc<dyn Fn(bool) -> Result<Arc<dyn Host>, HostError> + Send + Sync>;

/// What [`Host::recover`] gives.
pub type Recovered = Result<Option<Recovery>, HostError>;

/// A look at the host that a command may use again, for the other objects that it gets.
struct Seen {
    /// Whose look: the command's place in its pipeline, and how many programs the session had started.
    by: (u64, u64),
    scope: Scope,
    state: Arc<State>,
    at: Instant,
}

/// A look that was taken while another host was asked.
struct Ahead {
    stage: u64,
    scope: Scope,
    look: Result<State, HostError>,
}

/// So long a look counts as one that was just taken.
const FRESH: Duration = Duration::from_millis(500);

/// So long an object that follows its machine does not look again, as long as nobody has changed a host from here.
const FOLLOWS: Duration = Duration::from_secs(1);

/// A look that took long, or found nobody, is not taken again for so many times as long: a script that reads a property looks for a fifth of its
/// time at most.
const REST: u32 = 4;

/// When this process last began or ended a change of any host, on whatever thread: a job has a session of its own.
static CHANGED: Mutex<Option<Instant>> = Mutex::new(None);

/// A change of a host begins or ends.
pub fn note_change() {
    *CHANGED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}

/// Whether this process has changed a host since then.
fn was_changed_since(read_at: Instant) -> bool {
    let changed = *CHANGED.lock().unwrap_or_else(PoisonError::into_inner);
    changed.is_some_and(|changed| changed >= read_at)
}

/// Whether what an object was read of then may be otherwise by now.
pub fn is_past(read_at: Instant) -> bool {
    was_changed_since(read_at) || read_at.elapsed() > FOLLOWS
}

/// What objects that follow their machines have seen of a host.
struct Followed {
    /// When the look began: what was changed since it may have missed.
    began: Instant,
    /// When it is no longer handed out.
    until: Instant,
    seen: Result<Arc<State>, HostError>,
}

/// A host.
pub struct Place {
    /// Where it is, when it was chosen by name.
    pub address: Option<HostAddress>,
    /// How it is opened.
    pub opener: Opener,
    host: RefCell<Option<Arc<dyn Host>>>,
    /// Why it could not be opened just now.
    refused: RefCell<Option<HostError>>,
    /// What it was called, and whom ssh was to log in as.
    called: RefCell<Vec<(String, Option<String>)>>,
    /// Whether a cmdlet has used the host already.
    used: Cell<bool>,
    /// What a process that died had left behind, when it was looked for where nothing could be said.
    recovered: RefCell<Option<Recovered>>,
    seen: RefCell<Vec<Seen>>,
    ahead: RefCell<Option<Ahead>>,
    glimpses: Glimpses,
    followed: RefCell<Option<Followed>>,
}

impl Place {
    /// A host that `opener` opens.
    pub fn new(address: Option<HostAddress>, opener: Opener) -> Self {
        Self {
            address,
            opener,
            host: RefCell::new(None),
            refused: RefCell::new(None),
            called: RefCell::default(),
            used: Cell::new(false),
            recovered: RefCell::new(None),
            seen: RefCell::default(),
            ahead: RefCell::default(),
            glimpses: Glimpses::default(),
            followed: RefCell::new(None),
        }
    }

    /// The host at an address.
    pub fn at(address: HostAddress) -> Self {
        let opened = address.clone();
        Self::new(Some(address), Arc::new(move |asks| opened.open(asks)))
    }

    /// The host.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn host(&self) -> Result<Arc<dyn Host>, HostError> {
        if let Some(host) = &*self.host.borrow() {
            return Ok(Arc::clone(host));
        }
        if let Some(error) = self.refused.take() {
            return Err(error);
        }
        let host = match self.glimpses.host() {
            Some(host) => host,
            None => (self.opener)(true)?,
        };
        *self.host.borrow_mut() = Some(Arc::clone(&host));
        Ok(host)
    }

    /// Whether the host has been opened.
    pub fn is_open(&self) -> bool {
        self.host.borrow().is_some()
    }

    /// It was opened elsewhere, where nothing could be asked. What may end otherwise with a question is tried again.
    pub fn was_opened(&self, result: Result<(Arc<dyn Host>, Recovered), HostError>) {
        match result {
            Ok((host, recovered)) => {
                *self.host.borrow_mut() = Some(host);
                *self.recovered.borrow_mut() = Some(recovered);
            }
            Err(error) if matches!(&*error.id, "Host.AccessDenied" | "Host.KeyUnknown") => {}
            Err(error) => *self.refused.borrow_mut() = Some(error),
        }
    }

    /// Opens the host anew when it is needed next.
    pub fn forget_host(&self) {
        *self.host.borrow_mut() = None;
        self.forget_seen();
    }

    /// Whether a name means this host: one by which it was found before, or its own, with or without a domain.
    pub fn is_called(&self, name: &str, user: Option<&str>) -> bool {
        let called = self.called.borrow();
        let before = called
            .iter()
            .any(|(known, by)| known.eq_ignore_ascii_case(name) && (by.as_deref() == user));
        before || (user.is_none() && self.is_own_name(name))
    }

    /// Whether ssh reaches it.
    pub fn is_by_ssh(&self) -> bool {
        !self.is_here()
    }

    /// Whether it may take long to say how it is: it is far, or libvirt has to be asked. A simulated one answers from its memory or its file.
    pub fn may_be_silent(&self) -> bool {
        matches!(self.address, Some(HostAddress::Local | HostAddress::Ssh(_)))
    }

    /// Whether what the host says of itself can be believed: it is here. A far host may call itself as another one, by chance or not.
    fn is_here(&self) -> bool {
        !matches!(self.address, Some(HostAddress::Ssh(_)))
    }

    fn is_own_name(&self, name: &str) -> bool {
        if !self.is_here() {
            return false;
        }
        let host = self.host.borrow();
        host.as_ref().is_some_and(|host| {
            let own = host.name();
            let short = own.split('.').next().unwrap_or_default();
            [own, short]
                .iter()
                .any(|own| own.eq_ignore_ascii_case(name))
        })
    }

    /// It was found by this name.
    pub fn is_also_called(&self, name: &str, user: Option<&str>) {
        let name = (name.to_lowercase(), user.map(str::to_owned));
        let mut called = self.called.borrow_mut();
        if !called.contains(&name) {
            called.push(name);
        }
    }

    /// What its objects have as their `ComputerName`, and what names it again: of a far host how it is reached, else its own name.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn computer_name(&self) -> Result<String, HostError> {
        Ok(match &self.address {
            Some(HostAddress::Ssh(address)) => address.to_string(),
            _ => self.host()?.name().to_uppercase(),
        })
    }

    /// What it is called in messages: how it is reached, its own name, or by which it was found first.
    pub fn name(&self) -> Option<String> {
        if let Some(HostAddress::Ssh(address)) = &self.address {
            return Some(address.to_string());
        }
        let own = self
            .host
            .borrow()
            .as_ref()
            .map(|host| host.name().to_owned());
        own.or_else(|| self.names().into_iter().next())
    }

    /// The names by which it was found.
    pub fn names(&self) -> Vec<String> {
        let called = self.called.borrow();
        called.iter().map(|(name, _)| name.clone()).collect()
    }

    /// What became of what a process that died left behind, the first time that it is asked.
    ///
    /// # Errors
    /// Those of [`Host::recover`].
    pub fn recovered(&self) -> Recovered {
        if self.used.replace(true) {
            return Ok(None);
        }
        if let Some(recovered) = self.recovered.take() {
            return recovered;
        }
        self.host()?.recover()
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

    /// What completion sees of the host within `wait`, without a question.
    pub fn glimpse(&self, scope: &Scope, wait: Duration) -> State {
        let host = self.host.borrow().clone();
        self.glimpses.of(scope, host, &self.opener, wait)
    }

    /// Forgets it: somebody changes the host.
    pub fn forget_seen(&self) {
        self.seen.borrow_mut().clear();
        self.glimpses.forget();
        *self.ahead.borrow_mut() = None;
        note_change();
    }

    /// The machines as they are, for objects that follow them: `look` is done once for all that ask together.
    ///
    /// # Errors
    /// It cannot be opened, or what `look` says.
    pub fn follow(
        &self,
        look: fn(&dyn Host) -> Result<State, HostError>,
    ) -> Result<Arc<State>, HostError> {
        if let Some(followed) = &*self.followed.borrow()
            && !was_changed_since(followed.began)
            && Instant::now() <= followed.until
        {
            return followed.seen.clone();
        }
        let began = Instant::now();
        let host = self.host();
        let seen = host.and_then(|host| look(&*host)).map(Arc::new);
        let until = Instant::now() + FOLLOWS.max(began.elapsed() * REST);
        *self.followed.borrow_mut() = Some(Followed {
            began,
            until,
            seen: seen.clone(),
        });
        seen
    }

    /// Keeps a look for the command at this place of its pipeline, until that comes here.
    pub fn look_ahead(&self, stage: u64, scope: &Scope, look: Result<State, HostError>) {
        let scope = scope.clone();
        *self.ahead.borrow_mut() = Some(Ahead { stage, scope, look });
    }

    /// The look that was taken ahead, if it is this one's.
    pub fn looked_ahead(&self, stage: u64, scope: &Scope) -> Option<Result<State, HostError>> {
        let ahead = self.ahead.take()?;
        (ahead.stage == stage && ahead.scope == *scope).then_some(ahead.look)
    }
}
