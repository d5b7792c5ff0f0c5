//! The order and the mix of jobs: which row comes next, and which after it.
//!
//! A rule of what was served lately and of what is there, so that whoever asks comes to the same answer, after a crash as well.

use super::Order;
use crate::domain::ids::CallListId;
use crate::domain::queue::Place;

/// So many of the last calls are looked at when shares are kept.
pub const LOOK: usize = 100;

/// The rows of one job that may be worked on now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The job; `None` for rows of no job.
    pub list: Option<CallListId>,
    /// Which job comes first: 1, the most urgent, to 9.
    pub priority: u8,
    /// How its rows are served.
    pub order: Order,
    /// The places of its repeated calls in the order of all work, best first.
    pub again: Vec<Place>,
    /// The places of its new rows, best first.
    pub new: Vec<Place>,
}

/// A call that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// From which job.
    pub list: Option<CallListId>,
    /// Whether it was the first one of its row.
    pub new: bool,
}

/// A row that is served: its lane, whether it is a new one, and its place among those.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The place of the lane.
    pub lane: usize,
    /// Whether it is a new row.
    pub new: bool,
    /// The place in [`Lane::new`] or [`Lane::again`].
    pub place: usize,
}

/// A lane while rows are taken out of it.
struct Open<'a> {
    lane: &'a Lane,
    again: usize,
    new: usize,
}

impl Open<'_> {
    fn next_again(&self) -> Option<Place> {
        self.lane.again.get(self.again).copied()
    }

    fn next_new(&self) -> Option<Place> {
        self.lane.new.get(self.new).copied()
    }

    fn is_empty(&self) -> bool {
        self.next_again().is_none() && self.next_new().is_none()
    }

    /// Whether a new row is next: there is nothing else, or the rule of every n-th one says so, or, where there is no such
    /// rule, its points do.
    fn wants_new(&self, served: &[Served]) -> bool {
        let every = usize::from(self.lane.order.every_new);
        let own = served.iter().rev().filter(|call| call.list == self.lane.list);
        let since = own.take_while(|call| !call.new).count();
        match (self.next_again(), self.next_new()) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(again), Some(new)) if every == 0 => new < again,
            (Some(_), Some(_)) => since + 1 >= every,
        }
    }
}

/// The next rows, at most `limit`. `served` are the calls made before, oldest first.
///
/// Among jobs with a share the one that lags behind it most comes first; jobs without a share come after those. Then counts the
/// priority, then, as without any rule, the place in the order of all work.
pub fn next(lanes: &[Lane], served: &[Served], limit: usize) -> Vec<Pick> {
    let mut open: Vec<Open<'_>> = lanes.iter().map(|lane| Open { lane, again: 0, new: 0 }).collect();
    let mut served: Vec<Served> = served.iter().rev().take(LOOK).rev().copied().collect();
    let mut out = Vec::new();
    while out.len() < limit {
        let Some((place, new)) = choose(&open, &served) else { break };
        let Some(chosen) = open.get_mut(place) else { break };
        let at = if new { &mut chosen.new } else { &mut chosen.again };
        out.push(Pick { lane: place, new, place: *at });
        *at += 1;
        served.push(Served { list: chosen.lane.list, new });
        if served.len() > LOOK {
            served.remove(0);
        }
    }
    out
}

fn choose(open: &[Open<'_>], served: &[Served]) -> Option<(usize, bool)> {
    let share = |lane: &Open<'_>| i64::from(lane.lane.order.share);
    let shares: i64 = open.iter().map(share).sum();
    let count = |list: Option<CallListId>| served.iter().filter(|call| call.list == list).count();
    let shared = open.iter().filter(|lane| share(lane) > 0).map(|lane| count(lane.lane.list)).sum::<usize>();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    // How far a lane lags behind its share, in parts of one call; the calls so far and the one that is next count.
    let lag = |lane: &Open<'_>| {
        let due = share(lane).saturating_mul(number(shared) + 1);
        due.saturating_sub(number(count(lane.lane.list)).saturating_mul(shares))
    };
    let key = |(place, lane): (usize, &Open<'_>)| {
        let new = lane.wants_new(served);
        let waits = if new { lane.next_new() } else { lane.next_again() };
        let without = share(lane) == 0;
        let lag = if without { 0 } else { lag(lane) };
        ((without, std::cmp::Reverse(lag), lane.lane.priority, waits, place), (place, new))
    };
    let rows = open.iter().enumerate().filter(|(_, lane)| !lane.is_empty());
    rows.map(key).min_by_key(|(order, _)| *order).map(|(_, chosen)| chosen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{QueueEntryId, RecordId};
    use crate::domain::time::Moment;
    use std::cmp::Reverse;

    fn lane(list: u64, order: Order, again: usize, new: usize) -> Lane {
        let places = |points: i32, count: usize| {
            let place = |at: usize| {
                let id = QueueEntryId::from_u64(list * 1000 + at as u64);
                (Reverse(Some(points)), Moment::from_millis(at as i64), id)
            };
            (0..count).map(place).collect()
        };
        Lane {
            list: Some(CallListId::from_u64(list)),
            priority: 5,
            order,
            again: places(200, again),
            new: places(100, new),
        }
    }

    #[test]
    fn without_a_rule_repeated_calls_come_first() {
        let picks = next(&[lane(1, Order::default(), 3, 3)], &[], 9);
        let new: Vec<bool> = picks.iter().map(|pick| pick.new).collect();
        assert_eq!(new, [false, false, false, true, true, true]);
        assert_eq!(picks.iter().map(|pick| pick.place).collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2]);
    }

    #[test]
    fn every_nth_row_is_new_wherever_the_counting_begins() {
        for every in 1..=5_u8 {
            let order = Order { every_new: every, share: 0 };
            let picks = next(&[lane(1, order, 200, 200)], &[], 100);
            let new: Vec<usize> =
                picks.iter().enumerate().filter(|(_, pick)| pick.new).map(|(place, _)| place).collect();
            assert!(new.windows(2).all(|pair| pair[1] - pair[0] == usize::from(every)), "{every}: {new:?}");
            assert_eq!(new[0], usize::from(every) - 1);
        }
        // Two repeated calls were made before: the third row is the new one.
        let list = Some(CallListId::from_u64(1));
        let served = [Served { list, new: true }, Served { list, new: false }, Served { list, new: false }];
        let order = Order { every_new: 3, share: 0 };
        assert!(next(&[lane(1, order, 9, 9)], &served, 1)[0].new);
        // What other jobs have served does not count.
        let other = Served { list: Some(CallListId::from_u64(2)), new: false };
        assert!(!next(&[lane(1, order, 9, 9)], &[other, other], 1)[0].new);
        // Where there is nothing new, repeated calls go on.
        assert_eq!(next(&[lane(1, order, 9, 0)], &served, 20).len(), 9);
    }

    #[test]
    fn shares_are_kept_and_what_is_left_goes_to_the_others() {
        let share = |share| Order { every_new: 0, share };
        let lanes = [lane(1, share(70), 0, 500), lane(2, share(20), 0, 500), lane(3, share(10), 0, 500)];
        let count = |picks: &[Pick], lane| picks.iter().filter(|pick| pick.lane == lane).count();
        let picks = next(&lanes, &[], 100);
        assert_eq!([0, 1, 2].map(|lane| count(&picks, lane)), [70, 20, 10]);
        // Mixed, not one after another.
        assert_eq!([0, 1, 2].map(|lane| count(&picks[..10], lane)), [7, 2, 1]);
        // What was served before counts: the second job has had its part.
        let served = vec![Served { list: Some(CallListId::from_u64(2)), new: true }; 20];
        assert_eq!(count(&next(&lanes, &served, 40), 1), 0);
        // A job without a share waits until those with one have no rows.
        let lanes = [lane(1, share(0), 0, 5), lane(2, share(50), 0, 3)];
        let order: Vec<usize> = next(&lanes, &[], 10).iter().map(|pick| pick.lane).collect();
        assert_eq!(order, [1, 1, 1, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn among_equals_the_more_urgent_job_comes_first() {
        let mut lanes = [lane(1, Order::default(), 2, 2), lane(2, Order::default(), 2, 2)];
        lanes[1].priority = 1;
        let order: Vec<usize> = next(&lanes, &[], 10).iter().map(|pick| pick.lane).collect();
        assert_eq!(order, [1, 1, 1, 1, 0, 0, 0, 0]);
        lanes[1].priority = 5;
        let order: Vec<(usize, bool)> =
            next(&lanes, &[], 10).iter().map(|pick| (pick.lane, pick.new)).collect();
        assert_eq!(order[..4].iter().filter(|(_, new)| *new).count(), 0, "{order:?}");
    }
}
