//! Snapshots that are whole, and ones that are not.

use std::sync::Arc;

use super::*;
use crate::store::disk::MemoryDisk;

fn snapshot(disk: &MemoryDisk, records: u32) -> Foot {
    let mut writer = Writer::begin(Arc::new(disk.clone()), 41).unwrap();
    for n in 0..records {
        writer.put(&[&[1], n.to_be_bytes().as_slice()].concat(), &[n.to_le_bytes()[0]; 3000]).unwrap();
    }
    writer.finish(43, Moment::from_millis(7), Mark::LOST, vec![(1, 99)]).unwrap()
}

fn read(disk: &MemoryDisk) -> Result<u32> {
    let snapshot = Snapshot::open(disk, 41)?;
    let mut count: u32 = 0;
    snapshot.each(&mut |key, value, _| {
        assert_eq!(key, [&[1], count.to_be_bytes().as_slice()].concat());
        assert_eq!(value, [count.to_le_bytes()[0]; 3000]);
        count += 1;
        Ok(())
    })?;
    Ok(count)
}

#[test]
fn a_snapshot_is_read_back() {
    for records in [0, 1, 2000] {
        let disk = MemoryDisk::default();
        let foot = snapshot(&disk, records);
        assert_eq!((foot.from, foot.to, foot.total()), (41, 43, u64::from(records)));
        assert_eq!(list(&disk).unwrap(), [41]);
        assert_eq!(Snapshot::open(&disk, 41).unwrap().foot(), &foot);
        assert_eq!(read(&disk).unwrap(), records);
    }
}

#[test]
fn the_foot_of_an_earlier_release_has_no_mark_and_that_of_this_one_has_its_form() {
    let disk = MemoryDisk::default();
    let foot = Foot { mark: Mark::NONE, ..snapshot(&disk, 1) };
    let Foot { from, to, at, records, counters, .. } = foot.clone();
    let stored = codec::encode_plain(&StoredFoot { from, to, at, records, counters });
    assert_eq!((foot.encode(), Foot::decode(&stored)), (stored, Some(foot.clone())));
    let marked = Foot { mark: Mark::LOST, ..foot };
    let read: StoredFoot = codec::decode_plain(&marked.encode()).unwrap();
    assert_eq!(read.counters.len(), marked.counters.len() + 1);
    assert_eq!(Foot::decode(&marked.encode()), Some(marked));
}

#[test]
fn a_file_that_is_put_aside_takes_no_other_ones_place() {
    let disk = MemoryDisk::default();
    for n in 1..=2 {
        snapshot(&disk, n);
        put_aside(&disk, &name(41)).unwrap();
    }
    assert!(list(&disk).unwrap().is_empty());
    let put = |n: u32| disk.len(&format!("{}{ASIDE}{n}", name(41))).unwrap();
    assert_ne!(put(1), put(2));
}

#[test]
fn one_that_was_not_finished_is_none() {
    let disk = MemoryDisk::default();
    let mut writer = Writer::begin(Arc::new(disk.clone()), 41).unwrap();
    writer.put(&[1, 2], &[3]).unwrap();
    drop(writer);
    assert!(list(&disk).unwrap().is_empty());
    remove_parts(&disk).unwrap();
    assert!(disk.list().unwrap().is_empty());
}

#[test]
fn every_cut_and_every_flip_is_noticed() {
    let disk = MemoryDisk::default();
    snapshot(&disk, 200);
    let whole = disk.read(&name(41), 0, usize::MAX).unwrap();
    for at in 0..whole.len() {
        disk.edit(&name(41), |bytes| bytes[at] ^= 0x10).unwrap();
        assert!(matches!(read(&disk), Err(StoreError::Damaged { .. })), "byte {at}");
        disk.edit(&name(41), |bytes| bytes.truncate(at)).unwrap();
        assert!(matches!(read(&disk), Err(StoreError::Damaged { .. })), "cut at {at}");
        disk.edit(&name(41), |bytes| bytes.clone_from(&whole)).unwrap();
    }
    assert_eq!(read(&disk).unwrap(), 200);
}
