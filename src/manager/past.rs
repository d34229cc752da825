//! How the machines of a host were over the last minutes: what no single look tells.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use iovsh_backend::model::{Adapter, State, Usage, Uuid};
use iovsh_backend::policy::vm::paths::{Carried, DataPath, paths};

use crate::place::Seen;

/// So many looks are kept: five minutes, at one in ten seconds.
const KEPT: usize = 30;

/// Looks that are nearer than this tell no rate.
const LEAST: Duration = Duration::from_secs(1);

/// What a machine did between two looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Between {
    /// Bytes in a second that its guest got.
    pub received: u64,
    /// Bytes in a second that its guest sent.
    pub sent: u64,
    /// Percent of the host's processors; `None` where it is not known.
    pub processor: Option<u64>,
}

#[derive(Default)]
struct Track {
    last: Option<(Instant, Usage)>,
    between: VecDeque<Between>,
    adapters: BTreeMap<Uuid, Wire>,
}

/// What an adapter of a machine carried, by all its paths.
#[derive(Default)]
struct Wire {
    last: Option<(Instant, Count)>,
    between: VecDeque<Between>,
}

/// What the paths of an adapter have carried, each by the device that counts.
struct Count {
    /// The one that the guest sends by.
    active: Device,
    carried: BTreeMap<Device, Carried>,
}

/// A VF by its address, a tap by its name.
type Device = (bool, String);

impl Count {
    /// As one look sees it; `None` where nobody counts on the path that the guest sends by: the others tell nothing of its traffic.
    fn of(state: &State, adapter: &Adapter) -> Option<Self> {
        let vf = adapter.vf.as_ref();
        let device = |path| match path {
            DataPath::VirtualFunction => {
                Some((true, vf.map(|attached| attached.address.to_string())?))
            }
            DataPath::Emulated | DataPath::Paravirtual => {
                Some((false, adapter.tap.as_ref()?.to_string()))
            }
        };
        let looks = paths(state, adapter);
        let active = looks.iter().find(|look| look.active)?;
        let active = active.carried.and(device(active.path))?;
        let known = looks.iter();
        let carried = known.filter_map(|look| Some((device(look.path)?, look.carried?)));
        Some(Self {
            active,
            carried: carried.collect(),
        })
    }

    /// What came since `before` by the paths that were there then. `None` where that is not known: the active one was not, or one was made
    /// anew meanwhile, so that its counter began anew.
    fn since(&self, before: &Self) -> Option<Carried> {
        before.carried.get(&self.active)?;
        let mut all = Carried::default();
        for (device, now) in &self.carried {
            let Some(then) = before.carried.get(device) else {
                continue;
            };
            let came = now.since(*then)?;
            all.received = all.received.saturating_add(came.received);
            all.sent = all.sent.saturating_add(came.sent);
            all.packets = all.packets.saturating_add(came.packets);
        }
        Some(all)
    }
}

impl Wire {
    /// A look more.
    fn add(&mut self, at: Instant, now: Count) {
        if let Some((then, before)) = &self.last {
            let passed = at.saturating_duration_since(*then);
            if passed < LEAST {
                return;
            }
            if let Some(came) = now.since(before) {
                keep(
                    &mut self.between,
                    Between {
                        received: in_a_second(came.received, passed),
                        sent: in_a_second(came.sent, passed),
                        processor: None,
                    },
                );
            }
        }
        self.last = Some((at, now));
    }
}

fn in_a_second(bytes: u64, passed: Duration) -> u64 {
    let rate = u128::from(bytes) * 1000 / passed.as_millis().max(1);
    u64::try_from(rate).unwrap_or(u64::MAX)
}

fn keep(between: &mut VecDeque<Between>, one: Between) {
    if between.len() >= KEPT {
        between.pop_front();
    }
    between.push_back(one);
}

/// The machines of a host, as they were at the last looks.
#[derive(Default)]
pub(crate) struct Past(BTreeMap<Uuid, Track>);

impl Past {
    /// A look more. A machine that does not run, or of which it is not known what it has used, begins anew; so does an adapter.
    pub fn add(&mut self, seen: &Seen) {
        self.0
            .retain(|id, _| seen.state.vm(*id).is_some_and(|vm| vm.state.is_active()));
        for vm in seen.state.vms.iter().filter(|vm| vm.state.is_active()) {
            // Where not all paths were counted, the sum of those that were would be taken for little traffic, and the next for much.
            for adapter in vm.adapters.iter().filter(|_| seen.counted) {
                let id = adapter.settings.id;
                let adapters = &mut self.0.entry(vm.id).or_default().adapters;
                match Count::of(&seen.state, adapter) {
                    Some(now) => adapters.entry(id).or_default().add(seen.at, now),
                    // A quick look asks for no counters.
                    None if vm.facts.usage.is_some() => drop(adapters.remove(&id)),
                    None => {}
                }
            }
            // A quick look does not ask for it.
            let Some(now) = &vm.facts.usage else { continue };
            let track = self.0.entry(vm.id).or_default();
            if let Some((then, before)) = &track.last {
                let passed = seen.at.saturating_duration_since(*then);
                if passed < LEAST {
                    continue;
                }
                let came = now.since(before);
                let one = Between {
                    received: in_a_second(came.received, passed),
                    sent: in_a_second(came.sent, passed),
                    processor: vm.facts.cpu_usage.map(u64::from),
                };
                keep(&mut track.between, one);
            }
            track.last = Some((seen.at, now.clone()));
        }
    }

    /// What each adapter of a machine carried, oldest first.
    pub fn of_adapters(&self, vm: Uuid) -> BTreeMap<Uuid, Vec<Between>> {
        let adapters = self.0.get(&vm).map(|track| &track.adapters);
        let known = adapters.into_iter().flatten();
        known
            .map(|(id, wire)| (*id, wire.between.iter().copied().collect()))
            .collect()
    }

    /// What a machine did, oldest first; empty where that is not known.
    pub fn of(&self, vm: Uuid) -> Vec<Between> {
        let track = self.0.get(&vm);
        track.map_or_else(Vec::new, |track| track.between.iter().copied().collect())
    }
}

/// Numbers as columns of eight heights. The largest fills its place, and so does `full` where it is larger; what is not nothing is seen.
pub(crate) fn bars(numbers: impl Iterator<Item = u64> + Clone, full: u64) -> String {
    const SIGNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let full = numbers.clone().max().unwrap_or_default().max(full);
    numbers
        .map(|number| {
            let height = match full {
                0 => 0,
                full => (u128::from(number) * 7).div_ceil(u128::from(full)),
            };
            let at = usize::try_from(height).unwrap_or(7).min(7);
            SIGNS.get(at).copied().unwrap_or('█')
        })
        .collect()
}

/// A rate in the unit of networks: `9.6 Mbit/s`.
pub(crate) fn rate(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s"];
    let mut tenths = u128::from(bytes) * 80;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    let unit = UNITS.get(unit).copied().unwrap_or_default();
    match tenths {
        small if small < 100 && small % 10 != 0 => {
            format!("{}.{} {unit}", small / 10, small % 10)
        }
        tenths => format!("{} {unit}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_fills_its_place_and_nothing_is_low() {
        assert_eq!(bars([0, 1, 50, 100].into_iter(), 0), "▁▂▅█");
        assert_eq!(bars([0, 0].into_iter(), 0), "▁▁");
        assert_eq!(bars([50].into_iter(), 100), "▅");
        assert_eq!(bars([u64::MAX, 0].into_iter(), 0), "█▁");
    }

    #[test]
    fn a_rate_has_the_unit_that_fits() {
        assert_eq!(rate(0), "0 bit/s");
        assert_eq!(rate(100), "800 bit/s");
        assert_eq!(rate(1_200_000), "9.6 Mbit/s");
        assert_eq!(rate(12_000_000), "96 Mbit/s");
        assert_eq!(rate(u64::MAX), "147573952589 Gbit/s");
    }
}
