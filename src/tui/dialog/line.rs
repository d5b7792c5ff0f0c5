//! One line of words in a window, and below it what the keys do.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::picker::window;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::theme::Role;

/// Contexts of its keys, topmost first.
pub(super) const CONTEXTS: &[&str] = &["line", "text"];

/// The line, with the keys of its title and of what stands below it in `locales/`.
#[derive(Debug)]
pub(super) struct OneLine {
    title: &'static str,
    below: &'static str,
    pub(super) field: Field,
}

impl OneLine {
    /// Nothing typed yet.
    pub(super) fn new(title: &'static str, below: &'static str) -> Self {
        Self { title, below, field: Field::line("") }
    }

    /// What was typed, without spaces around it.
    pub(super) fn words(&self) -> String {
        self.field.text().trim().to_owned()
    }

    /// Draws it.
    pub(super) fn view(&self, frame: &mut Frame<'_>, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(8).min(72);
        let area = window(frame, env, hits, &env.text(self.title), (width, 2));
        self.field.view(frame, Rect { height: 1, ..area }, env.style(Role::Input), true);
        let below = Rect { y: area.y + 1, height: 1, ..area }.intersection(area);
        draw::line(frame, below, &Line::styled(env.text(self.below), env.style(Role::Muted)));
    }
}
