//! Durable writes: a note, acknowledged when it can't be lost any more.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use crate::bench::base::{Base, now};
use crate::bench::error::{BenchError, Result};
use crate::bench::sqlite::Sqlite;
use crate::bench::times::Times;
use crate::desk::notes::AddNote;
use crate::domain::ids::{ClientId, NoteId, RecordId, UserId};
use crate::domain::interaction::Note;

use super::Report;

const WRITES: u64 = 400;
/// Operators who write at the same time, and how much each.
const OPERATORS: u64 = 100;
const EACH: u64 = 20;
const TEXT: &str = "Решает Анна Сергеевна, закупщик только собирает цены. Звонить после обеда.";

pub(super) fn measure(
    base: &Base,
    sqlite: &Sqlite,
    folder: &Path,
    clients: u64,
    report: &mut Report<'_>,
) -> Result<()> {
    let path = folder.join("fdatasync");
    let mut file = File::create(&path).map_err(BenchError::file(&path))?;
    let client = |n: u64| 1 + n * 7_919 % clients;
    let note = |n: u64| {
        let note = AddNote { client: ClientId::from_u64(client(n)), subject: None, text: TEXT.into() };
        base.desk.execute(&base.operator, now(), &note)
    };
    let peer_note = |n: u64| Note {
        id: NoteId::from_u64(1_000_000_000 + n),
        client: ClientId::from_u64(client(n)),
        subject: None,
        at: now(),
        author: UserId::from_u64(1),
        text: TEXT.into(),
    };
    let (mut disk, mut peer, mut alone) = (Times::default(), Times::default(), Times::default());
    // In turn, so that whatever else the disk has to do meets all three alike.
    for n in 0..WRITES {
        disk.take_whole(|| file.write_all(&[7; 300]).and_then(|()| file.sync_data()))
            .map_err(BenchError::file(&path))?;
        alone.take_whole(|| note(n))?;
        peer.take_whole(|| sqlite.put_note(&peer_note(n)))?;
    }
    report.times("one fdatasync of this disk", &disk, None, None);
    let bound = 2 * disk.percentile(99);
    report.times("a note, acknowledged (budget: 2 × fdatasync)", &alone, Some(bound), Some(&peer));
    let by_median = alone.percentile(50).as_secs_f64() / disk.percentile(50).as_secs_f64();
    report.note(format!("{by_median:.2} × one fdatasync, by p50"));
    let begun = Instant::now();
    let mut many = Times::default();
    let crowd: Vec<Result<Times>> = std::thread::scope(|scope| {
        let operators: Vec<_> = (0..OPERATORS)
            .map(|operator| {
                scope.spawn(move || {
                    let mut times = Times::default();
                    for n in 0..EACH {
                        times.take_whole(|| note(operator * EACH + n))?;
                    }
                    Ok(times)
                })
            })
            .collect();
        let ended = |_| Err(BenchError::wrong("an operator has ended"));
        operators.into_iter().map(|operator| operator.join().unwrap_or_else(ended)).collect()
    });
    for times in crowd {
        many.append(times?);
    }
    report.times("the same, 100 operators at once", &many, None, None);
    let per_second = (OPERATORS * EACH) as f64 / begun.elapsed().as_secs_f64();
    report.rate("  all of them together", per_second, None, Some(1.0 / peer.percentile(50).as_secs_f64()));
    Ok(())
}
