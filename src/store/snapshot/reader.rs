//! Reading a snapshot.

use std::io;

use super::{BLOCK_MAX, END, Foot, HEAD, head, name};
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};
use crate::store::unpack::{NotUnpacked, unpack};

/// Gets key and value of a record, and how many bytes of the file have been read.
pub(in crate::store) type Visit<'v> = dyn FnMut(&[u8], &[u8], u64) -> Result<()> + 'v;

/// Reads a snapshot on a disk.
pub(in crate::store) struct Snapshot<'a> {
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
    pub(in crate::store) fn open(disk: &'a dyn Disk, from: u64) -> Result<Self> {
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

    pub(in crate::store) fn foot(&self) -> &Foot {
        &self.foot
    }

    /// Bytes of its blocks.
    pub(in crate::store) fn size(&self) -> u64 {
        self.end
    }

    /// Hands over all records, in the order of keys; with each, how many bytes of the file have been read.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a block can't be read or records are missing, and what the visitor returns.
    pub(in crate::store) fn each(&self, visit: &mut Visit<'_>) -> Result<()> {
        let damaged = |offset, what| StoreError::Damaged { segment: self.name.clone(), offset, what };
        let mut offset = HEAD as u64;
        let mut count = 0;
        while offset < self.end {
            let (packed, next) = block(self.disk, &self.name, offset)?;
            let body = unpack(&packed, BLOCK_MAX).map_err(|error| match error {
                NotUnpacked::NoMemory(error) => StoreError::no_memory(error),
                NotUnpacked::Broken => damaged(offset, "a block can't be unpacked"),
            })?;
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
