//! The client's history: calls, meetings, messages and notes, newest first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::desk::dossier::Event;
use crate::domain::interaction::{Direction, InteractionKind, InteractionStatus};
use crate::domain::text::clean_text;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// Draws the whole history, with every word.
pub(super) fn view(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env) {
    let width = usize::from(area.width);
    let height = usize::from(area.height);
    let mut lines = Vec::new();
    for event in model.events().skip(model.history.scroll) {
        lines.extend(lines_of(event, model, env, width));
        if lines.len() >= height {
            break;
        }
    }
    if lines.is_empty() {
        let key = if model.card.client.is_none() { "history-no-client" } else { "history-empty" };
        lines = draw::wrapped(&[Line::styled(env.text(key), env.style(Role::Muted))], width);
    }
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        draw::line(frame, Rect { y, height: 1, ..area }, line);
    }
}

/// «18.11 16:02  → звонок  думает   Иванова», and the words below.
fn lines_of(event: &Event, model: &Model, env: &Env, width: usize) -> Vec<Line<'static>> {
    let mut lines = vec![brief(event, model, env, width, false)];
    let text = match event {
        Event::Interaction(talk) => {
            let marks = talk.marks.iter().map(|mark| env.say(&say!("history-mark", mark = mark.said())));
            let recording = talk.recording.as_ref().map(|_| env.text("history-recording"));
            let text = Some(clean_text(&talk.text)).filter(|text| !text.is_empty());
            let facts = env.texts.call_facts(talk, client_zone(model), env.zone);
            lines.extend(
                facts
                    .map(|facts| below(Line::styled(facts, env.style(Role::Muted)), width))
                    .unwrap_or_default(),
            );
            text.into_iter().chain(marks).chain(recording).collect::<Vec<_>>().join("\n")
        }
        Event::Note(note) => clean_text(&note.text),
    };
    for line in text.lines() {
        let line = Line::styled(line.to_owned(), env.style(Role::Text));
        lines.extend(below(line, width));
    }
    lines
}

/// A line under an event, in as many rows as it wants.
fn below(line: Line<'static>, width: usize) -> Vec<Line<'static>> {
    let mut rows = draw::wrapped(&[line], width.saturating_sub(13));
    for row in &mut rows {
        row.spans.insert(0, Span::raw(" ".repeat(13)));
    }
    rows
}

/// Where the client lives whose history it is.
fn client_zone(model: &Model) -> Option<chrono_tz::Tz> {
    Some(model.card.dossier.as_ref()?.client.zone?.tz)
}

/// An event in one line. `with_text` puts a note's words into it.
pub(super) fn brief(event: &Event, model: &Model, env: &Env, width: usize, with_text: bool) -> Line<'static> {
    let stamp = env.texts.stamp(event.at(), env.calendar());
    let (sign, role, what, who) = match event {
        Event::Interaction(talk) => {
            let sign = match (talk.status, talk.direction) {
                (InteractionStatus::Planned, _) => ("◷", Role::Muted),
                (InteractionStatus::NotHeld, _) => ("✗", Role::Muted),
                (InteractionStatus::Held, Direction::Incoming) => ("←", Role::Incoming),
                (InteractionStatus::Held, Direction::Outgoing) => ("→", Role::Outgoing),
            };
            let outcome = talk.outcome.and_then(|id| model.catalog.outcome(id));
            let result = outcome.map(|outcome| outcome.name.get(env.texts.lang()).to_owned());
            let result = result
                .or_else(|| talk.is_given_up().then(|| env.text("history-given-up")))
                .or_else(|| talk.is_missed().then(|| env.text("history-missed")));
            let kind = match talk.kind {
                // Most are calls: their result says enough.
                InteractionKind::Call if result.is_some() => None,
                kind => Some(env.texts.word(&kind)),
            };
            let mut what = kind.into_iter().chain(result).collect::<Vec<_>>().join(" ");
            for more in [&talk.reason, &talk.text] {
                if with_text && !more.is_empty() || more == &talk.reason && !more.is_empty() {
                    what = format!("{what}: {}", crate::domain::text::clean_line(more));
                }
            }
            if !talk.marks.is_empty() {
                what = format!("{what} · {}", env.say(&say!("history-marks", count = talk.marks.len())));
            }
            if talk.recording.is_some() {
                what = format!("{what} · {}", env.text("history-recorded"));
            }
            (sign.0, sign.1, what, talk.owner)
        }
        Event::Note(note) => {
            let words =
                if with_text { crate::domain::text::clean_line(&note.text) } else { env.text("note") };
            ("✎", Role::Muted, words, note.author)
        }
    };
    let who = model.catalog.user(who).map(|user| surname(&user.name)).unwrap_or_default();
    let who_width = if width >= 60 { 12 } else { 0 };
    let what_width = width.saturating_sub(12 + 3 + who_width);
    let mut spans = vec![
        Span::styled(draw::cell(&stamp, 12), env.style(Role::Muted)),
        Span::styled(format!("{sign} "), env.style(role)),
        Span::styled(draw::cell(&what, what_width), env.style(Role::Text)),
    ];
    if who_width > 0 {
        spans.push(Span::styled(format!(" {}", draw::cell(&who, who_width)), env.style(Role::Muted)));
    }
    Line::from(spans)
}

fn surname(name: &str) -> String {
    crate::domain::text::clean_line(name.split_whitespace().next().unwrap_or(name))
}
