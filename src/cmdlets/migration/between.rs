//! A virtual machine between two hosts of the session: compared, shown, moved.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::storage;
use crate::host_access::{services, shell_error, tell};
use crate::place::Place;
use crate::types::MoveOrder;
use iovsh_backend::commit::{Observer, Progress as CommitProgress};
use iovsh_backend::host::HostAddress;
use iovsh_backend::host::migrate::{self, Compared, Ends, Migrated, Watch};
use iovsh_backend::model::{MigratingVm, Sent};
use iovsh_backend::{Category, Host, HostError};
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::{Context, Progress};

/// Two hosts of the session, open.
pub struct Between {
    pub source: Arc<dyn Host>,
    pub target: Arc<dyn Host>,
    /// The target as the source reaches it.
    to: String,
    /// The source as the target reaches it; empty where that is not known.
    from: String,
}

impl Between {
    /// Opens both.
    ///
    /// # Errors
    /// One cannot be opened; one is simulated and the other is not.
    pub fn open(cx: &mut Context, order: &MoveOrder) -> Flow<Self> {
        let services = services(cx)?;
        let (source, target) = (services.place(order.source), services.place(order.target));
        let open = |place: &Rc<Place>| place.host().map_err(|error| shell_error(&error));
        let (at_source, at_target) = (open(&source)?, open(&target)?);
        let simulated =
            |place: &Place| matches!(place.address, None | Some(HostAddress::Simulated(_)));
        if simulated(&source) != simulated(&target) {
            return Err(shell_error(&other_kind(at_source.name(), at_target.name())).into());
        }
        let to = seen_from_elsewhere(&target, &*at_target);
        let from = seen_from_elsewhere(&source, &*at_source);
        Ok(Self {
            source: at_source,
            target: at_target,
            to,
            from,
        })
    }

    /// The two ends.
    pub fn ends(&self) -> Ends<'_> {
        Ends {
            source: &*self.source,
            target: &*self.target,
            to: &self.to,
            from: &self.from,
        }
    }

    /// What the target says about the virtual machine.
    ///
    /// # Errors
    /// One of the hosts cannot be asked.
    pub fn compare(&self, order: &MoveOrder) -> Result<Compared, HostError> {
        let edit = |guest: &mut MigratingVm| {
            storage::apply(&order.storage, guest);
            order.reconnections.connect(guest);
        };
        migrate::compare(self.ends(), order.vm, &edit)
    }

    /// Moves it, and tells how that goes.
    ///
    /// # Errors
    /// What ended the command meanwhile. Why it was not moved is the inner error.
    pub fn migrate(
        &self,
        cx: &mut Context,
        compared: &Compared,
    ) -> Flow<Result<Migrated, HostError>> {
        let cancel = AtomicBool::new(false);
        let mut teller = Teller {
            cx,
            name: compared.guest.vm.name.clone(),
            cancel: &cancel,
            stopped: None,
        };
        let outcome = migrate::migrate(self.ends(), compared, &mut teller, &cancel);
        teller.end()?;
        Ok(outcome)
    }
}

/// How another host names this one.
fn seen_from_elsewhere(place: &Place, host: &dyn Host) -> String {
    match &place.address {
        // In memory: by its own name.
        None => format!("sim:{}", host.name()),
        Some(HostAddress::Local) => format!("ssh://{}", host.name()),
        Some(address) => address.to_string(),
    }
}

fn other_kind(source: &str, target: &str) -> HostError {
    HostError::new(
        "Migration.OtherKind",
        Category::InvalidArgument,
        format!("{source} and {target} are not of one kind: one of them is simulated."),
    )
    .target(target)
    .next_step("Name a host of the same simulated fleet, or two real hosts.")
}

/// Tells how a migration goes.
pub struct Teller<'c, 'x> {
    cx: &'c mut Context<'x>,
    name: String,
    cancel: &'c AtomicBool,
    stopped: Option<Interrupt>,
}

impl<'c, 'x> Teller<'c, 'x> {
    /// Tells how the migration of the virtual machine with this name goes.
    pub fn new(cx: &'c mut Context<'x>, name: &str, cancel: &'c AtomicBool) -> Self {
        Self {
            cx,
            name: name.to_owned(),
            cancel,
            stopped: None,
        }
    }

    fn note(&mut self, flow: Flow) {
        if self.cx.is_cancelled() {
            self.cancel.store(true, Ordering::Relaxed);
        }
        if let Err(interrupt) = flow {
            self.cancel.store(true, Ordering::Relaxed);
            self.stopped.get_or_insert(interrupt);
        }
    }

    /// Nothing more is told.
    ///
    /// # Errors
    /// What ended the command meanwhile.
    pub fn end(self) -> Flow {
        self.cx.progress(Progress {
            activity: self.cx.spec().name.to_owned(),
            completed: true,
            ..Progress::default()
        })?;
        self.stopped.map_or(Ok(()), Err)
    }
}

impl Observer for Teller<'_, '_> {
    fn on(&mut self, progress: &CommitProgress<'_>) {
        let flow = tell(self.cx, self.cx.spec().name, progress);
        self.note(flow);
    }
}

impl Watch for Teller<'_, '_> {
    fn sent(&mut self, sent: &Sent) {
        let flow = self.cx.progress(Progress {
            activity: self.cx.spec().name.to_owned(),
            status: self.name.clone(),
            operation: sent.status.clone(),
            percent: Some(sent.percent.min(100)),
            ..Progress::default()
        });
        self.note(flow);
    }

    fn warn(&mut self, host: &str, text: &str) {
        // It is said of that host, wherever the command is.
        let name = self.cx.session().place_name.replace(host.into());
        let flow = self.cx.warning(text);
        self.cx.session().place_name = name;
        self.note(flow);
    }
}
