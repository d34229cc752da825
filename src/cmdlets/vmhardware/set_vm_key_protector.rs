//! `Set-VMKeyProtector`.

use super::get_vm_key_protector::NONE;
use super::targets::{Owners, change};
use crate::unsupported;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Accepts what scripts say before they give virtual machines a TPM. Nothing is changed by it.
///
/// In Hyper-V a machine needs a key protector before Enable-VMTPM. Here it needs none: swtpm keeps what a TPM holds in a folder that only root
/// and swtpm itself can read. So -NewLocalKeyProtector is answered with a warning that says so, and the script goes on. A key protector
/// of guardians is refused: there is no host guardian on Linux that could open it.
///
/// # Examples
/// As scripts do it:
/// ```iovsh
/// PS> Set-VMKeyProtector web1 -NewLocalKeyProtector -WarningAction SilentlyContinue
/// PS> Enable-VMTPM web1
/// PS> Get-VMSecurity web1 | ForEach-Object TpmEnabled
/// True
/// ```
/// Shown before it is done:
/// ```iovsh
/// PS> Set-VMKeyProtector web1 -NewLocalKeyProtector -WhatIf
/// WARNING: NotSupported: -NewLocalKeyProtector has no effect on this host: the TPM of a machine needs none: swtpm keeps what it holds where only root and swtpm can read it. Enable-VMTPM works without.
/// What if: Performing the operation "Set-VMKeyProtector" on target "web1".
///   # Nothing has to be done.
/// ```
/// On all machines that are off, so that each can have a TPM:
/// ```iovsh
/// PS> Get-VM | Where-Object State -eq Off | Set-VMKeyProtector -NewLocalKeyProtector -WarningAction SilentlyContinue
/// PS> Enable-VMTPM web2
/// PS> (Get-VMSecurity web2).TpmEnabled
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMKeyProtector", module = "Hyper-V", default_set = "VMName", impact = Medium, output = "System.Byte")]
pub struct SetVmKeyProtector {
    #[flatten]
    owners: Owners,
    /// Hands on the key protector: that of a machine that has none.
    passthru: bool,
    #[param(
        refused = "there is no host guardian on Linux that could open it; Enable-VMTPM needs none."
    )]
    key_protector: Vec<u8>,
    #[param(
        no_effect = "the TPM of a machine needs none: swtpm keeps what it holds where only root and swtpm can read it. Enable-VMTPM works without."
    )]
    new_local_key_protector: bool,
    #[param(refused = "none was ever kept, so there is none to go back to.")]
    restore_last_known_good_key_protector: bool,
}

impl Cmdlet for SetVmKeyProtector {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.new_local_key_protector {
            unsupported::refuse(
                "KeyProtector",
                "nothing says which key protector is meant: -NewLocalKeyProtector is the one that scripts use before Enable-VMTPM.",
            )?;
        }
        let machines = self.owners.ids(cx, std::iter::empty())?;
        change(cx, machines, &Changes::default(), self.passthru, |_| {
            NONE.map(Value::Byte).to_vec()
        })
    }
}
