//! Writing a damaged file of the journal anew, where all of its commits can be read: its head is damaged, something stands between
//! frames that does not belong there, frames stand there twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::reader::{Damage, Reader};
use super::segment::{self, Next, SegmentReader, name};
use crate::store::disk::{Disk, Pieces};
use crate::store::error::{Result, StoreError};
use crate::store::snapshot::{ASIDE, PART};

/// Bytes that are copied at a time.
const WINDOW: usize = 1024 * 1024;

/// What becomes of a file that is written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Former {
    /// It stays beside the new one, as `….damaged-N`.
    Stays,
    /// It was a copy.
    Goes,
}

/// Writes those files anew of whose damage none hides a commit. At every moment the one file or the other has the name. Returns
/// the names of the files.
///
/// # Errors
/// When the disk can't be read or written.
pub(in crate::store) fn mend(
    disk: &Arc<dyn Disk>,
    damages: &[Damage],
    former: Former,
) -> Result<Vec<String>> {
    let hiding: BTreeSet<&str> =
        damages.iter().filter(|damage| !damage.hides_none()).map(|damage| damage.segment.as_str()).collect();
    let files: BTreeSet<&str> = damages.iter().map(|damage| damage.segment.as_str()).collect();
    let mut mended = Vec::new();
    for segment in files.difference(&hiding).filter_map(|file| segment::number(file)) {
        if write_anew(disk, segment, former)? {
            mended.push(name(segment));
        }
    }
    Ok(mended)
}

fn write_anew(disk: &Arc<dyn Disk>, segment: u64, former: Former) -> Result<bool> {
    // Not the name a file gets that is packed: that may be done at the same time.
    let part = format!("{}.mended{PART}", name(segment));
    let failed = || StoreError::io(disk.path(&part));
    let written = write_frames(disk, segment, &part).and_then(|wanted| {
        if wanted.is_none() || read_again(disk.as_ref(), &part, segment)? != wanted {
            return Ok(false);
        }
        if former == Former::Stays {
            keep(disk.as_ref(), &name(segment))?;
        }
        disk.rename(&part, &name(segment)).map_err(failed())?;
        Ok(true)
    });
    if !matches!(written, Ok(true)) {
        // What can't be removed is removed by the next opening.
        let _ = disk.remove(&part);
    }
    written
}

/// The last commit of a file, and the sum of its frames.
type End = (u64, u32);

/// Writes the whole frames of a segment, each once; `None` when commits are missing between them.
fn write_frames(disk: &Arc<dyn Disk>, segment: u64, part: &str) -> Result<Option<End>> {
    let failed = || StoreError::io(disk.path(part));
    if disk.len(part).is_ok() {
        disk.remove(part).map_err(failed())?;
    }
    let mut file = disk.create(part).map_err(failed())?;
    file.append(&segment::head(segment)).map_err(failed())?;
    let journal = Reader::new(Arc::clone(disk));
    let mut reader = SegmentReader::new(disk.as_ref(), segment, segment::HEAD)?;
    let mut last = segment.saturating_sub(1);
    if !segment::has_head(disk.as_ref(), segment)? {
        reader.go_to(0);
        if reader.find_frame(last)? != Some(segment) {
            return Ok(None);
        }
    }
    let mut sum = 0;
    loop {
        let begin = reader.offset();
        match reader.next(last)? {
            Next::Entries(entries) => {
                let Some(frame) = reader.passed(reader.offset() - begin) else { return Ok(None) };
                file.append(frame).map_err(failed())?;
                sum = crc32c::crc32c_append(sum, frame);
                last = entries.last().map_or(last, |entry| entry.seq);
            }
            Next::End | Next::Torn => break,
            Next::Damaged(_) => {
                let goes_on = reader.find_frame(last)? == Some(last + 1);
                if !goes_on && !journal.pass_repeated(&mut reader, last)? {
                    return Ok(None);
                }
            }
        }
    }
    file.sync().map_err(failed())?;
    Ok(Some((last, sum)))
}

/// Reads a file that must be whole from end to end; `None` when it is not.
fn read_again(disk: &dyn Disk, part: &str, segment: u64) -> Result<Option<End>> {
    let mut reader = SegmentReader::of(disk, part, segment::HEAD)?;
    let (mut last, mut sum) = (segment.saturating_sub(1), 0);
    loop {
        let begin = reader.offset();
        match reader.next(last)? {
            Next::Entries(entries) => {
                let Some(frame) = reader.passed(reader.offset() - begin) else { return Ok(None) };
                sum = crc32c::crc32c_append(sum, frame);
                last = entries.last().map_or(last, |entry| entry.seq);
            }
            Next::End => return Ok(Some((last, sum))),
            Next::Torn | Next::Damaged(_) => return Ok(None),
        }
    }
}

/// Copies a file to `….damaged-N`: somebody may know better.
fn keep(disk: &dyn Disk, file: &str) -> Result<()> {
    let free = (1_u32..).map(|n| format!("{file}{ASIDE}{n}")).find(|free| disk.len(free).is_err());
    let kept = free.unwrap_or_default();
    let part = kept.clone() + PART;
    let copy = || {
        if disk.len(&part).is_ok() {
            disk.remove(&part)?;
        }
        let mut source = Pieces::of(disk, file)?;
        let mut target = disk.create(&part)?;
        let mut offset = 0;
        loop {
            let bytes = source.read(offset, WINDOW)?;
            if bytes.is_empty() {
                break;
            }
            target.append(&bytes)?;
            offset += bytes.len() as u64;
        }
        target.sync()?;
        disk.rename(&part, &kept)
    };
    let copied: std::io::Result<()> = copy();
    copied.map_err(|error| {
        // It takes room for nothing.
        let _ = disk.remove(&part);
        StoreError::io(disk.path(&kept))(error)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::three;
    use super::super::{Found, Journal};
    use super::*;
    use crate::store::disk::MemoryDisk;

    fn damages(disk: &MemoryDisk) -> Vec<Damage> {
        let mut damages = Vec::new();
        let reader = Reader::new(Arc::new(disk.clone()));
        reader
            .scan(&mut |found| {
                if let Found::Damage(damage) = found {
                    damages.push(damage);
                }
                Ok(())
            })
            .unwrap();
        damages
    }

    #[test]
    fn a_file_that_has_all_its_commits_is_written_anew() {
        let disk = MemoryDisk::default();
        let places: Vec<usize> = three(&disk).into_iter().map(|place| place as usize).collect();
        let shared: Arc<dyn Disk> = Arc::new(disk.clone());
        let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
        let mut spoilt = whole.clone();
        spoilt[3] = b'X';
        let twice = [&whole[..], &whole[places[0]..]].concat();
        let junk = [&whole[..places[0]], &[9; 50], &whole[places[0]..]].concat();
        let all = [&spoilt[..places[0]], &[9; 50], &spoilt[places[0]..], &whole[places[1]..]].concat();
        for (n, bytes) in [spoilt, twice, junk, whole[5..].to_vec(), all].into_iter().enumerate() {
            disk.edit(&name(1), |file| file.clone_from(&bytes)).unwrap();
            let found = damages(&disk);
            assert!(!found.is_empty());
            assert!(
                Journal::open(Arc::clone(&shared), 0, &mut |_| Ok(())).is_err(),
                "nothing is written to it"
            );
            assert_eq!(mend(&shared, &found, Former::Stays).unwrap(), [name(1)]);
            assert_eq!(disk.read(&name(1), 0, usize::MAX).unwrap(), whole);
            let kept = format!("{}{ASIDE}{}", name(1), n + 1);
            assert_eq!(disk.read(&kept, 0, usize::MAX).unwrap(), bytes);
            assert!(damages(&disk).is_empty());
        }
        assert_eq!(disk.list().unwrap().len(), 6, "and nothing else is there");
    }

    #[test]
    fn a_file_that_lacks_commits_stays_as_it_is() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        disk.edit(&name(1), |bytes| {
            bytes[3] = b'X';
            bytes[places[0] as usize + 30] ^= 1;
        })
        .unwrap();
        let shared: Arc<dyn Disk> = Arc::new(disk.clone());
        assert!(mend(&shared, &damages(&disk), Former::Stays).unwrap().is_empty());
        // Not even where somebody says that it lacks none.
        let head: Vec<Damage> = damages(&disk).into_iter().filter(Damage::hides_none).collect();
        assert_eq!(head.len(), 1);
        assert!(mend(&shared, &head, Former::Stays).unwrap().is_empty());
        assert_eq!(disk.list().unwrap(), [name(1)]);
    }
}
