//! Help for what works here, made from the action table and the keymap.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// The column of keys, in cells.
const KEYS: usize = 16;
/// The help is as wide as this, in cells, where the screen allows.
const WIDTH: u16 = 96;

/// The help.
#[derive(Debug)]
pub struct Help {
    contexts: Vec<&'static str>,
    scroll: usize,
}

impl Help {
    /// For the screen as it is.
    pub fn new(model: &Model) -> Self {
        Self { contexts: model.contexts(), scroll: 0 }
    }

    fn lines<'a>(&self, model: &Model, env: &Env, width: usize) -> Vec<Line<'a>> {
        let mut lines: Vec<Line<'a>> = Vec::new();
        for paragraph in ["help-queue", "help-call", "help-find"] {
            let text = Line::styled(env.text(paragraph), env.style(Role::Text));
            lines.extend(draw::wrapped(&[text], width));
        }
        lines.push(Line::default());
        for action in Action::ALL.iter().copied() {
            // Results and answers stand on the screen with their keys.
            if action.result_key().is_some() || action.answer_number().is_some() {
                continue;
            }
            let keys = env.keymap.keys_of(action.id(), &self.contexts);
            if keys.is_empty() {
                continue;
            }
            let keys: Vec<String> = keys.iter().map(|key| key.short()).collect();
            let (role, text) = match action.enabled(model) {
                Ok(()) => (Role::Text, env.text(action.text())),
                Err(None) => continue,
                Err(Some(why)) => (
                    Role::Muted,
                    env.say(&say!("help-not-now", action = env.text(action.text()), why = env.say(&why))),
                ),
            };
            let text = Line::styled(text, env.style(role));
            for (place, mut line) in
                draw::wrapped(&[text], width.saturating_sub(KEYS + 1)).into_iter().enumerate()
            {
                let keys = if place == 0 { keys.join(" ") } else { String::new() };
                line.spans.insert(0, Span::styled(draw::cell(&keys, KEYS), env.style(Role::Key)));
                line.spans.insert(1, Span::raw(" "));
                lines.push(line);
            }
        }
        lines.push(Line::default());
        let palette = env.key(Action::Palette, &self.contexts).unwrap_or_default();
        let end = Line::styled(env.say(&say!("help-palette", key = palette)), env.style(Role::Muted));
        lines.extend(draw::wrapped(&[end], width));
        lines
    }
}

impl Behave for Help {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        let last = self.lines(cx.model, cx.env, usize::from(WIDTH)).len();
        let scroll = match action {
            Action::Back | Action::Open => return Flow::Close,
            Action::Up => self.scroll.saturating_sub(1),
            Action::Down => self.scroll + 1,
            Action::PageUp => self.scroll.saturating_sub(10),
            Action::PageDown => self.scroll + 10,
            Action::First => 0,
            Action::Last => last,
            _ => self.scroll,
        };
        self.scroll = scroll.min(last);
        Flow::Stay
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let screen = frame.area();
        let width = screen.width.saturating_sub(6).min(WIDTH);
        let lines = self.lines(model, env, usize::from(width.saturating_sub(4)));
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(screen.height.saturating_sub(5));
        let area = window(frame, env, hits, &env.text("help-title"), (width, height));
        let first = self.scroll.min(lines.len().saturating_sub(usize::from(area.height)));
        for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(first)) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
        if lines.len() > first + usize::from(area.height) {
            let more = Line::styled(format!(" ↓ {} ", env.text("help-more")), env.style(Role::Muted));
            let width = u16::try_from(more.width()).unwrap_or_default().min(area.width);
            let x = area.right().saturating_sub(width);
            draw::line(frame, Rect { x, y: area.bottom(), width, height: 1 }, &more);
        }
    }
}
