//! `Remove-VMSavedState`.

use super::targets::{change_each, each};
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmSnapshot};
use crate::{complete, unsupported};
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Throws away what Save-VM wrote. The machine is off then, and boots anew at the next start.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Save-VM web1
/// PS> Remove-VMSavedState web1
/// PS> (Get-VM web1).State
/// Off
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMSavedState", module = "Hyper-V", default_set = "VMName", impact = Medium)]
pub struct RemoveVmSavedState {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    #[param(
        refused = unsupported::CHECKPOINT_MEMORY,
        set = "VMSnapshot",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Option<Arc<VmSnapshot>>,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for RemoveVmSavedState {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.vm_name, &self.vm)?;
        change_each(cx, machines, false, false, |name| {
            Intent::DiscardSavedState { name }
        })
    }
}
