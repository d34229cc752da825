//! Every requirement of SR-IOV is broken by itself on a host that works, and `Test-VMHostIov` names it first.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "truth/session.rs"]
mod session;

use std::collections::BTreeSet;
use std::sync::Arc;

use iovsh::backend::model::{
    Ari, GroupPeer, HugePages, Interrupts, MemoryWindow, NetAdapter, NicDetails, PciSlot, Team,
    VfMemory,
};
use iovsh::backend::plan::VethChange;
use iovsh::backend::sim::{SimMachine, World, fixture};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;
use session::{run, session};

/// A host on which a machine is on its virtual function.
const WORKS: &str = "
    New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
    Connect-VMNetworkAdapter web1 -SwitchName lan
    Set-VMNetworkAdapter web1 -IovWeight 100
    Start-VM web1";

/// What a line shows on a host.
fn shown(machine: &SimMachine, line: &str) -> Vec<String> {
    let (machine, line) = (machine.clone(), line.to_owned());
    with_large_stack(move || {
        let mut session = session(Services::of(Arc::new(machine)));
        let answer = run(&mut session, &line);
        assert!(answer.errors.is_empty(), "{line}: {:?}", answer.errors);
        answer.text().lines().map(str::to_owned).collect()
    })
    .expect("a thread")
}

fn working() -> SimMachine {
    let machine = SimMachine::in_memory(fixture("default").unwrap());
    shown(&machine, WORKS);
    machine
}

type Break = fn(&mut World);

/// The code, and what breaks just that.
const REQUIREMENTS: &[(&str, Break)] = &[
    ("Platform.NoKvm", |w| w.state.host.kvm = false),
    ("Platform.NoPciExpress", |w| {
        w.state.iommu.pci_express = Some(false)
    }),
    ("Platform.NoSlat", |w| w.state.host.slat = Some(false)),
    ("Platform.NotEnabledInFirmware", |w| {
        w.state.iommu.units.clear();
        w.state.iommu.firmware_table = Some(false);
    }),
    ("Platform.RemappingDisabled", |w| {
        w.state.iommu.units.clear();
        w.state.iommu.disabled_on_command_line = true;
    }),
    ("Platform.NoDmaRemapping", |w| w.state.iommu.units.clear()),
    ("Platform.FirmwareTablesWrong", |w| {
        w.state.iommu.firmware_broken = Some(true)
    }),
    ("Platform.NoInterruptRemapping", |w| {
        w.state.iommu.interrupt_remapping = Some(false)
    }),
    ("Platform.UnsafeInterrupts", |w| {
        w.state.iommu.interrupt_remapping = Some(false);
        w.state.iommu.unsafe_interrupts_allowed = true;
    }),
    ("Platform.NoOscControl", |w| {
        w.state.iommu.osc_denied = Some(true)
    }),
    ("Platform.NoAcsAtRootPort", |w| {
        w.state.iommu.acs = Some(false)
    }),
    ("Platform.NoVfioDriver", |w| {
        w.state.iommu.vfio_pci = Some(false)
    }),
    ("Platform.NoHugePagesLeft", |w| {
        w.state.host.huge_pages = Some(HugePages {
            total: 1024,
            free: 0,
            size: 2 << 20,
        });
    }),
    ("Platform.Lockdown", |w| {
        w.state.iommu.lockdown = Some("integrity".to_owned())
    }),
    ("Nic.NoSriov", |w| w.state.functions.clear()),
    ("Nic.CapabilityHidden", |w| w.state.functions.truncate(1)),
    ("Nic.FirmwareVfLimit", |w| {
        w.state.functions[1].total_vfs = 0
    }),
    ("Nic.MissingAcs", |w| {
        w.state.functions[1].isolated = Some(false)
    }),
    ("Nic.NoBusResources", |w| {
        let function = &mut w.state.functions[1];
        (function.bus_numbers, function.vf_offset) = (Some(false), 256);
    }),
    ("Nic.NoVfBarSpace", |w| {
        w.state.functions[1].vf_bar_space = Some(false)
    }),
    ("Nic.NoAri", |w| {
        // Its virtual functions are at 01:10.0 and behind, which no port without ARI leads to.
        w.state.functions[0].ari = Some(Ari {
            device: Some(true),
            port: Some("0000:00:01.0".parse().unwrap()),
            port_can: Some(false),
            forwards: Some(false),
        });
    }),
    ("Nic.FewBusNumbers", |w| {
        let function = &mut w.state.functions[1];
        // Two of seven have a number on the PF's own bus.
        (function.vf_offset, function.vf_stride) = (252, 2);
        (function.bus_numbers, function.last_bus) = (Some(false), Some(function.address.bus));
    }),
    ("Nic.ConfigUnread", |w| {
        slot(w, |slot| *slot = PciSlot::default())
    }),
    ("Nic.RmrrLocked", |w| {
        let pf = w.state.functions[0].address;
        let mut devices = w.state.pci.iter_mut();
        devices
            .find(|device| device.address == pf)
            .unwrap()
            .firmware_memory = true;
    }),
    ("Nic.NoMsix", |w| {
        slot(w, |slot| slot.msix = Some(Interrupts::default()))
    }),
    ("Nic.SlowSlot", |w| {
        slot(w, |slot| (slot.width, slot.max_width) = (Some(1), Some(4)))
    }),
    ("Driver.PfOnVfio", |w| {
        w.state.functions[1].driver = Some("vfio-pci".to_owned())
    }),
    ("Driver.Missing", |w| w.state.functions[1].driver = None),
    ("Driver.Disabled", |w| w.state.links[1].up = false),
    ("Driver.NoLink", |w| {
        w.set_carrier(&"enp1s0f0".parse().unwrap(), false);
    }),
    ("Driver.ManagedByOther", |w| {
        w.state.links[1].managed_by = vec!["netplan".to_owned()]
    }),
    ("Driver.NoFlr", |w| {
        w.state.functions[0].vfs[6].flr = Some(false)
    }),
    ("Driver.GroupNotViable", |w| {
        w.state.functions[0].vfs[6].group_peers = vec![GroupPeer {
            address: "0000:02:00.0".parse().unwrap(),
            driver: Some("nvme".to_owned()),
        }];
    }),
    ("Driver.VfUsedByHost", |w| {
        let name = "enp1s0f0v6".parse().unwrap();
        w.state.functions[0].vfs[6].driver = Some("igbvf".to_owned());
        w.state.functions[0].vfs[6].interface = Some(name);
        w.state.links.push(NetAdapter {
            name: "enp1s0f0v6".parse().unwrap(),
            index: 99,
            up: true,
            kind: iovsh::backend::model::LinkKind::VirtualFunction,
            ..NetAdapter::default()
        });
    }),
    ("Switch.NicMissing", |w| {
        w.state.links.remove(1);
        w.state.functions.remove(0);
    }),
    ("Switch.HostTeam", |w| {
        let name: iovsh::backend::model::InterfaceName = "bond0".parse().unwrap();
        w.state.links.push(NetAdapter {
            name: name.clone(),
            index: 98,
            kind: iovsh::backend::model::LinkKind::Bond,
            up: true,
            ..NetAdapter::default()
        });
        w.state.links[2].master = Some(name.clone());
        w.state.teams.push(Team {
            members: vec!["enp1s0f1".parse().unwrap()],
            carrier: true,
            ..Team::new(name, &Default::default())
        });
    }),
    ("Switch.Drift", |w| {
        w.state.functions[0].vfs[0].admin.as_mut().unwrap().trust = Some(true);
    }),
    ("Vm.Unreadable", |w| {
        let vm = w
            .state
            .vms
            .iter_mut()
            .find(|vm| vm.name == "legacy1")
            .unwrap();
        vm.unreadable = Some("no JSON".to_owned());
    }),
];

/// Changes the slot of the NIC of the switch.
fn slot(world: &mut World, change: fn(&mut PciSlot)) {
    let mut slot = PciSlot {
        msix: Some(Interrupts {
            enabled: true,
            messages: 10,
        }),
        ..PciSlot::default()
    };
    change(&mut slot);
    world.state.nics = vec![NicDetails {
        interface: "enp1s0f0".parse().unwrap(),
        slot: Some(slot),
        max_mtu: None,
        counters: None,
        queues: None,
        spreading: None,
        settings: Default::default(),
    }];
}

#[test]
fn a_host_that_works_has_nothing_to_be_told() {
    assert_eq!(shown(&working(), "(Test-VMHostIov).Code"), ["Ready"]);
}

#[test]
fn each_requirement_that_is_broken_is_named_first() {
    let mut wrong = Vec::new();
    let healthy = working();
    for (code, break_it) in REQUIREMENTS {
        // A world of its own for each, with what was asked for on the host that works.
        let machine = working();
        machine.edit_world(break_it).unwrap();
        let line =
            "Test-VMHostIov | ForEach-Object { \"$($_.Code)|$($_.NextStep)|$($_.Evidence)\" }";
        let found = shown(&machine, line);
        // Each is done by -Fix, or says why it is not.
        let undecided = "Test-VMHostIov | Where-Object { $_.CanFix -eq [bool]$_.WhyNoFix } | ForEach-Object { $_.Code }";
        assert!(shown(&machine, undecided).is_empty(), "{code}");
        let first: Vec<&str> = found[0].splitn(3, '|').collect();
        if first[0] != *code {
            wrong.push(format!("{code}: {found:?}"));
        }
        assert!(
            first[1..].iter().all(|text| !text.is_empty()),
            "{code}: {found:?}"
        );
    }
    assert_eq!(shown(&healthy, "(Test-VMHostIov).Code"), ["Ready"]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The window, how much of it is free, and how much is missing, with the words of the kernel.
#[test]
fn how_much_memory_is_missing_is_said() {
    let machine = working();
    machine
        .edit_world(|w| {
            let function = &mut w.state.functions[1];
            function.vf_bar_space = Some(false);
            function.vf_memory = Some(VfMemory {
                needed: Some(0x1c_0000),
                prefetchable: true,
                port: Some("0000:00:02.0".parse().unwrap()),
                window: Some(MemoryWindow {
                    first: 0xfe80_0000,
                    last: 0xfe8f_ffff,
                    free: 0x8_0000,
                }),
                log: Some("pci 0000:01:00.1: BAR 7: no space for [mem size 0x001c0000]".to_owned()),
            });
        })
        .unwrap();
    let line =
        "(Test-VMHostIov)[0] | ForEach-Object { $_.Code, $_.Problem, $_.Evidence, $_.ColdRestart }";
    let found = shown(&machine, line);
    assert_eq!(found[0], "Nic.NoVfBarSpace");
    assert!(
        found[1].ends_with(
            "7 virtual functions need 1792 KiB of prefetchable memory: 1280 KiB are missing."
        ),
        "{}",
        found[1]
    );
    for words in [
        "/sys/bus/pci/devices/0000:00:02.0/resource: the window 0xfe800000-0xfe8fffff has 1 MiB, of which 512 KiB are free",
        "dmesg: pci 0000:01:00.1: BAR 7: no space",
    ] {
        assert!(found[2].contains(words), "{}", found[2]);
    }
    assert_eq!(found[3], "True");
}

/// Why the port above forwards nothing decides what is to be done.
#[test]
fn what_to_do_about_ari_follows_from_what_the_port_can() {
    for (device, port_can, wanted) in [
        (Some(true), Some(false), "another slot|whose port has ARI"),
        (Some(true), Some(true), "pci=noari"),
        (Some(false), Some(true), "firmware of the card"),
        (None, None, "as root"),
    ] {
        let machine = working();
        machine
            .edit_world(|w| {
                w.state.functions[0].ari = Some(Ari {
                    device,
                    port: Some("0000:00:01.0".parse().unwrap()),
                    port_can,
                    forwards: Some(false),
                });
            })
            .unwrap();
        let found = shown(
            &machine,
            "(Test-VMHostIov)[0] | ForEach-Object { $_.Code, $_.NextStep, $_.Evidence }",
        );
        assert_eq!(found[0], "Nic.NoAri");
        assert!(
            wanted.split('|').any(|words| found[1].contains(words)),
            "{found:?}"
        );
        let file = if port_can.is_some() && device == Some(true) {
            "0000:00:01.0/config"
        } else {
            "0000:01:00.0/"
        };
        assert!(found[2].contains(file), "{found:?}");
    }
    // With forwarding, and for a card of the root complex, nothing is said.
    for (port, forwards) in [(Some("0000:00:01.0"), true), (None, false)] {
        let machine = working();
        machine
            .edit_world(|w| {
                w.state.functions[0].ari = Some(Ari {
                    device: Some(true),
                    port: port.map(|port| port.parse().unwrap()),
                    port_can: Some(true),
                    forwards: Some(forwards),
                });
            })
            .unwrap();
        assert_eq!(shown(&machine, "(Test-VMHostIov).Code"), ["Ready"]);
    }
}

/// The risk of missing interrupt remapping is accepted, seen for as long as it stands, and taken back.
#[test]
fn an_override_is_by_consent_and_goes_again() {
    let machine = SimMachine::in_memory(fixture("default").unwrap());
    machine
        .edit_world(|w| w.state.iommu.interrupt_remapping = Some(false))
        .unwrap();
    assert_eq!(
        shown(&machine, "(Test-VMHostIov)[0].Code"),
        ["Platform.NoInterruptRemapping"]
    );
    shown(&machine, "Enable-VMHostIovOverride -WhatIf | Out-Null");
    assert_eq!(
        shown(&machine, "(Test-VMHostIov)[0].Code"),
        ["Platform.NoInterruptRemapping"],
        "-WhatIf does nothing"
    );
    shown(
        &machine,
        "Enable-VMHostIovOverride -Force -WarningAction Ignore",
    );
    let file = "/etc/modprobe.d/iovsh-iov-override.conf";
    let text = |machine: &SimMachine| {
        let mut text = None;
        machine
            .edit_world(|w| text = w.state.files.get(file).cloned())
            .unwrap();
        text
    };
    let written = text(&machine).expect("a file of modprobe");
    assert!(written.ends_with("options vfio_iommu_type1 allow_unsafe_interrupts=1\n"));
    shown(&machine, WORKS);
    assert_eq!(
        shown(&machine, "(Test-VMHostIov).Code"),
        ["Platform.UnsafeInterrupts"]
    );
    assert_eq!(
        shown(&machine, "(Get-VMNetworkAdapter web1).VfDataPathActive"),
        ["True"]
    );
    shown(
        &machine,
        "Disable-VMHostIovOverride -WarningAction Ignore; Stop-VM web1 -TurnOff",
    );
    assert_eq!(text(&machine), None);
    assert_eq!(
        shown(&machine, "(Test-VMHostIov)[0].Code"),
        ["Platform.NoInterruptRemapping"]
    );
    // It makes up for nothing else.
    machine.edit_world(|w| w.state.iommu.units.clear()).unwrap();
    let refused = "try { Enable-VMHostIovOverride -Force -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }";
    assert_eq!(shown(&machine, refused), ["IovOverride.InVain"]);
}

#[test]
fn a_guest_without_a_driver_is_named() {
    let machine = SimMachine::in_memory(fixture("default").unwrap());
    machine
        .edit_world(|w| {
            let web1 = w.state.vm_named("web1").unwrap().id;
            w.guests.entry(web1).or_default().vf_driver = false;
        })
        .unwrap();
    shown(&machine, WORKS);
    assert_eq!(
        shown(&machine, "(Test-VMHostIov).Code"),
        ["Guest.IovGuestDriversNeeded"]
    );
}

#[test]
fn no_code_stands_twice() {
    let codes: BTreeSet<&str> = REQUIREMENTS.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), REQUIREMENTS.len());
}

#[test]
fn what_can_be_repaired_is_repaired() {
    for break_it in [
        "Disable-NetAdapterSriov enp1s0f0 -Confirm:$false -WarningAction SilentlyContinue",
        "Disable-NetAdapter enp1s0f0 -Confirm:$false -WarningAction SilentlyContinue",
    ] {
        let machine = working();
        shown(&machine, break_it);
        assert_ne!(
            shown(&machine, "(Test-VMHostIov)[0].Code"),
            ["Ready"],
            "{break_it}"
        );
        assert!(shown(&machine, "Test-VMHostIov -Fix -WhatIf").is_empty());
        assert_ne!(
            shown(&machine, "(Test-VMHostIov)[0].Code"),
            ["Ready"],
            "-WhatIf does nothing"
        );
        assert_eq!(
            shown(&machine, "(Test-VMHostIov -Fix -Confirm:$false).Code"),
            ["Ready"],
            "{break_it}"
        );
    }
}

#[test]
fn an_adapter_on_no_switch_is_connected_where_one_switch_is_meant() {
    let machine = working();
    shown(&machine, "Disconnect-VMNetworkAdapter web1");
    let found = shown(
        &machine,
        "(Test-VMHostIov web1)[0] | ForEach-Object { $_.CanFix }",
    );
    assert_eq!(found, ["True"]);
    shown(&machine, "Test-VMHostIov -Fix -Confirm:$false | Out-Null");
    assert_eq!(shown(&machine, "(Test-VMHostIov).Code"), ["Ready"]);
    assert_eq!(
        shown(&machine, "(Get-VMNetworkAdapter web1).SwitchName"),
        ["lan"]
    );
    // With a second one nobody can tell.
    shown(
        &machine,
        "Disconnect-VMNetworkAdapter web1
         New-VMSwitch other -NetAdapterName enp1s0f1 -EnableIov $true | Out-Null",
    );
    let left = shown(
        &machine,
        "Test-VMHostIov -Fix -Confirm:$false | ForEach-Object { \"$($_.CanFix) $($_.WhyNoFix)\" }",
    );
    assert_eq!(
        left,
        ["False Which of several switches is meant is for you to say."]
    );
}

#[test]
fn a_machine_that_was_named_and_asks_for_no_vf_is_told_so_and_can_ask() {
    let machine = working();
    shown(
        &machine,
        "Connect-VMNetworkAdapter web2 -SwitchName lan; Start-VM web2",
    );
    assert_eq!(shown(&machine, "(Test-VMHostIov).Code"), ["Ready"]);
    assert_eq!(
        shown(&machine, "(Test-VMHostIov web2).Code"),
        ["Adapter.NotAskedFor"]
    );
    assert_eq!(
        shown(&machine, "(Test-VMHostIov web2 -Fix -Confirm:$false).Code"),
        ["Ready"]
    );
    assert_eq!(
        shown(&machine, "(Get-VMNetworkAdapter web2).VfDataPathActive"),
        ["True"]
    );
}

#[test]
fn nothing_is_taken_from_anybody_to_repair_something() {
    let machine = working();
    // All virtual functions but one belong to the host, and web1 has that one.
    shown(
        &machine,
        "Set-VMNetworkAdapter web1 -IovWeight 0
         Set-NetAdapterSriov enp1s0f0 -NumVFs 1
         Set-VMNetworkAdapter web1 -IovWeight 100
         Connect-VMNetworkAdapter web2 -SwitchName lan
         Set-VMNetworkAdapter web2 -IovWeight 50
         Start-VM web2 -WarningAction SilentlyContinue",
    );
    let line =
        "Test-VMHostIov -Fix -Confirm:$false | ForEach-Object { \"$($_.Code) $($_.WhyNoFix)\" }";
    let why = "More can be made only when those that are there go away, and somebody uses them.";
    let left = format!("Adapter.IovNoAvailResources {why}");
    assert_eq!(shown(&machine, line), std::slice::from_ref(&left));
    // -WhatIf shows the steps of the others, and what would be left.
    let what_if = line.replace("-Confirm:$false", "-WhatIf");
    assert_eq!(shown(&machine, &what_if), [left]);
    assert_eq!(
        shown(&machine, "(Get-VMNetworkAdapter web1).VfDataPathActive"),
        ["True"]
    );
}

#[test]
fn an_adapter_of_the_host_that_is_gone_is_named_and_made_anew() {
    let machine = working();
    shown(
        &machine,
        "Add-VMNetworkAdapter -ManagementOS -SwitchName lan -Name Storage",
    );
    assert_eq!(shown(&machine, "(Test-VMHostIov).Code"), ["Ready"]);
    machine
        .edit_world(|w| {
            let is_pair = |l: &&NetAdapter| l.peer.is_some();
            let pair: Vec<_> = w.state.links.iter().filter(is_pair).collect();
            let [one, other] = pair.as_slice() else {
                panic!("one pair: {pair:?}");
            };
            // The end that is no port of the bridge is the host's.
            let (name, port) = match one.master {
                None => (one.name.clone(), other.name.clone()),
                Some(_) => (other.name.clone(), one.name.clone()),
            };
            w.apply(&VethChange::Delete { name, port }.into()).unwrap();
        })
        .unwrap();
    let found = shown(
        &machine,
        "Test-VMHostIov | Select-Object -First 1 | ForEach-Object { $_.Code, $_.Target }",
    );
    assert_eq!(found, ["Switch.HostAdapterMissing", "vEthernet (Storage)"]);
    assert_eq!(
        shown(&machine, "(Test-VMHostIov -Fix -Confirm:$false).Code"),
        ["Ready"]
    );
}

#[test]
fn one_machine_one_switch_or_one_nic_can_be_asked_about() {
    let machine = working();
    machine
        .edit_world(|w| w.state.functions[1].total_vfs = 0)
        .unwrap();
    for (line, code) in [
        ("Test-VMHostIov web1", "Ready"),
        ("Test-VMHostIov -SwitchName lan", "Ready"),
        ("Test-VMHostIov -NetAdapterName enp1s0f0", "Ready"),
        (
            "Test-VMHostIov -NetAdapterName enp1s0f1",
            "Nic.FirmwareVfLimit",
        ),
        ("Test-VMHostIov", "Nic.FirmwareVfLimit"),
    ] {
        assert_eq!(
            shown(&machine, &format!("({line})[0].Code")),
            [code],
            "{line}"
        );
    }
}

#[test]
fn many_adapters_with_one_reason_are_told_of_once() {
    let machine = SimMachine::in_memory(fixture("large").unwrap());
    let lines = "
        New-VMSwitch plain -NetAdapterName ens3f0np0 -EnableIov $false | Out-Null
        Get-VM | Select-Object -First 30 | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName plain
        Get-VM | Select-Object -First 30 | Set-VMNetworkAdapter -IovWeight 100
        Get-VM | Select-Object -First 30 | Start-VM -WarningAction SilentlyContinue
        (Test-VMHostIov | Where-Object Code -eq Adapter.SwitchNotInIovMode).Target";
    let told = shown(&machine, lines);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("and 29 more") || told[0].contains(" more"),
        "{told:?}"
    );
}

#[test]
fn adapters_with_different_things_the_matter_are_told_of_one_by_one() {
    let machine = SimMachine::in_memory(fixture("large").unwrap());
    let lines = "
        New-VMSwitch one -NetAdapterName ens3f0np0 -EnableIov $false | Out-Null
        New-VMSwitch two -NetAdapterName ens3f1np1 -EnableIov $false | Out-Null
        $vms = Get-VM | Select-Object -First 30
        $vms[0..14] | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName one
        $vms[15..29] | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName two
        $vms | Set-VMNetworkAdapter -IovWeight 100
        $vms | Start-VM -WarningAction SilentlyContinue
        (Test-VMHostIov | Where-Object Code -eq Adapter.SwitchNotInIovMode).Target";
    let told = shown(&machine, lines);
    assert_eq!(told.len(), 2, "one for each switch: {told:?}");
    assert!(
        told.iter().all(|line| line.ends_with("and 29 more")),
        "{told:?}"
    );
}

#[test]
fn no_more_virtual_functions_are_advised_than_there_is_room_for() {
    let machine = working();
    machine
        .edit_world(|w| {
            let function = &mut w.state.functions[0];
            (function.num_vfs, function.vfs) = (0, Vec::new());
            // Two of eight have a number on the PF's own bus.
            function.address = "0000:01:00.0".parse().unwrap();
            (function.vf_offset, function.vf_stride) = (252, 2);
            (function.bus_numbers, function.last_bus) = (Some(false), None);
            w.state.vms.iter_mut().for_each(|vm| vm.adapters.clear());
        })
        .unwrap();
    let steps = shown(
        &machine,
        "(Test-VMHostIov | Where-Object Code -eq Switch.NoVfs).NextStep",
    );
    assert_eq!(steps, ["Set-NetAdapterSriov enp1s0f0 -NumVFs 2"]);
}

#[test]
fn what_is_said_of_another_tool_is_true_of_that_tool() {
    for (tool, wanted) in [
        ("systemd-networkd", "-Persist Networkd"),
        (
            "NetworkManager",
            "nmcli device set ifname enp1s0f0 managed no",
        ),
        ("driverctl", "driverctl unset-override"),
        ("SR-IOV network operator", "externally managed"),
    ] {
        let machine = working();
        machine
            .edit_world(|w| w.state.links[1].managed_by = vec![tool.to_owned()])
            .unwrap();
        let steps = shown(
            &machine,
            "(Test-VMHostIov | Where-Object Code -eq Driver.ManagedByOther).NextStep",
        );
        assert!(steps[0].contains(wanted), "{tool}: {steps:?}");
        let has_files = ["systemd-networkd", "NetworkManager"].contains(&tool);
        assert_eq!(
            steps[0].contains("-Persist"),
            has_files,
            "{tool}: {steps:?}"
        );
    }
}

#[test]
fn a_virtual_function_of_a_program_of_the_host_is_told_of() {
    for (driver, word) in [
        ("vfio-pci", "vfio-pci"),
        ("uio_pci_generic", "uio_pci_generic"),
    ] {
        let machine = working();
        machine
            .edit_world(|w| w.state.functions[0].vfs[6].driver = Some(driver.to_owned()))
            .unwrap();
        let texts = shown(
            &machine,
            "(Test-VMHostIov | Where-Object Code -eq Driver.VfUsedByHost).Problem",
        );
        assert!(
            texts.iter().any(|text| text.contains(word)),
            "{driver}: {texts:?}"
        );
    }
}

/// What was asked about by its name and cannot do SR-IOV is never said to be ready.
#[test]
fn what_was_named_and_cannot_is_no_pass() {
    let machine = SimMachine::in_memory(fixture("default").unwrap());
    let codes = |line: &str| shown(&machine, &format!("({line}).Code"));
    // Without any switch a NIC is told about itself, and about no other one.
    assert_eq!(
        codes("Test-VMHostIov -NetAdapterName eno1"),
        ["Nic.NoSriov"]
    );
    assert_eq!(
        codes("Test-VMHostIov -NetAdapterName enp1s0f1"),
        ["Switch.NoIovSwitch"]
    );
    shown(
        &machine,
        "New-VMSwitch iov -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         New-VMSwitch plain -NetAdapterName enp1s0f1 | Out-Null
         New-VMSwitch int -SwitchType Internal | Out-Null",
    );
    for (line, code) in [
        ("Test-VMHostIov -NetAdapterName eno1", "Nic.NoSriov"),
        ("Get-NetAdapter eno1 | Test-VMHostIov", "Nic.NoSriov"),
        (
            "Test-VMHostIov -NetAdapterName 'vEthernet (iov)'",
            "Nic.NoSriov",
        ),
        (
            "Test-VMHostIov -NetAdapterName enp1s0f1",
            "Switch.NotInIovMode",
        ),
        ("Test-VMHostIov -SwitchName plain", "Switch.NotInIovMode"),
        ("Get-VMSwitch plain | Test-VMHostIov", "Switch.NotInIovMode"),
        ("Test-VMHostIov -SwitchName int", "Switch.NotInIovMode"),
        ("Test-VMHostIov web2", "Adapter.NotAskedFor"),
        ("Get-VM web2 | Test-VMHostIov", "Adapter.NotAskedFor"),
        ("Test-VMHostIov -SwitchName iov", "Ready"),
        ("Test-VMHostIov -NetAdapterName enp1s0f0", "Ready"),
    ] {
        assert_eq!(codes(line), [code], "{line}");
    }
    // A machine that is off is told what it will not get.
    shown(
        &machine,
        "Connect-VMNetworkAdapter web2 -SwitchName plain; Set-VMNetworkAdapter web2 -IovWeight 100 -WarningAction Ignore",
    );
    assert_eq!(
        codes("Test-VMHostIov web2")[0],
        "Adapter.SwitchNotInIovMode"
    );
    machine
        .edit_world(|world| {
            let mut vms = world.state.vms.iter_mut();
            let web2 = vms.find(|vm| vm.name == "web2").unwrap();
            web2.adapters[0].virtio = false;
        })
        .unwrap();
    assert_ne!(codes("Test-VMHostIov web2")[0], "Ready");
    shown(&machine, "Remove-VMNetworkAdapter web2");
    assert_eq!(codes("Test-VMHostIov web2"), ["Vm.NoAdapter"]);
    // What several objects have in their way is said once; each that has nothing says so under its name.
    let passed = shown(
        &machine,
        "Connect-VMNetworkAdapter web1, legacy1 -SwitchName iov
         Get-VMNetworkAdapter web1, legacy1 | Set-VMNetworkAdapter -IovWeight 100
         Get-VM web1, legacy1 | Test-VMHostIov | Sort-Object Target | ForEach-Object { \"$($_.Result) $($_.Target)\" }",
    );
    assert_eq!(passed, ["Passed legacy1", "Passed web1"]);
}
