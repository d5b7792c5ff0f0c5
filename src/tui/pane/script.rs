//! The telemarketing script: the words to say, and what the client may answer.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::domain::script::Step;
use crate::domain::script::render::{Piece, plain};
use crate::domain::script::run::Run;
use crate::domain::text::{clean_line, fit};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::{Hit, HitMap};
use crate::tui::known::Known;
use crate::tui::model::{CallState, Model, Work};
use crate::tui::theme::Role;
use crate::tui::update::intent;

/// Data of the client within the words is cut at so many cells.
const VALUE_MAX: usize = 120;

/// «Сценарий: Опт, осень · шаг 3»
pub(super) fn title(model: &Model, env: &Env) -> String {
    match model.shown_work().and_then(|work| work.run.as_ref()) {
        None => env.text("script-title"),
        Some(run) => {
            let step = run.current().map(|step| clean_line(&step.title)).unwrap_or_default();
            let name = clean_line(&run.script().name);
            env.say(&say!("script-title-step", script = name, number = run.path().len(), step = step))
        }
    }
}

/// How many rows the step and its choices take at this width, in cells.
pub(super) fn needed(model: &Model, env: &Env, width: usize) -> usize {
    let Some(work) = model.shown_work() else { return 1 };
    let choices =
        if model.takes_results() { results(model, env, width) } else { answers(work, model, env, width) };
    step_lines(work, model, env, width).len() + choices.len()
}

/// Draws the step, its answers, and below them the results when digits mean results.
pub(super) fn view(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env, hits: &mut HitMap) {
    let width = usize::from(area.width);
    let Some(work) = model.shown_work() else {
        let key = if model.work.is_some() { "script-other-client" } else { "script-no-work" };
        let lines = draw::wrapped(&[Line::styled(env.text(key), env.style(Role::Muted))], width);
        for (y, line) in (area.y..area.bottom()).zip(&lines) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
        return;
    };
    // What the digits do comes first: it is never pushed off by a long step.
    let choices =
        if model.takes_results() { results(model, env, width) } else { answers(work, model, env, width) };
    let room = area.height.saturating_sub(1);
    let below = u16::try_from(choices.len()).unwrap_or(u16::MAX).min(room);
    let above = Rect { height: area.height - below, ..area };
    let said = step_lines(work, model, env, width);
    let first = model.script_scroll.min(said.len().saturating_sub(usize::from(above.height)));
    for (y, line) in (above.y..above.bottom()).zip(said.iter().skip(first)) {
        draw::line(frame, Rect { y, height: 1, ..above }, line);
    }
    for (y, row) in (above.bottom()..area.bottom()).zip(&choices) {
        let at = Rect { y, height: 1, ..area };
        draw::line(frame, at, &row.line);
        for (x, wide, action) in &row.hits {
            hits.add(
                Rect { x: area.x + x, y, width: *wide, height: 1 }.intersection(area),
                Hit::Action(*action),
            );
        }
    }
}

/// The words of the current step, with the client's data marked and holes shown.
pub(in crate::tui) fn step_lines(work: &Work, model: &Model, env: &Env, width: usize) -> Vec<Line<'static>> {
    let Some(run) = &work.run else {
        return draw::wrapped(&[Line::styled(env.text("script-none"), env.style(Role::Muted))], width);
    };
    let Some(step) = run.current() else { return Vec::new() };
    let facts = Known::new(model, work, env);
    let mut lines = draw::wrapped(&said(run, step, &facts, env), width);
    let hint = clean_line(&plain(&run.words(&step.hint, &facts)));
    if !hint.is_empty() {
        let hint = Line::styled(format!("({hint})"), env.style(Role::Muted));
        lines.extend(draw::wrapped(&[hint], width));
    }
    let added = (1..)
        .zip(&step.answers)
        .filter(|(_, answer)| answer.added)
        .map(|(number, _): (u8, _)| number.to_string());
    let added: Vec<String> = added.collect();
    if !added.is_empty() {
        let text = env.say(&say!("script-added", count = added.len(), numbers = added.join(", ")));
        lines.extend(draw::wrapped(&[Line::styled(text, env.style(Role::Accent))], width));
    }
    lines
}

/// The words of a step as styled lines, unwrapped.
fn said(run: &Run, step: &Step, facts: &Known<'_>, env: &Env) -> Vec<Line<'static>> {
    let mut lines = vec![Line::default()];
    for piece in run.words(&step.say, facts) {
        let (text, role) = match piece {
            Piece::Text(text) => (text, Role::Spoken),
            // A name as long as a page must not push the question off the screen.
            Piece::Value(text) => (fit(&clean_line(&text), VALUE_MAX).into_owned(), Role::Value),
            Piece::Gap(name) => (format!("‹{name}›"), Role::Gap),
        };
        for (place, part) in text.split('\n').enumerate() {
            if place > 0 {
                lines.push(Line::default());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push_span(Span::styled(part.to_owned(), env.style(role)));
            }
        }
    }
    lines
}

/// A row of choices, and where each stands in it.
struct Choices {
    line: Line<'static>,
    hits: Vec<(u16, u16, Action)>,
}

/// A choice needs no more cells than this.
const CHOICE_MAX: usize = 26;

/// Puts choices side by side in columns, as many as fit the width.
fn columns(
    title: Line<'static>,
    items: Vec<(String, String, Action, bool)>,
    env: &Env,
    width: usize,
) -> Vec<Choices> {
    // Long texts are cut rather than a choice left out: every one of them must be seen.
    let widest = items.iter().map(|(key, text, ..)| key.width() + text.width() + 5).max().unwrap_or(1);
    let count = (width / widest.clamp(1, CHOICE_MAX)).clamp(1, 4);
    let rows = items.len().div_ceil(count);
    let each = width / items.len().div_ceil(rows.max(1)).max(1);
    let mut out = vec![Choices { line: title, hits: Vec::new() }];
    for row in 0..rows {
        let mut line = Line::default();
        let mut hits = Vec::new();
        // Down the columns, so that neighbours on the keyboard are neighbours on the screen.
        for column in 0..count {
            let Some((key, text, action, marked)) = items.get(column * rows + row) else { continue };
            let x = u16::try_from(column * each).unwrap_or(u16::MAX);
            hits.push((x, u16::try_from(each).unwrap_or(u16::MAX), *action));
            let room = each.saturating_sub(key.width() + 3);
            line.push_span(Span::styled(format!("{key}  "), env.style(Role::Number)));
            let role = if *marked { Role::Accent } else { Role::Text };
            let text = if *marked { format!("{text} ◂") } else { text.clone() };
            line.push_span(Span::styled(draw::cell(&text, room.saturating_sub(1)), env.style(role)));
            line.push_span(Span::raw("  "));
        }
        out.push(Choices { line, hits });
    }
    out
}

/// What Enter does. What is typed or ticked stands in a dialog of its own, which Enter opens again, and it leads back from an
/// objection without answers.
fn waiting(model: &Model, env: &Env) -> Option<(String, String, Action, bool)> {
    let run = model.shown_work().filter(|_| model.script_waits())?.run.as_ref()?;
    let typed = run.current().is_some_and(Step::takes_input);
    let text = if typed { "script-answer-key" } else { "script-settle-key" };
    Some(("Enter".to_owned(), env.text(text), Action::Open, false))
}

/// What the client may answer.
fn answers(work: &Work, model: &Model, env: &Env, width: usize) -> Vec<Choices> {
    let facts = Known::new(model, work, env);
    let run = work.run.as_ref();
    let offered = run.map(|run| run.offered(&facts)).unwrap_or_default();
    let mut items: Vec<_> = offered
        .into_iter()
        .filter_map(|(number, answer)| {
            let action = Action::from_id(&format!("answer.{number}"))?;
            Some((number.to_string(), clean_line(&answer.text), action, false))
        })
        .collect();
    items.extend(waiting(model, env));
    let items = items.into_iter();
    columns(Line::styled(env.text("script-answers"), env.style(Role::Muted)), items.collect(), env, width)
}

/// How the call may end. The result that suits the end of the script is marked.
fn results(model: &Model, env: &Env, width: usize) -> Vec<Choices> {
    let work = model.shown_work();
    let step = work.and_then(|work| work.run.as_ref()).and_then(|run| run.current());
    let called = work.is_some_and(|work| work.state != CallState::Preview);
    let at_end = step.is_some_and(|step| called && step.is_end());
    let wanted = if at_end { intent(model, env).outcome } else { None };
    let lang = env.texts.lang();
    // Before the call only those results are likely that say nobody was reached; all of them work.
    let unreached = work.is_some_and(|work| work.state == CallState::Preview && work.entry.is_some());
    let likely =
        model.catalog.outcomes_for(model.occasion()).filter(|outcome| !unreached || !outcome.flags.human);
    let items = likely.filter_map(|outcome| {
        let id =
            if outcome.key == '-' { "result.minus".to_owned() } else { format!("result.{}", outcome.key) };
        let key = if outcome.key == '-' { "−".to_owned() } else { outcome.key.to_string() };
        let marked = wanted.as_deref() == Some(outcome.code.as_str());
        Some((key, fit(outcome.name.get(lang), 30).into_owned(), Action::from_id(&id)?, marked))
    });
    let mut items: Vec<_> = items.collect();
    items.extend(waiting(model, env));
    let items = items.into_iter();
    let title = if unreached { "script-results-preview" } else { "script-results" };
    columns(Line::styled(env.text(title), env.style(Role::Muted)), items.collect(), env, width)
}
