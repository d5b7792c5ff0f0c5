//! `dozvon job list`, `show`, `heat`, `next`.

use chrono::Weekday;
use serde_json::json;

use super::load::{sums_value, verdict};
use super::{job_named, load_numbered};
use crate::cli::args::Format;
use crate::cli::context::Context;
use crate::cli::fail::Fail;
use crate::cli::out::{self, shown};
use crate::cli::record::stamp;
use crate::cli::table::{Cell, Table, pretty};
use crate::desk::catalog::Catalog;
use crate::desk::jobs::{HeatOfJob, JobCard, JobOf, LoadOf, NextRows};
use crate::domain::ids::{RecordId, code};
use crate::domain::job::Operators;
use crate::domain::job::progress::RowState;
use crate::i18n::{Calendar, Texts, Word};
use crate::say;

/// Rows of a load that are shown to people.
const SHOWN: usize = 1000;
/// All days of a week.
const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// All jobs.
pub(super) fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table = Table::new(&[
        "table-id",
        "table-name",
        "table-state",
        "table-purpose",
        "table-rows",
        "table-open",
        "table-penetration",
        "table-priority",
        "table-owner",
    ]);
    for list in catalog.lists() {
        let card =
            seat.desk.query(&seat.who, context.now(), &JobOf(list.id)).map_err(context.desk_failed())?;
        let penetration = card.progress.penetration();
        table.push(vec![
            list.id.as_u64().into(),
            list.name.as_str().into(),
            Cell::both(context.texts.word(&list.job.state), list.job.state.code()),
            Cell::both(context.texts.word(&list.purpose), list.purpose.code()),
            card.progress.all().into(),
            card.progress.open().into(),
            Cell::both(format!("{} %", (penetration + 5) / 10), penetration as f64 / 10.0),
            u16::from(list.job.priority).into(),
            Cell::option(catalog.user(list.owner).map(|user| user.name.as_str())),
        ]);
    }
    if catalog.lists().next().is_none() && context.format() == Format::Table {
        out::remark(&context.texts.get("no-jobs"));
    }
    table.print(context)
}

/// Everything about a job.
pub(super) fn show(context: &Context, job: &str) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let list = job_named(context, &seat, job)?;
    let card = seat.desk.query(&seat.who, context.now(), &JobOf(list.id)).map_err(context.desk_failed())?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    let text = match context.format() {
        Format::Table => card_text(&context.texts, &card, &catalog, calendar),
        Format::Json => pretty(&card_value(&card, &catalog)),
        Format::Ndjson | Format::Csv => format!("{}\n", card_value(&card, &catalog)),
    };
    out::print(&context.texts, &text)
}

fn card_text(texts: &Texts, card: &JobCard, catalog: &Catalog, calendar: Calendar) -> String {
    let list = &card.list;
    let job = &list.job;
    let lines = texts.job_facts(list, card.script, catalog);
    let title = say!("job-title", job = &list.name, state = texts.word(&job.state));
    let lines = std::iter::once(&title).chain(&lines);
    let mut text: String = lines.map(|line| format!("{}\n", texts.say(line))).collect();
    let mut line = |said: String| text.push_str(&format!("{said}\n"));
    line(String::new());
    line(texts.say(&say!("job-rows", count = card.progress.all())));
    line(texts.row_states(&card.progress));
    line(texts.say(&texts.penetration(&card.progress)));
    for change in catalog.flag_changes(job.started, calendar.now) {
        line(texts.flag_change(&change, calendar));
    }
    for strip in &card.strip {
        line(texts.strip(strip, calendar));
    }
    if let Some(later) = card.later {
        line(texts.strip_later(later, calendar));
    }
    if card.abroad > 0 {
        line(texts.say(&say!("strip-abroad", count = card.abroad)));
    }
    for load in &card.loads {
        line(String::new());
        let (number, at) = (load.load.as_u64().to_string(), texts.moment(load.at, calendar));
        line(texts.say(&say!("job-load", load = number, at = at, source = texts.load_source(&load.source))));
        texts.load_lines(&load.sums).into_iter().for_each(&mut line);
    }
    if job.state.may_start() && !card.missing.is_empty() {
        line(String::new());
        line(texts.get("job-missing"));
        for one in &card.missing {
            line(format!("  {}", super::missing_line(texts, *one)));
        }
    }
    text
}

fn card_value(card: &JobCard, catalog: &Catalog) -> serde_json::Value {
    let list = &card.list;
    let job = &list.job;
    let operators = match &job.operators {
        Operators::Everybody => json!("all"),
        Operators::Named(users) => {
            json!(users.iter().filter_map(|id| catalog.user(*id)).map(|user| &user.name).collect::<Vec<_>>())
        }
    };
    let rules = job.recycle.rules().into_iter().map(|rule| {
        json!({
            "outcome": rule.outcome, "minutes": rule.minutes, "shift": rule.shift.code(),
            "other_number": rule.other_number, "most": rule.most,
        })
    });
    let states: serde_json::Map<String, serde_json::Value> = RowState::ALL
        .iter()
        .map(|state| (state.code().replace('-', "_"), card.progress.of(*state).into()))
        .collect();
    let strip = card
        .strip
        .iter()
        .map(|strip| json!({ "open": strip.open, "at": stamp(strip.at), "rows": strip.rows }));
    let loads = card.loads.iter().map(|load| {
        let mut value = sums_value(&load.sums);
        if let serde_json::Value::Object(fields) = &mut value {
            fields.insert("load".to_owned(), load.load.as_u64().into());
            fields.insert("at".to_owned(), stamp(load.at).into());
        }
        value
    });
    json!({
        "name": list.name,
        "state": job.state.code(),
        "purpose": list.purpose.code(),
        "script": list.script,
        "max_attempts": list.max_attempts,
        "label": list.label,
        "operators": operators,
        "from": job.from.map(|day| day.to_string()),
        "to": job.to.map(|day| day.to_string()),
        "priority": job.priority,
        "every_new": job.order.every_new,
        "share": job.order.share,
        "recycle": job.recycle.preset.code(),
        "rules": rules.collect::<Vec<_>>(),
        "cap": job.recycle.cap,
        "auto_next": job.auto_next,
        "owner": catalog.user(list.owner).map(|user| &user.name),
        "missing": card.missing.iter().map(|one| one.code()).collect::<Vec<_>>(),
        "rows": card.progress.all(),
        "states": states,
        "attempted": card.progress.attempted,
        "attempts": card.progress.attempts,
        "penetration": card.progress.penetration() as f64 / 10.0,
        "saturation": card.progress.saturation() as f64 / 10.0,
        "strip": strip.collect::<Vec<_>>(),
        "later": card.later.map(|(rows, at)| json!({ "rows": rows, "at": stamp(at) })),
        "abroad": card.abroad,
        "loads": loads.collect::<Vec<_>>(),
    })
}

/// The rows of a load.
pub(super) fn load(context: &Context, job: &str, load: &str, rows: Option<&str>) -> Result<(), Fail> {
    let wanted = rows.map(|text| verdict(context, text)).transpose()?.flatten();
    let load = load_numbered(context, load)?;
    let seat = context.sit_down_to_ask()?;
    let list = job_named(context, &seat, job)?;
    let limit = if context.is_for_machines() { usize::MAX } else { SHOWN };
    let ask = LoadOf { list: list.id, load, verdict: wanted, limit };
    let (told, rows) = seat.desk.query(&seat.who, context.now(), &ask).map_err(context.desk_failed())?;
    let mut table = Table::new(&["table-line", "table-verdict", "table-code", "table-name", "table-why"]);
    for one in &rows {
        table.push(vec![
            one.row.line.into(),
            Cell::both(context.texts.word(&one.row.verdict), one.row.verdict.code()),
            Cell::option(one.row.client.map(|id| code(id.as_u64())).as_deref()),
            one.name.as_str().into(),
            Cell::option(context.texts.kept_reason(&one.row).as_deref()),
        ]);
    }
    if context.format() == Format::Table {
        out::remark(&context.texts.load_lines(&told.sums).join("\n"));
    }
    table.print(context)
}

/// The best hours.
pub(super) fn heat(context: &Context, job: &str) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let list = job_named(context, &seat, job)?;
    let heat =
        seat.desk.query(&seat.who, context.now(), &HeatOfJob(list.id)).map_err(context.desk_failed())?;
    let texts = &context.texts;
    let Some((first, last)) = heat.hours() else {
        out::remark(&texts.get("job-heat-none"));
        return if context.is_for_machines() { out::print(texts, "[]\n") } else { Ok(()) };
    };
    if context.format() != Format::Table {
        let mut table =
            Table::new(&["table-weekday", "table-hour", "table-attempts", "table-answered", "table-share"]);
        for (day, hour) in DAYS.into_iter().flat_map(|day| (first..=last).map(move |hour| (day, hour))) {
            let cell = heat.cell(day, hour);
            table.push(vec![
                day.number_from_monday().into(),
                hour.into(),
                cell.attempts.into(),
                cell.answered.into(),
                Cell::both("", cell.share()),
            ]);
        }
        return table.print(context);
    }
    let mut lines =
        vec![texts.say(&say!("job-heat-title", job = shown(&list.name, 40), count = heat.attempts()))];
    let days: Vec<String> = DAYS.iter().map(|day| format!("{:>11}", texts.weekday_of(*day))).collect();
    lines.push(format!("     {}", days.concat()));
    for hour in first..=last {
        let cells = DAYS.iter().map(|day| {
            let cell = heat.cell(*day, hour);
            let said = match (cell.attempts, cell.share()) {
                (0, _) => "·".to_owned(),
                (attempts, None) => format!("({attempts})"),
                (attempts, Some(share)) => format!("{share} % /{attempts}"),
            };
            format!("{said:>11}")
        });
        lines.push(format!("{hour:>2}:00{}", cells.collect::<String>()));
    }
    lines.push(texts.get("job-heat-few"));
    if heat.nowhere > 0 {
        lines.push(texts.say(&say!("job-heat-nowhere", count = heat.nowhere)));
    }
    let best = heat
        .best(3)
        .into_iter()
        .map(|(day, hour, share)| format!("{} {hour}:00 — {share} %", texts.weekday_of(day)));
    let best: Vec<String> = best.collect();
    if !best.is_empty() {
        lines.push(texts.say(&say!("job-heat-best", hours = best.join(", "))));
    }
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    let changes = catalog.flag_changes(list.job.started, context.now());
    lines.extend(changes.iter().map(|change| texts.flag_change(change, calendar)));
    out::print(texts, &lines.iter().map(|line| format!("{line}\n")).collect::<String>())
}

/// What comes next.
pub(super) fn next(context: &Context, job: Option<&str>, count: usize) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let list = job.map(|job| job_named(context, &seat, job)).transpose()?.map(|list| list.id);
    let ask = NextRows { list, limit: count.min(SHOWN) };
    let rows = seat.desk.query(&seat.who, context.now(), &ask).map_err(context.desk_failed())?;
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    let mut table = Table::new(&[
        "table-place",
        "table-code",
        "table-name",
        "table-list",
        "table-rank",
        "table-attempts",
        "table-light",
    ]);
    for (place, row) in (1_usize..).zip(&rows) {
        let light = context.texts.light(row.gate.as_ref(), None, calendar);
        table.push(vec![
            place.into(),
            code(row.entry.client.as_u64()).into(),
            row.client.as_str().into(),
            Cell::option(row.list.as_deref()),
            Cell::both(context.texts.word(&row.rank), row.rank.key().trim_start_matches("rank-")),
            Cell::both(format!("{}/{}", row.entry.attempts, row.entry.max_attempts), row.entry.attempts),
            Cell::both(format!("{} {light}", Texts::light_sign(row.gate.as_ref())), row.gate.is_ok()),
        ]);
    }
    if rows.is_empty() && context.format() == Format::Table {
        out::remark(&context.texts.get("job-next-none"));
    }
    table.print(context)
}
