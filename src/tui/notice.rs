//! The line above the bar: who calls, or what has just happened, and the key that takes it back.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;
use unicode_width::UnicodeWidthStr;

use super::action::Action;
use super::draw;
use super::env::Env;
use super::model::Model;
use super::ring;
use super::theme::Role;
use crate::domain::text::clean_line;
use crate::say;

/// Most rows of a sentence.
const ROWS: u16 = 3;
/// Cells before a sentence, its sign among them.
const INDENT: u16 = 4;

/// Draws it. A sentence that is longer than the line grows upwards, over what stands there: nothing of it is lost, and
/// nothing moves.
pub(super) fn view(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env) {
    if ringing(frame, area, model, env) {
        return;
    }
    let undo = undo(model, env);
    let undo_width = undo.as_ref().map_or(0, |line| u16::try_from(line.width()).unwrap_or(area.width));
    let undo_width = undo_width.min(area.width);
    let rest = Rect { width: area.width - undo_width, ..area };
    if let Some(rows) = said(usize::from(rest.width.saturating_sub(INDENT + 1)), model, env) {
        let height = u16::try_from(rows.len()).unwrap_or(ROWS).clamp(1, ROWS);
        let top = area.y.saturating_sub(height - 1);
        let ground = Rect { y: top, height, ..area };
        if height > 1 {
            frame.render_widget(Clear, ground);
            frame.buffer_mut().set_style(ground, env.ground());
        }
        for (y, row) in (top..ground.bottom()).zip(&rows) {
            draw::line(frame, Rect { y, height: 1, ..rest }, row);
        }
    }
    if let Some(line) = undo {
        draw::line(frame, Rect { x: rest.right(), width: undo_width, ..area }, &line);
    }
}

/// What has just happened, in rows no wider than `width` behind the indent; `None` when nothing has.
fn said(width: usize, model: &Model, env: &Env) -> Option<Vec<Line<'static>>> {
    let notice = model.notice.as_ref()?;
    let (sign, role) = if notice.error { ("▲", Role::NoticeError) } else { ("✓", Role::Notice) };
    let mut text = env.say(&notice.text);
    if let Some(hint) = &notice.hint {
        let stop = if text.ends_with(['.', '!', '?', '…', ':']) { "" } else { "." };
        text = format!("{text}{stop} {}", env.say(hint));
    }
    let style = env.style(role);
    let mut rows = draw::wrapped(&[Line::styled(clean_line(&text), style)], width);
    let last = usize::from(ROWS) - 1;
    if let Some(over) = rows.get(last..).filter(|over| over.len() > 1) {
        // What is longer still ends in «…».
        let all = over.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        rows.truncate(last);
        rows.push(Line::styled(all, style));
    }
    let before =
        |place: usize| if place == 0 { format!("  {sign} ") } else { " ".repeat(usize::from(INDENT)) };
    let indented = |(place, mut row): (usize, Line<'static>)| {
        row.spans.insert(0, Span::styled(before(place), style));
        row
    };
    Some(rows.into_iter().enumerate().map(indented).collect())
}

/// «☎ ВХОД Протон · Сидоров П.А. (ЛПР) · свой менеджер Федоров» while somebody calls: nothing is louder.
fn ringing(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env) -> bool {
    let Some(call) = &model.ring.call else { return false };
    let phone = call.phone.map_or_else(|| env.text("ring-hidden"), |phone| env.texts.phone(&phone));
    let who = match call.found.as_deref() {
        None => phone,
        Some(_) if call.phone.is_none() => phone,
        Some([]) => env.say(&say!("ring-unknown", phone = phone)),
        Some([only]) => {
            let mut who = clean_line(&only.client.name);
            if let Some(person) = &only.person {
                who = format!("{who} · {} ({})", clean_line(&person.name), env.texts.word(&person.role));
            }
            let manager = only.client.manager.and_then(|id| model.catalog.user(id));
            match manager {
                Some(manager) if manager.id == model.who.user => {
                    format!("{who} · {}", env.text("ring-own-manager"))
                }
                Some(manager) => {
                    format!("{who} · {}", env.say(&say!("ring-manager", name = clean_line(&manager.name))))
                }
                None => who,
            }
        }
        Some(several) => env.say(&say!("ring-several", phone = phone, count = several.len())),
    };
    let key = ring::answering(model).and_then(|action| env.key(action, &["global"])).unwrap_or_default();
    let ground = env.style(Role::Urgent).add_modifier(ratatui::style::Modifier::REVERSED);
    frame.buffer_mut().set_style(area, ground);
    let answer = format!(" {key} {} ", env.text("ring-answer"));
    let width = u16::try_from(answer.width()).unwrap_or_default().min(area.width);
    draw::line(frame, Rect { x: area.right() - width, width, ..area }, &Line::styled(answer, ground));
    let text = format!(" ☎ {} {who}", env.text("ring-incoming"));
    draw::line(frame, Rect { width: area.width - width, ..area }, &Line::styled(text, ground));
    true
}

/// «Ctrl+Z отменить 8 с», as long as it works.
fn undo(model: &Model, env: &Env) -> Option<Line<'static>> {
    let seconds = crate::tui::update::undo_seconds_left(model, env.now)?;
    let key = env.key(Action::Undo, &model.contexts())?;
    let text = env.say(&say!("undo-countdown", seconds = seconds));
    Some(Line::from(vec![
        Span::styled(key, env.style(Role::Key)),
        Span::styled(format!(" {text} "), env.style(Role::KeyText)),
    ]))
}
