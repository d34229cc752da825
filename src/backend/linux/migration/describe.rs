//! What has to be known of a VM that is to leave.

use std::path::Path;

use rustix::fs::{FileType, statfs};

use crate::HostError;
use crate::linux::libvirt::domain_read::{DiskRead, DomainRead};
use crate::linux::libvirt::snapshot_read::SnapshotRead;
use crate::linux::libvirt::{Configuration, Hypervisor as _};
use crate::linux::machine::LinuxMachine;
use crate::model::{
    Checkpoint, CheckpointCopy, DiskReach, MigratingDisk, MigratingVm, Vm, VmState,
};

use super::certificates::{self, Role};
use super::{along, domain, edit, refused, xml};

/// File systems that several hosts see, by their magic numbers: those that libvirt knows (`src/util/virfile.h`). From
/// `include/uapi/linux/magic.h` and the file systems' own headers.
const SHARED: [u64; 12] = [
    0x6969,      // NFS
    0x0116_1970, // GFS2
    0x7461_636f, // OCFS2
    0x5346_414f, // AFS
    0x517b,      // SMB
    0xfe53_4d42, // SMB2
    0xff53_4d42, // CIFS
    0x00c3_6400, // Ceph
    0x4750_4653, // GPFS
    0x1980_3302, // BeeGFS
    0x6173_7375, // Quobyte, by way of FUSE
    0x0bd0_0bd0, // Lustre
];

/// The VM as this host knows it, with its disks and its processor.
pub(in crate::linux) fn describe(
    host: &LinuxMachine,
    vm: &Vm,
    checkpoints: Vec<Checkpoint>,
) -> Result<MigratingVm, HostError> {
    let domain = domain(host, vm.id)?;
    let live = xml(host, &domain, Configuration::Live)?;
    let read = DomainRead::parse(&live).map_err(refused(&domain.name))?;
    let variables = edit::variables(&live).filter(|path| reach(path) == DiskReach::Local);
    let mut disks = Vec::new();
    for disk in &read.disks {
        if let Some(disk) = described(host, &domain, disk) {
            disks.push(disk);
        }
    }
    let mut blockers = Vec::new();
    let mut copies = Vec::new();
    for checkpoint in checkpoints {
        let text = host.libvirt.snapshot_text(&domain, &checkpoint.label);
        let (text, _) = text.map_err(refused(&domain.name))?;
        let memory = SnapshotRead::parse(&text).map_err(refused(&domain.name))?;
        let memory = memory
            .memory_file
            .filter(|file| reach(file) == DiskReach::Local);
        if let Some(file) = memory {
            blockers.push(format!(
                "The memory of the checkpoint '{}' is in {file}, which only this host sees.",
                checkpoint.name
            ));
        }
        copies.push(CheckpointCopy { checkpoint, text });
    }
    if vm.hardware.tpm.is_some() && !vm.state.is_active() {
        blockers.push(format!(
            "What the TPM of '{}' knows is only on this host, and does not go along while it does not run: move it while it runs.",
            vm.name
        ));
    }
    // What was saved goes on with the processor that it had, whatever its definition says by now.
    let live = match vm.state {
        VmState::Saved => along::saved_xml(host, vm)?,
        _ => live,
    };
    let processor = edit::element(&live, "cpu");
    let passes_processor = processor
        .as_deref()
        .is_some_and(|cpu| cpu.contains("host-passthrough"));
    Ok(MigratingVm {
        switches: Vec::new(),
        wired: Vec::new(),
        host: String::new(),
        processor: edit::processor(&live),
        host_processor: model(host),
        passes_processor,
        files: along::files(vm, variables),
        lacks: certificates::lacking(host, Role::Client),
        disks,
        checkpoints: copies,
        blockers,
        vm: vm.clone(),
    })
}

/// A disk; `None` for what does not have to be where the VM is: an empty drive, a disc that may be missing.
fn described(
    host: &LinuxMachine,
    domain: &crate::linux::libvirt::DomainRef,
    disk: &DiskRead,
) -> Option<MigratingDisk> {
    let path = disk.source.clone()?;
    let target = disk.target.clone()?;
    let size = host.libvirt.capacity(domain, &target).ok();
    let image = crate::linux::image::look(&path).image;
    Some(MigratingDisk {
        destination: path.clone(),
        reach: reach(&path),
        path,
        target,
        size,
        allocated: image.as_ref().map(|image| image.allocated),
        read_only: disk.device != "disk",
        // What is not known of an image of a format that can build on another is taken for that.
        builds_on_another: match image {
            Some(image) => image.backing.is_some(),
            None => disk.format.as_deref().is_some_and(|format| format != "raw"),
        },
        format: disk.format.clone().unwrap_or_else(|| "raw".to_owned()),
        copied: false,
    })
}

/// Who sees an image: that of a file system for several hosts, and a block device, may be seen by others.
fn reach(path: &str) -> DiskReach {
    let path = Path::new(path);
    let is_device = rustix::fs::stat(path)
        .is_ok_and(|facts| FileType::from_raw_mode(facts.st_mode) == FileType::BlockDevice);
    let is_shared = || {
        statfs(path).is_ok_and(|facts| {
            let kind = u64::try_from(facts.f_type).unwrap_or(0) & 0xffff_ffff;
            SHARED.contains(&kind)
        })
    };
    if is_device || is_shared() {
        DiskReach::Shared
    } else {
        DiskReach::Local
    }
}

/// The host's processor as `/proc/cpuinfo` names it.
pub(super) fn model(host: &LinuxMachine) -> Option<String> {
    let text = host.sysfs.text("/proc/cpuinfo")?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    let (_, model) = line.split_once(':')?;
    Some(model.trim().to_owned())
}
