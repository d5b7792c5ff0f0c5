//! Lists as workbooks: XLSX, XLSB, XLS, ODS.
//!
//! Sheets of XLSX and XLSB are read row by row; the texts they share stand in memory, and so does the whole of an XLS
//! or ODS. [`super::sniff`] refuses what would take too much.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError};
use calamine::{Xlsx, XlsxCellReader, XlsxError};

use super::cell::CellText;
use super::error::{FileError, FileKind};
use super::escape::unguard;
use super::layout::{Layout, SAMPLE_ROWS, is_blank};
use super::sniff::Kind;
use super::table::{Problem, Progress, Row};
use super::{COLUMNS_MAX, Options};

type Input = BufReader<File>;

/// A workbook, and the sheet of it that holds the list.
pub(super) struct Workbook {
    book: Book,
    sheet: String,
    layout: Layout,
}

impl Workbook {
    /// Opens the sheet the caller named, or else the first visible one whose headings are known.
    pub(super) fn open(mut file: File, kind: Kind, options: &Options) -> Result<Self, FileError> {
        file.seek(SeekFrom::Start(0))?;
        let mut book = contained(|| Book::open(BufReader::new(file), kind))?;
        let sheets = book.sheets();
        let wanted = match &options.sheet {
            Some(name) => vec![named(name, &sheets)?],
            None => sheets,
        };
        let mut problem = FileError::Empty;
        for sheet in wanted {
            match book.layout(&sheet, options) {
                Ok(layout) => return Ok(Self { book, sheet, layout }),
                Err(FileError::Empty) => {}
                Err(error @ FileError::NoHeading { .. }) => {
                    if matches!(problem, FileError::Empty) {
                        problem = error;
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Err(problem)
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) fn sheet(&self) -> &str {
        &self.sheet
    }

    /// All rows of data, from the first.
    pub(super) fn rows(&mut self) -> Result<SheetRows<'_>, FileError> {
        let mut rows = SheetRows { layout: &self.layout, ..self.book.rows(&self.sheet)? };
        for _ in 0..rows.layout.skip {
            rows.raw()?;
        }
        Ok(rows)
    }
}

/// The sheet of that name; else the one that differs from it in case and spaces only.
fn named(name: &str, sheets: &[String]) -> Result<String, FileError> {
    let alike = |sheet: &&String| sheet.trim().to_lowercase() == name.trim().to_lowercase();
    let found = sheets.iter().find(|sheet| *sheet == name).or_else(|| sheets.iter().find(alike));
    found.cloned().ok_or_else(|| FileError::NoSuchSheet { name: name.to_owned(), sheets: sheets.to_vec() })
}

enum Book {
    Xlsx(Box<Xlsx<Input>>),
    Xlsb(Box<Xlsb<Input>>),
    Xls(Box<Xls<Input>>),
    Ods(Box<Ods<Input>>),
}

impl Book {
    fn open(input: Input, kind: Kind) -> Result<Self, FileError> {
        match kind {
            Kind::Xlsx => Ok(Self::Xlsx(Box::new(Xlsx::new(input)?))),
            Kind::Xlsb => Ok(Self::Xlsb(Box::new(Xlsb::new(input)?))),
            Kind::Xls => Ok(Self::Xls(Box::new(Xls::new(input)?))),
            Kind::Ods => Ok(Self::Ods(Box::new(Ods::new(input)?))),
            Kind::Text => Err(FileError::NotAList { kind: FileKind::Binary }),
        }
    }

    /// The names of its sheets, visible ones first.
    fn sheets(&self) -> Vec<String> {
        let mut sheets = match self {
            Self::Xlsx(book) => book.sheets_metadata().to_vec(),
            Self::Xlsb(book) => book.sheets_metadata().to_vec(),
            Self::Xls(book) => book.sheets_metadata().to_vec(),
            Self::Ods(book) => book.sheets_metadata().to_vec(),
        };
        sheets.retain(|sheet| sheet.typ == SheetType::WorkSheet);
        sheets.sort_by_key(|sheet| sheet.visible != SheetVisible::Visible);
        sheets.into_iter().map(|sheet| sheet.name).collect()
    }

    fn layout(&mut self, sheet: &str, options: &Options) -> Result<Layout, FileError> {
        let (mut rows, mut first) = (self.rows(sheet)?, Vec::new());
        while first.len() < SAMPLE_ROWS {
            let Some(row) = rows.raw()? else { break };
            first.push(row);
        }
        Layout::learn(&first, &options.map, false)
    }

    fn rows(&mut self, sheet: &str) -> Result<SheetRows<'_>, FileError> {
        let height = |end: (u32, u32)| u64::from(end.0) + 1;
        let (cells, total) = contained(|| match self {
            Self::Xlsx(book) => {
                let cells = book.worksheet_cells_reader(sheet)?;
                let total = height(cells.dimensions().end);
                Ok((Cells::Xlsx(Box::new(cells)), total))
            }
            Self::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(sheet)?;
                let total = height(cells.dimensions().end);
                let next = move || {
                    let cell = cells.next_cell()?;
                    Ok(cell.map(|cell| SheetCell::at(cell.get_position(), CellText::from(cell.get_value()))))
                };
                Ok((Cells::Xlsb(Box::new(next)), total))
            }
            Self::Xls(book) => Ok(whole(book.worksheet_range(sheet)?)),
            Self::Ods(book) => Ok(whole(book.worksheet_range(sheet)?)),
        })?;
        Ok(SheetRows { cells, ahead: None, ended: false, layout: &NO_LAYOUT, done: 0, total })
    }
}

/// For rows that are read to learn the layout.
static NO_LAYOUT: Layout = Layout { headings: Vec::new(), line: None, skip: 0, cells: None };

/// One cell: row and column, from 0.
struct SheetCell {
    row: u32,
    column: usize,
    text: CellText,
}

impl SheetCell {
    fn at((row, column): (u32, u32), text: CellText) -> Self {
        Self { row, column: column.try_into().unwrap_or(usize::MAX), text }
    }
}

/// The cells of a sheet, row by row.
enum Cells<'a> {
    Xlsx(Box<XlsxCellReader<'a, Input>>),
    /// The reader's type has no public name.
    Xlsb(Box<dyn FnMut() -> Result<Option<SheetCell>, FileError> + 'a>),
    /// A sheet in memory; the index of the next cell, counted along the rows.
    Whole {
        range: Range<Data>,
        next: usize,
    },
}

impl Cells<'_> {
    fn next(&mut self, before: Option<(u32, usize)>) -> Result<Option<SheetCell>, FileError> {
        let ((row, column), text) = match self {
            Self::Xlsx(cells) => match cells.next_cell() {
                Ok(Some(cell)) => (cell.get_position(), CellText::from(cell.get_value())),
                Ok(None) => return Ok(None),
                // An error value newer than the reader (`#SPILL!`): it does not say where, but cells come in order.
                Err(XlsxError::CellError(error)) => {
                    let (row, column) = before.map_or((0, 0), |(row, column)| (row, column + 1));
                    let text = CellText { error: Some(error), ..CellText::default() };
                    return Ok(Some(SheetCell { row, column, text }));
                }
                Err(error) => return Err(error.into()),
            },
            Self::Xlsb(next) => return next(),
            Self::Whole { range, next } => loop {
                let width = range.width().max(1);
                let Some(data) = range.get((*next / width, *next % width)) else { return Ok(None) };
                let (top, left) = range.start().unwrap_or_default();
                let at = (top + narrow(*next / width), left + narrow(*next % width));
                *next += 1;
                if *data != Data::Empty {
                    break (at, CellText::from(data));
                }
            },
        };
        Ok(Some(SheetCell::at((row, column), text)))
    }
}

/// A sheet in memory, and how many rows it has.
fn whole<'a>(range: Range<Data>) -> (Cells<'a>, u64) {
    let total = range.end().map_or(0, |(row, _)| u64::from(row) + 1);
    (Cells::Whole { range, next: 0 }, total)
}

fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Rows of a sheet, from the first row of data.
pub(super) struct SheetRows<'a> {
    cells: Cells<'a>,
    /// The first cell of the next row, once it has been met.
    ahead: Option<SheetCell>,
    ended: bool,
    layout: &'a Layout,
    done: u64,
    total: u64,
}

impl SheetRows<'_> {
    pub(super) fn read(&mut self) -> Result<Option<Row>, FileError> {
        let row = self.raw()?.map(|mut row| {
            self.layout.fit(&mut row);
            row
        });
        Ok(row)
    }

    pub(super) fn progress(&self) -> Progress {
        Progress { done: self.done, total: self.total.max(self.done) }
    }

    /// The next row that is not blank, as it stands.
    fn raw(&mut self) -> Result<Option<Row>, FileError> {
        contained(|| {
            while let Some(row) = self.next_row()? {
                self.done = row.line;
                let has_error =
                    row.problems.iter().any(|problem| matches!(problem, Problem::CellError { .. }));
                if has_error || !row.cells.iter().all(|cell| is_blank(cell)) {
                    return Ok(Some(row));
                }
            }
            self.done = self.total.max(self.done);
            Ok(None)
        })
    }

    fn next_row(&mut self) -> Result<Option<Row>, FileError> {
        let first = match self.ahead.take() {
            Some(cell) => cell,
            None => match self.next_cell(None)? {
                Some(cell) => cell,
                None => return Ok(None),
            },
        };
        let number = first.row;
        let mut row = Row { line: u64::from(number) + 1, ..Row::default() };
        let mut last = (number, first.column);
        add(&mut row, first);
        while let Some(cell) = self.next_cell(Some(last))? {
            if cell.row != number {
                self.ahead = Some(cell);
                break;
            }
            last = (number, cell.column);
            add(&mut row, cell);
        }
        Ok(Some(row))
    }

    /// `before` is the place of the cell before it.
    fn next_cell(&mut self, before: Option<(u32, usize)>) -> Result<Option<SheetCell>, FileError> {
        // Readers may not be asked again after the last cell.
        let cell = if self.ended { None } else { self.cells.next(before)? };
        self.ended = cell.is_none();
        Ok(cell)
    }
}

fn add(row: &mut Row, cell: SheetCell) {
    let SheetCell { column, text, .. } = cell;
    if column >= COLUMNS_MAX {
        if !is_blank(&text.text) {
            row.problems.push(Problem::BesideTable { column });
        }
        return;
    }
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    if let Some(error) = text.error {
        row.problems.push(Problem::CellError { column, error });
    }
    if text.digits_lost {
        row.problems.push(Problem::DigitsLost { column });
    }
    if let Some(place) = row.cells.get_mut(column) {
        *place = match unguard(&text.text) {
            same if same.len() == text.text.len() => text.text,
            shorter => shorter.to_owned(),
        };
    }
}

/// Runs the workbook reader, which is not ours and panics on some damaged files. The panic hook is called all the same.
fn contained<T>(read: impl FnOnce() -> Result<T, FileError>) -> Result<T, FileError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(FileError::Damaged { detail: "the workbook reader failed".to_owned() }))
}

fn damaged(detail: impl std::fmt::Display) -> FileError {
    FileError::Damaged { detail: detail.to_string() }
}

impl From<XlsxError> for FileError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::Password => Self::PasswordProtected,
            error => damaged(error),
        }
    }
}

impl From<XlsbError> for FileError {
    fn from(error: XlsbError) -> Self {
        match error {
            XlsbError::Password => Self::PasswordProtected,
            error => damaged(error),
        }
    }
}

impl From<XlsError> for FileError {
    fn from(error: XlsError) -> Self {
        match error {
            XlsError::Password => Self::PasswordProtected,
            error => damaged(error),
        }
    }
}

impl From<OdsError> for FileError {
    fn from(error: OdsError) -> Self {
        match error {
            OdsError::Password => Self::PasswordProtected,
            error => damaged(error),
        }
    }
}
