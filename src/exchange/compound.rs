//! OLE compound files ([MS-CFB]): `.xls`, `.doc`, and an `.xlsx` in an envelope with a password.
//!
//! The workbook reader has its own, which trusts what a file says of itself: one flipped bit in a list of sectors, and
//! it reads in a circle until there is no memory left. So every file is walked through here first.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::error::FileError;

/// The first bytes of every compound file.
pub(super) const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Sector numbers from here on are marks: free, end of a chain.
const MARKS: u64 = 0xffff_fffa;
/// Streams shorter than this stand in small sectors of [`SMALL`] bytes.
const SHORT: u64 = 4_096;
const SMALL: u64 = 64;
/// An entry of the directory, in bytes.
const ENTRY: usize = 128;

/// A compound file.
pub(super) struct Compound<'a> {
    file: &'a mut File,
    len: u64,
    /// Bytes in a sector: 512 or 4096.
    sector: u64,
    /// Of each sector the one that follows it.
    next: Vec<u8>,
    /// Where the table of small sectors begins, and how many sectors it takes.
    small: (u64, u64),
    entries: Vec<Entry>,
}

/// A stream or folder in a compound file.
struct Entry {
    name: String,
    start: u64,
    len: u64,
}

impl<'a> Compound<'a> {
    /// Reads the directory.
    pub(super) fn open(file: &'a mut File, len: u64) -> Result<Self, FileError> {
        let mut header = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.by_ref().take(512).read_to_end(&mut header)?;
        let field = |at| number(&header, at, 4).ok_or_else(damaged);
        let sector = match number(&header, 30, 2) {
            Some(9) => 512,
            Some(12) => 4_096,
            _ => return Err(damaged()),
        };
        let small = (field(60)?, field(64)?);
        if small.1.saturating_mul(sector) > len {
            return Err(damaged());
        }
        let mut this = Self { file, len, sector, next: Vec::new(), small, entries: Vec::new() };
        this.next = this.table(&header)?;
        let directory = this.chain(field(48)?, u64::MAX)?;
        this.entries = directory.chunks_exact(ENTRY).filter_map(|bytes| entry(bytes, sector)).collect();
        Ok(this)
    }

    /// Whether it has a stream of that name, in small letters.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// The bytes of a stream; `None` when there is no such stream.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name == name) else { return Ok(None) };
        let (start, len) = (entry.start, entry.len);
        let root = self.entries.first().map(|root| (root.start, root.len));
        if len > self.len || root.is_some_and(|(_, len)| len > self.len) {
            return Err(damaged());
        }
        if len >= SHORT {
            return self.chain(start, len).map(Some);
        }
        let (root_start, root_len) = root.unwrap_or_default();
        let holder = self.chain(root_start, root_len)?;
        let next = self.chain(self.small.0, u64::MAX)?;
        let (mut stream, mut at) = (Vec::new(), start);
        while (stream.len() as u64) < len && at < MARKS {
            let place = usize::try_from(at * SMALL).map_err(|_| damaged())?;
            let piece = holder.get(place..).unwrap_or_default();
            if piece.is_empty() {
                return Err(damaged());
            }
            stream.extend(piece.iter().take(SMALL as usize));
            at = follower(&next, at)?;
        }
        Ok(Some(stream))
    }

    /// The table that says which sector follows which. Its own sectors are listed in the header and, in big files, in
    /// further sectors.
    fn table(&mut self, header: &[u8]) -> Result<Vec<u8>, FileError> {
        let sectors = self.len / self.sector;
        let mut listed = header.get(76..).unwrap_or_default().to_vec();
        let mut more = number(header, 68, 4).unwrap_or(MARKS);
        for _ in 0..sectors {
            if more >= MARKS {
                break;
            }
            let mut sector = self.read(more)?;
            let link = sector.split_off(sector.len().saturating_sub(4));
            listed.extend(sector);
            more = number(&link, 0, 4).unwrap_or(MARKS);
        }
        let (mut table, mut found) = (Vec::new(), 0);
        for bytes in listed.chunks_exact(4) {
            let sector = number(bytes, 0, 4).unwrap_or(MARKS);
            if sector < MARKS {
                found += 1;
                if found > sectors {
                    return Err(damaged());
                }
                table.extend(self.read(sector)?);
            }
        }
        Ok(table)
    }

    /// The bytes of a chain of sectors, up to a length. A chain that goes in a circle is an error.
    fn chain(&mut self, start: u64, len: u64) -> Result<Vec<u8>, FileError> {
        let (mut bytes, mut at, mut left) = (Vec::new(), start, self.len / self.sector + 1);
        while at < MARKS && (bytes.len() as u64) < len {
            left = left.checked_sub(1).ok_or_else(damaged)?;
            bytes.extend(self.read(at)?);
            at = follower(&self.next, at)?;
        }
        bytes.truncate(usize::try_from(len).unwrap_or(usize::MAX));
        Ok(bytes)
    }

    fn read(&mut self, sector: u64) -> Result<Vec<u8>, FileError> {
        let at = (sector + 1).checked_mul(self.sector).filter(|at| *at < self.len).ok_or_else(damaged)?;
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(at))?;
        self.file.by_ref().take(self.sector).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

fn entry(bytes: &[u8], sector: u64) -> Option<Entry> {
    let held = usize::try_from(number(bytes, 64, 2)?).ok()?.saturating_sub(2);
    let units = bytes.get(..held.min(64))?.chunks_exact(2).filter_map(|pair| number(pair, 0, 2));
    let name = char::decode_utf16(units.filter_map(|unit| u16::try_from(unit).ok()));
    // Some programs write the names in capitals.
    let name = name.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER).to_ascii_lowercase()).collect();
    let len = number(bytes, 120, if sector == 512 { 4 } else { 8 })?;
    Some(Entry { name, start: number(bytes, 116, 4)?, len })
}

fn follower(table: &[u8], sector: u64) -> Result<u64, FileError> {
    let at = usize::try_from(sector * 4).map_err(|_| damaged())?;
    number(table, at, 4).ok_or_else(damaged)
}

/// A little-endian number of `len` bytes.
pub(super) fn number(bytes: &[u8], at: usize, len: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(len)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn damaged() -> FileError {
    FileError::Damaged { detail: "its list of sectors is wrong".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;

    /// A file with sectors of 512 bytes: the table, the directory, a long stream, the table of small sectors, and the
    /// small sectors.
    fn file() -> Vec<u8> {
        let mut bytes = vec![0; 512];
        let set = |bytes: &mut Vec<u8>, at: usize, value: u32| {
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes())
        };
        bytes[..8].copy_from_slice(SIGNATURE);
        bytes[30] = 9;
        set(&mut bytes, 48, 1);
        set(&mut bytes, 60, 10);
        set(&mut bytes, 64, 1);
        set(&mut bytes, 68, 0xffff_fffe);
        bytes[76..].fill(0xff);
        set(&mut bytes, 76, 0);
        let table = [0xffff_fffd, END, 3, 4, 5, 6, 7, 8, 9, END, END, END];
        let mut sectors: Vec<u8> = table.iter().flat_map(|n: &u32| n.to_le_bytes()).collect();
        sectors.resize(512, 0xff);
        for (name, start, len) in [("Root Entry", 11, 128), ("Book", 2, 4_096), ("Short", 0, 70), ("", 0, 0)]
        {
            let mut entry = vec![0; ENTRY];
            for (at, unit) in name.encode_utf16().enumerate() {
                entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[64] = 2 * (name.len() as u8 + 1);
            set(&mut entry, 116, start);
            set(&mut entry, 120, len);
            sectors.extend(entry);
        }
        sectors.extend((0..8_u8).flat_map(|n| [n; 512]));
        let small = [1, END].iter().flat_map(|n: &u32| n.to_le_bytes()).chain([0xff; 504]);
        sectors.extend(small.collect::<Vec<_>>());
        sectors
            .extend([[b'a'; 64], [b'b'; 64], [0; 64], [0; 64], [0; 64], [0; 64], [0; 64], [0; 64]].concat());
        bytes.extend(sectors);
        bytes
    }

    const END: u32 = 0xffff_fffe;

    fn read(bytes: &[u8], name: &str) -> Result<Option<Vec<u8>>, FileError> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Compound::open(&mut file, bytes.len() as u64)?.stream(name)
    }

    #[test]
    fn long_and_short_streams_are_found() {
        let book = read(&file(), "book").unwrap().unwrap();
        assert_eq!((book.len(), book[0], book[4_095]), (4_096, 0, 7));
        let short = read(&file(), "short").unwrap().unwrap();
        assert_eq!((&short[..64], &short[64..70]), ([b'a'; 64].as_slice(), [b'b'; 6].as_slice()));
        assert_eq!(read(&file(), "none").unwrap(), None);
    }

    #[test]
    fn circles_and_lies_are_refused() {
        let mut circle = file();
        circle[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
        assert!(
            matches!(read(&circle, "book"), Err(FileError::Damaged { .. })),
            "the directory follows itself"
        );
        let mut long = file();
        long[1_024 + 128 + 123] = 0x7f;
        assert!(
            matches!(read(&long, "book"), Err(FileError::Damaged { .. })),
            "a stream longer than the file"
        );
        let mut outside = file();
        outside[48] = 200;
        assert!(matches!(read(&outside, "book"), Err(FileError::Damaged { .. })), "a sector behind the end");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn never_panics(flips in prop::collection::vec((0_usize..2_000, any::<u8>()), 1..6), cut in 0_usize..7_000) {
            let mut bytes = file();
            for (at, byte) in flips {
                bytes[at] = byte;
            }
            bytes.truncate(cut.max(8));
            let _ = read(&bytes, "book");
            let _ = read(&bytes, "short");
        }
    }
}
