//! The agents of both ends settle migrations that were cut off, and are kept from nothing else by one that cannot be settled.

use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use iovsh::backend::agent::{Agent, Reach, Report, Stop};
use iovsh::backend::host::LocalHost;
use iovsh::backend::model::{Uuid, VmState};
use iovsh::backend::plan::DomainChange;
use iovsh::backend::sim::SimMachine;
use iovsh::backend::{Category, Change, Host, HostError, Machine};

use super::fleet::{Fleet, HOSTS};

/// How long anything may take before a test gives up; nothing is asserted about how long it does take.
const PATIENCE: Duration = Duration::from_secs(90);

pub fn within(what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < until, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// An agent in a thread, and what it said.
pub struct Running {
    stop: Arc<Stop>,
    said: Arc<Mutex<Vec<Report>>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Running {
    pub fn on(fleet: &Fleet, name: &str, reach: Arc<Reach>) -> Self {
        let (stop, said) = (Arc::<Stop>::default(), Arc::default());
        let (flag, heard): (_, Arc<Mutex<Vec<Report>>>) = (stop.clone(), Arc::clone(&said));
        let host: Arc<dyn Machine> = Arc::new(fleet.machine(name).clone());
        let address = format!("sim:{name}");
        let thread = std::thread::spawn(move || {
            let mut tell = |report| heard.lock().unwrap().push(report);
            Agent::new(host, &flag)
                .settling(&address, reach)
                .run(None, &mut tell, &mut || {});
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

    fn said(&self) -> Vec<Report> {
        self.said.lock().unwrap().clone()
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

/// The hosts of a fleet by their addresses.
pub fn neighbours(fleet: &Fleet) -> Arc<Reach> {
    let machines: Vec<SimMachine> = fleet.machines.clone();
    Arc::new(move |address: &str| {
        let name = address.strip_prefix("sim:").unwrap();
        let machine = machines.iter().find(|m| m.name() == name).unwrap();
        Ok(Arc::new(LocalHost::new(Arc::new(machine.clone()))) as Arc<dyn Host>)
    })
}

/// A running machine whose migration from hv1 to hv2 was cut off so late.
fn cut_off(step: usize) -> (Fleet, Uuid) {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    assert!(!fleet.migrate_dying_at(vm, "hv1", "hv2", step));
    fleet.recover();
    (fleet, vm)
}

fn knows_none(fleet: &Fleet) -> bool {
    let mut states = HOSTS.iter().map(|name| fleet.state(name));
    states.all(|state| state.desired.migrations.is_empty())
}

/// The first step before which both ends have written down what is under way.
fn first_known_to_both() -> usize {
    let known = |fleet: &Fleet, host: &str| !fleet.state(host).desired.migrations.is_empty();
    let both = |step: &usize| {
        let (fleet, _) = cut_off(*step);
        known(&fleet, "hv1") && known(&fleet, "hv2")
    };
    (0..60).find(both).unwrap()
}

#[test]
fn the_agent_of_either_end_settles_what_was_cut_off() {
    let first = first_known_to_both();
    for (step, at) in [(first, "hv1"), (first + 9, "hv2"), (first + 22, "hv1")] {
        let (fleet, vm) = cut_off(step);
        {
            let agent = Running::on(&fleet, at, neighbours(&fleet));
            within("it is settled", || knows_none(&fleet));
            within("the agent says so", || {
                agent.heard(|r| {
                    matches!(r, Report::Repaired(steps) if steps.iter().any(|s| s.contains("Settle the migration of 'app'")))
                })
            });
        }
        fleet.repair();
        fleet.is_on_one(vm, VmState::Running, &format!("step {step}, at {at}"));
        fleet.is_settled();
    }
}

#[test]
fn the_agents_of_both_ends_at_once_settle_it_once() {
    let (fleet, vm) = cut_off(first_known_to_both() + 15);
    {
        let _agents = ["hv1", "hv2"].map(|name| Running::on(&fleet, name, neighbours(&fleet)));
        within("it is settled", || knows_none(&fleet));
    }
    fleet.repair();
    fleet.is_on_one(vm, VmState::Running, "both agents");
    fleet.is_settled();
}

/// The other host does not answer: the agent is ready all the same, repairs, says it once, and ends when it is asked to.
#[test]
fn an_end_that_is_silent_holds_up_nothing_else() {
    let (fleet, vm) = cut_off(first_known_to_both());
    let other = fleet.vm("hv1", "other", 100);
    let (answer, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let reach: Arc<Reach> = Arc::new(move |_: &str| {
        let _ = wait.lock().unwrap().recv();
        Err(HostError::new(
            "Host.Unreachable",
            Category::ConnectionError,
            "no route to host",
        ))
    });
    {
        let agent = Running::on(&fleet, "hv1", Arc::clone(&reach));
        let start = Change::Domain(DomainChange::Start {
            vm: other,
            paused: false,
        });
        fleet
            .machine("hv1")
            .edit_world(|world| world.apply(&start))
            .unwrap()
            .unwrap();
        within("the other VM gets its VF meanwhile", || {
            fleet.has_vf("hv1", other)
        });
        answer.send(()).unwrap();
        let warned = |r: &Report| matches!(r, Report::Warning(text) if text.contains("no route"));
        within("the agent says so", || agent.heard(warned));
        assert_eq!(agent.said().iter().filter(|r| warned(r)).count(), 1);
        assert_eq!(fleet.state("hv1").desired.migrations.len(), 1);
    }
    // It ends while the other host is waited for.
    let agent = Running::on(&fleet, "hv1", reach);
    drop(agent);
    drop(answer);
    let _agent = Running::on(&fleet, "hv2", neighbours(&fleet));
    within("the other end settles it", || knows_none(&fleet));
    within("it has its VF again", || fleet.has_vf("hv1", vm));
}
