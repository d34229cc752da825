//! `Wait-VM`.

use super::waiting::Waiting;
use crate::complete;
use crate::remote::Remote;
use crate::types::{VirtualMachine, WaitFor, uuid};
use crate::vm::{each, emit};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Waits for the guests of virtual machines: for their heartbeat, an address, or a restart.
///
/// The heartbeat is that the agent in the guest is connected. Addresses are those that the agent or the host's neighbour tables know.
/// A machine that does not run is waited for as well; -Timeout ends that.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web2
/// PS> Wait-VM web2 -For Heartbeat -Timeout 300 -Passthru | ForEach-Object Name
/// web2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Wait", noun = "VM", module = "Hyper-V", default_set = "Name", output = VirtualMachine)]
pub struct WaitVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the machines that were waited for.
    passthru: bool,
    /// What is waited for: Heartbeat (without it), IPAddress, Reboot, or MemoryOperations: until the balloon has what it was told.
    r#for: Option<WaitFor>,
    /// Seconds between two looks; 5 without it. 0 is a tenth of a second.
    delay: Option<u16>,
    /// Seconds at most; -1 is for ever, as without it.
    #[param(alias = "TimeoutSec")]
    timeout: Option<i32>,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for WaitVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.name, &self.vm)?;
        let wanted = self.r#for.unwrap_or(WaitFor::Heartbeat);
        let names = self.vm.iter().map(|vm| (uuid(vm.id), vm.name.clone()));
        let waiting = Waiting::new(wanted, self.delay, self.timeout);
        let come = waiting.wait(cx, machines, &names.collect())?;
        if self.passthru {
            emit(cx, &come)
        } else {
            Ok(())
        }
    }
}
