//! A list is loaded while operators read and write: what they notice of it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::fill::{Target, targets};
use super::part::{Job, Outcome, Side};
use super::read::{by_phone, by_phone_peer};
use super::write::Notes;
use crate::bench::base::Base;
use crate::bench::error::{BenchError, Result};
use crate::bench::list::{Rows, import, import_sqlite};
use crate::bench::sqlite::Sqlite;
use crate::bench::times::{Times, timed};

/// Rows that are loaded meanwhile, at most.
const ROWS: usize = 30_000;
const READERS: usize = 4;
const WRITERS: u64 = 4;
/// What a reader and a writer think over between two acts. Without it they would measure how many threads share the
/// processors of the machine, not the store.
const READER_PAUSE: Duration = Duration::from_millis(5);
const WRITER_PAUSE: Duration = Duration::from_millis(10);

/// Times by the clock on the wall, and those without waiting for a processor.
#[derive(Default)]
struct Both {
    whole: Times,
    worked: Times,
}

/// What a reader does: gets a number, asks for its client.
type Reader<'a> = Box<dyn FnMut(&Target) -> Result<()> + Send + 'a>;

pub(super) fn mixed(job: &Job, side: Side) -> Result<Outcome> {
    let targets = targets(job)?;
    let list = job.list(Rows::Full);
    match side {
        Side::Ours => {
            let base = Base::open(&job.ours(), job.engine()?)?;
            let notes = Notes::new(&base, job.clients, 1 << 41);
            let readers = (0..READERS)
                .map(|_| -> Reader<'_> { Box::new(|target| by_phone(&base, &target.phone.pretty())) });
            work(&targets, readers.collect(), &|writer| notes.ours(2 + writer), || {
                import(&base, &list, ROWS).map(|(totals, rate)| (totals.created, rate))
            })
        }
        Side::Peer => {
            let base = Base::in_memory()?;
            let notes = Notes::new(&base, job.clients, 1 << 41);
            let db = Mutex::new(Sqlite::open(&job.peer())?);
            let readers = (0..READERS).map(|_| {
                let db = Sqlite::reader(&job.peer())?;
                let reader: Reader<'_> = Box::new(move |target| by_phone_peer(&db, target));
                Ok(reader)
            });
            // The load lets operators write first, as our writer does: a lock alone is not fair.
            let waiting = AtomicUsize::new(0);
            let write = |_| {
                waiting.fetch_add(1, Ordering::SeqCst);
                let written = notes.peer(&db);
                waiting.fetch_sub(1, Ordering::SeqCst);
                written
            };
            let give_way = || {
                while waiting.load(Ordering::SeqCst) > 0 {
                    std::thread::yield_now();
                }
            };
            let readers = readers.collect::<Result<Vec<_>>>()?;
            work(&targets, readers, &write, || import_sqlite(&base.desk, &db, &list, ROWS, &give_way))
        }
    }
}

/// Readers and writers work until the load has ended.
fn work(
    targets: &[Target],
    readers: Vec<Reader<'_>>,
    write: &(dyn Fn(u64) -> Result<()> + Sync),
    load: impl FnOnce() -> Result<(u64, f64)>,
) -> Result<Outcome> {
    let done = AtomicBool::new(false);
    let (reads, writes, loaded) = std::thread::scope(|scope| {
        let done = &done;
        let readers: Vec<_> = readers
            .into_iter()
            .enumerate()
            .map(|(place, mut read)| {
                let targets = targets.iter().cycle().skip(place * targets.len() / READERS);
                let mut targets = targets;
                scope.spawn(move || {
                    repeat(done, READER_PAUSE, &mut || targets.next().map_or(Ok(()), &mut read))
                })
            })
            .collect();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || repeat(done, WRITER_PAUSE, &mut || write(writer))))
            .collect();
        let loaded = load();
        done.store(true, Ordering::Relaxed);
        (join(readers), join(writers), loaded)
    });
    let (reads, writes, (created, rate)) = (reads?, writes?, loaded?);
    let mut outcome = Outcome::default();
    outcome.put("created", created as f64);
    outcome.put("rate", rate);
    outcome.put_times("reads", reads.whole);
    outcome.put_times("reads worked", reads.worked);
    outcome.put_times("writes", writes.whole);
    Ok(outcome)
}

fn repeat(done: &AtomicBool, pause: Duration, act: &mut dyn FnMut() -> Result<()>) -> Result<Both> {
    let mut both = Both::default();
    while !done.load(Ordering::Relaxed) {
        let (result, whole, worked) = timed(&mut *act);
        result?;
        both.whole.push(whole);
        both.worked.push(worked);
        std::thread::sleep(pause);
    }
    Ok(both)
}

fn join(threads: Vec<std::thread::ScopedJoinHandle<'_, Result<Both>>>) -> Result<Both> {
    let mut all = Both::default();
    for thread in threads {
        let one = thread.join().unwrap_or_else(|_| Err(BenchError::wrong("a thread has panicked")))?;
        all.whole.append(one.whole);
        all.worked.append(one.worked);
    }
    Ok(all)
}
