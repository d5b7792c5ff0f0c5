//! What a screen asks about call jobs.

use crate::desk::jobs::{FinishJob, HeatOfJob, JobOf, NextRows, PauseJob, ReadyJob, StartJob};
use crate::desk::{Desk, Result, Who};
use crate::domain::ids::CallListId;
use crate::domain::time::Moment;
use crate::tui::msg::{JobAnswer, JobRequest};

/// Rows that are taken next that are shown.
const NEXT: usize = 20;

/// What has come of it, and the commit where something was changed.
type Done = (Box<JobAnswer>, Option<u64>);

/// Asks the desk, or does what is wanted and tells how the job stands then.
pub(super) fn ask(desk: &Desk, who: &Who, now: Moment, asked: &JobRequest) -> Result<Done> {
    let (list, seq) = match *asked {
        JobRequest::Rows(ref rows) => {
            return Ok((Box::new(JobAnswer::Rows(desk.query(who, now, rows)?.1)), None));
        }
        JobRequest::Heat(list) => {
            let heat = desk.query(who, now, &HeatOfJob(list))?;
            return Ok((Box::new(JobAnswer::Heat(Box::new(heat))), None));
        }
        JobRequest::Next(list) => {
            let rows = desk.query(who, now, &NextRows { list: Some(list), limit: NEXT })?;
            return Ok((Box::new(JobAnswer::Next(rows)), None));
        }
        JobRequest::Card(list) => (list, None),
        JobRequest::Set(ref set) => changed(desk.execute_as(who, now, set.as_ref())?, |list| list.id),
        JobRequest::New(ref new) => changed(desk.execute_as(who, now, new.as_ref())?, |list| list.id),
        JobRequest::Start(list) => changed(desk.execute_as(who, now, &StartJob(list))?, |_| list),
        JobRequest::Ready(list) => changed(desk.execute_as(who, now, &ReadyJob(list))?, |_| list),
        JobRequest::Finish(list) => changed(desk.execute_as(who, now, &FinishJob(list))?, |_| list),
        JobRequest::Pause(list) => changed(desk.execute_as(who, now, &PauseJob(list))?, |_| list),
    };
    let card = desk.query(who, now, &JobOf(list))?;
    Ok((Box::new(JobAnswer::Card(Box::new(card))), seq))
}

/// The job a change was made to, and the commit.
fn changed<T>(done: (T, Option<u64>), job: impl FnOnce(T) -> CallListId) -> (CallListId, Option<u64>) {
    (job(done.0), done.1)
}
