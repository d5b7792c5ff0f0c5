//! The line of memory on the card.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::desk::catalog::Catalog;
use crate::desk::dossier::{Dossier, Event};
use crate::domain::interaction::InteractionKind;
use crate::domain::memory::{self, Call};
use crate::domain::text::{clean_line, fit};
use crate::domain::time::Moment;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::theme::Role;

/// Most lines it takes.
const LINES: usize = 2;
/// Cells of what one talk came to.
const WORDS: usize = 24;

/// «Говорили 3 раза: 02.10 дорого · 14.10 обещали КП, не выполнено! · отвечает после 15:00», as much of it as there is room
/// for: a broken promise first of all.
pub(super) fn lines(dossier: &Dossier, catalog: &Catalog, env: &Env, width: usize) -> Vec<Line<'static>> {
    let Some(whole) = whole(dossier, catalog, env, width * LINES) else { return Vec::new() };
    let mut lines = draw::wrapped(&[whole], width);
    lines.truncate(LINES);
    lines
}

fn whole(dossier: &Dossier, catalog: &Catalog, env: &Env, width: usize) -> Option<Line<'static>> {
    let zone = dossier.client.zone.map(|zone| zone.tz);
    let calls: Vec<Call> = dossier.history.iter().filter_map(|event| call(event, catalog, env)).collect();
    let planned = dossier.planned.iter().map(|kept| &kept.record);
    let memory = memory::of(&calls, planned, zone, env.now);
    if memory.is_empty() {
        return None;
    }
    let clock = zone.unwrap_or(env.zone);
    let date = |at: Moment| at.in_zone(clock).format("%d.%m").to_string();
    let short = |words: &str| fit(&clean_line(words), WORDS).into_owned();
    let head = match (memory.talks, dossier.more_history) {
        (0, _) => String::new(),
        (count, true) => env.say(&say!("memory-talks-more", count = count)),
        (count, false) => env.say(&say!("memory-talks", count = count)),
    };
    // In the order of what must not be left out: when it was, what it says, whether it is loud.
    let mut parts: Vec<(Option<Moment>, String, bool)> = Vec::new();
    for (due, reason) in &memory.broken {
        let what = short(reason);
        let said = match what.is_empty() {
            true => say!("memory-broken", date = date(*due)),
            false => say!("memory-broken-what", date = date(*due), what = what),
        };
        parts.push((Some(*due), env.say(&said), true));
    }
    for (due, reason) in &memory.promised {
        let said = say!("memory-promised", date = date(*due), what = short(reason));
        parts.push((Some(*due), env.say(&said), false));
    }
    if let Some(hour) = memory.from_hour {
        parts.push((None, env.say(&say!("memory-from-hour", hour = hour)), false));
    }
    for (at, words) in &memory.facts {
        parts.push((Some(*at), format!("{} {}", date(*at), short(words)), false));
    }
    let mut used = head.width();
    let mut chosen = Vec::new();
    for part in parts {
        let with = part.1.width() + if used == 0 { 0 } else { 3 };
        // The first one always wins a place, cut where there is none.
        if used + with <= width || chosen.is_empty() {
            used += with;
            chosen.push(part);
        }
    }
    // As it happened; what has no date stands at the end.
    chosen.sort_by_key(|(at, ..)| (at.is_none(), *at));
    let mut spans = vec![Span::styled(head, env.style(Role::Muted))];
    for (place, (_, said, loud)) in chosen.into_iter().enumerate() {
        let before = match place {
            0 if spans.iter().all(|span| span.content.is_empty()) => "",
            0 => ": ",
            _ => " · ",
        };
        spans.push(Span::styled(before, env.style(Role::Muted)));
        let role = if loud { Role::Urgent } else { Role::Text };
        spans.push(Span::styled(said, env.style(role)));
    }
    Some(Line::from(spans))
}

fn call(event: &Event, catalog: &Catalog, env: &Env) -> Option<Call> {
    let Event::Interaction(talk) = event else { return None };
    let outcome = catalog.outcome(talk.outcome?)?;
    (talk.kind == InteractionKind::Call).then(|| {
        let name = outcome.name.get(env.texts.lang());
        let words = if talk.reason.is_empty() { name } else { talk.reason.as_str() };
        Call { at: talk.at, talked: outcome.flags.human, words: words.to_lowercase() }
    })
}
