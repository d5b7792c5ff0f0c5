//! «Нет нужного ответа»: the client's words for the author of the script.

use super::form::Form;
use super::sheet::Sheet;
use super::{Cx, Flow};
use crate::desk::heard::WriteHeard;
use crate::domain::ids::{ClientId, ScriptId};
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::update::complain;

/// Words that no answer fits, while they are typed.
#[derive(Debug)]
pub struct HeardForm {
    script: ScriptId,
    step: String,
    client: ClientId,
    form: Form,
}

impl HeardForm {
    /// At the step that is read to the client.
    pub fn new(model: &Model) -> Option<Self> {
        let work = model.shown_work()?;
        let run = work.run.as_ref()?;
        let (script, step) = (run.script().id, run.current()?.code.clone());
        Some(Self { script, step, client: work.client, form: Form::new().line() })
    }
}

impl Sheet for HeardForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        env.text("heard-title")
    }

    fn hint(&self) -> &'static str {
        "heard-keys"
    }

    fn saves(&self) -> &'static str {
        "bar-send"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let words = self.form.typed(0);
        if words.is_empty() {
            return Flow::Close;
        }
        if std::mem::replace(&mut cx.model.busy, true) {
            complain(cx.model, cx.env, say!("busy-saving"));
            return Flow::Stay;
        }
        let (script, step, client) = (self.script, self.step.clone(), self.client);
        cx.effects.push(Effect::Ask(Request::Heard(WriteHeard { script, step, words, client })));
        Flow::Stay
    }
}
