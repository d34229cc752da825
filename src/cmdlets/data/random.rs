//! Random numbers: quick, well spread, and repeatable with a seed. Not for secrets.

use std::cell::Cell;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

thread_local! {
    /// Where the sequence is. Sessions live on one thread each, so a seed holds for its session.
    static STATE: Cell<u64> = Cell::new(RandomState::new().build_hasher().finish());
}

/// Begins the sequence that belongs to a seed.
pub fn seed(number: i64) {
    STATE.with(|state| state.set(number as u64));
}

/// The next 64 bits (the SplitMix64 generator).
pub fn next() -> u64 {
    STATE.with(|state| {
        let at = state.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        state.set(at);
        let mut mixed = at;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
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
    (next() >> 11) as f64 / (1_u64 << 53) as f64
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
