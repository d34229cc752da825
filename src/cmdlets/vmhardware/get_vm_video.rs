//! `Get-VMVideo`.

use super::targets::{Owners, emit};
use crate::types::{VmSnapshot, VmVideo};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the displays of virtual machines, and where they can be looked at.
///
/// A machine of New-VM has none: it is reached by its serial console (`vmconnect`). Set-VMVideo gives it one.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMVideo web1 -ResolutionType Single -HorizontalResolution 1024 -VerticalResolution 768
/// PS> Get-VMVideo web1 | Format-List HorizontalResolution, VerticalResolution, Model
/// HorizontalResolution : 1024
/// VerticalResolution   : 768
/// Model                : virtio
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMVideo", module = "Hyper-V", default_set = "VMName", output = VmVideo)]
pub struct GetVmVideo {
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

impl Cmdlet for GetVmVideo {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let owners = self.owners.or_checkpoint(cx, self.vm_snapshot.as_ref())?;
        emit(cx, &owners, |owner| {
            VmVideo::new(owner)
                .map(Emit::into_value)
                .into_iter()
                .collect()
        })
    }
}
