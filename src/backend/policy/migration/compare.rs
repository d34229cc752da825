//! Whether a virtual machine of another host can run here.

use std::net::IpAddr;

use crate::model::{
    Adapter, AdapterAlias, Connection, DiskReach, Incompatibility, InterfaceName, IpPrefix,
    MigratingVm, State, Vm, VmState,
};
use crate::plan::virsh::virsh_vm_step;
use crate::policy::guard;
use crate::policy::migration::ids;
use crate::policy::migration::rules::closed;
use crate::policy::migration::wire;
use crate::policy::network::switch::switch_to_make;
use crate::policy::vf::allocation;
use crate::policy::word::{counted, pattern, word};
use crate::state::{DesiredSwitch, Side};

fn found(id: u32, message: String) -> Incompatibility {
    Incompatibility {
        id,
        message,
        adapter: None,
        next_step: None,
    }
}

/// All that keeps a virtual machine from running on the host with this state, and notes behind it. What only libvirt there can
/// say is not among it.
#[must_use]
pub fn compare(guest: &MigratingVm, target: &State) -> Vec<Incompatibility> {
    let vm = &guest.vm;
    let there = &target.host.name;
    let mut all = Vec::new();
    all.extend(closed(target, Side::Target));
    all.extend(switches(guest, target));
    all.extend(bridges(guest, target));
    let taken = target
        .vms
        .iter()
        .find(|other| other.id == vm.id || other.name == vm.name);
    if let Some(old) = old_definition(guest, target) {
        all.push(found(
            ids::OLD_DEFINITION,
            format!(
                "{there} has a definition of '{}' from before another node took it over: it is forgotten.",
                old.name
            ),
        ));
    } else if let Some(other) = taken {
        let what = if other.name == vm.name { "name" } else { "id" };
        all.push(Incompatibility {
            next_step: Some(format!(
                "See what it is: Get-VM {} -ComputerName {}",
                pattern(&other.name),
                word(there)
            )),
            ..found(
                ids::NAME_IN_USE,
                format!(
                    "There is a virtual machine '{}' on {there} already, with the same {what}.",
                    other.name
                ),
            )
        });
    }
    all.extend(under_way(vm, target));
    all.extend(addresses(vm, target));
    if !target.host.kvm && !target.host.kernel.is_empty() {
        all.push(Incompatibility {
            next_step: Some(format!(
                "See why: Get-VMHost -ComputerName {}; virtualization may be off in its firmware.",
                word(there)
            )),
            ..found(
                ids::NO_KVM,
                format!("{there} has no KVM: '{}' cannot run there.", vm.name),
            )
        });
    }
    all.extend(memory(vm, target));
    if let Some(device) = vm.assigned.first() {
        all.push(Incompatibility {
            next_step: Some(format!(
                "Take it out while it is off: Remove-VMAssignableDevice -VMName {}",
                pattern(&vm.name)
            )),
            ..found(
                ids::DEVICE,
                format!(
                    "'{}' has the device {} of its host.",
                    vm.name, device.address
                ),
            )
        });
    }
    if let Some(device) = vm.other_devices.first() {
        all.push(Incompatibility {
            next_step: Some(format!(
                "Take it out while it is off: {}",
                virsh_vm_step("edit", "", vm, &[])
            )),
            ..found(
                ids::DEVICE,
                format!(
                    "'{}' has the device {device} of its host, which is paired with no adapter.",
                    vm.name
                ),
            )
        });
    }
    if vm.state == VmState::Paused && vm.adapters.iter().any(|a| a.vf.is_some()) {
        all.push(Incompatibility {
            next_step: Some(format!(
                "Resume it first: Resume-VM {}",
                pattern(&vm.name)
            )),
            ..found(
                ids::HOLDS_VF,
                format!(
                    "'{}' is paused and has a virtual function: a guest that stands still cannot let it go.",
                    vm.name
                ),
            )
        });
    }
    if let Err(refusal) = guard::keeps_its_clock(vm) {
        all.push(Incompatibility {
            next_step: refusal.next_step.clone(),
            ..found(ids::NOT_RUN, refusal.message.clone())
        });
    }
    all.extend(
        guest
            .blockers
            .iter()
            .map(|why| found(ids::BLOCKED, why.clone())),
    );
    all.extend(checkpoints(guest));
    all.extend(disks(guest));
    all.extend(notes(guest, target));
    all
}

/// What a node still has of a role of its cluster that another one took over when it lost its power: the machine's own definition, off,
/// which nothing but the cluster may start. What is sent there comes in its place.
pub(super) fn old_definition<'s>(guest: &MigratingVm, target: &'s State) -> Option<&'s Vm> {
    let vm = &guest.vm;
    let old = target.vm(vm.id).filter(|old| old.name == vm.name)?;
    let is_role = old.facts.clustered == Some(true) && vm.state.is_active();
    let is_off = old.state == VmState::Off;
    let is_kept = target.checkpoints.iter().any(|c| c.vm == old.id);
    (is_role && is_off && !is_kept).then_some(old)
}

/// One of its migrations was cut off and is not settled: only one at a time may say where it is.
fn under_way(vm: &Vm, target: &State) -> Option<Incompatibility> {
    let migration = target.desired.migration_of(vm.id)?;
    let there = &target.host.name;
    let way = match migration.side {
        Side::Source => "to",
        Side::Target => "from",
    };
    Some(Incompatibility {
        next_step: Some(format!(
            "Wait, or let a command at {there} settle it: Get-VM -ComputerName {}",
            word(there)
        )),
        ..found(
            ids::UNDER_WAY,
            format!(
                "{there} has a migration of '{}' {way} {} that is not over.",
                vm.name, migration.other
            ),
        )
    })
}

/// The switch that an adapter is to be connected to: the one of the same name.
fn switch_of<'s>(
    guest: &MigratingVm,
    alias: &AdapterAlias,
    target: &'s State,
) -> Option<Result<&'s DesiredSwitch, String>> {
    let (_, name) = guest.switches.iter().find(|(a, _)| a == alias)?;
    Some(
        target
            .desired
            .switch_named(name)
            .ok_or_else(|| name.clone()),
    )
}

fn switches(guest: &MigratingVm, target: &State) -> Vec<Incompatibility> {
    let missing = guest.vm.adapters.iter().filter_map(|adapter| {
        let name = switch_of(guest, &adapter.alias, target)?.err()?;
        Some(Incompatibility {
            adapter: Some(adapter.alias.clone()),
            next_step: Some(format!(
                "Make it there: {} -ComputerName {}; or disconnect the adapter: Compare-VM gives it as Source.",
                switch_to_make(target, &name),
                word(&target.host.name)
            )),
            ..found(
                ids::SWITCH_MISSING,
                format!("Could not find Ethernet switch '{name}'."),
            )
        })
    });
    missing.collect()
}

/// The bridge of an adapter that is on no switch: one that another tool made, or that of a network of libvirt's.
fn plain_bridge<'g>(guest: &'g MigratingVm, adapter: &'g Adapter) -> Option<&'g InterfaceName> {
    let is_on_switch = guest.switches.iter().any(|(a, _)| *a == adapter.alias);
    adapter.bridge.as_ref().filter(|_| !is_on_switch)
}

/// A machine that runs needs its bridges when it arrives; of one that does not, libvirt starts a network when it is started.
fn bridges(guest: &MigratingVm, target: &State) -> Vec<Incompatibility> {
    let adapters = guest.vm.adapters.iter();
    let missing = adapters.filter_map(|adapter| {
        let bridge = plain_bridge(guest, adapter)?;
        let is_there = target.links.is_empty() || target.link(bridge).is_some();
        (guest.vm.state.is_active() && !is_there).then(|| Incompatibility {
            adapter: Some(adapter.alias.clone()),
            next_step: Some(
                "Make one of that name there; or connect the adapter to a switch: Compare-VM gives it as Source."
                    .to_owned(),
            ),
            ..found(
                ids::SWITCH_MISSING,
                format!(
                    "Could not find the bridge '{bridge}' on {}, which is no switch.",
                    target.host.name
                ),
            )
        })
    });
    missing.collect()
}

fn addresses(vm: &Vm, target: &State) -> Vec<Incompatibility> {
    let others = target.vms.iter().filter(|other| other.id != vm.id);
    let others: Vec<(&Vm, &Adapter)> = others
        .flat_map(|other| other.adapters.iter().map(move |a| (other, a)))
        .collect();
    let clash = vm.adapters.iter().filter_map(|adapter| {
        let (other, _) = others.iter().find(|(_, a)| a.mac == adapter.mac)?;
        Some(Incompatibility {
            adapter: Some(adapter.alias.clone()),
            next_step: Some(format!(
                "Give one of them another: Set-VMNetworkAdapter {} -StaticMacAddress ADDRESS",
                pattern(&vm.name)
            )),
            ..found(
                ids::ADDRESS,
                format!(
                    "'{}' on {} has the address {} too.",
                    other.name,
                    target.host.name,
                    adapter.mac.hyphenated()
                ),
            )
        })
    });
    clash.collect()
}

/// Only a VM that has memory now needs some.
fn memory(vm: &Vm, target: &State) -> Option<Incompatibility> {
    if !vm.state.is_active() || target.host.memory == 0 {
        return None;
    }
    let active = target.vms.iter().filter(|v| v.state.is_active());
    let taken: u64 = active.map(|v| v.memory).fold(0, u64::saturating_add);
    let left = target.host.memory.saturating_sub(taken);
    (vm.memory > left).then(|| Incompatibility {
        next_step: Some(format!(
            "Stop or move another one there: Get-VM -ComputerName {}; or move it while it is off.",
            word(&target.host.name)
        )),
        ..found(
            ids::MEMORY,
            format!(
                "'{}' needs {} MiB, and {} has {} MiB that no virtual machine has.",
                vm.name,
                vm.memory >> 20,
                target.host.name,
                left >> 20
            ),
        )
    })
}

fn disks(guest: &MigratingVm) -> Vec<Incompatibility> {
    let here_only = guest
        .disks
        .iter()
        .filter(|disk| disk.reach == DiskReach::Local && !disk.copied && !disk.read_only);
    let told = here_only.map(|disk| Incompatibility {
        next_step: Some("Copy the disks too: -IncludeStorage.".to_owned()),
        ..found(
            ids::DISK,
            format!("Only {} sees the disk '{}'.", guest.host, disk.path),
        )
    });
    told.collect()
}

/// A copy of a disk is one of what it holds now: a checkpoint inside it, or what it builds on, does not come along.
fn checkpoints(guest: &MigratingVm) -> Option<Incompatibility> {
    let copied = guest.disks.iter().find(|disk| disk.copied)?;
    let count = guest.checkpoints.len();
    (count > 0).then(|| Incompatibility {
        next_step: Some(format!(
            "Remove them first: Remove-VMSnapshot -VMName {} -Name *; or put the disks where both hosts see them.",
            pattern(&guest.vm.name)
        )),
        ..found(
            ids::BLOCKED,
            format!(
                "'{}' has {}, which a copy of the disk '{}' would not have.",
                guest.vm.name,
                counted(count, "checkpoint"),
                copied.path
            ),
        )
    })
}

/// What will be otherwise there, though nothing is against it.
fn notes(guest: &MigratingVm, target: &State) -> Vec<Incompatibility> {
    let arriving = as_it_would_be(guest, target);
    let mut all = Vec::new();
    if arriving.state.is_active() {
        let before = arriving.adapters.iter();
        let before = before.filter(|adapter| guest.wired.contains(&adapter.alias));
        all.extend(before.filter_map(|adapter| {
            let (why, next) = wire::cut_off(target, adapter)?;
            Some(Incompatibility {
                adapter: Some(adapter.alias.clone()),
                next_step: Some(next),
                ..found(
                    ids::NO_LINK,
                    format!("'{}' would lose its network: {why}.", adapter.settings.name),
                )
            })
        }));
    }
    let got = allocation::would_get(target, &arriving);
    let wish = |a: &&Adapter| a.settings.iov_weight > 0 && a.bridge.is_some();
    for adapter in arriving.adapters.iter().filter(wish) {
        if arriving.state.is_active() && !got.iter().any(|(alias, ..)| *alias == adapter.alias) {
            all.push(Incompatibility {
                adapter: Some(adapter.alias.clone()),
                ..found(
                    ids::NO_VF,
                    format!(
                        "{} has no virtual function for '{}': it runs on over the paravirtual path.",
                        target.host.name, adapter.settings.name
                    ),
                )
            });
        }
    }
    all
}

/// How the adapters are connected at the target.
#[must_use]
pub fn connections(guest: &MigratingVm, target: &State) -> Vec<Connection> {
    let adapters = guest.vm.adapters.iter().map(|adapter| {
        let plain = plain_bridge(guest, adapter);
        let switch = match plain {
            // What is a plain bridge at the source may be a switch's here.
            Some(bridge) => target.desired.switch_on(bridge),
            None => switch_of(guest, &adapter.alias, target).and_then(Result::ok),
        };
        Connection {
            adapter: adapter.alias.clone(),
            plain: plain.filter(|_| switch.is_none()).cloned(),
            switch: switch.map(|switch| (switch.id, switch.bridge.clone())),
        }
    });
    adapters.collect()
}

/// The host's address in the network that it has chosen for migrations: of the lowest priority that it has an address in. `None` when any
/// network will do.
///
/// # Errors
/// It has chosen networks, and has no address in them.
pub fn reached_at(target: &State) -> Result<Option<IpAddr>, Incompatibility> {
    let settings = &target.desired.migration;
    if settings.any_network || settings.networks.is_empty() {
        return Ok(None);
    }
    let mut networks: Vec<_> = settings.networks.iter().collect();
    networks.sort_by_key(|network| network.priority.unwrap_or(u32::MAX));
    let own: Vec<IpAddr> = target
        .links
        .iter()
        .flat_map(|link| &link.addresses)
        .filter_map(|address| address.split('/').next()?.parse().ok())
        .collect();
    let found = networks.iter().find_map(|network| {
        let prefix: IpPrefix = network.subnet.parse().ok()?;
        own.iter()
            .find(|address| IpPrefix::new(**address, prefix.length()) == prefix)
    });
    match found {
        Some(address) => Ok(Some(*address)),
        None => Err(Incompatibility {
            next_step: Some(format!(
                "Add one of its networks: Add-VMMigrationNetwork SUBNET -ComputerName {0}; or let any do: Set-VMHost -UseAnyNetworkForMigration $true -ComputerName {0}",
                word(&target.host.name)
            )),
            ..found_of(&target.host.name)
        }),
    }
}

fn found_of(host: &str) -> Incompatibility {
    found(
        ids::NETWORK,
        format!("{host} has no address in the networks that it has chosen for migrations."),
    )
}

/// The virtual machine as it would be at the target: connected there, without a VF so far.
pub(super) fn as_it_would_be(guest: &MigratingVm, target: &State) -> Vm {
    let mut vm = guest.vm.clone();
    for (adapter, connection) in vm.adapters.iter_mut().zip(connections(guest, target)) {
        adapter.settings.switch = connection.switch.as_ref().map(|(id, _)| *id);
        adapter.bridge = connection.bridge().cloned();
        adapter.vf = None;
        adapter.tap = None;
    }
    vm
}
