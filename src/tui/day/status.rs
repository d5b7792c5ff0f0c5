//! The status line: who works, in what state and for how long, what the day has come to so far.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::domain::day::OperatorState;
use crate::domain::text::{clean_line, fit};
use crate::i18n::counts::{at_least, counted};
use crate::i18n::{Message, Texts};
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::model::{CallState, Model, Work};
use crate::tui::promises;
use crate::tui::theme::Role;

/// Cells that stay free where a figure is said in words.
const AIR: usize = 5;

/// Cells of a client's name.
const NAME: usize = 20;

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
    // Who rings comes before whatever else is done, a talk apart; how long he has waited is what counts.
    if let Some(call) = model.ring.call.as_ref().filter(|_| !answered)
        && model.work.as_ref().is_none_or(|work| work.state == CallState::Preview)
    {
        let said = format!("☎ {}", env.text("operator-ringing"));
        let waits = (env.now.millis() - call.since.millis()) / 1000;
        return vec![Span::styled(said, on(Role::Urgent, env)), clock(waits)];
    }
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
    if let Some(seconds) = model.next.seconds_left(env.now).filter(|_| model.work.is_none()) {
        let said = env.say(&say!("state-next", seconds = seconds));
        return vec![Span::styled(format!("● {said}"), on(Role::Accent, env))];
    }
    let (sign, text, role) = match model.work.as_ref().map(|work| work.state) {
        None if answered => ("☎", "state-talking", Role::Good),
        None if model.day.greeted && model.day.open.is_none() => ("○", "state-no-shift", Role::Warning),
        None if model.day.open.as_ref().is_some_and(|open| open.day.state == OperatorState::Lag) => {
            ("■", "operator-lag", Role::Warning)
        }
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

/// A figure: how much it is worth to an operator with little room, the least number the most, and what it says, in words and in
/// short.
struct Figure {
    worth: u8,
    long: Vec<Span<'static>>,
    short: Vec<Span<'static>>,
}

fn width(spans: &[Span<'_>]) -> usize {
    spans.iter().map(Span::width).sum()
}

/// How many calls of the day have no result yet, those with somebody who is still being entered among them: the desk counts the
/// same, from what is kept of them.
fn under_way(model: &Model) -> usize {
    let began = |work: &Work| (work.state != CallState::Preview).then_some(work.began);
    let parked = &model.ring.parked;
    let works = model.work.iter().chain(parked.iter().filter_map(|parked| parked.work.as_ref()));
    let entered = model.ring.answered.into_iter().chain(parked.iter().filter_map(|parked| parked.answered));
    works.filter_map(began).chain(entered).filter(|began| *began >= model.shift.since).count()
}

/// All figures of the day, in the order they are always in.
fn all_figures(model: &Model, env: &Env) -> Vec<Figure> {
    let base = env.style(Role::Status);
    let plain = |text: Message| vec![Span::styled(env.say(&text), base)];
    let mut all = Vec::new();
    // The time of a promise that comes due is the first thing to know.
    if let Some(soon) = promises::near(model, env) {
        let time = env.texts.time(soon.due, env.zone);
        let name = fit(&clean_line(&soon.name), NAME).into_owned();
        let spans = |text: String| vec![Span::styled(text, on(Role::Warning, env))];
        let (long, short) = (spans(format!("◷ {time} {name}")), spans(format!("◷ {time}")));
        all.push(Figure { worth: 0, long, short });
    }
    // A call that goes on is one already; its result is not.
    let calls = model.shift.calls + under_way(model);
    let (results, sales) = (model.shift.results, model.shift.sales);
    // Two figures that are read together: in words both, or neither.
    let both = |calls: Message, results: Message| {
        let mut spans = plain(calls);
        spans.push(Span::styled(" · ", base));
        spans.extend(plain(results));
        spans
    };
    all.push(Figure {
        worth: 2,
        long: both(say!("status-calls", count = calls), say!("status-results", count = results)),
        short: both(say!("status-calls-short", count = calls), say!("status-results-short", count = results)),
    });
    all.push(Figure {
        worth: 4,
        long: plain(say!("status-sales", count = sales)),
        short: plain(say!("status-sales-short", count = sales)),
    });
    // What was promised is always there.
    let counts = &model.queue.counts;
    let overdue = |mut spans: Vec<Span<'static>>| {
        if counts.overdue > 0 {
            spans.push(Span::styled(" ", base));
            spans.push(Span::styled(
                format!("▲ {}", env.say(&counted(counts.overdue, counts.capped.overdue))),
                on(Role::Urgent, env),
            ));
        }
        spans
    };
    let (promises, more) = at_least(counts.promises, counts.capped.promises);
    all.push(Figure {
        // An empty calendar can wait where there is little room.
        worth: if counts.promises == 0 && counts.overdue == 0 { 6 } else { 0 },
        long: overdue(plain(say!("status-promises", count = promises, more = more))),
        short: overdue(plain(say!("status-promises-short", count = promises, more = more))),
    });
    if !model.day.notices.is_empty() {
        let text = env.say(&say!("status-notices", count = model.day.notices.len()));
        let spans = vec![Span::styled(text, on(Role::Accent, env))];
        all.push(Figure { worth: 1, long: spans.clone(), short: spans });
    }
    let Some(open) = &model.day.open else { return all };
    let (kept, promised) = (model.shift.kept, model.shift.kept + model.shift.broken);
    if promised > 0 {
        all.push(Figure {
            worth: 3,
            long: plain(say!("status-kept", kept = kept, all = promised)),
            short: plain(say!("status-kept-short", kept = kept, all = promised)),
        });
    }
    if let (Some(last), Some(median)) = (model.day.last, open.tally.median()) {
        let seconds = env.texts.tenths(u64::from(median.ms.saturating_add(50) / 100));
        all.push(Figure {
            worth: 5,
            long: plain(say!("status-effort", last = env.texts.effort(last), seconds = seconds)),
            short: plain(say!("status-effort-short", median = env.texts.effort(median))),
        });
    }
    all
}

/// The figures of the day that find room: as many as possible in short, then those in words that find room for it.
fn figures(model: &Model, env: &Env, room: usize) -> Vec<Span<'static>> {
    let all = all_figures(model, env);
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|place| all.get(*place).map(|figure| figure.worth));
    let mut used = 0;
    let mut chosen: Vec<Option<bool>> = vec![None; all.len()];
    for place in &order {
        let (Some(figure), Some(choice)) = (all.get(*place), chosen.get_mut(*place)) else { continue };
        let with = width(&figure.short) + if used == 0 { 0 } else { 3 };
        if used + with <= room {
            used += with;
            *choice = Some(false);
        }
    }
    for (place, (figure, choice)) in all.iter().zip(&mut chosen).enumerate() {
        // Words want some air around them; what the day has come to comes first.
        let air = if place == 0 { 0 } else { AIR };
        let with = width(&figure.long).saturating_sub(width(&figure.short));
        if *choice == Some(false) && used + with + air <= room {
            used += with;
            *choice = Some(true);
        }
    }
    let mut out = Vec::new();
    for (figure, choice) in all.into_iter().zip(chosen) {
        let Some(long) = choice else { continue };
        if !out.is_empty() {
            out.push(Span::styled(" · ", env.style(Role::Status)));
        }
        out.extend(if long { figure.long } else { figure.short });
    }
    out
}
