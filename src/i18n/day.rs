//! An operator's day in words.

use chrono_tz::Tz;

use super::{Calendar, Message, Texts};
use crate::desk::catalog::Catalog;
use crate::desk::day::{Campaign, DayReport, LooseEnd, Morning};
use crate::domain::day::{Effort, OperatorState};
use crate::domain::text::clean_line;
use crate::domain::time::{MINUTE_MS, Moment};
use crate::say;

/// Overdue promises that are named by their time.
const NAMED: usize = 3;

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
            let last = self.moment(open.day.since, calendar);
            line(true, &say!("morning-open-day", since = since, last = last, state = state));
        }
        if let Some((from, to)) = morning.planned {
            let times = (self.time(from, zone), self.time(to, zone));
            line(false, &say!("morning-shift", from = times.0, to = times.1, zone = self.zone(zone, from)));
        }
        let overdue = &morning.promises.overdue;
        if !overdue.is_empty() {
            let named = overdue.iter().take(NAMED).map(|due| self.moment(*due, calendar));
            let mut named = named.collect::<Vec<_>>().join(", ");
            if overdue.len() > NAMED {
                named.push('…');
            }
            line(true, &say!("morning-overdue", count = overdue.len(), named = named));
        }
        if let Some(first) = morning.promises.today.first() {
            let count = morning.promises.today.len();
            line(false, &say!("morning-promises", count = count, first = self.time(*first, zone)));
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

    fn campaign(&self, campaign: &Campaign, calendar: Calendar) -> Message {
        let plus = if campaign.capped { "+" } else { "" };
        let (name, open, now) = (clean_line(&campaign.name), campaign.open, campaign.now);
        match campaign.opens {
            Some(opens) => say!(
                "morning-campaign-asleep",
                name = name,
                open = open,
                plus = plus,
                now = now,
                asleep = campaign.asleep,
                opens = self.moment(opens, calendar)
            ),
            None => say!("morning-campaign", name = name, open = open, plus = plus, now = now),
        }
    }

    /// What is left to do before a day can be closed.
    pub fn loose_end(&self, end: &LooseEnd, zone: Tz, now: Moment) -> Message {
        let calendar = Calendar { now, zone };
        let code = |client: crate::domain::ids::ClientId| {
            crate::domain::ids::code(crate::domain::ids::RecordId::as_u64(client))
        };
        match *end {
            LooseEnd::Draft => say!("end-draft"),
            LooseEnd::Taken { client, .. } => say!("end-taken", client = code(client)),
            LooseEnd::Overdue { client, due, .. } => {
                say!("end-overdue", client = code(client), due = self.moment(due, calendar))
            }
            LooseEnd::Unkept { client, due, .. } => {
                say!("end-unkept", client = code(client), due = self.moment(due, calendar))
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

    /// A day in eight lines.
    pub fn day_report(&self, report: &DayReport, zone: Tz, now: Moment) -> Vec<String> {
        let calendar = Calendar { now, zone };
        let DayReport { day, tally, shift, until } = report;
        let span = |ms: i64| Self::stopwatch(ms / 1000);
        let of = |wanted: &[OperatorState]| span(tally.time(|state| wanted.contains(&state)));
        let length = span(day.length_ms(*until));
        let from = self.moment(day.opened, calendar);
        let first = match day.closed {
            Some(closed) => {
                say!("report-closed", from = from, to = self.time(closed, zone), length = length)
            }
            None => say!("report-open", from = from, length = length),
        };
        let (kept, broken) = tally.promises();
        let late_ms = tally.time(|state| state == OperatorState::AfterCallLate);
        let paused = span(tally.time(|state| matches!(state, OperatorState::Paused(_))));
        let training = span(tally.time(|state| matches!(state, OperatorState::Training(_))));
        let sum = span(tally.time(|_| true));
        let effort = match tally.median() {
            Some(median) => say!("report-effort", count = tally.results(), median = self.effort(median)),
            None => say!("report-no-effort"),
        };
        [
            first,
            say!("report-calls", calls = shift.calls, talks = shift.talks, sales = shift.sales),
            say!("report-promises", kept = kept, all = kept + broken),
            say!(
                "report-work",
                talking = of(&[OperatorState::Talking]),
                after = of(&[OperatorState::AfterCall, OperatorState::AfterCallLate]),
                late = late_ms / MINUTE_MS
            ),
            say!(
                "report-wait",
                ready = of(&[OperatorState::Ready, OperatorState::Ringing]),
                preview = of(&[OperatorState::Preview])
            ),
            say!(
                "report-pauses",
                paused = paused,
                training = training,
                offline = of(&[OperatorState::Offline])
            ),
            effort,
            say!("report-sum", sum = sum, length = span(day.length_ms(*until))),
        ]
        .iter()
        .map(|line| self.say(line))
        .collect()
    }
}
