//! Frames: what is written to a journal file in one piece.
//!
//! A frame holds the commits of one group, that is, everything that one `fdatasync` made durable. So a frame is either
//! whole or was never acknowledged, and a whole frame behind a broken one means damage, not a torn end: the later one
//! was only written after the earlier one had reached the disk.
//!
//! ```text
//! length of the body   u32  little-endian
//! crc32c               u32  of everything behind it: first, count, flags, body
//! first                u64  sequence number of the first commit
//! count                u32  number of commits
//! flags                u8   bits 4–7: version of the frame (1); bit 0: the body is zstd; bit 1: the frame was packed
//!                           anew, with others, after it had been written
//! body                 for each commit: length u32, bincode of the entry
//! ```

use std::collections::TryReserveError;

use super::entry::Entry;
use crate::store::unpack::{NotUnpacked, unpack};

/// Bytes in front of the body.
pub(super) const HEAD: usize = 4 + 4 + 8 + 4 + 1;
/// No body is longer, in bytes, before or after compression.
pub(super) const BODY_MAX: usize = 64 * 1024 * 1024;
/// Shorter bodies are not worth compressing.
const COMPRESS_FROM: usize = 1024;
const VERSION: u8 = 1 << 4;
const COMPRESSED: u8 = 1;
const PACKED: u8 = 2;

/// What stands at a place of a journal file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// A whole frame.
    Frame {
        /// Its commits.
        entries: Vec<Entry>,
        /// Its size with the head, in bytes.
        size: usize,
    },
    /// More bytes are needed to tell: the frame says it is so long with its head.
    Short(usize),
    /// No frame.
    Broken(&'static str),
    /// There is no memory for what is in it: that says nothing of the frame.
    NoMemory(TryReserveError),
}

/// Writes a frame of commits with consecutive sequence numbers.
///
/// Returns `None` when the body is longer than [`BODY_MAX`] or there are no commits.
pub(super) fn write(entries: &[Entry]) -> Option<Vec<u8>> {
    build(entries, 0, 1)
}

/// As [`write()`], smaller and slower, with the mark of having been packed.
pub(super) fn pack(entries: &[Entry]) -> Option<Vec<u8>> {
    build(entries, PACKED, 9)
}

fn build(entries: &[Entry], mark: u8, level: i32) -> Option<Vec<u8>> {
    let first = entries.first()?.seq;
    let mut body = Vec::new();
    for entry in entries {
        let bytes = entry.encode();
        body.extend_from_slice(&u32::try_from(bytes.len()).ok()?.to_le_bytes());
        body.extend_from_slice(&bytes);
    }
    if body.len() > BODY_MAX {
        return None;
    }
    let mut flags = VERSION | mark;
    if body.len() >= COMPRESS_FROM
        && let Ok(packed) = zstd::bulk::compress(&body, level)
        && packed.len() < body.len()
    {
        body = packed;
        flags |= COMPRESSED;
    }
    let mut frame = Vec::with_capacity(HEAD + body.len());
    frame.extend_from_slice(&u32::try_from(body.len()).ok()?.to_le_bytes());
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(&first.to_le_bytes());
    frame.extend_from_slice(&u32::try_from(entries.len()).ok()?.to_le_bytes());
    frame.push(flags);
    frame.extend_from_slice(&body);
    let crc = crc32c::crc32c(frame.get(8..)?);
    frame.get_mut(4..8)?.copy_from_slice(&crc.to_le_bytes());
    Some(frame)
}

struct Head {
    body: usize,
    crc: u32,
    first: u64,
    count: u32,
    flags: u8,
}

fn head(bytes: &[u8]) -> Option<Head> {
    let (body, rest) = bytes.split_first_chunk::<4>()?;
    let (crc, rest) = rest.split_first_chunk::<4>()?;
    let (first, rest) = rest.split_first_chunk::<8>()?;
    let (count, rest) = rest.split_first_chunk::<4>()?;
    Some(Head {
        body: usize::try_from(u32::from_le_bytes(*body)).ok()?,
        crc: u32::from_le_bytes(*crc),
        first: u64::from_le_bytes(*first),
        count: u32::from_le_bytes(*count),
        flags: *rest.first()?,
    })
}

/// The head and body of the frame at the beginning of `bytes`, when it is whole and its checksum holds.
fn whole(bytes: &[u8]) -> Result<(Head, &[u8]), Read> {
    let head = head(bytes).ok_or(Read::Short(HEAD))?;
    if head.body > BODY_MAX {
        return Err(Read::Broken("the length is impossible"));
    }
    let size = HEAD + head.body;
    let (Some(body), Some(checked)) = (bytes.get(HEAD..size), bytes.get(8..size)) else {
        return Err(Read::Short(size));
    };
    if crc32c::crc32c(checked) != head.crc {
        return Err(Read::Broken("the checksum does not hold"));
    }
    Ok((head, body))
}

/// A frame that is whole, its commits not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    /// Its size with the head, in bytes.
    pub(super) size: usize,
    /// Sequence number of its first commit.
    pub(super) first: u64,
    /// How many commits it has.
    pub(super) count: u32,
    /// Whether it was packed anew.
    pub(super) packed: bool,
}

/// Checks the frame at the beginning of `bytes` by its sum.
pub(super) fn check(bytes: &[u8]) -> Result<Whole, Read> {
    whole(bytes).map(|(head, body)| Whole {
        size: HEAD + body.len(),
        first: head.first,
        count: head.count,
        packed: head.flags & PACKED != 0,
    })
}

/// Reads the frame at the beginning of `bytes`.
pub(super) fn read(bytes: &[u8]) -> Read {
    let (head, body) = match whole(bytes) {
        Ok(whole) => whole,
        Err(read) => return read,
    };
    let size = HEAD + body.len();
    if head.flags & 0xF0 != VERSION {
        return Read::Broken("the frame is of an unknown version");
    }
    let unpacked;
    let mut rest = if head.flags & COMPRESSED == 0 {
        body
    } else {
        match unpack(body, BODY_MAX) {
            Ok(bytes) => unpacked = bytes,
            Err(NotUnpacked::NoMemory(error)) => return Read::NoMemory(error),
            Err(NotUnpacked::Broken) => return Read::Broken("the body can't be unpacked"),
        }
        &unpacked
    };
    let mut entries = Vec::new();
    for seq in (head.first..).take(head.count as usize) {
        let entry = rest.split_first_chunk::<4>().and_then(|(len, tail)| {
            let (bytes, tail) = tail.split_at_checked(usize::try_from(u32::from_le_bytes(*len)).ok()?)?;
            rest = tail;
            Entry::decode(bytes)
        });
        match entry {
            Some(entry) if entry.seq == seq => entries.push(entry),
            _ => return Read::Broken("a commit in it can't be read"),
        }
    }
    if entries.is_empty() || !rest.is_empty() {
        return Read::Broken("the number of commits does not hold");
    }
    Read::Frame { entries, size }
}

/// The first place of `bytes` at which a whole frame begins with a sequence number above `seq`, and that number.
///
/// Heads that can't be are passed over without reading their bodies, so this is quick even on megabytes of noise.
pub(super) fn first_after(bytes: &[u8], seq: u64) -> Option<(usize, u64)> {
    (0..bytes.len()).find_map(|at| {
        let tail = bytes.get(at..).unwrap_or_default();
        let first = head(tail)
            .filter(|head| {
                head.flags & 0xF0 == VERSION
                    && head.first > seq
                    && head.first - seq < u64::from(u32::MAX)
                    && head.body <= BODY_MAX
            })?
            .first;
        matches!(read(tail), Read::Frame { .. }).then_some((at, first))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::entry;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_frame_is_read_back() {
        for count in [1_u64, 2, 300] {
            let entries: Vec<_> = (7..7 + count).map(|seq| entry(seq, &[b"value"])).collect();
            let bytes = write(&entries).unwrap();
            assert_eq!(read(&bytes), Read::Frame { entries, size: bytes.len() });
        }
        assert_eq!(write(&[]), None);
    }

    #[test]
    fn every_cut_is_short_and_every_flip_is_broken() {
        let bytes = write(&[entry(1, &[b"a"]), entry(2, &[&[7; 3000]])]).unwrap();
        for cut in 0..bytes.len() {
            assert!(matches!(read(&bytes[..cut]), Read::Short(size) if size > cut), "{cut}");
        }
        for at in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            assert!(!matches!(read(&flipped), Read::Frame { .. }), "bit {at}");
        }
    }

    #[test]
    fn a_frame_is_found_in_noise() {
        let frame = write(&[entry(9, &[b"x"])]).unwrap();
        let noise: Vec<u8> = (0..5000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(first_after(&noise, 0), None);
        let bytes = [&noise[..], &frame, &noise].concat();
        assert_eq!(first_after(&bytes, 8), Some((noise.len(), 9)));
        assert_eq!(first_after(&bytes, 9), None);
    }

    proptest! {
        #[test]
        fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            read(&bytes);
            first_after(&bytes, 0);
        }
    }
}
