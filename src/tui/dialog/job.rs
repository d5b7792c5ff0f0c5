//! Call jobs: the list of them, the card of one, the rows of its loads, its best hours.

use ratatui::Frame;

use super::picker::Picker;
use super::{Behave, Cx, Dialog, Flow, JobForm, LoadForm};
use crate::desk::jobs::{JobCard, LoadOf, RowTold};
use crate::domain::ids::CallListId;
use crate::domain::job::JobState;
use crate::domain::job::heat::Heat;
use crate::domain::job::load::Verdict;
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
    /// Enter was pressed once on what changes the job.
    pub(super) armed: bool,
    pub(super) failure: Option<Failure>,
    /// What stands over the card.
    pub(super) over: Option<Over>,
}

/// What stands over a card.
#[derive(Debug)]
pub(super) enum Over {
    /// Rows of a load; `None` while they are read.
    Rows(LoadOf, Option<Vec<RowTold>>, Picker),
    /// The best hours; `None` while they are counted.
    Heat(Option<Box<Heat>>),
}

/// What Enter does on a line of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Starts or pauses the job.
    Step,
    /// Loads a list.
    Load,
    /// Opens the fields of how it is set up.
    Set,
    /// Shows the rows of a load with a verdict.
    Rows(crate::domain::ids::LoadId, Verdict),
    /// Shows the best hours.
    Heat,
}

impl Jobs {
    /// An answer has come for the dialog that is open.
    pub(in crate::tui) fn came(
        model: &mut Model,
        asked: JobRequest,
        result: Result<Box<JobAnswer>, Failure>,
    ) {
        let open = model.dialogs.iter_mut().find_map(|dialog| match dialog {
            Dialog::Jobs(jobs) => jobs.open.as_mut(),
            _ => None,
        });
        let Some(card) = open.filter(|card| card.list == job_of(&asked)) else { return };
        match result.map(|answer| *answer) {
            Ok(JobAnswer::Card(told)) => {
                card.told = Some(told);
                card.failure = None;
            }
            Ok(JobAnswer::Rows(rows)) => {
                if let (Some(Over::Rows(wanted, there, _)), JobRequest::Rows(asked)) = (&mut card.over, asked)
                    && *wanted == asked
                {
                    *there = Some(rows);
                }
            }
            Ok(JobAnswer::Heat(heat)) => {
                if let Some(Over::Heat(there)) = &mut card.over {
                    *there = Some(heat);
                }
            }
            Err(failure) => {
                card.over = None;
                card.failure = Some(failure);
            }
        }
    }

    fn enter(&mut self, cx: &mut Cx<'_>) {
        let Some(card) = &mut self.open else {
            let Some(list) = cx.model.catalog.lists().nth(self.jobs.row).map(|list| list.id) else { return };
            self.open = Some(Card {
                list,
                told: None,
                lines: Picker::default(),
                armed: false,
                failure: None,
                over: None,
            });
            cx.effects.push(Effect::Ask(Request::Job(JobRequest::Card(list))));
            return;
        };
        if card.over.is_some() {
            card.over = None;
            return;
        }
        let Some(told) = &card.told else { return };
        let act = super::job_view::acts(told).get(card.lines.row).copied().flatten();
        let list = card.list;
        let asked = match act {
            None => return,
            Some(Act::Step) if !card.armed => {
                card.armed = told.list.job.state == JobState::Running || told.missing.is_empty();
                return;
            }
            Some(Act::Step) => {
                card.armed = false;
                cx.model.busy = true;
                if told.list.job.state == JobState::Running {
                    JobRequest::Pause(list)
                } else {
                    JobRequest::Start(list)
                }
            }
            Some(Act::Load) => {
                match (Action::Load.enabled(cx.model), LoadForm::new(cx.model, cx.env, Some(list))) {
                    (Ok(()), Some(form)) => cx.model.dialogs.push(Dialog::Load(form)),
                    (Ok(()), None) => complain(cx.model, cx.env, say!("load-no-job")),
                    (Err(why), _) => {
                        if let Some(why) = why {
                            complain(cx.model, cx.env, why);
                        }
                    }
                }
                return;
            }
            Some(Act::Set) => {
                JobForm::open(cx, &told.list);
                return;
            }
            Some(Act::Rows(load, verdict)) => {
                let asked = LoadOf { list, load, verdict: Some(verdict), limit: ROWS };
                card.over = Some(Over::Rows(asked, None, Picker::default()));
                JobRequest::Rows(asked)
            }
            Some(Act::Heat) => {
                card.over = Some(Over::Heat(None));
                JobRequest::Heat(list)
            }
        };
        cx.effects.push(Effect::Ask(Request::Job(asked)));
    }

    fn back(&mut self) -> Flow {
        let Some(card) = &mut self.open else { return Flow::Close };
        if card.armed {
            card.armed = false;
        } else if card.over.take().is_none() {
            self.open = None;
        }
        Flow::Stay
    }
}

/// The job a request is about.
fn job_of(asked: &JobRequest) -> CallListId {
    match asked {
        JobRequest::Rows(rows) => rows.list,
        JobRequest::Set(set) => set.list(),
        JobRequest::Card(list)
        | JobRequest::Heat(list)
        | JobRequest::Start(list)
        | JobRequest::Pause(list) => *list,
    }
}

impl Behave for Jobs {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Back => return self.back(),
            Action::Open | Action::Submit => self.enter(cx),
            action => match &mut self.open {
                None => self.jobs.moved(action, cx.model.catalog.lists().count()),
                Some(Card { over: Some(Over::Rows(_, Some(rows), picker)), .. }) => {
                    picker.moved(action, rows.len())
                }
                Some(Card { over: Some(_), .. }) => {}
                Some(card) => {
                    card.armed = false;
                    let count = card.told.as_ref().map_or(0, |told| super::job_view::acts(told).len());
                    card.lines.moved(action, count);
                }
            },
        }
        Flow::Stay
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        let picker = match &mut self.open {
            None => &mut self.jobs,
            Some(Card { over: Some(Over::Rows(_, _, picker)), .. }) => picker,
            Some(card) => &mut card.lines,
        };
        // A second click on the row under the cursor opens it.
        if picker.row == row {
            self.enter(cx);
        } else {
            picker.row = row;
        }
        Flow::Stay
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        super::job_view::view(self, frame, model, env, hits);
    }
}
