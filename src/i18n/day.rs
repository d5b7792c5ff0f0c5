//! An operator's day in words.

use chrono_tz::Tz;

use super::counts::{at_least, counted};
use super::{Calendar, Message, Texts};
use crate::desk::catalog::Catalog;
use crate::desk::day::{Campaign, DayKeys, DayReport, LooseEnd, Morning, Promised};
use crate::domain::day::{Effort, OperatorState};
use crate::domain::ids::{ClientId, RecordId, code};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::say;

/// Overdue promises that are named by their time.
const NAMED: usize = 3;

/// Screens that are named at the end of a day.
const DEAREST: usize = 3;

/// A line of the start of a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MorningLine {
    /// What it says.
    pub text: String,
    /// Whether it can't wait.
    pub urgent: bool,
}

impl Texts {
    /// A state of an operator, with the name of the pause where it is one.
    pub fn operator_state(&self, state: OperatorState, catalog: &Catalog) -> String {
        let word = self.word(&state);
        match state.pause().and_then(|code| catalog.pause(code)) {
            Some(pause) => format!("{word}: {}", clean_line(pause.name.get(self.lang()))),
            None => word,
        }
    }

    /// What waits for an operator before the day begins. What nothing is known of is left out.
    pub fn morning(&self, morning: &Morning, zone: Tz, now: Moment) -> Vec<MorningLine> {
        let calendar = Calendar { now, zone };
        let mut lines = Vec::new();
        let mut line = |urgent: bool, message: &Message| {
            lines.push(MorningLine { text: self.say(message), urgent });
        };
        if let Some(open) = &morning.open {
            let (since, state) = (self.moment(open.day.opened, calendar), self.word(&open.day.state));
            match morning.ends {
                Some(ends) => {
                    let ends = self.moment(ends, calendar);
                    line(true, &say!("morning-day-before", since = since, ends = ends));
                }
                None => {
                    let last = self.moment(open.day.since, calendar);
                    line(true, &say!("morning-open-day", since = since, last = last, state = state));
                }
            }
        }
        if let Some((from, to)) = morning.planned {
            let times = (self.time(from, zone), self.time(to, zone));
            line(false, &say!("morning-shift", from = times.0, to = times.1, zone = self.zone(zone, from)));
        }
        let overdue = &morning.promises.overdue;
        if !overdue.is_empty() {
            let named = overdue.iter().take(NAMED).map(|promised| self.promised(promised, calendar));
            let mut named = named.collect::<Vec<_>>().join(", ");
            if overdue.len() > NAMED {
                named.push('…');
            }
            line(true, &say!("morning-overdue", count = overdue.len(), named = named));
        }
        let today = &morning.promises.today;
        // The first that has an hour: the others are kept whenever there is time.
        match today.iter().find(|promised| !promised.whole_day) {
            Some(first) => {
                let first = self.time(first.due, zone);
                line(false, &say!("morning-promises", count = today.len(), first = first));
            }
            None if !today.is_empty() => line(false, &say!("morning-promises-day", count = today.len())),
            None => {}
        }
        if let Some(first) = morning.missed.first() {
            let (count, first) = (morning.missed.len(), self.moment(*first, calendar));
            line(true, &say!("morning-missed", count = count, first = first));
        }
        for campaign in &morning.campaigns {
            line(false, &self.campaign(campaign, calendar));
        }
        if !morning.notices.is_empty() {
            line(true, &say!("morning-notices", count = morning.notices.len()));
        }
        if lines.is_empty() {
            lines.push(MorningLine { text: self.get("morning-nothing"), urgent: false });
        }
        lines
    }

    /// For when a call was promised: day and time, or the day alone.
    fn promised(&self, promised: &Promised, calendar: Calendar) -> String {
        let Promised { due, whole_day, zone } = *promised;
        if whole_day { self.day_of_client(due, zone, calendar) } else { self.moment(due, calendar) }
    }

    fn campaign(&self, campaign: &Campaign, calendar: Calendar) -> Message {
        let (open, more) = at_least(campaign.open, campaign.capped);
        let rows = say!("morning-rows", count = open, more = more);
        let now = counted(campaign.now, campaign.due_capped);
        let name = clean_line(&campaign.name);
        match campaign.opens {
            Some(opens) => {
                let (asleep, more) = at_least(campaign.asleep, campaign.due_capped);
                let opens = self.moment(opens, calendar);
                let asleep = say!("morning-asleep", count = asleep, more = more, opens = opens);
                say!("morning-campaign-asleep", name = name, rows = rows, now = now, asleep = asleep)
            }
            None => say!("morning-campaign", name = name, rows = rows, now = now),
        }
    }

    /// What is left to do before a day can be closed.
    pub fn loose_end(&self, end: &LooseEnd, zone: Tz, now: Moment) -> Message {
        let calendar = Calendar { now, zone };
        // Two clients may have one name: the code tells them apart, and finds him again.
        let who = |name: &str, client: ClientId| {
            let (name, code) = (clean_line(name), code(client.as_u64()));
            say!("end-client", name = name, code = code)
        };
        match end {
            LooseEnd::Rings { phone } => say!("end-rings", phone = self.phone(phone)),
            LooseEnd::Call { client, name } => say!("end-call", client = who(name, *client)),
            LooseEnd::Entering { typed } => say!("end-entering", typed = clean_line(typed)),
            LooseEnd::Note { client, name } => say!("end-note", client = who(name, *client)),
            LooseEnd::Taken { client, name, .. } => say!("end-taken", client = who(name, *client)),
            LooseEnd::Overdue { client, name, promised, .. } => {
                say!("end-overdue", client = who(name, *client), due = self.promised(promised, calendar))
            }
            LooseEnd::Unkept { client, name, promised, .. } => {
                say!("end-unkept", client = who(name, *client), due = self.promised(promised, calendar))
            }
            LooseEnd::Pause => say!("end-pause"),
        }
    }

    /// What a result has cost: «2 кл. 1,4 с».
    pub fn effort(&self, effort: Effort) -> String {
        let tenths = (effort.ms.saturating_add(50)) / 100;
        let seconds = self.tenths(u64::from(tenths));
        self.say(&say!("effort", keys = effort.keys, seconds = seconds))
    }

    /// The screens that took most keys, for the end of a day; `None` when nothing was counted.
    pub fn day_keys_line(&self, keys: &DayKeys) -> Option<String> {
        let screens = keys.screens.iter().filter(|sum| sum.keys > 0).take(DEAREST);
        let named: Vec<String> =
            screens.map(|sum| format!("{} {}", self.word(&sum.screen), sum.keys)).collect();
        (!named.is_empty())
            .then(|| self.say(&say!("report-keys", screens = named.join(", "), all = keys.keys())))
    }

    /// On which screens the keys of a day were pressed: a line for each, the dearest first.
    pub fn day_keys(&self, keys: &DayKeys, calendar: Calendar) -> String {
        let seconds = |ms: u64| self.tenths(ms.saturating_add(50) / 100);
        let from = self.moment(keys.day.opened, calendar);
        let (results, all, took) = (keys.results, keys.keys(), seconds(keys.ms()));
        let title = say!("day-keys-title", from = from, results = results, keys = all, seconds = took);
        let mut lines = vec![self.say(&title)];
        if keys.results == 0 {
            lines.push(self.get("day-keys-none"));
        }
        for sum in &keys.screens {
            let (keys, results) = (sum.keys, sum.results);
            let line = say!("day-keys-screen", keys = keys, seconds = seconds(sum.ms), results = results);
            lines.push(format!("  {:<24} {}", self.word(&sum.screen), self.say(&line)));
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// A day in eight lines.
    pub fn day_report(&self, report: &DayReport, zone: Tz, now: Moment) -> Vec<String> {
        let calendar = Calendar { now, zone };
        let DayReport { day, tally, shift, until, unopened } = report;
        let span = |ms: i64| Self::stopwatch(ms / 1000);
        let states: [fn(OperatorState) -> bool; 9] = [
            |state| state == OperatorState::Talking,
            |state| matches!(state, OperatorState::AfterCall | OperatorState::AfterCallLate),
            |state| matches!(state, OperatorState::Ready | OperatorState::Ringing),
            |state| state == OperatorState::Preview,
            |state| matches!(state, OperatorState::Paused(_)),
            |state| matches!(state, OperatorState::Training(_)),
            |state| state == OperatorState::Offline,
            |state| state == OperatorState::LogIn,
            |state| state == OperatorState::Lag,
        ];
        let [talking, after, ready, preview, paused, training, offline, login, lag] =
            seconds(states.map(|of| tally.time(of))).map(Self::stopwatch);
        let length = span(day.length_ms(*until));
        let from = self.moment(day.opened, calendar);
        let first = match day.closed {
            Some(closed) => {
                say!("report-closed", from = from, to = self.time(closed, zone), length = length)
            }
            None if *unopened => say!("report-unopened", from = from, length = length),
            None => say!("report-open", from = from, length = length),
        };
        let late_ms = tally.time(|state| state == OperatorState::AfterCallLate);
        let sum = span(tally.time(|_| true));
        let effort = match tally.median() {
            Some(median) => say!("report-effort", count = tally.results(), median = self.effort(median)),
            None => say!("report-no-effort"),
        };
        [
            first,
            // A call that goes on is one already; its result is not.
            say!("report-calls", calls = shift.calls + shift.open, talks = shift.talks, sales = shift.sales),
            say!("report-promises", kept = shift.kept, all = shift.kept + shift.broken),
            say!("report-work", talking = talking, after = after, late = span(late_ms)),
            say!("report-wait", login = login, ready = ready, preview = preview),
            say!("report-pauses", paused = paused, training = training, offline = offline, lag = lag),
            effort,
            say!("report-sum", sum = sum, length = span(day.length_ms(*until))),
        ]
        .iter()
        .map(|line| self.say(line))
        .collect()
    }
}

/// Spans of milliseconds in whole seconds that sum up to the whole seconds of their sum: what was cut off goes to those that
/// lost most by it.
fn seconds<const N: usize>(parts: [i64; N]) -> [i64; N] {
    let all: i64 = parts.iter().sum();
    let mut left = all / 1000 - parts.iter().map(|ms| ms / 1000).sum::<i64>();
    let mut order: Vec<usize> = (0..N).collect();
    order.sort_by_key(|place| std::cmp::Reverse(parts.get(*place).map_or(0, |ms| ms % 1000)));
    let mut whole = parts.map(|ms| ms / 1000);
    for place in order {
        if let Some(part) = whole.get_mut(place).filter(|_| left > 0) {
            *part += 1;
            left -= 1;
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_cut_off_is_not_lost() {
        assert_eq!(seconds([1_600, 900, 500]), [2, 1, 0]);
        assert_eq!(seconds([999, 0, 0]), [0, 0, 0]);
        assert_eq!(seconds([0; 3]), [0; 3]);
    }

    proptest! {
        #[test]
        fn shown_parts_sum_up_to_the_shown_whole(parts in any::<[u32; 9]>()) {
            let parts = parts.map(i64::from);
            let shown = seconds(parts);
            prop_assert_eq!(shown.iter().sum::<i64>(), parts.iter().sum::<i64>() / 1000);
            for (ms, said) in parts.iter().zip(shown) {
                prop_assert!((said - ms / 1000) <= 1 && said >= ms / 1000);
            }
        }
    }
}
