//! `Restart-VM`.

use super::targets::{change_each, each};
use crate::complete;
use crate::remote::Remote;
use crate::types::{RestartType, VirtualMachine, WaitVmTypes};
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Restarts virtual machines at once, as their reset button would.
///
/// The guest is not asked; what it had not written to disk is lost. The machine keeps its virtual functions, which its guest
/// uses again after it has booted.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Restart-VM web1 -Force -Passthru | Format-List Name, State
/// Name  : web1
/// State : Running
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Restart", noun = "VM", module = "Hyper-V", default_set = "Name", impact = High, output = VirtualMachine)]
pub struct RestartVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    #[param(set = "VMObjectWait", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    #[param(set = "NameWait", position = 0, mandatory, from_pipeline)]
    name: Vec<String>,
    /// Without a question.
    force: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the object that was changed.
    passthru: bool,
    /// Waits for the guest; not supported.
    #[param(
        refused = "guests send no heartbeat to it; wait for what you need of the guest, for example with Test-Connection.",
        set = "VMObjectWait",
        mandatory
    )]
    #[param(set = "NameWait", mandatory)]
    wait: bool,
    /// What -Wait waits for.
    #[param(set = "NameWait", set = "VMObjectWait")]
    r#for: Option<WaitVmTypes>,
    /// Seconds between two looks of -Wait.
    #[param(set = "NameWait", set = "VMObjectWait", range = 1..=65535)]
    delay: Option<u16>,
    /// Seconds that -Wait waits at most.
    #[param(set = "NameWait", set = "VMObjectWait", alias = "TimeoutSec", range = -1..=2147483647)]
    timeout: Nullable<i32>,
    /// How: by a reset.
    #[param(set = "Name", set = "VMObject", set = "NameWait", set = "VMObjectWait")]
    r#type: Option<RestartType>,
    #[flatten(set = "Name", set = "NameWait")]
    remote: Remote,
}

impl Cmdlet for RestartVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.name, &self.vm)?;
        change_each(cx, machines, self.force, self.passthru, |name| {
            Intent::ResetVm { name }
        })
    }
}
