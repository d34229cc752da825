//! `New-VHD`.

use super::output::{change_each, host_path, host_paths};
use crate::remote::Remote;
use crate::types::{ImageFormat, PmemAbstraction, VirtualHardDisk};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::storage::image;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes disk images. Nothing that is there is written over.
///
/// The end of the name says the format: .qcow2, .raw or .img, .vhd. A name that ends with .vhdx, as scripts for Hyper-V have it, is made as a
/// qcow2 image, and a warning says so: libvirt gives no VHDX to a virtual machine. -Format vhdx makes a real one, for Hyper-V.
///
/// # Examples
/// ```iovsh
/// PS> New-VHD /var/lib/libvirt/images/data.qcow2 -SizeBytes 20GB | Format-List Path, VhdType, Size, ImageFormat
/// Path        : /var/lib/libvirt/images/data.qcow2
/// VhdType     : Dynamic
/// Size        : 21474836480
/// ImageFormat : Qcow2
/// ```
/// A disk that builds on another one:
/// ```iovsh
/// PS> New-VHD -ParentPath /var/lib/libvirt/images/web1.qcow2 -Path /var/lib/libvirt/images/child.qcow2 | Format-List VhdType, ParentPath
/// VhdType    : Differencing
/// ParentPath : /var/lib/libvirt/images/web1.qcow2
/// ```
/// With all its blocks at once, for a database:
/// ```iovsh
/// PS> New-VHD /srv/vms/db.raw -SizeBytes 2GB -Fixed | Format-List VhdType, ImageFormat
/// VhdType     : Fixed
/// ImageFormat : Raw
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "VHD", module = "Hyper-V", default_set = "DynamicWithoutSource", impact = Medium, output = VirtualHardDisk)]
pub struct NewVhd {
    /// The new images.
    #[param(position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The image that they build on: they hold what differs from it.
    #[param(set = "Differencing", position = 1, mandatory)]
    parent_path: Option<String>,
    /// The size of the disk.
    #[param(
        set = "FixedWithoutSource",
        set = "DynamicWithoutSource",
        position = 1,
        mandatory
    )]
    #[param(set = "Differencing", position = 2)]
    size_bytes: Option<u64>,
    #[param(
        set = "FixedWithSource",
        set = "DynamicWithSource",
        mandatory,
        by_property_name,
        alias = "Number",
        refused = "disks of the host have no numbers on Linux: Convert-VHD /dev/sdb copies one."
    )]
    source_disk: Option<u32>,
    /// It grows as it is written to. So it is without a word about it.
    #[param(set = "DynamicWithSource", mandatory)]
    #[param(set = "DynamicWithoutSource")]
    dynamic: bool,
    /// All of its size is taken at once.
    #[param(set = "FixedWithSource", set = "FixedWithoutSource", mandatory)]
    fixed: bool,
    /// It holds what differs from -ParentPath.
    #[param(set = "Differencing")]
    differencing: bool,
    /// The blocks that it grows by: of qcow2 512 to 2 MB, of VHDX 1 MB to 256 MB.
    block_size_bytes: Option<u32>,
    #[param(
        set = "FixedWithoutSource",
        set = "DynamicWithoutSource",
        no_effect = "QEMU shows sectors of 512 bytes, whatever the image says."
    )]
    logical_sector_size_bytes: Option<u32>,
    #[param(
        set = "Differencing",
        set = "FixedWithoutSource",
        set = "DynamicWithoutSource",
        no_effect = "QEMU shows sectors of 512 bytes, whatever the image says."
    )]
    physical_sector_size_bytes: Option<u32>,
    #[param(
        set = "FixedWithoutSource",
        refused = "there is no persistent memory in images here."
    )]
    address_abstraction_type: Option<PmemAbstraction>,
    #[param(
        set = "FixedWithoutSource",
        no_effect = "the formats align what they hold by themselves."
    )]
    data_alignment_bytes: Option<u64>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Linux only: the format, whatever the name says.
    format: Option<ImageFormat>,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for NewVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let paths = host_paths(cx, &self.path)?;
        let parent = self
            .parent_path
            .as_ref()
            .map(|path| host_path(cx, path))
            .transpose()?;
        let intents = paths.iter().map(|path| {
            Intent::CreateImage(Box::new(image::NewVhd {
                path: path.clone(),
                format: self.format.map(Into::into),
                size: self.size_bytes,
                fixed: self.fixed,
                parent: parent.clone(),
                block_size: self.block_size_bytes,
            }))
        });
        let intents = intents.collect();
        let looked_at = paths.iter().cloned().chain(parent.clone()).collect();
        change_each(cx, looked_at, intents, false, paths)
    }
}
