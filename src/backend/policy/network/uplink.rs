//! Another NIC comes under a switch that is there.

use crate::model::{InterfaceName, NetAdapter, NicIdentity, State, SwitchType};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::losses;
use crate::policy::network::switch::{self, SetSwitch, Uplink};
use crate::policy::network::{fdb, members, mtu, persist, team};
use crate::policy::vf::{allocation, support};
use crate::policy::word::word;
use crate::state::{DesiredEdit, DesiredSwitch};
use crate::{Category, HostError};

/// Changes a switch, the NIC under it first.
///
/// # Errors
/// Those of [`change`] and of [`switch::set`].
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    wanted: &SetSwitch,
) -> Result<Focus, HostError> {
    let Some(uplink) = &wanted.uplink else {
        return switch::set(state, plan, name, wanted);
    };
    let built = change(state, plan, name, uplink)?;
    let rest = SetSwitch {
        uplink: None,
        ..wanted.clone()
    };
    if rest == SetSwitch::default() {
        return Ok(built);
    }
    let then = plan.state().clone();
    let focus = switch::set(&then, plan, name, &rest)?;
    Ok(Focus {
        removed: focus.removed,
        ..built
    })
}

/// Puts another NIC under a switch. The one that was there is put back as it was found; VFs of it are released, and their adapters
/// get some of the new one. A switch without NIC is external from then on.
///
/// # Errors
/// `Switch.NotFound`, `Switch.HasTeam`, and those of a new switch about its NIC.
fn change(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    uplink: &Uplink,
) -> Result<Focus, HostError> {
    let old = guard::switch_named(state, name)?.clone();
    has_no_team(state, &old, &uplink.nic)?;
    let nic = guard::nic_named(state, uplink.nic.as_str())?.clone();
    if old.uplinks.iter().any(|u| u.matches(&nic.identity)) {
        return Ok(Focus::on_network());
    }
    guard::may_take(state, &nic, uplink.force)?;
    if let Some(wanted) = old.settings.mtu {
        mtu::check(state, std::slice::from_ref(&nic), wanted)?;
    }
    let mut records = old.uplinks.iter().filter_map(|u| state.desired.nic(u));
    let tool = records.find_map(|record| record.persist);
    if let Some(tool) = tool {
        persist::check(tool, &nic.name, true, !nic.addresses.is_empty())?;
    }
    plan.about(
        format!("Put {} under the switch '{}'", nic.name, old.name),
        old.name.clone(),
    );
    switch::remember(plan, &nic, tool);
    guard::warn_of_other_tools(plan, &nic);
    for loss in losses::left_behind(state, &nic, old.allow_management_os) {
        plan.warn("NetAdapter.ManagementPath", loss);
    }
    warn_of_missing_sriov(state, plan, &old, &nic);
    let new = DesiredSwitch {
        switch_type: SwitchType::External,
        uplinks: vec![nic.identity.clone()],
        ..old.clone()
    };
    plan.step(
        format!("Remember the network adapter of '{}'", old.name),
        DesiredChange::Set {
            edit: DesiredEdit::PutSwitch(new.clone()),
        },
    );
    for identity in &old.uplinks {
        take_out(plan, &new, identity);
    }
    Ok(Focus::on_built_switch(old.id))
}

/// Takes a NIC that was under a switch out of its bridge, and puts it back as it was found.
fn take_out(plan: &mut PlanBuilder, switch: &DesiredSwitch, identity: &NicIdentity) {
    let nic = plan.state().link_of(identity).cloned();
    if let Some(nic) = &nic {
        // As long as it is a port the guests' frames find the paravirtual way.
        for claim in plan.state().desired.claims_on(identity) {
            allocation::release(plan, &claim);
        }
        if nic.master.as_ref() == Some(&switch.bridge) {
            members::keeps_address(plan, switch, nic);
            team::leave(plan, &nic.name, &switch.bridge);
        }
        // What it was told of addresses behind it is taken back while it is still known as one of iovsh's.
        fdb::sync(plan, &[]);
    }
    switch::let_go(plan, identity, nic.as_ref());
}

/// # Errors
/// `Switch.HasTeam`.
fn has_no_team(
    state: &State,
    switch: &DesiredSwitch,
    nic: &InterfaceName,
) -> Result<(), HostError> {
    let Some(team) = &switch.team else {
        return Ok(());
    };
    let next = match switch.on_host_team {
        true => format!(
            "Change that team: Add-NetLbfoTeamMember {} -Team {}",
            word(nic.as_str()),
            word(&state.shown(team))
        ),
        false => format!(
            "Say which network adapters the team is to have: Set-VMSwitchTeam {} -NetAdapterName {}",
            word(&switch.name),
            word(nic.as_str())
        ),
    };
    Err(HostError::new(
        "Switch.HasTeam",
        Category::InvalidOperation,
        format!(
            "The switch '{}' stands on a team, not on one network adapter.",
            switch.name
        ),
    )
    .target(switch.name.clone())
    .next_step(next))
}

/// Says why no adapter of a switch in IOV mode will get a VF from then on.
fn warn_of_missing_sriov(
    state: &State,
    plan: &mut PlanBuilder,
    switch: &DesiredSwitch,
    nic: &NetAdapter,
) {
    let support = support::link_support(state, nic);
    if switch.iov_enabled && !support.is_usable() {
        let text = format!(
            "SR-IOV will not work on '{}' by {}: {support}. Next step: {}",
            switch.name,
            nic.name,
            support.next_step()
        );
        plan.warn("Iov.NotSupported", text);
    }
}
