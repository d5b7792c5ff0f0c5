//! Lists as delimited text: CSV and its relatives.
//!
//! Memory is bounded by one record and one chunk ([`super::split`]), the sample by which encoding and delimiter are
//! told, and the rows by which the layout is learnt: under 8 MiB, whatever the file.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::charset::{Charset, Transcoded};
use super::delimiter;
use super::error::FileError;
use super::escape::unguard;
use super::layout::{Layout, SAMPLE_ROWS, is_blank, is_known};
use super::split::{Dialect, LINE_MAX, Record, Records};
use super::table::{Problem, Progress, Row};
use super::{COLUMNS_MAX, Options};

/// So many first bytes tell encoding and delimiter, and so many bytes of rows the layout.
const SAMPLE: usize = 1 << 20;
/// So many bytes tell the encoding where the first [`SAMPLE`] is all ASCII.
const WINDOW: usize = 64 << 10;
/// Records between two questions whether to go on.
const CHECKED: usize = 256;

/// A file of delimited text.
#[derive(Debug)]
pub(super) struct TextFile {
    file: File,
    len: u64,
    charset: Charset,
    dialect: Dialect,
    /// Whether the first record is Excel's `sep=;`.
    has_separator_line: bool,
    layout: Layout,
}

impl TextFile {
    pub(super) fn open(mut file: File, len: u64, options: &Options) -> Result<Self, FileError> {
        let sample = sample(&mut file)?;
        let is_whole = sample.len() as u64 >= len;
        if is_whole && sample.iter().all(|b| *b <= b' ') {
            return Err(FileError::Empty);
        }
        if sample.len() > LINE_MAX && !sample.iter().any(|b| matches!(b, b'\n' | b'\r')) {
            return Err(FileError::LineTooLong { line: 1, limit: LINE_MAX });
        }
        let lines = if is_whole { sample.as_slice() } else { whole_lines(&sample) };
        let charset = match &options.encoding {
            Some(label) => {
                let charset = Charset::named(label, lines)?;
                charset.check(lines)?;
                charset
            }
            None if lines.is_ascii() && !is_whole => later_charset(&mut file, lines)?,
            None => Charset::detect(lines, 1)?,
        };
        let text = text_sample(lines, charset);
        let line_end = if text.contains(&b'\n') || !text.contains(&b'\r') { b'\n' } else { b'\r' };
        let separator = delimiter::separator_line(&text);
        let delimiter = match options.delimiter.map(delimiter_byte).transpose()?.or(separator) {
            Some(delimiter) => Some(delimiter),
            None => {
                let decode = |cell: &[u8]| {
                    let reading = charset.reading(std::iter::once(cell));
                    unguard(&charset.decode(cell, reading).text).trim().to_owned()
                };
                delimiter::detect(&text, line_end, &decode, &|heading| is_known(heading, &options.map))
            }
        };
        let dialect = Dialect { delimiter, line_end };
        let has_separator_line = separator.is_some();
        let mut this = Self { file, len, charset, dialect, has_separator_line, layout: Layout::default() };
        let first = this.first_rows()?;
        this.layout = Layout::learn(&first, &options.map, true)?;
        Ok(this)
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The name of the encoding, in the WHATWG's words.
    pub(super) fn encoding(&self) -> &'static str {
        self.charset.encoding.name()
    }

    pub(super) fn delimiter(&self) -> Option<char> {
        self.dialect.delimiter.map(char::from)
    }

    /// All rows of data, from the first.
    pub(super) fn rows(&mut self) -> Result<TextRows<'_>, FileError> {
        let mut rows = self.all_rows()?;
        for _ in 0..rows.layout.skip {
            rows.raw()?;
        }
        rows.records.expect_columns(rows.layout.cells.unwrap_or(0));
        Ok(rows)
    }

    /// Cuts the whole file into records and keeps none: see [`Source::check`](super::Source::check).
    pub(super) fn check(&mut self, go_on: &mut dyn FnMut(Progress) -> bool) -> Result<bool, FileError> {
        let mut rows = self.rows()?;
        loop {
            for _ in 0..CHECKED {
                if !rows.records.read(&mut rows.record)? {
                    return Ok(true);
                }
            }
            if !go_on(rows.progress()) {
                return Ok(false);
            }
        }
    }

    /// Rows that are not blank, headings and all.
    fn all_rows(&mut self) -> Result<TextRows<'_>, FileError> {
        self.file.seek(SeekFrom::Start(self.charset.mark as u64))?;
        let counted = Counted { file: &self.file, done: self.charset.mark as u64 };
        let input = if self.charset.is_transcoded() {
            Input::Transcoded(Box::new(Transcoded::new(counted, self.charset)))
        } else {
            Input::Plain(counted)
        };
        let mut records = Records::new(input, self.dialect);
        let mut record = Record::default();
        if self.has_separator_line {
            records.read(&mut record)?;
        }
        let (charset, layout, total) = (self.charset, &self.layout, self.len);
        Ok(TextRows { records, record, charset, layout, total })
    }

    fn first_rows(&mut self) -> Result<Vec<Row>, FileError> {
        let (mut rows, mut first, mut bytes) = (self.all_rows()?, Vec::new(), 0);
        while first.len() < SAMPLE_ROWS && bytes < SAMPLE {
            let Some(row) = rows.raw()? else { break };
            bytes += row.cells.iter().map(String::len).sum::<usize>();
            first.push(row);
        }
        Ok(first)
    }
}

/// Rows of a text file, from the first row of data.
pub(super) struct TextRows<'a> {
    records: Records<Input<'a>>,
    record: Record,
    charset: Charset,
    layout: &'a Layout,
    total: u64,
}

impl TextRows<'_> {
    pub(super) fn read(&mut self) -> Result<Option<Row>, FileError> {
        let row = self.raw()?.map(|mut row| {
            self.layout.fit(&mut row);
            row
        });
        Ok(row)
    }

    pub(super) fn progress(&self) -> Progress {
        let done = match self.records.input() {
            Input::Plain(counted) => counted.done,
            Input::Transcoded(transcoded) => transcoded.input().done,
        };
        Progress { done, total: self.total.max(done) }
    }

    /// The next row that is not blank, as it stands.
    fn raw(&mut self) -> Result<Option<Row>, FileError> {
        loop {
            if !self.records.read(&mut self.record)? {
                return Ok(None);
            }
            if self.record.cells.is_blank() {
                continue;
            }
            let row = self.row();
            // An apostrophe before a line break is nothing more, once it has been taken away.
            if !row.problems.is_empty() || !row.cells.iter().all(|cell| is_blank(cell)) {
                return Ok(Some(row));
            }
        }
    }

    fn row(&self) -> Row {
        let mut row = Row { line: self.record.line, ..Row::default() };
        if self.record.unclosed {
            row.problems.push(Problem::UnclosedQuote);
        }
        let cells = || self.record.cells.iter().take(COLUMNS_MAX);
        let reading = self.charset.reading(cells());
        let mut other = None;
        for (column, cell) in cells().enumerate() {
            let decoded = self.charset.decode(cell, reading);
            match decoded.encoding {
                Some(encoding) if encoding == self.charset.encoding => {}
                Some(encoding) => other = other.or(Some(encoding.name())),
                None => row.problems.push(Problem::Undecodable { column }),
            }
            row.cells.push(unguard(&decoded.text).to_owned());
        }
        row.problems.extend(other.map(|encoding| Problem::OtherEncoding { encoding }));
        let beyond = self.record.cells.iter().skip(COLUMNS_MAX);
        if beyond.into_iter().any(|cell| !cell.iter().all(|b| *b <= b' ')) {
            let cells = self.record.cells.len();
            row.problems.push(Problem::ExtraCells { cells, columns: COLUMNS_MAX });
        }
        row
    }
}

/// The bytes of a file, in an encoding that is a superset of ASCII.
enum Input<'a> {
    Plain(Counted<'a>),
    Transcoded(Box<Transcoded<Counted<'a>>>),
}

impl Read for Input<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(input) => input.read(room),
            Self::Transcoded(input) => input.read(room),
        }
    }
}

/// A file that counts what has been read of it.
struct Counted<'a> {
    file: &'a File,
    done: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let got = self.file.read(room)?;
        self.done += got as u64;
        Ok(got)
    }
}

fn sample(file: &mut File) -> Result<Vec<u8>, FileError> {
    let mut sample = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(SAMPLE as u64 + 1).read_to_end(&mut sample)?;
    Ok(sample)
}

/// The sample up to its last line break.
fn whole_lines(sample: &[u8]) -> &[u8] {
    // In UTF-16LE the break has a zero byte behind it.
    let end = sample.iter().rposition(|b| *b == b'\n').map_or(sample.len(), |at| at + 1);
    let end = if end % 2 == 1 && sample.get(end) == Some(&0) { end + 1 } else { end };
    sample.get(..end).unwrap_or(sample)
}

/// The encoding of a file that begins with nothing but ASCII: by the first bytes that are something else.
fn later_charset(file: &mut File, lines: &[u8]) -> Result<Charset, FileError> {
    let first = Charset::detect(lines, 1)?;
    let mut line = 1 + lines.iter().filter(|b| **b == b'\n').count() as u64;
    file.seek(SeekFrom::Start(lines.len() as u64))?;
    let mut window = Vec::new();
    loop {
        window.clear();
        if file.by_ref().take(WINDOW as u64).read_to_end(&mut window)? == 0 {
            return Ok(first);
        }
        if !window.is_ascii() {
            break;
        }
        line += window.iter().filter(|b| **b == b'\n').count() as u64;
    }
    // What was cut off behind is read too, so that the window ends with a whole line.
    file.take(WINDOW as u64).read_to_end(&mut window)?;
    Charset::detect(whole_lines(&window), line)
}

/// The sample as bytes that can be cut: without the mark, in a superset of ASCII.
fn text_sample(sample: &[u8], charset: Charset) -> Vec<u8> {
    let sample = sample.get(charset.mark..).unwrap_or_default();
    if !charset.is_transcoded() {
        return sample.to_vec();
    }
    let mut text = Vec::new();
    // Reading from memory does not fail, and what could be read is enough.
    let _ = Transcoded::new(sample, charset).read_to_end(&mut text);
    text
}

fn delimiter_byte(given: char) -> Result<u8, FileError> {
    let byte = u8::try_from(given).ok().filter(|b| b.is_ascii() && !matches!(b, b'"' | b'\n' | b'\r' | 0));
    byte.ok_or(FileError::BadDelimiter { given })
}
