//! Refusals, kept state and faults of the simulated host.

use super::*;
use crate::model::{
    InterfaceName, MacAddress, NicSpec, PciAddress, VfAttributes, VfDevice, VfRate, VmState,
};
use crate::plan::{Device, DeviceChange, DomainChange, LinkChange, PciChange, StopMode, VfChange};

const PF: &str = "0000:01:00.0";

fn host() -> SimMachine {
    SimMachine::in_memory(fixture("default").unwrap())
}

fn pf() -> PciAddress {
    PF.parse().unwrap()
}

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

fn errno(host: &SimMachine, change: &Change) -> Option<i32> {
    host.apply(change).unwrap_err().errno()
}

fn count(count: u32) -> Change {
    Change::Vf(VfChange::SetCount { pf: pf(), count })
}

fn with_function(host: &SimMachine, edit: impl FnOnce(&mut crate::model::PhysicalFunction)) {
    host.edit_world(|world| edit(&mut world.state.functions[0]))
        .unwrap();
}

/// The id, alias and MAC of a VM's first adapter.
fn adapter(host: &SimMachine, vm: &str) -> (Uuid, AdapterAlias, MacAddress) {
    let state = host.snapshot(&Scope::PLAN).unwrap();
    let vm = state.vm_named(vm).unwrap();
    (vm.id, vm.adapters[0].alias.clone(), vm.adapters[0].mac)
}

/// A VF of the host as a device for a VM.
fn device(host: &SimMachine, vm: &str, index: usize) -> Change {
    let (vm, persistent, mac) = adapter(host, vm);
    let address = host.snapshot(&Scope::PLAN).unwrap().functions[0].vfs[index].address;
    let device = Device::Vf(VfDevice {
        address,
        alias: persistent.of_vf(),
        persistent,
        mac,
    });
    Change::Device(DeviceChange::Attach {
        vm,
        device,
        live: true,
    })
}

#[test]
fn vf_counts_are_refused_as_the_kernel_refuses_them() {
    let host = host();
    assert_eq!(errno(&host, &count(8)), Some(34), "ERANGE");
    host.apply(&count(3)).unwrap();
    assert_eq!(errno(&host, &count(5)), Some(16), "EBUSY");
    host.apply(&count(0)).unwrap();
    with_function(&host, |f| f.vf_bar_space = Some(false));
    assert_eq!(errno(&host, &count(1)), Some(12), "ENOMEM");
    with_function(&host, |f| f.driver = None);
    assert_eq!(errno(&host, &count(1)), Some(2), "ENOENT");
    let elsewhere = Change::Vf(VfChange::SetCount {
        pf: "0000:ff:00.0".parse().unwrap(),
        count: 1,
    });
    assert_eq!(errno(&host, &elsewhere), Some(19), "ENODEV");
}

#[test]
fn autoprobe_decides_whether_the_host_drives_new_vfs() {
    let host = host();
    host.apply(&count(2)).unwrap();
    let state = host.snapshot(&Scope::PLAN).unwrap();
    assert!(
        state.functions[0]
            .vfs
            .iter()
            .all(|v| v.driver.as_deref() == Some("igbvf"))
    );
    assert!(state.link(&name("enp1s0f0v1")).is_some());
    host.apply(&count(0)).unwrap();
    assert!(
        host.snapshot(&Scope::PLAN)
            .unwrap()
            .link(&name("enp1s0f0v1"))
            .is_none()
    );
    host.apply(&Change::Vf(VfChange::SetAutoprobe {
        pf: pf(),
        on: false,
    }))
    .unwrap();
    host.apply(&count(2)).unwrap();
    let vfs = host.snapshot(&Scope::PLAN).unwrap().functions[0]
        .vfs
        .clone();
    assert!(
        vfs.iter()
            .all(|v| v.driver.is_none() && v.interface.is_none())
    );
    assert_ne!(vfs[0].iommu_group, vfs[1].iommu_group);
}

#[test]
fn knobs_before_the_refused_one_stay_set() {
    let host = host();
    host.apply(&count(1)).unwrap();
    let mac = MacAddress([2, 0, 0, 0, 0, 1]);
    let attributes = VfAttributes {
        mac: Some(mac),
        link_state: Some(crate::model::VfLinkState::Enable),
        trust: Some(true),
        ..VfAttributes::default()
    };
    assert_eq!(
        errno(
            &host,
            &Change::Vf(VfChange::Set {
                pf: pf(),
                index: 0,
                attributes
            })
        ),
        Some(95),
        "EOPNOTSUPP"
    );
    let admin = host.snapshot(&Scope::PLAN).unwrap().functions[0].vfs[0]
        .admin
        .unwrap();
    assert_eq!((admin.mac, admin.trust), (mac, Some(false)));
    let too_fast = VfAttributes {
        rate: Some(VfRate {
            minimum: 0,
            maximum: 100_000,
        }),
        ..VfAttributes::default()
    };
    assert_eq!(
        errno(
            &host,
            &Change::Vf(VfChange::Set {
                pf: pf(),
                index: 0,
                attributes: too_fast
            })
        ),
        Some(22),
        "EINVAL"
    );
}

#[test]
fn the_driver_table_decides_about_knobs() {
    let host = host();
    host.apply(&count(1)).unwrap();
    with_function(&host, |f| f.driver = Some("bnxt_en".to_owned()));
    let set = |attributes| {
        Change::Vf(VfChange::Set {
            pf: pf(),
            index: 0,
            attributes,
        })
    };
    let zero = VfAttributes {
        mac: Some(MacAddress::ZERO),
        ..VfAttributes::default()
    };
    assert_eq!(
        errno(&host, &set(zero)),
        Some(22),
        "this driver refuses a zero MAC"
    );
    let guarantee = VfAttributes {
        rate: Some(VfRate {
            minimum: 10,
            maximum: 100,
        }),
        ..VfAttributes::default()
    };
    host.apply(&set(guarantee)).unwrap();
    with_function(&host, |f| f.driver = Some("bnx2x".to_owned()));
    let trust = VfAttributes {
        trust: Some(true),
        ..VfAttributes::default()
    };
    assert_eq!(errno(&host, &set(trust)), Some(95));
}

#[test]
fn a_vf_has_one_owner_and_has_to_be_on_vfio() {
    let host = host();
    host.apply(&Change::Vf(VfChange::SetAutoprobe {
        pf: pf(),
        on: false,
    }))
    .unwrap();
    host.apply(&count(2)).unwrap();
    let attach = device(&host, "web1", 0);
    assert!(
        host.apply(&attach)
            .unwrap_err()
            .to_string()
            .contains("inactive domain")
    );
    for vm in ["web1", "web2"] {
        host.apply(&Change::Domain(DomainChange::Start {
            vm: adapter(&host, vm).0,
            paused: false,
        }))
        .unwrap();
    }
    assert!(
        host.apply(&attach)
            .unwrap_err()
            .to_string()
            .contains("not bound to vfio-pci")
    );
    let address = host.snapshot(&Scope::PLAN).unwrap().functions[0].vfs[0].address;
    host.apply(&Change::Pci(PciChange::Bind {
        address,
        driver: "vfio-pci".to_owned(),
    }))
    .unwrap();
    host.apply(&attach).unwrap();
    assert!(
        host.apply(&device(&host, "web2", 0))
            .unwrap_err()
            .to_string()
            .contains("in use by driver QEMU, domain web1")
    );
    // While a VM has it, nothing takes it away.
    assert_eq!(
        errno(
            &host,
            &Change::Pci(PciChange::Unbind {
                address,
                driver: "vfio-pci".to_owned()
            })
        ),
        Some(16)
    );
    assert_eq!(errno(&host, &count(0)), Some(16));
    let vm = adapter(&host, "web1").0;
    host.apply(&Change::Domain(DomainChange::Stop {
        vm,
        mode: StopMode::TurnOff,
    }))
    .unwrap();
    host.apply(&count(0)).unwrap();
}

#[test]
fn a_group_with_a_neighbour_on_a_host_driver_is_not_viable() {
    let host = host();
    with_function(&host, |f| f.isolated = Some(false));
    host.apply(&Change::Vf(VfChange::SetAutoprobe {
        pf: pf(),
        on: false,
    }))
    .unwrap();
    host.apply(&count(1)).unwrap();
    let vf = host.snapshot(&Scope::PLAN).unwrap().functions[0].vfs[0].clone();
    assert_eq!(vf.iommu_group, Some(14));
    host.apply(&Change::Pci(PciChange::Bind {
        address: vf.address,
        driver: "vfio-pci".to_owned(),
    }))
    .unwrap();
    host.apply(&Change::Domain(DomainChange::Start {
        vm: adapter(&host, "web1").0,
        paused: false,
    }))
    .unwrap();
    let error = host.apply(&device(&host, "web1", 0)).unwrap_err();
    assert!(
        error.to_string().contains("group 14 is not viable"),
        "{error}"
    );
}

#[test]
fn vfio_needs_an_iommu() {
    let host = SimMachine::in_memory(fixture("no-iommu").unwrap());
    host.apply(&Change::Vf(VfChange::SetAutoprobe {
        pf: pf(),
        on: false,
    }))
    .unwrap();
    host.apply(&count(1)).unwrap();
    let address = host.snapshot(&Scope::PLAN).unwrap().functions[0].vfs[0].address;
    let bind = Change::Pci(PciChange::Bind {
        address,
        driver: "vfio-pci".to_owned(),
    });
    assert_eq!(errno(&host, &bind), Some(22));
}

#[test]
fn libvirt_refuses_what_it_cannot_start() {
    let host = host();
    let (vm, alias, mac) = adapter(&host, "web1");
    let bridge = Some(name("gone0"));
    let nic = NicSpec {
        alias,
        mac,
        bridge,
        tap: None,
        link_up: true,
        teaming: true,
        queues: 1,
        naming_index: None,
        mtu: None,
        emulated: false,
    };
    host.apply(&Change::Device(DeviceChange::Update {
        vm,
        nic,
        live: false,
    }))
    .unwrap();
    let error = host
        .apply(&Change::Domain(DomainChange::Start { vm, paused: false }))
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Cannot get interface MTU on 'gone0'"),
        "{error}"
    );
    host.edit_world(|world| world.state.host.memory = 1 << 30)
        .unwrap();
    let error = host
        .apply(&Change::Domain(DomainChange::Start {
            vm: adapter(&host, "web2").0,
            paused: false,
        }))
        .unwrap_err();
    assert!(
        error.to_string().contains("Cannot allocate memory")
            && error
                .next_step
                .as_deref()
                .is_some_and(|step| step.contains("Stop-VM")),
        "{error}"
    );
    let error = host
        .apply(&Change::Domain(DomainChange::Stop {
            vm,
            mode: StopMode::TurnOff,
        }))
        .unwrap_err();
    assert!(
        error.to_string().contains("domain is not running"),
        "{error}"
    );
}

#[test]
fn a_deaf_guest_can_only_be_turned_off() {
    let host = host();
    let vm = adapter(&host, "web1").0;
    host.apply(&Change::Domain(DomainChange::Start { vm, paused: false }))
        .unwrap();
    host.edit_world(|world| world.guests.entry(vm).or_default().shuts_down = false)
        .unwrap();
    let shutdown = Change::Domain(DomainChange::Stop {
        vm,
        mode: StopMode::Shutdown {
            timeout: Duration::ZERO,
        },
    });
    assert_eq!(host.apply(&shutdown).unwrap_err().id, "Vm.StopTimeout");
    host.apply(&Change::Domain(DomainChange::Stop {
        vm,
        mode: StopMode::TurnOff,
    }))
    .unwrap();
    assert_eq!(
        host.snapshot(&Scope::PLAN).unwrap().vm(vm).unwrap().state,
        VmState::Off
    );
}

#[test]
fn the_state_is_kept_between_commands_and_shared_by_those_that_run() {
    let dir = tempfile::tempdir().unwrap();
    let first = SimMachine::open("", dir.path()).unwrap();
    let second = SimMachine::open("default", dir.path()).unwrap();
    first.apply(&count(4)).unwrap();
    assert_eq!(
        second.snapshot(&Scope::PLAN).unwrap().functions[0].num_vfs,
        4
    );
    second.apply(&count(0)).unwrap();
    assert_eq!(
        first.snapshot(&Scope::PLAN).unwrap().functions[0].num_vfs,
        0
    );
    drop((first, second));
    let other = SimMachine::open("no-sriov", dir.path()).unwrap();
    assert_eq!(other.name(), "sim-no-sriov");
    assert!(dir.path().join("sim-default/world.json").exists());
    assert!(
        !dir.path().join("sim-no-sriov").exists(),
        "reading leaves nothing behind"
    );
}

#[test]
fn a_file_is_a_host_too() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.json");
    let mut world = fixture("default").unwrap();
    world.state.host.name = "mine".to_owned();
    fs::write(&file, serde_json::to_vec(&world).unwrap()).unwrap();
    let host = SimMachine::open(file.to_str().unwrap(), dir.path()).unwrap();
    assert_eq!(host.name(), "mine");
    host.apply(&count(1)).unwrap();
    let again = SimMachine::open(file.to_str().unwrap(), dir.path()).unwrap();
    assert_eq!(
        again.snapshot(&Scope::PLAN).unwrap().functions[0].num_vfs,
        1
    );
    assert_eq!(
        serde_json::from_slice::<World>(&fs::read(&file).unwrap()).unwrap(),
        world,
        "the file itself is only read"
    );
}

#[test]
fn damaged_state_is_said_until_it_is_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    drop(
        SimMachine::open("default", dir.path())
            .unwrap()
            .edit_world(|_| {}),
    );
    let file = dir.path().join("sim-default").join(WORLD);
    fs::write(&file, "{").unwrap();
    for _ in 0..2 {
        let error = SimMachine::open("default", dir.path()).unwrap_err();
        assert_eq!(error.id, "State.Corrupt");
        assert!(
            error
                .next_step
                .as_ref()
                .is_some_and(|step| step.contains("Reset-SimulatedHost"))
        );
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            "{",
            "a reader changed it"
        );
    }
    SimMachine::forget("default", dir.path()).unwrap();
    assert!(SimMachine::open("default", dir.path()).is_ok());
}

#[test]
fn a_world_that_cannot_be_kept_does_not_move() {
    let dir = tempfile::tempdir().unwrap();
    let host = SimMachine::open("default", dir.path()).unwrap();
    host.edit_world(|_| {}).unwrap();
    let before = host.observe(&Scope::PLAN).unwrap();
    let file = dir.path().join("sim-default").join(WORLD);
    let away = dir.path().join("away");
    fs::rename(&file, &away).unwrap();
    fs::create_dir(&file).unwrap();
    // A folder stands where the file is to be.
    host.lock().seen = host.folder.as_ref().unwrap().version(WORLD);
    assert_eq!(host.apply(&count(2)).unwrap_err().id, "State.WriteFailed");
    fs::remove_dir(&file).unwrap();
    fs::rename(&away, &file).unwrap();
    assert_eq!(host.observe(&Scope::PLAN).unwrap(), before);
}

#[test]
fn what_has_no_end_is_no_fixture() {
    let dir = tempfile::tempdir().unwrap();
    let error = SimMachine::open("/dev/zero", dir.path()).unwrap_err();
    assert_eq!(error.id, "Sim.NoSuchFixture");
}

#[test]
fn faults_of_a_fixture_hit_what_they_name() {
    let host = host();
    let fault = Fault {
        change: "SetVfCount".to_owned(),
        skip: 1,
        times: 2,
        errno: 28,
        ..Fault::default()
    };
    host.edit_world(|world| world.faults.push(fault)).unwrap();
    host.apply(&count(1)).unwrap();
    assert_eq!(errno(&host, &count(0)), Some(28));
    host.apply(&Change::Link(LinkChange::Set {
        interface: name("eno1"),
        up: true,
    }))
    .unwrap();
    assert_eq!(errno(&host, &count(0)), Some(28));
    host.apply(&count(0)).unwrap();
}

#[test]
fn a_watcher_is_told_of_every_move() {
    let dir = tempfile::tempdir().unwrap();
    let host = SimMachine::open("default", dir.path()).unwrap();
    let mut events = host.watch(&Scope::PLAN).unwrap();
    SimMachine::open("default", dir.path())
        .unwrap()
        .apply(&count(1))
        .unwrap();
    assert_eq!(events.next().unwrap().unwrap(), Event::Overrun);
}

#[test]
fn scopes_show_no_more_than_they_ask_for() {
    let host = host();
    host.apply(&count(1)).unwrap();
    let sriov = host.observe(&Scope::SRIOV).unwrap();
    assert!(
        sriov.functions[0].vfs[0].admin.is_none()
            && sriov.vms.is_empty()
            && sriov.bridges.is_empty()
    );
    let plan = host.observe(&Scope::PLAN).unwrap();
    assert!(
        plan.functions[0].vfs[0].admin.is_some() && plan.vms.iter().all(|v| v.definition.is_none())
    );
    let remove = host.observe(&Scope::REMOVE).unwrap();
    assert!(remove.vms.iter().all(|v| v.definition.is_some()));
    assert_eq!(host.observe(&Scope::default()).unwrap(), State::default());
}
