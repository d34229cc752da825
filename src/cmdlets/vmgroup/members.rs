//! What goes into a group or leaves it: what Add- and Remove-VMGroupMember have in common.

use super::targets::{act, chosen};
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmGroup, uuid};
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::vm::group::Act;
use iovsh_derive::Parameters;
use iovsh_shell::argument::Guid;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// A group and its members.
#[derive(Parameters)]
pub struct Members {
    /// The group.
    #[param(set("VM Using Name", "VMGroup Using Name"), position = 0, mandatory)]
    name: String,
    /// The id of the group.
    #[param(set("VM Using ID", "VMGroup Using ID"), position = 0, mandatory)]
    id: Option<Guid>,
    /// A group that Get-VMGroup gave.
    #[param(
        set("VM Using InputObject", "VMGroup Using InputObject"),
        position = 0,
        mandatory
    )]
    vm_group: Option<Arc<VmGroup>>,
    /// Virtual machines that Get-VM gave.
    #[param(
        set("VM Using Name", "VM Using ID", "VM Using InputObject"),
        position = 1,
        mandatory
    )]
    vm: Vec<Arc<VirtualMachine>>,
    /// Groups that Get-VMGroup gave.
    #[param(
        set("VMGroup Using Name", "VMGroup Using ID", "VMGroup Using InputObject"),
        position = 1,
        mandatory
    )]
    vm_group_member: Vec<Arc<VmGroup>>,
    /// Hands on the group.
    passthru: bool,
    #[flatten(
        set = "VM Using Name",
        set = "VM Using ID",
        set = "VMGroup Using Name",
        set = "VMGroup Using ID"
    )]
    remote: Remote,
}

impl Members {
    /// Puts the members in or takes them out, as `how` says.
    ///
    /// # Errors
    /// There is no such group; those of the change.
    pub fn change(&self, cx: &mut Context, how: impl Fn(Vec<Uuid>) -> Act) -> Flow {
        let objects: Vec<Arc<VmGroup>> = self.vm_group.iter().cloned().collect();
        let ids = chosen(
            cx,
            Some(std::slice::from_ref(&self.name)),
            self.id,
            &objects,
        )?;
        let machines = self.vm.iter().map(|vm| uuid(vm.id));
        let groups = self
            .vm_group_member
            .iter()
            .map(|group| uuid(group.instance_id));
        let members: Vec<Uuid> = machines.chain(groups).collect();
        act(cx, ids, &how(members), false, self.passthru)
    }
}
