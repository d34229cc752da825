//! What of an adapter's settings is part of its device: queues, the number by which the guest names it, its MTU. All of it is
//! taken over when the VM starts.

use crate::model::{
    Adapter, AdapterChanges, AdapterSettings, Bandwidth, NicSpec, QueueSettings, State, Vm,
    driver_traits,
};
use crate::plan::PlanBuilder;
use crate::policy::network::{shares, switch};
use crate::state::BandwidthMode;
use crate::{Category, HostError};

/// The smallest MTU that an adapter has (IPv4's, RFC 791).
const SMALLEST_MTU: u32 = 68;
/// The largest, of virtual devices.
const LARGEST_MTU: u32 = 65_535;

/// What is asked of an adapter's device, and of its share of the uplink; `None` leaves a setting alone.
#[derive(Debug, Clone, Copy)]
pub(in crate::policy) struct Asked {
    /// Something is asked of its queues.
    pub queues: bool,
    /// The most queue pairs.
    pub most_queues: Option<u32>,
    /// MTU; 0 leaves it to the guest.
    pub mtu: Option<u32>,
    /// Guarantee.
    pub minimum_bandwidth: Option<Bandwidth>,
    /// Guarantee as a weight.
    pub minimum_weight: Option<u8>,
}

impl Asked {
    /// What these changes ask of it.
    pub fn of(changes: &AdapterChanges) -> Self {
        Self {
            queues: changes.vmmq.is_some()
                || changes.vrss.is_some()
                || changes.most_queues.is_some(),
            most_queues: changes.most_queues,
            mtu: changes.mtu,
            minimum_bandwidth: changes.minimum_bandwidth,
            minimum_weight: changes.minimum_weight,
        }
    }

    fn asks_weight(&self) -> bool {
        self.minimum_weight.is_some_and(|weight| weight > 0)
    }

    fn asks_bits(&self) -> bool {
        self.minimum_bandwidth.is_some_and(|bits| !bits.is_none())
    }

    /// An adapter is sure of bits per second, or of a part by weight, as in Hyper-V, where a switch has one of these modes.
    ///
    /// # Errors
    /// `Adapter.TwoGuarantees`.
    pub(in crate::policy) fn check_guarantees(&self, name: &str) -> Result<(), HostError> {
        if !(self.asks_weight() && self.asks_bits()) {
            return Ok(());
        }
        Err(HostError::new(
            "Adapter.TwoGuarantees",
            Category::InvalidArgument,
            format!("'{name}' is sure of bits per second or of a part by weight, not of both."),
        )
        .target(name)
        .next_step("Leave out -MinimumBandwidthAbsolute or -MinimumBandwidthWeight."))
    }

    /// Says that the other kind is gone.
    pub(in crate::policy) fn warn_of_replaced(
        &self,
        plan: &mut PlanBuilder,
        before: &AdapterSettings,
        after: &AdapterSettings,
    ) {
        let name = &before.name;
        let gone = if before.minimum_weight > 0 && after.minimum_weight == 0 && self.asks_bits() {
            format!(
                "The MinimumBandwidthWeight {} of '{name}' is gone: MinimumBandwidthAbsolute takes its place.",
                before.minimum_weight
            )
        } else if !before.minimum_bandwidth.is_none()
            && after.minimum_bandwidth.is_none()
            && self.asks_weight()
        {
            format!(
                "The MinimumBandwidthAbsolute of '{name}' is gone: MinimumBandwidthWeight takes its place."
            )
        } else {
            return;
        };
        plan.warn("Adapter.GuaranteeReplaced", gone);
    }
}

/// Whether the changes can be had.
///
/// # Errors
/// `Adapter.TwoGuarantees`, `Adapter.MtuInvalid`, `Adapter.TooManyQueues`, `Switch.BandwidthMode`.
pub(in crate::policy) fn check(
    state: &State,
    adapter: &Adapter,
    asked: &Asked,
) -> Result<(), HostError> {
    let name = &adapter.settings.name;
    asked.check_guarantees(name)?;
    if let Some(mtu) = asked.mtu.filter(|mtu| *mtu > 0)
        && !(SMALLEST_MTU..=LARGEST_MTU).contains(&mtu)
    {
        return Err(HostError::new(
            "Adapter.MtuInvalid",
            Category::LimitsExceeded,
            format!("'{name}' cannot have an MTU of {mtu} bytes."),
        )
        .target(name.clone())
        .next_step(format!(
            "Ask for {SMALLEST_MTU} to {LARGEST_MTU}, or for 0, which leaves it to the guest."
        )));
    }
    if let Some(queues) = asked.most_queues
        && !(1..=QueueSettings::LIMIT).contains(&queues)
    {
        return Err(HostError::new(
            "Adapter.TooManyQueues",
            Category::LimitsExceeded,
            format!("'{name}' cannot have {queues} queue pairs."),
        )
        .target(name.clone())
        .next_step(format!("Ask for 1 to {}.", QueueSettings::LIMIT)));
    }
    let bridge = adapter.bridge.as_ref();
    let Some(on) = bridge.and_then(|bridge| state.desired.switch_on(bridge)) else {
        return Ok(());
    };
    if asked.asks_weight() {
        switch::may_ask_in(on, BandwidthMode::Weight, "MinimumBandwidthWeight")?;
    }
    if asked.asks_bits() {
        switch::may_ask_in(on, BandwidthMode::Absolute, "MinimumBandwidthAbsolute")?;
    }
    Ok(())
}

/// The number of an adapter whose naming is turned on: the one that it has, else the first that none of the VM's other adapters has.
/// 0 where it is turned off.
pub(in crate::policy) fn naming_index(vm: &Vm, adapter: &Adapter, on: bool) -> u32 {
    if !on {
        return 0;
    }
    if let Some(own) = adapter.spec().naming_index {
        return own;
    }
    let others = vm.adapters.iter().filter(|a| a.alias != adapter.alias);
    let taken: Vec<u32> = others
        .flat_map(|a| [a.spec().naming_index, a.naming_index])
        .flatten()
        .collect();
    (1..).find(|n| !taken.contains(n)).unwrap_or(1)
}

/// What a device is defined with, in words.
pub(in crate::policy) fn told(nic: &NicSpec) -> String {
    let mut parts = vec![match nic.queues {
        0 | 1 => "one queue pair".to_owned(),
        n => format!("{n} queue pairs"),
    }];
    if let Some(index) = nic.naming_index {
        parts.push(format!("the number {index} for the guest"));
    }
    if let Some(mtu) = nic.mtu {
        parts.push(format!("an MTU of {mtu}"));
    }
    format!("Define it with {}", parts.join(", "))
}

/// Says what of the changes takes effect later, or not on every path.
pub(in crate::policy) fn warn(plan: &mut PlanBuilder, vm: &Vm, adapter: &Adapter, asked: &Asked) {
    let nic = adapter.spec();
    let name = &adapter.settings.name;
    let differs = nic.queues.max(1) != adapter.queues
        || nic.naming_index != adapter.naming_index
        || nic.mtu != adapter.mtu;
    if vm.state.is_active() && differs && adapter.virtio {
        plan.warn(
            "Adapter.NextStart",
            format!(
                "'{name}' of '{}' gets its queues, its number and its MTU when the virtual machine is started the next time.",
                vm.name
            ),
        );
    }
    if asked.queues && !adapter.virtio {
        plan.warn(
            "Adapter.NoQueues",
            format!("'{name}' is an emulated model, which has one queue: settings of queues are kept and have no effect."),
        );
    }
    if shares::asks(&adapter.settings)
        && (asked.minimum_bandwidth.is_some() || asked.minimum_weight.is_some())
    {
        shares::warn_of_too_much(plan, adapter);
        warn_of_vf(plan, adapter);
    }
}

/// A guarantee that the NICs of the switch cannot give to a VF holds on the paravirtual path only.
fn warn_of_vf(plan: &mut PlanBuilder, adapter: &Adapter) {
    let settings = &adapter.settings;
    let state = plan.state();
    let bridge = adapter.bridge.as_ref();
    let switch = bridge.and_then(|bridge| state.desired.switch_on(bridge));
    let Some(switch) = switch.filter(|s| s.iov_enabled && settings.iov_weight > 0) else {
        return;
    };
    let nics = switch.uplinks.iter().filter_map(|nic| state.link_of(nic));
    let mut unable = nics.filter(|nic| {
        let traits = driver_traits(nic.driver.as_deref().unwrap_or_default());
        settings.minimum_weight > 0 || !traits.knobs.minimum_rate
    });
    if let Some(nic) = unable.next() {
        let message = format!(
            "'{}' is sure of its minimum bandwidth on the paravirtual path; a virtual function of {} cannot be given one.",
            settings.name, nic.name
        );
        plan.warn("Adapter.BandwidthOfVf", message);
    }
}
