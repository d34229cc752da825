//! The changes of one command that are made together: one transaction on each host, on several hosts at the same time.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use super::host_access::{
    HostAccess, Outcome, Outcomes, Then, Told, carry_out, has_ended, services,
};
use super::places::go_to;
use super::services::{Services, together};
use iovsh_backend::commit::{Options, Progress};
use iovsh_backend::host::Answer;
use iovsh_backend::host::remote::protocol;
use iovsh_backend::policy::Intent;
use iovsh_backend::{Host, HostError, Scope};
use iovsh_base::interrupt;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Action, Context, Deferred};

/// The changes of one command.
#[derive(Default)]
pub(super) struct Batch {
    /// By the number of the host's place.
    hosts: BTreeMap<usize, HostBatch>,
    /// When the first came.
    began: Option<Instant>,
}

/// The changes of one command on one host: one transaction.
#[derive(Default)]
struct HostBatch {
    scope: Scope,
    intents: Vec<Intent>,
    /// How many of the intents each pipeline object asked for, and what is done when they have been carried out.
    parts: Vec<(usize, Then)>,
}

impl Batch {
    /// Adds what is asked for on behalf of an object; tells how long the first has waited.
    pub fn add(
        &mut self,
        place: usize,
        scope: &Scope,
        intents: Vec<Intent>,
        then: Then,
    ) -> Duration {
        let host = self.hosts.entry(place).or_default();
        host.scope = host.scope.union(scope);
        host.parts.push((intents.len(), then));
        host.intents.extend(intents);
        self.began.get_or_insert_with(Instant::now).elapsed()
    }
}

impl Deferred for Batch {
    fn run(mut self: Box<Self>, cx: &mut Context) -> Flow {
        cx.go_on()?;
        let services = services(cx)?;
        let before = services.here_number();
        let (busy, idle): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.hosts)
            .into_iter()
            .partition(|(_, host)| !host.intents.is_empty());
        let several = busy.len() > 1;
        let mut flow = match several {
            true => at_once(cx, &services, busy),
            false => one_by_one(cx, &services, busy),
        };
        if flow.is_ok() {
            flow = one_by_one(cx, &services, idle);
        }
        // Also in the middle of a round, which ends where it began.
        let is_home = before == services.home();
        match is_home {
            true => services.leave(),
            false => services.enter(before),
        }
        let name = cx.session().place_name.take();
        cx.session().place_name = name.filter(|_| !is_home);
        flow
    }
}

fn one_by_one(
    cx: &mut Context,
    services: &Rc<Services>,
    hosts: BTreeMap<usize, HostBatch>,
) -> Flow {
    for (place, batch) in hosts {
        go_to(cx, services, place);
        let outcomes = match batch.intents.is_empty() {
            true => Outcomes::new(),
            false => carry_out(cx, &batch.scope, &batch.intents)?,
        };
        batch.end(cx, outcomes)?;
    }
    Ok(())
}

/// What is sent to one of several hosts.
struct Errand {
    place: usize,
    host: Arc<dyn Host>,
    scope: Scope,
    intents: Vec<Intent>,
}

/// Changes several hosts, each on a thread of its own, and tells what happens as it happens.
fn at_once(cx: &mut Context, services: &Rc<Services>, hosts: BTreeMap<usize, HostBatch>) -> Flow {
    /// How much may happen before it is told.
    const AHEAD: usize = 64;
    let mut errands = Vec::new();
    for (place, batch) in &hosts {
        go_to(cx, services, *place);
        let host = cx.host()?;
        services.here().forget_seen();
        errands.push(Errand {
            place: *place,
            host,
            scope: batch.scope.clone(),
            intents: batch.intents.clone(),
        });
    }
    let stops = cx.error_action() == Action::Stop;
    let cancel = AtomicBool::new(false);
    let mut told = Told::default();
    let (send, happenings) = sync_channel::<(usize, protocol::Told)>(AHEAD);
    let most = services.throttle();
    let flag = interrupt::flag();
    let answers: Vec<Result<Answer, HostError>> = std::thread::scope(|threads| {
        let cancel = &cancel;
        let runs = threads.spawn(move || {
            let _watch = flag.map(interrupt::watch);
            together(most, errands, |errand: Errand| {
                let mut observer = |progress: &Progress<'_>| {
                    // Who is told has stopped when nothing more is taken.
                    let _ = send.send((errand.place, protocol::Told::from(progress)));
                };
                let mut options = Options::new(&mut observer)
                    .cancelled_by(cancel)
                    .stopping_at_first_failure(stops);
                errand
                    .host
                    .transact(&errand.scope, &errand.intents, &mut options)
            })
        });
        loop {
            match happenings.recv_timeout(interrupt::SLICE) {
                Ok((place, happened)) => {
                    go_to(cx, services, place);
                    told.tell(cx, &happened.progress(), cancel);
                }
                Err(RecvTimeoutError::Timeout) if cx.is_cancelled() => {
                    cancel.store(true, Ordering::Relaxed);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        runs.join().unwrap_or_default()
    });
    told.end(cx)?;
    for ((place, batch), answer) in hosts.into_iter().zip(answers) {
        go_to(cx, services, place);
        let outcomes = has_ended(cx, &batch.scope, answer)?;
        batch.end(cx, outcomes)?;
    }
    Ok(())
}

impl HostBatch {
    /// Says what became of the intents, object by object.
    fn end(self, cx: &mut Context, mut outcomes: Outcomes) -> Flow {
        let mut place = 0_u32;
        for (count, then) in self.parts {
            let mut ended = Vec::with_capacity(count);
            let mut flow = Ok(());
            for _ in 0..count {
                ended.push(match outcomes.remove(&place) {
                    Some(Ok(())) => Outcome::Done,
                    Some(Err(error)) if flow.is_ok() => {
                        flow = cx.refuse(&error);
                        Outcome::Failed
                    }
                    Some(Err(_)) | None => Outcome::Failed,
                });
                place = place.saturating_add(1);
            }
            // What was done is handed on before an error ends the command.
            then(cx, &ended).and(flow)?;
        }
        Ok(())
    }
}
