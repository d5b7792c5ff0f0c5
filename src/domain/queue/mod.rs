//! The queue: planned contacts, and the one order in which they are worked on.
//!
//! | module | what it does |
//! |---|---|
//! | [`book`] | the book of promises: what stands in it, under which heading |
//! | `marks` | what the order looks at beside kind and time: stage of the deal, priority, whose client it is, skips |
//! | [`weights`] | how many points what gives, as a file |
//! | `score` | the points of one contact, term by term |

pub mod book;
mod marks;
mod score;
pub mod weights;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::ids::{CallListId, ClientId, PersonId, QueueEntryId, UserId};
use super::phone::Phone;
use super::time::{MINUTE_MS, Moment};

pub use self::marks::{Marks, Priority, SKIPS_KEPT, SKIPS_RAISE, Skip, SkipReason, StageBand, Traits};
pub use self::score::{Place, Score, Term, TermKind};
pub use self::weights::Weights;

/// A promise is due from this long before its time …
pub const PROMISE_EARLY_MS: i64 = 2 * MINUTE_MS;
/// … and counts as kept until this long after it; later it is overdue.
pub const PROMISE_LATE_MS: i64 = 5 * MINUTE_MS;
/// How long a taken contact belongs to the operator who took it.
pub const LEASE_MS: i64 = 15 * MINUTE_MS;

/// By whose clock the days of a client are counted whose zone is unknown.
pub const UNKNOWN_ZONE: Tz = chrono_tz::Europe::Moscow;

/// One planned contact with a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueEntry {
    /// The id the store gave.
    pub id: QueueEntryId,
    /// Whom to contact.
    pub client: ClientId,
    /// Which of his people, when it matters.
    pub person: Option<PersonId>,
    /// Which number; `None` for the client's best one.
    pub phone: Option<Phone>,
    /// Why it is planned.
    pub kind: EntryKind,
    /// When.
    pub due: Moment,
    /// What for, in the words of whoever planned it. May be empty.
    pub reason: String,
    /// The call list it belongs to.
    pub list: Option<CallListId>,
    /// Attempts made.
    pub attempts: u16,
    /// Attempts allowed.
    pub max_attempts: u16,
    /// The only user who may take it; `None` when anybody may.
    pub owner: Option<UserId>,
    /// Free, taken or over.
    pub state: EntryState,
    /// The client's time zone when this was written; calling hours are judged by it. `None` when unknown.
    pub zone: Option<Tz>,
    /// When it was planned.
    pub created: Moment,
    /// What the order looks at beside kind and time. Whoever plans a contact leaves it empty: the desk keeps it right.
    pub marks: Marks,
}

/// Why a contact is planned. How urgent that makes it, [`Rank`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntryKind {
    /// A time was promised to the client.
    Promise,
    /// The client showed interest.
    Hot,
    /// Somebody planned it.
    Planned,
    /// Nobody was reached last time.
    Retry,
    /// Nobody has called yet.
    New,
    /// The client has called, and nobody answered.
    Missed,
}

impl EntryKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Promise, Self::Hot, Self::Planned, Self::Retry, Self::New, Self::Missed];
}

/// State of a planned contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryState {
    /// Free.
    Waiting,
    /// Taken by an operator until the lease ends; then it is free again.
    Taken {
        /// Who took it.
        by: UserId,
        /// Till when it is his.
        until: Moment,
    },
    /// A result has finished it.
    Done,
    /// All attempts are used up and nobody was reached.
    Exhausted,
    /// Nothing allows a call: every number is forbidden, or the consent is missing.
    Blocked,
}

/// The class of a contact in the one order of all work, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// A promise whose minute has come.
    PromiseNow,
    /// The client has called, and nobody answered.
    Missed,
    /// A promise whose minute has passed.
    PromiseOverdue,
    /// A promise of a day, without an hour: it is that day.
    PromiseDay,
    /// Interest shown.
    Hot,
    /// Planned, and the time has come.
    Planned,
    /// A repeated attempt whose time has come.
    Retry,
    /// A client nobody has called yet.
    New,
    /// The time has not come.
    Later,
}

impl QueueEntry {
    /// Whether this user may work on it now: it is free (or the lease has run out), and not somebody else's own.
    pub fn free_for(&self, user: UserId, now: Moment) -> bool {
        self.owner.is_none_or(|owner| owner == user)
            && match self.state {
                EntryState::Waiting => true,
                EntryState::Taken { by, until } => by == user || until <= now,
                EntryState::Done | EntryState::Exhausted | EntryState::Blocked => false,
            }
    }

    /// Who holds it now, when somebody does.
    pub fn holder(&self, now: Moment) -> Option<UserId> {
        match self.state {
            EntryState::Taken { by, until } if until > now => Some(by),
            _ => None,
        }
    }

    /// For when the call was promised that begins at `began`: where a day was named, any hour of it is the right one. `None`
    /// when nothing was promised.
    pub fn promised_for(&self, began: Moment) -> Option<Moment> {
        let kept = self.marks.whole_day && self.day_of(began) == self.day_of(self.due);
        (self.kind == EntryKind::Promise).then_some(if kept { began } else { self.due })
    }

    /// Whether its time has passed: where a day was named, only when that day has.
    pub fn is_late(&self, now: Moment) -> bool {
        if self.marks.whole_day { self.day_of(now) > self.day_of(self.due) } else { self.due < now }
    }

    /// Whether what was agreed on has not been kept: the minute is past by more than is borne, or the day is.
    pub fn is_overdue(&self, now: Moment) -> bool {
        if self.marks.whole_day { self.is_late(now) } else { self.due < now.plus_millis(-PROMISE_LATE_MS) }
    }

    /// The date of a moment where the client is.
    pub fn day_of(&self, at: Moment) -> chrono::NaiveDate {
        at.date_in(self.zone.unwrap_or(UNKNOWN_ZONE))
    }

    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        matches!(self.state, EntryState::Waiting | EntryState::Taken { .. })
    }

    /// When it may be worked on: when it is due, or later when somebody has skipped it. Its place in the order is counted
    /// from here.
    pub fn wakes(&self) -> Moment {
        self.marks.not_before.map_or(self.due, |until| self.due.max(until))
    }

    /// Minutes since it could be worked on; 0 before that.
    pub fn late_minutes(&self, now: Moment) -> i64 {
        now.minutes_since(self.wakes()).max(0)
    }

    /// Its place in the order of all work at `now`.
    pub fn rank(&self, now: Moment) -> Rank {
        let late_ms = now.millis().saturating_sub(self.wakes().millis());
        match self.kind {
            // Any hour of the day will do: it is late when the day is over.
            EntryKind::Promise if self.marks.whole_day && late_ms >= 0 => {
                let over = self.day_of(now) > self.day_of(self.wakes());
                if over { Rank::PromiseOverdue } else { Rank::PromiseDay }
            }
            EntryKind::Promise if self.marks.whole_day => Rank::Later,
            EntryKind::Promise if late_ms > PROMISE_LATE_MS => Rank::PromiseOverdue,
            EntryKind::Promise if late_ms >= -PROMISE_EARLY_MS => Rank::PromiseNow,
            _ if late_ms < 0 => Rank::Later,
            EntryKind::Promise => Rank::PromiseNow,
            EntryKind::Missed => Rank::Missed,
            EntryKind::Hot => Rank::Hot,
            EntryKind::Planned => Rank::Planned,
            EntryKind::Retry => Rank::Retry,
            EntryKind::New => Rank::New,
        }
    }

    /// What of it stands in the key of the index: contacts with the same traits get the same points, time apart.
    pub fn traits(&self) -> Traits {
        let day = self.kind == EntryKind::Promise && self.marks.whole_day;
        Traits::new(self.marks.stage, self.attempts, self.marks.priority).of_day(day)
    }

    /// Whether it counts as the user's own client for the order: it is his alone, he leads the client, or he was the last
    /// to speak with him.
    pub fn is_own(&self, user: UserId) -> bool {
        self.owner == Some(user) || self.marks.keeper == Some(user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;
    use proptest::prelude::*;

    fn entry(id: u64, kind: EntryKind, due_min: i64) -> QueueEntry {
        QueueEntry {
            id: QueueEntryId::from_u64(id),
            client: ClientId::from_u64(id),
            person: None,
            phone: None,
            kind,
            due: Moment::from_millis(due_min * MINUTE_MS),
            reason: String::new(),
            list: None,
            attempts: 0,
            max_attempts: 5,
            owner: None,
            state: EntryState::Waiting,
            zone: None,
            created: Moment::default(),
            marks: Marks::default(),
        }
    }

    const NOW: Moment = Moment::from_millis(1000 * MINUTE_MS);

    #[test]
    fn promises_come_first_and_the_present_one_before_the_missed() {
        let rank = |kind, due| entry(1, kind, due).rank(NOW);
        assert_eq!(rank(EntryKind::Promise, 1002), Rank::PromiseNow);
        assert_eq!(rank(EntryKind::Promise, 1003), Rank::Later);
        assert_eq!(rank(EntryKind::Promise, 995), Rank::PromiseNow);
        assert_eq!(rank(EntryKind::Promise, 994), Rank::PromiseOverdue);
        assert_eq!(rank(EntryKind::Hot, 1001), Rank::Later);
        let mut work: Vec<_> = [
            entry(1, EntryKind::New, 0),
            entry(2, EntryKind::Retry, 900),
            entry(3, EntryKind::Planned, 999),
            entry(4, EntryKind::Promise, 900),
            entry(5, EntryKind::Promise, 1000),
            entry(6, EntryKind::Hot, 990),
            entry(7, EntryKind::Planned, 1060),
            entry(8, EntryKind::Missed, 700),
            entry(9, EntryKind::Missed, 600),
        ]
        .into();
        let (weights, me) = (Weights::default(), UserId::from_u64(1));
        work.sort_by_key(|e| weights.place(e, me, NOW));
        let ids: Vec<u64> = work.iter().map(|e| e.id.as_u64()).collect();
        assert_eq!(ids, [5, 9, 8, 4, 6, 3, 2, 1, 7]);
    }

    #[test]
    fn a_lease_runs_out() {
        let (me, other) = (UserId::from_u64(1), UserId::from_u64(2));
        let mut e = entry(1, EntryKind::New, 0);
        assert!(e.free_for(me, NOW));
        e.state = EntryState::Taken { by: other, until: NOW.plus_minutes(1) };
        assert!(!e.free_for(me, NOW) && e.free_for(other, NOW));
        assert_eq!(e.holder(NOW), Some(other));
        assert!(e.free_for(me, NOW.plus_minutes(1)));
        assert_eq!(e.holder(NOW.plus_minutes(1)), None);
        e.owner = Some(other);
        assert!(!e.free_for(me, NOW.plus_minutes(1)));
        e.state = EntryState::Done;
        assert!(!e.free_for(other, NOW) && !e.is_open());
    }

    #[test]
    fn one_that_was_skipped_sleeps_and_is_late_from_then_on() {
        let mut e = entry(1, EntryKind::Promise, 980);
        assert_eq!((e.rank(NOW), e.late_minutes(NOW)), (Rank::PromiseOverdue, 20));
        e.marks.not_before = Some(NOW.plus_minutes(15));
        assert_eq!((e.rank(NOW), e.late_minutes(NOW)), (Rank::Later, 0));
        assert_eq!(e.rank(NOW.plus_minutes(15)), Rank::PromiseNow);
        assert_eq!(e.late_minutes(NOW.plus_minutes(17)), 2);
        // What is due later than the skip sleeps till then.
        e.due = NOW.plus_minutes(60);
        assert_eq!(e.wakes(), NOW.plus_minutes(60));
    }

    #[test]
    fn a_promise_of_a_day_is_kept_all_day() {
        let hour = 60 * MINUTE_MS;
        // Ten o'clock in Moscow, the third day.
        let mut e = entry(1, EntryKind::Promise, (2 * 24 + 7) * 60);
        let at = |hours: i64| Moment::from_millis(e.due.millis() + hours * hour);
        let (hours, evening, next) = (at(3), at(13), at(14));
        assert!(e.is_late(hours));
        assert_eq!(e.promised_for(hours), Some(e.due));
        e.marks.whole_day = true;
        assert_eq!((e.is_late(evening), e.promised_for(evening)), (false, Some(evening)));
        assert_eq!((e.is_late(next), e.promised_for(next)), (true, Some(e.due)));
        e.kind = EntryKind::Planned;
        assert_eq!(e.promised_for(evening), None);
    }

    #[test]
    fn a_promise_of_a_day_is_due_all_day_where_the_client_is() {
        // Ten o'clock on Kamchatka, the third day: one in the morning of it in Moscow.
        let mut e = entry(1, EntryKind::Promise, (24 + 22) * 60);
        e.marks.whole_day = true;
        e.zone = Some(chrono_tz::Asia::Kamchatka);
        let rank = |minutes: i64| e.rank(e.due.plus_minutes(minutes));
        assert_eq!(
            [-1, 0, 6, 13 * 60 + 59].map(rank),
            [Rank::Later, Rank::PromiseDay, Rank::PromiseDay, Rank::PromiseDay]
        );
        assert_eq!(rank(14 * 60), Rank::PromiseOverdue, "midnight of Kamchatka");
        assert_eq!(
            [13 * 60, 14 * 60].map(|minutes| e.is_overdue(e.due.plus_minutes(minutes))),
            [false, true]
        );
        // One that has an hour is not waited for behind it, and one that is overdue goes first.
        let weights = Weights::default();
        let place = |e: &QueueEntry, now| weights.place(e, UserId::from_u64(1), now);
        let noon = e.due.plus_minutes(120);
        let mut minute = e.clone();
        minute.marks.whole_day = false;
        assert!(place(&minute, noon) < place(&e, noon));
        minute.due = noon;
        assert!(place(&minute, noon) < place(&e, noon));
        minute.kind = EntryKind::Hot;
        assert!(place(&e, noon) < place(&minute, noon));
        // Skipped to the next day, it is that day's.
        e.marks.not_before = Some(e.due.plus_minutes(24 * 60));
        assert_eq!(e.rank(e.due.plus_minutes(24 * 60)), Rank::PromiseDay);
    }

    proptest! {
        #[test]
        fn the_order_is_total(dues in prop::collection::vec((0_u8..6, any::<i64>()), 0..40), now in any::<i64>()) {
            let kinds = EntryKind::ALL;
            let now = Moment::from_millis(now);
            let weights = Weights::default();
            let mut keys: Vec<_> = (1..).zip(dues).map(|(id, (kind, due))| {
                let mut e = entry(id, kinds[usize::from(kind)], 0);
                e.due = Moment::from_millis(due);
                weights.place(&e, UserId::from_u64(1), now)
            }).collect();
            keys.sort();
            prop_assert!(keys.windows(2).all(|w| w[0] < w[1]));
        }
    }
}
