//! The resource agent `ocf:iovsh:VM`: what a cluster asks a node to do with a virtual machine.
//!
//! The codes are those of the OCF resource agent API 1.1. A virtual machine that wished for a VF and has none runs all the same: it is
//! degraded, which the cluster shows and does not act upon.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::migrate::{Ends, Watch, compare, migrate};
use super::{Host, LocalHost};
use crate::cluster::{ClusterChange, KeptVm};
use crate::commit::{Observer, Options, Progress};
use crate::model::{Presence, Scope, Sent, State, Uuid, Vm, VmDetail};
use crate::policy::vm::Stop;
use crate::policy::{Intent, adapter_status};
use crate::{Category, HostError, Machine};

/// What an agent ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Code {
    /// It is done, or is so.
    Success = 0,
    /// It could not be done; elsewhere it may.
    Generic = 1,
    /// The request makes no sense.
    Arguments = 2,
    /// There is no such action.
    Unimplemented = 3,
    /// The agent may not do it.
    Permission = 4,
    /// This node lacks what it takes.
    Installed = 5,
    /// The resource is configured wrongly, on every node.
    Configured = 6,
    /// It does not run.
    NotRunning = 7,
    /// It runs, and not as well as it should.
    Degraded = 190,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Let it run here.
    Start,
    /// Let it not run here.
    Stop,
    /// Does it run here?
    Monitor,
    /// Send it to another node.
    MigrateTo,
    /// It was sent here: does it run?
    MigrateFrom,
    /// Can it run here?
    ValidateAll,
    /// What is this agent?
    MetaData,
}

impl Action {
    /// The action of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "start" => Self::Start,
            "stop" => Self::Stop,
            "monitor" | "status" => Self::Monitor,
            "migrate_to" => Self::MigrateTo,
            "migrate_from" => Self::MigrateFrom,
            "validate-all" => Self::ValidateAll,
            "meta-data" => Self::MetaData,
            _ => return None,
        })
    }
}

/// What the cluster says of the resource.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parameters {
    /// `vm`: the id of the virtual machine, or its name.
    pub vm: String,
    /// How long the action may take.
    pub timeout: Option<Duration>,
    /// The node to which it is sent.
    pub target: Option<String>,
}

impl Parameters {
    /// From the variables of the environment that the cluster sets.
    #[must_use]
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let timeout = variable("OCF_RESKEY_CRM_meta_timeout");
        Self {
            vm: variable("OCF_RESKEY_vm").unwrap_or_default(),
            timeout: timeout
                .and_then(|text| text.parse().ok())
                .map(Duration::from_millis),
            target: variable("OCF_RESKEY_CRM_meta_migrate_target").filter(|t| !t.is_empty()),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The code.
    pub code: Code,
    /// Why; for one that is degraded, which adapters are.
    pub reason: Option<String>,
}

impl Ended {
    fn with(code: Code) -> Self {
        Self { code, reason: None }
    }

    fn because(code: Code, reason: impl Into<String>) -> Self {
        Self {
            code,
            reason: Some(reason.into()),
        }
    }

    fn of(error: &HostError) -> Self {
        let code = match error.category {
            Category::PermissionDenied => Code::Permission,
            _ => Code::Generic,
        };
        let text = match &error.next_step {
            Some(step) => format!("{error} {step}"),
            None => error.to_string(),
        };
        Self::because(code, text)
    }
}

/// Opens another node by its name, and says how `--host` names it here.
pub type Reach<'r> = dyn Fn(&str) -> Result<(Arc<dyn Host>, String), HostError> + 'r;

/// The agent on one node.
pub struct OcfAgent<'a> {
    /// The node.
    pub machine: Arc<dyn Machine>,
    /// How other nodes are reached.
    pub reach: &'a Reach<'a>,
    /// How `--host` names this node on others; empty where that is not known.
    pub address: &'a str,
}

/// What is looked at: the virtual machines with their VFs, and their definitions.
const SCOPE: Scope = Scope {
    vms: VmDetail::Definitions,
    ..Scope::PLAN
};

/// A guest has this long to shut down where the cluster does not say how long the action may take.
const SHUTDOWN: Duration = Duration::from_secs(180);

impl OcfAgent<'_> {
    /// Does it.
    #[must_use]
    pub fn act(&self, action: Action, parameters: &Parameters) -> Ended {
        if action == Action::MetaData {
            return Ended::with(Code::Success);
        }
        if parameters.vm.trim().is_empty() {
            return Ended::because(
                Code::Configured,
                "The parameter 'vm' is missing: the id of a virtual machine.",
            );
        }
        let state = match self.look(action, parameters) {
            Ok(state) => state,
            Err(error) if action == Action::ValidateAll => {
                return Ended {
                    code: Code::Installed,
                    ..Ended::of(&error)
                };
            }
            Err(error) => return Ended::of(&error),
        };
        let vm = find(&state, &parameters.vm);
        match action {
            Action::Monitor => monitor(&state, vm),
            Action::Start => self.start(vm, parameters),
            Action::Stop => self.stop(vm, parameters),
            Action::MigrateTo => self.migrate_to(vm, parameters),
            Action::MigrateFrom => self.migrate_from(&state, vm),
            Action::ValidateAll => self.validate(vm, parameters),
            Action::MetaData => Ended::with(Code::Success),
        }
    }

    /// What is here. A daemon that is silent for a while is busy, not gone: a cluster that was told of an error would stop the machine.
    /// What comes after the look has the rest of the action's time.
    fn look(&self, action: Action, parameters: &Parameters) -> Result<State, HostError> {
        let third = parameters.timeout.unwrap_or_default() / 3;
        let wait = match action {
            Action::Monitor => patience(parameters),
            _ => third,
        };
        let until = Instant::now().checked_add(wait);
        loop {
            let seen = self.machine.snapshot(&SCOPE);
            let is_silent = seen
                .as_ref()
                .is_err_and(|error| error.id == "Host.LibvirtSilent");
            if !is_silent || until.is_none_or(|until| Instant::now() >= until) {
                return seen;
            }
        }
    }

    fn host(&self) -> LocalHost {
        LocalHost::new(Arc::clone(&self.machine))
    }

    /// The definition that the cluster keeps of a virtual machine that is not defined here.
    fn kept(&self, parameters: &Parameters) -> Result<Option<(Uuid, KeptVm)>, HostError> {
        let Ok(id) = parameters.vm.parse::<Uuid>() else {
            return Ok(None);
        };
        let Some(text) = self.machine.kept_definition(id)? else {
            return Ok(None);
        };
        match serde_json::from_str(&text) {
            Ok(kept) => Ok(Some((id, kept))),
            Err(error) => Err(damaged(id, &error)),
        }
    }

    fn validate(&self, vm: Option<&Vm>, parameters: &Parameters) -> Ended {
        match (vm, self.kept(parameters)) {
            (Some(_), _) | (None, Ok(Some(_))) => Ended::with(Code::Success),
            (None, Ok(None)) => Ended::because(Code::Installed, nowhere(&parameters.vm)),
            (None, Err(error)) => Ended {
                code: Code::Installed,
                ..Ended::of(&error)
            },
        }
    }

    fn start(&self, vm: Option<&Vm>, parameters: &Parameters) -> Ended {
        let host = self.host();
        let id = match vm {
            Some(vm) if vm.state.is_active() && vm.state != crate::model::VmState::Paused => {
                return Ended::with(Code::Success);
            }
            Some(vm) => vm.id,
            None => match self.kept(parameters) {
                Ok(Some((id, kept))) => match define(&host, id, kept) {
                    Ok(()) => id,
                    Err(error) => return Ended::of(&error),
                },
                Ok(None) => return Ended::because(Code::Installed, nowhere(&parameters.vm)),
                Err(error) => return Ended::of(&error),
            },
        };
        if let Err(error) = transact(&host, Intent::StartVm { vm: id.into() }) {
            return Ended::of(&error);
        }
        let state = match self.machine.snapshot(&SCOPE) {
            Ok(state) => state,
            Err(error) => return Ended::of(&error),
        };
        match find(&state, &parameters.vm) {
            Some(vm) if vm.state.is_active() => Ended {
                code: Code::Success,
                reason: self.keep(&state, vm),
            },
            _ => Ended::because(Code::Generic, "It was started and does not run."),
        }
    }

    /// Keeps the definition in the cluster, for the node that has to start it when this one has lost its power. Where that fails it runs all
    /// the same, and the next start tries again; the answer says why.
    fn keep(&self, state: &State, vm: &Vm) -> Option<String> {
        let text = KeptVm::of(state, vm)?;
        let kept = self.machine.kept_definition(vm.id).and_then(|known| {
            if known.as_ref() == Some(&text) {
                return Ok(());
            }
            let change = ClusterChange::KeepDefinition { vm: vm.id, text };
            self.machine.change_cluster(&change)
        });
        let error = kept.err()?;
        Some(format!(
            "It runs, but its definition could not be kept in the cluster: a node on which it is not defined cannot start it. {error}"
        ))
    }

    fn stop(&self, vm: Option<&Vm>, parameters: &Parameters) -> Ended {
        let Some(vm) = vm.filter(|vm| vm.state.is_active()) else {
            return Ended::with(Code::Success);
        };
        let host = self.host();
        let stop = |how| {
            let vm = vm.id.into();
            transact(&host, Intent::StopVm { vm, how })
        };
        // A third of the time is left for cutting the power.
        let patience = parameters
            .timeout
            .map_or(SHUTDOWN, |_| patience(parameters));
        let asked = match vm.state {
            crate::model::VmState::Paused => Err(None),
            _ => stop(Stop::Shutdown(patience)).map_err(Some),
        };
        if let Err(why) = asked
            && let Err(error) = stop(Stop::TurnOff)
        {
            return Ended::of(&match why {
                Some(why) => error.and_also(why),
                None => error,
            });
        }
        Ended::with(Code::Success)
    }

    fn migrate_to(&self, vm: Option<&Vm>, parameters: &Parameters) -> Ended {
        let Some(vm) = vm.filter(|vm| vm.state.is_active()) else {
            return Ended::because(Code::NotRunning, "It does not run here.");
        };
        let Some(target) = &parameters.target else {
            return Ended::because(
                Code::Arguments,
                "The node to which it is to go is not named.",
            );
        };
        let (other, to) = match (self.reach)(target) {
            Ok(reached) => reached,
            Err(error) => return Ended::of(&error),
        };
        let host = self.host();
        let ends = Ends {
            source: &host,
            target: &*other,
            to: &to,
            from: self.address,
        };
        let moved = compare(ends, vm.id, &|_| ())
            .and_then(|compared| migrate(ends, &compared, &mut Unwatched, &AtomicBool::new(false)));
        match moved {
            Ok(_) => Ended::with(Code::Success),
            Err(error) => Ended::of(&error),
        }
    }

    fn migrate_from(&self, state: &State, vm: Option<&Vm>) -> Ended {
        match vm {
            Some(vm) if vm.state.is_active() => {
                let lost = self.keep(state, vm);
                let seen = monitor(state, Some(vm));
                let reasons: Vec<String> = lost.into_iter().chain(seen.reason).collect();
                Ended {
                    code: match seen.code {
                        Code::Degraded => Code::Success,
                        code => code,
                    },
                    reason: (!reasons.is_empty()).then(|| reasons.join(" ")),
                }
            }
            _ => Ended::because(Code::Generic, "It was sent here and does not run."),
        }
    }
}

fn find<'s>(state: &'s State, vm: &str) -> Option<&'s Vm> {
    match vm.parse::<Uuid>() {
        Ok(id) => state.vm(id),
        Err(_) => state.vms.iter().find(|known| known.name == vm),
    }
}

fn nowhere(vm: &str) -> String {
    format!(
        "The virtual machine {vm} is not defined here, and the cluster keeps no definition of it: Update-ClusterVirtualMachineConfiguration on the node that has it."
    )
}

/// Whether it runs, and whether its adapters are as was wished.
/// Two thirds of the time that the cluster gives an action.
fn patience(parameters: &Parameters) -> Duration {
    let all = parameters.timeout.unwrap_or_default();
    (all / 3).saturating_mul(2)
}

/// The cluster keeps something else than a definition.
fn damaged(vm: Uuid, error: &serde_json::Error) -> HostError {
    HostError::new(
        "Cluster.BadAnswer",
        Category::InvalidData,
        format!("The definition of {vm} that the cluster keeps cannot be read: {error}."),
    )
    .target(vm.to_string())
    .next_step(format!(
        "On a node where it is defined: Update-ClusterVirtualMachineConfiguration -VMId {vm}"
    ))
}

fn monitor(state: &State, vm: Option<&Vm>) -> Ended {
    let Some(vm) = vm.filter(|vm| vm.state.is_active()) else {
        return Ended::with(Code::NotRunning);
    };
    if vm.state == crate::model::VmState::Paused {
        return Ended::because(Code::Degraded, "It is paused.");
    }
    let degraded: Vec<String> = vm
        .adapters
        .iter()
        .map(|adapter| (adapter, adapter_status(state, vm, adapter)))
        .filter(|(_, status)| status.is_degraded())
        .map(|(adapter, status)| format!("{}: {}", adapter.settings.name, status.explanation))
        .collect();
    match degraded.is_empty() {
        true => Ended::with(Code::Success),
        false => Ended::because(Code::Degraded, degraded.join(" ")),
    }
}

/// Defines it, with its adapters on the switches of this node that have the same names. One whose switch is not here stays unconnected:
/// it starts all the same.
fn define(host: &LocalHost, id: Uuid, kept: KeptVm) -> Result<(), HostError> {
    let text = kept.definition;
    transact(host, Intent::DefineVm { id, text })?;
    let state = host.snapshot(&SCOPE)?;
    let here = |name: &String| {
        let mut known = state.desired.switches.iter();
        known.any(|known| known.name == *name)
    };
    for (adapter, switch) in kept.switches.into_iter().filter(|(_, name)| here(name)) {
        let intent = Intent::ConnectAdapter {
            vm: id,
            adapter,
            switch,
        };
        transact(host, intent)?;
    }
    let there = state.vm(id).map(|_| ());
    there.ok_or_else(|| {
        HostError::new(
            "Vm.NotFound",
            Category::ObjectNotFound,
            format!("The virtual machine {id} was defined and is not there."),
        )
        .next_step("See what libvirt says: virsh list --all")
    })
}

/// Carries one intent out; its own refusal is the error.
fn transact(host: &LocalHost, intent: Intent) -> Result<(), HostError> {
    let mut silent = Unwatched;
    let mut options = Options::new(&mut silent);
    let mut answer = host.transact(&SCOPE, &[intent], &mut options)?;
    answer.outcomes.remove(&0).unwrap_or(Ok(()))
}

/// Where a virtual machine is, for those who run a cluster.
///
/// # Errors
/// The machine cannot be asked.
pub fn runs(machine: &dyn Machine, vm: Uuid) -> Result<bool, HostError> {
    let there = machine.presence(vm)?;
    Ok(matches!(
        there,
        Presence::Running | Presence::Paused | Presence::Leaving
    ))
}

/// Nobody is told.
struct Unwatched;

impl Observer for Unwatched {
    fn on(&mut self, _: &Progress<'_>) {}
}

impl Watch for Unwatched {
    fn sent(&mut self, _: &Sent) {}
    fn warn(&mut self, _: &str, _: &str) {}
}

/// What the agent says of itself.
pub const META_DATA: &str = include_str!("ocf_metadata.xml");
