//! Hints that something moved: the kernel's link messages and libvirt's events, each read by a thread of its own.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::model::{Scope, Uuid, VfDetail, VmDetail};
use crate::{Event, Events, GuestDeed, HostError};

use super::libvirt::{Client, DomainEvent, Endpoint, Hypervisor, LibvirtError, Lifecycle, Topic};
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
    if let Some(deed) = deed(&event) {
        return Event::Guest {
            vm: Uuid::from_bytes(event.domain().uuid),
            name: vm,
            deed,
        };
    }
    match event {
        DomainEvent::Lifecycle { .. }
        | DomainEvent::Reset { .. }
        | DomainEvent::MetadataChanged { .. } => Event::Vm { name: vm },
        DomainEvent::DeviceAdded { alias, .. }
        | DomainEvent::DeviceRemoved { alias, .. }
        | DomainEvent::DeviceRemovalFailed { alias, .. } => Event::Device { vm, alias },
    }
}

/// What a guest did by itself, if the event says so.
fn deed(event: &DomainEvent) -> Option<GuestDeed> {
    /// The guest has ended it (`VIR_DOMAIN_EVENT_SHUTDOWN_GUEST`), also where it was asked to by the power button.
    const BY_GUEST: i32 = 1;
    match event {
        DomainEvent::Lifecycle {
            change: Lifecycle::Shutdown,
            detail: BY_GUEST,
            ..
        } => Some(GuestDeed::ShutDown),
        DomainEvent::Lifecycle {
            change: Lifecycle::Crashed,
            ..
        } => Some(GuestDeed::Crashed),
        DomainEvent::Reset { .. } => Some(GuestDeed::Reset),
        DomainEvent::Lifecycle { .. }
        | DomainEvent::DeviceAdded { .. }
        | DomainEvent::DeviceRemoved { .. }
        | DomainEvent::DeviceRemovalFailed { .. }
        | DomainEvent::MetadataChanged { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::libvirt::DomainRef;
    use super::*;

    #[test]
    fn what_a_guest_did_is_told_from_what_others_did() {
        let domain = || DomainRef {
            name: "web1".to_owned(),
            uuid: [7; 16],
            id: 3,
        };
        let lifecycle = |change, detail| DomainEvent::Lifecycle {
            domain: domain(),
            change,
            detail,
        };
        for (event, wanted) in [
            (lifecycle(Lifecycle::Shutdown, 1), Some(GuestDeed::ShutDown)),
            // A signal of the host to QEMU.
            (lifecycle(Lifecycle::Shutdown, 2), None),
            (lifecycle(Lifecycle::Stopped, 1), None),
            (lifecycle(Lifecycle::Crashed, 0), Some(GuestDeed::Crashed)),
            (
                DomainEvent::Reset { domain: domain() },
                Some(GuestDeed::Reset),
            ),
        ] {
            let expected = match wanted {
                Some(deed) => Event::Guest {
                    vm: Uuid::from_bytes([7; 16]),
                    name: "web1".to_owned(),
                    deed,
                },
                None => Event::Vm {
                    name: "web1".to_owned(),
                },
            };
            assert_eq!(hint(event), expected);
        }
    }
}
