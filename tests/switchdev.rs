//! A NIC in switchdev mode: what a VF sends comes out of its representor on the host, which has to be a port of the switch's
//! bridge exactly while an adapter has the VF. (No NIC of the lab has this mode; how the kernel's answers are read is tested
//! beside the code that reads them.)

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod paper;
#[path = "simulated/plans.rs"]
mod plans;

use std::sync::Arc;

use iovsh::backend::model::{EswitchMode, InterfaceName, State};
use iovsh::backend::plan::BridgeChange;
use iovsh::backend::sim::{DataPath, SimMachine, fixture};
use iovsh::backend::{Change, Machine};
use iovsh::cmdlets::Services;
use plans::settle;

const NIC: &str = "enp1s0f0";

struct Bench {
    host: SimMachine,
}

impl Bench {
    /// Two VMs on VFs of a NIC in switchdev mode, and one without.
    fn new() -> Self {
        let mut world = fixture("default").expect("the fixture");
        let nic: InterfaceName = NIC.parse().unwrap();
        for function in &mut world.state.functions {
            if function.interface.as_ref() == Some(&nic) {
                function.driver = Some("mlx5_core".to_owned());
                function.eswitch = EswitchMode::Switchdev;
            }
        }
        let bench = Self {
            host: SimMachine::in_memory(world),
        };
        bench.types(&format!(
            "New-VMSwitch lan -NetAdapterName {NIC} -EnableIov $true | Out-Null
             'one', 'two', 'three' | % {{ New-VM $_ -NoVHD -SwitchName lan | Out-Null }}
             'one', 'two' | % {{ Set-VMNetworkAdapter $_ -IovWeight 100 }}
             Start-VM one, two, three"
        ));
        bench.talk();
        bench
    }

    /// Runs a script that has nothing to complain of.
    fn types(&self, script: &str) -> String {
        let shown = paper::shown(script, Services::of(Arc::new(self.host.clone())));
        assert!(!shown.contains(" × "), "{script}\n{shown}");
        shown
    }

    fn state(&self) -> State {
        self.host.snapshot(&plans::everything()).unwrap()
    }

    fn path(&self, vm: &str) -> Option<DataPath> {
        let state = self.state();
        let vm = state.vm_named(vm)?;
        self.host.path(vm.id, &vm.adapters.first()?.alias)
    }

    /// Whether every VM reaches every other.
    fn all_talk(&self) -> bool {
        let state = self.state();
        let ends: Vec<_> = state
            .vms
            .iter()
            .filter(|vm| vm.state.is_active())
            .map(|vm| (vm.id, &vm.adapters[0].alias))
            .collect();
        let pairs = ends.iter().flat_map(|a| ends.iter().map(move |b| (*a, *b)));
        pairs
            .filter(|(a, b)| a.0 != b.0)
            .all(|(a, b)| self.host.reachable(a, b))
    }

    fn talk(&self) {
        assert!(self.all_talk(), "{:?}", self.ports());
    }

    fn ports(&self) -> Vec<String> {
        let state = self.state();
        let ports = state.bridges.iter().flat_map(|b| &b.ports);
        let mut ports: Vec<String> = ports.map(ToString::to_string).collect();
        ports.retain(|p| p.starts_with(NIC) && p != NIC);
        ports.sort();
        ports
    }
}

/// Only root may ask devlink: for everybody else it is no legacy mode, but unknown.
#[test]
fn a_mode_that_cannot_be_read_is_null() {
    let mut world = fixture("default").expect("the fixture");
    world.state.functions[0].eswitch_unread = true;
    let services = Services::of(Arc::new(SimMachine::in_memory(world)));
    let script = "(Get-NetAdapterSriov | Sort-Object Name).ForEach{ \"[$($_.EswitchMode)]\" }; $null -eq (Get-NetAdapterSriov enp1s0f0).EswitchMode";
    let shown = paper::shown(script, services);
    assert_eq!(shown, "[]\n[Legacy]\nTrue");
}

#[test]
fn a_representor_is_in_the_bridge_while_its_vf_is_used() {
    let bench = Bench::new();
    assert_eq!(bench.path("one"), Some(DataPath::Vf));
    assert_eq!(bench.path("three"), Some(DataPath::Paravirtual));
    assert_eq!(bench.ports(), ["enp1s0f0r0", "enp1s0f0r1"]);
    let shown = bench.types(&format!(
        "Get-NetAdapterSriovVf {NIC} | ? VmFriendlyName | % {{ \"$($_.VmFriendlyName) $($_.Representor)\" }}
         (Get-NetAdapterSriov {NIC}).EswitchMode"
    ));
    assert_eq!(shown, "one enp1s0f0r0\ntwo enp1s0f0r1\nSwitchdev");

    bench.types("Set-VMNetworkAdapter one -IovWeight 0");
    assert_eq!(bench.path("one"), Some(DataPath::Paravirtual));
    assert_eq!(bench.ports(), ["enp1s0f0r1"]);
    bench.talk();
    bench.types("Set-VMNetworkAdapter one -IovWeight 1");
    assert_eq!(bench.ports(), ["enp1s0f0r0", "enp1s0f0r1"]);
    bench.talk();

    bench.types(
        "Stop-VM one, two, three; Remove-VM one, two, three -Force; Remove-VMSwitch lan -Force",
    );
    assert_eq!(bench.ports(), [""; 0]);
    assert_eq!(bench.state().desired.claims, []);
}

/// The bridge keeps the VLANs of both ports, a trunk too, so none of them keeps the adapter off its VF.
#[test]
fn vlans_are_those_of_the_representor() {
    let bench = Bench::new();
    bench.types("Set-VMNetworkAdapterVlan one -Access -VlanId 42");
    assert_eq!(bench.path("one"), Some(DataPath::Vf));
    assert!(!bench.all_talk(), "one is in a VLAN of its own");
    bench.types("Set-VMNetworkAdapterVlan two, three -Access -VlanId 42");
    bench.talk();
    bench.types("Set-VMNetworkAdapterVlan one -Trunk -NativeVlanId 42 -AllowedVlanIdList '50-60'");
    assert_eq!(bench.path("one"), Some(DataPath::Vf));
    bench.talk();
    // Also for a VF that is given out later.
    bench.types("Set-VMNetworkAdapter two -IovWeight 0; Set-VMNetworkAdapter two -IovWeight 9");
    assert_eq!(bench.path("two"), Some(DataPath::Vf));
    bench.talk();
    bench.types("Set-VMNetworkAdapterVlan one, two, three -Untagged");
    bench.talk();
}

#[test]
fn what_others_do_to_representors_is_put_right() {
    let bench = Bench::new();
    let bridge = bench.state().desired.switches[0].bridge.clone();
    let port = |name: &str| name.parse::<InterfaceName>().unwrap();
    let edit_world = |change: Change| {
        let done = bench.host.edit_world(|world| world.apply(&change)).unwrap();
        done.unwrap();
    };
    edit_world(Change::Bridge(BridgeChange::RemovePort {
        bridge: bridge.clone(),
        port: port("enp1s0f0r0"),
    }));
    edit_world(Change::Bridge(BridgeChange::AddPort {
        bridge,
        port: port("enp1s0f0r5"),
    }));
    assert!(!bench.all_talk());
    settle(&bench.host);
    assert_eq!(bench.ports(), ["enp1s0f0r0", "enp1s0f0r1"]);
    bench.talk();
}

/// VFs that were just made have no representors that the plan could know: the VMs get theirs when they are seen.
#[test]
fn another_number_of_vfs_by_force() {
    let bench = Bench::new();
    bench.types(&format!("Set-NetAdapterSriov {NIC} -NumVFs 3 -Force"));
    bench.talk();
    settle(&bench.host);
    assert_eq!(bench.path("one"), Some(DataPath::Vf));
    assert_eq!(bench.ports(), ["enp1s0f0r0", "enp1s0f0r1"]);
    bench.talk();
    bench.types(&format!("Disable-NetAdapterSriov {NIC}"));
    assert_eq!(bench.ports(), [""; 0]);
    bench.talk();
}
