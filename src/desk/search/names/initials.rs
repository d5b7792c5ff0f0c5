//! The names by a letter their words begin with. A letter leads to a good part of all names, so the lists of the usual ones
//! are kept as sets of bits: no smaller, but there is nothing to decode when such a letter is typed.

use super::bits::Bits;
use super::postings::Postings;
use super::vocabulary::Occurrence;

/// Names in a list from which on it is worth to be a set.
const MANY: u32 = 1024;
/// A list becomes a set when it has one of so many names.
const SHARE: u32 = 16;

/// The names that have a word with one first letter.
#[derive(Clone, Debug)]
pub(super) enum Initial {
    /// Few of all names.
    List(Postings, u32),
    /// Many of them: the names, and those whose first word it is.
    Sets(Bits, Bits, u32),
}

impl Default for Initial {
    fn default() -> Self {
        Self::List(Postings::default(), 0)
    }
}

impl Initial {
    /// Enters a name, unless it is there. Names come in ascending order.
    pub(super) fn enter(&mut self, occurrence: Occurrence) -> bool {
        match self {
            Self::List(list, count) => {
                if !occurrence.enter(list) {
                    return false;
                }
                *count += 1;
                if *count >= MANY && occurrence.name / SHARE < *count {
                    self.spread();
                }
                true
            }
            Self::Sets(names, leading, count) => {
                if names.has(occurrence.name) {
                    return false;
                }
                *count += 1;
                names.set_growing(occurrence.name);
                if occurrence.leads {
                    leading.set_growing(occurrence.name);
                }
                true
            }
        }
    }

    /// Makes sets of a list.
    fn spread(&mut self) {
        let (mut names, mut leading) = (Bits::default(), Bits::default());
        let mut count = 0;
        self.each(|found| {
            count += 1;
            names.set_growing(found.name);
            if found.leads {
                leading.set_growing(found.name);
            }
        });
        *self = Self::Sets(names, leading, count);
    }

    /// Hands over the names, ascending.
    pub(super) fn each(&self, mut visit: impl FnMut(Occurrence)) {
        match self {
            Self::List(list, _) => Occurrence::each_in(Some(list), visit),
            Self::Sets(names, leading, _) => {
                names.iter().for_each(|name| visit(Occurrence { name, leads: leading.has(name) }));
            }
        }
    }

    /// Adds the names to a set, and those whose first word it is to another where one is given.
    pub(super) fn put(&self, into: &mut Bits, leads: Option<&mut Bits>) {
        match (self, leads) {
            (Self::Sets(names, leading, _), leads) => {
                into.add(names);
                if let Some(leads) = leads {
                    leads.add(leading);
                }
            }
            (list, Some(leads)) => list.each(|found| {
                into.set(found.name);
                if found.leads {
                    leads.set(found.name);
                }
            }),
            (list, None) => list.each(|found| into.set(found.name)),
        }
    }

    /// What it takes to go through it, as [`Postings::weight`] tells.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::List(list, _) => list.weight(),
            Self::Sets(_, _, count) => *count as usize,
        }
    }

    pub(super) fn shrink(&mut self) {
        match self {
            Self::List(list, _) => list.shrink(),
            Self::Sets(names, leading, _) => {
                names.shrink();
                leading.shrink();
            }
        }
    }

    /// Bytes on the heap.
    pub(super) fn memory(&self) -> usize {
        match self {
            Self::List(list, _) => list.memory(),
            Self::Sets(names, leading, _) => names.memory() + leading.memory(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_becomes_a_set_says_the_same() {
        for every in [1, 7, 100] {
            let mut initial = Initial::default();
            let wanted: Vec<Occurrence> =
                (0..5_000).map(|n| Occurrence { name: n * every, leads: n % 3 == 0 }).collect();
            for occurrence in &wanted {
                assert!(initial.enter(*occurrence));
                assert!(!initial.enter(*occurrence), "once is enough");
            }
            assert_eq!(matches!(initial, Initial::Sets(..)), every < SHARE);
            let mut found = Vec::new();
            initial.each(|occurrence| found.push(occurrence));
            assert_eq!(found, wanted);
            let (mut names, mut leading) =
                (Bits::new(5_000 * every as usize), Bits::new(5_000 * every as usize));
            initial.put(&mut names, Some(&mut leading));
            assert!(names.iter().eq(wanted.iter().map(|o| o.name)));
            assert!(leading.iter().eq(wanted.iter().filter(|o| o.leads).map(|o| o.name)));
            assert!(initial.weight() >= 5_000);
        }
    }
}
