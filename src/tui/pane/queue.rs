//! The interaction queue.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::desk::queue::{Emptiness, QueueRow};
use crate::domain::queue::{EntryState, Rank};
use crate::domain::text::clean_line;
use crate::i18n::counts::{closed, headed, nothing_open, overdue};
use crate::say;
use crate::tui::dialog::{self, first_row};
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::{Hit, HitMap};
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Role;

/// From this width on, a row with everything in it is one line.
const ONE_LINE: u16 = 76;

/// From this width on, names of cities are not cut, in cells; where a row is one line, from twice this width.
const WHOLE_CITY: usize = 60;

/// «Очередь 131»
pub(super) fn title(model: &Model, env: &Env) -> String {
    let counts = &model.queue.counts;
    env.say(&headed(env.text("tab-queue"), counts.now, counts.capped.now))
}

/// Draws the rows, and the counts below them.
pub(super) fn view(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env, hits: &mut HitMap) {
    let queue = &model.queue;
    if queue.rows.is_empty() {
        if let Some(holds) = model.queue.holds.as_ref().filter(|holds| holds.all.size() > 0) {
            let lines = holds_of(holds, env, usize::from(area.width));
            for (y, line) in (area.y..area.bottom()).zip(&lines) {
                draw::line(frame, Rect { y, height: 1, ..area }, line);
            }
            return;
        }
        let text = empty(model, env);
        let lines = draw::wrapped(&[Line::styled(text, env.style(Role::Muted))], usize::from(area.width));
        for (y, line) in (area.y..area.bottom()).zip(&lines) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
        return;
    }
    let footer = footer(model, env, usize::from(area.width));
    let foot = u16::from(footer.is_some() && area.height > 4);
    let list = Rect { height: area.height - foot, ..area };
    let cursor = queue.cursor();
    // Where a row is too narrow for everything, it takes two lines: a number must be seen without opening the card.
    let tall = area.width < ONE_LINE;
    let each: u16 = if tall { 2 } else { 1 };
    let first = first_row(cursor, queue.rows.len(), usize::from(list.height / each));
    let focused = model.focus == Pane::Queue && model.dialogs.is_empty();
    let places = (list.y..list.bottom()).step_by(usize::from(each));
    for (y, (place, row)) in places.zip(queue.rows.iter().enumerate().skip(first)) {
        let at = Rect { y, height: each, ..list }.intersection(list);
        draw::line(frame, Rect { height: 1, ..at }, &line(row, model, env, usize::from(at.width)));
        if tall && at.height > 1 {
            let below = Rect { y: y + 1, height: 1, ..at };
            draw::line(frame, below, &second_line(row, model, env, usize::from(at.width)));
        }
        if place == cursor {
            let role = if focused { Role::Selected } else { Role::SelectedDim };
            frame.buffer_mut().set_style(at, env.style(role));
        }
        hits.add(at, Hit::Row(place));
    }
    // Rows are there, but none of them can be taken: the room below them says why.
    if let Some(holds) = model.queue.holds.as_ref().filter(|_| model.queue.is_idle()) {
        let used = u16::try_from(queue.rows.len()).unwrap_or(u16::MAX).saturating_mul(each);
        let lines = holds_of(holds, env, usize::from(list.width));
        let top = list.y.saturating_add(used).saturating_add(1);
        if usize::from(list.bottom().saturating_sub(top)) >= lines.len() {
            for (y, line) in (top..list.bottom()).zip(&lines) {
                draw::line(frame, Rect { y, height: 1, ..list }, line);
            }
        }
    }
    if let Some(footer) = footer.filter(|_| foot > 0) {
        draw::line(frame, Rect { y: list.bottom(), height: 1, ..area }, &footer);
    }
}

/// What holds the queue back, under its heading.
fn holds_of<'a>(holds: &Emptiness, env: &Env, width: usize) -> Vec<Line<'a>> {
    let mut lines = vec![Line::styled(env.text("empty-title"), env.style(Role::Muted))];
    lines.extend(dialog::holds(&holds.all, env, width));
    lines
}

/// Why there is nothing to show.
fn empty(model: &Model, env: &Env) -> String {
    let counts = &model.queue.counts;
    match counts.opens {
        _ if !model.queue.loaded => env.text("loading"),
        _ if model.queue.counting => env.text("empty-counting"),
        Some(opens) if counts.closed > 0 => {
            env.say(&nothing_open(counts, &env.texts.moment(opens, env.calendar())))
        }
        _ if model.empty_base => env.text("queue-empty-base"),
        _ => env.text("queue-empty"),
    }
}

/// The second line of a narrow row: phone and reason.
fn second_line<'a>(row: &QueueRow, model: &Model, env: &Env, width: usize) -> Line<'a> {
    let phone = row.dial.as_ref().map(|dial| dial.phone.pretty()).unwrap_or_default();
    let text =
        [phone, reason(row, model, env)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    // Not under the name but nearly at the edge: the reason needs the room.
    let text = format!("   {}", text.join("  "));
    Line::styled(draw::cell(&text, width), env.style(Role::Muted))
}

/// One row: time, sign, name, phone, place with its time, reason; of a narrow one all but phone and reason.
fn line<'a>(row: &QueueRow, model: &Model, env: &Env, width: usize) -> Line<'a> {
    let mine = model.work.as_ref().and_then(|work| work.entry) == Some(row.entry.id);
    let (sign, role) = sign(row, mine);
    let time = due(row, env);
    let city = draw::city(&row.client);
    let local = row.client.zone.map(|zone| env.texts.time(env.now, zone.tz)).unwrap_or_default();
    let name = clean_line(&row.client.name);
    let quiet = if row.rank == Rank::Later { Role::Muted } else { Role::Text };
    // Fixed: pointer and time 8, sign 2, local time 6.
    let one_line = width >= usize::from(ONE_LINE);
    let roomy = if one_line { width >= 2 * WHOLE_CITY } else { width >= WHOLE_CITY };
    let city_width = if roomy { 14 } else { 6 };
    let rest = width.saturating_sub(16 + city_width);
    let phone_width = if one_line { 18 } else { 0 };
    let reason_width = if one_line { ((rest - phone_width) / 2).min(34) } else { 0 };
    let name_width = rest - phone_width - reason_width;
    let pointer = if mine { "▸ " } else { "  " };
    let mut spans = vec![
        Span::styled(pointer, env.style(Role::Accent)),
        Span::styled(
            draw::cell(&time, 6),
            env.style(if row.rank == Rank::Later { Role::Muted } else { role }),
        ),
        Span::styled(format!("{sign} "), env.style(role)),
        Span::styled(draw::cell(&name, name_width.saturating_sub(1)), env.style(quiet)),
        Span::raw(" "),
    ];
    if phone_width > 0 {
        let phone = row.dial.as_ref().map(|dial| dial.phone.pretty()).unwrap_or_default();
        spans.push(Span::styled(draw::cell(&phone, phone_width - 1), env.style(quiet)));
        spans.push(Span::raw(" "));
    }
    spans.push(Span::styled(draw::cell(&city, city_width), env.style(Role::Muted)));
    spans.push(Span::styled(format!("{local:>6}"), env.style(Role::Time)));
    if reason_width > 0 {
        let reason = reason(row, model, env);
        spans.push(Span::styled(
            format!(" {}", draw::cell(&reason, reason_width - 1)),
            env.style(Role::Muted),
        ));
    }
    Line::from(spans)
}

/// When the contact is due; a record nobody has called yet is due whenever there is time.
fn due(row: &QueueRow, env: &Env) -> String {
    match row.rank {
        Rank::New => "·".into(),
        _ if row.entry.marks.whole_day && row.entry.wakes() == row.entry.due => {
            env.texts.brief_day(&row.entry, env.calendar())
        }
        _ => env.texts.brief(row.entry.wakes(), env.calendar()),
    }
}

/// The sign of a rank: its word stands in the reason, so that no meaning is in the colour alone.
fn sign(row: &QueueRow, mine: bool) -> (&'static str, Role) {
    if mine {
        return ("◉", Role::Accent);
    }
    if row.holder.is_some() {
        return ("◌", Role::Muted);
    }
    match (&row.dial, &row.gate) {
        (Err(_), _) => return ("■", Role::Forbidden),
        // Its time has come, but not where the client is.
        (Ok(_), Err(_)) if row.rank != Rank::Later => return ("■", Role::Warning),
        _ => {}
    }
    match row.rank {
        Rank::PromiseNow => ("☎", Role::Urgent),
        Rank::Missed => ("◄", Role::Urgent),
        Rank::PromiseOverdue => ("▲", Role::Urgent),
        Rank::PromiseDay => ("☎", Role::Accent),
        Rank::Hot => ("★", Role::Accent),
        Rank::Planned => ("◷", Role::Text),
        Rank::Retry => ("↻", Role::Text),
        Rank::New => ("·", Role::Muted),
        Rank::Later => (" ", Role::Muted),
    }
}

/// Why the row is here; of one that may not be called, why not.
fn reason(row: &QueueRow, model: &Model, env: &Env) -> String {
    if let (Some(holder), EntryState::Taken { until, .. }) = (row.holder, row.entry.state) {
        let until = env.texts.brief(until, env.calendar());
        let name = model.catalog.user(holder).map(|user| clean_line(&user.name));
        return env.say(&match name {
            Some(name) => say!("row-held", name = name, until = until),
            None => say!("row-held-unknown", until = until),
        });
    }
    let forbidden = row.dial.as_ref().err().or(row.gate.as_ref().err().filter(|_| row.rank != Rank::Later));
    if let Some(forbidden) = forbidden {
        return env.say(&env.texts.forbidden_by(forbidden, env.calendar()));
    }
    let rank = env.texts.word(&row.rank);
    let late = row.entry.late_minutes(env.now);
    let words = clean_line(&row.entry.reason);
    let head = match row.rank {
        Rank::Missed => env.say(&say!("row-missed", span = env.texts.span(late))),
        Rank::PromiseOverdue if row.entry.marks.whole_day => {
            let day = env.texts.due(&row.entry, env.calendar());
            env.say(&say!("row-overdue-day", day = day))
        }
        Rank::PromiseOverdue => env.say(&say!("row-overdue", span = env.texts.span(late))),
        Rank::Retry => {
            env.say(&say!("row-retry", attempt = row.entry.attempts + 1, allowed = row.entry.max_attempts))
        }
        Rank::Later => env.texts.word(&row.entry.kind),
        _ => rank,
    };
    if words.is_empty() { head } else { format!("{head}: {words}") }
}

/// «просрочено 2 обещания · 81 ждут своего часа, первый завтра 9:00», without the time where it does not fit.
fn footer<'a>(model: &Model, env: &Env, width: usize) -> Option<Line<'a>> {
    let whole = footer_said(model, env, true)?;
    if whole.width() <= width { Some(whole) } else { footer_said(model, env, false) }
}

fn footer_said<'a>(model: &Model, env: &Env, with_when: bool) -> Option<Line<'a>> {
    let counts = &model.queue.counts;
    let mut parts = Vec::new();
    if counts.overdue > 0 {
        parts.push((env.say(&overdue(counts)), Role::Urgent));
    }
    if counts.closed > 0 {
        let when = counts.opens.filter(|_| with_when);
        let when = when.map(|opens| env.texts.moment(opens, env.calendar()));
        parts.push((env.say(&closed(counts, when)), Role::Muted));
    }
    if parts.is_empty() {
        return None;
    }
    let mut spans = vec![Span::raw("  ")];
    for (place, (text, role)) in parts.into_iter().enumerate() {
        if place > 0 {
            spans.push(Span::styled(" · ", env.style(Role::Faint)));
        }
        spans.push(Span::styled(text, env.style(role)));
    }
    Some(Line::from(spans))
}

/// The next three of the queue in one line.
pub(super) fn summary<'a>(model: &Model, env: &Env, width: usize) -> Line<'a> {
    let mut spans = vec![Span::styled(format!("{} ", env.text("summary-queue")), env.style(Role::Muted))];
    let each = width.saturating_sub(12) / 3;
    let next = model.queue.rows.iter().filter(|row| Some(row.client.id) != model.card.client);
    for row in next.take(3) {
        let (sign, role) = sign(row, false);
        let text = format!("{} {}", due(row, env), clean_line(&row.client.name));
        spans.push(Span::styled(format!("{sign} "), env.style(role)));
        spans.push(Span::styled(draw::cell(&text, each.saturating_sub(3)), env.style(Role::Text)));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}
