//! `New-VMGroup`.

use super::targets::act;
use crate::remote::Remote;
use crate::types::{GroupType, VmGroup, uuid};
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::vm::group::Act;
use iovsh_backend::state::GroupKind;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes a group of virtual machines, or of groups. iovsh keeps it on the host; nothing else knows of it.
///
/// # Examples
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Add-VMGroupMember web -VM (Get-VM web1, web2)
/// PS> (Get-VMGroup web).VMMembers | ForEach-Object Name
/// web1
/// web2
/// ```
/// A group of groups:
/// ```iovsh
/// PS> New-VMGroup all ManagementCollectionType | Format-List Name, GroupType
/// Name      : all
/// GroupType : ManagementCollectionType
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType -WhatIf
/// What if: Performing the operation "New-VMGroup" on target "web".
///   # Make the group 'web' (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "VMGroup", module = "Hyper-V", impact = Medium, output = VmGroup)]
pub struct NewVmGroup {
    /// The name.
    #[param(position = 0, mandatory)]
    name: String,
    /// VMCollectionType: virtual machines are in it. ManagementCollectionType: groups are.
    #[param(position = 1, mandatory)]
    group_type: Option<GroupType>,
    /// The id; a random one without it.
    #[param(position = 2)]
    id: Option<Guid>,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for NewVmGroup {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let id = self.id.map_or_else(Uuid::random, uuid);
        let kind = match self.group_type {
            Some(GroupType::ManagementCollectionType) => GroupKind::Groups,
            _ => GroupKind::Machines,
        };
        let name = self.name.clone();
        act(cx, vec![id], &Act::Create { name, kind }, false, true)
    }
}
