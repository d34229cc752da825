//! What a change takes with it that its inverse alone does not bring back. Plans take those things away first, each with a step
//! and an inverse of its own.

use iovsh::backend::State;
use iovsh::backend::model::{
    Adapter, FdbPlace, InterfaceName, LinkKind, NicSetting, Team, TeamMonitor, Vm, VmState,
};
use iovsh::backend::plan::{
    BondChange, BridgeChange, Change, DesiredChange, Device, DeviceChange, DiskChange,
    DomainChange, FdbChange, ImageChange, IpChange, LinkChange, NetworkChange, NicChange,
    PciChange, SnapshotChange, VethChange, VfChange, port_mac,
};

/// Where a change rightly has no inverse: it leaves nothing behind that could be put back, or what there was cannot be made again.
pub fn needs_no_inverse(change: &Change, before: &State) -> bool {
    match change {
        Change::Vf(VfChange::Reset { .. })
        | Change::Domain(
            DomainChange::Reset { .. }
            | DomainChange::Announce { .. }
            | DomainChange::DiscardSaved { .. },
        )
        | Change::Snapshot(SnapshotChange::Revert { .. } | SnapshotChange::Delete { .. }) => true,
        // What was in an image that is gone, or behind an end that came nearer, is gone.
        Change::Image(
            ImageChange::Delete { .. }
            | ImageChange::Compact { .. }
            | ImageChange::Merge { .. }
            | ImageChange::Resize { .. },
        ) => true,
        Change::Image(ImageChange::Rebase { path, .. }) => {
            let place = before.images.get(path);
            place.is_none_or(|p| p.image.as_ref().is_none_or(|i| i.backing.is_none()))
        }
        // Whoever was found and not named is found again.
        Change::Ip(IpChange::RemoveNeighbor { neighbor }) => {
            let mut all = before.neighbors.iter();
            let known = all.find(|known| known.is_at(&neighbor.interface, neighbor.address));
            known.is_none_or(|known| !known.is_permanent())
        }
        // A knob that the PF does not tell is not put back.
        Change::Vf(VfChange::Set { .. }) => true,
        // A bond without a member to take the address of, or in a mode in which none is made.
        Change::Bond(BondChange::Delete { name }) => before.team(name).is_none_or(|team| {
            team.primary.is_none() && team.members.is_empty() || team.settings().is_none()
        }),
        Change::Bond(BondChange::Configure { name, .. }) => before
            .team(name)
            .is_none_or(|team| team.settings().is_none()),
        Change::Desired(DesiredChange::Set { edit }) => before.desired.has(edit),
        _ => false,
    }
}

fn has_other_address(state: &State, name: &InterfaceName) -> bool {
    let link = state.link(name);
    link.is_none_or(|l| l.mac != l.identity.permanent_mac)
}

fn is_bare(state: &State, port: &InterfaceName) -> bool {
    is_loose(state, port)
        && names_no_neighbor(state, port)
        && state.link(port).is_none_or(|link| link.note.is_none())
}

/// An interface on which nobody named a neighbour.
fn names_no_neighbor(state: &State, interface: &InterfaceName) -> bool {
    let mut all = state.neighbors.iter();
    !all.any(|known| known.interface == *interface && known.is_permanent())
}

/// A port to which its bridge gives nothing; what the device has of its own stays with it.
fn is_loose(state: &State, port: &InterfaceName) -> bool {
    let pinned =
        |place| move |e: &iovsh::backend::model::FdbEntry| e.device == *port && e.place == place;
    let vlans = state.bridges.iter().flat_map(|b| &b.port_vlans);
    !state.fdb.iter().any(pinned(FdbPlace::Bridge))
        && !state.fdb.iter().any(pinned(FdbPlace::Filter))
        && state.filters_of(port).is_empty()
        && state.shares_of(port).is_empty()
        && !vlans.clone().any(|(name, _)| name == port)
}

/// An adapter whose tap stands as a new one would.
fn is_plain(state: &State, vm: &Vm, adapter: &Adapter) -> bool {
    let link = adapter.tap.as_ref().and_then(|tap| state.link(tap));
    let tap_is_plain = adapter.tap.as_ref().is_none_or(|tap| is_bare(state, tap))
        && link.is_none_or(|l| {
            l.up && l.addresses.is_empty() && l.mac == adapter.mac && l.mtu == 1500
        });
    let moved = vm.definition.as_ref().is_some_and(|text| {
        let defined: Vm = serde_json::from_str(text).unwrap();
        let mut own = defined.adapters.iter();
        own.find(|a| a.alias == adapter.alias).is_none_or(|a| {
            (a.bridge != adapter.bridge)
                || (a.link_up, a.mac, a.teaming) != (adapter.link_up, adapter.mac, adapter.teaming)
        })
    });
    adapter.vf.is_none() && tap_is_plain && !moved
}

fn all_plain(state: &State, vm: &Vm) -> bool {
    let defined: Option<Vm> = vm
        .definition
        .as_ref()
        .map(|text| serde_json::from_str(text).unwrap());
    vm.persistent
        && vm.adapters.iter().all(|a| is_plain(state, vm, a))
        && defined.is_none_or(|d| d.adapters.len() == vm.adapters.len())
        && vm
            .adapters
            .iter()
            .all(|a| a.bridge.as_ref().is_none_or(|b| state.bridge(b).is_some()))
}

fn mtu(state: &State, name: &InterfaceName) -> Option<u32> {
    state.link(name).map(|l| l.mtu)
}

/// Whether something is lost that the inverse does not speak of.
pub fn loses(change: &Change, before: &State) -> bool {
    match change {
        Change::Vf(VfChange::SetCount { pf, .. }) => {
            before.function(*pf).is_some_and(|f| f.num_vfs > 0)
        }
        // A driver that does not take zero back gets a MAC made of the VF's place.
        Change::Vf(VfChange::Set {
            pf,
            index,
            attributes,
        }) => before.function(*pf).is_some_and(|f| {
            let vf = f.vfs.iter().find(|vf| vf.index == *index);
            let had_none = vf
                .and_then(|vf| vf.admin)
                .is_some_and(|admin| admin.mac.is_zero());
            attributes.mac.is_some() && had_none && !f.knobs().zero_mac
        }),
        Change::Vf(
            VfChange::SetAutoprobe { .. } | VfChange::Reset { .. } | VfChange::SetVectors { .. },
        ) => false,
        Change::Pci(
            PciChange::Bind { .. }
            | PciChange::Unbind { .. }
            | PciChange::AllowUnsafeInterrupts { .. },
        ) => false,
        Change::Link(LinkChange::Set { interface, .. }) => {
            let filtered = |e: &iovsh::backend::model::FdbEntry| {
                e.device == *interface && e.place == FdbPlace::Filter
            };
            let of_vf = before
                .link(interface)
                .is_some_and(|l| l.kind == LinkKind::VirtualFunction);
            of_vf && before.fdb.iter().any(filtered)
        }
        // A bridge follows only from then on, and the members of a bond may have had others.
        Change::Link(LinkChange::SetMtu { interface, .. }) => {
            let team = before.team(interface);
            let own = mtu(before, interface);
            let mut members = team.iter().flat_map(|team| &team.members);
            let unlike = members.any(|member| mtu(before, member) != own);
            let of_port = |port: &InterfaceName| {
                port == interface || team.is_some_and(|team| team.members.contains(port))
            };
            let mut bridges = before.bridges.iter();
            let strays = bridges.any(|bridge| {
                let ports = bridge.ports.iter();
                let smallest = ports.filter_map(|port| mtu(before, port)).min();
                bridge.ports.iter().any(of_port) && mtu(before, &bridge.name) != smallest
            });
            unlike || strays
        }
        // Drivers fill the table anew for another number of queues.
        Change::Nic(NicChange::Set {
            interface,
            setting: NicSetting::ReceiveQueues(_),
        }) => before.nic(interface).is_some_and(|nic| {
            let queues = nic.queues.map_or(1, |queues| queues.receive.max(1));
            let spread = nic.spreading.as_ref();
            spread.is_some_and(|spread| {
                let mut entries = (0..).zip(&spread.table);
                entries.any(|(at, queue): (u32, &u32)| at % queues != *queue)
            })
        }),
        Change::Nic(NicChange::Set { .. }) => false,
        Change::Link(
            LinkChange::SetMac { .. }
            | LinkChange::Rename { .. }
            | LinkChange::SetNote { .. }
            | LinkChange::CreateVlan { .. },
        ) => false,
        // Made anew it is as new: up, with the address and the MTU of what it stands on, and part of nothing.
        Change::Link(LinkChange::DeleteVlan { name }) => {
            let link = before.link(name);
            let below = link.and_then(|l| before.link(l.lower.as_ref()?));
            let plain = link.zip(below).is_some_and(|(link, below)| {
                (link.mac, link.mtu) == (below.mac, below.mtu)
                    && link.up
                    && link.master.is_none()
                    && link.addresses.is_empty()
            });
            !plain || !is_bare(before, name) || below.is_none_or(|l| !l.up)
        }
        Change::Veth(VethChange::Create { .. }) => false,
        // Made anew it is as new.
        Change::Veth(VethChange::Delete { name, port }) => {
            let plain = |end: &InterfaceName| {
                is_bare(before, end)
                    && !before.links.iter().any(|l| l.lower.as_ref() == Some(end))
                    && before.link(end).is_some_and(|l| {
                        l.up && l.mtu == 1500 && l.master.is_none() && l.addresses.is_empty()
                    })
            };
            let (own, other) = (before.link(name), before.link(port));
            let as_made = own.zip(other).is_some_and(|(own, other)| {
                other.mac == port_mac(own.mac) && own.index > other.index
            });
            !plain(name) || !plain(port) || !as_made
        }
        Change::Link(LinkChange::MoveIp { to, .. }) => before.link(to).is_some_and(|l| {
            !l.addresses.is_empty()
                || l.default_route
                || l.session
                || !names_no_neighbor(before, to)
        }),
        Change::Bridge(BridgeChange::Delete { name }) => {
            let link = before.link(name);
            let plain = link.is_some_and(|l| {
                l.up && l.mtu == 1500
                    && l.master.is_none()
                    && l.addresses.is_empty()
                    && Some(l.mac) == before.bridge(name).map(|b| b.mac)
            });
            !plain
                || !is_bare(before, name)
                || before.bridge(name).is_none_or(|b| !b.ports.is_empty())
        }
        // It is planned as the way back of one that left, and never for one that is there.
        Change::Bridge(BridgeChange::ReturnPort { port, .. }) => {
            before.link(port).is_none_or(|link| link.master.is_some())
        }
        Change::Bridge(
            BridgeChange::Create { .. }
            | BridgeChange::AddPort { .. }
            | BridgeChange::RemovePort { .. }
            | BridgeChange::SetVlanFiltering { .. }
            | BridgeChange::SetPortVlans { .. },
        ) => false,
        Change::Bond(BondChange::Delete { name }) => {
            let link = before.link(name);
            let plain = link.is_some_and(|l| {
                l.up && l.mtu == 1500 && l.master.is_none() && l.addresses.is_empty()
            });
            let team = before.team(name);
            let primary = team.and_then(|t| before.link(t.primary.as_ref()?));
            !plain
                // Plans let it ask nobody before.
                || team.is_some_and(|team| {
                    !team.arp_targets.is_empty() || team.monitor != Some(TeamMonitor::links())
                })
                || !is_bare(before, name)
                || before.links.iter().any(|l| l.lower.as_ref() == Some(name))
                || team.is_none_or(|t| !t.members.is_empty())
                // What was changed after the bond was made.
                || link.is_some_and(|l| l.mtu != 1500)
                || primary.map(|l| l.mac) != link.map(|l| l.mac)
        }
        // The kernel gives a member the bond's MTU and perhaps its address, and brings it up; the own address comes back.
        Change::Bond(BondChange::AddMember { bond, member }) => {
            mtu(before, bond) != mtu(before, member) || has_other_address(before, member)
        }
        Change::Bond(BondChange::RemoveMember { bond, member }) => {
            mtu(before, bond) != mtu(before, member)
                || before.link(member).is_none_or(|l| !l.up)
                || before.link(bond).map(|l| l.mac) != before.link(member).map(|l| l.mac)
                || has_other_address(before, member)
        }
        // A primary means something in some modes only.
        Change::Bond(BondChange::Configure { name, settings }) => {
            let team = before.team(name);
            team.is_some_and(|team| team.primary.is_some() && !settings.mode.has_primary())
                || team.is_some_and(|team| {
                    !team.arp_targets.is_empty() && !settings.mode.asks_targets()
                })
                || team.is_none_or(|team| {
                    *team
                        != Team {
                            primary: team.primary.clone(),
                            arp_targets: team.arp_targets.clone(),
                            monitor: team.monitor.clone(),
                            members: team.members.clone(),
                            active: team.active.clone(),
                            carrier: team.carrier,
                            states: team.states.clone(),
                            ..Team::new(name.clone(), &team.settings().unwrap_or_default())
                        }
                })
        }
        // What is not known cannot be said again.
        Change::Bond(BondChange::SetTargets { name, .. }) => {
            before.team(name).is_some_and(|team| team.monitor.is_none())
        }
        Change::Bond(BondChange::SetPrimary { .. }) => false,
        Change::Bond(BondChange::Create { .. }) => false,
        Change::Fdb(FdbChange::Add { .. } | FdbChange::Remove { .. }) | Change::Filter(_) => false,
        // Its undo takes the last address of IPv4 away, and with it whoever was named before there was one.
        Change::Ip(IpChange::AddAddress { address }) => {
            !names_no_neighbor(before, &address.interface)
        }
        // Plans remove the routes before.
        Change::Ip(IpChange::RemoveAddress { address }) => {
            let of_family = |route: &&iovsh::backend::model::Route| {
                route.destination.address.is_ipv4() == address.cidr.address.is_ipv4()
                    && route.interface == address.interface
            };
            let mut routes = before.ip.routes.iter().filter(of_family);
            !names_no_neighbor(before, &address.interface)
                || routes.any(|route| route.origin == iovsh::backend::model::RouteOrigin::Manual)
        }
        Change::Ip(_) | Change::Nat(_) => false,
        Change::Network(NetworkChange::Define { id, .. }) => {
            before.networks.iter().any(|n| n.id == *id)
        }
        Change::Network(NetworkChange::Undefine { .. }) => false,
        Change::Domain(change) => domain_loses(change, before),
        Change::Device(change) => device_loses(change, before),
        // An image that the other one's format does not fit is of no use to the domain anyway.
        Change::Disk(DiskChange::Move { .. }) => true,
        Change::Disk(_) | Change::Image(_) => false,
        Change::File(_)
        | Change::Stored(_)
        | Change::Desired(_)
        | Change::Autostart(_)
        | Change::Hardware(_)
        | Change::Snapshot(_) => false,
    }
}

fn domain_loses(change: &DomainChange, before: &State) -> bool {
    match change {
        // It was there, transient or off.
        DomainChange::Define { id, .. } => before.vm(*id).is_some(),
        // One that runs is not undefined by a plan.
        DomainChange::Undefine { id, .. } => {
            // Its checkpoints are forgotten with it.
            before.vm(*id).is_none_or(|v| v.state != VmState::Off)
                || before.checkpoints_of(*id).next().is_some()
        }
        DomainChange::Start { vm, .. } => before.vm(*vm).is_none_or(|v| v.state != VmState::Off),
        DomainChange::Stop { vm, .. } | DomainChange::Save { vm } => {
            before.vm(*vm).is_none_or(|v| !all_plain(before, v))
        }
        DomainChange::Pause { .. }
        | DomainChange::Resume { .. }
        | DomainChange::DiscardSaved { .. }
        | DomainChange::AdoptSaved { .. }
        | DomainChange::Reset { .. }
        | DomainChange::Announce { .. }
        | DomainChange::SetMetadata { .. } => false,
    }
}

fn device_loses(change: &DeviceChange, before: &State) -> bool {
    match change {
        DeviceChange::Attach { .. } => false,
        DeviceChange::Detach { vm, device, .. } => {
            let Some(vm) = before.vm(*vm) else {
                return true;
            };
            match device {
                Device::Nic(nic) => vm
                    .adapter(&nic.alias)
                    .is_none_or(|a| !is_plain(before, vm, a)),
                Device::Vf(_) | Device::Host(_) => false,
            }
        }
        DeviceChange::Update { .. } | DeviceChange::Pair { .. } => false,
    }
}
