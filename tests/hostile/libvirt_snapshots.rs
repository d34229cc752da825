//! Snapshots that libvirt tells of: read all at once, and those that nobody understands are left alone.

use iovsh::backend::Machine;
use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::linux::libvirt::procedures as p;
use iovsh::backend::linux::sysfs::Sysfs;
use iovsh::backend::model::{CheckpointContent, Scope, State, Uuid, VmDetail, VmState};
use iovsh::backend::state::Store;

use super::fake_libvirt::{Behaviour, FakeDomain, FakeLibvirt};

const CHECKPOINTS: Scope = Scope {
    vms: VmDetail::Full,
    checkpoints: true,
    ..Scope::NOTHING
};

fn look(daemon: &FakeLibvirt) -> State {
    let folder = tempfile::tempdir().unwrap();
    let host = LinuxMachine::with(
        Sysfs::at(folder.path()),
        Store::in_memory(),
        daemon.endpoint(),
    );
    host.snapshot(&CHECKPOINTS).unwrap()
}

fn text(name: &str, parent: Option<&str>, description: &str) -> String {
    let parent = parent.map(|p| format!("<parent><name>{p}</name></parent>"));
    format!(
        "<domainsnapshot><name>{name}</name><description>{description}</description><state>running</state>{}\
         <creationTime>1764400000</creationTime><memory snapshot='external' file='/m'/>\
         <domain type='kvm'><name>web1</name><memory unit='MiB'>64</memory><devices/></domain></domainsnapshot>",
        parent.unwrap_or_default()
    )
}

#[test]
fn a_look_waits_as_often_for_100_domains_as_for_one() {
    let one = "00000000-0000-4000-8000-000000000001";
    let domain = |n: usize, snapshots: bool| {
        let domain = FakeDomain::running(&format!("vm{n:03}"));
        match snapshots {
            true => domain
                .with_snapshot(one, &text(one, None, "first: 1/2"))
                .with_snapshot("by hand", &text("by hand", Some(one), "of virsh")),
            false => domain,
        }
    };
    for snapshots in [false, true] {
        let waits = [1, 100].map(|count| {
            let all = (0..count).map(|n| domain(n, snapshots)).collect();
            let daemon = FakeLibvirt::counting(all);
            let state = look(&daemon);
            let found = if snapshots { 2 * count } else { 0 };
            assert_eq!((state.checkpoints.len(), state.unread.len()), (found, 0));
            daemon.round_trips()
        });
        assert_eq!(waits[0], waits[1]);
        // How to authenticate, opening, what all domains are doing, their XML; which have snapshots, and of those that have any their
        // lists, which is current, their texts and the version.
        assert_eq!(waits[0], if snapshots { 9 } else { 5 });
    }
}

/// Completion asks for names: no definition is written for them.
#[test]
fn for_names_alone_no_definition_is_asked() {
    let daemon = FakeLibvirt::counting(vec![FakeDomain::running("b"), FakeDomain::off("a")]);
    let folder = tempfile::tempdir().unwrap();
    let host = LinuxMachine::with(
        Sysfs::at(folder.path()),
        Store::in_memory(),
        daemon.endpoint(),
    );
    let scope = Scope {
        vms: VmDetail::Named,
        ..Scope::NOTHING
    };
    let state = host.snapshot(&scope).unwrap();
    let told: Vec<_> = state.vms.iter().map(|vm| (&*vm.name, vm.state)).collect();
    assert_eq!(told, [("a", VmState::Off), ("b", VmState::Running)]);
    assert!(!daemon.calls().contains(&p::DOMAIN_GET_XML_DESC.number));
}

/// A list of what none of them has costs a daemon as much as the XML of all of them.
#[test]
fn only_domains_that_have_snapshots_are_asked_for_them() {
    let domains = || {
        let mut all: Vec<FakeDomain> = (0..20)
            .map(|n| FakeDomain::off(&format!("vm{n}")))
            .collect();
        all.push(FakeDomain::off("web1").with_snapshot("one", &text("one", None, "")));
        all
    };
    let asked = |daemon: &FakeLibvirt| {
        let calls = daemon.calls();
        let lists = calls
            .iter()
            .filter(|call| **call == p::DOMAIN_LIST_ALL_SNAPSHOTS.number);
        lists.count()
    };
    let daemon = FakeLibvirt::with(domains());
    let checkpoints = look(&daemon).checkpoints;
    assert_eq!((checkpoints.len(), asked(&daemon)), (1, 1));
    // A daemon that cannot tell which they are.
    let old = FakeLibvirt::with(domains()).old();
    assert_eq!(look(&old).checkpoints, checkpoints);
    assert_eq!(asked(&old), 21);
}

#[test]
fn names_come_from_descriptions_where_they_are_iovshs() {
    let one = "00000000-0000-4000-8000-000000000001";
    let domain = FakeDomain::off("web1")
        .with_snapshot(one, &text(one, None, "a/b: &lt;c&gt;"))
        .with_snapshot("by hand", &text("by hand", Some(one), "of virsh"));
    let state = look(&FakeLibvirt::with(vec![domain]));
    let [by_iovsh, by_hand] = state.checkpoints.as_slice() else {
        panic!("{:?}", state.checkpoints);
    };
    assert_eq!(by_iovsh.id, one.parse::<Uuid>().unwrap());
    assert_eq!((&*by_iovsh.name, by_iovsh.current), ("a/b: <c>", false));
    assert_eq!((&*by_hand.name, by_hand.current), ("by hand", true));
    assert_eq!(by_hand.parent.as_deref(), Some(one));
    assert!(by_iovsh.has_free_name() && !by_hand.has_free_name());
    assert_eq!(by_hand.content, CheckpointContent::Memory);
    assert_eq!(by_hand.stuck, None, "libvirt is new enough");
}

#[test]
fn a_snapshot_that_nobody_understands_hides_no_other() {
    let domain = FakeDomain::off("web1")
        .with_snapshot("good", &text("good", None, ""))
        .with_snapshot("bad", "<domainsnapshot>");
    let state = look(&FakeLibvirt::with(vec![domain]));
    assert_eq!(state.checkpoints.len(), 1);
    assert_eq!(state.unread[0].id, "Checkpoint.Unreadable");
    assert_eq!(state.vms.len(), 1);
}

#[test]
fn a_driver_without_snapshots_has_none_and_one_that_refuses_says_so() {
    let all = || vec![FakeDomain::off("web1").with_snapshot("one", &text("one", None, ""))];
    let daemon = FakeLibvirt::with(all());
    let number = p::DOMAIN_LIST_ALL_SNAPSHOTS.number;
    daemon.behave(number, Some(Behaviour::Refuse(3, "not supported".into())));
    let state = look(&daemon);
    assert!(state.checkpoints.is_empty() && state.unread.is_empty());
    let daemon = FakeLibvirt::with(all());
    daemon.behave(number, Some(Behaviour::Refuse(88, "access denied".into())));
    let state = look(&daemon);
    assert_eq!((state.vms.len(), state.unread.len()), (1, 1));
}
