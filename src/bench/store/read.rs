//! Reading: dossiers, searches by phone, the queue; opening a base, with its files in the system's memory and without.

use std::time::Instant;

use super::fill::{Target, targets};
use super::part::{Job, Outcome, Side};
use crate::bench::base::{Base, now};
use crate::bench::error::{BenchError, Result};
use crate::bench::machine;
use crate::bench::sqlite::{self, Sqlite};
use crate::bench::times::Times;
use crate::desk::dossier::DossierOf;
use crate::desk::queue::QueueView;
use crate::desk::search::Lookup;
use crate::domain::ids::{ClientId, RecordId};

/// Matches that a search shows.
const MATCHES: usize = 50;
/// Contacts that are asked for at once, and how often.
const DUE: usize = 100;
const DUE_TIMES: usize = 200;
/// Dossiers that are read from the disk.
const COLD: usize = 200;

/// The client a phone leads to.
fn find(base: &Base, phone: &str) -> Result<ClientId> {
    let lookup = Lookup { query: phone.to_owned(), limit: MATCHES };
    let found = base.desk.query(&base.operator, now(), &lookup)?;
    let first = found.matches.first().map(|found| found.client.id);
    first.ok_or_else(|| BenchError::wrong(format!("nobody is found under {phone}")))
}

fn dossier(base: &Base, id: ClientId) -> Result<()> {
    std::hint::black_box(base.desk.query(&base.operator, now(), &DossierOf(id))?);
    Ok(())
}

/// The number read, the client found, his dossier.
pub(super) fn by_phone(base: &Base, phone: &str) -> Result<()> {
    dossier(base, find(base, phone)?)
}

/// The client a phone leads to in SQLite, with what a list of matches shows of him.
fn find_peer(db: &Sqlite, target: &Target) -> Result<u64> {
    let found = db.reading(|| {
        let found = db.by_phone(&target.phone.reversed_digits())?;
        db.rows(&found)?;
        Ok(found)
    })?;
    let first = found.first().copied();
    first.ok_or_else(|| BenchError::wrong(format!("SQLite finds nobody under {}", target.phone)))
}

/// As [`by_phone`], in SQLite.
pub(super) fn by_phone_peer(db: &Sqlite, target: &Target) -> Result<()> {
    db.reading(|| db.dossier(find_peer(db, target)?).map(|_| ()))
}

/// Either base, open.
enum Open {
    Ours(Base),
    Peer(Sqlite),
}

impl Open {
    fn by_phone(&self, target: &Target) -> Result<()> {
        match self {
            Self::Ours(base) => by_phone(base, &target.phone.pretty()),
            Self::Peer(db) => by_phone_peer(db, target),
        }
    }
}

pub(super) fn serve(job: &Job, side: Side, cold: bool) -> Result<Outcome> {
    let targets = targets(job)?;
    let [first, ..] = targets.as_slice() else { return Err(BenchError::wrong("there is nobody to ask for")) };
    let forget = || -> Result<bool> {
        match side {
            Side::Ours => machine::forget(&job.ours()),
            Side::Peer => sqlite::files(&job.peer()).iter().try_fold(true, |_, file| machine::forget(file)),
        }
    };
    let mut outcome = Outcome::default();
    if cold && !forget()? {
        return Ok(outcome);
    }
    let read = machine::read_from_disk();
    let begun = Instant::now();
    let base = match side {
        Side::Ours => Open::Ours(Base::open(&job.ours(), job.engine()?)?),
        Side::Peer => Open::Peer(Sqlite::open(&job.peer())?),
    };
    base.by_phone(first)?;
    outcome.put("open", begun.elapsed().as_secs_f64());
    if let Some((before, after)) = read.zip(machine::read_from_disk()) {
        outcome.put("read", (after - before) as f64);
    }
    if cold {
        // Opening may have read everything.
        forget()?;
    }
    let mut times = Times::default();
    for target in targets.iter().take(if cold { COLD } else { usize::MAX }) {
        times.take(|| base.by_phone(target))?;
    }
    outcome.put_times("dossiers", times);
    if let Some(bytes) = machine::memory("RssAnon") {
        outcome.put("anonymous", bytes as f64);
    }
    Ok(outcome)
}

pub(super) fn read(job: &Job) -> Result<Outcome> {
    let targets = targets(job)?;
    let base = Base::open(&job.ours(), job.engine()?)?;
    let db = Sqlite::open(&job.peer())?;
    let mut outcome = Outcome::default();
    let mut pair = |name: &str, (ours, peer): (Times, Times)| {
        outcome.put_times(format!("{name} ours"), ours);
        outcome.put_times(format!("{name} peer"), peer);
    };
    let in_turn = |ours: &dyn Fn(&Target) -> Result<()>, peer: &dyn Fn(&Target) -> Result<()>| {
        let mut times = (Times::default(), Times::default());
        // The first round only warms.
        for _ in 0..2 {
            times = Default::default();
            for target in &targets {
                times.0.take(|| ours(target))?;
                times.1.take(|| peer(target))?;
            }
        }
        Ok::<_, BenchError>(times)
    };
    for target in &targets {
        let ours = find(&base, &target.phone.pretty())?.as_u64();
        if !db.by_phone(&target.phone.reversed_digits())?.contains(&ours) {
            return Err(BenchError::wrong(format!("{} leads to different clients", target.phone)));
        }
    }
    pair(
        "dossier",
        in_turn(&|target| dossier(&base, ClientId::from_u64(target.client)), &|target| {
            db.dossier(target.client).map(|_| ())
        })?,
    );
    pair(
        "lookup",
        in_turn(&|target| find(&base, &target.phone.pretty()).map(|_| ()), &|target| {
            find_peer(&db, target).map(|_| ())
        })?,
    );
    pair(
        "phone",
        in_turn(&|target| by_phone(&base, &target.phone.pretty()), &|target| by_phone_peer(&db, target))?,
    );
    let mut due = (Times::default(), Times::default());
    let (mut shown, mut shown_peer) = (0, 0);
    let user = base.operator.user.as_u64();
    let hours = base.desk.hours()?;
    for _ in 0..DUE_TIMES {
        let query = QueueView { limit: DUE };
        shown = due.0.take(|| base.desk.query(&base.operator, now(), &query))?.0.len();
        shown_peer = due.1.take(|| db.next_due(user, now(), &hours, DUE))?;
    }
    if shown != shown_peer {
        return Err(BenchError::wrong(format!("{shown} contacts are next here, {shown_peer} in SQLite")));
    }
    pair("due", due);
    Ok(outcome)
}
