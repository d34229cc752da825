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
/// All that are saved:
/// ```iovsh
/// PS> Get-VM web* | Start-VM; Get-VM web* | Save-VM
/// PS> Get-VM | Where-Object State -eq Saved | Remove-VMSavedState
/// PS> Get-VM | Group-Object State | ForEach-Object { "$($_.Count) $($_.Name)" }
/// 3 Off
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Start-VM web1
/// PS> Save-VM web1
/// PS> Remove-VMSavedState web1 -WhatIf
/// What if: Performing the operation "Remove-VMSavedState" on target "web1".
///   # Throw away the saved state of 'web1'
///     virsh managedsave-remove web1
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
        change_each(cx, machines, false, false, |vm| Intent::DiscardSavedState {
            vm: vm.into(),
        })
    }
}
