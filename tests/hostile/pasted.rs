//! The lines that `-WhatIf` prints, pasted into a real bash: whatever a tenant calls things, the programs get the arguments that were
//! meant, and nothing else happens.

use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use iovsh::backend::domain_xml::arrival::Arrival;
use iovsh::backend::model::{
    AssignedDevice, Backing, Checkpoint, CheckpointContent, CheckpointCopy, Cidr, Direction,
    DomainDefinition, DomainSpec, Drive, FdbEntry, FdbPlace, FileOwner, FilterAction, FrameMatch,
    ImageFormat, InterfaceName, MacAddress, Nat, NicSetting, NicSpec, PortFilter, PortVlans, Scope,
    Seed, SerialPort, Share, State, TeamMonitor, TeamSettings, Uuid, VfAttributes, VfDevice,
    VmSettings,
};
use iovsh::backend::plan::{
    AddressSpec, AutostartChange, BondChange, BridgeChange, Change, Content, DesiredChange, Device,
    DeviceChange, DiskChange, DomainChange, FdbChange, FileChange, FilterChange, HardwareChange,
    ImageChange, IpChange, LinkChange, NatChange, NeighborRef, NeighborSpec, NetworkChange,
    NewImage, NewSnapshot, NicChange, Part, PciChange, RouteSpec, ShellLine, SnapshotChange,
    SnapshotContent, StopMode, StoredChange, VethChange, VfChange, quote, render,
};
use iovsh::backend::state::DesiredEdit;
use iovsh::cmdlets::Services;

/// A checkpoint whose names and text are these.
fn checkpoint(vm: Uuid, name: &str) -> Box<CheckpointCopy> {
    Box::new(CheckpointCopy {
        checkpoint: Checkpoint {
            vm,
            label: name.to_owned(),
            id: vm,
            name: name.to_owned(),
            created: 0,
            parent: None,
            current: true,
            content: CheckpointContent::Disks,
            external: true,
            memory_file: None,
            stuck: None,
            machine: Box::new(
                iovsh::backend::sim::fixture("default").unwrap().state.vms[0].clone(),
            ),
        },
        text: name.to_owned(),
    })
}

/// What VMs, switches and files are called by people who mean no good. `M` would be a file that is made.
const NAMES: &[&str] = &[
    "a$(>M)b",
    "a`>M`b",
    "a;>M;b",
    "a&>M&b",
    "a|tee M",
    "a'$(>M)'b",
    "a\"$(>M)\"b",
    "a\n>M\nb",
    "a\r>M",
    "a\u{85}>M\u{85}b",
    "a\u{2028}>M\u{2028}b",
    "a\u{1b}]0;x\u{7}",
    "\u{202e}gpj",
    "--all",
    "-h",
    "a b",
    " a ",
    "*",
    "~root",
    "$HOME",
    "{a,b}",
    "#a",
    "!!",
    "a!b'c\n",
    "a\\",
    "12",
    "EOF",
    "a\nEOF\n>M",
    "ü",
    "",
];

fn address(interface: InterfaceName) -> AddressSpec {
    AddressSpec {
        interface,
        cidr: Cidr::parse("192.0.2.1/24").unwrap(),
        valid: Some(60),
        preferred: None,
    }
}

fn route(interface: InterfaceName) -> RouteSpec {
    RouteSpec {
        destination: Cidr::parse("2001:db8::/32").unwrap(),
        gateway: "fe80::1".parse().ok(),
        interface,
        metric: Some(7),
    }
}

/// What the kernel takes for the name of an interface.
const INTERFACES: &[&str] = &[
    "a;>M;b",
    "$(>M)",
    "`>M`",
    "a&>M",
    "a|>M",
    "a'b",
    "a\"b",
    "$HOME",
    "{a,b}",
    "#a",
    "*",
    "-h",
    "--",
    "a\\",
    "~root",
    "!!",
    "<a>",
    "a\u{202e}b",
    "ü",
    "[a]",
];

fn mac() -> MacAddress {
    MacAddress([2, 0xc0, 0xff, 0xee, 0, 1])
}

/// A host on which the first VM is called `name` and the first NIC `interface`, and every change there is on it.
fn changes(name: &str, interface: &InterfaceName) -> (State, Vec<Change>) {
    let services = Services::in_memory("default").unwrap();
    let mut state = services.host().unwrap().snapshot(&Scope::PLAN).unwrap();
    let vm = state.vms[0].id;
    state.vms[0].name = name.to_owned();
    state.functions[0].interface = Some(interface.clone());
    state.links[0].name = interface.clone();
    state.links[0].addresses = vec!["10.0.0.1/24".parse().unwrap()];
    let pf = state.functions[0].address;
    let adapter = state.vms[0].adapters[0].alias.clone();
    let nic = NicSpec {
        alias: adapter.clone(),
        mac: mac(),
        bridge: Some(interface.clone()),
        tap: Some(interface.clone()),
        link_up: false,
        teaming: true,
        queues: 2,
        naming_index: None,
        mtu: None,
        emulated: false,
    };
    let vf = VfDevice {
        address: pf,
        alias: adapter.of_vf(),
        persistent: adapter.clone(),
        mac: mac(),
    };
    let settings = VmSettings {
        notes: name.to_owned(),
        ..VmSettings::default()
    };
    let spec = DomainSpec {
        name: name.to_owned(),
        id: vm,
        memory: 1 << 30,
        vcpus: 1,
        boot: None,
        disks: Vec::new(),
        boot_order: Vec::new(),
        serial_socket: Some(format!("/run/{name}")),
        adapters: vec![nic.clone()],
        spare_root_ports: 1,
        settings: settings.clone(),
    };
    let to: InterfaceName = "vs-lan".parse().unwrap();
    let entry = |place| FdbEntry {
        device: interface.clone(),
        mac: mac(),
        place,
    };
    let (hostile, name) = (name.to_owned(), name.to_owned());
    let device = || interface.clone();
    let limit = std::time::Duration::from_secs(1);
    let mut changes = of_storage(&name, vm);
    changes.extend([
        Change::Vf(VfChange::SetCount { pf, count: 4 }),
        Change::Vf(VfChange::SetAutoprobe { pf, on: false }),
        Change::Vf(VfChange::Set {
            pf,
            index: 0,
            attributes: VfAttributes {
                mac: Some(mac()),
                trust: Some(true),
                ..VfAttributes::default()
            },
        }),
        Change::Vf(VfChange::Reset { address: pf }),
        Change::Vf(VfChange::SetVectors {
            address: pf,
            count: 8,
        }),
        Change::Pci(PciChange::Bind {
            address: pf,
            driver: name.clone(),
        }),
        Change::Pci(PciChange::Unbind {
            address: pf,
            driver: "vfio-pci".into(),
        }),
        Change::Pci(PciChange::AllowUnsafeInterrupts { on: true }),
        Change::Nic(NicChange::Set {
            interface: device(),
            setting: NicSetting::Feature {
                name: "tx-tcp-segmentation".to_owned(),
                on: true,
            },
        }),
        Change::Filter(FilterChange::Share {
            device: device(),
            shares: vec![Share {
                class: Share::REST,
                minimum: 1,
                quantum: Share::SMALLEST_TURN,
            }],
        }),
        Change::Link(LinkChange::Set {
            interface: device(),
            up: true,
        }),
        Change::Bridge(BridgeChange::Create {
            name: device(),
            mac: mac(),
            vlan_filtering: true,
        }),
        Change::Bridge(BridgeChange::Delete { name: device() }),
        Change::Bridge(BridgeChange::AddPort {
            bridge: device(),
            port: device(),
        }),
        Change::Bridge(BridgeChange::RemovePort {
            bridge: device(),
            port: device(),
        }),
        Change::Bridge(BridgeChange::ReturnPort {
            bridge: device(),
            port: device(),
            vlans: PortVlans::default(),
            pinned: vec![mac()],
        }),
        Change::Bond(BondChange::Create {
            name: device(),
            primary: device(),
            settings: TeamSettings::default(),
        }),
        Change::Bond(BondChange::Configure {
            name: device(),
            settings: TeamSettings::default(),
        }),
        Change::Bond(BondChange::SetPrimary {
            name: device(),
            primary: Some(device()),
        }),
        Change::Bond(BondChange::SetTargets {
            name: device(),
            targets: vec![std::net::Ipv4Addr::new(192, 0, 2, 1)],
            monitor: Some(TeamMonitor {
                validate: "$(touch x)".to_owned(),
                ..TeamMonitor::targets()
            }),
        }),
        Change::Link(LinkChange::SetMtu {
            interface: device(),
            mtu: 1500,
        }),
        Change::Link(LinkChange::SetMac {
            interface: device(),
            mac: MacAddress::default(),
        }),
        Change::Link(LinkChange::Rename {
            from: device(),
            to: device(),
        }),
        Change::Link(LinkChange::CreateVlan {
            name: device(),
            lower: device(),
            vlan: 7_u16.try_into().expect("a VLAN"),
        }),
        Change::Link(LinkChange::DeleteVlan { name: device() }),
        Change::Link(LinkChange::SetNote {
            interface: device(),
            note: Some(name.clone()),
        }),
        Change::Veth(VethChange::Create {
            name: device(),
            mac: mac(),
            port: device(),
        }),
        Change::Veth(VethChange::Delete {
            name: device(),
            port: device(),
        }),
        Change::Bond(BondChange::Delete { name: device() }),
        Change::Bond(BondChange::AddMember {
            bond: device(),
            member: device(),
        }),
        Change::Bond(BondChange::RemoveMember {
            bond: device(),
            member: device(),
        }),
        Change::Bridge(BridgeChange::SetVlanFiltering {
            bridge: device(),
            on: true,
        }),
        Change::Bridge(BridgeChange::SetPortVlans {
            port: device(),
            vlans: PortVlans {
                untagged: 7_u16.try_into().ok(),
                ..PortVlans::default()
            },
        }),
        Change::Filter(FilterChange::Set {
            port: device(),
            filters: vec![PortFilter {
                direction: Direction::FromGuest,
                frame: FrameMatch::default(),
                action: FilterAction::Copy(device()),
            }],
        }),
        Change::Filter(FilterChange::Set {
            port: device(),
            filters: Vec::new(),
        }),
        Change::Fdb(FdbChange::Add {
            entry: entry(FdbPlace::Filter),
        }),
        Change::Fdb(FdbChange::Add {
            entry: entry(FdbPlace::Bridge),
        }),
        Change::Fdb(FdbChange::Remove {
            entry: entry(FdbPlace::Filter),
        }),
        Change::Link(LinkChange::MoveIp { from: device(), to }),
        Change::Ip(IpChange::AddAddress {
            address: address(device()),
        }),
        Change::Ip(IpChange::RemoveAddress {
            address: address(device()),
        }),
        Change::Ip(IpChange::AddRoute {
            route: route(device()),
        }),
        Change::Ip(IpChange::RemoveRoute {
            route: route(device()),
        }),
        Change::Ip(IpChange::SetNameServers {
            interface: Some(device()),
            servers: vec![IpAddr::from([192, 0, 2, 53]).into()],
        }),
        Change::Ip(IpChange::AddNeighbor {
            neighbor: NeighborSpec {
                interface: device(),
                address: [192, 0, 2, 7].into(),
                mac: mac(),
            },
        }),
        Change::Ip(IpChange::RemoveNeighbor {
            neighbor: NeighborRef {
                interface: device(),
                address: [192, 0, 2, 7].into(),
            },
        }),
        Change::Network(NetworkChange::Define {
            name: name.clone(),
            id: vm,
            bridge: device(),
        }),
        Change::Network(NetworkChange::Undefine {
            name: name.clone(),
            id: vm,
        }),
        Change::Domain(DomainChange::Define {
            name: name.clone(),
            id: vm,
            definition: DomainDefinition::Spec(Box::new(spec)),
        }),
        Change::Domain(DomainChange::Define {
            name: name.clone(),
            id: vm,
            definition: DomainDefinition::Text(format!("<!--{name}-->")),
        }),
        Change::Domain(DomainChange::Undefine {
            name: name.clone(),
            id: vm,
            kept_files: false,
        }),
        Change::Domain(DomainChange::Start { vm, paused: true }),
        Change::Domain(DomainChange::Stop {
            vm,
            mode: StopMode::TurnOff,
        }),
        Change::Domain(DomainChange::Stop {
            vm,
            mode: StopMode::Shutdown { timeout: limit },
        }),
        Change::Domain(DomainChange::Pause { vm }),
        Change::Domain(DomainChange::Resume { vm }),
        Change::Domain(DomainChange::Save { vm }),
        Change::Domain(DomainChange::DiscardSaved { vm }),
        Change::Domain(DomainChange::AdoptSaved {
            vm,
            file: format!("/{name}.save"),
            arrival: Box::new(Arrival {
                name: name.to_owned(),
                id: vm,
                adapters: Vec::new(),
                drives: Vec::new(),
                settings: None,
                variables: Some(format!("/{name}.fd")),
            }),
        }),
        Change::Domain(DomainChange::Reset { vm }),
        Change::Domain(DomainChange::Announce {
            vm,
            adapters: vec!["ua-1".parse().unwrap()],
        }),
        Change::Domain(DomainChange::SetMetadata {
            vm,
            settings: Some(settings),
        }),
        Change::Domain(DomainChange::SetMetadata { vm, settings: None }),
        Change::Device(DeviceChange::Attach {
            vm,
            device: Device::Nic(nic.clone()),
            live: true,
        }),
        Change::Device(DeviceChange::Attach {
            vm,
            device: Device::Vf(vf),
            live: true,
        }),
        Change::Device(DeviceChange::Attach {
            vm,
            device: Device::Host(AssignedDevice {
                address: pf,
                alias: adapter.clone(),
            }),
            live: false,
        }),
        Change::Device(DeviceChange::Detach {
            vm,
            device: Device::Nic(nic.clone()),
            live: true,
            timeout: limit,
        }),
        Change::Device(DeviceChange::Update {
            vm,
            nic,
            live: true,
        }),
        Change::Autostart(AutostartChange::Set { vm, on: true }),
        Change::Snapshot(SnapshotChange::Create {
            vm,
            snapshot: NewSnapshot {
                label: vm,
                name: name.clone(),
                content: SnapshotContent::Memory,
                external: true,
                folder: Some(name.clone()),
            },
        }),
        Change::Snapshot(SnapshotChange::Revert {
            vm,
            label: name.clone(),
        }),
        Change::Snapshot(SnapshotChange::Delete {
            vm,
            label: name.clone(),
        }),
        Change::Snapshot(SnapshotChange::Rename {
            vm,
            label: name.clone(),
            name: name.clone(),
        }),
        Change::Snapshot(SnapshotChange::Forget {
            copy: checkpoint(vm, &name),
        }),
        Change::Snapshot(SnapshotChange::Describe {
            copy: checkpoint(vm, &name),
        }),
        Change::File(FileChange::Set {
            path: format!("/etc/netplan/95-iovsh-{interface}.yaml"),
            text: Some(format!("\"{name}\"\n")),
        }),
        Change::File(FileChange::Set {
            path: format!("/etc/netplan/95-iovsh-{interface}.yaml"),
            text: Some(name.clone()),
        }),
        Change::File(FileChange::Set {
            path: format!("/etc/netplan/95-iovsh-{interface}.yaml"),
            text: None,
        }),
        Change::Device(DeviceChange::Pair {
            vm,
            from: adapter.clone(),
            to: adapter.clone(),
            teaming: true,
        }),
        Change::Hardware(HardwareChange::Set {
            vm,
            part: Part::Name(hostile.clone()),
        }),
        Change::Hardware(HardwareChange::Set {
            vm,
            part: Part::Serial(vec![SerialPort::Socket(format!("/{hostile}"))]),
        }),
        Change::Desired(DesiredChange::Set {
            edit: DesiredEdit::RemoveSwitch(vm),
        }),
    ]);
    (state, changes)
}

/// The changes of drives and images, with this name wherever a path or a device may stand.
fn of_storage(name: &str, vm: Uuid) -> Vec<Change> {
    let (path, other) = (format!("/{name}.qcow2"), format!("/b{name}.img"));
    let (format, timeout) = (ImageFormat::Qcow2, std::time::Duration::from_secs(1));
    let backing = Backing {
        path: other.clone(),
        format: Some(ImageFormat::Raw),
    };
    let image = NewImage {
        format,
        size: 1 << 20,
        fixed: true,
        backing: Some(backing.clone()),
        block_size: Some(1 << 16),
    };
    let drive = Box::new(Drive {
        path: Some(path.clone()),
        bus: "scsi".to_owned(),
        target: "sda".to_owned(),
        ..Drive::default()
    });
    let target = || "sda".to_owned();
    let device = "/dev/nbd0".to_owned();
    let (path, to) = (|| path.clone(), || other.clone());
    vec![
        Change::Disk(DiskChange::Attach {
            vm,
            drive: drive.clone(),
        }),
        Change::Disk(DiskChange::Detach { vm, drive, timeout }),
        Change::Disk(DiskChange::SetMedia {
            vm,
            target: target(),
            path: Some(path()),
        }),
        Change::Disk(DiskChange::SetLimit {
            vm,
            target: target(),
            maximum_iops: Some(100),
        }),
        Change::Disk(DiskChange::Move {
            vm,
            target: target(),
            from: path(),
            to: to(),
            format: None,
            content: Content::Mirrored,
        }),
        Change::Disk(DiskChange::AttachController { vm, number: 1 }),
        Change::Disk(DiskChange::DetachController {
            vm,
            number: 1,
            timeout,
        }),
        Change::Image(ImageChange::Create {
            path: path(),
            image: image.clone(),
        }),
        Change::Image(ImageChange::Seed {
            path: path(),
            seed: Box::new(Seed {
                instance: vm,
                hostname: name.to_owned(),
                user_data: format!("#cloud-config\nhostname: {name}\n"),
                keys: vec![name.to_owned()],
            }),
        }),
        Change::Image(ImageChange::Delete { path: path() }),
        Change::Image(ImageChange::Resize {
            path: path(),
            format,
            size: 1 << 21,
            running: None,
        }),
        Change::Image(ImageChange::Copy {
            from: path(),
            format,
            to: to(),
            image,
            live: false,
        }),
        Change::Image(ImageChange::CopyFile {
            from: path(),
            to: to(),
            size: 1,
            owner: FileOwner::Tpm,
        }),
        Change::Image(ImageChange::Compact {
            path: path(),
            format,
        }),
        Change::Image(ImageChange::Merge {
            path: path(),
            format,
            into: to(),
        }),
        Change::Image(ImageChange::Rebase {
            path: path(),
            format,
            backing,
        }),
        Change::Image(ImageChange::Connect {
            path: path(),
            format,
            device: device.clone(),
            read_only: true,
        }),
        Change::Image(ImageChange::Disconnect {
            path: path(),
            format,
            device,
            read_only: true,
        }),
        Change::Stored(StoredChange::MakeFolder { path: path() }),
        Change::Stored(StoredChange::RemoveFolder { path: path() }),
        Change::Stored(StoredChange::Write {
            path: path(),
            text: to(),
        }),
        Change::Stored(StoredChange::Remove { path: path() }),
        Change::Nat(NatChange::Set {
            nats: vec![Nat {
                name: name.to_owned(),
                inside: Cidr::parse("192.0.2.0/24").unwrap(),
                mappings: Vec::new(),
            }],
        }),
        Change::Nat(NatChange::SetForwarding { on: true }),
    ]
}

/// A new kind of change does not compile here until it is among those above.
fn is_tried(change: &Change) -> bool {
    match change {
        Change::Vf(
            VfChange::SetCount { .. }
            | VfChange::SetAutoprobe { .. }
            | VfChange::Set { .. }
            | VfChange::Reset { .. }
            | VfChange::SetVectors { .. },
        ) => true,
        Change::Pci(
            PciChange::Bind { .. }
            | PciChange::Unbind { .. }
            | PciChange::AllowUnsafeInterrupts { .. },
        )
        | Change::Link(LinkChange::Set { .. }) => true,
        // Their names are those of interfaces, which the kernel lets have no more than a VF's may.
        Change::Link(
            LinkChange::SetMtu { .. }
            | LinkChange::SetMac { .. }
            | LinkChange::Rename { .. }
            | LinkChange::CreateVlan { .. }
            | LinkChange::DeleteVlan { .. }
            | LinkChange::SetNote { .. },
        ) => true,
        Change::Veth(VethChange::Create { .. } | VethChange::Delete { .. }) => true,
        Change::Bridge(
            BridgeChange::Create { .. }
            | BridgeChange::Delete { .. }
            | BridgeChange::AddPort { .. }
            | BridgeChange::ReturnPort { .. },
        ) => true,
        Change::Hardware(HardwareChange::Set { .. }) => true,
        Change::Disk(
            DiskChange::Attach { .. }
            | DiskChange::Detach { .. }
            | DiskChange::SetMedia { .. }
            | DiskChange::SetLimit { .. }
            | DiskChange::Move { .. }
            | DiskChange::AttachController { .. }
            | DiskChange::DetachController { .. },
        ) => true,
        Change::Image(
            ImageChange::Create { .. }
            | ImageChange::Seed { .. }
            | ImageChange::Delete { .. }
            | ImageChange::Resize { .. }
            | ImageChange::Copy { .. }
            | ImageChange::CopyFile { .. }
            | ImageChange::Compact { .. }
            | ImageChange::Merge { .. }
            | ImageChange::Rebase { .. }
            | ImageChange::Connect { .. }
            | ImageChange::Disconnect { .. },
        ) => true,
        Change::Stored(
            StoredChange::MakeFolder { .. }
            | StoredChange::RemoveFolder { .. }
            | StoredChange::Write { .. }
            | StoredChange::Remove { .. },
        ) => true,
        Change::Bridge(BridgeChange::RemovePort { .. })
        | Change::Bond(
            BondChange::Create { .. }
            | BondChange::Delete { .. }
            | BondChange::Configure { .. }
            | BondChange::SetPrimary { .. }
            | BondChange::SetTargets { .. },
        ) => true,
        Change::Bond(BondChange::AddMember { .. } | BondChange::RemoveMember { .. })
        | Change::Bridge(BridgeChange::SetVlanFiltering { .. }) => true,
        Change::Bridge(BridgeChange::SetPortVlans { .. })
        | Change::Filter(FilterChange::Set { .. } | FilterChange::Share { .. })
        | Change::Nic(NicChange::Set { .. })
        | Change::Fdb(FdbChange::Add { .. }) => true,
        Change::Fdb(FdbChange::Remove { .. })
        | Change::Ip(
            IpChange::AddAddress { .. }
            | IpChange::RemoveAddress { .. }
            | IpChange::AddRoute { .. }
            | IpChange::RemoveRoute { .. }
            | IpChange::SetNameServers { .. }
            | IpChange::AddNeighbor { .. }
            | IpChange::RemoveNeighbor { .. },
        )
        | Change::Nat(NatChange::Set { .. } | NatChange::SetForwarding { .. })
        | Change::Link(LinkChange::MoveIp { .. })
        | Change::Network(NetworkChange::Define { .. }) => true,
        Change::Network(NetworkChange::Undefine { .. })
        | Change::Domain(DomainChange::Define { .. } | DomainChange::Undefine { .. }) => true,
        Change::Domain(
            DomainChange::Start { .. } | DomainChange::Stop { .. } | DomainChange::Pause { .. },
        ) => true,
        Change::Domain(
            DomainChange::Resume { .. }
            | DomainChange::Save { .. }
            | DomainChange::AdoptSaved { .. }
            | DomainChange::DiscardSaved { .. },
        ) => true,
        Change::Autostart(AutostartChange::Set { .. })
        | Change::Snapshot(
            SnapshotChange::Create { .. }
            | SnapshotChange::Revert { .. }
            | SnapshotChange::Delete { .. }
            | SnapshotChange::Rename { .. }
            | SnapshotChange::Forget { .. }
            | SnapshotChange::Describe { .. },
        ) => true,
        Change::Domain(
            DomainChange::Reset { .. }
            | DomainChange::Announce { .. }
            | DomainChange::SetMetadata { .. },
        )
        | Change::Device(DeviceChange::Attach { .. }) => true,
        Change::Device(
            DeviceChange::Detach { .. } | DeviceChange::Update { .. } | DeviceChange::Pair { .. },
        )
        | Change::File(FileChange::Set { .. }) => true,
        Change::Desired(DesiredChange::Set { .. }) => true,
    }
}

/// Programs that do nothing but write down how they were called, and what they were given to read.
fn stubs(folder: &Path) {
    let stub = folder.join("stub");
    std::fs::write(
        &stub,
        "#!/bin/bash\nprintf '%s\\0' \"${0##*/}\" \"$@\" >>\"$LOG\"\n\
         [ \"${@: -1}\" != /dev/stdin ] || { printf 'INPUT:' >>\"$LOG\"; /bin/cat /dev/stdin >>\"$LOG\"; printf '\\0' >>\"$LOG\"; }\n",
    )
    .unwrap();
    std::fs::set_permissions(&stub, std::fs::Permissions::from_mode(0o755)).unwrap();
    for name in [
        "ip",
        "bridge",
        "tc",
        "ethtool",
        "nft",
        "resolvectl",
        "dcb",
        "cloud-localds",
        "virsh",
        "virt-xml",
        "qemu-img",
        "qemu-nbd",
        "rm",
        "mv",
        "install",
        "mkdir",
        "rmdir",
    ] {
        std::os::unix::fs::symlink(&stub, folder.join(name)).unwrap();
    }
    std::os::unix::fs::symlink("/bin/cat", folder.join("cat")).unwrap();
}

/// The line with its files in a folder of the test.
fn below(line: ShellLine, root: &str) -> ShellLine {
    match line {
        ShellLine::Write { path, text } => {
            let path = format!("{root}{path}");
            std::fs::create_dir_all(Path::new(&path).parent().unwrap()).unwrap();
            ShellLine::Write { path, text }
        }
        other => other,
    }
}

/// Neither `virsh` nor `virt-xml` is given a name that it takes for an option.
fn no_option(name: &str, argv: &[String]) {
    let libvirts = matches!(argv[0].as_str(), "virsh" | "virt-xml");
    let ends = argv.iter().position(|word| word == "--");
    let names = argv.iter().position(|word| word == name);
    if let (true, true, Some(at)) = (libvirts, name.starts_with('-'), names) {
        assert!(ends.is_some_and(|end| end < at), "{argv:?}");
    }
}

fn paste(name: &str, interface: &str) {
    let interface: InterfaceName = interface.parse().unwrap();
    let (state, changes) = changes(name, &interface);
    assert!(changes.iter().all(is_tried));
    let folder = tempfile::tempdir().unwrap();
    let programs = folder.path().join("programs");
    let root = folder.path().join("root");
    let work = folder.path().join("work");
    for made in [&programs, &root, &work] {
        std::fs::create_dir(made).unwrap();
    }
    stubs(&programs);
    let mut script = String::new();
    let mut wanted: Vec<u8> = Vec::new();
    for change in &changes {
        let lines: Vec<ShellLine> = change
            .equivalent(&state)
            .into_iter()
            .map(|line| below(line, root.to_str().unwrap()))
            .collect();
        let text = render(&lines);
        let invisible =
            |c: char| c.is_control() && c != '\n' || matches!(c, '\u{2028}' | '\u{202e}');
        assert!(!text.contains(invisible), "{text:?}");
        script.push_str(&format!("rm mark\n{text}\n"));
        let mut say = |word: &str| {
            wanted.extend(word.as_bytes());
            wanted.push(0);
        };
        say("rm");
        say("mark");
        for line in &lines {
            match line {
                ShellLine::Run { argv, input } => {
                    no_option(name, argv);
                    argv.iter().for_each(|word| say(word));
                    if let Some(input) = input {
                        say(&format!("INPUT:{input}"));
                    }
                }
                ShellLine::Try(argv) => argv.iter().for_each(|word| say(word)),
                ShellLine::Write { path, text } => {
                    script.push_str(&format!(
                        "printf 'FILE:' >>$LOG; /bin/cat {} >>$LOG; printf '\\0' >>$LOG\n",
                        quote(path)
                    ));
                    say(&format!("FILE:{text}"));
                }
            }
        }
    }
    let file = folder.path().join("script");
    std::fs::write(&file, &script).unwrap();
    let log = folder.path().join("log");
    let output = Command::new("/bin/bash")
        .args(["--norc", "--noprofile"])
        .arg(&file)
        .current_dir(&work)
        .env_clear()
        .env("PATH", &programs)
        .env("LOG", &log)
        .env("HOME", "/nonexistent")
        .output()
        .unwrap();
    let happened = std::fs::read(&log).unwrap_or_default();
    assert_eq!(
        words(&happened),
        words(&wanted),
        "for {name:?} and {interface:?}, whose bash said {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let made: Vec<_> = std::fs::read_dir(&work).unwrap().collect();
    assert!(made.is_empty(), "{name:?} made {made:?}");
}

fn words(bytes: &[u8]) -> Vec<String> {
    bytes
        .split(|byte| *byte == 0)
        .map(|word| String::from_utf8_lossy(word).into_owned())
        .collect()
}

#[test]
fn every_change_gives_programs_the_names_that_were_meant() {
    for (at, name) in NAMES.iter().enumerate() {
        paste(name, INTERFACES[at % INTERFACES.len()]);
    }
}

#[test]
fn a_domain_whose_name_is_a_number_is_called_by_its_id() {
    let (state, _) = changes("12", &"eth0".parse().unwrap());
    let vm: Uuid = state.vms[0].id;
    let text = render(&Change::Domain(DomainChange::Pause { vm }).equivalent(&state));
    assert_eq!(text, format!("virsh suspend {vm}"));
}
