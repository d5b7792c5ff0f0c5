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

mod reader;
mod writer;

use serde::{Deserialize, Serialize};

pub(super) use self::reader::Snapshot;
pub(super) use self::writer::Writer;
use super::codec;
use super::disk::Disk;
use super::error::{Result, StoreError};
use super::journal::{Mark, exact_number};
use super::tables::META_TAG;
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
        names.iter().filter_map(|name| exact_number(name.strip_suffix(SUFFIX)?)).collect();
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

fn head(from: u64) -> Vec<u8> {
    let mut head = [MAGIC.as_slice(), &from.to_le_bytes()].concat();
    head.extend_from_slice(&crc32c::crc32c(&head).to_le_bytes());
    head
}

fn framed(body: &[u8]) -> Vec<u8> {
    let len = u32::try_from(body.len()).unwrap_or(u32::MAX);
    [&len.to_le_bytes(), &crc32c::crc32c(body).to_le_bytes(), body].concat()
}

#[cfg(test)]
mod tests;
