//! Tables out: CSV, NDJSON, XLSX. Row by row, in constant memory.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::escape::guard;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// UTF-8 with a mark, `;` between cells, CR LF between rows: as a Russian Excel opens it. Texts that a spreadsheet
    /// would run as a formula get an apostrophe (see [`escape`](super::escape)).
    Csv,
    /// One JSON object a row, its keys the headings. A heading that occurs again gets a number.
    Ndjson,
    /// A workbook of one sheet, every cell a text.
    Xlsx,
}

impl TableFormat {
    /// The format a file name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "csv" | "txt" => Some(Self::Csv),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// Why a table can't be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The disk or the network failed.
    #[error("writing failed: {0}")]
    Io(#[from] io::Error),
    /// More rows than a sheet can hold. CSV has no limit.
    #[error("a sheet holds {limit} rows")]
    TooManyRows {
        /// How many it holds, headings not counted.
        limit: u64,
    },
    /// A workbook can't be written piece by piece into a stream.
    #[error("a workbook can be written to a file only")]
    NotAStream,
    /// The workbook writer failed.
    #[error("the workbook can't be written: {detail}")]
    Workbook {
        /// What it said.
        detail: String,
    },
}

/// What has been written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows, headings not counted.
    pub rows: u64,
    /// Cells that were longer than a cell of a sheet may be (32,767 UTF-16 units) and were cut.
    pub cut_cells: u64,
}

/// Rows a sheet holds under its headings.
const SHEET_ROWS: u64 = 1_048_575;
/// Longest text in a cell of a sheet, in UTF-16 units.
const SHEET_CELL: usize = 32_767;

/// Writes a table row by row. A file appears under its name only when [`finish`](Self::finish) has been called: half a
/// table looks too much like a whole one.
pub struct TableWriter {
    out: Out,
    written: Written,
}

enum Out {
    Csv(Sink),
    Ndjson { sink: Sink, keys: Vec<String> },
    Xlsx { sheet: Box<Worksheet>, book: Box<Workbook>, file: Partial },
}

/// Where text goes.
enum Sink {
    File(BufWriter<Partial>),
    Stream(Box<dyn Write>),
}

impl TableWriter {
    /// Begins a table in a file. An existing one is replaced, at the end.
    ///
    /// # Errors
    /// [`WriteError::Io`] when the folder can't be written.
    pub fn create<S: AsRef<str>>(
        path: &Path,
        format: TableFormat,
        headings: &[S],
    ) -> Result<Self, WriteError> {
        let file = Partial::create(path)?;
        match format {
            TableFormat::Csv | TableFormat::Ndjson => {
                Self::text(Sink::File(BufWriter::new(file)), format == TableFormat::Csv, headings)
            }
            TableFormat::Xlsx => {
                let mut book = Box::new(Workbook::new());
                // Beside the file, not in the system's folder: that one may be memory.
                book.set_tempdir(file.folder()).map_err(workbook_error)?;
                let sheet = Box::new(book.new_worksheet_with_constant_memory().map_err(workbook_error)?);
                let mut writer = Self { out: Out::Xlsx { sheet, book, file }, written: Written::default() };
                writer.sheet_row(0, headings)?;
                Ok(writer)
            }
        }
    }

    /// Begins a table in a stream, such as standard output.
    ///
    /// # Errors
    /// [`WriteError::NotAStream`] for a workbook, and [`WriteError::Io`].
    pub fn stream<S: AsRef<str>>(
        out: impl Write + 'static,
        format: TableFormat,
        headings: &[S],
    ) -> Result<Self, WriteError> {
        if format == TableFormat::Xlsx {
            return Err(WriteError::NotAStream);
        }
        Self::text(Sink::Stream(Box::new(out)), format == TableFormat::Csv, headings)
    }

    fn text<S: AsRef<str>>(mut sink: Sink, is_csv: bool, headings: &[S]) -> Result<Self, WriteError> {
        let out = if is_csv {
            sink.write_all("\u{feff}".as_bytes())?;
            csv_row(&mut sink, headings)?;
            Out::Csv(sink)
        } else {
            Out::Ndjson { sink, keys: unique(headings) }
        };
        Ok(Self { out, written: Written::default() })
    }

    /// Writes one row; it may have fewer or more cells than there are headings.
    ///
    /// # Errors
    /// [`WriteError`]; nothing more should be written after one.
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> Result<(), WriteError> {
        match &mut self.out {
            Out::Csv(sink) => csv_row(sink, cells)?,
            Out::Ndjson { sink, keys } => json_row(sink, keys, cells)?,
            Out::Xlsx { .. } => {
                if self.written.rows >= SHEET_ROWS {
                    return Err(WriteError::TooManyRows { limit: SHEET_ROWS });
                }
                self.sheet_row(self.written.rows + 1, cells)?;
            }
        }
        self.written.rows += 1;
        Ok(())
    }

    fn sheet_row<S: AsRef<str>>(&mut self, row: u64, cells: &[S]) -> Result<(), WriteError> {
        let Out::Xlsx { sheet, .. } = &mut self.out else { return Ok(()) };
        let row = u32::try_from(row).map_err(|_| WriteError::TooManyRows { limit: SHEET_ROWS })?;
        for (column, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
            if cell.is_empty() {
                continue;
            }
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            // A text is never run in a sheet, but readers take an apostrophe away wherever the list comes from.
            let cell = if cell.starts_with('\'') { guard(cell) } else { cell.into() };
            let text = cut(&cell);
            self.written.cut_cells += u64::from(text.len() < cell.len());
            contained(|| sheet.write_string(row, column, text).map(|_| ()).map_err(workbook_error))?;
        }
        Ok(())
    }

    /// Ends the table. The file is on the disk when this returns.
    ///
    /// # Errors
    /// [`WriteError`]; then there is no file, or the old one.
    pub fn finish(self) -> Result<Written, WriteError> {
        match self.out {
            Out::Csv(sink) | Out::Ndjson { sink, .. } => match sink {
                Sink::Stream(mut out) => out.flush()?,
                Sink::File(out) => out.into_inner().map_err(io::IntoInnerError::into_error)?.keep()?,
            },
            Out::Xlsx { sheet, mut book, mut file } => {
                contained(|| {
                    book.push_worksheet(*sheet);
                    book.save_to_writer(BufWriter::new(&mut file)).map_err(workbook_error)
                })?;
                file.keep()?;
            }
        }
        Ok(self.written)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(out) => out.write(bytes),
            Self::Stream(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(out) => out.flush(),
            Self::Stream(out) => out.flush(),
        }
    }
}

/// A file that has another name until it is whole, and goes when it never is.
struct Partial {
    file: File,
    target: PathBuf,
    /// Its name until then; `None` when the target is a device and is written at once.
    partial: Option<PathBuf>,
}

impl Partial {
    fn create(target: &Path) -> io::Result<Self> {
        let is_device = std::fs::metadata(target).is_ok_and(|about| !about.is_file() && !about.is_dir());
        if is_device {
            let file = File::options().write(true).open(target)?;
            return Ok(Self { file, target: target.to_owned(), partial: None });
        }
        if target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let mut name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
        name.push(".part");
        let partial = target.with_file_name(name);
        Ok(Self { file: File::create(&partial)?, target: target.to_owned(), partial: Some(partial) })
    }

    fn folder(&self) -> &Path {
        self.target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    fn keep(mut self) -> io::Result<()> {
        self.file.flush()?;
        if let Some(partial) = &self.partial {
            self.file.sync_all()?;
            std::fs::rename(partial, &self.target)?;
            self.partial = None;
        }
        Ok(())
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if let Some(partial) = &self.partial {
            // Nobody is left to be told when it can't be removed.
            let _ = std::fs::remove_file(partial);
        }
    }
}

fn csv_row<S: AsRef<str>>(out: &mut impl Write, cells: &[S]) -> io::Result<()> {
    for (column, cell) in cells.iter().map(|cell| guard(cell.as_ref())).enumerate() {
        if column > 0 {
            out.write_all(b";")?;
        }
        // Whatever some reader might take for a delimiter is quoted, so that none takes it for one.
        if cell.contains([';', ',', '\t', '|', '"', '\r', '\n'])
            || cell.starts_with(' ')
            || cell.ends_with(' ')
        {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

fn json_row<S: AsRef<str>>(out: &mut impl Write, keys: &[String], cells: &[S]) -> io::Result<()> {
    let text = |text: &str| serde_json::Value::from(text);
    out.write_all(b"{")?;
    for (column, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
        let place = (column + 1).to_string();
        let key = keys.get(column).unwrap_or(&place);
        write!(out, "{}{}:{}", if column > 0 { "," } else { "" }, text(key), text(cell))?;
    }
    out.write_all(b"}\n")
}

/// Keys for headings: a heading that is empty becomes the number of its column, one that occurs again gets a number.
fn unique<S: AsRef<str>>(headings: &[S]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for (column, heading) in headings.iter().map(AsRef::as_ref).enumerate() {
        let base = if heading.is_empty() { (column + 1).to_string() } else { heading.to_owned() };
        let mut key = base.clone();
        let mut number = 1;
        while keys.contains(&key) {
            number += 1;
            key = format!("{base} ({number})");
        }
        keys.push(key);
    }
    keys
}

/// The part of a text that a cell of a sheet can hold.
fn cut(text: &str) -> &str {
    if text.len() <= SHEET_CELL {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > SHEET_CELL
    });
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// Runs the workbook writer, which panics when its temporary file can't be written. The panic hook is called all the
/// same.
fn contained<T>(write: impl FnOnce() -> Result<T, WriteError>) -> Result<T, WriteError> {
    catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|_| {
        Err(WriteError::Workbook { detail: "the temporary file can't be written".to_owned() })
    })
}

fn workbook_error(error: XlsxError) -> WriteError {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => WriteError::Io(error),
        error => WriteError::Workbook { detail: error.to_string() },
    }
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
