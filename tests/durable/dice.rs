//! Chance that can be had again: everything random comes from a seed, and every test tells its seed.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A source of chance (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The same seed gives the same throws.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.any() % bound as u64).unwrap()
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of several.
    pub fn of<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        &several[self.below(several.len())]
    }

    /// Bytes without sense.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.any().to_le_bytes()[3]).collect()
    }

    /// Chance of its own for somebody who throws at the same time.
    pub fn split(&mut self) -> Self {
        Self(self.any())
    }
}

/// A setting of a longer run, from the environment.
#[allow(clippy::disallowed_methods, reason = "the edge of a test is its runner's environment")]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// How often to do something: few times in `cargo test`, as often as is asked in a longer run.
pub fn times(name: &str, few: usize) -> usize {
    setting(name).map_or(few, |value| value.parse().expect("a number of rounds"))
}

/// The seed of this run, told so that the run can be had again with `DOZVON_SEED`.
pub fn seed(test: &str) -> u64 {
    let seed = match setting("DOZVON_SEED") {
        Some(seed) => seed.parse().expect("DOZVON_SEED is a number"),
        None => RandomState::new().build_hasher().finish() >> 16,
    };
    println!("{test}: DOZVON_SEED={seed}");
    seed
}
