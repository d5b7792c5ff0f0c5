//! «Нет нужного ответа»: the client's words for the author of the script.

use ratatui::Frame;

use super::line::{CONTEXTS, OneLine};
use super::{Behave, Cx, Flow};
use crate::desk::heard::WriteHeard;
use crate::domain::ids::{ClientId, ScriptId};
use crate::say;
use crate::tui::action::Action;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::update::complain;

/// Words that no answer fits, while they are typed.
#[derive(Debug)]
pub struct HeardForm {
    script: ScriptId,
    step: String,
    client: ClientId,
    line: OneLine,
}

impl HeardForm {
    /// At the step that is read to the client.
    pub fn new(model: &Model) -> Option<Self> {
        let work = model.shown_work()?;
        let run = work.run.as_ref()?;
        let (script, step) = (run.script().id, run.current()?.code.clone());
        Some(Self { script, step, client: work.client, line: OneLine::new("heard-title", "heard-keys") })
    }
}

impl Behave for HeardForm {
    fn contexts(&self) -> &'static [&'static str] {
        CONTEXTS
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        self.line.field.key(key);
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit | Action::Save => {
                let words = self.line.words();
                if words.is_empty() {
                    return Flow::Close;
                }
                if cx.model.busy {
                    complain(cx.model, cx.env, say!("busy-saving"));
                    return Flow::Stay;
                }
                cx.model.busy = true;
                let (script, step, client) = (self.script, self.step.clone(), self.client);
                cx.effects.push(Effect::Ask(Request::Heard(WriteHeard { script, step, words, client })));
                // It goes when the desk has the words: nothing is lost if the desk can't take them.
                Flow::Stay
            }
            Action::Back => Flow::Close,
            _ => Flow::Stay,
        }
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        self.line.field.paste(text);
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        self.line.view(frame, env, hits);
    }
}
