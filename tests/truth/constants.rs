//! No property is the same on every host, but for those that `constants.tsv` lists, each with its reason.
//!
//! Very different hosts are looked at. A property that has the same value in all of them and is not in the list is one that
//! nobody fills in; one that is in the list and differs has come to life.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use iovsh::backend::model::{
    Drive, DriveAddress, DynamicMemory, EswitchMode, Feature, Interrupts, LinkCounters, Metering,
    NicDetails, NicSettings, NumaNode, PciSlot, StopAction, VmFacts,
};
use iovsh::backend::sim::{SimMachine, World, fixture};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;

use crate::session::{run, session};

/// What is looked at: the type, and what gives objects of it.
const QUERIES: &[(&str, &str)] = &[
    ("VirtualMachine", "Get-VM"),
    ("VMNetworkAdapter", "Get-VM | Get-VMNetworkAdapter"),
    (
        "VMInternalNetworkAdapter",
        "Get-VMNetworkAdapter -ManagementOS",
    ),
    (
        "VMNetworkAdapterVlanSetting",
        "Get-VM | Get-VMNetworkAdapterVlan",
    ),
    (
        "VMNetworkAdapterIsolationSetting",
        "Get-VM | Get-VMNetworkAdapterIsolation",
    ),
    (
        "VMNetworkAdapterAclSetting",
        "Get-VM | Get-VMNetworkAdapterAcl",
    ),
    (
        "VMNetworkAdapterExtendedAclSetting",
        "Get-VM | Get-VMNetworkAdapterExtendedAcl",
    ),
    (
        "VMNetworkAdapterTeamMappingSetting",
        "Get-VM | Get-VMNetworkAdapterTeamMapping",
    ),
    (
        "VMNetworkAdapterBandwidthSetting",
        "(Get-VM | Get-VMNetworkAdapter).BandwidthSetting | Where-Object { $_ }",
    ),
    ("VMSwitch", "Get-VMSwitch"),
    ("VMHost", "Get-VMHost"),
    ("VMSnapshot", "Get-VM | Get-VMSnapshot"),
    ("HardDiskDrive", "(Get-VM).HardDrives"),
    ("DvdDrive", "(Get-VM).DVDDrives"),
    ("NetAdapter", "Get-NetAdapter -IncludeHidden"),
    (
        "NetAdapterAdvancedProperty",
        "Get-NetAdapterAdvancedProperty",
    ),
    ("NetAdapterHardwareInfo", "Get-NetAdapterHardwareInfo"),
    ("NetAdapterStatistics", "Get-NetAdapterStatistics"),
    ("NetAdapterVPort", "Get-NetAdapterVPort"),
    ("NetAdapterLso", "Get-NetAdapterLso"),
    ("NetAdapterChecksumOffload", "Get-NetAdapterChecksumOffload"),
    ("NetAdapterRsc", "Get-NetAdapterRsc"),
    ("NetAdapterUso", "Get-NetAdapterUso"),
    (
        "NetAdapterEncapsulatedPacketTaskOffload",
        "Get-NetAdapterEncapsulatedPacketTaskOffload",
    ),
    ("NetAdapterIPsecOffload", "Get-NetAdapterIPsecOffload"),
    ("NetAdapterPowerManagement", "Get-NetAdapterPowerManagement"),
    ("NetAdapterVmq", "Get-NetAdapterVmq"),
    ("NetAdapterRdma", "Get-NetAdapterRdma"),
    ("NetAdapterBinding", "Get-NetAdapterBinding"),
    ("NetAdapterSriov", "Get-NetAdapterSriov"),
    (
        "SriovCapabilities",
        "(Get-NetAdapterSriov).HardwareCapabilities; (Get-NetAdapterSriov).CurrentCapabilities",
    ),
    ("NetAdapterSriovVf", "Get-NetAdapterSriovVf"),
    ("VMHostAssignableDevice", "Get-VMHostAssignableDevice -All"),
];

/// Type and property, and the values that were seen.
type Seen = BTreeMap<(String, String), BTreeSet<String>>;

fn look(world: World, script: &'static str, seen: &mut Seen) {
    let found = with_large_stack(move || {
        let mut session = session(Services::of(Arc::new(SimMachine::in_memory(world))));
        let made = run(&mut session, script);
        assert!(made.errors.is_empty(), "{script}: {:?}", made.errors);
        let mut found = Vec::new();
        for (kind, query) in QUERIES {
            let line = format!(
                "& {{ {query} }} | Where-Object {{ $null -ne $_ }} | ForEach-Object {{ $_.PSObject.Properties | ForEach-Object {{ \"$($_.Name)=$(@($_.Value).Count):$($_.Value)\" }} }}"
            );
            let answer = run(&mut session, &line);
            assert!(answer.errors.is_empty(), "{query}: {:?}", answer.errors);
            for property in answer.objects {
                let (name, value) = property.split_once('=').expect("a value");
                found.push((kind.to_string(), name.to_owned(), value.to_owned()));
            }
        }
        found
    })
    .expect("a thread");
    for (kind, name, value) in found {
        seen.entry((kind, name)).or_default().insert(value);
    }
}

/// A host on which everything is other than on the plain one.
fn busy(name: &str) -> World {
    let mut world = fixture("default").expect("a fixture");
    let state = &mut world.state;
    state.host.name = name.to_owned();
    state.host.fqdn = Some("other.example.org".to_owned());
    state.host.processors = 3;
    state.host.memory /= 2;
    state.host.mac_pool.minimum = "00:15:5d:0b:00:00".parse().expect("an address");
    state.host.mac_pool.maximum = "00:15:5d:0b:00:ff".parse().expect("an address");
    state.links[1].full_duplex = Some(false);
    state.links[1].managed_by = vec!["NetworkManager".to_owned()];
    state.nics = vec![NicDetails {
        queues: None,
        spreading: None,
        settings: NicSettings {
            features: std::collections::BTreeMap::from([(
                "tx-tcp-segmentation".to_owned(),
                Feature {
                    on: false,
                    wanted: false,
                    changeable: true,
                },
            )]),
            ..NicSettings::default()
        },
        interface: state.links[1].name.clone(),
        slot: Some(PciSlot {
            label: Some("Onboard LAN".to_owned()),
            label_index: Some(3),
            msi: Some(Interrupts::default()),
            msix: Some(Interrupts::default()),
            line_interrupt: Some(false),
            dma_64_bit: Some(false),
            ..PciSlot::default()
        }),
        max_mtu: None,
        counters: Some(LinkCounters {
            rx_bytes: 1,
            rx_packets: 5,
            rx_errors: 3,
            rx_dropped: 4,
            multicast: 2,
            tx_bytes: 6,
            tx_packets: 7,
            tx_errors: 8,
            tx_dropped: 9,
        }),
    }];
    state.links[2].up = false;
    state.links[2].carrier = false;
    state.links[2].speed = None;
    state.links[2].mtu = 9000;
    state.links[2].driver = Some("mlx5_core".to_owned());
    state.links[2].description = "ConnectX-6".to_owned();
    state.functions[1].driver = Some("mlx5_core".to_owned());
    state.functions[1].total_vfs = 16;
    state.functions[0].numa = Some(NumaNode(1));
    for (position, vm) in state.vms.iter_mut().enumerate() {
        vm.autostart = position % 2 == 0;
        if let Some(settings) = &mut vm.settings {
            settings.notes = "kept".to_owned();
            settings.generation = 1;
            settings.life.start_delay = 30;
            settings.life.ran = true;
            settings.metering = Some(Metering {
                since: 1,
                before: Box::default(),
            });
            settings.life.stop_action = Some(StopAction::Save);
            settings.dynamic_memory = Some(DynamicMemory::from(1 << 28));
        }
        let drive = |bus: &str, target: &str, optical, path: Option<&str>| Drive {
            path: path.map(str::to_owned),
            optical,
            bus: bus.to_owned(),
            target: target.to_owned(),
            shared: bus == "ide",
            maximum_iops: (bus == "ide").then_some(300),
            ..Drive::default()
        };
        let address = DriveAddress {
            controller: 1,
            bus: 0,
            target: 0,
            unit: 4,
        };
        vm.facts = VmFacts {
            cpu_usage: Some(37),
            memory: Some(vm.memory / 2),
            memory_demand: Some(vm.memory / 4),
            machine: Some("pc-q35-9.2".to_owned()),
            drives: vec![
                drive(
                    "virtio",
                    "vda",
                    false,
                    Some(&format!("/srv/{}-a.qcow2", vm.name)),
                ),
                drive(
                    "ide",
                    "hdb",
                    false,
                    Some(&format!("/srv/{}-b.raw", vm.name)),
                ),
                drive("sata", "sda", true, None),
                drive("ide", "hdd", true, Some("/srv/disc.iso")),
                Drive {
                    address: Some(address),
                    ..drive(
                        "scsi",
                        "sdb",
                        false,
                        Some(&format!("/srv/{}-c.vhd", vm.name)),
                    )
                },
                drive("scsi", "sdc", true, None),
            ],
            agent: Some(true),
            scsi_controllers: vec![0, 1],
            numa_nodes: Some(2),
            sockets: Some(2),
            ..VmFacts::default()
        };
        for adapter in &mut vm.adapters {
            adapter.ip_addresses = vec!["192.0.2.99".to_owned()];
        }
    }
    world.storage.furnish(&state.vms, &[]);
    let legacy = state
        .vms
        .iter_mut()
        .find(|vm| vm.name == "legacy1")
        .expect("a VM");
    legacy.adapters[0].virtio = false;
    world
}

const BUSY: &str = "
    Set-VMHost -IovPreemptionEnabled $true -MaximumVirtualMachineMigrations 5 -UseAnyNetworkForMigration $true
    Set-VMHost -VirtualMachineMigrationPerformanceOption Compression -VirtualMachineMigrationAuthenticationType Kerberos -WarningAction SilentlyContinue
    Enable-VMMigration
    Set-NetAdapterSriov enp1s0f0 -NumVFs 3 -WarningAction SilentlyContinue
    Disable-NetAdapterSriov enp1s0f1
    New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -Notes 'of the lab' | Out-Null
    Set-VMSwitch lan -DefaultFlowMinimumBandwidthAbsolute 1000000 -DefaultFlowMinimumBandwidthWeight 10 -Mtu 1400
    New-VMSwitch inner -SwitchType Internal | Out-Null
    New-VMSwitch silent -SwitchType Private | Out-Null
    Connect-VMNetworkAdapter web1, web2 -SwitchName lan
    Add-VMNetworkAdapter web2 -Name second -SwitchName inner
    Set-VMNetworkAdapter web1 -IovWeight 70 -IovQueuePairsRequested 2 -IovInterruptModeration High -VrssMaxQueuePairs 4 -VmmqEnabled $true -VrssEnabled $true -DeviceNaming On -Mtu 1400 -MinimumBandwidthWeight 20 -MacAddressSpoofing On -AllowTeaming On -VmqWeight 50 -WarningAction SilentlyContinue
    Set-VMNetworkAdapter web2 -Name second -DhcpGuard On -RouterGuard On -PortMirroring Source -MaximumBandwidth 100MB -MinimumBandwidthAbsolute 10MB -StormLimit 500 -IeeePriorityTag Off -WarningAction SilentlyContinue
    Set-VMNetworkAdapter web2 -Name second -StaticMacAddress 00155D0BFF01
    Set-VMNetworkAdapterVlan web1 -Access -VlanId 7
    Set-VMNetworkAdapterVlan web2 -VMNetworkAdapterName second -Trunk -NativeVlanId 3 -AllowedVlanIdList 5-9
    Add-VMNetworkAdapterAcl web2 -VMNetworkAdapterName second -RemoteIPAddress 192.0.2.0/24 -Direction Both -Action Meter
    Add-VMNetworkAdapterAcl web2 -VMNetworkAdapterName second -LocalMacAddress 00-11-22-33-44-55 -Direction Inbound -Action Deny
    Add-VMNetworkAdapterExtendedAcl web2 -VMNetworkAdapterName second -Action Deny -Direction Inbound -Weight 10 -Protocol tcp -LocalPort 22 -RemotePort 99 -LocalIPAddress 192.0.2.1 -RemoteIPAddress 192.0.2.2
    Add-VMNetworkAdapterExtendedAcl web2 -VMNetworkAdapterName second -Action Allow -Direction Outbound -Weight 1
    New-VM app -SwitchName lan -MemoryStartupBytes 512MB -ProcessorCount 2 | Out-Null
    Set-VMNetworkAdapter app -IovWeight 5
    Start-VM web1, web2, app -WarningAction SilentlyContinue
    Suspend-VM app
    Set-VM web1 -CheckpointType Standard -SnapshotFileLocation /srv -Notes 'for checkpoints'
    Checkpoint-VM web1 one -WarningAction SilentlyContinue
    Set-VM web2 -Notes ''
    Checkpoint-VM web2 two -WarningAction SilentlyContinue
    Checkpoint-VM web2 three -WarningAction SilentlyContinue
    Checkpoint-VM legacy1 off";

/// Settings of drivers that are other than at first.
const OFFLOADS: &str = "
    Disable-NetAdapterChecksumOffload enp1s0f1 -WarningAction SilentlyContinue
    Disable-NetAdapterRsc enp1s0f1
    Disable-NetAdapterUso enp1s0f1
    Disable-NetAdapterEncapsulatedPacketTaskOffload enp1s0f1
    Disable-NetAdapterLso enp1s0f0
    Disable-NetAdapterPowerManagement enp1s0f1
    Enable-NetAdapterPowerManagement enp1s0f0 -WakeOnPattern
    Set-NetAdapterPowerManagement enp1s0f1 -EnergyEfficientEthernet Disabled
    Disable-NetAdapterBinding enp1s0f1 -ComponentID ms_tcpip6";

const TEAM: &str = "
    New-VMSwitch pair -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true -AllowManagementOS $false | Out-Null
    Add-VMNetworkAdapter -ManagementOS -Name own -SwitchName pair
    Set-VMNetworkAdapter -ManagementOS -Name own -MacAddressSpoofing On -DhcpGuard On -RouterGuard On -PortMirroring Source -MaximumBandwidth 100000000 -StormLimit 1000 -IeeePriorityTag Off
    Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName own -Access -VlanId 20
    Add-VMNetworkAdapterAcl -ManagementOS -VMNetworkAdapterName own -RemoteIPAddress ANY -Direction Inbound -Action Deny
    Add-VMNetworkAdapterExtendedAcl -ManagementOS -VMNetworkAdapterName own -Action Deny -Direction Inbound -Weight 1
    Connect-VMNetworkAdapter web1, web2 -SwitchName pair
    Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f1
    Set-VMNetworkAdapterTeamMapping -VMName web2 -PhysicalNetAdapterName enp1s0f0
    'web1', 'web2' | ForEach-Object { Set-VMNetworkAdapter $_ -IovWeight 100 }
    Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force -WarningAction SilentlyContinue
    Add-VMAssignableDevice -VMName legacy1 -LocationPath 'PCIROOT(0)#PCI(0200)#PCI(0000)'
    Start-VM web1, web2 -WarningAction SilentlyContinue
    Save-VM web2
    Checkpoint-VM legacy1 off";

#[test]
fn no_property_is_the_same_everywhere_unless_it_is_listed() {
    let mut seen = Seen::new();
    let fresh = |name: &str| fixture(name).expect("a fixture");
    look(fresh("default"), "", &mut seen);
    look(
        fresh("no-iommu"),
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -WarningAction SilentlyContinue | Out-Null; Connect-VMNetworkAdapter web1 -SwitchName lan; Set-VMNetworkAdapter web1 -IovWeight 1; Start-VM web1 -WarningAction SilentlyContinue",
        &mut seen,
    );
    look(fresh("no-sriov"), "", &mut seen);
    look(fresh("default"), TEAM, &mut seen);
    look(
        fresh("default"),
        "New-VMSwitch pair -NetAdapterName enp1s0f0, enp1s0f1 | Out-Null; Connect-VMNetworkAdapter web1 -SwitchName pair; Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f1; Remove-VMSwitchTeamMember pair -NetAdapterName enp1s0f1 -WarningAction SilentlyContinue",
        &mut seen,
    );
    look(busy("other"), BUSY, &mut seen);
    let mut third = busy("third");
    third.state.links[2].up = true;
    // Its QEMU still has an older machine.
    third.state.vms[0].facts.machine = Some("pc-q35-8.0".to_owned());
    look(third, BUSY, &mut seen);
    look(fresh("default"), OFFLOADS, &mut seen);
    let mut switchdev = fresh("default");
    switchdev.state.functions[0].eswitch = EswitchMode::Switchdev;
    switchdev.state.links[1].description = "ConnectX-7".to_owned();
    look(
        switchdev,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null; Set-VMNetworkAdapter web1 -MaximumBandwidth 1GB -MinimumBandwidthAbsolute 500MB -WarningAction SilentlyContinue",
        &mut seen,
    );
    let listed: BTreeSet<(String, String)> = include_str!("constants.tsv")
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(fields.len() == 3 && fields[2].len() > 8, "{line}");
            (fields[0].to_owned(), fields[1].to_owned())
        })
        .collect();
    let constant: BTreeMap<(String, String), String> = seen
        .iter()
        // An object is looked at by itself.
        .filter(|(_, values)| {
            values.len() == 1 && !values.iter().all(|v| v.starts_with("1:Microsoft."))
        })
        .map(|(key, values)| (key.clone(), values.iter().cloned().collect()))
        .collect();
    let is_listed = |(kind, name): &(String, String)| {
        listed.contains(&(kind.clone(), name.clone()))
            || listed.contains(&("*".to_owned(), name.clone()))
    };
    let dead: Vec<String> = constant
        .iter()
        .filter(|(key, _)| !is_listed(key))
        .map(|((kind, name), value)| format!("{kind}\t{name}\t{value}"))
        .collect();
    assert!(dead.is_empty(), "nobody fills in:\n{}", dead.join("\n"));
    let alive: Vec<&(String, String)> = listed
        .iter()
        .filter(|(kind, name)| {
            let mut of_name = seen
                .iter()
                .filter(|((k, n), _)| n == name && (kind == "*" || k == kind));
            of_name.all(|(_, values)| values.len() > 1)
        })
        .collect();
    assert!(
        alive.is_empty(),
        "listed, but not the same everywhere: {alive:?}"
    );
}
