//! A new call job: its name and what its calls are for. The rest is set up on its card.

use ratatui::text::Line;

use super::form::Form;
use super::job_sheet::ask;
use super::sheet::{Sheet, good};
use super::{Cx, Flow};
use crate::desk::jobs::{NewJob, SetJob};
use crate::domain::call_list::Purpose;
use crate::domain::recycle::Preset;
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::Model;
use crate::tui::msg::JobRequest;
use crate::tui::update::complain;

const NAME: usize = 0;
const PURPOSE: usize = 1;

/// The fields while they are filled in.
#[derive(Debug)]
pub struct NewJobForm(Form);

impl NewJobForm {
    /// Nothing typed yet.
    pub(super) fn new(env: &Env) -> Self {
        let words = Purpose::ALL.map(|purpose| env.texts.word(&purpose)).to_vec();
        Self(Form::new().text("jobnew-name", "").choice("jobset-purpose", words))
    }

    fn purpose(&self) -> Purpose {
        Purpose::ALL.get(self.0.choice_of(PURPOSE)).copied().unwrap_or_default()
    }
}

impl Sheet for NewJobForm {
    fn form(&self) -> &Form {
        &self.0
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.0
    }

    fn title(&self, env: &Env) -> String {
        env.text("jobnew-title")
    }

    /// The rules it begins with.
    fn reading(&self, _: &Model, env: &Env) -> Vec<Line<'static>> {
        let preset = env.texts.word(&Preset::of(self.purpose()));
        vec![good(&env.say(&say!("job-recycle", preset = preset)), env)]
    }

    fn hint(&self) -> &'static str {
        "jobnew-hint"
    }

    fn saves(&self) -> &'static str {
        "bar-make"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let name = self.0.typed(NAME);
        if name.is_empty() {
            self.0.go(NAME);
            complain(cx.model, cx.env, say!("jobnew-name-wanted"));
        } else {
            let case = NewJob { name, purpose: self.purpose(), set: SetJob::default() };
            ask(cx, JobRequest::New(Box::new(case)));
        }
        Flow::Stay
    }
}
