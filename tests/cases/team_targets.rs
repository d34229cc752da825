//! A way that is dead behind a link that works: whom a team may ask, what is refused, and what becomes of the guests.

use iovsh::backend::model::{InterfaceName, State, TeamMonitor};
use iovsh::backend::policy::{Intent, adapter_status};

use crate::Host;

const TEAM: &str = "New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
    New-NetIPAddress 198.51.100.10 -PrefixLength 24 -InterfaceAlias vs-lan | Out-Null";

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

fn near() -> Host {
    let host = Host::plain();
    host.does(TEAM);
    host
}

fn asked(state: &State) -> Vec<String> {
    let targets = state.teams[0].arp_targets.iter();
    targets.map(ToString::to_string).collect()
}

/// The words of the one error, after which nothing is different.
fn refused(host: &Host, command: &str) -> String {
    let before = host.state();
    let (_, text) = host.refuses(command);
    assert_eq!(before, host.state(), "{command}");
    text
}

#[test]
fn only_hosts_that_are_near_are_asked() {
    let host = near();
    for (nobody, why) in [
        ("0.0.0.0", "not the address of one host"),
        ("255.255.255.255", "not the address of one host"),
        ("224.0.0.1", "not the address of one host"),
        ("127.0.0.1", "not the address of one host"),
        ("198.51.100.10", "the host's own address"),
        ("203.0.113.1", "no address by 'lan' in the network"),
        ("2001:db8::1", "ARP is for IPv4"),
        ("gateway", "is not an IP address"),
    ] {
        let said = refused(&host, &format!("Set-VMSwitchTeam lan -ArpTarget {nobody}"));
        assert!(said.contains(why), "{nobody}: {said}");
    }
    let many = "(20..36 | ForEach-Object { \"198.51.100.$_\" })";
    let said = refused(&host, &format!("Set-VMSwitchTeam lan -ArpTarget {many}"));
    assert!(said.contains("16 hosts at the most"), "{said}");
    // Sixteen are enough, and one that is named twice counts once.
    let many = "(@(20..35) + 20 | ForEach-Object { \"198.51.100.$_\" })";
    host.does(&format!("Set-VMSwitchTeam lan -ArpTarget {many}"));
    assert_eq!(asked(&host.state()).len(), 16);
    assert_eq!(host.repair(), Vec::<String>::new());
}

/// Whatever addresses the host has elsewhere: eno1 is near 192.0.2.1.
#[test]
fn the_host_asks_from_an_address_by_the_team() {
    let said = refused(&near(), "Set-VMSwitchTeam lan -ArpTarget 192.0.2.1");
    assert!(said.contains("no address by 'lan'"), "{said}");
}

#[test]
fn members_and_targets_are_changed_at_once_or_not_at_all() {
    let host = near();
    let both = "Set-VMSwitchTeam lan -NetAdapterName enp1s0f1, enp1s0f0 -ArpTarget";
    refused(&host, &format!("{both} 203.0.113.1"));
    host.does(&format!("{both} 198.51.100.1"));
    let state = host.state();
    assert_eq!(asked(&state), ["198.51.100.1"]);
    assert_eq!(state.teams[0].primary, Some(name("enp1s0f1")));
}

/// The wire knows of them: it sends all answers to one member, or says itself that one does not work.
#[test]
fn a_team_that_the_wire_knows_of_asks_nobody() {
    let host = Host::plain();
    for mode in ["Static", "Lacp"] {
        let new = format!(
            "New-NetLbfoTeam team0 eno1, enp1s0f0 -TeamingMode {mode} -Force -ArpTarget 192.0.2.1"
        );
        let said = refused(&host, &new);
        assert!(said.contains("cannot ask targets"), "{mode}: {said}");
    }
}

#[test]
fn a_team_of_the_host_that_asks_has_one_member_that_carries() {
    let host = Host::plain();
    let said = host.does(
        "New-NetLbfoTeam team0 eno1, enp1s0f0 -Force -ArpTarget 192.0.2.1 -LoadBalancingAlgorithm TransportPorts | Out-Null",
    );
    let warned = said.warnings.join("\n");
    assert!(
        warned.contains("One member of 'team0' carries everything"),
        "{warned}"
    );
    let state = host.state();
    assert_eq!(
        (state.teams[0].mode.as_str(), asked(&state).len()),
        ("active-backup", 1)
    );
    host.edit(|world| world.set_path(&name("eno1"), false));
    let state = host.state();
    assert!(state.link(&name("eno1")).unwrap().carrier);
    assert_eq!(state.teams[0].active, Some(name("enp1s0f0")));
    let said =
        host.does("(Get-NetLbfoTeamMember eno1).FailureReason; (Get-NetLbfoTeam team0).Status");
    assert_eq!(said.objects, ["WaitingForStableConnectivity", "Degraded"]);
    host.edit(|world| world.set_path(&name("eno1"), true));
    // Without targets all members send again.
    host.does("Set-NetLbfoTeam team0 -ArpTarget @() -Force");
    let state = host.state();
    assert_eq!(
        (state.teams[0].mode.as_str(), asked(&state).len()),
        ("balance-tlb", 0)
    );
}

/// The guest sees the link of its virtual function as up. Where no other member has any, the paravirtual path is the way.
#[test]
fn a_guest_is_taken_off_a_function_behind_which_nothing_works() {
    let host = Host::plain();
    host.does("New-VMSwitch lan -NetAdapterName enp1s0f0, eno1 -EnableIov $true -Force -WarningAction Ignore | Out-Null
         Set-VMSwitchTeam lan -ArpTarget 192.0.2.1
         Connect-VMNetworkAdapter web1 -SwitchName lan
         Set-VMNetworkAdapter web1 -IovWeight 100
         Start-VM web1");
    let usage = || host.does("(Get-VMNetworkAdapter web1).IovUsage").text();
    assert_eq!(usage(), "1");
    host.edit(|world| world.set_path(&name("enp1s0f0"), false));
    host.repair();
    assert_eq!(usage(), "0");
    let state = host.state();
    let vm = state.vm_named("web1").unwrap();
    let status = adapter_status(&state, vm, &vm.adapters[0]);
    assert!(
        status
            .explanation
            .contains("No target of the team answers by enp1s0f0"),
        "{status:?}"
    );
    let next = status.next_step.unwrap();
    host.does(&next);
    host.edit(|world| world.set_path(&name("enp1s0f0"), true));
    host.repair();
    assert_eq!(usage(), "1");
}

/// A team that was never told whom to ask, as each that an earlier version wrote down, keeps what an admin gave its bond.
#[test]
fn a_team_that_was_never_told_goes_on_as_it_does() {
    let host = near();
    let meddle = || {
        host.edit(|world| {
            let team = &mut world.state.teams[0];
            team.ask(&["198.51.100.7".parse().unwrap()], None);
        });
    };
    meddle();
    assert_eq!(host.repair(), Vec::<String>::new());
    assert_eq!(asked(&host.state()), ["198.51.100.7"]);
    // What it was told counts, also when that is nobody.
    host.does("Set-VMSwitchTeam lan -ArpTarget @()");
    assert_eq!(asked(&host.state()), Vec::<String>::new());
    meddle();
    host.repair();
    assert_eq!(asked(&host.state()), Vec::<String>::new());
}

/// Whatever another tool chose: how often, with which delays, and which answers count.
#[test]
fn an_undo_gives_a_bond_the_monitoring_that_it_had() {
    let looks = TeamMonitor {
        links_every: 50,
        up_delay: 200,
        down_delay: 100,
        ..TeamMonitor::links()
    };
    let asks = TeamMonitor {
        targets_every: 250,
        validate: "none".to_owned(),
        ..TeamMonitor::targets()
    };
    let far = "192.0.2.1".parse().unwrap();
    for (targets, monitor) in [(vec![], looks), (vec![far], asks)] {
        for act in [
            r#"{"Set": {"arp_targets": []}}"#,
            r#"{"Set": {"arp_targets": ["192.0.2.9"]}}"#,
            r#""Remove""#,
        ] {
            let host = Host::plain();
            host.does("New-NetLbfoTeam team0 eno1, enp1s0f0 -Force | Out-Null; Set-NetLbfoTeamMember enp1s0f0 -AdministrativeMode Standby -Force");
            host.edit(|world| world.state.teams[0].ask(&targets, Some(&monitor)));
            let before = host.state();
            let intent = Intent::ChangeTeam {
                team: "team0".to_owned(),
                act: serde_json::from_str(act).unwrap(),
                force: true,
            };
            let plan = intent.plan(&before).unwrap();
            let mut state = before.clone();
            for step in &plan.steps {
                step.change.effect(&mut state);
            }
            for undo in plan
                .steps
                .iter()
                .rev()
                .filter_map(|step| step.undo.as_ref())
            {
                undo.effect(&mut state);
            }
            let (is, was) = (&state.teams[0], &before.teams[0]);
            assert_eq!(
                (&is.arp_targets, &is.monitor),
                (&was.arp_targets, &was.monitor),
                "{act}"
            );
        }
    }
}
