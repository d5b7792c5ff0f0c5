//! What a screen asks about call jobs.

use crate::desk::jobs::{FinishJob, HeatOfJob, JobOf, PauseJob, ReadyJob, StartJob};
use crate::desk::{Desk, Result, Who};
use crate::domain::time::Moment;
use crate::tui::msg::{JobAnswer, JobRequest};

/// Asks the desk, or does what is wanted and tells how the job stands then.
pub(super) fn ask(desk: &Desk, who: &Who, now: Moment, asked: &JobRequest) -> Result<Box<JobAnswer>> {
    let card = |list| desk.query(who, now, &JobOf(list)).map(|card| JobAnswer::Card(Box::new(card)));
    let answer = match *asked {
        JobRequest::Card(list) => card(list)?,
        JobRequest::Rows(ref rows) => JobAnswer::Rows(desk.query(who, now, rows)?.1),
        JobRequest::Heat(list) => JobAnswer::Heat(Box::new(desk.query(who, now, &HeatOfJob(list))?)),
        JobRequest::Start(list) => {
            desk.execute(who, now, &StartJob(list))?;
            card(list)?
        }
        JobRequest::Set(ref set) => {
            let list = desk.execute(who, now, set.as_ref())?;
            card(list.id)?
        }
        JobRequest::New(ref new) => {
            let list = desk.execute(who, now, new.as_ref())?;
            card(list.id)?
        }
        JobRequest::Ready(list) => {
            desk.execute(who, now, &ReadyJob(list))?;
            card(list)?
        }
        JobRequest::Finish(list) => {
            desk.execute(who, now, &FinishJob(list))?;
            card(list)?
        }
        JobRequest::Pause(list) => {
            desk.execute(who, now, &PauseJob(list))?;
            card(list)?
        }
    };
    Ok(Box::new(answer))
}
