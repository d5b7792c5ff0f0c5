//! Which states of a base can be had: those a snapshot, or the beginning, leads to through a journal that can be read.

use crate::store::journal::Damage;
use crate::store::snapshot::Foot;

/// The states that can be had, by their commits, from and to: of a journal whose files begin with the commit `first` (`None` when
/// there are none) and whose last commit that can be read is `last`.
pub(super) fn reaches(first: Option<u64>, last: u64, damages: &[Damage], feet: &[Foot]) -> Vec<(u64, u64)> {
    let beginning = (first == Some(1)).then_some((0, 0));
    let begins = beginning.into_iter().chain(feet.iter().map(|foot| (foot.from, foot.to)));
    let led = begins.filter_map(|(from, to)| {
        let is_in_the_way =
            |damage: &&Damage| !damage.hides_none() && damage.before.is_none_or(|before| before > from + 1);
        let in_the_way = damages.iter().filter(is_in_the_way);
        let hole = in_the_way.map(|damage| damage.after.max(from)).min();
        let is_there = first.is_some_and(|first| first <= from + 1);
        let end = if is_there { hole.unwrap_or(last).max(from) } else { from };
        // One that was finished later than begun is exact only with the commits between.
        (end >= to).then_some((to, end))
    });
    led.collect()
}

/// The nearest commits before and behind a wanted one whose states can be had.
pub(super) fn nearest(reaches: &[(u64, u64)], wanted: u64) -> Vec<u64> {
    let before =
        reaches.iter().filter(|(from, _)| *from < wanted).map(|(_, to)| (*to).min(wanted.saturating_sub(1)));
    let behind = reaches.iter().filter(|(_, to)| *to > wanted).map(|(from, _)| (*from).max(wanted + 1));
    before.max().filter(|seq| *seq > 0).into_iter().chain(behind.min()).collect()
}

/// Ranges of commits, from and to, in their order, those that overlap or follow each other made one.
pub(in crate::store) fn merged(mut ranges: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    ranges.sort_unstable();
    let mut out: Vec<(u64, u64)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match out.last_mut() {
            Some((_, end)) if from <= end.saturating_add(1) => *end = to.max(*end),
            _ => out.push((from, to)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Moment;
    use crate::store::journal::Mark;

    fn foot(from: u64, to: u64) -> Foot {
        let at = Moment::from_millis(1);
        Foot { from, to, at, mark: Mark::NONE, records: vec![], counters: vec![] }
    }

    fn hole(after: u64, before: Option<u64>) -> Damage {
        Damage { segment: String::new(), offset: 0, what: "", after, before }
    }

    #[test]
    fn states_are_reached_from_the_beginning_and_from_snapshots() {
        for (first, last, damages, feet, wanted) in [
            (Some(1), 15, vec![], vec![], vec![(0, 15)]),
            (None, 0, vec![], vec![foot(10, 10), foot(12, 14)], vec![(10, 10)]),
            (Some(1), 15, vec![], vec![foot(10, 10), foot(20, 20)], vec![(0, 15), (10, 15), (20, 20)]),
            (
                Some(1),
                30,
                vec![hole(7, Some(11))],
                vec![foot(10, 12), foot(9, 9)],
                vec![(0, 7), (12, 30), (9, 9)],
            ),
            (Some(1), 15, vec![hole(15, None)], vec![foot(4, 16)], vec![(0, 15)]),
            (Some(8), 15, vec![], vec![foot(5, 5), foot(7, 9)], vec![(5, 5), (9, 15)]),
            (Some(1), 15, vec![hole(0, Some(1)), hole(15, Some(16))], vec![], vec![(0, 15)]),
        ] {
            assert_eq!(reaches(first, last, &damages, &feet), wanted);
        }
    }

    #[test]
    fn ranges_that_overlap_are_one() {
        assert_eq!(merged(vec![(17, 19), (1, 19)]), [(1, 19)]);
        assert_eq!(merged(vec![(15, 15), (15, 18), (16, 18)]), [(15, 18)]);
        assert_eq!(merged(vec![(9, 9), (3, 4), (5, 6), (20, u64::MAX)]), [(3, 6), (9, 9), (20, u64::MAX)]);
    }

    #[test]
    fn the_nearest_states_can_be_had() {
        let reaches = [(0, 7), (9, 9), (12, 30)];
        for (wanted, near) in [(8, vec![7, 9]), (10, vec![9, 12]), (40, vec![30]), (20, vec![19, 21])] {
            assert_eq!(nearest(&reaches, wanted), near, "{wanted}");
        }
        assert_eq!(nearest(&[(0, 0), (20, 20)], 15), [20]);
    }
}
