//! Recycling: when a client who was not reached is called again, on which number, and how often.
//!
//! The results say it for all calls; a job may say it for its own. Whatever a rule says, nobody is called outside of his hours:
//! the time of the next call is the first one that suits both.

pub mod typed;

use chrono::{NaiveTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::call_list::Purpose;
use super::hours::Times;
use super::phone::Phone;
use super::time::{MINUTE_MS, Moment};

/// A delay is at least so long, in minutes: without one a client would be dialled again at once.
pub const DELAY_MIN: u32 = 1;
/// A delay is at most so long, in minutes: ninety days.
pub const DELAY_MAX: u32 = 90 * 24 * 60;
/// Attempts a rule may allow at most.
pub const MOST_MAX: u16 = 99;
/// Where the first half of a day ends.
const NOON: u32 = 13;
/// No window keeps a client's other hour or half-day away for longer, in steps of the search.
const STEPS: usize = 72;

/// How the clients of a job are called again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recycle {
    /// The rules it begins with.
    pub preset: Preset,
    /// Rules of its own: they stand before those of the preset.
    pub own: Vec<Rule>,
    /// Calls to one client from all jobs together within thirty days, beyond which he is left alone; `None` for any number.
    pub cap: Option<u16>,
}

/// Rules that are shipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Preset {
    /// As the results say.
    #[default]
    Results,
    /// Sales: a busy line in 15 minutes, no answer in three hours in the other half of the day, a machine on another day.
    Sales,
    /// A survey: often, at ever other hours, for a short time.
    Survey,
    /// Debts: on another day, and no oftener than the law allows.
    Debt,
}

impl Preset {
    /// The rules a job begins with: those of the trade, and for debts those of the law.
    pub fn of(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Advertising => Self::Sales,
            Purpose::Survey => Self::Survey,
            Purpose::Debt => Self::Debt,
            Purpose::Service => Self::Results,
        }
    }

    /// All of them.
    pub const ALL: [Self; 4] = [Self::Results, Self::Sales, Self::Survey, Self::Debt];

    /// Its name on the command line and for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Sales => "sales",
            Self::Survey => "survey",
            Self::Debt => "debt",
        }
    }

    /// The preset with a name; see [`Preset::code`].
    pub fn from_code(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.code() == text)
    }

    /// Its rules.
    pub fn rules(self) -> Vec<Rule> {
        let rule = |outcome: &str, minutes, shift, other_number, most| Rule {
            outcome: outcome.to_owned(),
            minutes,
            shift,
            other_number,
            most,
        };
        match self {
            Self::Results => Vec::new(),
            Self::Sales => vec![
                rule("busy", 15, Shift::None, false, 5),
                rule("no-answer", 180, Shift::Half, true, 5),
                rule("answering-machine", 1440, Shift::Day, true, 3),
                rule("dropped", 1, Shift::None, false, 3),
            ],
            Self::Survey => vec![
                rule("busy", 10, Shift::None, false, 4),
                rule("no-answer", 120, Shift::Hour, true, 4),
                rule("answering-machine", 240, Shift::Half, true, 3),
                rule("dropped", 1, Shift::None, false, 2),
            ],
            Self::Debt => vec![
                rule("busy", 60, Shift::Day, false, 8),
                rule("no-answer", 180, Shift::Day, false, 8),
                rule("answering-machine", 1440, Shift::Day, false, 8),
                rule("dropped", 60, Shift::Day, false, 8),
            ],
        }
    }
}

/// What follows one result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Code of the result.
    pub outcome: String,
    /// Minutes that must pass, at most [`DELAY_MAX`].
    pub minutes: u32,
    /// How the time of day must differ.
    pub shift: Shift,
    /// Whether another number of the client is tried, where he has one.
    pub other_number: bool,
    /// After so many attempts with this result the row is exhausted; at least 1.
    pub most: u16,
}

/// How the time of the next attempt differs from that of the last one, by the client's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shift {
    /// Not at all.
    #[default]
    None,
    /// Another hour of the day.
    Hour,
    /// The other half of the day: before or after one o'clock.
    Half,
    /// Another day.
    Day,
}

impl Shift {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Hour, Self::Half, Self::Day];

    /// Its name on the command line and for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "any",
            Self::Hour => "other-hour",
            Self::Half => "other-half",
            Self::Day => "other-day",
        }
    }

    /// The shift with a name; see [`Shift::code`].
    pub fn from_code(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shift| shift.code() == text)
    }

    /// Whether a time differs enough from another one, by a clock.
    pub fn is_kept(self, last: Moment, next: Moment, clock: Tz) -> bool {
        let (last, next) = (last.in_zone(clock), next.in_zone(clock));
        match self {
            Self::None => true,
            Self::Hour => last.hour() != next.hour(),
            Self::Half => (last.hour() < NOON) != (next.hour() < NOON),
            Self::Day => last.date_naive() < next.date_naive(),
        }
    }
}

impl Recycle {
    /// The rule for a result; `None` leaves it to the result itself.
    pub fn rule(&self, outcome: &str) -> Option<Rule> {
        let own = self.own.iter().find(|rule| rule.outcome == outcome).cloned();
        own.or_else(|| self.preset.rules().into_iter().find(|rule| rule.outcome == outcome))
    }

    /// All rules, its own before those of the preset they stand for.
    pub fn rules(&self) -> Vec<Rule> {
        let shipped = self.preset.rules().into_iter();
        let shipped = shipped.filter(|rule| self.own.iter().all(|own| own.outcome != rule.outcome));
        self.own.iter().cloned().chain(shipped).collect()
    }
}

impl Rule {
    /// When the next attempt is made after one at `last`: the first time that suits the rule and the client's hours. Where the
    /// hours leave no other hour or half of the day, another day must do. `None` when the hours never come.
    pub fn due(&self, last: Moment, times: &Times, clock: Tz) -> Option<Moment> {
        let delay = i64::from(self.minutes.min(DELAY_MAX)).saturating_mul(MINUTE_MS);
        let first = times.next_open(last.plus_millis(delay))?;
        let mut at = first;
        for _ in 0..STEPS {
            if self.shift.is_kept(last, at, clock) {
                return Some(at);
            }
            at = times.next_open(next_hour(at, clock))?;
        }
        let tomorrow = times.next_day(clock, last)?;
        Some(tomorrow.max(first))
    }
}

/// The next full hour by a clock.
fn next_hour(at: Moment, clock: Tz) -> Moment {
    let local = at.in_zone(clock);
    let full = local.date_naive().and_time(NaiveTime::from_hms_opt(local.hour(), 0, 0).unwrap_or_default());
    let next =
        (1..=4).filter_map(|hours| clock.from_local_datetime(&(full + TimeDelta::hours(hours))).latest());
    next.map(Moment::from).find(|next| *next > at).unwrap_or(at.plus_minutes(60))
}

/// The number to try after one that did not help, of numbers with the time when somebody was last reached by each: the latest
/// success comes first, then the others in the order they were given. It goes on behind the one that was dialled, and after the
/// last one begins again; a number that nobody had chosen by this order (`begins`) is followed by the first one. Those that
/// were dialled in the same attempt already (`tried`) come only when nothing else is left. `None` when there is no other.
pub fn other_number(
    numbers: &[(Phone, Option<Moment>)],
    dialled: &Phone,
    tried: &[Phone],
    begins: bool,
) -> Option<Phone> {
    let mut known: Vec<&(Phone, Option<Moment>)> = Vec::new();
    for number in numbers {
        if known.iter().all(|(phone, _)| !phone.same_line(&number.0)) {
            known.push(number);
        }
    }
    known.sort_by_key(|(_, success)| std::cmp::Reverse(*success));
    let place = known.iter().position(|(phone, _)| phone.same_line(dialled));
    let behind = place.filter(|_| !begins).map_or(0, |place| place + 1);
    let round = known.iter().skip(behind).chain(known.iter().take(behind)).map(|(phone, _)| *phone);
    let others: Vec<Phone> = round.filter(|phone| !phone.same_line(dialled)).collect();
    let untried = others.iter().find(|phone| tried.iter().all(|tried| !tried.same_line(phone)));
    untried.or(others.first()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hours::{Span, Window};
    use chrono_tz::Asia::Omsk;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn at(text: &str) -> Moment {
        chrono::DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    fn hours(from: u32, to: u32) -> Times {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let window = Window::every_day(Span::new(time(from), time(to)).unwrap());
        Times::new(Arc::default(), window, vec![Omsk])
    }

    fn sales(outcome: &str) -> Rule {
        Recycle { preset: Preset::Sales, ..Recycle::default() }.rule(outcome).unwrap()
    }

    #[test]
    fn the_rules_for_sales_are_those_of_the_trade() {
        let due = |outcome: &str, last: &str| sales(outcome).due(at(last), &hours(9, 20), Omsk).unwrap();
        assert_eq!(due("busy", "2026-11-10T10:00:00+06:00"), at("2026-11-10T10:15:00+06:00"));
        // In the evening it is too late for today.
        assert_eq!(due("busy", "2026-11-10T19:50:00+06:00"), at("2026-11-11T09:00:00+06:00"));
        // Three hours later it is still morning: the afternoon begins at one.
        assert_eq!(due("no-answer", "2026-11-10T09:30:00+06:00"), at("2026-11-10T13:00:00+06:00"));
        assert_eq!(due("no-answer", "2026-11-10T12:00:00+06:00"), at("2026-11-10T15:00:00+06:00"));
        assert_eq!(due("no-answer", "2026-11-10T14:00:00+06:00"), at("2026-11-11T09:00:00+06:00"));
        assert_eq!(due("answering-machine", "2026-11-10T14:00:00+06:00"), at("2026-11-11T14:00:00+06:00"));
        assert_eq!(sales("no-answer").most, 5);
    }

    #[test]
    fn hours_that_leave_no_other_half_leave_another_day() {
        let due = sales("no-answer").due(at("2026-11-10T09:30:00+06:00"), &hours(9, 12), Omsk);
        assert_eq!(due, Some(at("2026-11-11T09:00:00+06:00")));
    }

    #[test]
    fn a_rule_of_its_own_stands_before_the_shipped_one() {
        let own = Rule { minutes: 5, ..sales("busy") };
        let recycle = Recycle { preset: Preset::Sales, own: vec![own.clone()], cap: None };
        assert_eq!(recycle.rule("busy"), Some(own));
        assert_eq!(recycle.rule("no-answer"), Some(sales("no-answer")));
        assert_eq!((recycle.rules().len(), recycle.rule("sale")), (4, None));
        assert_eq!(Recycle::default().rule("busy"), None);
    }

    #[test]
    fn the_next_number_is_the_one_that_helped_last() {
        let number = |digits: u64, success: Option<i64>| {
            (Phone::from_e164(digits).unwrap(), success.map(Moment::from_millis))
        };
        let all = [
            number(74_950_000_001, None),
            number(74_950_000_002, Some(5)),
            number(74_950_000_003, Some(9)),
            number(74_950_000_001, None),
        ];
        let phone = |digits| Phone::from_e164(digits).unwrap();
        let next = |dialled| other_number(&all, &phone(dialled), &[], false).unwrap().number();
        assert_eq!(next(74_950_000_003), 74_950_000_002);
        assert_eq!(next(74_950_000_002), 74_950_000_001);
        assert_eq!(next(74_950_000_001), 74_950_000_003);
        // A number that is not his: from the beginning.
        assert_eq!(next(74_950_000_009), 74_950_000_003);
        // The first one that was dialled was nobody's choice.
        let first = other_number(&all, &phone(74_950_000_002), &[], true);
        assert_eq!(first.map(|phone| phone.number()), Some(74_950_000_003));
        assert_eq!(other_number(&all[..1], &phone(74_950_000_001), &[], false), None);
        // One that was dialled in the same attempt is left out while there is another, and is better than none.
        let behind = |tried: &[Phone]| other_number(&all, &phone(74_950_000_003), tried, false);
        assert_eq!(behind(&[phone(74_950_000_002)]), Some(phone(74_950_000_001)));
        assert_eq!(behind(&[phone(74_950_000_002), phone(74_950_000_001)]), Some(phone(74_950_000_002)));
    }

    proptest! {
        #[test]
        fn nobody_is_called_outside_of_his_hours(
            last in 1_700_000_000_000_i64..1_900_000_000_000,
            minutes in 0_u32..5000,
            shift in 0_usize..4,
            from in 0_u32..23,
            length in 1_u32..23,
        ) {
            let (last, times) = (Moment::from_millis(last), hours(from, (from + length).min(23)));
            let shift = Shift::ALL[shift];
            let rule = Rule { outcome: "x".into(), minutes, shift, other_number: false, most: 1 };
            let due = rule.due(last, &times, Omsk).unwrap();
            prop_assert!(times.open_at(due), "{due:?}");
            prop_assert!(due.millis() >= last.millis() + i64::from(minutes) * MINUTE_MS);
            prop_assert!(shift.is_kept(last, due, Omsk) || last.date_in(Omsk) < due.date_in(Omsk));
        }
    }
}
