//! The agent on the simulated host: what others do is repaired, what does not hold is given up, a start of the host is
//! made good, and nothing is lost when it is killed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "simulated/plans.rs"]
mod plans;

use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use iovsh::backend::agent::{Agent, Report, Stop, restore};
use iovsh::backend::commit::{Options, Progress, commit};
use iovsh::backend::journal::catalog;
use iovsh::backend::model::{GuestQuestion, LinkKind, NetworkTool, SwitchType, VmState};
use iovsh::backend::plan::{BridgeChange, DomainChange, PciChange, StopMode};
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::adapter::{Changes, MacChoice, NewAdapter};
use iovsh::backend::policy::host_team::{Act, NewTeam};
use iovsh::backend::sim::{SimMachine, World};
use iovsh::backend::state::TeamingMode;
use iovsh::backend::{Change, Machine, State, policy};
use plans::{busy_host, settle, state};

/// How long anything may take before a test gives up; nothing is asserted about how long it does take.
const PATIENCE: Duration = Duration::from_secs(60);

fn within(what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < until, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// An agent in a thread, and what it said.
struct Running {
    stop: Arc<Stop>,
    said: Arc<Mutex<Vec<Report>>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Running {
    fn on(host: &SimMachine) -> Self {
        let (stop, said) = (Arc::<Stop>::default(), Arc::default());
        let (flag, heard): (_, Arc<Mutex<Vec<Report>>>) = (stop.clone(), Arc::clone(&said));
        let host: Arc<dyn Machine> = Arc::new(host.clone());
        let thread = std::thread::spawn(move || {
            let mut tell = |report| heard.lock().unwrap().push(report);
            Agent::new(host, &flag).run(None, &mut tell, &mut || {});
        });
        let running = Self {
            stop,
            said,
            thread: Some(thread),
        };
        within("the agent is ready", || {
            running.heard(|r| *r == Report::Ready)
        });
        running
    }

    fn heard(&self, what: impl Fn(&Report) -> bool) -> bool {
        self.said.lock().unwrap().iter().any(what)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.request();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the agent ended by itself");
        }
    }
}

/// Does what another tool would do: past the lock, the plans and the desired state.
fn elsewhere(host: &SimMachine, change: &Change) {
    host.edit_world(|world| world.apply(change))
        .expect("kept")
        .expect("accepted");
}

fn has_vf(state: &State, vm: &str) -> bool {
    state.vm_named(vm).unwrap().adapters[0].vf.is_some()
}

fn is_settled(host: &SimMachine) -> bool {
    policy::reconcile(&state(host)).is_empty()
}

#[test]
fn vms_that_others_start_and_stop_get_and_lose_their_vf() {
    let host = busy_host();
    let _agent = Running::on(&host);
    let vm = state(&host).vm_named("web1").unwrap().id;
    let mode = StopMode::TurnOff;
    elsewhere(&host, &Change::Domain(DomainChange::Stop { vm, mode }));
    within("the VF is taken back", || {
        let state = state(&host);
        state.desired.claims.iter().all(|c| c.vm != vm) && is_settled(&host)
    });
    elsewhere(
        &host,
        &Change::Domain(DomainChange::Start { vm, paused: false }),
    );
    within("the VF is given", || {
        has_vf(&state(&host), "web1") && is_settled(&host)
    });
}

/// What a guest does by itself is written once, and what a command does is not written as the guest's.
#[test]
fn what_guests_do_by_themselves_is_written_down() {
    let host = busy_host();
    host.edit_world(|world| {
        world
            .state
            .vms
            .iter_mut()
            .for_each(|vm| vm.facts.agent = Some(true))
    })
    .unwrap();
    let _agent = Running::on(&host);
    let vm = state(&host).vm_named("web1").unwrap().id;
    let runs = |line: &str| {
        let arguments = vec!["-c".to_owned(), line.to_owned()];
        let (program, limit) = ("sh".to_owned(), Duration::from_secs(5));
        host.ask_guest(
            vm,
            &GuestQuestion::Run {
                program,
                arguments,
                limit,
            },
        )
        .unwrap();
    };
    let written = || -> Vec<u32> {
        let of_guests = [
            catalog::GUEST_SHUT_DOWN,
            catalog::GUEST_RESET,
            catalog::GUEST_CRASHED,
        ];
        let entries = host.journal().unwrap().entries;
        assert!(
            entries
                .iter()
                .filter(|e| of_guests.contains(&e.id))
                .all(|e| e.vm == Some(vm.to_string()) && e.vm_name.as_deref() == Some("web1"))
        );
        let ids = entries.iter().map(|e| e.id);
        ids.filter(|id| of_guests.contains(id)).collect()
    };
    runs("reboot");
    within("the reset is written", || written() == [18514]);
    runs("echo c > /proc/sysrq-trigger");
    within("the crash is written", || written() == [18514, 18590]);
    elsewhere(
        &host,
        &Change::Domain(DomainChange::Start { vm, paused: false }),
    );
    runs("poweroff");
    within("the shutdown is written", || {
        written() == [18514, 18590, 18508]
    });
}

/// Two switches in IOV mode, two adapters with `AllowTeaming`, one cable: the adapter on it loses its link and gets it back, the other one
/// keeps its link, and both keep the VFs that their links follow.
#[test]
fn a_cable_that_is_pulled_reaches_the_team_in_the_guest() {
    let host = busy_host();
    let second = |s: &State| {
        let new = NewAdapter {
            vm: s.vm_named("web1").unwrap().id,
            id: plans::id(77),
            name: "second".to_owned(),
            switch: Some("other".to_owned()),
            mac: MacChoice::Dynamic,
            emulated: false,
        };
        Intent::AddAdapter(new).plan(s)
    };
    plans::run(&host, &(Box::new(second) as plans::Planner));
    for at in [0, 1] {
        let teaming = move |s: &State| {
            let vm = s.vm_named("web1").unwrap();
            Intent::SetAdapter {
                vm: vm.id,
                adapter: vm.adapters[at].alias.clone(),
                changes: Box::new(Changes {
                    allow_teaming: Some(true),
                    iov_weight: Some(100),
                    ..Changes::default()
                }),
            }
            .plan(s)
        };
        plans::run(&host, &(Box::new(teaming) as plans::Planner));
    }
    settle(&host);
    let links = || {
        let state = state(&host);
        let adapters = &state.vm_named("web1").unwrap().adapters;
        assert!(adapters.iter().all(|a| a.vf.is_some()));
        [adapters[0].link_up, adapters[1].link_up]
    };
    assert_eq!(links(), [true, true]);
    let _agent = Running::on(&host);
    let nic = "enp1s0f0".parse().unwrap();
    let cable = |works| {
        host.edit_world(|world| world.set_carrier(&nic, works))
            .unwrap()
    };
    cable(false);
    within("the guest's link is down", || links() == [false, true]);
    cable(true);
    within("the guest's link is up", || links() == [true, true]);
}

/// A guest that is silent would not be found on the wire after another member carries the team's frames.
#[test]
fn the_addresses_behind_a_team_are_announced_when_another_member_carries_them() {
    let host = plans::team_host();
    // One machine goes the paravirtual way; the other one is found by its virtual function's own port.
    let without = |s: &State| {
        let vm = s.vm_named("web2").unwrap();
        Intent::SetAdapter {
            vm: vm.id,
            adapter: vm.adapters[0].alias.clone(),
            changes: Box::new(Changes {
                iov_weight: Some(0),
                ..Changes::default()
            }),
        }
        .plan(s)
    };
    plans::run(&host, &(Box::new(without) as plans::Planner));
    settle(&host);
    let agent = Running::on(&host);
    let announced = || {
        let journal = host.journal().unwrap().entries;
        let of_it = journal
            .into_iter()
            .filter(|e| e.id == catalog::ADAPTERS_ANNOUNCED);
        of_it.filter_map(|e| e.vm_name).collect::<Vec<String>>()
    };
    assert!(announced().is_empty(), "nothing has moved");
    let active = state(&host).teams[0].active.clone().unwrap();
    host.edit_world(|world| world.set_carrier(&active, false))
        .unwrap();
    within("another member carries the frames", || {
        let now = state(&host).teams[0].active.clone();
        now.is_some_and(|now| now != active)
    });
    within("the silent machine is announced", || {
        announced().contains(&"web2".to_owned())
    });
    assert!(!agent.heard(|r| matches!(r, Report::Failed(_))));
}

/// A link that is up says nothing of what is behind it. A team that asks leaves a member by which nobody answers, and takes the guests
/// off its virtual functions, whose link they see as up. When nobody answers by any, it may be those who are asked.
#[test]
fn a_dead_way_behind_a_link_that_works_is_left() {
    let host = plans::asking_host();
    settle(&host);
    let agent = Running::on(&host);
    let pf_of = |vm: &str| {
        let now = state(&host);
        let adapter = now.vm_named(vm)?.adapters.first()?.vf.clone()?;
        now.function(now.vf(adapter.address)?.pf)?.interface.clone()
    };
    let (first, second) = ("enp1s0f0".parse().unwrap(), "enp1s0f1".parse().unwrap());
    let before = [pf_of("web1"), pf_of("web2")];
    assert_eq!(before, [Some(first), Some(second)], "one on each");
    let [first, second] = before.map(Option::unwrap);
    let path = |nic: &_, works| {
        host.edit_world(|world| world.set_path(nic, works)).unwrap();
    };
    path(&first, false);
    assert!(state(&host).link(&first).unwrap().carrier, "its link works");
    let active = || state(&host).teams[0].active.clone();
    assert_eq!(active().as_ref(), Some(&second));
    within("the guest is on the other member", || {
        pf_of("web1").as_ref() == Some(&second)
    });
    path(&first, true);
    assert_eq!(active().as_ref(), Some(&first));
    path(&first, false);
    path(&second, false);
    settle(&host);
    assert_eq!(pf_of("web1").as_ref(), Some(&second), "nobody is moved");
    assert_eq!(pf_of("web2").as_ref(), Some(&second), "nobody is moved");
    assert!(!agent.heard(|r| matches!(r, Report::Failed(_))));
}

/// The bond asks from the host's own address: without that it would take all members for dead, so it looks at links again, until the
/// address is back.
#[test]
fn a_team_asks_only_as_long_as_the_host_can() {
    let host = plans::asking_host();
    let asked = || state(&host).teams[0].arp_targets.len();
    assert_eq!(asked(), 2);
    let agent = Running::on(&host);
    let own = |addresses: Vec<String>| {
        host.edit_world(|world| {
            let mut links = world.state.links.iter_mut();
            let bridge = links.find(|l| l.name.as_str() == "vs-lan").unwrap();
            bridge.addresses = addresses;
        })
        .unwrap();
    };
    own(Vec::new());
    within("it looks at links", || asked() == 0);
    within("the agent says why", || {
        agent.heard(|r| matches!(r, Report::Warning(text) if text.contains("198.51.100.1")))
    });
    own(vec!["198.51.100.10/24".to_owned()]);
    within("it asks again", || asked() == 2);
}

#[test]
fn a_bridge_and_filter_entries_that_others_delete_come_back() {
    let host = busy_host();
    let before = state(&host);
    let agent = Running::on(&host);
    let name = "vs-other".parse().unwrap();
    elsewhere(&host, &Change::Bridge(BridgeChange::Delete { name }));
    host.edit_world(|world| world.state.fdb.clear())
        .expect("kept");
    within("all is as it was", || {
        let now = state(&host);
        now.bridges == before.bridges && now.fdb == before.fdb
    });
    within("the agent says so", || {
        agent.heard(|r| matches!(r, Report::Repaired(_)))
    });
}

#[test]
fn a_repair_that_is_undone_each_time_is_given_up_and_the_others_go_on() {
    let host = busy_host();
    let agent = Running::on(&host);
    let (bridge, port) = ("vs-other".parse().unwrap(), "enp1s0f1".parse().unwrap());
    let change = Change::Bridge(BridgeChange::RemovePort { bridge, port });
    // Another tool wants the NIC too, and never tires.
    within("the agent gives up", || {
        let _ = host.edit_world(|world| world.apply(&change));
        agent.heard(|r| matches!(r, Report::GaveUp(_)))
    });
    let vm = state(&host).vm_named("web2").unwrap().id;
    let mode = StopMode::TurnOff;
    elsewhere(&host, &Change::Domain(DomainChange::Stop { vm, mode }));
    within("another repair is still made", || {
        state(&host).desired.claims.iter().all(|c| c.vm != vm)
    });
}

/// What a start of the host leaves: no VFs, no bridges, no running VM.
fn restart(world: &mut World) {
    let state = &mut world.state;
    for function in &mut state.functions {
        function.num_vfs = 0;
        function.vfs.clear();
        function.autoprobe = true;
    }
    state.bridges.clear();
    state.fdb.clear();
    state.links.retain(|l| {
        !matches!(
            l.kind,
            LinkKind::Bridge
                | LinkKind::Bond
                | LinkKind::Vlan
                | LinkKind::Tap
                | LinkKind::VirtualFunction
        )
    });
    state.teams.clear();
    for link in &mut state.links {
        link.master = None;
    }
    for vm in &mut state.vms {
        vm.state = VmState::Off;
        for adapter in &mut vm.adapters {
            (adapter.vf, adapter.tap) = (None, None);
        }
    }
}

#[test]
fn after_a_start_of_the_host_vfs_and_switches_are_back_and_a_second_time_changes_nothing() {
    let host = busy_host();
    let before = state(&host);
    host.edit_world(restart).expect("kept");
    let said = restore(&host).expect("restored");
    assert!(matches!(said.as_slice(), [Report::Repaired(_)]), "{said:?}");
    let now = state(&host);
    for (was, is) in before.functions.iter().zip(&now.functions) {
        assert_eq!((was.num_vfs, was.autoprobe), (is.num_vfs, is.autoprobe));
    }
    let names = |s: &State| s.bridges.iter().map(|b| b.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&before), names(&now));
    assert_eq!(restore(&host).expect("restored"), []);
    // The VMs start, as libvirt starts those that are marked for it, and the agent does the rest.
    let agent = Running::on(&host);
    for vm in ["web1", "web2"] {
        let vm = now.vm_named(vm).unwrap().id;
        elsewhere(
            &host,
            &Change::Domain(DomainChange::Start { vm, paused: false }),
        );
    }
    within("both have a VF", || {
        let state = state(&host);
        has_vf(&state, "web1") && has_vf(&state, "web2") && is_settled(&host)
    });
    drop(agent);
}

/// systemd lets the agent do less than root: what it may not undo it leaves, with the record, to a command that may. Meanwhile it repairs.
#[test]
fn what_the_agent_may_not_undo_waits_for_a_command_of_root() {
    let directory = tempfile::tempdir().unwrap();
    let open = || SimMachine::open("default", directory.path()).unwrap();
    let root = open();
    let new = iovsh::backend::policy::switch::NewSwitch {
        switch_type: SwitchType::Private,
        uplinks: Vec::new(),
        ..plans::new_switch("cut", "enp1s0f1", false)
    };
    let plan = policy::Intent::CreateSwitch(new)
        .plan(&state(&root))
        .unwrap();
    let dies = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut power_cut = |progress: &Progress<'_>| {
            assert!(!matches!(progress, Progress::StepDone { index: 1, .. }));
        };
        let _ = commit(&root, &plan, &mut Options::new(&mut power_cut));
    }));
    assert!(dies.is_err());
    let before = root.store().read_intent().unwrap();
    assert!(before.is_some());
    root.edit_world(|world| {
        world.faults.push(iovsh::backend::sim::Fault {
            change: "DeleteBridge".to_owned(),
            errno: 1,
            ..Default::default()
        });
    })
    .unwrap();

    let agent = Running::on(&open());
    let waits = |report: &Report| matches!(report, Report::Failed(why) if why.contains("may not undo") && why.contains("command of root"));
    within("it is said", || agent.heard(waits));
    drop(agent);
    assert_eq!(root.store().read_intent().unwrap(), before);

    root.edit_world(|world| world.faults.clear()).unwrap();
    iovsh::backend::commit::recover(&open(), &mut iovsh::backend::commit::NoObserver).unwrap();
    assert_eq!(root.store().read_intent().unwrap(), None);
    assert!(
        state(&root)
            .bridges
            .iter()
            .all(|b| b.name.as_str() != "cut")
    );
}

/// The power went in the middle of a command that has to do with libvirt, which does not run yet: it is not waited for, the rest
/// is restored, and the command is dealt with afterwards.
#[test]
fn a_command_that_was_cut_off_does_not_hold_up_the_start() {
    let host = busy_host();
    let before = state(&host);
    let new = iovsh::backend::policy::switch::NewSwitch {
        switch_type: SwitchType::Private,
        uplinks: Vec::new(),
        ..plans::new_switch("cut", "enp1s0f0", false)
    };
    let plan = policy::Intent::CreateSwitch(new.clone())
        .plan(&before)
        .unwrap();
    let dies = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut power_cut = |progress: &Progress<'_>| {
            assert!(!matches!(progress, Progress::StepDone { index: 1, .. }));
        };
        let _ = commit(&host, &plan, &mut Options::new(&mut power_cut));
    }));
    assert!(dies.is_err());
    host.edit_world(restart).expect("kept");
    let said = restore(&host).expect("restored");
    let told = |what: fn(&Report) -> bool| said.iter().any(what);
    assert!(
        told(|r| matches!(r, Report::Failed(why) if why.contains("libvirt"))),
        "{said:?}"
    );
    assert!(told(|r| matches!(r, Report::Repaired(_))), "{said:?}");
    let now = state(&host);
    for (was, is) in before.functions.iter().zip(&now.functions) {
        assert_eq!((was.num_vfs, was.autoprobe), (is.num_vfs, is.autoprobe));
    }
    assert!(
        host.store().read_intent().unwrap().is_some(),
        "not judged yet"
    );

    let agent = Running::on(&host);
    within("the command is dealt with", || {
        host.store().read_intent().unwrap().is_none() && is_settled(&host)
    });
    drop(agent);
    assert!(state(&host).desired.switch_named("cut").is_none(), "undone");
}

#[test]
fn a_card_that_is_gone_after_the_start_is_reported_and_the_rest_restored() {
    let host = busy_host();
    host.edit_world(|world| {
        restart(world);
        let state = &mut world.state;
        let gone = state
            .function_of(&"enp1s0f1".parse().unwrap())
            .unwrap()
            .address;
        state.functions.retain(|f| f.address != gone);
        state.links.retain(|l| l.name.as_str() != "enp1s0f1");
    })
    .expect("kept");
    let said = restore(&host).expect("restored");
    let warned = said.iter().any(
        |r| matches!(r, Report::Warning(w) if w.contains("'enp1s0f1'") && w.contains("'other'")),
    );
    assert!(warned, "{said:?}");
    let now = state(&host);
    assert!(
        now.function_of(&"enp1s0f0".parse().unwrap())
            .unwrap()
            .num_vfs
            > 0
    );
    assert_eq!(now.bridges.len(), 2, "both switches have their bridge");
    settle(&host);
}

/// Two NICs as `Team 1`, described for systemd-networkd, with an interface for a VLAN.
fn host_with_a_team() -> SimMachine {
    let host = plans::fresh();
    let pair = &["enp1s0f1", "enp1s0f0"];
    let new = NewTeam {
        name: "Team 1".to_owned(),
        persist: Some(NetworkTool::Networkd),
        ..plans::host_teams::new_team(pair, TeamingMode::Lacp)
    };
    let make = move |s: &State| Intent::CreateTeam(new.clone()).plan(s);
    plans::run(&host, &(Box::new(make) as plans::Planner));
    let nic = |s: &State| {
        Intent::ChangeTeam {
            team: "Team 1".to_owned(),
            act: Act::AddNic {
                vlan: 42.try_into().unwrap(),
                name: None,
            },
            force: false,
        }
        .plan(s)
    };
    plans::run(&host, &(Box::new(nic) as plans::Planner));
    settle(&host);
    host
}

#[test]
fn a_team_of_the_host_is_back_without_the_member_that_is_gone_and_stays_described() {
    let host = host_with_a_team();
    let before = state(&host);
    assert!(before.files.len() >= 6, "{:?}", before.files.keys());
    let mut gone = None;
    host.edit_world(|world| {
        restart(world);
        let state = &mut world.state;
        let card = state.function_of(&"enp1s0f1".parse().unwrap());
        gone = card
            .cloned()
            .zip(state.link(&"enp1s0f1".parse().unwrap()).cloned());
        state.functions.retain(|f| {
            f.interface
                .as_ref()
                .is_none_or(|i| i.as_str() != "enp1s0f1")
        });
        state.links.retain(|l| l.name.as_str() != "enp1s0f1");
    })
    .expect("kept");
    let said = restore(&host).expect("restored");
    let warned = said.iter().any(
        |r| matches!(r, Report::Warning(w) if w.contains("'enp1s0f1'") && w.contains("'Team 1'")),
    );
    assert!(warned, "{said:?}");
    let whole = |members: &[&str]| {
        let now = state(&host);
        let team = now.teams.first().expect("the bond");
        assert_eq!(team.settings(), before.teams[0].settings());
        let names: Vec<&str> = team.members.iter().map(|m| m.as_str()).collect();
        assert_eq!(names, members);
        let link = now.link(&team.name).unwrap();
        assert_eq!(
            (link.shown(), link.note.as_deref()),
            ("Team 1", Some("Team 1"))
        );
        let vlan = now.links.iter().find(|l| l.shown() == "Team 1 - VLAN 42");
        assert_eq!(vlan.unwrap().vlan, Some((team.name.clone(), 42)));
        assert_eq!(now.files, before.files, "it is described as it was");
    };
    settle(&host);
    whole(&["enp1s0f0"]);
    // The card is back after the next start.
    let (function, link) = gone.expect("the card");
    host.edit_world(|world| {
        restart(world);
        world.state.functions.push(function.clone());
        world.state.functions.sort_by_key(|f| f.address);
        world.state.links.push(link.clone());
        restart(world);
    })
    .expect("kept");
    restore(&host).expect("restored");
    settle(&host);
    whole(&["enp1s0f0", "enp1s0f1"]);
}

/// Of a team of the host and of one in a switch: the log says of each member that it has failed, and that it works again, once.
#[test]
fn members_that_fail_and_work_again_are_written_down() {
    for (host, team, ids) in [
        (host_with_a_team(), "'Team 1'", [106, 107]),
        (plans::team_host(), "'lan'", [116, 117]),
    ] {
        let _agent = Running::on(&host);
        let nic = "enp1s0f0".parse().unwrap();
        let written = || -> Vec<u32> {
            let entries = host.journal().unwrap().entries;
            let of_it = entries.iter().filter(|e| {
                let about = e.nic.as_deref() == Some("enp1s0f0") && e.message.contains(team);
                about && [106, 107, 116, 117].contains(&e.id)
            });
            of_it.map(|e| e.id).collect()
        };
        let cable = |works| {
            host.edit_world(|world| world.set_carrier(&nic, works))
                .unwrap()
        };
        cable(false);
        within("the failure is written", || written() == [ids[0]]);
        cable(true);
        within("and the end of it", || written() == ids);
    }
}

#[test]
fn a_renamed_interface_is_found_by_its_identity() {
    let host = busy_host();
    host.edit_world(|world| {
        restart(world);
        let (old, new) = ("enp1s0f0", "ens9");
        for link in world
            .state
            .links
            .iter_mut()
            .filter(|l| l.name.as_str() == old)
        {
            link.name = new.parse().unwrap();
        }
        for function in &mut world.state.functions {
            if function
                .interface
                .as_ref()
                .is_some_and(|i| i.as_str() == old)
            {
                function.interface = Some(new.parse().unwrap());
            }
        }
    })
    .expect("kept");
    restore(&host).expect("restored");
    let now = state(&host);
    let link = now.link(&"ens9".parse().unwrap()).expect("the NIC");
    assert_eq!(link.master.as_ref().map(|m| m.as_str()), Some("vs-lan"));
    assert!(now.function_of(&link.name).unwrap().num_vfs > 0);
}

/// The program itself, on a simulated host that is kept in a directory.
struct Service {
    child: Child,
}

impl Service {
    fn start(directory: &std::path::Path) -> Self {
        let child = program(directory)
            .arg("--agent")
            .stderr(Stdio::piped())
            .spawn()
            .expect("the agent");
        Self { child }
    }

    fn signal(mut self, name: &str) -> Option<i32> {
        let done = Command::new("kill")
            .args([format!("-{name}"), self.child.id().to_string()])
            .status()
            .expect("kill");
        assert!(done.success());
        self.child.wait().expect("an end").code()
    }
}

fn program(directory: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
    command
        .args(["--host", "sim"])
        .env("XDG_STATE_HOME", directory)
        .env("NO_COLOR", "1");
    command
}

fn asked(directory: &std::path::Path, text: &str) -> String {
    let output = program(directory)
        .args(["-c", text])
        .output()
        .expect("an answer");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn the_service_ends_on_sigterm_and_what_a_kill_leaves_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    asked(
        at,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true; Connect-VMNetworkAdapter web1 -SwitchName lan; \
         Set-VMNetworkAdapter web1 -IovWeight 100",
    );
    let first = Service::start(at);
    asked(at, "Start-VM web1");
    assert_eq!(first.signal("KILL"), None);
    let second = Service::start(at);
    let usage = "(Get-VMNetworkAdapter web1).IovUsage";
    within("the VM has its VF", || asked(at, usage) == "1");
    // It may only be asked to end once it listens for signals.
    within("it can end", || {
        let status = format!("/proc/{}/status", second.child.id());
        let text = std::fs::read_to_string(status).unwrap_or_default();
        let caught = text.lines().find_map(|l| l.strip_prefix("SigCgt:"));
        caught.is_some_and(|mask| {
            u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & (1 << 14) != 0)
        })
    });
    assert_eq!(second.signal("TERM"), Some(0));
    assert_eq!(asked(at, usage), "1", "the VF stays when the agent goes");
}

/// The driver of a device that was taken from the host comes back (its module was loaded again): the device is held anew.
#[test]
fn a_dismounted_device_that_a_driver_took_is_held_again() {
    let host = busy_host();
    let scope = iovsh::backend::Scope::ASSIGN;
    let plan = policy::Intent::DismountDevice {
        device: "0000:02:00.0".to_owned(),
        force: true,
    }
    .plan(&host.snapshot(&scope).unwrap());
    let mut silent = iovsh::backend::commit::NoObserver;
    let mut options = iovsh::backend::commit::Options::new(&mut silent);
    iovsh::backend::commit::commit(&host, &plan.unwrap(), &mut options).unwrap();
    let driver = || {
        let state = host.snapshot(&scope).unwrap();
        let found = state
            .pci
            .iter()
            .find(|d| d.address.to_string() == "0000:02:00.0");
        found.unwrap().driver.clone()
    };
    let held = driver();
    assert_eq!(held.as_deref(), Some("vfio-pci"));
    let _agent = Running::on(&host);
    let address = "0000:02:00.0".parse().unwrap();
    elsewhere(
        &host,
        &Change::Pci(PciChange::Unbind {
            address,
            driver: "vfio-pci".to_owned(),
        }),
    );
    elsewhere(
        &host,
        &Change::Pci(PciChange::Bind {
            address,
            driver: "nvme".to_owned(),
        }),
    );
    within("the device is held again", || driver() == held);
}

/// Each paravirtual port of a team has a member of its own, so that the links of all members are used; only as long as somebody
/// is there who leads it back when that member fails.
#[test]
fn the_ports_of_a_team_are_spread_while_an_agent_watches() {
    let host = plans::team_host();
    for name in ["web1", "web2"] {
        let without = move |s: &State| {
            let vm = s.vm_named(name).unwrap();
            Intent::SetAdapter {
                vm: vm.id,
                adapter: vm.adapters[0].alias.clone(),
                changes: Box::new(Changes {
                    iov_weight: Some(0),
                    ..Changes::default()
                }),
            }
            .plan(s)
        };
        plans::run(&host, &(Box::new(without) as plans::Planner));
    }
    settle(&host);
    let ways = || {
        let now = state(&host);
        let of = |name| {
            let vm = now.vm_named(name).unwrap();
            // There is none between the steps of a change.
            host.way(vm.id, &vm.adapters[0].alias)
        };
        [of("web1"), of("web2")]
    };
    let active = state(&host).teams[0].active.clone();
    assert_eq!(ways(), [active.clone(), active.clone()], "nobody watches");
    let agent = Running::on(&host);
    within("each has a member of its own", || {
        ways().iter().all(Option::is_some) && ways()[0] != ways()[1]
    });
    let spread = ways();
    let other = spread.iter().find(|nic| **nic != active).unwrap().clone();
    let other = &other.unwrap();
    let carrier = |on| {
        host.edit_world(|world| world.set_carrier(other, on))
            .unwrap();
    };
    carrier(false);
    within("nobody is on the member that failed", || {
        ways() == [active.clone(), active.clone()]
    });
    carrier(true);
    within("it is as before", || ways() == spread);
    assert!(!agent.heard(|r| matches!(r, Report::Failed(_))));
}
