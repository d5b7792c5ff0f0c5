//! Durable writes: notes of operators, acknowledged when they can't be lost any more.

use std::fs::File;
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::part::{Job, Outcome};
use crate::bench::base::{Base, now};
use crate::bench::error::{BenchError, Result};
use crate::bench::sqlite::Sqlite;
use crate::bench::times::Times;
use crate::desk::Who;
use crate::desk::notes::AddNote;
use crate::domain::ids::{ClientId, NoteId, RecordId, SessionId, UserId};
use crate::domain::interaction::Note;

const TEXT: &str = "Решает Анна Сергеевна, закупщик только собирает цены. Звонить после обеда.";
/// Writes of one operator alone.
const ALONE: u64 = 400;

/// Many operators: how many, and how much each writes in a round.
pub(super) const CROWDS: [(u64, u64); 2] = [(8, 500), (100, 50)];
/// Ours and SQLite take turns, so that whatever else the disk has to do meets both.
const ROUNDS: u64 = 4;

/// Somebody who writes notes about clients here and there.
pub(super) struct Notes<'b> {
    base: &'b Base,
    clients: u64,
    next: AtomicU64,
}

impl<'b> Notes<'b> {
    /// `first` is the id of the first note in SQLite, which nobody else may give out; the store sees to its own.
    pub(super) fn new(base: &'b Base, clients: u64, first: u64) -> Self {
        Self { base, clients, next: AtomicU64::new(first) }
    }

    fn about(&self, n: u64) -> ClientId {
        ClientId::from_u64(1 + n.wrapping_mul(7_919) % self.clients)
    }

    /// Writes a note through the desk, from a session.
    pub(super) fn ours(&self, session: u64) -> Result<()> {
        let client = self.about(self.next.fetch_add(1, Ordering::Relaxed));
        let who = Who { session: SessionId(session), ..self.base.operator.clone() };
        self.base.desk.execute(&who, now(), &AddNote { client, subject: None, text: TEXT.into() })?;
        Ok(())
    }

    /// The same in SQLite: one connection that writers share.
    pub(super) fn peer(&self, db: &Mutex<Sqlite>) -> Result<()> {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        let note = Note {
            id: NoteId::from_u64(n),
            client: self.about(n),
            subject: None,
            at: now(),
            author: UserId::from_u64(1),
            text: TEXT.into(),
        };
        db.lock().unwrap_or_else(PoisonError::into_inner).put_note(&note)
    }
}

pub(super) fn write(job: &Job) -> Result<Outcome> {
    let (base, syncs) = Base::counting(&job.ours(), job.engine()?)?;
    let db = Mutex::new(Sqlite::open(&job.peer())?);
    let notes = Notes::new(&base, job.clients, 1 << 40);
    let mut outcome = Outcome::default();

    let path = job.path("fdatasync");
    let mut file = File::create(&path).map_err(BenchError::file(&path))?;
    let (mut disk, mut ours, mut peer) = (Times::default(), Times::default(), Times::default());
    for _ in 0..ALONE {
        disk.take_whole(|| file.write_all(&[7; 300]).and_then(|()| file.sync_data()))
            .map_err(BenchError::file(&path))?;
        ours.take_whole(|| notes.ours(1))?;
        peer.take_whole(|| notes.peer(&db))?;
    }
    drop(file);
    std::fs::remove_file(&path).map_err(BenchError::file(&path))?;
    outcome.put_times("fdatasync", disk);
    outcome.put_times("1 ours", ours);
    outcome.put_times("1 peer", peer);

    for (operators, each) in CROWDS {
        let (mut ours, mut peer) = (Times::default(), Times::default());
        let (mut seconds, mut seconds_peer) = (0.0, 0.0);
        let mut waits = 0;
        for _ in 0..ROUNDS {
            let (before, begun) = (syncs.load(Ordering::Relaxed), Instant::now());
            ours.append(crowd(operators, each, &|operator| notes.ours(1 + operator))?);
            seconds += begun.elapsed().as_secs_f64();
            waits += syncs.load(Ordering::Relaxed) - before;
            let begun = Instant::now();
            peer.append(crowd(operators, each, &|_| notes.peer(&db))?);
            seconds_peer += begun.elapsed().as_secs_f64();
        }
        let writes = (operators * each * ROUNDS) as f64;
        outcome.put_times(format!("{operators} ours"), ours);
        outcome.put_times(format!("{operators} peer"), peer);
        outcome.put(format!("{operators} rate ours"), writes / seconds);
        outcome.put(format!("{operators} rate peer"), writes / seconds_peer);
        outcome.put(format!("{operators} shared"), writes / waits as f64);
    }
    Ok(outcome)
}

/// Lets so many operators do something so often each, all at the same time.
pub(super) fn crowd(operators: u64, each: u64, act: &(dyn Fn(u64) -> Result<()> + Sync)) -> Result<Times> {
    std::thread::scope(|scope| {
        let operators: Vec<_> = (0..operators)
            .map(|operator| {
                scope.spawn(move || {
                    let mut times = Times::default();
                    for _ in 0..each {
                        times.take_whole(|| act(operator))?;
                    }
                    Ok(times)
                })
            })
            .collect();
        let mut all = Times::default();
        for operator in operators {
            all.append(operator.join().unwrap_or_else(|_| Err(BenchError::wrong("a writer has panicked")))?);
        }
        Ok(all)
    })
}
