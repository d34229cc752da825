//! Settings of NICs' drivers by ethtool and dcb over netlink, and IPv6 of an interface by its sysctl.

use std::time::Duration;

use crate::HostError;
use crate::model::NicSetting;
use crate::plan::NicChange;

use super::super::machine::LinuxMachine;
use super::super::observe::ipv6_switch;
use super::super::refusal::{self, errno};
use super::link::refused;

/// What to do where the kernel does not take an indirection table by netlink.
const OLD_KERNEL: &str = "Kernels before 6.17 take it from 'ethtool -X' alone, and some drivers from nobody; 'Set-NetAdapterRss -NumberOfReceiveQueues' works with all of them.";
/// So long a sysctl may take.
const WITHIN: Duration = Duration::from_secs(5);

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &NicChange) -> Result<(), HostError> {
    let NicChange::Set { interface, setting } = change;
    let ethtool = &host.ethtool;
    let done = match setting {
        NicSetting::Feature { name, on } => ethtool.set_feature(interface, name, *on),
        NicSetting::ReceiveQueues(count) => ethtool.set_queues(interface, *count),
        NicSetting::Indirection(table) => {
            let done = ethtool.set_indirection(interface, table);
            return done.map_err(|error| {
                let refused = refused(interface)(error);
                match refused.errno() {
                    Some(errno::NOT_SUPPORTED) => refused.next_step(OLD_KERNEL),
                    _ => refused,
                }
            });
        }
        NicSetting::ReceiveRing(count) => ethtool.set_rings(interface, Some(*count), None),
        NicSetting::TransmitRing(count) => ethtool.set_rings(interface, None, Some(*count)),
        NicSetting::Pause(pause) => ethtool.set_pause(interface, *pause),
        NicSetting::Speed(speed) => ethtool.set_speed(interface, speed),
        NicSetting::Wake(on) => ethtool.set_wake(interface, on),
        NicSetting::AdaptiveModeration(on) => ethtool.set_adaptive_moderation(interface, *on),
        NicSetting::EnergyEfficient(on) => ethtool.set_energy_efficient(interface, *on),
        NicSetting::Applications(wanted) => host.dcb.write_applications(interface, wanted),
        NicSetting::Dcb(dcb) => host.dcb.write(interface, dcb),
        NicSetting::Ipv6(on) => {
            let path = ipv6_switch(interface);
            let value = if *on { "0" } else { "1" };
            let written = host.sysfs.write(&path, value, WITHIN);
            return written.map_err(|error| refusal::write(interface.as_str(), &error));
        }
    };
    done.map_err(refused(interface))
}
