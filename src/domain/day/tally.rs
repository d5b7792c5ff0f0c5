//! What a day comes to.

use std::collections::BTreeMap;

use super::{Effort, OperatorState, Spell};
use crate::domain::ids::PauseId;

/// Sums over the states of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    times: BTreeMap<OperatorState, i64>,
    efforts: Vec<Effort>,
}

impl Tally {
    /// Adds a state that has ended.
    pub fn add(&mut self, spell: &Spell) {
        let ms = spell.to.millis().saturating_sub(spell.from.millis());
        if ms > 0 {
            *self.times.entry(spell.state).or_default() += ms;
        }
        self.efforts.extend(spell.effort);
    }

    /// The last result was taken back: what it had cost counts no more.
    pub fn retract(&mut self) {
        self.efforts.pop();
    }

    /// Milliseconds in every state that took any.
    pub fn times(&self) -> impl Iterator<Item = (OperatorState, i64)> {
        self.times.iter().map(|(state, ms)| (*state, *ms))
    }

    /// Milliseconds in the states that `of` picks.
    pub fn time(&self, of: impl Fn(OperatorState) -> bool) -> i64 {
        self.times().filter(|(state, _)| of(*state)).map(|(_, ms)| ms).sum()
    }

    /// Milliseconds of the pauses with a code.
    pub fn paused(&self, code: PauseId) -> i64 {
        self.time(|state| state.pause() == Some(code))
    }

    /// What the last result has cost.
    pub fn last_effort(&self) -> Option<Effort> {
        self.efforts.last().copied()
    }

    /// How many results were counted.
    pub fn results(&self) -> usize {
        self.efforts.len()
    }

    /// The median cost of a result, keys and time each for itself; of an even number the lower of the two in the middle.
    pub fn median(&self) -> Option<Effort> {
        fn middle<T: Ord>(mut all: Vec<T>) -> Option<T> {
            all.sort_unstable();
            let place = all.len().checked_sub(1)? / 2;
            all.into_iter().nth(place)
        }
        let keys = middle(self.efforts.iter().map(|effort| effort.keys).collect())?;
        let ms = middle(self.efforts.iter().map(|effort| effort.ms).collect())?;
        Some(Effort { keys, ms })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{MINUTE_MS, Moment};

    fn spell(state: OperatorState, from_min: i64, to_min: i64) -> Spell {
        let at = |minutes| Moment::from_millis(minutes * MINUTE_MS);
        Spell { state, from: at(from_min), to: at(to_min), effort: None, screens: Vec::new(), promised: None }
    }

    #[test]
    fn the_median_is_of_keys_and_of_time() {
        let mut tally = Tally::default();
        assert_eq!(tally.median(), None);
        for (keys, ms) in [(2, 900), (9, 400), (1, 5000), (3, 700)] {
            let effort = Some(Effort { keys, ms });
            tally.add(&Spell { effort, ..spell(OperatorState::AfterCall, 0, 0) });
        }
        assert_eq!(tally.median(), Some(Effort { keys: 2, ms: 700 }));
        assert_eq!((tally.results(), tally.last_effort()), (4, Some(Effort { keys: 3, ms: 700 })));
    }
}
