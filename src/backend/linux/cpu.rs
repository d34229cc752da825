//! How much of the host's processors VMs use: two looks at the time that they have used, some time apart.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Looks that are closer together than this say nothing: the kernel counts in ticks.
const APART: Duration = Duration::from_millis(100);

/// The last look at one VM.
#[derive(Debug, Clone, Copy)]
struct Look {
    at: Instant,
    used: u64,
    usage: Option<u32>,
}

/// What was seen before in this process. One command that looks once learns nothing; a prompt knows from the second look on.
#[derive(Debug, Default)]
pub(super) struct CpuClock {
    looks: Mutex<HashMap<[u8; 16], Look>>,
}

impl CpuClock {
    /// Percent of the host that the VM used since the last look; `None` at the first one. `used` is the processor time in
    /// nanoseconds since the VM was started, `processors` how many the host has.
    pub(super) fn usage(&self, vm: [u8; 16], used: u64, processors: u32) -> Option<u32> {
        self.usage_at(Instant::now(), vm, used, processors)
    }

    fn usage_at(&self, at: Instant, vm: [u8; 16], used: u64, processors: u32) -> Option<u32> {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let usage = match looks.get(&vm) {
            Some(last) if at.saturating_duration_since(last.at) < APART => return last.usage,
            // A VM that used less than before was started anew.
            Some(last) => used.checked_sub(last.used).and_then(|spent| {
                let passed = at.saturating_duration_since(last.at).as_nanos();
                let all = passed.checked_mul(u128::from(processors.max(1)))?;
                let percent = u128::from(spent).checked_mul(100)?.checked_div(all)?;
                u32::try_from(percent.min(100)).ok()
            }),
            None => None,
        };
        looks.insert(vm, Look { at, used, usage });
        usage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_looks_tell_the_use_and_one_does_not() {
        let clock = CpuClock::default();
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let vm = [1; 16];
        let second = 1_000_000_000;
        assert_eq!(clock.usage_at(at(0), vm, 5 * second, 4), None);
        assert_eq!(clock.usage_at(at(10), vm, 5 * second, 4), None);
        // One processor of four, for a second.
        assert_eq!(clock.usage_at(at(1000), vm, 6 * second, 4), Some(25));
        assert_eq!(clock.usage_at(at(1010), vm, 6 * second, 4), Some(25));
        assert_eq!(clock.usage_at(at(2000), vm, 6 * second, 4), Some(0));
        // Started anew meanwhile.
        assert_eq!(clock.usage_at(at(3000), vm, second, 4), None);
    }
}
