//! `Remove-VMGroupMember`.

use super::members::Members;
use crate::types::VmGroup;
use iovsh_backend::policy::vm::group::Act;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes virtual machines out of a group, or groups out of a group of groups. They stay.
///
/// # Examples
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Add-VMGroupMember web -VM (Get-VM web1)
/// PS> Remove-VMGroupMember web -VM (Get-VM web1)
/// PS> @((Get-VMGroup web).VMMembers).Count
/// 0
/// ```
/// With -Passthru the group comes back:
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Add-VMGroupMember web -VM (Get-VM web*)
/// PS> Remove-VMGroupMember web -VM (Get-VM web2) -Passthru | ForEach-Object { $_.VMMembers.Name }
/// web1
/// ```
/// Those that are off:
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Add-VMGroupMember web -VM (Get-VM web*)
/// PS> Start-VM web1
/// PS> Remove-VMGroupMember web -VM ((Get-VMGroup web).VMMembers | Where-Object State -eq Off)
/// PS> (Get-VMGroup web).VMMembers.Name
/// web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMGroupMember", module = "Hyper-V", default_set = "VM Using Name", impact = Medium, output = VmGroup)]
pub struct RemoveVmGroupMember {
    #[flatten]
    members: Members,
}

impl Cmdlet for RemoveVmGroupMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.members.change(cx, Act::Take)
    }
}
