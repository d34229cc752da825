//! `Wait-VM`.

use crate::complete;
use crate::door::Hosts;
use crate::remote::Remote;
use crate::types::{VirtualMachine, WaitFor, uuid};
use crate::vm::{each, emit};
use iovsh_backend::Scope;
use iovsh_backend::model::{Uuid, Vm, VmDetail, VmState};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

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

/// Between two looks when nobody says how long.
const DELAY: Duration = Duration::from_secs(5);
/// The first looks come sooner, as what is waited for is often there already, or nearly so.
const FIRST: Duration = Duration::from_millis(100);

/// What is remembered of a guest that is to restart.
#[derive(Default)]
struct Seen {
    uptime: u64,
    was_silent: bool,
}

impl Cmdlet for WaitVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.name, &self.vm)?;
        let timeout = self.timeout.and_then(|seconds| u64::try_from(seconds).ok());
        let until = timeout.map(|seconds| Instant::now() + Duration::from_secs(seconds));
        let wanted = self.r#for.unwrap_or(WaitFor::Heartbeat);
        let most = self
            .delay
            .map_or(DELAY, |s| Duration::from_secs(u64::from(s)))
            .max(FIRST);
        let mut pause = FIRST;
        let mut seen: BTreeMap<Uuid, Seen> = BTreeMap::new();
        let mut missing = machines.clone();
        let mut gone: Vec<Uuid> = Vec::new();
        loop {
            let state = cx.snapshot(&scope(wanted, &missing))?;
            for id in std::mem::take(&mut missing) {
                match state.vm(id) {
                    Some(vm) if has_come(vm, wanted, seen.entry(id).or_default()) => {}
                    Some(_) => missing.push(id),
                    None => {
                        gone.push(id);
                        cx.error(self.removed(id))?;
                    }
                }
            }
            if missing.is_empty() {
                break;
            }
            let late = until.is_some_and(|until| Instant::now() >= until);
            if late {
                for vm in missing.iter().filter_map(|id| state.vm(*id)) {
                    cx.error(timed_out(vm, wanted))?;
                }
                break;
            }
            cx.settle();
            let rest = until.map(|until| until.saturating_duration_since(Instant::now()));
            cx.pause(rest.map_or(pause, |rest| rest.min(pause)))?;
            cx.look_anew()?;
            pause = pause.saturating_mul(2).min(most);
        }
        let come: Vec<Uuid> = machines
            .into_iter()
            .filter(|id| !missing.contains(id) && !gone.contains(id))
            .collect();
        if self.passthru {
            emit(cx, &come)
        } else {
            Ok(())
        }
    }
}

impl WaitVm {
    /// The error for a machine that somebody removed while it was waited for.
    fn removed(&self, id: Uuid) -> ShellError {
        let object = self.vm.iter().find(|vm| uuid(vm.id) == id);
        let name = object.map_or_else(|| id.to_string(), |vm| vm.name.clone());
        let message = format!("The virtual machine '{name}' was removed meanwhile.");
        ShellError::new("Vm.NotFound", ErrorCategory::ObjectNotFound, message)
            .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
            .target(name.as_str())
            .help("See what there is: Get-VM.")
    }
}

/// What is seen of the machines. Only for addresses their guests are asked, of those that have none so far.
fn scope(wanted: WaitFor, missing: &[Uuid]) -> Scope {
    Scope {
        vms: VmDetail::Full,
        guests: wanted == WaitFor::IPAddress,
        guests_of: (wanted == WaitFor::IPAddress).then(|| missing.to_vec()),
        ..Scope::NOTHING
    }
}

fn has_come(vm: &Vm, wanted: WaitFor, seen: &mut Seen) -> bool {
    let runs = vm.state == VmState::Running;
    let answers = runs && vm.facts.agent == Some(true);
    match wanted {
        WaitFor::Heartbeat => answers,
        WaitFor::IPAddress => runs && vm.adapters.iter().any(|a| !a.ip_addresses.is_empty()),
        WaitFor::Reboot => {
            let anew = vm.uptime < seen.uptime || seen.was_silent;
            seen.uptime = vm.uptime;
            seen.was_silent |= !answers;
            answers && anew
        }
        WaitFor::MemoryOperations => {
            let has = vm.facts.memory.unwrap_or(vm.memory);
            !runs || has == vm.current_memory()
        }
    }
}

fn timed_out(vm: &Vm, wanted: WaitFor) -> ShellError {
    let what = match wanted {
        WaitFor::Heartbeat => "no heartbeat",
        WaitFor::IPAddress => "no address",
        WaitFor::Reboot => "not restarted",
        WaitFor::MemoryOperations => "not the memory that it was told",
    };
    let message = format!("The guest of '{}' had {what} in the given time.", vm.name);
    let help = match (vm.state, vm.facts.agent) {
        (VmState::Running, None) => "The machine has no channel for the agent in its guest.",
        (VmState::Running, Some(false)) => "See in the guest whether qemu-guest-agent runs.",
        (VmState::Running, _) => "See in the guest what keeps it.",
        _ => "The machine does not run: Start-VM.",
    };
    ShellError::new("Vm.WaitTimeout", ErrorCategory::OperationTimeout, message)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(vm.name.as_str())
        .help(help)
}
