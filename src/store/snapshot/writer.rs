//! Writing a snapshot.

use std::sync::Arc;

use super::{BLOCK, Foot, HEAD, LEVEL, PART, framed, head, name};
use crate::domain::time::Moment;
use crate::store::disk::{Disk, DiskFile};
use crate::store::error::{Result, StoreError};
use crate::store::journal::Mark;
use crate::store::tables::Table;

/// A snapshot being written. Dropped before it is finished, it leaves a file that the next opening removes.
pub(in crate::store) struct Writer {
    disk: Arc<dyn Disk>,
    file: Box<dyn DiskFile>,
    from: u64,
    written: u64,
    block: Vec<u8>,
    counts: std::collections::BTreeMap<u8, u64>,
    sum: u32,
}

impl Writer {
    pub(in crate::store) fn begin(disk: Arc<dyn Disk>, from: u64) -> Result<Self> {
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
        Ok(Self { disk, file, from, written: HEAD as u64, block: Vec::new(), counts, sum: 0 })
    }

    /// Adds a record: its key and its value as the engine holds it.
    pub(in crate::store) fn put(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        for part in [key, value] {
            let len = u32::try_from(part.len()).map_err(|_| StoreError::TooLarge { bytes: part.len() })?;
            self.block.extend_from_slice(&len.to_le_bytes());
            self.block.extend_from_slice(part);
            self.sum = crc32c::crc32c_append(self.sum, part);
        }
        if let Some(count) = key.first().and_then(|tag| self.counts.get_mut(tag)) {
            *count += 1;
        }
        if self.block.len() >= BLOCK { self.flush() } else { Ok(()) }
    }

    /// The sum of all records that were added.
    pub(in crate::store) fn sum(&self) -> u32 {
        self.sum
    }

    /// Gives the snapshot its name, for good.
    pub(in crate::store) fn finish(
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
