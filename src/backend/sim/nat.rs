//! Address translation of the simulated machine.

use super::refusal::{EINVAL, kernel};
use super::world::World;
use crate::HostError;
use crate::model::Nat;
use crate::plan::NatChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &NatChange) -> Result<(), HostError> {
    match change {
        NatChange::Set { nats } => {
            if let Some(wrong) = nats.iter().find(|nat| !is_network(nat)) {
                return Err(kernel(EINVAL, &wrong.name, "syntax error"));
            }
            world.state.nat.nats.clone_from(nats);
        }
        NatChange::SetForwarding { on } => world.state.nat.forwarding = Some(*on),
    }
    Ok(())
}

fn is_network(nat: &Nat) -> bool {
    nat.inside.address.is_ipv4() && nat.inside == nat.inside.network()
}
