//! How often libvirt is asked: the same number of times for hundreds of domains as for one.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use iovsh::backend::Machine;
use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::linux::libvirt::procedures as p;
use iovsh::backend::linux::sysfs::Sysfs;
use iovsh::backend::model::{Scope, State, VmDetail, VmState};
use iovsh::backend::state::Store;

use super::fake_libvirt::{Behaviour, FakeDomain, FakeLibvirt};

const VMS: Scope = Scope {
    vms: VmDetail::Full,
    ..Scope::NOTHING
};

/// The calls that name one domain.
const OF_ONE: [u32; 5] = [
    p::DOMAIN_GET_XML_DESC.number,
    p::DOMAIN_GET_INFO.number,
    p::DOMAIN_GET_AUTOSTART.number,
    p::DOMAIN_IS_PERSISTENT.number,
    p::DOMAIN_HAS_MANAGED_SAVE_IMAGE.number,
];

/// Domains of which every second runs.
fn domains(count: usize) -> Vec<FakeDomain> {
    (0..count)
        .map(|n| match n % 2 {
            0 => FakeDomain::running(&format!("vm{n:03}")),
            _ => FakeDomain::off(&format!("vm{n:03}")),
        })
        .collect()
}

fn look(daemon: &FakeLibvirt, scope: &Scope) -> State {
    let folder = tempfile::tempdir().unwrap();
    let host = LinuxMachine::with(
        Sysfs::at(folder.path()),
        Store::in_memory(),
        daemon.endpoint(),
    );
    host.snapshot(scope).unwrap()
}

/// How often each procedure was called.
fn counted(daemon: &FakeLibvirt) -> BTreeMap<u32, usize> {
    let mut counts = BTreeMap::new();
    for call in daemon.calls() {
        *counts.entry(call).or_insert(0) += 1;
    }
    counts
}

#[test]
fn a_look_waits_as_often_for_200_domains_as_for_one() {
    for scope in [
        VMS,
        Scope {
            networks: true,
            guests: true,
            ..VMS
        },
        Scope {
            vms: VmDetail::Definitions,
            ..VMS
        },
    ] {
        let waits = [1, 200].map(|count| {
            let daemon = FakeLibvirt::counting(domains(count));
            let state = look(&daemon, &scope);
            assert_eq!((state.vms.len(), state.unread.len()), (count, 0));
            daemon.round_trips()
        });
        assert_eq!(waits[0], waits[1], "{scope:?}");
        if scope == VMS {
            // How to authenticate, opening, what all domains are doing, their XML.
            assert_eq!(waits[0], 4);
        }
    }
}

#[test]
fn of_each_domain_only_its_xml_is_asked_for() {
    let daemon = FakeLibvirt::with(domains(50));
    look(&daemon, &VMS);
    let counts = counted(&daemon);
    for procedure in OF_ONE {
        let expected = if procedure == p::DOMAIN_GET_XML_DESC.number {
            50
        } else {
            0
        };
        let calls = counts.get(&procedure).copied().unwrap_or(0);
        assert_eq!(calls, expected, "procedure {procedure}");
    }
}

#[test]
fn more_domains_than_are_under_way_at_once_are_all_seen() {
    let daemon = FakeLibvirt::with(domains(1_000));
    let state = look(&daemon, &VMS);
    assert_eq!(state.vms.len(), 1_000);
    assert!(state.vms.is_sorted_by(|a, b| a.name < b.name));
    for (n, vm) in state.vms.iter().enumerate() {
        assert_eq!(vm.name, format!("vm{n:03}"), "its own XML and state");
        assert_eq!(vm.state.is_active(), n % 2 == 0, "{}", vm.name);
    }
}

#[test]
fn a_daemon_without_statistics_says_the_same_call_by_call() {
    let all = || {
        vec![
            FakeDomain::running("web1"),
            FakeDomain::off("web2"),
            FakeDomain::off("web3").saved(),
        ]
    };
    let state = |behaviour: Option<Behaviour>| {
        let daemon = FakeLibvirt::with(all());
        daemon.behave(p::CONNECT_GET_ALL_DOMAIN_STATS.number, behaviour);
        look(&daemon, &VMS).vms
    };
    let new = state(None);
    let seen: Vec<VmState> = new.iter().map(|vm| vm.state).collect();
    assert_eq!(seen, [VmState::Running, VmState::Off, VmState::Saved]);
    for old in [
        // A driver without the call, a daemon that does not know it, one that does not allow it, and what is no answer to it.
        Behaviour::Refuse(3, "this function is not supported".into()),
        Behaviour::Refuse(39, "unknown procedure: 344".into()),
        Behaviour::Refuse(88, "access denied".into()),
        Behaviour::Payload(vec![0xff; 64]),
        Behaviour::Payload(Vec::new()),
        Behaviour::Payload(0u32.to_be_bytes().to_vec()),
    ] {
        assert_eq!(state(Some(old.clone())), new, "{old:?}");
    }
}

#[test]
fn a_domain_that_goes_while_it_is_looked_at_is_not_there() {
    let daemon = FakeLibvirt::with(vec![
        FakeDomain::running("web1"),
        FakeDomain::running("gone").gone(),
        FakeDomain::off("away").gone(),
    ]);
    let state = look(&daemon, &VMS);
    let names: Vec<&str> = state.vms.iter().map(|vm| vm.name.as_str()).collect();
    assert_eq!((names.as_slice(), state.unread.len()), (&["web1"][..], 0));
}

#[test]
fn answers_without_end_are_not_kept() {
    let daemon = FakeLibvirt::with(domains(200)).at(
        p::DOMAIN_GET_XML_DESC.number,
        Behaviour::Payload(vec![0; 4_000_000]),
    );
    let folder = tempfile::tempdir().unwrap();
    let host = LinuxMachine::with(
        Sysfs::at(folder.path()),
        Store::in_memory(),
        daemon.endpoint(),
    );
    let error = host.snapshot(&VMS).unwrap_err();
    assert!(error.to_string().contains("longer than"), "{error}");
}

#[test]
fn get_vm_asks_for_no_more_than_a_look_at_the_vms() {
    let waits = [1, 200].map(|count| {
        let daemon = FakeLibvirt::counting(domains(count));
        let output = Command::new(env!("CARGO_BIN_EXE_iovsh"))
            .args(["--host", "local", "-Command", "(Get-VM).Count"])
            .env("IOVSH_LIBVIRT_SOCKET", daemon.socket())
            .env("IOVSH_STATE_DIR", daemon.folder().join("state"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(said.trim(), count.to_string(), "{output:?}");
        (daemon.round_trips(), daemon.calls().len())
    });
    assert_eq!(waits[0].0, waits[1].0);
    // Those of a look, which have checkpoints, and the memory that the guests need.
    assert!(waits[0].0 <= 6, "{waits:?}");
    // Its XML, and nothing else, is asked for of each.
    assert_eq!(waits[1].1 - waits[0].1, 199);
}
