//! The host's own network adapters: up and down, their names, addresses and MTU.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{InterfaceName, MacAddress, NetAdapter, State};
use crate::plan::{DesiredChange, LinkChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::losses::{self, Deed};
use crate::policy::network::host_adapter::change::rename_interface;
use crate::policy::network::host_adapter::record::remember;
use crate::policy::network::{host_team, mtu, renaming};
use crate::policy::word::pattern;
use crate::state::{DesiredEdit, DesiredHostAdapter, DesiredNic};
use crate::{Category, HostError};

/// What is to be changed of an adapter; `None` leaves a setting alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Its address.
    pub mac: Option<MacAddress>,
    /// Its MTU, in bytes.
    pub mtu: Option<u32>,
    /// It is taken down for a new address, which not every driver takes otherwise.
    pub restart: bool,
}

/// Sets an adapter up or down. One that iovsh manages stays so, also when the host starts again.
///
/// # Errors
/// `NetAdapter.NotFound`, `NetAdapter.NotPhysical`, `NetAdapter.ManagementPath`.
pub(in crate::policy) fn set_up(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    up: bool,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = own(state, nic)?;
    let verb = if up { "Enable" } else { "Disable" };
    plan.about(format!("{verb} {}", nic.name), nic.name.to_string());
    if !up {
        may_interrupt(state, plan, nic, force)?;
        forgets(plan, nic);
    }
    if let Some(record) = state.desired.nic(&nic.identity)
        && record.disabled == up
    {
        let kept = if up { "up" } else { "down" };
        let record = DesiredNic {
            disabled: !up,
            interface: nic.name.clone(),
            ..record.clone()
        };
        plan.step(
            format!("Remember that {} is {kept}", nic.name),
            DesiredChange::Set {
                edit: DesiredEdit::PutNic(record),
            },
        );
    }
    bring(plan, &nic.name, up);
    Ok(Focus::on_network())
}

/// Takes an adapter down and brings it up again.
///
/// # Errors
/// Those of [`set_up`]; `NetAdapter.Disabled`.
pub(in crate::policy) fn restart(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = own(state, nic)?;
    plan.about(format!("Restart {}", nic.name), nic.name.to_string());
    if !nic.up {
        return Err(HostError::new(
            "NetAdapter.Disabled",
            Category::InvalidOperation,
            format!("'{}' is disabled.", nic.shown()),
        )
        .target(nic.shown())
        .next_step(format!(
            "Enable it: Enable-NetAdapter {}.",
            pattern(nic.name.as_str())
        )));
    }
    may_interrupt(state, plan, nic, force)?;
    bring(plan, &nic.name, false);
    bring(plan, &nic.name, true);
    Ok(Focus::on_network())
}

/// Gives an adapter another name.
///
/// # Errors
/// Those of [`set_up`]; `NetAdapter.NameInvalid`, `NetAdapter.NameInUse`, `NetAdapter.NameIsNeeded`.
pub(in crate::policy) fn rename(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    new_name: &str,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = own(state, nic)?;
    if let Some(adapter) = state.desired.host_adapter_at(&nic.name) {
        return rename_interface(state, plan, &adapter, new_name);
    }
    let of_team = host_team::rename_interface(state, plan, &nic.name, new_name, force);
    if let Some(renamed) = of_team {
        return renamed;
    }
    plan.about(
        format!("Rename {} to {new_name}", nic.name),
        nic.name.to_string(),
    );
    let to: InterfaceName = new_name.parse().map_err(|_| {
        HostError::new(
            "NetAdapter.NameInvalid",
            Category::InvalidArgument,
            format!("An interface cannot be called '{new_name}'."),
        )
        .target(new_name)
        .next_step("Choose a name of 1 to 15 bytes without blanks, slashes and colons.")
    })?;
    if to == nic.name {
        return Ok(Focus::on_records());
    }
    if state.link(&to).is_some() {
        return Err(HostError::new(
            "NetAdapter.NameInUse",
            Category::ResourceExists,
            format!("There is an interface '{to}' already."),
        )
        .target(new_name)
        .next_step(
            "Choose another name; 'Get-NetAdapter -IncludeHidden' lists those that are taken.",
        ));
    }
    nothing_needs_the_name(state, nic)?;
    let takes_down = renaming::takes_down(state, nic);
    if takes_down {
        may_interrupt(state, plan, nic, force)?;
    }
    renaming::name(plan, (&nic.name, &to), takes_down);
    if let Some(record) = state.desired.nic(&nic.identity) {
        let record = DesiredNic {
            interface: to.clone(),
            ..record.clone()
        };
        plan.step(
            format!("Remember the name {to}"),
            DesiredChange::Set {
                edit: DesiredEdit::PutNic(record),
            },
        );
    }
    plan.warn(
        "NetAdapter.NotPersistent",
        format!(
            "The name '{to}' lasts until the host starts again; a file in /etc/systemd/network that ends in .link and has PermanentMACAddress={} and Name={to} keeps it.",
            nic.identity.permanent_mac
        ),
    );
    Ok(Focus::on_network())
}

/// Changes settings of an adapter.
///
/// # Errors
/// Those of [`set_up`]; `Adapter.MacInvalid`, `Adapter.MacInUse`, `NetAdapter.MtuOutOfRange`, `NetAdapter.HasMaster`.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    changes: &Changes,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = own(state, nic)?;
    plan.about(
        format!("Change the settings of {}", nic.name),
        nic.name.to_string(),
    );
    let pair = state.desired.host_adapter_at(&nic.name);
    let pair = pair.filter(|own| !own.is_bridge());
    let mut focus = Focus::on_network();
    match (changes.mtu, pair) {
        (Some(mtu), Some(own)) => {
            may_have_mtu(state, nic, mtu)?;
            focus = keep_mtu(plan, own, mtu);
        }
        (Some(mtu), None) if mtu != nic.mtu => set_mtu(state, plan, nic, mtu)?,
        _ => {}
    }
    if let Some(mac) = changes.mac.filter(|mac| *mac != nic.mac) {
        set_mac(state, plan, nic, mac, changes.restart, force)?;
    }
    Ok(focus)
}

/// An adapter of the host keeps its MTU, and both ends of its pair have it.
fn keep_mtu(plan: &mut PlanBuilder, own: DesiredHostAdapter, mtu: u32) -> Focus {
    mtu::warn_above_wire(plan, &own, mtu);
    let id = own.id();
    if own.settings.mtu != Some(mtu) {
        let what = format!("Remember the MTU of '{}'", own.settings.name);
        let mut own = own;
        own.settings.mtu = Some(mtu);
        remember(plan, what, own);
    }
    Focus::on_host_adapter(id)
}

fn may_have_mtu(state: &State, nic: &NetAdapter, mtu: u32) -> Result<(), HostError> {
    let most = state.nic(&nic.name).and_then(|nic| nic.max_mtu);
    if mtu < 68 || most.is_some_and(|most| mtu > most) {
        let range = most.map_or_else(|| "68 or more".to_owned(), |most| format!("68 to {most}"));
        return Err(HostError::new(
            "NetAdapter.MtuOutOfRange",
            Category::LimitsExceeded,
            format!(
                "The driver of '{}' takes an MTU of {range} bytes; {mtu} were asked for.",
                nic.shown()
            ),
        )
        .target(nic.shown())
        .next_step(format!("Ask for {range}.")));
    }
    Ok(())
}

fn set_mtu(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &NetAdapter,
    mtu: u32,
) -> Result<(), HostError> {
    may_have_mtu(state, nic, mtu)?;
    // The members of a bond have its MTU.
    let bond = nic
        .master
        .as_ref()
        .filter(|master| state.team(master).is_some());
    let device = bond.unwrap_or(&nic.name);
    plan.step(
        format!("Set the MTU of {device} to {mtu}"),
        LinkChange::SetMtu {
            interface: device.clone(),
            mtu,
        },
    );
    not_persistent(plan, nic, "MTU");
    Ok(())
}

fn set_mac(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &NetAdapter,
    mac: MacAddress,
    restart: bool,
    force: bool,
) -> Result<(), HostError> {
    // Its own permanent address may be put back.
    if mac != nic.identity.permanent_mac {
        guard::may_use_mac(state, mac, None)?;
    }
    if let Some(master) = &nic.master {
        return Err(HostError::new(
            "NetAdapter.HasMaster",
            Category::ResourceBusy,
            format!(
                "'{}' is part of '{master}', which knows it by its address.",
                nic.shown()
            ),
        )
        .target(nic.shown())
        .next_step("Remove the switch or the team first, and make it again afterwards."));
    }
    let restart = restart && nic.up;
    if restart {
        may_interrupt(state, plan, nic, force)?;
        bring(plan, &nic.name, false);
    }
    plan.step(
        format!("Set the address of {} to {mac}", nic.name),
        LinkChange::SetMac {
            interface: nic.name.clone(),
            mac,
        },
    );
    if restart {
        bring(plan, &nic.name, true);
    }
    not_persistent(plan, nic, "address");
    Ok(())
}

fn not_persistent(plan: &mut PlanBuilder, nic: &NetAdapter, what: &str) {
    plan.warn(
        "NetAdapter.NotPersistent",
        format!(
            "The {what} of '{}' lasts until the host starts again; write it into the files of the tool that brings the network up to keep it.",
            nic.shown()
        ),
    );
}

fn bring(plan: &mut PlanBuilder, device: &InterfaceName, up: bool) {
    let word = if up { "up" } else { "down" };
    plan.step(
        format!("Bring {device} {word}"),
        LinkChange::Set {
            interface: device.clone(),
            up,
        },
    );
}

/// The adapter of this name, as long as it is the host's own to change.
pub(super) fn own<'s>(state: &'s State, name: &str) -> Result<&'s NetAdapter, HostError> {
    let nic = guard::nic_named(state, name)?;
    if nic.is_hidden() {
        return Err(HostError::new(
            "NetAdapter.NotPhysical",
            Category::InvalidArgument,
            format!(
                "'{}' is the host's end of an adapter of a virtual machine.",
                nic.shown()
            ),
        )
        .target(nic.shown())
        .next_step(
            "Change the adapter of the virtual machine: Get-VMNetworkAdapter -All lists them.",
        ));
    }
    Ok(nic)
}

/// Says what the kernel forgets of an interface that stays down. Over a restart the machine keeps it.
fn forgets(plan: &mut PlanBuilder, nic: &NetAdapter) {
    let sixes = nic.addresses.iter().filter(|address| address.contains(':'));
    let mut lost: Vec<&str> = sixes.map(String::as_str).collect();
    if nic.default_route {
        lost.push("the default route");
    }
    if lost.is_empty() || !nic.up {
        return;
    }
    plan.warn(
        "NetAdapter.Forgets",
        format!(
            "The kernel forgets routes and IPv6 addresses of an interface that is down: '{}' loses {}. Enable-NetAdapter does not bring them back; the tool that set them does.",
            nic.shown(),
            lost.join(", ")
        ),
    );
}

/// Refuses to interrupt what the host needs, unless `force`, and says which virtual machines lose their network.
pub(super) fn may_interrupt(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &NetAdapter,
    force: bool,
) -> Result<(), HostError> {
    let devices: Vec<&NetAdapter> = losses::standing_on(state, nic).collect();
    if !force && nic.up {
        losses::host_stays_reachable(state, nic, Deed::Down)?;
    }
    let is_there = |bridge: &InterfaceName| devices.iter().any(|d| d.name == *bridge);
    let on_bridge = state.vms.iter().filter(|vm| {
        let mut bridges = vm
            .adapters
            .iter()
            .filter_map(|adapter| adapter.bridge.as_ref());
        vm.state.is_active() && bridges.any(is_there)
    });
    let on_vfs = state
        .function_of(&nic.name)
        .into_iter()
        .flat_map(|f| &f.vfs);
    let on_vfs = on_vfs.filter_map(|vf| vf.owner.as_ref());
    // An adapter that has lost its virtual function goes on by another member of the team; a machine that has the function itself does not.
    let goes_on = losses::has_other_way(state, nic);
    let on_vfs = on_vfs.filter(|owner| !goes_on || owner.adapter.is_none());
    let users: BTreeSet<&str> = on_bridge
        .map(|vm| vm.name.as_str())
        .chain(on_vfs.map(|owner| owner.vm_name.as_str()))
        .collect();
    if !users.is_empty() && nic.up {
        let users: Vec<&str> = users.into_iter().collect();
        plan.warn(
            "NetAdapter.InUse",
            format!(
                "Without '{}' these virtual machines do not reach the wire: {}.",
                nic.shown(),
                users.join(", ")
            ),
        );
    }
    Ok(())
}

/// Refuses a new name where the old one stands in something that would not follow it: what is written down of switches and NICs
/// knows bridges and bonds by name, as they have nothing else that lasts.
fn nothing_needs_the_name(state: &State, nic: &NetAdapter) -> Result<(), HostError> {
    let Some((who, step)) = who_names(state, &nic.name) else {
        return Ok(());
    };
    Err(HostError::new(
        "NetAdapter.NameIsNeeded",
        Category::ResourceBusy,
        format!("{who} names '{}'.", nic.shown()),
    )
    .target(nic.shown())
    .next_step(step))
}

/// What names an interface, and what to do about it first.
fn who_names(state: &State, name: &InterfaceName) -> Option<(String, String)> {
    let desired = &state.desired;
    let same = |known: &Option<InterfaceName>| known.as_ref() == Some(name);
    let switch = desired.switches.iter();
    let mut switch = switch.filter(|switch| switch.bridge == *name || same(&switch.team));
    if let Some(switch) = switch.next() {
        return Some((
            format!("The switch '{}', whose device it is,", switch.name),
            format!(
                "Give the switch itself another name: Rename-VMSwitch {} NEWNAME.",
                pattern(&switch.name)
            ),
        ));
    }
    let goes_back = desired.nics.iter().find_map(|record| {
        let back = same(&record.originals.master) || same(&record.originals.addresses_of);
        back.then(|| desired.switch_using(&record.identity))
            .flatten()
    });
    if let Some(switch) = goes_back {
        return Some((
            format!(
                "The switch '{}', whose network adapter goes back to it,",
                switch.name
            ),
            format!(
                "Remove the switch first, and make it again afterwards: Remove-VMSwitch {}.",
                pattern(&switch.name)
            ),
        ));
    }
    let mapped = state.vms.iter().find(|vm| {
        let mut adapters = vm.adapters.iter();
        adapters.any(|a| same(&a.settings.team_mapping))
    });
    if let Some(vm) = mapped {
        return Some((
            format!("a team mapping of '{}'", vm.name),
            format!(
                "Remove it first, and set it again afterwards: Remove-VMNetworkAdapterTeamMapping -VMName {}.",
                pattern(&vm.name)
            ),
        ));
    }
    let mut networks = state.networks.iter();
    let pool = networks.find(|network| network.pool.contains(name))?;
    Some((
        format!("libvirt's network '{}'", pool.name),
        "Change that network with 'virsh net-edit' first.".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LinkKind;
    use crate::policy::Intent;
    use crate::sim::fixture;

    fn state() -> State {
        fixture("default").unwrap().state
    }

    fn changes(intent: &Intent, state: &State) -> Vec<String> {
        let plan = intent.plan(state).unwrap();
        plan.steps
            .iter()
            .map(|step| step.change.name().to_owned())
            .collect()
    }

    fn rename(nic: &str, new_name: &str) -> Intent {
        Intent::RenameNic {
            nic: nic.to_owned(),
            new_name: new_name.to_owned(),
            force: false,
        }
    }

    #[test]
    fn an_older_kernel_takes_the_interface_down_for_a_name() {
        let mut state = state();
        assert_eq!(changes(&rename("enp1s0f0", "wan0"), &state), ["RenameLink"]);
        state.host.kernel = "5.15.0-91-generic".to_owned();
        assert_eq!(
            changes(&rename("enp1s0f0", "wan0"), &state),
            ["SetLink", "RenameLink", "SetLink"]
        );
    }

    #[test]
    fn machines_behind_a_vlan_of_the_nic_are_named_too() {
        let mut state = state();
        let nic = state.links[1].name.clone();
        let link = |name: &str, kind| NetAdapter {
            name: name.parse().unwrap(),
            kind,
            up: true,
            ..NetAdapter::default()
        };
        let mut vlan = link("vlan7", LinkKind::Vlan);
        (vlan.lower, vlan.master) = (Some(nic.clone()), "br7".parse().ok());
        state.links.push(vlan);
        state.links.push(link("br7", LinkKind::Bridge));
        state.vms[0].state = crate::model::VmState::Running;
        state.vms[0].adapters[0].bridge = "br7".parse().ok();
        let down = Intent::SetNicUp {
            nic: nic.to_string(),
            up: false,
            force: true,
        };
        let warnings = down.plan(&state).unwrap().warnings;
        assert!(
            warnings
                .iter()
                .any(|w| w.message.contains(&state.vms[0].name)),
            "{warnings:?}"
        );
    }

    #[test]
    fn what_is_forgotten_when_it_is_disabled_is_said() {
        let mut state = state();
        state.links[1].addresses = vec!["192.0.2.1/24".to_owned(), "2001:db8::1/64".to_owned()];
        let nic = state.links[1].name.to_string();
        let said = |intent: &Intent| {
            let plan = intent.plan(&state).unwrap();
            let mut warnings = plan.warnings.into_iter();
            warnings
                .find(|w| w.id == "NetAdapter.Forgets")
                .map(|w| w.message)
        };
        let down = Intent::SetNicUp {
            nic: nic.clone(),
            up: false,
            force: false,
        };
        let warning = said(&down).unwrap();
        assert!(warning.contains("2001:db8::1/64") && !warning.contains("192.0.2.1"));
        assert_eq!(said(&Intent::RestartNic { nic, force: false }), None);
    }

    #[test]
    fn a_device_that_a_switch_knows_by_name_keeps_it() {
        let mut state = state();
        let device = |state: &mut State, name: &str, kind| {
            state.links.push(NetAdapter {
                name: name.parse().unwrap(),
                kind,
                ..NetAdapter::default()
            });
        };
        for name in ["vs-lan", "br9", "br8", "free0"] {
            device(&mut state, name, LinkKind::Bridge);
        }
        device(&mut state, "vs-lan-t", LinkKind::Bond);
        let nic = state.links[1].clone();
        let mut record = crate::policy::nic::record_of(&state, &nic);
        record.originals.master = "br9".parse().ok();
        record.originals.addresses_of = "br8".parse().ok();
        state.desired.nics.push(record);
        let switch = |uplinks| crate::state::DesiredSwitch {
            id: crate::model::Uuid::of_text("lan"),
            name: "my lan".to_owned(),
            switch_type: crate::model::SwitchType::External,
            bridge: "vs-lan".parse().unwrap(),
            uplinks,
            team: "vs-lan-t".parse().ok(),
            on_host_team: false,
            arp_targets: None,
            iov_enabled: false,
            allow_management_os: false,
            vlan_filtering: false,
            notes: String::new(),
            settings: Default::default(),
        };
        // Without the switch the record of the NIC names a bridge that it never left.
        assert_eq!(changes(&rename("br9", "new0"), &state), ["RenameLink"]);
        state.desired.switches.push(switch(vec![nic.identity]));
        for name in ["vs-lan", "vs-lan-t", "br9", "br8"] {
            let error = rename(name, "new0").plan(&state).unwrap_err();
            assert_eq!(error.id, "NetAdapter.NameIsNeeded", "{name}");
            let step = error.next_step.clone().unwrap();
            assert!(step.contains("-VMSwitch 'my lan'"), "{name}: {step}");
        }
        let steps = changes(&rename("free0", "new0"), &state);
        assert_eq!(steps.first().map(String::as_str), Some("RenameLink"));
    }

    #[test]
    fn what_the_host_needs_by_way_of_a_bridge_is_not_interrupted() {
        let mut state = state();
        let bridge: InterfaceName = "br0".parse().unwrap();
        state.links[1].master = Some(bridge.clone());
        state.links.push(NetAdapter {
            name: bridge,
            kind: LinkKind::Bridge,
            up: true,
            default_route: true,
            ..NetAdapter::default()
        });
        let disable = |force| Intent::SetNicUp {
            nic: "enp1s0f0".to_owned(),
            up: false,
            force,
        };
        let error = disable(false).plan(&state).unwrap_err();
        assert_eq!(error.id, "NetAdapter.ManagementPath");
        assert!(error.message.contains("br0"), "{error}");
        assert_eq!(changes(&disable(true), &state), ["SetLink"]);
        // A bond with another member that works goes on.
        state.links[3].kind = LinkKind::Bond;
        state.links[2].master = Some(state.links[3].name.clone());
        assert_eq!(changes(&disable(false), &state), ["SetLink"]);
    }
}
