//! The points of one contact, term by term: they sum up to its score, and the score is its place.

use std::cmp::Reverse;

use super::{Priority, QueueEntry, Rank, StageBand, Traits, Weights};
use crate::domain::ids::{QueueEntryId, UserId};
use crate::domain::time::Moment;

/// The points of a contact whose time has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// What gives points or costs some; the first is its class. Terms of no points are left out, the class apart.
    pub terms: Vec<Term>,
}

impl Score {
    /// The sum of the terms.
    pub fn total(&self) -> i32 {
        self.terms.iter().map(|term| term.points).sum()
    }
}

/// One term of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// What for.
    pub kind: TermKind,
    /// How many points; negative when it costs some.
    pub points: i32,
}

impl Term {
    /// Its word for machines.
    pub fn code(&self) -> &'static str {
        match self.kind {
            TermKind::Class(_) => "class",
            TermKind::Late(_) => "late",
            TermKind::Stage(_) => "stage",
            TermKind::Own => "own",
            TermKind::Attempts(_) => "attempts",
            TermKind::List(_) => "list",
        }
    }
}

/// What gives points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// Its class.
    Class(Rank),
    /// It waits for so many minutes.
    Late(i64),
    /// How far the client's deal has come.
    Stage(StageBand),
    /// The client is the operator's own.
    Own,
    /// So many attempts were made.
    Attempts(u16),
    /// The call list has another priority than most.
    List(Priority),
}

/// What contacts are sorted by: most points first, then by time, then by id, so that equal ones never change places. Those
/// whose time has not come stand behind all others, soonest first.
pub type Place = (Reverse<Option<i32>>, Moment, QueueEntryId);

impl Weights {
    /// The points of a contact for a user; `None` while its time has not come.
    pub fn score(&self, entry: &QueueEntry, user: UserId, now: Moment) -> Option<Score> {
        let rank = entry.rank(now);
        let late = entry.late_minutes(now);
        let traits = entry.traits();
        let mut terms = vec![Term { kind: TermKind::Class(rank), points: self.class(rank)? }];
        if rank == Rank::Missed {
            return Some(Score { terms });
        }
        terms.extend(
            [
                (TermKind::Late(late), self.late(rank, late)),
                (TermKind::Stage(traits.stage()), self.stage(traits.stage())),
                (TermKind::Own, if entry.is_own(user) { self.own } else { 0 }),
                (TermKind::Attempts(entry.attempts), self.attempts(traits)),
                (TermKind::List(traits.priority()), self.list(traits.priority())),
            ]
            .into_iter()
            .filter(|(_, points)| *points != 0)
            .map(|(kind, points)| Term { kind, points }),
        );
        Some(Score { terms })
    }

    /// The place of a contact in the order of all work.
    pub fn place(&self, entry: &QueueEntry, user: UserId, now: Moment) -> Place {
        let score = self.score(entry, user, now).map(|score| score.total());
        (Reverse(score), entry.wakes(), entry.id)
    }

    /// The points of a class; `None` for what is not due.
    pub fn class(&self, rank: Rank) -> Option<i32> {
        Some(match rank {
            Rank::PromiseNow => self.promise_now,
            // Only a promise whose minute has come goes before it, whatever the weights.
            Rank::Missed => self.least(Rank::PromiseNow).saturating_sub(1),
            // It has all day, and yet it is a promise: whoever has waited in vain goes first by the minutes he has waited.
            Rank::PromiseOverdue | Rank::PromiseDay => self.promise_overdue,
            Rank::Hot => self.hot,
            Rank::Planned => self.planned,
            Rank::Retry => self.retry,
            Rank::New => self.new,
            Rank::Later => return None,
        })
    }

    /// The points for waiting. A client nobody has called yet waits for nothing, and neither does one who has named a day as
    /// long as it lasts; those who have called in vain come in the order in which they did.
    pub fn late(&self, rank: Rank, minutes: i64) -> i32 {
        if matches!(rank, Rank::New | Rank::Missed | Rank::PromiseDay) {
            return 0;
        }
        let points = minutes.max(0).saturating_mul(self.late_each.into()).min(self.late_most.into());
        i32::try_from(points).unwrap_or(self.late_most)
    }

    /// The points of everything but class and time; none for who has called in vain.
    pub fn traits(&self, rank: Rank, traits: Traits, own: bool) -> i32 {
        if rank == Rank::Missed {
            return 0;
        }
        let own = if own { self.own } else { 0 };
        self.stage(traits.stage()) + own + self.attempts(traits) + self.list(traits.priority())
    }

    fn stage(&self, band: StageBand) -> i32 {
        match band {
            StageBand::None => 0,
            StageBand::Early => self.early,
            StageBand::Middle => self.middle,
            StageBand::Late => self.advanced,
        }
    }

    fn attempts(&self, traits: Traits) -> i32 {
        i32::from(traits.attempts()).saturating_mul(self.attempt)
    }

    fn list(&self, priority: Priority) -> i32 {
        match priority {
            Priority::Low => self.low,
            Priority::Normal => 0,
            Priority::High => self.high,
        }
    }

    /// The most points a contact of a class can have.
    pub fn most(&self, rank: Rank) -> i32 {
        self.extreme(rank, i32::max) + self.late(rank, i64::MAX) + self.own
    }

    /// The fewest points a contact of a class can have.
    pub fn least(&self, rank: Rank) -> i32 {
        self.extreme(rank, i32::min)
    }

    fn extreme(&self, rank: Rank, better: fn(i32, i32) -> i32) -> i32 {
        let stage = [self.early, self.middle, self.advanced].into_iter().fold(0, better);
        let attempts = better(0, i32::from(Traits::ATTEMPTS_MAX).saturating_mul(self.attempt));
        let list = [self.high, self.low].into_iter().fold(0, better);
        self.class(rank).unwrap_or_default() + stage + attempts + list
    }
}
