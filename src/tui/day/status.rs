//! The status line: who works, in what state and for how long, what the day has come to so far.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::domain::day::OperatorState;
use crate::domain::text::{clean_line, fit};
use crate::i18n::Texts;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::model::{CallState, Model};
use crate::tui::theme::Role;

/// Cells of the bar that shows how much of the time for the result has passed.
const BAR: i64 = 6;

/// « Дозвон · Иванова О.   ● Готов 00:42   звонков 31 · продаж 3   12:41 МСК»
pub(in crate::tui) fn status(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env) {
    let base = env.style(Role::Status);
    let strong = env.style(Role::StatusStrong);
    frame.buffer_mut().set_style(area, base);
    let mut left = vec![
        Span::styled(format!(" {} · ", env.text("app-name")), base),
        Span::styled(fit(&clean_line(&model.who.name), 24).into_owned(), strong),
        Span::styled("   ", base),
    ];
    left.extend(state(model, env));
    let clock = format!("{} {} ", env.texts.time(env.now, env.zone), env.texts.zone(env.zone, env.now));
    let left = Line::from(left);
    draw::line(frame, area, &left);
    let clock_width = u16::try_from(clock.width()).unwrap_or_default();
    let clock_x = area.right().saturating_sub(clock_width);
    draw::line(frame, Rect { x: clock_x, width: clock_width, ..area }, &Line::styled(clock, strong));
    let left_width = u16::try_from(left.width()).unwrap_or_default();
    let room = clock_x.saturating_sub(area.x + left_width + 3);
    let middle = Line::from(figures(model, env, usize::from(room)));
    let middle_width = u16::try_from(middle.width()).unwrap_or_default();
    // In the middle of what is left.
    let x = area.x + left_width + 2 + room.saturating_sub(middle_width) / 2;
    draw::line(frame, Rect { x, width: middle_width.min(room), ..area }, &middle);
}

fn on(role: Role, env: &Env) -> Style {
    env.style(Role::Status).patch(Style { bg: None, ..env.style(role) })
}

/// What the operator is doing, and for how long.
fn state(model: &Model, env: &Env) -> Vec<Span<'static>> {
    let base = env.style(Role::Status);
    let seconds = (env.now.millis() - model.since.millis()) / 1000;
    let clock = |seconds: i64| Span::styled(format!(" {}", Texts::stopwatch(seconds)), base);
    let answered = model.ring.answered.is_some();
    if let Some(pause) = model.day.pause.filter(|_| !answered)
        && model.work.as_ref().is_none_or(|work| work.state == CallState::Preview)
    {
        let name = env.texts.operator_state(pause, &model.catalog);
        let mut spans = vec![Span::styled(format!("◌ {name}"), on(Role::Warning, env))];
        spans.push(match model.day.pause_left(model, env.now) {
            Some(left) if left < 0 => {
                let over = env.say(&say!("status-pause-over", time = Texts::stopwatch(-left / 1000)));
                Span::styled(format!(" ▲ {over}"), on(Role::Urgent, env))
            }
            Some(left) => {
                let left = env.say(&say!("status-pause-left", time = Texts::stopwatch(left / 1000)));
                Span::styled(format!(" {left}"), base)
            }
            None => {
                let since = model.day.open.as_ref().map_or(model.since, |open| open.day.since);
                clock((env.now.millis() - since.millis()) / 1000)
            }
        });
        return spans;
    }
    let (sign, text, role) = match model.work.as_ref().map(|work| work.state) {
        None if answered => ("☎", "state-talking", Role::Good),
        None if model.day.greeted && model.day.open.is_none() => ("○", "state-no-shift", Role::Warning),
        None => ("●", "state-ready", Role::Good),
        Some(CallState::Preview) => ("○", "state-preview", Role::Accent),
        Some(CallState::Talking) => ("☎", "state-talking", Role::Good),
        Some(CallState::Ended) => {
            let passed = seconds.saturating_mul(1000);
            if passed >= model.wrap_up_ms {
                let late = env.texts.word(&OperatorState::AfterCallLate);
                return vec![Span::styled(format!("▲ {late}"), on(Role::Urgent, env)), clock(seconds)];
            }
            let full = (passed * BAR / model.wrap_up_ms).clamp(0, BAR);
            let cells = |cell: &str, count: i64| cell.repeat(usize::try_from(count).unwrap_or_default());
            let bar = format!(" {}{}", cells("▰", full), cells("▱", BAR - full));
            return vec![
                Span::styled(format!("■ {}", env.text("state-ended")), on(Role::Warning, env)),
                Span::styled(bar, base),
                clock(seconds),
            ];
        }
    };
    let mut spans = vec![Span::styled(format!("{sign} {}", env.text(text)), on(role, env))];
    if answered || model.work.is_some() {
        spans.push(clock(seconds));
    }
    spans
}

/// A figure: how much it is worth to an operator with little room, the least number the most, and what it says.
type Figure = (u8, Vec<Span<'static>>);

/// The figures of the day that find room, in the order they are always in.
fn figures(model: &Model, env: &Env, room: usize) -> Vec<Span<'static>> {
    let base = env.style(Role::Status);
    let plain = |text: String| vec![Span::styled(text, base)];
    let mut all: Vec<Figure> = Vec::new();
    let shift = say!("status-shift", calls = model.shift.calls, sales = model.shift.sales);
    all.push((2, plain(env.say(&shift))));
    // What was promised is always there, in short where there is no room for words.
    let counts = &model.queue.counts;
    let promises = env.say(&say!("status-promises", count = counts.promises));
    let short = env.say(&say!("status-promises-short", count = counts.promises));
    let roomy = room >= env.say(&shift).width() + promises.width() + 8;
    let mut promised = plain(if roomy { promises } else { short });
    if counts.overdue > 0 {
        promised.push(Span::styled(" ", base));
        promised.push(Span::styled(format!("▲ {}", counts.overdue), on(Role::Urgent, env)));
    }
    // An empty calendar can wait where there is little room.
    let worth = if counts.promises == 0 && counts.overdue == 0 { 5 } else { 0 };
    all.push((worth, promised));
    if !model.day.notices.is_empty() {
        let text = env.say(&say!("status-notices", count = model.day.notices.len()));
        all.push((1, vec![Span::styled(text, on(Role::Accent, env))]));
    }
    if let Some(open) = &model.day.open {
        let (kept, broken) = open.tally.promises();
        if kept + broken > 0 {
            let text = env.say(&say!("status-kept", kept = kept, all = kept + broken));
            all.push((4, plain(text)));
        }
        if let (Some(last), Some(median)) = (model.day.last, open.tally.median()) {
            let seconds = env.texts.tenths(u64::from(median.ms.saturating_add(50) / 100));
            let text = say!("status-effort", last = env.texts.effort(last), seconds = seconds);
            all.push((3, plain(env.say(&text))));
        }
    }
    let width = |spans: &[Span<'_>]| spans.iter().map(Span::width).sum::<usize>();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|place| all.get(*place).map(|(worth, _)| *worth));
    let (mut used, mut chosen) = (0, Vec::new());
    for place in order {
        let Some((_, spans)) = all.get(place) else { continue };
        let with = width(spans) + if chosen.is_empty() { 0 } else { 3 };
        if used + with <= room {
            used += with;
            chosen.push(place);
        }
    }
    let mut out = Vec::new();
    for (place, (_, spans)) in all.into_iter().enumerate() {
        if chosen.contains(&place) {
            if !out.is_empty() {
                out.push(Span::styled(" · ", base));
            }
            out.extend(spans);
        }
    }
    out
}
