//! Answers to the questions of a script in words.

use rust_decimal::Decimal;

use super::{Calendar, Texts};
use crate::domain::client::ClientKind;
use crate::domain::outcome::write::flags as flags_of;
use crate::domain::outcome::{FlagChange, OutcomeFlags};
use crate::domain::script::segment::{Group, Segment};
use crate::domain::script::survey::{Answers, Tally};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::say;

/// A share in per cent, with one digit behind the comma; `None` of nothing.
pub fn per_cent(part: u64, whole: u64) -> Option<Decimal> {
    let part = Decimal::from(part).checked_mul(Decimal::ONE_HUNDRED)?;
    Some(part.checked_div(Decimal::from(whole))?.round_dp(1).normalize())
}

/// One answer to a question, for every part of the calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossRow {
    /// What was answered.
    pub answer: String,
    /// The same for a machine: a day as `2026-12-25`.
    pub value: String,
    /// Whether it is counted among those who were asked, not among those who answered.
    pub of_asked: bool,
    /// How often, in the order of the parts.
    pub counts: Vec<u64>,
}

impl Texts {
    /// By what calls are parted: «по городу».
    pub fn segment(&self, segment: &Segment) -> String {
        match segment {
            Segment::Reply(code) => self.say(&say!("segment-reply", question = clean_line(code))),
            other => self.get(&format!("segment-{}", other.code())),
        }
    }

    /// The name of a part of the calls.
    pub fn group(&self, group: &Group, now: Moment) -> String {
        match group {
            Group::Named(name) => clean_line(name),
            Group::Zone(zone) => self.zone(*zone, now),
            Group::Kind(ClientKind::Company) => self.get("show-company"),
            Group::Kind(ClientKind::Person) => self.get("show-person"),
            Group::Unknown => self.get("group-unknown"),
            Group::Others => self.get("group-others"),
        }
    }

    /// That a report is over calls of which a result has said different things.
    pub fn flag_change(&self, change: &FlagChange, calendar: Calendar) -> String {
        let said = |flags: OutcomeFlags| match flags_of(flags).as_slice() {
            [] => self.get("flags-none"),
            words => words.join(", "),
        };
        self.say(&say!(
            "flags-changed",
            name = clean_line(change.name.get(self.lang())),
            at = self.moment(change.at, calendar),
            before = said(change.before),
            after = said(change.after)
        ))
    }

    /// The answers to one question side by side. Free texts are only counted: whoever wants to read them asks without parts.
    pub fn cross_rows(&self, parts: &[&Tally]) -> Vec<CrossRow> {
        let mut rows: Vec<CrossRow> = Vec::new();
        for (place, tally) in parts.iter().enumerate() {
            for (answer, value, count) in self.counted(tally) {
                let row = rows.iter().position(|row| row.answer == answer);
                let row = row.unwrap_or_else(|| {
                    rows.push(CrossRow { answer, value, of_asked: false, counts: vec![0; parts.len()] });
                    rows.len() - 1
                });
                if let Some(cell) = rows.get_mut(row).and_then(|row| row.counts.get_mut(place)) {
                    *cell += count;
                }
            }
        }
        let declined: Vec<u64> = parts.iter().map(|tally| tally.declined).collect();
        let left: Vec<u64> = parts.iter().map(|tally| tally.left()).collect();
        for (key, counts) in [("answers-declined", declined), ("answers-left", left)] {
            if counts.iter().any(|count| *count > 0) {
                let answer = self.get(key);
                rows.push(CrossRow { value: answer.clone(), answer, of_asked: true, counts });
            }
        }
        rows
    }

    fn counted(&self, tally: &Tally) -> Vec<(String, String, u64)> {
        let alike = |said: String, count: u64| (said.clone(), said, count);
        match &tally.answers {
            Answers::Choices(choices) => {
                choices.iter().map(|(_, text, count)| alike(clean_line(text), *count)).collect()
            }
            Answers::Numbers(numbers) => numbers
                .iter()
                .map(|(number, count)| alike(number.0.normalize().to_string(), *count))
                .collect(),
            Answers::Dates(dates) => {
                dates.iter().map(|(date, count)| (self.date(*date), date.to_string(), *count)).collect()
            }
            Answers::Texts(texts) => {
                vec![alike(self.get("answers-words"), u64::try_from(texts.len()).unwrap_or(u64::MAX))]
            }
        }
    }
}
