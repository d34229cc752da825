//! Digests of files: MD5, SHA-1 and the SHA-2 family (RFC 1321, FIPS 180-4).
//!
//! They tell whether a file is the one that was meant; nothing here is used to protect secrets. The round constants are
//! computed as the standards define them (fractional parts of roots of primes, sines), not copied.

use std::io::{self, Read};
use std::sync::OnceLock;

use crate::interrupt;

/// Which digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Algorithm {
    /// The digest of what a reader gives, in capital hexadecimal digits.
    ///
    /// # Errors
    /// The reader's.
    pub fn of(self, mut reader: impl Read) -> io::Result<String> {
        let mut state = State::new(self);
        let mut buffer = vec![0_u8; 1 << 16];
        loop {
            let count = reader.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            interrupt::check()?;
            state.update(buffer.get(..count).unwrap_or_default());
        }
        Ok(state
            .finish()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect())
    }

    fn block(self) -> usize {
        match self {
            Self::Sha384 | Self::Sha512 => 128,
            _ => 64,
        }
    }
}

struct State {
    algorithm: Algorithm,
    /// The chaining value; the algorithms with 32-bit words use the low halves.
    words: Vec<u64>,
    pending: Vec<u8>,
    length: u128,
}

impl State {
    fn new(algorithm: Algorithm) -> Self {
        let roots = |skip: usize| -> Vec<u64> {
            PRIMES
                .iter()
                .skip(skip)
                .take(8)
                .map(|prime| root(*prime, 2))
                .collect()
        };
        let classic = [
            0x6745_2301,
            0xEFCD_AB89,
            0x98BA_DCFE,
            0x1032_5476,
            0xC3D2_E1F0,
        ];
        let words = match algorithm {
            Algorithm::Md5 => classic.iter().take(4).copied().collect(),
            Algorithm::Sha1 => classic.to_vec(),
            Algorithm::Sha256 => roots(0).into_iter().map(|word| word >> 32).collect(),
            Algorithm::Sha384 => roots(8),
            Algorithm::Sha512 => roots(0),
        };
        Self {
            algorithm,
            words,
            pending: Vec::new(),
            length: 0,
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        self.length = self.length.wrapping_add(bytes.len() as u128);
        self.pending.extend_from_slice(bytes);
        let pending = std::mem::take(&mut self.pending);
        let blocks = pending.chunks_exact(self.algorithm.block());
        let rest = blocks.remainder().to_vec();
        for block in blocks {
            self.compress(block);
        }
        self.pending = rest;
    }

    fn finish(mut self) -> Vec<u8> {
        let block = self.algorithm.block();
        let length_bytes = block / 8;
        let bits = self.length.wrapping_mul(8);
        let mut tail = std::mem::take(&mut self.pending);
        tail.push(0x80);
        while tail.len() % block != block - length_bytes {
            tail.push(0);
        }
        match self.algorithm {
            Algorithm::Md5 => tail.extend((bits as u64).to_le_bytes()),
            Algorithm::Sha1 | Algorithm::Sha256 => tail.extend((bits as u64).to_be_bytes()),
            Algorithm::Sha384 | Algorithm::Sha512 => tail.extend(bits.to_be_bytes()),
        }
        for block in tail.chunks_exact(block) {
            self.compress(block);
        }
        let words = self.words.iter();
        match self.algorithm {
            Algorithm::Md5 => words.flat_map(|w| (*w as u32).to_le_bytes()).collect(),
            Algorithm::Sha1 | Algorithm::Sha256 => {
                words.flat_map(|w| (*w as u32).to_be_bytes()).collect()
            }
            Algorithm::Sha384 => words.take(6).flat_map(|w| w.to_be_bytes()).collect(),
            Algorithm::Sha512 => words.flat_map(|w| w.to_be_bytes()).collect(),
        }
    }

    fn compress(&mut self, block: &[u8]) {
        match self.algorithm {
            Algorithm::Md5 => md5(&mut self.words, block),
            Algorithm::Sha1 => sha1(&mut self.words, block),
            Algorithm::Sha256 => sha256(&mut self.words, block),
            Algorithm::Sha384 | Algorithm::Sha512 => sha512(&mut self.words, block),
        }
    }
}

/// The block as 32-bit words.
fn words32(block: &[u8], read: fn([u8; 4]) -> u32) -> Vec<u32> {
    let (words, _) = block.as_chunks::<4>();
    words.iter().map(|word| read(*word)).collect()
}

/// An element, or 0 beyond the end, which no index here reaches.
fn at<T: Copy + Default>(values: &[T], index: usize) -> T {
    values.get(index).copied().unwrap_or_default()
}

fn load<const N: usize>(state: &[u64]) -> [u32; N] {
    std::array::from_fn(|index| at(state, index) as u32)
}

fn add_to(state: &mut [u64], values: &[u32]) {
    for (word, value) in state.iter_mut().zip(values) {
        *word = u64::from((*word as u32).wrapping_add(*value));
    }
}

fn md5(state: &mut [u64], block: &[u8]) {
    static SINES: OnceLock<Vec<u32>> = OnceLock::new();
    let sines = SINES.get_or_init(|| {
        (1..=64_u32)
            .map(|n| (f64::from(n).sin().abs() * 4_294_967_296.0) as u32)
            .collect()
    });
    const SHIFTS: [[u32; 4]; 4] = [
        [7, 12, 17, 22],
        [5, 9, 14, 20],
        [4, 11, 16, 23],
        [6, 10, 15, 21],
    ];
    let words = words32(block, u32::from_le_bytes);
    let [mut a, mut b, mut c, mut d] = load::<4>(state);
    for step in 0..64 {
        let (mixed, word) = match step / 16 {
            0 => ((b & c) | (!b & d), step),
            1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
            2 => (b ^ c ^ d, (3 * step + 5) % 16),
            _ => (c ^ (b | !d), (7 * step) % 16),
        };
        let sum = a
            .wrapping_add(mixed)
            .wrapping_add(at(sines, step))
            .wrapping_add(at(&words, word));
        let shift = at(&at(&SHIFTS, step / 16), step % 4);
        (a, d, c) = (d, c, b);
        b = b.wrapping_add(sum.rotate_left(shift));
    }
    add_to(state, &[a, b, c, d]);
}

fn sha1(state: &mut [u64], block: &[u8]) {
    let mut words = words32(block, u32::from_be_bytes);
    for index in 16..80 {
        let mixed = at(&words, index - 3)
            ^ at(&words, index - 8)
            ^ at(&words, index - 14)
            ^ at(&words, index - 16);
        words.push(mixed.rotate_left(1));
    }
    let [mut a, mut b, mut c, mut d, mut e] = load::<5>(state);
    for (step, word) in words.iter().enumerate() {
        let (mixed, constant) = match step / 20 {
            0 => ((b & c) | (!b & d), 0x5A82_7999),
            1 => (b ^ c ^ d, 0x6ED9_EBA1),
            2 => ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC),
            _ => (b ^ c ^ d, 0xCA62_C1D6),
        };
        let sum = a
            .rotate_left(5)
            .wrapping_add(mixed)
            .wrapping_add(e)
            .wrapping_add(constant)
            .wrapping_add(*word);
        (e, d, c, b, a) = (d, c, b.rotate_left(30), a, sum);
    }
    add_to(state, &[a, b, c, d, e]);
}

fn sha256(state: &mut [u64], block: &[u8]) {
    let mut words = words32(block, u32::from_be_bytes);
    for index in 16..64 {
        let (near, far) = (at(&words, index - 2), at(&words, index - 15));
        let s0 = far.rotate_right(7) ^ far.rotate_right(18) ^ (far >> 3);
        let s1 = near.rotate_right(17) ^ near.rotate_right(19) ^ (near >> 10);
        words.push(
            at(&words, index - 16)
                .wrapping_add(s0)
                .wrapping_add(at(&words, index - 7))
                .wrapping_add(s1),
        );
    }
    let mut v = load::<8>(state);
    for (word, constant) in words.iter().zip(cube_roots()) {
        let [a, b, c, d, e, f, g, h] = v;
        let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let one = h
            .wrapping_add(s1)
            .wrapping_add((e & f) ^ (!e & g))
            .wrapping_add((constant >> 32) as u32)
            .wrapping_add(*word);
        let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let two = s0.wrapping_add((a & b) ^ (a & c) ^ (b & c));
        v = [one.wrapping_add(two), a, b, c, d.wrapping_add(one), e, f, g];
    }
    add_to(state, &v);
}

fn sha512(state: &mut [u64], block: &[u8]) {
    let (chunks, _) = block.as_chunks::<8>();
    let mut words: Vec<u64> = chunks
        .iter()
        .map(|chunk| u64::from_be_bytes(*chunk))
        .collect();
    for index in 16..80 {
        let (near, far) = (at(&words, index - 2), at(&words, index - 15));
        let s0 = far.rotate_right(1) ^ far.rotate_right(8) ^ (far >> 7);
        let s1 = near.rotate_right(19) ^ near.rotate_right(61) ^ (near >> 6);
        words.push(
            at(&words, index - 16)
                .wrapping_add(s0)
                .wrapping_add(at(&words, index - 7))
                .wrapping_add(s1),
        );
    }
    let mut v: [u64; 8] = std::array::from_fn(|index| at(state, index));
    for (word, constant) in words.iter().zip(cube_roots()) {
        let [a, b, c, d, e, f, g, h] = v;
        let s1 = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
        let one = h
            .wrapping_add(s1)
            .wrapping_add((e & f) ^ (!e & g))
            .wrapping_add(*constant)
            .wrapping_add(*word);
        let s0 = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
        let two = s0.wrapping_add((a & b) ^ (a & c) ^ (b & c));
        v = [one.wrapping_add(two), a, b, c, d.wrapping_add(one), e, f, g];
    }
    for (word, value) in state.iter_mut().zip(v) {
        *word = word.wrapping_add(value);
    }
}

/// The first 80 primes.
const PRIMES: [u64; 80] = primes();

const fn primes() -> [u64; 80] {
    let mut found = [0; 80];
    let mut count = 0;
    let mut candidate = 2;
    while count < 80 {
        let mut divisor = 2;
        let mut prime = true;
        while divisor * divisor <= candidate {
            if candidate % divisor == 0 {
                prime = false;
            }
            divisor += 1;
        }
        if prime {
            found[count] = candidate;
            count += 1;
        }
        candidate += 1;
    }
    found
}

fn cube_roots() -> &'static [u64] {
    static ROOTS: OnceLock<Vec<u64>> = OnceLock::new();
    ROOTS.get_or_init(|| PRIMES.iter().map(|prime| root(*prime, 3)).collect())
}

/// The first 64 bits behind the point of the square or cube root of a small number.
fn root(number: u64, degree: u32) -> u64 {
    // The largest x with x^degree <= number * 2^(64 * degree), found bit by bit; its low 64 bits are the fraction.
    let target = shifted(number, degree);
    let mut x: u128 = 0;
    for bit in (0..70).rev() {
        let tried = x | 1 << bit;
        if power(tried, degree) <= target {
            x = tried;
        }
    }
    x as u64
}

/// Wide numbers, the most significant word first, so that comparing them is comparing arrays.
type Wide = [u64; 5];

fn shifted(number: u64, degree: u32) -> Wide {
    if degree == 2 {
        [0, 0, number, 0, 0]
    } else {
        [0, number, 0, 0, 0]
    }
}

fn power(x: u128, degree: u32) -> Wide {
    let mut product: Wide = [0, 0, 0, (x >> 64) as u64, x as u64];
    for _ in 1..degree {
        product = times(&product, x);
    }
    product
}

/// A wide number times one of at most 70 bits.
fn times(wide: &Wide, x: u128) -> Wide {
    let (high, low) = ((x >> 64) as u64, x as u64);
    let mut out: Wide = [0; 5];
    for (shift, factor) in [(0_usize, low), (1, high)] {
        let mut carry: u128 = 0;
        for (index, digit) in wide.iter().rev().enumerate() {
            let place = index + shift;
            let Some(slot) = out.iter_mut().rev().nth(place) else {
                break;
            };
            let sum = u128::from(*digit) * u128::from(factor) + u128::from(*slot) + carry;
            *slot = sum as u64;
            carry = sum >> 64;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(algorithm: Algorithm, text: &str) -> String {
        algorithm.of(text.as_bytes()).expect("a digest")
    }

    #[test]
    fn the_standards_own_examples() {
        assert_eq!(hex(Algorithm::Md5, ""), "D41D8CD98F00B204E9800998ECF8427E");
        assert_eq!(
            hex(Algorithm::Md5, "abc"),
            "900150983CD24FB0D6963F7D28E17F72"
        );
        assert_eq!(
            hex(Algorithm::Sha1, "abc"),
            "A9993E364706816ABA3E25717850C26C9CD0D89D"
        );
        assert_eq!(
            hex(Algorithm::Sha256, "abc"),
            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
        );
        assert_eq!(
            hex(Algorithm::Sha384, "abc"),
            "CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED\
             8086072BA1E7CC2358BAECA134C825A7"
        );
        assert_eq!(
            hex(Algorithm::Sha512, "abc"),
            "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A\
             2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F"
        );
    }

    #[test]
    fn block_borders() {
        let million = "a".repeat(1_000_000);
        assert_eq!(
            hex(Algorithm::Sha256, &million),
            "CDC76E5C9914FB9281A1C7E284D73E67F1809A48A497200E046D39CCC7112CD0"
        );
    }
}
