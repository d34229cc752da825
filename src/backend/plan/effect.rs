//! What a change does to the observed state, as far as it can be known beforehand.
//!
//! A plan's later steps are made against the state that its earlier ones lead to, and the simulated host moves the same
//! way. What only the machine can know (IOMMU groups of new VFs, whether a guest drives its VF) stays unknown here.

use super::{Change, Device, StopMode};
use crate::backend::model::{
    Adapter, Bridge, Disk, DomainDefinition, DomainSpec, Drive, FdbPlace, InterfaceName,
    LibvirtNetwork, LinkKind, MacAddress, NetAdapter, PhysicalFunction, PortFilters, PortVlans,
    State, Team, VfAdmin, VirtualFunction, Vm, VmFacts, VmState,
};

/// Moves `state` to where the change leads. A change to something that is not there moves nothing.
pub fn effect(change: &Change, state: &mut State) {
    match change {
        Change::SetVfCount { pf, count } => {
            if let Some(function) = state.functions.iter_mut().find(|f| f.address == *pf) {
                let gone: Vec<_> = function
                    .vfs
                    .iter_mut()
                    .filter_map(|vf| vf.representor.take())
                    .collect();
                set_vf_count(function, *count);
                part_links(state, &gone);
            }
        }
        Change::SetAutoprobe { pf, on } => {
            if let Some(function) = state.functions.iter_mut().find(|f| f.address == *pf) {
                function.autoprobe = *on;
            }
        }
        Change::SetVf {
            pf,
            index,
            attributes,
        } => {
            let function = state.functions.iter_mut().find(|f| f.address == *pf);
            if let Some(vf) = function.and_then(|f| f.vfs.iter_mut().find(|v| v.index == *index)) {
                let admin = vf.admin.get_or_insert_with(VfAdmin::default);
                admin.mac = attributes.mac.unwrap_or(admin.mac);
                admin.vlan = attributes.vlan.unwrap_or(admin.vlan);
                admin.rate = attributes.rate.unwrap_or(admin.rate);
                admin.spoof_check = attributes.spoof_check.or(admin.spoof_check);
                admin.trust = attributes.trust.or(admin.trust);
                admin.link_state = attributes.link_state.or(admin.link_state);
            }
        }
        Change::ResetVf { address } => {
            if let Some(vf) = vf_mut(state, |v| v.address == *address) {
                vf.driven = Some(false);
            }
        }
        Change::BindDriver { address, driver } => set_driver(state, *address, Some(driver)),
        Change::UnbindDriver { address, .. } => set_driver(state, *address, None),
        Change::SetLink { interface, up } => {
            if let Some(link) = state.links.iter_mut().find(|l| l.name == *interface) {
                link.up = *up;
                link.carrier = *up;
            }
            elect(state);
            if let Some(bridge) = state.bridges.iter_mut().find(|b| b.name == *interface) {
                bridge.up = *up;
            }
        }
        Change::CreateBridge { .. }
        | Change::DeleteBridge { .. }
        | Change::AddBridgePort { .. }
        | Change::RemoveBridgePort { .. }
        | Change::SetVlanFiltering { .. }
        | Change::SetPortVlans { .. }
        | Change::SetPortFilters { .. } => bridge_effect(change, state),
        Change::CreateBond { .. }
        | Change::DeleteBond { .. }
        | Change::AddBondMember { .. }
        | Change::RemoveBondMember { .. } => bond_effect(change, state),
        Change::AddFdbEntry { entry } => {
            state.fdb.push(entry.clone());
            state.fdb.sort();
            state.fdb.dedup();
        }
        Change::RemoveFdbEntry { entry } => state.fdb.retain(|e| e != entry),
        Change::SetFile { path, text } => {
            match text {
                Some(text) => state.files.insert(path.clone(), text.clone()),
                None => state.files.remove(path),
            };
        }
        Change::MoveIpConfiguration { from, to } => move_ip(state, from, to),
        Change::DefineNetwork { name, id, bridge } => {
            state.networks.retain(|n| n.id != *id);
            state.networks.push(LibvirtNetwork {
                name: name.clone(),
                id: *id,
                bridge: Some(bridge.clone()),
                pool: Vec::new(),
                active: true,
                autostart: true,
            });
            state.networks.sort_by(|a, b| a.name.cmp(&b.name));
        }
        Change::UndefineNetwork { id, .. } => state.networks.retain(|n| n.id != *id),
        Change::SetDesired { edit } => {
            state.desired.edit(edit);
        }
        _ => domain_effect(change, state),
    }
}

fn domain_effect(change: &Change, state: &mut State) {
    match change {
        Change::DefineDomain {
            name,
            id,
            definition,
        } => {
            let vm = match definition {
                DomainDefinition::Spec(spec) => vm_of(spec),
                // Only the host understands its own text; what is known for sure is that the domain is there.
                DomainDefinition::Text(text) => serde_json::from_str(text).unwrap_or_else(|_| Vm {
                    definition: Some(text.clone()),
                    ..vm_of(&empty_spec(name, *id))
                }),
            };
            state.vms.retain(|v| v.id != *id);
            state.vms.push(vm);
            state.vms.sort_by(Vm::by_name);
        }
        Change::UndefineDomain { id, .. } => state.vms.retain(|v| v.id != *id),
        Change::StartDomain { vm, paused } => {
            start(state, *vm);
            if *paused {
                set_state(state, *vm, VmState::Paused);
            }
        }
        Change::StopDomain {
            vm,
            mode: StopMode::Shutdown { .. } | StopMode::TurnOff,
        } => stop(state, *vm),
        Change::PauseDomain { vm } => set_state(state, *vm, VmState::Paused),
        Change::ResumeDomain { vm } => set_state(state, *vm, VmState::Running),
        Change::SaveDomain { vm } => {
            stop(state, *vm);
            set_state(state, *vm, VmState::Saved);
        }
        Change::DiscardSavedState { vm } => set_state(state, *vm, VmState::Off),
        Change::SetDomainMetadata { vm, settings } => {
            if let Some(vm) = state.vms.iter_mut().find(|v| v.id == *vm) {
                for adapter in &mut vm.adapters {
                    adapter.settings = settings
                        .as_ref()
                        .and_then(|s| s.adapter(&adapter.alias))
                        .cloned()
                        .unwrap_or_default();
                }
                vm.settings.clone_from(settings);
            }
        }
        Change::AttachDevice { vm, device, live } => attach(state, *vm, device, *live),
        Change::DetachDevice { vm, device, .. } => detach(state, *vm, device),
        Change::UpdateDevice { vm, nic, .. } => {
            if let Some(vm) = state.vms.iter_mut().find(|v| v.id == *vm) {
                let active = vm.state.is_active();
                if let Some(adapter) = vm.adapters.iter_mut().find(|a| a.alias == nic.alias) {
                    adapter.link_up = nic.link_up;
                    if !active {
                        adapter.bridge.clone_from(&nic.bridge);
                        adapter.mac = nic.mac;
                        adapter.teaming = nic.teaming;
                    }
                }
            }
        }
        _ => {}
    }
}

fn vf_mut(
    state: &mut State,
    matches: impl Fn(&VirtualFunction) -> bool,
) -> Option<&mut VirtualFunction> {
    state
        .functions
        .iter_mut()
        .flat_map(|f| &mut f.vfs)
        .find(|v| matches(v))
}

/// Makes the VFs that a count leads to, with addresses as far as offset and stride are known.
/// Interfaces that are no more, and are ports of nothing.
fn part_links(state: &mut State, gone: &[InterfaceName]) {
    if gone.is_empty() {
        return;
    }
    state.links.retain(|link| !gone.contains(&link.name));
    for bridge in &mut state.bridges {
        bridge.ports.retain(|port| !gone.contains(port));
        bridge.port_vlans.retain(|(port, _)| !gone.contains(port));
    }
}

fn set_vf_count(function: &mut PhysicalFunction, count: u32) {
    let knobs = function.knobs();
    function.num_vfs = count;
    function.vfs.clear();
    for index in 0..count {
        let offset = u32::from(function.vf_offset)
            .saturating_add(index.saturating_mul(u32::from(function.vf_stride)));
        let Some(address) = function
            .address
            .offset_by(offset)
            .filter(|_| function.vf_stride > 0)
        else {
            return;
        };
        function.vfs.push(VirtualFunction {
            pf: function.address,
            index,
            address,
            driver: None,
            interface: None,
            representor: None,
            iommu_group: None,
            group_peers: Vec::new(),
            admin: Some(VfAdmin {
                spoof_check: knobs.spoof_check.then_some(true),
                trust: knobs.trust.then_some(false),
                link_state: knobs
                    .link_state
                    .then_some(crate::backend::model::VfLinkState::Auto),
                ..VfAdmin::default()
            }),
            driven: Some(false),
            flr: Some(true),
            counters: None,
            owner: None,
        });
    }
}

fn set_driver(
    state: &mut State,
    address: crate::backend::model::PciAddress,
    driver: Option<&String>,
) {
    if let Some(vf) = vf_mut(state, |v| v.address == address) {
        vf.driver = driver.cloned();
        vf.interface = None;
        vf.driven = Some(false);
    }
    for peer in state
        .functions
        .iter_mut()
        .flat_map(|f| &mut f.vfs)
        .flat_map(|v| &mut v.group_peers)
    {
        if peer.address == address {
            peer.driver = driver.cloned();
        }
    }
    if let Some(function) = state.functions.iter_mut().find(|f| f.address == address) {
        function.driver = driver.cloned();
    }
    for device in &mut state.pci {
        if device.address == address {
            device.driver = driver.cloned();
        }
        for peer in device
            .group_peers
            .iter_mut()
            .filter(|p| p.address == address)
        {
            peer.driver = driver.cloned();
        }
    }
}

fn bridge_effect(change: &Change, state: &mut State) {
    match change {
        Change::CreateBridge {
            name,
            mac,
            vlan_filtering,
        } => {
            state.bridges.push(Bridge {
                name: name.clone(),
                mac: *mac,
                up: true,
                vlan_filtering: *vlan_filtering,
                ports: Vec::new(),
                port_vlans: Vec::new(),
            });
            state.bridges.sort_by(|a, b| a.name.cmp(&b.name));
            add_link(state, name, LinkKind::Bridge, *mac);
        }
        Change::DeleteBridge { name } => {
            let ports = state.bridge(name).map(|b| b.ports.clone());
            for port in ports.into_iter().flatten() {
                unpin(state, &port);
            }
            drop_filters(state, name);
            state.bridges.retain(|b| &b.name != name);
            state.links.retain(|l| &l.name != name);
            for link in state
                .links
                .iter_mut()
                .filter(|l| l.master.as_ref() == Some(name))
            {
                link.master = None;
            }
            for adapter in active_adapters(state).filter(|a| a.bridge.as_ref() == Some(name)) {
                adapter.bridge = None;
            }
        }
        Change::AddBridgePort { bridge, port } => join(state, bridge, port),
        Change::RemoveBridgePort { bridge, port } => {
            unpin(state, port);
            if let Some(bridge) = state.bridges.iter_mut().find(|b| &b.name == bridge) {
                bridge.ports.retain(|p| p != port);
                bridge.port_vlans.retain(|(p, _)| p != port);
            }
            for link in state.links.iter_mut().filter(|l| &l.name == port) {
                link.master = None;
            }
            for adapter in active_adapters(state).filter(|a| a.tap.as_ref() == Some(port)) {
                adapter.bridge = None;
            }
        }
        Change::SetVlanFiltering { bridge, on } => {
            if let Some(bridge) = state.bridges.iter_mut().find(|b| &b.name == bridge) {
                bridge.vlan_filtering = *on;
            }
        }
        Change::SetPortVlans { port, vlans } => {
            if let Some(bridge) = state.bridges.iter_mut().find(|b| b.ports.contains(port)) {
                bridge.port_vlans.retain(|(p, _)| p != port);
                if *vlans != PortVlans::default() {
                    bridge.port_vlans.push((port.clone(), vlans.clone()));
                    bridge.port_vlans.sort();
                }
            }
        }
        Change::SetPortFilters { port, filters } => {
            drop_filters(state, port);
            if !filters.is_empty() {
                state.filters.push(PortFilters {
                    device: port.clone(),
                    filters: filters.clone(),
                    bytes: Vec::new(),
                });
                state.filters.sort_by(|a, b| a.device.cmp(&b.device));
            }
        }
        _ => {}
    }
}

fn bond_effect(change: &Change, state: &mut State) {
    match change {
        Change::CreateBond { name, primary } => {
            state.teams.push(Team {
                name: name.clone(),
                members: Vec::new(),
                mode: Team::ACTIVE_BACKUP.to_owned(),
                primary: Some(primary.clone()),
                active: None,
                carrier: false,
            });
            state.teams.sort_by(|a, b| a.name.cmp(&b.name));
            let mac = state.link(primary).map_or(MacAddress::ZERO, |l| l.mac);
            add_link(state, name, LinkKind::Bond, mac);
        }
        Change::DeleteBond { name } => {
            let members = state.team(name).map(|t| t.members.clone());
            for member in members.into_iter().flatten() {
                part_member(state, &member);
            }
            state.teams.retain(|t| &t.name != name);
            state.links.retain(|l| &l.name != name);
            for bridge in &mut state.bridges {
                bridge.ports.retain(|port| port != name);
                bridge.port_vlans.retain(|(port, _)| port != name);
            }
        }
        Change::AddBondMember { bond, member } => {
            if let Some(team) = state.teams.iter_mut().find(|t| &t.name == bond) {
                team.members.push(member.clone());
                team.members.sort();
            }
            for link in state.links.iter_mut().filter(|l| &l.name == member) {
                link.master = Some(bond.clone());
            }
        }
        Change::RemoveBondMember { member, .. } => part_member(state, member),
        _ => {}
    }
    elect(state);
}

/// The kernel closes what leaves a bond.
fn part_member(state: &mut State, member: &InterfaceName) {
    for team in &mut state.teams {
        team.members.retain(|m| m != member);
    }
    for link in state.links.iter_mut().filter(|l| &l.name == member) {
        (link.master, link.up, link.carrier) = (None, false, false);
    }
}

/// Which member of each team carries the traffic, now that links have changed: the primary when its link works, else the one
/// that does already, else any whose link works.
pub(crate) fn elect(state: &mut State) {
    let links = &state.links;
    let works = |name: &&InterfaceName| links.iter().any(|l| l.name == **name && l.up && l.carrier);
    for team in state
        .teams
        .iter_mut()
        .filter(|t| t.mode == Team::ACTIVE_BACKUP)
    {
        let candidates = team.primary.iter().chain(&team.active).chain(&team.members);
        let mut candidates = candidates.filter(|name| team.members.contains(name));
        team.active = candidates.find(works).cloned();
        team.carrier = team.active.is_some();
    }
    let teams = &state.teams;
    for link in state.links.iter_mut().filter(|l| l.kind == LinkKind::Bond) {
        if let Some(team) = teams.iter().find(|t| t.name == link.name) {
            link.carrier = link.up && team.carrier;
        }
    }
}

fn active_adapters(state: &mut State) -> impl Iterator<Item = &mut Adapter> {
    state
        .vms
        .iter_mut()
        .filter(|v| v.state.is_active())
        .flat_map(|v| &mut v.adapters)
}

fn join(state: &mut State, bridge: &InterfaceName, port: &InterfaceName) {
    let Some(found) = state.bridges.iter_mut().find(|b| &b.name == bridge) else {
        return;
    };
    if !found.ports.contains(port) {
        found.ports.push(port.clone());
        found.ports.sort();
    }
    for link in state.links.iter_mut().filter(|l| &l.name == port) {
        link.master = Some(bridge.clone());
    }
    for adapter in active_adapters(state).filter(|a| a.tap.as_ref() == Some(port)) {
        adapter.bridge = Some(bridge.clone());
    }
}

fn add_link(
    state: &mut State,
    name: &InterfaceName,
    kind: LinkKind,
    mac: crate::backend::model::MacAddress,
) {
    let index = state
        .links
        .iter()
        .map(|l| l.index)
        .max()
        .unwrap_or(0)
        .saturating_add(1);
    state.links.push(NetAdapter {
        name: name.clone(),
        index,
        mac,
        kind,
        up: true,
        carrier: true,
        ..NetAdapter::default()
    });
}

fn move_ip(state: &mut State, from: &InterfaceName, to: &InterfaceName) {
    if state.link(to).is_none() {
        return;
    }
    let Some(source) = state.links.iter_mut().find(|l| &l.name == from) else {
        return;
    };
    let addresses = std::mem::take(&mut source.addresses);
    let (default_route, session) = (source.default_route, source.session);
    (source.default_route, source.session) = (false, false);
    if let Some(target) = state.links.iter_mut().find(|l| &l.name == to) {
        target.addresses.extend(addresses);
        target.default_route |= default_route;
        target.session |= session;
    }
}

fn empty_spec(name: &str, id: crate::backend::model::Uuid) -> DomainSpec {
    DomainSpec {
        name: name.to_owned(),
        id,
        memory: 0,
        vcpus: 0,
        boot: None,
        disks: Vec::new(),
        serial_socket: None,
        adapters: Vec::new(),
        spare_root_ports: 0,
        settings: crate::backend::model::VmSettings::default(),
    }
}

/// The disks of a new VM, as libvirt shows them: those of a kind are lettered in their order.
fn drives(disks: &[Disk]) -> Vec<Drive> {
    let (mut hard, mut optical) = ('a'..='z', 'a'..='z');
    disks
        .iter()
        .map(|disk| {
            let (letters, bus, prefix) = if disk.is_disc() {
                (&mut optical, "sata", "sd")
            } else {
                (&mut hard, "virtio", "vd")
            };
            Drive {
                path: Some(disk.path.clone()),
                optical: disk.is_disc(),
                bus: bus.to_owned(),
                target: format!("{prefix}{}", letters.next().unwrap_or('z')),
            }
        })
        .collect()
}

fn vm_of(spec: &DomainSpec) -> Vm {
    let adapters = spec.adapters.iter();
    Vm {
        name: spec.name.clone(),
        id: spec.id,
        state: VmState::Off,
        persistent: true,
        memory: spec.memory,
        vcpus: spec.vcpus,
        facts: VmFacts {
            drives: drives(&spec.disks),
            ..VmFacts::default()
        },
        uptime: 0,
        autostart: false,
        numa: None,
        adapters: adapters
            .map(|nic| {
                Adapter::from_spec(
                    nic,
                    spec.settings
                        .adapter(&nic.alias)
                        .cloned()
                        .unwrap_or_default(),
                )
            })
            .collect(),
        other_devices: Vec::new(),
        assigned: Vec::new(),
        settings: Some(spec.settings.clone()),
        unreadable: None,
        definition: None,
    }
}

fn set_state(state: &mut State, id: crate::backend::model::Uuid, to: VmState) {
    if let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) {
        vm.state = to;
    }
}

fn start(state: &mut State, id: crate::backend::model::Uuid) {
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    vm.state = VmState::Running;
    for position in 0..vm.adapters.len() {
        plug_tap(state, id, position);
    }
}

/// Gives an adapter of a running VM its tap device, in the bridge that the definition names.
fn plug_tap(state: &mut State, id: crate::backend::model::Uuid, position: usize) {
    let vm = state.vms.iter_mut().find(|v| v.id == id);
    let Some(adapter) = vm.and_then(|v| v.adapters.get_mut(position)) else {
        return;
    };
    let fallback = || format!("vnet{position}").parse().ok();
    let Some(tap) = adapter.alias.tap().or_else(fallback) else {
        return;
    };
    adapter.tap = Some(tap.clone());
    let (bridge, mac) = (adapter.bridge.clone(), adapter.mac);
    add_link(state, &tap, LinkKind::Tap, mac);
    if let Some(bridge) = bridge {
        join(state, &bridge, &tap);
    }
}

/// A port that leaves its bridge takes the addresses with it that were pinned to it.
fn unpin(state: &mut State, port: &InterfaceName) {
    state
        .fdb
        .retain(|e| e.place != FdbPlace::Bridge || &e.device != port);
}

fn drop_filters(state: &mut State, port: &InterfaceName) {
    state.filters.retain(|f| &f.device != port);
}

fn unplug_tap(state: &mut State, tap: &InterfaceName) {
    unpin(state, tap);
    drop_filters(state, tap);
    state.links.retain(|l| &l.name != tap);
    for bridge in &mut state.bridges {
        bridge.ports.retain(|p| p != tap);
        bridge.port_vlans.retain(|(p, _)| p != tap);
    }
}

fn stop(state: &mut State, id: crate::backend::model::Uuid) {
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    vm.state = VmState::Off;
    vm.uptime = 0;
    vm.facts.cpu_usage = None;
    let taps: Vec<_> = vm
        .adapters
        .iter_mut()
        .filter_map(|a| a.tap.take())
        .collect();
    let vfs: Vec<_> = vm
        .adapters
        .iter_mut()
        .filter_map(|a| a.vf.take())
        .map(|v| v.address)
        .collect();
    for tap in &taps {
        unplug_tap(state, tap);
    }
    for address in vfs {
        if let Some(vf) = vf_mut(state, |v| v.address == address) {
            vf.driven = Some(false);
            vf.owner = None;
        }
    }
}

fn attach(state: &mut State, id: crate::backend::model::Uuid, device: &Device, live: bool) {
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    match device {
        Device::Nic(nic) => {
            let settings = vm
                .settings
                .as_ref()
                .and_then(|s| s.adapter(&nic.alias))
                .cloned()
                .unwrap_or_default();
            vm.adapters.retain(|a| a.alias != nic.alias);
            vm.adapters.push(Adapter::from_spec(nic, settings));
            let position = vm.adapters.len() - 1;
            if live && vm.state.is_active() {
                plug_tap(state, id, position);
            }
        }
        Device::Host(device) => vm.assigned.push(device.clone()),
        Device::Vf(device) => {
            let owner = crate::backend::model::VfOwner {
                vm: id,
                vm_name: vm.name.clone(),
                adapter: Some(device.persistent.clone()),
            };
            if let Some(adapter) = vm
                .adapters
                .iter_mut()
                .find(|a| a.alias == device.persistent)
            {
                adapter.vf = Some(crate::backend::model::AttachedVf {
                    address: device.address,
                    alias: device.alias.clone(),
                });
            }
            if let Some(vf) = vf_mut(state, |v| v.address == device.address) {
                vf.owner = Some(owner);
                vf.driven = None;
            }
        }
    }
}

fn detach(state: &mut State, id: crate::backend::model::Uuid, device: &Device) {
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    match device {
        Device::Nic(nic) => {
            let gone = vm
                .adapters
                .iter()
                .position(|a| a.alias == nic.alias)
                .map(|at| vm.adapters.remove(at));
            if let Some(tap) = gone.and_then(|a| a.tap) {
                unplug_tap(state, &tap);
            }
        }
        Device::Host(device) => vm.assigned.retain(|d| d.address != device.address),
        Device::Vf(device) => {
            for adapter in &mut vm.adapters {
                if adapter
                    .vf
                    .as_ref()
                    .is_some_and(|v| v.address == device.address)
                {
                    adapter.vf = None;
                }
            }
            if let Some(vf) = vf_mut(state, |v| v.address == device.address) {
                vf.owner = None;
                vf.driven = Some(false);
            }
        }
    }
}
