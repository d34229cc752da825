//! `Dismount-VHD`.

use super::output::{change_each, host_paths, shown_as};
use crate::remote::Remote;
use crate::types::VirtualHardDisk;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Guid, Nullable};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes away the block devices that show disk images. File systems on them have to be unmounted first.
///
/// # Examples
/// ```iovsh
/// PS> Mount-VHD /var/lib/libvirt/images/web1.qcow2
/// PS> Dismount-VHD -DiskNumber 1000 -Passthru | ForEach-Object Attached
/// False
/// ```
/// By its path:
/// ```iovsh
/// PS> Mount-VHD /var/lib/libvirt/images/web1.qcow2
/// PS> Dismount-VHD /var/lib/libvirt/images/web1.qcow2
/// PS> (Get-VHD /var/lib/libvirt/images/web1.qcow2).Attached
/// False
/// ```
/// Around work on its files; the image comes off whatever happens:
/// ```iovsh
/// PS> try { Mount-VHD /var/lib/libvirt/images/web1.qcow2 -ReadOnly } finally { Dismount-VHD /var/lib/libvirt/images/web1.qcow2 }
/// PS> (Get-VHD /var/lib/libvirt/images/web1.qcow2).Attached
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Dismount", noun = "VHD", module = "Hyper-V", default_set = "Path", impact = Medium, output = VirtualHardDisk)]
pub struct DismountVhd {
    /// The number of the block device: 1000 is /dev/nbd0.
    #[param(
        set = "Disk",
        position = 0,
        mandatory,
        by_property_name,
        alias = "Number"
    )]
    disk_number: Option<u32>,
    /// The images.
    #[param(
        set = "Path",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "FullName"
    )]
    path: Vec<String>,
    #[param(
        set = "Path",
        by_property_name,
        refused = "images here hold no snapshots of VHD sets."
    )]
    snapshot_id: Nullable<Guid>,
    /// Hands on the images as they are then.
    passthru: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for DismountVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut paths = host_paths(cx, &self.path)?;
        if let Some(number) = self.disk_number {
            paths.extend(shown_as(cx, number)?);
        }
        let intents = paths
            .iter()
            .map(|path| Intent::DisconnectImage { path: path.clone() });
        let intents = intents.collect();
        let shown = if self.passthru {
            paths.clone()
        } else {
            Vec::new()
        };
        change_each(cx, paths, intents, false, shown)
    }
}
