//! The hosts that a session works on: the selected one, and others that commands have named.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use iovsh_backend::host::{HostAddress, LocalHost};
use iovsh_backend::model::{OwnFile, Uuid};
use iovsh_backend::sim::{SimMachine, fixture};
use iovsh_backend::{Host, HostError, Machine, Scope, State};
use iovsh_base::interrupt;
use iovsh_shell::cmdlet::{Candidate, Completer};
use iovsh_shell::complete::Given;

use crate::glimpse;
use crate::place::{Opener, Place};

/// How many hosts are asked at once, as long as `-ThrottleLimit` says nothing else.
pub const THROTTLE: usize = 32;

/// A host that cannot be reached is not asked again before so long.
const TRIES_AGAIN: Duration = Duration::from_secs(15);

/// What `main` puts into the session for the cmdlets: the hosts.
pub struct Services {
    /// The selected host is the first.
    places: RefCell<Vec<Rc<Place>>>,
    /// Where commands act that name no host: the first, or that of an entered session.
    home: Cell<usize>,
    /// Where the running command acts.
    current: Cell<Option<usize>>,
    /// Places at which the running command acts later, and has not looked yet.
    ahead: RefCell<Vec<usize>>,
    /// Whether the running command acts at several places.
    several: Cell<bool>,
    throttle: Cell<usize>,
    /// How long completion waits for a host behind ssh.
    glimpse_within: Cell<Duration>,
    /// When it was last tried to settle a migration that was cut off.
    tried: RefCell<HashMap<Uuid, Instant>>,
    /// What was warned of in the pipeline with this number.
    warned: RefCell<(u64, Vec<String>)>,
    /// No other host is opened.
    alone: bool,
    /// Shows the manager, where there is a screen for it.
    manager: RefCell<Option<ShowManager>>,
}

/// Shows the manager of a host, and of others beside it, until somebody leaves it; or says why not, and what to do about that.
pub type ShowManager = Rc<dyn Fn(&str, &[String]) -> Result<(), (String, Option<String>)>>;

impl Services {
    /// Services whose host is opened by `opener`, when it is first needed.
    pub fn new(opener: Opener) -> Self {
        Self::at(Place::new(None, opener))
    }

    fn at(place: Place) -> Self {
        Self {
            places: RefCell::new(vec![Rc::new(place)]),
            home: Cell::new(0),
            current: Cell::new(None),
            ahead: RefCell::default(),
            several: Cell::new(false),
            throttle: Cell::new(THROTTLE),
            glimpse_within: Cell::new(glimpse::WAIT),
            tried: RefCell::default(),
            warned: RefCell::default(),
            alone: false,
            manager: RefCell::default(),
        }
    }

    /// From now on there is a screen for the manager, and this shows it.
    pub fn shows_manager(&self, show: ShowManager) {
        *self.manager.borrow_mut() = Some(show);
    }

    /// What shows the manager; `None` where there is no screen for it.
    pub fn manager(&self) -> Option<ShowManager> {
        self.manager.borrow().clone()
    }

    /// Services for the host that `--host` names. It is opened when it is first needed.
    ///
    /// # Errors
    /// `Host.Unknown`: the name is none that [`HostAddress`] knows.
    pub fn for_host(name: &str) -> Result<Self, HostError> {
        Ok(Self::at(Place::at(HostAddress::parse(name)?)))
    }

    /// Whether the selected host can be there, as far as that is known without opening it.
    ///
    /// # Errors
    /// Those of [`HostAddress::check`].
    pub fn is_there(&self) -> Result<(), HostError> {
        match &self.place(0).address {
            Some(address) => address.check(),
            None => Ok(()),
        }
    }

    /// Services for the host that `opener` opens, and for no other one.
    pub fn only(address: Option<HostAddress>, opener: Opener) -> Self {
        Self {
            alone: true,
            ..Self::at(Place::new(address, opener))
        }
    }

    /// Services for the host at an address, which `opener` opens: names of others are understood from there.
    pub fn from_address(address: HostAddress, opener: Opener) -> Self {
        Self::at(Place::new(Some(address), opener))
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
        Self::new(Arc::new(move |_| Ok(Arc::clone(&host))))
    }

    /// Puts a simulated host back to its fixture, with its fleet; `false` when the host is not a simulated one that keeps its
    /// state.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn reset(&self) -> Result<bool, HostError> {
        let first = self.place(0);
        let Some(address) = &first.address else {
            return Ok(false);
        };
        let was_reset = address.reset()?;
        if was_reset {
            self.places
                .borrow()
                .iter()
                .for_each(|place| place.forget_host());
        }
        Ok(was_reset)
    }

    /// Puts one simulated host back to its fixture; `false` when it is none that keeps its state.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn reset_one(&self, place: usize) -> Result<bool, HostError> {
        let place = self.place(place);
        let Some(address) = &place.address else {
            return Ok(false);
        };
        let was_reset = address.reset_alone()?;
        if was_reset {
            place.forget_host();
        }
        Ok(was_reset)
    }

    /// Makes services for the same host on other threads. Each opens it for itself, when it first needs it.
    pub fn twin(&self) -> impl Fn() -> Self + Send + Sync + use<> {
        let home = self.place(self.home.get());
        let (address, opener) = (home.address.clone(), Arc::clone(&home.opener));
        move || Self::at(Place::new(address.clone(), Arc::clone(&opener)))
    }

    /// A host by its number.
    pub fn place(&self, number: usize) -> Rc<Place> {
        let places = self.places.borrow();
        let first = || places.first().map(Rc::clone);
        let place = places.get(number).map(Rc::clone).or_else(first);
        // There is always a first place.
        place.unwrap_or_else(|| Rc::new(Place::at(HostAddress::Local)))
    }

    /// Where the running command acts.
    pub fn here(&self) -> Rc<Place> {
        self.place(self.current.get().unwrap_or(self.home.get()))
    }

    /// The host at which the running command acts.
    ///
    /// # Errors
    /// It cannot be opened (an unknown fixture, a corrupt state file, no permission, no connection).
    pub fn host(&self) -> Result<Arc<dyn Host>, HostError> {
        self.here().host()
    }

    /// Whether the running command acts at several hosts.
    pub fn has_others(&self) -> bool {
        self.several.get()
    }

    /// Where commands act that name no host.
    pub fn home(&self) -> usize {
        self.home.get()
    }

    /// From now on commands that name no host act there.
    pub fn set_home(&self, place: usize) {
        self.home.set(place);
    }

    /// The place of the host that a name means. `user` is whom ssh is to log in as.
    ///
    /// # Errors
    /// Those of [`HostAddress::beside`].
    pub fn named(&self, name: &str, user: Option<&str>) -> Result<usize, HostError> {
        if is_here(name) || (user.is_none() && self.is_simulated() && is_this_computer(name)) {
            return Ok(self.home.get());
        }
        let known = |place: &Rc<Place>| place.is_called(name, user);
        if let Some(number) = self.places.borrow().iter().position(known) {
            return Ok(number);
        }
        // Only now: the selected host may not have been opened, and then its name is not known.
        let first = self.place(0);
        if !matches!(&first.address, Some(HostAddress::Ssh(_))) {
            // Where it cannot be opened, the command that needs it says so.
            let _ = first.host();
            if first.is_called(name, user) {
                return Ok(0);
            }
        }
        if self.alone {
            return Err(HostError::new(
                "Role.NotGranted",
                iovsh_backend::Category::PermissionDenied,
                format!(
                    "The role grants nothing on another host than this one, and '{name}' is one."
                ),
            )
            .target(name)
            .next_step("Log in there."));
        }
        let address = match &first.address {
            Some(address) => address.beside(name, user)?,
            None => HostAddress::Simulated(String::new()).beside(name, user)?,
        };
        let mut places = self.places.borrow_mut();
        let same = |place: &Rc<Place>| place.address.as_ref() == Some(&address);
        let number = places.iter().position(same);
        let number = number.unwrap_or_else(|| {
            places.push(Rc::new(Place::at(address)));
            places.len() - 1
        });
        if let Some(place) = places.get(number) {
            place.is_also_called(name, user);
        }
        Ok(number)
    }

    /// Where the host is that a name means. `user` is whom ssh is to log in as.
    ///
    /// # Errors
    /// Those of [`Services::named`]; `Host.NotByName`: the selected host is none that can be opened again.
    pub fn address_of(&self, name: &str, user: Option<&str>) -> Result<HostAddress, HostError> {
        let place = self.place(self.named(name, user)?);
        place.address.clone().ok_or_else(|| {
            HostError::new(
                "Host.NotByName",
                iovsh_backend::Category::InvalidOperation,
                format!(
                    "'{name}' cannot be connected to: it is only in the memory of this process."
                ),
            )
        })
    }

    /// Whether the selected host is a simulated one: names then mean its fleet.
    pub fn is_simulated(&self) -> bool {
        matches!(
            self.place(0).address,
            None | Some(HostAddress::Simulated(_))
        )
    }

    /// Names of hosts that commands can name, as far as they are known without asking anybody.
    pub fn known_names(&self) -> Vec<String> {
        let places = self.places.borrow();
        let mut names: Vec<String> = places.iter().flat_map(|place| place.names()).collect();
        if let Some(address) = places.first().and_then(|place| place.address.as_ref()) {
            names.extend(address.neighbours());
        }
        names
    }

    /// The running command acts at these places, one after the other; those that are not open are opened together.
    pub fn goes_to(&self, places: &[usize], throttle: Option<usize>) {
        self.throttle.set(throttle.unwrap_or(THROTTLE).max(1));
        self.several.set(places.len() > 1);
        let closed: Vec<Rc<Place>> = places
            .iter()
            .map(|number| self.place(*number))
            .filter(|place| !place.is_open())
            .collect();
        if closed.len() > 1 {
            let work = closed.iter().map(|place| Arc::clone(&place.opener));
            // Two that ask at the terminal at once cannot be told apart: those that have to ask are opened later, one by one.
            let opened = together(self.throttle.get(), work, |opener| {
                let host = opener(false)?;
                let recovered = host.recover();
                Ok((host, recovered))
            });
            for (place, result) in closed.iter().zip(opened) {
                place.was_opened(result);
            }
        }
        *self.ahead.borrow_mut() = places.iter().skip(1).copied().collect();
    }

    /// Goes to a place.
    pub fn enter(&self, place: usize) {
        self.current.set(Some(place));
    }

    /// Comes back.
    pub fn leave(&self) {
        self.current.set(None);
    }

    /// Looks at the host of the running command, and at those to which it goes next, all at once.
    ///
    /// # Errors
    /// Those of [`Host::snapshot`]. What went wrong elsewhere is said there.
    pub fn snapshot(&self, stage: u64, scope: &Scope) -> Result<State, HostError> {
        let here = self.here();
        if let Some(looked) = here.looked_ahead(stage, scope) {
            return looked;
        }
        let host = here.host()?;
        let others: Vec<Rc<Place>> = self
            .ahead
            .take()
            .into_iter()
            .map(|number| self.place(number))
            .filter(|place| place.is_open())
            .collect();
        let hosts = others.iter().filter_map(|place| place.host().ok());
        let hosts: Vec<Arc<dyn Host>> = std::iter::once(host).chain(hosts).collect();
        if hosts.len() == 1 {
            let first = hosts.first().map(|host| host.snapshot(scope));
            return first.unwrap_or_else(|| Ok(State::default()));
        }
        let mut looks =
            together(self.throttle.get(), hosts, |host| host.snapshot(scope)).into_iter();
        let own = looks.next();
        for (place, look) in others.iter().zip(looks) {
            place.look_ahead(stage, scope, look);
        }
        own.unwrap_or_else(|| Ok(State::default()))
    }

    /// What a completer offers. What the line says already decides at which host it looks.
    pub fn ask(&self, completer: Completer, word: &str, given: &[Given]) -> Vec<Candidate> {
        let named = given.iter().find(|(name, _)| name == "ComputerName");
        let first = named.and_then(|(_, hosts)| hosts.split(',').next());
        let Some(host) = first.map(|host| host.trim_matches(['\'', '"', ' '])) else {
            return completer(self, word);
        };
        let Ok(place) = self.named(host, None) else {
            return Vec::new();
        };
        self.enter(place);
        let found = completer(self, word);
        self.leave();
        found
    }

    /// From now on completion waits so long for a host behind ssh: nothing asks again, and nobody sees what comes later.
    pub fn waits_for_glimpses(&self, wait: Duration) {
        self.glimpse_within.set(wait);
    }

    /// What is known of the host, for somebody who types and does not wait: of one that may be silent what was seen last.
    pub fn glimpse(&self, scope: &Scope) -> State {
        let place = self.here();
        if place.may_be_silent() {
            return place.glimpse(scope, self.glimpse_within.get());
        }
        let host = place.host().ok();
        host.and_then(|host| host.snapshot(scope).ok())
            .unwrap_or_default()
    }

    /// All files and folders of the host where the running command acts, when it is a simulated one: see [`Host::own_files`].
    pub fn own_files(&self) -> Option<Vec<OwnFile>> {
        let place = self.here();
        match place.address {
            None | Some(HostAddress::Simulated(_)) => place.host().ok()?.own_files(),
            Some(HostAddress::Local | HostAddress::Ssh(_)) => None,
        }
    }

    /// Whether the running command acts on a simulated host that somebody chose, instead of a real one.
    pub fn is_rehearsal(&self) -> bool {
        matches!(self.here().address, Some(HostAddress::Simulated(_)))
    }

    /// Whether the running command acts on the computer that the session runs on.
    pub fn acts_on_this_computer(&self) -> bool {
        matches!(self.here().address, Some(HostAddress::Local))
    }

    /// How many hosts are asked at once.
    pub fn throttle(&self) -> usize {
        self.throttle.get()
    }

    /// The number of the place where the running command acts.
    pub fn here_number(&self) -> usize {
        self.current.get().unwrap_or(self.home.get())
    }

    /// Whether it is time to settle one of these migrations: it was not tried a moment ago.
    pub fn tries_to_settle(&self, migrations: impl Iterator<Item = Uuid>) -> bool {
        let mut tried = self.tried.borrow_mut();
        let mut is_time = false;
        for id in migrations {
            let recently = tried.get(&id).is_some_and(|at| at.elapsed() < TRIES_AGAIN);
            if !recently {
                tried.insert(id, Instant::now());
                is_time = true;
            }
        }
        is_time
    }

    /// True the first time that this is to be warned of in this pipeline.
    pub fn is_news(&self, pipeline: u64, text: &str) -> bool {
        let mut warned = self.warned.borrow_mut();
        if warned.0 != pipeline {
            *warned = (pipeline, Vec::new());
        }
        let text = format!("{} {text}", self.here_number());
        let news = !warned.1.contains(&text);
        if news {
            warned.1.push(text);
        }
        news
    }

    /// The services of a session, from what [`iovsh_shell::eval::Context::services`] gives.
    pub fn from_any(services: &Rc<dyn Any>) -> Option<Rc<Self>> {
        services.clone().downcast::<Self>().ok()
    }
}

/// Whether a name means the host of the session, whatever that is called.
pub fn is_here(name: &str) -> bool {
    [".", "localhost", "::1", "127.0.0.1"].contains(&&*name.to_lowercase())
}

/// Whether a name is that of the computer that the session runs on: a script that names its own host by it
/// (`[Environment]::MachineName`) means the simulated one, when it runs there.
fn is_this_computer(name: &str) -> bool {
    let own = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let own = own.trim();
    !own.is_empty() && own.eq_ignore_ascii_case(name)
}

/// Does work on `most` threads at once, which Ctrl+C ends as it ends this one; gives the results in the order of the work.
pub fn together<W: Send, T: Send>(
    most: usize,
    work: impl IntoIterator<Item = W>,
    what: impl Fn(W) -> T + Sync,
) -> Vec<T> {
    let work: VecDeque<(usize, W)> = work.into_iter().enumerate().collect();
    let threads = work.len().min(most.max(1));
    let work = Mutex::new(work);
    let results = Mutex::new(Vec::new());
    let flag = interrupt::flag();
    let run = || {
        let _watch = flag.clone().map(interrupt::watch);
        loop {
            let next = work
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop_front();
            let Some((place, next)) = next else { return };
            let result = what(next);
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            results.push((place, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            // What no thread can be had for is done by the others.
            let _ = std::thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::{Services, together};

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

    #[test]
    fn a_name_means_one_place_however_it_is_written() {
        let services = Services::for_host("sim:no-iommu").unwrap();
        for own in [
            ".",
            "LOCALHOST",
            "127.0.0.1",
            "sim-no-iommu",
            "Sim-No-Iommu",
        ] {
            assert_eq!(services.named(own, None).unwrap(), 0, "{own}");
        }
        let far = services.named("ssh://hv2", None).unwrap();
        assert_eq!(services.named("ssh://HV2", None).ok(), Some(far));
        assert_ne!(services.named("ssh://hv2", Some("root")).ok(), Some(far));
        assert_ne!(services.named("ssh://hv3", None).ok(), Some(far));
        assert_eq!(
            services
                .named("hv2", None)
                .err()
                .map(|error| error.id.to_string())
                .as_deref(),
            Some("Host.NotInFleet")
        );
    }

    #[test]
    fn work_that_is_done_together_keeps_its_order() {
        for most in [0, 1, 3, 100] {
            let squares = together(most, 0..20_u32, |number| number * number);
            assert_eq!(squares, (0..20).map(|n| n * n).collect::<Vec<_>>());
        }
    }
}
