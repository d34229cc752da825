//! Networks whose machines reach the outside under the host's own address.

use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

use crate::model::{Cidr, Listener, Nat, NatMapping, NetAdapter, PortProtocol, State};
use crate::plan::{DesiredChange, NatChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::word::pattern;
use crate::state::DesiredEdit;
use crate::{Category, CauseSource, HostError};
use iovsh_base::names::NameExt as _;

/// What is to become of the networks that are translated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NatAct {
    /// One more is.
    Add {
        /// Its name.
        name: String,
        /// The network.
        inside: Cidr,
    },
    /// One is not any more.
    Remove {
        /// Its name.
        name: String,
    },
    /// A machine is reached by a port of the host.
    Map {
        /// The name of its network.
        nat: String,
        /// The protocol.
        protocol: PortProtocol,
        /// The address that is asked for from outside; `None`: each one of the host.
        outside: Option<Ipv4Addr>,
        /// The port that is asked for.
        outside_port: u16,
        /// The machine.
        inside: Ipv4Addr,
        /// Its port.
        inside_port: u16,
    },
    /// It is not any more.
    Unmap {
        /// The mapping's number.
        number: u32,
    },
}

/// Changes the networks that are translated.
///
/// # Errors
/// `Nat.NameInvalid`, `Nat.NetworkInvalid`, `Nat.Exists`, `Nat.Overlaps`, `Nat.NotFound`, `Nat.MappingExists`, `Nat.MappingOutside`, `Nat.MappingNotFound`.
pub(in crate::policy) fn edit(
    state: &State,
    plan: &mut PlanBuilder,
    act: &NatAct,
) -> Result<Focus, HostError> {
    if let Some(why) = &state.nat.unreadable {
        return Err(HostError::new(
            "Nat.Unreadable",
            Category::ReadError,
            "What this host translates cannot be told, so that nothing of it is changed.",
        )
        .because(CauseSource::Kernel, why.clone(), None)
        .next_step("See what nftables says, as root: nft list ruleset"));
    }
    let mut nats = state.desired.nats.clone();
    match act {
        NatAct::Add { name, inside } => {
            plan.about(format!("Translate the addresses of {inside}"), name.clone());
            add(state, plan, &mut nats, name, *inside)?;
        }
        NatAct::Remove { name } => {
            let at = place(&nats, name)?;
            let gone = nats.remove(at);
            plan.about(
                format!("Translate the addresses of {} no more", gone.inside),
                gone.name,
            );
        }
        NatAct::Map {
            nat,
            protocol,
            outside,
            outside_port,
            inside,
            inside_port,
        } => {
            let mapping = NatMapping {
                number: next_number(&nats),
                protocol: *protocol,
                outside: *outside,
                outside_port: *outside_port,
                inside: *inside,
                inside_port: *inside_port,
            };
            plan.about(
                format!(
                    "Lead port {outside_port} of {} to {inside}:{inside_port}",
                    protocol.word().to_uppercase()
                ),
                nat.clone(),
            );
            map(state, &mut nats, nat, mapping)?;
        }
        NatAct::Unmap { number } => {
            let of = |nat: &&mut Nat| nat.mappings.iter().any(|known| known.number == *number);
            let Some(nat) = nats.iter_mut().find(of) else {
                return Err(refused(
                    "Nat.MappingNotFound",
                    Category::ObjectNotFound,
                    &number.to_string(),
                    format!("There is no mapping with the number {number}."),
                    "Get-NetNatStaticMapping lists them.",
                ));
            };
            nat.mappings.retain(|known| known.number != *number);
            plan.about(format!("Remove the mapping {number}"), nat.name.clone());
        }
    }
    plan.step(
        "Remember which networks are translated",
        DesiredChange::Set {
            edit: DesiredEdit::SetNat(nats),
        },
    );
    sync(plan);
    Ok(Focus::on_records())
}

/// Translates what is to be translated, where that differs.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder) {
    let state = plan.state();
    let wanted = state.desired.nats.clone();
    if !wanted.is_empty() && state.nat.forwarding == Some(false) {
        plan.step(
            "Let the host hand packets on",
            NatChange::SetForwarding { on: true },
        );
    }
    if let Some(why) = plan.state().nat.unreadable.clone() {
        if !wanted.is_empty() {
            let text = format!(
                "Whether the host translates {} cannot be told ({why}), so that nothing is done about it. Next step: nft list ruleset",
                match wanted.as_slice() {
                    [one] => one.inside.to_string(),
                    many => format!("{} networks", many.len()),
                }
            );
            plan.warn("Nat.Unreadable", text);
        }
        return;
    }
    if plan.state().nat.nats != wanted {
        let what = match wanted.as_slice() {
            [] => "Translate no addresses".to_owned(),
            [one] => format!("Translate the addresses of {}", one.inside),
            many => format!("Translate the addresses of {} networks", many.len()),
        };
        plan.step(what, NatChange::Set { nats: wanted });
    }
}

fn add(
    state: &State,
    plan: &mut PlanBuilder,
    nats: &mut Vec<Nat>,
    name: &str,
    inside: Cidr,
) -> Result<(), HostError> {
    if !Nat::is_name(name) {
        return Err(refused(
            "Nat.NameInvalid",
            Category::InvalidArgument,
            name,
            "The name stands with the rule, which has room for 100 bytes without quotation marks, backslashes and control characters.".to_owned(),
            "Choose a shorter, plainer name.",
        ));
    }
    if !inside.address.is_ipv4() || inside != inside.network() || inside.prefix == 0 {
        return Err(refused(
            "Nat.NetworkInvalid",
            Category::InvalidArgument,
            name,
            format!("{inside} is not a network of IPv4."),
            &format!("Write it like {}.", suggestion(inside)),
        ));
    }
    let same = |known: &&Nat| known.name.is_same_name(name);
    if let Some(known) = nats.iter().find(same) {
        return Err(refused(
            "Nat.Exists",
            Category::ResourceExists,
            name,
            format!("'{}' translates {} already.", known.name, known.inside),
            &format!(
                "Choose another name, or remove it first: Remove-NetNat {}.",
                pattern(&known.name)
            ),
        ));
    }
    let overlaps =
        |known: &&Nat| known.inside.has(inside.address) || inside.has(known.inside.address);
    if let Some(known) = nats.iter().find(overlaps) {
        return Err(refused(
            "Nat.Overlaps",
            Category::ResourceExists,
            name,
            format!(
                "{} of '{}' has addresses of {inside}.",
                known.inside, known.name
            ),
            &format!(
                "Choose another network, or remove it first: Remove-NetNat {}.",
                pattern(&known.name)
            ),
        ));
    }
    if let Some(way_out) = way_out_in(state, inside) {
        return Err(refused(
            "Nat.WayOut",
            Category::InvalidArgument,
            name,
            format!(
                "{inside} is the network by which the host itself reaches the outside, with {}: what comes from it does not leave by another one.",
                way_out.shown()
            ),
            "Name the network behind an internal switch. Machines on a switch of that adapter reach the outside with addresses of their own.",
        ));
    }
    let addresses = state.links.iter().flat_map(|link| &link.addresses);
    let mut own = addresses.filter_map(|text| Cidr::parse(text));
    if !own.any(|cidr| inside.has(cidr.address)) {
        plan.warn(
            "Nat.NoGateway",
            format!(
                "No interface of the host has an address in {inside}, so that its machines have no way out. Give the host's end of their switch one. Next step: New-NetIPAddress {} -PrefixLength {} -InterfaceAlias 'vEthernet (SWITCH)'",
                first_of(inside),
                inside.prefix
            ),
        );
    }
    nats.push(Nat {
        name: name.to_owned(),
        inside,
        mappings: Vec::new(),
    });
    nats.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(())
}

/// The interface of the host's default route, where the host has an address of this network by it.
fn way_out_in(state: &State, inside: Cidr) -> Option<&NetAdapter> {
    let has = |text: &String| {
        let own = Cidr::parse(text);
        own.is_some_and(|own| inside.has(own.address) || own.network().has(inside.address))
    };
    let mut links = state.links.iter().filter(|link| link.default_route);
    links.find(|link| link.addresses.iter().any(has))
}

/// The first address of a network that a machine can have.
fn first_of(inside: Cidr) -> IpAddr {
    match inside.address {
        IpAddr::V4(network) => IpAddr::V4(Ipv4Addr::from_bits(network.to_bits().saturating_add(1))),
        other @ IpAddr::V6(_) => other,
    }
}

/// What was meant by an address with its prefix.
fn suggestion(inside: Cidr) -> Cidr {
    if inside.address.is_ipv4() && inside.prefix > 0 {
        return inside.network();
    }
    Cidr {
        address: IpAddr::V4(Ipv4Addr::new(192, 168, 100, 0)),
        prefix: 24,
    }
}

fn map(state: &State, nats: &mut [Nat], name: &str, mapping: NatMapping) -> Result<(), HostError> {
    let at = place(nats, name)?;
    let own = |address: Ipv4Addr| {
        let all = state.links.iter().flat_map(|link| &link.addresses);
        let mut all = all.filter_map(|text| Cidr::parse(text));
        all.any(|cidr| cidr.address == IpAddr::V4(address))
    };
    let taken = Listener {
        protocol: mapping.protocol,
        port: mapping.outside_port,
    };
    if state.ip.listeners.contains(&taken) && mapping.outside.is_none_or(own) {
        return Err(refused(
            "Nat.PortInUse",
            Category::ResourceBusy,
            name,
            format!(
                "A program of the host itself answers at port {} of {}: nobody would reach it any more.",
                taken.port,
                taken.protocol.word().to_uppercase()
            ),
            &format!(
                "Choose another port, or see whose it is: ss -Hlnp --{} 'sport = {}'",
                taken.protocol.word(),
                taken.port
            ),
        ));
    }
    let taken = nats.iter().flat_map(|nat| &nat.mappings).find(|known| {
        let meet = match (known.outside, mapping.outside) {
            (Some(one), Some(other)) => one == other,
            (None, _) | (_, None) => true,
        };
        meet && known.protocol == mapping.protocol && known.outside_port == mapping.outside_port
    });
    if let Some(known) = taken {
        return Err(refused(
            "Nat.MappingExists",
            Category::ResourceExists,
            name,
            format!(
                "Port {} leads to {}:{} already.",
                known.outside_port, known.inside, known.inside_port
            ),
            &format!(
                "Choose another port, or remove it first: Remove-NetNatStaticMapping -StaticMappingID {}.",
                known.number
            ),
        ));
    }
    let Some(nat) = nats.get_mut(at) else {
        return Ok(());
    };
    if !nat.inside.has(IpAddr::V4(mapping.inside)) {
        return Err(refused(
            "Nat.MappingOutside",
            Category::InvalidArgument,
            name,
            format!("{} is not in {}.", mapping.inside, nat.inside),
            "Give an address of a machine in that network.",
        ));
    }
    nat.mappings.push(mapping);
    nat.mappings.sort_by_key(|known| known.number);
    Ok(())
}

fn next_number(nats: &[Nat]) -> u32 {
    let numbers = nats.iter().flat_map(|nat| &nat.mappings).map(|m| m.number);
    numbers
        .max()
        .map_or(0, |last| last.saturating_add(1))
        .max(1)
}

fn place(nats: &[Nat], name: &str) -> Result<usize, HostError> {
    let exact = nats.iter().position(|nat| nat.name == name);
    let found = exact.or_else(|| nats.iter().position(|nat| nat.name.is_same_name(name)));
    found.ok_or_else(|| {
        refused(
            "Nat.NotFound",
            Category::ObjectNotFound,
            name,
            format!("No network with the name '{name}' is translated."),
            "Get-NetNat lists them.",
        )
    })
}

fn refused(
    id: &'static str,
    category: Category,
    target: &str,
    message: String,
    step: &str,
) -> HostError {
    HostError::new(id, category, message)
        .target(target)
        .next_step(step)
}
