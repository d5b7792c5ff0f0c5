//! Call jobs: the list of them, the card of one with all that can be done about it, its loads and its rules.

use ratatui::Frame;

use super::job_form::JobForm;
use super::job_new::NewJobForm;
use super::job_order::OrderForm;
use super::job_rules::{self, RuleForm};
use super::job_sheet::JobSheet;
use super::job_unload::{self, LoadLine, UnloadForm};
use super::picker::Picker;
use super::{Behave, Cx, Dialog, Flow, LoadForm};
use crate::desk::jobs::{JobCard, LoadOf, NextRow, RowTold, Touched};
use crate::domain::ids::{CallListId, LoadId};
use crate::domain::job::JobState;
use crate::domain::job::heat::Heat;
use crate::domain::job::load::Verdict;
use crate::domain::user::Right;
use crate::say;
use crate::tui::action::Action;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Failure, JobAnswer, JobRequest, Request};
use crate::tui::update::complain;

/// Rows of a load that are shown.
const ROWS: usize = 1000;

/// The dialog.
#[derive(Debug, Default)]
pub struct Jobs {
    pub(super) jobs: Picker,
    /// The job whose card is open, and what is known of it.
    pub(super) open: Option<Card>,
}

/// The card of a job.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) list: CallListId,
    /// `None` while it is read.
    pub(super) told: Option<Box<JobCard>>,
    pub(super) lines: Picker,
    /// Enter was pressed once on this, which changes the job.
    pub(super) armed: Option<Act>,
    pub(super) failure: Option<Failure>,
    /// What stands over the card, topmost last.
    pub(super) over: Vec<Over>,
}

/// What stands over a card.
#[derive(Debug)]
pub(super) enum Over {
    /// Rows of a load; `None` while they are read.
    Rows(LoadOf, Option<Vec<RowTold>>, Picker),
    /// The best hours; `None` while they are counted.
    Heat(Option<Box<Heat>>),
    /// The rules by which clients are called again.
    Rules(Picker),
    /// All loads.
    Loads(Picker),
    /// The rows that are taken next; `None` while they are looked for.
    Next(Option<Vec<NextRow>>, Picker),
    /// Rows that have stayed when a load was taken back.
    Stayed(Vec<Touched>, Picker),
}

/// What Enter does on a line of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Starts or pauses the job.
    Step,
    /// Says that it is prepared.
    Ready,
    /// Ends it for good.
    Finish,
    /// Loads a list.
    Load,
    /// Loads clients of the base.
    LoadBase,
    /// Shows the rows that are taken next.
    Next,
    /// Opens the fields of what it is for, who works on it and when.
    Set,
    /// Opens the fields of its order.
    Order,
    /// Shows the rules by which clients are called again.
    Rules,
    /// Shows all loads.
    Loads,
    /// Shows the rows of a load with a verdict.
    Rows(LoadId, Verdict),
    /// Shows the best hours.
    Heat,
}

impl Card {
    fn of(list: CallListId) -> Self {
        Self { list, told: None, lines: Picker::default(), armed: None, failure: None, over: Vec::new() }
    }

    /// What has come for it.
    fn came(&mut self, model: Result<JobAnswer, Failure>, asked: JobRequest) {
        match model {
            Ok(JobAnswer::Card(told)) => {
                self.told = Some(told);
                if matches!(asked, JobRequest::Set(_)) && self.over.is_empty() {
                    // What is set up is started next.
                    self.lines = Picker::default();
                }
                self.failure = None;
            }
            Ok(JobAnswer::Rows(rows)) => {
                if let (Some(Over::Rows(wanted, there, _)), JobRequest::Rows(asked)) =
                    (self.over.last_mut(), asked)
                    && *wanted == asked
                {
                    *there = Some(rows);
                }
            }
            Ok(JobAnswer::Next(rows)) => {
                if let Some(Over::Next(there, _)) = self.over.last_mut() {
                    *there = Some(rows);
                }
            }
            Ok(JobAnswer::Heat(heat)) => {
                if let Some(Over::Heat(there)) = self.over.last_mut() {
                    *there = Some(heat);
                }
            }
            Err(failure) => {
                self.over.clear();
                self.failure = Some(failure);
            }
        }
    }

    /// Shows rows of a load over what is open.
    fn rows(&mut self, load: LoadId, verdict: Verdict) -> JobRequest {
        let asked = LoadOf { list: self.list, load, verdict: Some(verdict), limit: ROWS };
        self.over.push(Over::Rows(asked, None, Picker::default()));
        JobRequest::Rows(asked)
    }

    /// Enter on what stands over the card.
    fn enter_over(&mut self, cx: &mut Cx<'_>) {
        let Some(told) = &self.told else { return };
        match self.over.last() {
            Some(Over::Rules(picker))
                if told.list.job.state != JobState::Finished && Jobs::may_make(cx.model) =>
            {
                let codes = job_rules::outcomes(&told.list, &cx.model.catalog);
                if let Some(code) = codes.into_iter().nth(picker.row) {
                    let list = &told.list;
                    JobSheet::open(cx, |model, env| JobSheet::Rule(RuleForm::new(list, code, model, env)));
                }
            }
            Some(Over::Loads(picker)) => match job_unload::places(told).get(picker.row).copied() {
                Some(LoadLine::Rows(load, verdict)) => {
                    let asked = self.rows(load, verdict);
                    cx.effects.push(Effect::Ask(Request::Job(asked)));
                }
                Some(LoadLine::Whole(load)) => {
                    if let Some(load) = told.loads.iter().find(|told| told.load == load).cloned() {
                        let list = self.list;
                        JobSheet::open(cx, |_, _| JobSheet::Unload(UnloadForm::new(list, load)));
                    }
                }
                None => {}
            },
            _ => {
                self.over.pop();
            }
        }
    }

    fn enter(&mut self, cx: &mut Cx<'_>) {
        let Some(told) = &self.told else { return };
        let Some(act) =
            super::job_view::acts(told, Jobs::may_make(cx.model)).get(self.lines.row).copied().flatten()
        else {
            return;
        };
        let running = told.list.job.state == JobState::Running;
        if matches!(act, Act::Step | Act::Ready | Act::Finish) && self.armed != Some(act) {
            let may = act == Act::Finish || running || told.missing.is_empty();
            self.armed = may.then_some(act);
            return;
        }
        self.armed = None;
        let list = self.list;
        let asked = match act {
            Act::Step if running => JobRequest::Pause(list),
            Act::Step => JobRequest::Start(list),
            Act::Ready => JobRequest::Ready(list),
            Act::Finish => JobRequest::Finish(list),
            Act::Load | Act::LoadBase => return load_into(cx, list, act == Act::LoadBase),
            Act::Set => {
                return JobSheet::open(cx, |model, env| JobSheet::Set(JobForm::new(model, env, &told.list)));
            }
            Act::Order => return JobSheet::open(cx, |_, env| JobSheet::Order(OrderForm::new(told, env))),
            Act::Rules => return self.over.push(Over::Rules(Picker::default())),
            Act::Loads => return self.over.push(Over::Loads(Picker::default())),
            Act::Rows(load, verdict) => self.rows(load, verdict),
            Act::Next => {
                self.over.push(Over::Next(None, Picker::default()));
                JobRequest::Next(list)
            }
            Act::Heat => {
                self.over.push(Over::Heat(None));
                JobRequest::Heat(list)
            }
        };
        cx.model.busy |= matches!(act, Act::Step | Act::Ready | Act::Finish);
        cx.effects.push(Effect::Ask(Request::Job(asked)));
    }

    /// The cursor of what is on top, and how many rows it moves among.
    fn cursor(&mut self, model: &Model) -> Option<(&mut Picker, usize)> {
        let (told, leads) = (self.told.as_deref(), Jobs::may_make(model));
        Some(match self.over.last_mut() {
            None => (&mut self.lines, told.map_or(0, |told| super::job_view::acts(told, leads).len())),
            Some(Over::Rows(_, rows, picker)) => (picker, rows.as_ref().map_or(0, Vec::len)),
            Some(Over::Stayed(rows, picker)) => (picker, rows.len()),
            Some(Over::Next(rows, picker)) => (picker, rows.as_ref().map_or(0, Vec::len)),
            Some(Over::Rules(picker)) => {
                (picker, told.map_or(0, |told| job_rules::outcomes(&told.list, &model.catalog).len()))
            }
            Some(Over::Loads(picker)) => (picker, told.map_or(0, |told| job_unload::places(told).len())),
            Some(Over::Heat(_)) => return None,
        })
    }
}

/// Opens the fields for a list that is loaded into a job, or says why not.
fn load_into(cx: &mut Cx<'_>, list: CallListId, base: bool) {
    let form = if base {
        LoadForm::from_base(cx.model, cx.env, list)
    } else {
        LoadForm::new(cx.model, cx.env, Some(list))
    };
    match (Action::Load.enabled(cx.model), form) {
        (Ok(()), Some(form)) => cx.model.dialogs.push(Dialog::Load(form)),
        (Ok(()), None) => complain(cx.model, cx.env, say!("load-no-job")),
        (Err(Some(why)), _) => complain(cx.model, cx.env, why),
        (Err(None), _) => {}
    }
}

impl Jobs {
    /// Rows of the list of jobs: the last one makes a new job, for whoever may.
    pub(super) fn count(model: &Model) -> usize {
        model.catalog.lists().count() + usize::from(Self::may_make(model))
    }

    /// Whether who works here may make a job.
    pub(super) fn may_make(model: &Model) -> bool {
        model.who.role.has(Right::Load)
    }

    /// The dialog that is open.
    fn of(model: &mut Model) -> Option<&mut Self> {
        model.dialogs.iter_mut().find_map(|dialog| match dialog {
            Dialog::Jobs(jobs) => Some(jobs),
            _ => None,
        })
    }

    /// An answer has come for the dialog that is open.
    pub(in crate::tui) fn came(
        model: &mut Model,
        env: &Env,
        asked: JobRequest,
        result: Result<Box<JobAnswer>, Failure>,
    ) {
        let result = result.map(|answer| *answer);
        let mut of = job_of(&asked);
        if let (JobRequest::Set(_) | JobRequest::New(_), Ok(JobAnswer::Card(told))) = (&asked, &result) {
            JobSheet::saved(model, env, &told.list);
            of = Some(told.list.id);
        }
        let Some(jobs) = Self::of(model) else { return };
        if matches!(asked, JobRequest::New(_)) {
            jobs.open = of.map(Card::of);
        }
        if let Some(card) = jobs.open.as_mut().filter(|card| Some(card.list) == of) {
            card.came(result, asked);
        }
    }

    /// A load was taken back: rows somebody has worked on stay, and are shown. The job whose card is open, to be read again.
    pub(in crate::tui) fn unloaded(model: &mut Model, stayed: Vec<Touched>) -> Option<CallListId> {
        let card = Self::of(model)?.open.as_mut()?;
        if matches!(card.over.last(), Some(Over::Loads(_))) {
            card.over.clear();
            if !stayed.is_empty() {
                card.over.push(Over::Stayed(stayed, Picker::default()));
            }
        }
        Some(card.list)
    }

    /// Something was taken back: the card that is open is read again, unless its job is gone.
    pub(in crate::tui) fn reread(model: &mut Model, is_gone: bool) -> Option<Effect> {
        let jobs = Self::of(model)?;
        if is_gone {
            jobs.open = None;
        }
        let list = jobs.open.as_ref()?.list;
        Some(Effect::Ask(Request::Job(JobRequest::Card(list))))
    }

    fn enter(&mut self, cx: &mut Cx<'_>) {
        match &mut self.open {
            Some(card) if card.over.is_empty() => card.enter(cx),
            Some(card) => card.enter_over(cx),
            None => {
                let chosen = cx.model.catalog.lists().nth(self.jobs.row).map(|list| list.id);
                if let Some(list) = chosen {
                    self.open = Some(Card::of(list));
                    cx.effects.push(Effect::Ask(Request::Job(JobRequest::Card(list))));
                } else if Self::may_make(cx.model) {
                    JobSheet::open(cx, |_, env| JobSheet::New(NewJobForm::new(env)));
                }
            }
        }
    }

    fn back(&mut self) -> Flow {
        let Some(card) = &mut self.open else { return Flow::Close };
        if card.armed.take().is_none() && card.over.pop().is_none() {
            self.open = None;
        }
        Flow::Stay
    }
}

/// The job a request is about; `None` for one that is still to be made.
fn job_of(asked: &JobRequest) -> Option<CallListId> {
    Some(match asked {
        JobRequest::New(_) => return None,
        JobRequest::Rows(rows) => rows.list,
        JobRequest::Set(set) => set.list(),
        JobRequest::Card(list)
        | JobRequest::Heat(list)
        | JobRequest::Next(list)
        | JobRequest::Start(list)
        | JobRequest::Ready(list)
        | JobRequest::Finish(list)
        | JobRequest::Pause(list) => *list,
    })
}

impl Behave for Jobs {
    fn contexts(&self) -> &'static [&'static str] {
        &["jobs", "list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Stay
    }

    fn enter(&self, model: &Model) -> Option<&'static str> {
        let Some(card) = &self.open else { return Some("bar-open") };
        Some(match card.over.last() {
            Some(Over::Rules(_)) if Self::may_make(model) => "bar-change",
            Some(Over::Loads(_)) => "bar-choose",
            Some(_) => "bar-close",
            None if card.armed.is_some() => "bar-confirm",
            None => "bar-choose",
        })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Back => return self.back(),
            Action::Open | Action::Submit => self.enter(cx),
            action => match &mut self.open {
                None => self.jobs.moved(action, Self::count(cx.model)),
                Some(card) => {
                    card.armed = None;
                    if let Some((picker, count)) = card.cursor(cx.model) {
                        picker.moved(action, count);
                    }
                }
            },
        }
        Flow::Stay
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        let picker = match &mut self.open {
            None => Some(&mut self.jobs),
            Some(card) => card.cursor(cx.model).map(|(picker, _)| picker),
        };
        match picker {
            Some(picker) if picker.row != row => picker.row = row,
            // A second click on the row under the cursor opens it.
            _ => self.enter(cx),
        }
        Flow::Stay
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        super::job_view::view(self, frame, model, env, hits);
    }
}
