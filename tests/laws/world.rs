//! A machine, and changes that fit it: what is generated is a number for each choice, so that a failure shrinks to few changes.

use iovsh::backend::domain_xml::SAVED_MEMORY;
use iovsh::backend::domain_xml::arrival::Arrival;
use iovsh::backend::domain_xml::kept::saved_memory;
use iovsh::backend::model::{
    Adapter, AdapterAlias, AdapterSettings, AppKind, AppPriority, AssignedDevice, Backing,
    CheckpointCopy, Cidr, Dcb, Direction, Disk, DomainDefinition, DomainSpec, Drive, DriveAddress,
    FdbEntry, FdbPlace, FileOwner, FilterAction, Firmware, FrameMatch, ImageFormat, InterfaceName,
    LinkKind, MacAddress, MacPool, Memory, Nat, NatMapping, NicSetting, NicSpec, Pause, PciAddress,
    PhysicalFunction, PortFilter, PortProtocol, PortVlans, Processors, Route, RouteOrigin, Seed,
    SerialPort, Share, Speed, SwitchType, TeamHash, TeamMode, TeamMonitor, TeamSettings, Uuid,
    VfAdmin, VfAttributes, VfDevice, VfLinkState, VfRate, VfVlan, Video, VirtualFunction, VlanId,
    Vm, VmSettings, VmState, WakeBy,
};
use iovsh::backend::plan::{
    AddressSpec, AutostartChange, BondChange, BridgeChange, Change, Content, DesiredChange, Device,
    DeviceChange, DiskChange, DomainChange, FdbChange, FileChange, FilterChange, HardwareChange,
    ImageChange, IpChange, LinkChange, NatChange, NeighborRef, NeighborSpec, NetworkChange,
    NewImage, NewSnapshot, NicChange, Part, PciChange, RouteSpec, SnapshotChange, SnapshotContent,
    StopMode, StoredChange, VethChange, VfChange,
};
use iovsh::backend::sim::{SimMachine, World, fixture};
use iovsh::backend::state::{
    AdapterRef, Desired, DesiredEdit, DesiredHostAdapter, DesiredNic, DesiredNicSettings,
    DesiredSwitch, DesiredTeam, DismountedDevice, Group, GroupKind, Migration, MigrationSettings,
    NicOriginals, Qos, Refused, ReservedVf, Side, TeamAlgorithm, TeamingMode, VfClaim, VfOriginals,
};
use iovsh::backend::{HostError, Machine as _, Scope, State, VmDetail};
use std::net::IpAddr;
use std::sync::LazyLock;
use std::time::Duration;

use crate::variants;

/// Choices out of one number.
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn small(&mut self, end: u8) -> u8 {
        u8::try_from(self.below(usize::from(end))).unwrap()
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(of.len());
        of.get(at)
    }

    fn perhaps<T>(&mut self, value: T) -> Option<T> {
        self.coin().then_some(value)
    }
}

/// Where images are, or may come to be.
const PATHS: [&str; 8] = [
    "/images/a.img",
    "/images/b.iso",
    "/images/c.qcow2",
    "/images/d.qcow2",
    "/images/e.vhd",
    "/images/f.qcow2",
    "/images/g.raw",
    "/nowhere/h.qcow2",
];

/// Where folders and texts are, or may come to be.
const STORED: [&str; 5] = [
    "/export/a",
    "/export/b",
    "/export/a/c",
    "/export/a/d",
    "/nothing/e",
];

fn stored(dice: &mut Dice) -> String {
    let at = dice.below(STORED.len());
    STORED[at].to_owned()
}

/// All that a plan can know.
pub fn everything() -> Scope {
    static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
        let world = fixture("default").unwrap();
        let own = world.storage.images.into_keys();
        let mut all: Vec<String> = own.chain(PATHS.map(str::to_owned)).collect();
        all.sort();
        all
    });
    Scope {
        vms: VmDetail::Definitions,
        checkpoints: true,
        ip: true,
        neighbors: true,
        nics: true,
        images: Some(ALL.clone()),
        stored: Some(STORED.map(str::to_owned).to_vec()),
        ..Scope::ASSIGN
    }
}

/// A simulated machine with its desired state.
#[derive(Clone)]
pub struct Machine {
    pub world: World,
    pub desired: Desired,
}

impl Machine {
    /// The default machine, with a driver for its NICs with SR-IOV.
    pub fn new(driver: &str) -> Self {
        let mut world = fixture("default").unwrap();
        // A NIC with jumbo frames.
        world.state.links[1].mtu = 9000;
        world.storage.folders.push("/export".to_owned());
        for path in &PATHS[..3] {
            let image = NewImage {
                format: ImageFormat::of_name(path).unwrap(),
                size: 1 << 30,
                fixed: false,
                backing: None,
                block_size: None,
            };
            world.storage.folders.push("/images".to_owned());
            let made = ImageChange::Create {
                path: (*path).to_owned(),
                image,
            };
            world.apply(&made.into()).unwrap();
        }
        // Memory that came from elsewhere.
        world.storage.folders.push(SAVED_MEMORY.to_owned());
        for name in world
            .state
            .vms
            .iter()
            .map(|vm| vm.name.clone())
            .collect::<Vec<_>>()
        {
            let made = ImageChange::Create {
                path: saved_memory(&name),
                image: NewImage {
                    format: ImageFormat::Raw,
                    size: 1 << 20,
                    fixed: false,
                    backing: None,
                    block_size: None,
                },
            };
            world.apply(&made.into()).unwrap();
        }
        for function in &mut world.state.functions {
            function.driver = Some(driver.to_owned());
            // Fewer than some ask for.
            function.vector_pool = Some(3);
        }
        Self {
            world,
            desired: Desired::default(),
        }
    }

    /// What is seen of the machine.
    pub fn look(&self, scope: &Scope) -> State {
        let host = SimMachine::in_memory(self.world.clone());
        let mut state = host.observe(scope).unwrap();
        state.desired = self.desired.clone();
        state.derive_owners();
        state
    }

    /// Carries a change out, as a commit does.
    pub fn apply(&mut self, change: &Change) -> Result<(), HostError> {
        match change {
            Change::Desired(DesiredChange::Set { edit }) => {
                self.desired.edit(edit);
                Ok(())
            }
            change => self.world.apply(change),
        }
    }
}

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

fn mac(dice: &mut Dice) -> MacAddress {
    MacAddress([0x52, 0x54, 0, 0, 0, dice.small(6)])
}

fn vlan(dice: &mut Dice) -> VlanId {
    VlanId::try_from(10 + u16::from(dice.small(4))).unwrap()
}

/// One of the adapters that a VM may have.
fn alias(vm: Uuid, dice: &mut Dice) -> AdapterAlias {
    AdapterAlias::of(Uuid::of_text(&format!("{vm} {}", dice.small(3))))
}

fn links(state: &State, wanted: impl Fn(LinkKind) -> bool) -> Vec<InterfaceName> {
    let found = state.links.iter().filter(|l| wanted(l.kind));
    found.map(|l| l.name.clone()).collect()
}

/// Mostly an interface that is there, sometimes one that is not.
fn port(state: &State, dice: &mut Dice) -> InterfaceName {
    let all = links(state, |kind| kind != LinkKind::Bridge);
    dice.one(&all).cloned().unwrap_or_else(|| name("gone0"))
}

fn bridge(state: &State, dice: &mut Dice) -> InterfaceName {
    let all = links(state, |kind| kind == LinkKind::Bridge);
    dice.one(&all).cloned().unwrap_or_else(|| name("br9"))
}

fn bond(state: &State, dice: &mut Dice) -> InterfaceName {
    let all = links(state, |kind| kind == LinkKind::Bond);
    dice.one(&all).cloned().unwrap_or_else(|| name("bond9"))
}

fn team_settings(dice: &mut Dice) -> TeamSettings {
    let mode = *dice.one(&TeamMode::ALL).unwrap_or(&TeamMode::ALL[0]);
    let dynamic = mode == TeamMode::BalanceTlb && dice.coin();
    let hashed = mode != TeamMode::ActiveBackup && !dynamic;
    TeamSettings {
        mode,
        hash: match hashed {
            true => *dice.one(&TeamHash::ALL).unwrap_or(&TeamHash::ALL[0]),
            false => TeamHash::default(),
        },
        dynamic,
        lacp_fast: mode == TeamMode::Lacp && dice.coin(),
        own_addresses: mode == TeamMode::ActiveBackup && dice.coin(),
    }
}

/// As other tools leave it.
fn team_monitor(asks: bool, dice: &mut Dice) -> TeamMonitor {
    let every = 50 * (1 + u32::from(dice.small(3)));
    match asks {
        true => TeamMonitor {
            targets_every: every,
            validate: if dice.coin() { "none" } else { "filter" }.to_owned(),
            ..TeamMonitor::targets()
        },
        false => TeamMonitor {
            links_every: every,
            up_delay: every * u32::from(dice.small(3)),
            ..TeamMonitor::links()
        },
    }
}

fn nic(state: &State, dice: &mut Dice) -> InterfaceName {
    let all = links(state, |kind| kind == LinkKind::Physical);
    dice.one(&all).cloned().unwrap_or_else(|| name("gone0"))
}

/// A NIC that is down and part of nothing, more often than not: a bond takes no other.
fn idle_nic(state: &State, dice: &mut Dice) -> Option<InterfaceName> {
    let idle = state
        .links
        .iter()
        .filter(|link| link.kind == LinkKind::Physical && !link.up && link.master.is_none());
    let idle: Vec<_> = idle.map(|link| link.name.clone()).collect();
    let found = dice.one(&idle).cloned();
    found.filter(|_| dice.below(4) > 0)
}

/// A NIC that is part of nothing, and that nothing stands on by its name.
fn free_nic(state: &State, dice: &mut Dice) -> Option<InterfaceName> {
    let copied_to = |name: &InterfaceName| {
        let mut filters = state.filters.iter().flat_map(|port| &port.filters);
        filters.any(|filter| filter.action.to() == Some(name))
    };
    let free = |name: &InterfaceName| {
        state.link(name).is_some_and(|link| link.master.is_none())
            && !state.fdb.iter().any(|entry| entry.device == *name)
            && state.filters_of(name).is_empty()
            && state.shares_of(name).is_empty()
            && !state
                .teams
                .iter()
                .any(|team| team.primary.as_ref() == Some(name))
            && !copied_to(name)
    };
    let mut all = links(state, |kind| kind == LinkKind::Physical);
    all.retain(free);
    dice.one(&all).cloned()
}

fn pf<'s>(state: &'s State, dice: &mut Dice) -> Option<&'s PhysicalFunction> {
    dice.one(&state.functions)
}

fn vf<'s>(state: &'s State, dice: &mut Dice) -> Option<&'s VirtualFunction> {
    let all: Vec<_> = state.functions.iter().flat_map(|f| &f.vfs).collect();
    dice.one(&all).copied()
}

fn vm<'s>(state: &'s State, dice: &mut Dice) -> Option<&'s Vm> {
    dice.one(&state.vms)
}

fn adapter<'s>(vm: &'s Vm, dice: &mut Dice) -> Option<&'s Adapter> {
    dice.one(&vm.adapters)
}

/// A function with its driver, and one that it could have.
fn function(state: &State, dice: &mut Dice) -> Option<(PciAddress, Option<String>)> {
    let vfs = state.functions.iter().flat_map(|f| &f.vfs);
    let mut all: Vec<_> = vfs.map(|v| (v.address, v.driver.clone())).collect();
    all.extend(state.pci.iter().map(|d| (d.address, d.driver.clone())));
    dice.one(&all).cloned()
}

fn nic_spec(state: &State, vm: Uuid, dice: &mut Dice) -> NicSpec {
    let alias = alias(vm, dice);
    let bridge = bridge(state, dice);
    NicSpec {
        tap: alias.tap(),
        alias,
        mac: mac(dice),
        bridge: dice.coin().then_some(bridge),
        link_up: dice.coin(),
        teaming: dice.coin(),
        queues: 1,
        naming_index: None,
        mtu: None,
        emulated: dice.below(4) == 0,
    }
}

fn settings(vm: Uuid, dice: &mut Dice) -> VmSettings {
    let own = |name: &str| AdapterSettings {
        name: name.to_owned(),
        ..AdapterSettings::default()
    };
    VmSettings {
        notes: format!("note {}", dice.small(3)),
        adapters: vec![(alias(vm, dice), own("Network Adapter"))],
        ..VmSettings::default()
    }
}

fn definition(state: &State, dice: &mut Dice) -> (String, Uuid, DomainDefinition) {
    let name = format!("vm{}", dice.small(3));
    let id = Uuid::of_text(&name);
    let mut adapters: Vec<NicSpec> = (0..dice.below(3))
        .map(|_| nic_spec(state, id, dice))
        .collect();
    adapters.sort_by(|a, b| a.alias.cmp(&b.alias));
    adapters.dedup_by(|a, b| a.alias == b.alias);
    let disk = |path: &str, read_only: bool| Disk {
        path: path.to_owned(),
        format: "raw".to_owned(),
        read_only,
    };
    let spec = DomainSpec {
        name: name.clone(),
        id,
        memory: 1 << 30,
        vcpus: 1,
        boot: None,
        disks: vec![disk("/images/a.img", false), disk("/images/b.iso", true)],
        boot_order: Vec::new(),
        serial_socket: None,
        adapters,
        spare_root_ports: 0,
        settings: settings(id, dice),
    };
    (name, id, DomainDefinition::Spec(Box::new(spec)))
}

fn attributes(dice: &mut Dice) -> VfAttributes {
    let (mac, vlan) = (mac(dice), vlan(dice));
    let states = [VfLinkState::Auto, VfLinkState::Enable, VfLinkState::Disable];
    let state = *dice.one(&states).unwrap();
    let (spoof_check, trust) = (dice.coin(), dice.coin());
    VfAttributes {
        mac: dice.perhaps(mac),
        vlan: dice.perhaps(VfVlan {
            id: Some(vlan),
            qos: 0,
            ..VfVlan::default()
        }),
        spoof_check: dice.perhaps(spoof_check),
        trust: dice.perhaps(trust),
        rate: dice.perhaps(VfRate {
            minimum: 0,
            maximum: 100,
        }),
        // igb has no such knob.
        link_state: (dice.below(6) == 0).then_some(state),
    }
}

fn device(state: &State, vm: &Vm, dice: &mut Dice) -> Option<Device> {
    Some(match dice.below(3) {
        0 => Device::Nic(nic_spec(state, vm.id, dice)),
        1 => {
            let teaming: Vec<_> = vm.adapters.iter().filter(|a| a.teaming).collect();
            let adapter = dice.one(&teaming)?;
            Device::Vf(VfDevice {
                address: vf(state, dice)?.address,
                alias: adapter.alias.of_vf(),
                persistent: adapter.alias.clone(),
                mac: adapter.mac,
            })
        }
        _ => Device::Host(AssignedDevice::at(dice.one(&state.pci)?.address)?),
    })
}

/// A device that the VM has.
fn own_device(vm: &Vm, dice: &mut Dice) -> Option<Device> {
    let mut all: Vec<Device> = vm.adapters.iter().map(|a| Device::Nic(a.spec())).collect();
    all.extend(vm.assigned.iter().cloned().map(Device::Host));
    for adapter in &vm.adapters {
        all.extend(adapter.vf.iter().map(|vf| {
            Device::Vf(VfDevice {
                address: vf.address,
                alias: vf.alias.clone(),
                persistent: adapter.alias.clone(),
                mac: adapter.mac,
            })
        }));
    }
    dice.one(&all).cloned()
}

fn path(dice: &mut Dice) -> String {
    (*dice.one(&PATHS).unwrap()).to_owned()
}

/// Mostly an image that is there, with its format.
fn image(state: &State, dice: &mut Dice) -> Option<(String, ImageFormat)> {
    let there = state.images.iter();
    let there =
        there.filter_map(|(path, place)| Some((path.clone(), place.image.as_ref()?.format)));
    let all: Vec<_> = there.collect();
    dice.one(&all).cloned()
}

fn new_image(path: &str, state: &State, dice: &mut Dice) -> NewImage {
    let below = image(state, dice);
    let backing = below
        .filter(|_| dice.below(3) == 0)
        .map(|(path, format)| Backing {
            path,
            format: Some(format),
        });
    NewImage {
        format: ImageFormat::of_name(path).unwrap(),
        size: (1 + u64::from(dice.small(3))) << 30,
        fixed: dice.coin(),
        backing,
        block_size: None,
    }
}

/// A drive that a VM may get.
fn new_drive(state: &State, dice: &mut Dice) -> Drive {
    let number = dice.below(4);
    let (bus, target, address) = match dice.below(3) {
        0 => (
            "virtio",
            format!("vd{}", ['b', 'c', 'd', 'e'][number]),
            None,
        ),
        bus => {
            let at = DriveAddress {
                controller: u32::from(bus == 1) * u32::from(dice.small(2)),
                bus: 0,
                target: 0,
                unit: u32::from(dice.small(3)),
            };
            let bus = if bus == 1 { "scsi" } else { "sata" };
            (bus, format!("sd{}", ['b', 'c', 'd', 'e'][number]), Some(at))
        }
    };
    let optical = dice.below(3) == 0;
    let found = image(state, dice);
    Drive {
        path: found
            .as_ref()
            .map(|(path, _)| path.clone())
            .filter(|_| !optical || dice.coin()),
        format: found.map(|(_, format)| format.name().to_owned()),
        optical,
        bus: bus.to_owned(),
        target,
        address,
        ..Drive::default()
    }
}

/// A drive of a VM.
fn own_drive(state: &State, optical: bool, dice: &mut Dice) -> Option<(Uuid, Drive)> {
    let vms = state.vms.iter();
    let drives = vms.flat_map(|vm| vm.facts.drives.iter().map(|drive| (vm.id, drive.clone())));
    let all: Vec<_> = drives
        .filter(|(_, drive)| drive.optical == optical)
        .collect();
    dice.one(&all).cloned()
}

/// A change of drives of this name.
fn of_drives(kind: &str, state: &State, dice: &mut Dice) -> Option<Change> {
    let timeout = Duration::from_secs(1);
    let change = match kind {
        "AttachDrive" => DiskChange::Attach {
            vm: vm(state, dice)?.id,
            drive: Box::new(new_drive(state, dice)),
        },
        "DetachDrive" => {
            let optical = dice.coin();
            let (vm, drive) = own_drive(state, optical, dice)?;
            DiskChange::Detach {
                vm,
                drive: Box::new(drive),
                timeout,
            }
        }
        "ChangeMedia" => {
            let (vm, drive) = own_drive(state, true, dice)?;
            let new = path(dice);
            DiskChange::SetMedia {
                vm,
                target: drive.target,
                path: dice.perhaps(new),
            }
        }
        "SetDiskLimit" => {
            let (vm, drive) = own_drive(state, false, dice)?;
            let limit = 100 + u64::from(dice.small(3));
            DiskChange::SetLimit {
                vm,
                target: drive.target,
                maximum_iops: dice.perhaps(limit),
            }
        }
        "MoveDrive" => {
            let (vm, drive) = own_drive(state, false, dice)?;
            let (to, format) = image(state, dice)?;
            DiskChange::Move {
                vm,
                target: drive.target,
                from: drive.path?,
                to,
                format: Some(format.name().to_owned()),
                content: *dice.one(&[Content::Other, Content::Copied, Content::Mirrored])?,
            }
        }
        "AttachScsiController" => DiskChange::AttachController {
            vm: vm(state, dice)?.id,
            number: u32::from(dice.small(2)),
        },
        _ => {
            let vm = vm(state, dice)?;
            DiskChange::DetachController {
                vm: vm.id,
                number: *dice.one(&vm.facts.scsi_controllers)?,
                timeout,
            }
        }
    };
    Some(change.into())
}

/// A change of images of this name.
fn of_images(kind: &str, state: &State, dice: &mut Dice) -> Option<Change> {
    let change = match kind {
        "CreateImage" => {
            let path = path(dice);
            let image = new_image(&path, state, dice);
            ImageChange::Create { path, image }
        }
        "SeedImage" => ImageChange::Seed {
            path: {
                // A disc is raw, and is called so.
                let path = path(dice);
                (ImageFormat::of_name(&path) == Some(ImageFormat::Raw)).then_some(path)?
            },
            seed: Box::new(Seed {
                instance: Uuid::of_text("seed"),
                hostname: format!("vm{}", dice.small(3)),
                user_data: "#cloud-config\n".repeat(usize::from(dice.small(3)) * 200),
                keys: Vec::new(),
            }),
        },
        "DeleteImage" => {
            // A VM whose disk is gone does not start: mostly it is one of nobody's.
            let (own, nobodys) = (image(state, dice)?.0, path(dice));
            ImageChange::Delete {
                path: if dice.below(8) == 0 { own } else { nobodys },
            }
        }
        "ResizeImage" => {
            let (path, format) = image(state, dice)?;
            let users = state.vms.iter().filter(|vm| vm.state.is_active());
            let drives = users.flat_map(|vm| vm.facts.drives.iter().map(|d| (vm.id, d)));
            let mut with = drives.filter(|(_, drive)| drive.path.as_ref() == Some(&path));
            let running = with.next().map(|(vm, drive)| (vm, drive.target.clone()));
            ImageChange::Resize {
                path,
                format,
                size: (1 + u64::from(dice.small(60))) << 30,
                running,
            }
        }
        "CopyImage" => {
            let (from, format) = image(state, dice)?;
            let to = path(dice);
            let image = NewImage {
                size: state.images.get(&from)?.image.as_ref()?.size,
                backing: None,
                ..new_image(&to, state, dice)
            };
            ImageChange::Copy {
                from,
                format,
                to,
                image,
                live: false,
            }
        }
        "CopyFile" => {
            let (from, _) = image(state, dice)?;
            ImageChange::CopyFile {
                size: state.images.get(&from)?.image.as_ref()?.length,
                from,
                to: path(dice),
                owner: match dice.coin() {
                    true => FileOwner::Root,
                    false => FileOwner::Tpm,
                },
            }
        }
        "CompactImage" => {
            let (path, format) = image(state, dice)?;
            ImageChange::Compact { path, format }
        }
        "MergeImage" => {
            let above = state.images.iter().filter_map(|(path, place)| {
                let image = place.image.as_ref()?;
                Some((path.clone(), image.format, image.backing.clone()?.path))
            });
            let above: Vec<_> = above.collect();
            let (path, format, into) = dice.one(&above).cloned()?;
            ImageChange::Merge { path, format, into }
        }
        "RebaseImage" => {
            let (path, format) = image(state, dice)?;
            let (below, format_below) = image(state, dice)?;
            // A circle is none of a plan's ideas.
            let is_plain = |path: &String| {
                let place = state.images.get(path);
                place.is_some_and(|p| p.image.as_ref().is_some_and(|i| i.backing.is_none()))
            };
            (path != below && is_plain(&below)).then_some(())?;
            ImageChange::Rebase {
                path,
                format,
                backing: Backing {
                    path: below,
                    format: Some(format_below),
                },
            }
        }
        connected => {
            let (path, format) = image(state, dice)?;
            let device = state.free_block_devices.first()?.clone();
            let attached = state.images.get(&path)?.image.as_ref()?.attached.clone();
            match (connected, attached) {
                ("DisconnectImage", Some(device)) => ImageChange::Disconnect {
                    path,
                    format,
                    device,
                    read_only: false,
                },
                ("DisconnectImage", None) => return None,
                _ => ImageChange::Connect {
                    path,
                    format,
                    device,
                    read_only: dice.coin(),
                },
            }
        }
    };
    Some(change.into())
}

/// A snapshot of a VM.
fn snapshot(state: &State, dice: &mut Dice) -> Option<(Uuid, String)> {
    let found = dice.one(&state.checkpoints)?;
    Some((found.vm, found.label.clone()))
}

/// A part that a VM may get.
fn part(vm: &Vm, dice: &mut Dice) -> Part {
    let count = 1 + u32::from(dice.small(3));
    let room = u32::from(dice.small(3));
    let most = (1 + u64::from(dice.small(3))) << 30;
    match dice.below(8) {
        0 => Part::Name(format!("called {}", dice.small(3))),
        1 => Part::Processors {
            count,
            processors: Processors {
                maximum: count + room,
                weight: 100 + u32::from(dice.small(3)),
                limit: dice.perhaps(50),
                nested: Some(dice.coin()),
            },
        },
        // What a running one takes.
        2 => Part::Processors {
            count: count.min(vm.most_processors()),
            processors: Processors {
                maximum: vm.most_processors(),
                ..vm.hardware.processors.clone()
            },
        },
        3 => Part::Memory {
            most,
            memory: Memory {
                current: Some(most - (u64::from(dice.small(3)) << 20)),
                gives_back: dice.coin(),
            },
        },
        4 => Part::Memory {
            most: vm.memory,
            memory: Memory {
                current: Some(vm.memory - (u64::from(dice.small(3)) << 20)),
                ..vm.hardware.memory.clone()
            },
        },
        5 => Part::Firmware(Firmware {
            uefi: dice.coin(),
            ..Firmware::default()
        }),
        6 if dice.coin() => {
            let known = ["pc-q35-9.2", "pc-q35-10.0", "pc-q35-0.1"];
            Part::Machine(dice.one(&known).map(|name| (*name).to_owned()))
        }
        6 => {
            let version = "2.0".to_owned();
            Part::Tpm(dice.perhaps(version))
        }
        _ => {
            let socket = SerialPort::Socket("/run/s".to_owned());
            let mut ports = vec![SerialPort::Terminal];
            ports.extend(dice.perhaps(socket));
            if dice.coin() {
                return Part::Serial(ports);
            }
            let video = Video {
                model: "virtio".to_owned(),
                resolution: dice.perhaps((800, 600)),
            };
            Part::Display {
                video: dice.perhaps(video),
                graphics: None,
            }
        }
    }
}

fn filter(state: &State, dice: &mut Dice) -> PortFilter {
    let port = port(state, dice);
    let actions = [
        FilterAction::Pass,
        FilterAction::Drop,
        FilterAction::Limit(10),
        FilterAction::LimitFrames(10),
        FilterAction::Share(2),
        FilterAction::Untag,
        FilterAction::Copy(port.clone()),
        FilterAction::Send(port.clone()),
        FilterAction::Receive(port),
    ];
    PortFilter {
        direction: if dice.coin() {
            Direction::FromGuest
        } else {
            Direction::ToGuest
        },
        frame: FrameMatch::default(),
        action: dice.one(&actions).unwrap().clone(),
    }
}

fn cidr(dice: &mut Dice) -> Cidr {
    let text = match dice.coin() {
        true => format!("198.51.100.{}/{}", dice.small(9), 24 + dice.small(9)),
        false => format!("2001:db8::{}/{}", dice.small(9), 64 + dice.small(3)),
    };
    Cidr::parse(&text).unwrap()
}

fn entry(state: &State, dice: &mut Dice) -> FdbEntry {
    let uplinks = links(state, |kind| {
        matches!(kind, LinkKind::Physical | LinkKind::VirtualFunction)
    });
    let (place, device) = if dice.coin() {
        (FdbPlace::Bridge, port(state, dice))
    } else {
        (
            FdbPlace::Filter,
            dice.one(&uplinks).cloned().unwrap_or_else(|| name("gone0")),
        )
    };
    FdbEntry {
        device,
        mac: mac(dice),
        place,
    }
}

fn migration(state: &State, dice: &mut Dice) -> Option<Migration> {
    let vm = dice.one(&state.vms)?;
    let function = pf(state, dice)?;
    Some(Migration {
        id: Uuid::of_text(&format!("migration {}", dice.small(3))),
        vm: vm.id,
        name: vm.name.clone(),
        side: if dice.coin() {
            Side::Source
        } else {
            Side::Target
        },
        other: "elsewhere".to_owned(),
        address: String::new(),
        state: vm.state,
        autostart: dice.coin(),
        checkpoints: Vec::new(),
        wired: Vec::new(),
        reserved: vm
            .adapters
            .iter()
            .map(|adapter| ReservedVf {
                adapter: adapter.alias.clone(),
                pf: function.identity.clone(),
                index: u32::from(dice.small(4)),
            })
            .collect(),
        addresses: vm.adapters.iter().map(|adapter| adapter.mac).collect(),
        began: 0,
    })
}

fn edit(state: &State, desired: &Desired, dice: &mut Dice) -> Option<DesiredEdit> {
    let identity = |dice: &mut Dice| Some(pf(state, dice)?.identity.clone());
    Some(match *dice.one(variants::of::<DesiredEdit>())? {
        "PutSwitch" => {
            let text = format!("switch{}", dice.small(3));
            DesiredEdit::PutSwitch(DesiredSwitch {
                id: Uuid::of_text(&text),
                name: text,
                switch_type: SwitchType::External,
                bridge: name("br0"),
                uplinks: vec![identity(dice)?],
                team: None,
                on_host_team: dice.coin(),
                arp_targets: dice.coin().then(Vec::new),
                iov_enabled: dice.coin(),
                allow_management_os: true,
                vlan_filtering: false,
                notes: String::new(),
                settings: Default::default(),
            })
        }
        "PutTeam" => DesiredEdit::PutTeam(DesiredTeam {
            id: Uuid::of_text(&format!("team{}", dice.small(3))),
            device: name("bond0"),
            name: dice.coin().then(|| "Team 1".to_owned()),
            mode: TeamingMode::default(),
            algorithm: TeamAlgorithm::default(),
            lacp_fast: dice.coin(),
            own_addresses: false,
            members: vec![identity(dice)?],
            standby: Vec::new(),
            arp_targets: None,
            nics: Vec::new(),
            persist: None,
        }),
        "PutHostAdapter" => {
            let text = format!("own{}", dice.small(3));
            DesiredEdit::PutHostAdapter(Box::new(DesiredHostAdapter {
                device: name("vh-own"),
                port: Some(name("vp-own")),
                mac: Some(mac(dice)),
                alias: dice.coin().then(|| "Storage".to_owned()),
                addresses: Vec::new(),
                routes: Vec::new(),
                settings: AdapterSettings {
                    id: Uuid::of_text(&text),
                    name: text,
                    ..AdapterSettings::default()
                },
            }))
        }
        "RemoveHostAdapter" => {
            DesiredEdit::RemoveHostAdapter(dice.one(&desired.host_adapters)?.id())
        }
        "RemoveTeam" => DesiredEdit::RemoveTeam(dice.one(&desired.teams)?.id),
        "RemoveSwitch" => DesiredEdit::RemoveSwitch(dice.one(&desired.switches)?.id),
        "PutNic" => DesiredEdit::PutNic(DesiredNic {
            identity: identity(dice)?,
            interface: name("eth0"),
            sriov_enabled: dice.coin(),
            num_vfs: Some(u32::from(dice.small(4))),
            disabled: dice.coin(),
            persist: None,
            originals: NicOriginals {
                up: true,
                master: None,
                addresses_of: None,
                num_vfs: 0,
                autoprobe: Some(true),
                mtu: Some(1500),
            },
        }),
        "PutNicSettings" => DesiredEdit::PutNicSettings(DesiredNicSettings {
            identity: identity(dice)?,
            interface: name("eth0"),
            wanted: vec![NicSetting::ReceiveQueues(u32::from(dice.small(4)))],
            found: Vec::new(),
        }),
        "RemoveNicSettings" => {
            DesiredEdit::RemoveNicSettings(dice.one(&desired.nic_settings)?.identity.clone())
        }
        "RemoveNic" => DesiredEdit::RemoveNic(dice.one(&desired.nics)?.identity.clone()),
        "PutClaim" => {
            let vf = vf(state, dice)?;
            DesiredEdit::PutClaim(VfClaim {
                pf: state.function(vf.pf)?.identity.clone(),
                index: vf.index,
                address: vf.address,
                vm: vm(state, dice)?.id,
                adapter: alias(Uuid::of_text("vm0"), dice),
                queue_pairs: dice.perhaps(4),
                originals: VfOriginals {
                    driver: None,
                    admin: Some(VfAdmin::default()),
                },
            })
        }
        "RemoveClaim" => {
            let claim = dice.one(&desired.claims)?;
            DesiredEdit::RemoveClaim {
                pf: claim.pf.clone(),
                index: claim.index,
            }
        }
        "PutDismounted" => {
            let device = dice.one(&state.pci)?;
            DesiredEdit::PutDismounted(DismountedDevice {
                path: device.path.clone(),
                address: device.address,
                driver: device.driver.clone(),
            })
        }
        "RemoveDismounted" => {
            DesiredEdit::RemoveDismounted(dice.one(&desired.dismounted)?.path.clone())
        }
        "SetMacPool" => DesiredEdit::SetMacPool(dice.perhaps(MacPool {
            minimum: MacAddress([0x52, 0x54, 0, 1, 0, 0]),
            maximum: MacAddress([0x52, 0x54, 0, 1, 0, 9]),
        })),
        "SetDiskFolder" => {
            let folder = format!("/srv/disks{}", dice.small(2));
            DesiredEdit::SetDiskFolder(dice.perhaps(folder))
        }
        "SetPreemption" => DesiredEdit::SetPreemption(dice.coin()),
        "PutMigration" => DesiredEdit::PutMigration(migration(state, dice)?),
        "RemoveMigration" => DesiredEdit::RemoveMigration {
            id: dice.one(&desired.migrations)?.id,
            migrated: dice.coin(),
            blackout: dice.perhaps(6_000),
        },
        "PutRefused" => {
            let vm = vm(state, dice)?;
            let who = AdapterRef {
                vm: vm.id,
                adapter: adapter(vm, dice)?.alias.clone(),
            };
            DesiredEdit::PutRefused(Refused {
                who,
                id: "Host.KernelRefused".to_owned(),
                text: format!("No. {}", dice.small(2)),
            })
        }
        "RemoveRefused" => DesiredEdit::RemoveRefused(dice.one(&desired.refused)?.who.clone()),
        "SetDeparted" => {
            let address = mac(dice);
            DesiredEdit::SetDeparted(dice.perhaps(address).into_iter().collect())
        }
        "PutGroup" => {
            let name = format!("group {}", dice.small(3));
            DesiredEdit::PutGroup(Group {
                id: Uuid::of_text(&name),
                name,
                kind: GroupKind::Machines,
                members: dice.one(&state.vms).map(|vm| vm.id).into_iter().collect(),
            })
        }
        "RemoveGroup" => DesiredEdit::RemoveGroup(dice.one(&desired.groups)?.id),
        "SetNat" => DesiredEdit::SetNat(nats(dice)),
        "SetQos" => DesiredEdit::SetQos(Qos {
            lossless: dice.small(255),
            ..Qos::default()
        }),
        "SetMigrationSettings" => DesiredEdit::SetMigrationSettings(MigrationSettings {
            enabled: dice.coin(),
            ..MigrationSettings::default()
        }),
        other => panic!("no generator makes the edit {other}"),
    })
}

/// A change of this name that may fit the machine; `None` where it has nothing to change.
pub fn change(kind: &str, machine: &Machine, dice: &mut Dice) -> Option<Change> {
    let state = &machine.look(&everything());
    let change: Change = match kind {
        "CreateVethPair" => {
            let number = dice.small(3);
            VethChange::Create {
                name: name(&format!("vh-{number}")),
                mac: mac(dice),
                port: name(&format!("vp-{number}")),
            }
            .into()
        }
        "DeleteVethPair" => {
            let ends = state
                .links
                .iter()
                .filter(|l| l.name.as_str().starts_with("vh-"));
            let ends: Vec<_> = ends.collect();
            let end = dice.one(&ends)?;
            VethChange::Delete {
                name: end.name.clone(),
                port: end.peer.clone()?,
            }
            .into()
        }
        "SetInterfaceNote" => {
            let note = format!("vEthernet (a{})", dice.small(3));
            LinkChange::SetNote {
                interface: port(state, dice),
                note: dice.perhaps(note),
            }
            .into()
        }
        "SetVfCount" => VfChange::SetCount {
            pf: pf(state, dice)?.address,
            count: u32::from(dice.small(4)),
        }
        .into(),
        "SetAutoprobe" => VfChange::SetAutoprobe {
            pf: pf(state, dice)?.address,
            on: dice.coin(),
        }
        .into(),
        "SetVf" => {
            let vf = vf(state, dice)?;
            let attributes = attributes(dice);
            (!attributes.is_empty()).then_some(())?;
            VfChange::Set {
                pf: vf.pf,
                index: vf.index,
                attributes,
            }
            .into()
        }
        "ResetVf" => VfChange::Reset {
            address: vf(state, dice)?.address,
        }
        .into(),
        "SetVfVectors" => VfChange::SetVectors {
            address: vf(state, dice)?.address,
            count: u32::from(dice.small(4)),
        }
        .into(),
        "BindDriver" => {
            let (address, _) = function(state, dice)?;
            let driver = if dice.below(4) == 0 {
                "igb"
            } else {
                "vfio-pci"
            };
            PciChange::Bind {
                address,
                driver: driver.to_owned(),
            }
            .into()
        }
        "UnbindDriver" => {
            let (address, driver) = function(state, dice)?;
            PciChange::Unbind {
                address,
                driver: driver?,
            }
            .into()
        }
        "AllowUnsafeInterrupts" => PciChange::AllowUnsafeInterrupts { on: dice.coin() }.into(),
        "SetLink" => {
            let all = links(state, |_| true);
            LinkChange::Set {
                interface: dice.one(&all)?.clone(),
                up: dice.coin(),
            }
            .into()
        }
        "SetMtu" => {
            let all = links(state, |kind| {
                matches!(kind, LinkKind::Physical | LinkKind::Bond)
            });
            LinkChange::SetMtu {
                interface: dice.one(&all)?.clone(),
                mtu: [1500, 9000, 40][dice.below(3)],
            }
            .into()
        }
        "SetNicSetting" => {
            let all = links(state, |kind| kind == LinkKind::Physical);
            let interface = dice.one(&all)?.clone();
            let setting = nic_setting(state, &interface, dice)?;
            NicChange::Set { interface, setting }.into()
        }
        "SetMacAddress" => LinkChange::SetMac {
            interface: free_nic(state, dice)?,
            mac: mac(dice),
        }
        .into(),
        "CreateVlanInterface" => {
            let below = links(state, |kind| {
                matches!(kind, LinkKind::Physical | LinkKind::Bond)
            });
            LinkChange::CreateVlan {
                name: name(&format!("vlan{}", dice.small(3))),
                lower: dice.one(&below)?.clone(),
                vlan: u16::from(7 + dice.small(2)).try_into().unwrap(),
            }
            .into()
        }
        "DeleteVlanInterface" => {
            let all = links(state, |kind| kind == LinkKind::Vlan);
            LinkChange::DeleteVlan {
                name: dice.one(&all)?.clone(),
            }
            .into()
        }
        "RenameLink" => LinkChange::Rename {
            from: free_nic(state, dice)?,
            to: name(&format!("wan{}", dice.small(3))),
        }
        .into(),
        "MoveIpConfiguration" => {
            let with: Vec<_> = state
                .links
                .iter()
                .filter(|l| !l.addresses.is_empty())
                .collect();
            let from = dice.one(&with)?.name.clone();
            let all = links(state, |_| true);
            let to = dice.one(&all)?.clone();
            (from != to).then_some(())?;
            LinkChange::MoveIp { from, to }.into()
        }
        "CreateBridge" => BridgeChange::Create {
            name: name(&format!("br{}", dice.small(3))),
            mac: mac(dice),
            vlan_filtering: dice.coin(),
        }
        .into(),
        "DeleteBridge" => BridgeChange::Delete {
            name: bridge(state, dice),
        }
        .into(),
        "AddBridgePort" => BridgeChange::AddPort {
            bridge: bridge(state, dice),
            port: port(state, dice),
        }
        .into(),
        "ReturnBridgePort" => {
            let untagged = vlan(dice);
            BridgeChange::ReturnPort {
                bridge: bridge(state, dice),
                port: port(state, dice),
                vlans: PortVlans {
                    untagged: dice.perhaps(untagged),
                    ..PortVlans::default()
                },
                pinned: (0..dice.small(2)).map(|_| mac(dice)).collect(),
            }
            .into()
        }
        "RemoveBridgePort" => {
            let full: Vec<_> = state
                .bridges
                .iter()
                .filter(|b| !b.ports.is_empty())
                .collect();
            let bridge = dice.one(&full)?;
            BridgeChange::RemovePort {
                bridge: bridge.name.clone(),
                port: dice.one(&bridge.ports)?.clone(),
            }
            .into()
        }
        "SetVlanFiltering" => BridgeChange::SetVlanFiltering {
            bridge: bridge(state, dice),
            on: dice.coin(),
        }
        .into(),
        "SetPortVlans" => {
            let full: Vec<_> = state
                .bridges
                .iter()
                .filter(|b| !b.ports.is_empty())
                .collect();
            let port = dice.one(&full)?.ports.first()?.clone();
            let (untagged, tagged) = (vlan(dice), vlan(dice));
            let untagged = dice.perhaps(untagged);
            let tagged = dice.perhaps(tagged).filter(|id| Some(*id) != untagged);
            BridgeChange::SetPortVlans {
                port,
                vlans: PortVlans {
                    untagged,
                    tagged: tagged.into_iter().collect(),
                },
            }
            .into()
        }
        "CreateBond" => BondChange::Create {
            name: name(&format!("bond{}", dice.small(2))),
            primary: nic(state, dice),
            settings: team_settings(dice),
        }
        .into(),
        "ConfigureBond" => BondChange::Configure {
            name: bond(state, dice),
            settings: team_settings(dice),
        }
        .into(),
        "SetBondPrimary" => BondChange::SetPrimary {
            name: bond(state, dice),
            primary: dice.coin().then(|| nic(state, dice)),
        }
        .into(),
        "SetBondTargets" => {
            let targets: Vec<_> = (1..=dice.small(3))
                .map(|last| std::net::Ipv4Addr::new(192, 0, 2, last))
                .collect();
            BondChange::SetTargets {
                name: bond(state, dice),
                monitor: dice.coin().then(|| team_monitor(!targets.is_empty(), dice)),
                targets,
            }
            .into()
        }
        "DeleteBond" => BondChange::Delete {
            name: bond(state, dice),
        }
        .into(),
        "AddBondMember" => BondChange::AddMember {
            bond: bond(state, dice),
            member: idle_nic(state, dice).unwrap_or_else(|| nic(state, dice)),
        }
        .into(),
        "RemoveBondMember" => {
            let full: Vec<_> = state
                .teams
                .iter()
                .filter(|t| !t.members.is_empty())
                .collect();
            let team = dice.one(&full)?;
            BondChange::RemoveMember {
                bond: team.name.clone(),
                member: dice.one(&team.members)?.clone(),
            }
            .into()
        }
        "SetPortFilters" => FilterChange::Set {
            port: port(state, dice),
            filters: (0..dice.below(3)).map(|_| filter(state, dice)).collect(),
        }
        .into(),
        "SetUplinkShares" => FilterChange::Share {
            device: port(state, dice),
            shares: (0..u16::try_from(dice.below(3)).ok()?)
                .map(|at| Share {
                    class: 2 + at * 7,
                    minimum: 1 + u32::from(at) * 100,
                    quantum: Share::SMALLEST_TURN * (1 + u32::from(at)),
                })
                .collect(),
        }
        .into(),
        "AddFdbEntry" => FdbChange::Add {
            entry: entry(state, dice),
        }
        .into(),
        "RemoveFdbEntry" => FdbChange::Remove {
            entry: dice.one(&state.fdb)?.clone(),
        }
        .into(),
        "AddIpAddress" => IpChange::AddAddress {
            address: AddressSpec {
                interface: nic(state, dice),
                cidr: cidr(dice),
                valid: None,
                preferred: dice.coin().then_some(0),
            },
        }
        .into(),
        "RemoveIpAddress" => {
            let known: Vec<_> = state
                .ip
                .addresses
                .iter()
                .filter(|known| known.index > 1)
                .collect();
            let known = dice.one(&known)?;
            IpChange::RemoveAddress {
                address: AddressSpec {
                    interface: known.interface.clone(),
                    cidr: known.cidr,
                    valid: known.valid,
                    preferred: known.preferred,
                },
            }
            .into()
        }
        "AddRoute" => {
            let interface = nic(state, dice);
            let mut own = state.ip.addresses.iter();
            let own = own.find(|known| known.interface == interface)?;
            let is_v4 = own.cidr.address.is_ipv4();
            let other = cidr(dice).network();
            let other = match other.address.is_ipv4() == is_v4 {
                true => other,
                false => Cidr::parse(if is_v4 { "0.0.0.0/0" } else { "::/0" })?,
            };
            IpChange::AddRoute {
                route: RouteSpec {
                    destination: other,
                    gateway: dice.coin().then_some(own.cidr.address),
                    interface,
                    metric: Some(u32::from(dice.small(3))),
                },
            }
            .into()
        }
        "AddNeighbor" => IpChange::AddNeighbor {
            neighbor: NeighborSpec {
                interface: port(state, dice),
                address: cidr(dice).address,
                mac: mac(dice),
            },
        }
        .into(),
        "RemoveNeighbor" => {
            let known = dice.one(&state.neighbors)?;
            IpChange::RemoveNeighbor {
                neighbor: NeighborRef {
                    interface: known.interface.clone(),
                    address: known.address,
                },
            }
            .into()
        }
        "SetNat" => NatChange::Set { nats: nats(dice) }.into(),
        "SetForwarding" => NatChange::SetForwarding { on: dice.coin() }.into(),
        "SetNameServers" => {
            let interface = (dice.small(8) > 0).then(|| nic(state, dice));
            let servers = (0..dice.small(3)).map(|last| IpAddr::from([192, 0, 2, last]).into());
            IpChange::SetNameServers {
                interface,
                servers: servers.collect(),
            }
            .into()
        }
        "RemoveRoute" => {
            let known: Vec<_> = state
                .ip
                .routes
                .iter()
                .filter(|route| route.origin == RouteOrigin::Manual)
                // Beside one that the kernel made of an address the same way is left when it goes.
                .filter(|route| {
                    let spec = RouteSpec::of(route);
                    let same = |other: &&Route| spec.is(other);
                    state.ip.routes.iter().filter(same).count() == 1
                })
                .collect();
            IpChange::RemoveRoute {
                route: RouteSpec::of(dice.one(&known)?),
            }
            .into()
        }
        "DefineNetwork" => {
            let text = format!("net{}", dice.small(3));
            NetworkChange::Define {
                id: Uuid::of_text(&text),
                name: text,
                bridge: bridge(state, dice),
            }
            .into()
        }
        "UndefineNetwork" => {
            let network = dice.one(&state.networks)?;
            NetworkChange::Undefine {
                name: network.name.clone(),
                id: network.id,
            }
            .into()
        }
        "DefineDomain" => {
            let (name, id, definition) = definition(state, dice);
            DomainChange::Define {
                name,
                id,
                definition,
            }
            .into()
        }
        "UndefineDomain" => {
            let vm = vm(state, dice)?;
            DomainChange::Undefine {
                name: vm.name.clone(),
                id: vm.id,
                kept_files: dice.below(2) == 0,
            }
            .into()
        }
        "StartDomain" => DomainChange::Start {
            vm: vm(state, dice)?.id,
            paused: dice.below(4) == 0,
        }
        .into(),
        "StopDomain" => {
            let timeout = Duration::from_secs(1);
            DomainChange::Stop {
                vm: vm(state, dice)?.id,
                mode: if dice.coin() {
                    StopMode::TurnOff
                } else {
                    StopMode::Shutdown { timeout }
                },
            }
            .into()
        }
        "PauseDomain" => DomainChange::Pause {
            vm: vm(state, dice)?.id,
        }
        .into(),
        "ResumeDomain" => {
            let mut all = state.vms.iter();
            let paused = all.find(|vm| vm.state == VmState::Paused);
            DomainChange::Resume {
                vm: paused.or(vm(state, dice))?.id,
            }
            .into()
        }
        "SaveDomain" => DomainChange::Save {
            vm: vm(state, dice)?.id,
        }
        .into(),
        "DiscardSavedState" => {
            let mut vms = state.vms.iter();
            let saved = vms.find(|vm| vm.state == VmState::Saved);
            DomainChange::DiscardSaved {
                vm: saved.map_or_else(|| vm(state, dice).map(|vm| vm.id), |vm| Some(vm.id))?,
            }
            .into()
        }
        "AdoptSavedState" => {
            let mut vms = state.vms.iter();
            let off = vms.find(|vm| vm.state == VmState::Off)?;
            DomainChange::AdoptSaved {
                vm: off.id,
                file: saved_memory(&off.name),
                arrival: Box::new(Arrival {
                    name: off.name.clone(),
                    id: off.id,
                    adapters: Vec::new(),
                    drives: Vec::new(),
                    settings: off.settings.clone(),
                    variables: None,
                }),
            }
            .into()
        }
        "ResetDomain" => DomainChange::Reset {
            vm: vm(state, dice)?.id,
        }
        .into(),
        "AnnounceAdapters" => {
            let vm = vm(state, dice)?;
            let adapters = vm.adapters.iter().filter(|_| dice.coin());
            DomainChange::Announce {
                vm: vm.id,
                adapters: adapters.map(|a| a.alias.clone()).collect(),
            }
            .into()
        }
        "SetDomainMetadata" => {
            let vm = vm(state, dice)?.id;
            let settings = settings(vm, dice);
            DomainChange::SetMetadata {
                vm,
                settings: dice.perhaps(settings),
            }
            .into()
        }
        "AttachDrive"
        | "DetachDrive"
        | "ChangeMedia"
        | "SetDiskLimit"
        | "MoveDrive"
        | "AttachScsiController"
        | "DetachScsiController" => of_drives(kind, state, dice)?,
        "CreateImage" | "SeedImage" | "DeleteImage" | "ResizeImage" | "CopyImage" | "CopyFile"
        | "CompactImage" | "MergeImage" | "RebaseImage" | "ConnectImage" | "DisconnectImage" => {
            of_images(kind, state, dice)?
        }
        "SetAutostart" => AutostartChange::Set {
            vm: vm(state, dice)?.id,
            on: dice.coin(),
        }
        .into(),
        "SetHardware" => {
            let vm = vm(state, dice)?;
            HardwareChange::Set {
                vm: vm.id,
                part: part(vm, dice),
            }
            .into()
        }
        "CreateSnapshot" => {
            let vm = vm(state, dice)?.id;
            SnapshotChange::Create {
                vm,
                snapshot: NewSnapshot {
                    label: Uuid::of_text(&format!("{vm} snapshot {}", dice.small(4))),
                    name: format!("name {}", dice.small(3)),
                    content: match dice.coin() {
                        true => SnapshotContent::Memory,
                        false => SnapshotContent::Disks,
                    },
                    external: dice.coin(),
                    folder: None,
                },
            }
            .into()
        }
        "RevertSnapshot" => {
            let (vm, label) = snapshot(state, dice)?;
            SnapshotChange::Revert { vm, label }.into()
        }
        "DeleteSnapshot" => {
            let (vm, label) = snapshot(state, dice)?;
            SnapshotChange::Delete { vm, label }.into()
        }
        "RenameSnapshot" => {
            let (vm, label) = snapshot(state, dice)?;
            SnapshotChange::Rename {
                vm,
                label,
                name: format!("name {}", dice.small(3)),
            }
            .into()
        }
        "ForgetSnapshot" => {
            let found = dice.one(&state.checkpoints)?;
            let mut all = state.checkpoints_of(found.vm);
            // What builds on another one is forgotten first.
            if all.any(|c| c.parent.as_ref() == Some(&found.label)) {
                return None;
            }
            let copy = Box::new(CheckpointCopy {
                checkpoint: found.clone(),
                text: String::new(),
            });
            SnapshotChange::Forget { copy }.into()
        }
        "DescribeSnapshot" => {
            let mut checkpoint = dice.one(&state.checkpoints)?.clone();
            let mut all = state.checkpoints_of(checkpoint.vm);
            let current = all.find(|c| c.current);
            checkpoint.id = Uuid::of_text(&format!("{} moved", checkpoint.id));
            checkpoint.label = checkpoint.id.to_string();
            checkpoint.parent = current.map(|c| c.label.clone());
            checkpoint.current = dice.coin();
            let copy = Box::new(CheckpointCopy {
                checkpoint,
                text: String::new(),
            });
            SnapshotChange::Describe { copy }.into()
        }
        "AttachDevice" => {
            let vm = vm(state, dice)?;
            DeviceChange::Attach {
                vm: vm.id,
                device: device(state, vm, dice)?,
                live: dice.below(4) > 0,
            }
            .into()
        }
        "DetachDevice" => {
            let vm = vm(state, dice)?;
            DeviceChange::Detach {
                vm: vm.id,
                device: own_device(vm, dice)?,
                live: dice.below(4) > 0,
                timeout: Duration::from_secs(1),
            }
            .into()
        }
        "UpdateDevice" => {
            let vm = vm(state, dice)?;
            let present = adapter(vm, dice)?.spec();
            DeviceChange::Update {
                vm: vm.id,
                nic: NicSpec {
                    alias: present.alias,
                    tap: present.tap,
                    ..nic_spec(state, vm.id, dice)
                },
                live: dice.coin(),
            }
            .into()
        }
        "PairDevice" => {
            let vm = vm(state, dice)?;
            let from = adapter(vm, dice)?.alias.clone();
            // Made of the machine, as real ones are: the tap's name is made of it, and no two machines have one.
            let [_, machine, ..] = *vm.id.as_bytes();
            let own = 0xfeed_0000_u32 + u32::from(machine) * 16 + u32::from(dice.small(3));
            let renamed = format!("ua-{own:08x}");
            DeviceChange::Pair {
                vm: vm.id,
                to: if dice.coin() {
                    from.clone()
                } else {
                    renamed.parse().ok()?
                },
                from,
                teaming: dice.coin(),
            }
            .into()
        }
        "SetFile" => {
            let number = dice.small(3);
            FileChange::Set {
                path: format!("/etc/netplan/90-iovsh-{}.yaml", dice.small(2)),
                text: (number > 0).then(|| format!("# {number}\n")),
            }
            .into()
        }
        "MakeFolder" => StoredChange::MakeFolder { path: stored(dice) }.into(),
        "RemoveFolder" => StoredChange::RemoveFolder { path: stored(dice) }.into(),
        "WriteText" => StoredChange::Write {
            path: stored(dice),
            text: format!("{}\n", dice.small(2)),
        }
        .into(),
        "RemoveText" => StoredChange::Remove { path: stored(dice) }.into(),
        "SetDesired" => DesiredChange::Set {
            edit: edit(state, &machine.desired, dice)?,
        }
        .into(),
        other => panic!("no generator makes the change {other}"),
    };
    Some(change)
}

/// Networks that are translated: none, or one that is a network of IPv4 or not.
fn nats(dice: &mut Dice) -> Vec<Nat> {
    let inside = ["192.0.2.0/24", "198.51.100.0/25", "192.0.2.7/24"];
    let mapping = |number| NatMapping {
        number,
        protocol: PortProtocol::Udp,
        outside: None,
        outside_port: 53,
        inside: [192, 0, 2, 5].into(),
        inside_port: 53,
    };
    if dice.coin() {
        return Vec::new();
    }
    let inside = *dice.one(&inside).unwrap();
    vec![Nat {
        name: "lab".to_owned(),
        inside: Cidr::parse(inside).unwrap(),
        mappings: (0..u32::from(dice.small(2))).map(mapping).collect(),
    }]
}

/// A setting of a NIC, of each kind. Segmentation is asked for only where the kernel would not drop it again.
fn nic_setting(state: &State, nic: &InterfaceName, dice: &mut Dice) -> Option<NicSetting> {
    let known = &state.nic(nic)?.settings;
    Some(match dice.below(10) {
        0 => {
            let names = [
                "tx-checksum-ip-generic",
                "rx-checksum",
                "tx-tcp-segmentation",
                "tx-scatter-gather",
                "rx-lro",
            ];
            let feature = (*dice.one(&names)?).to_owned();
            let on = dice.coin();
            let met = known.is_on("tx-checksum-ip-generic") && known.is_on("tx-scatter-gather");
            if on && feature == "tx-tcp-segmentation" && !met {
                return None;
            }
            NicSetting::Feature { name: feature, on }
        }
        1 => NicSetting::ReceiveQueues(u32::from(dice.small(12))),
        2 => NicSetting::ReceiveRing(u32::from(dice.small(200)) * 64),
        3 => NicSetting::TransmitRing(u32::from(dice.small(200)) * 64),
        4 => NicSetting::Pause(Pause {
            negotiated: dice.coin(),
            receive: dice.coin(),
            transmit: dice.coin(),
        }),
        5 => {
            let supported = &known.modes.as_ref()?.supported;
            let offered = supported.iter().filter(|_| dice.coin()).cloned().collect();
            let fixed = Speed::Fixed {
                mbps: [100, 1000][dice.below(2)],
                full: dice.coin(),
            };
            let speeds = [Speed::Negotiated(offered), fixed];
            NicSetting::Speed(dice.one(&speeds)?.clone())
        }
        6 => {
            let all = WakeBy::ALL.into_iter();
            NicSetting::Wake(all.filter(|_| dice.coin()).collect())
        }
        7 => NicSetting::AdaptiveModeration(dice.coin()),
        8 => NicSetting::EnergyEfficient(dice.coin()),
        _ if dice.below(3) == 0 => {
            let first = u32::from(dice.small(3));
            NicSetting::Indirection((0..128).map(|at| (at + first) % 3).collect())
        }
        _ if dice.coin() => NicSetting::Ipv6(dice.coin()),
        _ if dice.coin() => NicSetting::Applications(
            (0..dice.small(3))
                .map(|at| AppPriority {
                    kind: AppKind::Stream,
                    number: 440 + u16::from(at),
                    priority: dice.small(9),
                })
                .collect(),
        ),
        _ => NicSetting::Dcb(Dcb {
            pfc: dice.small(255),
            class_of: [dice.small(9), 0, 0, 1, 0, 0, 0, 0],
            percent: [50, dice.one(&[50, 40])?.to_owned(), 0, 0, 0, 0, 0, 0],
            shared: [true, true, false, false, false, false, false, false],
            classes: dice.small(3),
            willing: dice.coin(),
        }),
    })
}
