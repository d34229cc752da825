//! Waiting for guests: what Wait-VM and Restart-VM do alike.

use crate::host_access::HostAccess;
use crate::types::WaitFor;
use iovsh_backend::Scope;
use iovsh_backend::model::{Uuid, Vm, VmDetail, VmState};
use iovsh_backend::policy::vm::guest::add_channel;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;
use iovsh_shell::wildcard;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

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
/// So long a guest that is started anew may take to fall silent: the channel of its agent is closed at once, and libvirt hears of it.
const FALLS_SILENT: Duration = Duration::from_secs(2);

/// What is waited for, and how long.
#[derive(Clone, Copy)]
pub struct Waiting {
    wanted: WaitFor,
    until: Option<Instant>,
    most: Duration,
}

impl Waiting {
    /// `delay` is the seconds between two looks, `timeout` those after which it ends; a negative one never does.
    pub fn new(wanted: WaitFor, delay: Option<u16>, timeout: Option<i32>) -> Self {
        let timeout = timeout.and_then(|seconds| u64::try_from(seconds).ok());
        let most = delay.map_or(DELAY, |s| Duration::from_secs(u64::from(s)));
        Self {
            wanted,
            until: timeout.map(|seconds| Instant::now() + Duration::from_secs(seconds)),
            most: most.max(FIRST),
        }
    }

    /// Waits for all of these machines, and gives those where it came. An error is written for each of the others; `names` has
    /// what those are called that may be gone meanwhile.
    pub fn wait(
        self,
        cx: &mut Context,
        machines: Vec<Uuid>,
        names: &BTreeMap<Uuid, String>,
    ) -> Flow<Vec<Uuid>> {
        let mut pause = FIRST;
        let mut seen: BTreeMap<Uuid, Seen> = BTreeMap::new();
        let mut missing = machines.clone();
        let mut gone: Vec<Uuid> = Vec::new();
        let mut is_first = true;
        loop {
            let state = cx.snapshot(&scope(self.wanted, &missing))?;
            for id in std::mem::take(&mut missing) {
                match state.vm(id) {
                    Some(vm) if has_come(vm, self.wanted, seen.entry(id).or_default()) => {}
                    Some(_) => missing.push(id),
                    None => {
                        gone.push(id);
                        cx.error(removed(id, names))?;
                    }
                }
            }
            if missing.is_empty() {
                break;
            }
            if std::mem::take(&mut is_first) {
                for vm in missing.iter().filter_map(|id| state.vm(*id)) {
                    say_that_it_rests(cx, vm)?;
                }
            }
            let late = self.until.is_some_and(|until| Instant::now() >= until);
            if late {
                for vm in missing.iter().filter_map(|id| state.vm(*id)) {
                    cx.error(timed_out(vm, self.wanted))?;
                }
                break;
            }
            self.look_later(cx, pause)?;
            pause = pause.saturating_mul(2).min(self.most);
        }
        let come = machines
            .into_iter()
            .filter(|id| !missing.contains(id) && !gone.contains(id));
        Ok(come.collect())
    }

    /// Waits until the guests of machines that were just reset are silent, so that a heartbeat of before is not taken for one of
    /// afterwards. One that is not silent after two seconds was quicker than the looks.
    pub fn fall_silent(self, cx: &mut Context, machines: &[Uuid]) -> Flow {
        let ends = Instant::now() + FALLS_SILENT;
        let ends = self.until.map_or(ends, |until| until.min(ends));
        loop {
            let state = cx.snapshot(&scope(WaitFor::Heartbeat, machines))?;
            let mut talking = machines.iter().filter_map(|id| state.vm(*id));
            if talking.all(|vm| vm.facts.agent != Some(true)) || Instant::now() >= ends {
                return cx.look_anew();
            }
            self.look_later(cx, FIRST)?;
        }
    }

    fn look_later(self, cx: &mut Context, pause: Duration) -> Flow {
        let rest = self
            .until
            .map(|until| until.saturating_duration_since(Instant::now()));
        cx.pause(rest.map_or(pause, |rest| rest.min(pause)))?;
        cx.look_anew()
    }
}

/// Warns of a machine that does not run: nothing comes of it before somebody starts it.
fn say_that_it_rests(cx: &mut Context, vm: &Vm) -> Flow {
    let name = quote_argument(&wildcard::quote(&vm.name)).into_owned();
    let command = match vm.state {
        VmState::Running => return Ok(()),
        VmState::Paused => format!("Resume-VM {name}"),
        _ => format!("Start-VM {name}"),
    };
    cx.warning(format!(
        "'{}' is {:?}, and is waited for until somebody lets it run: {command}. Ctrl+C ends the wait, -Timeout bounds it.",
        vm.name, vm.state
    ))
}

/// The error for a machine that somebody removed while it was waited for.
fn removed(id: Uuid, names: &BTreeMap<Uuid, String>) -> ShellError {
    let name = names.get(&id).cloned().unwrap_or_else(|| id.to_string());
    let message = format!("The virtual machine '{name}' was removed meanwhile.");
    ShellError::new("Vm.NotFound", ErrorCategory::ObjectNotFound, message)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(name.as_str())
        .help("See what there is: Get-VM.")
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
        (VmState::Running, None) => {
            format!(
                "The machine has no channel for the agent in its guest. {}",
                add_channel(vm)
            )
        }
        (VmState::Running, Some(false)) => {
            "See in the guest whether qemu-guest-agent runs.".to_owned()
        }
        (VmState::Running, _) => "See in the guest what keeps it.".to_owned(),
        _ => format!(
            "The machine does not run: Start-VM {}",
            quote_argument(&wildcard::quote(&vm.name))
        ),
    };
    ShellError::new("Vm.WaitTimeout", ErrorCategory::OperationTimeout, message)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(vm.name.as_str())
        .help(help)
}
