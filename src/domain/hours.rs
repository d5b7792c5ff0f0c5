//! Calling hours: when a client may be called, by his own clock.
//!
//! The law sets no hours for sales calls; nine to eight in the client's zone is what the trade keeps to. For debts it
//! does: 8–22 on working days, 9–20 on days off (230-ФЗ ст. 7 ч. 5). A call list and a client may have narrower hours of
//! their own. A client whose zone is unknown is called only in the hours that suit every zone of the country.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::call_list::Purpose;
use super::geo;
use super::time::{DAY_MS, Moment};

/// No window stays closed for longer, in days: the longest holidays, and the two weeks around them.
const LOOK_DAYS: u64 = 31;

/// A part of a day by the clock: from `from` (included) to `to` (excluded).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    from: NaiveTime,
    to: NaiveTime,
}

impl Span {
    /// From `from` to `to` on the same day; `None` when they leave no time.
    pub fn new(from: NaiveTime, to: NaiveTime) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    const fn of_hours(from: NaiveTime, to: NaiveTime) -> Self {
        Self { from, to }
    }

    /// Its first minute.
    pub fn from(&self) -> NaiveTime {
        self.from
    }

    /// The first minute behind it.
    pub fn to(&self) -> NaiveTime {
        self.to
    }

    /// Whether a time lies in it.
    pub fn contains(&self, time: NaiveTime) -> bool {
        self.from <= time && time < self.to
    }

    /// What it has in common with another.
    pub fn and(&self, other: &Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// When it begins and ends on a day in a zone. A clock change may skip the very minute: the next one that exists
    /// will do.
    fn on(&self, day: NaiveDate, zone: Tz) -> Option<(Moment, Moment)> {
        let moment = |time: NaiveTime| {
            let wanted = day.and_time(time);
            let shifts = (0..=180).map(|minutes| wanted + TimeDelta::minutes(minutes));
            shifts.filter_map(|local| zone.from_local_datetime(&local).earliest()).map(Moment::from).next()
        };
        let (from, to) = (moment(self.from)?, moment(self.to)?);
        (from < to).then_some((from, to))
    }
}

/// Hours of the day by kind of day. `None` is a day without calls; one of the two kinds has calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    working: Option<Span>,
    off: Option<Span>,
}

impl Default for Window {
    /// 9:00–20:00 on all days.
    fn default() -> Self {
        Self::every_day(NINE_TO_EIGHT)
    }
}

const fn hour(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

const NINE_TO_EIGHT: Span = Span::of_hours(hour(9), hour(20));
const EIGHT_TO_TEN: Span = Span::of_hours(hour(8), hour(22));

impl Window {
    /// Hours on working days and on days off; `None` when there are none at all.
    pub fn new(working: Option<Span>, off: Option<Span>) -> Option<Self> {
        (working.is_some() || off.is_some()).then_some(Self { working, off })
    }

    /// The same hours on every day.
    pub fn every_day(span: Span) -> Self {
        Self { working: Some(span), off: Some(span) }
    }

    /// The widest hours in which calls for a purpose are made: by law for debts, by custom for the rest.
    pub fn of(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Debt => Self { working: Some(EIGHT_TO_TEN), off: Some(NINE_TO_EIGHT) },
            Purpose::Advertising | Purpose::Service | Purpose::Survey => Self::default(),
        }
    }

    /// Hours on working days.
    pub fn working(&self) -> Option<Span> {
        self.working
    }

    /// Hours on weekends and holidays.
    pub fn off(&self) -> Option<Span> {
        self.off
    }

    /// The hours of most days.
    pub fn usual(&self) -> Span {
        self.working.or(self.off).unwrap_or(NINE_TO_EIGHT)
    }

    /// What it has in common with another; `None` when that is nothing.
    pub fn and(&self, other: &Self) -> Option<Self> {
        let both = |a: Option<Span>, b: Option<Span>| a.zip(b).and_then(|(a, b)| a.and(&b));
        Self::new(both(self.working, other.working), both(self.off, other.off))
    }
}

/// The hours in which clients are called, with the calendar that tells days off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallingHours {
    window: Window,
    calendar: Arc<Calendar>,
}

impl CallingHours {
    /// A window by a calendar.
    pub fn new(window: Window, calendar: Arc<Calendar>) -> Self {
        Self { window, calendar }
    }

    /// The window.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// The calendar.
    pub fn calendar(&self) -> &Arc<Calendar> {
        &self.calendar
    }

    /// The same calendar with another window.
    #[must_use]
    pub fn with(&self, window: Window) -> Self {
        Self { window, calendar: Arc::clone(&self.calendar) }
    }

    /// The hours of a day; `None` when nobody is called on it.
    pub fn on(&self, day: NaiveDate) -> Option<Span> {
        if self.calendar.is_day_off(day) { self.window.off } else { self.window.working }
    }

    /// Whether a client in this zone may be called at `at`; `None` is a client whose zone is unknown.
    pub fn open_at(&self, zone: Option<Tz>, at: Moment) -> bool {
        match zone {
            Some(zone) => self.open_in(zone, at),
            None => geo::ZONES.iter().all(|zone| self.open_in(*zone, at)),
        }
    }

    fn open_in(&self, zone: Tz, at: Moment) -> bool {
        let local = at.in_zone(zone);
        self.on(local.date_naive()).is_some_and(|span| span.contains(local.time()))
    }

    /// When the hours that are open at `at` end; `None` when they are closed then.
    pub fn closes(&self, zone: Option<Tz>, at: Moment) -> Option<Moment> {
        match &zone {
            Some(zone) => self.closes_in(std::slice::from_ref(zone), at),
            None => self.closes_in(&geo::ZONES, at),
        }
    }

    /// When the first of these zones closes, all of which are open at `at`.
    fn closes_in(&self, zones: &[Tz], at: Moment) -> Option<Moment> {
        if !self.open_at_all(zones, at) {
            return None;
        }
        let end = |zone: &Tz| {
            let day = at.date_in(*zone);
            Some(self.on(day)?.on(day, *zone)?.1)
        };
        zones.iter().filter_map(end).min()
    }

    /// The first moment from `at` on when a client in this zone may be called. With an unknown zone and hours that
    /// never suit the whole country at once, Moscow's hours are taken.
    pub fn next_open(&self, zone: Option<Tz>, at: Moment) -> Moment {
        if self.open_at(zone, at) {
            return at;
        }
        let found = match zone {
            Some(zone) => self.next_in(&[zone], at),
            None => {
                let moscow = chrono_tz::Europe::Moscow;
                self.next_in(&geo::ZONES, at).or_else(|| self.next_in(&[moscow], at))
            }
        };
        found.unwrap_or(at)
    }

    /// The first moment when all these zones are open at once.
    fn next_in(&self, zones: &[Tz], at: Moment) -> Option<Moment> {
        let first = zones.iter().map(|zone| at.date_in(*zone)).min()?;
        (0..=LOOK_DAYS).filter_map(|days| first.checked_add_days(Days::new(days))).find_map(|day| {
            let mut spans = zones.iter().map(|zone| self.on(day)?.on(day, *zone));
            let (from, to) = spans.try_fold((at, Moment::from_millis(i64::MAX)), |(from, to), span| {
                span.map(|(opens, closes)| (from.max(opens), to.min(closes)))
            })?;
            (from < to && self.open_at_all(zones, from)).then_some(from)
        })
    }

    fn open_at_all(&self, zones: &[Tz], at: Moment) -> bool {
        zones.iter().all(|zone| self.open_in(*zone, at))
    }

    /// The first moment of the client's next day when he may be called. A client whose zone is unknown lives by
    /// Moscow's calendar.
    pub fn next_day(&self, zone: Option<Tz>, at: Moment) -> Moment {
        let clock = zone.unwrap_or(chrono_tz::Europe::Moscow);
        self.next_open(zone, day_after(clock, at))
    }
}

/// The hours of one client: what the law and custom allow in every zone he may live in, and what he and a call list have
/// of their own. He may be called while all of them are open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    calendar: Arc<Calendar>,
    parts: Vec<(Window, Vec<Tz>)>,
}

impl Times {
    /// The widest hours, which must be open in all of `zones`.
    pub fn new(calendar: Arc<Calendar>, widest: Window, zones: Vec<Tz>) -> Self {
        Self { calendar, parts: vec![(widest, zones)] }
    }

    /// Narrowed to a window of somebody's own, by one clock.
    #[must_use]
    pub fn within(mut self, window: Option<Window>, zone: Tz) -> Self {
        self.parts.extend(window.map(|window| (window, vec![zone])));
        self
    }

    fn each(&self) -> impl Iterator<Item = (CallingHours, &[Tz])> {
        self.parts
            .iter()
            .map(|(window, zones)| (CallingHours::new(*window, Arc::clone(&self.calendar)), zones.as_slice()))
    }

    /// Whether he may be called at `at`.
    pub fn open_at(&self, at: Moment) -> bool {
        self.each().all(|(hours, zones)| hours.open_at_all(zones, at))
    }

    /// When the hours that are open at `at` end; `None` when they are closed then.
    pub fn closes(&self, at: Moment) -> Option<Moment> {
        let ends: Option<Vec<Moment>> =
            self.each().map(|(hours, zones)| hours.closes_in(zones, at)).collect();
        ends?.into_iter().min()
    }

    /// The first moment from `at` on when he may be called; `None` when the hours have nothing in common.
    pub fn next_open(&self, at: Moment) -> Option<Moment> {
        let mut at = at;
        // Each round passes over the rest of a day in one of the parts at least.
        for _ in 0..2 * LOOK_DAYS {
            let mut next = at;
            for (hours, zones) in self.each() {
                if !hours.open_at_all(zones, next) {
                    next = hours.next_in(zones, next)?;
                }
            }
            if next == at {
                return Some(at);
            }
            at = next;
        }
        None
    }

    /// The first moment of the day after `at`, by a clock, when he may be called.
    pub fn next_day(&self, clock: Tz, at: Moment) -> Option<Moment> {
        self.next_open(day_after(clock, at))
    }
}

/// Midnight of the next day by a clock.
fn day_after(clock: Tz, at: Moment) -> Moment {
    // A clock change may skip midnight: the next full hour that exists will do.
    let tomorrow = at.date_in(clock).succ_opt().and_then(|day| {
        (0..12).find_map(|h| clock.from_local_datetime(&day.and_hms_opt(h, 0, 0)?).earliest())
    });
    tomorrow.map_or(at.plus_millis(DAY_MS), Moment::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn at(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    fn every_day(from: u32, to: u32) -> CallingHours {
        CallingHours::default().with(Window::every_day(Span::new(hour(from), hour(to)).unwrap()))
    }

    fn shipped() -> Arc<Calendar> {
        Arc::new(crate::domain::calendar::file::parse(crate::domain::presets::HOLIDAYS.1).unwrap().0)
    }

    #[test]
    fn debts_are_asked_for_in_the_hours_of_the_law() {
        let hours = CallingHours::new(Window::of(Purpose::Debt), shipped());
        let moscow = Some(chrono_tz::Europe::Moscow);
        for (now, open) in [
            ("2026-11-13T08:00:00+03:00", true),
            ("2026-11-13T21:59:59+03:00", true),
            ("2026-11-13T22:00:00+03:00", false),
            ("2026-11-14T08:30:00+03:00", false),
            ("2026-11-14T19:59:00+03:00", true),
            // A holiday in the middle of the week.
            ("2026-11-04T08:30:00+03:00", false),
            ("2026-11-04T09:00:00+03:00", true),
            ("2026-11-04T20:30:00+03:00", false),
        ] {
            assert_eq!(hours.open_at(moscow, at(now)), open, "{now}");
        }
        let closes = hours.closes(moscow, at("2026-11-04T12:00:00+03:00"));
        assert_eq!(closes, Some(at("2026-11-04T20:00:00+03:00")));
        assert_eq!(hours.closes(moscow, at("2026-11-04T20:00:00+03:00")), None);
    }

    #[test]
    fn all_hours_must_be_open_at_once() {
        let moscow = chrono_tz::Europe::Moscow;
        let window = |from, to| Window::every_day(Span::new(hour(from), hour(to)).unwrap());
        let unknown = Times::new(shipped(), Window::default(), geo::ZONES.to_vec());
        assert_eq!(unknown.next_open(at("2026-11-10T01:00:00+03:00")), Some(at("2026-11-10T10:00:00+03:00")));
        assert_eq!(unknown.closes(at("2026-11-10T10:30:00+03:00")), Some(at("2026-11-10T11:00:00+03:00")));
        // The list calls till three, the client wants calls from two on, and none on days off.
        let working = Window { off: None, ..window(14, 18) };
        let own = Times::new(shipped(), Window::default(), vec![moscow])
            .within(Some(window(10, 15)), moscow)
            .within(Some(working), moscow);
        for (now, next) in [
            ("2026-11-13T08:00:00+03:00", "2026-11-13T14:00:00+03:00"),
            ("2026-11-13T14:59:00+03:00", "2026-11-13T14:59:00+03:00"),
            ("2026-11-13T15:00:00+03:00", "2026-11-16T14:00:00+03:00"),
        ] {
            assert_eq!(own.next_open(at(now)), Some(at(next)), "{now}");
        }
        assert_eq!(own.closes(at("2026-11-13T14:30:00+03:00")), Some(at("2026-11-13T15:00:00+03:00")));
        let never = own.clone().within(Some(window(16, 17)), moscow);
        assert_eq!(never.next_open(at("2026-11-13T08:00:00+03:00")), None);
        let elsewhere = own.within(None, moscow).next_day(moscow, at("2026-11-10T14:30:00+03:00"));
        assert_eq!(elsewhere, Some(at("2026-11-11T14:00:00+03:00")));
    }

    #[test]
    fn days_without_calls_are_passed_over() {
        let working = Window::new(Some(NINE_TO_EIGHT), None).unwrap();
        let hours = CallingHours::new(working, shipped());
        let moscow = Some(chrono_tz::Europe::Moscow);
        for (now, next) in [
            ("2026-11-13T20:00:00+03:00", "2026-11-16T09:00:00+03:00"),
            ("2025-12-31T23:00:00+03:00", "2026-01-12T09:00:00+03:00"),
            ("2026-11-03T21:00:00+03:00", "2026-11-05T09:00:00+03:00"),
        ] {
            assert_eq!(hours.next_open(moscow, at(now)), at(next), "{now}");
            assert_eq!(hours.next_day(moscow, at(now)), at(next), "{now}");
        }
        // On a Friday evening in the east the whole country has closed.
        let friday = at("2026-11-13T12:00:00+03:00");
        assert_eq!(hours.next_open(None, friday), at("2026-11-16T10:00:00+03:00"));
    }

    #[test]
    fn windows_narrow_each_other() {
        let window = |from, to| Window::every_day(Span::new(hour(from), hour(to)).unwrap());
        assert_eq!(window(9, 20).and(&window(10, 22)), Some(window(10, 20)));
        assert_eq!(window(9, 12).and(&window(12, 15)), None);
        let working = Window::new(Some(NINE_TO_EIGHT), None).unwrap();
        let off = Window::new(None, Some(NINE_TO_EIGHT)).unwrap();
        assert_eq!(working.and(&off), None);
        assert_eq!(working.and(&Window::default()), Some(working));
        assert_eq!(Window::new(None, None), None);
        assert_eq!(Span::new(hour(9), hour(9)), None);
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
        let short = every_day(9, 12);
        assert_eq!(short.next_open(None, at("2026-11-10T13:00:00+03:00")), at("2026-11-11T09:00:00+03:00"));
    }

    proptest! {
        #[test]
        fn hours_of_one_client_open_at_their_first_moment(
            ms in 0_i64..4_000_000_000_000,
            list in (0_u32..23, 1_u32..23, any::<bool>()),
            own in (0_u32..23, 1_u32..23, any::<bool>()),
        ) {
            let window = |(from, length, off): (u32, u32, bool)| {
                let span = Span::new(hour(from), hour((from + length).min(23)))?;
                Window::new(Some(span), off.then_some(span))
            };
            let moscow = chrono_tz::Europe::Moscow;
            let times = Times::new(shipped(), Window::default(), vec![moscow])
                .within(window(list), moscow)
                .within(window(own), moscow);
            let at = Moment::from_millis(ms);
            match times.next_open(at) {
                Some(next) => {
                    prop_assert!(next >= at && times.open_at(next));
                    prop_assert!(times.closes(next).is_some_and(|end| end > next && !times.open_at(end)));
                }
                // Nothing in common on any day of a month: then on no hour of it either.
                None => prop_assert!((0..24 * 30).all(|hours| !times.open_at(at.plus_minutes(60 * hours)))),
            }
        }

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
