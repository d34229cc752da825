//! Embedded teaming: several NICs under one switch. One of them carries the paravirtual traffic, and the VFs of all are handed
//! out. The team is a bond in the mode that needs no help from the switch on the wire.

use crate::model::{Adapter, InterfaceName, NetAdapter, PhysicalFunction, State, TeamSettings};
use crate::plan::{BondChange, BridgeChange, Change, LinkChange, PlanBuilder};
use crate::policy::guard;
use crate::policy::network::{bare, pins, targets};
use crate::policy::nic::is_disabled;
use crate::policy::vf::removal::make_way_to_join;
use crate::policy::vf::status::switch_of;
use crate::state::DesiredSwitch;
use crate::{Category, HostError};

/// The device that is the bridge's port towards the wire: the team, or the one NIC. `None` while that is not there.
pub(in crate::policy) fn uplink_port<'s>(
    state: &'s State,
    switch: &'s DesiredSwitch,
) -> Option<&'s InterfaceName> {
    match &switch.team {
        Some(team) => state.link(team).map(|link| &link.name),
        None => {
            let nic = switch.uplinks.iter().find_map(|u| state.link_of(u))?;
            Some(&nic.name)
        }
    }
}

/// Whether a switch has a link to the wire: its NIC, or its team, is up and has a partner.
pub(in crate::policy) fn reaches_wire(state: &State, switch: &DesiredSwitch) -> bool {
    let wire = uplink_port(state, switch).and_then(|port| state.link(port));
    wire.is_some_and(|link| link.up && link.carrier)
}

/// The PF through which a switch's paravirtual traffic goes at present.
pub(in crate::policy) fn uplink_function<'s>(
    state: &'s State,
    switch: &DesiredSwitch,
) -> Option<&'s PhysicalFunction> {
    match &switch.team {
        Some(team) => state.function_of(state.team(team)?.active.as_ref()?),
        None => {
            let found =
                |f: &&PhysicalFunction| switch.uplinks.iter().any(|u| u.matches(&f.identity));
            state.functions.iter().find(found)
        }
    }
}

/// A NIC goes down for a moment when it becomes a member: not under the VFs of others.
///
/// # Errors
/// `Switch.MemberInUse`.
pub(in crate::policy) fn may_join(state: &State, nic: &NetAdapter) -> Result<(), HostError> {
    let users = state
        .function_of(&nic.name)
        .is_some_and(|f| f.vfs.iter().any(|vf| vf.owner.is_some()));
    if !users {
        return Ok(());
    }
    Err(HostError::new(
        "Switch.MemberInUse",
        Category::ResourceBusy,
        format!(
            "'{}' goes down for a moment when it becomes part of a team, and virtual machines use its virtual functions.",
            nic.name
        ),
    )
    .target(nic.name.to_string())
    .next_step("Stop those virtual machines first, or choose another network adapter."))
}

/// An adapter can have the VFs of a chosen member of its switch's team.
///
/// # Errors
/// `Switch.NotMember`.
pub(in crate::policy) fn may_map(
    state: &State,
    adapter: &Adapter,
    nic: &InterfaceName,
) -> Result<(), HostError> {
    let switch = switch_of(state, adapter).filter(|s| s.team.is_some());
    let members: Vec<_> = switch
        .iter()
        .flat_map(|s| &s.uplinks)
        .filter_map(|u| Some(&state.link_of(u)?.name))
        .collect();
    if members.contains(&nic) {
        return Ok(());
    }
    let known = members.iter().map(|m| format!("'{m}'"));
    let next = match known.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => {
            "Connect it to a switch with a team: New-VMSwitch -NetAdapterName with several network adapters.".to_owned()
        }
        some => format!("There are: {some}."),
    };
    Err(HostError::new(
        "Switch.NotMember",
        Category::InvalidArgument,
        format!(
            "'{nic}' is no member of a team under the switch of '{}'.",
            adapter.settings.name
        ),
    )
    .target(nic.to_string())
    .next_step(next))
}

/// The team of a switch with these NICs in it: also what a repair puts back.
pub(in crate::policy) fn build(
    plan: &mut PlanBuilder,
    switch: &DesiredSwitch,
    team: &InterfaceName,
    nics: &[NetAdapter],
) {
    let Some(first) = nics.first() else { return };
    plan.step(
        format!("Create the team {team}"),
        BondChange::Create {
            name: team.clone(),
            primary: first.name.clone(),
            settings: TeamSettings::EMBEDDED,
        },
    );
    share_mtu(plan, team, nics);
    set_link(plan, team, true);
    for nic in nics {
        add_member(plan, team, &nic.name);
    }
    choose_primary(plan, team, &first.name);
    plan.step(
        format!("Make {team} a port of {}", switch.bridge),
        BridgeChange::AddPort {
            bridge: switch.bridge.clone(),
            port: team.clone(),
        },
    );
}

/// A team has one MTU, and its members have it: the smallest that one of them has, as what is larger than that gets lost there.
/// The kernel would give all of them the one that it makes a team with.
pub(in crate::policy) fn share_mtu(
    plan: &mut PlanBuilder,
    team: &InterfaceName,
    nics: &[NetAdapter],
) {
    let Some(smallest) = nics.iter().map(|nic| nic.mtu).min() else {
        return;
    };
    if plan.state().link(team).is_none() {
        return;
    }
    let larger: Vec<String> = nics
        .iter()
        .filter(|nic| nic.mtu > smallest)
        .map(|nic| format!("{} had {}", nic.name, nic.mtu))
        .collect();
    if !larger.is_empty() {
        plan.warn(
            "Team.MtuDiffers",
            format!(
                "All members of {team} have an MTU of {smallest} now, the smallest of theirs ({}).",
                larger.join(", ")
            ),
        );
    }
    plan.step(
        format!("Give {team} the MTU of its members"),
        LinkChange::SetMtu {
            interface: team.clone(),
            mtu: smallest,
        },
    );
}

/// The member that carries the traffic whenever its link works. The kernel knows one only by its being a member.
fn choose_primary(plan: &mut PlanBuilder, team: &InterfaceName, member: &InterfaceName) {
    plan.step(
        format!("Let {member} carry the traffic of {team}"),
        BondChange::SetPrimary {
            name: team.clone(),
            primary: Some(member.clone()),
        },
    );
}

/// Puts a NIC into a team.
pub(in crate::policy) fn add_member(
    plan: &mut PlanBuilder,
    team: &InterfaceName,
    nic: &InterfaceName,
) {
    leave_other(plan, nic, team);
    let joined = plan
        .state()
        .team(team)
        .is_some_and(|t| t.members.contains(nic));
    if !joined {
        make_way_to_join(plan, nic);
        // The kernel takes only devices that are down, and brings them up itself.
        set_link(plan, nic, false);
        plan.step(
            format!("Make {nic} a member of {team}"),
            BondChange::AddMember {
                bond: team.clone(),
                member: nic.clone(),
            },
        );
    }
    let up = !is_disabled(plan.state(), nic);
    set_link(plan, nic, up);
}

/// Sets a device up or down.
pub(in crate::policy) fn set_link(plan: &mut PlanBuilder, device: &InterfaceName, up: bool) {
    let word = if up { "up" } else { "down" };
    plan.step(
        format!("Bring {device} {word}"),
        LinkChange::Set {
            interface: device.clone(),
            up,
        },
    );
}

/// Takes a device out of the bridge or team that it is in, unless that is `wanted`.
pub(in crate::policy) fn leave_other(
    plan: &mut PlanBuilder,
    device: &InterfaceName,
    wanted: &InterfaceName,
) {
    let master = plan.state().link(device).and_then(|l| l.master.clone());
    if let Some(other) = master.filter(|master| master != wanted) {
        leave(plan, device, &other);
    }
}

/// Takes a device out of this bridge or team.
pub(in crate::policy) fn leave(
    plan: &mut PlanBuilder,
    device: &InterfaceName,
    master: &InterfaceName,
) {
    bare::make_bare(plan, device);
    let (device, master) = (device.clone(), master.clone());
    let what = format!("Take {device} out of {master}");
    let change = if plan.state().team(&master).is_some() {
        // The kernel takes it down anyway; said beforehand it has an inverse.
        set_link(plan, &device, false);
        Change::Bond(BondChange::RemoveMember {
            bond: master,
            member: device,
        })
    } else {
        Change::Bridge(BridgeChange::RemovePort {
            bridge: master,
            port: device,
        })
    };
    plan.step(what, change);
}

/// Removes a team; its members are no part of anything then.
pub(in crate::policy) fn take_apart(
    plan: &mut PlanBuilder,
    bridge: &InterfaceName,
    team: &InterfaceName,
) {
    targets::forget_all(plan, team);
    pins::forget(plan, team);
    leave(plan, team, bridge);
    let members = plan.state().team(team).map(|t| t.members.clone());
    for member in members.unwrap_or_default() {
        leave(plan, &member, team);
    }
    bare::take_note(plan, team);
    plan.step(
        format!("Delete the team {team}"),
        BondChange::Delete { name: team.clone() },
    );
}

/// The device for the team of a new switch, named like its bridge.
pub(in crate::policy) fn device_name(
    state: &State,
    bridge: &InterfaceName,
) -> Result<InterfaceName, HostError> {
    let name = bridge.as_str();
    let name = name.strip_prefix("vs-").unwrap_or(name);
    guard::free_device(state, &format!("vt-{name}"))
}
