//! Disk images.

mod convert_vhd;
mod dismount_vhd;
mod get_vhd;
mod merge_vhd;
mod mount_vhd;
mod new_vhd;
mod optimize_vhd;
mod output;
mod resize_vhd;
mod set_vhd;
mod test_vhd;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub use output::{host_path, is_windows_path, scope as images_at};

/// libvirt's own folder of images.
pub const IMAGES: &str = "/var/lib/libvirt/images";

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    new_vhd::NewVhd::SPEC,
    get_vhd::GetVhd::SPEC,
    set_vhd::SetVhd::SPEC,
    resize_vhd::ResizeVhd::SPEC,
    convert_vhd::ConvertVhd::SPEC,
    optimize_vhd::OptimizeVhd::SPEC,
    merge_vhd::MergeVhd::SPEC,
    mount_vhd::MountVhd::SPEC,
    dismount_vhd::DismountVhd::SPEC,
    test_vhd::TestVhd::SPEC,
];
