//! Teams of the host: what is done to them.

use iovsh::backend::State;
use iovsh::backend::model::NetworkTool;
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::host_team::{Act, Changes, NewTeam};
use iovsh::backend::state::{TeamAlgorithm, TeamingMode};

use super::{Case, Planner, Point, after, fresh, id};

/// Two NICs as a team; what the host has by one of them it has by the team then.
pub fn new_team(members: &[&str], mode: TeamingMode) -> NewTeam {
    NewTeam {
        id: id(90),
        name: "team0".to_owned(),
        members: members.iter().map(|m| m.parse().expect("a name")).collect(),
        mode,
        algorithm: None,
        lacp_fast: None,
        arp_targets: Vec::new(),
        persist: None,
        force: true,
    }
}

fn make(members: &'static [&'static str], mode: TeamingMode) -> Planner {
    Box::new(move |s: &State| Intent::CreateTeam(new_team(members, mode)).plan(s))
}

pub fn act(act: Act) -> Planner {
    Box::new(move |s: &State| {
        let (team, act) = ("team0".to_owned(), act.clone());
        Intent::ChangeTeam {
            team,
            act,
            force: true,
        }
        .plan(s)
    })
}

fn nic(name: &str) -> iovsh::backend::model::InterfaceName {
    name.parse().expect("a name")
}

fn vlan() -> Act {
    Act::AddNic {
        vlan: 42.try_into().expect("a VLAN"),
        name: None,
    }
}

const PAIR: &[&str] = &["enp1s0f0", "enp1s0f1"];

/// A team that balances, with an interface for a VLAN.
fn independent() -> Point {
    let made = make(PAIR, TeamingMode::SwitchIndependent);
    after(fresh(), vec![made, act(vlan())])
}

/// One member has the host's addresses, one waits in reserve.
fn reserved() -> Point {
    let made = make(&["eno1", "enp1s0f0"], TeamingMode::SwitchIndependent);
    let standby = act(Act::SetMember {
        nic: nic("enp1s0f0"),
        standby: true,
    });
    after(fresh(), vec![made, standby])
}

fn lacp() -> Point {
    after(fresh(), vec![make(PAIR, TeamingMode::Lacp)])
}

/// The host's address is by the team, which asks the gateway from it.
fn asking() -> Point {
    let made = make(&["eno1", "enp1s0f0"], TeamingMode::SwitchIndependent);
    after(fresh(), vec![made, asks(&["192.0.2.1"])])
}

/// In the files of NetworkManager, with an interface for a VLAN.
fn described() -> Point {
    let made = make(PAIR, TeamingMode::Lacp);
    let told = persisted(Some(NetworkTool::NetworkManager));
    after(fresh(), vec![made, act(vlan()), told])
}

fn persisted(tool: Option<NetworkTool>) -> Planner {
    act(Act::Set(Changes {
        persist: Some(tool.into()),
        ..Changes::default()
    }))
}

fn asks(targets: &[&str]) -> Planner {
    let read = |target: &&str| target.parse().expect("an address");
    act(Act::Set(Changes {
        arp_targets: Some(targets.iter().map(read).collect()),
        ..Changes::default()
    }))
}

pub fn cases() -> Vec<Case> {
    let set = |mode, algorithm| {
        act(Act::Set(Changes {
            mode,
            algorithm,
            ..Changes::default()
        }))
    };
    vec![
        (
            "make a team of the host",
            || after(fresh(), vec![]),
            make(&["eno1", "enp1s0f0"], TeamingMode::SwitchIndependent),
        ),
        (
            "make a team that speaks LACP",
            || after(fresh(), vec![]),
            make(PAIR, TeamingMode::Lacp),
        ),
        (
            "make a switch on a team of the host",
            reserved,
            Box::new(|s| Intent::CreateSwitch(super::new_switch("lan", "team0", true)).plan(s)),
        ),
        (
            "remove a switch on a team of the host",
            || {
                let made = make(&["eno1", "enp1s0f0"], TeamingMode::Lacp);
                let switch = |s: &State| {
                    Intent::CreateSwitch(super::new_switch("lan", "team0", true)).plan(s)
                };
                after(fresh(), vec![made, Box::new(switch)])
            },
            Box::new(|s| {
                let name = "lan".to_owned();
                Intent::RemoveSwitch { name }.plan(s)
            }),
        ),
        (
            "a team of the host asks",
            || {
                let made = make(&["eno1", "enp1s0f0"], TeamingMode::SwitchIndependent);
                after(fresh(), vec![made])
            },
            asks(&["192.0.2.1"]),
        ),
        ("a team of the host asks nobody", asking, asks(&[])),
        ("remove a team that asks", asking, act(Act::Remove)),
        (
            "a team that asked speaks LACP",
            asking,
            act(Act::Set(Changes {
                mode: Some(TeamingMode::Lacp),
                arp_targets: Some(Vec::new()),
                ..Changes::default()
            })),
        ),
        ("remove a team with addresses", reserved, act(Act::Remove)),
        ("remove a team with a VLAN", independent, act(Act::Remove)),
        (
            "rename a team",
            independent,
            act(Act::Rename("up0".to_owned())),
        ),
        (
            "rename a team to what no device can be called",
            independent,
            act(Act::Rename("Team of the rack".to_owned())),
        ),
        (
            "rename a team of such a name to that of a device",
            || {
                let named = act(Act::Rename("Team of the rack".to_owned()));
                let made = make(PAIR, TeamingMode::SwitchIndependent);
                after(fresh(), vec![made, named])
            },
            Box::new(|s| {
                Intent::ChangeTeam {
                    team: "team of the rack".to_owned(),
                    act: Act::Rename("up0".to_owned()),
                    force: true,
                }
                .plan(s)
            }),
        ),
        (
            "make a team whose name no device can have",
            || after(fresh(), vec![]),
            Box::new(|s| {
                let plain = new_team(PAIR, TeamingMode::Static);
                let name = "Team 1".to_owned();
                Intent::CreateTeam(NewTeam { name, ..plain }).plan(s)
            }),
        ),
        (
            "describe a team with a VLAN",
            independent,
            persisted(Some(NetworkTool::Networkd)),
        ),
        (
            "a described team is renamed",
            described,
            act(Act::Rename("up0".to_owned())),
        ),
        (
            "a member leaves a described team",
            described,
            act(Act::RemoveMember(nic("enp1s0f1"))),
        ),
        ("a team is described no more", described, persisted(None)),
        ("remove a described team", described, act(Act::Remove)),
        (
            "change the algorithm of a team",
            lacp,
            set(None, Some(TeamAlgorithm::IpAddresses)),
        ),
        (
            "a team speaks LACP from now on",
            independent,
            set(Some(TeamingMode::Lacp), None),
        ),
        (
            "a team speaks LACP no more",
            lacp,
            set(Some(TeamingMode::SwitchIndependent), None),
        ),
        (
            "a member joins a team of the host in reserve",
            || {
                after(
                    fresh(),
                    vec![make(&["enp1s0f0"], TeamingMode::SwitchIndependent)],
                )
            },
            act(Act::AddMember {
                nic: nic("enp1s0f1"),
                standby: true,
            }),
        ),
        (
            "a member in reserve is active",
            reserved,
            act(Act::SetMember {
                nic: nic("enp1s0f0"),
                standby: false,
            }),
        ),
        (
            "a member leaves a team of the host",
            independent,
            act(Act::RemoveMember(nic("enp1s0f0"))),
        ),
        ("add a VLAN to a team", lacp, act(vlan())),
        (
            "change the VLAN of a team",
            independent,
            act(Act::SetNic {
                nic: nic("team0.42"),
                vlan: Some(43.try_into().expect("a VLAN")),
            }),
        ),
        (
            "take a VLAN from a team",
            independent,
            act(Act::RemoveNic(42.try_into().expect("a VLAN"))),
        ),
    ]
}
