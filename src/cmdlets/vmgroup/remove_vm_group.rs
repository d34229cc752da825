//! `Remove-VMGroup`.

use super::targets::{act, chosen};
use crate::remote::Remote;
use crate::types::VmGroup;
use iovsh_backend::policy::vm::group::Act;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Removes groups of virtual machines. The machines stay.
///
/// # Examples
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Remove-VMGroup web -Force
/// PS> @(Get-VMGroup).Count
/// 0
/// ```
/// All of them; their machines stay:
/// ```iovsh
/// PS> 'web', 'db' | ForEach-Object { New-VMGroup $_ VMCollectionType | Out-Null }
/// PS> Get-VMGroup | Remove-VMGroup -Force
/// PS> @(Get-VMGroup).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Remove-VMGroup web -WhatIf
/// What if: Performing the operation "Remove-VMGroup" on target "web".
///   # Remove the group 'web' (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMGroup", module = "Hyper-V", default_set = "Name", impact = High)]
pub struct RemoveVmGroup {
    /// The group.
    #[param(set = "Name", position = 0, mandatory)]
    name: String,
    /// The id of the group.
    #[param(set = "Id", position = 0, mandatory)]
    id: Option<Guid>,
    /// A group that Get-VMGroup gave.
    #[param(set = "InputObject", position = 0, mandatory, from_pipeline)]
    vm_group: Option<Arc<VmGroup>>,
    /// Without a question.
    force: bool,
    #[flatten(set = "Name", set = "Id")]
    remote: Remote,
}

impl Cmdlet for RemoveVmGroup {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let objects: Vec<Arc<VmGroup>> = self.vm_group.iter().cloned().collect();
        let ids = chosen(
            cx,
            Some(std::slice::from_ref(&self.name)),
            self.id,
            &objects,
        )?;
        act(cx, ids, &Act::Remove, self.force, false)
    }
}
