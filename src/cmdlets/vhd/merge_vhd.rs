//! `Merge-VHD`.

use super::output::{change_each, host_path};
use crate::remote::Remote;
use crate::types::VirtualHardDisk;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Writes what a differencing disk image has over the one that it builds on, and removes it. Nobody may have any of them meanwhile. This cannot be
/// undone; it runs qemu-img.
///
/// # Examples
/// ```iovsh
/// PS> New-VHD /srv/vms/base.qcow2 -SizeBytes 10GB | Out-Null
/// PS> New-VHD -ParentPath /srv/vms/base.qcow2 -Path /srv/vms/child.qcow2 | Out-Null
/// PS> Merge-VHD /srv/vms/child.qcow2 -Force
/// PS> Get-VHD /srv/vms/base.qcow2 | ForEach-Object VhdType
/// Dynamic
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VHD /srv/vms/base.qcow2 -SizeBytes 10GB | Out-Null
/// PS> New-VHD -ParentPath /srv/vms/base.qcow2 -Path /srv/vms/child.qcow2 | Out-Null
/// PS> Merge-VHD /srv/vms/child.qcow2 -Force -WhatIf
/// What if: Performing the operation "Merge-VHD" on target "/srv/vms/child.qcow2".
///   # Write what '/srv/vms/child.qcow2' has over '/srv/vms/base.qcow2'
///     qemu-img commit -q -d -f qcow2 -b /srv/vms/base.qcow2 -- /srv/vms/child.qcow2
///   # Remove '/srv/vms/child.qcow2'
///     rm -- /srv/vms/child.qcow2
/// ```
/// Two levels down, into the middle:
/// ```iovsh
/// PS> New-VHD /srv/vms/base.qcow2 -SizeBytes 10GB | Out-Null
/// PS> New-VHD -ParentPath /srv/vms/base.qcow2 -Path /srv/vms/middle.qcow2 | Out-Null
/// PS> New-VHD -ParentPath /srv/vms/middle.qcow2 -Path /srv/vms/top.qcow2 | Out-Null
/// PS> Merge-VHD /srv/vms/top.qcow2 -DestinationPath /srv/vms/base.qcow2 -Force -Passthru | ForEach-Object VhdType
/// Dynamic
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Merge", noun = "VHD", module = "Hyper-V", impact = High, output = VirtualHardDisk)]
pub struct MergeVhd {
    /// The image.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "FullName"
    )]
    path: String,
    /// The image that it is merged into, one that it builds on; without it the next one.
    #[param(position = 1)]
    destination_path: Option<String>,
    /// Without a question.
    force: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the image that it was merged into, where that was named.
    passthru: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for MergeVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let path = host_path(cx, &self.path)?;
        let into = self
            .destination_path
            .as_ref()
            .map(|into| host_path(cx, into))
            .transpose()?;
        let intent = Intent::MergeImage {
            path: path.clone(),
            into: into.clone(),
        };
        let shown = into.iter().filter(|_| self.passthru).cloned().collect();
        let looked_at = std::iter::once(path).chain(into).collect();
        change_each(cx, looked_at, vec![intent], self.force, shown)
    }
}
