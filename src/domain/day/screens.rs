//! What results cost by the screens their keys were pressed on: so that whoever pays sees where the keys go. The figures are the
//! operator's own, and nobody else's to read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Effort;
use crate::domain::time::Moment;

/// A screen of the desk, as far as its keys are counted. New ones stand at the end: the store keeps their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Screen {
    /// The queue.
    Queue,
    /// The card of a client.
    Card,
    /// The map of a deal.
    Map,
    /// The script.
    Script,
    /// The history of a client.
    History,
    /// What a result wants to know.
    Result,
    /// A question of the script.
    Question,
    /// A note.
    Note,
    /// A mark in the talk.
    Mark,
    /// A deal that is opened or moved.
    Deal,
    /// A contact that is planned or moved.
    Plan,
    /// What a client wishes, and takes back.
    Wishes,
    /// Finding a client.
    Search,
    /// A new client, and whose call it is.
    Client,
    /// The palette of all actions.
    Palette,
    /// The book of promises.
    Promises,
    /// Call jobs and lists.
    Jobs,
    /// What is only read.
    Reading,
    /// Anything else.
    Other,
}

impl Screen {
    /// All screens.
    pub const ALL: [Self; 19] = [
        Self::Queue,
        Self::Card,
        Self::Map,
        Self::Script,
        Self::History,
        Self::Result,
        Self::Question,
        Self::Note,
        Self::Mark,
        Self::Deal,
        Self::Plan,
        Self::Wishes,
        Self::Search,
        Self::Client,
        Self::Palette,
        Self::Promises,
        Self::Jobs,
        Self::Reading,
        Self::Other,
    ];
}

/// What one result has cost on one screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenCost {
    /// The screen.
    pub screen: Screen,
    /// Keys and insertions, and milliseconds until the last of them.
    pub effort: Effort,
}

/// Counts what a result costs while it is being recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meter {
    counted_to: Moment,
    last: Option<Screen>,
    costs: Vec<ScreenCost>,
}

impl Meter {
    /// Begins to count.
    pub fn begin(at: Moment) -> Self {
        Self { counted_to: at, last: None, costs: Vec::new() }
    }

    /// A key was pressed on a screen: it, and the time since the key before.
    pub fn press(&mut self, screen: Screen, at: Moment) {
        self.pass(screen, 1, at);
        self.last = Some(screen);
    }

    /// Goes on at this moment: what has passed since the last key is not counted.
    #[must_use]
    pub fn resume(self, at: Moment) -> Self {
        Self { counted_to: self.counted_to.max(at), ..self }
    }

    /// The result is recorded: the rest of the time goes to the screen of the last key, or to the one that is seen.
    pub fn end(mut self, seen: Screen, at: Moment) -> Vec<ScreenCost> {
        self.pass(self.last.unwrap_or(seen), 0, at);
        self.costs
    }

    /// A clock that was set back stands still until it has caught up.
    fn pass(&mut self, screen: Screen, keys: u32, at: Moment) {
        let ms = at.millis().saturating_sub(self.counted_to.millis()).max(0);
        self.counted_to = self.counted_to.max(at);
        let more = Effort { keys, ms: u32::try_from(ms).unwrap_or(u32::MAX) };
        match self.costs.iter_mut().find(|cost| cost.screen == screen) {
            Some(cost) => cost.effort = cost.effort.plus(more),
            None => self.costs.push(ScreenCost { screen, effort: more }),
        }
    }
}

/// What all screens of a result have cost together.
pub fn total(costs: &[ScreenCost]) -> Effort {
    costs.iter().fold(Effort::default(), |sum, cost| sum.plus(cost.effort))
}

/// What one screen has cost in the results of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreenSum {
    /// The screen.
    pub screen: Screen,
    /// Results it had a part in.
    pub results: usize,
    /// Keys and insertions.
    pub keys: u64,
    /// Milliseconds.
    pub ms: u64,
}

/// Sums up what results have cost by screen: the one with most keys first, of equals the one that took longer.
pub fn sums<'c>(results: impl Iterator<Item = &'c [ScreenCost]>) -> Vec<ScreenSum> {
    let mut all: BTreeMap<Screen, ScreenSum> = BTreeMap::new();
    for ScreenCost { screen, effort } in results.flatten().copied() {
        let sum = all.entry(screen).or_insert(ScreenSum { screen, results: 0, keys: 0, ms: 0 });
        sum.results += 1;
        sum.keys += u64::from(effort.keys);
        sum.ms += u64::from(effort.ms);
    }
    let mut all: Vec<ScreenSum> = all.into_values().collect();
    all.sort_by_key(|sum| std::cmp::Reverse((sum.keys, sum.ms)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cost(screen: Screen, keys: u32, ms: u32) -> ScreenCost {
        ScreenCost { screen, effort: Effort { keys, ms } }
    }

    #[test]
    fn time_goes_to_the_screen_on_which_it_has_passed() {
        let at = Moment::from_millis;
        let mut meter = Meter::begin(at(1_000));
        meter.press(Screen::Script, at(1_400));
        meter.press(Screen::Result, at(3_000));
        // The clock was set back.
        meter.press(Screen::Result, at(2_000));
        meter.press(Screen::Script, at(3_100));
        let costs = meter.end(Screen::Queue, at(3_150));
        assert_eq!(costs, [cost(Screen::Script, 2, 550), cost(Screen::Result, 2, 1_600)]);
        assert_eq!(Meter::begin(at(0)).end(Screen::Queue, at(9)), [cost(Screen::Queue, 0, 9)]);
    }

    #[test]
    fn a_day_names_the_dearest_screen_first() {
        let results = [
            vec![cost(Screen::Script, 1, 500), cost(Screen::Note, 9, 4_000)],
            vec![cost(Screen::Script, 2, 700)],
            vec![cost(Screen::Result, 3, 9_000), cost(Screen::Script, 0, 5)],
        ];
        let sums = sums(results.iter().map(Vec::as_slice));
        let told: Vec<_> = sums.iter().map(|sum| (sum.screen, sum.results, sum.keys, sum.ms)).collect();
        let note = (Screen::Note, 1, 9, 4_000);
        assert_eq!(told, [note, (Screen::Result, 1, 3, 9_000), (Screen::Script, 3, 3, 1_205)]);
    }

    proptest! {
        #[test]
        fn no_key_and_no_millisecond_is_lost(
            began in 0_i64..1_000_000,
            keys in prop::collection::vec((0_usize..19, 0_i64..60_000), 0..200),
            rest in 0_i64..60_000,
        ) {
            let (mut meter, mut now) = (Meter::begin(Moment::from_millis(began)), began);
            for (screen, ms) in &keys {
                now += ms;
                meter.press(Screen::ALL[*screen], Moment::from_millis(now));
            }
            let costs = meter.end(Screen::Queue, Moment::from_millis(now + rest));
            let all = total(&costs);
            prop_assert_eq!(usize::try_from(all.keys).unwrap(), keys.len());
            prop_assert_eq!(i64::from(all.ms), now + rest - began);
            let sums = sums([costs.as_slice()].into_iter());
            prop_assert_eq!(sums.iter().map(|sum| sum.keys).sum::<u64>(), u64::from(all.keys));
            prop_assert_eq!(sums.iter().map(|sum| sum.ms).sum::<u64>(), u64::from(all.ms));
        }
    }
}
