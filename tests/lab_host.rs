//! Every primitive of the Linux host against a real kernel, a real driver, libvirt and a booted guest: on the lab machine.
//!
//! Runs only where `IOVSH_LAB_HOST=1` is set, because it takes the NIC `enp1s0` of whatever machine it runs on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

#[path = "laws/kernel.rs"]
mod kernel;

use std::process::Command;
use std::time::{Duration, Instant};

use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::linux::libvirt::Endpoint;
use iovsh::backend::linux::netlink::Netlink;
use iovsh::backend::linux::netlink::devlink::Devlink;
use iovsh::backend::linux::sysfs::Sysfs;
use iovsh::backend::model::{
    AdapterAlias, DirectBoot, DomainDefinition, DomainSpec, EswitchMode, FdbEntry, FdbPlace,
    InterfaceName, MacAddress, NicSpec, PciAddress, PortVlans, Scope, State, Uuid, VfAttributes,
    VfDetail, VfDevice, VfLinkState, VfRate, VfVlan, VlanId, VmDetail, VmSettings, VmState,
};
use iovsh::backend::plan::{
    BridgeChange, Change, Device, DeviceChange, DomainChange, FdbChange, LinkChange, NetworkChange,
    PciChange, StopMode, VfChange,
};
use iovsh::backend::state::Store;
use iovsh::backend::{Category, Event, Machine};

const PF: &str = "0000:01:00.0";
const PF_NAME: &str = "enp1s0";
const EBUSY: i32 = 16;
const ERANGE: i32 = 34;
const EOPNOTSUPP: i32 = 95;
const SOON: Duration = Duration::from_secs(180);

struct Lab {
    host: LinuxMachine,
}

impl Lab {
    /// Carries out a change and checks that it can be seen.
    fn done(&self, change: impl Into<Change>) {
        let change = change.into();
        let started = Instant::now();
        let differences = kernel::carry_out(&self.host, &change)
            .unwrap_or_else(|error| panic!("{change:?}: {error}"));
        // What a driver or the kernel does beside the change is told, and fails nothing: the planner looks again anyway.
        for difference in differences {
            eprintln!("   not as predicted: {change:?}: {difference}");
        }
        let name = format!("{change:?}");
        let short: String = name.chars().take(70).collect();
        eprintln!("{:>6} ms  {short}", started.elapsed().as_millis());
    }

    fn refused(&self, change: impl Into<Change>) -> iovsh::backend::HostError {
        let change = change.into();
        self.host.apply(&change).expect_err("refused")
    }

    fn state(&self) -> State {
        let started = Instant::now();
        let state = self.host.observe(&Scope::PLAN).unwrap();
        eprintln!("{:>6} ms  observe", started.elapsed().as_millis());
        state
    }
}

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

fn guest(vm: &str, script: &str) -> String {
    let output = Command::new("guest").args([vm, script]).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn within(what: &str, limit: Duration, mut test: impl FnMut() -> bool) {
    let deadline = Instant::now() + limit;
    while !test() {
        assert!(Instant::now() < deadline, "{what}: not within {limit:?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// What must be as it was in the end.
fn outline(state: &State) -> String {
    let functions: Vec<_> = state
        .functions
        .iter()
        .map(|f| (f.address, f.num_vfs, f.autoprobe, f.driver.clone()))
        .collect();
    let links: Vec<_> = state
        .links
        .iter()
        .map(|l| (&l.name, l.up, l.mac, &l.master, &l.addresses))
        .collect();
    format!(
        "{functions:?}\n{links:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        state.bridges, state.fdb, state.networks, state.vms
    )
}

#[test]
fn every_primitive_on_the_lab_machine() {
    if std::env::var_os("IOVSH_LAB_HOST").is_none() {
        eprintln!("SKIPPED: IOVSH_LAB_HOST is not set; this is not the lab machine");
        return;
    }
    let lab = Lab {
        host: LinuxMachine::with(
            Sysfs::default(),
            Store::in_memory(),
            Endpoint::from_environment(),
        ),
    };
    let before = lab.state();
    platform_facts(&before);
    virtual_functions(&lab);
    let bridge = name("br-test");
    bridges(&lab, &bridge);
    guests(&lab, &bridge);
    put_back(&lab, &bridge, &before);
    assert_eq!(outline(&lab.state()), outline(&before));
}

/// A NIC without hardware (`netdevsim`): a thousand VFs, and the mode in which every VF has a representor.
#[test]
fn a_thousand_vfs_and_representors() {
    if std::env::var_os("IOVSH_LAB_NETDEVSIM").is_none() {
        eprintln!("left out: IOVSH_LAB_NETDEVSIM is not set");
        return;
    }
    let write = |path: &str, text: &str| std::fs::write(path, text).expect(path);
    let count = "/sys/bus/netdevsim/devices/netdevsim10/sriov_numvfs";
    write("/sys/bus/netdevsim/new_device", "10 1");
    write("/sys/kernel/debug/netdevsim/netdevsim10/max_vfs", "1000");
    write(count, "1000");
    // It gets its lasting name from udev.
    let settled = Command::new("udevadm").arg("settle").status();
    assert!(settled.unwrap().success());
    let folder = std::fs::read_dir("/sys/bus/netdevsim/devices/netdevsim10/net").unwrap();
    let first = folder.into_iter().next().unwrap().unwrap().file_name();
    let netlink = Netlink::route();
    let pf = netlink.link(&name(first.to_str().unwrap())).unwrap();

    let wish = |index: u32| VfAttributes {
        mac: Some(MacAddress::from_u64(0x0200_0000_0000 + u64::from(index))),
        vlan: Some(VfVlan {
            id: VlanId::try_from(u16::try_from(1 + index).unwrap()).ok(),
            qos: 1,
            ..VfVlan::default()
        }),
        spoof_check: Some(index.is_multiple_of(2)),
        trust: Some(index.is_multiple_of(3)),
        ..VfAttributes::default()
    };
    for index in 0..1000 {
        netlink.set_vf(pf.index, index, &wish(index)).unwrap();
    }
    let vfs = netlink.vfs(pf.index, false).unwrap();
    assert_eq!(vfs.len(), 1000);
    for (index, vf) in &vfs {
        assert_eq!(
            wish(*index).are_satisfied_by(&vf.admin),
            Some(true),
            "{index}: {vf:?}"
        );
    }

    let devlink = Devlink::default();
    let mode = || devlink.eswitch_mode_of("netdevsim", "netdevsim10").unwrap();
    assert_eq!(mode(), EswitchMode::Legacy);
    write(count, "0");
    write(count, "4");
    let set = Command::new("devlink")
        .args("dev eswitch set netdevsim/netdevsim10 mode switchdev".split(' '))
        .status();
    assert!(set.unwrap().success());
    assert_eq!(mode(), EswitchMode::Switchdev);
    let mut ports: Vec<String> = netlink
        .links()
        .unwrap()
        .into_iter()
        .filter_map(|link| link.port_name)
        .filter(|port| port.contains("vf"))
        .collect();
    ports.sort();
    assert_eq!(ports, ["pf0vf0", "pf0vf1", "pf0vf2", "pf0vf3"]);
    write("/sys/bus/netdevsim/del_device", "10");
}

fn platform_facts(state: &State) {
    assert!(state.host.kvm && state.host.slat == Some(true));
    assert!(!state.iommu.units.is_empty());
    assert_eq!(state.iommu.interrupt_remapping, Some(true));
    assert_eq!(state.iommu.pci_express, Some(true));
    assert_eq!(state.iommu.acs, Some(true));
    assert_eq!(state.iommu.vfio_pci, Some(true));
    assert_eq!(state.iommu.firmware_broken, Some(false));
    assert_eq!(state.functions.len(), 2);
    let pf = state.function(PF.parse().unwrap()).unwrap();
    assert_eq!(pf.driver.as_deref(), Some("igb"));
    assert_eq!((pf.total_vfs, pf.num_vfs), (7, 0));
    assert_eq!(pf.interface.as_ref().unwrap().as_str(), PF_NAME);
    assert!(pf.identity.permanent_mac.is_usable());
    assert!(!pf.identity.pci_path.is_empty());
    assert_eq!(pf.vf_bar_space, Some(true));
    assert_eq!(pf.bus_numbers, Some(true));
    assert_eq!(pf.isolated, Some(true));
    let link = state.link(&name(PF_NAME)).unwrap();
    assert_eq!(link.pci, Some(pf.address));
    assert_eq!(link.driver.as_deref(), Some("igb"));
    let session = state.links.iter().filter(|link| link.session).count();
    let expected = usize::from(std::env::var_os("SSH_CONNECTION").is_some());
    assert_eq!(session, expected);
}

fn virtual_functions(lab: &Lab) {
    let pf: PciAddress = PF.parse().unwrap();
    lab.done(VfChange::SetAutoprobe { pf, on: false });
    let too_many = lab.refused(VfChange::SetCount { pf, count: 8 });
    assert_eq!(too_many.errno(), Some(ERANGE), "{too_many}");
    lab.done(VfChange::SetCount { pf, count: 3 });
    let busy = lab.refused(VfChange::SetCount { pf, count: 5 });
    assert_eq!(busy.errno(), Some(EBUSY), "{busy}");
    assert!(busy.next_step.is_some());
    lab.done(VfChange::SetCount { pf, count: 3 });

    let state = lab.state();
    let function = state.function(pf).unwrap();
    assert_eq!(function.vfs.len(), 3);
    for vf in &function.vfs {
        assert!(vf.driver.is_none() && vf.interface.is_none());
        assert!(vf.iommu_group.is_some() && vf.group_peers.is_empty());
        assert_eq!((vf.flr, vf.driven), (Some(true), Some(false)));
        assert!(vf.admin.is_some());
    }
    // igb refuses a rate while the PF has no link to compare it with.
    let interface = name(PF_NAME);
    lab.done(LinkChange::Set {
        interface: interface.clone(),
        up: true,
    });
    within("the PF has its link", SOON, || {
        lab.state().link(&interface).unwrap().carrier
    });
    let set = |attributes: VfAttributes| {
        Change::Vf(VfChange::Set {
            pf,
            index: 1,
            attributes,
        })
    };
    lab.done(set(VfAttributes {
        mac: Some(MacAddress([0x52, 0x54, 0, 0x11, 0x11, 0x11])),
        vlan: Some(VfVlan {
            id: VlanId::try_from(100).ok(),
            qos: 2,
            ..VfVlan::default()
        }),
        spoof_check: Some(false),
        trust: Some(true),
        rate: Some(VfRate {
            minimum: 0,
            maximum: 100,
        }),
        link_state: None,
    }));
    let state = lab.state();
    let vf = &state.function(pf).unwrap().vfs[1];
    let admin = vf.admin.unwrap();
    assert_eq!((admin.spoof_check, admin.trust), (Some(false), Some(true)));
    assert_eq!(
        (admin.vlan.id.map(VlanId::get), admin.vlan.qos),
        (Some(100), 2)
    );
    lab.done(set(VfAttributes {
        vlan: Some(VfVlan::default()),
        spoof_check: Some(true),
        rate: Some(VfRate::default()),
        ..VfAttributes::default()
    }));
    let lacks = lab.refused(set(VfAttributes {
        link_state: Some(VfLinkState::Enable),
        ..VfAttributes::default()
    }));
    assert_eq!(lacks.errno(), Some(EOPNOTSUPP), "{lacks}");
    let address = vf.address;
    lab.done(VfChange::Reset { address });
    let driver = "vfio-pci".to_owned();
    lab.done(PciChange::Bind { address, driver });
}

fn bridges(lab: &Lab, bridge: &InterfaceName) {
    let mac = lab.state().link(&name(PF_NAME)).unwrap().mac;
    lab.done(BridgeChange::Create {
        name: bridge.clone(),
        mac,
        vlan_filtering: true,
    });
    let port = name(PF_NAME);
    lab.done(BridgeChange::AddPort {
        bridge: bridge.clone(),
        port: port.clone(),
    });
    lab.done(LinkChange::Set {
        interface: port.clone(),
        up: true,
    });
    let apart = PortVlans {
        untagged: VlanId::try_from(200).ok(),
        tagged: "10-12,300".parse().unwrap(),
    };
    for vlans in [apart, PortVlans::default()] {
        lab.done(BridgeChange::SetPortVlans {
            port: port.clone(),
            vlans,
        });
    }
    let mac = MacAddress([0x52, 0x54, 0, 0x22, 0x22, 0x22]);
    for _ in 0..2 {
        for place in [FdbPlace::Filter, FdbPlace::Bridge] {
            let entry = FdbEntry {
                device: port.clone(),
                mac,
                place,
            };
            lab.done(FdbChange::Add {
                entry: entry.clone(),
            });
            lab.done(FdbChange::Remove { entry });
        }
    }
    lab.done(NetworkChange::Define {
        name: "test-lan".into(),
        id: Uuid::from_bytes([7; 16]),
        bridge: bridge.clone(),
    });
}

fn nic(alias: &str, last: u8, bridge: Option<&InterfaceName>) -> NicSpec {
    let alias: AdapterAlias = alias.parse().unwrap();
    NicSpec {
        mac: MacAddress([0x52, 0x54, 0, 0x11, 0x11, last]),
        bridge: bridge.cloned(),
        tap: alias.tap(),
        link_up: true,
        teaming: true,
        queues: 1,
        naming_index: None,
        mtu: None,
        emulated: false,
        alias,
    }
}

fn guests(lab: &Lab, bridge: &InterfaceName) {
    let adapter = nic("ua-00000001", 0x11, Some(bridge));
    let alias = adapter.alias.clone();
    let spec = DomainSpec {
        name: "prim".into(),
        id: Uuid::from_bytes([9; 16]),
        memory: 192 << 20,
        vcpus: 1,
        boot: Some(DirectBoot {
            kernel: "/srv/guest/vmlinuz".into(),
            initrd: Some("/srv/guest/initrd.img".into()),
            command_line: std::fs::read_to_string("/srv/guest/cmdline")
                .unwrap()
                .trim()
                .into(),
        }),
        boot_order: Vec::new(),
        disks: vec![],
        serial_socket: Some("/run/prim.sock".into()),
        adapters: vec![adapter.clone()],
        spare_root_ports: 4,
        settings: VmSettings::default(),
    };
    let vm = spec.id;
    let mut events = lab
        .host
        .watch(&Scope {
            vms: VmDetail::Full,
            ..Scope::default()
        })
        .unwrap();
    lab.done(DomainChange::Define {
        name: spec.name.clone(),
        id: vm,
        definition: DomainDefinition::Spec(Box::new(spec)),
    });
    lab.done(DomainChange::Start { vm, paused: false });
    assert_eq!(
        events.next().unwrap().unwrap(),
        Event::Vm {
            name: "prim".into()
        }
    );
    let ready = Command::new("guest")
        .args(["--wait", "prim"])
        .status()
        .unwrap();
    assert!(ready.success(), "the guest never answered");

    let state = lab.state();
    let running = state.vm(vm).unwrap();
    assert_eq!(running.state, VmState::Running);
    let on = &running.adapters[0];
    assert_eq!(on.tap.as_ref(), adapter.tap.as_ref());
    assert_eq!(on.bridge.as_ref(), Some(bridge));

    let address = state.function(PF.parse().unwrap()).unwrap().vfs[1].address;
    let vf = VfDevice {
        address,
        alias: alias.of_vf(),
        persistent: alias.clone(),
        mac: adapter.mac,
    };
    let plug = |lab: &Lab| {
        lab.done(DeviceChange::Attach {
            vm,
            device: Device::Vf(vf.clone()),
            live: true,
        });
    };
    let pull = |lab: &Lab| {
        lab.done(DeviceChange::Detach {
            vm,
            device: Device::Vf(vf.clone()),
            live: true,
            timeout: SOON,
        });
    };
    plug(lab);
    let inventory = Scope {
        functions: VfDetail::Admin,
        vms: VmDetail::Full,
        ..Scope::default()
    };
    guest("prim", "ip link set eth0 up");
    // Before its driver has made a link the VF is driven already, so what the guest says is waited for as well.
    within("the guest's link is there", SOON, || {
        guest(
            "prim",
            "for l in /sys/class/net/*; do readlink $l/device/driver; done",
        )
        .contains("igbvf")
    });
    within("the guest's driver is up", SOON, || {
        let mut state = lab.host.observe(&inventory).unwrap();
        state.derive_owners();
        let found = state.vf(address).unwrap();
        assert_eq!(found.owner.as_ref().map(|o| o.vm), Some(vm));
        found.driven == Some(true)
    });
    // Its MAC is what the PF was told, and still so: libvirt did not touch it.
    let admin = lab
        .host
        .observe(&inventory)
        .unwrap()
        .vf(address)
        .unwrap()
        .admin
        .unwrap();
    assert_eq!((admin.mac, admin.trust), (adapter.mac, Some(true)));
    pull(lab);
    assert_eq!(
        lab.host
            .observe(&inventory)
            .unwrap()
            .vf(address)
            .unwrap()
            .driver
            .as_deref(),
        Some("vfio-pci")
    );
    plug(lab);
    pull(lab);
    let gone = lab.refused(DeviceChange::Detach {
        vm,
        device: Device::Vf(vf.clone()),
        live: true,
        timeout: SOON,
    });
    assert_eq!(gone.category, Category::ObjectNotFound);

    for link_up in [false, true] {
        lab.done(DeviceChange::Update {
            vm,
            nic: NicSpec {
                link_up,
                ..adapter.clone()
            },
            live: true,
        });
    }
    let second = nic("ua-00000002", 0x12, None);
    lab.done(DeviceChange::Attach {
        vm,
        device: Device::Nic(second.clone()),
        live: true,
    });
    let tap = second.tap.clone().unwrap();
    lab.done(BridgeChange::AddPort {
        bridge: bridge.clone(),
        port: tap.clone(),
    });
    lab.done(BridgeChange::RemovePort {
        bridge: bridge.clone(),
        port: tap,
    });
    lab.done(DeviceChange::Detach {
        vm,
        device: Device::Nic(second),
        live: true,
        timeout: SOON,
    });
    let count = lab.refused(VfChange::SetCount {
        pf: PF.parse().unwrap(),
        count: 7,
    });
    assert_eq!(count.errno(), Some(EBUSY));
    lab.done(DomainChange::Stop {
        vm,
        mode: StopMode::Shutdown { timeout: SOON },
    });
    lab.done(DomainChange::Undefine {
        name: "prim".into(),
        id: vm,
        kept_files: true,
    });
    lab.done(PciChange::Unbind {
        address,
        driver: "vfio-pci".into(),
    });
}

fn put_back(lab: &Lab, bridge: &InterfaceName, before: &State) {
    let port = name(PF_NAME);
    lab.done(NetworkChange::Undefine {
        name: "test-lan".into(),
        id: Uuid::from_bytes([7; 16]),
    });
    lab.done(BridgeChange::RemovePort {
        bridge: bridge.clone(),
        port: port.clone(),
    });
    lab.done(BridgeChange::Delete {
        name: bridge.clone(),
    });
    lab.done(LinkChange::Set {
        up: before.link(&port).unwrap().up,
        interface: port,
    });
    let pf: PciAddress = PF.parse().unwrap();
    lab.done(VfChange::SetCount { pf, count: 0 });
    lab.done(VfChange::SetAutoprobe { pf, on: true });
}
