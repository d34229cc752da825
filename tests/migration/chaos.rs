//! Chaos on the simulated fleet: virtual machines that start, stop and go from host to host, while calls fail, users press Ctrl+C and
//! processes die. Whatever happens, none runs twice, none is lost, no VF has two owners, and both ends of every migration settle.
//!
//! `IOVSH_CHAOS_SEEDS` and `IOVSH_CHAOS_OPERATIONS` make it longer; a failure names its seed, and `IOVSH_CHAOS_FIRST` begins with that
//! one.

use std::collections::BTreeMap;

use iovsh::backend::commit::{self, NoObserver, Options};
use iovsh::backend::model::{Uuid, VmState};
use iovsh::backend::plan::AutostartChange;
use iovsh::backend::policy::vm::Stop;
use iovsh::backend::policy::{Intent, reconcile};
use iovsh::backend::{Change, Host as _, Scope, State};

use super::cut::Cut;
use super::fleet::{Fleet, HOSTS, Told};

/// SplitMix64: the same numbers for the same seed, on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())]
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.roll(times) == 0
    }
}

/// Name, host and weight of each virtual machine.
const VMS: [(&str, &str, u8); 4] = [
    ("app", "hv1", 100),
    ("db", "hv1", 50),
    ("web", "hv2", 100),
    ("plain", "hv3", 0),
];
const PHASES: [&str; 5] = [
    "MigratePrepare",
    "MigratePerform",
    "MigrateFinish",
    "MigrateMemory",
    "MigrateConfirm",
];
/// EIO, EBUSY, ENOMEM, EINVAL, ENODEV.
const ERRNOS: [i32; 5] = [5, 16, 12, 22, 19];

/// The hosts that know this machine.
fn places(fleet: &Fleet, vm: Uuid) -> Vec<&'static str> {
    let has = |name: &&str| fleet.state(name).vm(vm).is_some();
    HOSTS.into_iter().filter(has).collect()
}

/// Whether a machine is started with its host.
fn autostart(fleet: &Fleet, vm: Uuid, on: bool) {
    let host = places(fleet, vm)[0];
    let set = Change::Autostart(AutostartChange::Set { vm, on });
    let machine = fleet.machine(host);
    machine
        .edit_world(|world| world.apply(&set))
        .unwrap()
        .unwrap();
}

/// What an admin asks of a machine besides to move it.
fn asked_for(dice: &mut Dice, name: &str) -> Intent {
    let name = name.to_owned();
    match dice.roll(8) {
        0..=2 => Intent::StartVm { vm: name.into() },
        3 => Intent::StopVm {
            vm: name.into(),
            how: Stop::TurnOff,
        },
        4 => Intent::PauseVm { vm: name.into() },
        5 => Intent::ResumeVm { vm: name.into() },
        6 => Intent::SaveVm { vm: name.into() },
        _ => Intent::ResetVm { vm: name.into() },
    }
}

/// The agent of a host comes round once.
fn repair(fleet: &Fleet, host: &str) {
    let mut silent = NoObserver;
    let mut planner = |state: &State| Ok(reconcile(state));
    let _ = commit::transact(
        fleet.machine(host),
        &Scope::PLAN,
        &mut planner,
        &mut Options::new(&mut silent),
    );
}

/// A migration with its mishaps. What became of it, in a word.
fn migrate(fleet: &Fleet, dice: &mut Dice, vm: Uuid) -> &'static str {
    let Some(from) = places(fleet, vm).first().copied() else {
        return "nothing";
    };
    // Once in a while to where it is.
    let to = match dice.one_of(&HOSTS) {
        same if same == from => dice.one_of(&HOSTS),
        other => other,
    };
    if dice.once_in(4) {
        let host = dice.one_of(&[from, to]);
        fleet.fault(host, dice.one_of(&PHASES), dice.one_of(&ERRNOS));
    }
    if dice.once_in(6) {
        let host = dice.one_of(&[from, to]);
        fleet
            .machine(host)
            .fail_after(dice.roll(16), dice.one_of(&ERRNOS));
    }
    let is_cut = dice.once_in(5);
    let mut told = Told {
        dies_at: (!is_cut && dice.once_in(3)).then(|| dice.roll(70)),
        stops_at: dice
            .once_in(6)
            .then(|| u8::try_from(dice.roll(100)).unwrap()),
        ..Told::default()
    };
    if is_cut {
        // The wire to one of them is cut.
        let (calls, does_the_last) = (1 + dice.roll(12), dice.once_in(2));
        let (source, target) = (fleet.host(from), fleet.host(to));
        let cut = |host| Cut::after(host, calls, does_the_last);
        let outcome = match dice.once_in(2) {
            true => fleet.between(&cut(source), &target, vm, from, to, &mut told),
            false => fleet.between(&source, &cut(target), vm, from, to, &mut told),
        };
        return match outcome {
            Ok(()) => "migration",
            Err(_) => "cut",
        };
    }
    match fleet.migrate_or_die(vm, from, to, &mut told) {
        None => "death",
        Some(Ok(())) => "migration",
        Some(Err(error)) => match error.id.as_ref() {
            "Migration.Cancelled" => "stopped",
            "Migration.Failed" => "failed",
            "Migration.Unsettled" => "unsettled",
            _ => "refused",
        },
    }
}

/// What holds at every moment, whatever is half done.
fn assert_sound(fleet: &Fleet, vms: &[(Uuid, &str)], when: &str) {
    let states: Vec<State> = HOSTS.iter().map(|name| fleet.state(name)).collect();
    for (vm, name) in vms {
        let known = states.iter().filter_map(|state| state.vm(*vm));
        let states: Vec<VmState> = known.map(|vm| vm.state).collect();
        assert!(!states.is_empty(), "{when}: '{name}' is lost");
        let runs = |state: &&VmState| matches!(state, VmState::Running | VmState::Stopping);
        let running = states.iter().filter(runs).count();
        assert!(running <= 1, "{when}: '{name}' runs {running} times");
    }
    for (host, state) in HOSTS.iter().zip(&states) {
        let mut owners = BTreeMap::new();
        for vm in &state.vms {
            for vf in vm.adapters.iter().filter_map(|a| a.vf.as_ref()) {
                let other = owners.insert(vf.address, &vm.name);
                assert!(other.is_none(), "{when}: {host} {} twice", vf.address);
                let mut claims = state.desired.claims.iter();
                let claim = claims.find(|c| c.address == vf.address);
                let owner = claim.map(|c| c.vm);
                assert_eq!(owner, Some(vm.id), "{when}: {host} {}", vf.address);
            }
        }
    }
}

/// What holds when everything has settled.
fn assert_settled(fleet: &Fleet, vms: &[(Uuid, &str)], when: &str) {
    for (vm, name) in vms {
        let places = places(fleet, *vm);
        assert_eq!(places.len(), 1, "{when}: '{name}' is on {places:?}");
    }
    for host in HOSTS {
        let state = fleet.state(host);
        assert_eq!(state.desired.migrations, [], "{when}: {host}");
        let plan = reconcile(&state);
        assert!(plan.is_empty(), "{when}: {host}: {:#?}", plan.steps);
        for claim in &state.desired.claims {
            let owner = state.vm(claim.vm);
            let owner = owner.unwrap_or_else(|| panic!("{when}: {host}: {claim:?} of nobody"));
            let attached = owner.adapters.iter().filter_map(|a| a.vf.as_ref());
            let has_it = attached.into_iter().any(|vf| vf.address == claim.address);
            assert!(has_it, "{when}: {host}: {claim:?} is not attached");
        }
    }
}

fn run(seed: u64, operations: usize) -> BTreeMap<&'static str, usize> {
    let mut dice = Dice(seed);
    let fleet = Fleet::new();
    let mut seen = BTreeMap::new();
    let made = VMS.map(|(name, host, weight)| (fleet.vm(host, name, weight), name));
    for (vm, name) in made {
        autostart(&fleet, vm, name == "app" || name == "plain");
    }
    for operation in 0..operations {
        let (vm, name) = dice.one_of(&made);
        let kind = match dice.roll(12) {
            0..=2 => {
                if let Some(host) = places(&fleet, vm).first() {
                    let _ = fleet.try_act(host, asked_for(&mut dice, name));
                }
                "change"
            }
            3 => {
                let host = dice.one_of(&HOSTS);
                repair(&fleet, host);
                "repair"
            }
            // The next command on a host: it finishes what was cut off there, and settles what it can.
            4 | 5 => {
                let host = dice.one_of(&HOSTS);
                let _ = fleet.host(host).recover();
                fleet.try_settle(host);
                "settle"
            }
            _ => migrate(&fleet, &mut dice, vm),
        };
        *seen.entry(kind).or_insert(0) += 1;
        let when = format!("seed {seed}, operation {operation} ({kind} of '{name}')");
        assert_sound(&fleet, &made, &when);
    }
    // The last fault has passed; the agents come round, in any order.
    for machine in &fleet.machines {
        machine.fail_after(usize::MAX, 0);
        machine.edit_world(|world| world.faults.clear()).unwrap();
    }
    let mut order = HOSTS.to_vec();
    for _ in 0..3 {
        order.rotate_left(dice.roll(HOSTS.len()));
        for host in &order {
            fleet.host(host).recover().unwrap();
            for (migration, outcome) in fleet.try_settle(host) {
                let at = format!("seed {seed}, at the end, {host}: {migration:#?}");
                outcome.unwrap_or_else(|error| panic!("{at}: {error}"));
            }
            assert_sound(&fleet, &made, &format!("seed {seed}, settled at {host}"));
        }
    }
    fleet.repair();
    fleet.repair();
    assert_settled(&fleet, &made, &format!("seed {seed}, settled"));
    for (vm, name) in made {
        let host = places(&fleet, vm)[0];
        let starts = fleet.state(host).vm(vm).unwrap().autostart;
        assert_eq!(
            starts,
            name == "app" || name == "plain",
            "seed {seed}: '{name}' on {host}"
        );
    }
    // All of them run, and whoever asked for a VF has one: none was lost on the way.
    for (vm, name) in made {
        let host = places(&fleet, vm)[0];
        fleet.act(
            host,
            Intent::StartVm {
                vm: name.to_owned().into(),
            },
        );
    }
    fleet.repair();
    let when = format!("seed {seed}, all started");
    assert_sound(&fleet, &made, &when);
    assert_settled(&fleet, &made, &when);
    for ((vm, name), (_, _, weight)) in made.into_iter().zip(VMS) {
        let host = places(&fleet, vm)[0];
        // Who asked for one and has none is on a host that has no more.
        let gets_one = weight > 0 && !fleet.has_vf(host, vm);
        assert!(
            !gets_one || !has_free(&fleet, host),
            "{when}: '{name}' on {host}"
        );
    }
    for (vm, name) in made {
        let host = places(&fleet, vm)[0];
        fleet.act(
            host,
            Intent::StopVm {
                vm: name.to_owned().into(),
                how: Stop::TurnOff,
            },
        );
    }
    fleet.repair();
    for host in HOSTS {
        let state = fleet.state(host);
        assert_eq!(state.desired.claims, [], "seed {seed}: {host}");
        for vf in state.functions.iter().flat_map(|f| &f.vfs) {
            let owner = vf.owner.as_ref().map(|owner| owner.vm);
            let ours = made.iter().any(|(vm, _)| owner == Some(*vm));
            assert!(!ours, "seed {seed}: {host} {}", vf.address);
        }
    }
    seen
}

/// Whether a host has a VF that nobody has.
fn has_free(fleet: &Fleet, host: &str) -> bool {
    let functions = fleet.state(host).functions;
    let mut vfs = functions.iter().flat_map(|function| &function.vfs);
    vfs.any(|vf| vf.owner.is_none())
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
fn none_runs_twice_is_lost_or_stays_on_its_way() {
    let first = number("IOVSH_CHAOS_FIRST", 1);
    let seeds = number("IOVSH_CHAOS_SEEDS", 8);
    let operations = usize::try_from(number("IOVSH_CHAOS_OPERATIONS", 40)).unwrap();
    let mut total = BTreeMap::new();
    for seed in first..first + seeds {
        for (kind, times) in run(seed, operations) {
            *total.entry(kind).or_insert(0) += times;
        }
    }
    println!("{seeds} seeds of {operations} operations: {total:?}");
    if seeds >= 8 {
        for kind in ["migration", "death", "cut", "failed", "stopped", "change"] {
            assert!(total.contains_key(kind), "no {kind} in {total:?}");
        }
    }
}
