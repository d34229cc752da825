//! Random numbers for `Get-Random`: not for secrets.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A stream of random numbers (SplitMix64).
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    /// A stream that is different each time.
    pub fn new() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }

    /// The same stream for the same seed.
    pub fn seeded(seed: i32) -> Self {
        Self(u64::from(seed.unsigned_abs()))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `bound`; 0 when that is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // The upper half of a product spreads evenly enough for what this is for.
        let product = u128::from(self.next()) * u128::from(bound);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number from 0 up to, not including, 1.
    pub fn fraction(&mut self) -> f64 {
        let bits = u32::try_from(self.next() >> 32).unwrap_or(0);
        f64::from(bits) / (f64::from(u32::MAX) + 1.0)
    }
}

impl Default for Chance {
    fn default() -> Self {
        Self::new()
    }
}
