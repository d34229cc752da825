//! A host at the other end of `ssh`. There `iovsh serve` has lock, plan, record and undo; here is only what is asked and answered.

mod connection;
pub mod files;
pub mod frame;
pub mod protocol;
mod refusal;
pub mod script;

use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

pub use crate::ssh::SshAddress;

use connection::{Connection, Received, interrupted};
use protocol::{Reply, Request, ToNear};

use super::{Answer, Comparison, Preview, Trust};
use crate::cluster::{ClusterChange, ClusterState};
use crate::commit::{Decided, Options, Recovery};
use crate::journal::Entry;
use crate::model::{
    GuestAnswer, GuestQuestion, MigratingVm, Presence, Scope, Sending, Sent, Service, State, Uuid,
    VmDetail,
};
use crate::policy::Intent;
use crate::state::{JournalRead, Migration, RepairSource};
use crate::{Events, Host, HostError};

/// How long a far host may be silent while it undoes a change. A step of it that takes longer goes on without this end.
const UNDOES_WITHIN: Duration = Duration::from_mins(1);

/// How a far host is connected to, again and again. It is told whether somebody can be asked, and what is asked first.
type Connect = Box<dyn Fn(bool, Option<Request>) -> Result<Connection, HostError> + Send + Sync>;

/// The two directions of a connection.
pub type Ends = (Box<dyn Read + Send>, Box<dyn Write + Send>);

/// The version of the protocol in which [`Request::NewestEntries`] and [`VmDetail::Named`] came.
const NEWEST_SINCE: (u32, u32) = (1, 5);

/// A far host. A connection that is lost is opened again by the next request.
pub struct RemoteHost {
    /// What it is called here.
    label: String,
    /// What `--host` takes to mean it.
    address: String,
    connect: Connect,
    /// The host's own name.
    name: String,
    connection: Mutex<Option<Connection>>,
}

impl RemoteHost {
    /// Connects to a host. `asks`: ssh may ask for a password or about an unknown key at the terminal.
    ///
    /// # Errors
    /// It cannot be reached, lets nobody in, has no iovsh or another version of it: each an id of its own.
    pub fn open(address: SshAddress, asks: bool) -> Result<Self, HostError> {
        let label = address.to_string();
        let connect = move |asks, first| Connection::open(&address, asks, first);
        let host = format!("ssh://{label}");
        Self::by(label, host, Box::new(connect), asks)
    }

    /// A host whose far end `ends` reaches: each call is a connection of its own. `address` is what `--host` takes to mean it.
    ///
    /// # Errors
    /// It does not greet, or has another version of the protocol.
    pub fn through(
        label: &str,
        address: &str,
        ends: impl Fn() -> Result<Ends, HostError> + Send + Sync + 'static,
    ) -> Result<Self, HostError> {
        let name = label.to_owned();
        let connect = move |_, first| {
            let (from, to) = ends()?;
            Connection::over(&name, from, to, first)
        };
        Self::by(
            label.to_owned(),
            address.to_owned(),
            Box::new(connect),
            false,
        )
    }

    fn by(label: String, address: String, connect: Connect, asks: bool) -> Result<Self, HostError> {
        // Whatever is asked later, this is asked before: on the way of the hello it takes no time of its own.
        let connection = connect(asks, Some(Request::Recover))?;
        Ok(Self {
            name: connection.hello.host.clone(),
            label,
            address,
            connect,
            connection: Mutex::new(Some(connection)),
        })
    }

    /// Whether the far end knows what came with [`NEWEST_SINCE`].
    fn knows_newest(&self) -> Result<bool, HostError> {
        self.with(|connection| Ok(connection.hello.protocol >= NEWEST_SINCE))
    }

    /// Does something with the connection; one on which something else went wrong than what was asked is closed.
    fn with<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, HostError>,
    ) -> Result<T, HostError> {
        let mut place = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let connection = match &mut *place {
            Some(connection) => connection,
            None => place.insert((self.connect)(true, None)?),
        };
        let result = work(connection);
        if result.as_ref().is_err_and(|error| {
            matches!(
                &*error.id,
                "Host.ConnectionLost" | "Host.Interrupted" | "Host.BadAnswer"
            )
        }) {
            *place = None;
        }
        result
    }

    fn answer(&self, request: Request) -> Result<Reply, HostError> {
        self.with(|connection| connection.answer(request))
    }

    fn bad_answer(&self) -> HostError {
        refusal::bad_answer(&self.label)
    }
}

impl Host for RemoteHost {
    fn name(&self) -> &str {
        &self.name
    }

    fn snapshot(&self, scope: &Scope) -> Result<State, HostError> {
        let mut scope = scope.clone();
        // A far end that is older does not know of names alone.
        if scope.vms == VmDetail::Named && !self.knows_newest()? {
            scope.vms = VmDetail::Full;
        }
        match self.answer(Request::Snapshot(scope))? {
            Reply::Snapshot(state) => Ok(*state),
            _ => Err(self.bad_answer()),
        }
    }

    fn preview(&self, scope: &Scope, intent: &Intent) -> Result<Preview, HostError> {
        match self.answer(Request::Preview(scope.clone(), intent.clone()))? {
            Reply::Preview(preview) => Ok(*preview),
            _ => Err(self.bad_answer()),
        }
    }

    fn transact(
        &self,
        scope: &Scope,
        intents: &[Intent],
        options: &mut Options<'_>,
    ) -> Result<Answer, HostError> {
        let request = Request::Transact {
            scope: scope.clone(),
            intents: intents.to_vec(),
            patience: options.patience,
            stops_at_first_failure: options.stops_at_first_failure,
        };
        let reply = self.with(|connection| {
            let id = connection.ask(request)?;
            let mut cancelled = false;
            let mut heard = Instant::now();
            loop {
                match connection
                    .hear(id, "while it was being changed")
                    .map_err(|error| unknown_end(error, &self.address))?
                {
                    Received::Message(ToNear::Done(_, reply)) => return Ok(reply),
                    Received::Message(ToNear::Progress(_, told)) => {
                        heard = Instant::now();
                        options.observer.on(&told.progress());
                    }
                    Received::Message(ToNear::Event(..) | ToNear::Item(..) | ToNear::Sent(..))
                    | Received::Nothing => {}
                }
                // The far end answers a request to end too: with what became of the change.
                let ends = options
                    .cancel
                    .is_some_and(|flag| flag.load(Ordering::Relaxed));
                if ends && !std::mem::replace(&mut cancelled, ends) {
                    connection.cancel(id)?;
                    heard = Instant::now();
                }
                if cancelled && heard.elapsed() > UNDOES_WITHIN {
                    return Err(unknown_end(connection.does_not_stop(), &self.address));
                }
            }
        })?;
        match reply? {
            Reply::Transact(answer) => Ok(*answer),
            _ => Err(self.bad_answer()),
        }
    }

    fn recover(&self) -> Result<Option<Recovery>, HostError> {
        let reply = self.with(|connection| match connection.first_answer() {
            Some(answer) => answer,
            None => connection.answer(Request::Recover),
        })?;
        match reply {
            Reply::Recover(recovery) => Ok(recovery),
            _ => Err(self.bad_answer()),
        }
    }

    fn note_refusal(&self, error: &HostError) {
        // A refusal that cannot be written about is a refusal all the same.
        let _ = self.answer(Request::NoteRefusal(error.clone()));
    }

    fn events(&self, scope: &Scope) -> Result<Events, HostError> {
        // Events come for as long as somebody listens, so they have a connection of their own.
        let mut connection = (self.connect)(true, None)?;
        let id = connection.ask(Request::Events(scope.clone()))?;
        let mut has_ended = false;
        Ok(Box::new(std::iter::from_fn(move || {
            while !has_ended {
                let event = match connection.hear(id, "while events were waited for") {
                    Ok(Received::Message(ToNear::Event(_, event))) => event,
                    Ok(Received::Message(ToNear::Done(_, reply))) => {
                        has_ended = true;
                        match reply {
                            Ok(_) => return None,
                            Err(error) => Err(error),
                        }
                    }
                    Ok(
                        Received::Message(
                            ToNear::Progress(..) | ToNear::Item(..) | ToNear::Sent(..),
                        )
                        | Received::Nothing,
                    ) => {
                        if iovsh_base::interrupt::is_requested() {
                            has_ended = true;
                            return Some(Err(interrupted("events")));
                        }
                        continue;
                    }
                    Err(error) => Err(error),
                };
                has_ended |= event.is_err();
                return Some(event);
            }
            None
        })))
    }

    fn describe(&self, vm: Uuid) -> Result<MigratingVm, HostError> {
        match self.answer(Request::Describe(vm))? {
            Reply::Describe(guest) => Ok(*guest),
            _ => Err(self.bad_answer()),
        }
    }

    fn compare(&self, guest: &MigratingVm) -> Result<Comparison, HostError> {
        match self.answer(Request::Compare(Box::new(guest.clone())))? {
            Reply::Compare(comparison) => Ok(*comparison),
            _ => Err(self.bad_answer()),
        }
    }

    fn presence(&self, vm: Uuid) -> Result<Presence, HostError> {
        match self.answer(Request::Presence(vm))? {
            Reply::Presence(presence) => Ok(presence),
            _ => Err(self.bad_answer()),
        }
    }

    fn send(
        &self,
        sending: &Sending,
        watch: &mut dyn FnMut(&Sent),
        cancel: &AtomicBool,
    ) -> Result<Sent, HostError> {
        let request = Request::Send(Box::new(sending.clone()));
        let reply = self.with(|connection| {
            let id = connection.ask(request)?;
            let mut cancelled = false;
            loop {
                match connection.hear(id, "while a virtual machine was migrated")? {
                    Received::Message(ToNear::Done(_, reply)) => return Ok(reply),
                    Received::Message(ToNear::Sent(_, sent)) => watch(&sent),
                    Received::Message(_) | Received::Nothing => {}
                }
                let ends = cancel.load(Ordering::Relaxed);
                if ends && !std::mem::replace(&mut cancelled, ends) {
                    connection.cancel(id)?;
                }
            }
        })?;
        match reply? {
            Reply::Send(sent) => Ok(sent),
            _ => Err(self.bad_answer()),
        }
    }

    fn adopt(&self) -> Result<Vec<Migration>, HostError> {
        match self.answer(Request::Adopt)? {
            Reply::Adopt(migrations) => Ok(migrations),
            _ => Err(self.bad_answer()),
        }
    }

    fn let_go(&self, migrations: &[Uuid]) {
        // Where it cannot be told, the connection is gone, and with it what held them.
        let _ = self.answer(Request::LetGo(migrations.to_vec()));
    }

    fn cluster(&self) -> Result<ClusterState, HostError> {
        match self.answer(Request::Cluster)? {
            Reply::Cluster(state) => Ok(*state),
            _ => Err(self.bad_answer()),
        }
    }

    fn change_cluster(&self, change: &ClusterChange) -> Result<(), HostError> {
        match self.answer(Request::ChangeCluster(Box::new(change.clone())))? {
            Reply::ChangeCluster => Ok(()),
            _ => Err(self.bad_answer()),
        }
    }

    fn cluster_log(&self, lines: usize) -> Result<Vec<String>, HostError> {
        match self.answer(Request::ClusterLog(lines))? {
            Reply::ClusterLog(lines) => Ok(lines),
            _ => Err(self.bad_answer()),
        }
    }

    fn journal(&self) -> Result<JournalRead, HostError> {
        match self.answer(Request::Journal)? {
            Reply::Journal(journal) => Ok(journal),
            _ => Err(self.bad_answer()),
        }
    }

    fn newest_entries(&self, most: usize) -> Result<Vec<Entry>, HostError> {
        // A far end that is older gives all of it.
        if !self.knows_newest()? {
            let mut entries = self.journal()?.entries;
            entries.drain(..entries.len().saturating_sub(most));
            return Ok(entries);
        }
        match self.answer(Request::NewestEntries(most))? {
            Reply::NewestEntries(entries) => Ok(entries),
            _ => Err(self.bad_answer()),
        }
    }

    fn has_file(&self, path: &Path) -> Result<bool, HostError> {
        match self.answer(Request::HasFile(path.to_owned()))? {
            Reply::HasFile(found) => Ok(found),
            _ => Err(self.bad_answer()),
        }
    }

    fn ask_guest(
        &self,
        vm: Uuid,
        service: Option<Service>,
        question: &GuestQuestion,
    ) -> Result<GuestAnswer, HostError> {
        let question = Box::new(question.clone());
        match self.answer(Request::AskGuest(vm, service, question))? {
            Reply::AskGuest(answer) => Ok(*answer),
            _ => Err(self.bad_answer()),
        }
    }

    fn trust(&self) -> Result<Trust, HostError> {
        match self.answer(Request::Trust)? {
            Reply::Trust(trust) => Ok(*trust),
            _ => Err(self.bad_answer()),
        }
    }

    fn decide(&self, source: RepairSource) -> Result<Decided, HostError> {
        match self.answer(Request::Decide(source))? {
            Reply::Decide(decided) => Ok(*decided),
            _ => Err(self.bad_answer()),
        }
    }
}

/// A host does not answer.
pub(super) fn timed_out(name: &str) -> HostError {
    refusal::refused(name, "the connection timed out")
}

/// What is known of a change during which the connection was lost.
fn unknown_end(error: HostError, address: &str) -> HostError {
    if error.id != "Host.ConnectionLost" {
        return error;
    }
    error.next_step(format!(
        "The host undoes what is not finished by itself. See what became of the change: iovsh --host {address} Get-WinEvent"
    ))
}
