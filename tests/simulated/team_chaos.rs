//! Teams of the host in the middle of chaos: what shells ask of them, what others do to them, and what holds when it is over.

use iovsh::backend::model::{InterfaceName, LinkKind, NetworkTool, Uuid};
use iovsh::backend::plan::{BondChange, LinkChange};
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::host_team::{Act, Changes, NewTeam};
use iovsh::backend::sim::{SimMachine, World};
use iovsh::backend::state::{TeamAlgorithm, TeamingMode};
use iovsh::backend::{Change, State};

use super::Dice;
use super::plans::state;

/// The management NIC of the simulated host is always free for a team; the others are while no switch has them.
const NICS: &[&str] = &["eno1", "eno1", "enp1s0f0", "enp1s0f1"];
/// Two names of devices, and two that no device can have.
const NAMES: &[&str] = &["team0", "up", "Team 1", "-größe \"zwei\""];
const MODES: &[TeamingMode] = &[
    TeamingMode::Static,
    TeamingMode::SwitchIndependent,
    TeamingMode::Lacp,
];
const ALGORITHMS: &[TeamAlgorithm] = &[
    TeamAlgorithm::Dynamic,
    TeamAlgorithm::IpAddresses,
    TeamAlgorithm::HyperVPort,
];

fn nic(dice: &mut Dice) -> InterfaceName {
    dice.one_of(NICS).parse().expect("a name")
}

fn tool(dice: &mut Dice) -> Option<NetworkTool> {
    let tool = NetworkTool::ALL.get(dice.roll(5));
    tool.copied()
}

/// What a shell asks for.
pub fn asked_for(dice: &mut Dice, state: &State) -> Intent {
    let known: Vec<&str> = state.desired.teams.iter().map(|t| t.shown()).collect();
    if known.is_empty() || dice.roll(6) == 0 {
        let mut members = vec![nic(dice)];
        let second = nic(dice);
        if !members.contains(&second) {
            members.push(second);
        }
        return Intent::CreateTeam(NewTeam {
            id: Uuid::of_text(&format!("team {}", dice.roll(1 << 30))),
            name: dice.one_of(NAMES).to_owned(),
            members,
            mode: dice.one_of(MODES),
            algorithm: Some(dice.one_of(ALGORITHMS)),
            lacp_fast: None,
            arp_targets: Vec::new(),
            persist: tool(dice),
            force: true,
        });
    }
    let team = dice.one_of(&known).to_owned();
    let vlan = dice.one_of(&[7_u16, 42]).try_into().expect("a VLAN");
    let act = match dice.roll(12) {
        0..=2 => Act::AddMember {
            nic: nic(dice),
            standby: dice.roll(3) == 0,
        },
        3 | 4 => Act::RemoveMember(nic(dice)),
        5 => Act::SetMember {
            nic: nic(dice),
            standby: dice.roll(2) == 0,
        },
        6 => Act::Rename(dice.one_of(NAMES).to_owned()),
        7 => Act::Set(Changes {
            mode: Some(dice.one_of(MODES)),
            algorithm: Some(dice.one_of(ALGORITHMS)),
            ..Changes::default()
        }),
        8 => Act::Set(Changes {
            persist: Some(tool(dice).into()),
            ..Changes::default()
        }),
        9 => Act::AddNic { vlan, name: None },
        10 => Act::RemoveNic(vlan),
        _ => Act::Remove,
    };
    Intent::ChangeTeam {
        team,
        act,
        force: true,
    }
}

/// What somebody else does to a team of the host; `None` where there is none.
pub fn meddling(dice: &mut Dice, host: &SimMachine) -> Option<Change> {
    let now = state(host);
    let teams: Vec<_> = now.desired.teams.iter().collect();
    if teams.is_empty() {
        return None;
    }
    let team = teams[dice.roll(teams.len())];
    let bond = team.device.clone();
    Some(match dice.roll(4) {
        0 => Change::Bond(BondChange::Delete { name: bond }),
        1 => LinkChange::SetNote {
            interface: bond,
            note: Some("what somebody wrote".to_owned()),
        }
        .into(),
        2 => {
            let name = team.nics.first()?.name.clone();
            LinkChange::DeleteVlan { name }.into()
        }
        _ => Change::Bond(BondChange::RemoveMember {
            bond,
            member: nic(dice),
        }),
    })
}

/// All cables are in place.
pub fn mend(host: &SimMachine) {
    let nic = "eno1".parse().expect("a name");
    host.edit_world(|world: &mut World| world.set_carrier(&nic, true))
        .expect("kept");
}

/// After everything: each team is as it was asked for, nobody is in two of them, and nothing is there that nobody asked for.
pub fn assert_whole(host: &SimMachine, what: &str) {
    let now = state(host);
    for wanted in &now.desired.teams {
        let name = wanted.shown();
        let team = now.team(&wanted.device);
        let team = team.unwrap_or_else(|| panic!("{what}: the bond of '{name}' is gone"));
        let mut expected: Vec<InterfaceName> = Vec::new();
        for member in &wanted.members {
            let link = now.link_of(member).expect("no NIC was taken out");
            assert_eq!(
                link.master.as_ref(),
                Some(&wanted.device),
                "{what}: {}",
                link.name
            );
            let teams = now.desired.teams.iter();
            let in_it = teams.filter(|t| t.members.iter().any(|m| m.matches(member)));
            assert_eq!(in_it.count(), 1, "{what}: {} is in two teams", link.name);
            assert!(
                now.desired.switch_using(member).is_none(),
                "{what}: {} is in a switch too",
                link.name
            );
            expected.push(link.name.clone());
        }
        expected.sort();
        assert_eq!(team.members, expected, "{what}: '{name}'");
        assert_eq!(
            team.settings().as_ref(),
            Some(&wanted.settings()),
            "{what}: '{name}'"
        );
        let link = now.link(&wanted.device).expect("the bond");
        assert_eq!(link.shown(), name, "{what}");
        // Of a team that is called as its device, the text may be what somebody wrote.
        if wanted.name.is_some() {
            assert_eq!(link.note, wanted.name, "{what}: {name}");
        }
        for nic in &wanted.nics {
            let vlan = (wanted.device.clone(), nic.vlan.get());
            let link = now.link(&nic.name);
            let link = link.unwrap_or_else(|| panic!("{what}: '{}' is gone", nic.shown()));
            assert_eq!(link.vlan.as_ref(), Some(&vlan), "{what}");
        }
        let described = now.files.keys().filter(|path| {
            path.contains(&format!("iovsh-{}.", wanted.device))
                && wanted
                    .persist
                    .is_some_and(|tool| path.starts_with(tool.folder()))
        });
        assert_eq!(
            described.count() > 0,
            wanted.persist.is_some(),
            "{what}: the files about '{name}'"
        );
    }
    for link in now.links.iter().filter(|link| link.kind == LinkKind::Bond) {
        let mut switches = now.desired.switches.iter();
        let of_switch = switches.any(|switch| switch.team.as_ref() == Some(&link.name));
        assert!(
            of_switch || now.desired.team_on(&link.name).is_some(),
            "{what}: nobody asked for {}",
            link.name
        );
    }
    for link in now.links.iter().filter(|link| link.kind == LinkKind::Vlan) {
        let mut nics = now.desired.teams.iter().flat_map(|team| &team.nics);
        assert!(
            nics.any(|nic| nic.name == link.name),
            "{what}: nobody asked for {}",
            link.name
        );
    }
}

/// All teams of the host are removed; what they were made of is loose again.
pub fn go_home(host: &SimMachine, mut remove: impl FnMut(Intent), what: &str) {
    for team in state(host).desired.teams {
        remove(Intent::ChangeTeam {
            team: team.device.to_string(),
            act: Act::Remove,
            force: true,
        });
    }
    let now = state(host);
    assert_eq!(now.desired.teams, [], "{what}");
    for link in now
        .links
        .iter()
        .filter(|link| link.kind == LinkKind::Physical)
    {
        let in_switch = now.desired.switch_using(&link.identity).is_some();
        assert_eq!(link.master.is_some(), in_switch, "{what}: {}", link.name);
        assert!(
            link.up || in_switch || now.desired.nic(&link.identity).is_some_and(|n| n.disabled),
            "{what}: {} was left down",
            link.name
        );
    }
    let of_teams = now.files.keys().any(|path| path.contains("iovsh-eno1"));
    assert!(!of_teams, "{what}: files are left: {:?}", now.files.keys());
}
