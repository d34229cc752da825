//! Where the virtual machines of many hosts would run, and what becomes of them when hosts fail.
//!
//! A virtual machine has to have memory and processors somewhere; a VF is a wish. Of those that wish, the higher weight is served first. It
//! is a plan for people: nothing is moved by it.

use std::collections::BTreeSet;

/// A host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// VFs that it can give away.
    pub vfs: u32,
    /// Memory in MiB for virtual machines.
    pub memory: u64,
    /// Virtual processors that it takes.
    pub processors: u64,
}

/// A virtual machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Memory in MiB.
    pub memory: u64,
    /// Virtual processors.
    pub processors: u64,
    /// VFs that it wishes for.
    pub wish: u32,
    /// How much it wishes: the largest weight of its adapters.
    pub weight: u32,
}

/// Where one runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The number of the host.
    pub host: usize,
    /// It has the VFs that it wishes for.
    pub has_wish: bool,
}

/// Where all run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Placement {
    /// For each virtual machine its place; `None`: no host has room for it.
    pub places: Vec<Option<Place>>,
    /// What is left of each host.
    pub left: Vec<Option<Room>>,
}

/// What becomes of it when hosts fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Hosts that failed.
    pub failed: usize,
    /// Virtual machines that ran on them.
    pub hit: usize,
    /// Of these, those that run again elsewhere.
    pub restarted: usize,
    /// Of these, those for which no host has room.
    pub lost: usize,
    /// Those that had the VFs that they wish for and run again without.
    pub lost_vf: usize,
}

/// So many hosts are looked at for one virtual machine at most: those with most memory left.
const CANDIDATES: usize = 64;

/// Hosts by how much memory they have left: those with VFs, and all.
struct Free {
    rooms: Vec<Option<Room>>,
    all: BTreeSet<(u64, usize)>,
    with_vfs: BTreeSet<(u64, usize)>,
}

impl Free {
    fn new(rooms: Vec<Option<Room>>) -> Self {
        let mut free = Self {
            all: BTreeSet::new(),
            with_vfs: BTreeSet::new(),
            rooms: Vec::new(),
        };
        for (number, room) in rooms.iter().enumerate() {
            if let Some(room) = room {
                free.enter(number, *room);
            }
        }
        free.rooms = rooms;
        free
    }

    fn enter(&mut self, number: usize, room: Room) {
        self.all.insert((room.memory, number));
        if room.vfs > 0 {
            self.with_vfs.insert((room.memory, number));
        }
    }

    /// Finds a place, and takes it.
    fn take(&mut self, load: &Load) -> Option<Place> {
        let wished = if load.wish > 0 {
            self.find(&self.with_vfs, load, load.wish)
        } else {
            None
        };
        let host = match wished {
            Some(host) => host,
            None => self.find(&self.all, load, 0)?,
        };
        let room = self.rooms.get_mut(host)?.as_mut()?;
        let key = (room.memory, host);
        self.all.remove(&key);
        self.with_vfs.remove(&key);
        room.memory = room.memory.saturating_sub(load.memory);
        room.processors = room.processors.saturating_sub(load.processors);
        if wished.is_some() {
            room.vfs = room.vfs.saturating_sub(load.wish);
        }
        let room = *room;
        self.enter(host, room);
        Some(Place {
            host,
            has_wish: load.wish == 0 || wished.is_some(),
        })
    }

    /// The host with most memory left that has room for it.
    fn find(&self, hosts: &BTreeSet<(u64, usize)>, load: &Load, vfs: u32) -> Option<usize> {
        let enough = |number: usize| {
            let room = self.rooms.get(number).copied().flatten();
            room.is_some_and(|room| room.processors >= load.processors && room.vfs >= vfs)
        };
        hosts
            .iter()
            .rev()
            .take_while(|(memory, _)| *memory >= load.memory)
            .take(CANDIDATES)
            .map(|(_, number)| *number)
            .find(|number| enough(*number))
    }
}

/// The order in which they are served: what wishes most first, then what is largest.
fn order(loads: &[Load], which: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut order: Vec<usize> = which.collect();
    let key = |number: &usize| {
        let load = loads.get(*number);
        load.map(|load| (load.wish > 0, load.weight, load.memory, load.processors))
    };
    order.sort_by(|a, b| key(b).cmp(&key(a)).then_with(|| a.cmp(b)));
    order
}

/// Places all virtual machines anew.
#[must_use]
pub fn place(hosts: &[Room], loads: &[Load]) -> Placement {
    let mut free = Free::new(hosts.iter().copied().map(Some).collect());
    let mut places = vec![None; loads.len()];
    serve(&mut free, loads, &mut places, 0..loads.len());
    Placement {
        places,
        left: free.rooms,
    }
}

fn serve(
    free: &mut Free,
    loads: &[Load],
    places: &mut [Option<Place>],
    which: impl Iterator<Item = usize>,
) {
    for number in order(loads, which) {
        if let (Some(load), Some(place)) = (loads.get(number), places.get_mut(number)) {
            *place = free.take(load);
        }
    }
}

/// What becomes of a placement when the hosts fail that run most: the worst that can happen with so many. Those that run elsewhere stay where
/// they are, with what they have.
#[must_use]
pub fn fail(placement: &Placement, loads: &[Load], failed: usize) -> Outcome {
    let mut counts = vec![0_usize; placement.left.len()];
    for place in placement.places.iter().flatten() {
        if let Some(count) = counts.get_mut(place.host) {
            *count = count.saturating_add(1);
        }
    }
    let mut hosts: Vec<usize> = (0..counts.len()).collect();
    hosts.sort_by_key(|host| std::cmp::Reverse(counts.get(*host).copied()));
    hosts.truncate(failed);
    let mut rooms = placement.left.clone();
    for host in &hosts {
        if let Some(room) = rooms.get_mut(*host) {
            *room = None;
        }
    }
    let gone: BTreeSet<usize> = hosts.iter().copied().collect();
    let hit: Vec<usize> = (0..placement.places.len())
        .filter(|number| {
            let place = placement.places.get(*number).copied().flatten();
            place.is_some_and(|place| gone.contains(&place.host))
        })
        .collect();
    let mut free = Free::new(rooms);
    let mut places = vec![None; loads.len()];
    serve(&mut free, loads, &mut places, hit.iter().copied());
    let mut outcome = Outcome {
        failed: gone.len(),
        hit: hit.len(),
        ..Outcome::default()
    };
    for number in hit {
        let before = placement.places.get(number).copied().flatten();
        match places.get(number).copied().flatten() {
            None => outcome.lost = outcome.lost.saturating_add(1),
            Some(now) => {
                outcome.restarted = outcome.restarted.saturating_add(1);
                if before.is_some_and(|before| before.has_wish) && !now.has_wish {
                    outcome.lost_vf = outcome.lost_vf.saturating_add(1);
                }
            }
        }
    }
    outcome
}

/// How many hosts may fail at once, at worst, with every virtual machine running again.
#[must_use]
pub fn survives(placement: &Placement, loads: &[Load]) -> usize {
    let fits = |failed: usize| fail(placement, loads, failed).lost == 0;
    let (mut low, mut high) = (0, placement.left.len());
    // More hosts that fail never leave more room: the largest number that fits is searched by halves.
    while low < high {
        let middle = low.saturating_add(high.saturating_sub(low).div_ceil(2));
        if fits(middle) {
            low = middle;
        } else {
            high = middle.saturating_sub(1);
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(vfs: u32, memory: u64) -> Room {
        Room {
            vfs,
            memory,
            processors: 64,
        }
    }

    fn load(weight: u32, memory: u64) -> Load {
        Load {
            memory,
            processors: 2,
            wish: u32::from(weight > 0),
            weight,
        }
    }

    #[test]
    fn a_vf_is_a_wish_and_the_heavier_gets_it() {
        let hosts = [room(1, 100), room(0, 100)];
        let loads = [load(10, 10), load(90, 10), load(0, 10)];
        let placed = place(&hosts, &loads);
        let all: Vec<Place> = placed.places.iter().copied().map(Option::unwrap).collect();
        assert_eq!(
            all[1],
            Place {
                host: 0,
                has_wish: true
            }
        );
        assert!(
            !all[0].has_wish,
            "the VF is taken, and it runs all the same"
        );
        assert!(all[2].has_wish, "it wishes for nothing");
    }

    #[test]
    fn what_fits_nowhere_has_no_place() {
        let loads = [load(0, 101)];
        assert_eq!(place(&[room(8, 100)], &loads).places, [None]);
        let mut crowded = load(0, 1);
        crowded.processors = 65;
        assert_eq!(place(&[room(8, 100)], &[crowded]).places, [None]);
    }

    #[test]
    fn no_host_has_more_than_it_has_room_for() {
        let hosts: Vec<Room> = (0..50).map(|n| room(n % 4, 64 + u64::from(n))).collect();
        let loads: Vec<Load> = (0..600)
            .map(|n| load(n % 7 * 10, 1 + u64::from(n % 13)))
            .collect();
        let placed = place(&hosts, &loads);
        for (number, host) in hosts.iter().enumerate() {
            let there = || {
                let all = placed.places.iter().zip(&loads);
                all.filter(move |(place, _)| place.is_some_and(|place| place.host == number))
            };
            let memory: u64 = there().map(|(_, load)| load.memory).sum();
            let vfs: u32 = there()
                .filter(|(place, _)| place.is_some_and(|place| place.has_wish))
                .map(|(_, load)| load.wish)
                .sum();
            assert!(memory <= host.memory && vfs <= host.vfs, "{number}");
        }
    }

    #[test]
    fn when_hosts_fail_what_ran_there_is_counted() {
        let hosts = [room(1, 40), room(1, 40), room(0, 40)];
        let loads = [load(100, 20), load(100, 20), load(0, 20)];
        let placed = place(&hosts, &loads);
        let one = fail(&placed, &loads, 1);
        assert_eq!((one.failed, one.hit, one.restarted, one.lost), (1, 1, 1, 0));
        let two = fail(&placed, &loads, 2);
        assert_eq!(two.hit, 2);
        assert_eq!(two.lost, 1, "one host has room for two: {two:?}");
        assert_eq!(survives(&placed, &loads), 1);
        assert_eq!(fail(&placed, &loads, 0), Outcome::default());
        assert_eq!(fail(&placed, &loads, 99).lost, 3);
    }

    #[test]
    fn a_vf_that_is_lost_is_counted() {
        let hosts = [room(1, 40), room(0, 40)];
        let loads = [load(100, 20)];
        let placed = place(&hosts, &loads);
        let outcome = fail(&placed, &loads, 1);
        assert_eq!((outcome.restarted, outcome.lost_vf), (1, 1));
    }
}
