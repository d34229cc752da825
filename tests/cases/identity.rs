//! A NIC is the same one whatever becomes of its name, its port's name and its slot; and as many VFs are made as fit.

use iovsh::backend::model::NicIdentity;

use crate::{Host, set_up};

#[test]
fn a_port_name_that_appears_makes_no_other_nic() {
    let host = Host::of("port-name-appears");
    host.does(&set_up(""));
    host.edit(|world| {
        let state = &mut world.state;
        state.links.retain(|link| link.name.as_str() != "vs-lan");
        (state.bridges, state.fdb) = (Vec::new(), Vec::new());
        for link in &mut state.links {
            if link.name.as_str() == "nic0" {
                link.name = "nic0np0".parse().unwrap();
                link.identity.port_name = Some("p0".to_owned());
                link.master = None;
            }
        }
        let function = &mut state.functions[0];
        function.interface = Some("nic0np0".parse().unwrap());
        function.identity.port_name = Some("p0".to_owned());
        (function.num_vfs, function.vfs, function.autoprobe) = (0, Vec::new(), true);
    });
    host.restore();
    let state = host.state();
    assert_eq!(state.functions[0].num_vfs, 7);
    assert_eq!(state.desired.nics[0].interface.as_str(), "nic0np0");
    assert_eq!(
        state.desired.nics[0].identity.port_name.as_deref(),
        Some("p0")
    );
    assert_eq!(
        state.desired.switches[0].uplinks[0].port_name.as_deref(),
        Some("p0")
    );
    let switch = host.does("(Get-VMSwitch lan).IovSupport; Get-VMSwitch lan | ForEach-Object NetAdapterInterfaceDescription");
    assert_eq!(switch.objects, ["True", "Example NIC"]);
    assert!(host.repair().is_empty());
}

fn identity(path: &str, mac: &str, port: Option<&str>) -> NicIdentity {
    NicIdentity {
        pci_path: path.to_owned(),
        permanent_mac: mac.parse().unwrap(),
        port_name: port.map(str::to_owned),
    }
}

#[test]
fn of_several_nics_that_agree_the_best_is_meant() {
    let (one, two, none) = (
        "02:00:00:00:00:01",
        "02:00:00:00:00:02",
        "00:00:00:00:00:00",
    );
    let known = identity("0000:00/01.0", one, Some("p0"));
    let ranked = [
        identity("0000:00/01.0", one, Some("p0")),
        identity("0000:00/02.0", one, Some("p0")),
        identity("0000:00/01.0", one, None),
        identity("0000:00/02.0", one, None),
        identity("0000:00/01.0", none, Some("p0")),
        identity("0000:00/01.0", none, None),
    ];
    let ranks: Vec<_> = ranked
        .iter()
        .map(|other| known.rank(other).unwrap())
        .collect();
    assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
    let others = [
        identity("0000:00/01.0", two, Some("p0")),
        identity("0000:00/01.0", one, Some("p1")),
        identity("0000:00/02.0", none, Some("p0")),
    ];
    assert!(others.iter().all(|other| !known.matches(other)));
    // Whatever the order in which they are found.
    for turn in 0..ranked.len() {
        let mut all = ranked.to_vec();
        all.rotate_left(turn);
        assert_eq!(known.best(&all, |nic| nic), Some(&ranked[0]));
    }
}

#[test]
fn as_many_vfs_are_made_as_there_are_bus_numbers_for() {
    let host = Host::of("too-few-buses");
    // The first three VFs are on the bus of the PF, the others on the next.
    host.edit(|world| {
        let function = &mut world.state.functions[0];
        (function.vf_offset, function.vf_stride) = (253, 1);
    });
    let most = host.does("$s = Get-NetAdapterSriov nic0; \"$($s.SriovSupport)\"; $s.MaxNumVFs");
    assert_eq!(most.objects, ["Supported", "3"]);
    let (id, text) = host.refuses("Set-NetAdapterSriov nic0 -NumVFs 4");
    assert_eq!(id, "Iov.TooManyVfs");
    assert!(text.contains("bus numbers"), "{text}");
    host.does("Set-NetAdapterSriov nic0 -NumVFs 2");
    assert_eq!(host.state().functions[0].num_vfs, 2);
    host.does("Set-NetAdapterSriov nic0 -Reset");
    host.does(&set_up(""));
    assert_eq!(host.state().functions[0].num_vfs, 3);
}

#[test]
fn without_a_bus_number_none_is_promised() {
    let host = Host::of("too-few-buses");
    host.edit(|world| world.state.functions[0].vf_offset = 256);
    let most = host.does("$s = Get-NetAdapterSriov nic0; \"$($s.SriovSupport)\"; $s.MaxNumVFs");
    assert_eq!(most.objects, ["NoBusResources", "0"]);
    assert_eq!(
        host.refuses("Set-NetAdapterSriov nic0 -NumVFs 2").0,
        "Iov.NoSriov"
    );
    assert!(host.state().desired.nics.is_empty());
}

#[test]
fn a_count_that_the_kernel_refuses_costs_the_vfs_and_not_the_switch() {
    let host = Host::of("leftover-vf-settings");
    host.edit(|world| {
        let function = &mut world.state.functions[0];
        (function.num_vfs, function.vfs) = (0, Vec::new());
        world.faults.push(iovsh::backend::sim::Fault {
            change: "SetVfCount".to_owned(),
            errno: 12,
            ..Default::default()
        });
    });
    let run = host.does("New-VMSwitch lan -NetAdapterName nic0 -EnableIov $true");
    assert!(!run.warnings.is_empty(), "it is told");
    assert_eq!(host.state().desired.switches.len(), 1);
    assert_eq!(host.state().functions[0].num_vfs, 0);
}
