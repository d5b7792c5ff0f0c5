//! What stands over the card of a call job: rows of a load, all loads, the rules, the best hours.

use chrono::Weekday;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::job::{Jobs, Over};
use super::listing::Listing;
use super::picker::{Picker, window};
use super::{job_rules, job_unload};
use crate::desk::jobs::{JobCard, NextRow, RowTold, Touched};
use crate::domain::ids::{RecordId, code};
use crate::domain::job::heat::Heat;
use crate::domain::outcome::FlagChange;
use crate::domain::text::clean_line;
use crate::i18n::Texts;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// All days of a week.
const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The widest a window gets, in cells.
const WIDEST: u16 = 104;

/// Draws it; the table of hours no larger than `size`.
pub(super) fn view(
    over: &Over,
    told: &JobCard,
    frame: &mut Frame<'_>,
    model: &Model,
    env: &Env,
    hits: &mut HitMap,
    size: (u16, u16),
) {
    let name = clean_line(&told.list.name);
    let cells = Listing::cells(frame, WIDEST);
    let mut list = |title: &str, keys: Option<&'static str>, picker: Picker, rows: &[Line<'_>]| {
        Listing { title, keys, widest: WIDEST }.view(frame, env, hits, picker, rows);
    };
    let muted = |key: &str| vec![Line::styled(env.text(key), env.style(Role::Muted))];
    match over {
        Over::Rows(asked, rows, picker) => {
            let what = asked.verdict.map(|verdict| env.texts.word(&verdict)).unwrap_or_default();
            let load = told.loads.iter().find(|load| load.load == asked.load);
            let at = load.map(|load| env.texts.moment(load.at, env.calendar())).unwrap_or_default();
            let title = env.say(&say!("jobs-load-rows", at = at, what = what));
            let rows = match rows {
                None => muted("jobs-reading"),
                Some(rows) if rows.is_empty() => muted("jobs-rows-none"),
                Some(rows) => rows.iter().map(|row| row_line(row, env)).collect(),
            };
            list(&title, None, *picker, &rows);
        }
        Over::Rules(picker) => {
            let title = env.say(&say!("jobs-rules-title", job = name));
            let rows = job_rules::lines(&told.list, &model.catalog, env, cells);
            let hint = if Jobs::may_make(model) { "jobs-rules-hint" } else { "jobs-rules-hint-look" };
            list(&title, Some(hint), *picker, &rows);
        }
        Over::Loads(picker) => {
            let title = env.say(&say!("jobs-loads-title", job = name));
            let rows = job_unload::lines(told, model, env, cells);
            let hint = if Jobs::may_make(model) { "jobs-loads-hint" } else { "jobs-loads-hint-look" };
            list(&title, Some(hint), *picker, &rows);
        }
        Over::Next(rows, picker) => {
            let title = env.say(&say!("jobs-next-title", job = name));
            let rows = match rows {
                None => muted("jobs-reading"),
                Some(rows) if rows.is_empty() => muted("jobs-next-none"),
                Some(rows) => {
                    rows.iter().enumerate().map(|(place, row)| next_line(place, row, env, cells)).collect()
                }
            };
            list(&title, Some("jobs-next-hint"), *picker, &rows);
        }
        Over::Stayed(rows, picker) => {
            let title = env.say(&say!("jobs-stayed-title", count = rows.len()));
            let rows: Vec<Line<'_>> = rows.iter().map(|row| stayed_line(row, env)).collect();
            list(&title, None, *picker, &rows);
        }
        Over::Heat(heat) => {
            let changes = model.catalog.flag_changes(told.list.job.started, env.now);
            heat_view(heat.as_deref(), &changes, &name, frame, env, hits, size);
        }
    }
}

fn row_line<'a>(row: &RowTold, env: &Env) -> Line<'a> {
    let client = row.row.client.map(|id| code(id.as_u64())).unwrap_or_default();
    let why = env.texts.kept_reason(&row.row).map(|why| format!(" · {why}")).unwrap_or_default();
    Line::from(vec![
        Span::styled(format!("{:>7} ", row.row.line), env.style(Role::Muted)),
        Span::styled(draw::cell(&client, 12), env.style(Role::Muted)),
        Span::styled(clean_line(&row.name), env.style(Role::Text)),
        Span::styled(why, env.style(Role::Muted)),
    ])
}

/// « 1 новый звонок  ООО «Протон»  можно: …»
fn next_line<'a>(place: usize, row: &NextRow, env: &Env, cells: usize) -> Line<'a> {
    let name = (cells / 3).clamp(16, 36);
    let role = if row.gate.is_ok() { Role::Good } else { Role::Forbidden };
    let light = Texts::light_sign(row.gate.as_ref());
    Line::from(vec![
        Span::styled(format!("{:>3} ", place + 1), env.style(Role::Muted)),
        Span::styled(draw::cell(&clean_line(&row.client), name), env.style(Role::Text)),
        Span::styled(format!(" {light} "), env.style(role)),
        Span::styled(draw::cell(&env.texts.word(&row.rank), 20), env.style(Role::Muted)),
        Span::styled(format!(" {}", env.texts.due(&row.entry, env.calendar())), env.style(Role::Time)),
    ])
}

/// «     3 00-00000012  Клиент 3 · попыток 2»
fn stayed_line<'a>(row: &Touched, env: &Env) -> Line<'a> {
    let attempts = env.say(&say!("jobs-stayed-attempts", count = row.entry.attempts));
    Line::from(vec![
        Span::styled(format!("{:>7} ", row.row.line), env.style(Role::Muted)),
        Span::styled(draw::cell(&code(row.entry.client.as_u64()), 12), env.style(Role::Muted)),
        Span::styled(clean_line(&row.name), env.style(Role::Text)),
        Span::styled(format!(" · {attempts}"), env.style(Role::Muted)),
    ])
}

/// The table of hours: shares where there were enough calls, counts in brackets where not.
fn heat_view(
    heat: Option<&Heat>,
    changes: &[FlagChange],
    name: &str,
    frame: &mut Frame<'_>,
    env: &Env,
    hits: &mut HitMap,
    (width, most): (u16, u16),
) {
    let Some((heat, (first, last))) = heat.and_then(|heat| Some((heat, heat.hours()?))) else {
        let area = window(frame, env, hits, name, (width, 1));
        let key = if heat.is_none() { "jobs-reading" } else { "job-heat-none" };
        draw::line(frame, Rect { height: 1, ..area }, &Line::styled(env.text(key), env.style(Role::Muted)));
        return;
    };
    let column = usize::from(width.saturating_sub(10) / 7).clamp(6, 12);
    let days = DAYS.iter().map(|day| format!("{:>column$}", env.texts.weekday_of(*day)));
    let mut rows = vec![Line::styled(format!("     {}", days.collect::<String>()), env.style(Role::Muted))];
    for hour in first..=last {
        let mut line = Line::styled(format!("{hour:>2}:00"), env.style(Role::Muted));
        for day in DAYS {
            let cell = heat.cell(day, hour);
            let (said, role) = match (cell.attempts, cell.share()) {
                (0, _) => ("·".to_owned(), Role::Faint),
                (attempts, None) => (format!("({attempts})"), Role::Muted),
                (_, Some(share)) if share >= 50 => (format!("{share} %"), Role::Good),
                (_, Some(share)) if share >= 25 => (format!("{share} %"), Role::Text),
                (_, Some(share)) => (format!("{share} %"), Role::Warning),
            };
            line.push_span(Span::styled(format!("{said:>column$}"), env.style(role)));
        }
        rows.push(line);
    }
    rows.push(Line::styled(env.text("job-heat-few"), env.style(Role::Muted)));
    let changed = changes
        .iter()
        .map(|change| Line::styled(env.texts.flag_change(change, env.calendar()), env.style(Role::Warning)));
    rows.extend(draw::wrapped(&changed.collect::<Vec<_>>(), usize::from(width.saturating_sub(4))));
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(most);
    let title = env.say(&say!("job-heat-title", job = name, count = heat.attempts()));
    let area = window(frame, env, hits, &title, (width, height));
    for (y, row) in (area.y..area.bottom()).zip(&rows) {
        draw::line(frame, Rect { y, height: 1, ..area }, row);
    }
}
