//! `Mount-VHD`.

use super::output::{change_each, host_paths};
use crate::remote::Remote;
use crate::types::VirtualHardDisk;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Guid, Nullable};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Shows the disk in an image as a block device of the host: /dev/nbd0, its partitions as /dev/nbd0p1. This runs qemu-nbd, and needs the kernel's driver:
/// modprobe nbd max_part=16.
///
/// # Examples
/// ```iovsh
/// PS> Mount-VHD /var/lib/libvirt/images/web1.qcow2 -ReadOnly -Passthru | Format-List Attached, DiskNumber, Device
/// Attached   : True
/// DiskNumber : 1000
/// Device     : /dev/nbd0
/// PS> Dismount-VHD /var/lib/libvirt/images/web1.qcow2
/// ```
/// Where it went:
/// ```iovsh
/// PS> (Mount-VHD /var/lib/libvirt/images/web1.qcow2 -Passthru).Device
/// /dev/nbd0
/// PS> Dismount-VHD /var/lib/libvirt/images/web1.qcow2
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Mount-VHD /var/lib/libvirt/images/web1.qcow2 -ReadOnly -WhatIf
/// What if: Performing the operation "Mount-VHD" on target "/var/lib/libvirt/images/web1.qcow2".
///   # Show '/var/lib/libvirt/images/web1.qcow2' as /dev/nbd0
///     qemu-nbd --connect=/dev/nbd0 --format=qcow2 --read-only -- /var/lib/libvirt/images/web1.qcow2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Mount", noun = "VHD", module = "Hyper-V", impact = Medium, output = VirtualHardDisk)]
pub struct MountVhd {
    /// The images.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "FullName"
    )]
    path: Vec<String>,
    #[param(no_effect = "Linux mounts nothing by itself: mount /dev/nbd0p1 /mnt does.")]
    no_drive_letter: bool,
    /// Nothing is written to it.
    read_only: bool,
    #[param(
        by_property_name,
        refused = "images here hold no snapshots of VHD sets."
    )]
    snapshot_id: Nullable<Guid>,
    /// Hands on the images, with their devices.
    passthru: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for MountVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let paths = host_paths(cx, &self.path)?;
        let intents = paths.iter().map(|path| Intent::ConnectImage {
            path: path.clone(),
            read_only: self.read_only,
        });
        let intents = intents.collect();
        let shown = if self.passthru {
            paths.clone()
        } else {
            Vec::new()
        };
        change_each(cx, paths, intents, false, shown)
    }
}
