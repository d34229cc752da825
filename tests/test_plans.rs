//! The scenarios of Microsoft's own SR-IOV test plans (LIS, LISAv2, lisa), by their names, on the simulated host: what an
//! admin types, the guests' part played by the test, and after every act each adapter on the path that it should be on and
//! every guest in reach of every other. `docs/test-plans.md` says where each is tested under real traffic, and which are not.

#![allow(
    non_snake_case,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "the names are the test plans' own, and a test says no by panicking"
)]

#[path = "migrating/hosts.rs"]
mod hosts;
mod paper;

use std::sync::Arc;

use hosts::Hosts;

use iovsh::backend::model::{AdapterAlias, Scope, State, Uuid};
use iovsh::backend::plan::{LinkChange, PciChange};
use iovsh::backend::sim::{DataPath, SimMachine, fixture};
use iovsh::backend::{Change, Machine};
use iovsh::cmdlets::Services;

const NIC: &str = "enp1s0f0";

/// A host with an IOV switch, and what a tester does to it.
struct Bench {
    host: SimMachine,
}

impl Bench {
    fn new() -> Self {
        Self::on("default", NIC)
    }

    /// Of another kind of host, with the switch on this NIC.
    fn on(kind: &str, nic: &str) -> Self {
        let host = SimMachine::in_memory(fixture(kind).expect("the fixture"));
        let bench = Self { host };
        bench.run(&format!(
            "New-VMSwitch lan -NetAdapterName {nic} -EnableIov $true | Out-Null"
        ));
        bench
    }

    /// With VMs on a VF each.
    fn with_vms(names: &[&str]) -> Self {
        let bench = Self::new();
        for name in names {
            bench.run(&format!(
                "New-VM {name} -MemoryStartupBytes 1GB -SwitchName lan -NoVHD | Out-Null
                 Set-VMNetworkAdapter {name} -IovWeight 100
                 Start-VM {name}"
            ));
        }
        bench.all_on(DataPath::Vf);
        bench
    }

    /// Runs a script that must say nothing of errors; gives what it showed.
    fn run(&self, script: &str) -> String {
        let shown = self.try_run(script);
        assert!(!shown.contains(" × "), "{script}\n{shown}");
        shown
    }

    fn try_run(&self, script: &str) -> String {
        paper::shown(script, Services::of(Arc::new(self.host.clone())))
    }

    fn state(&self) -> State {
        self.host.snapshot(&Scope::PLAN).expect("a snapshot")
    }

    /// The agent comes round.
    fn settle(&self) {
        for _ in 0..3 {
            let mut repair = |state: &State| Ok(iovsh::backend::policy::reconcile(state));
            let mut silent = iovsh::backend::commit::NoObserver;
            let mut options = iovsh::backend::commit::Options::new(&mut silent);
            iovsh::backend::commit::transact(&self.host, &Scope::PLAN, &mut repair, &mut options)
                .expect("a repair");
        }
    }

    fn adapters(&self) -> Vec<(String, Uuid, AdapterAlias)> {
        let state = self.state();
        let running = state.vms.iter().filter(|vm| vm.state.is_active());
        running
            .flat_map(|vm| {
                let of = |alias: &AdapterAlias| (vm.name.clone(), vm.id, alias.clone());
                vm.adapters.iter().map(|a| of(&a.alias)).collect::<Vec<_>>()
            })
            .collect()
    }

    /// Every adapter of every running VM is on this path, says so, and reaches the adapters of all other VMs.
    fn all_on(&self, path: DataPath) {
        for (name, vm, alias) in self.adapters() {
            assert_eq!(self.host.path(vm, &alias), Some(path), "{name} {alias}");
        }
        let active =
            self.run("Get-VM | ? State -eq Running | Get-VMNetworkAdapter | % VFDataPathActive");
        let wanted = if path == DataPath::Vf {
            "True"
        } else {
            "False"
        };
        assert!(active.lines().all(|line| line == wanted), "{active}");
        self.all_talk();
    }

    fn all_talk(&self) {
        let all = self.adapters();
        for (name, vm, alias) in &all {
            for (other, other_vm, other_alias) in all.iter().filter(|(_, id, _)| id != vm) {
                let reaches = self.host.reachable((*vm, alias), (*other_vm, other_alias));
                assert!(reaches, "{name} does not reach {other}");
            }
        }
    }

    fn path_of(&self, vm: &str) -> Option<DataPath> {
        let (_, id, alias) = self.adapters().into_iter().find(|(name, ..)| name == vm)?;
        self.host.path(id, &alias)
    }

    /// What a guest does with its VFs: it drives them, or it does not.
    fn guest_drives(&self, vm: &str, drives: bool) {
        let state = self.state();
        let found = state.vm_named(vm).expect("the VM");
        let its: Vec<_> = found
            .adapters
            .iter()
            .filter_map(|a| a.vf.as_ref().map(|vf| vf.address))
            .collect();
        let id = found.id;
        let edit_world = |world: &mut iovsh::backend::sim::World| {
            world.guests.entry(id).or_default().vf_driver = drives;
            let vfs = world.state.functions.iter_mut().flat_map(|f| &mut f.vfs);
            for vf in vfs.filter(|vf| its.contains(&vf.address)) {
                vf.driven = Some(drives);
            }
        };
        self.host.edit_world(edit_world).expect("kept");
        self.settle();
    }

    /// What somebody else does to the host.
    fn elsewhere(&self, change: &Change) {
        let done = self
            .host
            .edit_world(|world| world.apply(change))
            .expect("kept");
        done.expect("not refused");
    }
}

/// The most adapters with a VF that one NIC of this host can give.
const MOST: usize = 7;

fn with_most_adapters(vcpus: &str) -> Bench {
    let bench = Bench::new();
    bench.run(&format!(
        "New-VM big -MemoryStartupBytes 1GB -SwitchName lan -NoVHD {vcpus} | Out-Null
         2..{MOST} | % {{ Add-VMNetworkAdapter big -Name \"Adapter $_\" -SwitchName lan }}
         Set-VMNetworkAdapter big -IovWeight 100
         Start-VM big"
    ));
    assert_eq!(bench.adapters().len(), MOST);
    bench.all_on(DataPath::Vf);
    bench
}

#[test]
fn VerifyVF_basic() {
    let bench = Bench::with_vms(&["one", "two"]);
    let owners = "Get-NetAdapterSriovVf | ? VmFriendlyName | % VmFriendlyName";
    assert_eq!(bench.run(owners), "one\ntwo");
}

#[test]
fn DisableVF() {
    let bench = Bench::with_vms(&["one", "two"]);
    bench.guest_drives("one", false);
    assert_eq!(bench.path_of("one"), Some(DataPath::Paravirtual));
    assert_eq!(
        bench.run("(Get-VMNetworkAdapter one).IovReason.ToString()"),
        "IovGuestDriversNeeded"
    );
    bench.all_talk();
    bench.guest_drives("one", true);
    bench.all_on(DataPath::Vf);
}

#[test]
fn ModuleReload() {
    let bench = Bench::with_vms(&["one", "two"]);
    let before = bench.run("(Get-VMNetworkAdapter one).MacAddress");
    for drives in [false, true] {
        bench.guest_drives("one", drives);
        bench.all_talk();
        assert_eq!(bench.run("(Get-VMNetworkAdapter one).MacAddress"), before);
    }
    bench.all_on(DataPath::Vf);
}

#[test]
fn Ping_DisableVF() {
    let bench = Bench::with_vms(&["one", "two"]);
    bench.run("Set-VMNetworkAdapter one -IovWeight 0");
    assert_eq!(bench.path_of("one"), Some(DataPath::Paravirtual));
    assert_eq!(bench.path_of("two"), Some(DataPath::Vf));
    bench.all_talk();
    bench.run("Set-VMNetworkAdapter one -IovWeight 1");
    bench.all_on(DataPath::Vf);
}

#[test]
fn Deattach_Attach_NIC() {
    let bench = Bench::with_vms(&["one", "two"]);
    bench.run(
        "New-VMSwitch inner -SwitchType Private | Out-Null
         Connect-VMNetworkAdapter one -SwitchName inner",
    );
    assert_eq!(bench.path_of("one"), Some(DataPath::Paravirtual));
    bench.run("Connect-VMNetworkAdapter one -SwitchName lan");
    bench.all_on(DataPath::Vf);
}

#[test]
fn Host_Disable_SRIOV() {
    let bench = Bench::with_vms(&["one", "two", "three", "four", "five"]);
    bench.run(&format!("Disable-NetAdapterSriov {NIC}"));
    bench.all_on(DataPath::Paravirtual);
    bench.run(&format!("Enable-NetAdapterSriov {NIC}"));
    bench.settle();
    bench.all_on(DataPath::Vf);
}

#[test]
fn DisableNIC() {
    let bench = Bench::with_vms(&["one", "two"]);
    for up in [false, true] {
        bench.elsewhere(&Change::Link(LinkChange::Set {
            interface: NIC.parse().unwrap(),
            up,
        }));
    }
    bench.settle();
    bench.all_on(DataPath::Vf);
}

#[test]
fn Upgrade_Linux_Kernel() {
    let bench = Bench::with_vms(&["one", "two"]);
    bench.run("Stop-VM one; Start-VM one");
    bench.all_on(DataPath::Vf);
    // The new kernel lacks the driver: the guest talks all the same, and the host says what it misses. The next one has it.
    bench.guest_drives("one", false);
    bench.run("Restart-VM one -Force");
    assert_eq!(bench.path_of("one"), Some(DataPath::Paravirtual));
    bench.all_talk();
    let told = bench.run(
        "$a = Get-VMNetworkAdapter one; $a.IovUsage; $a.VFDataPathActive; $a.StatusDescription",
    );
    assert!(
        told.starts_with("1\nFalse\n") && told.contains("driver"),
        "{told}"
    );
    bench.guest_drives("one", true);
    bench.run("Restart-VM one -Force");
    bench.all_on(DataPath::Vf);
}

#[test]
fn Measure_DisableVF() {
    let bench = Bench::with_vms(&["one", "two"]);
    // What is measured under traffic is measured in the lab; here: each switch is one act, and says how long it took.
    bench.run("Set-VMNetworkAdapter one -IovWeight 0; Set-VMNetworkAdapter one -IovWeight 100");
    let taken = bench.run("(Get-WinEvent -FilterHashtable @{ LogName = '*'; Id = 12588, 12590; VMName = 'one' }).Count");
    assert_eq!(taken, "3");
    bench.all_on(DataPath::Vf);
}

#[test]
fn Max_vCPU() {
    let bench = Bench::new();
    bench.run(
        "New-VM one -MemoryStartupBytes 1GB -SwitchName lan -NoVHD -ProcessorCount (Get-VMHost).LogicalProcessorCount | Out-Null
         Set-VMNetworkAdapter one -IovWeight 100
         Start-VM one",
    );
    bench.all_on(DataPath::Vf);
}

#[test]
fn One_vCPU() {
    let bench = Bench::with_vms(&["one"]);
    assert_eq!(bench.run("(Get-VM one).ProcessorCount"), "1");
}

#[test]
fn Upgrade_Downgrade_PF() {
    let bench = Bench::with_vms(&["one", "two"]);
    bench.run(&format!("Disable-NetAdapterSriov {NIC}"));
    bench.all_on(DataPath::Paravirtual);
    let state = bench.state();
    let function = state.function_of(&NIC.parse().unwrap()).unwrap();
    let (address, driver) = (function.address, function.driver.clone().unwrap());
    bench.elsewhere(&Change::Pci(PciChange::Unbind {
        address,
        driver: driver.clone(),
    }));
    bench.elsewhere(&Change::Pci(PciChange::Bind { address, driver }));
    bench.run(&format!("Enable-NetAdapterSriov {NIC}"));
    bench.settle();
    bench.all_on(DataPath::Vf);
}

#[test]
fn Multiple_NICs() {
    let bench = Bench::with_vms(&["two"]);
    bench.run(
        "New-VM one -MemoryStartupBytes 1GB -SwitchName lan -NoVHD | Out-Null
         Add-VMNetworkAdapter one -Name second -SwitchName lan
         Set-VMNetworkAdapter one -IovWeight 100
         Start-VM one",
    );
    assert_eq!(bench.adapters().len(), 3);
    bench.all_on(DataPath::Vf);
}

#[test]
fn MaxNICS() {
    with_most_adapters("");
}

#[test]
fn MaxNICS_vCPU() {
    with_most_adapters("-ProcessorCount (Get-VMHost).LogicalProcessorCount");
}

#[test]
fn Stress_PauseVM() {
    let bench = Bench::with_vms(&["one", "two"]);
    bench.run("1..30 | % { Suspend-VM one; Resume-VM one }");
    bench.all_on(DataPath::Vf);
}

#[test]
fn Stress_SaveVM() {
    let bench = Bench::with_vms(&["one", "two"]);
    bench.run("1..30 | % { Save-VM one; Start-VM one }");
    bench.all_on(DataPath::Vf);
}

#[test]
fn Max_VMs() {
    let bench = Bench::with_vms(&["a", "b", "c", "d", "e", "f", "g"]);
    assert_eq!(bench.adapters().len(), MOST);
    // One more runs all the same.
    bench.run(
        "New-VM h -MemoryStartupBytes 1GB -SwitchName lan -NoVHD | Out-Null
         Set-VMNetworkAdapter h -IovWeight 100
         Start-VM h",
    );
    assert_eq!(bench.path_of("h"), Some(DataPath::Paravirtual));
    bench.all_talk();
    // When one goes its VF is the next one's.
    bench.run("Stop-VM a -TurnOff");
    bench.settle();
    bench.all_on(DataPath::Vf);
    // As many as the plan itself asks for, on a host that has room for them.
    let large = Bench::on("large", "ens3f0np0");
    let made = large.run(
        "1..32 | % { $vm = New-VM \"max$_\" -MemoryStartupBytes 1GB -SwitchName lan -NoVHD; Set-VMNetworkAdapter $vm.Name -IovWeight 100; Start-VM $vm }
         $a = Get-VMNetworkAdapter max*; $a.Count; ($a | ? VFDataPathActive).Count; ($a.VirtualFunction.FunctionID | sort -Unique).Count",
    );
    assert_eq!(made, "32\n32\n32");
}

#[test]
fn MultipleLinuxVMs() {
    let bench = Bench::with_vms(&["one", "two", "old"]);
    // A guest without the driver talks with the others all the same.
    bench.guest_drives("old", false);
    assert_eq!(bench.path_of("old"), Some(DataPath::Paravirtual));
    assert_eq!(bench.path_of("one"), Some(DataPath::Vf));
    bench.all_talk();
}

/// The storage of a running VM moves, and its VF stays.
#[test]
fn Move_VHD() {
    let bench = Bench::with_vms(&["two"]);
    bench.run(
        "New-VM one -MemoryStartupBytes 1GB -SwitchName lan -NewVHDPath one.qcow2 -NewVHDSizeBytes 4GB | Out-Null
         Set-VMNetworkAdapter one -IovWeight 100
         Start-VM one",
    );
    let vf = || {
        let state = bench.state();
        let vm = state.vm_named("one").expect("the VM");
        vm.adapters[0].vf.clone().expect("a VF")
    };
    let before = vf();
    // Nothing of its network is touched.
    let told = bench.run("Move-VMStorage one /srv/vms -Verbose 4>&1 | Out-String -Width 500");
    assert!(!told.contains("interface"), "{told}");
    assert_eq!(
        bench.run("(Get-VMHardDiskDrive one).Path"),
        "/srv/vms/one.qcow2"
    );
    assert_eq!(vf(), before);
    bench.all_on(DataPath::Vf);
}

/// One client and several servers, all on VFs: each server is reached on its own path, also when one of them goes.
#[test]
fn iPerf_MultipleServers() {
    let servers = ["s1", "s2", "s3", "s4"];
    let bench = Bench::with_vms(&["client", "s1", "s2", "s3", "s4"]);
    for server in servers {
        assert_eq!(bench.path_of(server), Some(DataPath::Vf));
    }
    bench.run("Set-VMNetworkAdapter s1 -IovWeight 0; Stop-VM s2 -TurnOff");
    assert_eq!(bench.path_of("s1"), Some(DataPath::Paravirtual));
    for other in ["client", "s3", "s4"] {
        assert_eq!(bench.path_of(other), Some(DataPath::Vf), "{other}");
    }
    bench.all_talk();
    bench.run("Set-VMNetworkAdapter s1 -IovWeight 100; Start-VM s2");
    bench.all_on(DataPath::Vf);
}

/// "Enable/disable on an existing VM", running and stopped.
#[test]
fn enable_disable_on_an_existing_vm() {
    let bench = Bench::with_vms(&["one", "two"]);
    bench.run("Set-VMNetworkAdapter one -IovWeight 0; Stop-VM one; Start-VM one");
    assert_eq!(bench.path_of("one"), Some(DataPath::Paravirtual));
    bench.run("Stop-VM one; Set-VMNetworkAdapter one -IovWeight 100; Start-VM one");
    bench.all_on(DataPath::Vf);
}

/// "Disable/enable by PCI": the guest takes the VF off its bus and looks for it again.
#[test]
fn disable_enable_by_pci() {
    let bench = Bench::with_vms(&["one", "two"]);
    bench.guest_drives("one", false);
    bench.all_talk();
    bench.guest_drives("one", true);
    bench.all_on(DataPath::Vf);
}

/// "Add max NICs one by one" to a running VM.
#[test]
fn add_max_nics_one_by_one() {
    let bench = Bench::with_vms(&["one"]);
    for number in 2..=MOST {
        bench.run(&format!(
            "Add-VMNetworkAdapter one -Name 'Adapter {number}' -SwitchName lan
             Set-VMNetworkAdapter one -Name 'Adapter {number}' -IovWeight 100"
        ));
        assert_eq!(bench.adapters().len(), number);
        bench.all_on(DataPath::Vf);
    }
}

/// "Provision / reboot / stop-start with max NICs".
#[test]
fn provision_reboot_stop_start_with_max_nics() {
    let bench = with_most_adapters("");
    for act in ["Restart-VM big -Force", "Stop-VM big; Start-VM big"] {
        bench.run(act);
        bench.all_on(DataPath::Vf);
    }
    bench.run("Stop-VM big -TurnOff; Remove-VM big -Force");
    assert_eq!(bench.state().desired.claims, []);
}

/// A guest on so many VFs goes to another host and back, and to one that has none. With failover its VFs are taken off and put on
/// again at each.
fn live_migration(adapters: usize, failover: bool) {
    let hosts = Hosts::new();
    hosts.fleet(
        "Enable-VMMigration -ComputerName hv1, hv2, hv3
         New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName hv1 | Out-Null
         New-VMSwitch lan -NetAdapterName ens3f0np0 -EnableIov $true -ComputerName hv2 | Out-Null
         New-VMSwitch lan -SwitchType Private -ComputerName hv3 | Out-Null
         New-VM guest1 -MemoryStartupBytes 512MB -SwitchName lan | Out-Null",
    );
    for number in 1..adapters {
        hosts.fleet(&format!(
            "Add-VMNetworkAdapter guest1 -Name 'Adapter {number}' -SwitchName lan"
        ));
    }
    hosts.fleet(
        "Get-VMNetworkAdapter guest1 | Set-VMNetworkAdapter -IovWeight 100; Start-VM guest1",
    );
    let usage = |host: &str| {
        hosts.fleet(&format!(
            "Get-VMNetworkAdapter guest1 -ComputerName {host} | ForEach-Object {{ \"$($_.VMName) $($_.SwitchName) $($_.IovUsage)\" }}"
        ))
    };
    let on = |vfs: usize| vec![format!("guest1 lan {vfs}"); adapters];
    assert_eq!(usage("hv1"), on(1));
    for (from, to, vfs) in [
        ("hv1", "hv2", 1),
        ("hv2", "hv1", 1),
        ("hv1", "hv3", 0),
        ("hv3", "hv2", 1),
        ("hv2", "hv1", 1),
    ] {
        let (shown, said) = hosts.run(
            "sim:fleet",
            &format!("(Move-VM guest1 {to} -ComputerName {from} -Passthru).State.ToString()"),
        );
        assert_eq!(shown, "Running\n", "{said}");
        // The lack of a VF is said, and is no error.
        assert!(!said.contains(" × "), "{said}");
        assert_eq!(said.is_empty(), vfs == 1, "{said}");
        assert_eq!(usage(to), on(vfs), "{from} to {to}");
        assert_eq!(
            hosts.fleet(&format!("(Get-VM -Name guest* -ComputerName {from}).Count")),
            ["0"]
        );
        if failover && vfs == 1 {
            let set = |weight: u8| {
                hosts.fleet(&format!(
                    "Get-VMNetworkAdapter guest1 -ComputerName {to} | Set-VMNetworkAdapter -IovWeight {weight}"
                ))
            };
            set(0);
            assert_eq!(usage(to), on(0), "{to}");
            set(100);
            assert_eq!(usage(to), on(1), "{to}");
        }
    }
}

/// There are no replicas. What a planned failover comes to: the guest is shut down and goes to the other host with its disk, starts there on
/// its VFs, or on the paravirtual path where there are none, and comes back the same way.
fn planned_failover(adapters: usize, failover: bool) {
    let hosts = Hosts::new();
    hosts.fleet(
        "Enable-VMMigration -ComputerName hv1, hv2, hv3
         New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName hv1 | Out-Null
         New-VMSwitch lan -NetAdapterName ens3f0np0 -EnableIov $true -ComputerName hv2 | Out-Null
         New-VMSwitch lan -SwitchType Private -ComputerName hv3 | Out-Null
         New-VM guest1 -MemoryStartupBytes 512MB -SwitchName lan -NewVHDPath /tmp/guest1.qcow2 -NewVHDSizeBytes 1GB | Out-Null",
    );
    for number in 1..adapters {
        hosts.fleet(&format!(
            "Add-VMNetworkAdapter guest1 -Name 'Adapter {number}' -SwitchName lan"
        ));
    }
    hosts.fleet(
        "Get-VMNetworkAdapter guest1 | Set-VMNetworkAdapter -IovWeight 100; Start-VM guest1",
    );
    // Each way ends in a folder of its own: what was copied stays where it was.
    let ways = match failover {
        false => [("hv1", "hv2", "/srv/vms", 1), ("hv2", "hv1", "/srv/vms", 1)],
        true => [("hv1", "hv3", "/srv/vms", 0), ("hv3", "hv1", "/srv/vms", 1)],
    };
    for (from, to, folder, vfs) in ways {
        let (shown, said) = hosts.run(
            "sim:fleet",
            &format!(
                "Stop-VM guest1 -TurnOff -ComputerName {from}
                 Move-VM guest1 {to} -ComputerName {from} -IncludeStorage -DestinationStoragePath {folder} -RetainVhdCopiesOnSource
                 Start-VM guest1 -ComputerName {to} -WarningAction Ignore
                 Get-VMNetworkAdapter guest1 -ComputerName {to} | ForEach-Object {{ \"$($_.SwitchName) $($_.IovUsage)\" }}
                 (Get-VMHardDiskDrive guest1 -ComputerName {to}).Path
                 (Get-VM -Name guest* -ComputerName {from}).Count"
            ),
        );
        let on = format!("lan {vfs}\n").repeat(adapters);
        assert_eq!(shown, format!("{on}{folder}/guest1.qcow2\n0\n"), "{said}");
    }
}

#[test]
fn Replication_Single_VF() {
    planned_failover(1, false);
}

#[test]
fn Replication_Single_FailoverVF() {
    planned_failover(1, true);
}

#[test]
fn Replication_Multiple_VF() {
    planned_failover(2, false);
}

#[test]
fn Replication_Multiple_FailoverVF() {
    planned_failover(2, true);
}

#[test]
fn LM_Single_VF() {
    live_migration(1, false);
}

#[test]
fn LM_Single_FailoverVF() {
    live_migration(1, true);
}

#[test]
fn LM_Multiple_VF() {
    live_migration(2, false);
}

#[test]
fn LM_Multiple_FailoverVF() {
    live_migration(2, true);
}

/// Every row names a test that is there, a check of a lab step that is there, or a reason.
#[test]
fn the_table_of_scenarios_is_true() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = include_str!("test_plans.rs");
    let page = include_str!("../docs/test-plans.md");
    let rows = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.contains("---"));
    let mut numbers = Vec::new();
    for row in rows.skip(1) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let ["", number, name, simulated, lab, why_not, ""] = cells[..] else {
            panic!("{row}");
        };
        numbers.push(number.parse::<usize>().expect(row));
        if !simulated.is_empty() {
            let function = format!("fn {}()", simulated.trim_matches('`'));
            assert!(tests.contains(&function), "{name}: {simulated}");
        }
        if let Some((step, check)) = lab.split_once("`: ") {
            let file = format!("tests/lab/steps/{}.sh", step.trim_matches('`'));
            let text = std::fs::read_to_string(root.join(&file)).expect(&file);
            assert!(text.contains(check), "{name}: {file} has no '{check}'");
        }
        let tested = !simulated.is_empty() && !lab.is_empty();
        assert!(tested || !why_not.is_empty(), "{name}: no reason");
    }
    numbers.dedup();
    assert_eq!(numbers, (1..=43).collect::<Vec<_>>());
}
