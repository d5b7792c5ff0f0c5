//! Cuts a stream of delimited text into records and cells, as bytes.
//!
//! The `csv` crate is not used for reading, because lists made by hand need three things it has not: a bound on memory
//! (a stray quote makes it swallow the rest of the file, a file without line breaks the whole of it), the way back
//! after a stray quote, and cells as bytes, so that one row in a wrong encoding spoils nothing but itself. On
//! well-formed text both cut the same way; a test holds them against each other.
//!
//! The stream must be a superset of ASCII: UTF-16 is turned into UTF-8 first ([`super::charset`]).

use std::io::{ErrorKind, Read};

use super::error::FileError;

/// Longest line, and longest record with its line breaks, in bytes.
pub(super) const LINE_MAX: usize = 1 << 20;
/// How many bytes are asked for at once. With [`LINE_MAX`] the bound of what is held in memory.
const CHUNK: usize = 64 << 10;
/// What a stray quote swallowed is read again, up to [`LINE_MAX`] for each; so many bytes in all.
const AGAIN_MAX: usize = 64 << 20;

/// How cells and lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// The byte between cells; `None` when there is one column.
    pub(super) delimiter: Option<u8>,
    /// The last byte of a line break: LF, or CR where the file has no LF.
    pub(super) line_end: u8,
}

impl Dialect {
    fn parts(self, byte: u8) -> bool {
        Some(byte) == self.delimiter
    }

    /// White space that may stand between a quote and a delimiter.
    fn is_padding(self, byte: u8) -> bool {
        matches!(byte, b' ' | b'\t' | b'\r') && !self.parts(byte)
    }
}

/// The cells of one record, in one piece of memory that is used again for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cells {
    data: Vec<u8>,
    ends: Vec<usize>,
}

impl Cells {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(start, end)| part(&self.data, start, end))
    }

    fn clear(&mut self) {
        self.data.clear();
        self.ends.clear();
    }

    fn end_cell(&mut self) {
        self.ends.push(self.data.len());
    }

    /// Whether nothing but white space and control characters is in them.
    pub(super) fn is_blank(&self) -> bool {
        self.data.iter().all(|b| *b <= b' ')
    }
}

/// One record.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// The line where it begins, from 1.
    pub(super) line: u64,
    /// Its cells, without the quotes around them.
    pub(super) cells: Cells,
    /// Whether a quote in it is never closed.
    pub(super) unclosed: bool,
}

/// Cuts the stream into records. Holds at most one of them and a chunk in memory.
pub(super) struct Records<R> {
    input: R,
    dialect: Dialect,
    /// How many cells a good record has; 0 while that is unknown.
    columns: usize,
    buffer: Vec<u8>,
    /// Where in the buffer the next record begins.
    start: usize,
    /// Its line, from 1.
    line: u64,
    ended: bool,
    /// Bytes read again so far.
    again: usize,
}

impl<R: Read> Records<R> {
    pub(super) fn new(input: R, dialect: Dialect) -> Self {
        Self { input, dialect, columns: 0, buffer: Vec::new(), start: 0, line: 1, ended: false, again: 0 }
    }

    /// Tells how many cells a good record has: this is how a stray quote is known from a long value.
    pub(super) fn expect_columns(&mut self, columns: usize) {
        self.columns = columns;
    }

    pub(super) fn input(&self) -> &R {
        &self.input
    }

    /// Reads the next record; `false` at the end.
    pub(super) fn read(&mut self, record: &mut Record) -> Result<bool, FileError> {
        record.unclosed = false;
        record.line = self.line;
        let mut scan = Scan::default();
        loop {
            let rest = from(&self.buffer, self.start);
            match scan.run(rest, self.dialect) {
                Found::End(end) => {
                    self.take(record, end, end + 1, true);
                    return Ok(true);
                }
                Found::LineTooLong(breaks) => {
                    return Err(FileError::LineTooLong { line: self.line + breaks, limit: LINE_MAX });
                }
                Found::Stray => return self.mend(record, scan.at).map(|()| true),
                Found::Nothing if self.ended => {
                    if rest.is_empty() {
                        return Ok(false);
                    }
                    if scan.mode != Mode::Quoted {
                        self.take(record, rest.len(), rest.len(), true);
                    } else if self.next_line_is_a_record(rest) {
                        self.mend(record, scan.at)?;
                    } else {
                        record.unclosed = true;
                        self.take(record, rest.len(), rest.len(), true);
                    }
                    return Ok(true);
                }
                Found::Nothing if rest.len() > LINE_MAX => return self.mend(record, scan.at).map(|()| true),
                Found::Nothing => self.fill()?,
            }
        }
    }

    /// Whether the line after the first one looks like a record of its own. If so, the quote that swallowed it is a
    /// stray one; if not, the text in quotes is just cut off.
    fn next_line_is_a_record(&self, rest: &[u8]) -> bool {
        let mut lines = rest.split(|b| *b == self.dialect.line_end).skip(1);
        let cells = |line: &[u8]| line.iter().filter(|b| self.dialect.parts(**b)).count() + 1;
        self.columns > 1 && lines.next().is_some_and(|line| cells(line) == self.columns)
    }

    /// Makes one record of the first line as if quotes meant nothing, so that the lines after it are not lost.
    fn mend(&mut self, record: &mut Record, swallowed: usize) -> Result<(), FileError> {
        self.again = self.again.saturating_add(swallowed);
        if self.again > AGAIN_MAX {
            return Err(FileError::BrokenQuotes { line: self.line });
        }
        let rest = from(&self.buffer, self.start);
        let end = rest.iter().position(|b| *b == self.dialect.line_end).unwrap_or(rest.len());
        record.unclosed = true;
        self.take(record, end, end + 1, false);
        Ok(())
    }

    /// Cuts the record's bytes into cells and moves on. Both ends count from the beginning of the record.
    fn take(&mut self, record: &mut Record, end: usize, next: usize, quotes: bool) {
        let bytes = part(&self.buffer, self.start, self.start + end);
        let bytes = match bytes.strip_suffix(b"\r") {
            Some(shorter) if self.dialect.line_end == b'\n' => shorter,
            _ => bytes,
        };
        split(bytes, self.dialect, quotes, &mut record.cells);
        let passed = part(&self.buffer, self.start, self.start + next);
        self.line += passed.iter().filter(|b| **b == self.dialect.line_end).count() as u64;
        self.start = (self.start + next).min(self.buffer.len());
    }

    fn fill(&mut self) -> Result<(), FileError> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let held = self.buffer.len();
        self.buffer.resize(held + CHUNK, 0);
        let room = self.buffer.get_mut(held..).unwrap_or_default();
        let got = loop {
            match self.input.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.buffer.truncate(held + got);
        self.ended = got == 0;
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// Before the first character of a cell.
    #[default]
    Begin,
    /// In a cell without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// After a quote between quotes: the end of the cell, or the first half of a doubled one.
    Closing,
    /// In white space behind the closing quote.
    After,
}

enum Found {
    /// More bytes are needed.
    Nothing,
    /// The record ends before this byte.
    End(usize),
    /// A cell of several lines has text behind its closing quote: that quote opened another cell, and the one which
    /// opened this cell is a stray one.
    Stray,
    /// A line has no end within bounds; so many lines of the record are before it.
    LineTooLong(u64),
}

/// Looks for the end of a record, and remembers where it stopped.
#[derive(Debug, Default)]
struct Scan {
    mode: Mode,
    /// Bytes of the record looked at.
    at: usize,
    /// Where the current line begins.
    line_start: usize,
    /// Line breaks in the record.
    breaks: u64,
    /// Whether the current cell has line breaks.
    cell_has_breaks: bool,
}

impl Scan {
    fn run(&mut self, record: &[u8], dialect: Dialect) -> Found {
        for (at, byte) in record.iter().copied().enumerate().skip(self.at) {
            if byte == dialect.line_end {
                if at - self.line_start > LINE_MAX {
                    return Found::LineTooLong(self.breaks);
                }
                if self.mode != Mode::Quoted {
                    return Found::End(at);
                }
                self.line_start = at + 1;
                self.breaks += 1;
                self.cell_has_breaks = true;
                continue;
            }
            self.mode = match (self.mode, byte) {
                (Mode::Quoted, b'"') => Mode::Closing,
                (Mode::Quoted, _) | (Mode::Closing, b'"') => Mode::Quoted,
                (_, byte) if dialect.parts(byte) => {
                    self.cell_has_breaks = false;
                    Mode::Begin
                }
                (Mode::Begin, b'"') => Mode::Quoted,
                (Mode::Begin, b' ') => Mode::Begin,
                (Mode::Closing | Mode::After, byte) if dialect.is_padding(byte) => Mode::After,
                (Mode::Closing | Mode::After, _) if self.cell_has_breaks => {
                    self.at = at;
                    return Found::Stray;
                }
                _ => Mode::Plain,
            };
        }
        self.at = record.len();
        if self.at - self.line_start > LINE_MAX { Found::LineTooLong(self.breaks) } else { Found::Nothing }
    }
}

/// Cuts one record into cells. Without `quotes` a quote is a character like others.
fn split(record: &[u8], dialect: Dialect, quotes: bool, cells: &mut Cells) {
    cells.clear();
    let mut rest = Some(record);
    while let Some(bytes) = rest {
        let quoted = if quotes { quoted_cell(bytes, dialect, cells) } else { None };
        rest = match quoted {
            Some(after) => after,
            None => plain_cell(bytes, 0, dialect, cells),
        };
    }
}

/// Takes a cell as it stands; a delimiter before `from` is part of it. Gives what is behind it, if anything is.
fn plain_cell<'a>(bytes: &'a [u8], skip: usize, dialect: Dialect, cells: &mut Cells) -> Option<&'a [u8]> {
    let end = from(bytes, skip).iter().position(|b| dialect.parts(*b)).map(|end| skip + end);
    cells.data.extend_from_slice(part(bytes, 0, end.unwrap_or(bytes.len())));
    cells.end_cell();
    end.map(|end| from(bytes, end + 1))
}

/// Takes a cell in quotes. `None` when there is none here.
fn quoted_cell<'a>(bytes: &'a [u8], dialect: Dialect, cells: &mut Cells) -> Option<Option<&'a [u8]>> {
    let open = bytes.iter().position(|b| *b != b' ' || dialect.parts(*b))?;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let before = cells.data.len();
    let mut at = open + 1;
    loop {
        let Some(quote) = from(bytes, at).iter().position(|b| *b == b'"').map(|found| at + found) else {
            cells.data.extend_from_slice(from(bytes, at));
            cells.end_cell();
            return Some(None);
        };
        cells.data.extend_from_slice(part(bytes, at, quote));
        if bytes.get(quote + 1) == Some(&b'"') {
            cells.data.push(b'"');
            at = quote + 2;
            continue;
        }
        let behind = from(bytes, quote + 1);
        let padding = behind.iter().take_while(|b| dialect.is_padding(**b)).count();
        return Some(match behind.get(padding) {
            Some(byte) if !dialect.parts(*byte) => {
                // «"Протон" ООО»: the quotes belong to the name.
                cells.data.truncate(before);
                plain_cell(bytes, quote + 1, dialect, cells)
            }
            next => {
                cells.end_cell();
                next.map(|_| from(behind, padding + 1))
            }
        });
    }
}

fn from(bytes: &[u8], start: usize) -> &[u8] {
    bytes.get(start..).unwrap_or_default()
}

fn part(bytes: &[u8], start: usize, end: usize) -> &[u8] {
    bytes.get(start..end).unwrap_or_default()
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
