//! Reading a journal that is whole, and ones that are not.

use super::*;
use crate::domain::time::Moment;
use crate::store::disk::MemoryDisk;
use crate::store::journal::frame;
use crate::store::journal::tests::{entry, three};

fn scan(disk: &MemoryDisk) -> (Vec<u64>, Vec<Damage>, u64) {
    let (mut seqs, mut damages, mut torn) = (Vec::new(), Vec::new(), 0);
    Reader::new(Arc::new(disk.clone()))
        .scan(&mut |found| {
            match found {
                Found::Entry(entry) => seqs.push(entry.seq),
                Found::Damage(damage) => damages.push(damage),
                Found::Torn(bytes) => torn = bytes,
            }
            Ok(())
        })
        .unwrap();
    (seqs, damages, torn)
}

#[test]
fn every_commit_is_found_by_its_number() {
    let disk = MemoryDisk::default();
    three(&disk);
    let reader = Reader::new(Arc::new(disk));
    for seq in [3, 1, 5, 2, 4, 4] {
        assert_eq!(reader.entry(seq).unwrap().unwrap().seq, seq);
    }
    assert_eq!(reader.entry(6).unwrap(), None);
    assert_eq!(reader.entry(0).unwrap(), None);
    let mut seen = Vec::new();
    reader
        .each_after(1, &mut |entry| {
            seen.push(entry.seq);
            if seen.len() < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .unwrap();
    assert_eq!(seen, [2, 3, 4]);
}

#[test]
fn a_scan_goes_over_damage_and_names_it() {
    let disk = MemoryDisk::default();
    let places = three(&disk);
    assert_eq!(scan(&disk), (vec![1, 2, 3, 4, 5], vec![], 0));
    disk.edit(&name(1), |bytes| bytes[places[0] as usize + 30] ^= 1).unwrap();
    let (seqs, damages, torn) = scan(&disk);
    assert_eq!((seqs, torn), (vec![1, 2, 4, 5], 0));
    assert_eq!((damages[0].offset, damages[0].after, damages[0].before), (places[0], 2, Some(4)));
    assert!(damages[0].hides(3) && !damages[0].hides(4));
    let reader = Reader::new(Arc::new(disk.clone()));
    assert_eq!(reader.entry(3).unwrap(), None);
    assert!(reader.each_after(0, &mut |_| ControlFlow::Continue(())).is_err());
    disk.edit(&name(1), |bytes| {
        bytes[places[0] as usize + 30] ^= 1;
        bytes.truncate(places[2] as usize - 7);
    })
    .unwrap();
    assert_eq!(scan(&disk), (vec![1, 2, 3], vec![], places[2] - 7 - places[1]));
}

#[test]
fn a_scan_goes_over_frames_that_are_missing_or_stand_there_twice() {
    let disk = MemoryDisk::default();
    let places = three(&disk);
    let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
    let (first, second, third) = (places[0] as usize, places[1] as usize, places[2] as usize);
    disk.edit(&name(1), |bytes| drop(bytes.drain(first..second))).unwrap();
    let (seqs, damages, _) = scan(&disk);
    assert_eq!(seqs, [1, 2, 4, 5]);
    assert_eq!((damages.len(), damages[0].after, damages[0].before), (1, 2, Some(4)));
    disk.edit(&name(1), |bytes| *bytes = [&whole[..third], &whole[first..second]].concat()).unwrap();
    let (seqs, damages, _) = scan(&disk);
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
    assert_eq!((damages.len(), damages[0].after, damages[0].before), (1, 5, Some(6)));
    assert!(damages[0].hides_none() && !damages[0].hides(6));
    let reader = Reader::new(Arc::new(disk.clone()));
    let mut count = 0;
    let mut visit = |_| {
        count += 1;
        ControlFlow::Continue(())
    };
    reader.each_after(0, &mut visit).unwrap();
    assert_eq!(count, 5);
    // Other commits under those numbers are no repetition: nobody knows what they mean.
    let other = frame::write(&[entry(3, &[b"other"])]).unwrap();
    disk.edit(&name(1), |bytes| *bytes = [&whole[..third], &other].concat()).unwrap();
    let (seqs, damages, _) = scan(&disk);
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
    assert_eq!((damages.len(), damages[0].after, damages[0].before), (1, 5, None));
}

#[test]
fn a_damaged_head_costs_no_commit() {
    let disk = MemoryDisk::default();
    let places = three(&disk);
    let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
    let head = usize::try_from(segment::HEAD).unwrap();
    let noise: Vec<u8> = vec![7; head];
    let spoilt = |at: usize| [&whole[..at], b"X", &whole[at + 1..]].concat();
    for bytes in [spoilt(3), spoilt(19), [&noise[..], &whole[head..]].concat(), whole[5..].to_vec()] {
        disk.edit(&name(1), |file| file.clone_from(&bytes)).unwrap();
        let (seqs, damages, torn) = scan(&disk);
        assert_eq!((seqs, torn), (vec![1, 2, 3, 4, 5], 0));
        assert_eq!((damages.len(), damages[0].offset), (1, 0));
        assert!(damages[0].hides_none());
        let reader = Reader::new(Arc::new(disk.clone()));
        assert_eq!(reader.entry(1).unwrap().unwrap().seq, 1);
        reader.each_after(0, &mut |_| ControlFlow::Continue(())).unwrap();
    }
    // With a part of the first frame only that is lost.
    disk.edit(&name(1), |file| *file = [&noise[..], &noise, &whole[2 * head..]].concat()).unwrap();
    let (seqs, damages, _) = scan(&disk);
    assert_eq!((seqs, damages.len()), (vec![3, 4, 5], 1));
    assert_eq!((damages[0].after, damages[0].before), (0, Some(3)));
    assert!(places[0] > 40);
    // A file of which nothing can be read hides what the next one does not have.
    disk.edit(&name(1), |file| *file = vec![7; 500]).unwrap();
    drop(crate::store::journal::Journal::begin(Arc::new(disk.clone()), 6).unwrap());
    let (seqs, damages, _) = scan(&disk);
    assert_eq!((seqs, damages.len(), damages[0].before), (vec![], 1, Some(6)));
}

#[test]
fn a_state_of_the_past_ends_with_the_last_commit_by_then() {
    let disk = MemoryDisk::default();
    three(&disk);
    let reader = Reader::new(Arc::new(disk));
    assert_eq!(reader.last_until(Moment::from_millis(4)).unwrap(), 0);
    assert_eq!(reader.last_until(Moment::from_millis(5)).unwrap(), 5);
}
