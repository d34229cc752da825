//! `Disable-VMTPM`.

use super::targets::{Owners, change};
use crate::types::VmSecurity;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes the TPM of virtual machines away. They must be off. What it knows stays on the host until the machine is removed.
///
/// # Examples
/// ```iovsh
/// PS> Disable-VMTPM web1
/// PS> Get-VMSecurity web1 | ForEach-Object TpmEnabled
/// False
/// ```
/// Of several machines:
/// ```iovsh
/// PS> Get-VM web* | Enable-VMTPM
/// PS> Get-VM web* | Disable-VMTPM
/// PS> (Get-VM web* | Get-VMSecurity).TpmEnabled
/// False
/// False
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-VMTPM web1
/// PS> Disable-VMTPM web1 -WhatIf
/// What if: Performing the operation "Disable-VMTPM" on target "web1".
///   # Change the TPM of 'web1'
///     virt-xml web1 --remove-device --tpm all
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "VMTPM", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmSecurity)]
pub struct DisableVmTpm {
    #[flatten]
    owners: Owners,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for DisableVmTpm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut changes = Changes::default();
        changes.hardware.tpm = Some(false);
        let machines = self.owners.ids(cx, std::iter::empty())?;
        change(cx, machines, &changes, self.passthru, |owner| {
            vec![VmSecurity::new(owner).into_value()]
        })
    }
}
