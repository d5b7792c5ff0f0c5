//! Time as the store keeps it.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
///
/// The store and the rules speak UTC only; [`Moment::in_zone`] turns an instant into somebody's wall clock at the edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

/// Milliseconds in a minute, an hour and a day.
pub const MINUTE_MS: i64 = 60_000;
/// See [`MINUTE_MS`].
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// See [`MINUTE_MS`].
pub const DAY_MS: i64 = 24 * HOUR_MS;

impl Moment {
    /// From milliseconds since the epoch.
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment `ms` milliseconds later (earlier, when negative); stops at the ends of time.
    pub const fn plus_millis(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The moment `minutes` later (earlier, when negative).
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_millis(minutes.saturating_mul(MINUTE_MS))
    }

    /// Whole minutes from `earlier` to this moment, rounded towards zero; negative when `earlier` is later.
    pub const fn minutes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / MINUTE_MS
    }

    /// Whole days from `earlier` to this moment, rounded towards zero.
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / DAY_MS
    }

    /// The instant as chrono knows it. Instants outside chrono's range become its ends, less two days: a wall clock at the
    /// very end would be beyond it.
    pub fn utc(self) -> DateTime<Utc> {
        const ROOM: TimeDelta = TimeDelta::days(2);
        let (first, last) = (DateTime::<Utc>::MIN_UTC + ROOM, DateTime::<Utc>::MAX_UTC - ROOM);
        let end = if self.0 < 0 { first } else { last };
        Utc.timestamp_millis_opt(self.0).single().unwrap_or(end).clamp(first, last)
    }

    /// The wall clock in a zone at this instant.
    pub fn in_zone(self, zone: Tz) -> DateTime<Tz> {
        self.utc().with_timezone(&zone)
    }

    /// The calendar date in a zone at this instant.
    pub fn date_in(self, zone: Tz) -> NaiveDate {
        self.in_zone(zone).date_naive()
    }

    /// The first moment of the calendar day of this instant in a zone.
    pub fn day_begins(self, zone: Tz) -> Self {
        // A clock change may skip midnight: the next full hour that exists will do.
        let date = self.date_in(zone);
        let begins = (0..12).find_map(|hour| {
            date.and_hms_opt(hour, 0, 0)?.and_local_timezone(zone).earliest().map(Self::from)
        });
        begins.unwrap_or(self).min(self)
    }
}

impl<Z: TimeZone> From<DateTime<Z>> for Moment {
    fn from(time: DateTime<Z>) -> Self {
        Self(time.timestamp_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_time_are_no_panic() {
        for ms in [i64::MIN, -1, 0, i64::MAX] {
            for zone in [chrono_tz::Asia::Kamchatka, chrono_tz::Pacific::Honolulu] {
                let _ = Moment::from_millis(ms).in_zone(zone).to_rfc3339();
                let _ = Moment::from_millis(ms).date_in(zone);
            }
        }
        assert_eq!(Moment::from_millis(i64::MAX).plus_minutes(5).millis(), i64::MAX);
    }

    #[test]
    fn minutes_are_counted_both_ways() {
        let noon = Moment::from_millis(12 * HOUR_MS);
        assert_eq!(noon.plus_minutes(14).minutes_since(noon), 14);
        assert_eq!(noon.minutes_since(noon.plus_minutes(14)), -14);
    }
}
