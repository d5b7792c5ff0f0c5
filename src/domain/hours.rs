//! Calling hours: when a client may be called, by his own clock.
//!
//! The law sets no hours for sales calls; nine to eight in the client's zone is what the trade keeps to. A client whose
//! zone is unknown is called only in the hours that suit every zone of the country.

use chrono::{NaiveTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;

use super::geo;
use super::time::{DAY_MS, Moment};

/// The hours of a day in which clients are called: from `from` (included) to `to` (excluded), the client's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallingHours {
    from: NaiveTime,
    to: NaiveTime,
}

impl Default for CallingHours {
    /// 9:00–20:00.
    fn default() -> Self {
        Self { from: hour(9), to: hour(20) }
    }
}

fn hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN)
}

impl CallingHours {
    /// Hours from `from` to `to` on the same day; `None` when they leave no time.
    pub fn new(from: NaiveTime, to: NaiveTime) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    /// First minute of the day in which calls are made.
    pub fn from(&self) -> NaiveTime {
        self.from
    }

    /// First minute of the day in which they are not made any more.
    pub fn to(&self) -> NaiveTime {
        self.to
    }

    /// Whether a client in this zone may be called at `at`; `None` is a client whose zone is unknown.
    pub fn open_at(&self, zone: Option<Tz>, at: Moment) -> bool {
        match zone {
            Some(zone) => self.open_in(zone, at),
            None => geo::ZONES.iter().all(|zone| self.open_in(*zone, at)),
        }
    }

    fn open_in(&self, zone: Tz, at: Moment) -> bool {
        let time = at.in_zone(zone).time();
        self.from <= time && time < self.to
    }

    /// The first moment from `at` on when a client in this zone may be called. With an unknown zone and hours that
    /// never suit the whole country at once, Moscow's hours are taken.
    pub fn next_open(&self, zone: Option<Tz>, at: Moment) -> Moment {
        if self.open_at(zone, at) {
            return at;
        }
        match zone {
            Some(zone) => self.next_morning(zone, at),
            None => {
                // The whole country is open when the last zone to wake has woken: try each zone's morning in turn.
                let mornings = geo::ZONES.iter().map(|zone| self.next_morning(*zone, at));
                let all_open = mornings.filter(|m| self.open_at(None, *m)).min();
                all_open.unwrap_or_else(|| self.next_open(Some(chrono_tz::Europe::Moscow), at))
            }
        }
    }

    /// The first moment of a later day than that of `at` when a client in this zone may be called. The days of a client
    /// whose zone is unknown are those of Moscow.
    pub fn next_day(&self, zone: Option<Tz>, at: Moment) -> Moment {
        let clock = zone.unwrap_or(chrono_tz::Europe::Moscow);
        // A clock change may skip midnight: the next full hour that exists will do.
        let tomorrow = at.date_in(clock).succ_opt().and_then(|day| {
            (0..12).find_map(|h| clock.from_local_datetime(&day.and_hms_opt(h, 0, 0)?).earliest())
        });
        self.next_open(zone, tomorrow.map_or(at.plus_millis(DAY_MS), Moment::from))
    }

    /// The first time at or after `at` that a zone's clock shows the opening hour.
    fn next_morning(&self, zone: Tz, at: Moment) -> Moment {
        let local = at.in_zone(zone);
        let today = local.date_naive();
        let day = if local.time() <= self.from { today } else { today + TimeDelta::days(1) };
        // A clock change may skip the very minute: the next one that exists will do.
        (0..=180)
            .filter_map(|shift| self.from.overflowing_add_signed(TimeDelta::minutes(shift)).0.with_second(0))
            .find_map(|time| zone.from_local_datetime(&day.and_time(time)).earliest())
            .map_or(at, Moment::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn at(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    #[test]
    fn the_next_day_is_the_clients() {
        let hours = CallingHours::default();
        for (zone, now, next) in [
            (Some(chrono_tz::Europe::Moscow), "2026-11-10T12:00:00+03:00", "2026-11-11T09:00:00+03:00"),
            (Some(chrono_tz::Europe::Moscow), "2026-11-10T08:00:00+03:00", "2026-11-11T09:00:00+03:00"),
            (Some(chrono_tz::Asia::Kamchatka), "2026-11-10T12:00:00+03:00", "2026-11-11T09:00:00+12:00"),
            (Some(chrono_tz::Asia::Kamchatka), "2026-11-10T16:00:00+03:00", "2026-11-12T09:00:00+12:00"),
            (None, "2026-11-10T12:00:00+03:00", "2026-11-11T10:00:00+03:00"),
        ] {
            assert_eq!(hours.next_day(zone, at(now)), at(next), "{zone:?} {now}");
        }
    }

    #[test]
    fn the_clients_clock_decides() {
        let hours = CallingHours::default();
        let now = at("2026-11-10T09:00:00+03:00");
        assert!(hours.open_at(Some(chrono_tz::Europe::Moscow), now));
        assert!(hours.open_at(Some(chrono_tz::Asia::Omsk), now));
        assert!(!hours.open_at(Some(chrono_tz::Europe::Kaliningrad), now));
        assert_eq!(
            hours.next_open(Some(chrono_tz::Europe::Kaliningrad), now),
            at("2026-11-10T09:00:00+02:00")
        );
        assert_eq!(
            hours.next_open(Some(chrono_tz::Asia::Kamchatka), at("2026-11-10T20:00:00+12:00")),
            at("2026-11-11T09:00:00+12:00")
        );
    }

    #[test]
    fn an_unknown_zone_waits_for_the_whole_country() {
        let hours = CallingHours::default();
        assert!(!hours.open_at(None, at("2026-11-10T12:00:00+03:00")));
        // 9:00 in Kaliningrad is 19:00 on Kamchatka.
        assert_eq!(hours.next_open(None, at("2026-11-10T01:00:00+03:00")), at("2026-11-10T10:00:00+03:00"));
        assert_eq!(hours.next_open(None, at("2026-11-10T12:00:00+03:00")), at("2026-11-11T10:00:00+03:00"));
        let short = CallingHours::new(hour(9), hour(12)).unwrap();
        assert_eq!(short.next_open(None, at("2026-11-10T13:00:00+03:00")), at("2026-11-11T09:00:00+03:00"));
    }

    proptest! {
        #[test]
        fn the_next_open_moment_is_open_and_not_before(ms in 0_i64..4_000_000_000_000, zone in 0_usize..600) {
            let hours = CallingHours::default();
            let zone = chrono_tz::TZ_VARIANTS[zone % chrono_tz::TZ_VARIANTS.len()];
            let at = Moment::from_millis(ms);
            let next = hours.next_open(Some(zone), at);
            prop_assert!(next >= at);
            prop_assert!(hours.open_at(Some(zone), next), "{zone} {at:?} {next:?}");
            prop_assert!(next.millis() - ms <= 2 * DAY_MS);
        }
    }
}
