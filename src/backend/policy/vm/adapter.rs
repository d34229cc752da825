//! Adding, changing, connecting and removing the network adapters of virtual machines.

use serde::{Deserialize, Serialize};

use std::time::Duration;

use crate::model::{
    Adapter, AdapterAlias, AdapterSettings, AdapterVlan, MacAddress, NicSpec, State, Uuid,
    VisibleName, Vm, driver_traits,
};
use crate::plan::{BridgeChange, Device, DeviceChange, DomainChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::network::filters;
use crate::policy::network::guest_team;
use crate::policy::network::team;
use crate::policy::vf::hindrance::Hindrance;
use crate::policy::vf::{allocation, queues, rates};
use crate::policy::vm::device;
use crate::policy::vm::pair;
use crate::policy::word::pattern;
use crate::state::DesiredSwitch;
use crate::{Category, HostError};

pub use crate::model::{AdapterChanges as Changes, MacChoice};

/// How long a guest has to let go of an adapter.
const DETACH_TIMEOUT: Duration = Duration::from_secs(30);

/// An adapter to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAdapter {
    /// The VM's id.
    pub vm: Uuid,
    /// The adapter's id, random unless chosen.
    pub id: Uuid,
    /// Its name; Hyper-V's default is `Network Adapter`.
    pub name: String,
    /// The switch to connect it to.
    pub switch: Option<String>,
    /// MAC.
    pub mac: MacChoice,
    /// An emulated NIC instead of a virtio one.
    #[serde(default)]
    pub emulated: bool,
}

/// Adds an adapter, also to a running VM.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState` of a saved VM, `Vm.WrongGeneration` of an emulated one, `Switch.NotFound`, `Adapter.NameInvalid`,
/// `Adapter.MacInUse`, `Adapter.MacInvalid`, `Host.MacPoolExhausted`.
pub(in crate::policy) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewAdapter,
) -> Result<Focus, HostError> {
    VisibleName::short(&new.name, "Adapter.NameInvalid", "network adapter")?;
    let vm = guard::vm_by_id(state, new.vm)?;
    guard::devices_may_change(vm)?;
    if new.emulated {
        has_emulated(vm)?;
    }
    let switch = new
        .switch
        .as_deref()
        .map(|name| guard::switch_named(state, name))
        .transpose()?;
    let mac = choose_mac(state, new.mac, None)?;
    let alias = AdapterAlias::of(new.id);
    let mut settings = vm.settings();
    settings.put(
        &alias,
        AdapterSettings {
            name: new.name.clone(),
            id: new.id,
            switch: switch.map(|s| s.id),
            dynamic_mac: new.mac == MacChoice::Dynamic,
            ..AdapterSettings::default()
        },
    );
    let target = format!("{}: {}", vm.name, new.name);
    plan.about(format!("Add an adapter to '{}'", vm.name), target);
    plan.step(
        format!("Remember the settings of '{}'", new.name),
        DomainChange::SetMetadata {
            vm: vm.id,
            settings: Some(settings),
        },
    );
    let nic = NicSpec {
        tap: alias.tap(),
        alias: alias.clone(),
        mac,
        bridge: switch.map(|s| s.bridge.clone()),
        link_up: switch.is_some(),
        teaming: !new.emulated,
        queues: 1,
        naming_index: None,
        mtu: None,
        emulated: new.emulated,
    };
    plan.step(
        format!("Attach '{}' to '{}'", new.name, vm.name),
        DeviceChange::Attach {
            vm: vm.id,
            device: Device::Nic(nic),
            live: vm.state.is_active(),
        },
    );
    Ok(Focus::on_adapter(vm.id, alias))
}

/// Refuses an emulated adapter for a VM of generation 2, as Hyper-V does. One that counts as such and has a BIOS may have one.
fn has_emulated(vm: &Vm) -> Result<(), HostError> {
    if vm.settings().generation != 2 || !vm.hardware.firmware.uefi {
        return Ok(());
    }
    let message = format!(
        "'{}' is a virtual machine of generation 2, which has no legacy network adapters.",
        vm.name
    );
    let error = HostError::new("Vm.WrongGeneration", Category::InvalidOperation, message);
    Err(error.target(vm.name.clone()).next_step(format!(
        "Leave out -IsLegacy: Add-VMNetworkAdapter {}; or make the machine with -Generation 1.",
        pattern(&vm.name)
    )))
}

fn choose_mac(
    state: &State,
    choice: MacChoice,
    present: Option<(Uuid, &Adapter)>,
) -> Result<MacAddress, HostError> {
    match choice {
        MacChoice::Static(mac) => {
            guard::may_use_mac(state, mac, present.map(|(vm, a)| (vm, &a.alias)))?;
            Ok(mac)
        }
        MacChoice::Dynamic => match present {
            Some((_, adapter)) if adapter.settings.dynamic_mac => Ok(adapter.mac),
            _ => guard::free_mac(state, &[]),
        },
    }
}

/// Changes an adapter's settings. On a running VM they take effect at once: a VF comes, goes, or is programmed anew.
///
/// # Errors
/// `Vm.NotFound`, `Adapter.NotFound`; `Switch.NotMember`, `Switch.BandwidthMode`; `Adapter.MtuInvalid`, `Adapter.TooManyQueues`,
/// `Vm.InvalidState` of a saved VM whose device would change; `Adapter.RunningMacChange` when the MAC of a running VM's adapter would change;
/// `Adapter.MacInUse`, `Adapter.MacInvalid`, `Host.MacPoolExhausted`; `Adapter.RateUnfit` of an adapter that has a VF.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    changes: &Changes,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    let adapter = guard::adapter_by_alias(vm, alias)?;
    let target = format!("{}: {}", vm.name, adapter.settings.name);
    plan.about(
        format!(
            "Change the adapter '{}' of '{}'",
            adapter.settings.name, vm.name
        ),
        target,
    );
    if let Some(Some(nic)) = &changes.team_mapping {
        team::may_map(state, adapter, nic)?;
    }
    let mac = match changes.mac {
        Some(choice) => choose_mac(state, choice, Some((vm.id, adapter)))?,
        None => adapter.mac,
    };
    if mac != adapter.mac {
        guard::devices_may_change(vm)?;
    }
    if mac != adapter.mac && vm.state.is_active() {
        return Err(HostError::new(
            "Adapter.RunningMacChange",
            Category::InvalidOperation,
            format!(
                "The MAC address of '{}' cannot be changed while '{}' runs.",
                adapter.settings.name, vm.name
            ),
        )
        .target(format!("{}: {}", vm.name, adapter.settings.name))
        .next_step("Stop the virtual machine first."));
    }
    let asked = device::Asked::of(changes);
    device::check(state, adapter, &asked)?;
    let mut one = adapter.settings.clone();
    changes.apply_to(&mut one);
    asked.warn_of_replaced(plan, &adapter.settings, &one);
    if let Some(on) = changes.device_naming {
        one.naming_index = Some(device::naming_index(vm, adapter, on));
    }
    if (one.maximum_bandwidth, one.minimum_bandwidth)
        != (
            adapter.settings.maximum_bandwidth,
            adapter.settings.minimum_bandwidth,
        )
    {
        rates_fit(state, vm, adapter, &one)?;
    }
    let stands = Adapter {
        mac,
        settings: one.clone(),
        ..adapter.clone()
    };
    let nic = stands.spec();
    if nic != adapter.spec() {
        guard::devices_may_change(vm)?;
    }
    if one != adapter.settings {
        let mut settings = vm.settings();
        settings.put(&adapter.alias, one);
        plan.step(
            format!("Remember the settings of '{}'", adapter.settings.name),
            DomainChange::SetMetadata {
                vm: vm.id,
                settings: Some(settings),
            },
        );
    }
    if adapter.settings.allow_teaming && changes.allow_teaming == Some(false) {
        guest_team::leave(plan, vm, adapter);
    }
    if nic != adapter.spec() {
        let what = if mac == adapter.mac {
            device::told(&nic)
        } else {
            format!("Give it the address {mac}")
        };
        plan.step(
            what,
            DeviceChange::Update {
                vm: vm.id,
                nic,
                live: false,
            },
        );
    }
    device::warn(plan, vm, &stands, &asked);
    if let Some(asked) = changes.iov_queue_pairs.filter(|asked| *asked > 1) {
        queues::warn(plan, adapter, asked);
    }
    filters::warn_of_priorities(plan, &stands.settings, changes);
    if let Some(vlan) = &changes.vlan {
        warn_of_vlan_filters(plan, adapter, vlan);
    }
    pair::make_pairs(plan, vm.id);
    Ok(Focus::on_adapter(vm.id, alias.clone()))
}

/// Refuses rates that the driver of the VF which the adapter has would refuse.
fn rates_fit(
    state: &State,
    vm: &Vm,
    adapter: &Adapter,
    asked: &AdapterSettings,
) -> Result<(), HostError> {
    let vf = adapter.vf.as_ref().and_then(|vf| state.vf(vf.address));
    let Some(function) = vf.and_then(|vf| state.function(vf.pf)) else {
        return Ok(());
    };
    let refused = rates::refusals(state, function, asked);
    if refused.is_empty() || !vm.state.is_active() {
        return Ok(());
    }
    let hindrance = Hindrance::Policies(refused);
    let link = function.interface.as_ref().and_then(|nic| state.link(nic));
    let most = link.and_then(|link| link.speed).filter(|speed| *speed > 0);
    let without = hindrance.next_step(state, vm, adapter);
    let step = match most {
        Some(most) => format!(
            "Ask for at most {most} Mbit/s, the speed of its link; or for nothing: {without}"
        ),
        None => format!("Ask for nothing: {without}"),
    };
    let error = HostError::new(
        "Adapter.RateUnfit",
        Category::InvalidArgument,
        hindrance.text(),
    );
    Err(error
        .target(format!("{}: {}", vm.name, adapter.settings.name))
        .next_step(step))
}

/// Warns of more VLANs than the filters of the switch's NICs hold.
pub(in crate::policy) fn warn_of_vlan_filters(
    plan: &mut PlanBuilder,
    adapter: &Adapter,
    vlan: &AdapterVlan,
) {
    let wanted = vlan.on_wire().len();
    let state = plan.state();
    let switch = adapter
        .bridge
        .as_ref()
        .and_then(|bridge| state.desired.switch_on(bridge));
    let nics = switch.into_iter().flat_map(|switch| &switch.uplinks);
    let full = nics.filter_map(|nic| state.link_of(nic)).find_map(|link| {
        let traits = link.driver.as_deref().map(driver_traits)?;
        let most = traits.vlan_filters?;
        (wanted > usize::from(most)).then(|| (link.name.clone(), traits.name, most))
    });
    if let Some((nic, driver, most)) = full {
        plan.warn(
            "Adapter.VlanFiltersShort",
            format!(
                "{wanted} VLANs are more than the filter of {nic} holds ({driver}: {most} for it and its virtual functions together): it may let all VLANs in, and VLANs of virtual functions may stop working. Name only the VLANs that are used with -AllowedVlanIdList."
            ),
        );
    }
}

/// Gives an adapter another name.
///
/// # Errors
/// `Vm.NotFound`, `Adapter.NotFound`, `Adapter.NameInvalid`.
pub(in crate::policy) fn rename(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    name: &str,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    let adapter = guard::adapter_by_alias(vm, alias)?;
    VisibleName::short(name, "Adapter.NameInvalid", "network adapter")?;
    let target = format!("{}: {}", vm.name, adapter.settings.name);
    plan.about(
        format!("Rename '{}' to '{name}'", adapter.settings.name),
        target,
    );
    let mut settings = vm.settings();
    settings.put(
        &adapter.alias,
        AdapterSettings {
            name: name.to_owned(),
            ..adapter.settings.clone()
        },
    );
    plan.step(
        format!("Remember the name '{name}'"),
        DomainChange::SetMetadata {
            vm: vm.id,
            settings: Some(settings),
        },
    );
    Ok(Focus::default())
}

/// Connects an adapter to a switch; on a running VM a VF of the old switch is given back and one of the new one asked for.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState` of a saved VM, `Adapter.NotFound`, `Switch.NotFound`.
pub(in crate::policy) fn connect(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    switch: &str,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    guard::devices_may_change(vm)?;
    let adapter = guard::adapter_by_alias(vm, alias)?;
    let switch = guard::switch_named(state, switch)?;
    let target = format!("{}: {}", vm.name, adapter.settings.name);
    let title = format!(
        "Connect '{}' of '{}' to '{}'",
        adapter.settings.name, vm.name, switch.name
    );
    plan.about(title, target);
    if adapter.vf.is_some() {
        guard::guest_can_let_go(vm)?;
    }
    move_to(plan, vm, adapter, Some(switch));
    Ok(Focus::on_adapter(vm.id, alias.clone()))
}

/// Disconnects an adapter from its switch.
///
/// # Errors
/// `Vm.NotFound`, `Adapter.NotFound`.
pub(in crate::policy) fn disconnect(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    guard::devices_may_change(vm)?;
    let adapter = guard::adapter_by_alias(vm, alias)?;
    let target = format!("{}: {}", vm.name, adapter.settings.name);
    let title = format!("Disconnect '{}' of '{}'", adapter.settings.name, vm.name);
    plan.about(title, target);
    if adapter.vf.is_some() {
        guard::guest_can_let_go(vm)?;
    }
    move_to(plan, vm, adapter, None);
    Ok(Focus::on_adapter(vm.id, alias.clone()))
}

/// Disconnects a VM's adapters from a switch that is about to go.
pub(in crate::policy) fn disconnect_all(plan: &mut PlanBuilder, vm: &Vm, switch: &DesiredSwitch) {
    for adapter in vm
        .adapters
        .iter()
        .filter(|a| a.bridge.as_ref() == Some(&switch.bridge))
    {
        move_to(plan, vm, adapter, None);
    }
}

fn move_to(plan: &mut PlanBuilder, vm: &Vm, adapter: &Adapter, switch: Option<&DesiredSwitch>) {
    let name = adapter.settings.name.clone();
    let bridge = switch.map(|s| s.bridge.clone());
    let live = vm.state.is_active();
    let moves = adapter.bridge != bridge;
    let wanted = switch.map(|s| s.id);
    if adapter.settings.switch != wanted {
        // The plan may have changed other adapters of the VM before.
        let mut settings = plan.state().vm(vm.id).map(Vm::settings).unwrap_or_default();
        settings.put(
            &adapter.alias,
            AdapterSettings {
                switch: wanted,
                ..adapter.settings.clone()
            },
        );
        plan.step(
            format!("Remember the switch of '{name}'"),
            DomainChange::SetMetadata {
                vm: vm.id,
                settings: Some(settings),
            },
        );
    }
    if live && moves {
        allocation::release_of(plan, vm.id, &adapter.alias);
    }
    let link_up = switch.is_some();
    if moves || adapter.link_up != link_up {
        // Before the port moves: what undoes this step is made of the bridge that the adapter is in.
        let nic = NicSpec {
            bridge: bridge.clone(),
            link_up,
            ..adapter.spec()
        };
        let what = match switch {
            Some(switch) => format!("Plug the cable of '{name}' into '{}'", switch.name),
            None => format!("Pull the cable of '{name}'"),
        };
        plan.step(
            what,
            DeviceChange::Update {
                vm: vm.id,
                nic,
                live,
            },
        );
    }
    if live && moves {
        if let (Some(from), Some(port)) = (adapter.bridge.clone(), adapter.tap.clone()) {
            plan.step(
                format!("Take {port} out of {from}"),
                BridgeChange::RemovePort { bridge: from, port },
            );
        }
        if let (Some(to), Some(port)) = (bridge, adapter.tap.clone()) {
            plan.step(
                format!("Make {port} a port of {to}"),
                BridgeChange::AddPort { bridge: to, port },
            );
        }
    }
}

/// Removes an adapter, also from a running VM.
///
/// # Errors
/// `Vm.NotFound`, `Adapter.NotFound`.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    guard::devices_may_change(vm)?;
    guard::guest_can_let_go(vm)?;
    let adapter = guard::adapter_by_alias(vm, alias)?;
    let name = adapter.settings.name.clone();
    let target = format!("{}: {name}", vm.name);
    plan.about(format!("Remove '{name}' from '{}'", vm.name), target);
    allocation::release_of(plan, vm.id, alias);
    let live = vm.state.is_active();
    if let Some(tap) = &adapter.tap {
        filters::block_all(plan, tap);
    }
    plan.step(
        format!("Detach '{name}' from '{}'", vm.name),
        DeviceChange::Detach {
            vm: vm.id,
            device: Device::Nic(adapter.spec()),
            live,
            timeout: DETACH_TIMEOUT,
        },
    );
    if let Some(mut settings) = vm.settings.clone() {
        settings.remove(alias);
        plan.step(
            format!("Forget the settings of '{name}'"),
            DomainChange::SetMetadata {
                vm: vm.id,
                settings: Some(settings),
            },
        );
    }
    Ok(Focus::removing(vec![adapter.mac]))
}
