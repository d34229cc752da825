//! Hints that something moved: the kernel's link messages and libvirt's events, each read by a thread of its own.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::model::{Scope, VfDetail, VmDetail};
use crate::{Event, Events, HostError};

use super::libvirt::{Client, DomainEvent, Endpoint, Hypervisor, LibvirtError, Topic};
use super::netlink::{LinkMonitor, Moved};
use super::refusal;

type Hint = Result<Event, HostError>;

/// Blocking waits are cut into pieces, so that a thread notices when nobody listens any more.
const PIECE: Duration = Duration::from_secs(5);

/// Opens the sources that `scope` needs.
pub(super) fn watch(scope: &Scope, libvirt: Endpoint) -> Result<Events, HostError> {
    let (hints, events) = mpsc::channel::<Hint>();
    let listening = Arc::new(());
    let of_links = scope.links || scope.bridges || scope.functions > VfDetail::None;
    let monitor = of_links
        .then(LinkMonitor::open)
        .transpose()
        .map_err(|error| refusal::unread(&error))?;
    if scope.vms > VmDetail::None || scope.networks {
        let client = Client::new(libvirt);
        client
            .subscribe(&Topic::ALL)
            .map_err(|error| refusal::libvirt("libvirt", &error))?;
        let (hints, listener) = (hints.clone(), Arc::downgrade(&listening));
        spawn("watch-libvirt", move || {
            follow_domains(&client, &hints, &listener)
        })?;
    }
    // After libvirt, which may refuse: a thread that nobody listens to ends only at the next message.
    if let Some(mut monitor) = monitor {
        spawn("watch-links", move || follow_links(&mut monitor, &hints))?;
    }
    Ok(Box::new(Listening {
        events,
        _listening: listening,
    }))
}

struct Listening {
    events: Receiver<Hint>,
    /// Gone when nobody listens any more.
    _listening: Arc<()>,
}

impl Iterator for Listening {
    type Item = Hint;

    fn next(&mut self) -> Option<Hint> {
        self.events.recv().ok()
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), HostError> {
    let thread = std::thread::Builder::new().name(name.to_owned());
    thread
        .spawn(work)
        .map(|_| ())
        .map_err(|error| refusal::io_error(name, &error))
}

/// Until nobody listens any more. The thread waits in the kernel; it notices at the next message.
fn follow_links(monitor: &mut LinkMonitor, hints: &Sender<Hint>) {
    loop {
        let moved = monitor.wait();
        let broken = moved.is_err();
        let hint = match moved {
            Ok(Moved::Link(name)) => Ok(Event::Link { name }),
            Ok(Moved::Lost) => Ok(Event::Overrun),
            Err(error) => Err(refusal::unread(&error)),
        };
        if hints.send(hint).is_err() || broken {
            return;
        }
    }
}

fn follow_domains(client: &Client, hints: &Sender<Hint>, listener: &Weak<()>) {
    while listener.strong_count() > 0 {
        match client.next_event(PIECE) {
            Ok(None) => {}
            Err(LibvirtError::EventsLost) => {
                if hints.send(Ok(Event::Overrun)).is_err() {
                    return;
                }
            }
            Ok(Some(event)) => {
                if hints.send(Ok(hint(event))).is_err() {
                    return;
                }
            }
            Err(error) => {
                // The daemon went away. Whoever listens observes again and, if it likes, watches again.
                let _ = hints.send(Ok(Event::Overrun));
                let _ = hints.send(Err(refusal::libvirt("libvirt", &error)));
                return;
            }
        }
    }
}

fn hint(event: DomainEvent) -> Event {
    let vm = event.domain().name.clone();
    match event {
        DomainEvent::Lifecycle { .. } | DomainEvent::MetadataChanged { .. } => {
            Event::Vm { name: vm }
        }
        DomainEvent::DeviceAdded { alias, .. }
        | DomainEvent::DeviceRemoved { alias, .. }
        | DomainEvent::DeviceRemovalFailed { alias, .. } => Event::Device { vm, alias },
    }
}
