//! `Add-VMGroupMember`.

use super::members::Members;
use crate::types::VmGroup;
use iovsh_backend::policy::vm::group::Act;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Adds virtual machines to a group, or groups to a group of groups.
///
/// # Examples
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Add-VMGroupMember web -VM (Get-VM web1)
/// PS> (Get-VMGroup web).VMMembers | ForEach-Object Name
/// web1
/// ```
/// Groups in a group:
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> New-VMGroup all ManagementCollectionType | Out-Null
/// PS> Add-VMGroupMember all -VMGroupMember (Get-VMGroup web)
/// PS> (Get-VMGroup all).VMGroupMembers | ForEach-Object Name
/// web
/// ```
/// Everything whose name begins so:
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Add-VMGroupMember web -VM (Get-VM web*) -Passthru | ForEach-Object { $_.VMMembers.Count }
/// 2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMGroupMember", module = "Hyper-V", default_set = "VM Using Name", impact = Medium, output = VmGroup)]
pub struct AddVmGroupMember {
    #[flatten]
    members: Members,
}

impl Cmdlet for AddVmGroupMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.members.change(cx, Act::Add)
    }
}
