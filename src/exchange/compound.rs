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
