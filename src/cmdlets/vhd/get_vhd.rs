//! `Get-VHD`.

use super::output::{emit, host_paths, shown_as};
use crate::drive::MACHINES;
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::types::{VirtualHardDisk, uuid};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Gets what disk images say of themselves: format, size, what they take, what they build on. Their headers are read; no program is run for it.
///
/// # Examples
/// ```iovsh
/// PS> Get-VHD /var/lib/libvirt/images/web1.qcow2 | Format-List VhdType, Size, FileSize, ImageFormat
/// VhdType     : Dynamic
/// Size        : 42949672960
/// FileSize    : 4294967296
/// ImageFormat : Qcow2
/// ```
/// The disks of a machine:
/// ```iovsh
/// PS> Get-VHD -VMId (Get-VM web1).Id | ForEach-Object Path
/// /var/lib/libvirt/images/web1.qcow2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VHD", module = "Hyper-V", default_set = "Path", output = VirtualHardDisk)]
pub struct GetVhd {
    /// The number of the block device that shows an image: 1000 is /dev/nbd0.
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
    /// Ids of virtual machines: their disks.
    #[param(
        set = "VMId",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "Id"
    )]
    vm_id: Vec<Guid>,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for GetVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut paths = host_paths(cx, &self.path)?;
        if !self.vm_id.is_empty() {
            let state = cx.snapshot(&MACHINES)?;
            for id in &self.vm_id {
                let Some(vm) = state.vm(uuid(*id)) else {
                    let id = uuid(*id).to_string();
                    let text = format!("There is no virtual machine with the id {id}.");
                    let error = ShellError::new("Vm.NotFound", ErrorCategory::ObjectNotFound, text);
                    cx.error(error.target(id.as_str()).help("List them with Get-VM."))?;
                    continue;
                };
                let disks = vm.facts.drives.iter().filter(|drive| drive.is_disk());
                paths.extend(disks.filter_map(|disk| disk.path.clone()));
            }
        }
        if let Some(number) = self.disk_number {
            paths.extend(shown_as(cx, number)?);
        }
        emit(cx, &paths)
    }
}
