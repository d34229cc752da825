//! `Remove-VM`.

use super::output::objects;
use super::targets::{each, names_of};
use crate::complete;
use crate::door::{Hosts, Outcome};
use crate::remote::Remote;
use crate::types::{VirtualMachine, uuid};
use iovsh_backend::Scope;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Removes virtual machines that are off or saved. Disk images stay; which, is said.
///
/// # Examples
/// What would be done:
/// ```iovsh
/// PS> Remove-VM web1 -WhatIf
/// What if: Performing the operation "Remove-VM" on target "web1".
///   Undefine 'web1'
///     virsh undefine --managed-save --snapshots-metadata --checkpoints-metadata --keep-nvram web1
/// WARNING: The disks of 'web1' stay: /var/lib/libvirt/images/web1.qcow2. Remove-Item removes one.
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VM", module = "Hyper-V", default_set = "Name", impact = High, output = VirtualMachine)]
pub struct RemoveVm {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Without a question.
    force: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for RemoveVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.name, &self.vm)?;
        let names = names_of(cx, &machines)?;
        let before = if self.passthru {
            objects(cx, &machines)?
        } else {
            Vec::new()
        };
        let intents = names.into_iter().map(|name| Intent::RemoveVm { name });
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let done = machines.into_iter().zip(outcomes);
            let done: Vec<Uuid> = done
                .filter_map(|(id, o)| o.is_done().then_some(id))
                .collect();
            let mut before = before.into_iter().filter(|vm| done.contains(&uuid(vm.id)));
            before.try_for_each(|vm| cx.emit(vm.into_value()))
        };
        cx.change_all(
            &Scope::REMOVE,
            self.force,
            intents.collect(),
            Box::new(then),
        )
    }
}
