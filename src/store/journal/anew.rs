//! Where repairs have begun the journal anew: a file of it that was lost then may come back, and its commits must not be mixed
//! with those that bear the same numbers now.
//!
//! The file `begun-anew` has a line for each: the first commit of the file that was begun, the last commit before it that this base
//! goes on from, and whether commits were given up (`lost`, or else `kept`).

use std::collections::BTreeSet;

use super::copy::end_over_damage;
use super::reader::{Damage, RETURNED};
use super::segment::{self, Next, SegmentReader, name};
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};
use crate::store::snapshot::{self, PART};

/// The name of the file.
pub(in crate::store) const ANEW: &str = "begun-anew";
/// Bytes that are copied at once.
const STEP: u64 = 1 << 20;

/// Where a repair has begun the journal anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Anew {
    /// The first commit of the file that was begun.
    pub(in crate::store) first: u64,
    /// The last commit in the files before it that this base goes on from: what they hold behind it is not of this base.
    pub(in crate::store) after: u64,
    /// Commits were given up: records may be missing that others name.
    pub(in crate::store) lost: bool,
}

impl Anew {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (first, after) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        // A line that was cut off says nothing.
        let lost = match words.next()? {
            "lost" => true,
            "kept" => false,
            _ => return None,
        };
        Some(Self { first, after, lost })
    }
}

/// Where the journal on a disk was begun anew.
pub(in crate::store) fn begun_anew(disk: &dyn Disk) -> Vec<Anew> {
    let bytes = disk.read(ANEW, 0, 1 << 20).unwrap_or_default();
    String::from_utf8_lossy(&bytes).lines().filter_map(Anew::parse).collect()
}

/// Notes where the journal is begun anew, for good when this returns.
///
/// # Errors
/// When the disk can't be written.
pub(in crate::store) fn note_anew(disk: &dyn Disk, places: &[Anew]) -> Result<()> {
    let mut known: BTreeSet<Anew> = begun_anew(disk).into_iter().collect();
    let new = places.iter().filter(|place| known.insert(**place));
    let lines: String = new
        .map(|Anew { first, after, lost }| {
            format!("{first} {after} {}\n", if *lost { "lost" } else { "kept" })
        })
        .collect();
    let write = || {
        let mut file = match disk.len(ANEW) {
            Ok(len) => disk.open(ANEW, len)?,
            Err(_) => disk.create(ANEW)?,
        };
        // A line that was cut off stays one by itself.
        file.append(format!("\n{lines}").as_bytes())?;
        file.sync()
    };
    if lines.is_empty() { Ok(()) } else { write().map_err(StoreError::io(disk.path(ANEW))) }
}

/// The last commit of a segment that is of this base, and the first one of the file that was begun behind it; `None` when no
/// repair has begun one behind it.
pub(in crate::store) fn bound(places: &[Anew], segment: u64) -> Option<(u64, u64)> {
    let behind = places.iter().filter(|place| place.first > segment);
    behind.map(|place| (place.after, place.first)).min()
}

/// The first file that holds commits which a repair has gone on without: it was lost then, or is that of another copy.
///
/// # Errors
/// When the disk can't be read.
pub(in crate::store) fn came_back(disk: &dyn Disk) -> Result<Option<(u64, Damage)>> {
    let places = begun_anew(disk);
    if places.is_empty() {
        return Ok(None);
    }
    let segments = segment::list(disk)?;
    for (n, &segment) in segments.iter().enumerate() {
        // What others follow before the bound holds nothing behind it.
        let is_before = bound(&places, segment)
            .is_some_and(|(after, _)| segments.get(n + 1).is_some_and(|next| *next <= after));
        if !is_before && let Some(damage) = came_back_in(disk, &places, segment)? {
            return Ok(Some((segment, damage)));
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
    Ok(beyond(disk, segment, after)?.map(damage))
}

/// Fails when a file has come back that a repair has gone on without.
///
/// # Errors
/// [`StoreError::Damaged`] naming it; when the disk can't be read.
pub(in crate::store) fn refuse_what_came_back(disk: &dyn Disk) -> Result<()> {
    came_back(disk)?.map_or(Ok(()), |(_, damage)| Err(damage.error()))
}

/// Where the first frame of a segment stands that holds commits behind `after`, whatever can't be read before it.
fn beyond(disk: &dyn Disk, segment: u64, after: u64) -> Result<Option<u64>> {
    let mut reader = SegmentReader::new(disk, segment, segment::HEAD)?;
    let mut next = segment;
    loop {
        let (passed_to, problem) = reader.pass_until(next, after, |_| {})?;
        next = passed_to;
        if problem.is_none() {
            break;
        }
        match reader.find_frame(next.saturating_sub(1))? {
            Some(first) => next = first,
            None => return Ok(None),
        }
    }
    let offset = reader.offset();
    Ok(match reader.next(next.saturating_sub(1))? {
        Next::Entries(entries) => entries.iter().any(|entry| entry.seq > after).then_some(offset),
        Next::Damaged(_) => reader.find_frame(after)?.map(|_| offset),
        Next::End | Next::Torn => None,
    })
}

/// Puts files that have come back aside. What they hold of this base stays where it was.
///
/// # Errors
/// When the disk can't be read or written: it can be tried again.
pub(in crate::store) fn put_back_aside(disk: &dyn Disk) -> Result<()> {
    while let Some((segment, damage)) = came_back(disk)? {
        let name = name(segment);
        let part = format!("{name}{PART}");
        let end = end_over_damage(disk, segment, damage.after)?;
        let write = || {
            if disk.len(&part).is_ok() {
                disk.remove(&part)?;
            }
            let mut file = disk.create(&part)?;
            let mut at = 0;
            while at < end.offset {
                let step = STEP.min(end.offset - at);
                let bytes = disk.read(&name, at, usize::try_from(step).unwrap_or(usize::MAX))?;
                if bytes.is_empty() {
                    return Err(std::io::ErrorKind::UnexpectedEof.into());
                }
                file.append(&bytes)?;
                at += bytes.len() as u64;
            }
            file.append(&end.rest)?;
            file.sync()
        };
        let is_of_use = end.last >= segment;
        if is_of_use {
            write().map_err(StoreError::io(disk.path(&part)))?;
        }
        snapshot::put_aside(disk, &name)?;
        if is_of_use {
            disk.rename(&part, &name).map_err(StoreError::io(disk.path(&name)))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::tests::three;
    use super::super::{Found, Reader};
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
    fn lines_are_read_back_and_a_cut_one_says_nothing() {
        let disk = MemoryDisk::default();
        let places = [Anew { first: 16, after: 14, lost: true }, Anew { first: 30, after: 29, lost: false }];
        note_anew(&disk, &places[..1]).unwrap();
        disk.edit(ANEW, |bytes| bytes.extend_from_slice(b"20 17 los")).unwrap();
        note_anew(&disk, &places).unwrap();
        assert_eq!(begun_anew(&disk), places);
        assert_eq!((bound(&places, 1), bound(&places, 16)), (Some((14, 16)), Some((29, 30))));
        assert_eq!(bound(&places, 30), None);
    }

    #[test]
    fn what_came_back_is_seen_and_put_aside_and_what_was_kept_stays() {
        for after in 0..=5 {
            let disk = MemoryDisk::default();
            three(&disk);
            let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
            note_anew(&disk, &[Anew { first: 5, after, lost: true }]).unwrap();
            assert_eq!(came_back(&disk).unwrap().is_some(), after < 5, "{after}");
            assert_eq!(seqs(&disk), (1..=after).collect::<Vec<u64>>(), "nothing behind it is read");
            let reader = Reader::new(Arc::new(disk.clone()));
            assert_eq!(reader.entry(after + 1).unwrap(), None);
            put_back_aside(&disk).unwrap();
            assert_eq!(came_back(&disk).unwrap(), None);
            assert_eq!(seqs(&disk), (1..=after).collect::<Vec<u64>>());
            if after < 5 {
                let aside = format!("{}.damaged-1", name(1));
                assert_eq!(disk.read(&aside, 0, usize::MAX).unwrap(), whole);
            }
        }
    }
}
