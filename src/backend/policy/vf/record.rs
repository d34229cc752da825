//! The record that a PF is to hold for a VF in use: all of it, whatever it held before.
//!
//! A VF may come from anybody: from a driver that leaves the spoof check off, from a tool that left its VLAN behind. What its adapter
//! does not allow is forbidden, and what it does not ask for is not there.

use crate::model::{
    Adapter, AdapterSettings, PhysicalFunction, State, VfAdmin, VfAttributes, VfLinkState, VfRate,
    VfVlan, VirtualFunction, Vm,
};

/// Everything that an adapter asks of its VF, as far as the PF's driver can set it.
pub(in crate::policy) fn asked(adapter: &Adapter, function: &PhysicalFunction) -> VfAttributes {
    let (settings, knobs) = (&adapter.settings, function.knobs());
    let loose = is_loose(settings);
    VfAttributes {
        mac: knobs.mac.then_some(adapter.mac),
        vlan: knobs.vlan.then(|| VfVlan {
            id: settings.vlan.on_vf(),
            ..VfVlan::default()
        }),
        spoof_check: knobs.spoof_check.then_some(!loose),
        trust: knobs.trust.then_some(loose),
        // A guarantee that the driver cannot give is none, on this path as on the other; a limit would be broken.
        rate: (knobs.maximum_rate || knobs.minimum_rate).then(|| VfRate {
            minimum: if knobs.minimum_rate {
                rate(settings).minimum
            } else {
                0
            },
            ..rate(settings)
        }),
        link_state: knobs.link_state.then_some(VfLinkState::Auto),
    }
}

/// The rates that an adapter asks for.
pub(in crate::policy) fn rate(settings: &AdapterSettings) -> VfRate {
    VfRate {
        minimum: settings.minimum_bandwidth.in_megabits(),
        maximum: settings.maximum_bandwidth.in_megabits(),
    }
}

/// The adapter may send from other addresses than its own.
fn is_loose(settings: &AdapterSettings) -> bool {
    settings.mac_spoofing || settings.allow_teaming
}

/// What is to be written where the PF holds `now`. What the driver does not report is written when a VF is allocated, and never
/// again: nobody could tell whether it is there.
pub(in crate::policy) fn to_write(
    asked: &VfAttributes,
    now: &VfAdmin,
    unreported: bool,
) -> VfAttributes {
    fn knob<T: PartialEq>(asked: Option<T>, now: Option<T>, unreported: bool) -> Option<T> {
        match (asked, now) {
            (Some(asked), Some(now)) => (asked != now).then_some(asked),
            (asked, None) => asked.filter(|_| unreported),
            (None, _) => None,
        }
    }
    VfAttributes {
        mac: knob(asked.mac, Some(now.mac), unreported),
        vlan: knob(asked.vlan, Some(now.vlan), unreported),
        spoof_check: knob(asked.spoof_check, now.spoof_check, unreported),
        trust: knob(asked.trust, now.trust, unreported),
        rate: knob(asked.rate, Some(now.rate), unreported),
        link_state: knob(asked.link_state, now.link_state, unreported),
    }
}

/// What has to be written to come back to how a VF was found.
pub(in crate::policy) fn back_to(original: &VfAdmin, now: &VfAdmin) -> VfAttributes {
    let all = VfAttributes {
        mac: Some(original.mac),
        vlan: Some(original.vlan),
        spoof_check: original.spoof_check,
        trust: original.trust,
        rate: Some(original.rate),
        link_state: original.link_state,
    };
    to_write(&all, now, true)
}

/// What the PF does not hold of that which an adapter asks of the VF that iovsh gave to it; nothing where that cannot be read.
pub(in crate::policy) fn drift(
    state: &State,
    vm: &Vm,
    adapter: &Adapter,
    vf: &VirtualFunction,
) -> VfAttributes {
    let ours = state.desired.claim_of(vm.id, &adapter.alias).is_some();
    match (state.function(vf.pf), vf.admin) {
        (Some(function), Some(now)) if ours => to_write(&asked(adapter, function), &now, false),
        _ => VfAttributes::default(),
    }
}

/// The names of the parameters behind these knobs.
pub(in crate::policy) fn parameters(attributes: &VfAttributes) -> Vec<&'static str> {
    let of = [
        (attributes.mac.is_some(), "MacAddress"),
        (attributes.vlan.is_some(), "VlanId"),
        (
            attributes.spoof_check.is_some() || attributes.trust.is_some(),
            "MacAddressSpoofing",
        ),
        (
            attributes.rate.is_some_and(|rate| rate.minimum > 0),
            "MinimumBandwidthAbsolute",
        ),
        (attributes.rate.is_some(), "MaximumBandwidth"),
        (attributes.link_state.is_some(), "link state"),
    ];
    let named = of.into_iter().filter(|(is, _)| *is);
    named.map(|(_, name)| name).collect()
}

/// What somebody left on a VF and its driver cannot take off again, by the names of the parameters. In switchdev mode a VF's policy is
/// its representor's.
pub(in crate::policy) fn stuck(
    function: &PhysicalFunction,
    vf: &VirtualFunction,
) -> Vec<&'static str> {
    let Some(now) = vf.admin.filter(|_| !function.is_switchdev()) else {
        return Vec::new();
    };
    let knobs = function.knobs();
    let left = VfAttributes {
        mac: None,
        vlan: (!knobs.vlan).then(VfVlan::default),
        spoof_check: None,
        trust: (!knobs.trust).then_some(false),
        rate: (!knobs.maximum_rate && !knobs.minimum_rate).then(VfRate::default),
        link_state: (!knobs.link_state).then_some(VfLinkState::Auto),
    };
    parameters(&to_write(&left, &now, false))
}
