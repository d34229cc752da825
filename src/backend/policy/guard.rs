//! Finding what a name means, and refusing what would hurt.

use crate::model::{
    Adapter, AdapterAlias, InterfaceName, LinkKind, MacAddress, NetAdapter, State, Uuid,
    VisibleName, Vm, VmRef, VmState,
};
use crate::plan::PlanBuilder;
use crate::plan::program;
use crate::plan::virsh::virsh_step;
use crate::policy::losses::{self, Deed};
use crate::policy::word::{pattern, word};
use crate::state::{DesiredSwitch, DesiredTeam, Side};
use crate::{Category, HostError};
use iovsh_base::names::NameExt as _;

/// The host NIC with this name.
///
/// # Errors
/// `NetAdapter.NotFound`, with the nearest names.
pub fn nic_named<'s>(state: &'s State, name: &str) -> Result<&'s NetAdapter, HostError> {
    let exact = state.links.iter().find(|l| l.name.as_str() == name);
    let folded = |called: &str| called.is_same_name(name);
    exact
        .or_else(|| state.links.iter().find(|l| folded(l.name.as_str())))
        .or_else(|| state.links.iter().find(|l| folded(l.shown())))
        .ok_or_else(|| {
            let physical = state
                .links
                .iter()
                .filter(|l| l.kind == LinkKind::Physical)
                .map(|l| l.name.as_str());
            not_found(
                "NetAdapter.NotFound",
                "network adapter",
                name,
                physical,
                "Get-NetAdapter",
            )
        })
}

/// The switch with this name.
///
/// # Errors
/// `Switch.NotFound`, with the nearest names.
pub fn switch_named<'s>(state: &'s State, name: &str) -> Result<&'s DesiredSwitch, HostError> {
    state.desired.switch_named(name).ok_or_else(|| {
        let names = state.desired.switches.iter().map(|s| s.name.as_str());
        let error = not_found(
            "Switch.NotFound",
            "virtual switch",
            name,
            names,
            "Get-VMSwitch",
        );
        if !state.desired.switches.is_empty() {
            return error;
        }
        let nic = free_nics(state).next().map_or("NIC", |nic| nic.name.as_str());
        error.next_step(format!(
            "Make one: New-VMSwitch {} -NetAdapterName {}; with -EnableIov $true for virtual functions.",
            word(name),
            word(nic)
        ))
    })
}

/// The VM with this name.
///
/// # Errors
/// `Vm.Unreadable` when its configuration cannot be read; `Vm.NotFound`, with the nearest names.
pub fn vm_named<'s>(state: &'s State, name: &str) -> Result<&'s Vm, HostError> {
    let vm = state.vm_named(name).ok_or_else(|| {
        let names = state.vms.iter().map(|v| v.name.as_str());
        not_found("Vm.NotFound", "virtual machine", name, names, "Get-VM")
    })?;
    stays_here(state, vm)?;
    vm.refusal().map_or(Ok(vm), Err)
}

/// The VM that is meant.
///
/// # Errors
/// `Vm.Unreadable`, `Vm.NotFound`, `Vm.Migrating`.
pub(in crate::policy) fn vm_meant<'s>(state: &'s State, vm: &VmRef) -> Result<&'s Vm, HostError> {
    match vm {
        VmRef::Name(name) => vm_named(state, name),
        VmRef::Id(id) => {
            let vm = vm_by_id(state, *id)?;
            vm.refusal().map_or(Ok(vm), Err)
        }
    }
}

/// Refuses what is asked of a VM that is on its way between two hosts: only those who know both ends may change it.
fn stays_here(state: &State, vm: &Vm) -> Result<(), HostError> {
    let Some(migration) = state.desired.migration_of(vm.id) else {
        return Ok(());
    };
    let (way, other) = match migration.side {
        Side::Source => ("to", &migration.other),
        Side::Target => ("from", &migration.other),
    };
    Err(HostError::new(
        "Vm.Migrating",
        Category::ResourceBusy,
        format!("'{}' migrates {way} {other}.", vm.name),
    )
    .target(vm.name.clone())
    .next_step(format!(
        "Wait until it has arrived, or stop the migration where it was begun. One that was cut off is settled as soon as both hosts can be reached: Get-VM {0}. If {other} is gone and will not run it again: Start-VM {0} -Force.",
        pattern(&vm.name)
    )))
}

/// Refuses a name that no VM may have, or that another than `own` has.
pub(in crate::policy) fn may_be_called(
    state: &State,
    name: &str,
    own: Option<Uuid>,
) -> Result<(), HostError> {
    VisibleName::short(name, "Vm.NameInvalid", "virtual machine")?;
    if name.contains('/') {
        return Err(HostError::new(
            "Vm.NameInvalid",
            Category::InvalidArgument,
            "The name of a virtual machine cannot contain '/'.",
        )
        .target(name)
        .next_step("Choose another name."));
    }
    if state.vm_named(name).is_some_and(|vm| Some(vm.id) != own) {
        return Err(HostError::new(
            "Vm.NameInUse",
            Category::ResourceExists,
            format!("There is already a virtual machine named '{name}'."),
        )
        .target(name)
        .next_step("Choose another name; libvirt has one virtual machine for each name."));
    }
    Ok(())
}

/// The first adapter of a VM with this name.
///
/// # Errors
/// `Adapter.NotFound`, with the nearest names.
pub fn adapter_named<'s>(vm: &'s Vm, name: &str) -> Result<&'s Adapter, HostError> {
    vm.adapters
        .iter()
        .find(|a| a.settings.name.is_same_name(name))
        .ok_or_else(|| {
            let names = vm.adapters.iter().map(|a| a.settings.name.as_str());
            not_found(
                "Adapter.NotFound",
                "network adapter",
                name,
                names,
                "Get-VMNetworkAdapter",
            )
        })
}

/// Refuses to change the devices of a saved VM: it would go on with those that it was saved with.
pub(in crate::policy) fn devices_may_change(vm: &Vm) -> Result<(), HostError> {
    if vm.state != VmState::Saved {
        return Ok(());
    }
    Err(
        invalid_state(vm, "change the adapters of").next_step(format!(
            "Start it, or throw its saved state away: Remove-VMSavedState {}.",
            pattern(&vm.name)
        )),
    )
}

/// Refuses what needs a guest to let a device go while that guest holds still: it could only run into a time-out.
pub(in crate::policy) fn guest_can_let_go(vm: &Vm) -> Result<(), HostError> {
    if vm.state != VmState::Paused {
        return Ok(());
    }
    Err(invalid_state(vm, "take a device from")
        .next_step(format!("Resume it first: Resume-VM {}.", pattern(&vm.name))))
}

/// Refuses to write or send the memory of a machine for which QEMU would write down a wrong time with it. QEMU takes a guest's clock when the
/// processors stop; of processors that have not run in this process it takes the time that the process has been there, and the guest, which would
/// go back in time, stands still for as long as it had run before (`kvmclock_pre_save` in QEMU's `hw/i386/kvm/clock.c`).
///
/// # Errors
/// `Vm.NotRun`.
pub(in crate::policy) fn keeps_its_clock(vm: &Vm) -> Result<(), HostError> {
    if vm.state != VmState::Paused || vm.facts.has_run != Some(false) {
        return Ok(());
    }
    let message = format!(
        "'{}' is paused and has not run since it came here or was restored: QEMU would lose its time, and the guest would stand still for as long as it had run.",
        vm.name
    );
    Err(
        HostError::new("Vm.NotRun", Category::InvalidOperation, message)
            .target(vm.name.clone())
            .next_step(format!("Let it run first: Resume-VM {}", pattern(&vm.name))),
    )
}

/// A VM is in the wrong state for something.
pub(in crate::policy) fn invalid_state(vm: &Vm, act: &str) -> HostError {
    HostError::new(
        "Vm.InvalidState",
        Category::InvalidOperation,
        format!("Cannot {act} '{}' while it is {:?}.", vm.name, vm.state),
    )
    .target(vm.name.clone())
    .next_step(match vm.state {
        VmState::Off => format!("Start it first: Start-VM {}.", pattern(&vm.name)),
        VmState::Paused => format!("Resume it first: Resume-VM {}.", pattern(&vm.name)),
        VmState::Saved => format!(
            "Start it, or discard what was saved: Remove-VMSavedState {}.",
            pattern(&vm.name)
        ),
        VmState::Running | VmState::Stopping => {
            format!("Stop it first: Stop-VM {}.", pattern(&vm.name))
        }
    })
}

pub(in crate::policy) fn vm_by_id(state: &State, id: Uuid) -> Result<&Vm, HostError> {
    let vm = state.vm(id).ok_or_else(|| {
        HostError::new(
            "Vm.NotFound",
            Category::ObjectNotFound,
            format!("There is no virtual machine with the id {id}."),
        )
        .target(id.to_string())
        .next_step("List them with Get-VM.")
    })?;
    stays_here(state, vm)?;
    Ok(vm)
}

pub(in crate::policy) fn adapter_by_alias<'s>(
    vm: &'s Vm,
    alias: &AdapterAlias,
) -> Result<&'s Adapter, HostError> {
    // One that another tool made has a new alias once it is half of a failover pair.
    let paired = || vm.adapter(&AdapterAlias::paired(vm.id, alias));
    vm.adapter(alias).or_else(paired).ok_or_else(|| {
        let message = format!("'{}' has no network adapter {alias}.", vm.name);
        HostError::new("Adapter.NotFound", Category::ObjectNotFound, message)
            .target(vm.name.clone())
            .next_step("List them with Get-VMNetworkAdapter.")
    })
}

fn not_found<'n>(
    id: &'static str,
    kind: &str,
    name: &str,
    known: impl Iterator<Item = &'n str>,
    list: &str,
) -> HostError {
    let lower = name.to_lowercase();
    let all: Vec<&str> = known.collect();
    let near = all
        .iter()
        .copied()
        .map(|k| (strsim::damerau_levenshtein(&k.to_lowercase(), &lower), k))
        .min()
        .filter(|(distance, near)| {
            // One slip, and one more for every four letters.
            *distance <= 1 + lower.chars().count().max(near.chars().count()) / 4
        });
    let next = match near {
        Some((_, near)) => format!("Did you mean '{near}'? List them with {list}."),
        None if all.is_empty() => format!("There is no {kind} so far."),
        None => {
            let names: Vec<String> = all.iter().take(8).map(|n| format!("'{n}'")).collect();
            let more = match all.len().saturating_sub(names.len()) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!(
                "There are: {}{more}. List them with {list}.",
                names.join(", ")
            )
        }
    };
    HostError::new(
        id,
        Category::ObjectNotFound,
        format!("There is no {kind} named '{name}'."),
    )
    .target(name)
    .next_step(next)
}

/// A team of the host does not hand SR-IOV up to a switch, and a switch can have a team of its own that does.
fn host_team(state: &State, team: &NetAdapter) -> HostError {
    let members = state.team(&team.name).map(|team| team.members.as_slice());
    let members: Vec<String> = members
        .unwrap_or_default()
        .iter()
        .map(|member| pattern(member.as_str()))
        .collect();
    let next = match members.is_empty() {
        true => "Make the team in the switch: New-VMSwitch -NetAdapterName with all of the network adapters.".to_owned(),
        false => format!(
            "Make the team in the switch: remove '{}', then New-VMSwitch -NetAdapterName {}.",
            team.shown(),
            members.join(",")
        ),
    };
    HostError::new(
        "NetAdapter.HostTeam",
        Category::InvalidArgument,
        format!(
            "'{}' is a team of the host, which hides SR-IOV from a switch above it.",
            team.shown()
        ),
    )
    .target(team.shown())
    .next_step(next)
}

/// Refuses a NIC that is a member of a team of the host that iovsh looks after.
fn not_of_team(state: &State, nic: &NetAdapter) -> Result<(), HostError> {
    let Some(team) = state.desired.team_using(&nic.identity) else {
        return Ok(());
    };
    let (nic, team) = (&nic.name, team.shown());
    Err(HostError::new(
        "Team.NicInUse",
        Category::ResourceExists,
        format!("'{nic}' is a member of the team '{team}'."),
    )
    .target(nic.to_string())
    .next_step(format!(
        "Choose another network adapter, or take it out first: Remove-NetLbfoTeamMember {} -Team {}.",
        pattern(nic.as_str()),
        pattern(team)
    )))
}

/// Refuses to make a switch on a team of the host when that is part of something, or the host would lose what stands on it.
pub(in crate::policy) fn may_stand_on(
    state: &State,
    bond: &NetAdapter,
    force: bool,
) -> Result<(), HostError> {
    let mut switches = state.desired.switches.iter();
    if let Some(switch) = switches.find(|s| s.team.as_ref() == Some(&bond.name)) {
        return Err(HostError::new(
            "Switch.NicInUse",
            Category::ResourceExists,
            format!(
                "'{}' belongs to the switch '{}'.",
                bond.shown(),
                switch.name
            ),
        )
        .target(bond.shown())
        .next_step("Choose another network adapter, or remove that switch first."));
    }
    let is_part = bond.master.as_ref();
    if let Some(master) = is_part {
        return Err(HostError::new(
            "NetAdapter.HasMaster",
            Category::ResourceBusy,
            format!("'{}' is already part of '{master}'.", bond.shown()),
        )
        .target(bond.shown())
        .next_step(format!("Take it out of '{master}' first.")));
    }
    if force {
        return Ok(());
    }
    losses::host_stays_reachable(state, bond, Deed::Take)
}

/// Refuses to take a NIC for a switch, or to reset it, when the host would lose what it needs; `force` overrides what an
/// admin may know better.
pub(in crate::policy) fn may_take(
    state: &State,
    nic: &NetAdapter,
    force: bool,
) -> Result<(), HostError> {
    let name = nic.name.as_str();
    if nic.kind == LinkKind::Bond {
        return Err(host_team(state, nic));
    }
    if nic.kind != LinkKind::Physical {
        return Err(HostError::new(
            "NetAdapter.NotPhysical",
            Category::InvalidArgument,
            format!("'{name}' is not a physical network adapter."),
        )
        .target(name)
        .next_step("Choose one that 'Get-NetAdapter -Physical' lists."));
    }
    if let Some(switch) = state.desired.switch_using(&nic.identity) {
        return Err(HostError::new(
            "Switch.NicInUse",
            Category::ResourceExists,
            format!("'{name}' belongs to the switch '{}'.", switch.name),
        )
        .target(name)
        .next_step("Choose another network adapter, or remove that switch first."));
    }
    not_of_team(state, nic)?;
    if force {
        return Ok(());
    }
    losses::host_stays_reachable(state, nic, Deed::Take)?;
    if let Some(master) = &nic.master {
        return Err(HostError::new(
            "NetAdapter.HasMaster",
            Category::ResourceBusy,
            format!("'{name}' is already part of '{master}'."),
        )
        .target(name)
        .next_step(format!("Take it out of '{master}' first, or add -Force.")));
    }
    Ok(())
}

/// The NICs of which a switch can be made without `-Force`.
pub fn free_nics(state: &State) -> impl Iterator<Item = &NetAdapter> {
    let links = state.links.iter();
    links.filter(|link| may_take(state, link, false).is_ok())
}

/// Says which of libvirt's networks hand out VFs of a NIC by themselves, and which other tools have a hand on it, and how each is told to leave it alone.
pub(in crate::policy) fn warn_of_other_tools(plan: &mut PlanBuilder, nic: &NetAdapter) {
    let name = &nic.name;
    let pools = plan.state().networks.iter();
    let pools: Vec<String> = pools
        .filter(|network| network.active && network.pool.contains(name))
        .map(|network| network.name.clone())
        .collect();
    for pool in pools {
        plan.warn(
            "NetAdapter.ManagedByOther",
            format!(
                "libvirt's network '{pool}' hands out virtual functions of '{name}' too; to stop that: {}.",
                virsh_step("net-destroy", "", &pool, &[])
            ),
        );
    }
    for tool in &nic.managed_by {
        plan.warn(
            "NetAdapter.ManagedByOther",
            format!(
                "{tool} manages '{name}' and may undo what is done to it; to hand it over: {}.",
                hand_over(nic, tool)
            ),
        );
    }
}

/// How another tool is told to leave a NIC alone.
pub(in crate::policy) fn hand_over(nic: &NetAdapter, tool: &str) -> String {
    let name = nic.name.as_str();
    match tool {
        "NetworkManager" => program(["nmcli", "device", "set", "ifname", name, "managed", "no"]),
        "systemd-networkd" => {
            format!("give it a .network file with Name={name} and Unmanaged=yes")
        }
        "netplan" => format!("take {name} out of /etc/netplan"),
        "driverctl" => nic.pci.map_or_else(
            || "driverctl unset-override".to_owned(),
            |pci| format!("driverctl unset-override {pci}"),
        ),
        "SR-IOV network operator" => {
            "mark the NIC as externally managed in its node policy".to_owned()
        }
        _ => "tell it to leave the device alone".to_owned(),
    }
}

/// Who has a MAC address already, in words; `but` is the adapter that may have it.
#[must_use]
pub fn mac_owner(
    state: &State,
    mac: MacAddress,
    but: Option<(Uuid, &AdapterAlias)>,
) -> Option<String> {
    let of_vm = state.vms.iter().find_map(|vm| {
        let found = vm
            .adapters
            .iter()
            .find(|a| a.mac == mac && but != Some((vm.id, &a.alias)))?;
        Some(format!(
            "the adapter '{}' of '{}'",
            found.settings.name, vm.name
        ))
    });
    let of_host = || {
        let link = state.links.iter().find(|l| {
            l.kind != LinkKind::Tap
                && l.kind != LinkKind::VirtualFunction
                && (l.mac == mac || l.identity.permanent_mac == mac)
        })?;
        Some(format!("the host's network adapter '{}'", link.name))
    };
    of_vm.or_else(of_host)
}

/// A MAC address from the host's pool that nothing on the host has; `taken` are addresses that are about to be used.
///
/// # Errors
/// `Host.MacPoolExhausted`.
pub fn free_mac(state: &State, taken: &[MacAddress]) -> Result<MacAddress, HostError> {
    let pool = state.mac_pool();
    let mut used: std::collections::HashSet<MacAddress> = taken.iter().copied().collect();
    used.extend(state.vms.iter().flat_map(|v| &v.adapters).map(|a| a.mac));
    used.extend(state.links.iter().map(|l| l.mac));
    used.extend(state.desired.host_adapters.iter().filter_map(|a| a.mac));
    let departed = &state.desired.departed;
    let candidates = || (pool.minimum.to_u64()..=pool.maximum.to_u64()).map(MacAddress::from_u64);
    let free = |mac: &MacAddress| !used.contains(mac);
    // What a VM took along to another host it may still have there.
    let never_left = candidates().find(|mac| free(mac) && !departed.contains(mac));
    never_left.or_else(|| candidates().find(free)).ok_or_else(|| {
        HostError::new(
            "Host.MacPoolExhausted",
            Category::LimitsExceeded,
            format!("Every address from {} to {} is in use.", pool.minimum.hyphenated(), pool.maximum.hyphenated()),
        )
        .next_step("Give the adapter a static address, or widen the pool with Set-VMHost -MacAddressMaximum.")
    })
}

/// Refuses an address that an adapter cannot have.
pub(in crate::policy) fn may_use_mac(
    state: &State,
    mac: MacAddress,
    but: Option<(Uuid, &AdapterAlias)>,
) -> Result<(), HostError> {
    if !mac.is_usable() {
        return Err(HostError::new(
            "Adapter.MacInvalid",
            Category::InvalidArgument,
            format!(
                "{} is not an address that an adapter can have.",
                mac.hyphenated()
            ),
        )
        .target(mac.plain())
        .next_step("Choose a unicast address, for example one that starts with 00-15-5D."));
    }
    match mac_owner(state, mac, but) {
        Some(owner) => Err(HostError::new(
            "Adapter.MacInUse",
            Category::ResourceExists,
            format!("The MAC address {} belongs to {owner}.", mac.hyphenated()),
        )
        .target(mac.plain())
        .next_step("Choose another address, or a dynamic one.")),
        None => Ok(()),
    }
}

/// The bridge device for a new switch: `vs-` and what is left of its name, with a number where that is taken.
pub(in crate::policy) fn bridge_name(
    state: &State,
    switch: &str,
) -> Result<InterfaceName, HostError> {
    let plain = plain_device(switch);
    let first = if plain.is_empty() {
        "vs-switch".to_owned()
    } else {
        format!("vs-{plain}")
    };
    free_device(state, &first)
}

/// What is left of a name for a device that is called after it, behind a prefix of three letters; perhaps nothing.
pub(in crate::policy) fn plain_device(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter_map(|c| match c {
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            ' ' | '-' | '_' | '.' => Some('-'),
            _ => None,
        })
        .take(12)
        .collect();
    plain.trim_matches('-').to_owned()
}

/// A name for a new device: `first`, with a number where that is taken.
pub(in crate::policy) fn free_device(
    state: &State,
    first: &str,
) -> Result<InterfaceName, HostError> {
    let free = |name: &InterfaceName| {
        let desired = &state.desired;
        let switches = &desired.switches;
        let of_team = |team: &DesiredTeam| {
            team.device == *name || team.nics.iter().any(|nic| nic.name == *name)
        };
        !desired.teams.iter().any(of_team)
            && state.link(name).is_none()
            && state.bridge(name).is_none()
            && !desired
                .host_adapters
                .iter()
                .any(|a| a.device == *name || a.port.as_ref() == Some(name))
            && !switches
                .iter()
                .any(|s| s.bridge == *name || s.team.as_ref() == Some(name))
    };
    let numbered =
        (2..1000_u32).map(|n| format!("{}-{n}", first.chars().take(11).collect::<String>()));
    std::iter::once(first.to_owned())
        .chain(numbered)
        .filter_map(|name| name.parse::<InterfaceName>().ok())
        .find(free)
        .ok_or_else(|| {
            HostError::new(
                "Switch.NameInUse",
                Category::ResourceExists,
                "No name is left for a device of the switch.",
            )
            .target(first)
            .next_step("Choose another name for the switch.")
        })
}
