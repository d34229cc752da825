//! Every wish without a VF has a reason: whatever the host is like and however the adapter is set.

use std::sync::Arc;

use iovsh::backend::model::EswitchMode;
use iovsh::backend::sim::{SimMachine, World, fixture};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::session::{run, session};

/// What is done to the machine before anybody types: a name, and the deed.
type Flaw = (&'static str, fn(&mut World));

const FLAWS: &[Flaw] = &[
    ("nothing", |_| ()),
    ("the slot has no ACS", |w| {
        w.state.functions[0].isolated = Some(false)
    }),
    ("no BAR space", |w| {
        w.state.functions[0].vf_bar_space = Some(false)
    }),
    ("no bus numbers", |w| {
        let function = &mut w.state.functions[0];
        (function.bus_numbers, function.vf_offset) = (Some(false), 256);
    }),
    ("firmware without VFs", |w| {
        w.state.functions[0].total_vfs = 0
    }),
    ("no driver", |w| w.state.functions[0].driver = None),
    ("no function", |w| w.state.functions.truncate(0)),
    ("switchdev", |w| {
        w.state.functions[0].eswitch = EswitchMode::Switchdev
    }),
    ("no IOMMU", |w| w.state.iommu.units.clear()),
    ("no SLAT", |w| w.state.host.slat = Some(false)),
    ("no vfio-pci", |w| w.state.iommu.vfio_pci = Some(false)),
    ("the cable is out", |w| w.state.links[1].carrier = false),
    ("the second adapter is the default route", |w| {
        w.state.links[2].default_route = true
    }),
    ("made by another tool", |w| {
        for adapter in w.state.vms.iter_mut().flat_map(|vm| &mut vm.adapters) {
            adapter.teaming = false;
        }
    }),
    ("an emulated model", |w| {
        for adapter in w.state.vms.iter_mut().flat_map(|vm| &mut vm.adapters) {
            adapter.virtio = false;
        }
    }),
    ("a bare adapter of the guest", |w| {
        for guest in w.guests.values_mut() {
            guest.vf_driver = false;
        }
    }),
];

/// The switch, if any, and how `web1` comes to it.
const SWITCHES: &[&str] = &[
    "",
    "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true",
    "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true; Connect-VMNetworkAdapter web1 -SwitchName lan",
    "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true; Connect-VMNetworkAdapter web1, web2 -SwitchName lan; Set-VMNetworkAdapter web2 -IovWeight 50; Start-VM web2",
    "New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true; Connect-VMNetworkAdapter web1 -SwitchName lan",
    "New-VMSwitch lan -NetAdapterName enp1s0f0; Connect-VMNetworkAdapter web1 -SwitchName lan",
    "New-VMSwitch lan -NetAdapterName enp1s0f0; Connect-VMNetworkAdapter web1 -SwitchName lan; New-VMSwitch 'fast one' -NetAdapterName enp1s0f1 -EnableIov $true",
    "New-VMSwitch lan -SwitchType Internal; Connect-VMNetworkAdapter web1 -SwitchName lan",
    "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true; Connect-VMNetworkAdapter web1 -SwitchName lan; Remove-VMSwitch lan -Force",
];

const COUNTS: &[&str] = &[
    "",
    "Set-NetAdapterSriov enp1s0f0 -NumVFs 0",
    "Set-NetAdapterSriov enp1s0f0 -NumVFs 1",
    "Set-NetAdapterSriov enp1s0f0, enp1s0f1 -NumVFs 0",
    "Disable-NetAdapterSriov enp1s0f0",
    "Disable-NetAdapterSriov enp1s0f0, enp1s0f1",
];

const SETTINGS: &[&str] = &[
    "Set-VMNetworkAdapter web1 -DhcpGuard On",
    "Set-VMNetworkAdapter web1 -RouterGuard On",
    "Set-VMNetworkAdapter web1 -PortMirroring Source",
    "Set-VMNetworkAdapter web1 -MacAddressSpoofing On",
    "Set-VMNetworkAdapter web1 -AllowTeaming On",
    "Set-VMNetworkAdapter web1 -MaximumBandwidth 100MB",
    "Set-VMNetworkAdapter web1 -MinimumBandwidthAbsolute 10MB",
    "Set-VMNetworkAdapterVlan web1 -Access -VlanId 7",
    "Set-VMNetworkAdapterVlan web1 -Trunk -NativeVlanId 0 -AllowedVlanIdList 5-9",
    "Add-VMNetworkAdapterAcl web1 -RemoteIPAddress 192.0.2.0/24 -Direction Both -Action Deny",
    "Add-VMNetworkAdapter web1 -Name 'second one'",
];

/// What happens while `web1` runs already.
const LATER: &[&str] = &[
    "",
    "Disable-NetAdapterSriov enp1s0f0",
    "Set-NetAdapterSriov enp1s0f0 -NumVFs 0 -Force",
    "Disconnect-VMNetworkAdapter web1",
    "Suspend-VM web1",
    "Set-VMNetworkAdapter web1 -DhcpGuard On",
];

#[derive(Clone, Debug)]
struct Case {
    flaw: usize,
    switch: &'static str,
    count: &'static str,
    settings: Vec<&'static str>,
    weight: u8,
    later: &'static str,
}

fn cases() -> impl Strategy<Value = Case> {
    (
        prop_oneof![2 => Just(0), 3 => 0..FLAWS.len()],
        select(SWITCHES),
        select(COUNTS),
        subsequence(SETTINGS, 0..3),
        1..=100_u8,
        prop_oneof![2 => Just(""), 1 => select(LATER)],
    )
        .prop_map(|(flaw, switch, count, settings, weight, later)| Case {
            flaw,
            switch,
            count,
            settings,
            weight,
            later,
        })
}

/// What is wrong in this case, in words; empty when all is as promised. `true`: an adapter was without a VF.
fn judge(case: &Case) -> (bool, Vec<String>) {
    let mut world = fixture("default").expect("a fixture");
    FLAWS[case.flaw].1(&mut world);
    let mut session = session(Services::of(Arc::new(SimMachine::in_memory(world))));
    run(&mut session, case.count);
    run(&mut session, case.switch);
    for line in &case.settings {
        run(&mut session, line);
    }
    let weigh = format!("Set-VMNetworkAdapter web1 -IovWeight {}", case.weight);
    run(&mut session, &weigh);
    let started = run(&mut session, "Start-VM web1");
    if !case.later.is_empty() {
        run(&mut session, case.later);
    }
    let mut wrong = Vec::new();
    let count = run(&mut session, "@(Get-VMNetworkAdapter web1).Count").text();
    let count: usize = count.parse().unwrap_or(0);
    if count == 0 || run(&mut session, "(Get-VM web1).State").text() == "Off" {
        return (
            false,
            vec![format!("web1 does not run: {:?}", started.errors)],
        );
    }
    let (mut lacking, mut advice) = (false, None);
    for index in 0..count {
        let mut ask = |property: &str| {
            let line = format!("@(Get-VMNetworkAdapter web1)[{index}].{property}");
            run(&mut session, &line).text()
        };
        if ask("IovUsage") != "0" {
            continue;
        }
        lacking = true;
        let (code, command) = (ask("IovReason"), ask("IovNextStep"));
        let words = ask("IovReasonDescription");
        if code.is_empty() || words.is_empty() || command.is_empty() {
            wrong.push(format!(
                "code '{code}', text '{words}', command '{command}'"
            ));
            continue;
        }
        if !words.ends_with(&command) {
            wrong.push(format!("the text does not lead on: {words}"));
        }
        if ask("Status") != "Degraded" || !ask("StatusDescription").contains(&words) {
            wrong.push(format!("Status: {}", ask("StatusDescription")));
        }
        let of_vm = run(&mut session, "(Get-VM web1).StatusDescriptions -join ' '").text();
        if !of_vm.contains(&words) {
            wrong.push(format!("of the VM: {of_vm}"));
        }
        if case.later.is_empty() {
            if !started
                .warnings
                .iter()
                .any(|warning| warning.contains(&words))
            {
                wrong.push(format!("Start-VM warned {:?}", started.warnings));
            }
            let event = "Get-WinEvent | Where-Object { $_.Id -eq 12614 -and $_.VMName -and $_.AdapterName } | ForEach-Object Message";
            if !run(&mut session, event).text().contains(&words) {
                wrong.push("there is no event of it".to_owned());
            }
        }
        advice.get_or_insert(command);
    }
    // What is advised can be done.
    if let Some(command) = advice {
        let done = run(&mut session, &command);
        if !done.errors.is_empty() {
            wrong.push(format!("'{command}' ends in {:?}", done.errors));
        }
    }
    (lacking, wrong)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn who_has_no_vf_knows_why_and_what_to_type(case in cases()) {
        let asked = case.clone();
        let (_, wrong) = with_large_stack(move || judge(&asked)).expect("a thread");
        prop_assert!(wrong.is_empty(), "{} on a machine where {}: {wrong:#?}", format!("{case:?}"), FLAWS[case.flaw].0);
    }
}

/// The cases that every user meets, by name: nothing of them is left to chance.
#[test]
fn where_no_more_can_be_made_lighter_ones_may_give_theirs() {
    let steps = with_large_stack(|| {
        let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
        let mut session = session(Services::of(Arc::new(host)));
        run(
            &mut session,
            "Set-NetAdapterSriov enp1s0f0 -NumVFs 7
             New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
             1..7 | ForEach-Object {
                 New-VM \"light$_\" -MemoryStartupBytes 64MB -NoVHD -SwitchName lan | Out-Null
                 Set-VMNetworkAdapter \"light$_\" -IovWeight 10
                 Start-VM \"light$_\"
             }
             Connect-VMNetworkAdapter web1 -SwitchName lan
             Set-VMNetworkAdapter web1 -IovWeight 100
             Start-VM web1",
        );
        let step = "(Get-VMNetworkAdapter web1).IovNextStep";
        let before = run(&mut session, step).text();
        run(&mut session, &before);
        let usage = run(&mut session, "(Get-VMNetworkAdapter web1).IovUsage").text();
        (before, usage)
    })
    .expect("a thread");
    let wanted = ("Set-VMHost -IovPreemptionEnabled $true", "1");
    assert_eq!((steps.0.as_str(), steps.1.as_str()), wanted);
}

#[test]
fn the_plain_cases_lead_to_the_command_that_helps() {
    let plain = |switch, count, settings| Case {
        flaw: 0,
        switch,
        count,
        settings,
        weight: 100,
        later: "",
    };
    let (iov, no_iov) = (SWITCHES[2], SWITCHES[5]);
    for (case, code, command) in [
        (
            plain("", "", vec![]),
            "IovNoAvailResources",
            "New-VMSwitch iov -NetAdapterName enp1s0f0 -EnableIov $true",
        ),
        (
            plain(SWITCHES[1], "", vec![]),
            "IovNoAvailResources",
            "Connect-VMNetworkAdapter -VMName web1 -SwitchName lan",
        ),
        (
            plain(SWITCHES[8], "", vec![]),
            "IovNoAvailResources",
            "New-VMSwitch iov -NetAdapterName enp1s0f0 -EnableIov $true",
        ),
        (
            plain(no_iov, "", vec![]),
            "SwitchNotInIovMode",
            "New-VMSwitch iov -NetAdapterName enp1s0f1 -EnableIov $true",
        ),
        (
            plain(SWITCHES[6], "", vec![]),
            "SwitchNotInIovMode",
            "Connect-VMNetworkAdapter -VMName web1 -SwitchName 'fast one'",
        ),
        // Its VLANs go along to the other switch.
        (
            plain(SWITCHES[6], "", vec![SETTINGS[8]]),
            "SwitchNotInIovMode",
            "Connect-VMNetworkAdapter -VMName web1 -SwitchName 'fast one'",
        ),
        (
            plain(iov, COUNTS[1], vec![]),
            "IovNoAvailResources",
            "Set-NetAdapterSriov enp1s0f0 -NumVFs 7",
        ),
        (
            plain(iov, COUNTS[4], vec![]),
            "IovNoAvailResources",
            "Enable-NetAdapterSriov enp1s0f0",
        ),
        (
            plain(SWITCHES[3], COUNTS[2], vec![]),
            "IovNoAvailResources",
            // More of them take nobody's away.
            "Set-NetAdapterSriov enp1s0f0 -NumVFs 7 -Force",
        ),
        (
            plain(iov, "", vec![SETTINGS[0], SETTINGS[2]]),
            "IovBlockedByPolicy",
            "Set-VMNetworkAdapter -VMName web1 -DhcpGuard Off -PortMirroring None",
        ),
    ] {
        let shown = with_large_stack(move || {
            let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
            let mut session = session(Services::of(Arc::new(host)));
            for line in [case.count, case.switch].into_iter().chain(case.settings) {
                run(&mut session, line);
            }
            run(&mut session, "Set-VMNetworkAdapter web1 -IovWeight 100; Start-VM web1");
            let line = "Get-VMNetworkAdapter web1 | ForEach-Object { \"$($_.IovReason)|$($_.IovNextStep)\" }";
            let before = run(&mut session, line).text();
            let command = before.split_once('|').map_or("", |(_, command)| command).to_owned();
            let errors = run(&mut session, &command).errors;
            (before, errors)
        })
        .expect("a thread");
        assert_eq!(shown.0, format!("{code}|{command}"));
        assert!(shown.1.is_empty(), "{command}: {:?}", shown.1);
    }
}

#[test]
fn a_switch_says_what_its_adapter_lacks() {
    let shown = |lines: &'static str| {
        with_large_stack(move || {
            let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
            let mut session = session(Services::of(Arc::new(host)));
            let made = run(&mut session, lines);
            let line = "Get-VMSwitch lan | ForEach-Object { \"$($_.IovSupport) $($_.IovSupportReasons)\" }";
            (made.warnings.join("\n"), run(&mut session, line).text())
        })
        .expect("a thread")
    };
    let (warnings, view) = shown(
        "Set-NetAdapterSriov enp1s0f0 -NumVFs 0; New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true",
    );
    assert!(
        warnings.contains("Set-NetAdapterSriov enp1s0f0 -NumVFs 7"),
        "{warnings}"
    );
    assert!(view.starts_with("True"), "{view}");
    let (warnings, view) = shown(
        "Disable-NetAdapterSriov enp1s0f0; New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true",
    );
    for text in [&warnings, &view] {
        assert!(text.contains("Enable-NetAdapterSriov enp1s0f0"), "{text}");
    }
    assert!(view.starts_with("False"), "{view}");
    let (_, view) = shown(
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true; Disable-NetAdapterSriov enp1s0f0",
    );
    assert!(view.starts_with("False SR-IOV is disabled"), "{view}");
}
