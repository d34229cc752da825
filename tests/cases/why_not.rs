//! Why an adapter has no VF is known for each VF, and what refused one is kept until it succeeds.

use iovsh::backend::model::{GroupPeer, NetAdapter, VfLinkState, VfVlan, VirtualFunction};
use iovsh::backend::sim::{Fault, World};

use crate::{Host, set_up};

/// What is told when `web1` starts with this setting: the reason, and its words.
fn told(host: &Host, setting: &str) -> (String, String) {
    let run = host.does(&format!("{}; Start-VM web1", set_up(setting)));
    // That a rate is rounded is another matter.
    let warnings = run.warnings.iter();
    let reasons: Vec<_> = warnings
        .filter(|text| !text.ends_with("which takes whole Mbit/s."))
        .collect();
    assert_eq!(reasons.len(), 1, "told once: {:?}", run.warnings);
    let status = host.does(
        "$a = Get-VMNetworkAdapter web1; \"$($a.IovReason)\"; \"$($a.IovReasonDescription)\"",
    );
    (status.objects[0].clone(), status.objects[1].clone())
}

/// Something is done to every VF of the first PF.
fn spoilt(spoil: fn(&mut VirtualFunction)) -> Host {
    let host = Host::of("vfs-on-vfio-pci");
    host.edit(|world| {
        let vfs = world.state.functions[0].vfs.iter_mut();
        vfs.for_each(|vf| {
            vf.driver = None;
            spoil(vf);
        });
    });
    host
}

#[test]
fn each_obstacle_of_a_vf_is_named() {
    type Case = (&'static str, fn(&mut VirtualFunction));
    let cases: [Case; 6] = [
        ("bound to vfio-pci", |vf| {
            vf.driver = Some("vfio-pci".to_owned())
        }),
        ("bound to uio_pci_generic", |vf| {
            vf.driver = Some("uio_pci_generic".to_owned());
        }),
        ("no reset of their own", |vf| vf.flr = Some(false)),
        (
            "share an IOMMU group with 0000:01:00.0, which igb has",
            |vf| {
                vf.group_peers = vec![GroupPeer {
                    address: "0000:01:00.0".parse().unwrap(),
                    driver: Some("igb".to_owned()),
                }];
            },
        ),
        ("in use by the host itself (nic0v9)", |vf| {
            vf.driver = Some("igbvf".to_owned());
            vf.interface = Some("nic0v9".parse().unwrap());
        }),
        ("a rate that somebody left", |vf| {
            vf.admin.as_mut().unwrap().rate.maximum = 5;
        }),
    ];
    for (words, spoil) in cases {
        let host = spoilt(spoil);
        host.edit(|world| {
            world.state.links.push(NetAdapter {
                name: "nic0v9".parse().unwrap(),
                index: 77,
                up: true,
                ..NetAdapter::default()
            });
            if words.starts_with("a rate") {
                world.unplugged.insert("nic0".parse().unwrap());
                world.state.links[1].carrier = false;
            }
        });
        let (reason, text) = told(&host, "");
        assert_eq!(reason, "IovNoAvailResources", "{words}");
        assert!(text.contains(words), "{words}: {text}");
        assert!(text.contains("Next step: "), "{words}: {text}");
    }
}

#[test]
fn vfs_with_different_obstacles_are_counted_apart() {
    let host = Host::of("vfs-on-vfio-pci");
    host.edit(|world| {
        let vfs = &mut world.state.functions[0].vfs;
        (vfs[0].driver, vfs[0].flr) = (None, Some(false));
    });
    let (_, text) = told(&host, "");
    assert!(text.contains("2 are bound to vfio-pci"), "{text}");
    assert!(text.contains("1 has no reset of its own"), "{text}");
}

#[test]
fn a_setting_that_cannot_be_taken_off_keeps_a_vf_back() {
    // A driver without the knob shows what it never could have set; only another version of it can have.
    let host = Host::of("leftover-vf-settings");
    host.edit(|world| world.state.functions[0].driver = Some("bnx2x".to_owned()));
    host.edit(|world| {
        for vf in &mut world.state.functions[0].vfs {
            let admin = vf.admin.as_mut().unwrap();
            (admin.vlan, admin.link_state) = (VfVlan::default(), Some(VfLinkState::Enable));
        }
    });
    host.does(&format!("{}; Start-VM web1", set_up("")));
    let state = host.state();
    let vf = state.functions[0]
        .vfs
        .iter()
        .find(|vf| vf.owner.is_some())
        .unwrap();
    assert_eq!(vf.admin.unwrap().link_state, Some(VfLinkState::Auto));
}

#[test]
fn vfs_in_the_group_of_the_pf_name_it() {
    let (reason, text) = told(&Host::of("vfs-in-the-pfs-group"), "");
    assert_eq!(reason, "IovNoAvailResources");
    assert!(text.contains("0000:01:00.0"), "{text}");
    assert!(
        !text.contains("-NumVFs"),
        "more of them would not help: {text}"
    );
}

#[test]
fn a_rate_that_the_link_cannot_have_is_the_reason() {
    let (reason, text) = told(&Host::of("rate-refused"), "-MaximumBandwidth 10GB");
    assert_eq!(reason, "IovBlockedByPolicy");
    assert!(
        text.contains("MaximumBandwidth (10738 Mbit/s; nic0 has 1000)"),
        "{text}"
    );
}

#[test]
fn a_rate_without_a_link_is_the_reason() {
    let host = Host::of("rate-refused");
    host.edit(|world: &mut World| {
        world.unplugged.insert("nic0".parse().unwrap());
        world.state.links[1].carrier = false;
    });
    let (reason, text) = told(&host, "-MaximumBandwidth 100MB");
    assert_eq!(reason, "IovBlockedByPolicy");
    assert!(
        text.contains("MaximumBandwidth (nic0 has no link)"),
        "{text}"
    );
}

#[test]
fn rates_that_ixgbe_takes_at_no_link_or_only_at_its_own_are_the_reason() {
    for (speed, rate, words) in [
        (10_000, "5MB", "ixgbe takes 11 or more"),
        (
            1000,
            "100MB",
            "ixgbe limits rates at 10000 Mbit/s only; nic0 has 1000",
        ),
    ] {
        let host = Host::of("rate-refused");
        host.edit(|world| {
            world.state.functions[0].driver = Some("ixgbe".to_owned());
            world.state.links[1].speed = Some(speed);
        });
        let (reason, text) = told(&host, &format!("-MaximumBandwidth {rate}"));
        assert_eq!(reason, "IovBlockedByPolicy");
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn the_last_refusal_stays_with_the_adapter_until_it_succeeds() {
    let host = Host::of("attach-refused");
    let (reason, text) = told(&host, "");
    assert_eq!(reason, "IovNoAvailResources");
    assert!(text.contains("No space left on device"), "{text}");
    // The agent tries again, in vain.
    host.repair();
    let text = host
        .does("\"$((Get-VMNetworkAdapter web1).StatusDescription)\"")
        .text();
    assert!(text.contains("No space left on device"), "{text}");
    host.edit(|world| world.faults.clear());
    host.repair();
    let text = host
        .does("\"$((Get-VMNetworkAdapter web1).StatusDescription)\"")
        .text();
    assert!(text.contains("OK (SR-IOV active)"), "{text}");
    assert!(host.state().desired.refused.is_empty());
}

/// A guest on a VF of a NIC without a link reaches nobody: that is not OK.
#[test]
fn a_missing_link_is_said_of_the_adapter_that_needs_it() {
    let host = Host::of("attach-refused");
    told(&host, "");
    host.edit(|world| world.faults.clear());
    host.repair();
    let nic = "nic0".parse().unwrap();
    for (disabled, words, step) in [
        (false, "nic0 has no link", "Get-NetAdapter nic0"),
        (true, "nic0 is disabled", "Enable-NetAdapter nic0"),
    ] {
        host.edit(|world| {
            world.set_carrier(&nic, false);
            let mut links = world.state.links.iter_mut();
            let link = links.find(|link| link.name == nic).expect("the NIC");
            link.up = !disabled;
        });
        let said = host
            .does("$a = Get-VMNetworkAdapter web1; \"$($a.Status) $($a.StatusDescription) $($a.IovNextStep) $($a.IovReason)\"")
            .text();
        assert!(
            said.starts_with("LostCommunication Lost Communication (SR-IOV active)"),
            "{said}"
        );
        assert!(said.contains(words) && said.contains(step), "{said}");
    }
}

#[test]
fn each_step_on_the_way_to_a_vf_may_be_what_refuses_it() {
    for change in ["SetVf", "ResetVf", "BindDriver", "AttachDevice"] {
        let host = Host::of("rate-refused");
        host.edit(|world| {
            world.faults.push(Fault {
                change: change.to_owned(),
                errno: 95,
                ..Fault::default()
            });
        });
        let (reason, text) = told(&host, "");
        assert_eq!(reason, "IovNoAvailResources", "{change}");
        assert!(text.contains("Operation not supported"), "{change}: {text}");
    }
}

#[test]
fn who_asks_for_nothing_has_no_refusal() {
    let host = Host::of("attach-refused");
    told(&host, "");
    assert_eq!(host.state().desired.refused.len(), 1);
    host.does("Set-VMNetworkAdapter web1 -IovWeight 0");
    assert!(host.state().desired.refused.is_empty());
}

#[test]
fn a_function_of_user_space_is_not_supported() {
    let host = Host::of("pf-on-igb_uio");
    let run =
        host.does("Get-NetAdapterSriov 0000:01:00.0 | ForEach-Object { \"$($_.SriovSupport)\" }");
    assert_eq!(run.objects, ["MissingPfDriver"]);
    assert_eq!(
        host.refuses("Set-NetAdapterSriov 0000:01:00.0 -NumVFs 2").0,
        "Iov.NoInterface"
    );
}

#[test]
fn a_driver_that_nothing_is_known_of_is_unknown_and_tried() {
    let host = Host::of("rate-refused");
    host.edit(|world| world.state.functions[0].driver = Some("newnic".to_owned()));
    let run = host.does("\"$((Get-NetAdapterSriov nic0).SriovSupport)\"");
    assert_eq!(run.objects, ["Unknown"]);
    host.does("Set-NetAdapterSriov nic0 -NumVFs 2");
    assert_eq!(host.state().functions[0].num_vfs, 2);
}

#[test]
fn a_capability_that_the_firmware_hides_is_told() {
    let host = Host::of("capability-hidden-by-firmware");
    for script in [
        "Get-NetAdapterSriov nic0",
        "Set-NetAdapterSriov nic0 -NumVFs 2",
    ] {
        let run = host.run(script);
        assert_eq!(run.errors.len(), 1, "{script}");
        assert!(
            run.help.join(" ").contains("firmware setup"),
            "{script}: {:?}",
            run.help
        );
    }
    let run = host.does("New-VMSwitch lan -NetAdapterName nic0 -EnableIov $true");
    assert!(
        run.warnings.join(" ").contains("firmware setup"),
        "{:?}",
        run.warnings
    );
}

/// `web1` as virt-manager or virt-install make one: no `<teaming>`, no alias of its own, no metadata.
fn made_elsewhere() -> Host {
    let host = Host::of("vm-without-failover-pair");
    host.does("New-VMSwitch lan -NetAdapterName nic0 -EnableIov $true; Connect-VMNetworkAdapter web1 -SwitchName lan");
    host.edit(|world| {
        let vm = world
            .state
            .vms
            .iter_mut()
            .find(|vm| vm.name == "web1")
            .unwrap();
        vm.settings = None;
        let adapter = &mut vm.adapters[0];
        (adapter.teaming, adapter.alias) = (false, "net0".parse().unwrap());
        adapter.settings = Default::default();
    });
    host
}

#[test]
fn an_adapter_that_another_tool_made_becomes_a_pair_while_the_vm_is_off() {
    let host = made_elsewhere();
    let mac = host.state().vm_named("web1").unwrap().adapters[0].mac;
    let run = host.does("Set-VMNetworkAdapter web1 -IovWeight 100 -Passthru | ForEach-Object IovWeight; Start-VM web1");
    assert!(run.warnings.is_empty(), "{:?}", run.warnings);
    assert_eq!(run.objects, ["100"]);
    let state = host.state();
    let adapter = &state.vm_named("web1").unwrap().adapters[0];
    assert!(adapter.teaming && adapter.alias.is_user_defined() && adapter.vf.is_some());
    assert_eq!((adapter.mac, adapter.settings.iov_weight), (mac, 100));
}

#[test]
fn an_adapter_of_a_running_vm_becomes_a_pair_at_its_next_start() {
    let host = made_elsewhere();
    host.does("Start-VM web1");
    let run = host.does("Set-VMNetworkAdapter web1 -IovWeight 100");
    let told = run.warnings.join(" ");
    assert!(
        told.contains("Next step: Stop-VM web1; Start-VM web1"),
        "{told}"
    );
    assert!(
        !told.contains("enforce"),
        "nothing is to be enforced: {told}"
    );
    host.does("Stop-VM web1 -Force; Start-VM web1");
    assert!(
        host.state().vm_named("web1").unwrap().adapters[0]
            .vf
            .is_some()
    );
}

/// A host with an ice PF that has VFs.
fn ice(kernel: &str) -> Host {
    let host = Host::of("ice-bridge-busy");
    host.edit(|world| {
        world.faults.clear();
        world.state.host.kernel = kernel.to_owned();
        world.state.functions[0].driver = Some("ice".to_owned());
    });
    host.does("Set-NetAdapterSriov nic0 -NumVFs 4");
    host
}

#[test]
fn a_pf_that_joins_no_bridge_with_vfs_joins_first() {
    for kernel in ["5.15.0-91-generic", "6.1.0-18-amd64", "6.6.0", "6.12"] {
        let host = ice(kernel);
        host.does("New-VMSwitch lan -NetAdapterName nic0 -EnableIov $true");
        let state = host.state();
        let nic = state
            .links
            .iter()
            .find(|link| link.name.as_str() == "nic0")
            .unwrap();
        assert!(nic.master.is_some(), "{kernel}");
        assert_eq!(state.functions[0].num_vfs, 4, "{kernel}");
        assert!(host.repair().is_empty(), "{kernel}");
    }
}

#[test]
fn vfs_in_use_are_not_taken_for_it() {
    let host = ice("6.1.0");
    host.edit(|world| world.state.functions[0].vfs[1].driver = Some("vfio-pci".to_owned()));
    let (id, text) = host.refuses("New-VMSwitch lan -NetAdapterName nic0 -EnableIov $true");
    assert_eq!(id, "Host.KernelRefused");
    assert!(text.contains("nic0"), "{text}");
    assert_eq!(host.state().functions[0].num_vfs, 4);
}

#[test]
fn a_list_of_vlans_that_the_nic_cannot_hold_is_told() {
    let host = Host::of("rate-refused");
    host.does(
        "New-VMSwitch lan -NetAdapterName nic0; Connect-VMNetworkAdapter web1 -SwitchName lan",
    );
    let trunk = |list: &str| {
        host.does(&format!(
            "Set-VMNetworkAdapterVlan web1 -Trunk -NativeVlanId 0 -AllowedVlanIdList {list}"
        ))
        .warnings
        .join(" ")
    };
    assert!(trunk("1-4094").contains("igb: 32"));
    assert_eq!(trunk("5-20"), "");
}

#[test]
fn a_nic_with_two_ports_on_one_function_makes_a_switch_without_vfs() {
    let host = Host::of("rate-refused");
    host.edit(|world| {
        world.state.functions[0].driver = Some("mlx4_core".to_owned());
        world.state.links[1].driver = Some("mlx4_core".to_owned());
    });
    let run = host.does("New-VMSwitch lan -NetAdapterName nic0 -EnableIov $true");
    assert!(!run.warnings.is_empty());
    assert_eq!(host.state().desired.switches.len(), 1);
}
