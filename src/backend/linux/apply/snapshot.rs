//! Snapshots of domains.

use std::path::Path;

use crate::HostError;
use crate::domain_xml::{SplitDisk, snapshot_document};
use crate::model::{CheckpointContent, CheckpointCopy, Uuid};
use crate::plan::{NewSnapshot, SnapshotChange, SnapshotContent};

use super::super::libvirt::domain_read::DomainRead;
use super::super::libvirt::snapshot_read::{SnapshotRead, with_description, without_vfs};
use super::super::libvirt::snapshots::create as flag;
use super::super::libvirt::{Configuration, DomainRef, DomainState, Hypervisor, LibvirtError};
use super::super::machine::LinuxMachine;
use super::super::saved;
use super::domain::{domain, info, refused};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &SnapshotChange) -> Result<(), HostError> {
    match change {
        SnapshotChange::Create { vm, snapshot } => create(host, *vm, snapshot),
        SnapshotChange::Revert { vm, label } => revert(host, *vm, label),
        SnapshotChange::Delete { vm, label } => delete(host, *vm, label),
        SnapshotChange::Rename { vm, label, name } => rename(host, *vm, label, name),
        SnapshotChange::Forget { copy } => {
            let domain = domain(host, copy.checkpoint.vm)?;
            let forgotten = host
                .libvirt
                .forget_snapshot(&domain, &copy.checkpoint.label);
            forgotten.map_err(refused(&domain.name))
        }
        SnapshotChange::Describe { copy } => describe(host, copy),
    }
}

/// The disks of a domain that can be written.
fn disks(host: &LinuxMachine, domain: &DomainRef) -> Result<Vec<SplitDisk>, LibvirtError> {
    let text = host.libvirt.xml(domain, Configuration::Live)?;
    let read = DomainRead::parse(&text.unwrap_or_default())?;
    let disks = read.disks.into_iter();
    let disks = disks.filter(|d| d.device == "disk" && !d.read_only);
    let split = |source: String, target: String| SplitDisk {
        target,
        is_file: !source.starts_with("/dev/"),
    };
    Ok(disks
        .filter_map(|disk| Some(split(disk.source?, disk.target?)))
        .collect())
}

fn create(host: &LinuxMachine, id: Uuid, snapshot: &NewSnapshot) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let refuse = refused(&domain.name);
    let state = info(host, &domain)?.map_or(DomainState::Unknown, |info| info.status.state);
    let running = matches!(state, DomainState::Running | DomainState::Blocked);
    let flags = match (snapshot.content, snapshot.external) {
        (SnapshotContent::Memory, true) if running => flag::LIVE,
        (SnapshotContent::Memory, _) => 0,
        (SnapshotContent::Disks, _) if state.is_active() => {
            flag::DISK_ONLY | flag::QUIESCE | flag::ATOMIC
        }
        (SnapshotContent::Disks, true) => flag::DISK_ONLY | flag::ATOMIC,
        (SnapshotContent::Disks, false) => 0,
    };
    let split = disks(host, &domain).map_err(&refuse)?;
    let document = snapshot_document(snapshot, &split);
    host.libvirt
        .create_snapshot(&domain, &document, flags)
        .map_err(&refuse)?;
    if snapshot.content == SnapshotContent::Disks && state.is_active() {
        forget_vfs(host, &domain, &snapshot.label.to_string()).map_err(&refuse)?;
    }
    Ok(())
}

/// A VF that stayed in the running domain stands in what libvirt wrote about it. Whoever is put back to that would get it again, whoever has
/// it then. libvirt changes no description in that way, but takes another one.
fn forget_vfs(host: &LinuxMachine, domain: &DomainRef, label: &str) -> Result<(), LibvirtError> {
    let (text, _) = host.libvirt.snapshot_text(domain, label)?;
    let Some(without) = without_vfs(&text)? else {
        return Ok(());
    };
    let flags = redefining(&SnapshotRead::parse(&text)?, true);
    let define = |text: &str| host.libvirt.create_snapshot(domain, text, flags);
    host.libvirt.forget_snapshot(domain, label)?;
    define(&without).or_else(|error| {
        // Better with the VF than not at all: the undo of this step takes it away as a whole.
        define(&text)?;
        Err(error)
    })
}

/// The flags with which a snapshot is described anew; libvirt is told of one of a running domain's disks that it is one.
fn redefining(read: &SnapshotRead, current: bool) -> u32 {
    let disks = match read.content {
        CheckpointContent::RunningDisks => flag::DISK_ONLY,
        CheckpointContent::Disks | CheckpointContent::Memory => 0,
    };
    flag::REDEFINE | disks | if current { flag::CURRENT } else { 0 }
}

fn revert(host: &LinuxMachine, id: Uuid, label: &str) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let refuse = refused(&domain.name);
    let (text, _) = host
        .libvirt
        .snapshot_text(&domain, label)
        .map_err(&refuse)?;
    let read = SnapshotRead::parse(&text).map_err(&refuse)?;
    let wakes = read.content == CheckpointContent::Memory;
    let info = info(host, &domain)?;
    let saved = info.is_some_and(|info| saved::is_saved(host, &domain.name, &info.status));
    host.libvirt
        .revert_to_snapshot(&domain, label, wakes, saved)
        .map_err(&refuse)?;
    if saved {
        // What was saved belongs to a machine that is no more.
        host.libvirt.forget_saved(&domain).map_err(&refuse)?;
    }
    Ok(())
}

fn delete(host: &LinuxMachine, id: Uuid, label: &str) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let refuse = refused(&domain.name);
    let (text, _) = host
        .libvirt
        .snapshot_text(&domain, label)
        .map_err(&refuse)?;
    let memory = SnapshotRead::parse(&text)
        .ok()
        .and_then(|read| read.memory_file);
    host.libvirt
        .delete_snapshot(&domain, label)
        .map_err(&refuse)?;
    // Not every libvirt removes the file with the memory. Only one that iovsh named is touched; that it is gone already is well.
    let own = format!("{label}.memory");
    if let Some(file) = memory.filter(|file| {
        let name = Path::new(file).file_name();
        name.is_some_and(|name| name.to_str() == Some(&own))
    }) {
        let _ = std::fs::remove_file(file);
    }
    Ok(())
}

fn describe(host: &LinuxMachine, copy: &CheckpointCopy) -> Result<(), HostError> {
    let domain = domain(host, copy.checkpoint.vm)?;
    let refuse = refused(&domain.name);
    let read = SnapshotRead::parse(&copy.text).map_err(&refuse)?;
    let flags = redefining(&read, copy.checkpoint.current);
    host.libvirt
        .create_snapshot(&domain, &copy.text, flags)
        .map_err(&refuse)
}

fn rename(host: &LinuxMachine, id: Uuid, label: &str, name: &str) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let refuse = refused(&domain.name);
    let (text, current) = host
        .libvirt
        .snapshot_text(&domain, label)
        .map_err(&refuse)?;
    let text = with_description(&text, name).map_err(&refuse)?;
    let flags = redefining(&SnapshotRead::parse(&text).map_err(&refuse)?, current);
    host.libvirt
        .create_snapshot(&domain, &text, flags)
        .map_err(&refuse)
}
