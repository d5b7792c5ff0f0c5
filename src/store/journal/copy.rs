//! Where a segment ends, for copying it up to there; whether a copy is one.

use std::collections::VecDeque;

use super::segment::{self, Next, SegmentReader, name};
use super::{Entry, frame};
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};

/// The part of a segment with commits up to a certain one.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::store) struct End {
    /// Bytes of the whole frames that hold nothing later. 0 when the head never reached the disk.
    pub(in crate::store) offset: u64,
    /// The last commit in them.
    pub(in crate::store) last: u64,
    /// The frame behind them holds later commits, too: in bytes, that frame with the wanted ones only. Empty otherwise.
    pub(in crate::store) rest: Vec<u8>,
}

/// Finds the end of what a segment holds up to the commit `until`. Bytes behind the last whole frame are left out.
///
/// # Errors
/// [`StoreError::Damaged`] when something before that end can't be read.
pub(in crate::store) fn end_of(disk: &dyn Disk, segment: u64, until: u64) -> Result<End> {
    find_end(disk, segment, until, OnDamage::Refuse)
}

/// As [`end_of`], over what can't be read as long as whole commits stand behind it: for those who have their state from
/// elsewhere.
///
/// # Errors
/// When the disk can't be read.
pub(in crate::store) fn end_over_damage(disk: &dyn Disk, segment: u64, until: u64) -> Result<End> {
    find_end(disk, segment, until, OnDamage::GoOver)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OnDamage {
    Refuse,
    GoOver,
}

fn find_end(disk: &dyn Disk, segment: u64, until: u64, on_damage: OnDamage) -> Result<End> {
    let damaged = |offset, what| StoreError::Damaged { segment: name(segment), offset, what };
    let mut end = End { offset: 0, last: segment.saturating_sub(1), rest: Vec::new() };
    if !segment::has_head(disk, segment)? {
        if segment::len(disk, segment)? <= segment::HEAD {
            return Ok(end);
        }
        if on_damage == OnDamage::Refuse {
            return Err(damaged(0, "this is not a journal file"));
        }
    }
    let mut reader = SegmentReader::new(disk, segment, segment::HEAD)?;
    if segment::has_head(disk, segment)? {
        end.offset = segment::HEAD;
    } else {
        reader.go_to(0);
        match reader.find_frame(end.last)? {
            Some(first) if first <= until => end.last = first.saturating_sub(1),
            _ => return Ok(end),
        }
    }
    while end.last < until {
        match reader.next(end.last)? {
            Next::Entries(mut entries) => {
                let whole = entries.len();
                entries.retain(|entry| entry.seq <= until);
                if entries.len() < whole {
                    end.last = entries.last().map_or(end.last, |entry: &Entry| entry.seq);
                    end.rest = frame::write(&entries).unwrap_or_default();
                    break;
                }
                end.last = entries.last().map_or(end.last, |entry| entry.seq);
                end.offset = reader.offset();
            }
            Next::End | Next::Torn => break,
            Next::Damaged(what) if on_damage == OnDamage::Refuse => {
                return Err(damaged(reader.offset(), what));
            }
            Next::Damaged(_) => match reader.find_frame(end.last)? {
                Some(first) if first <= until => end.last = first.saturating_sub(1),
                _ => break,
            },
        }
    }
    Ok(end)
}

/// Whether the commits of a segment on one disk go on those of the segment of the same name on another. The files need not
/// have the same bytes: a closed segment may be packed anew.
///
/// # Errors
/// When a disk can't be read.
pub(in crate::store) fn goes_on(from: &dyn Disk, copy: &dyn Disk, segment: u64) -> Result<bool> {
    let mut source = SegmentReader::new(from, segment, segment::HEAD)?;
    let mut ahead: VecDeque<Entry> = VecDeque::new();
    let before = segment.saturating_sub(1);
    let (mut read, mut seen) = (before, before);
    let mut copy = SegmentReader::new(copy, segment, segment::HEAD)?;
    loop {
        let entries = match copy.next(seen)? {
            Next::Entries(entries) => entries,
            Next::End => return Ok(true),
            Next::Torn | Next::Damaged(_) => return Ok(false),
        };
        for entry in entries {
            seen = entry.seq;
            if ahead.is_empty() {
                let Next::Entries(more) = source.next(read)? else { return Ok(false) };
                read = more.last().map_or(read, |entry| entry.seq);
                ahead.extend(more);
            }
            if ahead.pop_front() != Some(entry) {
                return Ok(false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::three;
    use super::*;
    use crate::store::disk::MemoryDisk;

    #[test]
    fn a_segment_ends_with_any_commit() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        let head = segment::HEAD;
        for (until, offset, last, cut) in [
            (0, head, 0, false),
            (1, head, 1, true),
            (2, places[0], 2, false),
            (3, places[1], 3, false),
            (4, places[1], 4, true),
            (5, places[2], 5, false),
            (u64::MAX, places[2], 5, false),
        ] {
            let end = end_of(&disk, 1, until).unwrap();
            assert_eq!((end.offset, end.last, !end.rest.is_empty()), (offset, last, cut), "{until}");
        }
        disk.edit(&name(1), |bytes| bytes.truncate(places[2] as usize - 1)).unwrap();
        assert_eq!(end_of(&disk, 1, u64::MAX).unwrap().last, 3);
        disk.edit(&name(1), |bytes| bytes[places[0] as usize + 30] ^= 1).unwrap();
        assert_eq!(end_of(&disk, 1, 2).unwrap().last, 2, "what is behind the end does not matter");
        disk.edit(&name(1), |bytes| bytes.truncate(7)).unwrap();
        assert_eq!(end_of(&disk, 1, 9).unwrap(), End { offset: 0, last: 0, rest: Vec::new() });
    }
}
