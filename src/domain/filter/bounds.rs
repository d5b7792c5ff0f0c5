//! More, less, from … to …: of sums, dates, numbers and lengths of time.

use chrono::{Datelike, Months, NaiveDate};
use chrono_tz::Tz;

use crate::domain::money::Money;
use crate::domain::time::{DAY_MS, HOUR_MS, Moment};

/// What a value is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds<T> {
    /// It is this one.
    Is(T),
    /// It is less.
    Less(T),
    /// It is less, or this one.
    AtMost(T),
    /// It is more.
    More(T),
    /// It is more, or this one.
    AtLeast(T),
    /// It lies between the two, both included.
    Within(T, T),
}

impl<T> Bounds<T> {
    /// The same of other values.
    pub(super) fn map<U>(&self, of: impl Fn(&T) -> U) -> Bounds<U> {
        match self {
            Self::Is(one) => Bounds::Is(of(one)),
            Self::Less(one) => Bounds::Less(of(one)),
            Self::AtMost(one) => Bounds::AtMost(of(one)),
            Self::More(one) => Bounds::More(of(one)),
            Self::AtLeast(one) => Bounds::AtLeast(of(one)),
            Self::Within(from, to) => Bounds::Within(of(from), of(to)),
        }
    }
}

impl<T: PartialOrd> Bounds<T> {
    /// Whether a value lies in them.
    pub fn hold(&self, value: &T) -> bool {
        match self {
            Self::Is(one) => value == one,
            Self::Less(one) => value < one,
            Self::AtMost(one) => value <= one,
            Self::More(one) => value > one,
            Self::AtLeast(one) => value >= one,
            Self::Within(from, to) => from <= value && value <= to,
        }
    }
}

impl Bounds<Money> {
    /// Whether a sum lies in them. A sum in another currency never does.
    pub fn hold_sum(&self, sum: &Money) -> bool {
        let (Self::Is(one)
        | Self::Less(one)
        | Self::AtMost(one)
        | Self::More(one)
        | Self::AtLeast(one)
        | Self::Within(one, _)) = self;
        one.currency() == sum.currency() && self.map(Money::minor).hold(&sum.minor())
    }
}

/// A unit of a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is its name")]
pub enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A length of time as people say it: a month is one of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

impl Length {
    /// Days.
    pub fn days(count: u32) -> Self {
        Self { count, unit: Unit::Day }
    }

    /// The moment so long before another one, by the calendar of a zone.
    pub fn before(self, now: Moment, zone: Tz) -> Moment {
        let count = i64::from(self.count);
        match self.unit {
            Unit::Hour => now.plus_millis(-count.saturating_mul(HOUR_MS)),
            Unit::Day => now.plus_millis(-count.saturating_mul(DAY_MS)),
            Unit::Week => now.plus_millis(-count.saturating_mul(7 * DAY_MS)),
            Unit::Month => months_before(now, self.count, zone),
            Unit::Year => months_before(now, self.count.saturating_mul(12), zone),
        }
    }

    /// One unit more.
    fn and_one(self) -> Self {
        Self { count: self.count.saturating_add(1), ..self }
    }

    /// Something to tell the longer of two by: exact for all that differ by more than a day or two.
    pub(super) fn rough(self) -> u64 {
        let hours = match self.unit {
            Unit::Hour => 1,
            Unit::Day => 24,
            Unit::Week => 7 * 24,
            Unit::Month => 730,
            Unit::Year => 8766,
        };
        u64::from(self.count) * hours
    }
}

/// So many months earlier, on the same day of the month or the last one it has. Farther back than there are dates is the
/// beginning of time.
fn months_before(now: Moment, months: u32, zone: Tz) -> Moment {
    let there = now.in_zone(zone);
    let day = there.date_naive().checked_sub_months(Months::new(months)).filter(|day| day.year() > 0);
    let at = day.and_then(|day| day.and_time(there.time()).and_local_timezone(zone).earliest());
    match (at, day) {
        (Some(at), _) => at.into(),
        // An hour a clock change has left out: the day will do.
        (None, Some(day)) => now.plus_millis(-(there.date_naive() - day).num_milliseconds()),
        (None, None) => Moment::from_millis(i64::MIN),
    }
}

impl Bounds<Length> {
    /// Whether the time since `then` lies in them.
    pub fn hold_since(&self, then: Moment, now: Moment, zone: Tz) -> bool {
        let back = |length: &Length| length.before(now, zone);
        match self {
            // «7 days» are as long as they are not 8.
            Self::Is(one) => then <= back(one) && then > back(&one.and_one()),
            Self::Less(one) => then > back(one),
            Self::AtMost(one) => then >= back(one),
            Self::More(one) => then < back(one),
            Self::AtLeast(one) => then <= back(one),
            Self::Within(from, to) => then <= back(from) && then >= back(to),
        }
    }

    /// Whether an endless time lies in them.
    pub fn hold_for_ever(&self) -> bool {
        matches!(self, Self::More(_) | Self::AtLeast(_))
    }
}

impl Bounds<NaiveDate> {
    /// Whether the day of a moment, by the clock of a zone, lies in them.
    pub fn hold_at(&self, then: Moment, zone: Tz) -> bool {
        self.hold(&then.date_in(zone))
    }
}
