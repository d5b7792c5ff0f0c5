//! A posting list: ascending numbers kept as variable-length differences.

/// Ascending numbers. One number, the most frequent case by far, takes no room of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    /// Each difference to the number before, seven bits a byte, low ones first, the high bit set on all but the last.
    steps: Vec<u8>,
    /// The ends of the list, if it is filled.
    first: u32,
    last: u32,
    filled: bool,
}

impl Postings {
    /// Adds a number, if it is above the last one.
    pub(super) fn push(&mut self, number: u32) {
        if !self.filled {
            (self.first, self.last, self.filled) = (number, number, true);
            return;
        }
        let mut step = number.saturating_sub(self.last);
        if step == 0 {
            return;
        }
        self.last = number;
        while step >= 0x80 {
            self.steps.push(step.to_le_bytes()[0] | 0x80);
            step >>= 7;
        }
        self.steps.push(step.to_le_bytes()[0]);
    }

    /// The last number.
    pub(super) fn last(&self) -> Option<u32> {
        self.filled.then_some(self.last)
    }

    /// Bytes the list takes, which tells which of two lists is longer.
    pub(super) fn weight(&self) -> usize {
        self.steps.len() + usize::from(self.filled)
    }

    /// Hands the numbers to `visit`, ascending.
    pub(super) fn each(&self, mut visit: impl FnMut(u32)) {
        if !self.filled {
            return;
        }
        let (mut number, mut steps) = (self.first, self.steps.as_slice());
        visit(number);
        loop {
            // Long lists are of short steps: eight bytes are looked at together.
            while let Some((eight, rest)) = steps.split_first_chunk::<8>() {
                if u64::from_le_bytes(*eight) & LONG != 0 {
                    break;
                }
                for &step in eight {
                    number += u32::from(step);
                    visit(number);
                }
                steps = rest;
            }
            let Some((step, rest)) = first_step(steps) else { return };
            number += step;
            visit(number);
            steps = rest;
        }
    }

    pub(super) fn shrink(&mut self) {
        self.steps.shrink_to_fit();
    }

    /// Bytes on the heap.
    pub(super) fn memory(&self) -> usize {
        self.steps.capacity()
    }
}

/// The bits of eight bytes that say that another byte of the step follows.
const LONG: u64 = 0x8080_8080_8080_8080;

/// The first step of some, and those behind it.
fn first_step(steps: &[u8]) -> Option<(u32, &[u8])> {
    match steps {
        [only, rest @ ..] if *only < 0x80 => Some((u32::from(*only), rest)),
        [low, high, rest @ ..] if *high < 0x80 => Some((u32::from(low & 0x7f) | u32::from(*high) << 7, rest)),
        _ => {
            let (mut step, mut shift) = (0, 0);
            for (at, &byte) in steps.iter().enumerate() {
                step |= u32::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    return Some((step, steps.get(at + 1..).unwrap_or_default()));
                }
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn numbers_come_back(numbers: BTreeSet<u32>) {
            let mut list = Postings::default();
            numbers.iter().for_each(|&n| list.push(n));
            numbers.iter().for_each(|&n| list.push(n));
            let mut back = Vec::new();
            list.each(|n| back.push(n));
            prop_assert!(back.iter().eq(&numbers));
            prop_assert_eq!(list.last(), numbers.last().copied());
            prop_assert_eq!(list.weight() > 0, !numbers.is_empty());
        }
    }
}
