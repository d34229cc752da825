//! Drives of domains and their controllers.

use std::fs;
use std::time::{Duration, Instant};

use iovsh_base::interrupt;

use crate::domain_xml;
use crate::model::{Drive, Uuid};
use crate::plan::{Content, DiskChange};
use crate::{Category, CauseSource, HostError};

use super::super::libvirt::domain_edit::{self, missing};
use super::super::libvirt::domain_read::DomainRead;
use super::super::libvirt::error::code;
use super::super::libvirt::{Affect, BlockJob, Configuration, DomainRef, Hypervisor, LibvirtError};
use super::super::machine::LinuxMachine;
use super::device::{unplug, xml};
use super::domain::{domain, info, refused};

/// Between two looks at a disk that is copied.
const PAUSE: Duration = Duration::from_millis(200);
/// So long the two halves of a copy may take to be equal once all of it was copied.
const READY: Duration = Duration::from_mins(5);

/// No file system keeps times more coarsely.
const COARSE: Duration = Duration::from_secs(2);

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
            content,
            ..
        } => move_to(host, *vm, (target, to), format.as_deref(), *content),
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

/// libvirt opens the tray, changes the medium and closes the tray. A firmware that looks for something to boot from closes it in between, and
/// QEMU says so: then it is done again.
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
    let mut left = 10;
    loop {
        let changed = host
            .libvirt
            .update(&placed.domain, &element, placed.affect());
        match changed {
            Err(LibvirtError::Refused(error)) if left > 0 && tray_was_closed(&error.message) => {
                left -= 1;
                std::thread::sleep(PAUSE);
            }
            other => return other.map_err(refuse),
        }
    }
}

/// QEMU's words when a tray that was opened is closed (`blockdev.c`, `qmp_blockdev_insert_medium`).
fn tray_was_closed(message: &str) -> bool {
    message.contains("Tray of") && message.contains("is not open")
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
/// What libvirt says decides, not what an earlier attempt meant to do: a job that is under way is ended one way or the other.
fn move_to(
    host: &LinuxMachine,
    vm: Uuid,
    (target, to): (&str, &str),
    format: Option<&str>,
    content: Content,
) -> Result<(), HostError> {
    let placed = Placed::find(host, vm)?;
    let refuse = refused(&placed.domain.name);
    let which = if placed.active {
        Configuration::Live
    } else {
        Configuration::Complete
    };
    let text = xml(host, &placed.domain, which)?;
    let mut disks = DomainRead::parse(&text).map_err(&refuse)?.disks.into_iter();
    let disk = disks.find(|disk| disk.target.as_deref() == Some(target));
    let disk = disk.ok_or_else(|| refuse(missing(target)))?;
    let has = disk.source.as_deref().unwrap_or_default();
    if !placed.active {
        may_go_on_with(&placed.domain.name, has, to, content)?;
        let text = domain_edit::with_image(&text, target, to, format).map_err(&refuse)?;
        let text = text.ok_or_else(|| refuse(missing(target)))?;
        return host.libvirt.define(&text).map(|_| ()).map_err(refuse);
    }
    match disk.copied_to.as_deref() {
        // The disk is to stay where it is: the copy is given up, and what the guest writes goes to one place again.
        Some(_) if has == to => {
            return host
                .libvirt
                .end_block_job(&placed.domain, target, false)
                .map_err(refuse);
        }
        Some(copy) if copy == to => return follow(host, &placed.domain, target),
        _ if content == Content::Other => return Err(has_started(&placed.domain.name, to)),
        _ => {}
    }
    let format = format.map(str::to_owned).or(disk.format);
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

/// Refuses to give a domain that is off an image that is older than the one that it has: what was written since would be lost.
fn may_go_on_with(name: &str, has: &str, to: &str, content: Content) -> Result<(), HostError> {
    let written = |path: &str| fs::metadata(path).and_then(|about| about.modified()).ok();
    let is_older = match content {
        Content::Other => false,
        // QEMU fills it while the domain runs, and what it wrote before may not be all.
        Content::Mirrored => has != to,
        Content::Copied => match (written(has), written(to)) {
            // A copy has the time of what it was copied from, as finely as its file system keeps it.
            (Some(has), Some(to)) => to.checked_add(COARSE).is_some_and(|to| to < has),
            _ => false,
        },
    };
    if !is_older {
        return Ok(());
    }
    let quoted = |path: &str| crate::plan::quote(path).into_owned();
    Err(HostError::new(
        "Storage.WouldGoBack",
        Category::InvalidOperation,
        format!("'{name}' keeps '{has}': '{to}' does not have all that was written to it."),
    )
    .target(name)
    .next_step(format!(
        "Both are left as they are. When the machine is seen to work, remove the one that it does not have: qemu-img info {}; rm -- {}",
        quoted(to),
        quoted(to)
    )))
}

/// A domain that was off when the change was planned runs: its disk would be copied over the other one.
fn has_started(name: &str, to: &str) -> HostError {
    HostError::new(
        "Drive.NeedsOff",
        Category::InvalidOperation,
        format!("'{name}' was started meanwhile: it cannot get '{to}' while it runs."),
    )
    .target(name)
    .next_step("Stop it first, and run the command again.")
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
        if interrupt::is_step_to_stop() {
            return Err(HostError::new(
                "Commit.Cancelled",
                Category::OperationStopped,
                format!(
                    "The copy of the disk {target} of '{}' was given up; the machine goes on with the image that it has.",
                    domain.name
                ),
            ));
        }
        std::thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    /// A machine that is off goes on with a copy as long as nothing was written to what it has, and with nothing that is older.
    #[test]
    fn a_machine_that_is_off_gets_no_older_image() {
        let folder = tempfile::tempdir().unwrap();
        let now = SystemTime::now();
        let image = |name: &str, age: u64| {
            let path = folder.path().join(name);
            let file = fs::File::create(&path).unwrap();
            let written = now.checked_sub(Duration::from_secs(age)).unwrap();
            file.set_modified(written).unwrap();
            path.display().to_string()
        };
        let (old, copy, new) = (image("a", 100), image("b", 101), image("c", 10));
        let may = |has: &str, to: &str, content| {
            let answer = may_go_on_with("web1", has, to, content);
            answer.map_err(|error| error.id.clone().into_owned())
        };
        let back = Err("Storage.WouldGoBack".to_owned());
        assert_eq!(may(&old, &copy, Content::Copied), Ok(()));
        assert_eq!(may(&copy, &old, Content::Copied), Ok(()));
        assert_eq!(may(&new, &copy, Content::Copied), back);
        // What QEMU was to fill while the machine ran is nothing for one that is off; nor does it go back to what was there before.
        assert_eq!(may(&old, &new, Content::Mirrored), back);
        assert_eq!(may(&new, &old, Content::Mirrored), back);
        assert_eq!(may(&new, &new, Content::Mirrored), Ok(()));
        // Another disk is another disk, however old.
        assert_eq!(may(&new, &old, Content::Other), Ok(()));
    }
}
