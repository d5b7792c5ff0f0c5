//! Opening a journal, whatever has become of its files, and going on with it.

use super::*;
use crate::domain::ids::{RecordId, SessionId, UserId};
use crate::domain::time::Moment;
use crate::store::disk::MemoryDisk;
use crate::store::key::Key;
use crate::store::tables::{Revision, Table};

/// A commit that sets one client record for each value.
pub(in crate::store) fn entry(seq: u64, values: &[&[u8]]) -> Entry {
    let changes = (seq * 1000..).zip(values).map(|(id, value)| RecordChange {
        table: Table::Client,
        key: Key::new(1).number(id),
        id,
        value: Some(value.to_vec()),
        previous: Revision(0),
    });
    Entry {
        seq,
        origin: Origin {
            at: Moment::from_millis(5),
            actor: UserId::from_u64(1),
            session: SessionId(2),
            use_case: "test".into(),
        },
        changes: changes.collect(),
    }
}

fn open_from(disk: &MemoryDisk, from: u64) -> Result<(Journal, Vec<u64>)> {
    let mut seen = Vec::new();
    let journal = Journal::open(Arc::new(disk.clone()), from, &mut |entry| {
        seen.push(entry.seq);
        Ok(())
    })?;
    Ok((journal, seen))
}

fn open(disk: &MemoryDisk) -> Result<(Journal, Vec<u64>)> {
    open_from(disk, 0)
}

/// Three frames: commits 1–2, 3, 4–5; returns the offsets behind each.
pub(in crate::store) fn three(disk: &MemoryDisk) -> Vec<u64> {
    let (mut journal, _) = open(disk).unwrap();
    [&[1, 2][..], &[3], &[4, 5]]
        .iter()
        .map(|seqs| {
            let entries: Vec<_> = seqs.iter().map(|seq| entry(*seq, &[b"abc", &[9; 2000]])).collect();
            journal.append(&entries).unwrap();
            journal.offset
        })
        .collect()
}

#[test]
fn commits_are_replayed_in_order_from_any_place() {
    let disk = MemoryDisk::default();
    let places = three(&disk);
    for from in 0..=5 {
        // Some of these stand in the middle of a frame.
        let (journal, seen) = open_from(&disk, from).unwrap();
        assert_eq!(seen, (from + 1..=5).collect::<Vec<_>>());
        assert_eq!((journal.last, journal.offset), (5, places[2]));
    }
}

#[test]
fn a_torn_end_is_cut_at_every_byte_and_the_journal_goes_on() {
    let disk = MemoryDisk::default();
    let places = three(&disk);
    let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
    let (from, to) = (places[1] as usize, places[2] as usize);
    for cut in from..to {
        let torn = MemoryDisk::default();
        drop(torn.create(&name(1)).unwrap());
        torn.edit(&name(1), |bytes| bytes.extend_from_slice(&whole[..cut])).unwrap();
        let (mut journal, seen) = open(&torn).unwrap();
        assert_eq!(seen, [1, 2, 3], "cut at {cut}");
        assert_eq!(journal.cut(), (cut - from) as u64);
        journal.append(&[entry(4, &[b"again"])]).unwrap();
        assert_eq!(open(&torn).unwrap().1, [1, 2, 3, 4], "cut at {cut}");
    }
}

#[test]
fn damage_in_the_middle_is_named_and_nothing_is_cut() {
    let disk = MemoryDisk::default();
    let places = three(&disk);
    let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
    let middle = places[0] as usize..places[1] as usize;
    for at in middle {
        disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
        let error = open(&disk).unwrap_err();
        assert!(
            matches!(error, StoreError::Damaged { offset, .. } if offset == places[0]),
            "byte {at}: {error}"
        );
        disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
    }
    assert_eq!(disk.read(&name(1), 0, usize::MAX).unwrap(), whole);
}

#[test]
fn damage_behind_which_the_engine_stands_is_named() {
    let disk = MemoryDisk::default();
    let places = three(&disk);
    let ends = [0, places[0], places[1]];
    for at in segment::HEAD..places[2] {
        let at = usize::try_from(at).unwrap();
        disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
        let error = open_from(&disk, 5).unwrap_err();
        let begins = ends.iter().rfind(|end| **end <= at as u64).copied().unwrap().max(segment::HEAD);
        assert!(matches!(error, StoreError::Damaged { offset, .. } if offset == begins), "{at}: {error}");
        disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
    }
}

#[test]
fn a_journal_that_lost_its_end_is_not_written_to() {
    let disk = MemoryDisk::default();
    let places = three(&disk);
    disk.edit(&name(1), |bytes| bytes.truncate(places[1] as usize)).unwrap();
    let error = open_from(&disk, 5).unwrap_err();
    assert!(matches!(error, StoreError::JournalBehind { engine: 5, journal: 3 }), "{error}");
    assert_eq!(disk.len(&name(1)).unwrap(), places[1]);
}

#[test]
fn a_journal_that_ends_before_what_was_made_is_not_written_to() {
    let disk = MemoryDisk::default();
    let places = three(&disk);
    disk.edit(&name(1), |bytes| bytes.extend_from_slice(&[7; 9])).unwrap();
    for (reached, fails) in [(0, false), (5, false), (6, true)] {
        let known = Known { from: 3, reached, ..Known::default() };
        let looked = Journal::look(&disk, known, &mut |_| Ok(()));
        assert_eq!(
            matches!(looked, Err(StoreError::JournalBehind { engine: 6, journal: 5 })),
            fails,
            "{reached}: {looked:?}"
        );
        if fails {
            assert!(Journal::open(Arc::new(disk.clone()), known, &mut |_| Ok(())).is_err());
            assert_eq!(disk.len(&name(1)).unwrap(), places[2] + 9, "a torn end stays");
        }
    }
    let known = Known { reached: 1, ..Known::default() };
    assert!(Journal::look(&MemoryDisk::default(), known, &mut |_| Ok(())).is_err());
}

#[test]
fn another_commit_under_the_number_of_the_last_one_is_noticed() {
    let disk = MemoryDisk::default();
    three(&disk);
    let look = |from: u64, mark: Mark| {
        let known = Known { from, mark, reached: 0 };
        Journal::look(&disk, known, &mut |_| Ok(())).map(|reached| reached.map(|reached| reached.last))
    };
    // Some of these stand at the end of a frame, some in its middle.
    let right = |seq: u64| entry(seq, &[b"abc", &[9; 2000]]).mark();
    for seq in 1..=5 {
        assert_eq!(look(seq, right(seq)).unwrap(), Some(5));
        assert_eq!(look(seq, Mark::NONE).unwrap(), Some(5));
        let wrong = look(seq, entry(seq, &[b"abd"]).mark());
        assert!(matches!(wrong, Err(StoreError::Engine(_))), "{seq}: {wrong:?}");
    }
    // The file in which it stands is closed, and the next one is empty.
    Journal::begin(Arc::new(disk.clone()), 6).unwrap();
    assert_eq!(look(5, right(5)).unwrap(), Some(5));
    assert!(look(5, right(4)).is_err());
}

#[test]
fn closed_segments_are_packed_once_and_read_the_same() {
    let disk = MemoryDisk::default();
    let (mut journal, _) = open(&disk).unwrap();
    journal.segment_max = 200_000;
    let value: &[u8] = "Клиент просит перезвонить после обеда, интересуется оптом.".as_bytes();
    let mut seq = 0;
    while disk.list().unwrap().len() < 3 {
        seq += 1;
        journal.append(&[entry(seq, &[value, &seq.to_le_bytes()])]).unwrap();
    }
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let reader = Reader::new(Arc::clone(&shared));
    assert_eq!(reader.entry(700).unwrap().unwrap(), entry(700, &[value, &700_u64.to_le_bytes()]));
    let segments = reader.segments().unwrap();
    let before = reader.size();
    assert!(pack(&shared, segments[0], &|| false).unwrap());
    assert!(pack(&shared, segments[1], &|| false).unwrap());
    assert!(!pack(&shared, segments[1], &|| false).unwrap(), "it is packed already");
    assert!(reader.size() * 4 < before);
    for n in [1, 2, 700, 701, segments[1] - 1, segments[1], seq] {
        assert_eq!(reader.entry(n).unwrap().unwrap(), entry(n, &[value, &n.to_le_bytes()]));
    }
    let (journal, seen) = open_from(&disk, 650).unwrap();
    assert_eq!(seen, (651..=seq).collect::<Vec<_>>());
    assert_eq!(journal.last(), seq);
}

#[test]
fn a_full_segment_is_followed_by_a_new_one() {
    let disk = MemoryDisk::default();
    let (mut journal, _) = open(&disk).unwrap();
    journal.segment_max = 100;
    for seq in 1..=4 {
        journal.append(&[entry(seq, &[&[1; 200]])]).unwrap();
    }
    assert_eq!(disk.list().unwrap(), [name(1), name(2), name(3), name(4)]);
    assert_eq!(open(&disk).unwrap().1, [1, 2, 3, 4]);
    // A file from the middle is gone: the hole is noticed.
    let holed = MemoryDisk::default();
    for segment in [1, 2, 4] {
        let bytes = disk.read(&name(segment), 0, usize::MAX).unwrap();
        drop(holed.create(&name(segment)).unwrap());
        holed.edit(&name(segment), |file| *file = bytes).unwrap();
    }
    assert!(matches!(open(&holed), Err(StoreError::Damaged { .. })));
    // The head of the newest file never reached the disk: the file is begun again.
    disk.edit(&name(4), |bytes| bytes.truncate(5)).unwrap();
    let (mut journal, seen) = open(&disk).unwrap();
    assert_eq!(seen, [1, 2, 3]);
    journal.append(&[entry(4, &[b"x"])]).unwrap();
    assert_eq!(open(&disk).unwrap().1, [1, 2, 3, 4]);
}
