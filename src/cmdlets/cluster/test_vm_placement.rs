//! `Test-VMPlacement`.

use iovsh_backend::policy::placement::{Load, Room, fail, place, survives};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

use crate::types::VmPlacement;

/// Says where the virtual machines of a fleet would run, and what becomes of them when hosts fail.
///
/// A fleet is invented by its numbers; the same -Seed gives the same one. Virtual machines have one, two or four times the memory that is
/// named, and weights from 1 to 100 where they wish for a virtual function. Each has to have memory and processors somewhere; a virtual
/// function is a wish, which the higher weight gets first. -FailedHosts asks what becomes of it when so many hosts fail at once, those
/// that run most: a line for each number. `SurvivesFailures` is how many may fail with every virtual machine running again.
/// Nothing is changed, and no host is asked. Linux only; Hyper-V has no such command.
///
/// # Examples
/// ```iovsh
/// PS> Test-VMPlacement -HostCount 100 -VMCount 2000 -VFsPerHost 16 -FailedHosts 0, 10 | Format-Table FailedHosts, Placed, WithVF, Restarted, Lost, LostVF
/// FailedHosts Placed WithVF Restarted Lost LostVF
/// ----------- ------ ------ --------- ---- ------
///           0   2000   1000         0    0      0
///          10   2000   1000       233    0      0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Test", noun = "VMPlacement", module = "Iovsh", output = VmPlacement)]
pub struct TestVmPlacement {
    /// How many hosts.
    #[param(position = 0, mandatory, range = 1..=100_000)]
    host_count: u32,
    /// How many virtual machines.
    #[param(name = "VMCount", position = 1, mandatory, range = 0..=1_000_000)]
    vm_count: u32,
    /// Virtual functions of a host.
    #[param(name = "VFsPerHost", range = 0..=65_535, value = 16, default = "16")]
    vfs_per_host: u32,
    /// Memory of a host for virtual machines, in bytes.
    #[param(range = 1_048_576..=1_125_899_906_842_624, value = 1 << 38, default = "256GB")]
    memory_per_host: i64,
    /// Virtual processors that a host takes.
    #[param(range = 1..=1_000_000, value = 128, default = "128")]
    processors_per_host: u32,
    /// Memory of the smallest virtual machine, in bytes.
    #[param(name = "VMMemory", range = 1_048_576..=1_125_899_906_842_624, value = 1 << 31, default = "2GB")]
    vm_memory: i64,
    /// Virtual processors of a virtual machine.
    #[param(name = "VMProcessorCount", range = 1..=10_000, value = 2, default = "2")]
    vm_processor_count: u32,
    /// How many of a hundred virtual machines wish for a virtual function.
    #[param(range = 0..=100, value = 50, default = "50")]
    wish_percent: u32,
    /// How many hosts fail at once: a result for each number.
    #[param(range = 0..=100_000)]
    failed_hosts: Vec<u32>,
    /// Another fleet of the same numbers.
    seed: Option<i32>,
}

/// Numbers that look like chance, and are the same for the same seed (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.checked_rem(limit).unwrap_or(0)
    }
}

const MIB: i64 = 1 << 20;

impl Cmdlet for TestVmPlacement {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mebibytes = |bytes: i64| u64::try_from(bytes / MIB).unwrap_or(0);
        let seed = u64::from(self.seed.unwrap_or(1).unsigned_abs());
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15 ^ seed.rotate_left(32));
        let hosts = usize::try_from(self.host_count).unwrap_or(usize::MAX);
        let room = Room {
            vfs: self.vfs_per_host,
            memory: mebibytes(self.memory_per_host),
            processors: u64::from(self.processors_per_host),
        };
        let rooms = vec![room; hosts];
        let smallest = mebibytes(self.vm_memory);
        let wishing = u64::from(self.vm_count)
            .saturating_mul(u64::from(self.wish_percent))
            .div_euclid(100);
        let loads: Vec<Load> = (0..u64::from(self.vm_count))
            .map(|number| {
                let wish = u32::from(number < wishing);
                let weight = u32::try_from(chance.below(100)).unwrap_or(0);
                Load {
                    memory: smallest.saturating_mul(1 << chance.below(3)),
                    processors: u64::from(self.vm_processor_count),
                    wish,
                    weight: wish.saturating_mul(weight.saturating_add(1)),
                }
            })
            .collect();
        let placed = place(&rooms, &loads);
        let running = placed.places.iter().flatten().count();
        let with_vf = placed
            .places
            .iter()
            .zip(&loads)
            .filter(|(place, load)| load.wish > 0 && place.is_some_and(|place| place.has_wish))
            .count();
        cx.go_on()?;
        let most = survives(&placed, &loads);
        let failures: &[u32] = match self.failed_hosts.as_slice() {
            [] => &[0],
            all => all,
        };
        for failed in failures {
            cx.go_on()?;
            let failed = usize::try_from(*failed).unwrap_or(usize::MAX);
            let outcome = fail(&placed, &loads, failed);
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            let result = VmPlacement {
                host_count: i64::from(self.host_count),
                vm_count: i64::from(self.vm_count),
                placed: number(running),
                unplaced: number(loads.len().saturating_sub(running)),
                with_vf: number(with_vf),
                without_wished_vf: i64::try_from(wishing)
                    .unwrap_or(i64::MAX)
                    .saturating_sub(number(with_vf)),
                failed_hosts: number(outcome.failed),
                hit: number(outcome.hit),
                restarted: number(outcome.restarted),
                lost: number(outcome.lost),
                lost_vf: number(outcome.lost_vf),
                survives_failures: number(most),
            };
            cx.emit(result.into_value())?;
        }
        Ok(())
    }
}
