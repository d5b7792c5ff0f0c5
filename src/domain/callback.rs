//! Calling back when the client asked to: whether the hour suits him, the law and the one who is to call, and what to
//! offer when it does not.

use chrono_tz::Tz;

use super::calendar::Calendar;
use super::hours::Times;
use super::job::limits;
use super::shift::ShiftHours;
use super::time::{HOUR_MS, MINUTE_MS, Moment};

/// Offers stand at whole half-hours where they can be chosen.
const STEP_MS: i64 = 30 * MINUTE_MS;
/// An offer is searched no further from the wish than this: who asked for tomorrow is not told of next month.
const LOOK_MS: i64 = 14 * 24 * HOUR_MS;
/// How long before its end a window is still worth offering.
const LAST_MS: i64 = 30 * MINUTE_MS;

/// A shift of somebody else who could call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Other<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its hours.
    pub hours: &'a ShiftHours,
}

/// What a callback has to suit.
#[derive(Clone, Copy, Debug)]
pub struct Bounds<'a> {
    /// The client's zone; `None` when it is unknown.
    pub zone: Option<Tz>,
    /// When he may be called: his own window, that of the call list, and the law.
    pub times: &'a Times,
    /// The days off shifts go by.
    pub calendar: &'a Calendar,
    /// The shift of the operator who promises; `None` when he has none and may call whenever the client may be called.
    pub own: Option<&'a ShiftHours>,
    /// Other shifts.
    pub others: &'a [Other<'a>],
    /// Calls about debts that the law counts, the one that goes on included, and the clock it counts by; `None` where calls are about
    /// anything else.
    pub debts: Option<(&'a [Moment], Tz)>,
}

/// Whether a moment suits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit<'a> {
    /// It suits everybody.
    Fits,
    /// It does not: why, and what would do, best first.
    Misfit {
        /// What it does not suit.
        fault: Fault,
        /// What to offer.
        offers: Vec<Offer<'a>>,
    },
}

/// What a moment does not suit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The client may not be called then.
    Closed,
    /// The operator does not work then.
    OffShift,
    /// The client would be called about a debt more often than the law allows.
    TooOften,
}

/// A moment that would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// When.
    pub at: Moment,
    /// The shift that would call; `None` for the operator himself.
    pub shift: Option<&'a str>,
}

/// Looks whether a callback at `wish` suits, and what else would.
pub fn fit<'a>(wish: Moment, now: Moment, bounds: &Bounds<'a>) -> Fit<'a> {
    if let Some(limit) = bounds.debts.and_then(|(calls, clock)| limits::DEBT.reached(calls, clock, wish)) {
        let spans = common(limit.opens, limit.opens.plus_millis(LOOK_MS), bounds);
        let offers = spans.first().map(|(from, _)| Offer { at: *from, shift: None }).into_iter().collect();
        return Fit::Misfit { fault: Fault::TooOften, offers };
    }
    let is_open = bounds.times.open_at(wish);
    let is_own = bounds.own.is_none_or(|own| own.is_on(wish, bounds.calendar));
    if is_open && is_own {
        return Fit::Fits;
    }
    let mut offers = own_offers(wish, now, bounds);
    if is_open {
        let other = bounds.others.iter().find(|other| other.hours.is_on(wish, bounds.calendar));
        offers.extend(other.map(|other| Offer { at: wish, shift: Some(other.name) }));
    }
    let fault = if is_open { Fault::OffShift } else { Fault::Closed };
    Fit::Misfit { fault, offers }
}

/// The nearest moments the operator could call himself: the next one after the wish, and one before it on the same day of
/// the client's.
fn own_offers<'a>(wish: Moment, now: Moment, bounds: &Bounds<'a>) -> Vec<Offer<'a>> {
    let clock = bounds.zone.unwrap_or(chrono_tz::Europe::Moscow);
    let spans = common(now, wish.plus_millis(LOOK_MS), bounds);
    let after = spans.iter().find(|(_, to)| *to > wish).map(|(from, _)| (*from).max(wish));
    let before = spans.iter().rev().find(|(_, to)| *to <= wish).map(|(from, to)| last_of(*from, *to));
    let before = before.filter(|at| at.date_in(clock) == wish.date_in(clock));
    let mut found: Vec<Moment> = after.into_iter().chain(before).collect();
    found.sort_by_key(|at| (at.millis() - wish.millis()).abs());
    found.into_iter().map(|at| Offer { at, shift: None }).collect()
}

/// The last half-hour of a span.
fn last_of(from: Moment, to: Moment) -> Moment {
    let last = (to.millis() - LAST_MS).div_euclid(STEP_MS) * STEP_MS;
    Moment::from_millis(last).max(from)
}

/// When the client may be called and the operator works, between two moments.
fn common(from: Moment, until: Moment, bounds: &Bounds<'_>) -> Vec<(Moment, Moment)> {
    let mut out = Vec::new();
    let mut at = from;
    while at < until {
        let Some(opens) = bounds.times.next_open(at) else { break };
        let Some(closes) = bounds.times.closes(opens) else { break };
        let mut inner = opens;
        while inner < closes {
            let shift = match bounds.own {
                None => Some((inner, closes)),
                Some(own) => own.current_or_next(inner, bounds.calendar),
            };
            let Some((begins, ends)) = shift else { return out };
            if begins >= closes {
                break;
            }
            out.push((begins.max(inner), ends.min(closes)));
            inner = ends;
        }
        at = closes;
    }
    out
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveTime, Weekday};
    use chrono_tz::{Asia, Europe};

    use super::*;
    use crate::domain::hours::Window;

    const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

    fn at(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    fn shift(zone: Tz) -> ShiftHours {
        ShiftHours::new(zone, &WORKDAYS, false, NaiveTime::from_hms_opt(9, 0, 0).unwrap(), 540).unwrap()
    }

    fn times(zone: Option<Tz>) -> Times {
        Times::new(Default::default(), Window::default(), vec![zone.unwrap_or(Europe::Moscow)])
    }

    fn said(zone: Option<Tz>, wish: &str) -> (Option<Fault>, Vec<(String, Option<&'static str>)>) {
        let (moscow, vladivostok) = (shift(Europe::Moscow), shift(Asia::Vladivostok));
        let others = [Other { name: "Восток", hours: &vladivostok }];
        let (times, calendar) = (times(zone), Calendar::default());
        let bounds = Bounds {
            zone,
            times: &times,
            calendar: &calendar,
            own: Some(&moscow),
            others: &others,
            debts: None,
        };
        let now = at("2026-11-10T09:05:00+03:00");
        match fit(at(wish), now, &bounds) {
            Fit::Fits => (None, Vec::new()),
            Fit::Misfit { fault, offers } => {
                let clock = zone.unwrap_or(Europe::Moscow);
                let line = |offer: Offer<'_>| {
                    let shift = offer.shift.map(|_| "Восток");
                    (offer.at.in_zone(clock).format("%d.%m %H:%M").to_string(), shift)
                };
                (Some(fault), offers.into_iter().map(line).collect())
            }
        }
    }

    #[test]
    fn an_hour_that_suits_everybody_is_taken() {
        assert_eq!(said(Some(Europe::Moscow), "2026-11-11T11:00:00+03:00"), (None, vec![]));
        assert_eq!(said(Some(Asia::Omsk), "2026-11-11T15:00:00+06:00"), (None, vec![]));
    }

    #[test]
    fn the_night_of_the_operator_is_the_day_of_another_shift() {
        let (fault, offers) = said(Some(Asia::Vladivostok), "2026-11-11T11:00:00+10:00");
        assert_eq!(fault, Some(Fault::OffShift));
        assert_eq!(
            offers,
            [("11.11 16:00".into(), None), ("11.11 11:00".into(), Some("Восток"))],
            "as scenario S6 wants it"
        );
    }

    #[test]
    fn an_hour_at_which_the_client_is_not_called_is_refused_with_the_nearest() {
        let (fault, offers) = said(Some(Europe::Moscow), "2026-11-11T21:00:00+03:00");
        assert_eq!(fault, Some(Fault::Closed));
        assert_eq!(offers, [("11.11 17:30".into(), None), ("12.11 09:00".into(), None)]);
        let (fault, offers) = said(Some(Europe::Moscow), "2026-11-11T08:00:00+03:00");
        assert_eq!(fault, Some(Fault::Closed));
        assert_eq!(offers, [("11.11 09:00".into(), None)]);
    }

    #[test]
    fn what_has_passed_is_not_offered() {
        let (_, offers) = said(Some(Asia::Vladivostok), "2026-11-10T20:30:00+10:00");
        let now =
            at("2026-11-10T09:05:00+03:00").in_zone(Asia::Vladivostok).format("%d.%m %H:%M").to_string();
        assert!(offers.iter().all(|(when, _)| *when >= now), "{offers:?}");
        assert!(!offers.is_empty());
    }

    #[test]
    fn who_has_no_shift_calls_when_the_client_may_be_called() {
        let (times, calendar) = (times(Some(Asia::Vladivostok)), Calendar::default());
        let bounds = Bounds {
            zone: Some(Asia::Vladivostok),
            times: &times,
            calendar: &calendar,
            own: None,
            others: &[],
            debts: None,
        };
        let now = at("2026-11-10T09:05:00+03:00");
        assert_eq!(fit(at("2026-11-11T11:00:00+10:00"), now, &bounds), Fit::Fits);
        let night = fit(at("2026-11-11T22:00:00+10:00"), now, &bounds);
        let morning = Offer { at: at("2026-11-12T09:00:00+10:00"), shift: None };
        assert!(matches!(night, Fit::Misfit { fault: Fault::Closed, offers } if offers.contains(&morning)));
    }
}
