//! Chaos on the simulated host: four shells and the agent at once, other tools that edit_world, calls that fail, processes that
//! die in the middle of a commit. Whatever happens, no VF has two owners, none is lost, and repairs come to an end.
//!
//! `IOVSH_CHAOS_SEEDS` and `IOVSH_CHAOS_OPERATIONS` make it longer; a failure names its seed, and `IOVSH_CHAOS_FIRST` begins
//! with that one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking"
)]

#[path = "simulated/plans.rs"]
mod plans;
#[path = "simulated/team_chaos.rs"]
mod team_chaos;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use iovsh::backend::commit::{NoObserver, Options, Progress, recover, transact};
use iovsh::backend::host::LocalHost;
use iovsh::backend::model::{
    AdapterVlan, Bandwidth, InterfaceName, MacAddress, PortVlans, VfAttributes, VfLinkState,
    VfRate, VfVlan,
};
use iovsh::backend::plan::{
    BondChange, BridgeChange, DomainChange, FilterChange, LinkChange, PciChange, StopMode, VfChange,
};
use iovsh::backend::policy::adapter::{Changes, MacChoice, NewAdapter};
use iovsh::backend::policy::members::MemberEdit;
use iovsh::backend::policy::vm::Stop;
use iovsh::backend::policy::{self, Intent};
use iovsh::backend::sim::{SimMachine, World};
use iovsh::backend::{Change, Host as _, Machine as _, Scope, State};
use plans::{assert_sound, busy_host, id, new_switch, settle, state, team_host};
use serde::Serialize;
use serde::de::DeserializeOwned;

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
}

const VMS: &[&str] = &["web1", "web2", "legacy1"];
const SWITCHES: &[&str] = &["lan", "other"];
const NICS: &[&str] = &["enp1s0f0", "enp1s0f1"];
/// NICs whose cables come and go.
const CABLES: &[&str] = &["enp1s0f0", "enp1s0f1", "eno1"];
/// EIO, EBUSY, ENOMEM, EINVAL, ENODEV.
const ERRNOS: &[i32] = &[5, 16, 12, 22, 19];

/// What one of the shells asks for next; `None`: nothing.
fn asked_for(dice: &mut Dice, state: &State) -> Option<Intent> {
    let name = dice.one_of(VMS);
    let vm = state.vm_named(name).expect("nobody removes VMs");
    let adapter = vm.adapters.get(dice.roll(vm.adapters.len().max(1)));
    let alias = adapter.map(|a| a.alias.clone());
    Some(match (dice.roll(20), alias) {
        (17..=19, _) => team_chaos::asked_for(dice, state),
        (0 | 1, _) => Intent::StartVm {
            vm: name.to_string().into(),
        },
        (2 | 3, _) => Intent::StopVm {
            vm: name.to_string().into(),
            how: Stop::TurnOff,
        },
        (4 | 5, Some(alias)) => {
            let changes = Changes {
                iov_weight: Some(dice.one_of(&[0, 1, 50, 100])),
                ..Changes::default()
            };
            Intent::SetAdapter {
                vm: vm.id,
                adapter: alias.clone(),
                changes: Box::new(changes.clone()),
            }
        }
        (6, Some(alias)) => {
            let changes = Changes {
                mac_spoofing: Some(dice.roll(2) == 0),
                maximum_bandwidth: Some(Bandwidth::of_megabits(dice.one_of(&[0, 100]))),
                dhcp_guard: Some(dice.roll(4) == 0),
                minimum_weight: Some(dice.one_of(&[0, 10, 60])),
                minimum_bandwidth: Some(Bandwidth::of_megabits(dice.one_of(&[0, 0, 50]))),
                storm_limit: Some(dice.one_of(&[0, 0, 0, 100])),
                priority_tags: dice.one_of(&[None, None, Some(true), Some(false)]),
                most_queues: Some(dice.one_of(&[1, 4])),
                ..Changes::default()
            };
            Intent::SetAdapter {
                vm: vm.id,
                adapter: alias.clone(),
                changes: Box::new(changes.clone()),
            }
        }
        (7, Some(alias)) => Intent::ConnectAdapter {
            vm: vm.id,
            adapter: alias.clone(),
            switch: dice.one_of(SWITCHES).to_string(),
        },
        (8, Some(alias)) => Intent::DisconnectAdapter {
            vm: vm.id,
            adapter: alias.clone(),
        },
        (9, _) => {
            let number = u8::try_from(100 + dice.roll(100)).unwrap();
            let new = NewAdapter {
                vm: vm.id,
                id: id(number),
                name: format!("Adapter {number}"),
                switch: Some(dice.one_of(SWITCHES).to_owned()),
                mac: MacChoice::Dynamic,
                emulated: false,
            };
            // Aliases are made of the id, and each may be there once.
            let taken = state.vms.iter().flat_map(|v| &v.adapters);
            if taken.count() > 8
                || state
                    .vms
                    .iter()
                    .flat_map(|v| &v.adapters)
                    .any(|a| a.settings.id == new.id)
            {
                return None;
            }
            Intent::AddAdapter(new.clone())
        }
        (10, Some(alias)) if vm.adapters.len() > 1 => Intent::RemoveAdapter {
            vm: vm.id,
            adapter: alias.clone(),
        },
        (13, Some(alias)) => {
            let changes = Changes {
                vlan: Some(match dice.roll(4) {
                    0 => AdapterVlan::Access(7.try_into().unwrap()),
                    1 => AdapterVlan::Trunk {
                        native: None,
                        allowed: "10-12".parse().unwrap(),
                    },
                    _ => AdapterVlan::Untagged,
                }),
                ..Changes::default()
            };
            Intent::SetAdapter {
                vm: vm.id,
                adapter: alias.clone(),
                changes: Box::new(changes.clone()),
            }
        }
        (14, _) => match dice.roll(5) {
            0 => Intent::PauseVm {
                vm: name.to_string().into(),
            },
            1 => Intent::ResumeVm {
                vm: name.to_string().into(),
            },
            2 => Intent::SaveVm {
                vm: name.to_string().into(),
            },
            3 => Intent::ResetVm {
                vm: name.to_string().into(),
            },
            _ => Intent::DiscardSavedState {
                vm: name.to_string().into(),
            },
        },
        (16, _) => {
            let nics = vec![dice.one_of(NICS).parse().unwrap()];
            Intent::ChangeTeamMembers {
                switch: "lan".to_owned(),
                edit: match dice.roll(4) {
                    0 => MemberEdit::Remove(nics),
                    1 => MemberEdit::Set(nics),
                    _ => MemberEdit::Add(nics),
                },
                arp_targets: None,
                force: true,
            }
        }
        (11, _) => {
            let count = u32::try_from(dice.roll(8)).unwrap();
            Intent::SetVfCount {
                nic: dice.one_of(NICS).to_string(),
                count,
                force: dice.roll(2) == 0,
            }
        }
        (12, _) => match dice.roll(2) {
            0 => Intent::DisableSriov {
                nic: dice.one_of(NICS).to_string(),
                force: false,
            },
            _ => Intent::EnableSriov {
                nic: dice.one_of(NICS).to_string(),
                force: false,
            },
        },
        _ => match dice.roll(2) {
            0 => Intent::RemoveSwitch {
                name: "other".to_owned(),
            },
            _ => Intent::CreateSwitch(new_switch("other", "enp1s0f1", true)),
        },
    })
}

/// What arrives when this is sent to a host that is elsewhere, or comes from there: the same.
fn crossed<T: Serialize + DeserializeOwned + PartialEq + Debug>(sent: T) -> T {
    let text = serde_json::to_string(&sent).expect("text");
    let arrived: T = serde_json::from_str(&text).expect("the same");
    assert_eq!(arrived, sent, "{text}");
    arrived
}

/// What something other than iovsh does. The hardware may refuse it, as it would refuse us.
fn edit_world(dice: &mut Dice, host: &SimMachine) {
    let vm = state(host).vm_named(dice.one_of(VMS)).unwrap().id;
    let nic: InterfaceName = dice.one_of(CABLES).parse().unwrap();
    let change = match dice.roll(13) {
        11 | 12 => match team_chaos::meddling(dice, host) {
            Some(change) => change,
            None => return,
        },
        7 | 8 => {
            let works = dice.roll(2) == 0;
            let pull = |world: &mut World| world.set_carrier(&nic, works);
            return host.edit_world(pull).expect("kept");
        }
        9 => Change::Bond(BondChange::RemoveMember {
            bond: "vt-lan".parse().unwrap(),
            member: nic,
        }),
        10 => Change::Bond(BondChange::Delete {
            name: "vt-lan".parse().unwrap(),
        }),
        0 => Change::Domain(DomainChange::Start { vm, paused: false }),
        5 => Change::Domain(DomainChange::Pause { vm }),
        6 => Change::Domain(DomainChange::Resume { vm }),
        1 | 2 => Change::Domain(DomainChange::Stop {
            vm,
            mode: StopMode::TurnOff,
        }),
        3 => Change::Bridge(BridgeChange::Delete {
            name: "vs-other".parse().unwrap(),
        }),
        _ => Change::Bridge(BridgeChange::RemovePort {
            bridge: "vs-lan".parse().unwrap(),
            port: "enp1s0f0".parse().unwrap(),
        }),
    };
    let _ = host.edit_world(|world| world.apply(&change)).expect("kept");
}

/// What another tool does that takes the NICs for its own: it rewrites what PFs hold for VFs, in use or not, their drivers, the VLANs and
/// filters of ports, and how uplinks are divided. The machine may refuse it, as it would refuse us.
fn rival(dice: &mut Dice, host: &SimMachine) {
    let now = state(host);
    let vfs: Vec<_> = now.functions.iter().flat_map(|f| &f.vfs).collect();
    let vf = (!vfs.is_empty()).then(|| vfs[dice.roll(vfs.len())]);
    let ports: Vec<_> = now.bridges.iter().flat_map(|b| &b.ports).collect();
    let port = (!ports.is_empty()).then(|| ports[dice.roll(ports.len())].clone());
    let mtu = dice.one_of(&[1280, 1500, 9000]);
    let change: Change = match (dice.roll(8), vf, port) {
        (0..=2, Some(vf), _) => {
            let mac = MacAddress([2, 0, 0, 0, 9, u8::try_from(dice.roll(250)).unwrap()]);
            let attributes = VfAttributes {
                mac: (dice.roll(2) == 0).then_some(mac),
                vlan: (dice.roll(2) == 0).then(|| VfVlan {
                    id: u16::try_from(dice.roll(100)).unwrap().try_into().ok(),
                    ..VfVlan::default()
                }),
                spoof_check: (dice.roll(2) == 0).then(|| dice.roll(2) == 0),
                trust: (dice.roll(2) == 0).then(|| dice.roll(2) == 0),
                rate: (dice.roll(3) == 0).then(|| VfRate {
                    minimum: 0,
                    maximum: u32::try_from(dice.roll(900)).unwrap(),
                }),
                link_state: (dice.roll(3) == 0).then_some(VfLinkState::Disable),
            };
            VfChange::Set {
                pf: vf.pf,
                index: vf.index,
                attributes,
            }
            .into()
        }
        (3, Some(vf), _) => match &vf.driver {
            // What somebody has bound to `vfio-pci` by hand is told from ours by nobody, and stays there.
            Some(driver) if vf.owner.is_none() => PciChange::Unbind {
                address: vf.address,
                driver: driver.clone(),
            }
            .into(),
            _ => PciChange::Bind {
                address: vf.address,
                driver: "igbvf".to_owned(),
            }
            .into(),
        },
        (4, _, Some(port)) => BridgeChange::SetPortVlans {
            port,
            vlans: PortVlans {
                untagged: u16::try_from(dice.roll(50)).unwrap().try_into().ok(),
                ..PortVlans::default()
            },
        }
        .into(),
        (5, _, Some(port)) => FilterChange::Set {
            port,
            filters: Vec::new(),
        }
        .into(),
        (6, _, _) => FilterChange::Share {
            device: dice.one_of(NICS).parse().unwrap(),
            shares: Vec::new(),
        }
        .into(),
        (_, _, Some(port)) => LinkChange::SetMtu {
            interface: port,
            mtu,
        }
        .into(),
        _ => return,
    };
    let _ = host.edit_world(|world| world.apply(&change)).expect("kept");
}

/// Runs `work` with an observer that dies at its `point`-th report, as a killed process does: the lock is gone, the record
/// stays.
fn may_die(point: Option<usize>, work: impl FnOnce(&mut Options<'_>)) {
    let mut left = point;
    let mut observer = |_: &Progress<'_>| {
        if let Some(reports) = &mut left {
            if *reports == 0 {
                resume_unwind(Box::new("killed"));
            }
            *reports -= 1;
        }
    };
    let _ = catch_unwind(AssertUnwindSafe(|| work(&mut Options::new(&mut observer))));
}

/// No VF in two machines, and none there without a claim, whatever state a commit is in.
fn assert_no_double(host: &SimMachine, what: &str) {
    let state = state(host);
    let mut owners = BTreeMap::new();
    for vm in &state.vms {
        for vf in vm.adapters.iter().filter_map(|a| a.vf.as_ref()) {
            let other = owners.insert(vf.address, &vm.name);
            assert!(other.is_none(), "{what}: {} has two owners", vf.address);
            let claim = state
                .desired
                .claims
                .iter()
                .find(|c| c.address == vf.address);
            assert_eq!(
                claim.map(|c| c.vm),
                Some(vm.id),
                "{what}: claim on {}",
                vf.address
            );
        }
    }
}

fn run(seed: u64, operations: usize) -> BTreeMap<&'static str, usize> {
    let mut dice = Dice(seed);
    let machine = Arc::new(if seed.is_multiple_of(2) {
        team_host()
    } else {
        busy_host()
    });
    let local = LocalHost::new(machine.clone());
    let host = &*machine;
    let mut pending: [Option<Intent>; 4] = Default::default();
    let mut seen = BTreeMap::new();
    for operation in 0..operations {
        let what = format!("seed {seed}, operation {operation}");
        if dice.roll(8) == 0 {
            host.fail_after(dice.roll(12), dice.one_of(ERRNOS));
        }
        let dies = (dice.roll(16) == 0).then(|| dice.roll(30));
        let kind = match dice.roll(10) {
            0 if dice.roll(2) == 0 => {
                rival(&mut dice, host);
                "rivalry"
            }
            0 => {
                edit_world(&mut dice, host);
                "meddling"
            }
            1 | 2 => {
                let mut repair = |s: &State| Ok(policy::reconcile(s));
                may_die(dies, |options| {
                    let _ = transact(host, &Scope::PLAN, &mut repair, options);
                });
                "repair"
            }
            // A shell that looked some time ago and only now says yes: the host may have moved on, so what was asked for is planned
            // anew under the lock.
            3..=5 => {
                let shell = dice.roll(4);
                match pending[shell].take() {
                    Some(intent) => {
                        may_die(dies, |options| {
                            let answer = local.transact(&Scope::REMOVE, &[intent], options);
                            let _ = crossed(answer);
                        });
                        "late commit"
                    }
                    None => {
                        let now = state(host);
                        let asked = asked_for(&mut dice, &now);
                        let preview = |intent: &Intent| {
                            let preview = local.preview(&Scope::PLAN, intent);
                            crossed(preview).is_ok_and(|preview| preview.plan.is_ok())
                        };
                        pending[shell] = asked.filter(preview);
                        "look"
                    }
                }
            }
            _ => {
                let now = state(host);
                let now = match operation % 16 {
                    0 => crossed(now),
                    _ => now,
                };
                let targets = 1 + dice.roll(3);
                let asked: Vec<Intent> = (0..targets)
                    .filter_map(|_| asked_for(&mut dice, &now))
                    .map(crossed)
                    .collect();
                may_die(dies, |options| {
                    let answer = local.transact(&Scope::REMOVE, &asked, options);
                    let _ = crossed(answer);
                });
                if targets > 1 {
                    "change of several targets"
                } else {
                    "change"
                }
            }
        };
        *seen.entry(kind).or_insert(0) += 1;
        if dies.is_some() && host.store().read_intent().expect("the store").is_some() {
            *seen.entry("death in the middle").or_insert(0) += 1;
        }
        assert_no_double(host, &what);
    }
    // The last fault has passed, cables are in place (Intel's drivers refuse a VF's rate while the PF has no link), and the agent
    // comes round. A guest that holds still has to go on for that.
    host.fail_after(usize::MAX, 0);
    for nic in NICS {
        let nic = nic.parse().unwrap();
        host.edit_world(|world| world.set_carrier(&nic, true))
            .expect("kept");
    }
    team_chaos::mend(host);
    recover(host, &mut NoObserver).expect("recovered");
    for vm in VMS {
        let mut planner = |s: &State| {
            policy::Intent::StartVm {
                vm: vm.to_string().into(),
            }
            .plan(s)
        };
        let _ = transact(
            host,
            &Scope::PLAN,
            &mut planner,
            &mut Options::new(&mut NoObserver),
        );
    }
    settle(host);
    assert_sound(host, &format!("seed {seed}, settled"));
    team_chaos::assert_whole(host, &format!("seed {seed}, settled"));
    // Everybody goes home: every VF is free and as it was found.
    for vm in VMS {
        let mut planner = |s: &State| {
            policy::Intent::StopVm {
                vm: vm.to_string().into(),
                how: Stop::TurnOff,
            }
            .plan(s)
        };
        transact(
            host,
            &Scope::PLAN,
            &mut planner,
            &mut Options::new(&mut NoObserver),
        )
        .expect("stopped");
    }
    let remove = |intent: Intent| {
        let mut planner = |s: &State| intent.plan(s);
        transact(
            host,
            &Scope::PLAN,
            &mut planner,
            &mut Options::new(&mut NoObserver),
        )
        .expect("removed");
    };
    team_chaos::go_home(host, remove, &format!("seed {seed}, at the end"));
    settle(host);
    let end = crossed(state(host));
    let _ = crossed(local.journal());
    let _ = crossed(local.trust());
    assert_eq!(end.desired.claims, [], "seed {seed}: claims are left");
    for vf in end.functions.iter().flat_map(|f| &f.vfs) {
        assert_eq!(vf.owner, None, "seed {seed}");
        assert_ne!(
            vf.driver.as_deref(),
            Some("vfio-pci"),
            "seed {seed}: {} is lost",
            vf.address
        );
    }
    seen
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
fn nothing_is_handed_out_twice_lost_or_left_drifting() {
    let first = number("IOVSH_CHAOS_FIRST", 1);
    let seeds = number("IOVSH_CHAOS_SEEDS", 12);
    let operations = usize::try_from(number("IOVSH_CHAOS_OPERATIONS", 250)).unwrap();
    let mut total = BTreeMap::new();
    for seed in first..first + seeds {
        for (kind, times) in run(seed, operations) {
            *total.entry(kind).or_insert(0) += times;
        }
    }
    println!("{seeds} seeds of {operations} operations: {total:?}");
    if seeds >= 12 {
        for kind in [
            "meddling",
            "rivalry",
            "repair",
            "late commit",
            "change",
            "change of several targets",
            "death in the middle",
        ] {
            assert!(total.contains_key(kind), "no {kind} in {total:?}");
        }
    }
}
