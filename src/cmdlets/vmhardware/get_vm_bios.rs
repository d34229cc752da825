//! `Get-VMBios`.

use super::targets::Owners;
use crate::host_access::HostAccess;
use crate::types::{VmBios, VmSnapshot};
use iovsh_backend::policy::vm::hardware::of_generation;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets what virtual machines of generation 1 boot from.
///
/// # Examples
/// ```iovsh
/// PS> New-VM old1 -MemoryStartupBytes 1GB -Generation 1 -WarningAction SilentlyContinue | Out-Null
/// PS> Get-VMBios old1 | ForEach-Object StartupOrder
/// IDE
/// CD
/// LegacyNetworkAdapter
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMBios", module = "Hyper-V", default_set = "VMName", output = VmBios)]
pub struct GetVmBios {
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

impl Cmdlet for GetVmBios {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let owners = self.owners.or_checkpoint(cx, self.vm_snapshot.as_ref())?;
        for owner in owners {
            match of_generation(&owner.vm, 1) {
                Err(error) => cx.refuse(&error)?,
                Ok(()) => cx.emit(VmBios::new(&owner).into_value())?,
            }
        }
        Ok(())
    }
}
