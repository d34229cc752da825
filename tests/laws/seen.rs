//! What a prediction and a machine are compared by.

use std::collections::BTreeSet;

use iovsh::backend::State;
use iovsh::backend::model::{
    Adapter, Checkpoint, HostFacts, InterfaceName, IommuFacts, LinkKind, Neighbor, RouteOrigin,
    Team, Uuid, Vm, VmFacts,
};
use iovsh::backend::plan::{Change, DomainChange, VfChange};

/// The part of a state that a prediction can speak of, in an order that does not depend on history. What only the machine can
/// know is left out: numbers of interfaces and IOMMU groups, carriers and what follows from them, whether a guest drives its VF,
/// names that the kernel gives.
pub fn predictable(mut state: State) -> State {
    state.host = HostFacts::default();
    state.iommu = IommuFacts::default();
    for link in &mut state.links {
        link.index = 0;
        link.carrier = false;
        link.promiscuous = None;
        link.full_duplex = None;
        link.driver_version = None;
        link.addresses.sort();
    }
    // What is known of hardware that is there; whether an RDMA device is active follows from carriers.
    let links = &state.links;
    state.nics.retain(|nic| {
        let mut links = links.iter();
        links.any(|link| link.name == nic.interface && link.kind == LinkKind::Physical)
    });
    state
        .nics
        .iter_mut()
        .for_each(|nic| nic.settings.rdma = None);
    state.nics.sort_by(|a, b| a.interface.cmp(&b.interface));
    state.links.sort_by(|a, b| a.name.cmp(&b.name));
    // Addresses stand at their links too; routes that follow from an address, and what a default route goes by, only the kernel knows.
    state.ip.addresses.clear();
    let routes = &mut state.ip.routes;
    routes.retain(|route| route.origin == RouteOrigin::Manual && !route.is_default());
    routes.iter_mut().for_each(|route| route.index = 0);
    routes.sort_by_key(|route| format!("{route:?}"));
    // Whom nobody named the kernel finds and forgets at any time.
    let neighbors = &mut state.neighbors;
    neighbors.retain(Neighbor::is_permanent);
    neighbors.iter_mut().for_each(|known| known.index = 0);
    neighbors.sort_by_key(|known| format!("{known:?}"));
    for vf in state.functions.iter_mut().flat_map(|f| &mut f.vfs) {
        (vf.driven, vf.iommu_group, vf.interface, vf.representor) = (None, None, None, None);
        vf.group_peers.clear();
    }
    for team in &mut state.teams {
        *team = Team {
            active: None,
            carrier: false,
            states: Vec::new(),
            ..team.clone()
        };
    }
    for port in &mut state.filters {
        port.bytes.clear();
    }
    for vm in &mut state.vms {
        let mut drives = std::mem::take(&mut vm.facts.drives);
        drives.sort_by(|a, b| a.target.cmp(&b.target));
        vm.facts = VmFacts {
            drives,
            scsi_controllers: std::mem::take(&mut vm.facts.scsi_controllers),
            ..VmFacts::default()
        };
        vm.uptime = 0;
        vm.definition = None;
        vm.adapters.sort_by(|a, b| a.alias.cmp(&b.alias));
        vm.assigned
            .sort_by(|a, b| a.alias.as_str().cmp(b.alias.as_str()));
    }
    for checkpoint in &mut state.checkpoints {
        // When it was made, and what the definition of a running machine was, is not known beforehand.
        checkpoint.created = 0;
        checkpoint.machine.adapters.clear();
        checkpoint.machine.facts = VmFacts::default();
    }
    state.checkpoints.sort_by(Checkpoint::by_age);
    for place in state.images.values_mut() {
        // How much an image takes, and what is left, is the file system's business.
        place.folder = None;
        if let Some(image) = &mut place.image {
            (image.allocated, image.length, image.fixed) = (0, 0, false);
            (image.block_size, image.sectors, image.identity) = (None, None, None);
        }
    }
    state.free_block_devices.clear();
    let desired = &mut state.desired;
    desired.switches.sort_by_key(|switch| switch.id);
    desired.nics.sort_by_key(|nic| nic.identity.permanent_mac);
    desired
        .nic_settings
        .sort_by_key(|nic| nic.identity.permanent_mac);
    desired.claims.sort_by_key(|claim| claim.address);
    desired.groups.sort_by_key(|group| group.id);
    desired.dismounted.sort_by(|a, b| a.path.cmp(&b.path));
    state
}

/// The interfaces that come or go with a change although it does not name them: those of drivers and of new VFs. How the kernel
/// calls them is not known beforehand.
pub fn unnamed(change: &Change, before: &State, after: &State) -> BTreeSet<InterfaceName> {
    let both = || before.links.iter().chain(&after.links);
    match change {
        Change::Pci(_) => {
            let moved =
                both().filter(|l| before.link(&l.name).is_none() || after.link(&l.name).is_none());
            moved.map(|l| l.name.clone()).collect()
        }
        Change::Vf(VfChange::SetCount { .. }) => {
            let of_vf = |kind| matches!(kind, LinkKind::VirtualFunction | LinkKind::Representor);
            let new = both().filter(|l| of_vf(l.kind) && before.link(&l.name).is_none());
            new.map(|l| l.name.clone()).collect()
        }
        Change::Vf(
            VfChange::SetAutoprobe { .. }
            | VfChange::Set { .. }
            | VfChange::Reset { .. }
            | VfChange::SetVectors { .. },
        )
        | Change::Link(_)
        | Change::Bridge(_)
        | Change::Veth(_)
        | Change::Bond(_)
        | Change::Fdb(_)
        | Change::Filter(_)
        | Change::Ip(_)
        | Change::Nat(_)
        | Change::Network(_)
        | Change::Domain(_)
        | Change::Autostart(_)
        | Change::Hardware(_)
        | Change::Snapshot(_)
        | Change::Device(_)
        | Change::Disk(_)
        | Change::Image(_)
        | Change::File(_)
        | Change::Stored(_)
        | Change::Nic(_)
        | Change::Desired(_) => BTreeSet::new(),
    }
}

/// The VM that a change stops although its definition is another than what runs: what it is afterwards stands in the definition
/// alone, which a prediction does not read.
pub fn redefined(change: &Change, before: &State) -> Option<Uuid> {
    let Change::Domain(DomainChange::Stop { vm, .. } | DomainChange::Save { vm }) = change else {
        return None;
    };
    let running = before.vm(*vm)?;
    let defined: Vm = serde_json::from_str(running.definition.as_ref()?).unwrap();
    let specs = |vm: &Vm| vm.adapters.iter().map(Adapter::spec).collect::<Vec<_>>();
    (specs(&defined) != specs(running)).then_some(*vm)
}

/// A state without any trace of these interfaces, and without what depends on a driver's name where VFs were made.
pub fn without(names: &BTreeSet<InterfaceName>, change: &Change, mut state: State) -> State {
    state.links.retain(|link| !names.contains(&link.name));
    state.nics.retain(|nic| !names.contains(&nic.interface));
    for bridge in &mut state.bridges {
        bridge.ports.retain(|port| !names.contains(port));
        bridge.port_vlans.retain(|(port, _)| !names.contains(port));
    }
    for team in &mut state.teams {
        team.members.retain(|member| !names.contains(member));
    }
    state.fdb.retain(|entry| !names.contains(&entry.device));
    state.filters.retain(|port| !names.contains(&port.device));
    state.shares.retain(|one| !names.contains(&one.device));
    state
        .ip
        .routes
        .retain(|route| !names.contains(&route.interface));
    state
        .neighbors
        .retain(|known| !names.contains(&known.interface));
    state.ip.name_servers.retain(|known| {
        let own = known.interface.as_ref();
        own.is_none_or(|name| !names.contains(name))
    });
    for function in &mut state.functions {
        function.interface.take_if(|name| names.contains(name));
        if let Change::Vf(VfChange::SetCount { pf, .. }) = change
            && function.address == *pf
        {
            function.vfs.iter_mut().for_each(|vf| vf.driver = None);
        }
    }
    state
}
