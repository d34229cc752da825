//! Whether the adapters of a virtual machine reach the wire, at the host that it leaves and at the one that it comes to.

use crate::model::{Adapter, AdapterAlias, State, SwitchType, Vm};
use crate::plan::PlanBuilder;
use crate::policy::network::team;
use crate::policy::vf::status::switch_of;
use crate::policy::word::word;
use crate::state::{AdapterRef, DesiredSwitch};

/// The switch of an adapter, where it is one that leads to the wire. `None` also where nobody looked at the links.
fn outward<'s>(state: &'s State, adapter: &Adapter) -> Option<&'s DesiredSwitch> {
    let switch = switch_of(state, adapter)?;
    let leads = switch.switch_type == SwitchType::External && !state.links.is_empty();
    leads.then_some(switch)
}

/// The adapters of a VM whose switches have a link to the wire.
#[must_use]
pub fn wired(state: &State, vm: &Vm) -> Vec<AdapterAlias> {
    let reach = vm.adapters.iter().filter(|adapter| {
        outward(state, adapter).is_some_and(|switch| team::reaches_wire(state, switch))
    });
    reach.map(|adapter| adapter.alias.clone()).collect()
}

/// What cuts an adapter off at this host, and what to do about it. `None`: nothing, or it is not meant to reach the wire.
pub(super) fn cut_off(state: &State, adapter: &Adapter) -> Option<(String, String)> {
    let switch = outward(state, adapter)?;
    if team::reaches_wire(state, switch) {
        return None;
    }
    let (name, host) = (&switch.name, &state.host.name);
    Some(match team::uplink_port(state, switch) {
        Some(nic) => (
            format!("the network adapter '{nic}' of its switch '{name}' on {host} has no link"),
            format!(
                "See to its cable: Get-NetAdapter {} -CimSession {}",
                word(nic.as_str()),
                word(host)
            ),
        ),
        None => (
            format!("the network adapter of its switch '{name}' is not there on {host}"),
            format!(
                "See what is wrong with it: Get-VMSwitch {} -ComputerName {}",
                word(name),
                word(host)
            ),
        ),
    })
}

/// Tells which adapters of a VM that has arrived reached the wire where it came from (`before`), and do not here. That is no error: it
/// runs, and moving it back may be all that helps.
pub(super) fn tell(state: &State, plan: &mut PlanBuilder, vm: &Vm, before: &[AdapterAlias]) {
    let adapters = vm.adapters.iter().filter(|a| before.contains(&a.alias));
    let lost = adapters.filter_map(|adapter| Some((adapter, cut_off(state, adapter)?)));
    for (adapter, (why, next)) in lost {
        let who = AdapterRef {
            vm: vm.id,
            adapter: adapter.alias.clone(),
        };
        let message = format!(
            "'{}' of '{}' has lost its network by the migration: {why}. {next}",
            adapter.settings.name, vm.name
        );
        plan.warn_about(who, LOST, message);
    }
}

/// The id of the warning.
pub(crate) const LOST: &str = "Migration.NetworkLost";
