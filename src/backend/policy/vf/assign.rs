//! Who gets which VF. A pure function, so that it can be held to its promises by property tests: never two owners, never
//! more than there are, and nobody who has a VF is ever moved.

use std::collections::HashMap;

use crate::model::{NumaNode, PciAddress, Uuid};

/// An adapter that wants a VF and has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// 1 to 100; the higher gets a VF first.
    pub weight: u8,
    /// How long it has been asking, in seconds; of equal weights the longer gets a VF first.
    pub waiting: u64,
    /// PFs whose VFs will do (those under the adapter's switch).
    pub functions: Vec<PciAddress>,
    /// The guest team that the adapter is part of: two of one team are never on one PF, which would take both with it.
    pub team: Option<Uuid>,
    /// PFs that other adapters of the team are on already.
    pub avoid: Vec<PciAddress>,
    /// The VM's NUMA node.
    pub numa: Option<NumaNode>,
}

/// A VF that nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Its PF.
    pub pf: PciAddress,
    /// Its index.
    pub index: u32,
    /// Its address.
    pub address: PciAddress,
    /// The PF's NUMA node.
    pub numa: Option<NumaNode>,
}

/// How many VFs of a PF are in use already.
pub type Load = HashMap<PciAddress, usize>;

/// The PFs that guest teams get on while VFs are allocated.
#[derive(Default)]
struct Teams(HashMap<Uuid, Vec<PciAddress>>);

impl Teams {
    fn allows(&self, request: &Request, pf: PciAddress) -> bool {
        let taken = request.team.and_then(|team| self.0.get(&team));
        !request.avoid.contains(&pf) && !taken.is_some_and(|pfs| pfs.contains(&pf))
    }

    fn note(&mut self, request: &Request, pf: PciAddress) {
        if let Some(team) = request.team {
            self.0.entry(team).or_default().push(pf);
        }
    }
}

/// For every request, in the order given, the candidate that it gets.
///
/// Weight first, then who waits longest, then the order given. Each takes, of what is left on its PFs but for those that its
/// team partners are on: one on its own NUMA node, one on the PF with the fewest VFs in use, the lowest index.
#[must_use]
pub fn assign_vfs(requests: &[Request], free: &[Candidate], load: &Load) -> Vec<Option<Candidate>> {
    let mut order: Vec<usize> = (0..requests.len()).collect();
    let rank = |index: usize| {
        requests
            .get(index)
            .map_or((0, 0), |r| (r.weight, r.waiting))
    };
    order.sort_by(|a, b| rank(*b).cmp(&rank(*a)).then(a.cmp(b)));
    let mut left: Vec<Candidate> = free.to_vec();
    left.sort_by_key(|c| (c.pf, c.index));
    left.dedup_by_key(|c| (c.pf, c.index));
    let mut load = load.clone();
    let mut teams = Teams::default();
    let mut chosen = vec![None; requests.len()];
    for index in order {
        let Some(request) = requests.get(index) else {
            continue;
        };
        if request.weight == 0 {
            continue;
        }
        let best = left
            .iter()
            .enumerate()
            .filter(|(_, c)| request.functions.contains(&c.pf) && teams.allows(request, c.pf))
            .min_by_key(|(_, c)| {
                let foreign = request.numa.is_some() && c.numa.is_some() && c.numa != request.numa;
                let used = load.get(&c.pf).copied().unwrap_or(0);
                (foreign, used, c.pf, c.index)
            })
            .map(|(position, _)| position);
        if let Some(position) = best {
            let candidate = left.remove(position);
            let used = load.entry(candidate.pf).or_insert(0);
            *used = used.saturating_add(1);
            teams.note(request, candidate.pf);
            if let Some(slot) = chosen.get_mut(index) {
                *slot = Some(candidate);
            }
        }
    }
    chosen
}

/// A VF that an adapter of a running VM has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allocation {
    /// The VF.
    pub vf: Candidate,
    /// The weight of the adapter that has it.
    pub weight: u8,
}

/// For every request that [`assign_vfs`] left without a VF, in the order given, which of the `held` it takes: the heaviest
/// request first, each the lightest holder on one of its PFs that is strictly lighter than itself. Equals never take from
/// each other, so that nothing goes back and forth.
#[must_use]
pub fn preempt(
    requests: &[Request],
    chosen: &[Option<Candidate>],
    held: &[Allocation],
) -> Vec<Option<Allocation>> {
    let mut left: Vec<Allocation> = held.to_vec();
    left.sort_by_key(|h| (h.weight, h.vf.pf, h.vf.index));
    let mut taken = vec![None; requests.len()];
    let mut teams = Teams::default();
    for (request, candidate) in requests.iter().zip(chosen) {
        if let Some(candidate) = candidate {
            teams.note(request, candidate.pf);
        }
    }
    let mut order: Vec<usize> = (0..requests.len()).collect();
    let rank = |index: &usize| requests.get(*index).map(|r| (r.weight, r.waiting));
    order.sort_by_key(|index| std::cmp::Reverse(rank(index)));
    for index in order {
        let (Some(request), Some(None)) = (requests.get(index), chosen.get(index)) else {
            continue;
        };
        let lightest = left.iter().position(|h| {
            h.weight < request.weight
                && request.functions.contains(&h.vf.pf)
                && teams.allows(request, h.vf.pf)
        });
        if let (Some(position), Some(slot)) = (lightest, taken.get_mut(index)) {
            let held = left.remove(position);
            teams.note(request, held.vf.pf);
            *slot = Some(held);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn pf(number: u8) -> PciAddress {
        PciAddress {
            domain: 0,
            bus: number,
            device: 0,
            function: 0,
        }
    }

    fn candidates(counts: &[u32]) -> Vec<Candidate> {
        let mut all = Vec::new();
        for (number, count) in counts.iter().enumerate() {
            let pf = pf(u8::try_from(number).unwrap());
            for index in 0..*count {
                let numa = Some(NumaNode(u16::try_from(number % 2).unwrap()));
                all.push(Candidate {
                    pf,
                    index,
                    address: pf.offset_by(16 + index).unwrap(),
                    numa,
                });
            }
        }
        all
    }

    fn requests() -> impl Strategy<Value = Vec<Request>> {
        let one = (
            0..=100_u8,
            0..5_u64,
            prop::collection::vec(0..4_u8, 0..4),
            prop::option::of(0..2_u16),
            prop::option::of(0..3_u8),
        )
            .prop_map(|(weight, waiting, pfs, numa, team)| Request {
                weight,
                waiting,
                functions: pfs.into_iter().map(pf).collect(),
                team: team.map(|number| Uuid::from_bytes([number; 16])),
                avoid: Vec::new(),
                numa: numa.map(NumaNode),
            });
        prop::collection::vec(one, 0..24)
    }

    /// Whether a partner of this request got a VF of the PF.
    fn team_is_on(
        requests: &[Request],
        chosen: &[Option<Candidate>],
        of: &Request,
        pf: PciAddress,
    ) -> bool {
        of.team.is_some()
            && requests
                .iter()
                .zip(chosen)
                .any(|(r, c)| r.team == of.team && c.is_some_and(|c| c.pf == pf))
    }

    proptest! {
        #[test]
        fn no_vf_has_two_owners_and_none_is_invented(
            requests in requests(),
            counts in prop::collection::vec(0..6_u32, 0..4),
        ) {
            let free = candidates(&counts);
            let chosen = assign_vfs(&requests, &free, &Load::new());
            prop_assert_eq!(chosen.len(), requests.len());
            let mut seen = HashSet::new();
            for (request, candidate) in requests.iter().zip(&chosen) {
                let Some(candidate) = candidate else { continue };
                prop_assert!(request.weight > 0);
                prop_assert!(request.functions.contains(&candidate.pf));
                prop_assert!(free.contains(candidate));
                prop_assert!(seen.insert(candidate.address));
            }
        }

        #[test]
        fn nobody_is_left_out_for_someone_lighter(
            requests in requests(),
            counts in prop::collection::vec(0..6_u32, 0..4),
        ) {
            let chosen = assign_vfs(&requests, &candidates(&counts), &Load::new());
            for (loser, without) in requests.iter().zip(&chosen) {
                if without.is_some() || loser.weight == 0 {
                    continue;
                }
                for (winner, with) in requests.iter().zip(&chosen) {
                    let partner = loser.team.is_some() && loser.team == winner.team;
                    let takes_what_loser_could_use = with.is_some_and(|c| {
                        loser.functions.contains(&c.pf) && !partner && !team_is_on(&requests, &chosen, loser, c.pf)
                    });
                    prop_assert!(!takes_what_loser_could_use || winner.weight >= loser.weight);
                }
            }
        }

        #[test]
        fn no_vf_stays_free_that_somebody_could_have(
            requests in requests(),
            counts in prop::collection::vec(0..6_u32, 0..4),
        ) {
            let free = candidates(&counts);
            let chosen = assign_vfs(&requests, &free, &Load::new());
            let taken: HashSet<_> = chosen.iter().flatten().map(|c| c.address).collect();
            for (request, without) in requests.iter().zip(&chosen) {
                if without.is_none() && request.weight > 0 {
                    let usable = |c: &&Candidate| !taken.contains(&c.address) && request.functions.contains(&c.pf)
                        && !team_is_on(&requests, &chosen, request, c.pf);
                    prop_assert_eq!(free.iter().find(usable), None);
                }
            }
        }

        #[test]
        fn two_of_a_team_are_never_on_one_pf(
            requests in requests(),
            counts in prop::collection::vec(0..6_u32, 0..4),
            weights in prop::collection::vec(1..=100_u8, 0..6),
        ) {
            let chosen = assign_vfs(&requests, &candidates(&counts), &Load::new());
            let held: Vec<Allocation> = candidates(&[3, 3]).into_iter().zip(&weights)
                .map(|(vf, weight)| Allocation { vf, weight: *weight }).collect();
            let taken = preempt(&requests, &chosen, &held);
            let mut seen = HashSet::new();
            for ((request, candidate), taken) in requests.iter().zip(&chosen).zip(&taken) {
                let pf = candidate.map(|c| c.pf).or(taken.map(|t| t.vf.pf));
                if let (Some(team), Some(pf)) = (request.team, pf) {
                    prop_assert!(seen.insert((team, pf)));
                }
            }
        }

        #[test]
        fn the_answer_does_not_depend_on_how_the_vfs_are_listed(
            requests in requests(),
            counts in prop::collection::vec(0..6_u32, 0..4),
        ) {
            let free = candidates(&counts);
            let mut reversed = free.clone();
            reversed.reverse();
            reversed.extend(free.first().copied());
            prop_assert_eq!(assign_vfs(&requests, &free, &Load::new()), assign_vfs(&requests, &reversed, &Load::new()));
        }
    }

    proptest! {
        #[test]
        fn only_heavier_ones_take_and_nobody_gives_twice(
            requests in requests(),
            weights in prop::collection::vec(1..=100_u8, 0..6),
        ) {
            let vfs = candidates(&[3, 3]);
            let held: Vec<Allocation> = vfs.iter().zip(&weights).map(|(vf, weight)| Allocation { vf: *vf, weight: *weight }).collect();
            let taken = preempt(&requests, &vec![None; requests.len()], &held);
            let mut seen = HashSet::new();
            for (request, taken) in requests.iter().zip(&taken) {
                let Some(taken) = taken else { continue };
                prop_assert!(taken.weight < request.weight);
                prop_assert!(request.functions.contains(&taken.vf.pf));
                prop_assert!(held.contains(taken));
                prop_assert!(seen.insert(taken.vf.address));
            }
            // Once the heavier have them, the lighter that lost theirs take nothing back.
            let now: Vec<Allocation> = requests.iter().zip(&taken)
                .filter_map(|(r, t)| t.map(|t| Allocation { weight: r.weight, ..t })).collect();
            let losers: Vec<Request> = taken.iter().flatten()
                .map(|t| Request { weight: t.weight, waiting: 99, functions: vec![t.vf.pf], team: None, avoid: vec![], numa: None }).collect();
            let mine: HashSet<_> = now.iter().map(|h| h.vf.address).collect();
            let back = preempt(&losers, &vec![None; losers.len()], &now);
            for (loser, back) in losers.iter().zip(back) {
                prop_assert!(back.is_none_or(|b| mine.contains(&b.vf.address) && b.weight < loser.weight));
            }
        }
    }

    #[test]
    fn equals_keep_what_they_have() {
        let vf = candidates(&[1])[0];
        let wish = Request {
            weight: 50,
            waiting: 9,
            functions: vec![pf(0)],
            team: None,
            avoid: vec![],
            numa: None,
        };
        let wishes = std::slice::from_ref(&wish);
        assert_eq!(
            preempt(wishes, &[None], &[Allocation { vf, weight: 50 }]),
            [None]
        );
        let lighter = Allocation { vf, weight: 49 };
        assert_eq!(preempt(wishes, &[None], &[lighter]), [Some(lighter)]);
    }

    #[test]
    fn the_own_node_comes_before_an_even_spread() {
        let wish = |numa| Request {
            weight: 1,
            waiting: 0,
            functions: vec![pf(0), pf(1)],
            team: None,
            avoid: vec![],
            numa,
        };
        let free = candidates(&[3, 3]);
        let load = Load::from([(pf(1), 5)]);
        assert_eq!(
            assign_vfs(&[wish(Some(NumaNode(1)))], &free, &load)[0]
                .unwrap()
                .pf,
            pf(1)
        );
        assert_eq!(
            assign_vfs(&[wish(None)], &free, &load)[0].unwrap().pf,
            pf(0)
        );
    }

    #[test]
    fn both_adapters_of_a_team_get_different_ports() {
        let free = candidates(&[3, 3]);
        let wish = Request {
            weight: 1,
            waiting: 0,
            functions: vec![pf(0), pf(1)],
            team: None,
            avoid: vec![pf(0)],
            numa: None,
        };
        assert_eq!(
            assign_vfs(std::slice::from_ref(&wish), &free, &Load::new())[0]
                .unwrap()
                .pf,
            pf(1)
        );
        let only_one = candidates(&[3]);
        assert_eq!(assign_vfs(&[wish], &only_one, &Load::new()), [None]);
    }
}
