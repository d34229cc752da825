//! Disks of the host, their partitions, and the file systems on them. They are looked at and not changed.

mod get_disk;
mod get_partition;
mod get_physical_disk;
mod get_volume;
mod query;
mod views;

pub use views::VIEWS;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_disk::GetDisk::SPEC,
    get_partition::GetPartition::SPEC,
    get_physical_disk::GetPhysicalDisk::SPEC,
    get_volume::GetVolume::SPEC,
];
