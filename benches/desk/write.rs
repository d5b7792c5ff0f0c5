//! Durable writes: a note, acknowledged when it can't be lost any more.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use dozvon::bench::base::{Base, now};
use dozvon::bench::sqlite::Sqlite;
use dozvon::bench::times::Times;
use dozvon::desk::notes::AddNote;
use dozvon::domain::ids::{ClientId, NoteId, RecordId, UserId};
use dozvon::domain::interaction::Note;

use super::print::{line, rate};

const WRITES: u64 = 400;
/// Operators who write at the same time, and how much each.
const OPERATORS: u64 = 100;
const EACH: u64 = 20;
const TEXT: &str = "Решает Анна Сергеевна, закупщик только собирает цены. Звонить после обеда.";

pub(crate) fn measure(base: &Base, sqlite: &Sqlite, folder: &Path, clients: u64) {
    let mut file = File::create(folder.join("fdatasync")).expect("a file");
    let client = |n: u64| 1 + n * 7_919 % clients;
    let note = |n: u64| {
        let note = AddNote { client: ClientId::from_u64(client(n)), subject: None, text: TEXT.into() };
        base.desk.execute(&base.operator, now(), &note).expect("a note");
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
        disk.take_whole(|| {
            file.write_all(&[7; 300]).expect("bytes");
            file.sync_data().expect("a sync");
        });
        alone.take_whole(|| note(n));
        peer.take_whole(|| sqlite.put_note(&peer_note(n))).expect("a note");
    }
    line("one fdatasync of this disk", &disk, None, None);
    line("a note, acknowledged (budget: 2 × fdatasync)", &alone, Some(2 * disk.percentile(99)), Some(&peer));
    println!("    {:.2} × one fdatasync, by p50", {
        alone.percentile(50).as_secs_f64() / disk.percentile(50).as_secs_f64()
    });
    let begun = Instant::now();
    let mut many = Times::default();
    std::thread::scope(|scope| {
        let operators: Vec<_> = (0..OPERATORS)
            .map(|operator| {
                scope.spawn(move || {
                    let mut times = Times::default();
                    (0..EACH).for_each(|n| times.take_whole(|| note(operator * EACH + n)));
                    times
                })
            })
            .collect();
        operators.into_iter().for_each(|operator| many.append(operator.join().expect("an operator")));
    });
    line("the same, 100 operators at once", &many, None, None);
    let per_second = (OPERATORS * EACH) as f64 / begun.elapsed().as_secs_f64();
    rate("  all of them together", per_second, None, Some(1.0 / peer.percentile(50).as_secs_f64()));
}
