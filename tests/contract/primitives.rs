//! What single changes do, and what the kernel and libvirt refuse.

use iovsh::backend::Change;
use iovsh::backend::model::{
    DomainDefinition, FdbEntry, FdbPlace, InterfaceName, MacAddress, OVERRIDE_FILE, OVERRIDE_TEXT,
    PciAddress, PortVlans, Uuid, VfAttributes, VfLinkState, VfRate, VfVlan, VlanId,
};
use iovsh::backend::plan::{
    BridgeChange, DomainChange, FdbChange, FileChange, LinkChange, NetworkChange, PciChange,
    StopMode, VfChange,
};

use crate::bench::Bench;

const ENOENT: i32 = 2;
const EBUSY: i32 = 16;
const EEXIST: i32 = 17;
const ENODEV: i32 = 19;
const EINVAL: i32 = 22;
const ERANGE: i32 = 34;
const EOPNOTSUPP: i32 = 95;

const MAC: MacAddress = MacAddress([0x02, 0xc0, 0xff, 0xee, 0x00, 0x01]);

fn name(text: &str) -> InterfaceName {
    text.parse().expect("an interface name")
}

/// VFs without host drivers for the time of a scenario.
fn with_vfs(bench: &Bench, count: u32, body: impl FnOnce(PciAddress)) {
    let function = bench.function();
    let pf = function.address;
    assert_eq!(
        function.num_vfs, 0,
        "the NIC must have no VFs to begin with"
    );
    bench.apply(VfChange::SetAutoprobe { pf, on: false });
    bench.apply(VfChange::SetCount { pf, count });
    body(pf);
    bench.apply(VfChange::SetCount { pf, count: 0 });
    bench.apply(VfChange::SetAutoprobe {
        pf,
        on: function.autoprobe,
    });
}

pub fn facts_fit_together(bench: &Bench) {
    let state = bench.state();
    assert!(!state.host.name.is_empty() && state.host.processors > 0 && state.host.memory > 0);
    assert!(
        state.links.windows(2).all(|w| w[0].index < w[1].index),
        "links are sorted by index"
    );
    for function in &state.functions {
        assert!(
            function
                .interface
                .as_ref()
                .is_none_or(|i| state.link(i).is_some())
        );
        assert_eq!(
            function.vfs.len(),
            usize::try_from(function.num_vfs).unwrap()
        );
        assert!(
            function
                .vfs
                .iter()
                .enumerate()
                .all(|(at, vf)| vf.index as usize == at)
        );
    }
    let nic = bench.link();
    let function = bench.function();
    assert_eq!(nic.pci, Some(function.address));
    assert_eq!(
        nic.identity, function.identity,
        "a NIC and its PF are one thing"
    );
    assert!(nic.identity.permanent_mac.is_usable() && !nic.identity.pci_path.is_empty());
    assert!(function.total_vfs > 1 && function.iommu_group.is_some());
    assert!(
        state.vms.windows(2).all(|w| w[0].name <= w[1].name),
        "VMs are sorted by name"
    );
}

pub fn vf_count_goes_up_from_zero_only(bench: &Bench) {
    with_vfs(bench, 2, |pf| {
        let function = bench.function();
        assert_eq!(function.num_vfs, 2);
        assert!(
            function
                .vfs
                .iter()
                .all(|v| v.driver.is_none() && v.iommu_group.is_some()),
            "{:?}",
            function.vfs
        );
        assert_eq!(
            bench.refused(VfChange::SetCount { pf, count: 3 }).errno(),
            Some(EBUSY)
        );
        assert_eq!(bench.function().num_vfs, 2);
        bench.apply(VfChange::SetCount { pf, count: 2 });
    });
    assert_eq!(bench.function().vfs, []);
}

pub fn more_vfs_than_the_hardware_has_are_refused(bench: &Bench) {
    let function = bench.function();
    let too_many = Change::Vf(VfChange::SetCount {
        pf: function.address,
        count: function.total_vfs + 1,
    });
    assert_eq!(bench.refused(too_many).errno(), Some(ERANGE));
}

pub fn vf_knobs_are_written_and_read_back(bench: &Bench) {
    with_vfs(bench, 2, |pf| {
        let wish = VfAttributes {
            mac: Some(MAC),
            vlan: Some(VfVlan {
                id: VlanId::try_from(42).ok(),
                qos: 3,
                ..VfVlan::default()
            }),
            spoof_check: Some(false),
            trust: Some(true),
            ..VfAttributes::default()
        };
        let other = bench.function().vfs[0].admin;
        bench.apply(VfChange::Set {
            pf,
            index: 1,
            attributes: wish,
        });
        let function = bench.function();
        let admin = function.vfs[1].admin.expect("VF facts");
        assert_eq!(wish.are_satisfied_by(&admin), Some(true), "{admin:?}");
        assert_eq!(function.vfs[0].admin, other, "the neighbour is left alone");
        let only_vlan = VfAttributes {
            vlan: Some(VfVlan::default()),
            ..VfAttributes::default()
        };
        bench.apply(VfChange::Set {
            pf,
            index: 1,
            attributes: only_vlan,
        });
        let after = bench.function().vfs[1].admin.expect("VF facts");
        assert_eq!(
            (after.vlan, after.mac, after.trust),
            (VfVlan::default(), MAC, Some(true))
        );
    });
}

pub fn rates_are_shares_of_a_link_that_is_up(bench: &Bench) {
    let nic = bench.link();
    with_vfs(bench, 1, |pf| {
        let rate = |maximum| {
            let rate = Some(VfRate {
                minimum: 0,
                maximum,
            });
            Change::Vf(VfChange::Set {
                pf,
                index: 0,
                attributes: VfAttributes {
                    rate,
                    ..VfAttributes::default()
                },
            })
        };
        let link = |up| {
            Change::Link(LinkChange::Set {
                interface: nic.name.clone(),
                up,
            })
        };
        bench.apply(link(false));
        assert_eq!(
            bench.refused(rate(100)).errno(),
            Some(EINVAL),
            "without a link"
        );
        bench.apply(link(true));
        bench.wait("the link is up", |state| {
            state.link(&nic.name).is_some_and(|l| l.carrier)
        });
        bench.apply(rate(100));
        assert_eq!(
            bench.function().vfs[0]
                .admin
                .expect("VF facts")
                .rate
                .maximum,
            100
        );
        assert_eq!(
            bench.refused(rate(u32::from(u16::MAX))).errno(),
            Some(EINVAL),
            "faster than the link"
        );
        bench.apply(rate(0));
        assert_eq!(
            bench.function().vfs[0]
                .admin
                .expect("VF facts")
                .rate
                .maximum,
            0
        );
        bench.apply(link(nic.up));
    });
}

pub fn what_the_driver_lacks_is_refused(bench: &Bench) {
    with_vfs(bench, 1, |pf| {
        let set = |index, attributes| {
            Change::Vf(VfChange::Set {
                pf,
                index,
                attributes,
            })
        };
        let none = VfAttributes::default();
        let link_state = VfAttributes {
            link_state: Some(VfLinkState::Enable),
            ..none
        };
        assert_eq!(bench.refused(set(0, link_state)).errno(), Some(EOPNOTSUPP));
        let guarantee = VfAttributes {
            rate: Some(VfRate {
                minimum: 10,
                maximum: 100,
            }),
            ..none
        };
        assert_eq!(bench.refused(set(0, guarantee)).errno(), Some(EINVAL));
        let multicast = VfAttributes {
            mac: Some(MacAddress([1, 0, 0x5e, 0, 0, 1])),
            ..none
        };
        assert_eq!(bench.refused(set(0, multicast)).errno(), Some(EINVAL));
        let mac = VfAttributes {
            mac: Some(MAC),
            ..none
        };
        assert_eq!(
            bench.refused(set(7, mac)).errno(),
            Some(EINVAL),
            "there is no VF 7"
        );
        // Its interrupt vectors are the driver's own affair.
        let function = bench.function();
        assert_eq!(function.vector_pool, None);
        let vectors = Change::Vf(VfChange::SetVectors {
            address: function.vfs[0].address,
            count: 4,
        });
        assert_eq!(bench.refused(vectors).errno(), Some(EOPNOTSUPP));
    });
}

pub fn a_vf_is_bound_reset_and_unbound(bench: &Bench) {
    with_vfs(bench, 1, |_| {
        let address = bench.function().vfs[0].address;
        bench.apply(PciChange::Bind {
            address,
            driver: "vfio-pci".to_owned(),
        });
        assert_eq!(bench.function().vfs[0].driver.as_deref(), Some("vfio-pci"));
        bench.apply(VfChange::Reset { address });
        bench.apply(PciChange::Unbind {
            address,
            driver: "vfio-pci".to_owned(),
        });
        assert_eq!(bench.function().vfs[0].driver, None);
        let again = bench.refused(PciChange::Unbind {
            address,
            driver: "vfio-pci".to_owned(),
        });
        assert_eq!(again.errno(), Some(ENODEV));
    });
}

pub fn bridges_and_ports(bench: &Bench) {
    let (bridge, other) = (name("ct-br0"), name("ct-br1"));
    let nic = bench.link();
    let create = |name: &InterfaceName| {
        Change::Bridge(BridgeChange::Create {
            name: name.clone(),
            mac: MAC,
            vlan_filtering: false,
        })
    };
    bench.apply(create(&bridge));
    let state = bench.state();
    let made = state.bridge(&bridge).expect("the bridge");
    assert!(made.up && made.mac == MAC && made.ports.is_empty());
    assert_eq!(bench.refused(create(&bridge)).errno(), Some(EEXIST));
    let join = |bridge: &InterfaceName| {
        Change::Bridge(BridgeChange::AddPort {
            bridge: bridge.clone(),
            port: nic.name.clone(),
        })
    };
    bench.apply(join(&bridge));
    let state = bench.state();
    assert_eq!(
        state.bridge(&bridge).expect("the bridge").ports,
        std::slice::from_ref(&nic.name)
    );
    assert_eq!(
        state.link(&nic.name).expect("the NIC").master,
        Some(bridge.clone())
    );
    bench.apply(create(&other));
    assert_eq!(bench.refused(join(&other)).errno(), Some(EBUSY));
    bench.apply(BridgeChange::RemovePort {
        bridge: bridge.clone(),
        port: nic.name.clone(),
    });
    assert_eq!(bench.state().link(&nic.name).expect("the NIC").master, None);
    bench.apply(BridgeChange::Delete {
        name: bridge.clone(),
    });
    bench.apply(BridgeChange::Delete { name: other });
    assert_eq!(
        bench.refused(BridgeChange::Delete { name: bridge }).errno(),
        Some(ENODEV)
    );
}

pub fn filter_entries(bench: &Bench) {
    let entry = FdbEntry {
        device: bench.link().name,
        mac: MAC,
        place: FdbPlace::Filter,
    };
    let add = Change::Fdb(FdbChange::Add {
        entry: entry.clone(),
    });
    let remove = Change::Fdb(FdbChange::Remove { entry });
    bench.apply(add.clone());
    assert!(bench.state().fdb.iter().any(|e| e.mac == MAC));
    assert_eq!(bench.refused(add).errno(), Some(EEXIST));
    bench.apply(remove.clone());
    assert!(!bench.state().fdb.iter().any(|e| e.mac == MAC));
    assert_eq!(bench.refused(remove).errno(), Some(ENOENT));
}

/// An address is pinned to a port of a bridge, and goes with the port.
pub fn an_address_is_pinned_to_a_port(bench: &Bench) {
    let (bridge, port) = (name("ct-br0"), bench.link().name);
    let entry = FdbEntry {
        device: port.clone(),
        mac: MAC,
        place: FdbPlace::Bridge,
    };
    let add = Change::Fdb(FdbChange::Add {
        entry: entry.clone(),
    });
    let remove = Change::Fdb(FdbChange::Remove {
        entry: entry.clone(),
    });
    let pinned = || bench.state().fdb.contains(&entry);
    assert_eq!(
        bench.refused(add.clone()).errno(),
        Some(EOPNOTSUPP),
        "no port"
    );
    let join = || {
        bench.apply(BridgeChange::AddPort {
            bridge: bridge.clone(),
            port: port.clone(),
        });
    };
    bench.apply(BridgeChange::Create {
        name: bridge.clone(),
        mac: MacAddress([0x02, 0xc0, 0xff, 0xee, 0x00, 0x02]),
        vlan_filtering: false,
    });
    join();
    for _ in 0..2 {
        bench.apply(add.clone());
        assert!(pinned());
    }
    bench.apply(remove.clone());
    assert!(!pinned());
    assert_eq!(bench.refused(remove).errno(), Some(ENOENT));
    bench.apply(add);
    bench.apply(BridgeChange::RemovePort {
        bridge: bridge.clone(),
        port: port.clone(),
    });
    join();
    assert!(!pinned());
    bench.apply(BridgeChange::Delete { name: bridge });
}

pub fn a_bridge_port_is_put_into_a_vlan(bench: &Bench) {
    let (bridge, port) = (name("ct-br0"), bench.link().name);
    bench.apply(BridgeChange::Create {
        name: bridge.clone(),
        mac: MAC,
        vlan_filtering: true,
    });
    bench.apply(BridgeChange::AddPort {
        bridge: bridge.clone(),
        port: port.clone(),
    });
    let filtering = |on| {
        Change::Bridge(BridgeChange::SetVlanFiltering {
            bridge: bridge.clone(),
            on,
        })
    };
    bench.apply(filtering(false));
    bench.apply(filtering(true));
    let wanted = PortVlans {
        untagged: VlanId::try_from(77).ok(),
        tagged: "100-110,200".parse().expect("VLANs"),
    };
    bench.apply(BridgeChange::SetPortVlans {
        port: port.clone(),
        vlans: wanted.clone(),
    });
    let vlans = || {
        bench
            .state()
            .bridge(&name("ct-br0"))
            .expect("the bridge")
            .port_vlans
            .clone()
    };
    assert_eq!(vlans(), [(port.clone(), wanted)]);
    let fewer = PortVlans {
        untagged: None,
        tagged: "77,105-106".parse().expect("VLANs"),
    };
    bench.apply(BridgeChange::SetPortVlans {
        port: port.clone(),
        vlans: fewer.clone(),
    });
    assert_eq!(vlans(), [(port.clone(), fewer)]);
    bench.apply(BridgeChange::SetPortVlans {
        port: port.clone(),
        vlans: PortVlans::default(),
    });
    assert_eq!(vlans(), []);
    bench.apply(BridgeChange::RemovePort {
        bridge: bridge.clone(),
        port,
    });
    bench.apply(BridgeChange::Delete { name: bridge });
}

pub fn networks_lead_to_bridges(bench: &Bench) {
    let bridge = name("ct-br0");
    bench.apply(BridgeChange::Create {
        name: bridge.clone(),
        mac: MAC,
        vlan_filtering: false,
    });
    let (id, text) = (Uuid::random(), "ct-net".to_owned());
    bench.apply(NetworkChange::Define {
        name: text.clone(),
        id,
        bridge: bridge.clone(),
    });
    let state = bench.state();
    let network = state
        .networks
        .iter()
        .find(|n| n.id == id)
        .expect("the network");
    assert!(network.active && network.autostart && network.name == text);
    assert_eq!(network.bridge.as_ref(), Some(&bridge));
    let taken = bench.refused(NetworkChange::Define {
        name: text.clone(),
        id: Uuid::random(),
        bridge: bridge.clone(),
    });
    assert!(taken.cause.is_some());
    bench.apply(NetworkChange::Undefine {
        name: text.clone(),
        id,
    });
    assert!(
        bench
            .refused(Change::Network(NetworkChange::Undefine { name: text, id }))
            .cause
            .is_some()
    );
    bench.apply(BridgeChange::Delete { name: bridge });
}

pub fn domains_keep_their_metadata(bench: &Bench) {
    let vm = bench.make_vm("ct-meta", None);
    assert_eq!(vm.adapters.len(), 1);
    assert!(vm.adapters[0].virtio && vm.adapters[0].teaming && vm.adapters[0].bridge.is_none());
    let mut settings = vm.settings();
    settings.notes = "<&\"'> ünïcode \u{1f980}\nand a second line".to_owned();
    bench.apply(DomainChange::SetMetadata {
        vm: vm.id,
        settings: Some(settings.clone()),
    });
    assert_eq!(bench.vm("ct-meta").settings, Some(settings));
    bench.apply(DomainChange::SetMetadata {
        vm: vm.id,
        settings: None,
    });
    assert_eq!(bench.vm("ct-meta").settings, None);
    // Byte for byte back from its own text.
    bench.apply(DomainChange::SetMetadata {
        vm: vm.id,
        settings: vm.settings.clone(),
    });
    let text = bench.vm("ct-meta").definition.expect("a definition");
    bench.apply(DomainChange::Undefine {
        name: vm.name.clone(),
        id: vm.id,
        kept_files: false,
    });
    assert!(bench.state().vm(vm.id).is_none());
    let definition = DomainDefinition::Text(text.clone());
    bench.apply(DomainChange::Define {
        name: vm.name.clone(),
        id: vm.id,
        definition,
    });
    let back = bench.vm("ct-meta");
    assert_eq!(
        (&back.settings, &back.adapters),
        (&vm.settings, &vm.adapters)
    );
    bench.apply(DomainChange::Undefine {
        name: vm.name,
        id: vm.id,
        kept_files: false,
    });
}

pub fn unsafe_interrupts_are_allowed_and_demanded_again(bench: &Bench) {
    let before = bench.state().iommu.unsafe_interrupts_allowed;
    for on in [!before, before] {
        bench.apply(PciChange::AllowUnsafeInterrupts { on });
        assert_eq!(bench.state().iommu.unsafe_interrupts_allowed, on);
    }
    let text = Some(OVERRIDE_TEXT.to_owned());
    for text in [text, None] {
        bench.apply(FileChange::Set {
            path: OVERRIDE_FILE.to_owned(),
            text: text.clone(),
        });
        assert_eq!(bench.state().files.get(OVERRIDE_FILE), text.as_ref());
    }
}

pub fn what_is_not_there_is_refused(bench: &Bench) {
    let nowhere: PciAddress = "0000:ff:1f.7".parse().expect("an address");
    let interface = name("ct-nowhere");
    let vm = Uuid::random();
    for change in [
        Change::Vf(VfChange::SetCount {
            pf: nowhere,
            count: 1,
        }),
        Change::Vf(VfChange::SetAutoprobe {
            pf: nowhere,
            on: true,
        }),
        Change::Vf(VfChange::Reset { address: nowhere }),
        Change::Vf(VfChange::SetVectors {
            address: nowhere,
            count: 4,
        }),
        Change::Pci(PciChange::Bind {
            address: nowhere,
            driver: "vfio-pci".to_owned(),
        }),
        Change::Link(LinkChange::Set {
            interface: interface.clone(),
            up: true,
        }),
        Change::Fdb(FdbChange::Add {
            entry: FdbEntry {
                device: interface.clone(),
                mac: MAC,
                place: FdbPlace::Filter,
            },
        }),
        Change::Bridge(BridgeChange::AddPort {
            bridge: interface.clone(),
            port: bench.link().name,
        }),
        Change::Domain(DomainChange::Start { vm, paused: false }),
        Change::Domain(DomainChange::Stop {
            vm,
            mode: StopMode::TurnOff,
        }),
        Change::Domain(DomainChange::Undefine {
            name: "ct-nowhere".to_owned(),
            id: vm,
            kept_files: false,
        }),
    ] {
        let error = bench.refused(change.clone());
        assert!(error.cause.is_some(), "{change:?} gives no cause: {error}");
    }
}
