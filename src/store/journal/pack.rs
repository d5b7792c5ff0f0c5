//! Making a closed segment smaller: its commits in frames of a megabyte, better compressed.

use std::sync::Arc;

use super::segment::{self, Next, SegmentReader, name};
use super::{Entry, frame};
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};
use crate::store::snapshot::PART;

/// Commits of one frame, in bytes before compression.
const FRAME: usize = 1024 * 1024;
/// A segment whose frames are larger than this on average, in bytes as they stand, would gain little.
const WORTH: u64 = 128 * 1024;

/// Packs a segment that is not appended to any more. Readers that hold it go on with what they hold. Says whether there
/// was anything to pack; stops without a trace when `stop` says so.
///
/// # Errors
/// [`StoreError::Damaged`] when the segment can't be read: then it is left as it is. When the disk fails.
pub(in crate::store) fn pack(disk: &Arc<dyn Disk>, segment: u64, stop: &dyn Fn() -> bool) -> Result<bool> {
    if !is_worth_it(disk.as_ref(), segment)? {
        return Ok(false);
    }
    let part = name(segment) + PART;
    if disk.len(&part).is_ok() {
        disk.remove(&part).map_err(StoreError::io(disk.path(&part)))?;
    }
    let packed = pack_into(disk, segment, &part, stop);
    if packed.is_err() {
        // What there is of it takes room for nothing; failing to remove it is no new failure.
        let _ = disk.remove(&part);
    }
    packed
}

fn pack_into(disk: &Arc<dyn Disk>, segment: u64, part: &str, stop: &dyn Fn() -> bool) -> Result<bool> {
    let failed = || StoreError::io(disk.path(part));
    let mut file = disk.create(part).map_err(failed())?;
    file.append(&segment::head(segment)).map_err(failed())?;
    let (mut waiting, mut bytes) = (Vec::new(), 0);
    let mut sums = Sums::default();
    let mut write = |waiting: &mut Vec<Entry>| {
        let frame = frame::pack(waiting).ok_or(StoreError::TooLarge { bytes: FRAME })?;
        waiting.clear();
        file.append(&frame).map_err(failed())
    };
    each(disk.as_ref(), &name(segment), segment, &mut |entry| {
        bytes += sums.add(&entry);
        waiting.push(entry);
        if bytes >= FRAME {
            bytes = 0;
            write(&mut waiting)?;
        }
        Ok(())
    })?;
    if !waiting.is_empty() {
        write(&mut waiting)?;
    }
    file.sync().map_err(failed())?;
    // What was written is read again before it takes the place of the only copy.
    let mut again = Sums::default();
    each(disk.as_ref(), part, segment, &mut |entry| {
        again.add(&entry);
        Ok(())
    })?;
    if stop() || again != sums {
        disk.remove(part).map_err(failed())?;
        return Ok(false);
    }
    disk.rename(part, &name(segment)).map_err(failed())?;
    Ok(true)
}

/// Number and checksum of commits.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    count: u64,
    crc: u32,
}

impl Sums {
    /// Adds a commit; returns its size, in bytes.
    fn add(&mut self, entry: &Entry) -> usize {
        let bytes = entry.encode();
        self.count += 1;
        self.crc = crc32c::crc32c_append(self.crc, &bytes);
        bytes.len()
    }
}

fn is_worth_it(disk: &dyn Disk, segment: u64) -> Result<bool> {
    let mut reader = SegmentReader::new(disk, segment, segment::HEAD)?;
    if reader.is_packed()? {
        return Ok(false);
    }
    let mut frames = 0;
    let (_, problem) = reader.pass_until(segment, u64::MAX, |_| frames += 1)?;
    Ok(problem.is_none() && frames > 1 && reader.size() / frames < WORTH)
}

/// Hands over every commit of a file that must be whole from end to end.
fn each(disk: &dyn Disk, file: &str, segment: u64, visit: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
    let mut reader = SegmentReader::of(disk, file, segment::HEAD)?;
    let mut last = segment.saturating_sub(1);
    let damaged = |offset, what| StoreError::Damaged { segment: file.to_owned(), offset, what };
    loop {
        let offset = reader.offset();
        match reader.next(last)? {
            Next::Entries(entries) => {
                for entry in entries {
                    last = entry.seq;
                    visit(entry)?;
                }
            }
            Next::End => return Ok(()),
            Next::Torn => return Err(damaged(offset, "the file ends too early")),
            Next::Damaged(what) => return Err(damaged(offset, what)),
        }
    }
}
