//! Why a prohibition of calls is taken back: it is never done without a word.

use super::form::Form;
use super::sheet::Sheet;
use super::{Cx, Flow};
use crate::say;
use crate::tui::env::Env;
use crate::tui::update::{complain, undo_because};

/// The reason while it is typed.
#[derive(Debug)]
pub struct UndoReason(Form);

impl Default for UndoReason {
    fn default() -> Self {
        Self::new()
    }
}

impl UndoReason {
    /// Nothing typed yet.
    pub fn new() -> Self {
        Self(Form::new().line())
    }
}

impl Sheet for UndoReason {
    fn form(&self) -> &Form {
        &self.0
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.0
    }

    fn title(&self, env: &Env) -> String {
        env.text("undo-reason-title")
    }

    fn hint(&self) -> &'static str {
        "undo-reason-keys"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let reason = self.0.typed(0);
        if reason.is_empty() {
            complain(cx.model, cx.env, say!("undo-reason-wanted"));
        } else {
            let effects = undo_because(cx.model, reason);
            cx.effects.extend(effects);
        }
        Flow::Stay
    }
}
