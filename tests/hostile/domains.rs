//! One domain that cannot be read among others that can: it is listed with its name and left alone, and nobody suffers for it.

use std::process::Command;

use iovsh::backend::Machine;
use iovsh::backend::commit::{NoObserver, Options, transact};
use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::linux::libvirt::error::code;
use iovsh::backend::linux::libvirt::{Client, Hypervisor, procedures as p};
use iovsh::backend::linux::sysfs::Sysfs;
use iovsh::backend::model::{Scope, State, SwitchType, Uuid, VmDetail};
use iovsh::backend::policy::{self, vm_named};
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::state::Store;

use super::fake_libvirt::{Behaviour, FakeDomain, FakeLibvirt, NOT_UTF8};

const VMS: Scope = Scope {
    vms: VmDetail::Definitions,
    ..Scope::NOTHING
};

/// What libvirt may answer for a domain that cannot be understood, or not at all.
fn bad_domains() -> Vec<FakeDomain> {
    let texts = [
        "",
        "hello",
        "<network/>",
        "<domain type='kvm'/>",
        "<domain type='kvm'><name>evil</name>",
        "<!DOCTYPE d [<!ENTITY x 'evil'>]><domain type='kvm'><name>&x;</name></domain>",
        "<domain type='kvm'><name>ev\u{1}il</name></domain>",
    ];
    let mut bad: Vec<FakeDomain> = texts
        .iter()
        .map(|text| FakeDomain::running("evil").with_xml(*text))
        .collect();
    bad.push(FakeDomain::running("evil").refusing(code::ACCESS_DENIED, "access denied"));
    bad.push(FakeDomain::off("evil").refusing(code::INTERNAL_ERROR, "something broke"));
    bad
}

#[test]
fn one_bad_domain_hides_no_other() {
    for bad in bad_domains() {
        let what = format!("{bad:?}");
        let daemon = FakeLibvirt::with(vec![
            FakeDomain::running("good1"),
            bad,
            FakeDomain::off("good2"),
        ]);
        let folder = tempfile::tempdir().unwrap();
        let host = LinuxMachine::with(
            Sysfs::at(folder.path()),
            Store::in_memory(),
            daemon.endpoint(),
        );
        let state = host
            .snapshot(&VMS)
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        let seen: Vec<(&str, bool)> = state
            .vms
            .iter()
            .map(|vm| (vm.name.as_str(), vm.unreadable.is_some()))
            .collect();
        assert_eq!(
            seen,
            [("evil", true), ("good1", false), ("good2", false)],
            "{what}"
        );
        let [warning] = state.unread.as_slice() else {
            panic!("{what}: {:?}", state.unread);
        };
        assert_eq!(
            (&*warning.id, warning.target.as_deref()),
            ("Vm.Unreadable", Some("evil"))
        );
        assert!(vm_named(&state, "good1").is_ok());
        assert_eq!(vm_named(&state, "evil").unwrap_err().id, "Vm.Unreadable");
    }
}

#[test]
fn bytes_that_are_not_utf8_hide_no_domain_and_no_reason() {
    // Its UUID is made of the first bytes of the name.
    let strange = format!("with-bytes-that-are-none-{NOT_UTF8}");
    let daemon = FakeLibvirt::with(vec![
        FakeDomain::running("good"),
        FakeDomain::off(&strange).with_xml("<domain/>"),
        FakeDomain::off("text").with_xml(format!(
            "<domain type='kvm'><name>text</name><title>{NOT_UTF8}</title></domain>"
        )),
    ])
    .at(
        p::DOMAIN_CREATE_WITH_FLAGS.number,
        Behaviour::Refuse(
            code::INTERNAL_ERROR,
            format!("could not open '/srv/{NOT_UTF8}.img'"),
        ),
    );
    let folder = tempfile::tempdir().unwrap();
    let host = LinuxMachine::with(
        Sysfs::at(folder.path()),
        Store::in_memory(),
        daemon.endpoint(),
    );
    let state = host.snapshot(&VMS).unwrap();
    let seen: Vec<(&str, bool)> = state
        .vms
        .iter()
        .map(|vm| (vm.name.as_str(), vm.unreadable.is_some()))
        .collect();
    // A definition that is not text is never given back with other bytes in it.
    assert_eq!(
        seen,
        [
            ("good", false),
            ("text", true),
            ("with-bytes-that-are-none-\u{FFFD}\u{FFFD}", true)
        ]
    );
    let client = Client::new(daemon.endpoint());
    let good = client.domain("good").unwrap().unwrap();
    let refused = client.start(&good, false).unwrap_err().to_string();
    assert!(refused.contains("/srv/\u{FFFD}\u{FFFD}.img"), "{refused}");
}

#[test]
fn depth_makes_no_domain_unreadable() {
    let deep = format!("{}{}", "<a>".repeat(65), "</a>".repeat(65));
    let text = format!("<domain type='kvm'><name>deep</name><metadata>{deep}</metadata></domain>");
    let daemon = FakeLibvirt::with(vec![FakeDomain::off("deep").with_xml(text)]);
    let folder = tempfile::tempdir().unwrap();
    let host = LinuxMachine::with(
        Sysfs::at(folder.path()),
        Store::in_memory(),
        daemon.endpoint(),
    );
    let state = host.snapshot(&VMS).unwrap();
    assert_eq!(state.vms[0].unreadable, None);
    assert_eq!(state.unread, []);
}

#[test]
fn a_list_shows_the_bad_one_with_its_name_and_says_so_once() {
    let daemon = FakeLibvirt::with(vec![
        FakeDomain::running("good1"),
        FakeDomain::running("evil").with_xml("<domain/>"),
    ]);
    let run = |line: &str| {
        Command::new(env!("CARGO_BIN_EXE_iovsh"))
            .args(["--host", "local", "-Command", line])
            .env("IOVSH_LIBVIRT_SOCKET", daemon.socket())
            .env("IOVSH_LIBVIRT_URI", "test:///default")
            .env("IOVSH_STATE_DIR", daemon.folder().join("state"))
            .output()
            .unwrap()
    };
    let listed = run("Get-VM | ForEach-Object { \"$($_.Name): $($_.Status)\" }");
    let shown = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(shown.contains("good1: Operating normally"), "{listed:?}");
    assert!(shown.contains("evil: Cannot be read: "), "{shown}");
    let said = String::from_utf8_lossy(&listed.stderr).into_owned();
    assert_eq!(said.matches("'evil' cannot be read").count(), 1, "{said}");
    let refused = run("Stop-VM evil -TurnOff");
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("Vm.Unreadable"));
}

#[test]
fn what_a_vm_has_that_cannot_be_read_is_not_given_to_another() {
    let host = SimMachine::in_memory(fixture("default").unwrap());
    let commit =
        |planner: &mut dyn FnMut(
            &State,
        )
            -> Result<iovsh::backend::Plan, iovsh::backend::HostError>| {
            transact(
                &host,
                &Scope::PLAN,
                planner,
                &mut Options::new(&mut NoObserver),
            )
            .unwrap()
        };
    let new = policy::switch::NewSwitch {
        id: Uuid::random(),
        name: "lan".to_owned(),
        switch_type: SwitchType::External,
        uplinks: vec!["enp1s0f0".parse().unwrap()],
        iov_enabled: true,
        allow_management_os: true,
        notes: String::new(),
        persist: None,
        teaming: false,
        force: true,
        settings: Default::default(),
    };
    commit(&mut |state| policy::Intent::CreateSwitch(new.clone()).plan(state));
    for vm in ["web1", "web2"] {
        let changes = policy::adapter::Changes {
            iov_weight: Some(100),
            ..policy::adapter::Changes::default()
        };
        let adapter = |state: &State| {
            let vm = state.vm_named(vm).unwrap();
            (vm.id, vm.adapters[0].alias.clone())
        };
        commit(&mut |state| {
            let (id, alias) = adapter(state);
            policy::Intent::ConnectAdapter {
                vm: id,
                adapter: alias.clone(),
                switch: "lan".to_owned(),
            }
            .plan(state)
        });
        commit(&mut |state| {
            let (id, alias) = adapter(state);
            policy::Intent::SetAdapter {
                vm: id,
                adapter: alias.clone(),
                changes: Box::new(changes.clone()),
            }
            .plan(state)
        });
    }
    commit(&mut |state| policy::Intent::StartVm { vm: "web1".into() }.plan(state));
    let before = host.snapshot(&Scope::PLAN).unwrap();
    let web1 = before.vm_named("web1").unwrap().clone();
    let has = web1.adapters[0].vf.clone().expect("a VF");
    host.edit_world(|world| {
        let vm = world
            .state
            .vms
            .iter_mut()
            .find(|vm| vm.id == web1.id)
            .unwrap();
        vm.adapters.clear();
        vm.settings = None;
        vm.unreadable = Some("it is no XML".to_owned());
    })
    .unwrap();
    let (_, report) = commit(&mut |state| Ok(policy::reconcile(state)));
    assert!(report.applied.is_empty(), "it is left alone");
    commit(&mut |state| policy::Intent::StartVm { vm: "web2".into() }.plan(state));
    let after = host.snapshot(&Scope::PLAN).unwrap();
    let other = after.vm_named("web2").unwrap().adapters[0]
        .vf
        .clone()
        .expect("a VF");
    assert_ne!(other.address, has.address);
    let owner = after.vf(has.address).unwrap().owner.clone();
    assert_eq!(owner.map(|owner| owner.vm), Some(web1.id));
    assert_eq!(after.desired.claims.len(), 2);
}
