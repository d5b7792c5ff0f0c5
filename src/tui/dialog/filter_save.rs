//! Saving a filter under a name.

use ratatui::text::Line;

use super::form::Form;
use super::sheet::{Sheet, good};
use super::{Cx, Flow};
use crate::desk::filter::SaveFilter;
use crate::domain::filter::Filter;
use crate::domain::user::Right;
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::update::complain;

const NAME: usize = 0;
const WHOSE: usize = 1;

/// The name while it is typed.
#[derive(Debug)]
pub struct SaveFilterForm {
    filter: Filter,
    form: Form,
}

impl SaveFilterForm {
    /// Nothing typed yet. Only whoever may load jobs has the choice to share it.
    pub(super) fn new(filter: Filter, model: &Model, env: &Env) -> Self {
        let mut form = Form::new().text("filter-name", "");
        if model.who.role.has(Right::Load) {
            form = form.choice("filter-whose", vec![env.text("filter-mine"), env.text("filter-everybody")]);
        }
        Self { filter, form }
    }
}

impl Sheet for SaveFilterForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        env.text("filter-save-title")
    }

    fn reading(&self, _: &Model, env: &Env) -> Vec<Line<'static>> {
        vec![good(&self.filter.line(env.texts.lang()), env)]
    }

    fn hint(&self) -> &'static str {
        "filter-save-hint"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let name = self.form.typed(NAME);
        if name.is_empty() {
            self.form.go(NAME);
            complain(cx.model, cx.env, say!("filter-name-wanted"));
        } else if !std::mem::replace(&mut cx.model.busy, true) {
            let save =
                SaveFilter { name, filter: self.filter.clone(), shared: self.form.choice_of(WHOSE) == 1 };
            cx.effects.push(Effect::Ask(Request::SaveFilter(save)));
        }
        Flow::Stay
    }
}
