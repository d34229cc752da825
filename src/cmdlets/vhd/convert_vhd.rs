//! `Convert-VHD`.

use super::output::{change_each, host_path};
use crate::remote::Remote;
use crate::types::{ImageFormat, PmemAbstraction, VhdType, VirtualHardDisk};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::storage::image::{Conversion, NewVhd};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes a copy of a disk image in another format, with all that it builds on. The end of the new name says the format: .qcow2, .raw or .img, .vhdx,
/// .vhd. This runs qemu-img.
///
/// # Examples
/// ```iovsh
/// PS> Convert-VHD /var/lib/libvirt/images/web1.qcow2 /srv/vms/web1.vhdx -Passthru | Format-List VhdFormat, VhdType, Size
/// VhdFormat : VHDX
/// VhdType   : Dynamic
/// Size      : 42949672960
/// ```
/// To a format that every tool can read, and the old image goes:
/// ```iovsh
/// PS> New-VHD /srv/vms/data.vhdx -SizeBytes 10GB -Format Vhdx | Out-Null
/// PS> Convert-VHD /srv/vms/data.vhdx /srv/vms/data.qcow2 -DeleteSource
/// PS> Test-Path /srv/vms/data.vhdx
/// False
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Convert-VHD /var/lib/libvirt/images/web1.qcow2 /srv/vms/web1.raw -WhatIf
/// What if: Performing the operation "Convert-VHD" on target "/var/lib/libvirt/images/web1.qcow2".
///   # Copy '/var/lib/libvirt/images/web1.qcow2' to '/srv/vms/web1.raw', a raw image
///     qemu-img convert -q -f qcow2 -O raw -- /var/lib/libvirt/images/web1.qcow2 /srv/vms/web1.raw
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Convert", noun = "VHD", module = "Hyper-V", impact = Medium, output = VirtualHardDisk)]
pub struct ConvertVhd {
    /// The image.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "FullName"
    )]
    path: String,
    /// The copy.
    #[param(position = 1, mandatory)]
    destination_path: String,
    /// Dynamic or Fixed; without it as the image is.
    #[param(name = "VHDType")]
    vhd_type: Option<VhdType>,
    #[param(
        refused = "a copy holds all of the disk; New-VHD -ParentPath makes one that builds on another."
    )]
    parent_path: Option<String>,
    /// The blocks that the copy grows by.
    block_size_bytes: Option<u32>,
    /// The image is removed when the copy is there.
    delete_source: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the copy.
    passthru: bool,
    #[param(refused = "there is no persistent memory in images here.")]
    address_abstraction_type: Option<PmemAbstraction>,
    /// Linux only: the format of the copy, whatever its name says.
    format: Option<ImageFormat>,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for ConvertVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.vhd_type == Some(VhdType::Differencing) {
            return crate::unsupported::refuse(
                "VHDType",
                "a copy holds all of the disk; New-VHD -ParentPath makes one that builds on another.",
            );
        }
        let from = host_path(cx, &self.path)?;
        let to = host_path(cx, &self.destination_path)?;
        let conversion = Conversion {
            from: from.clone(),
            to: NewVhd {
                path: to.clone(),
                format: self.format.map(Into::into),
                fixed: self.vhd_type == Some(VhdType::Fixed),
                block_size: self.block_size_bytes,
                ..NewVhd::default()
            },
            deletes_source: self.delete_source,
            as_it_is: false,
        };
        let shown = if self.passthru {
            vec![to.clone()]
        } else {
            Vec::new()
        };
        let intent = Intent::ConvertImage(Box::new(conversion));
        change_each(cx, vec![from, to], vec![intent], false, shown)
    }
}
