//! `Rename-VMGroup`.

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

/// Gives a group of virtual machines another name.
///
/// # Examples
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Rename-VMGroup web shop -Passthru | ForEach-Object Name
/// shop
/// ```
/// One that is at hand as an object:
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Rename-VMGroup -VMGroup (Get-VMGroup web) -NewName shop
/// PS> (Get-VMGroup).Name
/// shop
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Rename-VMGroup web shop -WhatIf
/// What if: Performing the operation "Rename-VMGroup" on target "web".
///   # Rename the group 'web' to 'shop' (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Rename", noun = "VMGroup", module = "Hyper-V", default_set = "Name", impact = Medium, output = VmGroup)]
pub struct RenameVmGroup {
    /// The group.
    #[param(set = "Name", position = 0, mandatory)]
    name: Vec<String>,
    /// The id of the group.
    #[param(set = "Id", position = 0, mandatory)]
    id: Option<Guid>,
    /// Groups that Get-VMGroup gave.
    #[param(set = "InputObject", position = 0, mandatory)]
    vm_group: Vec<Arc<VmGroup>>,
    /// The name that it is to have.
    #[param(set("Name", "Id", "InputObject"), position = 1, mandatory)]
    new_name: String,
    /// Hands on the group.
    passthru: bool,
    #[flatten(set = "Name", set = "Id")]
    remote: Remote,
}

impl Cmdlet for RenameVmGroup {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let ids = chosen(cx, Some(&self.name), self.id, &self.vm_group)?;
        act(
            cx,
            ids,
            &Act::Rename(self.new_name.clone()),
            false,
            self.passthru,
        )
    }
}
