//! `dozvon script answers` and `dozvon script heat`: what calls have made of a script.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::args::Format;
use super::context::Context;
use super::fail::{Code, Fail};
use super::moment::moment_or_day;
use super::moment::stamp;
use super::out::{self, shown};
use super::record;
use super::table::{Cell, Table, pretty};
use crate::desk::scripts::{CallsOf, HeatOf, RepliesOf, SurveyOf};
use crate::domain::ids::{RecordId, code};
use crate::domain::script::question::Reply;
use crate::domain::script::survey::{Answers, Tally};
use crate::domain::time::Moment;
use crate::i18n::{Calendar, per_cent as share};
use crate::say;

/// Which calls.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Calls {
    #[arg(value_name = "CODE")]
    pub(super) code: String,
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
}

impl Calls {
    pub(super) fn asked(&self, context: &Context) -> Result<CallsOf, Fail> {
        let time = |text: &Option<String>| text.as_deref().map(|text| moment(context, text)).transpose();
        Ok(CallsOf { code: self.code.clone(), since: time(&self.since)?, until: time(&self.until)? })
    }
}

fn moment(context: &Context, text: &str) -> Result<Moment, Fail> {
    moment_or_day(text, context.zone()).ok_or_else(|| {
        let what = say!("error-not-a-time", text = shown(text, 40));
        context.fail(Code::Usage, &what, Some(&say!("hint-since")))
    })
}

/// Prints how the questions of a script were answered: counts and shares, each share with the number it is of.
pub(super) fn answers(context: &Context, calls: &Calls, rows: bool) -> Result<(), Fail> {
    let asked = calls.asked(context)?;
    if rows {
        return replies(context, asked);
    }
    let seat = context.sit_down()?;
    let (count, tallies) =
        seat.desk.query(&seat.who, context.now(), &SurveyOf(asked)).map_err(context.desk_failed())?;
    let mut table = Table::new(&[
        "table-question",
        "table-title",
        "table-answer",
        "table-count",
        "table-share",
        "table-n",
    ]);
    for tally in &tallies {
        push(context, &mut table, tally);
    }
    match context.format() {
        Format::Json | Format::Ndjson => {
            let value =
                json!({ "calls": count, "questions": tallies.iter().map(object).collect::<Vec<_>>() });
            let text = if context.format() == Format::Json { pretty(&value) } else { format!("{value}\n") };
            out::print(&context.texts, &text)
        }
        Format::Csv => table.print(context),
        Format::Table => {
            if tallies.is_empty() {
                out::remark(&context.texts.get("no-questions"));
            } else {
                out::remark(&context.say(&say!("answers-of", calls = count)));
            }
            table.print(context)
        }
    }
}

/// The rows of one question: its answers, and those without one.
fn push(context: &Context, table: &mut Table, tally: &Tally) {
    let mut row = |answer: Cell, count: u64, of: Of| {
        table.push(vec![
            tally.code.as_str().into(),
            tally.title.as_str().into(),
            answer,
            count.into(),
            of.share(context, tally, count),
            of.whole(tally).into(),
        ]);
    };
    let n = Of::Answered;
    match &tally.answers {
        Answers::Choices(choices) => {
            choices.iter().for_each(|(_, text, count)| row(text.as_str().into(), *count, n))
        }
        Answers::Numbers(numbers) => {
            numbers
                .iter()
                .for_each(|(number, count)| row(number.0.normalize().to_string().into(), *count, n));
            if let Some((mean, median)) = tally.mean_and_median() {
                let (mean, median) = (mean.round_dp(2).normalize(), median.round_dp(2).normalize());
                let text = say!("answers-mean", mean = mean.to_string(), median = median.to_string());
                row(context.say(&text).into(), tally.answered, n);
            }
        }
        Answers::Dates(dates) => dates.iter().for_each(|(date, count)| {
            row(Cell::both(context.texts.date(*date), date.to_string()), *count, n);
        }),
        Answers::Texts(texts) => texts.iter().for_each(|text| row(format!("«{text}»").into(), 1, n)),
    }
    if tally.declined > 0 {
        row(context.texts.get("answers-declined").into(), tally.declined, Of::Asked);
    }
    if tally.left() > 0 {
        row(context.texts.get("answers-left").into(), tally.left(), Of::Asked);
    }
}

/// Whom a share is of.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// Those who answered.
    Answered,
    /// Those who were asked.
    Asked,
}

impl Of {
    /// How many they are.
    pub(super) fn whole(self, tally: &Tally) -> u64 {
        match self {
            Self::Answered => tally.answered,
            Self::Asked => tally.asked,
        }
    }

    /// So many of them, in per cent; a person is told of whom.
    pub(super) fn share(self, context: &Context, tally: &Tally, count: u64) -> Cell {
        let said = |share: &str| match self {
            Self::Answered => context.say(&say!("per-cent-answered", share = share)),
            Self::Asked => context.say(&say!("per-cent-asked", share = share)),
        };
        per_cent_cell(share(count, self.whole(tally)), said)
    }
}

/// A share: in words to a person, a number to a machine; nothing of nothing.
fn per_cent_cell(share: Option<Decimal>, said: impl Fn(&str) -> String) -> Cell {
    let Some(share) = share.map(|share| share.to_string()) else { return Cell::none() };
    let value = serde_json::from_str(&share).unwrap_or(Value::Null);
    Cell::both(said(&share), value)
}

fn object(tally: &Tally) -> Value {
    let counted = |answer: Value, count: u64| json!({ "answer": answer, "count": count });
    let answers: Vec<Value> = match &tally.answers {
        Answers::Choices(choices) => choices
            .iter()
            .map(|(key, text, count)| json!({ "code": key, "answer": text, "count": count }))
            .collect(),
        Answers::Numbers(numbers) => numbers
            .iter()
            .map(|(number, count)| counted(json!(number.0.normalize().to_string()), *count))
            .collect(),
        Answers::Dates(dates) => dates.iter().map(|(date, count)| counted(json!(date), *count)).collect(),
        Answers::Texts(texts) => texts.iter().map(|text| json!(text)).collect(),
    };
    let (mean, median) = tally.mean_and_median().unzip();
    let text = |number: Option<Decimal>| number.map(|number| number.round_dp(4).normalize().to_string());
    json!({
        "question": tally.code,
        "title": tally.title,
        "asked": tally.asked,
        "answered": tally.answered,
        "declined": tally.declined,
        "left": tally.left(),
        "mean": text(mean),
        "median": text(median),
        "answers": answers,
    })
}

/// Prints every reply of every call.
fn replies(context: &Context, asked: CallsOf) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let rows = seat.desk.query(&seat.who, context.now(), &RepliesOf(asked)).map_err(context.desk_failed())?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table = Table::new(&[
        "table-began",
        "table-client",
        "table-operator",
        "table-question",
        "table-title",
        "table-answered",
        "table-answer",
    ]);
    for row in &rows {
        let (word, state) = match &row.reply {
            Some(Reply::Declined) => ("declined", "answers-declined"),
            Some(_) => ("answered", "answers-given"),
            None => ("left", "answers-left"),
        };
        table.push(vec![
            Cell::both(stamp(context, row.at), record::stamp(row.at)),
            code(row.client.as_u64()).into(),
            catalog.user(row.owner).map_or("", |user| user.name.as_str()).into(),
            row.question.as_str().into(),
            row.title.as_str().into(),
            Cell::both(context.texts.get(state), word),
            match &row.reply {
                Some(Reply::Date(date)) => Cell::both(context.texts.date(*date), date.to_string()),
                _ => row.said.as_str().into(),
            },
        ]);
    }
    table.print(context)
}

/// Prints how calls move through a script: the share that comes to each step, where it goes on, ends and is lost.
pub(super) fn heat(context: &Context, calls: &Calls) -> Result<(), Fail> {
    let asked = calls.asked(context)?;
    let (since, until) = (asked.since, asked.until.unwrap_or_else(|| context.now()));
    let seat = context.sit_down()?;
    let (count, steps) =
        seat.desk.query(&seat.who, context.now(), &HeatOf(asked)).map_err(context.desk_failed())?;
    if context.format() == Format::Table {
        out::remark(&context.say(&say!("heat-of", calls = count)));
    }
    let mut table = Table::new(&[
        "table-step",
        "table-title",
        "table-calls",
        "table-share",
        "table-reads",
        "table-ended",
        "table-lost",
        "table-goes-on",
    ]);
    for step in &steps {
        let next: Vec<String> = step.next.iter().map(|(to, count)| format!("{to} {count}")).collect();
        let next_value: Vec<Value> =
            step.next.iter().map(|(to, count)| json!({ "step": to, "count": count })).collect();
        table.push(vec![
            step.step.as_str().into(),
            step.title.as_str().into(),
            step.calls.into(),
            per_cent_cell(share(step.calls, count), |share| context.say(&say!("per-cent", share = share))),
            step.reads.into(),
            step.ended.into(),
            step.lost.into(),
            Cell::both(next.join(", "), next_value),
        ]);
    }
    table.print(context)?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    for change in catalog.flag_changes(since, until) {
        out::remark(&context.texts.flag_change(&change, calendar));
    }
    Ok(())
}
