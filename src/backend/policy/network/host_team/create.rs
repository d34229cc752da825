//! A new team.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::model::{InterfaceName, NetworkTool, NicIdentity, State, Uuid};
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::network::{persist, switch, targets, team};
use crate::state::{DesiredTeam, TeamAlgorithm, TeamingMode};
use crate::{Category, HostError};

use crate::policy::network::host_team::record::{called, remember};
use crate::policy::network::host_team::settings;

/// A team to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTeam {
    /// Id, random ([`Uuid::random`]) unless chosen.
    pub id: Uuid,
    /// Name, which the bond has as far as a device can.
    pub name: String,
    /// Its members.
    pub members: Vec<InterfaceName>,
    /// What the switch on the wire has to do for it.
    pub mode: TeamingMode,
    /// By what a member is chosen; `None`: by the load where that can be.
    pub algorithm: Option<TeamAlgorithm>,
    /// With LACP: the partner is to speak every second. `None`: not said.
    pub lacp_fast: Option<bool>,
    /// Hosts beyond the wire that are asked whether the way through a member works.
    #[serde(default)]
    pub arp_targets: Vec<Ipv4Addr>,
    /// The tool in whose files it is to be described too.
    #[serde(default)]
    pub persist: Option<NetworkTool>,
    /// Take NICs although the host needs them, or although they are part of something.
    pub force: bool,
}

/// Makes a team. What the host has by its members it has by the team then.
///
/// # Errors
/// `Team.NameInvalid`, `Team.NameInUse`, `Team.NoMember`, `Team.LacpOnly`, `Persist.HostAddresses`, `Persist.NoWord`, and those of a new switch about its NICs.
pub(in crate::policy) fn create(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewTeam,
) -> Result<Focus, HostError> {
    let called = called(state, &new.name, None)?;
    let device = called.device;
    settings::lacp_fits(&new.name, new.mode, new.lacp_fast)?;
    let nics = switch::distinct_nics(state, &new.members)?;
    if nics.is_empty() {
        return Err(HostError::new(
            "Team.NoMember",
            Category::InvalidArgument,
            "A team has one member at least.",
        )
        .target(new.name.clone())
        .next_step(
            "Name network adapters with -TeamMembers; Get-NetAdapter -Physical lists them.",
        ));
    }
    for nic in &nics {
        guard::may_take(state, nic, new.force)?;
        team::may_join(state, nic)?;
    }
    let arp_targets = targets::fit(state, (&device, &new.name), &nics, &new.arp_targets)?;
    settings::targets_fit(&new.name, new.mode, &arp_targets)?;
    if let Some(tool) = new.persist {
        persist::check_team(tool, &new.name, &nics)?;
    }
    plan.about(format!("Create the team '{}'", new.name), new.name.clone());
    for nic in &nics {
        switch::remember(plan, nic, None);
        guard::warn_of_other_tools(plan, nic);
    }
    let members: Vec<NicIdentity> = nics.iter().map(|nic| nic.identity.clone()).collect();
    let team = DesiredTeam {
        id: new.id,
        device,
        name: called.name,
        mode: new.mode,
        algorithm: new.algorithm.unwrap_or_default(),
        lacp_fast: new.lacp_fast.unwrap_or(false),
        own_addresses: false,
        members,
        standby: Vec::new(),
        arp_targets: (!arp_targets.is_empty()).then_some(arp_targets),
        nics: Vec::new(),
        persist: new.persist,
    };
    persist::check_settings(&team)?;
    settings::warn_of_dynamic(plan, &team, new.algorithm);
    settings::warn_of_one(plan, &team, new.algorithm);
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}
