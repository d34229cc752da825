//! Neighbours on the links of the host's own interfaces: who has which IP address.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::model::{InterfaceName, MacAddress, Neighbor, State};
use crate::plan::{IpChange, NeighborRef, NeighborSpec, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::network::ip::{interface, not_persistent, refused};
use crate::policy::word::word;
use crate::{Category, HostError};

/// A neighbour that is to be named for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNeighbor {
    /// The neighbour.
    pub neighbor: NeighborSpec,
    /// Whoever asks knows that it lasts until the host starts again.
    pub active_only: bool,
}

/// Names the adapter of a neighbour for good. What the host found by itself gives way to it.
///
/// # Errors
/// `NetAdapter.NotFound`, `Neighbor.Invalid`, `Neighbor.Exists`.
pub(in crate::policy) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewNeighbor,
) -> Result<Focus, HostError> {
    let NeighborSpec {
        interface: name,
        address,
        mac,
    } = &new.neighbor;
    let link = interface(state, name)?;
    plan.about(
        format!("Name the neighbour {address} of {}", link.name),
        address.to_string(),
    );
    check(*address, *mac)?;
    let known = neighbor_at(state, &link.name, *address);
    match known.and_then(|known| Some((known, known.mac?))) {
        Some((known, other)) if known.is_permanent() => {
            return Err(refused(
                "Neighbor.Exists",
                Category::ResourceExists,
                format!(
                    "The neighbour {address} of '{}' is {other} already, for good.",
                    link.shown()
                ),
                address.to_string(),
                &format!(
                    "Remove it first: Remove-NetNeighbor {address} -InterfaceAlias {}.",
                    word(link.name.as_str())
                ),
            ));
        }
        Some((_, other)) if other != *mac => plan.warn(
            "Neighbor.TakesOver",
            format!(
                "The host reaches {address} on '{}' at {other}; from now on its frames go to {mac}, whoever answers.",
                link.shown()
            ),
        ),
        Some(_) | None => {}
    }
    if let Some(master) = &link.master {
        plan.warn(
            "Neighbor.OnPort",
            format!(
                "'{}' is part of '{master}', which takes its frames: a neighbour belongs there.",
                link.shown()
            ),
        );
    }
    plan.step(
        format!("Name {mac} as the neighbour {address} of {}", link.name),
        IpChange::AddNeighbor {
            neighbor: NeighborSpec {
                interface: link.name.clone(),
                ..new.neighbor.clone()
            },
        },
    );
    if !new.active_only {
        not_persistent(plan, &format!("The neighbour {address}"));
    }
    Ok(Focus::on_records())
}

/// Forgets a neighbour, whoever named it.
///
/// # Errors
/// `NetAdapter.NotFound`, `Neighbor.NotFound`.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    gone: &NeighborRef,
) -> Result<Focus, HostError> {
    let link = interface(state, &gone.interface)?;
    let address = gone.address;
    plan.about(
        format!("Forget the neighbour {address} of {}", link.name),
        address.to_string(),
    );
    if neighbor_at(state, &link.name, address).is_none() {
        return Err(refused(
            "Neighbor.NotFound",
            Category::ObjectNotFound,
            format!("'{}' has no neighbour {address}.", link.shown()),
            address.to_string(),
            "List them with Get-NetNeighbor.",
        ));
    }
    plan.step(
        format!("Forget the neighbour {address} of {}", link.name),
        IpChange::RemoveNeighbor {
            neighbor: NeighborRef {
                interface: link.name.clone(),
                address,
            },
        },
    );
    Ok(Focus::on_records())
}

/// The kernel takes any address and keeps it; nobody could be meant by some. Addresses of groups of adapters are right where several hosts
/// share one, as clusters that balance their load do.
fn check(address: IpAddr, mac: MacAddress) -> Result<(), HostError> {
    let invalid = |message: String, step: &str| {
        Err(refused(
            "Neighbor.Invalid",
            Category::InvalidArgument,
            message,
            address.to_string(),
            step,
        ))
    };
    let of_one = match address {
        IpAddr::V4(address) => !address.is_broadcast(),
        IpAddr::V6(_) => true,
    };
    if !of_one || address.is_unspecified() || address.is_multicast() || address.is_loopback() {
        return invalid(
            format!("{address} is not an address that a neighbour can have."),
            "Choose the address of one host on the link.",
        );
    }
    if mac.is_zero() {
        return invalid(
            format!("{mac} is the address of no adapter."),
            "Give the address of the neighbour's adapter; it stands on the adapter, or in what its host shows of it.",
        );
    }
    Ok(())
}

fn neighbor_at<'s>(
    state: &'s State,
    interface: &InterfaceName,
    address: IpAddr,
) -> Option<&'s Neighbor> {
    let mut all = state.neighbors.iter();
    all.find(|known| known.is_at(interface, address))
}

#[cfg(test)]
mod tests {
    use super::NewNeighbor;
    use crate::model::{Neighbor, NeighborState, NetAdapter, State};
    use crate::plan::{IpChange, NeighborRef, NeighborSpec, Plan};
    use crate::policy::Intent;
    use crate::{Change, HostError};

    const MAC: &str = "02:00:00:00:00:07";

    fn host(known: &[(&str, Option<&str>, NeighborState)]) -> State {
        let neighbors = known.iter().map(|(address, mac, state)| Neighbor {
            interface: "eno1".parse().unwrap(),
            index: 2,
            address: address.parse().unwrap(),
            mac: mac.map(|mac| mac.parse().unwrap()),
            state: *state,
        });
        State {
            links: vec![NetAdapter {
                name: "eno1".parse().unwrap(),
                index: 2,
                up: true,
                ..NetAdapter::default()
            }],
            neighbors: neighbors.collect(),
            ..State::default()
        }
    }

    fn add(state: &State, address: &str, mac: &str, active_only: bool) -> Result<Plan, HostError> {
        let neighbor = NeighborSpec {
            interface: "eno1".parse().unwrap(),
            address: address.parse().unwrap(),
            mac: mac.parse().unwrap(),
        };
        Intent::AddNeighbor(NewNeighbor {
            neighbor,
            active_only,
        })
        .plan(state)
    }

    fn remove(state: &State, address: &str) -> Result<Plan, HostError> {
        Intent::RemoveNeighbor(NeighborRef {
            interface: "eno1".parse().unwrap(),
            address: address.parse().unwrap(),
        })
        .plan(state)
    }

    fn warnings(plan: &Plan) -> Vec<&str> {
        plan.warnings.iter().map(|told| told.id.as_str()).collect()
    }

    #[test]
    fn what_nobody_can_have_is_refused() {
        let state = host(&[]);
        for (address, mac) in [
            ("0.0.0.0", MAC),
            ("255.255.255.255", MAC),
            ("224.0.0.9", MAC),
            ("127.0.0.5", MAC),
            ("::", MAC),
            ("::1", MAC),
            ("ff02::1", MAC),
            ("192.0.2.7", "00:00:00:00:00:00"),
        ] {
            let refused = add(&state, address, mac, true).unwrap_err();
            assert_eq!(refused.id, "Neighbor.Invalid", "{address} {mac}");
            assert!(refused.next_step.is_some(), "{address} {mac}");
        }
        // A cluster that balances its load has the address of a group.
        let plan = add(&state, "192.0.2.7", "03:bf:c0:00:02:07", true).unwrap();
        assert_eq!(plan.steps.len(), 1);
    }

    #[test]
    fn what_the_host_found_by_itself_gives_way_and_what_was_named_stays() {
        let found = |mac| host(&[("192.0.2.7", mac, NeighborState::Stale)]);
        let plan = add(&found(Some(MAC)), "192.0.2.7", MAC, true).unwrap();
        assert_eq!((plan.steps.len(), warnings(&plan)), (1, vec![]));
        let plan = add(&found(None), "192.0.2.7", MAC, false).unwrap();
        assert_eq!(warnings(&plan), ["NetAdapter.NotPersistent"]);
        let other = found(Some("02:00:00:00:00:08"));
        let plan = add(&other, "192.0.2.7", MAC, true).unwrap();
        assert_eq!(warnings(&plan), ["Neighbor.TakesOver"]);
        let named = host(&[("192.0.2.7", Some(MAC), NeighborState::Permanent)]);
        let refused = add(&named, "192.0.2.7", MAC, true).unwrap_err();
        assert_eq!(refused.id, "Neighbor.Exists");
    }

    #[test]
    fn whoever_was_named_can_be_named_again_and_nobody_else() {
        let state = host(&[
            ("192.0.2.7", Some(MAC), NeighborState::Permanent),
            ("192.0.2.8", Some(MAC), NeighborState::Reachable),
        ]);
        let undo = |address: &str| {
            let plan = remove(&state, address).unwrap();
            assert_eq!(plan.steps.len(), 1);
            plan.steps.into_iter().next().unwrap().undo
        };
        assert!(matches!(
            undo("192.0.2.7"),
            Some(Change::Ip(IpChange::AddNeighbor { .. }))
        ));
        assert_eq!(undo("192.0.2.8"), None);
        assert_eq!(
            remove(&state, "192.0.2.9").unwrap_err().id,
            "Neighbor.NotFound"
        );
    }
}
