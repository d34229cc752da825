//! The laws that hold for every change, whatever it is about, in worlds that other changes have led to.
//!
//! - After `effect` a change is satisfied, and it is after the simulated machine has carried it out.
//! - The machine is then as `effect` said. It has physics of its own, so that a wrong prediction is seen.
//! - `effect` of the `inverse` leads back.
//! - `scope` covers what `is_satisfied` reads.
//! - A change takes away what another led to only where their subjects are equal, or where the other says that it depends on it.
//! - What is refused has changed nothing.
//!
//! A change without a generator, or one that is never reached, fails a test.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod reversible;
mod seen;
mod variants;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use iovsh::backend::State;
use iovsh::backend::model::Scope;
use iovsh::backend::plan::{Change, Lifetime, VfChange};
use proptest::prelude::*;

use seen::{predictable, redefined, unnamed, without};
use world::{Dice, Machine, everything};

/// A world that changes were made in, and those that still stand.
struct Run {
    machine: Machine,
    /// Changes that are satisfied and that nothing may have taken back.
    standing: Vec<Change>,
    /// How often each change was carried out and seen.
    reached: BTreeMap<&'static str, usize>,
}

impl Run {
    fn new(driver: &str) -> Self {
        Self {
            machine: Machine::new(driver),
            standing: Vec::new(),
            reached: BTreeMap::new(),
        }
    }

    /// One change, if there is one of this name that fits the machine.
    fn step(&mut self, kind: &'static str, seed: u64) {
        let Some(change) = world::change(kind, &self.machine, &mut Dice(seed)) else {
            return;
        };
        assert_eq!(change.name(), kind);
        variants::check_name(&change);
        check_record(&change);
        let before = self.machine.look(&everything());
        check_scope(&change, &self.machine, &before);
        if change.is_satisfied(&before) == Some(true) {
            // A plan has no such step.
            return;
        }
        let mut next = self.machine.clone();
        if next.apply(&change).is_err() {
            check_refusal(&change, &self.machine, next);
            return;
        }
        self.machine = next;
        let after = self.machine.look(&everything());
        check_scope(&change, &self.machine, &after);
        let predicted = check_effect(&change, &before);
        let declined = change.is_satisfied(&after) == Some(false);
        assert!(
            !declined || may_decline(&change, &before),
            "{change:?} was accepted and did not take effect"
        );
        if !declined {
            check_prediction(&change, &before, &predicted, &after);
            check_inverse(&change, &before, predicted);
            *self.reached.entry(kind).or_default() += 1;
        }
        self.check_interference(change, &before, &after);
    }

    /// What stood before still stands, where it has nothing to do with the change.
    fn check_interference(&mut self, change: Change, before: &State, after: &State) {
        let subject = change.subject();
        self.standing.retain(|earlier| {
            earlier.subject() != subject && !earlier.depends_on(before).contains(&subject)
        });
        let is_gone = |earlier: &Change| {
            let life = earlier.vanishes_with();
            life.is_some_and(|life| life.is_over(after))
        };
        for earlier in &self.standing {
            let gone = is_gone(earlier);
            assert!(
                gone || earlier.is_satisfied(after) != Some(false)
                    || share_an_interface(earlier, &change),
                "{change:?} takes {earlier:?} away, and neither says so"
            );
        }
        // What is gone and made anew by the same name is another thing: the tap of a machine that is started again.
        self.standing
            .retain(|earlier| earlier.is_satisfied(after) == Some(true) && !is_gone(earlier));
        if change.is_satisfied(after) == Some(true) {
            self.standing.push(change);
        }
    }
}

/// Addresses that are moved on, or in: the one exception from the law, as a subject that covers every pair of interfaces would
/// leave all but the last move of a plan unseen.
fn share_an_interface(a: &Change, b: &Change) -> bool {
    use iovsh::backend::plan::IpChange::AddAddress;
    use iovsh::backend::plan::LinkChange::MoveIp;
    match (a, b) {
        (Change::Link(MoveIp { from, .. }), Change::Link(MoveIp { to, .. })) => from == to,
        (Change::Link(MoveIp { from, .. }), Change::Ip(AddAddress { address })) => {
            *from == address.interface
        }
        _ => false,
    }
}

/// On the disk a change stands under its name, and is read back as it was.
fn check_record(change: &Change) {
    let value = serde_json::to_value(change).unwrap();
    let names: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(names, [change.name()]);
    assert_eq!(&serde_json::from_value::<Change>(value).unwrap(), change);
}

fn check_scope(change: &Change, machine: &Machine, whole: &State) {
    let scope = change.scope();
    assert!(everything().covers(&scope), "{change:?} asks for {scope:?}");
    let alone = machine.look(&scope);
    assert_eq!(
        change.is_satisfied(&alone),
        change.is_satisfied(whole),
        "{change:?} cannot be judged by {scope:?}"
    );
}

/// A refused change has changed nothing; of several knobs of a VF those before the refused one may be set.
fn check_refusal(change: &Change, before: &Machine, mut after: Machine) {
    if matches!(change, Change::Vf(VfChange::Set { .. })) {
        return;
    }
    after.world.clock = before.world.clock;
    after.world.unplugged.clone_from(&before.world.unplugged);
    let scope = Scope::ASSIGN;
    assert_eq!(
        after.look(&scope),
        before.look(&scope),
        "{change:?} was refused"
    );
}

fn check_effect(change: &Change, before: &State) -> State {
    let mut predicted = before.clone();
    change.effect(&mut predicted);
    assert_ne!(
        change.is_satisfied(&predicted),
        Some(false),
        "{change:?} is not satisfied by its own effect"
    );
    predicted
}

/// Whether the machine may accept a change and do nothing: bnxt_en makes no VFs while its PF is down.
fn may_decline(change: &Change, before: &State) -> bool {
    let Change::Vf(VfChange::SetCount { pf, .. }) = change else {
        return false;
    };
    let function = before.function(*pf);
    function.is_some_and(|f| f.driver.as_deref() == Some("bnxt_en"))
}

fn check_prediction(change: &Change, before: &State, predicted: &State, after: &State) {
    let names = unnamed(change, before, after);
    let redefined = redefined(change, before);
    let comparable = |state: &State| {
        let mut state = without(&names, change, predictable(state.clone()));
        for vm in state.vms.iter_mut().filter(|vm| Some(vm.id) == redefined) {
            vm.adapters.clear();
        }
        state
    };
    assert_same(
        &comparable(predicted),
        &comparable(after),
        &format!("{change:?}: predicted, and carried out"),
    );
}

fn check_inverse(change: &Change, before: &State, mut state: State) {
    let Some(inverse) = change.inverse(before) else {
        assert!(
            reversible::needs_no_inverse(change, before),
            "{change:?} has no inverse"
        );
        return;
    };
    assert_eq!(
        inverse.subject(),
        change.subject(),
        "{change:?} and its inverse"
    );
    if reversible::loses(change, before) {
        return;
    }
    inverse.effect(&mut state);
    let names = BTreeSet::new();
    let comparable = |state: &State| without(&names, change, predictable(state.clone()));
    assert_same(
        &comparable(before),
        &comparable(&state),
        &format!("{change:?}: before, and undone"),
    );
}

/// Says where two states differ, not only that they do.
fn assert_same(a: &State, b: &State, what: &str) {
    let (a, b) = (
        serde_json::to_value(a).unwrap(),
        serde_json::to_value(b).unwrap(),
    );
    for (key, left) in a.as_object().unwrap() {
        let right = &b[key];
        if let (Some(left), Some(right)) = (left.as_array(), right.as_array()) {
            let only = |own: &[serde_json::Value], other: &[serde_json::Value]| {
                let own = own.iter().filter(|item| !other.contains(item));
                own.map(ToString::to_string).collect::<Vec<_>>()
            };
            let (gone, new) = (only(left, right), only(right, left));
            assert!(
                gone.is_empty() && new.is_empty(),
                "{what}: {key}: {gone:#?} is {new:#?}"
            );
        }
        assert_eq!(left, right, "{what}: {key}");
    }
}

fn kinds() -> Vec<&'static str> {
    variants::all()
}

/// Drivers that differ in what they can set and in what a new VF has.
const DRIVERS: [&str; 3] = ["igb", "mlx5_core", "bnxt_en"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_change_keeps_the_laws(
        on in 0..DRIVERS.len(),
        choices in prop::collection::vec((any::<prop::sample::Index>(), any::<u64>()), 1..50),
    ) {
        let kinds = kinds();
        let mut run = Run::new(DRIVERS[on]);
        for (kind, seed) in choices {
            run.step(kinds[kind.index(kinds.len())], seed);
        }
    }
}

/// The same in worlds that are always the same ones, and enough of them that every change is met.
#[test]
fn every_change_is_reached() {
    let kinds = kinds();
    let mut reached: BTreeMap<&str, usize> = kinds.iter().map(|kind| (*kind, 0)).collect();
    for number in 0..88_u64 {
        let mut dice = Dice(number);
        let mut run = Run::new(DRIVERS[dice.below(DRIVERS.len())]);
        for step in 0..100 {
            let mut kind = kinds[dice.below(kinds.len())];
            // Each fourth step is one that no world has led to so far: a change more does not take the last one of a rare change.
            let unmet = |kind: &&&str| reached[**kind] == 0 && !run.reached.contains_key(**kind);
            let unmet: Vec<_> = kinds.iter().filter(unmet).collect();
            // What was met here gives way to what was not.
            if run.reached.contains_key(kind) {
                kind = kinds[dice.below(kinds.len())];
            }
            if step % 4 == 3 && !unmet.is_empty() {
                kind = unmet[dice.below(unmet.len())];
            }
            let seed = u64::try_from(dice.below(usize::MAX)).unwrap();
            run.step(kind, seed);
        }
        for (kind, times) in run.reached {
            *reached.entry(kind).or_default() += times;
        }
    }
    let never: Vec<_> = reached.iter().filter(|(_, times)| **times == 0).collect();
    assert!(
        never.is_empty(),
        "never carried out: {never:?}, of {reached:?}"
    );
}

#[test]
fn what_vanishes_is_not_undone() {
    let machine = Machine::new("igb");
    let state = machine.look(&everything());
    let gone = Lifetime::Interface("gone0".parse().unwrap());
    let there = Lifetime::Interface(state.links[0].name.clone());
    assert!(gone.is_over(&state) && !there.is_over(&state));
}
