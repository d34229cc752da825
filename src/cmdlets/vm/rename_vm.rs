//! `Rename-VM`.

use super::targets::{change_each, each};
use crate::complete;
use crate::remote::Remote;
use crate::types::VirtualMachine;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives a virtual machine another name. It must be off; its id, its disks and its settings stay.
///
/// # Examples
/// ```iovsh
/// PS> Rename-VM web1 -NewName shop1
/// PS> Get-VM shop1 | ForEach-Object Name
/// shop1
/// ```
/// Through the pipeline, with the new name on the screen:
/// ```iovsh
/// PS> Get-VM web1 | Rename-VM -NewName shop1 -Passthru | ForEach-Object Name
/// shop1
/// ```
/// A number for each:
/// ```iovsh
/// PS> Get-VM web* | ForEach-Object { Rename-VM $_.Name ('shop-{0:d2}' -f [int]$_.Name.Substring(3)) }
/// PS> (Get-VM shop*).Name
/// shop-01
/// shop-02
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Rename", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct RenameVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// The virtual machine. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// The name that it is to have.
    #[param(position = 1, mandatory)]
    new_name: String,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for RenameVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.name, &self.vm)?;
        let mut changes = Changes::default();
        changes.hardware.name = Some(self.new_name.clone());
        change_each(cx, machines, false, self.passthru, |vm| Intent::SetVm {
            vm: vm.into(),
            changes: Box::new(changes.clone()),
        })
    }
}
