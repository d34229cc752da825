//! Drives of domains and their controllers.

use std::time::{Duration, Instant};

use crate::domain_xml;
use crate::model::{Drive, Uuid};
use crate::plan::DiskChange;
use crate::{Category, CauseSource, HostError};

use super::super::libvirt::domain_edit::{self, missing};
use super::super::libvirt::domain_read::DomainRead;
use super::super::libvirt::error::code;
use super::super::libvirt::{Affect, BlockJob, Configuration, DomainRef, Hypervisor};
use super::super::machine::LinuxMachine;
use super::device::{unplug, xml};
use super::domain::{domain, info, refused};

/// Between two looks at a disk that is copied.
const PAUSE: Duration = Duration::from_millis(200);
/// So long the two halves of a copy may take to be equal once all of it was copied.
const READY: Duration = Duration::from_mins(5);

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &DiskChange) -> Result<(), HostError> {
    match change {
        DiskChange::Attach { vm, drive } => plug(host, *vm, &domain_xml::drive(drive)),
        DiskChange::Detach { vm, drive, timeout } => detach(host, *vm, drive, *timeout),
        DiskChange::SetMedia { vm, target, path } => set_media(host, *vm, target, path.as_deref()),
        DiskChange::SetLimit {
            vm,
            target,
            maximum_iops,
        } => set_limit(host, *vm, target, *maximum_iops),
        DiskChange::Move {
            vm,
            target,
            to,
            format,
            ..
        } => move_to(host, *vm, target, to, format.as_deref()),
        DiskChange::AttachController { vm, number } => {
            plug(host, *vm, &domain_xml::scsi_controller(*number))
        }
        DiskChange::DetachController {
            vm,
            number,
            timeout,
        } => detach_controller(host, *vm, *number, *timeout),
    }
}

/// A domain, and which of its two configurations it has.
struct Placed {
    domain: DomainRef,
    active: bool,
    persistent: bool,
}

impl Placed {
    fn find(host: &LinuxMachine, vm: Uuid) -> Result<Self, HostError> {
        let domain = domain(host, vm)?;
        let status = info(host, &domain)?.map(|info| info.status);
        Ok(Self {
            active: status.as_ref().is_some_and(|s| s.state.is_active()),
            persistent: status.as_ref().is_none_or(|s| s.persistent),
            domain,
        })
    }

    fn affect(&self) -> Affect {
        match (self.active, self.persistent) {
            (true, true) => Affect::Both,
            (true, false) => Affect::Live,
            (false, _) => Affect::Persistent,
        }
    }
}

fn plug(host: &LinuxMachine, vm: Uuid, text: &str) -> Result<(), HostError> {
    let placed = Placed::find(host, vm)?;
    host.libvirt
        .attach(&placed.domain, text, placed.affect())
        .map_err(refused(&placed.domain.name))
}

/// Of a running domain first the guest has to release it; what stands in the definition goes when it has.
fn detach(
    host: &LinuxMachine,
    vm: Uuid,
    drive: &Drive,
    timeout: Duration,
) -> Result<(), HostError> {
    let placed = Placed::find(host, vm)?;
    let refuse = refused(&placed.domain.name);
    if placed.active {
        let read = DomainRead::parse(&xml(host, &placed.domain, Configuration::Live)?);
        let disks = read.map_err(&refuse)?.disks;
        let found = disks
            .into_iter()
            .find(|d| d.target.as_ref() == Some(&drive.target));
        let alias = found.and_then(|disk| disk.alias);
        let alias = alias.ok_or_else(|| refuse(missing(&drive.target)))?;
        unplug(host, &placed.domain, &alias, timeout)?;
    }
    if !placed.persistent {
        return Ok(());
    }
    match host.libvirt.detach(
        &placed.domain,
        &domain_xml::drive(drive),
        Affect::Persistent,
    ) {
        // It was plugged into the running domain alone.
        Err(error) if placed.active && error.code() == Some(code::DEVICE_MISSING) => Ok(()),
        other => other.map_err(refuse),
    }
}

fn detach_controller(
    host: &LinuxMachine,
    vm: Uuid,
    number: u32,
    timeout: Duration,
) -> Result<(), HostError> {
    let placed = Placed::find(host, vm)?;
    let refuse = refused(&placed.domain.name);
    if placed.active {
        let text = xml(host, &placed.domain, Configuration::Live)?;
        let alias = domain_edit::scsi_controller_alias(&text, number).map_err(&refuse)?;
        let alias = alias.ok_or_else(|| refuse(missing(&format!("scsi{number}"))))?;
        unplug(host, &placed.domain, &alias, timeout)?;
    }
    if !placed.persistent {
        return Ok(());
    }
    let text = domain_xml::scsi_controller(number);
    match host
        .libvirt
        .detach(&placed.domain, &text, Affect::Persistent)
    {
        Err(error) if placed.active && error.code() == Some(code::DEVICE_MISSING) => Ok(()),
        other => other.map_err(refuse),
    }
}

fn set_media(
    host: &LinuxMachine,
    vm: Uuid,
    target: &str,
    path: Option<&str>,
) -> Result<(), HostError> {
    let placed = Placed::find(host, vm)?;
    let refuse = refused(&placed.domain.name);
    let text = xml(host, &placed.domain, Configuration::Live)?;
    let element = domain_edit::with_media(&text, target, path).map_err(&refuse)?;
    let element = element.ok_or_else(|| refuse(missing(target)))?;
    host.libvirt
        .update(&placed.domain, &element, placed.affect())
        .map_err(refuse)
}

fn set_limit(
    host: &LinuxMachine,
    vm: Uuid,
    target: &str,
    limit: Option<u64>,
) -> Result<(), HostError> {
    let placed = Placed::find(host, vm)?;
    host.libvirt
        .set_total_iops(&placed.domain, target, limit.unwrap_or(0), placed.affect())
        .map_err(refused(&placed.domain.name))
}

/// A running domain's disk is copied by QEMU into the image that is there already, until both are equal; then it goes on with that one.
fn move_to(
    host: &LinuxMachine,
    vm: Uuid,
    target: &str,
    to: &str,
    format: Option<&str>,
) -> Result<(), HostError> {
    let placed = Placed::find(host, vm)?;
    let refuse = refused(&placed.domain.name);
    if !placed.active {
        let text = xml(host, &placed.domain, Configuration::Complete)?;
        let text = domain_edit::with_image(&text, target, to, format).map_err(&refuse)?;
        let text = text.ok_or_else(|| refuse(missing(target)))?;
        return host.libvirt.define(&text).map(|_| ()).map_err(refuse);
    }
    let format = match format {
        Some(format) => Some(format.to_owned()),
        None => {
            let read = DomainRead::parse(&xml(host, &placed.domain, Configuration::Live)?);
            let mut disks = read.map_err(&refuse)?.disks.into_iter();
            let disk = disks.find(|disk| disk.target.as_deref() == Some(target));
            disk.and_then(|disk| disk.format)
        }
    };
    let destination = domain_xml::copy_destination(to, format.as_deref().unwrap_or("raw"));
    host.libvirt
        .copy_disk(&placed.domain, target, &destination)
        .map_err(&refuse)?;
    let outcome = follow(host, &placed.domain, target);
    if outcome.is_err() {
        // The domain goes on with the image that it has.
        let _ = host.libvirt.end_block_job(&placed.domain, target, false);
    }
    outcome
}

/// Waits until the copy is equal, and lets the domain go on with it.
fn follow(host: &LinuxMachine, domain: &DomainRef, target: &str) -> Result<(), HostError> {
    let refuse = refused(&domain.name);
    let ended = |why: &str| {
        HostError::new(
            "Storage.CopyEnded",
            Category::DeviceError,
            format!(
                "The copy of the disk {target} of '{}' ended before it was whole.",
                domain.name
            ),
        )
        .target(domain.name.clone())
        .because(CauseSource::Libvirt, why.to_owned(), None)
        .next_step(
            "See whether the new place is full, and read the VM's log in /var/log/libvirt/qemu.",
        )
    };
    let mut whole_since: Option<Instant> = None;
    loop {
        match host.libvirt.block_job(domain, target).map_err(&refuse)? {
            None => return Err(ended("there is no block job any more")),
            Some(BlockJob { done, total }) if total > 0 && done >= total => {
                match host.libvirt.end_block_job(domain, target, true) {
                    Ok(()) => return Ok(()),
                    // All was copied, and QEMU does not say yet that the two are equal.
                    Err(error)
                        if error.code() == Some(code::BLOCK_COPY_ACTIVE)
                            || error.code() == Some(code::OPERATION_INVALID) =>
                    {
                        let since = *whole_since.get_or_insert_with(Instant::now);
                        if since.elapsed() > READY {
                            return Err(refuse(error));
                        }
                    }
                    Err(error) => return Err(refuse(error)),
                }
            }
            Some(_) => whole_since = None,
        }
        std::thread::sleep(PAUSE);
    }
}
