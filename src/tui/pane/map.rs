//! The deal stage map: stages passed, present, ahead.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::desk::dossier::DealInfo;
use crate::domain::deal::{DealStatus, StagePlace, StageView};
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use unicode_width::UnicodeWidthStr;

/// «Сделка: Пылесосы, опт»
pub(super) fn title(model: &Model, env: &Env) -> String {
    match model.deal() {
        None => env.text("map-title"),
        Some(info) => {
            let deals = model.card.dossier.as_ref().map_or(0, |dossier| dossier.deals.len());
            let name = clean_line(&info.deal.name);
            if deals > 1 {
                let place = model.deal.min(deals - 1) + 1;
                env.say(&say!("map-title-of", deal = name, place = place, count = deals))
            } else {
                env.say(&say!("map-title-deal", deal = name))
            }
        }
    }
}

/// Draws the map of the deal.
pub(super) fn view(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env) {
    let width = usize::from(area.width);
    let lines = match model.deal() {
        Some(info) => lines(info, env, width),
        None => {
            let key = if model.card.client.is_none() { "map-no-client" } else { "map-no-deal" };
            draw::wrapped(&[Line::styled(env.text(key), env.style(Role::Muted))], width)
        }
    };
    let first = model.map_scroll.min(lines.len().saturating_sub(usize::from(area.height)));
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(first)) {
        draw::line(frame, Rect { y, height: 1, ..area }, line);
    }
}

fn lines(info: &DealInfo, env: &Env, width: usize) -> Vec<Line<'static>> {
    let lang = env.texts.lang();
    let deal = &info.deal;
    let process = info.process.as_ref();
    let name = process.map(|process| process.name.get(lang).to_owned()).unwrap_or_default();
    let amount = deal.amount.map(|amount| env.texts.money(amount)).unwrap_or_default();
    let name_width = width.saturating_sub(amount.width() + 1);
    let mut lines = vec![Line::from(vec![
        Span::styled(draw::cell(&name, name_width), env.style(Role::Muted)),
        Span::styled(format!(" {amount}"), env.style(Role::Money)),
    ])];
    match &deal.status {
        DealStatus::Open => {}
        DealStatus::Won => {
            let when = deal.closed.map(|at| env.texts.day(at, env.calendar())).unwrap_or_default();
            lines.push(Line::styled(env.say(&say!("map-won", when = when)), env.style(Role::Good)));
        }
        DealStatus::Lost { reason } => {
            let when = deal.closed.map(|at| env.texts.day(at, env.calendar())).unwrap_or_default();
            let text = env.say(&say!("map-lost", when = when, reason = clean_line(reason)));
            lines.extend(draw::wrapped(&[Line::styled(text, env.style(Role::Warning))], width));
        }
    }
    let Some(process) = process else {
        lines.push(Line::styled(env.text("map-process-gone"), env.style(Role::Warning)));
        return lines;
    };
    if process.stages.is_empty() {
        lines.push(Line::styled(env.text("map-no-stages"), env.style(Role::Muted)));
    }
    for stage in deal.map(process, env.now) {
        lines.extend(stage_lines(&stage, env, width));
    }
    lines
}

/// The sign of a stage and the meaning of it.
fn sign(place: StagePlace) -> (&'static str, Role) {
    match place {
        StagePlace::Passed => ("✓", Role::Good),
        StagePlace::Skipped => ("–", Role::Muted),
        StagePlace::Current => ("◉", Role::Accent),
        StagePlace::Lost => ("✗", Role::Forbidden),
        StagePlace::Ahead => ("○", Role::Muted),
    }
}

/// «✓ Первичный контакт   03.11  2 дн»; a name too long for its column goes on below.
fn stage_lines(view: &StageView<'_>, env: &Env, width: usize) -> Vec<Line<'static>> {
    let (sign, role) = sign(view.place);
    let name = view.stage.name.get(env.texts.lang());
    let date = view.entered.map(|at| at.in_zone(env.zone).format("%d.%m").to_string()).unwrap_or_default();
    let days = days(view, env);
    // The end of the line is the column: a stage without dates has all of it for its name.
    let end = if days.is_empty() { 0 } else { date.width() + days.width() + 3 };
    let name_width = width.saturating_sub(2 + end);
    let name_role = match view.place {
        StagePlace::Current => Role::Accent,
        StagePlace::Ahead | StagePlace::Skipped => Role::Muted,
        StagePlace::Passed | StagePlace::Lost => Role::Text,
    };
    let days_role = if view.late { Role::Urgent } else { Role::Muted };
    let name = Line::styled(name.to_owned(), env.style(name_role));
    let mut rows = draw::wrapped(&[name], name_width).into_iter();
    let mut first = rows.next().unwrap_or_default();
    first.spans.insert(0, Span::styled(format!("{sign} "), env.style(role)));
    if !days.is_empty() {
        let pad = width.saturating_sub(first.width() + end);
        first.push_span(Span::raw(" ".repeat(pad)));
        first.push_span(Span::styled(format!(" {date}  "), env.style(Role::Muted)));
        first.push_span(Span::styled(days, env.style(days_role)));
    }
    let below = rows.map(|mut row| {
        row.spans.insert(0, Span::raw("  "));
        row
    });
    std::iter::once(first).chain(below).collect()
}

/// «2 дн», «▲ 6 дн / 3» when it is longer than the norm.
fn days(view: &StageView<'_>, env: &Env) -> String {
    if matches!(view.place, StagePlace::Ahead | StagePlace::Skipped) {
        return String::new();
    }
    let days = env.say(&say!("days", days = view.days));
    match view.stage.norm_days.filter(|_| view.late) {
        Some(norm) => format!("▲ {days} / {norm}"),
        None => days,
    }
}

/// The present stage with its days, in one line.
pub(super) fn summary<'a>(model: &Model, env: &Env) -> Line<'a> {
    let mut spans = vec![Span::styled(format!("{} ", env.text("summary-deal")), env.style(Role::Muted))];
    let Some(info) = model.deal() else {
        spans.push(Span::styled(env.text("summary-no-deal"), env.style(Role::Muted)));
        return Line::from(spans);
    };
    spans.push(Span::styled(format!("{} ", clean_line(&info.deal.name)), env.style(Role::Text)));
    if let Some(amount) = info.deal.amount {
        spans.push(Span::styled(format!("{} ", env.texts.money(amount)), env.style(Role::Money)));
    }
    let map = info.process.as_ref().map(|process| info.deal.map(process, env.now)).unwrap_or_default();
    let current = map.iter().enumerate().find(|(_, stage)| stage.place == StagePlace::Current);
    match (&info.deal.status, current) {
        (DealStatus::Open, Some((place, stage))) => {
            let name = stage.stage.name.get(env.texts.lang());
            let text = format!("◉ {}/{} {name} ", place + 1, map.len());
            spans.push(Span::styled(text, env.style(Role::Accent)));
            let role = if stage.late { Role::Urgent } else { Role::Muted };
            spans.push(Span::styled(days(stage, env), env.style(role)));
        }
        (DealStatus::Open, None) => {}
        (DealStatus::Won, _) => spans.push(Span::styled(env.text("summary-won"), env.style(Role::Good))),
        (DealStatus::Lost { .. }, _) => {
            spans.push(Span::styled(env.text("summary-lost"), env.style(Role::Warning)));
        }
    }
    Line::from(spans)
}
