//! A host without the names that people gave: others stand for them, the same one for the same one everywhere. What hardware and
//! libvirt are called by themselves stays.

use crate::model::{Adapter, InterfaceName, LinkKind, MacPool, State, Vm};
use crate::state::Desired;

/// The network that libvirt makes by itself.
const OF_LIBVIRT: &str = "default";

/// Replaces names, notes and paths.
pub(super) fn replace_names(state: &mut State) {
    state.host.name = "host1".to_owned();
    state.host.fqdn = None;
    state.host.mac_pool = MacPool::default();
    state.desired.mac_pool = None;
    state.desired.departed.clear();
    state.desired.migrations.clear();
    state.checkpoints.clear();
    state.disks.clear();
    state.volumes.clear();
    state.images.clear();
    state.stored.clear();
    state.free_block_devices.clear();
    for (vm, number) in state.vms.iter_mut().zip(1..) {
        replace_names_of(vm, number);
    }
    state.vms.sort_by(Vm::by_name);
    // An older name may be the new one of another: by way of names that nothing has.
    for in_between in [true, false] {
        let devices: Vec<_> = state
            .links
            .iter()
            .map(|l| (l.name.clone(), l.kind))
            .collect();
        for (from, kind) in devices {
            let Some(word) = word(kind) else { continue };
            let word = if in_between { "anon" } else { word };
            let mut names = (1_u32..).filter_map(|number| format!("{word}{number}").parse().ok());
            if let Some(to) = names.find(|name| state.link(name).is_none()) {
                rename_device(state, &from, &to);
            }
        }
    }
    state.bridges.sort_by(|a, b| a.name.cmp(&b.name));
    state.teams.sort_by(|a, b| a.name.cmp(&b.name));
    replace_names_of_switches(state);
    replace_names_of_host_adapters(state);
    for (group, number) in state.desired.groups.iter_mut().zip(1_u32..) {
        group.name = format!("group{number}");
    }
    let of_nats = state.desired.nats.iter_mut().zip(1_u32..);
    for (wanted, number) in of_nats {
        let name = format!("nat{number}");
        let known = state.nat.nats.iter_mut();
        for nat in known.filter(|nat| nat.name == wanted.name) {
            nat.name.clone_from(&name);
        }
        wanted.name = name;
    }
    for refused in &mut state.desired.refused {
        refused.text.clone_from(&refused.id);
    }
}

/// What devices of a kind are called that people, or tools for them, give names to.
fn word(kind: LinkKind) -> Option<&'static str> {
    match kind {
        LinkKind::Bridge => Some("br"),
        LinkKind::Bond => Some("bond"),
        LinkKind::Vlan => Some("vlan"),
        LinkKind::Tap => Some("tap"),
        LinkKind::Other => Some("virt"),
        LinkKind::Physical | LinkKind::VirtualFunction | LinkKind::Representor => None,
    }
}

fn rename_device(state: &mut State, from: &InterfaceName, to: &InterfaceName) {
    state.rename_interface(from, to);
    let put = |name: &mut InterfaceName| {
        if name == from {
            name.clone_from(to);
        }
    };
    for vm in &mut state.vms {
        for Adapter {
            bridge,
            tap,
            settings,
            ..
        } in &mut vm.adapters
        {
            bridge.iter_mut().for_each(put);
            tap.iter_mut().for_each(put);
            settings.team_mapping.iter_mut().for_each(put);
        }
        for (_, own) in vm.settings.iter_mut().flat_map(|own| &mut own.adapters) {
            own.team_mapping.iter_mut().for_each(put);
        }
    }
    for network in &mut state.networks {
        network
            .bridge
            .iter_mut()
            .chain(&mut network.pool)
            .for_each(put);
    }
    state.desired.disk_folder = None;
    let Desired {
        switches,
        teams,
        host_adapters,
        nics,
        nic_settings,
        ..
    } = &mut state.desired;
    for switch in switches {
        put(&mut switch.bridge);
        switch.team.iter_mut().for_each(put);
    }
    for team in teams.iter_mut() {
        put(&mut team.device);
        team.nics.iter_mut().for_each(|nic| put(&mut nic.name));
    }
    teams.sort_by(|a, b| a.device.cmp(&b.device));
    for own in host_adapters {
        put(&mut own.device);
        own.port.iter_mut().for_each(put);
        own.settings.team_mapping.iter_mut().for_each(put);
    }
    for nic in nics {
        put(&mut nic.interface);
        nic.originals.master.iter_mut().for_each(put);
        nic.originals.addresses_of.iter_mut().for_each(put);
    }
    nic_settings
        .iter_mut()
        .for_each(|nic| put(&mut nic.interface));
}

/// A switch's network, and the adapter of the host that is called as the switch, go on being called as it is.
fn replace_names_of_switches(state: &mut State) {
    let Desired {
        switches,
        host_adapters,
        ..
    } = &mut state.desired;
    let mut others = Vec::new();
    for (network, number) in state.networks.iter_mut().zip(1_u32..) {
        match switches
            .iter()
            .zip(1_u32..)
            .find(|(switch, _)| switch.name == network.name)
        {
            Some((_, of_switch)) => network.name = format!("switch{of_switch}"),
            None if network.name == OF_LIBVIRT => {}
            None => network.name = format!("network{number}"),
        }
    }
    for (switch, number) in switches.iter_mut().zip(1_u32..) {
        let new_name = format!("switch{number}");
        for own in host_adapters
            .iter_mut()
            .filter(|own| own.settings.switch == Some(switch.id))
        {
            if own.settings.name == switch.name {
                own.settings.name.clone_from(&new_name);
                others.push(own.id());
            }
        }
        switch.name = new_name;
        switch.notes.clear();
    }
    for (own, number) in host_adapters.iter_mut().zip(1_u32..) {
        if !others.contains(&own.id()) {
            own.settings.name = format!("adapter{number}");
        }
        if let Some(alias) = &mut own.alias {
            *alias = format!("host adapter {number}");
        }
    }
    switches.sort_by(|a, b| a.name.cmp(&b.name));
    host_adapters.sort_by(|a, b| a.settings.name.cmp(&b.settings.name));
    state.networks.sort_by(|a, b| a.name.cmp(&b.name));
}

/// Names of teams that are no names of devices, too. The note of an interface says what it is called; any other is somebody's own.
fn replace_names_of_host_adapters(state: &mut State) {
    for (team, number) in state.desired.teams.iter_mut().zip(1_u32..) {
        if let Some(name) = &mut team.name {
            *name = format!("Team {number}");
        }
        for (nic, which) in team.nics.iter_mut().zip(1_u32..) {
            if let Some(alias) = &mut nic.alias {
                *alias = format!("Team {number} - {which}");
            }
        }
    }
    for link in &mut state.links {
        let noted = link.note.take().is_some();
        link.alias = None;
        let own = state
            .desired
            .host_adapters
            .iter()
            .find(|own| own.device == link.name);
        link.note = own.filter(|_| noted).map(|own| own.shown());
    }
    state.derive_aliases();
    for link in &mut state.links {
        let of_team = matches!(link.kind, LinkKind::Bond | LinkKind::Vlan);
        if of_team {
            link.note.clone_from(&link.alias);
        }
    }
}

fn replace_names_of(vm: &mut Vm, number: u32) {
    vm.name = format!("vm{number}");
    vm.definition = None;
    if let Some(why) = &mut vm.unreadable {
        "What iovsh keeps of it cannot be read.".clone_into(why);
    }
    if let Some(settings) = &mut vm.settings {
        settings.notes.clear();
        settings.checkpoint_folder = None;
    }
    for (drive, place) in vm.facts.drives.iter_mut().zip(1_u32..) {
        if let Some(path) = &mut drive.path {
            *path = format!("/var/lib/libvirt/images/vm{number}-{place}.img");
        }
        if let Some(path) = &mut drive.copied_to {
            *path = format!("/var/lib/libvirt/images/vm{number}-{place}-copy.img");
        }
    }
    for (adapter, place) in vm.adapters.iter_mut().zip(1_u32..) {
        let new_name = match place {
            1 => "Network Adapter".to_owned(),
            place => format!("Network Adapter {place}"),
        };
        if let Some(settings) = &mut vm.settings {
            let mut own = settings.adapters.iter_mut();
            if let Some((_, own)) = own.find(|(alias, _)| *alias == adapter.alias) {
                own.name.clone_from(&new_name);
            }
        }
        adapter.settings.name = new_name;
    }
}
