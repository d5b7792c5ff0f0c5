//! The queue: choosing the next contact, taking it, the rows of the screen, and counting what holds every contact back.

use crate::bench::base::{Base, now};
use crate::bench::error::Result;
use crate::bench::sqlite::Sqlite;
use crate::bench::times::Times;
use crate::desk::queue::{QueueNext, QueueView, Release, TakeNext, WhyEmpty, WhyOf};
use crate::domain::ids::{RecordId, UserId};

use super::{KEY, Report};

/// How often each is asked for.
const TIMES: usize = 300;
/// Rows of the queue a screen asks for.
const ROWS: usize = 60;
/// Counting everything is asked for this often.
const COUNTS: usize = 3;

pub(super) fn measure(base: &Base, sqlite: &Sqlite, report: &mut Report<'_>) -> Result<()> {
    let hours = base.desk.hours()?;
    let user: UserId = base.operator.user;
    let next = |limit: usize| base.desk.query(&base.operator, now(), &QueueNext { limit });
    let peer = |limit: usize| sqlite.next_due(user.as_u64(), now(), &hours, limit);
    for (what, limit) in [("the next contact, by points", 1), ("the next 20, by points", 20)] {
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        for _ in 0..TIMES {
            ours.take(|| next(limit))?;
            theirs.take(|| peer(limit))?;
        }
        let bound = (limit == 1).then_some(KEY);
        report.times(what, &ours, bound, Some(&theirs));
    }
    let mut rows = Times::default();
    for _ in 0..TIMES {
        rows.take(|| base.desk.query(&base.operator, now(), &QueueView { limit: ROWS }))?;
    }
    report.times("the pane: 60 rows with points, and counts", &rows, None, None);
    if let Some(first) = next(1)?.first().map(|row| row.entry.id) {
        let mut why = Times::default();
        for _ in 0..TIMES {
            why.take(|| base.desk.query(&base.operator, now(), &WhyOf(first)))?;
        }
        report.times("why this one: points, term by term", &why, Some(KEY), None);
    }
    let mut taken = Times::default();
    for _ in 0..TIMES {
        let entry = taken.take_whole(|| base.desk.execute(&base.operator, now(), &TakeNext))?;
        let Some(entry) = entry else { break };
        base.desk.execute(&base.operator, now(), &Release(entry.entry.id))?;
    }
    report.times("take the next one, acknowledged (with the disk)", &taken, None, None);
    let mut counts = Times::default();
    for _ in 0..COUNTS {
        counts.take_whole(|| base.desk.query(&base.operator, now(), &WhyEmpty))?;
    }
    report.times("what holds every contact back, beside the keys", &counts, None, None);
    Ok(())
}
