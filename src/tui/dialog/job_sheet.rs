//! The forms that stand over the card of a call job. They differ in their fields only, and any of them goes when the desk has
//! written down what it asks for.

use ratatui::text::Line;

use super::form::Form;
use super::job_form::JobForm;
use super::job_new::NewJobForm;
use super::job_order::OrderForm;
use super::job_rules::RuleForm;
use super::job_unload::UnloadForm;
use super::sheet::{Sheet, bad};
use super::{Cx, Dialog, Flow};
use crate::desk::jobs::SetJob;
use crate::domain::call_list::CallList;
use crate::domain::ids::CallListId;
use crate::domain::text::clean_line;
use crate::domain::user::Right;
use crate::i18n::Message;
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, JobRequest, Request};
use crate::tui::update::{complain, tell};

/// Why a line can't be taken: where, and what to say.
pub(super) type Wrong = (usize, Message);

/// A form about a call job.
#[derive(Debug)]
pub enum JobSheet {
    /// A new job.
    New(NewJobForm),
    /// What it is for, who works on it and when.
    Set(JobForm),
    /// How often clients are called, and in which order.
    Order(OrderForm),
    /// When a client is called again after one result.
    Rule(RuleForm),
    /// Taking a load back.
    Unload(UnloadForm),
}

macro_rules! each {
    ($sheet:expr, $it:ident => $act:expr) => {
        match $sheet {
            JobSheet::New($it) => $act,
            JobSheet::Set($it) => $act,
            JobSheet::Order($it) => $act,
            JobSheet::Rule($it) => $act,
            JobSheet::Unload($it) => $act,
        }
    };
}

impl JobSheet {
    /// Opens one over the card; says why not where there is no right to.
    pub(super) fn open(cx: &mut Cx<'_>, make: impl FnOnce(&Model, &Env) -> Self) {
        if cx.model.who.role.has(Right::Load) {
            let sheet = make(cx.model, cx.env);
            cx.model.dialogs.push(Dialog::JobSheet(sheet));
        } else {
            let right = cx.env.texts.word(&Right::Load);
            complain(cx.model, cx.env, say!("error-forbidden", right = right));
        }
    }

    /// The desk has written it down: the form goes.
    pub(in crate::tui) fn saved(model: &mut Model, env: &Env, list: &CallList) {
        let place = model.dialogs.iter().position(|dialog| matches!(dialog, Dialog::JobSheet(_)));
        if let Some(Dialog::JobSheet(sheet)) = place.map(|place| model.dialogs.remove(place)) {
            let job = clean_line(&list.name);
            let said = match sheet {
                Self::New(_) => say!("jobnew-made", job = job),
                _ => say!("jobset-saved", job = job),
            };
            tell(model, env, said);
        }
    }

    /// A load was taken back: its form goes.
    pub(in crate::tui) fn unloaded(model: &mut Model) {
        model.dialogs.retain(|dialog| !matches!(dialog, Dialog::JobSheet(Self::Unload(_))));
    }
}

/// A line that can't be taken, with the field it stands in.
pub(super) fn refused(form: &Form, (field, why): &Wrong, env: &Env) -> Line<'static> {
    bad(&format!("{}: {}", env.text(form.label(*field)), env.say(why)), env)
}

/// Asks the desk to set a job up, or goes to the field that can't be taken: why stands below the fields.
pub(super) fn set(cx: &mut Cx<'_>, form: &mut Form, list: CallListId, set: Result<SetJob, Wrong>) -> Flow {
    match set {
        Err((field, _)) => {
            form.go(field);
            let field = cx.env.text(form.label(field));
            complain(cx.model, cx.env, say!("sheet-refused", field = field));
        }
        Ok(set) => ask(cx, JobRequest::Set(Box::new(set.of(list)))),
    }
    Flow::Stay
}

/// Asks the desk, unless a change is under way.
pub(super) fn ask(cx: &mut Cx<'_>, asked: JobRequest) {
    if !std::mem::replace(&mut cx.model.busy, true) {
        cx.effects.push(Effect::Ask(Request::Job(asked)));
    }
}

impl Sheet for JobSheet {
    const WIDEST: u16 = 84;

    fn form(&self) -> &Form {
        each!(self, it => it.form())
    }

    fn form_mut(&mut self) -> &mut Form {
        each!(self, it => it.form_mut())
    }

    fn title(&self, env: &Env) -> String {
        each!(self, it => it.title(env))
    }

    fn reading(&self, model: &Model, env: &Env) -> Vec<Line<'static>> {
        each!(self, it => it.reading(model, env))
    }

    fn hint(&self) -> &'static str {
        each!(self, it => it.hint())
    }

    fn saves(&self) -> &'static str {
        each!(self, it => it.saves())
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        each!(self, it => it.save(cx))
    }
}
