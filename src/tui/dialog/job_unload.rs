//! The loads of a job, and taking one of them back.

use ratatui::text::{Line, Span};

use super::form::Form;
use super::sheet::{Sheet, bad};
use super::{Cx, Flow};
use crate::desk::jobs::{JobCard, LoadTold};
use crate::domain::ids::{CallListId, LoadId};
use crate::domain::job::load::Verdict;
use crate::domain::text::{clean_line, fit};
use crate::say;
use crate::tui::env::Env;
use crate::tui::loading::unload;
use crate::tui::model::Model;
use crate::tui::theme::Role;

const REASON: usize = 0;

/// A line of the list of loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoadLine {
    /// The load itself: Enter takes it back.
    Whole(LoadId),
    /// Its rows with one verdict.
    Rows(LoadId, Verdict),
}

/// The lines, the latest load first.
pub(super) fn places(told: &JobCard) -> Vec<LoadLine> {
    let of = |load: &LoadTold| {
        let rows = Verdict::ALL.into_iter().filter(|verdict| load.sums.of(*verdict) > 0);
        let rows: Vec<LoadLine> = rows.map(|verdict| LoadLine::Rows(load.load, verdict)).collect();
        std::iter::once(LoadLine::Whole(load.load)).chain(rows)
    };
    told.loads.iter().flat_map(of).collect()
}

/// The same in words.
pub(super) fn lines<'a>(told: &JobCard, model: &Model, env: &Env, width: usize) -> Vec<Line<'a>> {
    let mut out = Vec::new();
    for load in &told.loads {
        let by = model.catalog.user(load.by).map(|user| clean_line(&user.name)).unwrap_or_default();
        let (at, source) = (env.texts.moment(load.at, env.calendar()), env.texts.load_source(&load.source));
        let said = say!("jobs-load-line", at = at, source = source, by = by, count = load.sums.taken());
        out.push(Line::styled(fit(&env.say(&said), width).into_owned(), env.style(Role::Text)));
        for verdict in Verdict::ALL.into_iter().filter(|verdict| load.sums.of(*verdict) > 0) {
            let (what, count) = (env.texts.word(&verdict), load.sums.of(verdict));
            let part = env.say(&say!("load-part", what = what, count = count));
            let role = if verdict.is_taken() { Role::Muted } else { Role::Warning };
            out.push(Line::from(Span::styled(format!("    {part}"), env.style(role))));
        }
    }
    out
}

/// Taking a load back, while it is confirmed.
#[derive(Debug)]
pub struct UnloadForm {
    list: CallListId,
    load: LoadTold,
    form: Form,
}

impl UnloadForm {
    /// Of one load of a job.
    pub(super) fn new(list: CallListId, load: LoadTold) -> Self {
        Self { list, load, form: Form::new().text("jobunload-reason", "") }
    }
}

impl Sheet for UnloadForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        let at = env.texts.moment(self.load.at, env.calendar());
        env.say(&say!("jobunload-title", at = at, source = env.texts.load_source(&self.load.source)))
    }

    fn reading(&self, _: &Model, env: &Env) -> Vec<Line<'static>> {
        vec![bad(&env.say(&say!("jobunload-count", count = self.load.sums.taken())), env)]
    }

    fn hint(&self) -> &'static str {
        "jobunload-hint"
    }

    fn saves(&self) -> &'static str {
        "bar-take-back"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let effects = unload(cx.model, self.list, self.load.load, self.form.typed(REASON));
        cx.effects.extend(effects);
        Flow::Stay
    }
}
