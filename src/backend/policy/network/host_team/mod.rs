//! Teams of the host (LBFO): Linux bonds that are no part of a switch, and interfaces for VLANs on them.
//!
//! Each verb edits the record of a team; `build` makes the bond like it, also for the repair and at boot. A team that others made is
//! changed only when that is forced, and has a record from then on.

mod build;
mod create;
mod member;
mod nic;
mod record;
mod remove;
mod settings;

use serde::{Deserialize, Serialize};

use crate::HostError;
use crate::model::{InterfaceName, State, VlanId};
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;

pub(in crate::policy) use build::build_all;
pub use create::NewTeam;
pub(in crate::policy) use create::create;
pub use settings::{Changes, Described};

/// What is to become of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Its settings change.
    Set(Changes),
    /// It gets another name.
    Rename(String),
    /// It is taken apart; its members are as they were before.
    Remove,
    /// A NIC joins.
    AddMember {
        /// The NIC.
        nic: InterfaceName,
        /// It carries something only when no other can.
        standby: bool,
    },
    /// A member gets another role.
    SetMember {
        /// The member.
        nic: InterfaceName,
        /// It carries something only when no other can.
        standby: bool,
    },
    /// A member goes.
    RemoveMember(InterfaceName),
    /// It gets an interface for a VLAN.
    AddNic {
        /// The VLAN.
        vlan: VlanId,
        /// The interface's name; `None`: the team's with the VLAN behind a dot.
        name: Option<String>,
    },
    /// One of its interfaces is for another VLAN; `None`: for what has no VLAN.
    SetNic {
        /// The interface.
        nic: InterfaceName,
        /// The VLAN.
        vlan: Option<VlanId>,
    },
    /// It loses the interface for a VLAN.
    RemoveNic(VlanId),
}

/// Gives an interface of a team that iovsh looks after another name, which is that of the team where it is the team's own. `None`: it is
/// none of a team.
pub(in crate::policy) fn rename_interface(
    state: &State,
    plan: &mut PlanBuilder,
    device: &InterfaceName,
    new_name: &str,
    force: bool,
) -> Option<Result<Focus, HostError>> {
    let teams = state.desired.teams.iter();
    let mut teams = teams
        .filter(|team| team.device == *device || team.nics.iter().any(|nic| nic.name == *device));
    let team = teams.next()?.clone();
    Some(if team.device == *device {
        settings::rename(state, plan, team, new_name, force)
    } else {
        settings::rename_nic(state, plan, team, device, (new_name, force))
    })
}

/// Changes a team of the host. `force`: also one that others made, and although the host needs it.
///
/// # Errors
/// `Team.NotFound`, `Team.OfSwitch`, `Team.MadeByOther`, `Team.ModeUnknown`, and those of the act.
pub(in crate::policy) fn change(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    act: &Act,
    force: bool,
) -> Result<Focus, HostError> {
    let device = record::device(state, name)?;
    record::may_change(state, &device, force)?;
    if *act == Act::Remove {
        return remove::remove(state, plan, &device, force);
    }
    let mode = match act {
        Act::Set(changes) => changes.mode,
        _ => None,
    };
    let team = record::record(state, &device, mode)?;
    match act {
        Act::Set(changes) => settings::set(state, plan, team, changes, force),
        Act::Rename(new_name) => settings::rename(state, plan, team, new_name, force),
        Act::Remove => Ok(Focus::on_records()),
        Act::AddMember { nic, standby } => member::add(state, plan, team, nic, *standby, force),
        Act::SetMember { nic, standby } => member::set(state, plan, team, nic, *standby, force),
        Act::RemoveMember(nic) => member::remove(state, plan, team, nic, force),
        Act::AddNic { vlan, name } => nic::add(state, plan, team, *vlan, name.as_deref()),
        Act::SetNic { nic, vlan } => nic::set(state, plan, team, nic, *vlan, force),
        Act::RemoveNic(vlan) => nic::remove(state, plan, team, *vlan, force),
    }
}
