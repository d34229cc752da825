//! Every driver of the table on a simulated host: what it lacks is told before anything is changed, what it has is written,
//! and everything is put back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "simulated/plans.rs"]
mod plans;

use iovsh::backend::model::{
    AdapterVlan, Bandwidth, DriverTraits, IovReason, PhysicalFunction, State, VfRate, VfVlan,
    drivers,
};
use iovsh::backend::plan::{PciChange, VfChange};
use iovsh::backend::policy::adapter::Changes;
use iovsh::backend::policy::{self, AdapterStatus, adapter_status, vm::Stop};
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::{Change, Machine};
use plans::{Planner, changes, connect, new_switch, run, settle, start, state, weigh};

const NIC: &str = "enp1s0f0";

/// The default host with another driver on its NIC, which is down.
fn host_with(driver: &DriverTraits) -> SimMachine {
    let mut world = fixture("default").expect("the fixture");
    let pf = {
        let nic = NIC.parse().unwrap();
        let link = world.state.links.iter_mut().find(|l| l.name == nic);
        let link = link.expect("the NIC");
        link.driver = Some(driver.name.to_owned());
        (link.up, link.carrier) = (false, false);
        link.pci.unwrap()
    };
    let function = world.state.functions.iter_mut().find(|f| f.address == pf);
    let function = function.unwrap();
    function.driver = Some(driver.name.to_owned());
    SimMachine::in_memory(world)
}

fn function(state: &State) -> &PhysicalFunction {
    state.function_of(&NIC.parse().unwrap()).unwrap()
}

fn status(host: &SimMachine) -> AdapterStatus {
    let state = state(host);
    let vm = state.vm_named("web1").unwrap();
    adapter_status(&state, vm, &vm.adapters[0])
}

fn go(host: &SimMachine, planner: Planner) {
    run(host, &planner);
}

fn ready(driver: &DriverTraits) -> SimMachine {
    let host = host_with(driver);
    if driver.rate_speed.is_some() {
        // It limits rates at this speed alone.
        host.edit_world(|world| {
            let mut links = world.state.links.iter_mut();
            links.find(|link| link.name.as_str() == NIC).unwrap().speed = driver.rate_speed;
        })
        .unwrap();
    }
    go(
        &host,
        Box::new(|s| policy::Intent::CreateSwitch(new_switch("lan", NIC, true)).plan(s)),
    );
    go(&host, connect("web1", "lan"));
    go(&host, weigh("web1", 100));
    go(&host, start("web1"));
    settle(&host);
    host
}

#[test]
fn a_vm_gets_a_vf_of_every_driver_that_can_give_one() {
    for driver in drivers() {
        let host = ready(driver);
        let found = status(&host);
        let name = driver.name;
        if !driver.sriov {
            assert_eq!(found.reason, Some(IovReason::NoIovSupportInNic), "{name}");
            continue;
        }
        if !driver.knobs.mac {
            assert_eq!(found.reason, Some(IovReason::IovBlockedByPolicy), "{name}");
            assert!(found.explanation.contains("MacAddress"), "{name}");
            continue;
        }
        assert!(found.vf_data_path_active, "{name}: {}", found.explanation);
        let now = state(&host);
        let mac = now.vm_named("web1").unwrap().adapters[0].mac;
        let vf = function(&now).vfs.iter().find(|v| v.owner.is_some());
        assert_eq!(vf.unwrap().admin.unwrap().mac, mac, "{name}");

        // Given back as it was found, as far as the driver allows.
        go(
            &host,
            Box::new(|s| {
                policy::Intent::StopVm {
                    vm: "web1".into(),
                    how: Stop::TurnOff,
                }
                .plan(s)
            }),
        );
        let now = state(&host);
        for vf in &function(&now).vfs {
            let mac = vf.admin.unwrap().mac;
            assert_eq!(
                mac.is_zero(),
                driver.knobs.zero_mac || vf.index > 0,
                "{name}"
            );
            assert_eq!(vf.driver, None, "{name}");
        }
        assert_eq!(now.desired.claims, [], "{name}");
        go(
            &host,
            Box::new(|s| {
                policy::Intent::RemoveSwitch {
                    name: "lan".to_owned(),
                }
                .plan(s)
            }),
        );
        let now = state(&host);
        assert_eq!(function(&now).num_vfs, 0, "{name}");
        assert!(
            !now.link(&NIC.parse().unwrap()).unwrap().up,
            "{name}: down as before"
        );
    }
}

/// What is said when an adapter is to ask for queue pairs.
fn said_of_queues(host: &SimMachine, pairs: u32) -> Vec<String> {
    let asked = Changes {
        iov_queue_pairs: Some(pairs),
        ..Changes::default()
    };
    let plan = changes("web1", asked)(&state(host)).unwrap();
    let said = plan
        .warnings
        .iter()
        .filter(|w| w.id == "Adapter.QueuePairs");
    said.map(|warning| warning.message.clone()).collect()
}

/// Where the host has no say in the queue pairs of a VF, what decides instead is said, of each driver in its own words.
#[test]
fn queue_pairs_that_cannot_be_given_are_explained_for_each_driver() {
    for driver in drivers()
        .iter()
        .filter(|driver| driver.sriov && driver.knobs.mac)
    {
        let host = ready(driver);
        let said = said_of_queues(&host, 4);
        assert_eq!(said.len(), 1, "{}: {said:?}", driver.name);
        if let Some(words) = driver.vf_queues {
            assert!(said[0].contains(words), "{}: {}", driver.name, said[0]);
            assert!(said[0].contains(driver.name));
        }
        assert_eq!(
            said_of_queues(&host, 1),
            [""; 0],
            "{}: asks for nothing",
            driver.name
        );
        // It keeps its VF all the same, and what is asked for is no reason to touch it.
        let asked = Changes {
            iov_queue_pairs: Some(4),
            ..Changes::default()
        };
        go(&host, changes("web1", asked));
        assert!(status(&host).vf_data_path_active, "{}", driver.name);
        assert_eq!(
            state(&host).desired.claims[0].queue_pairs,
            None,
            "{}",
            driver.name
        );
    }
}

/// Where the host has a say, a VF has what was asked for, at most its share, and is as it was when it comes back.
#[test]
fn queue_pairs_are_given_with_interrupt_vectors_where_the_driver_lets_the_host() {
    for driver in drivers() {
        let Some(beside) = driver.vectors_beside else {
            continue;
        };
        let name = driver.name;
        let host = ready(driver);
        let vfs = function(&state(&host)).num_vfs;
        let pool = vfs * 9;
        host.edit_world(|world| {
            let functions = world.state.functions.iter_mut();
            functions.for_each(|f| f.vector_pool = Some(pool));
        })
        .unwrap();
        // It has a VF already: the next one is it.
        assert!(said_of_queues(&host, 4)[0].contains("next one"), "{name}");
        assert!(
            said_of_queues(&host, 20)[0].contains("for 8 in each"),
            "{name}"
        );
        for (asked, given) in [(4, 4), (20, 9 - beside)] {
            let asked = Changes {
                iov_queue_pairs: Some(asked),
                ..Changes::default()
            };
            go(&host, changes("web1", asked));
            let vf = state(&host).desired.claims[0].address;
            go(&host, weigh("web1", 0));
            settle(&host);
            assert_eq!(state(&host).desired.claims, [], "{name}");
            let plan = weigh("web1", 100)(&state(&host)).unwrap();
            let vectors = Change::Vf(VfChange::SetVectors {
                address: vf,
                count: given + beside,
            });
            let at = |wanted: &Change| plan.steps.iter().position(|step| step.change == *wanted);
            let bound = plan.steps.iter().position(|step| {
                matches!(&step.change, Change::Pci(PciChange::Bind { address, .. }) if *address == vf)
            });
            assert!(
                at(&vectors).is_some() && at(&vectors) < bound,
                "{name}: before a driver has it"
            );
            go(&host, weigh("web1", 100));
            settle(&host);
            assert!(status(&host).vf_data_path_active, "{name}");
            assert_eq!(
                state(&host).desired.claims[0].queue_pairs,
                Some(given),
                "{name}"
            );
        }
        let stop = |s: &State| {
            policy::Intent::StopVm {
                vm: "web1".into(),
                how: Stop::TurnOff,
            }
            .plan(s)
        };
        let plan = stop(&state(&host)).unwrap();
        let back = |step: &iovsh::backend::plan::Step| {
            matches!(
                step.change,
                Change::Vf(VfChange::SetVectors { count: 0, .. })
            )
        };
        assert_eq!(
            plan.steps.iter().filter(|step| back(step)).count(),
            1,
            "{name}"
        );
        go(&host, Box::new(stop));
        let now = state(&host);
        assert!(
            function(&now).vfs.iter().all(|vf| vf.driver.is_none()),
            "{name}"
        );
    }
}

#[test]
fn what_a_driver_lacks_withholds_the_vf_and_is_named() {
    let id = 42.try_into().unwrap();
    type Case = (
        &'static str,
        Changes,
        fn(&DriverTraits) -> bool,
        fn(&PhysicalFunction) -> bool,
    );
    fn admin(f: &PhysicalFunction) -> iovsh::backend::model::VfAdmin {
        f.vfs
            .iter()
            .find(|v| v.owner.is_some())
            .unwrap()
            .admin
            .unwrap()
    }
    let cases: [Case; 4] = [
        (
            "VlanId",
            Changes {
                vlan: Some(AdapterVlan::Access(id)),
                ..Changes::default()
            },
            |d| d.knobs.vlan,
            |f| {
                admin(f).vlan
                    == VfVlan {
                        id: 42.try_into().ok(),
                        qos: 0,
                        ..VfVlan::default()
                    }
            },
        ),
        (
            "MacAddressSpoofing",
            Changes {
                mac_spoofing: Some(true),
                ..Changes::default()
            },
            |d| d.knobs.spoof_check,
            |f| admin(f).spoof_check == Some(false) && admin(f).trust != Some(false),
        ),
        (
            "MaximumBandwidth",
            Changes {
                maximum_bandwidth: Some(Bandwidth::of_megabits(100)),
                ..Changes::default()
            },
            |d| d.knobs.maximum_rate,
            |f| {
                admin(f).rate
                    == VfRate {
                        minimum: 0,
                        maximum: 100,
                    }
            },
        ),
        (
            "AllowedVlanIdList",
            Changes {
                vlan: Some(AdapterVlan::Trunk {
                    native: None,
                    allowed: "2-5".parse().unwrap(),
                }),
                ..Changes::default()
            },
            |_| false,
            |_| true,
        ),
    ];
    for driver in drivers().iter().filter(|d| d.sriov && d.knobs.mac) {
        for (policy, wish, has, written) in &cases {
            let what = format!("{} and {policy}", driver.name);
            let host = ready(driver);
            go(&host, changes("web1", wish.clone()));
            let found = status(&host);
            if has(driver) {
                assert!(found.vf_data_path_active, "{what}: {}", found.explanation);
                assert!(written(function(&state(&host))), "{what}");
            } else {
                assert_eq!(found.reason, Some(IovReason::IovBlockedByPolicy), "{what}");
                assert!(
                    found.explanation.contains(policy),
                    "{what}: {}",
                    found.explanation
                );
                let now = state(&host);
                assert!(
                    function(&now).vfs.iter().all(|v| v.owner.is_none()),
                    "{what}"
                );
            }
        }
    }
}

/// A guarantee that the driver cannot give is no reason to take a VF away: the paravirtual path gives none either.
#[test]
fn a_minimum_is_given_where_it_can_be_and_takes_no_vf_away() {
    for driver in drivers().iter().filter(|d| d.sriov && d.knobs.mac) {
        let host = ready(driver);
        let wish = Changes {
            minimum_bandwidth: Some(Bandwidth::of_megabits(50)),
            ..Changes::default()
        };
        go(&host, changes("web1", wish));
        let (now, name) = (state(&host), driver.name);
        assert!(status(&host).vf_data_path_active, "{name}");
        let vf = function(&now).vfs.iter().find(|v| v.owner.is_some());
        let minimum = vf.unwrap().admin.unwrap().rate.minimum;
        assert_eq!(
            minimum,
            if driver.knobs.minimum_rate { 50 } else { 0 },
            "{name}"
        );
    }
}

/// `bnxt_en` says "if is down!" in the kernel's log, and the write succeeds all the same.
#[test]
fn a_pf_that_must_be_up_is_brought_up_first() {
    for driver in drivers().iter().filter(|d| d.needs_pf_up) {
        let host = host_with(driver);
        let pf = function(&state(&host)).address;
        host.apply(&Change::Vf(VfChange::SetCount { pf, count: 2 }))
            .unwrap();
        assert_eq!(
            function(&state(&host)).num_vfs,
            0,
            "{}: nothing is made",
            driver.name
        );
        go(
            &host,
            Box::new(|s| {
                policy::Intent::SetVfCount {
                    nic: NIC.to_string(),
                    count: 2,
                    force: false,
                }
                .plan(s)
            }),
        );
        assert_eq!(function(&state(&host)).num_vfs, 2, "{}", driver.name);
    }
}
