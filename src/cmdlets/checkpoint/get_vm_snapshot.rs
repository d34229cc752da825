//! `Get-VMSnapshot`.

use super::targets::{CHECKPOINTS, machines, named};
use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::reader::Reader;
use crate::remote::Remote;
use crate::selection;
use crate::types::{AnyMachine, SnapshotType, VirtualMachine, VmSnapshot, uuid};
use iovsh_backend::State;
use iovsh_backend::model::Checkpoint;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Guid, Nullable};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::WildcardPattern;
use std::sync::Arc;

/// Gets checkpoints of virtual machines, in the order in which they were made.
///
/// Those that another tool made with libvirt are shown too.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Checkpoint-VM web1 -SnapshotName first 3> $null
/// PS> Checkpoint-VM web1 -SnapshotName second 3> $null
/// PS> Get-VMSnapshot web1 | Format-Table VMName, Name, ParentSnapshotName
/// VMName Name   ParentSnapshotName
/// ------ ----   ------------------
/// web1   first  
/// web1   second first
/// PS> Get-VMSnapshot -ParentOf (Get-VM web1) | ForEach-Object Name
/// second
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMSnapshot", module = "Hyper-V", default_set = "VMName", alias("Get-VMCheckpoint"), output = VmSnapshot)]
pub struct GetVmSnapshot {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// The id of a checkpoint.
    #[param(set = "Id", position = 0, mandatory, from_pipeline, by_property_name)]
    id: Nullable<Guid>,
    /// The checkpoint's name. Wildcards are allowed.
    #[param(set = "VMName", position = 1, complete = complete::checkpoints)]
    #[param(set = "Parent", position = 0)]
    #[param(set = "Child", position = 0)]
    #[param(set = "VMObject", position = 1)]
    name: Option<String>,
    /// A checkpoint: those that build on it directly.
    #[param(set = "Child", mandatory)]
    child_of: Option<Arc<VmSnapshot>>,
    /// A virtual machine or a checkpoint: the one that it builds on.
    #[param(set = "Parent", mandatory)]
    parent_of: Option<AnyMachine>,
    /// The kind; all of libvirt's are Standard.
    #[param(
        set = "VMObject",
        set = "Parent",
        set = "Child",
        set = "VMName",
        alias = "VMRecoveryCheckpoint"
    )]
    snapshot_type: Option<SnapshotType>,
    #[flatten(set = "VMName", set = "Id")]
    remote: Remote,
}

impl Cmdlet for GetVmSnapshot {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&CHECKPOINTS)?;
        let found = self.found(cx, &state)?;
        let reader = Reader::new(&state, computer_name(cx)?).told_in(cx);
        let is_wanted = self
            .snapshot_type
            .is_none_or(|wanted| wanted == SnapshotType::Standard);
        for checkpoint in found.into_iter().filter(|_| is_wanted) {
            if let Some(object) = reader.checkpoint(checkpoint) {
                cx.emit(object.into_value())?;
            }
        }
        Ok(())
    }
}

impl GetVmSnapshot {
    fn found<'s>(&self, cx: &mut Context, state: &'s State) -> Flow<Vec<&'s Checkpoint>> {
        let name = self.name.as_deref();
        let pattern = name.map(WildcardPattern::new);
        let fits = |c: &&Checkpoint| pattern.as_ref().is_none_or(|p| p.is_match(&c.name));
        if let Nullable(Some(id)) = self.id {
            let found: Vec<&Checkpoint> = state
                .checkpoints
                .iter()
                .filter(|c| c.id == uuid(id))
                .collect();
            if found.is_empty() {
                let ids: Vec<String> = state.checkpoints.iter().map(|c| c.id.to_string()).collect();
                let text = uuid(id).to_string();
                let known = ids.iter().map(String::as_str);
                let mut error =
                    selection::missing("Checkpoint.NotFound", "checkpoint", &text, known);
                error.message = format!("There is no checkpoint with the id '{text}'.");
                cx.error(error)?;
            }
            return Ok(found);
        }
        if let Some(parent) = &self.child_of {
            let children = state.checkpoints_of(uuid(parent.vm_id));
            let children = children.filter(|c| c.parent.as_deref() == Some(&*parent.label));
            return Ok(children.filter(fits).collect());
        }
        let above = match &self.parent_of {
            None => {
                let machines = machines(cx, state, &self.vm_name, &self.vm)?;
                return named(cx, state, &machines, name);
            }
            Some(AnyMachine::Vm(vm)) => state.checkpoints_of(uuid(vm.id)).find(|c| c.current),
            Some(AnyMachine::Snapshot(child)) => {
                let vm = uuid(child.vm_id);
                let child = state.checkpoint(vm, &child.label);
                let label = child.and_then(|child| child.parent.as_deref());
                label.and_then(|label| state.checkpoint(vm, label))
            }
        };
        Ok(above.into_iter().filter(fits).collect())
    }
}
