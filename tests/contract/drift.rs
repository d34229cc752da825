//! What other tools change behind iovsh's back is put right, what is theirs is left alone, and a command that is called off
//! leaves nothing behind.

use std::sync::atomic::{AtomicBool, Ordering};

use iovsh::backend::commit::{NoObserver, Options, Progress, commit, recover, transact};
use iovsh::backend::model::{InterfaceName, MacAddress, SwitchType, Uuid};
use iovsh::backend::plan::{BridgeChange, LinkChange, NetworkChange, VfChange};
use iovsh::backend::policy::switch::NewSwitch;
use iovsh::backend::policy::{self, switches};
use iovsh::backend::{Scope, State};

use crate::bench::Bench;

const MAC: MacAddress = MacAddress([0x02, 0xc0, 0xff, 0xee, 0x00, 0x03]);

fn name(text: &str) -> InterfaceName {
    text.parse().expect("a name")
}

fn bridge_of(bench: &Bench, switch: &str) -> InterfaceName {
    let state = bench.state();
    let found = state.desired.switch_named(switch).expect("the switch");
    found.bridge.clone()
}

/// Makes an IOV switch, lets another tool change the host, and sees that a repair puts it as it was.
fn mended(bench: &Bench, edit_world: impl FnOnce(&InterfaceName)) {
    bench.make_switch("ct-x", true);
    bench.settle();
    let before = bench.fingerprint();
    edit_world(&bridge_of(bench, "ct-x"));
    assert_ne!(bench.fingerprint(), before, "nothing was changed");
    bench.settle();
    assert_eq!(bench.fingerprint(), before);
    bench.drop_switch("ct-x");
}

pub fn a_nic_that_was_taken_out_is_put_back(bench: &Bench) {
    mended(bench, |bridge| {
        bench.apply(BridgeChange::RemovePort {
            bridge: bridge.clone(),
            port: bench.link().name,
        });
    });
}

pub fn a_nic_in_another_bridge_is_brought_back(bench: &Bench) {
    let other = name("ct-other");
    bench.apply(BridgeChange::Create {
        name: other.clone(),
        mac: MAC,
        vlan_filtering: false,
    });
    mended(bench, |bridge| {
        let port = bench.link().name;
        bench.apply(BridgeChange::RemovePort {
            bridge: bridge.clone(),
            port: port.clone(),
        });
        bench.apply(BridgeChange::AddPort {
            bridge: other.clone(),
            port,
        });
    });
    bench.apply(BridgeChange::Delete { name: other });
}

pub fn a_nic_that_was_taken_down_is_brought_up(bench: &Bench) {
    mended(bench, |_| {
        bench.apply(LinkChange::Set {
            interface: bench.link().name,
            up: false,
        });
    });
}

pub fn a_network_that_was_undefined_is_defined_again(bench: &Bench) {
    mended(bench, |_| {
        let state = bench.state();
        let switch = state.desired.switch_named("ct-x").expect("the switch");
        bench.apply(NetworkChange::Undefine {
            name: switch.name.clone(),
            id: switch.id,
        });
    });
}

pub fn vfs_that_were_removed_are_made_again(bench: &Bench) {
    mended(bench, |_| {
        let pf = bench.function().address;
        bench.apply(VfChange::SetCount { pf, count: 0 });
    });
}

pub fn fewer_vfs_become_as_many_as_before(bench: &Bench) {
    mended(bench, |_| {
        let pf = bench.function().address;
        bench.apply(VfChange::SetCount { pf, count: 0 });
        bench.apply(VfChange::SetCount { pf, count: 1 });
    });
}

/// VFs that another tool made again, with host drivers on them. (What the drivers wrote into the NIC, such as an address,
/// stays until the VF is given to somebody.)
pub fn host_drivers_are_taken_off_vfs(bench: &Bench) {
    bench.make_switch("ct-x", true);
    bench.settle();
    let (pf, count) = (bench.function().address, bench.function().num_vfs);
    bench.apply(VfChange::SetCount { pf, count: 0 });
    bench.apply(VfChange::SetAutoprobe { pf, on: true });
    bench.apply(VfChange::SetCount { pf, count });
    bench.wait("host drivers have the VFs", |state| {
        let found = state.function(pf).expect("the NIC");
        let mut vfs = found.vfs.iter();
        vfs.all(|vf| vf.driver.is_some() && vf.interface.is_some())
    });
    // Until the host has given the new interfaces their names, their VFs may be somebody's. The agent repairs at every change.
    bench.wait("nobody has the VFs", |state| {
        bench.settle();
        let after = state.function(pf).expect("the NIC");
        (after.num_vfs, after.autoprobe) == (count, false)
            && after.vfs.iter().all(|vf| vf.driver.is_none())
    });
    bench.drop_switch("ct-x");
}

pub fn a_private_switch_that_was_lost_is_rebuilt(bench: &Bench) {
    let new = NewSwitch {
        switch_type: SwitchType::Private,
        uplinks: Vec::new(),
        ..bench.new_switch("ct-p", false)
    };
    bench.run(|s| policy::Intent::CreateSwitch(new.clone()).plan(s));
    let before = bench.fingerprint();
    bench.apply(BridgeChange::Delete {
        name: bridge_of(bench, "ct-p"),
    });
    assert!(!switches(&bench.state())[0].present);
    bench.settle();
    assert_eq!(bench.fingerprint(), before);
    bench.drop_switch("ct-p");
}

/// A bridge and a libvirt network that iovsh did not make are neither changed nor removed by anything it does.
pub fn what_others_made_is_left_alone(bench: &Bench) {
    let bridge = name("ct-theirs");
    bench.apply(BridgeChange::Create {
        name: bridge.clone(),
        mac: MAC,
        vlan_filtering: true,
    });
    let id = Uuid::random();
    bench.apply(NetworkChange::Define {
        name: "ct-theirs".to_owned(),
        id,
        bridge: bridge.clone(),
    });
    let theirs = |lines: std::collections::BTreeMap<String, String>| -> Vec<(String, String)> {
        lines
            .into_iter()
            .filter(|(key, _)| key.ends_with("ct-theirs"))
            .collect()
    };
    let before = theirs(bench.fingerprint());
    assert!(before.len() >= 2, "{before:?}");
    bench.make_switch("ct-x", true);
    let new = bench.new_switch("ct-theirs", false);
    assert_eq!(
        bench.no_plan(|s| policy::Intent::CreateSwitch(new.clone()).plan(s)),
        "Switch.NameInUse"
    );
    bench.settle();
    bench.drop_switch("ct-x");
    bench.settle();
    assert_eq!(theirs(bench.fingerprint()), before);
    bench.apply(NetworkChange::Undefine {
        name: "ct-theirs".to_owned(),
        id,
    });
    bench.apply(BridgeChange::Delete { name: bridge });
}

/// The name of a bridge that is taken leads to another one.
pub fn a_bridge_name_that_is_taken_is_avoided(bench: &Bench) {
    bench.make_switch("ct-x", false);
    let first = bridge_of(bench, "ct-x");
    bench.drop_switch("ct-x");
    bench.apply(BridgeChange::Create {
        name: first.clone(),
        mac: MAC,
        vlan_filtering: false,
    });
    bench.make_switch("ct-x", false);
    assert_ne!(bridge_of(bench, "ct-x"), first);
    bench.drop_switch("ct-x");
    bench.apply(BridgeChange::Delete { name: first });
}

/// A NIC that belongs to somebody's bridge is not taken, unless by force.
pub fn a_nic_that_others_have_is_taken_by_force_only(bench: &Bench) {
    let (bridge, port) = (name("ct-theirs"), bench.link().name);
    bench.apply(BridgeChange::Create {
        name: bridge.clone(),
        mac: MAC,
        vlan_filtering: false,
    });
    bench.apply(BridgeChange::AddPort {
        bridge: bridge.clone(),
        port: port.clone(),
    });
    let new = bench.new_switch("ct-x", false);
    assert_eq!(
        bench.no_plan(|s| policy::Intent::CreateSwitch(new.clone()).plan(s)),
        "NetAdapter.HasMaster"
    );
    let forced = NewSwitch { force: true, ..new };
    bench.run(|s| policy::Intent::CreateSwitch(forced.clone()).plan(s));
    assert_eq!(bench.link().master, Some(bridge_of(bench, "ct-x")));
    bench.drop_switch("ct-x");
    assert_eq!(bench.link().master, Some(bridge.clone()), "put back");
    bench.apply(BridgeChange::RemovePort {
        bridge: bridge.clone(),
        port,
    });
    bench.apply(BridgeChange::Delete { name: bridge });
}

/// Called off after the first, a middle and the last but one step that must be taken: each time the host is as it was.
pub fn a_command_that_is_called_off_leaves_nothing(bench: &Bench) {
    let before = bench.fingerprint();
    let new = bench.new_switch("ct-off", true);
    let plan = policy::Intent::CreateSwitch(new.clone())
        .plan(&bench.state())
        .expect("a plan");
    let steps = plan.steps.len();
    let required = plan.steps.iter().rposition(|step| step.group.is_none());
    let last = required.expect("a step that must be taken");
    for after in [1, last / 2, last] {
        let stop = AtomicBool::new(false);
        let mut done = 0;
        let mut count = |progress: &Progress<'_>| {
            if matches!(progress, Progress::StepDone { .. }) {
                done += 1;
                stop.store(done >= after, Ordering::Relaxed);
            }
        };
        let plan = policy::Intent::CreateSwitch(new.clone())
            .plan(&bench.state())
            .expect("a plan");
        let mut options = Options::new(&mut count).cancelled_by(&stop);
        let error = commit(&**bench.machine(), &plan, &mut options).expect_err("called off");
        assert_eq!(error.id, "Commit.Cancelled", "{error}");
        assert_eq!(bench.fingerprint(), before, "after step {after} of {steps}");
    }
}

/// A plan that was made before the host changed under it is not carried out as it stands.
pub fn a_plan_that_is_out_of_date_is_made_anew(bench: &Bench) {
    let new = bench.new_switch("ct-x", true);
    let mut made = 0;
    let mut planner = |state: &State| {
        made += 1;
        policy::Intent::CreateSwitch(new.clone()).plan(state)
    };
    let (plan, _) = transact(
        &**bench.machine(),
        &Scope::REMOVE,
        &mut planner,
        &mut Options::new(&mut NoObserver),
    )
    .expect("carried out");
    assert!(made >= 1 && !plan.is_empty());
    let again = commit(
        &**bench.machine(),
        &plan,
        &mut Options::new(&mut NoObserver),
    )
    .expect_err("stale");
    assert_eq!(again.id, "Commit.StateChanged", "{again}");
    bench.settle();
    bench.drop_switch("ct-x");
}

pub fn a_recovery_with_nothing_to_do_changes_nothing(bench: &Bench) {
    bench.make_switch("ct-x", true);
    let before = bench.fingerprint();
    for _ in 0..2 {
        recover(&**bench.machine(), &mut NoObserver).expect("no recovery fails");
        assert_eq!(bench.fingerprint(), before);
    }
    bench.drop_switch("ct-x");
}
