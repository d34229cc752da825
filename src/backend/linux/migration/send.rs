//! Sending a VM: one call of libvirt's on a connection of its own, whose job is watched on another.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use crate::HostError;
use crate::linux::libvirt::procedures::{TypedParam, TypedValue};
use crate::linux::libvirt::{Client, Configuration, DomainRef, Hypervisor as _, Job};
use crate::linux::machine::LinuxMachine;
use crate::model::{Along, Scope, Sending, Sent, VmDetail, VmState};

use super::forward::Forward;
use super::{along, copy, domain, edit, receive, refused, socket, xml};

/// Flags of a migration (`virDomainMigrateFlags`).
const LIVE: u32 = 1;
const PEER_TO_PEER: u32 = 1 << 1;
const PERSIST_DEST: u32 = 1 << 3;
const UNDEFINE_SOURCE: u32 = 1 << 4;
const PAUSED: u32 = 1 << 5;
const NON_SHARED_DISK: u32 = 1 << 6;
const OFFLINE: u32 = 1 << 10;
const ABORT_ON_ERROR: u32 = 1 << 12;
const TLS: u32 = 1 << 16;

/// Between two looks at the job.
const LOOK: Duration = Duration::from_millis(250);

/// Sends it. One that runs stands still when it has arrived.
pub(in crate::linux) fn send(
    host: &LinuxMachine,
    sending: &Sending,
    watch: &mut dyn FnMut(&Sent),
    cancel: &AtomicBool,
) -> Result<Sent, HostError> {
    let domain = domain(host, sending.vm)?;
    receive::folder(&domain.name)?;
    let scope = Scope {
        vms: VmDetail::Full,
        ..Scope::NOTHING
    };
    let state = crate::Machine::observe(host, &scope)?;
    let vm = state
        .vm(sending.vm)
        .ok_or_else(|| super::gone(&domain.name))?;
    let active = vm.state.is_active();
    let copied: Vec<&str> = sending
        .disks
        .iter()
        .filter(|disk| disk.copied)
        .map(|disk| disk.target.as_str())
        .collect();
    let mut flags = PEER_TO_PEER | PERSIST_DEST;
    // It is there when its saved memory is; until then it is here.
    if vm.state != VmState::Saved {
        flags |= UNDEFINE_SOURCE;
    }
    flags |= match active {
        true => LIVE | PAUSED | ABORT_ON_ERROR,
        false => OFFLINE,
    };
    if active && !copied.is_empty() {
        flags |= NON_SHARED_DISK;
    }
    let mut parameters: Vec<TypedParam> = Vec::new();
    let mut text = |name: &str, value: String| {
        parameters.push((name.to_owned(), TypedValue::Text(value)));
    };
    let kept = xml(host, &domain, Configuration::Complete)?;
    let kept = edit::for_target(&kept, vm, sending)?;
    if active {
        let live = host.libvirt.migratable_xml(&domain);
        let live = live.map_err(refused(&domain.name))?;
        text("destination_xml", edit::for_target(&live, vm, sending)?);
        text("persistent_xml", kept);
        if let Some(name) = &sending.certificate {
            flags |= TLS;
            // Without an address of its own choice the daemon there takes its name, and a port of its range.
            if let Some(at) = sending.reached_at {
                text("migrate_uri", format!("tcp://{}", in_uri(at)));
                text("listen_address", at.to_string());
                text("tls.destination", name.clone());
            }
        } else {
            let path = |what| format!("unix://{}", socket(sending.id, what, &sending.name));
            text("migrate_uri", path("mem"));
            if !copied.is_empty() {
                text("disks_uri", path("nbd"));
            }
        }
        for disk in &copied {
            text("migrate_disks", (*disk).to_owned());
        }
    } else {
        text("destination_xml", kept);
    }
    if !active {
        copy::copy(sending, watch, cancel)?;
        along::put(host, vm, sending, Along::Variables, cancel)?;
    }
    let forward = Forward::open(sending, active, active && !copied.is_empty())?;
    let uri = Forward::daemon_uri(sending);
    let mut outcome = perform(host, &domain, uri, parameters, flags, watch, cancel);
    if outcome.is_ok() && vm.state == VmState::Saved {
        outcome = along::put(host, vm, sending, Along::Memory, cancel).and(outcome);
    }
    drop(forward);
    outcome
}

/// An address as the host of a URI.
fn in_uri(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// The call, and the watch over its job.
fn perform(
    host: &LinuxMachine,
    domain: &DomainRef,
    uri: String,
    parameters: Vec<TypedParam>,
    flags: u32,
    watch: &mut dyn FnMut(&Sent),
    cancel: &AtomicBool,
) -> Result<Sent, HostError> {
    let (send, ended) = sync_channel(1);
    let own = Client::new(host.libvirt.endpoint());
    let asked = domain.clone();
    let mut sent = Sent::default();
    let outcome = std::thread::scope(|threads| {
        let call = std::thread::Builder::new()
            .name("migration".to_owned())
            .spawn_scoped(threads, move || {
                let outcome = own.migrate(&asked, &uri, parameters, flags);
                // Whoever waits may have stopped.
                let _ = send.send(outcome);
            });
        if let Err(error) = call {
            return Err(HostError::new(
                "Migration.NoThread",
                crate::Category::ResourceUnavailable,
                "There is no thread for a migration.",
            )
            .because_io(crate::CauseSource::Kernel, &error)
            .next_step("Try again when the host has less to do."));
        }
        let mut is_ending = false;
        loop {
            match ended.recv_timeout(LOOK) {
                Ok(outcome) => return outcome.map_err(refused(&domain.name)),
                Err(RecvTimeoutError::Disconnected) => return Err(super::gone(&domain.name)),
                Err(RecvTimeoutError::Timeout) => {}
            }
            // A look that fails tells nothing; the call will.
            if let Ok(job) = host.libvirt.job(domain) {
                note(&mut sent, &job);
                watch(&sent);
            }
            if cancel.load(Ordering::Relaxed) && !is_ending {
                is_ending = host.libvirt.abort_job(domain).is_ok();
            }
        }
    });
    outcome?;
    // What it counted is known at the source until it is asked once.
    sent.percent = 100;
    sent.downtime = host.libvirt.last_downtime(domain).ok().flatten();
    Ok(sent)
}

/// How far a job is. Memory that the guest writes meanwhile has to be sent again, so what is left can grow: what is shown does not
/// go back.
fn note(sent: &mut Sent, job: &Job) {
    if let (Some(total), Some(left)) = (job.total, job.left)
        && total > 0
    {
        let done = total.saturating_sub(left).saturating_mul(100) / total;
        let done = u8::try_from(done.min(99)).unwrap_or(99);
        sent.percent = sent.percent.max(done);
    }
    sent.status = match job.iteration {
        Some(round) if round > 1 => format!("Sending memory, round {round}"),
        _ => "Sending memory".to_owned(),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_does_not_go_back() {
        let mut sent = Sent::default();
        let job = |total, left, round| Job {
            is_running: true,
            operation: Some(5),
            total: Some(total),
            left: Some(left),
            iteration: Some(round),
            downtime: None,
        };
        note(&mut sent, &job(100, 20, 1));
        assert_eq!((sent.percent, sent.status.as_str()), (80, "Sending memory"));
        note(&mut sent, &job(100, 60, 2));
        assert_eq!(sent.percent, 80);
        assert_eq!(sent.status, "Sending memory, round 2");
        note(&mut sent, &job(100, 0, 3));
        assert_eq!(sent.percent, 99, "it is there when it is there");
    }
}
