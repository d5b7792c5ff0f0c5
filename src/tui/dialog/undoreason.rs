//! Why a prohibition of calls is taken back: it is never done without a word.

use ratatui::Frame;

use super::line::{CONTEXTS, OneLine};
use super::{Behave, Cx, Flow};
use crate::say;
use crate::tui::action::Action;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::update::{complain, undo_because};

/// The reason while it is typed.
#[derive(Debug)]
pub struct UndoReason(OneLine);

impl Default for UndoReason {
    fn default() -> Self {
        Self::new()
    }
}

impl UndoReason {
    /// Nothing typed yet.
    pub fn new() -> Self {
        Self(OneLine::new("undo-reason-title", "undo-reason-keys"))
    }
}

impl Behave for UndoReason {
    fn contexts(&self) -> &'static [&'static str] {
        CONTEXTS
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        self.0.field.key(key);
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit | Action::Save => {
                let reason = self.0.words();
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
        self.0.field.paste(text);
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        self.0.view(frame, env, hits);
    }
}
