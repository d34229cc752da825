//! Queue pairs of VFs: what an adapter asks for, and what can be had of it.

use crate::model::{Adapter, PhysicalFunction, State, driver_traits};
use crate::plan::PlanBuilder;

/// What a VF is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::policy) struct Queues {
    /// Queue pairs.
    pub pairs: u32,
    /// Interrupt vectors (MSI-X) that this takes.
    pub vectors: u32,
}

/// What a VF of this PF is given of the queue pairs that were asked for: at most an equal share of the PF's interrupt vectors, which is there
/// whoever else asks. `None`: nothing was asked for (Hyper-V's own number is 1), or the host has no say in it.
pub(in crate::policy) fn to_give(function: &PhysicalFunction, asked: u32) -> Option<Queues> {
    let beside = driver_traits(function.driver.as_deref()?).vectors_beside?;
    let pool = function.vector_pool.filter(|_| asked > 1)?;
    let share = pool / function.num_vfs.max(1);
    let pairs = asked.min(share.saturating_sub(beside));
    (pairs > 0).then(|| Queues {
        pairs,
        vectors: pairs.saturating_add(beside),
    })
}

/// Says what becomes of the queue pairs that an adapter is to ask for, of each driver under its switch; nothing where it gets them.
pub(in crate::policy) fn warn(plan: &mut PlanBuilder, adapter: &Adapter, asked: u32) {
    let state = plan.state();
    let mut said = Vec::new();
    if functions_behind(state, adapter).next().is_none() {
        let place = match adapter.settings.switch {
            Some(_) => "the adapter's switch has none",
            None => "the adapter is connected to no switch",
        };
        said.push(format!("It is kept and reported: whether a virtual function can have them depends on the driver of its NIC, and {place}."));
    }
    for function in functions_behind(state, adapter) {
        let name = function.driver.as_deref().unwrap_or_default();
        let text = match to_give(function, asked) {
            Some(queues) if queues.pairs < asked => format!(
                "{name} has interrupt vectors for {} in each virtual function: fewer virtual functions have more each.",
                queues.pairs
            ),
            Some(_) => continue,
            None => match driver_traits(name).vf_queues {
                Some(words) => format!("It is kept and reported. {name}: {words}"),
                None => "It is kept and reported: the NIC's driver and the guest's share queues out between them, and the kernel does not tell how many a guest uses.".to_owned(),
            },
        };
        if !said.contains(&text) {
            said.push(text);
        }
    }
    let has_vf = adapter.vf.as_ref().and_then(|vf| state.vf(vf.address));
    let of_vf = has_vf.and_then(|vf| state.function(vf.pf));
    if of_vf.is_some_and(|function| to_give(function, asked).is_some()) {
        said.push("The virtual function that the adapter has stays as it is; its next one has them: -IovWeight 0, then the weight again.".to_owned());
    }
    if !said.is_empty() {
        let text = format!("-IovQueuePairsRequested {asked}: {}", said.join(" "));
        plan.warn("Adapter.QueuePairs", text);
    }
}

/// The functions whose VFs the adapter may get: those of the NICs under its switch.
fn functions_behind<'s>(
    state: &'s State,
    adapter: &Adapter,
) -> impl Iterator<Item = &'s PhysicalFunction> {
    let switch = adapter
        .bridge
        .as_ref()
        .and_then(|bridge| state.desired.switch_on(bridge));
    let nics = switch.into_iter().flat_map(|switch| &switch.uplinks);
    nics.filter_map(|nic| state.link_of(nic))
        .filter_map(|link| state.function_of(&link.name))
}
