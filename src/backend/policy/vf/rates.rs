//! Rates that a PF's driver refuses at the link that its NIC has.

use crate::model::{AdapterSettings, PhysicalFunction, State, driver_traits};
use crate::policy::vf::hindrance::Blocked;
use crate::policy::vf::obstacle::rate_needs_link;
use crate::policy::vf::record;

/// Why the PF would refuse the rates of an adapter now.
pub(in crate::policy) fn refusals(
    state: &State,
    function: &PhysicalFunction,
    settings: &AdapterSettings,
) -> Vec<Blocked> {
    let rate = record::rate(settings);
    let traits = driver_traits(function.driver.as_deref().unwrap_or_default());
    let name = function.interface.as_ref().map(ToString::to_string);
    let name = name.unwrap_or_else(|| function.address.to_string());
    let link = function.interface.as_ref().and_then(|nic| state.link(nic));
    let speed = link.filter(|link| link.carrier).and_then(|link| link.speed);
    let minimum = if function.knobs().minimum_rate {
        rate.minimum
    } else {
        0
    };
    let of = [
        ("MaximumBandwidth", rate.maximum),
        ("MinimumBandwidthAbsolute", minimum),
    ];
    let asked = of.into_iter().filter(|(_, rate)| *rate > 0);
    asked
        .filter_map(|(parameter, rate)| {
            let why = if rate_needs_link(state, function) {
                format!("{name} has no link")
            } else if let Some(least) = traits.least_rate.filter(|least| rate < *least) {
                format!("{rate} Mbit/s; {} takes {least} or more", traits.name)
            } else if let (Some(only), Some(speed)) = (traits.rate_speed, speed)
                && only != speed
            {
                format!(
                    "{} limits rates at {only} Mbit/s only; {name} has {speed}",
                    traits.name
                )
            } else if let Some(speed) = speed.filter(|speed| rate > *speed) {
                format!("{rate} Mbit/s; {name} has {speed}")
            } else {
                return None;
            };
            Some(Blocked {
                parameter,
                why: Some(why),
            })
        })
        .collect()
}
