//! Journal segments: whatever stands in the file, what is replayed is in order, and the journal goes on behind it.

use std::sync::Arc;

use dozvon::domain::ids::{RecordId, SessionId, UserId};
use dozvon::domain::time::Moment;
use dozvon::store::disk::{Disk, MemoryDisk};
use dozvon::store::journal::Journal;
use dozvon::store::{Entry, Key, Origin, RecordChange, Revision, StoreError, Table};

/// The first byte says what the others are: the whole file; frames behind a good head, their checksums made to hold;
/// changes in a good file, four bytes each.
pub fn journal(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    match kind % 3 {
        0 => any_file(bytes),
        1 => any_file(&[head(), sealed(bytes)].concat()),
        _ => changed_file(bytes),
    }
}

fn any_file(bytes: &[u8]) {
    let disk = disk_with(bytes);
    let (mut journal, seen) = match open(&disk) {
        Ok(opened) => opened,
        Err(StoreError::Damaged { .. }) => {
            assert_eq!(file(&disk), bytes, "a damaged journal was written to");
            return;
        }
        Err(error) => panic!("{error}"),
    };
    for (expected, entry) in (1..).zip(&seen) {
        assert_eq!(entry.seq, expected);
    }
    assert_eq!(journal.last(), seen.len() as u64);
    let next = entry(journal.last() + 1, b"one more");
    journal.append(std::slice::from_ref(&next)).unwrap();
    let (again, all) = open(&disk).unwrap();
    assert_eq!(again.cut(), 0, "a journal was cut twice");
    assert_eq!(all, [seen, vec![next]].concat());
}

/// A file of ours with bytes turned or its end cut off: what is replayed are our first commits and nothing else.
fn changed_file(changes: &[u8]) {
    let disk = MemoryDisk::default();
    let (mut journal, _) = open(&disk).unwrap();
    let ours: Vec<Entry> = (1..=6).map(|seq| entry(seq, &vec![b'v'; 300 * seq as usize])).collect();
    for group in [&ours[..2], &ours[2..3], &ours[3..]] {
        journal.append(group).unwrap();
    }
    drop(journal);
    let mut bytes = file(&disk);
    for change in changes.chunks_exact(4).take(8) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]]));
        if change[2] == 0 {
            bytes.truncate(at);
        } else if let Some(byte) = bytes.get_mut(at) {
            *byte = byte.wrapping_add(change[3]);
        }
    }
    match open(&disk_with(&bytes)) {
        Ok((_, seen)) => assert_eq!(seen, ours[..seen.len()]),
        Err(StoreError::Damaged { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Frames with the checksum that belongs to them: random bytes would never get past it. See `store::journal`.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let mut from = 0;
    while let Some(frame) = out.get_mut(from..)
        && let Some((length, _)) = frame.split_first_chunk::<4>()
    {
        let size = u32::from_le_bytes(*length) as usize % 4096 + 21;
        let size = size.min(frame.len());
        let Some(body) = size.checked_sub(21) else { break };
        frame[..4].copy_from_slice(&(body as u32).to_le_bytes());
        let sum = crc32c::crc32c(&frame[8..size]);
        frame[4..8].copy_from_slice(&sum.to_le_bytes());
        from += size;
    }
    out
}

/// The head of a segment, as the program writes it.
fn head() -> Vec<u8> {
    let disk = MemoryDisk::default();
    drop(open(&disk).unwrap());
    file(&disk)
}

fn segment(disk: &MemoryDisk) -> String {
    disk.list().unwrap().remove(0)
}

fn file(disk: &MemoryDisk) -> Vec<u8> {
    disk.read(&segment(disk), 0, usize::MAX).unwrap()
}

/// A disk with these bytes in the first segment.
fn disk_with(bytes: &[u8]) -> MemoryDisk {
    let disk = MemoryDisk::default();
    drop(open(&disk).unwrap());
    disk.edit(&segment(&disk), |file| *file = bytes.to_vec()).unwrap();
    disk
}

fn open(disk: &MemoryDisk) -> Result<(Journal, Vec<Entry>), StoreError> {
    let mut seen = Vec::new();
    let journal = Journal::open(Arc::new(disk.clone()), 0, &mut |entry| {
        seen.push(entry);
        Ok(())
    })?;
    Ok((journal, seen))
}

fn entry(seq: u64, value: &[u8]) -> Entry {
    let change = RecordChange {
        table: Table::Client,
        key: Key::new(Table::Client.tag()).number(seq),
        id: seq,
        value: Some(value.to_vec()),
        previous: Revision(0),
    };
    let origin = Origin {
        at: Moment::from_millis(1_800_000_000_000),
        actor: UserId::from_u64(1),
        session: SessionId(1),
        use_case: "note.add".into(),
    };
    Entry { seq, origin, changes: vec![change] }
}
