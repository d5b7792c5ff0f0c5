//! A mark in the talk: timed when the key is pressed, named while the talk goes on.

use super::form::Form;
use super::sheet::Sheet;
use super::{Cx, Dialog, Flow};
use crate::domain::recording::{Mark, ordered};
use crate::say;
use crate::tui::action::Action;
use crate::tui::env::Env;
use crate::tui::model::{CallDraft, CallState, Model};
use crate::tui::update::{complain, tell};

/// The words of a mark, while they are typed.
#[derive(Debug)]
pub struct MarkForm {
    second: u32,
    form: Form,
}

impl MarkForm {
    /// At this moment of the call; `None` while nobody talks.
    pub fn new(model: &Model, env: &Env) -> Option<Self> {
        let work = model.work.as_ref().filter(|work| work.state == CallState::Talking)?;
        let second = env.now.millis().saturating_sub(work.began.millis()).max(0) / 1000;
        let second = u32::try_from(second).unwrap_or(u32::MAX);
        Some(Self::of(&Mark::new(second, "")))
    }

    /// One that was being typed in an earlier session.
    pub fn restored(draft: &CallDraft) -> Option<Self> {
        draft.marking.as_ref().filter(|_| !draft.ended).map(Self::of)
    }

    fn of(mark: &Mark) -> Self {
        Self { second: mark.second, form: Form::new().text("", &mark.text).begun() }
    }

    /// The mark as it is so far.
    pub fn typed(&self) -> Mark {
        Mark::new(self.second, &self.form.typed(0))
    }

    fn keep(&self, cx: &mut Cx<'_>) -> Flow {
        let mark = self.typed();
        if let Some(work) = &mut cx.model.work {
            work.marks = ordered(std::mem::take(&mut work.marks).into_iter().chain([mark.clone()]).collect());
        }
        tell(cx.model, cx.env, say!("mark-kept", mark = mark.said()));
        Flow::Close
    }
}

/// Opens it over another dialog, or says why not.
pub(super) fn open_over(cx: &mut Cx<'_>) {
    match Action::Mark.enabled(cx.model) {
        Ok(()) => cx.model.dialogs.extend(MarkForm::new(cx.model, cx.env).map(Dialog::Mark)),
        Err(Some(why)) => complain(cx.model, cx.env, why),
        Err(None) => {}
    }
}

impl Sheet for MarkForm {
    const WIDEST: u16 = 76;

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        env.say(&say!("mark-title", clock = self.typed().clock()))
    }

    fn hint(&self) -> &'static str {
        "mark-keys"
    }

    /// The call keeps it: there is nothing to wait for.
    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        self.keep(cx)
    }
}
