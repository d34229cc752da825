//! `Get-VMGroup`.

use super::targets::{chosen, emit};
use crate::remote::Remote;
use crate::types::VmGroup;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Guid};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets groups of virtual machines.
///
/// # Examples
/// ```iovsh
/// PS> New-VMGroup web VMCollectionType | Out-Null
/// PS> Get-VMGroup | ForEach-Object Name
/// web
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMGroup", module = "Hyper-V", default_set = "Name", output = VmGroup)]
pub struct GetVmGroup {
    /// Groups. Wildcards are allowed.
    #[param(set = "Name", position = 0)]
    name: Given<Vec<String>>,
    /// The id of a group.
    #[param(set = "Id", position = 0)]
    id: Option<Guid>,
    #[flatten(set = "Name", set = "Id")]
    remote: Remote,
}

impl Cmdlet for GetVmGroup {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let ids = chosen(cx, self.name.as_deref(), self.id, &[])?;
        emit(cx, &ids)
    }
}
