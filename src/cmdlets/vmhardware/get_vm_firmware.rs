//! `Get-VMFirmware`.

use super::targets::{Owners, firmware};
use crate::host_access::HostAccess;
use crate::types::{VmFirmware, VmSnapshot};
use iovsh_backend::policy::vm::hardware::of_generation;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the firmware of virtual machines of generation 2, and what they boot from.
///
/// `Kind` says whether it is UEFI (edk2) or a BIOS: a machine that boots a kernel of the host directly needs no UEFI.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMFirmware web1 | Format-List SecureBoot, Kind
/// SecureBoot : Off
/// Kind       : BIOS
/// PS> (Get-VMFirmware web1).BootOrder | ForEach-Object BootType
/// Drive
/// Network
/// ```
/// The devices themselves, as the cmdlets for them give them:
/// ```iovsh
/// PS> (Get-VMFirmware web1).BootOrder | ForEach-Object { $_.Device.Name }
/// Hard Drive on SCSI controller number 0 at location 0
/// Network Adapter
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMFirmware", module = "Hyper-V", default_set = "VMName", output = VmFirmware)]
pub struct GetVmFirmware {
    #[flatten]
    owners: Owners,
    /// A checkpoint that Get-VMSnapshot gave: as it was put down.
    #[param(
        set = "VMSnapshot",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Option<Arc<VmSnapshot>>,
}

impl Cmdlet for GetVmFirmware {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let checkpoint = self.vm_snapshot.as_ref();
        let mut owners = Vec::new();
        for owner in self.owners.or_checkpoint(cx, checkpoint)? {
            match of_generation(&owner.vm, 2) {
                Err(error) => cx.refuse(&error)?,
                Ok(()) => owners.push(owner),
            }
        }
        let mut objects = firmware(cx, &owners, checkpoint)?.into_iter();
        objects.try_for_each(|object| cx.emit(object.into_value()))
    }
}
