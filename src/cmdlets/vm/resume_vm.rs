//! `Resume-VM`.

use super::changing::change_each;
use crate::backend::policy::vm;
use crate::cmdlets::complete;
use crate::cmdlets::remote::Remote;
use crate::cmdlets::types::VirtualMachine;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;
use std::sync::Arc;

/// Lets paused virtual machines go on.
///
/// A saved machine is brought back by Start-VM.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Suspend-VM web1
/// PS> Resume-VM web1 -Passthru | Format-List Name, State
/// Name  : web1
/// State : Running
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Resume", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct ResumeVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for ResumeVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        change_each(cx, &self.name, &self.vm, self.passthru, vm::resume)
    }
}
