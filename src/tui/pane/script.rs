//! The telemarketing script: the words to say, and what the client may answer.

use std::borrow::Cow;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::desk::result::without_call;
use crate::domain::interaction::Direction;
use crate::domain::script::render::{Piece, plain};
use crate::domain::script::run::Run;
use crate::domain::script::{Script, Step};
use crate::domain::text::{clean_line, fit};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::{Hit, HitMap};
use crate::tui::known::Known;
use crate::tui::model::{CallState, Model, Work};
use crate::tui::theme::Role;
use crate::tui::update::{intent, script_of};

/// Data of the client within the words is cut at so many cells.
const VALUE_MAX: usize = 120;

/// «Сценарий: Опт, осень · шаг 3»
pub(super) fn title(model: &Model, env: &Env) -> String {
    match model.shown_work().and_then(|work| work.run.as_ref()) {
        None => match ahead(model) {
            Some(script) => env.say(&say!("script-title-ahead", script = clean_line(&script.name))),
            None => env.text("script-title"),
        },
        Some(run) => {
            let step = run.current().map(|step| clean_line(&step.title)).unwrap_or_default();
            let name = clean_line(&run.script().name);
            env.say(&say!("script-title-step", script = name, number = run.path().len(), step = step))
        }
    }
}

/// The script that will be read to whoever was found by his number, and stands in a job, once he is called: he may have called
/// himself, and then it is not for him.
fn ahead(model: &Model) -> Option<Arc<Script>> {
    let waits = |work: &&Work| work.state == CallState::Preview && work.run.is_none();
    model.shown_work().filter(waits)?;
    script_of(model, model.contact()?)
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
    let muted = |key| draw::wrapped(&[Line::styled(env.text(key), env.style(Role::Muted))], width);
    let facts = Known::new(model, work, env);
    let (run, mut lines) = match (&work.run, ahead(model)) {
        (Some(run), _) => (Cow::Borrowed(run), Vec::new()),
        (None, Some(script)) => (Cow::Owned(Run::start(script, &facts)), muted("script-ahead")),
        (None, None) => return muted("script-none"),
    };
    let Some(step) = run.current() else { return lines };
    lines.extend(draw::wrapped(&said(&run, step, &facts, env), width));
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

/// So many cells of a choice are thought of where columns are counted; a longer one takes another line rather than be cut.
const CHOICE_MAX: usize = 26;
/// Cells between two columns.
const GAP: usize = 2;
/// No column gets narrower than this, in cells.
const COLUMN_MIN: usize = 12;

/// How wide columns are that want so many cells each, on a line of `width`: what is missing is taken from the widest, what is
/// left over goes to all.
fn shares(wanted: &[usize], width: usize) -> Vec<usize> {
    let mut out = wanted.to_vec();
    let mut over = out.iter().sum::<usize>().saturating_sub(width);
    while over > 0
        && let Some(widest) = out.iter_mut().max().filter(|widest| **widest > COLUMN_MIN)
    {
        *widest -= 1;
        over -= 1;
    }
    let spare = width.saturating_sub(out.iter().sum()) / out.len().max(1);
    out.iter().map(|wide| wide + spare).collect()
}

/// Puts choices side by side in columns, as many as fit the width. All of their words are shown.
fn columns(
    title: Line<'static>,
    items: Vec<(String, String, Action, bool)>,
    env: &Env,
    width: usize,
) -> Vec<Choices> {
    let items: Vec<_> = items
        .into_iter()
        .map(|(key, text, action, marked)| {
            let text = if marked { format!("{text} ◂") } else { text };
            let wide = key.width() + 2 + text.width() + GAP;
            (key, text, action, marked, wide)
        })
        .collect();
    let widest = items.iter().map(|item| item.4 + 1).max().unwrap_or(1);
    let count = (width / widest.clamp(1, CHOICE_MAX)).clamp(1, 4);
    // Down the columns, so that neighbours on the keyboard are neighbours on the screen.
    let down: Vec<_> = items.chunks(items.len().div_ceil(count).max(1)).collect();
    let wanted: Vec<usize> =
        down.iter().map(|column| column.iter().map(|item| item.4).max().unwrap_or_default()).collect();
    // Nothing follows the last column.
    let widths = shares(&wanted, width + GAP);
    let mut rows: Vec<Choices> = Vec::new();
    let mut x = 0;
    for (column, wide) in down.into_iter().zip(widths) {
        let mut place = 0;
        for (key, text, action, marked, _) in column {
            let indent = key.width() + 2;
            let role = if *marked { Role::Accent } else { Role::Text };
            let text = Line::styled(text.clone(), env.style(role));
            let words = draw::wrapped(&[text], wide.saturating_sub(indent + GAP).max(1));
            for (n, mut words) in words.into_iter().enumerate() {
                let before = if n == 0 { format!("{key}  ") } else { " ".repeat(indent) };
                words.spans.insert(0, Span::styled(before, env.style(Role::Number)));
                if rows.len() <= place {
                    rows.push(Choices { line: Line::default(), hits: Vec::new() });
                }
                if let Some(row) = rows.get_mut(place) {
                    let pad = x - row.line.width().min(x);
                    row.line.push_span(Span::raw(" ".repeat(pad)));
                    row.line.spans.append(&mut words.spans);
                    let at = |cells: usize| u16::try_from(cells).unwrap_or(u16::MAX);
                    row.hits.push((at(x), at(wide), *action));
                }
                place += 1;
            }
        }
        x += wide;
    }
    let mut out = vec![Choices { line: title, hits: Vec::new() }];
    out.append(&mut rows);
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
    // Before the call there are only results that say nobody was reached, and a prohibition.
    let unreached =
        work.is_some_and(|work| work.state == CallState::Preview && work.direction == Direction::Outgoing);
    let likely = model
        .catalog
        .outcomes_for(model.occasion())
        .filter(|outcome| !unreached || without_call(outcome, || None).is_none());
    let items = likely.filter_map(|outcome| {
        let id =
            if outcome.key == '-' { "result.minus".to_owned() } else { format!("result.{}", outcome.key) };
        let key = if outcome.key == '-' { "−".to_owned() } else { outcome.key.to_string() };
        let marked = wanted.as_deref() == Some(outcome.code.as_str());
        Some((key, clean_line(outcome.name.get(lang)), Action::from_id(&id)?, marked))
    });
    let mut items: Vec<_> = items.collect();
    items.extend(waiting(model, env));
    let items = items.into_iter();
    let title = if unreached { "script-results-preview" } else { "script-results" };
    columns(Line::styled(env.text(title), env.style(Role::Muted)), items.collect(), env, width)
}
