//! Snapshots: the whole state in one file beside the journal, `00000000000000000042.snapshot` by the commit after which
//! it was begun. The journal behind that commit completes it; the journal before it is not needed any more to open the
//! store.
//!
//! A snapshot is taken while work goes on, so it is begun after one commit (`from`) and finished after a later one (`to`):
//! what it holds of the commits between them is whatever the walk met. Whoever reads it replays the journal from `from`
//! on, and has the exact state at `to` and everywhere behind it. It holds records only: index entries are computed.
//!
//! ```text
//! head     "DZVSNAP" 1, from u64, crc32c of both
//! block    length u32, crc32c of the body u32, body: zstd of (key length u32, key, value length u32, value)…
//! …
//! foot     length u32, crc32c u32, body: bincode of the foot: from, to, at, records, counters
//! end      offset of the foot u64, crc32c of it
//! ```
//!
//! All numbers are little-endian. Values are as the engine holds them: revision, version, bincode. Among the counters of the foot,
//! which are kept by the tag of their table, the one of tag 0, which is no table's, is the fingerprint of commit `to`: releases
//! that know of none pass over it.

use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::codec;
use super::disk::{Disk, DiskFile};
use super::error::{Result, StoreError};
use super::journal::Mark;
use super::tables::{META_TAG, Table};
use super::unpack::room_for;
use crate::domain::time::Moment;

const MAGIC: &[u8; 8] = b"DZVSNAP\x01";
const HEAD: usize = 8 + 8 + 4;
const END: usize = 8 + 4;
const SUFFIX: &str = ".snapshot";
/// Ends the name of a snapshot that is not finished.
pub(super) const PART: &str = ".part";
/// Ends, with a number, the name of a file that was put aside: it is damaged, or not of this journal.
pub(super) const ASIDE: &str = ".damaged-";
/// A block is written when it has grown past this, in bytes before compression.
const BLOCK: usize = 512 * 1024;
/// No block is longer, before or after compression.
const BLOCK_MAX: usize = 64 * 1024 * 1024;
const LEVEL: i32 = 3;

/// What stands at the end of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foot {
    /// The commit after which it was begun: the journal is replayed from the next one on.
    pub from: u64,
    /// The commit after which it was finished: there is no exact state of it before that.
    pub to: u64,
    /// When commit `to` was made; where that can't be read, the last one before it that can. The beginning of time when nobody
    /// knows: see [`Foot::made`].
    pub at: Moment,
    /// The fingerprint of commit `to`.
    pub mark: Mark,
    /// Number of records by tag of the table.
    pub records: Vec<(u8, u64)>,
    /// The next free id of each table, by tag.
    pub counters: Vec<(u8, u64)>,
}

/// The form on disk.
#[derive(Serialize, Deserialize)]
struct StoredFoot {
    from: u64,
    to: u64,
    at: Moment,
    records: Vec<(u8, u64)>,
    counters: Vec<(u8, u64)>,
}

impl Foot {
    /// When the last commit in it was made; `None` when nobody knows, or there was none.
    pub fn made(&self) -> Option<Moment> {
        known(self.at)
    }

    fn encode(&self) -> Vec<u8> {
        let Self { from, to, at, mark, records, counters } = self;
        let mut counters = counters.clone();
        if *mark != Mark::NONE {
            counters.push((META_TAG, mark.number()));
        }
        codec::encode_plain(&StoredFoot { from: *from, to: *to, at: *at, records: records.clone(), counters })
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let StoredFoot { from, to, at, records, mut counters } = codec::decode_plain(bytes)?;
        let mark = counters.iter().find(|(tag, _)| *tag == META_TAG).map(|(_, mark)| *mark);
        counters.retain(|(tag, _)| *tag != META_TAG);
        let mark = mark.map(Mark::from_number).unwrap_or_default();
        Some(Self { from, to, at, mark, records, counters })
    }

    /// Number of records of all tables.
    pub fn total(&self) -> u64 {
        self.records.iter().map(|(_, count)| count).sum()
    }
}

/// A moment, unless it stands for none.
pub fn known(at: Moment) -> Option<Moment> {
    Some(at).filter(|at| at.millis() != 0)
}

/// The file of a snapshot.
pub(super) fn name(from: u64) -> String {
    format!("{from:020}{SUFFIX}")
}

/// The commits after which the snapshots on a disk were begun, ascending.
///
/// # Errors
/// When the disk can't be read.
pub fn list(disk: &dyn Disk) -> Result<Vec<u64>> {
    let names = disk.list().map_err(StoreError::io(disk.path("")))?;
    Ok(numbers(&names))
}

/// The commits after which the snapshots among some files were begun, ascending.
pub(super) fn numbers(names: &[String]) -> Vec<u64> {
    let mut found: Vec<u64> =
        names.iter().filter_map(|name| name.strip_suffix(SUFFIX)?.parse().ok()).collect();
    found.sort_unstable();
    found
}

/// Puts a file aside that is in the way, but of which somebody may know better: it is renamed to `….damaged-N`.
///
/// # Errors
/// When the disk can't be written.
pub(super) fn put_aside(disk: &dyn Disk, name: &str) -> Result<()> {
    let free = (1_u32..).map(|n| format!("{name}{ASIDE}{n}")).find(|free| disk.len(free).is_err());
    disk.rename(name, &free.unwrap_or_default()).map_err(StoreError::io(disk.path(name)))
}

/// Size of a snapshot in a data folder, in bytes.
///
/// # Errors
/// When it is not there.
pub fn size_in(data: &std::path::Path, from: u64) -> Result<u64> {
    let path = super::local::journal_of(data).join(name(from));
    Ok(std::fs::metadata(&path).map_err(StoreError::io(path))?.len())
}

/// Removes what an attempt that did not come to its end has left.
pub(super) fn remove_parts(disk: &dyn Disk) -> Result<()> {
    let names = disk.list().map_err(StoreError::io(disk.path("")))?;
    for part in names.iter().filter(|name| name.ends_with(PART)) {
        disk.remove(part).map_err(StoreError::io(disk.path(part)))?;
    }
    Ok(())
}

/// A snapshot being written. Dropped before it is finished, it leaves a file that the next opening removes.
pub(super) struct Writer {
    disk: Arc<dyn Disk>,
    file: Box<dyn DiskFile>,
    from: u64,
    written: u64,
    block: Vec<u8>,
    counts: std::collections::BTreeMap<u8, u64>,
}

impl Writer {
    pub(super) fn begin(disk: Arc<dyn Disk>, from: u64) -> Result<Self> {
        let part = name(from) + PART;
        let failed = StoreError::io(disk.path(&part));
        let make = || {
            if disk.len(&part).is_ok() {
                disk.remove(&part)?;
            }
            let mut file = disk.create(&part)?;
            file.append(&head(from))?;
            Ok(file)
        };
        let file = make().map_err(failed)?;
        let counts = Table::ALL.into_iter().map(|table| (table.tag(), 0)).collect();
        Ok(Self { disk, file, from, written: HEAD as u64, block: Vec::new(), counts })
    }

    /// Adds a record: its key and its value as the engine holds it.
    pub(super) fn put(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        for part in [key, value] {
            let len = u32::try_from(part.len()).map_err(|_| StoreError::TooLarge { bytes: part.len() })?;
            self.block.extend_from_slice(&len.to_le_bytes());
            self.block.extend_from_slice(part);
        }
        if let Some(count) = key.first().and_then(|tag| self.counts.get_mut(tag)) {
            *count += 1;
        }
        if self.block.len() >= BLOCK { self.flush() } else { Ok(()) }
    }

    /// Gives the snapshot its name, for good.
    pub(super) fn finish(
        mut self,
        to: u64,
        at: Moment,
        mark: Mark,
        counters: Vec<(u8, u64)>,
    ) -> Result<Foot> {
        self.flush()?;
        let foot =
            Foot { from: self.from, to, at, mark, records: self.counts.into_iter().collect(), counters };
        let place = self.written;
        let mut end = framed(&foot.encode());
        end.extend_from_slice(&place.to_le_bytes());
        end.extend_from_slice(&crc32c::crc32c(&place.to_le_bytes()).to_le_bytes());
        let part = name(self.from) + PART;
        let mut finish = || {
            self.file.append(&end)?;
            self.file.sync()?;
            self.disk.rename(&part, &name(self.from))
        };
        finish().map_err(StoreError::io(self.disk.path(&part)))?;
        Ok(foot)
    }

    fn flush(&mut self) -> Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let failed = |error| StoreError::io(self.disk.path(&(name(self.from) + PART)))(error);
        let packed = zstd::bulk::compress(&self.block, LEVEL).map_err(failed)?;
        let bytes = framed(&packed);
        self.file.append(&bytes).map_err(failed)?;
        self.written += bytes.len() as u64;
        self.block.clear();
        Ok(())
    }
}

fn head(from: u64) -> Vec<u8> {
    let mut head = [MAGIC.as_slice(), &from.to_le_bytes()].concat();
    head.extend_from_slice(&crc32c::crc32c(&head).to_le_bytes());
    head
}

fn framed(body: &[u8]) -> Vec<u8> {
    let len = u32::try_from(body.len()).unwrap_or(u32::MAX);
    [&len.to_le_bytes(), &crc32c::crc32c(body).to_le_bytes(), body].concat()
}

/// Gets key and value of a record, and how many bytes of the file have been read.
pub(super) type Visit<'v> = dyn FnMut(&[u8], &[u8], u64) -> Result<()> + 'v;

/// Reads a snapshot on a disk.
pub(super) struct Snapshot<'a> {
    disk: &'a dyn Disk,
    name: String,
    foot: Foot,
    /// Where the blocks end, in bytes.
    end: u64,
}

impl<'a> Snapshot<'a> {
    /// Opens the snapshot begun after `from`. Its blocks are checked as they are read.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is no whole snapshot.
    pub(super) fn open(disk: &'a dyn Disk, from: u64) -> Result<Self> {
        let name = name(from);
        let read = |offset, len| disk.read(&name, offset, len).map_err(StoreError::io(disk.path(&name)));
        let damaged = |offset, what| StoreError::Damaged { segment: name.clone(), offset, what };
        if read(0, HEAD)? != head(from) {
            return Err(damaged(0, "this is not a snapshot"));
        }
        let len = disk.len(&name).map_err(StoreError::io(disk.path(&name)))?;
        let end = read(len.saturating_sub(END as u64), END)?;
        let place = end
            .split_first_chunk::<8>()
            .filter(|(place, crc)| crc32c::crc32c(*place).to_le_bytes() == **crc)
            .map(|(place, _)| u64::from_le_bytes(*place))
            .ok_or_else(|| damaged(len, "the end is missing"))?;
        let body = block(disk, &name, place)?.0;
        let foot = Foot::decode(&body).ok_or_else(|| damaged(place, "the foot can't be read"))?;
        if foot.from != from || place + 8 + body.len() as u64 + END as u64 != len {
            return Err(damaged(place, "the foot can't be read"));
        }
        Ok(Self { disk, foot, end: place, name })
    }

    pub(super) fn foot(&self) -> &Foot {
        &self.foot
    }

    /// Bytes of its blocks.
    pub(super) fn size(&self) -> u64 {
        self.end
    }

    /// Hands over all records, in the order of keys; with each, how many bytes of the file have been read.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a block can't be read or records are missing, and what the visitor returns.
    pub(super) fn each(&self, visit: &mut Visit<'_>) -> Result<()> {
        let damaged = |offset, what| StoreError::Damaged { segment: self.name.clone(), offset, what };
        let mut offset = HEAD as u64;
        let mut count = 0;
        while offset < self.end {
            let (packed, next) = block(self.disk, &self.name, offset)?;
            let room = room_for(&packed, BLOCK_MAX);
            let mut body = Vec::new();
            body.try_reserve_exact(room).map_err(StoreError::no_memory)?;
            zstd::bulk::Decompressor::new()
                .and_then(|mut unpacker| unpacker.decompress_to_buffer(&packed, &mut body))
                .map_err(|_| damaged(offset, "a block can't be unpacked"))?;
            let mut rest = body.as_slice();
            while !rest.is_empty() {
                let (Some(key), Some(value)) = (part(&mut rest), part(&mut rest)) else {
                    return Err(damaged(offset, "a record is not whole"));
                };
                visit(key, value, next)?;
                count += 1;
            }
            offset = next;
        }
        if offset == self.end && count == self.foot.total() {
            Ok(())
        } else {
            Err(damaged(offset, "records are missing"))
        }
    }
}

/// The body of the frame at an offset, and the offset behind it.
fn block(disk: &dyn Disk, name: &str, offset: u64) -> Result<(Vec<u8>, u64)> {
    let failed = |error: io::Error| StoreError::io(disk.path(name))(error);
    let damaged = |what| StoreError::Damaged { segment: name.to_owned(), offset, what };
    let head = disk.read(name, offset, 8).map_err(failed)?;
    let (len, crc) = head.split_first_chunk::<4>().ok_or_else(|| damaged("a block is not whole"))?;
    let len = u32::from_le_bytes(*len) as usize;
    if len > BLOCK_MAX {
        return Err(damaged("the length is impossible"));
    }
    let body = disk.read(name, offset + 8, len).map_err(failed)?;
    if body.len() < len {
        return Err(damaged("a block is not whole"));
    }
    if crc32c::crc32c(&body).to_le_bytes() != *crc {
        return Err(damaged("the checksum does not hold"));
    }
    Ok((body, offset + 8 + len as u64))
}

fn part<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (len, tail) = rest.split_first_chunk::<4>()?;
    let (part, tail) = tail.split_at_checked(u32::from_le_bytes(*len) as usize)?;
    *rest = tail;
    Some(part)
}

#[cfg(test)]
mod tests {
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
}
