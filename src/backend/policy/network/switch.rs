//! Making, changing and removing virtual switches.

use serde::{Deserialize, Serialize};

use crate::model::{
    Bandwidth, InterfaceName, LinkKind, MacAddress, NetAdapter, NetworkTool, NicIdentity, State,
    SwitchType, Uuid, VisibleName,
};
use crate::plan::{BridgeChange, DesiredChange, LinkChange, NetworkChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::losses;
use crate::policy::network::host_adapter::leave;
use crate::policy::network::mtu;
use crate::policy::network::persist;
use crate::policy::network::team;
use crate::policy::nic::{is_disabled, record_of};
use crate::policy::vf::allocation;
use crate::policy::vf::count::restore_nic;
use crate::policy::vf::removal::{drop_vfs, make_way_to_join};
use crate::policy::vf::support;
use crate::policy::vm::adapter;
use crate::policy::word::{pattern, word};
use crate::state::{
    BandwidthMode, DesiredEdit, DesiredHostAdapter, DesiredNic, DesiredSwitch, SwitchSettings,
};
use crate::{Category, HostError};
use iovsh_base::names::NameExt as _;

/// A switch to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSwitch {
    /// Id, random ([`Uuid::random`]) unless chosen.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Type.
    pub switch_type: SwitchType,
    /// Host NICs; one for an external switch, none for the others.
    pub uplinks: Vec<InterfaceName>,
    /// IOV mode; fixed from then on.
    pub iov_enabled: bool,
    /// The host has its own port (the NIC's IP configuration moves to the bridge).
    pub allow_management_os: bool,
    /// Notes.
    pub notes: String,
    /// The tool in whose files the NIC and the switch are to be described too.
    pub persist: Option<NetworkTool>,
    /// Make a team of the NICs even when there is one. Several are a team always.
    pub teaming: bool,
    /// Take the NIC although it carries the default route, the ssh session, or belongs to a bridge.
    pub force: bool,
    /// Its bandwidth and its MTU.
    #[serde(default)]
    pub settings: SwitchSettings,
}

/// Makes a switch. A switch in IOV mode is made even where SR-IOV cannot work; the plan then warns with the reasons.
///
/// # Errors
/// `Switch.NameInUse`, `Switch.NeedsNic`, `Switch.NicTwice`, `Switch.MemberInUse`, `Switch.NoNic`, `Switch.IovNeedsExternal`,
/// `NetAdapter.NotFound`, `NetAdapter.NotPhysical`, `NetAdapter.ManagementPath`, `NetAdapter.HasMaster`, `Switch.NicInUse`,
/// `Persist.NeedsNic`, `Persist.HostAddresses`.
pub(in crate::policy) fn create(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewSwitch,
) -> Result<Focus, HostError> {
    check_new(state, new)?;
    let bridge = guard::bridge_name(state, &new.name)?;
    plan.about(
        format!("Create the switch '{}'", new.name),
        new.name.clone(),
    );
    let mut nics = distinct_nics(state, &new.uplinks)?;
    let host_team = on_team_of_host(state, plan, new, &mut nics)?;
    let team = match nics.len() {
        0 => host_team.clone(),
        1 if !new.teaming => None,
        _ => Some(team::device_name(state, &bridge)?),
    };
    if let Some(wanted) = new.settings.mtu {
        mtu::check(state, &nics, wanted)?;
    }
    for nic in &nics {
        guard::may_take(state, nic, new.force)?;
        if team.is_some() {
            team::may_join(state, nic)?;
        }
        if let Some(tool) = new.persist {
            persist::check(tool, &nic.name, true, !nic.addresses.is_empty())?;
        }
    }
    for nic in &nics {
        remember(plan, nic, new.persist);
        guard::warn_of_other_tools(plan, nic);
        for loss in losses::left_behind(state, nic, new.allow_management_os) {
            plan.warn("NetAdapter.ManagementPath", loss);
        }
    }
    let bond = host_team.as_ref().and_then(|team| state.link(team));
    for loss in bond
        .into_iter()
        .flat_map(|bond| losses::left_behind(state, bond, new.allow_management_os))
    {
        plan.warn("NetAdapter.ManagementPath", loss);
    }
    let wanted = DesiredSwitch {
        id: new.id,
        name: new.name.clone(),
        switch_type: new.switch_type,
        bridge: bridge.clone(),
        uplinks: nics.iter().map(|n| n.identity.clone()).collect(),
        team,
        on_host_team: host_team.is_some(),
        arp_targets: None,
        iov_enabled: new.iov_enabled,
        allow_management_os: new.allow_management_os,
        vlan_filtering: false,
        notes: new.notes.clone(),
        settings: new.settings,
    };
    plan.step(
        format!("Remember the switch '{}'", new.name),
        DesiredChange::Set {
            edit: DesiredEdit::PutSwitch(wanted.clone()),
        },
    );
    Ok(Focus::on_new_switch(new.id))
}

/// The bond of a switch that is to stand on a team of the host, which is no NIC then. The team is described with the switch.
///
/// # Errors
/// `NetAdapter.HostTeam` where it is one of several, or is to be a member; `Switch.NicInUse`, `NetAdapter.HasMaster`,
/// `NetAdapter.ManagementPath`, `Persist.HostTeam`, `Persist.HostAddresses`, `Persist.NoWord`.
fn on_team_of_host(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewSwitch,
    nics: &mut Vec<NetAdapter>,
) -> Result<Option<InterfaceName>, HostError> {
    let [bond] = nics.as_slice() else {
        return Ok(None);
    };
    if bond.kind != LinkKind::Bond || new.teaming {
        return Ok(None);
    }
    guard::may_stand_on(state, bond, new.force)?;
    let known = state.desired.team_on(&bond.name);
    let tool = new.persist.or(known.and_then(|team| team.persist));
    match (known, tool) {
        (Some(team), Some(tool)) => persist::describe_team(state, plan, team, tool)?,
        (None, Some(tool)) => return Err(persist::team_of_others(bond, tool)),
        (_, None) => {}
    }
    let device = bond.name.clone();
    nics.clear();
    Ok(Some(device))
}

/// Says why no VM will get a VF of a new switch in IOV mode, and what leads on.
pub(in crate::policy) fn warn_of_missing_vfs(plan: &mut PlanBuilder, switch: Uuid) {
    let Some(switch) = plan
        .state()
        .desired
        .switch(switch)
        .filter(|s| s.iov_enabled)
        .cloned()
    else {
        return;
    };
    let switch = &switch;
    let state = plan.state();
    let view = support::switch_view(state, switch);
    let mut warnings = Vec::new();
    for reason in view.reasons() {
        let what = if view.iov_support {
            "SR-IOV will not work on all members of the team"
        } else {
            "SR-IOV will not work"
        };
        let text = format!("The switch is made, but {what}: {reason}");
        warnings.push(("Iov.NotSupported", text));
    }
    for reason in &view.host_reasons {
        warnings.push(("Iov.NotSupported", reason.next_step().to_owned()));
    }
    for (_, support) in &view.adapter_reasons {
        warnings.push(("Iov.NotSupported", support.next_step().to_owned()));
    }
    let empty = view.uplinks.iter().filter_map(|nic| state.function_of(nic));
    for function in empty.filter(|f| view.iov_support && f.num_vfs == 0) {
        let nic = function.interface.as_ref();
        let nic = nic.map(ToString::to_string).unwrap_or_default();
        let text = format!(
            "The switch is made, but {nic} has no virtual functions to give. Next step: Set-NetAdapterSriov {} -NumVFs {}",
            pattern(&nic),
            function.most_vfs()
        );
        warnings.push(("Iov.NoVfs", text));
    }
    for (id, message) in warnings {
        plan.warn(id, message);
    }
}

/// The NICs with these names, none of them twice.
///
/// # Errors
/// `NetAdapter.NotFound`, `Switch.NicTwice`.
pub(in crate::policy) fn distinct_nics(
    state: &State,
    names: &[InterfaceName],
) -> Result<Vec<NetAdapter>, HostError> {
    let mut nics: Vec<NetAdapter> = Vec::new();
    for name in names {
        let nic = guard::nic_named(state, name.as_str())?;
        if nics.iter().any(|n| n.name == nic.name) {
            return Err(HostError::new(
                "Switch.NicTwice",
                Category::InvalidArgument,
                format!("'{}' is named more than once.", nic.name),
            )
            .target(nic.name.to_string())
            .next_step("Name every network adapter of the team once."));
        }
        nics.push(nic.clone());
    }
    Ok(nics)
}

/// Writes down how a NIC was found, unless that is known already, and who else is to describe it.
pub(in crate::policy) fn remember(
    plan: &mut PlanBuilder,
    nic: &NetAdapter,
    persist: Option<NetworkTool>,
) {
    let known = plan.state().desired.nic(&nic.identity).cloned();
    if known.is_some() && persist.is_none() {
        return;
    }
    let record = known.unwrap_or_else(|| record_of(plan.state(), nic));
    let edit = DesiredEdit::PutNic(DesiredNic {
        persist: persist.or(record.persist),
        ..record
    });
    plan.step(
        format!("Remember how {} was found", nic.name),
        DesiredChange::Set { edit },
    );
}

fn check_new(state: &State, new: &NewSwitch) -> Result<(), HostError> {
    let refuse = |id, category, message: String, next: &str| {
        Err(HostError::new(id, category, message)
            .target(new.name.clone())
            .next_step(next))
    };
    VisibleName::short(&new.name, "Switch.NameInvalid", "virtual switch")?;
    let network = state.networks.iter().any(|n| n.name == new.name);
    let switch = state.desired.switch_named(&new.name).is_some();
    if switch || network {
        let what = if switch {
            "virtual switch"
        } else {
            "libvirt network"
        };
        return refuse(
            "Switch.NameInUse",
            Category::ResourceExists,
            format!("There is already a {what} named '{}'.", new.name),
            "Choose another name, or use the one that is there.",
        );
    }
    match (new.switch_type, new.uplinks.len()) {
        (SwitchType::External, 0) => refuse(
            "Switch.NeedsNic",
            Category::InvalidArgument,
            "An external switch needs a network adapter.".to_owned(),
            "Name one with -NetAdapterName; Get-NetAdapter lists them.",
        ),
        (SwitchType::External, _) => Ok(()),
        (_, 0) if new.iov_enabled => refuse(
            "Switch.IovNeedsExternal",
            Category::InvalidArgument,
            "IOV mode needs an external switch: a virtual function is part of a physical network adapter.".to_owned(),
            "Leave out -EnableIov, or make the switch external with -NetAdapterName.",
        ),
        (_, 0) if new.persist.is_some() => refuse(
            "Persist.NeedsNic",
            Category::InvalidArgument,
            "A switch without a network adapter is no business of other tools.".to_owned(),
            "Leave out -Persist: iovsh makes the switch again at every start of the host.",
        ),
        (_, 0) => Ok(()),
        _ => refuse(
            "Switch.NoNic",
            Category::InvalidArgument,
            "An internal or private switch has no network adapter.".to_owned(),
            "Leave out -NetAdapterName, or leave out -SwitchType.",
        ),
    }
}

/// The bridge of a switch, with the NICs under it: also what a repair puts back.
pub(in crate::policy) fn build_devices(
    plan: &mut PlanBuilder,
    switch: &DesiredSwitch,
    nics: &[NetAdapter],
) {
    let bridge = switch.bridge.clone();
    let bond = switch.team.as_ref().filter(|_| switch.on_host_team);
    let bond = bond.and_then(|team| plan.state().link(team)).cloned();
    let mac = nics.first().or(bond.as_ref());
    let mac = mac.map_or_else(|| local_mac(switch.id), |n| n.mac);
    plan.step(
        format!("Create the bridge {bridge}"),
        BridgeChange::Create {
            name: bridge.clone(),
            mac,
            vlan_filtering: switch.vlan_filtering,
        },
    );
    // Where the addresses are that the host has by these NICs, before they leave what they are part of.
    let mut holders: Vec<InterfaceName> = Vec::new();
    for nic in nics.iter().filter(|_| switch.allow_management_os) {
        let above = losses::addresses_above(plan.state(), nic);
        let above = above
            .filter(|above| above.name != bridge)
            .map(|above| above.name.clone());
        holders.extend([Some(nic.name.clone()), above].into_iter().flatten());
    }
    if let Some(bond) = &bond {
        if switch.allow_management_os {
            holders.push(bond.name.clone());
        }
        add_uplink(plan, &bridge, &bond.name);
    }
    match (&switch.team, nics.first()) {
        (Some(_), _) if switch.on_host_team => {}
        (Some(team), _) => team::build(plan, switch, team, nics),
        (None, Some(nic)) => add_uplink(plan, &bridge, &nic.name),
        (None, None) => {}
    }
    mtu::of_devices(plan, switch);
    for holder in &holders {
        move_addresses(plan, holder, &bridge);
    }
}

/// VFs that the host has come to use stay; a warning says so.
fn stay_for_host(plan: &mut PlanBuilder, nic: &NetAdapter, original: u32) -> bool {
    let state = plan.state();
    let function = state.function_of(&nic.name);
    let Some(function) = function.filter(|function| function.num_vfs != original) else {
        return false;
    };
    let users = losses::vfs_of_host(state, function);
    if users.is_empty() {
        return false;
    }
    let message = format!(
        "The virtual functions of '{}' stay, as the host itself uses some: {}.",
        nic.name,
        users.join(", ")
    );
    plan.warn("Iov.VfInUse", message);
    true
}

fn add_uplink(plan: &mut PlanBuilder, bridge: &InterfaceName, nic: &InterfaceName) {
    // What leaves a bond is down afterwards.
    team::leave_other(plan, nic, bridge);
    let is_port = plan
        .state()
        .link(nic)
        .is_some_and(|l| l.master.as_ref() == Some(bridge));
    if !is_port {
        make_way_to_join(plan, nic);
    }
    if !is_disabled(plan.state(), nic) {
        plan.step(
            format!("Bring {nic} up"),
            LinkChange::Set {
                interface: nic.clone(),
                up: true,
            },
        );
    }
    plan.step(
        format!("Make {nic} a port of {bridge}"),
        BridgeChange::AddPort {
            bridge: bridge.clone(),
            port: nic.clone(),
        },
    );
}

/// Moves the host's addresses, where there are any.
fn move_addresses(plan: &mut PlanBuilder, from: &InterfaceName, to: &InterfaceName) {
    let link = plan.state().link(from);
    if link.is_some_and(|l| !l.addresses.is_empty()) {
        plan.step(
            format!("Move the IP configuration of {from} to {to}"),
            LinkChange::MoveIp {
                from: from.clone(),
                to: to.clone(),
            },
        );
    }
}

/// Says that addresses go to where nobody reaches them, as the switch has the way to the wire.
fn warn_of_dead_end(plan: &mut PlanBuilder, bridge: &InterfaceName, home: &InterfaceName) {
    let link = plan.state().link(bridge);
    let Some(addresses) = link.map(|link| link.addresses.join(", ")) else {
        return;
    };
    if !addresses.is_empty() {
        plan.warn(
            "NetAdapter.ManagementPath",
            format!(
                "The host's address {addresses} goes to {home}, whose way to the wire the switch has: the host is not reached by it any more. With -AllowManagementOS $true it comes back to the switch."
            ),
        );
    }
}

/// Where the addresses go that the host had by a NIC: to what the NIC was part of when it was taken, else to the NIC.
fn home_of_addresses(state: &State, nic: &NetAdapter) -> InterfaceName {
    let record = state.desired.nic(&nic.identity);
    let above = record.and_then(|record| record.originals.addresses_of.as_ref());
    let above = above.filter(|above| state.link(above).is_some());
    above.unwrap_or(&nic.name).clone()
}

/// The libvirt network of a switch: also what a repair puts back.
pub(in crate::policy) fn define_network(plan: &mut PlanBuilder, switch: &DesiredSwitch) {
    plan.step(
        format!("Define the libvirt network '{}'", switch.name),
        NetworkChange::Define {
            name: switch.name.clone(),
            id: switch.id,
            bridge: switch.bridge.clone(),
        },
    );
}

/// An address for a switch without NIC, the same every time.
fn local_mac(id: Uuid) -> MacAddress {
    let [a, b, c, d, e, ..] = *id.as_bytes();
    MacAddress([0x02, a, b, c, d, e])
}

/// Changes a switch's settings; `None` leaves one alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetSwitch {
    /// The host has its own port.
    pub allow_management_os: Option<bool>,
    /// Notes.
    pub notes: Option<String>,
    /// What everything is sure to get that asks for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_minimum: Option<Bandwidth>,
    /// The same as a weight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_weight: Option<u8>,
    /// MTU in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
    /// The NIC under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uplink: Option<Uplink>,
}

/// The NIC that is to be under a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uplink {
    /// Its name.
    pub nic: InterfaceName,
    /// Take it although the host needs it.
    pub force: bool,
}

/// Changes a switch, all but the NIC under it. IOV mode is not among what can be changed.
///
/// # Errors
/// `Switch.NotFound`, `Switch.BandwidthMode`, `NetAdapter.MtuOutOfRange`; `NetAdapter.ManagementPath` when the host needs an adapter that it is
/// to lose.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    wanted: &SetSwitch,
) -> Result<Focus, HostError> {
    let switch = guard::switch_named(state, name)?;
    let own = state.desired.host_adapters_on(switch.id);
    let allow = wanted.allow_management_os;
    let wanted = SetSwitch {
        // The host has an adapter there already, whichever it is.
        allow_management_os: allow.filter(|allow| !allow || own.is_empty()),
        ..wanted.clone()
    };
    let mut gone = Vec::new();
    if allow == Some(false) {
        for adapter in &own {
            leave::may_remove(state, adapter)?;
        }
        for adapter in own.iter().filter(|adapter| !adapter.is_bridge()) {
            gone.extend(leave::take_away(plan, adapter));
        }
    }
    // A switch without a NIC is of the host when the host is on it, as in Hyper-V, where the type follows from the ports.
    let kind = match (switch.switch_type, allow) {
        (SwitchType::Internal, Some(false)) => SwitchType::Private,
        (SwitchType::Private, Some(true)) => SwitchType::Internal,
        (kind, _) => kind,
    };
    let focus = share_as(state, plan, name, &wanted, kind)?;
    Ok(Focus {
        removed: gone,
        ..focus
    })
}

/// The same for the bridge as an adapter of the host, whatever others the host has on the switch.
///
/// # Errors
/// `Switch.NotFound`.
pub(in crate::policy) fn share(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    wanted: &SetSwitch,
) -> Result<Focus, HostError> {
    let kind = guard::switch_named(state, name)?.switch_type;
    share_as(state, plan, name, wanted, kind)
}

/// The same, where the switch is of this type from then on.
fn share_as(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    wanted: &SetSwitch,
    kind: SwitchType,
) -> Result<Focus, HostError> {
    let old = guard::switch_named(state, name)?;
    let mut new = DesiredSwitch {
        switch_type: kind,
        ..old.clone()
    };
    if let Some(notes) = &wanted.notes {
        new.notes.clone_from(notes);
    }
    if let Some(allow) = wanted.allow_management_os {
        new.allow_management_os = allow && new.switch_type != SwitchType::Private;
    }
    for (parameter, given, mode) in [
        (
            "DefaultFlowMinimumBandwidthAbsolute",
            wanted.rest_minimum.is_some(),
            BandwidthMode::Absolute,
        ),
        (
            "DefaultFlowMinimumBandwidthWeight",
            wanted.rest_weight.is_some(),
            BandwidthMode::Weight,
        ),
    ] {
        if given {
            may_ask_in(old, mode, parameter)?;
        }
    }
    new.settings.rest_minimum = wanted.rest_minimum.unwrap_or(old.settings.rest_minimum);
    new.settings.rest_weight = wanted.rest_weight.unwrap_or(old.settings.rest_weight);
    if let Some(wanted) = wanted.mtu {
        let nics = new.uplinks.iter().filter_map(|nic| state.link_of(nic));
        mtu::check(state, &nics.cloned().collect::<Vec<_>>(), wanted)?;
        new.settings.mtu = Some(wanted);
    }
    plan.about(
        format!("Change the switch '{}'", old.name),
        old.name.clone(),
    );
    plan.step(
        format!("Remember the settings of '{}'", old.name),
        DesiredChange::Set {
            edit: DesiredEdit::PutSwitch(new.clone()),
        },
    );
    if !new.allow_management_os {
        let mut recorded = state.desired.host_adapters.iter();
        let bridge = |a: &&DesiredHostAdapter| a.is_bridge() && a.settings.switch == Some(new.id);
        if let Some(own) = recorded.find(bridge).cloned() {
            leave::take_away(plan, &own);
        }
    }
    let of_nics = new.uplinks.iter().filter_map(|u| state.link_of(u));
    let bond = new.team.as_ref().filter(|_| new.on_host_team);
    let bond = bond.and_then(|team| state.link(team));
    let nics: Vec<_> = of_nics.chain(bond).map(|link| link.name.clone()).collect();
    if new.allow_management_os != old.allow_management_os {
        for nic in &nics {
            if new.allow_management_os {
                move_addresses(plan, nic, &new.bridge);
            } else {
                // The first of them gets all.
                let link = plan.state().link(nic).cloned();
                let home = link.map(|link| home_of_addresses(plan.state(), &link));
                let home = home.as_ref().unwrap_or(nic);
                warn_of_dead_end(plan, &new.bridge, home);
                move_addresses(plan, &new.bridge, home);
            }
        }
    }
    // What its devices are is part of what was asked for.
    Ok(if new.settings.mtu == old.settings.mtu {
        Focus::on_network()
    } else {
        Focus::on_built_switch(new.id)
    })
}

/// Whether a minimum bandwidth may be asked for in this way on a switch.
///
/// # Errors
/// `Switch.BandwidthMode`.
pub(in crate::policy) fn may_ask_in(
    switch: &DesiredSwitch,
    mode: BandwidthMode,
    parameter: &str,
) -> Result<(), HostError> {
    match switch.settings.bandwidth_mode {
        Some(of_switch) if of_switch != mode => {
            let (name, next) = match of_switch {
                BandwidthMode::Absolute => (
                    "Absolute",
                    "Give it in bits per second: -MinimumBandwidthAbsolute.",
                ),
                BandwidthMode::Weight => {
                    ("Weight", "Give it as a weight: -MinimumBandwidthWeight.")
                }
                BandwidthMode::None => (
                    "None",
                    "Make the switch again with -MinimumBandwidthMode Weight, or without that parameter.",
                ),
            };
            Err(HostError::new(
                "Switch.BandwidthMode",
                Category::InvalidOperation,
                format!(
                    "The switch '{}' was made with -MinimumBandwidthMode {name}, and -{parameter} is of another mode.",
                    switch.name
                ),
            )
            .target(switch.name.clone())
            .next_step(next))
        }
        _ => Ok(()),
    }
}

/// The command that makes a switch of this name on a host: on a NIC that is free, with SR-IOV where that works; without any, among
/// the virtual machines alone.
#[must_use]
pub fn switch_to_make(state: &State, name: &str) -> String {
    let able = |link: &&NetAdapter| support::link_support(state, link).is_usable();
    let links: Vec<&NetAdapter> = guard::free_nics(state).collect();
    let rest = match (links.iter().copied().find(able), links.first()) {
        (Some(link), _) => format!(
            "-NetAdapterName {} -EnableIov $true",
            word(&link.name.to_string())
        ),
        (None, Some(link)) => format!("-NetAdapterName {}", word(&link.name.to_string())),
        (None, None) if state.links.is_empty() => "-NetAdapterName NIC".to_owned(),
        (None, None) => "-SwitchType Private".to_owned(),
    };
    format!("New-VMSwitch {} {rest}", word(name))
}

/// Gives a switch another name.
///
/// # Errors
/// `Switch.NotFound`, `Switch.NameInUse`.
pub(in crate::policy) fn rename(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    new_name: &str,
) -> Result<Focus, HostError> {
    let old = guard::switch_named(state, name)?;
    let taken = state
        .desired
        .switches
        .iter()
        .any(|s| s.id != old.id && s.name.is_same_name(new_name));
    let network = state
        .networks
        .iter()
        .any(|n| n.id != old.id && n.name == new_name);
    VisibleName::short(new_name, "Switch.NameInvalid", "virtual switch")?;
    if taken || network {
        return Err(HostError::new(
            "Switch.NameInUse",
            Category::ResourceExists,
            format!("There is already a switch or libvirt network named '{new_name}'."),
        )
        .target(new_name)
        .next_step("Choose another name."));
    }
    plan.about(
        format!("Rename the switch '{}' to '{new_name}'", old.name),
        old.name.clone(),
    );
    let renamed = DesiredSwitch {
        name: new_name.to_owned(),
        ..old.clone()
    };
    plan.step(
        format!("Remember the name '{new_name}'"),
        DesiredChange::Set {
            edit: DesiredEdit::PutSwitch(renamed),
        },
    );
    // libvirt cannot rename a network: one id, first without the old name, then with the new one.
    if let Some(network) = state
        .networks
        .iter()
        .find(|n| n.id == old.id && n.name != new_name)
    {
        let (old_name, bridge) = (network.name.clone(), old.bridge.clone());
        plan.step(
            format!("Undefine the libvirt network '{old_name}'"),
            NetworkChange::Undefine {
                name: old_name,
                id: old.id,
            },
        );
        plan.step(
            format!("Define the libvirt network '{new_name}'"),
            NetworkChange::Define {
                name: new_name.to_owned(),
                id: old.id,
                bridge,
            },
        );
    }
    Ok(Focus::on_network())
}

/// Removes a switch and puts its NIC back as it was found. Adapters of VMs that are off are disconnected.
///
/// # Errors
/// `Switch.NotFound`; `Switch.InUse` while adapters of running or saved VMs are connected.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
) -> Result<Focus, HostError> {
    let switch = guard::switch_named(state, name)?.clone();
    let connected = |vm: &&crate::model::Vm| {
        vm.adapters
            .iter()
            .any(|a| a.bridge.as_ref() == Some(&switch.bridge))
    };
    let running: Vec<&str> = state
        .vms
        .iter()
        .filter(|v| v.state.has_devices())
        .filter(connected)
        .map(|v| v.name.as_str())
        .collect();
    if !running.is_empty() {
        return Err(HostError::new(
            "Switch.InUse",
            Category::ResourceBusy,
            format!(
                "Running or saved virtual machines are connected to '{}': {}.",
                switch.name,
                running.join(", ")
            ),
        )
        .target(switch.name.clone())
        .next_step("Stop them, or connect them to another switch with Connect-VMNetworkAdapter."));
    }
    plan.about(
        format!("Remove the switch '{}'", switch.name),
        switch.name.clone(),
    );
    let own = state.desired.host_adapters_on(switch.id);
    // The addresses of the bridge go back to a network adapter that is free then.
    for adapter in own.iter().filter(|adapter| !adapter.is_bridge()) {
        leave::may_remove(state, adapter)?;
    }
    let recorded = own
        .iter()
        .filter(|adapter| state.desired.host_adapters.contains(adapter));
    let mut gone: Vec<_> = recorded
        .filter_map(|adapter| leave::take_away(plan, adapter))
        .collect();
    gone.extend(state.bridge(&switch.bridge).map(|bridge| bridge.mac));
    for vm in state
        .vms
        .iter()
        .filter(|v| !v.state.has_devices())
        .filter(connected)
    {
        adapter::disconnect_all(plan, vm, &switch);
    }
    let bridge = switch.bridge.clone();
    plan.step(
        format!("Undefine the libvirt network '{}'", switch.name),
        NetworkChange::Undefine {
            name: switch.name.clone(),
            id: switch.id,
        },
    );
    let nics: Vec<NetAdapter> = switch
        .uplinks
        .iter()
        .filter_map(|u| state.link_of(u))
        .cloned()
        .collect();
    for nic in &nics {
        let home = home_of_addresses(plan.state(), nic);
        move_addresses(plan, &bridge, &home);
    }
    match &switch.team {
        Some(team) if switch.on_host_team => {
            if plan.state().link(team).is_some() {
                move_addresses(plan, &bridge, team);
                team::leave(plan, team, &bridge);
            }
        }
        Some(team) => team::take_apart(plan, &bridge, team),
        None => {
            for nic in &nics {
                team::leave(plan, &nic.name, &bridge);
            }
        }
    }
    leave::bare_bridge(plan, &bridge);
    plan.step(
        format!("Delete the bridge {bridge}"),
        BridgeChange::Delete { name: bridge },
    );
    plan.step(
        format!("Forget the switch '{}'", switch.name),
        DesiredChange::Set {
            edit: DesiredEdit::RemoveSwitch(switch.id),
        },
    );
    for identity in &switch.uplinks {
        let nic = nics.iter().find(|n| n.identity.matches(identity));
        let_go(plan, identity, nic);
    }
    Ok(Focus {
        removed: gone,
        ..Focus::on_network()
    })
}

/// Puts a NIC that is under no switch any more back as it was found, and forgets it, unless its VFs were chosen by an admin.
pub(in crate::policy) fn let_go(
    plan: &mut PlanBuilder,
    identity: &NicIdentity,
    nic: Option<&NetAdapter>,
) {
    let Some(record) = plan.state().desired.nic(identity).cloned() else {
        return;
    };
    let keeps_vfs = record.num_vfs.is_some() || !record.sriov_enabled;
    if let Some(nic) = nic {
        for claim in plan.state().desired.claims_on(&record.identity) {
            allocation::release(plan, &claim);
        }
        if !keeps_vfs && !stay_for_host(plan, nic, record.originals.num_vfs) {
            drop_vfs(plan, &nic.name, record.originals.num_vfs);
        }
        restore_nic(plan, &nic.name, &record, keeps_vfs);
    }
    if !keeps_vfs {
        plan.step(
            format!("Let go of {}", record.interface),
            DesiredChange::Set {
                edit: DesiredEdit::RemoveNic(identity.clone()),
            },
        );
    }
}
