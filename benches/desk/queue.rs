//! The queue: choosing the next contact, taking it, the rows of the screen, and counting what holds every contact back.

use dozvon::bench::base::{Base, now};
use dozvon::bench::sqlite::Sqlite;
use dozvon::bench::times::Times;
use dozvon::desk::queue::{QueueNext, QueueView, Release, TakeNext, WhyEmpty, WhyOf};
use dozvon::domain::ids::{RecordId, UserId};

use super::print::{line, micros};

/// How often each is asked for.
const TIMES: usize = 300;
/// Rows of the queue a screen asks for.
const ROWS: usize = 60;
/// Counting everything is asked for this often.
const COUNTS: usize = 3;

pub(crate) fn measure(base: &Base, sqlite: &Sqlite) {
    let hours = base.desk.hours().expect("hours");
    let user: UserId = base.operator.user;
    let next = |limit: usize| {
        base.desk.query(&base.operator, now(), &QueueNext { limit }).expect("the next contacts")
    };
    let peer = |limit: usize| sqlite.next_due(user.as_u64(), now(), &hours, limit).expect("contacts");
    for (what, limit) in [("the next contact, by points", 1), ("the next 20, by points", 20)] {
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        for _ in 0..TIMES {
            ours.take(|| next(limit));
            theirs.take(|| peer(limit));
        }
        let budget = (limit == 1).then(|| micros(5_000));
        line(what, &ours, budget, Some(&theirs));
    }
    let mut rows = Times::default();
    for _ in 0..TIMES {
        rows.take(|| base.desk.query(&base.operator, now(), &QueueView { limit: ROWS }).expect("rows"));
    }
    line("the pane: 60 rows with points, and counts", &rows, None, None);
    let first = next(1).first().map(|row| row.entry.id);
    if let Some(first) = first {
        let mut why = Times::default();
        for _ in 0..TIMES {
            why.take(|| base.desk.query(&base.operator, now(), &WhyOf(first)).expect("why"));
        }
        line("why this one: points, term by term", &why, Some(micros(5_000)), None);
    }
    let mut taken = Times::default();
    for _ in 0..TIMES {
        let entry =
            taken.take_whole(|| base.desk.execute(&base.operator, now(), &TakeNext).expect("a contact"));
        let Some(entry) = entry else { break };
        base.desk.execute(&base.operator, now(), &Release(entry.entry.id)).expect("given back");
    }
    line("take the next one, acknowledged (with the disk)", &taken, None, None);
    let mut counts = Times::default();
    for _ in 0..COUNTS {
        counts.take_whole(|| base.desk.query(&base.operator, now(), &WhyEmpty).expect("counts"));
    }
    line("what holds every contact back, beside the keys", &counts, None, None);
}
