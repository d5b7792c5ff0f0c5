//! Moments at which people do business, by the client's clock.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Weekday};
use chrono_tz::Tz;

use super::rng::Rng;
use crate::domain::hours::{CallingHours, Span};
use crate::domain::time::{HOUR_MS, MINUTE_MS, Moment};

/// Planned moments stand at whole five minutes.
const STEP_MS: i64 = 5 * MINUTE_MS;
/// How long before the end of calling hours a call was planned that should be late now, at night.
const EVENING_MIN: i64 = 35;

/// The present, and where the client is.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    pub(super) now: Moment,
    pub(super) hours: CallingHours,
    /// `None` when the zone is unknown; then the past is Moscow's, and the future suits every zone.
    pub(super) zone: Option<Tz>,
}

impl Clock {
    /// The zone by which the past happened.
    fn tz(&self) -> Tz {
        self.zone.unwrap_or(chrono_tz::Europe::Moscow)
    }

    fn span(&self) -> Span {
        self.hours.window().usual()
    }

    fn at(&self, day: NaiveDate, time: NaiveTime) -> Moment {
        self.tz().from_local_datetime(&day.and_time(time)).earliest().map_or(self.now, Moment::from)
    }

    /// Some minute of the calling hours, so many days ago; at a weekend, on the Friday before. Always before now.
    pub(super) fn days_ago(&self, rng: &mut Rng, days: i64) -> Moment {
        let day = self.now.date_in(self.tz()) - TimeDelta::days(days.max(1));
        let back = match day.weekday() {
            Weekday::Sat => 1,
            Weekday::Sun => 2,
            _ => 0,
        };
        self.in_the_day(rng, day - TimeDelta::days(back))
    }

    fn in_the_day(&self, rng: &mut Rng, day: NaiveDate) -> Moment {
        let length = (self.span().to() - self.span().from()).num_minutes();
        let minute = rng.between(5, length - 60);
        self.at(day, self.span().from() + TimeDelta::minutes(minute))
    }

    /// A moment of today between `from` and now at which the client could be called; `None` when there was none.
    pub(super) fn today_since(&self, rng: &mut Rng, from: Moment) -> Option<Moment> {
        let minutes = self.now.minutes_since(from) - 4;
        let at = from.plus_minutes(rng.between(0, minutes));
        (minutes > 0 && self.hours.open_at(Some(self.tz()), at)).then_some(at)
    }

    /// So many minutes ago; when nobody could be called then, the evening before.
    pub(super) fn minutes_ago(&self, minutes: i64) -> Moment {
        let at = self.now.plus_minutes(-minutes);
        if self.hours.open_at(Some(self.tz()), at) {
            return at;
        }
        let local = at.in_zone(self.tz());
        let today = local.date_naive();
        let day = if local.time() < self.span().from() { today - TimeDelta::days(1) } else { today };
        self.at(day, self.span().to() - TimeDelta::minutes(EVENING_MIN))
    }

    /// In so many minutes, at a whole five minutes; when the client is not called then, as soon as he is.
    pub(super) fn in_minutes(&self, minutes: i64) -> Moment {
        let at = self.now.plus_minutes(minutes).millis();
        let round = at.div_euclid(STEP_MS).saturating_mul(STEP_MS);
        self.open_from(Moment::from_millis(round))
    }

    /// The first moment from `at` on when the client may be called.
    pub(super) fn open_from(&self, at: Moment) -> Moment {
        self.hours.next_open(self.zone, at)
    }

    /// Some whole half-hour of the calling hours in so many days; at a weekend, on the Monday after.
    pub(super) fn days_ahead(&self, rng: &mut Rng, days: i64) -> Moment {
        let day = self.now.date_in(self.tz()) + TimeDelta::days(days.max(1));
        let on = match day.weekday() {
            Weekday::Sat => 2,
            Weekday::Sun => 1,
            _ => 0,
        };
        let half_hours = rng.between(1, 17);
        let time = self.span().from() + TimeDelta::minutes(30 * half_hours);
        self.open_from(self.at(day + TimeDelta::days(on), time))
    }

    /// The same, some hours later, without leaving the calling hours of that day.
    pub(super) fn later_that_day(&self, rng: &mut Rng, at: Moment) -> Moment {
        let later = at.plus_millis(rng.between(1, 3) * HOUR_MS).plus_minutes(rng.between(0, 40));
        if later < self.now && self.hours.open_at(Some(self.tz()), later) {
            later
        } else {
            at.plus_minutes(7)
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Timelike, Utc};

    use super::*;
    use crate::domain::geo::ZONES;

    fn clocks() -> impl Iterator<Item = Clock> {
        let start = Utc.with_ymd_and_hms(2026, 11, 20, 0, 10, 0).unwrap();
        let zones = ZONES.into_iter().map(Some).chain([None]);
        zones.flat_map(move |zone| {
            (0..72).map(move |hour| Clock {
                now: Moment::from(start + TimeDelta::hours(hour)),
                hours: CallingHours::default(),
                zone,
            })
        })
    }

    #[test]
    fn the_past_is_past_and_the_future_can_be_called() {
        let mut rng = Rng::new(4);
        for clock in clocks() {
            let open = |at| clock.hours.open_at(clock.zone, at);
            let was_open = |at| clock.hours.open_at(Some(clock.tz()), at);
            for days in [0, 1, 2, 40] {
                let past = clock.days_ago(&mut rng, days);
                assert!(past < clock.now && was_open(past), "{clock:?} {past:?}");
                let weekday = past.date_in(clock.tz()).weekday();
                assert!(!matches!(weekday, Weekday::Sat | Weekday::Sun));
                let ahead = clock.days_ahead(&mut rng, days);
                assert!(ahead > clock.now && open(ahead) && ahead.utc().minute() % 5 == 0);
                let later = clock.later_that_day(&mut rng, past);
                assert!(later > past && later < clock.now, "{clock:?} {later:?}");
            }
            for minutes in [1, 20, 300] {
                let past = clock.minutes_ago(minutes);
                assert!(past < clock.now && was_open(past), "{clock:?} {past:?}");
                let soon = clock.in_minutes(minutes);
                assert!(soon > clock.now.plus_minutes(-5) && open(soon));
            }
            let morning = clock.now.plus_minutes(-200);
            if let Some(today) = clock.today_since(&mut rng, morning) {
                assert!(morning <= today && today < clock.now && was_open(today));
            }
        }
    }
}
