//! Hosts in the middle of their work, and something to do on each: what the tests of faults and of recovery go through.

#![allow(dead_code, reason = "each test program uses its part")]

pub mod host_teams;

use iovsh::backend::policy::Intent;
use std::collections::BTreeMap;

use iovsh::backend::commit::{NoObserver, Options, transact};
use iovsh::backend::model::{
    AdapterAlias, AdapterVlan, Bandwidth, CheckpointType, Cidr, Drive, Image, NetworkTool,
    SwitchType, Uuid, VlanId,
};
use iovsh::backend::plan::{BridgeChange, DesiredChange, LinkChange, PlanBuilder};
use iovsh::backend::policy;
use iovsh::backend::policy::adapter::{Changes, MacChoice, NewAdapter};
use iovsh::backend::policy::host_adapter::NewHostAdapter;
use iovsh::backend::policy::members::MemberEdit;
use iovsh::backend::policy::storage::relocate::Relocation;
use iovsh::backend::policy::switch::{NewSwitch, SetSwitch, Uplink};
use iovsh::backend::policy::vm::checkpoint::NewCheckpoint;
use iovsh::backend::policy::vm::settings::Changes as VmChanges;
use iovsh::backend::policy::vm::{NewVm, Stop};
use iovsh::backend::sim::{SimMachine, World, fixture};
use iovsh::backend::state::DesiredEdit;
use iovsh::backend::{Category, Change, HostError, Machine, Plan, Scope, State};

pub type Planner = Box<dyn Fn(&State) -> Result<Plan, HostError>>;

/// What any plan may need.
pub fn everything() -> Scope {
    let paths = ["web1.qcow2", "web2.qcow2"].map(|disk| {
        [
            format!("/srv/vms/out/web1/Virtual Hard Disks/{disk}"),
            format!("/srv/vms/in/{disk}"),
        ]
    });
    let id = iovsh::backend::sim::fixture("default").expect("the fixture");
    let vm = id.state.vm_named("web1").expect("web1").id;
    let parts = [
        format!("/srv/vms/out/web1/Virtual Machines/{vm}.xml"),
        "/srv/vms/out/web1/Snapshots".to_owned(),
        "/srv/vms/out/web1/export.json".to_owned(),
    ];
    let all = paths.into_iter().flatten().chain(parts);
    let all: Vec<String> = all.flat_map(|path| policy::export::ways(&path)).collect();
    Scope {
        stored: Some(all.clone()),
        ..Scope::REMOVE
    }
    .union(&Scope::with_images(all))
    .union(&Scope::ASSIGN)
    .union(&Scope::IP)
    .union(&Scope::CHECKPOINTS)
    .union(&Scope::with_images(MOVED.map(|(_, to)| to.to_owned())))
}

pub fn run(host: &dyn Machine, planner: &Planner) {
    let mut planner = |state: &State| planner(state);
    let result = transact(
        host,
        &everything(),
        &mut planner,
        &mut Options::new(&mut NoObserver),
    );
    if let Err(error) = result {
        panic!("{}: {error}", error.id);
    }
}

pub fn settle(host: &dyn Machine) {
    for _ in 0..4 {
        let mut planner = |state: &State| Ok(policy::reconcile(state));
        let result = transact(
            host,
            &Scope::PLAN,
            &mut planner,
            &mut Options::new(&mut NoObserver),
        );
        if result.expect("a repair").0.is_empty() {
            return;
        }
    }
    let plan = policy::reconcile(&state(host));
    let left: Vec<_> = plan.steps.iter().map(|step| &step.what).collect();
    panic!("repairs never end: {left:?}");
}

pub fn state(host: &dyn Machine) -> State {
    host.snapshot(&everything()).expect("a snapshot")
}

/// A host and what lives beside it: the world and the desired state, so that a test can start from one point many times.
pub struct Point {
    pub world: World,
    pub desired: iovsh::backend::state::Desired,
}

impl Point {
    pub fn of(host: &SimMachine) -> Self {
        Self {
            world: host.edit_world(|w| w.clone()).expect("the world"),
            desired: state(host).desired,
        }
    }

    pub fn host(&self) -> SimMachine {
        let host = SimMachine::in_memory(self.world.clone());
        host.store().save(&self.desired).expect("the desired state");
        host
    }
}

pub fn id(number: u8) -> Uuid {
    Uuid::from_bytes([
        number, 2, 3, 4, 5, 6, 0x47, 8, 0x89, 10, 11, 12, 13, 14, 15, 16,
    ])
}

pub fn new_switch(name: &str, nic: &str, iov_enabled: bool) -> NewSwitch {
    NewSwitch {
        id: id(name.len() as u8 + if iov_enabled { 64 } else { 0 }),
        name: name.to_owned(),
        switch_type: SwitchType::External,
        uplinks: vec![nic.parse().expect("a name")],
        iov_enabled,
        allow_management_os: true,
        notes: String::new(),
        persist: None,
        teaming: false,
        force: true,
        settings: Default::default(),
    }
}

/// An IOV switch that NetworkManager's files describe.
fn described() -> NewSwitch {
    NewSwitch {
        allow_management_os: false,
        persist: Some(NetworkTool::NetworkManager),
        ..new_switch("lan", "enp1s0f0", true)
    }
}

/// An IOV switch on two NICs that netplan's files describe.
fn teamed() -> NewSwitch {
    let uplinks = ["enp1s0f0", "enp1s0f1"].map(|name| name.parse().expect("a name"));
    NewSwitch {
        uplinks: uplinks.to_vec(),
        allow_management_os: false,
        persist: Some(NetworkTool::Netplan),
        ..new_switch("lan", "enp1s0f0", true)
    }
}

/// A host with a team under its one switch, and two VMs on VFs of its two members.
pub fn team_host() -> SimMachine {
    let host = fresh();
    for planner in [
        Box::new(|s: &State| policy::Intent::CreateSwitch(teamed()).plan(s)) as Planner,
        connect("web1", "lan"),
        connect("web2", "lan"),
        weigh("web1", 100),
        weigh("web2", 50),
        start("web1"),
        start("web2"),
    ] {
        run(&host, &planner);
    }
    settle(&host);
    host
}

/// A running VM on a VF of a team that has one member, with another MTU than the NIC that may join it.
fn lone_team() -> Point {
    let host = fresh();
    let wide = |world: &mut World| {
        let mut links = world.state.links.iter_mut();
        let link = links.find(|l| l.name.as_str() == "enp1s0f0");
        link.expect("the NIC").mtu = 9000;
    };
    host.edit_world(wide).expect("saved");
    let new = NewSwitch {
        uplinks: vec!["enp1s0f0".parse().expect("a name")],
        teaming: true,
        ..teamed()
    };
    let planners = vec![
        Box::new(move |s: &State| policy::Intent::CreateSwitch(new.clone()).plan(s)) as Planner,
        connect("web1", "lan"),
        weigh("web1", 100),
        start("web1"),
    ];
    after(host, planners)
}

/// A running VM that may have a team inside, and the cable of its switch, which it was told of or not.
fn cable_of_a_guests_team(back: bool) -> Point {
    let teaming = Changes {
        allow_teaming: Some(true),
        ..Changes::default()
    };
    let host = busy_host();
    run(&host, &changes("web1", teaming));
    let nic = "enp1s0f0".parse().expect("a name");
    let cable = |works| {
        let plug = |world: &mut World| world.set_carrier(&nic, works);
        host.edit_world(plug).expect("saved");
    };
    cable(false);
    if back {
        settle(&host);
        cable(true);
    }
    Point::of(&host)
}

/// Another NIC comes under the switch.
pub fn bind_switch(switch: &'static str, nic: &'static str) -> Planner {
    Box::new(move |s| {
        Intent::SetSwitch {
            name: switch.to_owned(),
            settings: SetSwitch {
                uplink: Some(Uplink {
                    nic: nic.parse().expect("a name"),
                    force: false,
                }),
                ..SetSwitch::default()
            },
        }
        .plan(s)
    })
}

/// A busy host of which one NIC is under no switch.
pub fn half_busy_host() -> SimMachine {
    let host = busy_host();
    run(
        &host,
        &(Box::new(|s: &State| {
            let name = "other".to_owned();
            Intent::RemoveSwitch { name }.plan(s)
        }) as Planner),
    );
    host
}

fn change_members(edit: MemberEdit) -> Planner {
    change_team(edit, None)
}

fn change_team(edit: MemberEdit, asked: Option<&'static [&'static str]>) -> Planner {
    Box::new(move |s| {
        let edit = edit.clone();
        let read = |asked: &[&str]| {
            asked
                .iter()
                .map(|a| a.parse().expect("an address"))
                .collect()
        };
        let switch = "lan".to_owned();
        Intent::ChangeTeamMembers {
            switch,
            edit,
            arp_targets: asked.map(read),
            force: true,
        }
        .plan(s)
    })
}

fn turn_off(vm: &'static str) -> Planner {
    Box::new(move |s| {
        Intent::StopVm {
            vm: vm.to_string().into(),
            how: Stop::TurnOff,
        }
        .plan(s)
    })
}

/// A team that asks two hosts, from the host's address on the switch.
pub const ASKS: &[&str] = &["198.51.100.1", "198.51.100.2"];

/// A host with a team, and with an address from which that can ask.
pub fn near_host() -> SimMachine {
    let host = team_host();
    let address = |world: &mut World| {
        let mut links = world.state.links.iter_mut();
        let bridge = links.find(|l| l.name.as_str() == "vs-lan");
        let own = "198.51.100.10/24".to_owned();
        bridge.expect("the switch").addresses.push(own);
    };
    host.edit_world(address).expect("saved");
    host
}

/// The same, and it asks.
pub fn asking_host() -> SimMachine {
    let host = near_host();
    run(&host, &change_team(MemberEdit::Keep, Some(ASKS)));
    host
}

/// The way behind one of its members is dead, and the link is not.
fn cut_off() -> Point {
    let host = asking_host();
    let nic = "enp1s0f0".parse().expect("a name");
    host.edit_world(|world| world.set_path(&nic, false))
        .expect("saved");
    Point::of(&host)
}

/// A host with a team, and one member has lost its link.
fn unplugged() -> Point {
    let host = team_host();
    let nic = "enp1s0f0".parse().expect("a name");
    host.edit_world(|world| world.set_carrier(&nic, false))
        .expect("saved");
    Point::of(&host)
}

pub fn first_alias(state: &State, vm: &str) -> (Uuid, AdapterAlias) {
    let vm = state.vm_named(vm).expect("the VM");
    (vm.id, vm.adapters[0].alias.clone())
}

pub fn weigh(vm: &'static str, weight: u8) -> Planner {
    changes(
        vm,
        Changes {
            iov_weight: Some(weight),
            ..Changes::default()
        },
    )
}

pub fn changes(vm: &'static str, changes: Changes) -> Planner {
    Box::new(move |s| {
        let (vm, alias) = first_alias(s, vm);
        policy::Intent::SetAdapter {
            vm,
            adapter: alias.clone(),
            changes: Box::new(changes.clone()),
        }
        .plan(s)
    })
}

pub fn connect(vm: &'static str, switch: &'static str) -> Planner {
    Box::new(move |s| {
        let (vm, alias) = first_alias(s, vm);
        policy::Intent::ConnectAdapter {
            vm,
            adapter: alias.clone(),
            switch: switch.to_string(),
        }
        .plan(s)
    })
}

/// The id of the host's own adapter.
const OWN: Uuid = Uuid::from_bytes([7; 16]);

/// An adapter of the host's own on the first switch.
fn own_adapter(name: &str) -> Intent {
    Intent::AddHostAdapter(NewHostAdapter {
        id: OWN,
        name: Some(name.to_owned()),
        switch: "lan".to_owned(),
        mac: MacChoice::Dynamic,
    })
}

/// A busy host that has an adapter of its own with an address.
fn shared() -> Point {
    let address = |s: &State| {
        let mut own = s.desired.host_adapters.first().expect("one").clone();
        own.addresses = vec![Cidr::parse("10.0.20.11/24").expect("an address")];
        let mut plan = PlanBuilder::new("addresses", "host", s);
        let edit = DesiredEdit::PutHostAdapter(Box::new(own));
        plan.step("Remember it", DesiredChange::Set { edit });
        Ok(plan.finish())
    };
    let added = Box::new(|s: &State| own_adapter("Storage1").plan(s)) as Planner;
    let repaired = Box::new(|s: &State| Ok(policy::reconcile(s))) as Planner;
    after(busy_host(), vec![added, Box::new(address), repaired])
}

/// An adapter of the host comes into a VLAN and gets a limit.
fn put_into_vlan(s: &State, adapter: AdapterAlias) -> Result<Plan, HostError> {
    let vlan = AdapterVlan::Access(VlanId::try_from(20).expect("a VLAN"));
    policy::Intent::SetAdapter {
        vm: Uuid::HOST,
        adapter,
        changes: Box::new(Changes {
            vlan: Some(vlan),
            maximum_bandwidth: Some(Bandwidth::of_megabits(500)),
            ..Changes::default()
        }),
    }
    .plan(s)
}

fn into_vlan() -> Planner {
    Box::new(|s| put_into_vlan(s, AdapterAlias::of(OWN)))
}

/// The same host, whose adapter has all that a new pair does not have.
fn shared_in_full() -> Point {
    let jumbo = |s: &State| {
        let mut plan = PlanBuilder::new("MTU", "host", s);
        for end in ["vh-storage1", "vp-storage1"] {
            let (interface, mtu) = (end.parse().expect("a name"), 9000);
            plan.step("Larger frames", LinkChange::SetMtu { interface, mtu });
        }
        Ok(plan.finish())
    };
    after(shared().host(), vec![into_vlan(), Box::new(jumbo)])
}

/// All VMs are off, and the host has two adapters in a VLAN, one of which is the bridge.
fn quiet_and_shared() -> Point {
    let added = Box::new(|s: &State| own_adapter("Storage1").plan(s)) as Planner;
    let of_bridge = |s: &State| {
        let switch = s.desired.switch_named("lan").expect("the switch");
        AdapterAlias::of(switch.id)
    };
    let renamed = move |s: &State| {
        policy::Intent::RenameAdapter {
            vm: Uuid::HOST,
            adapter: of_bridge(s),
            new_name: "Management".to_owned(),
        }
        .plan(s)
    };
    let tagged = move |s: &State| put_into_vlan(s, of_bridge(s));
    after(
        quiet().host(),
        vec![added, into_vlan(), Box::new(renamed), Box::new(tagged)],
    )
}

/// The host leaves the first switch.
fn unshared() -> Planner {
    Box::new(|s| {
        let settings = SetSwitch {
            allow_management_os: Some(false),
            ..SetSwitch::default()
        };
        let name = "lan".to_owned();
        policy::Intent::SetSwitch { name, settings }.plan(s)
    })
}

pub fn start(vm: &'static str) -> Planner {
    Box::new(move |s| {
        policy::Intent::StartVm {
            vm: vm.to_string().into(),
        }
        .plan(s)
    })
}

/// A host with two IOV switches, two VMs on VFs of the first, and one that has none.
pub fn busy_host() -> SimMachine {
    let host = SimMachine::in_memory(fixture("default").expect("the fixture"));
    for planner in [
        Box::new(|s: &State| {
            policy::Intent::CreateSwitch(new_switch("lan", "enp1s0f0", true)).plan(s)
        }) as Planner,
        Box::new(|s: &State| {
            policy::Intent::CreateSwitch(new_switch("other", "enp1s0f1", true)).plan(s)
        }),
        connect("web1", "lan"),
        connect("web2", "lan"),
        connect("legacy1", "lan"),
        weigh("web1", 100),
        weigh("web2", 50),
        start("web1"),
        start("web2"),
        start("legacy1"),
    ] {
        run(&host, &planner);
    }
    settle(&host);
    host
}

/// Makes a checkpoint of a VM.
fn checkpoint(vm: &'static str, number: u8) -> Planner {
    Box::new(move |s| {
        Intent::CreateCheckpoint {
            vm: vm.to_owned().into(),
            checkpoint: NewCheckpoint {
                id: id(number),
                name: format!("{vm}: {number}/1"),
            },
        }
        .plan(s)
    })
}

/// Does something with the checkpoint that a VM builds on.
fn of_checkpoint(vm: &'static str, intent: fn(Uuid, String) -> Intent) -> Planner {
    Box::new(move |s| {
        let vm = s.vm_named(vm).expect("the VM").id;
        let mut all = s.checkpoints_of(vm);
        let current = all.find(|c| c.current).expect("a checkpoint");
        intent(vm, current.label.clone()).plan(s)
    })
}

fn gone() -> HostError {
    HostError::new(
        "Test.Gone",
        Category::ObjectNotFound,
        "It was removed already.",
    )
}

/// A host as the fixture has it.
pub fn fresh() -> SimMachine {
    SimMachine::in_memory(fixture("default").expect("the fixture"))
}

/// A host on which some things were done.
fn after(host: SimMachine, planners: Vec<Planner>) -> Point {
    for planner in &planners {
        run(&host, planner);
    }
    settle(&host);
    Point::of(&host)
}

fn busy() -> Point {
    after(busy_host(), vec![])
}

/// The busy host with all VMs off.
fn quiet() -> Point {
    let off = |vm: &'static str| {
        Box::new(move |s: &State| {
            policy::Intent::StopVm {
                vm: vm.to_string().into(),
                how: Stop::TurnOff,
            }
            .plan(s)
        }) as Planner
    };
    after(busy_host(), vec![off("web1"), off("web2"), off("legacy1")])
}

/// The busy host, without a bridge and the NICs' filter entries.
fn drifted() -> Point {
    let host = busy_host();
    host.edit_world(|world| {
        world.state.fdb.clear();
        let change = Change::Bridge(BridgeChange::Delete {
            name: "vs-other".parse().expect("a name"),
        });
        world.apply(&change)
    })
    .expect("saved")
    .expect("deleted");
    Point::of(&host)
}

/// One VF, and the VM that has it no longer asks for one, by what another tool wrote; another VM waits for it.
fn unwanted() -> Point {
    let point = after(
        busy_host(),
        vec![
            Box::new(|s| {
                policy::Intent::StopVm {
                    vm: "web1".into(),
                    how: Stop::TurnOff,
                }
                .plan(s)
            }),
            Box::new(|s| {
                policy::Intent::SetVfCount {
                    nic: "enp1s0f0".to_owned(),
                    count: 1,
                    force: true,
                }
                .plan(s)
            }),
            Box::new(|s| Ok(policy::reconcile(s))),
            start("web1"),
        ],
    );
    let host = point.host();
    host.edit_world(|world| {
        let found = world.state.vms.iter_mut().find(|v| v.name == "web2");
        let vm = found.expect("the VM");
        let mut settings = vm.settings();
        for adapter in &mut vm.adapters {
            adapter.settings.iov_weight = 0;
            settings.put(&adapter.alias, adapter.settings.clone());
        }
        vm.settings = Some(settings);
    })
    .expect("saved");
    Point::of(&host)
}

const SSD: &str = "0000:02:00.0";

fn give_ssd(s: &State) -> Result<Plan, HostError> {
    Intent::AssignDevice {
        vm: s.vm_named("web1").expect("the VM").id,
        device: SSD.to_string(),
    }
    .plan(s)
}

fn drop_nic(s: &State) -> Result<Plan, HostError> {
    policy::Intent::SetVfCount {
        nic: "enp1s0f0".to_owned(),
        count: 3,
        force: true,
    }
    .plan(s)
}

/// A name, the host that it begins with, and what is done there.
/// Two VMs that are started by one command, each with a VF.
pub fn two_targets() -> Case {
    let point = || {
        after(
            fresh(),
            vec![
                Box::new(|s| {
                    policy::Intent::CreateSwitch(new_switch("lan", "enp1s0f0", true)).plan(s)
                }),
                connect("web1", "lan"),
                connect("web2", "lan"),
                weigh("web1", 100),
                weigh("web2", 50),
            ],
        )
    };
    let planner = |s: &State| {
        let intents = ["web1", "web2"].map(|name| Intent::StartVm {
            vm: name.to_owned().into(),
        });
        let numbered: Vec<(u32, &Intent)> = (0..).zip(&intents).collect();
        let planned = policy::plan(s, &numbered, false);
        assert!(planned.refused.is_empty(), "{:?}", planned.refused);
        Ok(planned.plan)
    };
    ("start two VMs", point, Box::new(planner))
}

/// Where the disks of [`two_disks`] go.
pub const MOVED: [(&str, &str); 2] = [
    ("/var/lib/libvirt/images/web1.qcow2", "/srv/vms/web1.qcow2"),
    ("/var/lib/libvirt/images/data.qcow2", "/srv/vms/data.qcow2"),
];

/// Bytes that each of these disks has.
const CONTENT: u64 = 3 << 30;

fn with_two_disks() -> SimMachine {
    let host = fresh();
    host.edit_world(|world| {
        let vm = world.state.vms.iter_mut().find(|vm| vm.name == "web1");
        let drives = &mut vm.expect("the VM").facts.drives;
        let first = drives.first().expect("a disk").clone();
        let image = world.storage.images[MOVED[0].0].clone();
        drives.push(Drive {
            path: Some(MOVED[1].0.to_owned()),
            target: "vdz".to_owned(),
            address: None,
            ..first
        });
        for (from, _) in MOVED {
            let image = Image {
                allocated: CONTENT,
                length: CONTENT,
                ..image.clone()
            };
            world.storage.images.insert(from.to_owned(), image);
        }
    })
    .expect("saved");
    host
}

/// Two disks of a VM that is off, or that runs, are moved, and the old images removed.
pub fn two_disks(runs: bool) -> Case {
    let planner = |s: &State| {
        let moved = MOVED.map(|(from, to)| (from.to_owned(), to.to_owned()));
        Intent::RelocateDisks(Relocation {
            vm: s.vm_named("web1").expect("the VM").id,
            files: moved.to_vec(),
            keeps_source: false,
        })
        .plan(s)
    };
    if runs {
        let point = || after(with_two_disks(), vec![start("web1")]);
        return ("move disks of a running VM", point, Box::new(planner));
    }
    let point = || after(with_two_disks(), Vec::new());
    ("move disks of a VM", point, Box::new(planner))
}

/// Every disk that the VM is defined with has all of its content.
pub fn assert_no_disk_lost(host: &SimMachine, what: &str) {
    let (drives, images) = host
        .edit_world(|world| {
            let vm = world.state.vms.iter().find(|vm| vm.name == "web1");
            let drives = vm.expect("the VM").facts.drives.clone();
            (drives, world.storage.images.clone())
        })
        .expect("the world");
    let paths: Vec<&String> = drives.iter().filter_map(|d| d.path.as_ref()).collect();
    assert_eq!(paths.len(), 2, "{what}");
    assert_ne!(paths[0], paths[1], "{what}");
    for path in paths {
        let has = images.get(path).map_or(0, |image| image.allocated);
        assert!(has >= CONTENT, "{what}: '{path}' has {has} bytes");
    }
}

pub type Case = (&'static str, fn() -> Point, Planner);

/// What the tests go through.
pub fn cases() -> Vec<Case> {
    let set_vlan = Changes {
        vlan: Some(AdapterVlan::Access(VlanId::try_from(7).expect("a VLAN"))),
        mac_spoofing: Some(true),
        maximum_bandwidth: Some(Bandwidth::of_megabits(500)),
        ..Changes::default()
    };
    let trunk = Changes {
        vlan: Some(AdapterVlan::Trunk {
            native: None,
            allowed: "10-20".parse().expect("VLANs"),
        }),
        ..Changes::default()
    };
    let guard = Changes {
        dhcp_guard: Some(true),
        ..Changes::default()
    };
    let mac = "00155DAABBCC".parse().expect("a MAC");
    let new_mac = Changes {
        mac: Some(MacChoice::Static(mac)),
        iov_weight: Some(9),
        ..Changes::default()
    };
    let new_vm = NewVm {
        id: id(200),
        name: "new".to_owned(),
        memory: 1 << 30,
        vcpus: 1,
        generation: 2,
        notes: String::new(),
        created: None,
        switch: Some("lan".to_owned()),
        adapter_id: id(201),
        emulated: false,
        mac: None,
        boot: None,
        disks: Vec::new(),
        disk: None,
        boot_order: Vec::new(),
        serial_socket: None,
        uefi: false,
        seed: None,
    };
    let new_adapter = |switch: Option<&str>| {
        let new = NewAdapter {
            vm: Uuid::default(),
            id: id(202),
            name: "second".to_owned(),
            switch: switch.map(str::to_owned),
            mac: MacChoice::Dynamic,
            emulated: false,
        };
        move |s: &State| {
            let vm = s.vm_named("web1").expect("the VM").id;
            policy::Intent::AddAdapter(NewAdapter { vm, ..new.clone() }).plan(s)
        }
    };
    let remove_adapter = |s: &State| {
        let vm = s.vm_named("web1").expect("the VM");
        let alias = vm.adapters.first().ok_or_else(gone)?.alias.clone();
        policy::Intent::RemoveAdapter {
            vm: vm.id,
            adapter: alias.clone(),
        }
        .plan(s)
    };
    let disconnect = |s: &State| {
        let (vm, alias) = first_alias(s, "web1");
        policy::Intent::DisconnectAdapter {
            vm,
            adapter: alias.clone(),
        }
        .plan(s)
    };
    let shutdown = Stop::Shutdown(std::time::Duration::from_secs(5));
    let notes = SetSwitch {
        allow_management_os: Some(false),
        notes: Some("x".to_owned()),
        ..SetSwitch::default()
    };
    let mut all: Vec<Case> = vec![
        (
            "create an IOV switch",
            || after(fresh(), vec![]),
            Box::new(|s| policy::Intent::CreateSwitch(new_switch("lan", "enp1s0f0", true)).plan(s)),
        ),
        (
            "create a switch that is described in files",
            || after(fresh(), vec![]),
            Box::new(|s| policy::Intent::CreateSwitch(described()).plan(s)),
        ),
        (
            "create a switch on a team",
            || after(fresh(), vec![]),
            Box::new(|s| policy::Intent::CreateSwitch(teamed()).plan(s)),
        ),
        (
            "remove a switch on a team",
            || {
                after(
                    fresh(),
                    vec![Box::new(|s| policy::Intent::CreateSwitch(teamed()).plan(s))],
                )
            },
            Box::new(|s| {
                policy::Intent::RemoveSwitch {
                    name: "lan".to_owned(),
                }
                .plan(s)
            }),
        ),
        (
            "a member of a team loses its link",
            unplugged,
            Box::new(|s| Ok(policy::reconcile(s))),
        ),
        (
            "describe a switch in other files",
            || {
                after(
                    fresh(),
                    vec![Box::new(|s| {
                        policy::Intent::CreateSwitch(described()).plan(s)
                    })],
                )
            },
            Box::new(|s| {
                policy::Intent::DescribeNic {
                    nic: "enp1s0f0".to_owned(),
                    tool: Some(NetworkTool::Networkd),
                }
                .plan(s)
            }),
        ),
        (
            "remove a switch that is described in files",
            || {
                after(
                    fresh(),
                    vec![Box::new(|s| {
                        policy::Intent::CreateSwitch(described()).plan(s)
                    })],
                )
            },
            Box::new(|s| {
                policy::Intent::RemoveSwitch {
                    name: "lan".to_owned(),
                }
                .plan(s)
            }),
        ),
        (
            "take the NIC with the default route",
            || after(fresh(), vec![]),
            Box::new(|s| policy::Intent::CreateSwitch(new_switch("lan", "eno1", false)).plan(s)),
        ),
        (
            "change a switch",
            || {
                after(
                    fresh(),
                    vec![Box::new(|s| {
                        policy::Intent::CreateSwitch(new_switch("lan", "enp1s0f0", false)).plan(s)
                    })],
                )
            },
            Box::new(move |s| {
                policy::Intent::SetSwitch {
                    name: "lan".to_owned(),
                    settings: notes.clone(),
                }
                .plan(s)
            }),
        ),
        (
            "add an adapter of the host",
            || busy(),
            Box::new(|s| own_adapter("Storage1").plan(s)),
        ),
        (
            "make the bridge an adapter of the host",
            || after(busy_host(), vec![unshared()]),
            Box::new(|s| own_adapter("lan").plan(s)),
        ),
        (
            "put an adapter of the host into a VLAN",
            || shared(),
            into_vlan(),
        ),
        (
            "rename an adapter of the host",
            || shared(),
            Box::new(|s| {
                policy::Intent::RenameAdapter {
                    vm: Uuid::HOST,
                    adapter: AdapterAlias::of(OWN),
                    new_name: "Backup".to_owned(),
                }
                .plan(s)
            }),
        ),
        (
            "remove an adapter of the host",
            || shared(),
            Box::new(|s| {
                policy::Intent::RemoveAdapter {
                    vm: Uuid::HOST,
                    adapter: AdapterAlias::of(OWN),
                }
                .plan(s)
            }),
        ),
        (
            "remove an adapter of the host that has everything",
            || shared_in_full(),
            Box::new(|s| {
                policy::Intent::RemoveAdapter {
                    vm: Uuid::HOST,
                    adapter: AdapterAlias::of(OWN),
                }
                .plan(s)
            }),
        ),
        (
            "take all adapters of the host from a switch",
            || shared_in_full(),
            unshared(),
        ),
        (
            "remove a switch on which the host is",
            || quiet_and_shared(),
            Box::new(|s| {
                policy::Intent::RemoveSwitch {
                    name: "lan".to_owned(),
                }
                .plan(s)
            }),
        ),
        (
            "rename a switch",
            || busy(),
            Box::new(|s| {
                policy::Intent::RenameSwitch {
                    name: "lan".to_owned(),
                    new_name: "wan".to_owned(),
                }
                .plan(s)
            }),
        ),
        (
            "remove a switch",
            || quiet(),
            Box::new(|s| {
                policy::Intent::RemoveSwitch {
                    name: "lan".to_owned(),
                }
                .plan(s)
            }),
        ),
        (
            "set the VF count",
            || after(fresh(), vec![]),
            Box::new(|s| {
                policy::Intent::SetVfCount {
                    nic: "enp1s0f0".to_owned(),
                    count: 3,
                    force: false,
                }
                .plan(s)
            }),
        ),
        ("set the VF count by force", || busy(), Box::new(drop_nic)),
        (
            "disable SR-IOV",
            || busy(),
            Box::new(|s| {
                policy::Intent::DisableSriov {
                    nic: "enp1s0f0".to_owned(),
                    force: false,
                }
                .plan(s)
            }),
        ),
        (
            "enable SR-IOV",
            || {
                after(
                    busy_host(),
                    vec![Box::new(|s| {
                        policy::Intent::DisableSriov {
                            nic: "enp1s0f0".to_owned(),
                            force: false,
                        }
                        .plan(s)
                    })],
                )
            },
            Box::new(|s| {
                policy::Intent::EnableSriov {
                    nic: "enp1s0f0".to_owned(),
                    force: false,
                }
                .plan(s)
            }),
        ),
        (
            "reset SR-IOV",
            || after(fresh(), vec![Box::new(drop_nic)]),
            Box::new(|s| {
                policy::Intent::ResetSriov {
                    nic: "enp1s0f0".to_owned(),
                    force: false,
                }
                .plan(s)
            }),
        ),
        (
            "make a VM",
            || busy(),
            Box::new(move |s| policy::Intent::CreateVm(Box::new(new_vm.clone())).plan(s)),
        ),
        (
            "start a VM",
            || {
                after(
                    busy_host(),
                    vec![Box::new(|s| {
                        policy::Intent::StopVm {
                            vm: "web1".into(),
                            how: Stop::TurnOff,
                        }
                        .plan(s)
                    })],
                )
            },
            start("web1"),
        ),
        (
            "turn a VM off",
            || busy(),
            Box::new(|s| {
                policy::Intent::StopVm {
                    vm: "web1".into(),
                    how: Stop::TurnOff,
                }
                .plan(s)
            }),
        ),
        (
            "shut a VM down",
            || busy(),
            Box::new(move |s| {
                policy::Intent::StopVm {
                    vm: "web2".into(),
                    how: shutdown,
                }
                .plan(s)
            }),
        ),
        (
            "remove a VM",
            || quiet(),
            Box::new(|s| policy::Intent::RemoveVm { vm: "web1".into() }.plan(s)),
        ),
        (
            "pause a VM",
            || busy(),
            Box::new(|s| policy::Intent::PauseVm { vm: "web1".into() }.plan(s)),
        ),
        (
            "let a VM go on that lost its wish meanwhile",
            || {
                after(
                    busy_host(),
                    vec![
                        Box::new(|s| policy::Intent::PauseVm { vm: "web1".into() }.plan(s)),
                        weigh("web1", 0),
                    ],
                )
            },
            Box::new(|s| policy::Intent::ResumeVm { vm: "web1".into() }.plan(s)),
        ),
        (
            "save a VM",
            || busy(),
            Box::new(|s| policy::Intent::SaveVm { vm: "web1".into() }.plan(s)),
        ),
        (
            "make a checkpoint with memory of a VM on a VF",
            || busy(),
            checkpoint("web1", 101),
        ),
        (
            "make a checkpoint of the disks of a VM on a VF",
            || busy(),
            checkpoint("web2", 102),
        ),
        (
            "make a checkpoint of a VM that is off",
            || quiet(),
            checkpoint("web1", 103),
        ),
        (
            "put a VM on a VF back to a checkpoint with memory",
            || after(busy_host(), vec![checkpoint("web1", 104)]),
            of_checkpoint("web1", |vm, label| Intent::RestoreCheckpoint { vm, label }),
        ),
        (
            "put a VM on a VF back to a checkpoint of its disks",
            || after(busy_host(), vec![checkpoint("web2", 105)]),
            of_checkpoint("web2", |vm, label| Intent::RestoreCheckpoint { vm, label }),
        ),
        (
            "remove a checkpoint",
            || after(busy_host(), vec![checkpoint("web1", 106)]),
            of_checkpoint("web1", |vm, label| Intent::RemoveCheckpoint { vm, label }),
        ),
        (
            "rename a checkpoint",
            || after(busy_host(), vec![checkpoint("web1", 107)]),
            of_checkpoint("web1", |vm, label| Intent::RenameCheckpoint {
                vm,
                label,
                new_name: "other".to_owned(),
            }),
        ),
        (
            "change settings of a VM",
            || busy(),
            Box::new(|s| {
                Intent::SetVm {
                    vm: "web1".into(),
                    changes: Box::new(VmChanges {
                        notes: Some("other".to_owned()),
                        checkpoint_type: Some(CheckpointType::Standard),
                        checkpoint_folder: Some("/srv".to_owned()),
                        autostart: Some(true),
                        ..VmChanges::default()
                    }),
                }
                .plan(s)
            }),
        ),
        (
            "bring a saved VM back",
            || {
                after(
                    busy_host(),
                    vec![Box::new(|s| {
                        policy::Intent::SaveVm { vm: "web1".into() }.plan(s)
                    })],
                )
            },
            start("web1"),
        ),
        (
            "reset a VM",
            || busy(),
            Box::new(|s| policy::Intent::ResetVm { vm: "web1".into() }.plan(s)),
        ),
        (
            "dismount a device",
            || after(fresh(), vec![]),
            Box::new(|s| {
                Intent::DismountDevice {
                    device: SSD.to_string(),
                    force: true,
                }
                .plan(s)
            }),
        ),
        (
            "the cable of a guest's team is out",
            || cable_of_a_guests_team(false),
            Box::new(|s| Ok(policy::reconcile(s))),
        ),
        (
            "the cable of a guest's team is in again",
            || cable_of_a_guests_team(true),
            Box::new(|s| Ok(policy::reconcile(s))),
        ),
        (
            "another NIC comes under a switch whose VFs are in use",
            || Point::of(&half_busy_host()),
            bind_switch("lan", "enp1s0f1"),
        ),
        (
            "a NIC joins a team",
            || lone_team(),
            change_members(MemberEdit::Add(vec!["enp1s0f1".parse().expect("a name")])),
        ),
        (
            "a NIC whose VF is in use leaves a team",
            || Point::of(&team_host()),
            change_members(MemberEdit::Remove(vec![
                "enp1s0f1".parse().expect("a name"),
            ])),
        ),
        (
            "a team asks whether its ways work",
            || Point::of(&near_host()),
            change_team(MemberEdit::Keep, Some(ASKS)),
        ),
        (
            "a team asks, and has another first member",
            || Point::of(&near_host()),
            change_team(
                MemberEdit::Set(vec![
                    "enp1s0f1".parse().expect("a name"),
                    "enp1s0f0".parse().expect("a name"),
                ]),
                Some(ASKS),
            ),
        ),
        (
            "a team asks nobody any more",
            || Point::of(&asking_host()),
            change_team(MemberEdit::Keep, Some(&[])),
        ),
        (
            "the way behind a member of a team is dead",
            cut_off,
            Box::new(|s| Ok(policy::reconcile(s))),
        ),
        (
            "remove a switch whose team asks",
            || {
                let host = asking_host();
                for vm in ["web1", "web2"] {
                    run(&host, &turn_off(vm));
                }
                Point::of(&host)
            },
            Box::new(|s| {
                let name = "lan".to_owned();
                Intent::RemoveSwitch { name }.plan(s)
            }),
        ),
        (
            "a NIC takes another one's place in a team",
            || lone_team(),
            change_members(MemberEdit::Set(vec!["enp1s0f1".parse().expect("a name")])),
        ),
        (
            "mount a device",
            || {
                after(
                    fresh(),
                    vec![Box::new(|s| {
                        Intent::DismountDevice {
                            device: SSD.to_string(),
                            force: true,
                        }
                        .plan(s)
                    })],
                )
            },
            Box::new(|s| {
                Intent::MountDevice {
                    device: SSD.to_string(),
                }
                .plan(s)
            }),
        ),
        (
            "give a device to a VM",
            || {
                after(
                    fresh(),
                    vec![Box::new(|s| {
                        Intent::DismountDevice {
                            device: SSD.to_string(),
                            force: true,
                        }
                        .plan(s)
                    })],
                )
            },
            Box::new(give_ssd),
        ),
        (
            "take a device from a VM",
            || {
                after(
                    fresh(),
                    vec![
                        Box::new(|s| {
                            Intent::DismountDevice {
                                device: SSD.to_string(),
                                force: true,
                            }
                            .plan(s)
                        }),
                        Box::new(give_ssd),
                    ],
                )
            },
            Box::new(|s| {
                let vm = s.vm_named("web1").expect("the VM").id;
                Intent::UnassignDevice {
                    vm,
                    address: SSD.parse().expect("an address"),
                }
                .plan(s)
            }),
        ),
        ("weight to nought", || busy(), weigh("web1", 0)),
        (
            "weight from nought",
            || after(busy_host(), vec![weigh("web1", 0)]),
            weigh("web1", 100),
        ),
        (
            "VLAN, spoofing and rate",
            || busy(),
            changes("web1", set_vlan),
        ),
        ("a trunk of VLANs", || busy(), changes("web1", trunk)),
        ("a policy that blocks", || busy(), changes("web1", guard)),
        ("another MAC", || quiet(), changes("web1", new_mac)),
        (
            "connect to another switch",
            || busy(),
            connect("web1", "other"),
        ),
        ("disconnect", || busy(), Box::new(disconnect)),
        (
            "add an adapter",
            || busy(),
            Box::new(new_adapter(Some("other"))),
        ),
        (
            "add an unconnected adapter",
            || quiet(),
            Box::new(new_adapter(None)),
        ),
        ("remove an adapter", || busy(), Box::new(remove_adapter)),
        (
            "hand a VF on in a repair",
            || unwanted(),
            Box::new(|s| Ok(policy::reconcile(s))),
        ),
        ("export", || quiet(), Box::new(export)),
        ("import a copy", || exported(), Box::new(import_copy)),
        (
            "repair",
            || drifted(),
            Box::new(|s| Ok(policy::reconcile(s))),
        ),
    ];
    all.extend(host_teams::cases());
    all
}

fn export(state: &State) -> Result<Plan, HostError> {
    let vm = state.vm_named("web1").expect("web1").id;
    let export = policy::export::Export {
        vm,
        folder: "/srv/vms/out".to_owned(),
        live: policy::export::Live::CrashConsistent,
        checkpoint: None,
    };
    Intent::ExportVm(export).plan(state)
}

fn exported() -> Point {
    let host = quiet().host();
    run(&host, &(Box::new(export) as Planner));
    Point::of(&host)
}

fn import_copy(state: &State) -> Result<Plan, HostError> {
    let import = policy::export::Import {
        path: "/srv/vms/out/web1".to_owned(),
        copy: Some("/srv/vms/in".to_owned()),
        source: None,
        id: Some(id(77)),
        name: Some("web7".to_owned()),
        snapshot_folder: None,
        connections: Vec::new(),
    };
    Intent::ImportVm(Box::new(import)).plan(state)
}

/// Everything that could be left changed. What time moves is left out.
pub fn picture(host: &dyn Machine) -> BTreeMap<String, String> {
    let state = state(host);
    let mut lines = BTreeMap::new();
    let mut links = state.links.clone();
    links.sort_by(|a, b| a.name.cmp(&b.name));
    for mut link in links {
        // A device that was made again has a new index.
        link.index = 0;
        lines.insert(format!("link {}", link.name), format!("{link:?}"));
    }
    for mut function in state.functions {
        for vf in &mut function.vfs {
            // Groups are numbered in the order in which VFs are made.
            vf.iommu_group = None;
        }
        lines.insert(
            format!("function {}", function.address),
            format!("{function:#?}"),
        );
    }
    lines.insert("bridges".to_owned(), format!("{:#?}", state.bridges));
    lines.insert("teams".to_owned(), format!("{:#?}", state.teams));
    lines.insert("fdb".to_owned(), format!("{:?}", state.fdb));
    lines.insert("files".to_owned(), format!("{:?}", state.files));
    lines.insert("filters".to_owned(), format!("{:?}", state.filters));
    lines.insert("networks".to_owned(), format!("{:?}", state.networks));
    lines.insert(
        "checkpoints".to_owned(),
        format!("{:#?}", state.checkpoints),
    );
    for mut vm in state.vms {
        vm.uptime = 0;
        if let Some(text) = vm.definition.take() {
            let definition: serde_json::Value = serde_json::from_str(&text).expect("a definition");
            lines.insert(
                format!("definition {}", vm.name),
                definition["adapters"].to_string(),
            );
        }
        lines.insert(format!("vm {}", vm.name), format!("{vm:#?}"));
    }
    let mut desired = state.desired;
    desired.claims.sort_by_key(|c| (c.address, c.index));
    desired.nics.sort_by_key(|n| n.identity.permanent_mac);
    // What is left on a file system counts to the byte.
    lines.insert("images".to_owned(), format!("{:#?}", state.images));
    lines.insert("stored".to_owned(), format!("{:#?}", state.stored));
    lines.insert("pci".to_owned(), format!("{:#?}", state.pci));
    lines.insert("desired".to_owned(), format!("{desired:#?}"));
    lines
}

pub fn assert_same(
    found: &BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
    what: &str,
) {
    for (key, value) in wanted {
        let now = found.get(key).map_or("nothing", String::as_str);
        let differs: Vec<_> = now
            .lines()
            .zip(value.lines())
            .filter(|(a, b)| a != b)
            .take(5)
            .collect();
        assert!(now == value, "{what}: {key}: now and before: {differs:?}");
    }
    let extra: Vec<_> = found.keys().filter(|k| !wanted.contains_key(*k)).collect();
    assert!(extra.is_empty(), "{what}: left over {extra:?}");
}

/// What must be true of any host at any time: no VF with two owners, no VF in a VM without a claim, no record left.
pub fn assert_sound(host: &dyn Machine, what: &str) {
    let state = state(host);
    let mut owners = BTreeMap::new();
    for vm in &state.vms {
        for vf in vm.adapters.iter().filter_map(|a| a.vf.as_ref()) {
            assert!(
                owners.insert(vf.address, &vm.name).is_none(),
                "{what}: {} has two owners",
                vf.address
            );
            assert!(
                state
                    .desired
                    .claims
                    .iter()
                    .any(|c| c.address == vf.address && c.vm == vm.id),
                "{what}: {} is not claimed",
                vf.address
            );
        }
    }
    assert!(
        host.store().read_intent().expect("the store").is_none(),
        "{what}: the record was left behind"
    );
}
