//! `Get-VMProcessor`.

use super::targets::{Owners, emit};
use crate::types::{VmProcessor, VmSnapshot};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the processors of virtual machines.
///
/// `Maximum` is what each of them gets of a processor of the host, in percent; `MaximumCount` is how many there can be without a stop.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMProcessor web1 | Format-List VMName, Count, Maximum, RelativeWeight
/// VMName         : web1
/// Count          : 2
/// Maximum        : 100
/// RelativeWeight : 100
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMProcessor", module = "Hyper-V", default_set = "VMName", output = VmProcessor)]
pub struct GetVmProcessor {
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

impl Cmdlet for GetVmProcessor {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let owners = self.owners.or_checkpoint(cx, self.vm_snapshot.as_ref())?;
        emit(cx, &owners, |owner| {
            vec![VmProcessor::new(owner).into_value()]
        })
    }
}
