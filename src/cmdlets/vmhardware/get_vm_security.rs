//! `Get-VMSecurity`.

use super::targets::{Owners, emit};
use crate::types::VmSecurity;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets what protects virtual machines: whether they have a TPM.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMTPM web1
/// PS> Get-VMSecurity web1 | ForEach-Object TpmEnabled
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMSecurity", module = "Hyper-V", default_set = "VMName", output = VmSecurity)]
pub struct GetVmSecurity {
    #[flatten]
    owners: Owners,
}

impl Cmdlet for GetVmSecurity {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let owners = self.owners.or_checkpoint(cx, None)?;
        emit(cx, &owners, |owner| {
            vec![VmSecurity::new(owner).into_value()]
        })
    }
}
