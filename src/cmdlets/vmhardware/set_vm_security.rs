//! `Set-VMSecurity`.

use super::targets::{Owners, change};
use crate::types::VmSecurity;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes what protects virtual machines. What Hyper-V has here has no counterpart; Enable-VMTPM gives a machine a TPM.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMSecurity web1 -VirtualizationBasedSecurityOptOut $true -WarningAction SilentlyContinue
/// ```
/// A wish that KVM cannot grant is refused:
/// ```iovsh
/// PS> Set-VMSecurity web1 -EncryptStateAndVmMigrationTraffic $true
///   × Set-VMSecurity: -EncryptStateAndVmMigrationTraffic is not supported on this host: saved states are files
///   │ of libvirt, and a migration is as safe as the way that it takes: Move-VM sends over TLS or ssh.
///    ╭─[line:1:1]
///  1 │ Set-VMSecurity web1 -EncryptStateAndVmMigrationTraffic $true
///    · ────────────────────────────────────────────────────────────
///    ╰────
///   id: NotSupported,Microsoft.HyperV.PowerShell.Commands.SetVMSecurity
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Set-VMSecurity web1 -VirtualizationBasedSecurityOptOut $true -WhatIf
/// WARNING: NotSupported: -VirtualizationBasedSecurityOptOut has no effect on this host: the guest decides, as far as its processor lets it: Set-VMProcessor -ExposeVirtualizationExtensions.
/// What if: Performing the operation "Set-VMSecurity" on target "web1".
///   # Nothing has to be done.
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMSecurity", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmSecurity)]
pub struct SetVmSecurity {
    #[flatten]
    owners: Owners,
    #[param(
        name = "EncryptStateAndVmMigrationTraffic",
        refused = "saved states are files of libvirt, and a migration is as safe as the way that it takes: Move-VM sends over TLS or ssh."
    )]
    encrypt_state_and_vm_migration_traffic: Option<bool>,
    #[param(
        no_effect = "the guest decides, as far as its processor lets it: Set-VMProcessor -ExposeVirtualizationExtensions."
    )]
    virtualization_based_security_opt_out: Option<bool>,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for SetVmSecurity {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let changes = Changes::default();
        let machines = self.owners.ids(cx, std::iter::empty())?;
        change(cx, machines, &changes, self.passthru, |owner| {
            vec![VmSecurity::new(owner).into_value()]
        })
    }
}
