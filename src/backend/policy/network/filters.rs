//! Adapter settings that are filters on the paravirtual path: a guest that may not send with foreign addresses, the guards, port
//! ACLs, limits, priority tags, shares of the uplink and mirroring. Filters stand in this order: tags that are taken off, what is dropped
//! whoever asks, copies, counters,
//! limits, the share, extended ACLs, port ACLs, and last the guest's own address, which every permission asks for too.

use crate::model::{
    AclAction, AclAddress, AclDirection, AclSide, Adapter, AdapterChanges, AdapterSettings,
    AdapterVlan, Direction, ExtendedAcl, FilterAction, FrameMatch, InterfaceName, IpFamily,
    IpPrefix, MacAddress, PacketMatch, PortAcl, PortFilter, PortMirroring, PortRange, State, Uuid,
};
use crate::plan::{FilterChange, PlanBuilder};
use crate::policy::network::host_adapter::record::as_adapters;
use crate::policy::network::shares;
use crate::state::DesiredHostAdapter;

const ICMP: u8 = 1;
const UDP: u8 = 17;
const ICMPV6: u8 = 58;
/// The ports that DHCP servers send from (RFC 2131, RFC 8415).
const DHCP_SERVER: [(IpFamily, u16); 2] = [(IpFamily::V4, 67), (IpFamily::V6, 547)];
/// Router advertisements and redirects: ICMP 9 and 5 (RFC 1256, RFC 792), ICMPv6 134 and 137 (RFC 4861).
const ROUTER_MESSAGES: [(IpFamily, u8, u8); 4] = [
    (IpFamily::V4, ICMP, 9),
    (IpFamily::V4, ICMP, 5),
    (IpFamily::V6, ICMPV6, 134),
    (IpFamily::V6, ICMPV6, 137),
];

/// Gives the taps of all running adapters on switches of ours their filters. Of all: a copy goes to the taps of others.
///
/// A port that has filters keeps them when its switch is not known: what stands in the VM's own metadata is still asked for, and
/// that a bridge is none of ours is no order to let everything through.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut changes = Vec::new();
    let running = state.vms.iter().filter(|vm| vm.state.is_active());
    // What another tool made is left alone.
    for vm in running.filter(|vm| vm.settings.is_some()) {
        for adapter in &vm.adapters {
            let Some(tap) = &adapter.tap else { continue };
            let switch = switch_of(state, adapter);
            if switch.is_none() && state.filters_of(tap).is_empty() {
                continue;
            }
            let filters = wanted(state, adapter, switch);
            if state.filters_of(tap) != filters.as_slice() {
                changes.push((vm.name.clone(), tap.clone(), filters));
            }
        }
    }
    for (own, adapter) in as_adapters(state) {
        let port = own.switch_port();
        let filters = wanted_by_host(state, &own, &adapter);
        if state.filters_of(port) != filters.as_slice() {
            changes.push((own.shown(), port.clone(), filters));
        }
    }
    for (vm, port, filters) in changes {
        let what = match filters.len() {
            0 => format!("Take the filters of '{vm}' from {port}"),
            1 => format!("Filter what '{vm}' sends and gets on {port} (1 rule)"),
            n => format!("Filter what '{vm}' sends and gets on {port} ({n} rules)"),
        };
        plan.best_effort(|plan| plan.step(what, FilterChange::Set { port, filters }));
    }
}

/// The filters of an adapter of the host. It is trusted with its addresses. A bridge sees from above what a port sees from below.
fn wanted_by_host(state: &State, own: &DesiredHostAdapter, adapter: &Adapter) -> Vec<PortFilter> {
    let mut adapter = adapter.clone();
    adapter.settings.mac_spoofing = true;
    let mut filters = wanted(state, &adapter, own.settings.switch);
    if own.is_bridge() {
        filters.iter_mut().for_each(turn);
    }
    filters
}

fn turn(filter: &mut PortFilter) {
    filter.direction = match filter.direction {
        Direction::FromGuest => Direction::ToGuest,
        Direction::ToGuest => Direction::FromGuest,
    };
}

/// Lets nothing more through a port that is about to go. Its filters go with it; as they are replaced by a step of their own,
/// they are back before anything passes when it has to stay.
pub(in crate::policy) fn block_all(plan: &mut PlanBuilder, port: &InterfaceName) {
    if plan.state().filters_of(port).is_empty() {
        return;
    }
    let drop_all = |direction| PortFilter {
        direction,
        frame: FrameMatch::default(),
        action: FilterAction::Drop,
    };
    plan.step(
        format!("Let nothing more through {port}"),
        FilterChange::Set {
            port: port.clone(),
            filters: vec![drop_all(Direction::FromGuest), drop_all(Direction::ToGuest)],
        },
    );
}

/// The switch of ours that a running adapter is on.
fn switch_of(state: &State, adapter: &Adapter) -> Option<Uuid> {
    let bridge = adapter.bridge.as_ref()?;
    let found = state.desired.switches.iter().find(|s| &s.bridge == bridge);
    found.map(|switch| switch.id)
}

/// What of an adapter's settings only the filters of its tap do, by the names of the parameters: a VF goes past them.
pub(in crate::policy) fn kept_by_filters(settings: &AdapterSettings) -> Vec<&'static str> {
    let rules = [
        (settings.dhcp_guard, "DhcpGuard"),
        (settings.storm_limit > 0, "StormLimit"),
        // The NIC puts the tag of a VF's VLAN in front, with no priority.
        (
            takes_priorities(settings) && !matches!(settings.vlan, AdapterVlan::Access(_)),
            "IeeePriorityTag",
        ),
        (settings.router_guard, "RouterGuard"),
        (
            settings.port_mirroring != PortMirroring::None,
            "PortMirroring",
        ),
        (!settings.acls.is_empty(), "Acl"),
        (!settings.extended_acls.is_empty(), "ExtendedAcl"),
    ];
    let kept = rules.into_iter().filter(|(kept, _)| *kept);
    kept.map(|(_, name)| name).collect()
}

/// A frame without the tag has no priority, which is what priority 0 means. A tag that names a VLAN stays with its priority: no filter takes
/// that off and leaves the VLAN.
fn takes_priorities(settings: &AdapterSettings) -> bool {
    settings.priority_tags == Some(false)
}

/// Says where what was asked of priority tags has no effect.
pub(in crate::policy) fn warn_of_priorities(
    plan: &mut PlanBuilder,
    settings: &AdapterSettings,
    changes: &AdapterChanges,
) {
    let text = match (changes.priority_tags, &settings.vlan) {
        (Some(false), AdapterVlan::Trunk { .. }) => {
            "Frames in the VLANs of a trunk keep the priority in their tags; only priority tags without a VLAN are taken off."
        }
        (Some(true), AdapterVlan::Access(_)) if settings.iov_weight > 0 => {
            "A NIC puts the tag of a virtual function's VLAN in front by itself, with priority 0: the guest's priorities go on while the adapter is on the paravirtual path only."
        }
        _ => return,
    };
    plan.warn("Adapter.PriorityTags", text);
}

/// The filters that an adapter's tap is to have. Without a switch, copies go where they go now.
fn wanted(state: &State, adapter: &Adapter, switch: Option<Uuid>) -> Vec<PortFilter> {
    let settings = &adapter.settings;
    // A bridge that filters by VLAN drops the tags that a guest in one VLAN puts on itself; elsewhere they hide nothing.
    let tags = !matches!(settings.vlan, AdapterVlan::Access(_));
    let mut list = List {
        filters: Vec::new(),
        tags,
    };
    if takes_priorities(settings) {
        let frame = FrameMatch {
            priority_tag: true,
            ..FrameMatch::default()
        };
        list.push(Direction::FromGuest, frame, FilterAction::Untag);
    }
    if settings.dhcp_guard {
        for (family, port) in DHCP_SERVER {
            let mut packet = PacketMatch::of(family);
            packet.protocol = Some(UDP);
            packet.source_ports = Some(PortRange {
                first: port,
                last: port,
            });
            list.packets(Direction::FromGuest, packet, FilterAction::Drop);
        }
    }
    if settings.router_guard {
        for (family, protocol, kind) in ROUTER_MESSAGES {
            let mut packet = PacketMatch::of(family);
            packet.protocol = Some(protocol);
            packet.icmp_type = Some(kind);
            list.packets(Direction::FromGuest, packet, FilterAction::Drop);
        }
    }
    if settings.port_mirroring == PortMirroring::Source {
        let taps = match switch {
            Some(switch) => destinations(state, switch),
            None => copies_of(state, adapter),
        };
        for tap in taps {
            for direction in [Direction::FromGuest, Direction::ToGuest] {
                list.all(direction, FilterAction::Copy(tap.clone()));
            }
        }
    }
    let mut acls = settings.acls.clone();
    acls.sort_by_key(|acl| {
        (
            std::cmp::Reverse(acl.address.precision()),
            acl.action != AclAction::Deny,
        )
    });
    let (meters, deciding): (Vec<_>, Vec<_>) = acls
        .into_iter()
        .partition(|acl| acl.action == AclAction::Meter);
    for acl in meters {
        list.port_acl(&acl, None);
    }
    if settings.storm_limit > 0 {
        let frame = FrameMatch {
            group: true,
            ..FrameMatch::default()
        };
        let limit = FilterAction::LimitFrames(settings.storm_limit);
        list.push(Direction::FromGuest, frame, limit);
    }
    if !settings.maximum_bandwidth.is_none() {
        list.all(
            Direction::FromGuest,
            FilterAction::Limit(settings.maximum_bandwidth.in_megabits()),
        );
    }
    let class = |tap| shares::class_of(state, switch?, tap);
    if let Some(class) = adapter.tap.as_ref().and_then(class) {
        list.all(Direction::FromGuest, FilterAction::Share(class));
    }
    // A guest with a team or a bridge inside sends with the addresses of others.
    let own = (!settings.mac_spoofing && !settings.allow_teaming).then_some(adapter.mac);
    let mut extended = settings.extended_acls.clone();
    extended.sort_by_key(|acl| std::cmp::Reverse(acl.weight));
    for acl in &extended {
        list.extended_acl(acl, own);
    }
    for acl in &deciding {
        list.port_acl(acl, own);
    }
    if own.is_some() {
        let frame = FrameMatch {
            source: own,
            ..FrameMatch::default()
        };
        list.push(Direction::FromGuest, frame, FilterAction::Pass);
        list.all(Direction::FromGuest, FilterAction::Drop);
    }
    list.filters
}

/// Bytes that a metering ACL of an adapter has counted since its VM was started; 0 while it is off.
#[must_use]
pub fn metered(state: &State, adapter: &Adapter, acl: &PortAcl) -> u64 {
    let mut list = List {
        filters: Vec::new(),
        tags: true,
    };
    list.port_acl(acl, None);
    counted(state, adapter.tap.as_ref(), &list.filters)
}

/// The same for an adapter of the host.
#[must_use]
pub fn metered_on_host(state: &State, own: &DesiredHostAdapter, acl: &PortAcl) -> u64 {
    let mut list = List {
        filters: Vec::new(),
        tags: true,
    };
    list.port_acl(acl, None);
    if own.is_bridge() {
        list.filters.iter_mut().for_each(turn);
    }
    counted(state, Some(own.switch_port()), &list.filters)
}

/// Bytes that these filters of a port have counted.
fn counted(state: &State, port: Option<&InterfaceName>, wanted: &[PortFilter]) -> u64 {
    let port = port.and_then(|name| state.filters.iter().find(|p| &p.device == name));
    let counted = port
        .into_iter()
        .flat_map(|p| p.filters.iter().zip(&p.bytes));
    counted
        .filter(|(filter, _)| wanted.contains(filter))
        .map(|(_, bytes)| bytes)
        .sum()
}

/// The taps of the adapters on a switch that get copies, in the VMs' order.
fn destinations(state: &State, switch: Uuid) -> Vec<InterfaceName> {
    let running = state.vms.iter().filter(|vm| vm.state.is_active());
    let of_vms = running
        .flat_map(|vm| &vm.adapters)
        .filter(|a| a.settings.port_mirroring == PortMirroring::Destination)
        .filter(|a| switch_of(state, a) == Some(switch))
        .filter_map(|a| a.tap.clone());
    let of_host = state.desired.host_adapters_on(switch).into_iter();
    let of_host = of_host
        .filter(|own| own.settings.port_mirroring == PortMirroring::Destination)
        .filter_map(|own| own.port)
        .filter(|port| state.link(port).is_some());
    of_vms.chain(of_host).collect()
}

/// The taps that get copies from an adapter's port now, each once.
fn copies_of(state: &State, adapter: &Adapter) -> Vec<InterfaceName> {
    let filters = adapter
        .tap
        .as_ref()
        .map_or(&[][..], |tap| state.filters_of(tap));
    let mut taps = Vec::new();
    for filter in filters {
        if let FilterAction::Copy(tap) = &filter.action
            && !taps.contains(tap)
        {
            taps.push(tap.clone());
        }
    }
    taps
}

struct List {
    filters: Vec<PortFilter>,
    /// The guest can put VLAN tags in front.
    tags: bool,
}

impl List {
    fn push(&mut self, direction: Direction, frame: FrameMatch, action: FilterAction) {
        self.filters.push(PortFilter {
            direction,
            frame,
            action,
        });
    }

    fn all(&mut self, direction: Direction, action: FilterAction) {
        self.push(direction, FrameMatch::default(), action);
    }

    fn packets(&mut self, direction: Direction, packet: PacketMatch, action: FilterAction) {
        let frame = FrameMatch {
            packet: Some(packet),
            ..FrameMatch::default()
        };
        self.frames(direction, frame, action);
    }

    /// Frames with a packet, also behind a tag.
    fn frames(&mut self, direction: Direction, frame: FrameMatch, action: FilterAction) {
        if self.tags && frame.packet.is_some() {
            let tagged = FrameMatch {
                tagged: true,
                ..frame.clone()
            };
            self.push(direction, tagged, action.clone());
        }
        self.push(direction, frame, action);
    }

    fn port_acl(&mut self, acl: &PortAcl, own: Option<MacAddress>) {
        let action = match acl.action {
            AclAction::Allow => FilterAction::Pass,
            AclAction::Deny => FilterAction::Drop,
            AclAction::Meter => FilterAction::Count,
        };
        let direction = direction(acl.direction);
        let from_it = is_source(acl.direction, acl.side);
        let permits = action == FilterAction::Pass && direction == Direction::FromGuest;
        let base = FrameMatch {
            source: own.filter(|_| permits),
            ..FrameMatch::default()
        };
        let with = |prefix: Option<IpPrefix>, family| {
            let mut packet = PacketMatch::of(family);
            *(if from_it {
                &mut packet.source
            } else {
                &mut packet.destination
            }) = prefix.filter(|p| p.length() > 0);
            FrameMatch {
                packet: Some(packet),
                ..base.clone()
            }
        };
        match acl.address {
            AclAddress::AnyMac => self.push(direction, base, action),
            AclAddress::Mac(mac) => {
                let mut frame = base;
                *(if from_it {
                    &mut frame.source
                } else {
                    &mut frame.destination
                }) = Some(mac);
                // A permission for another address than the guest's own is none.
                if !permits || own.is_none() || frame.source == own {
                    self.push(direction, frame, action);
                }
            }
            AclAddress::Ip(prefix) => {
                self.frames(direction, with(Some(prefix), prefix.family()), action);
            }
            AclAddress::AnyIp => {
                for family in IpFamily::ALL {
                    self.frames(direction, with(None, family), action.clone());
                }
            }
        }
    }

    fn extended_acl(&mut self, acl: &ExtendedAcl, own: Option<MacAddress>) {
        let action = match acl.action {
            AclAction::Deny => FilterAction::Drop,
            AclAction::Allow | AclAction::Meter => FilterAction::Pass,
        };
        let direction = direction(acl.direction);
        let permits = action == FilterAction::Pass && direction == Direction::FromGuest;
        let inward = acl.direction == AclDirection::Inbound;
        let given = acl.local.or(acl.remote).map(IpPrefix::family);
        for family in IpFamily::ALL {
            if given.is_some_and(|given| given != family) {
                continue;
            }
            let mut packet = PacketMatch::of(family);
            packet.protocol = acl.protocol;
            (packet.source, packet.destination) = crossed(inward, acl.local, acl.remote);
            (packet.source_ports, packet.destination_ports) =
                crossed(inward, acl.local_port, acl.remote_port);
            for prefix in [&mut packet.source, &mut packet.destination] {
                *prefix = prefix.filter(|p| p.length() > 0);
            }
            let frame = FrameMatch {
                source: own.filter(|_| permits),
                packet: Some(packet),
                ..FrameMatch::default()
            };
            self.frames(direction, frame, action.clone());
        }
    }
}

fn direction(direction: AclDirection) -> Direction {
    match direction {
        AclDirection::Inbound => Direction::ToGuest,
        AclDirection::Outbound => Direction::FromGuest,
    }
}

/// Whether the address is where frames come from.
fn is_source(direction: AclDirection, side: AclSide) -> bool {
    matches!(
        (direction, side),
        (AclDirection::Inbound, AclSide::Remote) | (AclDirection::Outbound, AclSide::Local)
    )
}

/// (source, destination) of a frame, from what is the guest's and what is the other's.
fn crossed<T>(inward: bool, local: T, remote: T) -> (T, T) {
    if inward {
        (remote, local)
    } else {
        (local, remote)
    }
}
