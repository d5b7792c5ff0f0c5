//! A list in a file, whatever its format.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::delimited::{TextFile, TextRows};
use super::error::FileError;
use super::layout::Layout;
use super::overrides::Override;
use super::sniff::{Kind, sniff};
use super::table::{Heading, Progress, Row};
use super::workbook::{SheetRows, Workbook};

/// What the user says about a file. By default nothing: everything is told from the file itself.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The encoding of a text file: a WHATWG label, or `dos`, `ansi`, `cp866` and the like.
    pub encoding: Option<String>,
    /// The delimiter of a text file: one ASCII character.
    pub delimiter: Option<char>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What was said about columns. The headings named in it help to find the row of headings; when columns are named
    /// by their places, the list may do without such a row. It does not change [`ColumnMap`](super::ColumnMap).
    pub map: Vec<Override>,
}

/// How a list is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Delimited text.
    Text {
        /// The encoding: `UTF-8`, `windows-1251`.
        encoding: &'static str,
        /// The delimiter; `None` when there is one column.
        delimiter: Option<char>,
    },
    /// A sheet of a workbook.
    Sheet {
        /// Its name.
        name: String,
    },
}

/// A list in a file. It may be read as often as need be: for a dry run, then for the run.
pub struct Source(Kinds);

enum Kinds {
    Text(TextFile),
    Book(Box<Workbook>),
}

impl Source {
    /// Opens a list and learns its layout: a few rows are read, nothing is kept but the layout.
    ///
    /// # Errors
    /// [`FileError`], all but what happens further down in the file.
    pub fn open(path: &Path, options: &Options) -> Result<Self, FileError> {
        // Asked by path: opening a pipe would wait for its other end.
        let about = std::fs::metadata(path)?;
        if about.is_dir() {
            return Err(FileError::Folder);
        }
        if !about.is_file() {
            return Err(FileError::NotAFile);
        }
        let mut file = File::open(path)?;
        let len = file.metadata()?.len();
        let mut head = Vec::new();
        file.by_ref().take(4 << 10).read_to_end(&mut head)?;
        if head.is_empty() {
            return Err(FileError::Empty);
        }
        Ok(Self(match sniff(&head, &mut file, len)? {
            Kind::Text => Kinds::Text(TextFile::open(file, len, options)?),
            kind => Kinds::Book(Box::new(Workbook::open(file, kind, options)?)),
        }))
    }

    fn layout(&self) -> &Layout {
        match &self.0 {
            Kinds::Text(text) => text.layout(),
            Kinds::Book(book) => book.layout(),
        }
    }

    /// What stands above each column. All of them are empty when the list has no row of headings.
    pub fn headings(&self) -> &[Heading] {
        &self.layout().headings
    }

    /// The line or row of the headings, from 1; `None` when the list has none.
    pub fn heading_line(&self) -> Option<u64> {
        self.layout().line
    }

    /// How the list is written.
    pub fn format(&self) -> Format {
        match &self.0 {
            Kinds::Text(text) => Format::Text { encoding: text.encoding(), delimiter: text.delimiter() },
            Kinds::Book(book) => Format::Sheet { name: book.sheet().to_owned() },
        }
    }

    /// All rows of data from the first one; blank rows are left out. Each call begins anew.
    ///
    /// # Errors
    /// When the file can't be read any more.
    pub fn rows(&mut self) -> Result<Rows<'_>, FileError> {
        let kinds = match &mut self.0 {
            Kinds::Text(text) => RowKinds::Text(Box::new(text.rows()?)),
            Kinds::Book(book) => RowKinds::Sheet(Box::new(book.rows()?)),
        };
        Ok(Rows { kinds, failed: false })
    }

    /// Goes through the whole file and keeps nothing, to find whatever would end its reading before anything is done
    /// with its rows. `go_on` is asked now and then; `false` when it has said no. Faster than [`rows`](Self::rows).
    ///
    /// # Errors
    /// [`FileError`]: those that [`Rows`] would end with.
    pub fn check(&mut self, go_on: &mut dyn FnMut(Progress) -> bool) -> Result<bool, FileError> {
        match &mut self.0 {
            Kinds::Text(text) => text.check(go_on),
            Kinds::Book(book) => {
                let mut rows = book.rows()?;
                while rows.read()?.is_some() {
                    if !go_on(rows.progress()) {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        }
    }

    /// The first rows of data, to show them or to learn from them.
    ///
    /// # Errors
    /// As [`Rows`].
    pub fn sample(&mut self, rows: usize) -> Result<Vec<Row>, FileError> {
        self.rows()?.take(rows).collect()
    }
}

/// Rows of data, one after the other. An error is the last item: what is behind it can't be read.
pub struct Rows<'a> {
    kinds: RowKinds<'a>,
    failed: bool,
}

enum RowKinds<'a> {
    Text(Box<TextRows<'a>>),
    Sheet(Box<SheetRows<'a>>),
}

impl Rows<'_> {
    /// How far the reading has come.
    pub fn progress(&self) -> Progress {
        match &self.kinds {
            RowKinds::Text(rows) => rows.progress(),
            RowKinds::Sheet(rows) => rows.progress(),
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let row = match &mut self.kinds {
            RowKinds::Text(rows) => rows.read(),
            RowKinds::Sheet(rows) => rows.read(),
        };
        self.failed = row.is_err();
        row.transpose()
    }
}
