//! `Optimize-VHD`.

use super::output::{change_each, host_paths};
use crate::remote::Remote;
use crate::types::{VhdCompactMode, VirtualHardDisk};
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gives back to the host's file system what a dynamic disk image takes and its disk does not use: blocks that are zero. A copy without them takes the
/// place of the image; nobody may have it meanwhile. This runs qemu-img.
///
/// # Examples
/// ```iovsh
/// PS> Optimize-VHD /var/lib/libvirt/images/web1.qcow2
/// PS> (Get-VHD /var/lib/libvirt/images/web1.qcow2).FileSize -lt 4GB
/// True
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Optimize-VHD /var/lib/libvirt/images/web1.qcow2 -WhatIf
/// What if: Performing the operation "Optimize-VHD" on target "/var/lib/libvirt/images/web1.qcow2".
///   # Compact '/var/lib/libvirt/images/web1.qcow2', which takes 4 GB
///     qemu-img convert -f qcow2 -O qcow2 -- /var/lib/libvirt/images/web1.qcow2 /var/lib/libvirt/images/web1.qcow2.compact && mv -- /var/lib/libvirt/images/web1.qcow2.compact /var/lib/libvirt/images/web1.qcow2
/// ```
/// The disks of all machines that are off:
/// ```iovsh
/// PS> Get-VM | Where-Object State -eq Off | Get-VMHardDiskDrive | ForEach-Object { Optimize-VHD $_.Path -Passthru } | ForEach-Object VhdType
/// Dynamic
/// Dynamic
/// Dynamic
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Optimize", noun = "VHD", module = "Hyper-V", impact = Medium, output = VirtualHardDisk)]
pub struct OptimizeVhd {
    /// The images.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "FullName"
    )]
    path: Vec<String>,
    /// Full is what is done whatever is asked for: all that is zero is left out.
    mode: Option<VhdCompactMode>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the images as they are then.
    passthru: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for OptimizeVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(mode) = self.mode.filter(|mode| *mode != VhdCompactMode::Full) {
            cx.warning(format!(
                "-Mode {mode:?} has no effect: all that is zero is left out, which is what Full does."
            ))?;
        }
        let paths = host_paths(cx, &self.path)?;
        let intents = paths
            .iter()
            .map(|path| Intent::CompactImage { path: path.clone() });
        let intents = intents.collect();
        let shown = if self.passthru {
            paths.clone()
        } else {
            Vec::new()
        };
        change_each(cx, paths, intents, false, shown)
    }
}
