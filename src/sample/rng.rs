//! Chance that is the same on every machine and in every release.

/// A generator of numbers: SplitMix64 (Steele, Lea, Flood, «Fast splittable pseudorandom number generators», 2014).
///
/// It is written here and not taken from a crate because a seed must give the same base for ever, and crates keep the
/// right to change their sequences.
#[derive(Clone, Debug)]
pub struct Rng(u64);

/// Added to the state at every step: 2^64 divided by the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Rng {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The sequence of one subject under a seed: client 7 gets the same numbers whether clients 1 to 6 were made or not.
    pub fn of(seed: u64, subject: u64) -> Self {
        Self(mix(seed).wrapping_add(mix(subject.wrapping_add(STEP))))
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.next_u64()) * u128::from(end);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included; `low` when they are the wrong way round.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(0);
        low.saturating_add_unsigned(self.below(span))
    }

    /// True in so many cases of a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of a slice; `None` when it is empty.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let place = self.below(from.len() as u64);
        from.get(usize::try_from(place).unwrap_or(0))
    }

    /// One of some words; empty when there are none.
    pub fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// One of a table by weight; the default when all weights are 0.
    pub fn weighted<T: Copy + Default>(&mut self, table: &[(u64, T)]) -> T {
        let mut left = self.below(table.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in table {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *value,
            }
        }
        T::default()
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The place of `n` in a shuffled row of `0..size`: different numbers below `size` get different places. `salt` turns
/// the row.
pub fn shuffled(n: u64, size: u64, salt: u64) -> u64 {
    // A prime stride goes through every place once, unless it divides the size.
    const STRIDE: u128 = 7_368_787;
    let size = u128::from(size.max(1));
    let place = (u128::from(n) * STRIDE + u128::from(mix(salt))) % size;
    u64::try_from(place).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_sequence_is_that_of_the_paper() {
        let mut rng = Rng::new(1_234_567);
        let known = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        for number in known {
            assert_eq!(rng.next_u64(), number);
        }
    }

    #[test]
    fn numbers_keep_their_bounds() {
        let mut rng = Rng::new(1);
        let seen: BTreeSet<i64> = (0..500).map(|_| rng.between(-2, 3)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [-2, -1, 0, 1, 2, 3]);
        assert_eq!((rng.below(0), rng.between(5, 4), rng.pick::<u8>(&[])), (0, 5, None));
        assert!((0..100).all(|_| rng.below(7) < 7 && !rng.chance(0) && rng.chance(100)));
        assert_eq!(rng.weighted(&[(0, 1), (5, 2), (0, 3)]), 2);
        assert_eq!(rng.weighted::<u8>(&[]), 0);
    }

    #[test]
    fn subjects_have_sequences_of_their_own() {
        let first = |seed, subject| Rng::of(seed, subject).next_u64();
        let all: BTreeSet<u64> =
            (0..20).flat_map(|seed| (0..50).map(move |subject| first(seed, subject))).collect();
        assert_eq!(all.len(), 1000);
    }

    #[test]
    fn a_shuffled_row_has_every_place_once() {
        for (size, salt) in [(1_000, 0), (1_080, 1), (7, 5), (1, 9)] {
            let places: BTreeSet<u64> = (0..size).map(|n| shuffled(n, size, salt)).collect();
            assert_eq!(places.len() as u64, size);
            assert!(places.iter().all(|place| *place < size));
        }
    }
}
