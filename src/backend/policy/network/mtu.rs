//! The MTU of a switch: its NICs, or its team, and the taps and pairs of devices behind it have it. A bridge has the smallest of its ports.

use crate::model::{Adapter, InterfaceName, NetAdapter, State};
use crate::plan::{LinkChange, PlanBuilder};
use crate::policy::network::team;
use crate::policy::word::pattern;
use crate::state::{DesiredHostAdapter, DesiredSwitch};
use crate::{Category, HostError};

/// Whether the NICs of a switch take an MTU, as far as their drivers tell.
///
/// # Errors
/// `NetAdapter.MtuOutOfRange`.
pub(in crate::policy) fn check(
    state: &State,
    nics: &[NetAdapter],
    mtu: u32,
) -> Result<(), HostError> {
    for nic in nics {
        let most = state.nic(&nic.name).and_then(|nic| nic.max_mtu);
        if let Some(most) = most.filter(|most| mtu > *most) {
            return Err(HostError::new(
                "NetAdapter.MtuOutOfRange",
                Category::LimitsExceeded,
                format!(
                    "The driver of '{}' takes an MTU of 68 to {most} bytes; {mtu} were asked for.",
                    nic.name
                ),
            )
            .target(nic.name.to_string())
            .next_step(format!("Ask for 68 to {most}.")));
        }
    }
    Ok(())
}

/// The MTU for the devices of a switch that has one of its own.
pub(in crate::policy) fn of_devices(plan: &mut PlanBuilder, switch: &DesiredSwitch) {
    let Some(mtu) = switch.settings.mtu else {
        return;
    };
    let state = plan.state();
    let devices: Vec<InterfaceName> = match &switch.team {
        // The members of a bond have its MTU.
        Some(team) => vec![team.clone()],
        None if switch.uplinks.is_empty() => vec![switch.bridge.clone()],
        None => {
            let nics = switch.uplinks.iter().filter_map(|nic| state.link_of(nic));
            nics.map(|nic| nic.name.clone()).collect()
        }
    };
    for device in devices {
        set(plan, &device, mtu);
    }
}

/// The MTU for the taps of running adapters, which libvirt makes with that of the bridge at that time.
pub(in crate::policy) fn of_taps(plan: &mut PlanBuilder) {
    let state = plan.state();
    let running = state.vms.iter().filter(|vm| vm.state.is_active());
    let mut taps = Vec::new();
    for adapter in running.flat_map(|vm| &vm.adapters) {
        if let (Some(tap), Some(mtu)) = (&adapter.tap, of_adapter(state, adapter)) {
            taps.push((tap.clone(), mtu));
        }
    }
    for (tap, mtu) in taps {
        plan.best_effort(|plan| set(plan, &tap, mtu));
    }
}

fn of_adapter(state: &State, adapter: &Adapter) -> Option<u32> {
    let switch = state.desired.switch_on(adapter.bridge.as_ref()?)?;
    let own = adapter.settings.mtu.filter(|mtu| *mtu > 0);
    own.or(switch.settings.mtu)
}

/// Says that an adapter of the host is asked to send what the network adapters below its switch do not take.
pub(in crate::policy::network) fn warn_above_wire(
    plan: &mut PlanBuilder,
    own: &DesiredHostAdapter,
    mtu: u32,
) {
    let state = plan.state();
    let switch = own.settings.switch.and_then(|id| state.desired.switch(id));
    let Some(switch) = switch else { return };
    let wire = team::uplink_port(state, switch).and_then(|wire| state.link(wire));
    let Some(wire) = wire.filter(|wire| wire.mtu < mtu) else {
        return;
    };
    let text = format!(
        "'{}' is to have an MTU of {mtu} bytes, and the switch '{}' has one of {} on the wire, so that larger frames get lost there: Set-VMSwitch {} -Mtu {mtu}.",
        own.settings.name,
        switch.name,
        wire.mtu,
        pattern(&switch.name)
    );
    plan.warn("HostAdapter.MtuAboveWire", text);
}

/// Gives a device an MTU, unless it is not there.
pub(in crate::policy::network) fn set(plan: &mut PlanBuilder, device: &InterfaceName, mtu: u32) {
    let now = plan.state().link(device).map(|link| link.mtu);
    if now.is_none_or(|now| now == mtu) {
        return;
    }
    plan.step(
        format!("Set the MTU of {device} to {mtu}"),
        LinkChange::SetMtu {
            interface: device.clone(),
            mtu,
        },
    );
}
