//! The entries of a dictionary in their order: found by key, by place and one after the other.
//!
//! An entry stands in a slot and stays there. One that is taken out leaves a hole, so that nothing behind it moves; holes at either end
//! go at once, the others when they are as many as the entries. A change therefore costs the same in a large table as in a small one;
//! what is asked for by its place costs the logarithm of the size while there are holes. Only an entry that is put between others
//! moves them.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::{Key, Value};

#[derive(Clone, Debug)]
struct Slot {
    hash: u64,
    key: Key,
    value: Value,
}

/// Keys and values in their order.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    hasher: RandomState,
    /// The numbers of the slots, by the hash of what stands there.
    index: HashTable<u32>,
    /// What stands in the slots. The first and the last one are no holes.
    slots: VecDeque<Option<Slot>>,
    /// The number of the first slot. Numbers go on after the highest one with 0.
    first: u32,
    /// How many entries there are up to each slot, from the first time that it is asked while there are holes.
    ranks: RefCell<Option<Ranks>>,
    /// How many slots were passed over or moved.
    #[cfg(test)]
    steps: std::cell::Cell<usize>,
}

impl Entries {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    fn count_steps(&self, _many: usize) {
        #[cfg(test)]
        self.steps.set(self.steps.get() + _many);
    }

    fn place_of(&self, number: u32) -> usize {
        number.wrapping_sub(self.first) as usize
    }

    fn number_at(&self, place: usize) -> u32 {
        // There are fewer slots than numbers: an entry takes more than four bytes.
        self.first.wrapping_add(place as u32)
    }

    fn slot(&self, place: usize) -> Option<&Slot> {
        self.slots.get(place)?.as_ref()
    }

    /// The slot of a key by its folded form.
    fn find(&self, folded: &str) -> Option<usize> {
        self.find_hashed(self.hasher.hash_one(folded), folded)
    }

    fn find_hashed(&self, hash: u64, folded: &str) -> Option<usize> {
        let number = self.index.find(hash, |number| {
            self.slot(self.place_of(*number))
                .is_some_and(|slot| slot.key.folded() == folded)
        })?;
        Some(self.place_of(*number))
    }

    /// The value of a key by its folded form.
    pub fn get(&self, folded: &str) -> Option<&Value> {
        let place = self.find(folded)?;
        self.slot(place).map(|slot| &slot.value)
    }

    /// The value of a key by its folded form, to be changed.
    pub fn get_mut(&mut self, folded: &str) -> Option<&mut Value> {
        let place = self.find(folded)?;
        let slot = self.slots.get_mut(place)?.as_mut()?;
        Some(&mut slot.value)
    }

    /// Whether there is such a key, by its folded form.
    pub fn contains_key(&self, folded: &str) -> bool {
        self.find(folded).is_some()
    }

    /// The entry at a place, counted from 0.
    pub fn get_index(&self, at: usize) -> Option<(&Key, &Value)> {
        let place = self.place_at(at)?;
        let slot = self.slot(place)?;
        Some((&slot.key, &slot.value))
    }

    /// The value at a place, to be changed.
    pub fn get_index_mut(&mut self, at: usize) -> Option<&mut Value> {
        let place = self.place_at(at)?;
        let slot = self.slots.get_mut(place)?.as_mut()?;
        Some(&mut slot.value)
    }

    /// The slot of the entry at a place.
    fn place_at(&self, at: usize) -> Option<usize> {
        if at >= self.len() {
            return None;
        }
        if self.len() == self.slots.len() {
            return Some(at);
        }
        let mut ranks = self.ranks.borrow_mut();
        let ranks = ranks.get_or_insert_with(|| {
            self.count_steps(self.slots.len());
            Ranks::of(self.first, self.slots.iter().map(Option::is_some))
        });
        self.count_steps(ranks.height());
        Some(self.place_of(ranks.find(at)))
    }

    /// Puts an entry behind the others; one of the same key gets the value and keeps its place.
    pub fn insert(&mut self, key: Key, value: Value) {
        let hash = self.hasher.hash_one(key.folded());
        if let Some(place) = self.find_hashed(hash, key.folded()) {
            if let Some(Some(slot)) = self.slots.get_mut(place) {
                slot.value = value;
            }
            return;
        }
        let number = self.number_at(self.slots.len());
        self.slots.push_back(Some(Slot { hash, key, value }));
        self.enter(hash, number);
        if let Some(ranks) = self.ranks.get_mut() {
            ranks.come(number);
        }
    }

    fn enter(&mut self, hash: u64, number: u32) {
        let (slots, first) = (&self.slots, self.first);
        self.index.insert_unique(hash, number, |number| {
            let slot = slots.get(number.wrapping_sub(first) as usize);
            slot.and_then(Option::as_ref).map_or(0, |slot| slot.hash)
        });
    }

    /// Puts an entry before the one at a place, or behind all of them. The key must not be there.
    pub fn insert_at(&mut self, at: usize, key: Key, value: Value) {
        if at >= self.len() {
            return self.insert(key, value);
        }
        let hash = self.hasher.hash_one(key.folded());
        let slot = Some(Slot { hash, key, value });
        if at == 0 {
            self.first = self.first.wrapping_sub(1);
            self.slots.push_front(slot);
            *self.ranks.get_mut() = None;
            return self.enter(hash, self.first);
        }
        let place = self.place_at(at).unwrap_or(self.slots.len());
        self.slots.insert(place, slot);
        self.number_anew();
    }

    /// Takes an entry out by the folded form of its key.
    pub fn remove(&mut self, folded: &str) -> Option<Value> {
        let place = self.find(folded)?;
        self.take(place)
    }

    /// Takes the entry at a place out.
    pub fn remove_at(&mut self, at: usize) -> Option<Value> {
        let place = self.place_at(at)?;
        self.take(place)
    }

    fn take(&mut self, place: usize) -> Option<Value> {
        let number = self.number_at(place);
        let slot = self.slots.get_mut(place)?.take()?;
        if let Ok(entry) = self.index.find_entry(slot.hash, |known| *known == number) {
            entry.remove();
        }
        if let Some(ranks) = self.ranks.get_mut() {
            ranks.go(number);
        }
        while let Some(None) = self.slots.front() {
            self.slots.pop_front();
            self.first = self.first.wrapping_add(1);
            self.count_steps(1);
        }
        while let Some(None) = self.slots.back() {
            self.slots.pop_back();
            self.count_steps(1);
        }
        if self.slots.len() > 2 * self.len() + 16 {
            self.close_holes();
        }
        Some(slot.value)
    }

    fn close_holes(&mut self) {
        self.slots.retain(Option::is_some);
        self.number_anew();
    }

    /// Numbers the slots after they were moved.
    fn number_anew(&mut self) {
        self.count_steps(self.slots.len());
        *self.ranks.get_mut() = None;
        self.index.clear();
        self.first = 0;
        let hashes: Vec<(usize, u64)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(place, slot)| Some((place, slot.as_ref()?.hash)))
            .collect();
        for (place, hash) in hashes {
            self.enter(hash, self.number_at(place));
        }
    }

    /// Takes all out.
    pub fn clear(&mut self) {
        self.index.clear();
        self.slots.clear();
        *self.ranks.get_mut() = None;
    }

    /// Puts them in another order.
    pub fn sort_by(&mut self, order: impl Fn(&Key, &Key) -> Ordering) {
        self.slots.retain(Option::is_some);
        self.slots.make_contiguous().sort_by(|a, b| match (a, b) {
            (Some(a), Some(b)) => order(&a.key, &b.key),
            _ => Ordering::Equal,
        });
        self.number_anew();
    }

    /// One after the other.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Key, &Value)> {
        let slots = self.slots.iter().flatten();
        slots.map(|slot| (&slot.key, &slot.value))
    }

    /// The keys, one after the other.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Key> {
        self.iter().map(|(key, _)| key)
    }

    /// The values, one after the other.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> {
        self.iter().map(|(_, value)| value)
    }
}

/// How many entries stand in slots, as a binary indexed tree (Fenwick, 1994): both a change and the search for the n-th entry look at
/// one node for each bit of the number of slots.
#[derive(Clone, Debug)]
struct Ranks {
    /// The number of the slot that the tree begins with.
    from: u32,
    /// At `n`, how many entries stand in the last `lowest bit of n` slots up to the n-th. The first node is not used.
    nodes: Vec<u32>,
}

fn lowest_bit(n: usize) -> usize {
    n & n.wrapping_neg()
}

impl Ranks {
    fn of(from: u32, slots: impl Iterator<Item = bool>) -> Self {
        let mut nodes = vec![0];
        nodes.extend(slots.map(u32::from));
        for n in 1..nodes.len() {
            let count = nodes.get(n).copied().unwrap_or(0);
            if let Some(above) = nodes.get_mut(n + lowest_bit(n)) {
                *above += count;
            }
        }
        Self { from, nodes }
    }

    fn height(&self) -> usize {
        self.nodes.len().max(1).ilog2() as usize + 1
    }

    /// The number of the slot in which the entry at a place stands.
    fn find(&self, at: usize) -> u32 {
        let (mut n, mut rest) = (0, at as u64);
        for bit in (0..self.height()).rev() {
            let next = n + (1 << bit);
            if let Some(count) = self.nodes.get(next)
                && u64::from(*count) <= rest
            {
                (n, rest) = (next, rest - u64::from(*count));
            }
        }
        self.from.wrapping_add(n as u32)
    }

    fn node(&self, number: u32) -> usize {
        number.wrapping_sub(self.from) as usize + 1
    }

    /// The entry of a slot goes.
    fn go(&mut self, number: u32) {
        let mut n = self.node(number);
        while let Some(count) = self.nodes.get_mut(n) {
            *count = count.saturating_sub(1);
            n += lowest_bit(n);
        }
    }

    /// An entry comes into a slot that was empty, or into the one behind the last.
    fn come(&mut self, number: u32) {
        let mut n = self.node(number);
        if n == self.nodes.len() {
            // What the node sums up: itself, and the nodes that end where its slots begin.
            let (mut count, mut below) = (1, n - 1);
            while below > n - lowest_bit(n) {
                count += self.nodes.get(below).copied().unwrap_or(0);
                below -= lowest_bit(below);
            }
            self.nodes.push(count);
            return;
        }
        while let Some(count) = self.nodes.get_mut(n) {
            *count += 1;
            n += lowest_bit(n);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Edit {
        Insert(u8),
        InsertAt(usize, u8),
        Remove(u8),
        RemoveAt(usize),
        Sort,
    }

    fn edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            3 => any::<u8>().prop_map(Edit::Insert),
            1 => (0_usize..80, any::<u8>()).prop_map(|(at, key)| Edit::InsertAt(at, key)),
            3 => any::<u8>().prop_map(Edit::Remove),
            3 => (0_usize..40).prop_map(Edit::RemoveAt),
            1 => Just(Edit::Sort),
        ]
    }

    fn key(n: usize) -> Key {
        Key::text(&n.to_string())
    }

    fn folded(n: usize) -> String {
        format!("s{n}")
    }

    fn int(value: &Value) -> usize {
        match value {
            Value::Int(n) => usize::try_from(*n).unwrap(),
            _ => panic!("{value:?}"),
        }
    }

    fn value(n: usize) -> Value {
        Value::Int(i32::try_from(n).unwrap())
    }

    proptest! {
        /// A plain list of pairs is changed alike, and each is found by key and by place.
        #[test]
        fn every_change_is_that_of_a_plain_list(edits in prop::collection::vec(edit(), 0..160)) {
            let (mut entries, mut plain) = (Entries::default(), Vec::<(usize, usize)>::new());
            for (step, edit) in edits.into_iter().enumerate() {
                let place = |plain: &[(usize, usize)], wanted| plain.iter().position(|(key, _)| *key == wanted);
                match edit {
                    Edit::Insert(n) => {
                        let n = usize::from(n % 100);
                        entries.insert(key(n), value(step));
                        match place(&plain, n) {
                            Some(at) => plain[at].1 = step,
                            None => plain.push((n, step)),
                        }
                    }
                    Edit::InsertAt(at, n) => {
                        let n = usize::from(n % 100);
                        if place(&plain, n).is_none() {
                            entries.insert_at(at, key(n), value(step));
                            plain.insert(at.min(plain.len()), (n, step));
                        }
                    }
                    Edit::Remove(n) => {
                        let n = usize::from(n % 100);
                        let gone = place(&plain, n).map(|at| plain.remove(at).1);
                        prop_assert_eq!(entries.remove(&folded(n)).as_ref().map(int), gone);
                    }
                    Edit::RemoveAt(at) => {
                        let gone = (at < plain.len()).then(|| plain.remove(at).1);
                        prop_assert_eq!(entries.remove_at(at).as_ref().map(int), gone);
                    }
                    Edit::Sort => {
                        entries.sort_by(|a, b| a.folded().cmp(b.folded()));
                        plain.sort_by_key(|(key, _)| folded(*key));
                    }
                }
                prop_assert_eq!(entries.len(), plain.len());
                let all: Vec<_> = entries.values().map(int).collect();
                prop_assert_eq!(all, plain.iter().map(|(_, value)| *value).collect::<Vec<_>>());
                for (at, (key, value)) in plain.iter().enumerate() {
                    let found = entries.get_index(at).map(|(key, value)| (key.folded().to_owned(), int(value)));
                    prop_assert_eq!(found, Some((folded(*key), *value)));
                    prop_assert_eq!(entries.get(&folded(*key)).map(int), Some(*value));
                }
                prop_assert!(entries.get_index(plain.len()).is_none());
            }
        }
    }

    /// How many slots are passed over or moved by a loop over a table of so many entries.
    fn steps(size: usize, mut each: impl FnMut(&mut Entries, usize)) -> usize {
        let mut entries = Entries::default();
        for n in 0..size {
            entries.insert(key(n), value(n));
        }
        for n in 0..size {
            each(&mut entries, n);
        }
        entries.steps.get()
    }

    #[test]
    fn taking_out_costs_no_more_in_a_large_table_than_in_a_small_one() {
        type Loop = (&'static str, fn(&mut Entries, usize));
        let loops: [Loop; 8] = [
            ("from the front", |entries, n| {
                drop(entries.remove(&folded(n)))
            }),
            ("from the end", |entries, _| {
                drop(entries.remove_at(entries.len() - 1))
            }),
            ("the first place", |entries, _| drop(entries.remove_at(0))),
            ("the middle place", |entries, _| {
                drop(entries.remove_at(entries.len() / 2))
            }),
            ("here and there", |entries, n| {
                drop(entries.remove(&folded(n * 7919 % 3000)))
            }),
            ("in, out and in again", |entries, n| {
                entries.remove(&folded(n));
                entries.insert(key(n), value(n));
            }),
            ("one out, the middle looked at", |entries, n| {
                entries.remove(&folded(n * 7919 % 3000));
                entries.get_index(entries.len() / 2);
            }),
            ("in at the front", |entries, n| {
                entries.insert_at(0, key(n + 5000), value(n))
            }),
        ];
        for (what, each) in loops {
            let (small, large) = (steps(3000, each), steps(30000, each));
            // Ten times as many, and a few more levels of the tree.
            assert!(
                large <= 15 * small.max(3000),
                "{what}: {small} steps of 3000, {large} of 30000"
            );
        }
    }
}
