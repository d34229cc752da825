//! Embedded teaming: two NICs under one switch.

use iovsh::backend::State;
use iovsh::backend::model::{InterfaceName, Team, TeamHash, TeamMode, TeamSettings};
use iovsh::backend::plan::{BondChange, LinkChange};
use iovsh::backend::policy::{self, switch::NewSwitch};

use crate::bench::Bench;
use crate::guests::weigh;

const SWITCH: &str = "ct-team";

fn team(bench: &Bench, iov_enabled: bool) -> NewSwitch {
    let both = [bench.nic.clone(), bench.other_nic()];
    NewSwitch {
        uplinks: both.iter().map(|n| n.parse().expect("a name")).collect(),
        ..bench.new_switch(SWITCH, iov_enabled)
    }
}

fn device(state: &State) -> InterfaceName {
    let switch = state.desired.switch_named(SWITCH).expect("the switch");
    switch.team.clone().expect("a team")
}

fn found(state: &State) -> Team {
    state.team(&device(state)).expect("the team").clone()
}

fn make(bench: &Bench) {
    bench.run(|s| policy::Intent::CreateSwitch(team(bench, true)).plan(s));
    active(bench, &bench.nic);
}

/// Waits until this member carries the traffic: the kernel looks at links now and then.
fn active(bench: &Bench, nic: &str) {
    bench.wait(&format!("{nic} carries the traffic"), |state| {
        found(state).active.is_some_and(|a| a.as_str() == nic)
    });
}

pub fn a_team_comes_and_goes(bench: &Bench) {
    let before = bench.fingerprint();
    make(bench);
    let state = bench.state();
    let made = found(&state);
    let mut members = [bench.nic.clone(), bench.other_nic()];
    members.sort();
    let members = members.map(|m| m.parse::<InterfaceName>().expect("a name"));
    assert_eq!(made.members, members);
    assert_eq!(made.mode, Team::ACTIVE_BACKUP);
    assert_eq!(made.primary.expect("a primary").as_str(), bench.nic);
    let view = &policy::switches(&state)[0];
    assert_eq!(view.uplinks.len(), 2);
    let bridge = state.bridge(&view.bridge).expect("the bridge");
    assert_eq!(bridge.ports, [made.name]);
    assert_eq!(bridge.mac, bench.link().identity.permanent_mac);
    let functions = members
        .iter()
        .map(|nic| state.function_of(nic).expect("a PF").num_vfs);
    assert_eq!(view.vf_count, functions.sum::<u32>());
    assert!(view.vf_count > bench.function().num_vfs);
    bench.settle();
    bench.drop_switch(SWITCH);
    assert_eq!(bench.fingerprint(), before);
}

pub fn another_member_carries_on(bench: &Bench) {
    make(bench);
    let before = bench.fingerprint();
    bench.apply(LinkChange::Set {
        interface: bench.link().name,
        up: false,
    });
    active(bench, &bench.other_nic());
    bench.settle();
    active(bench, &bench.nic);
    bench.settle();
    assert_eq!(bench.fingerprint(), before);
    bench.drop_switch(SWITCH);
}

pub fn a_lost_team_is_made_again(bench: &Bench) {
    make(bench);
    let before = bench.fingerprint();
    let name = device(&bench.state());
    bench.apply(BondChange::Delete { name });
    assert_ne!(bench.fingerprint(), before);
    bench.settle();
    active(bench, &bench.nic);
    assert_eq!(bench.fingerprint(), before);
    bench.drop_switch(SWITCH);
}

pub fn a_member_that_was_taken_out_is_put_back(bench: &Bench) {
    make(bench);
    let before = bench.fingerprint();
    bench.apply(BondChange::RemoveMember {
        bond: device(&bench.state()),
        member: bench.other_nic().parse().expect("a name"),
    });
    assert_eq!(found(&bench.state()).members, [bench.link().name]);
    bench.settle();
    assert_eq!(bench.fingerprint(), before);
    bench.drop_switch(SWITCH);
}

pub fn a_nic_is_in_a_team_once(bench: &Bench) {
    let twice = bench.nic.parse::<InterfaceName>().expect("a name");
    let new = NewSwitch {
        uplinks: vec![twice.clone(), twice],
        ..team(bench, true)
    };
    assert_eq!(
        bench.no_plan(|s| policy::Intent::CreateSwitch(new.clone()).plan(s)),
        "Switch.NicTwice"
    );
}

/// An adapter is kept to the member that was chosen for it, and to no NIC that is none.
pub fn an_adapter_is_kept_to_a_member(bench: &Bench) {
    bench.make_vm("ct-a", None);
    let (nic, other) = (bench.nic.clone(), bench.other_nic());
    bench.refuses(
        &format!("Set-VMNetworkAdapterTeamMapping -VMName ct-a -PhysicalNetAdapterName {other}"),
        "Switch.NotMember",
    );
    make(bench);
    bench.types("Connect-VMNetworkAdapter -VMName ct-a -SwitchName ct-team");
    bench.refuses(
        "Set-VMNetworkAdapterTeamMapping -VMName ct-a -PhysicalNetAdapterName ct-none",
        "Switch.NotMember",
    );
    bench.types(&format!(
        "Set-VMNetworkAdapterTeamMapping -VMName ct-a -PhysicalNetAdapterName {other}
         Set-VMNetworkAdapterTeamMapping -VMName ct-a -PhysicalNetAdapterName {other}"
    ));
    bench.shows(
        "(Get-VM ct-a | Get-VMNetworkAdapterTeamMapping).NetAdapterName",
        &[&other],
    );
    bench.shows(
        &format!(
            "(Set-VMNetworkAdapterTeamMapping -VMName ct-a -PhysicalNetAdapterName {nic} -Passthru).NetAdapterName"
        ),
        &[&nic],
    );
    bench.types("Get-VMNetworkAdapter ct-a | Remove-VMNetworkAdapterTeamMapping");
    let mapped = bench.types("Get-VMNetworkAdapterTeamMapping ct-a");
    assert_eq!(mapped.trim(), "");
    bench.run(|s| policy::Intent::RemoveVm { vm: "ct-a".into() }.plan(s));
    bench.drop_switch(SWITCH);
}

/// Two VMs, two NICs: each gets a VF of another.
pub fn vfs_come_from_all_members(bench: &Bench) {
    make(bench);
    for name in ["ct-a", "ct-b"] {
        let vm = bench.make_vm(name, Some(SWITCH));
        weigh(bench, &vm, &vm.adapters[0].alias, 100);
        bench.run(|s| {
            policy::Intent::StartVm {
                vm: name.to_string().into(),
            }
            .plan(s)
        });
    }
    let pf = |name: &str| {
        let adapter = &bench.vm(name).adapters[0];
        let address = adapter.vf.as_ref().expect("a VF").address;
        bench.state().vf(address).expect("the VF").pf
    };
    assert_ne!(pf("ct-a"), pf("ct-b"));
    for name in ["ct-a", "ct-b"] {
        bench.drop_vm(name);
    }
    bench.drop_switch(SWITCH);
}

/// A member comes, the adapters that run are left where they are, and one that waited gets a VF of it; a member goes, and only
/// the adapter on its VF moves. What is last stays.
pub fn members_come_and_go(bench: &Bench) {
    let (nic, other) = (bench.nic.clone(), bench.other_nic());
    bench.types(&format!(
        "New-VMSwitch {SWITCH} -NetAdapterName {nic} -EnableEmbeddedTeaming $true -EnableIov $true -AllowManagementOS $false | Out-Null"
    ));
    active(bench, &nic);
    bench.refuses(
        &format!("Remove-VMSwitchTeamMember {SWITCH} -NetAdapterName {nic}"),
        "Switch.LastMember",
    );
    bench.refuses(
        &format!("Remove-VMSwitchTeamMember {SWITCH} -NetAdapterName {other}"),
        "Switch.NotMember",
    );
    let alone = bench.fingerprint();
    let vm = bench.make_vm("ct-a", Some(SWITCH));
    weigh(bench, &vm, &vm.adapters[0].alias, 100);
    bench.types("Start-VM ct-a");
    let vf = |name: &str| bench.vm(name).adapters[0].vf.clone().map(|vf| vf.address);
    let first = vf("ct-a");
    assert!(first.is_some());
    bench.shows(
        &format!(
            "Add-VMSwitchTeamMember {SWITCH} -NetAdapterName {other}
             (Get-VMSwitchTeam {SWITCH}).NetAdapterName
             (Get-VMSwitch {SWITCH} | Get-VMSwitchTeam).ActiveNetAdapterName"
        ),
        &[&nic, &other, &nic],
    );
    assert_eq!(vf("ct-a"), first);
    let vm = bench.make_vm("ct-b", Some(SWITCH));
    weigh(bench, &vm, &vm.adapters[0].alias, 100);
    bench.types("Start-VM ct-b");
    let of = |name: &str| {
        let state = bench.state();
        let pf = state.vf(vf(name).expect("a VF")).expect("the VF").pf;
        state
            .function(pf)
            .and_then(|f| f.interface.clone())
            .expect("a PF")
            .to_string()
    };
    assert_eq!((of("ct-a"), of("ct-b")), (nic.clone(), other.clone()));
    bench.types(&format!(
        "Remove-VMSwitchTeamMember {SWITCH} -NetAdapterName {other}"
    ));
    assert_eq!(found(&bench.state()).members, [bench.link().name]);
    assert_eq!(vf("ct-a"), first);
    for name in ["ct-a", "ct-b"] {
        bench.drop_vm(name);
    }
    assert_eq!(bench.fingerprint(), alone);
    // The order is who carries the traffic.
    bench.types(&format!(
        "Set-VMSwitchTeam {SWITCH} -NetAdapterName {other}, {nic}"
    ));
    active(bench, &other);
    bench.types(&format!("Set-VMSwitchTeam {SWITCH} -NetAdapterName {nic}"));
    active(bench, &nic);
    assert_eq!(bench.fingerprint(), alone);
    bench.drop_switch(SWITCH);
}

pub fn only_a_team_has_members(bench: &Bench) {
    bench.make_switch(SWITCH, true);
    bench.refuses(
        &format!(
            "Add-VMSwitchTeamMember {SWITCH} -NetAdapterName {}",
            bench.other_nic()
        ),
        "Switch.NoTeam",
    );
    bench.shows(&format!("@(Get-VMSwitchTeam {SWITCH}).Count"), &["0"]);
    bench.drop_switch(SWITCH);
}

/// The team has the smallest MTU of its members, and each gets its own back.
pub fn a_team_takes_the_smallest_mtu(bench: &Bench) {
    let (nic, other) = (
        bench.link().name,
        bench.other_nic().parse::<InterfaceName>().expect("a name"),
    );
    for (interface, mtu) in [(&nic, 2000), (&other, 1800)] {
        let interface = interface.clone();
        bench.apply(LinkChange::SetMtu { interface, mtu });
    }
    let mtu = |name: &InterfaceName| bench.state().link(name).expect("the link").mtu;
    make(bench);
    assert_eq!(
        (mtu(&device(&bench.state())), mtu(&nic), mtu(&other)),
        (1800, 1800, 1800)
    );
    bench.settle();
    bench.drop_switch(SWITCH);
    assert_eq!((mtu(&nic), mtu(&other)), (2000, 1800));
    for interface in [nic, other] {
        bench.apply(LinkChange::SetMtu {
            interface,
            mtu: 1500,
        });
    }
}

/// Whether the guest's adapter has a link.
fn has_link(bench: &Bench) -> bool {
    bench.vm("ct-a").adapters[0].link_up
}

/// Disables the physical NIC, or enables it and waits until its link works and the agent has seen it.
fn enable(bench: &Bench, on: bool) {
    let nic = bench.link().name;
    if !on {
        bench.types(&format!("Disable-NetAdapter {nic} -Force -Confirm:$false"));
        bench.settle();
        return;
    }
    bench.types(&format!("Enable-NetAdapter {nic}"));
    bench.wait("the carrier of the NIC", |state| {
        state.link(&nic).is_some_and(|link| link.carrier)
    });
    bench.settle();
}

/// Part 7: a physical link that fails takes down the link of an adapter that may be part of a team in the guest, and of no other.
pub fn a_failed_link_reaches_a_team_in_the_guest(bench: &Bench) {
    bench.make_switch(SWITCH, false);
    bench.make_vm("ct-a", Some(SWITCH));
    bench.types("Start-VM ct-a");
    enable(bench, false);
    assert!(has_link(bench), "nobody asked for a team");
    enable(bench, true);

    bench.types("Set-VMNetworkAdapter -VMName ct-a -AllowTeaming On");
    assert!(has_link(bench));
    enable(bench, false);
    assert!(!has_link(bench), "the guest's team must notice");
    bench.shows("(Get-VMNetworkAdapter ct-a).Connected", &["False"]);
    enable(bench, true);
    assert!(has_link(bench));

    // What is no part of a team any more has a link whatever becomes of the wire.
    enable(bench, false);
    bench.types("Set-VMNetworkAdapter -VMName ct-a -AllowTeaming Off");
    assert!(has_link(bench));
    enable(bench, true);
    bench.drop_vm("ct-a");
    bench.drop_switch(SWITCH);
}

/// A machine that is stopped while the cable is out starts with a link when it is in again.
pub fn a_team_in_a_guest_starts_as_the_wire_is(bench: &Bench) {
    bench.make_switch(SWITCH, false);
    bench.make_vm("ct-a", Some(SWITCH));
    bench.types("Set-VMNetworkAdapter -VMName ct-a -AllowTeaming On; Start-VM ct-a");
    enable(bench, false);
    assert!(!has_link(bench));
    bench.types("Stop-VM ct-a -TurnOff -Force");
    enable(bench, true);
    assert!(has_link(bench));
    bench.types("Start-VM ct-a");
    assert!(has_link(bench));
    bench.drop_vm("ct-a");
    bench.drop_switch(SWITCH);
}

/// A bond that somebody else has made is shown as a team of the host, with what the kernel says of it and of its members, and no
/// switch has it as a member.
pub fn teams_of_the_host_are_shown(bench: &Bench) {
    let member: InterfaceName = bench.other_nic().parse().expect("a name");
    let was_up = bench.state().link(&member).expect("the NIC").up;
    let name: InterfaceName = "ct-bond".parse().expect("a name");
    let set = |interface: &InterfaceName, up| {
        let interface = interface.clone();
        bench.apply(LinkChange::Set { interface, up });
    };
    let by_ports = TeamSettings {
        mode: TeamMode::BalanceXor,
        hash: TeamHash::Layer34,
        ..TeamSettings::default()
    };
    bench.apply(BondChange::Create {
        name: name.clone(),
        primary: member.clone(),
        settings: by_ports.clone(),
    });
    set(&member, false);
    let (bond, nic) = (name.clone(), member.clone());
    bench.apply(BondChange::AddMember { bond, member: nic });
    bench.wait("a member that works", |state| {
        let team = state.team(&name).expect("the team");
        team.state_of(&member).is_some_and(|m| m.works && m.active)
    });
    bench.shows(
        "$t = Get-NetLbfoTeam ct-*; \"$($t.Name) $($t.TeamingMode) $($t.LoadBalancingAlgorithm) $($t.Status) $($t.Members) $($t.TeamNics)\"
         $t | Get-NetLbfoTeamMember | % { \"$($_.Team) $($_.AdministrativeMode) $($_.OperationalMode) $($_.FailureReason)\" }
         $t | Get-NetLbfoTeamNic | % { \"$($_.Name) $($_.Primary) $($_.Default)\" }
         (Get-NetLbfoTeamMember -Team ct-bond | Get-NetLbfoTeam).Name",
        &[
            &format!("ct-bond Static TransportPorts Up {member} ct-bond"),
            "ct-bond Active Active NoFailure",
            "ct-bond True True",
            "ct-bond",
        ],
    );
    bench.refuses(
        "New-VMSwitch ct-p -NetAdapterName ct-bond -EnableEmbeddedTeaming $true",
        "NetAdapter.HostTeam",
    );
    bench.refuses(
        "Get-NetLbfoTeam ct-none",
        "CmdletizationQuery_NotFound_Name",
    );
    // The hash changes under members, the mode does not.
    bench.apply(BondChange::Configure {
        name: name.clone(),
        settings: TeamSettings {
            hash: TeamHash::Layer2,
            ..by_ports
        },
    });
    let algorithm = "(Get-NetLbfoTeam ct-bond).LoadBalancingAlgorithm";
    bench.shows(algorithm, &["MacAddresses"]);
    let asks = |targets: &[[u8; 4]]| BondChange::SetTargets {
        name: name.clone(),
        targets: targets.iter().copied().map(Into::into).collect(),
        monitor: None,
    };
    let asked = "(Get-NetLbfoTeam ct-bond).ArpTarget";
    bench.apply(asks(&[[198, 51, 100, 1], [198, 51, 100, 2]]));
    bench.shows(asked, &["198.51.100.1", "198.51.100.2"]);
    bench.refused(asks(&[[0, 0, 0, 0]]));
    bench.apply(asks(&[[198, 51, 100, 2]]));
    bench.shows(asked, &["198.51.100.2"]);
    bench.apply(asks(&[]));
    bench.shows(asked, &[]);
    let lacp = BondChange::Configure {
        name: name.clone(),
        settings: TeamSettings {
            mode: TeamMode::Lacp,
            lacp_fast: true,
            ..TeamSettings::default()
        },
    };
    bench.refused(lacp.clone());
    let (bond, nic) = (name.clone(), member.clone());
    bench.apply(BondChange::RemoveMember { bond, member: nic });
    set(&name, false);
    bench.apply(lacp);
    bench.shows(
        "$t = Get-NetLbfoTeam ct-bond; \"$($t.TeamingMode) $($t.LacpTimer) $($t.Status)\"",
        &["Lacp Fast Down"],
    );
    bench.refused(asks(&[[198, 51, 100, 1]]));
    bench.apply(BondChange::Delete { name });
    set(&member, was_up);
}

/// A team of the host in all its modes, with a member in reserve and an interface for a VLAN; afterwards the NICs are as they were.
pub fn a_team_of_the_host_comes_and_goes(bench: &Bench) {
    let (first, second) = (&bench.nic.clone(), &bench.other_nic());
    let nics = |state: &State| {
        let found = [first, second].map(|name| {
            let link = state
                .links
                .iter()
                .find(|l| l.name.as_str() == name.as_str());
            link.map(|l| (l.up, l.mtu, l.mac, l.master.clone()))
        });
        (
            found,
            state.desired.teams.clone(),
            state.desired.nics.clone(),
        )
    };
    let before = nics(&bench.state());
    let shown =
        "% { \"$($_.TeamingMode) $($_.LoadBalancingAlgorithm) $($_.BondingMode) $($_.Members)\" }";
    bench.shows(
        &format!("New-NetLbfoTeam ct-lb {first} -TeamingMode Static -LoadBalancingAlgorithm MacAddresses | {shown}"),
        &[&format!("Static MacAddresses balance-xor {first}")],
    );
    bench.types(&format!("Add-NetLbfoTeamMember {second} ct-lb"));
    bench.shows(
        &format!("Set-NetLbfoTeam ct-lb -LoadBalancingAlgorithm IPAddresses -PassThru | {shown}"),
        &[&format!("Static IPAddresses balance-xor {first} {second}")],
    );
    bench.shows(
        &format!("Set-NetLbfoTeam ct-lb -TeamingMode Lacp -LacpTimer Fast -PassThru | {shown}"),
        &[&format!("Lacp IPAddresses 802.3ad {first} {second}")],
    );
    bench.refuses(
        &format!("Set-NetLbfoTeamMember {second} ct-lb -AdministrativeMode Standby"),
        "Team.StandbyMode",
    );
    bench.types("Add-NetLbfoTeamNic ct-lb 42 ct-vlan");
    bench.shows(
        "Set-NetLbfoTeamNic ct-vlan -VlanID 43 -PassThru | % { \"$($_.Name) $($_.Team) $($_.VlanID)\" }",
        &["ct-vlan ct-lb 43"],
    );
    bench.shows(
        &format!("Set-NetLbfoTeam ct-lb -TeamingMode SwitchIndependent -PassThru | {shown}"),
        &[&format!(
            "SwitchIndependent IPAddresses balance-tlb {first} {second}"
        )],
    );
    bench.types(&format!(
        "Set-NetLbfoTeamMember {second} ct-lb -AdministrativeMode Standby"
    ));
    bench.shows(
        "Get-NetLbfoTeamMember -Team ct-lb | % { \"$($_.Name) $($_.AdministrativeMode)\" }",
        &[&format!("{first} Active"), &format!("{second} Standby")],
    );
    bench.refuses(
        &format!("New-VMSwitch ct-p -NetAdapterName {first}"),
        "Team.NicInUse",
    );
    bench.shows(
        "$s = New-VMSwitch ct-p -NetAdapterName ct-lb -EnableIov $true -WarningAction SilentlyContinue
         \"$($s.IovEnabled) $($s.IovSupport) $($s.EmbeddedTeamingEnabled)\"; @($s.IovSupportReasons -like '*is a team of the host*').Count",
        &["True False False", "1"],
    );
    bench.refuses("Remove-NetLbfoTeam ct-lb -Confirm:$false", "Team.InUse");
    bench.refuses(
        "Get-VMSwitch ct-p | Add-VMSwitchTeamMember -NetAdapterName ct-lb",
        "Switch.NoTeam",
    );
    bench.types("Rename-NetLbfoTeam ct-lb ct-lc");
    bench.shows(
        "@(Get-VMSwitch ct-p).Count; (Get-NetLbfoTeam ct-lc).Name",
        &["1", "ct-lc"],
    );
    bench.types("Remove-VMSwitch ct-p -Force");
    bench.types(&format!(
        "Remove-NetLbfoTeamMember {second} ct-lc -Confirm:$false"
    ));
    bench.shows(
        "Get-NetLbfoTeam ct-* | % { \"$($_.Name) $($_.Members) $($_.TeamNics)\" }",
        &[&format!("ct-lc {first} ct-lc ct-vlan")],
    );
    bench.types("Remove-NetLbfoTeam ct-lc -Confirm:$false");
    assert_eq!(nics(&bench.state()), before);
}

/// Names that Windows takes and a device cannot have: each cmdlet finds the team by its name and by its device, and shows the name. What is
/// called so afterwards is a device again, and the other way round.
pub fn a_team_of_the_host_has_any_name(bench: &Bench) {
    let (first, second) = (&bench.nic.clone(), &bench.other_nic());
    let long = format!("ct {}", ["long"; 30].join(" "));
    let names = [
        "ct Team 1",
        "-ct-dash",
        "ct größe",
        "ct \"q\" 'r' $(x);#",
        &long,
    ];
    for name in names {
        let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let quoted = quote(name);
        let nic = quote(&format!("{name} - VLAN 42"));
        bench.shows(
            &format!("(New-NetLbfoTeam -Name {quoted} -TeamMembers {first}).Name"),
            &[name],
        );
        let state = bench.state();
        let team = state.desired.teams.iter().find(|t| t.shown() == name);
        let device = &team.expect("the team").device;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        assert!(device.as_str().starts_with("ct-"), "{device}");
        assert!(device.as_str().bytes().all(plain), "{device}");
        let link = state.link(device).expect("the bond");
        assert_eq!(link.note.as_deref(), Some(name));
        bench.shows(
            &format!(
                "(Get-NetLbfoTeam {quoted}).Members; (Get-NetLbfoTeam {device}).Name
                 (Get-NetAdapter {quoted}).Name; (Get-NetAdapter {device}).Name"
            ),
            &[first, name, name, name],
        );
        bench.refuses(
            &format!(
                "New-NetLbfoTeam {} {second}",
                quote(&name.to_ascii_uppercase())
            ),
            "Team.NameInUse",
        );
        bench.types(&format!("Add-NetLbfoTeamMember {second} {quoted}"));
        bench.shows(
            &format!(
                "Set-NetLbfoTeam {quoted} -TeamingMode Static
                 Get-NetLbfoTeamMember -Team {quoted} | % {{ \"$($_.Name) $($_.Team)\" }}
                 (Get-NetLbfoTeamMember {second} | Get-NetLbfoTeam).Name
                 Add-NetLbfoTeamNic {quoted} 42 | % Name
                 (Get-NetLbfoTeamNic {nic} -Team {quoted}).VlanID
                 Set-NetLbfoTeamNic {nic} -VlanID 43 -PassThru | % {{ \"$($_.Team) $($_.VlanID)\" }}"
            ),
            &[
                &format!("{first} {name}"),
                &format!("{second} {name}"),
                name,
                &format!("{name} - VLAN 42"),
                "42",
                &format!("{name} 43"),
            ],
        );
        bench.types(&format!(
            "Remove-NetLbfoTeamNic {quoted} 43 -Confirm:$false
             Remove-NetLbfoTeamMember {second} {quoted} -Confirm:$false
             New-VMSwitch ct-p -NetAdapterName {quoted}"
        ));
        let state = bench.state();
        let switch = state.desired.switch_named("ct-p").expect("the switch");
        assert_eq!(switch.team.as_ref(), Some(device));
        bench.types("Remove-VMSwitch ct-p -Force");
        bench.shows(
            &format!("(Rename-NetLbfoTeam {quoted} ct-plain -PassThru).Name"),
            &["ct-plain"],
        );
        let state = bench.state();
        let link = state.link(&"ct-plain".parse().expect("a name"));
        assert_eq!(link.expect("the bond").note, None);
        bench.shows(
            &format!(
                "Rename-NetAdapter ct-plain {quoted}; (Get-NetLbfoTeam ct-plain).Name; (Get-NetLbfoTeam {quoted}).TeamNics"
            ),
            &[name, name],
        );
        bench.types(&format!("Remove-NetLbfoTeam {quoted} -Confirm:$false"));
        assert!(bench.state().desired.teams.is_empty());
    }
    for name in ["'ct\u{200b}x'", "' ct'"] {
        bench.refuses(
            &format!("New-NetLbfoTeam {name} {first}"),
            "Team.NameInvalid",
        );
    }
}
