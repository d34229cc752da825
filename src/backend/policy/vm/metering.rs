//! What a VM uses.

use crate::model::{Metering, State, Usage, Vm};

/// What a running VM has used since it was started: what libvirt counts of it, and what its VFs have carried past the host, which the driver
/// of their PF counts. Needs a state with [`crate::Scope::usage`] and [`crate::VfDetail::Counters`].
#[must_use]
pub fn usage(state: &State, vm: &Vm) -> Option<Usage> {
    let mut usage = vm.facts.usage.clone()?;
    for adapter in &vm.adapters {
        let Some(attached) = &adapter.vf else {
            continue;
        };
        let found = state.vf(attached.address);
        if let Some(counters) = found.and_then(|vf| vf.counters) {
            usage.received = usage.received.saturating_add(counters.rx_bytes);
            usage.sent = usage.sent.saturating_add(counters.tx_bytes);
        }
    }
    Some(usage)
}

/// What a VM has used since it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// What it was.
    pub used: Usage,
    /// The seconds in which it was.
    pub seconds: u64,
}

/// What a running VM has used until `now`, in seconds since 1970. Its counters begin anew when it is started: then what they say is of
/// the time since its start.
#[must_use]
pub fn measured(state: &State, vm: &Vm, metering: &Metering, now: u64) -> Option<Measured> {
    let usage = usage(state, vm)?;
    let counted = now.saturating_sub(metering.since);
    Some(if vm.uptime < counted {
        Measured {
            used: usage,
            seconds: vm.uptime,
        }
    } else {
        Measured {
            used: usage.since(&metering.before),
            seconds: counted,
        }
    })
}

/// Adapters of a running VM that are on a VF whose traffic nobody counts.
#[must_use]
pub fn uncounted<'s>(state: &'s State, vm: &'s Vm) -> Vec<&'s str> {
    let counted = |address| state.vf(address).is_some_and(|vf| vf.counters.is_some());
    let on_vf = vm.adapters.iter().filter(|adapter| {
        let vf = adapter.vf.as_ref();
        vf.is_some_and(|vf| !counted(vf.address))
    });
    on_vf
        .map(|adapter| adapter.settings.name.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Measured, measured};
    use crate::model::{DiskUsage, Metering, State, Usage, Vm};

    fn used(operations: u64) -> Usage {
        Usage {
            operations: Some(operations),
            ..Usage::nothing()
        }
    }

    /// A backup that runs now, or ran when counting began, leaves unknown what the disks were used for.
    #[test]
    fn what_is_not_counted_at_one_end_is_not_known() {
        let disk = |operations| DiskUsage {
            target: "vda".to_owned(),
            operations,
            ..DiskUsage::default()
        };
        let idle = Usage {
            processor: 5,
            disks: vec![disk(700)],
            ..used(700)
        };
        let busy = Usage {
            processor: 9,
            ..Usage::default()
        };
        assert_eq!(busy.since(&idle).operations, None);
        assert_eq!(busy.since(&idle).processor, 4);
        assert_eq!(idle.since(&busy).operations, None);
        assert_eq!(idle.since(&busy).disks, []);
        assert_eq!(idle.since(&used(500)).operations, Some(200));
        assert_eq!(idle.since(&used(500)).disks, [disk(700)], "it came later");
    }

    #[test]
    fn what_was_used_before_a_start_does_not_count_after_it() {
        let metering = Metering {
            since: 1000,
            before: Box::new(used(500)),
        };
        let after = |uptime: u64, operations: u64| {
            let mut vm = Vm {
                uptime,
                ..Vm::default()
            };
            vm.facts.usage = Some(used(operations));
            measured(&State::default(), &vm, &metering, 1100)
        };
        // It has run all the time.
        let through = Measured {
            used: used(200),
            seconds: 100,
        };
        assert_eq!(after(4000, 700), Some(through));
        // It was started 40 seconds ago, and has done more since than it had before.
        let anew = Measured {
            used: used(700),
            seconds: 40,
        };
        assert_eq!(after(40, 700), Some(anew));
    }
}
