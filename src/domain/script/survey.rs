//! What all calls together have answered to the questions of a script.

use std::collections::{BTreeMap, HashMap, VecDeque};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::question::{Number, QuestionKind, Reply};
use super::run::text_of;
use super::{Script, Step};
use crate::domain::interaction::ScriptRun;

/// Free texts that are kept of one question, the latest ones.
pub const TEXTS_MAX: usize = 1000;

/// Counts of the answers to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Code of the question.
    pub code: String,
    /// Its title in the newest version that asks it.
    pub title: String,
    /// Calls in which it was asked; those that skipped it are not among them.
    pub asked: u64,
    /// Calls in which it was answered: the whole every share is of.
    pub answered: u64,
    /// Calls in which the client would not answer.
    pub declined: u64,
    /// What was answered.
    pub answers: Answers,
}

/// What was answered to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Choices: key, text and count, in the order of the script, those of earlier versions last. Of several choices a call
    /// may count for each.
    Choices(Vec<(String, String, u64)>),
    /// Numbers and places on a scale, smallest first, each with its count.
    Numbers(Vec<(Number, u64)>),
    /// Days, earliest first, each with its count.
    Dates(Vec<(NaiveDate, u64)>),
    /// The latest texts, at most [`TEXTS_MAX`]; empty ones are not among them.
    Texts(Vec<String>),
}

impl Tally {
    /// Calls that were asked and left the script without a word on it.
    pub fn left(&self) -> u64 {
        self.asked.saturating_sub(self.answered).saturating_sub(self.declined)
    }

    /// Mean and median of numbers; `None` when there are none.
    pub fn mean_and_median(&self) -> Option<(Decimal, Decimal)> {
        let Answers::Numbers(numbers) = &self.answers else { return None };
        let count: u64 = numbers.iter().map(|(_, count)| count).sum();
        let total = numbers.iter().try_fold(Decimal::ZERO, |sum, (number, count)| {
            sum.checked_add(number.0.checked_mul(Decimal::from(*count))?)
        })?;
        let at = |place: u64| {
            let mut before = 0;
            let found = numbers.iter().find(|(_, count)| {
                before += count;
                before > place
            });
            found.map(|(number, _)| number.0)
        };
        let (low, high) = (at(count.checked_sub(1)? / 2)?, at(count / 2)?);
        let median = low.checked_add(high)?.checked_div(Decimal::TWO)?;
        Some((total.checked_div(Decimal::from(count))?, median))
    }
}

#[derive(Default)]
struct Counting {
    asked: u64,
    answered: u64,
    declined: u64,
    choices: HashMap<String, u64>,
    numbers: BTreeMap<Number, u64>,
    dates: BTreeMap<NaiveDate, u64>,
    texts: VecDeque<String>,
}

/// Counts the answers of many calls.
#[derive(Default)]
pub struct Survey {
    calls: u64,
    questions: HashMap<String, Counting>,
}

impl Survey {
    /// Counts one call, which read this version of the script. Of a question that was asked twice the last reply counts.
    pub fn add(&mut self, script: &Script, run: &ScriptRun) {
        self.calls += 1;
        let mut replies: BTreeMap<&str, Option<&Reply>> = BTreeMap::new();
        for read in &run.path {
            let question = script.step(&read.step).and_then(|step| step.question.as_ref());
            let Some(question) = question else { continue };
            let reply = replies.entry(&question.code).or_default();
            *reply = read.replied().or(*reply);
        }
        for (code, reply) in replies {
            self.questions.entry(code.to_owned()).or_default().add(reply);
        }
    }

    /// Adds what was counted elsewhere. Of free texts the latest of both stay, those of `other` behind these.
    pub fn merge(&mut self, other: Self) {
        self.calls += other.calls;
        for (code, more) in other.questions {
            let Counting { asked, answered, declined, choices, numbers, dates, texts } = more;
            let counted = self.questions.entry(code).or_default();
            counted.asked += asked;
            counted.answered += answered;
            counted.declined += declined;
            choices.into_iter().for_each(|(key, count)| *counted.choices.entry(key).or_default() += count);
            numbers.into_iter().for_each(|(key, count)| *counted.numbers.entry(key).or_default() += count);
            dates.into_iter().for_each(|(key, count)| *counted.dates.entry(key).or_default() += count);
            counted.texts.extend(texts);
            let over = counted.texts.len().saturating_sub(TEXTS_MAX);
            counted.texts.drain(..over);
        }
    }

    /// Calls that were counted.
    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// The counts of every question: those of the newest version in its order, then those only earlier ones asked.
    pub fn tallies<'s>(self, versions: impl Iterator<Item = &'s Script>) -> Vec<Tally> {
        let mut versions: Vec<&Script> = versions.collect();
        versions.sort_by_key(|script| std::cmp::Reverse(script.version));
        let mut questions = self.questions;
        let mut out = Vec::new();
        for script in &versions {
            for (step, question) in script.questions() {
                if out.iter().any(|tally: &Tally| tally.code == question.code) {
                    continue;
                }
                let counted = questions.remove(&question.code).unwrap_or_default();
                let Counting { asked, answered, declined, .. } = counted;
                let answers = counted.answers(&question.kind, step, &versions);
                let (code, title) = (question.code.clone(), question.title.clone());
                out.push(Tally { code, title, asked, answered, declined, answers });
            }
        }
        out
    }
}

impl Counting {
    fn add(&mut self, reply: Option<&Reply>) {
        self.asked += 1;
        match reply {
            None => return,
            Some(Reply::Declined) => {
                self.declined += 1;
                return;
            }
            Some(Reply::Choice(key)) => *self.choices.entry(key.clone()).or_default() += 1,
            Some(Reply::Choices(keys)) => {
                for key in keys {
                    *self.choices.entry(key.clone()).or_default() += 1;
                }
            }
            Some(Reply::Number(number)) => *self.numbers.entry(*number).or_default() += 1,
            Some(Reply::Date(date)) => *self.dates.entry(*date).or_default() += 1,
            Some(Reply::Text(text)) => {
                if !text.is_empty() {
                    if self.texts.len() == TEXTS_MAX {
                        self.texts.pop_front();
                    }
                    self.texts.push_back(text.clone());
                }
            }
        }
        self.answered += 1;
    }

    fn answers(mut self, kind: &QuestionKind, step: &Step, versions: &[&Script]) -> Answers {
        match kind {
            QuestionKind::Single | QuestionKind::Multiple { .. } => {
                let mut rows: Vec<(String, String, u64)> = Vec::new();
                for (_, answer) in step.options() {
                    let count = self.choices.remove(answer.key()).unwrap_or_default();
                    rows.push((answer.key().to_owned(), answer.text.clone(), count));
                }
                let mut gone: Vec<(String, u64)> = self.choices.into_iter().collect();
                gone.sort();
                for (key, count) in gone {
                    let steps = versions.iter().flat_map(|script| &script.steps);
                    let text = steps.map(|step| text_of(step, &key)).find(|text| *text != key);
                    rows.push((key.clone(), text.unwrap_or(&key).to_owned(), count));
                }
                Answers::Choices(rows)
            }
            QuestionKind::Number { .. } | QuestionKind::Scale { .. } => {
                Answers::Numbers(self.numbers.into_iter().collect())
            }
            QuestionKind::Date => Answers::Dates(self.dates.into_iter().collect()),
            QuestionKind::Text => Answers::Texts(self.texts.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{RecordId, ScriptId};
    use crate::domain::interaction::PathStep;
    use crate::domain::presets;
    use crate::domain::script::file::parse;

    fn script() -> Script {
        let (_, text) = presets::SCRIPTS.iter().find(|(name, _)| *name == "survey.toml").unwrap();
        parse(text).unwrap().0.into_script(ScriptId::from_u64(1), 1)
    }

    fn run(steps: &[(&str, Option<Reply>)]) -> ScriptRun {
        let read = |(step, reply): &(&str, Option<Reply>)| PathStep {
            step: (*step).to_owned(),
            answer: None,
            reply: reply.clone(),
        };
        ScriptRun { script: ScriptId::from_u64(1), path: steps.iter().map(read).collect() }
    }

    fn mark(number: i64) -> Option<Reply> {
        Some(Reply::Number(Number(number.into())))
    }

    #[test]
    fn two_counts_make_the_count_of_both() {
        let script = script();
        let runs = [
            run(&[("nps", mark(10)), ("why-low", Some(Reply::Text("Да".into())))]),
            run(&[("nps", mark(10)), ("channels", Some(Reply::Choices(vec!["phone".into()])))]),
            run(&[("nps", Some(Reply::Declined))]),
        ];
        let (mut whole, mut first, mut second) = (Survey::default(), Survey::default(), Survey::default());
        runs.iter().for_each(|run| whole.add(&script, run));
        first.add(&script, &runs[0]);
        runs[1..].iter().for_each(|run| second.add(&script, run));
        first.merge(second);
        assert_eq!(first.calls(), 3);
        assert_eq!(first.tallies([&script].into_iter()), whole.tallies([&script].into_iter()));
    }

    #[test]
    fn answers_are_counted_by_call_and_question() {
        let script = script();
        let mut survey = Survey::default();
        let several = Reply::Choices(vec!["phone".into(), "chat".into()]);
        survey.add(&script, &run(&[("hello", None), ("nps", mark(10)), ("channels", Some(several))]));
        // Asked twice: the last reply counts, once.
        survey.add(
            &script,
            &run(&[("nps", mark(3)), ("nps", mark(4)), ("why-low", Some(Reply::Text("Долго".into())))]),
        );
        survey.add(&script, &run(&[("nps", mark(4)), ("why-low", Some(Reply::Text(String::new())))]));
        survey.add(&script, &run(&[("nps", Some(Reply::Declined))]));
        survey.add(&script, &run(&[("nps", None)]));
        survey.add(&script, &run(&[("hello", None)]));
        let old = Some(Reply::Choice("gone".into()));
        survey.add(&script, &run(&[("often", old)]));
        assert_eq!(survey.calls(), 7);
        let tallies = survey.tallies([&script].into_iter());
        let of = |code: &str| tallies.iter().find(|tally| tally.code == code).unwrap();
        let nps = of("nps");
        assert_eq!((nps.asked, nps.answered, nps.declined, nps.left()), (5, 3, 1, 1));
        assert_eq!(nps.answers, Answers::Numbers(vec![(Number(4.into()), 2), (Number(10.into()), 1)]));
        assert_eq!(nps.mean_and_median(), Some((Decimal::from(6), Decimal::from(4))));
        let fix = of("fix");
        assert_eq!((fix.asked, fix.answered, &fix.answers), (2, 2, &Answers::Texts(vec!["Долго".into()])));
        let Answers::Choices(channels) = &of("channels").answers else { panic!() };
        assert_eq!(channels.iter().map(|(_, _, count)| *count).collect::<Vec<_>>(), [1, 0, 0, 1, 0]);
        let Answers::Choices(often) = &of("often").answers else { panic!() };
        assert_eq!(often.last().unwrap(), &("gone".to_owned(), "gone".to_owned(), 1));
        assert_eq!((of("best").asked, of("best").mean_and_median()), (0, None));
    }
}
