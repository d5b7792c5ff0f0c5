//! Why a prohibition of calls is taken back: it is never done without a word.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::update::{complain, undo_because};

/// The reason while it is typed.
#[derive(Debug)]
pub struct UndoReason {
    field: Field,
}

impl Default for UndoReason {
    fn default() -> Self {
        Self::new()
    }
}

impl UndoReason {
    /// Nothing typed yet.
    pub fn new() -> Self {
        Self { field: Field::line("") }
    }
}

impl Behave for UndoReason {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "text"]
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        self.field.key(key);
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit | Action::Save => {
                let reason = self.field.text().trim().to_owned();
                if reason.is_empty() {
                    complain(cx.model, cx.env, say!("undo-reason-wanted"));
                } else {
                    let effects = undo_because(cx.model, reason);
                    cx.effects.extend(effects);
                }
                // It goes when the desk has done it.
                Flow::Stay
            }
            Action::Back => Flow::Close,
            _ => Flow::Stay,
        }
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        self.field.paste(text);
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(8).min(72);
        let area = window(frame, env, hits, &env.text("undo-reason-title"), (width, 2));
        self.field.view(frame, Rect { height: 1, ..area }, env.style(Role::Input), true);
        let below = Rect { y: area.y + 1, height: 1, ..area }.intersection(area);
        draw::line(frame, below, &Line::styled(env.text("undo-reason-keys"), env.style(Role::Muted)));
    }
}
