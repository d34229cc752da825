//! How long the decisions take on a host of the largest size: 1,024 VFs on eight PFs, 1,000 VMs with 2,000 adapters.
//!
//! `cargo bench --bench plan`. No peer decides this; what is printed is the time of one decision and of one look at the state that
//! it needs, as the ratio of the two.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench says what it expects, and fails where it is not so"
)]

use std::time::{Duration, Instant};

use iovsh::backend::model::{
    Adapter, AdapterAlias, AdapterSettings, MacAddress, NicSpec, PciAddress, SwitchType, Uuid, Vm,
    VmSettings, VmState,
};
use iovsh::backend::plan::DomainChange;
use iovsh::backend::policy::{self, switch::NewSwitch};
use iovsh::backend::sim::fixture;
use iovsh::backend::{Change, Plan, State};

const PFS: u8 = 8;
const VFS: u32 = 128;
const VMS: u16 = 1_000;
const ROUNDS: usize = 20;

fn id(kind: u8, number: u16) -> Uuid {
    let [high, low] = number.to_be_bytes();
    Uuid::from_bytes([
        high, low, kind, 4, 5, 6, 0x47, 8, 0x89, 10, 11, 12, 13, 14, 15, 16,
    ])
}

fn carry_out(state: &mut State, plan: &Plan) {
    for step in &plan.steps {
        step.change.effect(state);
    }
}

/// A host with eight SR-IOV NICs, a switch in IOV mode on each.
fn host() -> State {
    let mut state = fixture("default").expect("the fixture").state;
    state.vms.clear();
    let (link, function) = (
        state
            .links
            .iter()
            .find(|l| l.name.as_str() == "enp1s0f0")
            .unwrap()
            .clone(),
        state.functions[0].clone(),
    );
    state.links.clear();
    state.functions.clear();
    for number in 0..PFS {
        let address = PciAddress {
            bus: 0x10 + number * 0x10,
            ..function.address
        };
        let (mut link, mut function) = (link.clone(), function.clone());
        link.name = format!("nic{number}").parse().unwrap();
        link.index = u32::from(number) + 2;
        link.mac = MacAddress([0x3c, 0xec, 0xef, 0, 0, number]);
        link.identity.permanent_mac = link.mac;
        link.identity.pci_path = format!("0000:00/{number:02x}.0/00.0");
        link.pci = Some(address);
        function.identity = link.identity.clone();
        function.interface = Some(link.name.clone());
        function.address = address;
        (function.total_vfs, function.vf_offset, function.vf_stride) = (VFS, 0x80, 1);
        state.links.push(link);
        state.functions.push(function);
    }
    for number in 0..PFS {
        let new = NewSwitch {
            id: id(1, number.into()),
            name: format!("lan{number}"),
            switch_type: SwitchType::External,
            uplinks: vec![format!("nic{number}").parse().unwrap()],
            iov_enabled: true,
            allow_management_os: false,
            notes: String::new(),
            persist: None,
            teaming: false,
            force: true,
            settings: Default::default(),
        };
        let plan = policy::Intent::CreateSwitch(new.clone())
            .plan(&state)
            .expect("a plan");
        carry_out(&mut state, &plan);
    }
    state
}

/// VMs with two adapters each, all of which ask for a VF.
fn add_vms(state: &mut State) {
    for number in 0..VMS {
        let adapters: Vec<Adapter> = (0..2)
            .map(|second: u8| {
                let switch = &state.desired.switches
                    [usize::from(number + u16::from(second)) % usize::from(PFS)];
                let adapter = id(3 + second, number);
                let [high, low] = number.to_be_bytes();
                let alias = AdapterAlias::of(adapter);
                let spec = NicSpec {
                    tap: alias.tap(),
                    alias,
                    mac: MacAddress([0, 0x15, 0x5d, second, high, low]),
                    bridge: Some(switch.bridge.clone()),
                    link_up: true,
                    teaming: true,
                    queues: 1,
                    emulated: false,
                    naming_index: None,
                    mtu: None,
                };
                let settings = AdapterSettings {
                    id: adapter,
                    switch: Some(switch.id),
                    iov_weight: u8::try_from(number % 100).unwrap() + 1,
                    ..AdapterSettings::default()
                };
                Adapter::from_spec(&spec, settings)
            })
            .collect();
        let settings = VmSettings {
            adapters: adapters
                .iter()
                .map(|a| (a.alias.clone(), a.settings.clone()))
                .collect(),
            ..VmSettings::default()
        };
        state.vms.push(Vm {
            name: format!("vm{number:04}"),
            id: id(2, number),
            state: VmState::Off,
            persistent: true,
            memory: 1 << 30,
            vcpus: 1,
            hardware: iovsh::backend::model::Hardware::default(),
            facts: Default::default(),
            uptime: 0,
            autostart: false,
            numa: None,
            adapters,
            other_devices: Vec::new(),
            assigned: Vec::new(),
            settings: Some(settings),
            unreadable: None,
            definition: None,
        });
        let start = DomainChange::Start {
            vm: id(2, number),
            paused: false,
        };
        Change::from(start).effect(state);
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}

fn time<T>(mut work: impl FnMut() -> T) -> f64 {
    let one = |work: &mut dyn FnMut() -> T| {
        let start = Instant::now();
        drop(work());
        start.elapsed()
    };
    median((0..ROUNDS).map(|_| one(&mut work)).collect())
}

fn main() {
    let mut state = host();
    add_vms(&mut state);
    let vfs: usize = state.functions.iter().map(|f| f.vfs.len()).sum();
    let adapters: usize = state.vms.iter().map(|vm| vm.adapters.len()).sum();
    println!("{vfs} VFs, {adapters} adapters that ask for one\n");
    println!("| what | time | x a copy of the state |\n| --- | --- | --- |");
    let copy = time(|| state.clone());
    let row = |what: &str, took: f64| println!("| {what} | {took:.1} ms | {:.1} |", took / copy);
    row("a copy of the state", copy);
    row(
        "the plan that hands them all out",
        time(|| policy::reconcile(&state)),
    );
    let plan = policy::reconcile(&state);
    carry_out(&mut state, &plan);
    let given = state
        .vms
        .iter()
        .flat_map(|vm| &vm.adapters)
        .filter(|a| a.vf.is_some())
        .count();
    assert_eq!(given, vfs, "every VF is allocated");
    // What the machine would tell: the guests drive their VFs.
    for vf in state.functions.iter_mut().flat_map(|f| &mut f.vfs) {
        vf.driven = Some(true);
    }
    let plan = policy::reconcile(&state);
    carry_out(&mut state, &plan);
    assert!(
        policy::reconcile(&state).is_empty(),
        "nothing is left to do"
    );
    row(
        "the plan that finds nothing to do",
        time(|| policy::reconcile(&state)),
    );
    let vm = state.vms[0].name.clone();
    let stop = || {
        policy::Intent::StopVm {
            vm: vm.to_string().into(),
            how: policy::vm::Stop::TurnOff,
        }
        .plan(&state)
    };
    row("the plan that stops one VM", time(stop));
}
