//! How call jobs are drawn.

use chrono::Weekday;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::job::{Act, Card, Jobs, Over};
use super::picker::window;
use crate::desk::jobs::{JobCard, RowTold};
use crate::domain::ids::{RecordId, code};
use crate::domain::job::JobState;
use crate::domain::job::heat::Heat;
use crate::domain::job::load::Verdict;
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// All days of a week.
const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// What Enter does on each line of a card, in the order of [`lines`].
pub(super) fn acts(card: &JobCard) -> Vec<Option<Act>> {
    let step = (card.list.job.state != JobState::Finished).then_some(Act::Step);
    let loads = card.loads.first().into_iter().flat_map(|load| {
        let rows = Verdict::ALL.into_iter().filter(|verdict| load.sums.of(*verdict) > 0);
        rows.map(|verdict| Some(Act::Rows(load.load, verdict)))
    });
    let fill = (card.list.job.state != JobState::Finished).then_some(Act::Load);
    let set = fill.map(|_| Act::Set);
    std::iter::once(step).chain(loads).chain([fill, set, Some(Act::Heat)]).collect()
}

/// The lines of a card that something can be done with.
fn lines<'a>(card: &Card, told: &JobCard, env: &Env) -> Vec<Line<'a>> {
    let running = told.list.job.state == JobState::Running;
    let step = match (told.list.job.state, card.armed) {
        (JobState::Finished, _) => ("jobs-over", Role::Muted),
        (JobState::Running, true) => ("jobs-pause-sure", Role::Warning),
        (JobState::Running, false) => ("jobs-pause", Role::Text),
        (_, true) => ("jobs-start-sure", Role::Warning),
        _ if !told.missing.is_empty() => ("jobs-cannot-start", Role::Forbidden),
        (JobState::Paused, false) => ("jobs-go-on", Role::Good),
        (_, false) => ("jobs-start", Role::Good),
    };
    let sign = if running || told.missing.is_empty() { "▸" } else { "■" };
    let mut out = vec![Line::styled(format!("{sign} {}", env.text(step.0)), env.style(step.1))];
    if let Some(load) = told.loads.first() {
        for verdict in Verdict::ALL.into_iter().filter(|verdict| load.sums.of(*verdict) > 0) {
            let (what, count) = (env.texts.word(&verdict), load.sums.of(verdict));
            let part = env.say(&say!("load-part", what = what, count = count));
            let said = say!("jobs-load-rows", load = load.load.as_u64().to_string(), what = part);
            let role = if verdict.is_taken() { Role::Text } else { Role::Warning };
            out.push(Line::styled(format!("▸ {}", env.say(&said)), env.style(role)));
        }
    }
    let fill = if told.list.job.state == JobState::Finished { Role::Muted } else { Role::Text };
    out.push(Line::styled(format!("▸ {}", env.text("jobs-load")), env.style(fill)));
    out.push(Line::styled(format!("▸ {}", env.text("jobs-set")), env.style(fill)));
    out.push(Line::styled(format!("▸ {}", env.text("jobs-heat")), env.style(Role::Text)));
    out
}

/// What a card only tells, line by line: first what is missing.
fn facts<'a>(card: &Card, told: &JobCard, model: &Model, env: &Env) -> Vec<Line<'a>> {
    let texts = &env.texts;
    let mut out = Vec::new();
    if let Some(failure) = &card.failure {
        out.push(Line::styled(env.say(&failure.text), env.style(Role::Forbidden)));
        out.extend(failure.hint.as_ref().map(|hint| Line::styled(env.say(hint), env.style(Role::Muted))));
    }
    if told.list.job.state.may_start() {
        let missing = told.missing.iter().map(|one| env.say(&texts.missing(*one)));
        out.extend(missing.map(|said| Line::styled(format!("  ■ {said}"), env.style(Role::Forbidden))));
    }
    let text = |said: String| Line::styled(said, env.style(Role::Text));
    out.push(text(env.say(&say!("job-rows", count = told.progress.all()))));
    out.push(text(texts.row_states(&told.progress)));
    out.push(text(env.say(&texts.penetration(&told.progress))));
    let strip: Vec<String> = told.strip.iter().map(|strip| texts.strip(strip, env.calendar())).collect();
    if !strip.is_empty() {
        out.push(Line::styled(strip.join(" · "), env.style(Role::Accent)));
    }
    if told.abroad > 0 {
        out.push(text(env.say(&say!("strip-abroad", count = told.abroad))));
    }
    let about = texts.job_facts(&told.list, told.script, &model.catalog);
    out.extend(about.iter().map(|fact| Line::styled(env.say(fact), env.style(Role::Muted))));
    out
}

/// Draws what is open.
pub(super) fn view(jobs: &Jobs, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
    let screen = frame.area();
    let width = screen.width.saturating_sub(4).min(104);
    let most = screen.height.saturating_sub(6);
    let Some(card) = &jobs.open else {
        return list(jobs, frame, model, env, hits, (width, most));
    };
    let name = model.catalog.list(card.list).map(|list| clean_line(&list.name)).unwrap_or_default();
    let Some(told) = &card.told else {
        let area = window(frame, env, hits, &name, (width, 3));
        let said = match &card.failure {
            Some(failure) => Line::styled(env.say(&failure.text), env.style(Role::Forbidden)),
            None => Line::styled(env.text("jobs-reading"), env.style(Role::Muted)),
        };
        draw::line(frame, Rect { height: 1, ..area }, &said);
        return;
    };
    match &card.over {
        Some(Over::Rows(asked, rows, picker)) => {
            let what = asked.verdict.map(|verdict| env.texts.word(&verdict)).unwrap_or_default();
            let said = say!("jobs-load-rows", load = asked.load.as_u64().to_string(), what = what);
            let rows: Vec<Line<'_>> = match rows {
                None => vec![Line::styled(env.text("jobs-reading"), env.style(Role::Muted))],
                Some(rows) if rows.is_empty() => {
                    vec![Line::styled(env.text("jobs-rows-none"), env.style(Role::Muted))]
                }
                Some(rows) => rows.iter().map(|row| row_line(row, env)).collect(),
            };
            let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(most);
            let area = window(frame, env, hits, &env.say(&said), (width, height));
            picker.view(frame, area, env, hits, &rows);
        }
        Some(Over::Heat(heat)) => heat_view(heat.as_deref(), &name, frame, env, hits, (width, most)),
        None => {
            let state = env.texts.word(&told.list.job.state);
            let title = env.say(&say!("job-title", job = name, state = state));
            let acts = lines(card, told, env);
            let facts = facts(card, told, model, env);
            let wrapped = draw::wrapped(&facts, usize::from(width.saturating_sub(4)));
            let wanted = acts.len() + 1 + wrapped.len();
            let height = u16::try_from(wanted).unwrap_or(u16::MAX).min(most);
            let area = window(frame, env, hits, &title, (width, height));
            // What can be done stands below what is told, and always has its place: that scrolls, what is told does not.
            let told = u16::try_from(wrapped.len()).unwrap_or(u16::MAX);
            let few = area.height / 3;
            let below = u16::try_from(acts.len()).unwrap_or(u16::MAX);
            let below = below.min(area.height.saturating_sub(told.saturating_add(1)).max(few)).max(1);
            let above = area.height.saturating_sub(below + 1);
            let at = Rect { height: above, ..area };
            for (y, line) in (at.y..at.bottom()).zip(&wrapped) {
                draw::line(frame, Rect { y, height: 1, ..at }, line);
            }
            let at = Rect { y: area.y + above + 1, height: below, ..area }.intersection(area);
            card.lines.view(frame, at, env, hits, &acts);
        }
    }
}

/// The list of jobs: those that run first in the eye by their sign, in the order they were made.
fn list(
    jobs: &Jobs,
    frame: &mut Frame<'_>,
    model: &Model,
    env: &Env,
    hits: &mut HitMap,
    (width, most): (u16, u16),
) {
    let room = usize::from(width.saturating_sub(4));
    let rows: Vec<Line<'_>> = model
        .catalog
        .lists()
        .map(|list| {
            let (sign, role) = match list.job.state {
                JobState::Running => ("●", Role::Good),
                JobState::Paused => ("■", Role::Warning),
                _ => ("·", Role::Muted),
            };
            let about = format!("{}, {}", env.texts.word(&list.job.state), env.texts.word(&list.purpose));
            let name = draw::cell(&clean_line(&list.name), room.saturating_sub(34));
            Line::from(vec![
                Span::styled(format!("{sign} "), env.style(role)),
                Span::styled(name, env.style(Role::Text)),
                Span::styled(format!(" {}", draw::cell(&about, 30)), env.style(Role::Muted)),
            ])
        })
        .collect();
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).clamp(1, most.max(1));
    let area = window(frame, env, hits, &env.text("jobs-title"), (width, height));
    if rows.is_empty() {
        let none = Line::styled(env.text("jobs-none"), env.style(Role::Muted));
        draw::line(frame, Rect { height: 1, ..area }, &none);
    }
    jobs.jobs.view(frame, area, env, hits, &rows);
}

fn row_line<'a>(row: &RowTold, env: &Env) -> Line<'a> {
    let client = row.row.client.map(|id| code(id.as_u64())).unwrap_or_default();
    Line::from(vec![
        Span::styled(format!("{:>7} ", row.row.line), env.style(Role::Muted)),
        Span::styled(draw::cell(&client, 12), env.style(Role::Muted)),
        Span::styled(clean_line(&row.name), env.style(Role::Text)),
    ])
}

/// The table of hours: shares where there were enough calls, counts in brackets where not.
fn heat_view(
    heat: Option<&Heat>,
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
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(most);
    let title = env.say(&say!("job-heat-title", job = name, count = heat.attempts()));
    let area = window(frame, env, hits, &title, (width, height));
    for (y, row) in (area.y..area.bottom()).zip(&rows) {
        draw::line(frame, Rect { y, height: 1, ..area }, row);
    }
}
