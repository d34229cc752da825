//! `Set-VHD`.

use super::output::{change_each, host_path};
use crate::remote::Remote;
use crate::types::VirtualHardDisk;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Says anew what a differencing disk image builds on. What is in it stays as it is.
///
/// # Examples
/// ```iovsh
/// PS> New-VHD -ParentPath /var/lib/libvirt/images/web1.qcow2 -Path /srv/vms/child.qcow2 | Out-Null
/// PS> Set-VHD /srv/vms/child.qcow2 -ParentPath /var/lib/libvirt/images/web2.qcow2 -Passthru | ForEach-Object ParentPath
/// /var/lib/libvirt/images/web2.qcow2
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VHD -ParentPath /var/lib/libvirt/images/web1.qcow2 -Path /srv/vms/child.qcow2 | Out-Null
/// PS> Set-VHD /srv/vms/child.qcow2 -ParentPath /var/lib/libvirt/images/web2.qcow2 -WhatIf
/// What if: Performing the operation "Set-VHD" on target "/srv/vms/child.qcow2".
///   # Let '/srv/vms/child.qcow2' build on '/var/lib/libvirt/images/web2.qcow2'
///     qemu-img rebase -q -u -f qcow2 -F qcow2 -b /var/lib/libvirt/images/web2.qcow2 -- /srv/vms/child.qcow2
/// ```
/// The parent was moved; the child learns where it is:
/// ```iovsh
/// PS> New-VHD /srv/vms/base.qcow2 -SizeBytes 10GB | Out-Null
/// PS> New-VHD -ParentPath /srv/vms/base.qcow2 -Path /srv/vms/child.qcow2 | Out-Null
/// PS> Convert-VHD /srv/vms/base.qcow2 /srv/vms/moved.qcow2
/// PS> Set-VHD /srv/vms/child.qcow2 -ParentPath /srv/vms/moved.qcow2 -IgnoreIdMismatch
/// PS> (Get-VHD /srv/vms/child.qcow2).ParentPath
/// /srv/vms/moved.qcow2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VHD", module = "Hyper-V", default_set = "Parent", impact = Medium, output = VirtualHardDisk)]
pub struct SetVhd {
    /// The image.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "FullName"
    )]
    path: String,
    /// What it builds on from now on.
    #[param(set = "Parent", position = 1, mandatory)]
    parent_path: Option<String>,
    #[param(
        set = "Parent",
        no_effect = "an image that builds on this one is not touched."
    )]
    leaf_path: Option<String>,
    #[param(
        set = "PhysicalSectorSize",
        mandatory,
        refused = "QEMU shows sectors of 512 bytes, whatever the image says."
    )]
    physical_sector_size_bytes: Option<u32>,
    #[param(
        set = "DiskIdentifier",
        mandatory,
        refused = "qemu-img writes no new identifier; Convert-VHD makes a copy with one of its own."
    )]
    reset_disk_identifier: bool,
    /// Without a question.
    #[param(set = "DiskIdentifier")]
    force: bool,
    /// Although its size is another one than that of what it is to build on.
    #[param(set = "Parent")]
    ignore_id_mismatch: bool,
    /// Hands on the image as it is then.
    passthru: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for SetVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let path = host_path(cx, &self.path)?;
        let Some(parent) = self
            .parent_path
            .as_ref()
            .map(|parent| host_path(cx, parent))
            .transpose()?
        else {
            return Ok(());
        };
        let intent = Intent::RebaseImage {
            path: path.clone(),
            parent: parent.clone(),
            anyway: self.ignore_id_mismatch,
        };
        let shown = if self.passthru {
            vec![path.clone()]
        } else {
            Vec::new()
        };
        change_each(cx, vec![path, parent], vec![intent], false, shown)
    }
}
