//! The simulated fleet in memory, and a process on it that can die at any step.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use iovsh::backend::commit::{self, NoObserver, Observer, Options, Progress};
use iovsh::backend::host::LocalHost;
use iovsh::backend::host::migrate::{self, Compared, Ends, Watch};
use iovsh::backend::model::{Presence, Sent, SwitchType, Uuid, VmState};
use iovsh::backend::policy::adapter::Changes;
use iovsh::backend::policy::migration::settings;
use iovsh::backend::policy::switch::NewSwitch;
use iovsh::backend::policy::vm::NewVm;
use iovsh::backend::policy::vm::checkpoint::NewCheckpoint;
use iovsh::backend::policy::{Intent, reconcile};
use iovsh::backend::sim::{Fault, SimMachine, fixture};
use iovsh::backend::state::{Migration, Side};
use iovsh::backend::{Host, HostError, Machine, Scope, State};

pub const HOSTS: [&str; 4] = ["hv1", "hv2", "hv3", "hv4"];

/// Four hosts with a switch `lan` each.
pub struct Fleet {
    pub machines: Vec<SimMachine>,
}

/// What was told of a migration.
#[derive(Debug, Default)]
pub struct Told {
    pub warnings: Vec<String>,
    pub percents: Vec<u8>,
    /// Ctrl+C is pressed when it is so far.
    pub stops_at: Option<u8>,
    pub cancel: Arc<AtomicBool>,
    /// The process dies when so many things have been told.
    pub dies_at: Option<usize>,
}

impl Told {
    fn next(&mut self) {
        let Some(left) = &mut self.dies_at else {
            return;
        };
        match left.checked_sub(1) {
            Some(fewer) => *left = fewer,
            None => std::panic::resume_unwind(Box::new("the process died")),
        }
    }
}

impl Observer for Told {
    fn on(&mut self, _progress: &Progress<'_>) {
        self.next();
    }
}

impl Watch for Told {
    fn sent(&mut self, sent: &Sent) {
        self.next();
        self.percents.push(sent.percent);
        if self.stops_at.is_some_and(|stop| sent.percent >= stop) {
            self.cancel.store(true, Ordering::Relaxed);
        }
    }
    fn warn(&mut self, host: &str, text: &str) {
        self.warnings.push(format!("{host}: {text}"));
    }
}

impl Fleet {
    pub fn new() -> Self {
        let machines: Vec<SimMachine> = HOSTS
            .iter()
            .map(|name| SimMachine::in_memory(fixture(&format!("fleet/{name}")).unwrap()))
            .collect();
        SimMachine::join(&machines);
        let fleet = Self { machines };
        for name in HOSTS {
            fleet.settings(name, |settings| settings.enabled = Some(true));
            let state = fleet.state(name);
            let nic = state.functions[0].interface.clone().unwrap();
            if state.desired.switches.is_empty() {
                fleet.act(
                    name,
                    Intent::CreateSwitch(NewSwitch {
                        id: Uuid::random(),
                        name: "lan".to_owned(),
                        switch_type: SwitchType::External,
                        uplinks: vec![nic],
                        iov_enabled: true,
                        allow_management_os: true,
                        notes: String::new(),
                        persist: None,
                        teaming: false,
                        force: true,
                        settings: Default::default(),
                    }),
                );
            }
        }
        fleet
    }

    pub fn machine(&self, name: &str) -> &SimMachine {
        self.machines.iter().find(|m| m.name() == name).unwrap()
    }

    pub fn host(&self, name: &str) -> LocalHost {
        LocalHost::new(Arc::new(self.machine(name).clone()))
    }

    pub fn state(&self, name: &str) -> State {
        self.machine(name).snapshot(&Scope::REMOVE).unwrap()
    }

    /// All hosts, without what moves by itself.
    pub fn snapshot(&self) -> Vec<State> {
        HOSTS
            .iter()
            .map(|name| {
                let mut state = self.state(name);
                for vm in &mut state.vms {
                    vm.uptime = 0;
                    vm.definition = None;
                }
                state
            })
            .collect()
    }

    pub fn act(&self, host: &str, intent: Intent) {
        self.try_act(host, intent).unwrap();
    }

    /// The same, where it may be refused.
    pub fn try_act(&self, host: &str, intent: Intent) -> Result<(), HostError> {
        self.act_knowing(host, &Scope::REMOVE, intent).map(drop)
    }

    /// Acts on a look of this scope; gives how many steps were planned.
    pub fn act_knowing(
        &self,
        host: &str,
        scope: &Scope,
        intent: Intent,
    ) -> Result<usize, HostError> {
        let mut silent = NoObserver;
        let mut options = Options::new(&mut silent);
        let mut answer = self.host(host).transact(scope, &[intent], &mut options)?;
        answer.outcomes.remove(&0).unwrap_or(Ok(()))?;
        Ok(answer.done.iter().map(|(plan, _)| plan.steps.len()).sum())
    }

    pub fn settings(&self, host: &str, edit: impl Fn(&mut settings::Changes)) {
        let mut changes = settings::Changes::default();
        edit(&mut changes);
        self.act(host, Intent::SetMigration(changes));
    }

    pub fn vm(&self, host: &str, name: &str, weight: u8) -> Uuid {
        let id = Uuid::random();
        self.act(
            host,
            Intent::CreateVm(Box::new(NewVm {
                id,
                name: name.to_owned(),
                memory: 1 << 30,
                vcpus: 1,
                generation: 2,
                notes: String::new(),
                created: None,
                switch: Some("lan".to_owned()),
                adapter_id: Uuid::random(),
                emulated: false,
                mac: None,
                boot: None,
                disks: Vec::new(),
                disk: None,
                boot_order: Vec::new(),
                serial_socket: None,
                uefi: false,
                seed: None,
            })),
        );
        let alias = self.state(host).vm(id).unwrap().adapters[0].alias.clone();
        self.act(
            host,
            Intent::SetAdapter {
                vm: id,
                adapter: alias,
                changes: Box::new(Changes {
                    iov_weight: Some(weight),
                    ..Changes::default()
                }),
            },
        );
        id
    }

    pub fn start(&self, host: &str, vm: Uuid) {
        let name = self.state(host).vm(vm).unwrap().name.clone();
        self.act(host, Intent::StartVm { vm: name.into() });
    }

    /// A checkpoint of a machine that runs, with its memory.
    pub fn checkpoint(&self, host: &str, vm: Uuid, name: &str) {
        let of = self.state(host).vm(vm).unwrap().name.clone();
        let intent = Intent::CreateCheckpoint {
            vm: of.into(),
            checkpoint: NewCheckpoint {
                id: Uuid::random(),
                name: name.to_owned(),
            },
        };
        self.act_knowing(host, &Scope::CHECKPOINTS, intent).unwrap();
    }

    /// Its checkpoints there: each one's name, behind that of what it builds on; the one that the machine builds on has a star.
    pub fn checkpoints(&self, host: &str, vm: Uuid) -> Vec<String> {
        let state = self.machine(host).snapshot(&Scope::CHECKPOINTS).unwrap();
        let name = |label: &String| state.checkpoint(vm, label).map(|c| c.name.clone());
        let all = state.checkpoints_of(vm).map(|c| {
            let parent = c.parent.as_ref().and_then(name).unwrap_or_default();
            format!("{parent}/{}{}", c.name, if c.current { "*" } else { "" })
        });
        let mut all: Vec<String> = all.collect();
        all.sort();
        all
    }

    pub fn has_vf(&self, host: &str, vm: Uuid) -> bool {
        let state = self.state(host);
        state.vm(vm).is_some_and(|vm| vm.adapters[0].vf.is_some())
    }

    pub fn presence(&self, host: &str, vm: Uuid) -> Presence {
        self.machine(host).presence(vm).unwrap()
    }

    pub fn fault(&self, host: &str, phase: &str, errno: i32) {
        let fault = Fault {
            change: phase.to_owned(),
            errno,
            times: 1,
            ..Fault::default()
        };
        self.machine(host)
            .edit_world(|world| world.faults.push(fault))
            .unwrap();
    }

    pub fn compare(&self, vm: Uuid, from: &str, to: &str) -> Result<Compared, HostError> {
        let (source, target) = (self.host(from), self.host(to));
        let (to, from) = (format!("sim:{to}"), format!("sim:{from}"));
        let ends = Ends {
            source: &source,
            target: &target,
            to: &to,
            from: &from,
        };
        migrate::compare(ends, vm, &|_| {})
    }

    pub fn migrate(&self, vm: Uuid, from: &str, to: &str) -> Result<(), HostError> {
        self.migrate_telling(vm, from, to, &mut Told::default())
    }

    pub fn migrate_telling(
        &self,
        vm: Uuid,
        from: &str,
        to: &str,
        told: &mut Told,
    ) -> Result<(), HostError> {
        self.between(&self.host(from), &self.host(to), vm, from, to, told)
    }

    pub fn between(
        &self,
        source: &dyn Host,
        target: &dyn Host,
        vm: Uuid,
        from: &str,
        to: &str,
        told: &mut Told,
    ) -> Result<(), HostError> {
        let (to, from) = (format!("sim:{to}"), format!("sim:{from}"));
        let ends = Ends {
            source,
            target,
            to: &to,
            from: &from,
        };
        let compared = migrate::compare(ends, vm, &|_| {})?;
        let cancel = Arc::clone(&told.cancel);
        migrate::migrate(ends, &compared, told, &cancel).map(drop)
    }

    /// The same by a process that dies when this many things have been told of it: its locks are gone, its records stay. Whether it lived.
    pub fn migrate_dying_at(&self, vm: Uuid, from: &str, to: &str, step: usize) -> bool {
        let mut told = Told {
            dies_at: Some(step),
            ..Told::default()
        };
        match self.migrate_or_die(vm, from, to, &mut told) {
            Some(outcome) => {
                outcome.unwrap();
                true
            }
            None => false,
        }
    }

    /// The same, where it may also fail; `None`: the process died.
    pub fn migrate_or_die(
        &self,
        vm: Uuid,
        from: &str,
        to: &str,
        told: &mut Told,
    ) -> Option<Result<(), HostError>> {
        let work = || self.between(&self.host(from), &self.host(to), vm, from, to, told);
        catch_unwind(AssertUnwindSafe(work)).ok()
    }

    /// What the next command on each host does first.
    pub fn recover(&self) {
        for name in HOSTS {
            self.host(name).recover().unwrap();
        }
    }

    /// What the agents do: they look again after what they have changed.
    pub fn repair(&self) {
        for machine in self.machines.iter().flat_map(|machine| [machine; 2]) {
            let mut silent = NoObserver;
            let mut options = Options::new(&mut silent);
            let mut planner = |state: &State| Ok(reconcile(state));
            commit::transact(machine, &Scope::PLAN, &mut planner, &mut options).unwrap();
        }
    }

    /// What the next command on this host does about migrations that were cut off.
    pub fn settle(&self, host: &str) {
        for (migration, outcome) in self.try_settle(host) {
            outcome.unwrap_or_else(|error| panic!("{host}: {migration:?}: {error}"));
        }
    }

    /// What became of each of them.
    pub fn try_settle(&self, host: &str) -> Vec<(Migration, Result<Side, HostError>)> {
        let reach = |address: &str| -> Result<Arc<dyn Host>, HostError> {
            let name = address.strip_prefix("sim:").unwrap();
            Ok(Arc::new(self.host(name)))
        };
        let here = self.host(host);
        let address = format!("sim:{host}");
        migrate::settle_all(&here, &address, &reach, &mut Told::default()).unwrap()
    }

    pub fn is_settled(&self) {
        for name in HOSTS {
            let state = self.state(name);
            assert_eq!(state.desired.migrations, [], "{name}");
            // Running it again would change nothing.
            let plan = reconcile(&state);
            assert!(plan.is_empty(), "{name}: {:#?}", plan.steps);
        }
    }

    pub fn is_clean_of(&self, host: &str, vm: Uuid) {
        let state = self.state(host);
        assert!(state.vm(vm).is_none(), "{host}");
        assert!(!state.desired.claims.iter().any(|c| c.vm == vm), "{host}");
        let macs: Vec<_> = self
            .machines
            .iter()
            .flat_map(|m| m.snapshot(&Scope::REMOVE).unwrap().vms)
            .filter(|v| v.id == vm)
            .flat_map(|v| v.adapters)
            .map(|a| a.mac)
            .collect();
        assert!(!state.fdb.iter().any(|e| macs.contains(&e.mac)), "{host}");
        let vfs = state.functions.iter().flat_map(|f| &f.vfs);
        for vf in vfs {
            let mac = vf.admin.map(|a| a.mac);
            assert!(!mac.is_some_and(|mac| macs.contains(&mac)), "{host}");
        }
    }

    /// Exactly one host has it, in this state, and with a VF where it runs.
    pub fn is_on_one(&self, vm: Uuid, state: VmState, when: &str) {
        let on: Vec<&str> = HOSTS
            .into_iter()
            .filter(|name| self.state(name).vm(vm).is_some())
            .collect();
        assert_eq!(on.len(), 1, "{when}: {on:?}");
        let found = self.state(on[0]);
        assert_eq!(found.vm(vm).unwrap().state, state, "{when}: {on:?}");
        let vm_now = found.vm(vm).unwrap();
        if state == VmState::Running && vm_now.adapters[0].settings.iov_weight > 0 {
            assert!(self.has_vf(on[0], vm), "{when}: {on:?}");
        }
    }
}
