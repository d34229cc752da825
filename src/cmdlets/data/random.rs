//! The random numbers of a session.

use std::cell::Cell;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use iovsh_shell::random::{SplitMix64, fraction};

thread_local! {
    /// Where the sequence is. Sessions live on one thread each, so a seed holds for its session.
    static STATE: Cell<SplitMix64> = Cell::new(SplitMix64(RandomState::new().build_hasher().finish()));
}

/// Begins the sequence that belongs to a seed.
pub fn seed(number: i64) {
    STATE.with(|state| state.set(SplitMix64(number as u64)));
}

/// The next 64 bits.
pub fn next() -> u64 {
    STATE.with(|state| {
        let mut generator = state.get();
        let bits = generator.next_bits();
        state.set(generator);
        bits
    })
}

/// A number from 0 up to, and without, `limit`; every one equally likely. 0 for a limit of 0.
pub fn below(limit: u64) -> u64 {
    if limit == 0 {
        return 0;
    }
    // The part of the range that does not divide evenly is thrown away.
    let unfair = (u64::MAX - limit + 1) % limit;
    loop {
        let number = next();
        if number >= unfair {
            return number % limit;
        }
    }
}

/// A number from 0 up to, and without, 1.
pub fn unit() -> f64 {
    fraction(next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_limits_hold() {
        seed(7);
        let first: Vec<u64> = (0..5).map(|_| below(10)).collect();
        seed(7);
        let second: Vec<u64> = (0..5).map(|_| below(10)).collect();
        assert_eq!(first, second);
        assert!((0..1000).all(|_| below(3) < 3));
        assert!((0..1000).all(|_| (0.0..1.0).contains(&unit())));
        assert_eq!(below(1), 0);
    }
}
