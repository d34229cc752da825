//! Other settings and other names for the host's network adapters.

use crate::model::{AdapterAlias, PortMirroring, State, VisibleName};
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::losses;
use crate::policy::network::host_adapter::add::is_free;
use crate::policy::network::host_adapter::record::{as_adapters, found, remember};
use crate::policy::network::{mtu, team};
use crate::policy::vm::adapter::{Changes, MacChoice, warn_of_vlan_filters};
use crate::policy::vm::device;
use crate::state::DesiredHostAdapter;
use crate::{Category, HostError};
use iovsh_base::names::NameExt as _;

/// Changes an adapter's settings, at once.
///
/// # Errors
/// `Adapter.NotFound`, `HostAdapter.Unfit` of what only an adapter of a VM can have, `Switch.NotMember`, `Adapter.MacInUse`,
/// `Adapter.MacInvalid`, `Host.MacPoolExhausted`.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    handle: &AdapterAlias,
    changes: &Changes,
) -> Result<Focus, HostError> {
    let own = found(state, handle)?;
    let name = own.settings.name.clone();
    plan.about(
        format!("Change the network adapter '{name}' of the host"),
        name.clone(),
    );
    fits(&own, changes)?;
    let all = as_adapters(state);
    let as_adapter = all.iter().find(|(known, _)| known.id() == own.id());
    if let (Some(Some(nic)), Some((_, adapter))) = (&changes.team_mapping, as_adapter) {
        team::may_map(state, adapter, nic)?;
        if own.is_bridge() {
            plan.warn(
                "HostAdapter.MappingKept",
                format!(
                    "The team mapping of '{name}' is kept and reported only: it is the bridge of the switch itself, whose frames leave by the member that carries the team's traffic. An adapter of its own goes by the member that is chosen: Add-VMNetworkAdapter -ManagementOS -Name NAME."
                ),
            );
        }
    }
    if let (Some(vlan), Some((_, adapter))) = (&changes.vlan, as_adapter) {
        warn_of_vlan_filters(plan, adapter, vlan);
    }
    let asked = device::Asked::of(changes);
    if let Some((_, adapter)) = as_adapter {
        device::check(state, adapter, &asked)?;
    }
    if asked.queues || changes.device_naming.is_some() {
        plan.warn(
            "HostAdapter.Kept",
            format!(
                "Queues and a number of '{name}' are kept and reported only: its device has no hardware below it that they could be of."
            ),
        );
    }
    let mac = match changes.mac {
        None => own.mac,
        Some(MacChoice::Static(mac)) if Some(mac) == own.mac => own.mac,
        Some(MacChoice::Static(mac)) => {
            guard::may_use_mac(state, mac, None)?;
            Some(mac)
        }
        Some(MacChoice::Dynamic) if own.settings.dynamic_mac || own.is_bridge() => own.mac,
        Some(MacChoice::Dynamic) => Some(guard::free_mac(state, &[])?),
    };
    let mut settings = own.settings.clone();
    changes.apply_to(&mut settings);
    if let Some(mtu) = changes.mtu {
        mtu::warn_above_wire(plan, &own, mtu);
    }
    if settings.vlan != own.settings.vlan {
        warn_of_other_vlan(state, plan, &own);
    }
    asked.check_guarantees(&name)?;
    asked.warn_of_replaced(plan, &own.settings, &settings);
    let changed = DesiredHostAdapter {
        mac,
        settings,
        ..own.clone()
    };
    if changed != own {
        remember(plan, format!("Remember the settings of '{name}'"), changed);
    }
    Ok(Focus::on_host_adapter(own.id()))
}

/// Says that the host is reached in another VLAN from now on, or not at all.
fn warn_of_other_vlan(state: &State, plan: &mut PlanBuilder, own: &DesiredHostAdapter) {
    let link = state.link(&own.device);
    if let Some(what) = link.and_then(losses::carried_by) {
        plan.warn(
            "NetAdapter.ManagementPath",
            format!(
                "'{}' carries {what}: it is reached only where the wire has the VLAN that it gets now.",
                own.shown()
            ),
        );
    }
}

/// Refuses what only an adapter of a VM can have.
fn fits(own: &DesiredHostAdapter, changes: &Changes) -> Result<(), HostError> {
    let name = &own.settings.name;
    let (why, next) = if changes.iov_weight.is_some_and(|weight| weight > 0) {
        (
            format!(
                "'{name}' is a network adapter of the host, which has the physical function itself: no virtual function is given to it."
            ),
            "Leave out -IovWeight.",
        )
    } else if changes.allow_teaming == Some(true) {
        (
            format!(
                "'{name}' is a network adapter of the host: there is no guest in which it could be in a team."
            ),
            "Make the team in the switch: New-VMSwitch -NetAdapterName with several network adapters.",
        )
    } else if own.is_bridge() && changes.mtu.is_some_and(|mtu| mtu > 0) {
        (
            format!("'{name}' is the bridge of the switch itself, and has the MTU of the switch."),
            "Set that one, which all of the switch follows: Set-VMSwitch -Mtu BYTES.",
        )
    } else if own.is_bridge()
        && changes
            .port_mirroring
            .is_some_and(|mode| mode != PortMirroring::None)
    {
        (
            format!(
                "'{name}' is the bridge of the switch itself, which has no port that could be mirrored."
            ),
            "Mirror an adapter of its own: Add-VMNetworkAdapter -ManagementOS -Name NAME.",
        )
    } else {
        return Ok(());
    };
    Err(
        HostError::new("HostAdapter.Unfit", Category::InvalidArgument, why)
            .target(name.clone())
            .next_step(next),
    )
}

/// Gives an adapter another name. Its interface is called after it, unless that has a name of its own; the device keeps its name.
///
/// # Errors
/// `Adapter.NotFound`, `Adapter.NameInvalid`, `Adapter.NameInUse`.
pub(in crate::policy) fn rename(
    state: &State,
    plan: &mut PlanBuilder,
    handle: &AdapterAlias,
    name: &str,
) -> Result<Focus, HostError> {
    let own = found(state, handle)?;
    VisibleName::short(name, "Adapter.NameInvalid", "network adapter")?;
    is_free(state, name, Some(own.id()))?;
    plan.about(
        format!("Rename '{}' to '{name}'", own.settings.name),
        own.settings.name.clone(),
    );
    let mut renamed = own.clone();
    renamed.settings.name = name.to_owned();
    if renamed != own {
        remember(plan, format!("Remember the name '{name}'"), renamed);
    }
    Ok(Focus::on_host_adapter(own.id()))
}

/// The most bytes that the kernel keeps as an interface's alias.
const LONGEST_ALIAS: usize = 255;

/// Gives the interface of an adapter a name of its own. The kernel's device, which switches and filters know, keeps its name.
///
/// # Errors
/// `NetAdapter.NameInvalid`, `NetAdapter.NameInUse`.
pub(in crate::policy) fn rename_interface(
    state: &State,
    plan: &mut PlanBuilder,
    own: &DesiredHostAdapter,
    alias: &str,
) -> Result<Focus, HostError> {
    VisibleName::parse(alias, "NetAdapter.NameInvalid", "network adapter")?;
    if alias.len() > LONGEST_ALIAS {
        return Err(HostError::new(
            "NetAdapter.NameInvalid",
            Category::InvalidArgument,
            format!(
                "A name of {} bytes is too long for an interface.",
                alias.len()
            ),
        )
        .target(alias)
        .next_step("Choose a name of at most 255 bytes."));
    }
    let taken = state.links.iter().find(|link| {
        link.name != own.device
            && (link.name.as_str().is_same_name(alias) || link.shown().is_same_name(alias))
    });
    if taken.is_some() {
        return Err(HostError::new(
            "NetAdapter.NameInUse",
            Category::ResourceExists,
            format!("There is an interface '{alias}' already."),
        )
        .target(alias)
        .next_step(
            "Choose another name; 'Get-NetAdapter -IncludeHidden' lists those that are taken.",
        ));
    }
    plan.about(format!("Rename {} to {alias}", own.shown()), own.shown());
    let by_itself = DesiredHostAdapter {
        alias: None,
        ..own.clone()
    };
    let alias = Some(alias.to_owned()).filter(|alias| *alias != by_itself.shown());
    let renamed = DesiredHostAdapter { alias, ..by_itself };
    if renamed != *own {
        let what = format!("Remember the name '{}'", renamed.shown());
        remember(plan, what, renamed);
    }
    Ok(Focus::on_host_adapter(own.id()))
}
