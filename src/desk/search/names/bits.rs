//! A set of small numbers, one bit each.

/// A set of numbers from 0 on.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// An empty set of numbers below `size`; larger ones are not taken in.
    pub(super) fn new(size: usize) -> Self {
        Self { words: vec![0; size.div_ceil(64)] }
    }

    pub(super) fn set(&mut self, number: u32) {
        let (at, bit) = place(number);
        if let Some(word) = self.words.get_mut(at) {
            *word |= bit;
        }
    }

    /// As [`set`](Self::set), making room for the number.
    pub(super) fn set_growing(&mut self, number: u32) {
        let (at, _) = place(number);
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        self.set(number);
    }

    pub(super) fn clear(&mut self, number: u32) {
        let (at, bit) = place(number);
        if let Some(word) = self.words.get_mut(at) {
            *word &= !bit;
        }
    }

    pub(super) fn has(&self, number: u32) -> bool {
        let (at, bit) = place(number);
        self.words.get(at).is_some_and(|word| word & bit != 0)
    }

    /// How many numbers there are.
    pub(super) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there are no more than so many. Of a large set it looks at the beginning only.
    pub(super) fn is_at_most(&self, most: usize) -> bool {
        let mut count = 0;
        self.words.iter().all(|word| {
            count += word.count_ones() as usize;
            count <= most
        })
    }

    /// 64 of the numbers, one bit each, from `64 * at` on.
    pub(super) fn block(&self, at: usize) -> u64 {
        self.words.get(at).copied().unwrap_or_default()
    }

    /// The blocks that have any number, with their places.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (usize, u64)> {
        self.words.iter().copied().enumerate().filter(|&(_, block)| block != 0)
    }

    /// Adds what is in the other, making room for it.
    pub(super) fn add(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        self.words.iter_mut().zip(&other.words).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// Keeps what is in both.
    pub(super) fn keep(&mut self, other: &Self) {
        self.words.truncate(other.words.len());
        self.words.iter_mut().zip(&other.words).for_each(|(mine, theirs)| *mine &= theirs);
    }

    /// Takes out what is in the other.
    pub(super) fn drop(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(mine, theirs)| *mine &= !theirs);
    }

    /// The numbers, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..).step_by(64).zip(&self.words).flat_map(|(base, &word)| {
            std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|&rest| rest != 0)
                .map(move |rest| base + rest.trailing_zeros())
        })
    }

    pub(super) fn shrink(&mut self) {
        self.words.shrink_to_fit();
    }

    pub(super) fn memory(&self) -> usize {
        self.words.capacity() * size_of::<u64>()
    }
}

/// Hands over the places of the bits that are set, from the lowest.
pub(super) fn each_bit(mut block: u64, mut visit: impl FnMut(u32)) {
    while block != 0 {
        visit(block.trailing_zeros());
        block &= block - 1;
    }
}

fn place(number: u32) -> (usize, u64) {
    (number as usize / 64, 1 << (number % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn bits(numbers: &BTreeSet<u32>) -> Bits {
        let mut bits = Bits::new(100);
        numbers.iter().for_each(|&n| bits.set_growing(n));
        bits
    }

    proptest! {
        #[test]
        fn as_a_plain_set(a: BTreeSet<u8>, b: BTreeSet<u8>) {
            let (a, b) = (a.iter().map(|&n| u32::from(n)).collect(), b.iter().map(|&n| u32::from(n)).collect());
            prop_assert!(bits(&a).iter().eq(a.iter().copied()));
            prop_assert!((0..300).all(|n| bits(&a).has(n) == a.contains(&n)));
            prop_assert_eq!(bits(&a).count(), a.len());
            prop_assert!((0..300).all(|most| bits(&a).is_at_most(most) == (a.len() <= most)));
            let (mut both, mut rest) = (bits(&a), bits(&a));
            both.keep(&bits(&b));
            rest.drop(&bits(&b));
            prop_assert!(both.iter().eq(a.intersection(&b).copied()));
            prop_assert!(rest.iter().eq(a.difference(&b).copied()));
            let mut either = bits(&a);
            either.add(&bits(&b));
            prop_assert!(either.iter().eq(a.union(&b).copied()));
            let blocks = bits(&a);
            let mut in_blocks = Vec::new();
            for (at, block) in blocks.blocks() {
                each_bit(block, |bit| in_blocks.push(u32::try_from(at * 64).unwrap() + bit));
            }
            prop_assert!(in_blocks.iter().copied().eq(a.iter().copied()));
            prop_assert!(blocks.blocks().all(|(at, block)| blocks.block(at) == block) && blocks.block(1 << 20) == 0);
            let mut none = bits(&a);
            a.iter().for_each(|&n| none.clear(n));
            prop_assert_eq!(none.count(), 0);
        }
    }
}
