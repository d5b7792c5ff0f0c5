//! Starting, pausing and finishing a job, and what is missing before it can be started.

use crate::desk::{DeskError, Plan, Query, Result, UseCase, View, What};
use crate::domain::call_list::{CallList, Purpose};
use crate::domain::ids::CallListId;
use crate::domain::job::JobState;
use crate::domain::job::load::Verdict;
use crate::domain::job::progress::Progress;
use crate::domain::job::ready::{Missing, Rows, ScriptCheck, ScriptKnown, missing};
use crate::domain::script::file::parse_with_outcomes;
use crate::domain::script::variable::Variable;
use crate::domain::script::write;
use crate::domain::textfile::Severity;
use crate::domain::user::Right;
use crate::store::Kept;

/// What is missing before a job can be started.
#[derive(Clone, Copy, Debug)]
pub struct MissingOf(pub CallListId);

impl Query for MissingOf {
    type Answer = Vec<Missing>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<Missing>> {
        let list = view.need::<CallList>(What::CallList, self.0)?;
        let progress = super::card::progress(view, self.0)?.0;
        missing_of(view, &list, &progress)
    }
}

/// What is missing, when the rows were counted before.
pub(super) fn missing_of(view: &View<'_>, list: &CallList, progress: &Progress) -> Result<Vec<Missing>> {
    let mut rows = Rows { all: progress.all(), open: progress.open(), no_consent: 0 };
    if rows.all == 0 {
        let loads = super::card::loads(view, list.id)?;
        rows.no_consent = loads.iter().map(|load| load.sums.of(Verdict::NoConsent)).sum();
    }
    let today = view.now.date_in(view.who.zone);
    Ok(missing(list, script_known(view, list)?, rows, today))
}

/// What is missing in how a job is set up, whatever its rows are.
pub(super) fn unset(view: &View<'_>, list: &CallList) -> Result<Vec<Missing>> {
    let rows = Rows { all: 1, open: 1, no_consent: 0 };
    Ok(missing(list, script_known(view, list)?, rows, view.now.date_in(view.who.zone)))
}

/// What a job may be started by, of its script.
fn script_known(view: &View<'_>, list: &CallList) -> Result<ScriptKnown> {
    let check = script_check(view, list)?;
    let catalog = view.catalog()?;
    let script = list.script.as_ref().and_then(|code| catalog.script_by_code(code));
    let no_firm = view.lacks_firm() && script.is_some_and(|script| script.wants(&Variable::Firm));
    Ok(ScriptKnown { check, no_firm })
}

/// What the check of a job's script finds; `None` when it has none. The newest version is checked, by the results in use.
pub(super) fn script_check(view: &View<'_>, list: &CallList) -> Result<Option<ScriptCheck>> {
    let Some(code) = &list.script else { return Ok(None) };
    let catalog = view.catalog()?;
    let Some(script) = catalog.script_by_code(code) else { return Ok(Some(ScriptCheck::Gone)) };
    let outcomes: Vec<&str> = catalog.outcomes().map(|outcome| outcome.code.as_str()).collect();
    Ok(Some(match parse_with_outcomes(&write::file(script), &outcomes) {
        Ok(_) if list.purpose == Purpose::Advertising && !script.advertising => ScriptCheck::Silent,
        Ok((_, remarks)) => ScriptCheck::Found { mistakes: 0, remarks: remarks.len() },
        Err(problems) => {
            let mistakes = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
            ScriptCheck::Found { mistakes, remarks: problems.len().saturating_sub(mistakes) }
        }
    }))
}

/// A job that may not go into another state, and one that may.
fn in_state(plan: &Plan<'_>, id: CallListId, may: impl Fn(JobState) -> bool) -> Result<Kept<CallList>> {
    let list = plan.need::<CallList>(What::CallList, id)?;
    if may(list.job.state) { Ok(list) } else { Err(DeskError::JobState(list.job.state)) }
}

/// Refuses a job in which something is missing.
fn complete(plan: &Plan<'_>, list: &CallList) -> Result<()> {
    let progress = super::card::progress(plan, list.id)?.0;
    let missing = missing_of(plan, list, &progress)?;
    if missing.is_empty() { Ok(()) } else { Err(DeskError::NotReady(missing)) }
}

/// Starts a job, or goes on with one that rests: from now on its rows are offered to its operators.
///
/// Fails with [`DeskError::NotReady`] while anything is missing.
#[derive(Clone, Copy, Debug)]
pub struct StartJob(pub CallListId);

impl UseCase for StartJob {
    type Done = CallList;

    const NAME: &'static str = "job.start";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<CallList> {
        let mut list = in_state(plan, self.0, JobState::may_start)?;
        complete(plan, &list)?;
        list.record.job.state = JobState::Running;
        list.record.job.started = list.job.started.or(Some(plan.now));
        plan.change(&list)?;
        Ok(list.record)
    }
}

/// Says that a draft is prepared: it can be started when its day comes. Fails as [`StartJob`] does.
#[derive(Clone, Copy, Debug)]
pub struct ReadyJob(pub CallListId);

impl UseCase for ReadyJob {
    type Done = CallList;

    const NAME: &'static str = "job.ready";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<CallList> {
        let mut list = in_state(plan, self.0, |state| state == JobState::Draft)?;
        complete(plan, &list)?;
        list.record.job.state = JobState::Ready;
        plan.change(&list)?;
        Ok(list.record)
    }
}

/// Keeps the rows of a job back until it is started again. What operators have taken they may finish, and what clients were
/// promised is kept.
#[derive(Clone, Copy, Debug)]
pub struct PauseJob(pub CallListId);

impl UseCase for PauseJob {
    type Done = CallList;

    const NAME: &'static str = "job.pause";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<CallList> {
        let mut list = in_state(plan, self.0, |state| state == JobState::Running)?;
        list.record.job.state = JobState::Paused;
        plan.change(&list)?;
        Ok(list.record)
    }
}

/// Ends a job for good.
#[derive(Clone, Copy, Debug)]
pub struct FinishJob(pub CallListId);

impl UseCase for FinishJob {
    type Done = CallList;

    const NAME: &'static str = "job.finish";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<CallList> {
        let mut list = in_state(plan, self.0, |state| state != JobState::Finished)?;
        list.record.job.state = JobState::Finished;
        list.record.job.finished = Some(plan.now);
        plan.change(&list)?;
        Ok(list.record)
    }
}
