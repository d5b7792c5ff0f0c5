//! The start of a shift: what waits, and the one key that begins the day. And its end, in eight lines.

use ratatui::Frame;
use ratatui::text::Line;

use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::desk::day::{DayKeys, DayReport, Morning};
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::action::Action;
use crate::tui::day;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::update::act;

/// What waits for the operator.
#[derive(Debug)]
pub struct MorningScreen(Morning);

impl MorningScreen {
    /// Of one morning.
    pub fn new(morning: Morning) -> Self {
        Self(morning)
    }

    fn lines(&self, model: &Model, env: &Env) -> Vec<Line<'static>> {
        let morning = &self.0;
        let mut lines: Vec<Line<'static>> = env
            .texts
            .morning(morning, env.zone, env.now)
            .into_iter()
            .map(|line| {
                let (sign, role) = if line.urgent { ("▲ ", Role::Warning) } else { ("  ", Role::Text) };
                Line::styled(format!("{sign}{}", line.text), env.style(role))
            })
            .collect();
        for notice in &morning.notices {
            let from = model.catalog.user(notice.from).map(|user| clean_line(&user.name)).unwrap_or_default();
            let at = env.texts.moment(notice.at, env.calendar());
            let text = say!("notice-line", at = at, from = from, text = clean_line(&notice.text));
            lines.push(Line::styled(env.say(&text), env.style(Role::Accent)));
        }
        if morning.no_pin {
            lines.push(Line::styled(format!("  {}", env.text("morning-no-pin")), env.style(Role::Muted)));
        }
        lines.push(Line::default());
        let keys = match (&model.day.open, &morning.open) {
            (Some(_), _) => "morning-keys-read",
            (None, Some(_)) if morning.ends.is_none() => "morning-keys-again",
            _ => "morning-keys",
        };
        lines.push(Line::styled(env.text(keys), env.style(Role::Muted)));
        lines
    }
}

impl Behave for MorningScreen {
    fn contexts(&self) -> &'static [&'static str] {
        &["list", "global"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Stay
    }

    fn enter(&self, model: &Model) -> Option<&'static str> {
        Some(match (&model.day.open, &self.0.open) {
            (Some(_), _) => "bar-read",
            (None, Some(_)) if self.0.ends.is_none() => "bar-go-on",
            _ => "bar-begin",
        })
    }

    fn esc(&self, model: &Model) -> Option<&'static str> {
        Some(if model.day.open.is_some() { "bar-close" } else { "bar-look" })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Open => {
                let effects = day::clock_in(cx.model, cx.env, false);
                cx.effects.extend(effects);
                Flow::Close
            }
            Action::Take => {
                let effects = day::clock_in(cx.model, cx.env, true);
                cx.effects.extend(effects);
                Flow::Close
            }
            Action::Back | Action::Day => {
                cx.model.day.decline();
                Flow::Close
            }
            Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => {
                Flow::Stay
            }
            // A client may ring before the day has begun: everything else works at once.
            action => {
                let effects = act(cx.model, cx.env, action);
                cx.effects.extend(effects);
                Flow::Close
            }
        }
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(8).min(90);
        let inner = usize::from(width.saturating_sub(4));
        // What goes on stands under what it goes on from, not under the sign.
        let rows = |line: &Line<'static>| {
            if line.width() <= inner {
                return vec![line.clone()];
            }
            let mut rows = draw::wrapped(std::slice::from_ref(line), inner.saturating_sub(2));
            rows.iter_mut().skip(1).for_each(|row| row.spans.insert(0, "  ".into()));
            rows
        };
        let lines: Vec<Line<'_>> = self.lines(model, env).iter().flat_map(rows).collect();
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let area = window(frame, env, hits, &env.text("morning-title"), (width, height));
        for (y, line) in (area.y..area.bottom()).zip(&lines) {
            draw::line(frame, ratatui::layout::Rect { y, height: 1, ..area }, line);
        }
    }
}

/// What a day has come to that was closed.
#[derive(Debug)]
pub struct DayEnd {
    report: Box<DayReport>,
    keys: Option<DayKeys>,
    /// It was drawn: keys that were pressed before are not for it.
    pub(in crate::tui) seen: bool,
}

impl DayEnd {
    /// Of one day.
    pub fn new(report: DayReport, keys: Option<DayKeys>) -> Self {
        Self { report: Box::new(report), keys, seen: false }
    }
}

impl Behave for DayEnd {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-leave")
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            _ if !self.seen => Flow::Stay,
            Action::Open => {
                cx.model.quit = true;
                Flow::Close
            }
            Action::Back => Flow::Close,
            _ => Flow::Stay,
        }
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let said = env.texts.day_report(&self.report, env.zone, env.now);
        let mut lines: Vec<Line<'static>> =
            said.into_iter().map(|line| Line::styled(line, env.style(Role::Text))).collect();
        let keys = self.keys.as_ref().and_then(|keys| env.texts.day_keys_line(keys));
        lines.extend(keys.map(|line| Line::styled(line, env.style(Role::Accent))));
        lines.push(Line::default());
        lines.push(Line::styled(env.text("day-end-keys"), env.style(Role::Muted)));
        let width = frame.area().width.saturating_sub(8).min(90);
        let lines = draw::wrapped(&lines, usize::from(width.saturating_sub(4)));
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let area = window(frame, env, hits, &env.text("day-end-title"), (width, height));
        for (y, line) in (area.y..area.bottom()).zip(&lines) {
            draw::line(frame, ratatui::layout::Rect { y, height: 1, ..area }, line);
        }
    }
}
