//! `Get-VMMemory`.

use super::targets::{Owners, emit};
use crate::types::{VmMemory, VmSnapshot};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets how much memory virtual machines have.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMMemory web1 | Format-List DynamicMemoryEnabled, Startup
/// DynamicMemoryEnabled : False
/// Startup              : 2147483648
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMMemory", module = "Hyper-V", default_set = "VMName", output = VmMemory)]
pub struct GetVmMemory {
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

impl Cmdlet for GetVmMemory {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let owners = self.owners.or_checkpoint(cx, self.vm_snapshot.as_ref())?;
        emit(cx, &owners, |owner| vec![VmMemory::new(owner).into_value()])
    }
}
