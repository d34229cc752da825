//! `Resize-VHD`.

use super::output::{change_each, host_paths};
use crate::remote::Remote;
use crate::types::VirtualHardDisk;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes the size of the disk in an image, also of one that a running virtual machine has: the guest sees it at once. Partitions and file systems
/// in it grow by the guest's own means.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Resize-VHD /var/lib/libvirt/images/web1.qcow2 60GB -Passthru | ForEach-Object Size
/// 64424509440
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Resize-VHD /var/lib/libvirt/images/web1.qcow2 60GB -WhatIf
/// What if: Performing the operation "Resize-VHD" on target "/var/lib/libvirt/images/web1.qcow2".
///   # Resize '/var/lib/libvirt/images/web1.qcow2' from 40 GB to 60 GB
///     qemu-img resize -q --shrink -f qcow2 -- /var/lib/libvirt/images/web1.qcow2 64424509440
/// ```
/// Every disk ten gigabytes larger:
/// ```iovsh
/// PS> Get-VM web* | Get-VMHardDiskDrive | ForEach-Object { Resize-VHD $_.Path ((Get-VHD $_.Path).Size + 10GB) -Passthru } | ForEach-Object { $_.Size / 1GB }
/// 50
/// 50
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Resize", noun = "VHD", module = "Hyper-V", default_set = "Size", impact = Medium, output = VirtualHardDisk)]
pub struct ResizeVhd {
    /// The images.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "FullName"
    )]
    path: Vec<String>,
    /// The new size.
    #[param(set = "Size", position = 1, mandatory)]
    size_bytes: u64,
    #[param(
        set = "MinimumSize",
        mandatory,
        refused = "what is used of a disk is known inside the guest: say the size with -SizeBytes -AllowShrink."
    )]
    to_minimum_size: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the images as they are then.
    passthru: bool,
    /// Linux only: it may become smaller. What is behind the new end is lost.
    allow_shrink: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for ResizeVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let paths = host_paths(cx, &self.path)?;
        let intents = paths.iter().map(|path| Intent::ResizeImage {
            path: path.clone(),
            size: self.size_bytes,
            shrinks: self.allow_shrink,
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
