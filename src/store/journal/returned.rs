//! Files of the journal that come back after a repair has gone on without what they hold.

use super::Entry;
use super::anew::{Anew, Hole, bound, lacked, settled};
use super::copy::end_over_damage;
use super::frame;
use super::mend::Former;
use super::reader::{Damage, RETURNED};
use super::segment::{self, Next, SegmentReader, name};
use crate::store::disk::{Disk, DiskFile};
use crate::store::error::{Result, StoreError};
use crate::store::snapshot::{self, PART};

/// Bytes that are copied at once.
const STEP: u64 = 1 << 20;

/// The first file that holds commits which a repair has gone on without: it was lost then, or is that of another copy.
///
/// # Errors
/// When the disk can't be read.
pub(in crate::store) fn came_back(disk: &dyn Disk) -> Result<Option<(u64, Damage)>> {
    Ok(find(disk)?.map(|Returned { segment, damage, .. }| (segment, damage)))
}

/// A file that holds commits which a repair has gone on without.
struct Returned {
    segment: u64,
    damage: Damage,
    /// Behind those commits it goes on with others that are of this base.
    goes_on: bool,
}

fn find(disk: &dyn Disk) -> Result<Option<Returned>> {
    let places = settled(disk);
    if places.is_empty() {
        return Ok(None);
    }
    let segments = segment::list(disk)?;
    for (n, &segment) in segments.iter().enumerate() {
        // What others follow before the bound holds nothing behind it.
        let is_before = bound(&places, segment)
            .is_some_and(|(after, _)| segments.get(n + 1).is_some_and(|next| *next <= after));
        if !is_before && let Some(damage) = came_back_in(disk, &places, segment)? {
            return Ok(Some(Returned { segment, damage, goes_on: false }));
        }
    }
    for Hole { from, to, first } in lacked(disk) {
        for (n, &segment) in segments.iter().enumerate() {
            let may_hold = segment < first
                && segment <= to
                && segments.get(n + 1).is_none_or(|next| *next > from)
                && segment::has_head(disk, segment)?;
            let after = from.saturating_sub(1);
            if may_hold && let Some(offset) = between(disk, segment, after, to)? {
                let damage =
                    Damage { segment: name(segment), offset, what: RETURNED, after, before: Some(to + 1) };
                return Ok(Some(Returned { segment, damage, goes_on: true }));
            }
        }
    }
    Ok(None)
}

/// Whether a segment holds commits that a repair has gone on without.
///
/// # Errors
/// When the disk can't be read.
pub(in crate::store) fn came_back_in(
    disk: &dyn Disk,
    places: &[Anew],
    segment: u64,
) -> Result<Option<Damage>> {
    let Some((after, before)) = bound(places, segment) else { return Ok(None) };
    if !segment::has_head(disk, segment)? {
        return Ok(None);
    }
    let damage =
        |offset| Damage { segment: name(segment), offset, what: RETURNED, after, before: Some(before) };
    Ok(between(disk, segment, after, u64::MAX)?.map(damage))
}

/// Stands before the first frame of a segment with commits behind `after`, whatever can't be read before it; with the commit before
/// that frame. `None` when there is none.
fn stand_behind<'d>(
    disk: &'d dyn Disk,
    segment: u64,
    after: u64,
) -> Result<Option<(SegmentReader<'d>, u64)>> {
    let mut reader = SegmentReader::new(disk, segment, segment::HEAD)?;
    let mut next = segment;
    loop {
        let (passed_to, problem) = reader.pass_until(next, after, |_| {})?;
        next = passed_to;
        if problem.is_none() {
            return Ok(Some((reader, next.saturating_sub(1))));
        }
        match reader.find_frame(next.saturating_sub(1))? {
            Some(first) => next = first,
            None => return Ok(None),
        }
    }
}

/// Where the first frame of a segment stands that holds commits behind `after`, up to `to`.
fn between(disk: &dyn Disk, segment: u64, after: u64, to: u64) -> Result<Option<u64>> {
    let Some((mut reader, last)) = stand_behind(disk, segment, after)? else { return Ok(None) };
    let offset = reader.offset();
    let is_one = |seq: u64| seq > after && seq <= to;
    Ok(match reader.next(last)? {
        Next::Entries(entries) => entries.iter().any(|entry| is_one(entry.seq)).then_some(offset),
        // It may begin later than it should.
        Next::Damaged(_) => reader.find_frame(after)?.filter(|first| is_one(*first)).map(|_| offset),
        Next::End | Next::Torn => None,
    })
}

/// The commit of a number in a segment, whoever's it is.
pub(super) fn commit_at(disk: &dyn Disk, segment: u64, seq: u64) -> Result<Option<Entry>> {
    let Some((mut reader, last)) = stand_behind(disk, segment, seq.saturating_sub(1))? else {
        return Ok(None);
    };
    Ok(match reader.next(last)? {
        Next::Entries(entries) => entries.into_iter().find(|entry| entry.seq == seq),
        _ => None,
    })
}

/// What stands in a segment behind a commit: the rest of the frame that one is in, and where the next one begins.
fn rest_behind(disk: &dyn Disk, segment: u64, seq: u64) -> Result<Option<(Vec<u8>, u64)>> {
    let Some((mut reader, last)) = stand_behind(disk, segment, seq)? else { return Ok(None) };
    let offset = reader.offset();
    Ok(match reader.next(last)? {
        Next::Entries(mut entries) => {
            let whole = entries.len();
            entries.retain(|entry| entry.seq > seq);
            if entries.len() == whole {
                Some((Vec::new(), offset))
            } else {
                Some((frame::write(&entries).unwrap_or_default(), reader.offset()))
            }
        }
        Next::Damaged(_) => reader.find_frame(seq)?.map(|_| (Vec::new(), reader.offset())),
        Next::End | Next::Torn => None,
    })
}

/// Puts files that have come back aside. What they hold of this base stays where it was.
///
/// # Errors
/// When the disk can't be read or written: it can be tried again.
pub(in crate::store) fn put_back_aside(disk: &dyn Disk, former: Former) -> Result<()> {
    while let Some(Returned { segment, damage, goes_on }) = find(disk)? {
        let name = name(segment);
        let part = format!("{name}{PART}");
        let before = end_over_damage(disk, segment, damage.after)?;
        let last_of_them = damage.before.map_or(u64::MAX, |before| before.saturating_sub(1));
        let behind = if goes_on { rest_behind(disk, segment, last_of_them)? } else { None };
        let write = || {
            if disk.len(&part).is_ok() {
                disk.remove(&part)?;
            }
            let mut file = disk.create(&part)?;
            if before.offset == 0 {
                file.append(&segment::head(segment))?;
            }
            copy_bytes(disk, &name, 0, before.offset, file.as_mut())?;
            file.append(&before.rest)?;
            if let Some((rest, offset)) = &behind {
                file.append(rest)?;
                copy_bytes(disk, &name, *offset, disk.len(&name)?, file.as_mut())?;
            }
            file.sync()
        };
        let is_of_use = before.last >= segment || behind.is_some();
        if is_of_use {
            write().map_err(StoreError::io(disk.path(&part)))?;
        }
        match former {
            Former::Stays => snapshot::put_aside(disk, &name)?,
            Former::Goes if is_of_use => {}
            Former::Goes => disk.remove(&name).map_err(StoreError::io(disk.path(&name)))?,
        }
        if is_of_use {
            disk.rename(&part, &name).map_err(StoreError::io(disk.path(&name)))?;
        }
    }
    Ok(())
}

/// Copies the bytes of a file from one place up to another.
fn copy_bytes(
    disk: &dyn Disk,
    name: &str,
    mut at: u64,
    end: u64,
    file: &mut dyn DiskFile,
) -> std::io::Result<()> {
    while at < end {
        let step = STEP.min(end - at);
        let bytes = disk.read(name, at, usize::try_from(step).unwrap_or(usize::MAX))?;
        if bytes.is_empty() {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        file.append(&bytes)?;
        at += bytes.len() as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::anew::note_anew;
    use super::super::tests::three;
    use super::super::{Found, Journal, Reader};
    use super::*;
    use crate::store::disk::MemoryDisk;

    fn seqs(disk: &MemoryDisk) -> Vec<u64> {
        let mut seqs = Vec::new();
        let reader = Reader::new(Arc::new(disk.clone()));
        let mut visit = |found| {
            if let Found::Entry(entry) = found {
                seqs.push(entry.seq);
            }
            Ok(())
        };
        reader.scan(&mut visit).unwrap();
        seqs
    }

    #[test]
    fn what_came_back_is_seen_and_put_aside_and_what_was_kept_stays() {
        for after in 0..=5 {
            let disk = MemoryDisk::default();
            three(&disk);
            let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
            note_anew(&disk, &[Anew { first: 5, after, lost: true, proof: None }], &[]).unwrap();
            assert_eq!(came_back(&disk).unwrap().is_some(), after < 5, "{after}");
            assert_eq!(seqs(&disk), (1..=after).collect::<Vec<u64>>(), "nothing behind it is read");
            let reader = Reader::new(Arc::new(disk.clone()));
            assert_eq!(reader.entry(after + 1).unwrap(), None);
            put_back_aside(&disk, Former::Stays).unwrap();
            assert_eq!(came_back(&disk).unwrap(), None);
            assert_eq!(seqs(&disk), (1..=after).collect::<Vec<u64>>());
            if after < 5 {
                let aside = format!("{}.damaged-1", name(1));
                assert_eq!(disk.read(&aside, 0, usize::MAX).unwrap(), whole);
            }
        }
    }

    #[test]
    fn what_fills_a_hole_is_put_aside_and_what_stands_around_it_stays() {
        for (from, to) in (1..=5).flat_map(|from| (from..=5).map(move |to| (from, to))) {
            let disk = MemoryDisk::default();
            three(&disk);
            let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
            let places = [Anew { first: 6, after: 5, lost: true, proof: None }];
            let own: Vec<u64> = (1..=5).filter(|seq| !(from..=to).contains(seq)).collect();
            note_anew(&disk, &places, &[Hole { from, to, first: 6 }]).unwrap();
            drop(Journal::begin(Arc::new(disk.clone()), 6).unwrap());
            let (segment, damage) = came_back(&disk).unwrap().unwrap();
            assert_eq!((segment, damage.after, damage.before), (1, from - 1, Some(to + 1)));
            assert_eq!(seqs(&disk), own, "nothing of it is read");
            let reader = Reader::new(Arc::new(disk.clone()));
            for seq in 1..=5 {
                assert_eq!(reader.entry(seq).unwrap().is_some(), own.contains(&seq), "{seq}");
            }
            put_back_aside(&disk, Former::Stays).unwrap();
            assert_eq!(came_back(&disk).unwrap(), None, "{from} {to}");
            assert_eq!(seqs(&disk), own, "{from} {to}");
            let mut damages = Vec::new();
            let mut visit = |found| {
                if let Found::Damage(damage) = found {
                    damages.push(damage);
                }
                Ok(())
            };
            Reader::new(Arc::new(disk.clone())).scan(&mut visit).unwrap();
            let hole = lacked(&disk)[0];
            assert!(damages.iter().all(|damage| hole.covers(damage) && !damage.is_returned()), "{damages:?}");
            let aside = format!("{}.damaged-1", name(1));
            assert_eq!(disk.read(&aside, 0, usize::MAX).unwrap(), whole);
            // In the file that was begun those numbers could stand again, were the base taken back.
            assert!(!hole.has(6, from) && hole.has(1, from));
        }
    }
}
