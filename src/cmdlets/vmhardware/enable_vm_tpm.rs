//! `Enable-VMTPM`.

use super::targets::{Owners, change};
use crate::types::VmSecurity;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gives virtual machines a TPM (version 2.0, by swtpm). They must be off.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMTPM web1
/// PS> Get-VMSecurity web1 | ForEach-Object TpmEnabled
/// True
/// ```
/// For all that do not run:
/// ```iovsh
/// PS> Get-VM | Where-Object State -eq Off | Enable-VMTPM
/// PS> (Get-VM | Get-VMSecurity).TpmEnabled
/// True
/// True
/// True
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-VMTPM web1 -WhatIf
/// What if: Performing the operation "Enable-VMTPM" on target "web1".
///   # Change the TPM of 'web1'
///     virt-xml web1 --remove-device --tpm all && virt-xml web1 --add-device --tpm model=tpm-crb,backend.type=emulator,backend.version=2.0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "VMTPM", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmSecurity)]
pub struct EnableVmTpm {
    #[flatten]
    owners: Owners,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for EnableVmTpm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut changes = Changes::default();
        changes.hardware.tpm = Some(true);
        let machines = self.owners.ids(cx, std::iter::empty())?;
        change(cx, machines, &changes, self.passthru, |owner| {
            vec![VmSecurity::new(owner).into_value()]
        })
    }
}
