//! Hosts as people really have them: what public reports of trouble with SR-IOV tell of, by name. Each is a machine of its own, a
//! fixture in `tests/cases`, and what must come of a few commands on it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "cases/host_adapters.rs"]
mod host_adapters;
#[path = "cases/identity.rs"]
mod identity;
#[path = "cases/losses.rs"]
mod losses;
#[path = "cases/nat.rs"]
mod nat;
#[path = "cases/nics.rs"]
mod nics;
#[path = "cases/record.rs"]
mod record;
#[path = "truth/session.rs"]
mod session;
#[path = "cases/team_pins.rs"]
mod team_pins;
#[path = "cases/team_targets.rs"]
mod team_targets;
#[path = "cases/why_not.rs"]
mod why_not;

use std::sync::Arc;

use iovsh::backend::agent::{Report, restore, take_back};
use iovsh::backend::commit::{NoObserver, Options};
use iovsh::backend::model::{AdapterAlias, InterfaceName, Uuid};
use iovsh::backend::sim::{SimMachine, World, fixture};
use iovsh::backend::{Machine, Scope, State, policy};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;

use session::Run;

/// A machine of a public report.
pub struct Host {
    machine: SimMachine,
}

impl Host {
    /// The machine of this fixture in `tests/cases`.
    pub fn of(name: &str) -> Self {
        let path = format!("{}/tests/cases/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let world = fixture(&path).expect("a fixture");
        Self {
            machine: SimMachine::in_memory(world),
        }
    }

    /// The machine that `--host sim` is.
    pub fn plain() -> Self {
        Self {
            machine: SimMachine::in_memory(fixture("default").expect("a fixture")),
        }
    }

    /// Something happens to the machine behind everybody's back.
    pub fn edit<T>(&self, edit: impl FnOnce(&mut World) -> T) -> T {
        self.machine.edit_world(edit).expect("the world")
    }

    /// What an admin types.
    pub fn run(&self, script: &str) -> Run {
        let machine = self.machine.clone();
        let script = script.to_owned();
        with_large_stack(move || {
            let services = Services::of(Arc::new(machine));
            session::run(&mut session::session(services), &script)
        })
        .expect("a stack")
    }

    /// What an admin types, without any error.
    pub fn does(&self, script: &str) -> Run {
        let run = self.run(script);
        assert!(run.errors.is_empty(), "{script}: {:?}", run.errors);
        run
    }

    /// The id of the one error that this gives, and its words.
    pub fn refuses(&self, script: &str) -> (String, String) {
        let mut errors = self.run(script).errors;
        assert_eq!(errors.len(), 1, "{script}: {errors:?}");
        let (id, text) = errors.remove(0);
        let id = id.split(',').next().unwrap_or_default().to_owned();
        (id, text)
    }

    /// The machine as the policy sees it.
    pub fn state(&self) -> State {
        self.machine.snapshot(&Scope::PLAN).expect("a snapshot")
    }

    /// The NIC by which an adapter's frames go to the wire.
    pub fn way(&self, (vm, adapter): (Uuid, AdapterAlias)) -> Option<InterfaceName> {
        self.machine.way(vm, &adapter)
    }

    /// What the agent does at a look.
    pub fn repair(&self) -> Vec<String> {
        let plan = policy::reconcile(&self.state());
        let said = plan.steps.iter().map(|step| step.what.clone()).collect();
        let mut silent = NoObserver;
        iovsh::backend::commit::commit(&self.machine, &plan, &mut Options::new(&mut silent))
            .expect("a repair");
        said
    }

    /// What happens at a start of the host.
    pub fn restore(&self) {
        restore(&self.machine).expect("a restore");
    }

    /// What happens when the host goes down.
    pub fn take_back(&self) -> Vec<Report> {
        take_back(&self.machine).expect("a look")
    }
}

/// A switch in IOV mode on `nic0`, and `web1` on it with this setting.
pub fn set_up(setting: &str) -> String {
    format!(
        "New-VMSwitch lan -NetAdapterName nic0 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1 -SwitchName lan
         Set-VMNetworkAdapter web1 -IovWeight 100 {setting}"
    )
}
