//! The libvirt client against a real daemon: a private one, started here, with libvirt's built-in test driver.
//!
//! Skipped, with the reason printed, where no `libvirtd` is installed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

#[path = "private_libvirt/mod.rs"]
mod private_libvirt;

use std::path::Path;
use std::time::Duration;

use iovsh::backend::domain_xml::{self, InterfaceSource, Platform, Teaming};
use iovsh::backend::linux::libvirt::domain_read::{DomainRead, NetworkRead};
use iovsh::backend::linux::libvirt::error::code;
use iovsh::backend::linux::libvirt::{
    Affect, Client, Configuration, DomainEvent, DomainState, Endpoint, Hypervisor, LibvirtError,
    Lifecycle, Topic, Undefine,
};

use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::linux::sysfs::Sysfs;
use iovsh::backend::model::{
    AdapterAlias, AdapterSettings, BootDevice, BootOrder, DomainDefinition, DomainSpec, Firmware,
    Graphics, Memory, NicSpec, PciAddress, Processors, Scope, SerialPort, Uuid, VfDevice, Video,
    VmDetail, VmSettings, VmState,
};
use iovsh::backend::plan::{
    Change, Device, DeviceChange, DomainChange, HardwareChange, NetworkChange, Part,
    SnapshotChange, StopMode,
};
use iovsh::backend::state::Store;
use iovsh::backend::{Category, Machine};

use private_libvirt::Daemon;

const NAMESPACE: &str = "urn:example:iovsh-test";
const SOON: Duration = Duration::from_secs(60);

/// A host with the daemon's libvirt and an empty tree of files.
fn host(daemon: &Daemon, uri: &str) -> LinuxMachine {
    LinuxMachine::with(
        Sysfs::at(daemon.folder().join("root")),
        Store::in_memory(),
        daemon.endpoint(uri),
    )
}

fn domain_xml(name: &str) -> String {
    format!(
        "<domain type='test'><name>{name}</name><memory unit='KiB'>65536</memory><vcpu>1</vcpu>\
         <os><type>hvm</type></os></domain>"
    )
}

#[test]
fn facts_of_the_host_and_the_test_drivers_domain() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let client = daemon.client();
    assert!(!client.hostname().unwrap().is_empty());
    let node = client.node().unwrap();
    assert!(node.cpus >= 1 && node.memory_kib > 0, "{node:?}");
    assert!(!node.architecture.is_empty());
    let domains = client.domains().unwrap();
    assert_eq!(domains.len(), 1);
    assert_eq!(domains[0].name, "test");
    let info = client.info(&domains[0]).unwrap().unwrap();
    assert_eq!(info.status.state, DomainState::Running);
    let xml = client.xml(&domains[0], Configuration::Live).unwrap();
    let read = DomainRead::parse(&xml.unwrap()).unwrap();
    assert_eq!((read.name.as_str(), read.kind.as_str()), ("test", "test"));
}

#[test]
fn a_domain_from_definition_to_oblivion_with_its_events() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let client = daemon.client();
    client.subscribe(&[Topic::Lifecycle]).unwrap();
    assert_eq!(client.domain("web1").unwrap(), None);
    let web1 = client.define(&domain_xml("web1")).unwrap();
    assert_eq!(web1.id, -1);
    let found = client.domain("web1").unwrap().unwrap();
    assert_eq!(found.uuid, web1.uuid);
    assert_ne!(client.start(&web1, false).unwrap().id, -1);
    client.suspend(&web1).unwrap();
    let state = |client: &Client| {
        let info = client.info(&web1).unwrap();
        info.map(|info| info.status.state)
    };
    assert_eq!(state(&client), Some(DomainState::Paused));
    client.resume(&web1).unwrap();
    assert_eq!(state(&client), Some(DomainState::Running));
    client.destroy(&web1).unwrap();
    assert_eq!(state(&client), Some(DomainState::Off));
    client.undefine(&web1, Undefine::default()).unwrap();
    assert_eq!(state(&client), None);
    assert_eq!(client.xml(&web1, Configuration::Live).unwrap(), None);
    let mut changes = Vec::new();
    while changes.last() != Some(&Lifecycle::Undefined) {
        match client.next_event(SOON).unwrap() {
            Some(DomainEvent::Lifecycle { domain, change, .. }) => {
                assert_eq!(domain.name, "web1");
                changes.push(change);
            }
            other => panic!("{other:?} after {changes:?}"),
        }
    }
    assert_eq!(
        changes,
        [
            Lifecycle::Defined,
            Lifecycle::Started,
            Lifecycle::Suspended,
            Lifecycle::Resumed,
            Lifecycle::Stopped,
            Lifecycle::Undefined
        ]
    );
}

#[test]
fn errors_keep_number_and_words() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let client = daemon.client();
    let web1 = client.define(&domain_xml("web1")).unwrap();
    let Err(LibvirtError::Refused(error)) = client.destroy(&web1) else {
        panic!("a domain that is off cannot be turned off");
    };
    assert_eq!(error.code, code::OPERATION_INVALID, "{error}");
    assert!(error.message.contains("not running"), "{error}");
    let Err(error) = client.define("<domain>") else {
        panic!("broken XML was taken");
    };
    assert_eq!(error.code(), Some(code::XML_DETAIL), "{error}");
    // The connection is as good as before.
    assert_eq!(client.domains().unwrap().len(), 2);
}

#[test]
fn metadata_is_written_read_and_removed() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let client = daemon.client();
    let web1 = client.define(&domain_xml("web1")).unwrap();
    let read = |which| client.metadata(&web1, NAMESPACE, which).unwrap();
    assert_eq!(read(Configuration::Persistent), None);
    let element = "<vm generation='2'><adapter weight='100'/></vm>";
    client
        .set_metadata(&web1, "iov", NAMESPACE, Some(element), Affect::Persistent)
        .unwrap();
    let text = read(Configuration::Persistent).unwrap();
    let parsed = roxmltree::Document::parse(&text).unwrap();
    let adapter = parsed.descendants().find(|n| n.has_tag_name("adapter"));
    assert_eq!(adapter.unwrap().attribute("weight"), Some("100"), "{text}");
    let xml = client.xml(&web1, Configuration::Persistent).unwrap();
    let domain = DomainRead::parse(&xml.unwrap()).unwrap();
    assert!(domain.metadata_of(NAMESPACE).is_some());
    for _ in 0..2 {
        client
            .set_metadata(&web1, "iov", NAMESPACE, None, Affect::Persistent)
            .unwrap();
        assert_eq!(read(Configuration::Persistent), None);
    }
}

#[test]
fn what_is_said_of_all_domains_is_what_is_said_of_each() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let client = daemon.client();
    let [runs, paused, off, saved] =
        ["runs", "paused", "off", "saved"].map(|name| client.define(&domain_xml(name)).unwrap());
    client.set_autostart(&off, true).unwrap();
    for domain in [&runs, &paused, &saved] {
        client.start(domain, false).unwrap();
    }
    client.suspend(&paused).unwrap();
    client.save(&saved).unwrap();
    let statuses = client.statuses().unwrap();
    assert_eq!(statuses.len(), 5);
    for (domain, status) in statuses {
        let (status, one) = (status.unwrap(), client.info(&domain).unwrap().unwrap());
        let seen = (
            status.state,
            status.saved,
            status.autostart,
            status.persistent,
        );
        let one = one.status;
        let expected = (one.state, one.saved, one.autostart, one.persistent);
        assert_eq!(seen, expected, "{}", domain.name);
        assert_eq!(
            (status.autostart, status.saved),
            (domain.name == "off", domain.name == "saved")
        );
    }
}

#[test]
fn many_domains_in_one_go() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let client = daemon.client();
    for n in 0..100 {
        client.define(&domain_xml(&format!("vm{n}"))).unwrap();
    }
    let domains = client.domains().unwrap();
    assert_eq!(domains.len(), 101);
    let mut names = vec![String::new(); domains.len()];
    client
        .each_xml(&domains, Configuration::Live, &mut |place, text| {
            let read = DomainRead::parse(&text.unwrap().unwrap()).unwrap();
            names[place] = read.name;
        })
        .unwrap();
    assert!(domains.iter().map(|domain| &domain.name).eq(&names));
    let infos = client.infos(&domains).unwrap();
    assert!(infos.iter().all(|info| matches!(info, Ok(Some(_)))));
}

#[test]
fn a_network_for_a_bridge() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let client = daemon.client();
    assert_eq!(client.network("lan").unwrap(), None);
    let lan = client
        .define_network(&domain_xml::bridge_network("lan", Uuid::random(), "br-lan"))
        .unwrap();
    let status = |client: &Client| {
        let mut all = client.network_statuses().unwrap().into_iter();
        all.find(|status| status.network == lan).unwrap()
    };
    let off = status(&client);
    assert!(!off.active && !off.autostart, "{off:?}");
    let read = NetworkRead::parse(&off.xml).unwrap();
    assert_eq!(
        (read.forward.as_deref(), read.bridge.as_deref()),
        (Some("bridge"), Some("br-lan"))
    );
    client.start_network(&lan).unwrap();
    client.set_network_autostart(&lan, true).unwrap();
    assert!(client.network_active(&lan).unwrap());
    let on = status(&client);
    assert!(on.active && on.autostart, "{on:?}");
    assert_eq!(client.networks().unwrap().len(), 2);
    client.stop_network(&lan).unwrap();
    client.undefine_network(&lan).unwrap();
    assert_eq!(client.network("lan").unwrap(), None);
}

#[test]
fn the_client_finds_a_restarted_daemon_again() {
    let Some(mut daemon) = Daemon::start() else {
        return;
    };
    let client = daemon.client();
    assert_eq!(client.domains().unwrap().len(), 1);
    daemon.stop();
    assert!(client.domains().is_err());
    assert!(matches!(
        client.domains(),
        Err(LibvirtError::NoDaemon { .. })
    ));
}

fn has_qemu(client: &Client) -> bool {
    match client.hostname() {
        Ok(_) => {}
        Err(LibvirtError::Refused(error)) => {
            eprintln!("SKIPPED: no QEMU driver here: {error}");
            return false;
        }
        Err(other) => panic!("{other}"),
    }
    if !Path::new("/usr/bin/qemu-system-x86_64").exists() {
        eprintln!("SKIPPED: QEMU is not installed");
        return false;
    }
    true
}

fn nic(alias: &str, last: u8) -> NicSpec {
    let alias: AdapterAlias = alias.parse().unwrap();
    NicSpec {
        mac: format!("52:54:00:77:00:{last:02x}").parse().unwrap(),
        bridge: None,
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

fn spec(name: &str, adapters: Vec<NicSpec>) -> DomainSpec {
    DomainSpec {
        name: name.into(),
        id: Uuid::random(),
        memory: 128 << 20,
        vcpus: 1,
        boot: None,
        disks: vec![],
        boot_order: Vec::new(),
        serial_socket: None,
        adapters,
        spare_root_ports: 4,
        settings: VmSettings::default(),
    }
}

const VMS: Scope = Scope {
    host: false,
    links: false,
    functions: iovsh::backend::VfDetail::None,
    bridges: false,
    networks: true,
    vms: VmDetail::Definitions,
    ..Scope::NOTHING
};

/// Carries out a change and checks that it can be seen.
fn done(host: &LinuxMachine, change: Change) {
    host.apply(&change)
        .unwrap_or_else(|error| panic!("{change:?}: {error}"));
    let state = host.observe(&VMS).unwrap();
    assert_ne!(
        change.is_satisfied(&state),
        Some(false),
        "{change:?} in {state:?}"
    );
}

#[test]
fn a_host_without_a_daemon_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let host = LinuxMachine::with(
        Sysfs::at(folder.path()),
        Store::in_memory(),
        Endpoint::at(&folder.path().join("nothing"), "qemu:///system"),
    );
    let error = host.observe(&VMS).unwrap_err();
    assert_eq!(error.id, "Host.LibvirtUnavailable");
    assert_eq!(error.category, Category::ConnectionError);
    assert!(error.next_step.is_some());
    // What does not need libvirt does not ask it.
    assert!(host.observe(&Scope::HOST).is_ok());
}

/// libvirt can be told of a snapshot that it does not know, with all that was known of it elsewhere.
#[test]
fn snapshots_are_described_anew() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let host = host(&daemon, "test:///default");
    let client = daemon.client();
    let domain = client.domains().unwrap().remove(0);
    let vm = Uuid::from_bytes(domain.uuid);
    let labels = ["4a7d3a5c-0000-4000-8000-000000000001", "b"];
    for label in labels {
        let text = format!(
            "<domainsnapshot><name>{label}</name><description>it's</description></domainsnapshot>"
        );
        client.create_snapshot(&domain, &text, 0).unwrap();
    }
    let seen = || {
        let all = host.observe(&Scope::CHECKPOINTS).unwrap().checkpoints;
        all.into_iter().filter(|c| c.vm == vm).collect::<Vec<_>>()
    };
    let before = seen();
    assert_eq!(before.len(), 2);
    let known = host.observe(&Scope::PLAN).unwrap().vm(vm).unwrap().clone();
    let copies = host.describe(&known, before.clone()).unwrap().checkpoints;
    for copy in copies.iter().rev() {
        // The test driver forgets in this way only: its snapshots are nothing but what it knows of them.
        client
            .delete_snapshot(&domain, &copy.checkpoint.label)
            .unwrap();
    }
    assert!(seen().is_empty());
    for copy in &copies {
        let copy = Box::new(copy.clone());
        host.apply(&SnapshotChange::Describe { copy }.into())
            .unwrap();
    }
    assert_eq!(seen(), before);
}

#[test]
fn hardware_through_the_host() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let uri = "qemu:///session";
    let host = host(&daemon, uri);
    if !has_qemu(&Client::new(Endpoint::at(&daemon.socket(), uri))) {
        return;
    }
    let spec = spec("web1", vec![nic("ua-00000001", 1)]);
    let (vm, alias) = (spec.id, spec.adapters[0].alias.clone());
    let definition = DomainDefinition::Spec(Box::new(spec));
    let name = "web1".to_owned();
    done(
        &host,
        DomainChange::Define {
            name,
            id: vm,
            definition,
        }
        .into(),
    );
    let set = |part| Change::Hardware(HardwareChange::Set { vm, part });
    let processors = Processors {
        maximum: 6,
        weight: 300,
        limit: Some(40),
        nested: None,
    };
    let parts = [
        Part::Processors {
            count: 2,
            processors,
        },
        Part::Memory {
            most: 512 << 20,
            memory: Memory {
                current: Some(256 << 20),
                gives_back: true,
            },
        },
        Part::Serial(vec![
            SerialPort::Terminal,
            SerialPort::Socket("/tmp/com2.sock".to_owned()),
        ]),
        Part::Firmware(Firmware {
            boot: BootOrder::Devices(vec![BootDevice::Adapter(alias)]),
            ..Firmware::default()
        }),
        Part::Display {
            video: Some(Video {
                model: "virtio".to_owned(),
                resolution: Some((1024, 768)),
            }),
            graphics: Some(Graphics {
                kind: "vnc".to_owned(),
                listen: Some("127.0.0.1".to_owned()),
            }),
        },
        Part::Name("shop1".to_owned()),
    ];
    for part in parts {
        let before = host.observe(&VMS).unwrap();
        let change = set(part);
        let inverse = change.inverse(&before).unwrap();
        done(&host, change.clone());
        done(&host, inverse);
        done(&host, change);
    }
    let state = host.observe(&VMS).unwrap();
    assert_eq!(state.vm(vm).unwrap().name, "shop1");
}

#[test]
fn networks_through_the_host() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let host = host(&daemon, "test:///default");
    let (name, id) = ("lan".to_owned(), Uuid::random());
    done(
        &host,
        Change::Network(NetworkChange::Define {
            name: name.clone(),
            id,
            bridge: "br-lan".parse().unwrap(),
        }),
    );
    let undefine = Change::Network(NetworkChange::Undefine { name, id });
    done(&host, undefine.clone());
    let error = host.apply(&undefine).unwrap_err();
    assert_eq!(error.id, "Host.LibvirtRefused");
    assert_eq!(error.category, Category::ObjectNotFound);
}

#[test]
fn a_domain_through_the_host() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let host = host(&daemon, "qemu:///session");
    if !has_qemu(&Client::new(Endpoint::at(
        &daemon.socket(),
        "qemu:///session",
    ))) {
        return;
    }
    let spec = spec("web1", vec![nic("ua-00000001", 1)]);
    let vm = spec.id;
    done(
        &host,
        Change::Domain(DomainChange::Define {
            name: spec.name.clone(),
            id: vm,
            definition: DomainDefinition::Spec(Box::new(spec.clone())),
        }),
    );
    let read = |host: &LinuxMachine| host.observe(&VMS).unwrap().vm(vm).cloned();
    let first = read(&host).unwrap();
    assert_eq!((first.state, first.persistent), (VmState::Off, true));
    assert_eq!(first.memory, spec.memory);
    assert_eq!(first.settings, Some(spec.settings.clone()));
    assert!(first.adapters[0].virtio && first.adapters[0].teaming);

    let mut settings = VmSettings {
        notes: "it's <a> \"note\" & more".into(),
        ..VmSettings::default()
    };
    settings.put(
        &spec.adapters[0].alias,
        AdapterSettings {
            iov_weight: 100,
            ..AdapterSettings::default()
        },
    );
    done(
        &host,
        Change::Domain(DomainChange::SetMetadata {
            vm,
            settings: Some(settings.clone()),
        }),
    );
    assert_eq!(read(&host).unwrap().adapters[0].settings.iov_weight, 100);

    let second = nic("ua-00000002", 2);
    let attach = Change::Device(DeviceChange::Attach {
        vm,
        device: Device::Nic(second.clone()),
        live: false,
    });
    done(&host, attach.clone());
    assert_eq!(host.apply(&attach).unwrap_err().id, "Host.LibvirtRefused");
    // A change of an adapter keeps its place in the guest: the PCI address that libvirt chose.
    let address = |vm: &iovsh::backend::model::Vm| {
        let text = vm.definition.clone().unwrap();
        let (_, after) = text.split_once("ua-00000002").unwrap();
        after.split_once("</interface>").unwrap().0.to_owned()
    };
    let before = address(&read(&host).unwrap());
    assert!(
        before.contains("type='pci'") || before.contains("type=\"pci\""),
        "{before}"
    );
    done(
        &host,
        Change::Device(DeviceChange::Update {
            vm,
            nic: NicSpec {
                mac: "52:54:00:77:00:22".parse().unwrap(),
                link_up: false,
                teaming: false,
                ..second.clone()
            },
            live: false,
        }),
    );
    assert_eq!(address(&read(&host).unwrap()), before);
    done(
        &host,
        Change::Device(DeviceChange::Detach {
            vm,
            device: Device::Nic(second.clone()),
            live: false,
            timeout: SOON,
        }),
    );
    let gone = host
        .apply(&Change::Device(DeviceChange::Update {
            vm,
            nic: second,
            live: false,
        }))
        .unwrap_err();
    assert_eq!(gone.category, Category::ObjectNotFound);

    // What was undefined comes back as it was.
    let kept = read(&host).unwrap();
    let undefine = Change::Domain(DomainChange::Undefine {
        name: "web1".into(),
        id: vm,
        kept_files: true,
    });
    done(&host, undefine.clone());
    assert_eq!(
        host.apply(&undefine).unwrap_err().category,
        Category::ObjectNotFound
    );
    done(
        &host,
        Change::Domain(DomainChange::Define {
            name: "web1".into(),
            id: vm,
            definition: DomainDefinition::Text(kept.definition.clone().unwrap()),
        }),
    );
    assert_eq!(read(&host).unwrap(), kept);
}

#[test]
fn a_running_domain_through_the_host() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let host = host(&daemon, "qemu:///session");
    if !has_qemu(&Client::new(Endpoint::at(
        &daemon.socket(),
        "qemu:///session",
    ))) {
        return;
    }
    let spec = spec("web1", vec![]);
    let vm = spec.id;
    done(
        &host,
        Change::Domain(DomainChange::Define {
            name: spec.name.clone(),
            id: vm,
            definition: DomainDefinition::Spec(Box::new(spec)),
        }),
    );
    match host.apply(&Change::Domain(DomainChange::Start { vm, paused: false })) {
        Ok(()) => {}
        Err(error) => {
            eprintln!("SKIPPED: an ordinary user cannot run QEMU here: {error}");
            return;
        }
    }
    let state = || host.observe(&VMS).unwrap().vm(vm).unwrap().state;
    assert_eq!(state(), VmState::Running);
    let again = host
        .apply(&Change::Domain(DomainChange::Start { vm, paused: false }))
        .unwrap_err();
    assert_eq!(again.category, Category::InvalidOperation, "{again}");
    done(
        &host,
        Change::Domain(DomainChange::SetMetadata {
            vm,
            settings: Some(VmSettings {
                notes: "live".into(),
                ..VmSettings::default()
            }),
        }),
    );
    // Nothing runs in it that could answer.
    let deaf = host
        .apply(&Change::Domain(DomainChange::Stop {
            vm,
            mode: StopMode::Shutdown {
                timeout: Duration::from_millis(300),
            },
        }))
        .unwrap_err();
    assert_eq!(deaf.id, "Vm.StopTimeout");
    let stop = Change::Domain(DomainChange::Stop {
        vm,
        mode: StopMode::TurnOff,
    });
    done(&host, stop.clone());
    let off = host.apply(&stop).unwrap_err();
    assert_eq!(off.category, Category::InvalidOperation, "{off}");
    let kept = host.observe(&VMS).unwrap();
    assert_eq!(
        kept.vm(vm).unwrap().settings.as_ref().unwrap().notes,
        "live"
    );
}

/// The QEMU driver checks a failover pair when it is defined; no guest runs and no device is touched.
#[test]
fn the_qemu_driver_takes_our_failover_pair() {
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let client = Client::new(daemon.endpoint("qemu:///session"));
    if !has_qemu(&client) {
        return;
    }
    let adapter = NicSpec {
        link_up: false,
        queues: 2,
        ..nic("ua-5f0c91d2", 1)
    };
    let (alias, mac) = (adapter.alias.clone(), adapter.mac);
    let spec = spec("web1", vec![adapter]);
    let platform = Platform {
        kvm: false,
        architecture: "x86_64".into(),
    };
    let metadata = format!("<t:vm xmlns:t='{NAMESPACE}'>{{}}</t:vm>");
    let xml = domain_xml::new_domain(&spec, &platform, &metadata);
    let defined = client.define(&xml).unwrap();
    assert_eq!(&defined.uuid, spec.id.as_bytes());
    let address: PciAddress = "0000:3b:02.1".parse().unwrap();
    let vf = domain_xml::failover_vf(&VfDevice {
        address,
        alias: alias.of_vf(),
        persistent: alias.clone(),
        mac,
    });
    client.attach(&defined, &vf, Affect::Persistent).unwrap();
    let xml = client.xml(&defined, Configuration::Complete).unwrap();
    let read = DomainRead::parse(&xml.unwrap()).unwrap();
    let [nic] = read.interfaces.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!(nic.source, InterfaceSource::Nothing);
    assert_eq!(nic.teaming, Some(Teaming::Persistent));
    assert_eq!((nic.link_up, nic.queues), (false, Some(2)));
    assert_eq!(nic.host_name.as_deref(), Some("io5f0c91d2"));
    let [device] = read.host_devices.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!(device.address, address);
    assert_eq!(device.partner.as_deref(), Some(alias.as_str()));
    assert!(read.metadata_of(NAMESPACE).is_some());
    client.detach(&defined, &vf, Affect::Persistent).unwrap();
    client.undefine(&defined, Undefine::default()).unwrap();
    assert_eq!(client.domain("web1").unwrap(), None);
}
