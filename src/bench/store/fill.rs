//! Filling: generated records, and lists through the importer.

use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::part::{Job, Outcome, Side};
use crate::bench::base::{Base, LIST_SEED, SEED, now};
use crate::bench::error::{BenchError, Result};
use crate::bench::list::{ListWriter, Rows, import as import_ours, import_sqlite};
use crate::bench::sqlite::{self, Sqlite};
use crate::desk::bulk::Records;
use crate::domain::ids::RecordId;
use crate::domain::phone::Phone;
use crate::sample::load::{self, Size};
use crate::store::{Record, codec};

/// Records of a transaction: as many as the desk writes together.
const BATCH: usize = 500;
/// Clients who are made and wait to be written.
const WAITING: usize = 256;
/// Clients that are asked for, at most.
const TARGETS: u64 = 2_000;
/// Rows of a list, at most.
const ROWS: u64 = 100_000;

/// A client that is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Target {
    pub(super) client: u64,
    pub(super) phone: Phone,
}

/// Who is asked for, here and there in the base: neighbours would be found warm.
pub(super) fn targets(job: &Job) -> Result<Vec<Target>> {
    let path = job.path("targets.json");
    let text = std::fs::read_to_string(&path).map_err(BenchError::file(&path))?;
    serde_json::from_str(&text).map_err(|error| BenchError::wrong(error.to_string()))
}

/// Makes records as a new base would get them, with the same ids, and hands them on.
fn each(seed: u64, size: Size, take: &mut dyn FnMut(Records) -> Result<()>) -> Result<()> {
    let base = Base::in_memory()?;
    load::each(&base.desk, &base.boss, seed, now(), size, take)?;
    Ok(())
}

/// Bytes of records.
#[derive(Default)]
struct Weight {
    values: usize,
    keys: usize,
}

impl Weight {
    fn add<R: Record>(&mut self, records: &[R]) -> Result<()> {
        for record in records {
            self.values += codec::encode(record)?.len();
            self.keys += record.key().as_bytes().len();
        }
        Ok(())
    }
}

pub(super) fn weigh(job: &Job) -> Result<Outcome> {
    let (mut all, mut talks) = (Weight::default(), Weight::default());
    let (mut records, mut interactions) = (0, 0);
    let mut targets: Vec<Target> = Vec::new();
    let step = job.clients.div_ceil(TARGETS).max(1);
    let mut weighing = Duration::ZERO;
    let begun = Instant::now();
    each(SEED, job.size(), &mut |made| {
        let begun = Instant::now();
        records += made.len();
        interactions += made.interactions.len();
        talks.add(&made.interactions)?;
        all.add(&made.clients)?;
        all.add(&made.people)?;
        all.add(&made.legal)?;
        all.add(&made.notes)?;
        all.add(&made.deals)?;
        all.add(&made.entries)?;
        all.add(&made.stops)?;
        all.add(&made.consents)?;
        for client in made.clients.iter().filter(|client| client.id.as_u64() % step == 0) {
            let phone = client.phones().next().map(|phone| phone.without_ext());
            targets.extend(phone.map(|phone| Target { client: client.id.as_u64(), phone }));
        }
        weighing += begun.elapsed();
        Ok(())
    })?;
    let seconds = (begun.elapsed() - weighing).as_secs_f64();
    // A step that is prime to their number visits all, and none beside the one before.
    let count = targets.len();
    let order = (0..count).map(|n| n * 7_919 % count.max(1));
    let mixed: Vec<Target> = order.filter_map(|n| targets.get(n).cloned()).collect();
    let path = job.path("targets.json");
    let text = serde_json::to_string(&mixed).map_err(|error| BenchError::wrong(error.to_string()))?;
    std::fs::write(&path, text).map_err(BenchError::file(&path))?;
    let mut outcome = Outcome::default();
    outcome.put("records", records as f64);
    outcome.put("interactions", interactions as f64);
    outcome.put("rate", records as f64 / seconds);
    outcome.put("values", (all.values + talks.values) as f64);
    outcome.put("keys", (all.keys + talks.keys) as f64);
    outcome.put("talks", (talks.values + talks.keys) as f64);
    Ok(outcome)
}

pub(super) fn fill(job: &Job, side: Side) -> Result<Outcome> {
    let seconds = match side {
        Side::Ours => fill_ours(&job.ours(), job, job.size())?,
        Side::Peer => fill_peer(&job.peer(), job.size())?,
    };
    let mut outcome = Outcome::default();
    outcome.put("seconds", seconds);
    Ok(outcome)
}

/// Fills a new base of ours; returns after how many seconds everything was durable.
pub(super) fn fill_ours(folder: &Path, job: &Job, size: Size) -> Result<f64> {
    let base = Base::open(folder, job.engine()?)?;
    let begun = Instant::now();
    base.fill(size)?;
    let seconds = begun.elapsed().as_secs_f64();
    // What the keeper does from time to time, as SQLite does its part when it settles.
    base.store.tidy()?;
    Ok(seconds)
}

/// Fills a new base in SQLite with the same records. They are made on one thread and written on another, as in the store.
pub(super) fn fill_peer(file: &Path, size: Size) -> Result<f64> {
    let db = Sqlite::create(file)?;
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel(WAITING);
        let db = db;
        let writer = scope.spawn(move || {
            sqlite::take_in(&db, receive.into_iter(), BATCH)?;
            let seconds = begun.elapsed().as_secs_f64();
            db.settle()?;
            Ok(seconds)
        });
        let made = each(SEED, size, &mut |records| {
            send.send(records).map_err(|_| BenchError::wrong("SQLite takes no more records"))
        });
        drop(send);
        let written = writer.join().unwrap_or_else(|_| Err(BenchError::wrong("the writer has panicked")));
        // Why the writer has stopped says more than that nobody takes records.
        let seconds = written?;
        made.map(|()| seconds)
    })
}

pub(super) fn lists(job: &Job) -> Result<Outcome> {
    let mut writers = [Rows::Short, Rows::Full]
        .into_iter()
        .map(|rows| ListWriter::create(&job.list(rows), rows))
        .collect::<Result<Vec<_>>>()?;
    let size = Size { clients: job.clients.min(ROWS), interactions: 0 };
    each(LIST_SEED, size, &mut |made| {
        let Some(client) = made.clients.first() else { return Ok(()) };
        writers.iter_mut().try_for_each(|writer| writer.put(client, &made.people, &made.legal))
    })?;
    for writer in writers {
        writer.finish()?;
    }
    Ok(Outcome::default())
}

pub(super) fn import(job: &Job, side: Side, rows: Rows) -> Result<Outcome> {
    let folder = job.path("imported");
    std::fs::create_dir(&folder).map_err(BenchError::file(&folder))?;
    let list = job.list(rows);
    let (created, rate) = match side {
        Side::Ours => {
            let base = Base::open(&folder.join("ours"), job.engine()?)?;
            let (totals, rate) = import_ours(&base, &list, usize::MAX)?;
            (totals.created, rate)
        }
        Side::Peer => {
            let base = Base::in_memory()?;
            let db = Mutex::new(Sqlite::create(&folder.join("peer.sqlite"))?);
            import_sqlite(&base.desk, &db, &list, usize::MAX, &|| {})?
        }
    };
    std::fs::remove_dir_all(&folder).map_err(BenchError::file(&folder))?;
    let mut outcome = Outcome::default();
    outcome.put("created", created as f64);
    outcome.put("rate", rate);
    Ok(outcome)
}
